"""Draws instances of a declared domain, from what its sorts can draw and from families of its own."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.measure.domain import MeasuredDomain
from contextures.measure.draws import KINDS, draw
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.theory.domain import axis_length, hidden_spaces
from contextures.theory.sorts import Labels, Ratio
from contextures.verify.search.draws.supply import Family, Generator, Shrinkable, Sizes, Supply

Array = NDArray[Any]

SMALL = ("small", "equal", "deterministic", "identity", "repeated")
"""Kinds whose numbers are small and whose spectra are often rational."""
OWN = 0.6
"""Share of the fields that are of the family's kind; the others are of any."""
SAMPLED = 4.0
"""About how many times dearer a chunk is where the samples of a size are listed."""
KEPT = 0.5
"""Share of the fields that stay where the others are drawn anew."""


class DeclaredSupply(Supply):
    """Instances of a declared domain.

    Parameters
    ----------
    measured : MeasuredDomain
        With its declaration.
    """

    climbs = True

    def __init__(self, measured: MeasuredDomain) -> None:
        declared = measured.declared
        assert declared is not None
        self.domain = measured
        self.declared = declared
        self.cost = SAMPLED if declared.shared else 1.0
        kinds = [
            Family(kind, partial(self._drawn, kind=kind), rational=kind in SMALL, large=kind == "wide")
            for kind in KINDS
            if kind == "any" or not self.scalars_only
        ]
        own = [Family(name, partial(self._own, name=name)) for name in declared.families]
        self.families = (*own, *kinds, *([Family("boundary", kinds[0].draw)] if self.scalars_only else []))

    @property
    def scalars_only(self) -> bool:
        """Whether no field has an axis."""
        return not any(sort.axes for sort in self.declared.fields.values())

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw the size of every space, small ones more often, until they go together."""
        bounds = {**self.declared.bounds, **self.declared.near.get(family.name, {})}
        while True:
            sizes = {
                axis: low + int(min(rng.integers(0, high - low + 1), rng.integers(0, high - low + 1)))
                if rng.random() < 0.5
                else int(rng.integers(low, high + 1))
                for axis, (low, high) in bounds.items()
            }
            if self.declared.together(sizes):
                return sizes

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield the sizes of up to ``largest`` points, by `extent`; spaces that are not read stay least.

        A number that is shared is no larger either.
        """
        fields = (self.declared.fields[name] for name in needs if name in self.declared.fields)
        read = {axis for sort in fields for axis in sort.spaces} | needs
        ranges = [
            range(low, high + 1) if axis in read else range(low, low + 1)
            for axis, (low, high) in self.declared.bounds.items()
        ]
        every = [dict(zip(self.declared.bounds, sizes, strict=True)) for sizes in product(*ranges)]
        small = (
            sizes
            for sizes in every
            if self.extent(sizes)[0] <= largest
            and all(sizes[name] <= max(largest, self.declared.bounds[name][0]) for name in self.declared.shared)
            and self.declared.together(sizes)
        )
        yield from sorted(small, key=self.extent)

    def allows(self, sizes: Sizes) -> bool:
        """Tell whether some sizes of the other spaces go together with these."""
        others = {axis: bounds for axis, bounds in self.declared.bounds.items() if axis not in sizes}
        every = product(*(range(low, high + 1) for low, high in others.values()))
        return any(self.declared.together({**sizes, **dict(zip(others, rest, strict=True))}) for rest in every)

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return the number of points of all spaces, and the sum of the whole numbers that are shared."""
        shared = sum(sizes[name] for name in self.declared.shared)
        return sum(sizes.values()) - shared, shared

    def least(self, size: str) -> int:
        """Return the least value of a whole number that is shared."""
        return self.declared.bounds[size][0]

    def shrinkable(self, axis: str) -> Shrinkable:
        """Tell how small a space may become: every one of them is made of points."""
        return Shrinkable(self.declared.bounds[axis][0], dropped=True, merged=True)

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        whole, units = family.draw(rng, count, sizes, needs)
        hidden = {axis: sizes[axis] for axis in hidden_spaces(self.declared, whole, needs)}
        batch = Batch(whole, hidden, self.declared.fields, units)
        batch = batch.take(batch.sound())
        if not len(batch):
            raise InputError(f"{self.declared.name}: the family {family.name!r} draws nothing that its sorts allow")
        return batch, self.domain.world.of_batch(batch)

    def _drawn(
        self, rng: Generator, count: int, sizes: Sizes, needs: frozenset[str], *, kind: str
    ) -> tuple[dict[str, Array], dict[str, int]]:
        whole: dict[str, Array] = {}
        units: dict[str, int] = {}
        for name, sort in self.declared.fields.items():
            if name not in needs and name != self.domain.world.main:
                continue
            shape = tuple(length for axis in sort.axes if (length := axis_length(axis, sizes)) is not None)
            into = axis_length(sort.into, sizes) if isinstance(sort, Labels) else None
            chosen = kind if rng.random() < OWN else "any"
            whole[name], unit = draw(sort, rng, chosen, count, shape, into)
            if unit != 1:
                units[name] = unit
        return whole, units

    def _own(
        self, rng: Generator, count: int, sizes: Sizes, needs: frozenset[str], *, name: str
    ) -> tuple[dict[str, Array], dict[str, int]]:
        whole, units = self._drawn(rng, count, sizes, needs, kind="any")
        given = self.declared.families[name](rng, count, dict(sizes))
        for field, values in given.items():
            if field not in self.declared.fields:
                raise InputError(f"{self.declared.name}: the family {name!r} draws {field!r}, which is no field")
            if field not in whole:
                continue
            array = np.asarray(values)
            if isinstance(self.declared.fields[field], Ratio) and array.ndim < whole[field].ndim:
                ratios = [Fraction(value).as_integer_ratio() for value in array.ravel().tolist()]
                array = np.array(ratios, dtype=np.int64).reshape(*array.shape, 2)
            if array.dtype.kind not in "iu" or array.shape != whole[field].shape:
                right = f"whole numbers of shape {whole[field].shape} are right"
                raise InputError(
                    f"{self.declared.name}: the family {name!r} draws {field!r} as {array.dtype} {array.shape}; {right}"
                )
            whole[field] = array.astype(np.int64)
            units.pop(field, None)
        return whole, units

    def again(
        self, rng: Generator, family: Family, parents: Batch, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw some of the fields anew, and keep the others."""
        repeated = parents.take(np.repeat(np.arange(len(parents)), count))
        fresh, units = self._drawn(rng, len(repeated), sizes, needs, kind="any")
        fields = {}
        for name, values in repeated.fields.items():
            same = units.get(name, 1) == repeated.unit(name)
            keep = rng.random(len(repeated)) < KEPT if same else np.ones(len(repeated), dtype=bool)
            fields[name] = np.where(keep.reshape(-1, *[1] * (values.ndim - 1)), values, fresh[name])
        batch = repeated.holding(fields)
        return batch, self.domain.world.of_batch(batch)
