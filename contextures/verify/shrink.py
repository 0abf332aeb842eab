"""Makes counterexamples small: the smallest spaces, then the smallest numbers, nothing degenerate if possible."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.theory.statement import Claim, Part
from contextures.verify.draws.supply import Family, Generator, Sizes, Supply
from contextures.verify.evaluate import Evaluator
from contextures.verify.instance import FIELDS, Batch, Instance, Sort
from contextures.verify.judge import Finding, judge
from contextures.verify.search import EQUAL, degenerate, met, on_boundary, part_margins
from contextures.verify.world import DIGITS, World

LAWS = (Sort.LAW, Sort.MASS)
"""Sorts of fields that are normalised."""
CLEAR = 1e-6
"""Margins below minus this are worth an exact judgement while shrinking."""
TRIED = 128
"""Instances of a family at each size."""
JUDGED = 6
"""Candidates judged exactly in one step, the smallest first."""
ROOM = 10
"""Points of an instance among which something less degenerate is looked for."""
ATTEMPTS = 150
"""Batches in which something less degenerate is looked for first."""
STEPS = 80
"""Steps of simplification at most."""


@dataclass(frozen=True)
class Counterexample:
    """A certain counterexample.

    Attributes
    ----------
    batch : Batch
        The instance as a batch of one.
    finding : Finding
    burden : tuple
        What a smaller counterexample has less of: degeneracy, points, dimensions, irrational sides, digits.
    """

    batch: Batch
    finding: Finding
    burden: tuple[int, ...]

    @property
    def instance(self) -> Instance:
        """The instance in exact numbers."""
        return self.batch.instance(0)


def smallest(
    supply: Supply, claim: Claim, part: Part, refuters: list[Batch], rng: Generator, broken: str | None = None
) -> Counterexample:
    """Return the smallest counterexample found, starting from some that are certain.

    Parameters
    ----------
    supply : Supply
    claim, part
    refuters : list of Batch
        Batches of one that certainly violate the part; not empty.
    rng : numpy.random.Generator
    broken : str, optional
        A hypothesis that the instances break.
    """
    target = Target(supply, claim, part, broken)
    found = [example for batch in refuters if (example := target.confirm(batch)) is not None]
    best = min(found, key=lambda e: e.burden)
    if best.burden[0]:
        best = _less_degenerate(target, best, rng)
    best = _on_small_spaces(target, best, rng)
    for _ in range(STEPS):
        simpler = _simpler(target, best)
        if simpler is None:
            break
        best = simpler
    return _with_short_witnesses(target, best)


@dataclass(frozen=True)
class Target:
    """What a counterexample must violate.

    Attributes
    ----------
    supply : Supply
    claim : Claim
    part : Part
    broken : str or None
        A hypothesis that must fail; every other one must be met.
    """

    supply: Supply
    claim: Claim
    part: Part
    broken: str | None

    def judge(self, instance: Instance, digits: int = DIGITS) -> Finding:
        """Judge an instance exactly."""
        return judge(self.supply.domain, self.claim, self.part, instance, broken=self.broken, digits=digits)

    def see(self, batch: Batch) -> World:
        """See a batch through floats."""
        return self.supply.domain.world.of_batch(batch)

    def draw(self, rng: Generator, family: Family, count: int, sizes: Sizes) -> tuple[Batch, World]:
        """Draw instances with the fields of the claim."""
        return self.supply.draw(rng, family, count, sizes, self.supply.domain.needs(self.claim))

    def confirm(self, batch: Batch) -> Counterexample | None:
        """Judge a batch of one; None unless it certainly violates the part."""
        batch = _reduced(batch)
        instance = batch.instance(0)
        finding = self.judge(instance)
        if not finding.proves(self.broken):
            return None
        burden = (
            self.degeneracy(instance, finding),
            *batch.extent,
            int(not finding.rational),
            int(heights(batch)[0]),
        )
        return Counterexample(batch, finding, burden)

    def degeneracy(self, instance: Instance, finding: Finding) -> int:
        """Count what looks like an accident: a boundary, an infinite side, a lost dimension, a constant task."""
        count = int(self.supply.poverty(self.supply.domain.world.of_instance(instance)))
        count += sum(isinstance(side, arb) and not side.is_finite() for side in (finding.lhs, finding.rhs))
        for hypothesis in self.claim.hypotheses(self.part):
            decided, lhs, rhs = finding.hypotheses[hypothesis.name]
            equal = isinstance(lhs, fmpq) and isinstance(rhs, fmpq) and lhs == rhs
            count += decided is True and equal and on_boundary(hypothesis)
        return count

    def without_degenerate(self, batch: Batch, world: World) -> Batch:
        """Leave out what is degenerate."""
        evaluator = Evaluator(world, self.supply.domain.quantities)
        return batch.take(~degenerate(self.supply, self.claim, self.part, evaluator))

    def violators(self, batch: Batch, world: World) -> NDArray[np.int64]:
        """Return the instances that seem to violate the part, in order of height."""
        evaluator = Evaluator(world, self.supply.domain.quantities)
        kept = np.ones(len(batch), dtype=bool)
        for hypothesis in self.claim.hypotheses(self.part):
            kept &= met(evaluator, hypothesis) == (hypothesis.name != self.broken)
        if not kept.any():
            return np.empty(0, dtype=np.int64)
        limit = EQUAL if self.part.relation == "<" else -CLEAR
        candidates = np.flatnonzero(kept & (part_margins(evaluator, self.part) < limit))
        return np.asarray(candidates[np.argsort(heights(batch)[candidates], kind="stable")])

    def better(self, batch: Batch, world: World, best: Counterexample) -> Counterexample:
        """Return the best of a counterexample and the first few violators of a batch."""
        for k in self.violators(batch, world)[:JUDGED]:
            example = self.confirm(batch.take([int(k)]))
            if example is not None and example.burden < best.burden:
                best = example
        return best


def _with_short_witnesses(target: Target, best: Counterexample) -> Counterexample:
    """Prove a counterexample with the shortest witnesses that do, where its sides are not rational anyway."""
    if best.finding.rational:
        return best
    for digits in range(1, DIGITS):
        finding = target.judge(best.instance, digits)
        if finding.proves(target.broken):
            return Counterexample(best.batch, finding, best.burden)
    return best


def heights(batch: Batch) -> NDArray[np.int64]:
    """Return the sum of all whole numbers of each instance; negative and non-zero entries count a little more."""
    total = np.zeros(len(batch), dtype=np.int64)
    for name, values in batch.fields.items():
        flat = values.reshape(len(batch), -1)
        total += np.abs(flat).sum(1) + (flat < 0).sum(1)
        if FIELDS[name].sort not in LAWS:
            total += (flat != 0).sum(1)
    return total


def _reduced(batch: Batch) -> Batch:
    """Divide the common factor out of each law and each ratio of a batch of one."""
    fields = {}
    for name, values in batch.fields.items():
        factor = gcd(*map(int, values.ravel())) if FIELDS[name].sort in (*LAWS, Sort.RATIO) else 1
        fields[name] = values // max(1, factor)
    return Batch(fields, batch.sizes)


def _less_degenerate(target: Target, best: Counterexample, rng: Generator) -> Counterexample:
    """Look for a counterexample that is not degenerate among small instances with rational spectra."""
    supply = target.supply
    families = [family for family in supply.families if family.rational] or list(supply.families)
    for attempt in range(ATTEMPTS):
        family = families[attempt % len(families)]
        batch, world = target.draw(rng, family, 2 * TRIED, supply.modest_sizes(rng, family))
        batch = target.without_degenerate(batch, world)
        best = target.better(batch, target.see(batch), best)
        if best.burden[0] == 0 and best.burden[1] <= ROOM:
            break
    return best


def _on_small_spaces(target: Target, best: Counterexample, rng: Generator) -> Counterexample:
    """Search spaces from the smallest upwards until no smaller or less degenerate counterexample can be hoped for."""
    supply, claim = target.supply, target.claim
    largest = min(best.burden[1], ROOM) if best.burden[0] == 0 else ROOM
    for sizes in supply.small_sizes(supply.domain.needs(claim), claim.symbols, largest):
        extent = supply.extent(sizes)
        if best.burden[0] == 0 and extent >= best.burden[1:3]:
            break
        for family in supply.families:
            if family.large or not supply.suits(family, sizes):
                continue
            batch, world = target.draw(rng, family, TRIED, sizes)
            if best.burden[0] and extent >= best.burden[1:3]:
                batch = target.without_degenerate(batch, world)
                world = target.see(batch)
            best = target.better(batch, world, best)
    return best


def _simpler(target: Target, best: Counterexample) -> Counterexample | None:
    """Return a counterexample one step simpler, or None."""
    batch = _simplifications(best.batch)
    batch = batch.take(heights(batch) < best.burden[-1])
    if not len(batch):
        return None
    for k in target.violators(batch, target.see(batch))[: 2 * JUDGED]:
        example = target.confirm(batch.take([int(k)]))
        if example is not None and example.burden < best.burden:
            return example
    return None


def _simplifications(batch: Batch) -> Batch:
    """Return every instance that one simplification makes of a batch of one."""
    changed: dict[str, list[NDArray[np.int64]]] = {name: [] for name in batch.fields}
    for name, values in batch.fields.items():
        sort = FIELDS[name].sort
        for new in _simpler_ratios(values[0]) if sort is Sort.RATIO else _simpler_arrays(values[0], sort in LAWS):
            for other, kept in batch.fields.items():
                changed[other].append(new if other == name else kept[0])
    candidates = Batch({name: np.stack(values) for name, values in changed.items()}, batch.sizes)
    return candidates.take(candidates.sound())


def _simpler_ratios(ratio: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    value = ratio[0] / ratio[1]
    return [
        np.array([whole, bottom])
        for bottom in range(1, int(min(ratio[1], 60)) + 1)
        for whole in {int(np.floor(value * bottom)), int(np.ceil(value * bottom))}
    ]


def _simpler_arrays(values: NDArray[np.int64], positive: bool) -> list[NDArray[np.int64]]:
    steps = [np.rint(values * share).astype(np.int64) for share in (0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9)]
    if positive:
        steps += [np.where((shrunk == 0) & (values > 0), 1, shrunk) for shrunk in steps]
    steps.append(np.sign(values))
    for index in np.ndindex(values.shape):
        value = int(values[index])
        for new in {value - (value > 0) + (value < 0), value // 2, 0, 1} - {value}:
            step = values.copy()
            step[index] = new
            steps.append(step)
            if values.ndim == 2 and values.shape[0] == values.shape[1] and index[0] != index[1]:
                mirrored = step.copy()
                mirrored[index[::-1]] = new
                steps.append(mirrored)
    return steps
