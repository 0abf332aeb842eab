"""What claims are tried on: one supply of instances for each domain."""

from __future__ import annotations

from contextures.verify.domain import Domain
from contextures.verify.draws.contexts import Contexts
from contextures.verify.draws.kernels import Kernels
from contextures.verify.draws.learning import Learning, Sampling
from contextures.verify.draws.losses import Grouped, Losses
from contextures.verify.draws.mixing import MixedContexts
from contextures.verify.draws.reweighting import ReweightedSamples
from contextures.verify.draws.schemes import Schemes
from contextures.verify.draws.supply import Family, Supply, mutate, refined
from contextures.verify.draws.transfer import ShiftedContexts

SUPPLIES: dict[str, Supply] = {
    supply.domain.name: supply
    for supply in (
        Contexts(),
        MixedContexts(),
        Learning(),
        Sampling(),
        Schemes(),
        Kernels(),
        Losses(),
        Grouped(),
        ReweightedSamples(),
        ShiftedContexts(),
    )
}
"""By the name of the domain."""


def supply_of(domain: Domain) -> Supply:
    """Return the supply of instances of a domain, one that measures further symbols included."""
    known = SUPPLIES[domain.name]
    if known.domain is domain:
        return known
    wider: Supply = type(type(known).__name__, (type(known),), {"domain": domain})()
    return wider


__all__ = ["SUPPLIES", "Family", "Supply", "mutate", "refined", "supply_of"]
