"""Where instances come from: what a domain draws, and at which sizes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import MeasuredDomain
from contextures.measure.encoding import power_of_unit
from contextures.measure.instance import Batch, of_sort
from contextures.measure.moves import LARGEST, move
from contextures.measure.world import World
from contextures.theory.domain import axis_length
from contextures.theory.sorts import Channel, Labels, Law, Mass, Ratio

Array = NDArray[Any]
Generator: TypeAlias = np.random.Generator
Sizes: TypeAlias = Mapping[str, int]
"""Lengths of the spaces and the whole numbers that are chosen, by name."""


@dataclass(frozen=True)
class Family:
    """A way to draw the main field of an instance.

    Attributes
    ----------
    name : str
    draw : callable
        What it takes and returns is up to the supply.
    square : bool
        Whether it needs N = M.
    rational : bool
        Whether it has rational spectra and few points: where to look for counterexamples that are not degenerate.
    large : bool
        Whether its numbers are large, so that it is no place to look for small counterexamples.
    near : mapping of str to (int, int)
        Least and largest size of some dimensions, for what falls at these sizes alone; the supply draws the others.
    """

    name: str
    draw: Callable[..., Any]
    square: bool = False
    rational: bool = False
    large: bool = False
    near: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def sizes(self, rng: Generator) -> Sizes:
        """Draw the sizes that are the family's own."""
        return {axis: int(rng.integers(low, high + 1)) for axis, (low, high) in self.near.items()}


class Shrinkable(NamedTuple):
    """How a dimension of a counterexample may become smaller.

    Attributes
    ----------
    least : int
        Fewest indices.
    dropped, merged : bool
        Whether an index may be left out, or two become one.
    """

    least: int
    dropped: bool
    merged: bool


POINTS = frozenset({"N", "M", "n", "K", "T"})
"""Dimensions of which one index is a point: an input, a value of A, a sample, a group, a loss."""
SPACES = {"N": 2, "M": 2, "n": 2}
"""Fewest points of a space that is no single point."""
COORDINATES = frozenset({"d", "p"})
"""Dimensions of which one index is a feature."""


class Supply(ABC):
    """Draws the instances of one domain.

    Attributes
    ----------
    domain : MeasuredDomain
    families : tuple of Family
        In the order in which the search takes them.
    cost : float
        About how many times dearer a chunk is than one of small contexts; the schedule has as many fewer.
    climbs : bool
        Whether each chunk ends with a climb, and ties are no place to go on from.
    """

    domain: MeasuredDomain
    families: tuple[Family, ...]
    cost: float = 1.0
    climbs: bool = False

    @abstractmethod
    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw the sizes of a batch: small ones more often."""

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw sizes at which a counterexample is neither degenerate nor large."""
        return self.sizes(rng, family)

    @abstractmethod
    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield the sizes of up to ``largest`` points, in the order of `extent`.

        ``needs`` and ``symbols`` are the fields and the symbols of the claim: a size it does not speak of stays 1.
        """

    @abstractmethod
    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return the `Batch.extent` of a batch of these sizes."""

    def shrinkable(self, axis: str) -> Shrinkable:
        """Tell how small a dimension of a counterexample may become."""
        return Shrinkable(SPACES.get(axis, 1), axis in POINTS | COORDINATES, axis in POINTS)

    def least(self, size: str) -> int:
        """Return the least value of a whole number that all instances of a batch share and no field shows."""
        return 1

    def allows(self, sizes: Sizes) -> bool:
        """Tell whether the sizes that are known go together, whatever those are that no field shows."""
        return True

    def suits(self, family: Family, sizes: Sizes) -> bool:
        """Tell whether a family exists at these sizes."""
        return True

    @abstractmethod
    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw a batch with the fields that are needed, the main one first, and the world it is seen in."""

    def drawn(self, batch: Batch) -> Any:
        """Return what a family would have drawn for a batch."""
        return next(iter(batch.fields.values()))

    def again(
        self, rng: Generator, family: Family, parents: Batch, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw everything anew but what the family drew: other functions and settings that aim at the same laws."""
        repeated = parents.take(np.repeat(np.arange(len(parents)), count))
        first = [self.drawn(repeated)]
        same = replace(family, draw=lambda *given: first.pop() if first else family.draw(*given))
        return self.draw(rng, same, len(repeated), sizes, needs)


def mutate(rng: Generator, parents: Batch, children: int, only: frozenset[str] | None = None) -> Batch:
    """Return disturbed copies of each parent, each with entries of one or two fields changed.

    A copy changes one entry, two or a share of them, by steps of a size of its own, from a third of the largest entry
    to the least there is, or moves mass from one point to another; a setting moves by up to a half of itself or hardly.
    With ``only``, no other fields change where there is any of these.
    """
    repeated = parents.take(np.repeat(np.arange(len(parents)), children))
    count = len(repeated)
    fields = {name: values.copy() for name, values in repeated.fields.items()}
    main = next(iter(fields))
    names, lengths = sorted(fields if only is None else fields.keys() & only or fields), parents.lengths
    chosen = rng.integers(0, len(names), count)
    also_main = rng.random(count) < 0.3
    for index, name in enumerate(names):
        members = np.flatnonzero((chosen == index) | (also_main & (name == main)))
        if not len(members):
            continue
        sort = parents.sorts[name]
        into = axis_length(sort.into, lengths) if isinstance(sort, Labels) else None
        fields[name][members] = move(sort, rng, fields[name][members], into)
    disturbed = parents.holding(fields)
    return disturbed.take(disturbed.sound())


def refined(batch: Batch, factor: int) -> Batch:
    """Return the same instances with larger numbers in what is a ratio or normalised, so that steps become finer."""
    scalable = of_sort(batch.fields, batch.sorts, Law, Mass, Channel, Ratio)
    fields, units = dict(batch.fields), dict(batch.units)
    for name, values in batch.fields.items():
        if np.abs(values).max(initial=0) >= LARGEST:
            continue
        if name in scalable:
            fields[name] = values * factor
        elif name in units:
            fields[name], units[name] = values * factor, units[name] * factor ** power_of_unit(batch.sorts[name])
    return replace(batch, fields=fields, units=units)
