"""Hypothesis ablation: does an instance meet every hypothesis but one, break that one and violate the claim?

Then the hypothesis is needed; otherwise it was not seen to be needed, a lead for a stronger statement. Where the claim
leaves a constant open, the question is whether it fails with twice the constant that fits every instance of the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_CEILING, Decimal
from functools import partial
from typing import NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from contextures.measure.domain import domain_of
from contextures.measure.evaluate import Evaluator, margin
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.theory.statement import Claim, Hypothesis, Part, Statement, Variant
from contextures.verify.certificates.hinges import hinge_counts
from contextures.verify.certificates.judge import OUTSIDE, judge
from contextures.verify.search.beyond import Beyond
from contextures.verify.search.draws import Supply, supply_of
from contextures.verify.search.search import explore, generator
from contextures.verify.search.suspects import SUSPICION, Refuter, Tally, met, part_margins

JUDGED = 4
"""Suspects of a batch that are judged exactly for one hypothesis."""
ENOUGH = 3
"""Certain instances after which no further one is looked for in a block."""
AIMS = 3
"""Hypotheses that a chunk aims at, one after the other."""
LARGER = 2
"""How many times a fitting constant a claim must fail with for a hypothesis to be needed for that constant."""
FAR = 1e3
"""What stands for the margin of an instance that does not break the hypothesis alone; it grows with what is missing."""

Constants = Mapping[str, sp.Rational | None]
"""The parts to look at by name, each with a value for the constant that it leaves open, if it does."""


class Target(NamedTuple):
    """A hypothesis to be broken, and the part that must fail then."""

    part: Part
    hypothesis: Hypothesis

    @property
    def key(self) -> str:
        """Its name in a tally."""
        return f"{self.part.name}/{self.hypothesis.name}"


def label(claim: Claim, target: Target) -> str:
    """Return the name of a hypothesis in the results; one of a part alone comes after the name of that part."""
    shared = target.hypothesis in claim.given
    return target.hypothesis.name if shared else f"{target.part.name}.{target.hypothesis.name}"


def targets(claim: Claim, parts: Constants | None = None) -> Iterator[Target]:
    """Yield every hypothesis of every part that speaks of all instances, or of those named with their constants."""
    for part in claim.parts:
        if part.exists or (parts is not None and part.name not in parts):
            continue
        constant = None if parts is None else parts[part.name]
        for hypothesis in claim.hypotheses(part):
            yield Target(part if constant is None else part.fixed(constant), hypothesis)


def larger(constant: float) -> sp.Rational:
    """Return a short decimal that is at least `LARGER` times a constant, and at least 0."""
    wanted = Decimal(max(0.0, LARGER * constant))
    if not wanted:
        return sp.S.Zero
    step = Decimal(1).scaleb(wanted.adjusted() - 1)
    return sp.Rational(str((wanted / step).to_integral_value(ROUND_CEILING) * step))


def ablate_chunks(
    statement: Statement, variant: Variant, seed: int, chunks: Iterable[int], parts: Constants
) -> dict[str, Tally]:
    """Look for instances that break one hypothesis and violate the claim, in some chunks of the schedule.

    Parameters
    ----------
    statement : Statement
    variant : {"printed", "corrected"}
    seed : int
    chunks : iterable of int
    parts : mapping of str to (Rational or None)
        The parts to look at, each with a value for the constant that it leaves open.

    Returns
    -------
    dict of str to Tally
        By `Target.key`.
    """
    claim = statement.variants[variant]
    supply = supply_of(domain_of(statement))
    wanted = list(targets(claim, parts))
    total = {target.key: Tally() for target in wanted}
    fields = supply.domain.needs(claim)
    for chunk in chunks:
        unsettled = [target for target in wanted if len(total[target.key].refuters) < ENOUGH]
        for turn in range(min(AIMS, len(unsettled))):
            aim = unsettled[(AIMS * chunk + turn) % len(unsettled)]
            rng = generator(seed, f"{statement.id}/{aim.key}", variant, chunk)
            look = partial(_look, supply, claim, unsettled, aim, total)
            with np.errstate(all="ignore"):
                explore(Beyond(supply, aim.hypothesis), rng, chunk, fields, look)
    return total


def _look(
    supply: Supply, claim: Claim, wanted: list[Target], aim: Target, total: dict[str, Tally], batch: Batch, world: World
) -> NDArray[np.float64]:
    """Try a batch on every target; return how far each instance is from violating the claim without the one aimed at.

    What breaks the hypothesis alone has the margin of the part; anything else is `FAR` and more.
    """
    evaluator = Evaluator(world, supply.domain.quantities)
    try:
        seen = {h: met(evaluator, h) for target in wanted for h in claim.hypotheses(target.part)}
        distance = FAR + np.minimum(_missing(evaluator, claim, aim), FAR)
    except OUTSIDE:
        return np.full(len(batch), 3 * FAR)
    margins: dict[str, NDArray[np.float64]] = {}
    for target in wanted:
        part, hypothesis = target
        tally = total[target.key]
        tally.instances += len(batch)
        kept = ~seen[hypothesis]
        for other in claim.hypotheses(part):
            if other is not hypothesis:
                kept &= seen[other]
        tally.alone += int(kept.sum())
        if not kept.any():
            continue
        if part.name not in margins:
            margins[part.name] = _margins(evaluator, part)
        kept &= ~np.isnan(margins[part.name])
        found = np.where(kept, margins[part.name], np.inf)
        tally.met += int(kept.sum())
        if target is aim:
            distance = np.where(kept, np.minimum(found, FAR), distance)
        suspects = np.argsort(found, kind="stable")[: int((found < -SUSPICION).sum())]
        if len(suspects) and len(tally.refuters) < ENOUGH:
            poor = hinge_counts(supply.domain, claim, part, evaluator)
            _judge(
                supply, claim, target, batch, suspects[np.argsort(poor[suspects], kind="stable")], poor, found, tally
            )
    return distance


def _missing(evaluator: Evaluator, claim: Claim, aim: Target) -> NDArray[np.float64]:
    """Return by how much the other hypotheses are missed, and the one to be broken is met."""
    total = np.zeros(evaluator.world.count)
    for hypothesis in claim.hypotheses(aim.part):
        found = margin(evaluator, hypothesis)
        wrong = np.maximum(0.0, found if hypothesis is aim.hypothesis else -found)
        total += np.where(np.isnan(found), FAR, wrong)
    return total


def _margins(evaluator: Evaluator, part: Part) -> NDArray[np.float64]:
    """Return the margins of a part, NaN where it has no value."""
    try:
        return part_margins(evaluator, part)
    except OUTSIDE:
        return np.full(evaluator.world.count, np.nan)


def _judge(
    supply: Supply,
    claim: Claim,
    target: Target,
    batch: Batch,
    suspects: NDArray[np.int64],
    poor: NDArray[np.int64],
    margins: NDArray[np.float64],
    tally: Tally,
) -> None:
    """Judge the first few suspects exactly."""
    tally.suspects += len(suspects)
    broken = target.hypothesis.name
    for k in suspects[:JUDGED]:
        finding = judge(supply.domain, claim, target.part, batch.instance(int(k)), broken=broken)
        if finding.proves(broken):
            tally.refuters.append(Refuter(float(margins[k]), int(poor[k]), batch.take([int(k)])))
            if len(tally.refuters) >= ENOUGH:
                return
