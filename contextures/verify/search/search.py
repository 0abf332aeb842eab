"""Searches a claim for counterexamples: random batches on every family of laws, then a descent from the worst."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import domain_of
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.theory.statement import Statement, Variant
from contextures.verify.search.climb import climb
from contextures.verify.search.draws import Family, Supply, mutate, refined, supply_of
from contextures.verify.search.draws.supply import Sizes
from contextures.verify.search.suspects import KEPT, Tally, look, settle

TIED = 1e-8
"""Margins of this size are ties, mostly of sides that vanish: no place to go on from where a climb follows."""
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
