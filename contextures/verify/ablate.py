"""Hypothesis ablation: does an instance meet every hypothesis but one, break that one and violate the claim?

Then the hypothesis is needed; otherwise it was not seen to be needed, a lead for a stronger statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.theory.statement import Claim, Hypothesis, Part, Statement, Variant
from contextures.verify.domain import domain_of
from contextures.verify.draws import Supply, mutate, supply_of
from contextures.verify.evaluate import Evaluator
from contextures.verify.instance import Batch
from contextures.verify.judge import judge
from contextures.verify.search import (
    CHILDREN,
    PARENTS,
    RANDOM,
    ROUNDS,
    SUSPICION,
    Refuter,
    Tally,
    chunk_families,
    degenerate,
    generator,
    met,
    part_margins,
)
from contextures.verify.world import World

JUDGED = 4
"""Suspects of a batch that are judged exactly for one hypothesis."""
ENOUGH = 3
"""Certain instances after which no further one is looked for in a block."""


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


def targets(claim: Claim, parts: Iterable[str] | None = None) -> Iterator[Target]:
    """Yield every hypothesis of every part, or of the parts named."""
    wanted = {part.name for part in claim.parts} if parts is None else set(parts)
    for part in claim.parts:
        if part.name in wanted and part.constant is None and not part.exists:
            for hypothesis in claim.hypotheses(part):
                yield Target(part, hypothesis)


def ablate_chunks(
    statement: Statement, variant: Variant, seed: int, chunks: Iterable[int], parts: Iterable[str]
) -> dict[str, Tally]:
    """Look for instances that break one hypothesis and violate the claim, in some chunks of the schedule.

    Parameters
    ----------
    statement : Statement
    variant : {"printed", "corrected"}
    seed : int
    chunks : iterable of int
    parts : iterable of str
        The parts to look at.

    Returns
    -------
    dict of str to Tally
        By `Target.key`.
    """
    claim = statement.variants[variant]
    supply = supply_of(domain_of(statement.vocabulary))
    wanted = list(targets(claim, parts))
    total = {target.key: Tally() for target in wanted}
    fields = supply.domain.needs(claim)
    for chunk in chunks:
        open_ = [target for target in wanted if len(total[target.key].refuters) < ENOUGH]
        if not open_:
            break
        rng = generator(seed, f"{statement.id}/ablation", variant, chunk)
        aim = open_[chunk % len(open_)]
        starts: list[tuple[float, Batch]] = []
        for family in chunk_families(supply, chunk):
            batch, world = supply.draw(rng, family, RANDOM, supply.sizes(rng, family), fields)
            margins = _look(supply, claim, open_, aim, batch, world, total)
            parents = np.argsort(margins, kind="stable")[:PARENTS]
            starts.append((float(margins[parents[0]]), batch.take(parents)))
        batch = min(starts, key=lambda start: start[0])[1]
        for _ in range(ROUNDS):
            batch = mutate(rng, batch, CHILDREN)
            if not len(batch):
                break
            margins = _look(supply, claim, open_, aim, batch, supply.domain.world.of_batch(batch), total)
            batch = batch.take(np.argsort(margins, kind="stable")[:PARENTS])
    return total


def _look(
    supply: Supply,
    claim: Claim,
    wanted: list[Target],
    aim: Target,
    batch: Batch,
    world: World,
    total: dict[str, Tally],
) -> NDArray[np.float64]:
    """Try a batch on every target; return the margins of the one aimed at, infinite where it is not to be had."""
    evaluator = Evaluator(world, supply.domain.quantities)
    aimed = np.full(len(batch), np.inf)
    seen = {hypothesis: met(evaluator, hypothesis) for _, hypothesis in wanted}
    margins: dict[str, NDArray[np.float64]] = {}
    for target in wanted:
        part, hypothesis = target
        tally = total[target.key]
        tally.instances += len(batch)
        kept = ~seen[hypothesis]
        for other in claim.hypotheses(part):
            if other is not hypothesis:
                kept &= seen[other] if other in seen else met(evaluator, other)
        if not kept.any():
            continue
        if part.name not in margins:
            found = part_margins(evaluator, part)
            margins[part.name] = np.where(np.isnan(found), np.inf, found)
        found = np.where(kept, margins[part.name], np.inf)
        tally.met += int(np.isfinite(found).sum())
        if target is aim:
            aimed = found
        suspects = np.argsort(found, kind="stable")[: int((found < -SUSPICION).sum())]
        if len(suspects):
            poor = degenerate(supply, claim, part, evaluator)
            _judge(
                supply, claim, target, batch, suspects[np.argsort(poor[suspects], kind="stable")], poor, found, tally
            )
    return aimed


def _judge(
    supply: Supply,
    claim: Claim,
    target: Target,
    batch: Batch,
    suspects: NDArray[np.int64],
    poor: NDArray[np.bool_],
    margins: NDArray[np.float64],
    tally: Tally,
) -> None:
    """Judge the first few suspects exactly."""
    tally.suspects += len(suspects)
    for k in suspects[:JUDGED]:
        if len(tally.refuters) >= ENOUGH:
            return
        broken = target.hypothesis.name
        finding = judge(supply.domain, claim, target.part, batch.instance(int(k)), broken=broken)
        if finding.proves(broken):
            tally.refuters.append(Refuter(float(margins[k]), bool(poor[k]), batch.take([int(k)])))
