"""What a counterexample hinges on: what is degenerate or lost in it, and the boundaries that it lies on.

The fewer, the fairer. A world says what is degenerate in its instances; the hypotheses say where the boundaries are.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.measure.domain import MeasuredDomain
from contextures.measure.evaluate import Evaluator, margin
from contextures.measure.instance import Instance
from contextures.measure.world import World
from contextures.theory.sorts import Ratio
from contextures.theory.statement import Claim, Hypothesis, Inequality, Part
from contextures.verify.certificates.judge import Finding

ON = 1e-8
"""Margins of this size are taken for equality in a hypothesis, in floats."""


def hinges(domain: MeasuredDomain, claim: Claim, part: Part, instance: Instance, finding: Finding) -> tuple[str, ...]:
    """Return what an instance that violates a part certainly hinges on, in words.

    Parameters
    ----------
    domain : MeasuredDomain
    claim, part
        The claim, and the part that fails.
    instance : Instance
    finding : Finding
        What was judged of it.
    """
    world = domain.world.of_instance(instance, {})
    found = [name for name, where in _of_world(domain, claim, part, world).items() if where]
    for hypothesis in _boundaries(domain, claim, part):
        decided, lhs, rhs = finding.hypotheses[hypothesis.name]
        if decided is True and isinstance(lhs, fmpq) and isinstance(rhs, fmpq) and lhs == rhs:
            found.append(_equality(hypothesis))
    if any(isinstance(side, arb) and not side.is_finite() for side in (finding.lhs, finding.rhs)):
        found.append("an infinite side")
    return tuple(found)


def hinge_counts(domain: MeasuredDomain, claim: Claim, part: Part, evaluator: Evaluator) -> NDArray[np.int64]:
    """Return on how many things each instance of a batch seems to hinge, (B,)."""
    count = np.zeros(evaluator.world.count, dtype=np.int64)
    for where in _of_world(domain, claim, part, evaluator.world).values():
        count += where
    for hypothesis in _boundaries(domain, claim, part):
        count += np.abs(margin(evaluator, hypothesis)) <= ON
    return count


def degenerate(domain: MeasuredDomain, claim: Claim, part: Part, world: World) -> NDArray[np.bool_]:
    """Tell which instances of a batch hinge on anything that their world says, boundaries of settings aside."""
    found = np.zeros(world.count, dtype=bool)
    for where in _of_world(domain, claim, part, world).values():
        found |= where
    return found


def _of_world(domain: MeasuredDomain, claim: Claim, part: Part, world: World) -> dict[str, NDArray[np.bool_]]:
    """What the world says, of what the part and its hypotheses read."""
    symbols = claim.alone(part).symbols
    fields = domain.reads(symbols)
    return world.hinges(symbols | fields | {domain.essential(fields)})


def _boundaries(domain: MeasuredDomain, claim: Claim, part: Part) -> Iterator[Hypothesis]:
    """The hypotheses of which equality puts a setting on a boundary."""
    return (h for h in claim.hypotheses(part) if on_boundary(domain, h))


def on_boundary(domain: MeasuredDomain, hypothesis: Inequality) -> bool:
    """Tell whether equality in a hypothesis puts a setting on a boundary."""
    settings = any(isinstance(domain.world.sorts.get(name), Ratio) for name in hypothesis.symbols)
    return hypothesis.relation == "<=" and settings


def _equality(hypothesis: Hypothesis) -> str:
    return f"equality in the hypothesis {hypothesis.name}"
