"""Searches a claim for counterexamples: random batches on every family of laws, then a descent from the worst.

Nothing here decides anything: floats raise suspects, and what is exact decides about them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import domain_of
from contextures.measure.evaluate import Evaluator, margin
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.theory.statement import Claim, Inequality, Part, Statement, Variant
from contextures.verify.certificates.hinges import hinge_counts
from contextures.verify.certificates.judge import judge
from contextures.verify.search.climb import climb
from contextures.verify.search.draws import Family, Supply, mutate, refined, supply_of
from contextures.verify.search.draws.supply import Sizes
from contextures.verify.search.simplifications import heights, smaller_numbers
from contextures.verify.search.tightness import tightest

SUSPICION = 1e-8
"""Margins below minus this are suspects; rounding stays well above."""
EQUAL = 1e-12
"""Margins below this are suspects where a strict inequality is claimed: equality would violate it."""
SLACK = 1e-10
"""By how much rounding may miss a hypothesis; the exact check knows no slack."""
TIED = 1e-8
"""Margins of this size are ties, mostly of sides that vanish: no place to go on from where a climb follows."""
STRICT = 1e-8
"""By how much a strict hypothesis must be met for rounding not to be the reason."""
STARTS = 3
"""Families of a chunk in their turn, each at a size of its own; one more is chosen by what was met."""
RANDOM = 128
"""Random instances of a start."""
DESCENTS = 2
"""Starts of a chunk, the worst ones, from which a descent begins."""
SPREAD = 4
"""Instances that each family counts as having met, so that none is left out."""
PARENTS, CHILDREN, ROUNDS = 8, 8, 5
"""A descent: the worst instances so far, copies of each, rounds.

The first copies keep the law and have other functions and settings, the later ones are disturbed.
"""
GLANCES, GLANCE = 24, 16
"""Further sizes at which the first chunk looks where all that it met were ties, and instances of each."""
FINER = 3
"""By how much the steps shrink after each second round."""
KEPT = 4
"""Certain counterexamples of a part after which no suspect that is poorer, or no better, is judged."""
SIMPLER = 40
"""Simplifications of a suspect that stayed open, at most."""


@dataclass(frozen=True)
class Refuter:
    """An instance, as a batch of one, that violates a part: its margin, and on how many things it hinges."""

    margin: float
    hinges: int
    batch: Batch


@dataclass
class Tally:
    """What a search saw of one part of a claim.

    Attributes
    ----------
    instances, met : int
        Instances tried, and those that met the hypotheses where the claim is defined.
    worst : float
        Smallest margin, of suspects only if they are not cleared; infinite if the hypotheses were never met.
    tightness : float or None
        Largest lhs/rhs of an inequality between nonnegative sides, of the instances that are not trivial for it.
    tightest : Batch or None
        The instance that attains it, as a batch of one.
    trivial : float or None
        That of the trivial ones: a cap is active there, a term vanishes, or the instance is degenerate.
    suspects : int
        Instances below the threshold of suspicion.
    refuters : list of Refuter
        Instances that certainly violate the part.
    undecided : int
        Suspects that exact arithmetic neither confirmed nor cleared.
    open : list of Refuter
        Some of these, while they may still be settled; none in the end.
    constant : float
        Smallest value of an unspecified constant with which no instance violates the part; −∞ if none was tried.
    alone : int
        Of an ablation: instances that broke the hypothesis and met all others; ``met`` where the claim is defined too.
    """

    instances: int = 0
    met: int = 0
    worst: float = np.inf
    tightness: float | None = None
    tightest: Batch | None = None
    trivial: float | None = None
    suspects: int = 0
    refuters: list[Refuter] = field(default_factory=list)
    undecided: int = 0
    open: list[Refuter] = field(default_factory=list)
    constant: float = -np.inf
    alone: int = 0

    def add(self, other: Tally) -> None:
        """Join what another search saw of the same part."""
        self.instances += other.instances
        self.met += other.met
        self.worst = min(self.worst, other.worst)
        if other.tightness is not None and (self.tightness is None or other.tightness > self.tightness):
            self.tightness, self.tightest = other.tightness, other.tightest
        if other.trivial is not None and (self.trivial is None or other.trivial > self.trivial):
            self.trivial = other.trivial
        self.suspects += other.suspects
        self.refuters += other.refuters
        self.undecided += other.undecided
        self.constant = max(self.constant, other.constant)
        self.alone += other.alone


def met(evaluator: Evaluator, hypothesis: Inequality) -> NDArray[np.bool_]:
    """Tell which instances of a batch meet a hypothesis, to rounding."""
    found = margin(evaluator, hypothesis)
    result: NDArray[np.bool_] = found > STRICT if hypothesis.relation == "<" else found >= -SLACK
    return result


def part_margins(evaluator: Evaluator, part: Part) -> NDArray[np.float64]:
    """Return the smallest margin over the indices a part is claimed for; NaN where it is defined for none."""
    worst = np.full(evaluator.world.count, np.nan)
    for index in evaluator.indices(part):
        worst = np.fmin(worst, margin(evaluator, part, index))
    return worst


def fitting_constants(evaluator: Evaluator, part: Part) -> NDArray[np.float64]:
    """Return the smallest unspecified constant that each instance allows; ∞ where none does, NaN where 0/0."""
    offset, slope = part.affine
    with np.errstate(all="ignore"):
        missing = np.asarray(evaluator.value(part.lhs) - evaluator.value(offset), dtype=float)
        factor = np.asarray(evaluator.value(slope), dtype=float)
        found = np.where(factor > SLACK, missing / factor, np.where(missing > SUSPICION, np.inf, np.nan))
    return np.broadcast_to(found, (evaluator.world.count,))


def judge_suspects(
    supply: Supply,
    claim: Claim,
    part: Part,
    batch: Batch,
    suspects: NDArray[np.int64],
    poor: NDArray[np.int64],
    margins: NDArray[np.float64],
    tally: Tally,
) -> list[int]:
    """Judge suspects, the fairest first, then the worst and the mildest in turn; return those that are cleared."""
    tally.suspects += len(suspects)
    in_turn = np.stack([suspects, suspects[::-1]], axis=1).ravel()[: len(suspects)]
    cleared: list[int] = []
    for k in in_turn[np.argsort(poor[in_turn], kind="stable")]:
        if sum(found.hinges <= poor[k] for found in tally.refuters) >= KEPT:
            continue
        finding = judge(supply.domain, claim, part, batch.instance(int(k)))
        if finding.proves():
            tally.refuters.append(Refuter(float(margins[k]), int(poor[k]), batch.take([int(k)])))
        elif finding.clears():
            cleared.append(int(k))
        else:
            tally.undecided += 1
            if sum(found.hinges == poor[k] for found in tally.open) < KEPT:
                tally.open.append(Refuter(float(margins[k]), int(poor[k]), batch.take([int(k)])))
    return cleared


def settle(supply: Supply, claim: Claim, part: Part, tally: Tally) -> None:
    """Simplify suspects that stayed open, step by step, until one is certain, unless a counterexample is known.

    What is open is mostly met with equality, which only simple numbers can prove.
    """
    known = min((found.hinges for found in tally.refuters), default=None)
    for suspect in sorted(tally.open, key=lambda found: found.hinges):
        if known is not None and known <= suspect.hinges:
            break
        found = _certain(supply, claim, part, suspect.batch)
        if found is not None:
            tally.refuters.append(found)
            known = found.hinges
    tally.open.clear()


def _certain(supply: Supply, claim: Claim, part: Part, batch: Batch) -> Refuter | None:
    """Return the first certain counterexample among ever simpler instances that seem to violate a part."""
    for _ in range(SIMPLER):
        simpler = smaller_numbers(batch)
        simpler = simpler.take(np.argsort(heights(simpler), kind="stable"))
        simpler = simpler.take(heights(simpler) < heights(batch)[0])
        if not len(simpler):
            break
        evaluator = Evaluator(supply.domain.world.of_batch(simpler), supply.domain.quantities)
        kept = np.ones(len(simpler), dtype=bool)
        for hypothesis in claim.hypotheses(part):
            kept &= met(evaluator, hypothesis)
        margins = part_margins(evaluator, part)
        suspects = np.flatnonzero(kept & (margins < (EQUAL if part.relation == "<" else -SUSPICION)))
        if not len(suspects):
            break
        for k in suspects[:KEPT]:
            if judge(supply.domain, claim, part, simpler.instance(int(k))).proves():
                poor = hinge_counts(supply.domain, claim, part, evaluator)
                return Refuter(float(margins[k]), int(poor[k]), simpler.take([int(k)]))
        batch = simpler.take(suspects[:1])
    return None


def look(supply: Supply, claim: Claim, batch: Batch, world: World, total: dict[str, Tally]) -> NDArray[np.float64]:
    """Try a claim on a batch and add to the tallies; return, for each instance, its smallest margin over the parts.

    Where a climb follows, only the parts that still stand count.
    """
    evaluator = Evaluator(world, supply.domain.quantities)
    count = len(batch)
    shared = np.ones(count, dtype=bool)
    for hypothesis in claim.given:
        shared &= met(evaluator, hypothesis)
    smallest = np.full(count, np.inf)
    for part in claim.parts:
        tally = total[part.name]
        tally.instances += count
        kept = shared.copy()
        for hypothesis in part.given:
            kept &= met(evaluator, hypothesis)
        if not kept.any():
            continue
        margins = part_margins(evaluator, part) if part.constant is None else -fitting_constants(evaluator, part)
        kept &= ~np.isnan(margins)
        margins = np.where(kept, margins, np.inf)
        if not (supply.climbs and len(tally.refuters) >= KEPT):
            smallest = np.minimum(smallest, margins)
        tally.met += int(kept.sum())
        if part.constant is not None:
            tally.add(Tally(constant=float(-margins.min())))
            continue
        limit = EQUAL if part.relation == "<" else -SUSPICION
        suspects = np.argsort(margins, kind="stable")[: int((margins < limit).sum())]
        if len(suspects):
            poor = hinge_counts(supply.domain, claim, part, evaluator)
            cleared = judge_suspects(supply, claim, part, batch, suspects, poor, margins, tally)
            margins[cleared] = np.inf
            kept[suspects] = False
        with np.errstate(all="ignore"):
            plain, trivial = tightest(supply.domain, claim, part, evaluator, kept, tally.tightness)
        tally.add(
            Tally(
                worst=float(margins.min()),
                tightness=plain and plain.value,
                tightest=None if plain is None else batch.take([plain.where]),
                trivial=trivial and trivial.value,
            )
        )
    return smallest


def chunk_families(supply: Supply, chunk: int) -> list[Family]:
    """Return the families of a chunk: one after the other."""
    return [supply.families[(STARTS * chunk + start) % len(supply.families)] for start in range(STARTS)]


class Merits:
    """How often the instances of each family met the hypotheses of each part, in the chunks of one unit of work.

    What is claimed of graphs is met on graphs: where that is seen, one start more of each chunk goes there.

    Parameters
    ----------
    supply : Supply
    total : dict of str to Tally
        By name of the part; a search adds to it.
    """

    def __init__(self, supply: Supply, total: dict[str, Tally]) -> None:
        self.families, self.total = supply.families, total
        self.met = {name: np.zeros(len(self.families)) for name in total}
        self._before = dict.fromkeys(total, 0)

    def favoured(self, rng: np.random.Generator) -> Family:
        """Draw the family of a further start: the more often it met the part that is met least and still stands."""
        standing = [self.met[name] for name, tally in self.total.items() if len(tally.refuters) < KEPT]
        chances = min(standing, key=np.sum) + SPREAD if standing else np.ones(len(self.families))
        return self.families[int(rng.choice(len(chances), p=chances / chances.sum()))]

    @property
    def idle(self) -> bool:
        """Whether some part that stands was not met yet, or with equality alone."""
        return any(abs(t.worst) <= TIED or not np.isfinite(t.worst) for t in self.total.values() if not t.refuters)

    def add(self, family: Family | None) -> None:
        """Count what was met since the last time as met by a start of a family; None where it was by a descent."""
        for name, tally in self.total.items():
            if family is not None:
                self.met[name][self.families.index(family)] += tally.met - self._before[name]
            self._before[name] = tally.met


def generator(seed: int, id_: str, variant: Variant, chunk: int) -> np.random.Generator:
    """Return the generator of a chunk; it depends on nothing else."""
    sequence = np.random.SeedSequence([seed, zlib.crc32(f"{id_}/{variant}".encode()), chunk])
    return np.random.default_rng(sequence)


def search_chunks(statement: Statement, variant: Variant, seed: int, chunks: Iterable[int]) -> dict[str, Tally]:
    """Search some chunks of the schedule of one form of a statement.

    Parameters
    ----------
    statement : Statement
    variant : {"printed", "corrected"}
    seed : int
    chunks : iterable of int
        Numbers of chunks; each has a random stream of its own.

    Returns
    -------
    dict of str to Tally
        By name of the part.
    """
    claim = statement.variants[variant].searched
    supply = supply_of(domain_of(statement))
    fields = supply.domain.needs(claim)
    total = {part.name: Tally() for part in claim.parts}
    merits = Merits(supply, total)
    for chunk in chunks:
        rng = generator(seed, statement.id, variant, chunk)
        explore(supply, rng, chunk, fields, partial(look, supply, claim, total=total), merits)
    for part in claim.parts:
        settle(supply, claim, part, total[part.name])
    return total


class Start(NamedTuple):
    """The worst instances of a random batch, from which a descent may begin."""

    family: Family
    sizes: Sizes
    parents: Batch
    margins: NDArray[np.float64]


Look: TypeAlias = Callable[[Batch, World], NDArray[np.float64]]
"""Tries a batch and returns what a descent makes small, of each instance."""


def explore(
    supply: Supply,
    rng: np.random.Generator,
    chunk: int,
    fields: frozenset[str],
    look: Look,
    merits: Merits | None = None,
) -> None:
    """Show the batches of a chunk: random ones of its families, descents from the worst starts, and a climb.

    Parameters
    ----------
    supply : Supply
    rng : Generator
    chunk : int
    fields : frozenset of str
        The fields that are needed.
    look : callable
    merits : Merits, optional
        Chooses one family more, and is told what each family was worth.
    """
    if supply.climbs:
        look = partial(_untied, look)
    starts = []
    for family in (*chunk_families(supply, chunk), *((merits.favoured(rng),) if merits else ())):
        sizes = supply.sizes(rng, family)
        batch, world = supply.draw(rng, family, RANDOM, sizes, fields)
        starts.append(Start(family, sizes, *best(batch, look(batch, world))))
        if merits:
            merits.add(family)
    worst = sorted(starts, key=lambda start: start.margins[0])[:DESCENTS]
    reached = [descend(supply, rng, start, fields, look) for start in worst]
    parents, margins = min(reached, key=lambda found: found[1][0])
    if supply.climbs and np.isfinite(margins[0]):
        world_of = supply.domain.world.of_batch
        climb(rng.spawn(1)[0], parents.take([0]), fields, lambda batch: look(batch, world_of(batch)))
    if merits:
        if chunk == 0 and merits.idle:
            glance(supply, rng.spawn(1)[0], fields, look)
        merits.add(None)


def glance(supply: Supply, rng: np.random.Generator, fields: frozenset[str], look: Look) -> None:
    """Show a few instances of further families, each at sizes of its own: where all was a tie, sizes are to blame."""
    for k in range(GLANCES):
        family = supply.families[(STARTS + k) % len(supply.families)]
        look(*supply.draw(rng, family, GLANCE, supply.sizes(rng, family), fields))


def _untied(look: Look, batch: Batch, world: World) -> NDArray[np.float64]:
    """Look, and take no tie for a good place."""
    margins = look(batch, world)
    return np.where(np.abs(margins) <= TIED, np.inf, margins)


def descend(
    supply: Supply, rng: np.random.Generator, start: Start, fields: frozenset[str], look: Look
) -> tuple[Batch, NDArray[np.float64]]:
    """Go down from the worst instances of a start, by other functions on the same laws and by small changes.

    What violates a hypothesis is no parent, so that the descent stays where the claim is made. Returned are the worst
    instances that were reached, and their margins.
    """
    family, sizes, parents, margins = start
    for step in range(ROUNDS):
        if step == 0 and not family.large:
            children, world = supply.again(rng, family, parents, CHILDREN, sizes, fields)
        else:
            children = mutate(rng, parents, CHILDREN, fields if supply.climbs else None)
            if not len(children):
                break
            world = supply.domain.world.of_batch(children)
        parents, margins = survivors(parents, margins, children, look(children, world))
        if step % 2:
            parents = refined(parents, FINER)
    return parents, margins


def best(batch: Batch, margins: NDArray[np.float64]) -> tuple[Batch, NDArray[np.float64]]:
    """Return the instances of smallest margin, from which children come, and those margins."""
    first = np.argsort(margins, kind="stable")[:PARENTS]
    return batch.take(first), margins[first]


def survivors(
    parents: Batch, margins: NDArray[np.float64], children: Batch, seen: NDArray[np.float64]
) -> tuple[Batch, NDArray[np.float64]]:
    """Return the best of children and parents, of equals the children; of one of the two where free lengths differ."""
    if any(values.shape[1:] != children.fields[name].shape[1:] for name, values in parents.fields.items()):
        return (parents, margins) if margins.min() < seen.min() else best(children, seen)
    both = {name: np.concatenate([children.fields[name], values]) for name, values in parents.fields.items()}
    return best(parents.holding(both), np.concatenate([seen, margins]))
