"""What is simpler than an instance: fewer points, fewer dimensions, smaller whole numbers, simpler ratios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.measure.instance import Batch
from contextures.theory.sorts import Channel, Labels, Law, Mass, Permutation, Ratio, Semidefinite, Sort
from contextures.verify.search.draws.supply import Shrinkable, Supply

Array = NDArray[np.int64]
LAWS = (Law, Mass)
"""Sorts of fields that are normalised."""
SIMPLE = ((1, 1), (1, 2), (2, 1), (1, 3), (2, 3), (3, 1), (1, 4), (3, 4))
"""Ratios that are tried for every setting."""
COARSEST = 60
"""Denominators up to this are tried too."""


def heights(batch: Batch) -> NDArray[np.int64]:
    """Return the sum of all whole numbers of each instance; negative and non-zero entries count a little more."""
    total = np.zeros(len(batch), dtype=np.int64)
    for name, values in batch.fields.items():
        flat = values.reshape(len(batch), -1)
        total += np.abs(flat).sum(1) + (flat < 0).sum(1)
        if not isinstance(batch.sorts[name], LAWS):
            total += (flat != 0).sum(1)
        total += batch.unit(name) - 1
    return total


def fewer_points(batch: Batch, supply: Supply) -> Iterator[Batch]:
    """Yield, for each dimension, what a batch of one becomes where an index is dropped or two points are merged.

    Masses of merged points are added; of other values one of the two is kept.
    """
    lengths = {
        axis: values.shape[1 + place]
        for name, values in batch.fields.items()
        for place, axis in enumerate(batch.sorts[name].axes)
        if isinstance(axis, str)
    }
    for sort in batch.sorts.values():
        if isinstance(sort, Labels) and isinstance(sort.into, str) and sort.into in batch.sizes:
            lengths[sort.into] = batch.sizes[sort.into]
    for axis, length in sorted(lengths.items()):
        moves = _moves(supply.shrinkable(axis), length)
        if moves:
            fields = {
                name: np.stack([_along(axis, batch.sorts[name], values[0], move) for move in moves])
                for name, values in batch.fields.items()
            }
            sizes = {name: value - (name == axis) for name, value in batch.sizes.items()}
            yield _sound(batch.holding(fields, sizes))
    for name, value in batch.sizes.items():
        if value > supply.least(name) and name not in lengths:
            for smaller in sorted({max(supply.least(name), value // 2), value - 1}):
                yield batch.holding(batch.fields, {**batch.sizes, name: smaller})


class Move(NamedTuple):
    """An index is lost: left out, or merged into one that is kept."""

    lost: int
    kept: int | None = None

    def along(self, sort: Sort, values: Array, place: int) -> Array:
        """Take the index out of one dimension of a field."""
        moved = np.moveaxis(values, place, 0)
        adds = isinstance(sort, LAWS) or (isinstance(sort, Channel) and place == values.ndim - 1)
        if self.kept is not None and adds:
            moved = moved.copy()
            moved[self.kept] += moved[self.lost]
        return np.moveaxis(np.delete(moved, self.lost, axis=0), 0, place)

    def relabelled(self, labels: Array) -> Array:
        """Take the index out of a set of labels."""
        found = np.where(labels == self.lost, 0 if self.kept is None else self.kept, labels)
        return np.asarray(found - (found > self.lost))

    def shorter(self, permutation: Array) -> Array:
        """Take the index out of a permutation: what is sent to it goes where it is sent."""
        closed = np.where(permutation == self.lost, permutation[self.lost], permutation)
        rest = np.delete(closed, self.lost)
        return np.asarray(rest - (rest > self.lost))


def _moves(shrinkable: Shrinkable, length: int) -> list[Move]:
    indices = range(length) if length > shrinkable.least else ()
    dropped = indices if shrinkable.dropped else ()
    merged = combinations(indices, 2) if shrinkable.merged else ()
    return [
        *(Move(index) for index in dropped),
        *(Move(lost, kept) for first, second in merged for kept, lost in ((first, second), (second, first))),
    ]


def _along(axis: str, sort: Sort, values: Array, move: Move) -> Array:
    """Apply a move to each dimension of a field that has a name."""
    if isinstance(sort, Permutation) and sort.axes == (axis,):
        return move.shorter(values)
    if isinstance(sort, Labels) and sort.into == axis:
        values = move.relabelled(values)
    for place, known in enumerate(sort.axes):
        if known == axis:
            values = move.along(sort, values, place)
    return values


def coarser_units(batch: Batch) -> Iterator[Batch]:
    """Yield what a batch of one becomes where the numbers of a field are rounded to a coarser unit."""
    for name, unit in batch.units.items():
        for coarser in {1, 2, 3, 5, 10, unit // 2, unit // 10} - {0, unit}:
            if coarser < unit:
                ratio = (coarser / unit) ** (0.5 if isinstance(batch.sorts[name], Semidefinite) else 1.0)
                rounded = np.rint(batch.fields[name] * ratio).astype(np.int64)
                yield _sound(
                    replace(batch, fields={**batch.fields, name: rounded}, units={**batch.units, name: coarser})
                )


def smaller_numbers(batch: Batch) -> Batch:
    """Return every instance that one change of the numbers makes of a batch of one."""
    changed: dict[str, list[Array]] = {name: [] for name in batch.fields}
    for name, values in batch.fields.items():
        sort = batch.sorts[name]
        ratio, law = isinstance(sort, Ratio), isinstance(sort, (*LAWS, Channel))
        new = np.stack(_simpler_entries(values[0]) if ratio else _simpler_arrays(values[0], law))
        for other, kept in batch.fields.items():
            changed[other].append(new if other == name else np.repeat(kept, len(new), axis=0))
    return _sound(batch.holding({name: np.concatenate(values) for name, values in changed.items()}))


def _sound(batch: Batch) -> Batch:
    return batch.take(batch.sound())


def _simpler_entries(ratios: Array) -> list[Array]:
    """Change one ratio of an array of them, or the only one."""
    found = []
    for place in np.ndindex(ratios.shape[:-1]):
        for simpler in _simpler_ratios(ratios[place]):
            changed = ratios.copy()
            changed[place] = simpler
            found.append(changed)
    return found


def _simpler_ratios(ratio: Array) -> list[Array]:
    value = ratio[0] / ratio[1]
    near = [
        np.array([whole, bottom])
        for bottom in range(1, int(min(ratio[1], COARSEST)) + 1)
        for whole in {int(np.floor(value * bottom)), int(np.ceil(value * bottom))}
    ]
    if value > 0:
        near += [
            np.array([top, int(bottom)]) for top in (1, 2, 3) for bottom in (top // value, -(-top // value)) if bottom
        ]
    if 0 < value < 1:
        gap = 1 - value
        near += [
            np.array([int(bottom) - top, int(bottom)]) for top in (1, 2, 3) for bottom in (top // gap, -(-top // gap))
        ]
    return near + [np.array(simple) for simple in SIMPLE]


def _simpler_arrays(entries: Array, positive: bool) -> list[Array]:
    values = np.asarray(entries)
    steps = [np.rint(values * share).astype(np.int64) for share in (0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9)]
    if positive:
        steps += [np.where((shrunk == 0) & (values > 0), 1, shrunk) for shrunk in steps]
    steps.append(np.sign(values))
    for axes in (None, 0)[: values.ndim]:
        factor = np.gcd.reduce(values, axis=axes, keepdims=True)
        steps.append(values // np.maximum(factor, 1))
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
