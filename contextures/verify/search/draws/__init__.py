"""What claims are tried on: one supply of instances for each domain."""

from __future__ import annotations

from contextures.measure.domain import MeasuredDomain
from contextures.verify.search.draws.bounds import Learning, Sampling
from contextures.verify.search.draws.contexts import Contexts
from contextures.verify.search.draws.declared import DeclaredSupply
from contextures.verify.search.draws.mixing import MixedContexts
from contextures.verify.search.draws.reweighting import ReweightedSamples
from contextures.verify.search.draws.schemes import Schemes
from contextures.verify.search.draws.shift import Grouped, Losses
from contextures.verify.search.draws.stkr import Kernels
from contextures.verify.search.draws.supply import Family, Supply, mutate, refined
from contextures.verify.search.draws.transfer import ShiftedContexts

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


def supply_of(domain: MeasuredDomain) -> Supply:
    """Return the supply of instances of a domain, one that measures further symbols included."""
    if domain.declared is not None:
        return DeclaredSupply(domain)
    known = SUPPLIES[domain.name]
    if known.domain is domain:
        return known
    wider: Supply = type(type(known).__name__, (type(known),), {"domain": domain})()
    return wider


__all__ = ["SUPPLIES", "Family", "Supply", "mutate", "refined", "supply_of"]
