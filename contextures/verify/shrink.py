"""Makes counterexamples small: the smallest spaces, then the smallest numbers, nothing degenerate if possible."""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.theory.statement import Claim, Part
from contextures.verify import draws
from contextures.verify.evaluate import Evaluator
from contextures.verify.families import FAMILIES, Generator
from contextures.verify.instance import LAWS, Batch, Instance
from contextures.verify.judge import Finding, judge
from contextures.verify.search import degenerate, met, needs, part_margins, poverty
from contextures.verify.world import DIGITS, World

CLEAR = 1e-6
"""Margins below minus this are worth an exact judgement while shrinking."""
TRIED = 128
"""Instances of a family at each size."""
JUDGED = 6
"""Candidates judged exactly in one step, the smallest first."""
ROOM = 10
"""Points of X and A, together, among which something less degenerate is looked for."""
ATTEMPTS = 150
"""Batches in which something less degenerate is looked for first."""
RATIONAL = frozenset({"contrasts", "cube", "graph", "cyclic", "squared"})
STEPS = 80
"""Steps of simplification at most."""
LARGE_NUMBERS = frozenset({"dense", "unequal", "near-independence", "near-identity"})


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
    claim: Claim, part: Part, refuters: list[Batch], rng: Generator, broken: str | None = None
) -> Counterexample:
    """Return the smallest counterexample found, starting from some that are certain.

    Parameters
    ----------
    claim, part
    refuters : list of Batch
        Batches of one that certainly violate the part; not empty.
    rng : numpy.random.Generator
    broken : str, optional
        A hypothesis that the instances break.
    """
    found = [example for batch in refuters if (example := confirm(claim, part, batch, broken)) is not None]
    best = min(found, key=lambda e: e.burden)
    if best.burden[0]:
        best = _less_degenerate(claim, part, best, rng, broken)
    best = _on_small_spaces(claim, part, best, rng, broken)
    for _ in range(STEPS):
        simpler = _simpler(claim, part, best, broken)
        if simpler is None:
            break
        best = simpler
    return _with_short_witnesses(claim, part, best, broken)


def _with_short_witnesses(claim: Claim, part: Part, best: Counterexample, broken: str | None) -> Counterexample:
    """Prove a counterexample with the shortest witnesses that do, where its sides are not rational anyway."""
    if best.finding.rational:
        return best
    for digits in range(1, DIGITS):
        finding = judge(claim, part, best.instance, broken=broken, digits=digits)
        if finding.proves(broken):
            return Counterexample(best.batch, finding, best.burden)
    return best


def confirm(claim: Claim, part: Part, batch: Batch, broken: str | None = None) -> Counterexample | None:
    """Judge a batch of one; None unless it certainly violates the part."""
    batch = _reduced(batch)
    instance = batch.instance(0)
    finding = judge(claim, part, instance, broken=broken)
    if not finding.proves(broken):
        return None
    n, m = batch.shape
    burden = (
        degeneracy(claim, part, instance, finding),
        n + m,
        batch.d,
        int(not finding.rational),
        int(heights(batch)[0]),
    )
    return Counterexample(batch, finding, burden)


def degeneracy(claim: Claim, part: Part, instance: Instance, finding: Finding) -> int:
    """Count what looks like an accident: a boundary, an infinite side, a lost dimension, a constant task."""
    count = int(poverty(World.of_instance(instance)))
    count += sum(isinstance(side, arb) and not side.is_finite() for side in (finding.lhs, finding.rhs))
    for hypothesis in claim.hypotheses(part):
        decided, lhs, rhs = finding.hypotheses[hypothesis.name]
        on_boundary = isinstance(lhs, fmpq) and isinstance(rhs, fmpq) and lhs == rhs
        count += decided is True and hypothesis.relation == "<=" and "epsilon" in hypothesis.symbols and on_boundary
    return count


def heights(batch: Batch) -> NDArray[np.int64]:
    """Return the sum of all whole numbers of each instance; negative and non-zero entries count a little more."""
    total = np.zeros(len(batch), dtype=np.int64)
    for name, values in batch.fields.items():
        flat = values.reshape(len(batch), -1)
        total += np.abs(flat).sum(1) + (flat < 0).sum(1)
        if name not in LAWS:
            total += (flat != 0).sum(1)
    return total


def _reduced(batch: Batch) -> Batch:
    """Divide the common factor out of each law and each ratio of a batch of one."""
    fields = {}
    for name, values in batch.fields.items():
        factor = gcd(*map(int, values.ravel())) if name in (*LAWS, "epsilon") else 1
        fields[name] = values // max(1, factor)
    return Batch(fields, batch.d)


def _violators(claim: Claim, part: Part, batch: Batch, world: World, broken: str | None) -> NDArray[np.int64]:
    """Return the instances that seem to violate the part, in order of height."""
    evaluator = Evaluator(world)
    kept = np.ones(len(batch), dtype=bool)
    for hypothesis in claim.hypotheses(part):
        kept &= met(evaluator, hypothesis) == (hypothesis.name != broken)
    if not kept.any():
        return np.empty(0, dtype=np.int64)
    candidates = np.flatnonzero(kept & (part_margins(evaluator, part) < -CLEAR))
    return np.asarray(candidates[np.argsort(heights(batch)[candidates], kind="stable")])


def _less_degenerate(
    claim: Claim, part: Part, best: Counterexample, rng: Generator, broken: str | None
) -> Counterexample:
    """Look for a counterexample that is not degenerate among small laws with rational singular functions."""
    families = [family for family in FAMILIES if family.name in RATIONAL]
    for attempt in range(ATTEMPTS):
        family = families[attempt % len(families)]
        n = int(rng.choice([3, 4, 5, 5, 6]))
        m = n if family.square or rng.random() < 0.6 else int(rng.integers(3, 6))
        batch, world = draws.draw(rng, family, 2 * TRIED, n, m, int(rng.integers(1, n)), needs(claim))
        batch = batch.take(~degenerate(claim, part, Evaluator(world)))
        for k in _violators(claim, part, batch, World.of_batch(batch), broken)[:JUDGED]:
            example = confirm(claim, part, batch.take([int(k)]), broken)
            if example is not None and example.burden < best.burden:
                best = example
        if best.burden[0] == 0 and best.burden[1] <= ROOM:
            break
    return best


def _on_small_spaces(
    claim: Claim, part: Part, best: Counterexample, rng: Generator, broken: str | None
) -> Counterexample:
    """Search spaces from 2×2 upwards until no smaller or less degenerate counterexample can be hoped for."""
    fields = needs(claim)
    n, m = best.batch.shape
    total = min(n + m, ROOM) if best.burden[0] == 0 else ROOM
    sizes = [(a, b, d) for a in range(2, total - 1) for b in range(2, total - a + 1) for d in range(1, a + 1)]
    if "encoder" not in fields and "d" not in claim.symbols:
        sizes = [size for size in sizes if size[2] == 1]
    for a, b, d in sorted(sizes, key=lambda size: (size[0] + size[1], size[2], abs(size[0] - size[1]))):
        if best.burden[0] == 0 and (a + b, d) >= best.burden[1:3]:
            break
        for family in FAMILIES:
            if family.name in LARGE_NUMBERS or (family.square and a != b):
                continue
            batch, world = draws.draw(rng, family, TRIED, a, b, d, fields)
            if best.burden[0] and (a + b, d) >= best.burden[1:3]:
                batch = batch.take(~degenerate(claim, part, Evaluator(world)))
                world = World.of_batch(batch)
            for k in _violators(claim, part, batch, world, broken)[:JUDGED]:
                example = confirm(claim, part, batch.take([int(k)]), broken)
                if example is not None and example.burden < best.burden:
                    best = example
    return best


def _simpler(claim: Claim, part: Part, best: Counterexample, broken: str | None) -> Counterexample | None:
    """Return a counterexample one step simpler, or None."""
    batch = _simplifications(best.batch)
    batch = batch.take(heights(batch) < best.burden[-1])
    if not len(batch):
        return None
    for k in _violators(claim, part, batch, World.of_batch(batch), broken)[: 2 * JUDGED]:
        example = confirm(claim, part, batch.take([int(k)]), broken)
        if example is not None and example.burden < best.burden:
            return example
    return None


def _simplifications(batch: Batch) -> Batch:
    """Return every instance that one simplification makes of a batch of one."""
    changed: dict[str, list[NDArray[np.int64]]] = {name: [] for name in batch.fields}
    for name, values in batch.fields.items():
        for new in (
            _simpler_ratios(values[0]) if name == "epsilon" else _simpler_arrays(values[0], positive=name in LAWS)
        ):
            for other, kept in batch.fields.items():
                changed[other].append(new if other == name else kept[0])
    candidates = Batch({name: np.stack(values) for name, values in changed.items()}, batch.d)
    sound = np.ones(len(candidates), dtype=bool)
    for name in set(batch.fields) & {*LAWS, "channel"}:
        sound &= (candidates.fields[name].sum(1) > 0).all(1) & (candidates.fields[name].sum(2) > 0).all(1)
    if "transform" in batch.fields:
        sound &= np.abs(np.linalg.det(candidates.fields["transform"].astype(float))) > 0.5
    return candidates.take(sound)


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
