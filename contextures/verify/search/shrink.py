"""Makes counterexamples small: the smallest spaces, then the smallest numbers, nothing degenerate if possible."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import gcd

import numpy as np
from numpy.typing import NDArray

from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Batch, Instance
from contextures.measure.world import DIGITS, World
from contextures.theory.domain import hidden_spaces
from contextures.theory.sorts import Channel, Orthogonal, Ratio, Semidefinite, Unit
from contextures.theory.statement import Claim, Part
from contextures.verify.certificates.hinges import hinge_counts, hinges
from contextures.verify.certificates.judge import Finding, judge
from contextures.verify.search.draws.supply import Family, Generator, Sizes, Supply
from contextures.verify.search.simplifications import LAWS, coarser_units, fewer_points, heights, smaller_numbers
from contextures.verify.search.suspects import EQUAL, met, part_margins

CLEAR = 1e-6
"""Margins below minus this are worth an exact judgement while shrinking."""
TRIED = 128
"""Instances of a family at each size."""
FAIRER = 28
"""Sizes at which each family is tried at least, if there are so many, where only what hinges on less is wanted."""
TINY = 5
"""Points of a space on which four times as many are tried."""
SIMPLIFIED = 6
"""Counterexamples that are simplified before the smallest is taken."""
JUDGED = 6
"""Candidates judged exactly in one step, the smallest first."""
ROOM = 10
"""Points of an instance up to which it is small."""
ATTEMPTS = 120
"""Batches in which something plainer is looked for first."""
ELSEWHERE = 6
"""Others of the same sizes that are simplified where the numbers of the best are not small."""
PLAIN = 6
"""Mean of the whole numbers of an instance up to which they are small."""
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
        What a smaller counterexample has less of: hinges, points, dimensions, irrational sides, digits.
    """

    batch: Batch
    finding: Finding
    burden: tuple[int, ...]

    @property
    def instance(self) -> Instance:
        """The instance in exact numbers."""
        return self.batch.instance(0)

    @property
    def plain(self) -> bool:
        """Whether its numbers are small."""
        return self.burden[-1] <= PLAIN * sum(values.size for values in self.batch.fields.values())


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
    refuters = [target.without_idle_fields(batch) for batch in refuters]
    found = [example for batch in refuters if (example := target.confirm(batch)) is not None]
    simple = [_simplified(target, example) for example in sorted(found, key=lambda e: e.burden)[:SIMPLIFIED]]
    best = min(simple, key=lambda e: e.burden)
    if best.burden[0] or best.burden[1] > ROOM:
        best = _simplified(target, _plainer(target, best, rng))
    best = _simplified(target, _on_small_spaces(target, best, rng))
    best = _from_elsewhere(target, best, rng)
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

    @cached_property
    def symbols(self) -> frozenset[str]:
        """Names of the symbols of the part and its hypotheses."""
        return self.claim.alone(self.part).symbols

    @cached_property
    def needs(self) -> frozenset[str]:
        """The fields that they read, beside the main one."""
        scale = self.part.scale.free_symbols if self.part.scale is not None else ()
        return self.supply.domain.reads(self.symbols.union(str(symbol) for symbol in scale))

    def without_idle_fields(self, batch: Batch) -> Batch:
        """Leave out the fields that the part and its hypotheses do not read."""
        domain, lengths = self.supply.domain, batch.lengths
        main = domain.essential(self.needs)
        fields = {name: values for name, values in batch.fields.items() if name in {main, *self.needs}}
        if domain.declared is None:
            return batch.holding(fields)
        return batch.holding(
            fields, {axis: lengths[axis] for axis in hidden_spaces(domain.declared, fields, self.needs)}
        )

    def draw(self, rng: Generator, family: Family, count: int, sizes: Sizes) -> tuple[Batch, World]:
        """Draw instances with the fields of the part."""
        return self.supply.draw(rng, family, count, sizes, self.needs)

    def confirm(self, batch: Batch, best: Counterexample | None = None) -> Counterexample | None:
        """Judge a batch of one; None unless it certainly violates the part, and is less of a burden than the best."""
        batch = _reduced(batch)
        extent, height = self.supply.domain.world.extent(batch), int(heights(batch)[0])
        if best is not None and (0, *extent, 0, height) >= best.burden:
            return None
        instance = batch.instance(0)
        finding = self.judge(instance)
        if not finding.proves(self.broken):
            return None
        burden = (
            len(hinges(self.supply.domain, self.claim, self.part, instance, finding)),
            *extent,
            finding.irrational,
            height,
        )
        return Counterexample(batch, finding, burden) if best is None or burden < best.burden else None

    def violators(self, batch: Batch, world: World) -> Batch:
        """Keep what seems to violate the part, in order of height."""
        evaluator = Evaluator(world, self.supply.domain.quantities)
        kept = np.ones(len(batch), dtype=bool)
        for hypothesis in self.claim.hypotheses(self.part):
            kept &= met(evaluator, hypothesis) == (hypothesis.name != self.broken)
        if kept.any():
            kept &= part_margins(evaluator, self.part) < (EQUAL if self.part.relation == "<" else -CLEAR)
        found = batch.take(kept)
        return found.take(np.argsort(heights(found), kind="stable")) if len(found) else found

    def hinge_counts(self, batch: Batch) -> NDArray[np.int64]:
        """Return on how many things each instance seems to hinge."""
        evaluator = Evaluator(self.see(batch), self.supply.domain.quantities)
        return hinge_counts(self.supply.domain, self.claim, self.part, evaluator)

    def better(self, batch: Batch, world: World, best: Counterexample, fairer: bool = False) -> Counterexample:
        """Return the best of a counterexample and the first few violators of a batch, that hinge on less if asked."""
        found = self.violators(batch, world)
        if len(found):
            most = best.burden[0] - 1 if fairer else max(best.burden[0], self.hinge_counts(best.batch)[0])
            found = found.take(self.hinge_counts(found) <= most)
        for k in range(min(JUDGED, len(found))):
            best = self.confirm(found.take([k]), best) or best
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


def _reduced(batch: Batch) -> Batch:
    """Divide the common factor out of each law, ratio and row that only its direction counts of, of a batch of one."""
    fields, units = dict(batch.fields), dict(batch.units)
    for name, values in batch.fields.items():
        sort = batch.sorts[name]
        if isinstance(sort, LAWS):
            fields[name] = values // max(1, gcd(*map(int, values.ravel())))
        elif isinstance(sort, Channel | Unit | Orthogonal | Ratio):
            factors = np.gcd.reduce(values, axis=-1, keepdims=True)
            fields[name] = values // np.maximum(1, factors)
        elif name in units and not isinstance(sort, Semidefinite):
            factor = gcd(units[name], *map(int, values.ravel()))
            fields[name], units[name] = values // factor, units[name] // factor
    return replace(batch, fields=fields, units=units)


def _plainer(target: Target, best: Counterexample, rng: Generator) -> Counterexample:
    """Look for a counterexample that is neither degenerate nor large among small instances with rational spectra."""
    supply = target.supply
    families = [family for family in supply.families if family.rational] or list(supply.families)
    for attempt in range(ATTEMPTS):
        family = families[attempt % len(families)]
        batch, world = target.draw(rng, family, 2 * TRIED, supply.modest_sizes(rng, family))
        best = target.better(batch, world, best, fairer=best.burden[0] > 0)
        if best.burden[0] == 0 and best.burden[1] <= ROOM:
            break
    return best


def _on_small_spaces(target: Target, best: Counterexample, rng: Generator) -> Counterexample:
    """Search spaces from the smallest upwards until no smaller or less degenerate counterexample can be hoped for."""
    supply = target.supply
    largest = min(best.burden[1], ROOM) if best.burden[0] == 0 else ROOM
    every = list(supply.small_sizes(target.needs, target.symbols, largest))
    turns = max(1, len(every) // FAIRER)
    for place, sizes in enumerate(every):
        extent = supply.extent(sizes)
        if best.burden[0] == 0 and extent >= best.burden[1:3] and (best.finding.rational or extent > best.burden[1:3]):
            break
        for turn, family in enumerate(supply.families, place):
            if family.large or not supply.suits(family, sizes):
                continue
            fairer = best.burden[0] > 0 and extent >= best.burden[1:3]
            if fairer and turn % turns:
                continue
            count = TRIED * (4 if extent[0] <= TINY else 1)
            best = target.better(*target.draw(rng, family, count, sizes), best, fairer)
    return best


def _from_elsewhere(target: Target, best: Counterexample, rng: Generator) -> Counterexample:
    """Simplify others of the same sizes where the numbers of a counterexample are not small: each ends elsewhere."""
    supply, tried = target.supply, 0
    every = supply.small_sizes(target.needs, target.symbols, best.burden[1])
    alike = [sizes for sizes in every if supply.extent(sizes) == best.burden[1:3]]
    for family, sizes in product(supply.families, alike):
        if best.plain or tried == ELSEWHERE:
            break
        if family.large or not supply.suits(family, sizes):
            continue
        found = target.violators(*target.draw(rng, family, TRIED, sizes))
        if len(found):
            found = found.take(target.hinge_counts(found) <= best.burden[0])
        other = next(filter(None, (target.confirm(found.take([k])) for k in range(min(JUDGED, len(found))))), None)
        if other is not None:
            tried += 1
            best = min(best, _simplified(target, other), key=lambda e: e.burden)
    return best


def _simplified(target: Target, best: Counterexample) -> Counterexample:
    """Simplify a counterexample step by step while it remains one."""
    for _ in range(STEPS):
        simpler = _simpler(target, best)
        if simpler is None:
            break
        best = simpler
    return best


def _simpler(target: Target, best: Counterexample) -> Counterexample | None:
    """Return a counterexample one step simpler, or None: with fewer points if there is one."""
    for batch in (*fewer_points(best.batch, target.supply), *coarser_units(best.batch)):
        found = _first(target, batch, best)
        if found is not None:
            return found
    batch = smaller_numbers(best.batch)
    return _first(target, batch.take(heights(batch) < best.burden[-1]), best)


def _first(target: Target, batch: Batch, best: Counterexample) -> Counterexample | None:
    """Return the first of the smaller violators of a batch that is certainly one, and better."""
    if not len(batch) or not target.supply.allows(batch.lengths):
        return None
    found = target.violators(batch, target.see(batch))
    for k in range(min(2 * JUDGED, len(found))):
        example = target.confirm(found.take([k]), best)
        if example is not None:
            return example
    return None
