"""Draws that reach outside a hypothesis: settings past their bounds, zeros, equal lines, dimensions out of range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.draws import draw
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.theory.domain import axis_length
from contextures.theory.sorts import Invertible, Labels, Law, Lines, Mass, Ratio, Sort, Values
from contextures.theory.statement import Inequality
from contextures.verify.certificates.judge import OUTSIDE
from contextures.verify.search.draws.supply import Family, Generator, Shrinkable, Sizes, Supply

Array = NDArray[Any]

LONGEST = 9
"""Largest size that is tried."""
TRIES = 20
"""Sizes that are tried until one breaks a hypothesis about sizes."""


class Beyond(Supply):
    """A supply half of whose instances are moved so that they may break a hypothesis.

    Parameters
    ----------
    supply : Supply
        Where the instances come from.
    hypothesis : Hypothesis
        The one to be broken: what is moved is what its symbols are measured on.
    """

    def __init__(self, supply: Supply, hypothesis: Inequality) -> None:
        self.supply, self.hypothesis = supply, hypothesis
        self.domain, self.families, self.cost = supply.domain, supply.families, supply.cost
        self.climbs = supply.climbs
        self.read = self.domain.reads(hypothesis.symbols)

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw sizes, half of the time some that break a hypothesis about sizes."""
        usual = self.supply.sizes(rng, family)
        if not self.hypothesis.symbols <= set(usual) or rng.random() < 0.5:
            return usual
        for _ in range(TRIES):
            name = str(rng.choice(sorted(self.hypothesis.symbols)))
            sizes = {**usual, name: int(rng.integers(1, LONGEST))}
            if not self._meets(sizes) and self.supply.suits(family, sizes) and self._exist(family, sizes):
                return sizes
        return usual

    def _meets(self, sizes: Sizes) -> bool:
        lhs, rhs = (
            float(side.subs({symbol: sizes[str(symbol)] for symbol in side.free_symbols}))
            for side in (self.hypothesis.lhs, self.hypothesis.rhs)
        )
        return {"<": lhs < rhs, "<=": lhs <= rhs, "==": lhs == rhs}[self.hypothesis.relation]

    def _exist(self, family: Family, sizes: Sizes) -> bool:
        """Tell whether there are instances of these sizes."""
        try:
            batch, _ = self.supply.draw(np.random.default_rng(0), family, 2, sizes, self.domain.fields)
        except OUTSIDE:
            return False
        return len(batch) > 0

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw the sizes that the supply calls modest."""
        return self.supply.modest_sizes(rng, family)

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield the small sizes of the supply."""
        return self.supply.small_sizes(needs, symbols, largest)

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return the extent of the supply."""
        return self.supply.extent(sizes)

    def shrinkable(self, axis: str) -> Shrinkable:
        """Tell what the supply tells of a dimension."""
        return self.supply.shrinkable(axis)

    def suits(self, family: Family, sizes: Sizes) -> bool:
        """Tell whether the supply has a family at these sizes."""
        return self.supply.suits(family, sizes)

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw a batch and move half of it, where that leaves instances."""
        return self._half_moved(rng, *self.supply.draw(rng, family, count, sizes, needs))

    def again(
        self, rng: Generator, family: Family, parents: Batch, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw anew what the family of the supply did not draw, and move half of it."""
        return self._half_moved(rng, *self.supply.again(rng, family, parents, count, sizes, needs))

    def _half_moved(self, rng: Generator, batch: Batch, world: World) -> tuple[Batch, World]:
        moved = self._moved(rng, batch)
        try:
            return moved, self.domain.world.of_batch(moved)
        except OUTSIDE:
            return batch, world

    def drawn(self, batch: Batch) -> Any:
        """Return what a family of the supply would have drawn."""
        return self.supply.drawn(batch)

    def _moved(self, rng: Generator, batch: Batch) -> Batch:
        main = next(iter(batch.fields))
        names, lengths = sorted(self.read & set(batch.fields)) or [main], batch.lengths
        fields = {name: values.copy() for name, values in batch.fields.items()}
        chosen = rng.integers(0, 2 * len(names), len(batch))
        for index, name in enumerate(names):
            members = np.flatnonzero(chosen == index)
            if len(members):
                fields[name][members] = self._anywhere(rng, fields[name][members], batch.sorts[name], lengths)
        sound = batch.holding(fields).sound()
        kept = {
            name: np.where(sound.reshape(-1, *[1] * (values.ndim - 1)), values, batch.fields[name])
            for name, values in fields.items()
        }
        return batch.holding(kept)

    def _anywhere(self, rng: Generator, values: Array, sort: Sort, lengths: Sizes) -> Array:
        """Return values of a field moved far: a setting past either end, an array with zeros or equal lines.

        A setting goes below 0 only where the hypothesis is that it does not: elsewhere 0 breaks what can be broken.
        """
        if not isinstance(sort, Ratio | Law | Mass | Lines | Values | Invertible):
            into = axis_length(sort.into, lengths) if isinstance(sort, Labels) else None
            return draw(sort, rng, "any", len(values), values.shape[1:], into)[0]
        below = self.hypothesis.lhs == 0 and self.hypothesis.relation == "<="
        options = _past(values, below) if isinstance(sort, Ratio) else _plain(rng, values)
        count = len(values)
        return np.asarray(np.stack(options)[rng.integers(0, len(options), count), np.arange(count)])


def _past(ratio: Array, below: bool) -> list[Array]:
    """Return 0, 1, one more than the ratio, twenty times as much and a twentieth; below 0, −1/20 and minus it."""
    top, bottom = ratio[..., 0], ratio[..., 1]
    one = np.ones_like(top)
    pairs = [(0 * top, one), (one, one), (top + bottom, bottom), (20 * top, bottom), (top, 20 * bottom)]
    return [np.stack(pair, axis=-1) for pair in [*pairs, *([(-one, 20 * one), (-top, bottom)] if below else [])]]


def _plain(rng: Generator, values: Array) -> list[Array]:
    """Return the array with an entry 0, a line 0, all 0, its signs, one value only, negated, with two equal lines."""
    count = len(values)
    at = np.arange(count)
    flat = values.reshape(count, -1).copy()
    flat[at, rng.integers(0, flat.shape[1], count)] = 0
    line = values.copy()
    line[at, rng.integers(0, values.shape[1], count)] = 0
    twice = values.copy()
    twice[at, rng.integers(0, values.shape[1], count)] = values[:, 0]
    same = np.broadcast_to(values.reshape(count, -1)[:, 0].reshape(-1, *[1] * (values.ndim - 1)), values.shape)
    return [flat.reshape(values.shape), line, 0 * values, np.sign(values), same, -values, twice]
