"""Where instances come from: what a domain draws, at which sizes, and which instances it calls degenerate."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import MeasuredDomain
from contextures.measure.instance import Batch, of_sort
from contextures.measure.world import World
from contextures.theory.sorts import Law, Lines, Mass, Ratio

Array = NDArray[Any]
Generator: TypeAlias = np.random.Generator
Sizes: TypeAlias = Mapping[str, int]
"""Lengths of the spaces and the whole numbers that are chosen, by name."""

LARGEST = 10**6
"""Size of whole numbers beyond which steps become no finer."""
MOVED = 0.3
"""Share of the changes of a law that keep its mass."""


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
    """

    name: str
    draw: Callable[..., Any]
    square: bool = False
    rational: bool = False
    large: bool = False


class Supply(ABC):
    """Draws the instances of one domain.

    Attributes
    ----------
    domain : MeasuredDomain
    families : tuple of Family
        In the order in which the search takes them.
    cost : float
        About how many times dearer a chunk is than one of small contexts; the schedule has as many fewer.
    """

    domain: ClassVar[MeasuredDomain]
    families: ClassVar[tuple[Family, ...]]
    cost: ClassVar[float] = 1.0

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

    @abstractmethod
    def poverty(self, world: World) -> NDArray[np.int64]:
        """Count what makes instances poor examples, such as lost dimensions and constants."""


def mutate(rng: Generator, parents: Batch, children: int) -> Batch:
    """Return disturbed copies of each parent, each with entries of one or two fields changed.

    A copy changes one entry, two or a share of them, by steps of a size of its own, from a third of the largest entry
    to the least there is, or moves mass from one point to another; a setting moves by up to a half of itself or hardly.
    """
    repeated = parents.take(np.repeat(np.arange(len(parents)), children))
    count = len(repeated)
    fields = {name: values.copy() for name, values in repeated.fields.items()}
    main = next(iter(fields))
    names = sorted(fields)
    chosen = rng.integers(0, len(names), count)
    also_main = rng.random(count) < 0.3
    for index, name in enumerate(names):
        members = np.flatnonzero((chosen == index) | (also_main & (name == main)))
        if not len(members):
            continue
        values, sort = fields[name], parents.sorts[name]
        entries = values[members].reshape(len(members), -1)
        if isinstance(sort, Ratio):
            entries = _scaled(rng, entries, (1, 1, 30, 1000))
            top = entries[:, :1]
            entries[:, :1] = np.maximum(top + _signed_steps(rng, top, 2, top.shape), 0)
        elif isinstance(sort, Law | Mass):
            entries = _scaled(rng, entries, (1, 1, 10))
            steps = _hit(rng, entries.shape) * _signed_steps(rng, entries, 3, entries.shape)
            entries = entries + np.where(rng.random((len(entries), 1)) < MOVED, _moved(rng, steps), steps)
        else:
            entries = entries + _hit(rng, entries.shape) * _signed_steps(rng, entries, 3, entries.shape)
        if isinstance(sort, Law | Lines | Mass):
            entries = np.maximum(entries, 0)
        values[members] = entries.reshape(values[members].shape)
    disturbed = parents.holding(fields)
    return disturbed.take(disturbed.sound())


def _scaled(rng: Generator, entries: Array, factors: tuple[int, ...]) -> Array:
    """Multiply what is a ratio or normalised by a factor for each row, so that finer steps exist."""
    factor = rng.choice(factors, (len(entries), 1))
    return np.asarray(np.where(entries.max(1, initial=0, keepdims=True) < LARGEST, entries * factor, entries))


def _moved(rng: Generator, steps: Array) -> Array:
    """Take each step back at another entry."""
    return np.asarray(steps - np.roll(steps, int(rng.integers(1, max(2, steps.shape[1]))), axis=1))


def _signed_steps(rng: Generator, entries: Array, part: int, shape: tuple[int, ...]) -> Array:
    """Draw steps other than 0, up to a size for each row between 1 and the largest entry over ``part``."""
    largest = np.maximum(1.0, np.abs(entries).max(1, initial=1) / part)
    size = np.maximum(1, np.rint(largest ** rng.random(len(entries)))).astype(np.int64)[:, None]
    return np.asarray(rng.choice([-1, 1], shape) * rng.integers(1, size + 1, shape))


def _hit(rng: Generator, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Choose the entries that change: one of each row, two, or a fifth of them at least."""
    count, length = shape
    ranks = rng.random(shape).argsort(1).argsort(1)
    share = np.maximum(1, np.rint(0.3 * length)).astype(np.int64)
    most = rng.choice([1, 2, share], count)
    return np.asarray(ranks < most[:, None])


def refined(batch: Batch, factor: int) -> Batch:
    """Return the same instances with larger numbers in what is a ratio or normalised, so that steps become finer."""
    scalable = of_sort(batch.fields, batch.sorts, Law, Mass, Ratio)
    grown = {
        name: values * factor if name in scalable and np.abs(values).max(initial=0) < LARGEST else values
        for name, values in batch.fields.items()
    }
    return batch.holding(grown)
