"""The continuous directions at an instance, as real coordinates and back in whole numbers.

What is discrete (labels, subsets, counts, sizes) stays as it is.
"""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.encoding import power_of_unit
from contextures.measure.instance import Batch
from contextures.theory.sorts import (
    Channel,
    Count,
    Graph,
    Invertible,
    Labels,
    Law,
    Lines,
    Mass,
    Orthogonal,
    Permutation,
    Ratio,
    Sort,
    Subset,
    Symmetric,
    Unit,
    Weights,
)

Array = NDArray[Any]

FINE = 10_000
"""Size of the whole numbers that stand for the numbers of a field."""
FINEST = 1_000_000
"""Denominator of the ratios."""
DISCRETE = (Labels, Permutation, Subset, Count, Invertible)
NONNEGATIVE = (Law, Mass, Channel, Weights, Lines, Graph)
UNITLESS = (Law, Mass, Channel, Ratio, Unit, Orthogonal)
"""Sorts whose codes may be multiplied by a factor without a change of what they stand for."""


class Directions:
    """The continuous directions at an instance.

    Parameters
    ----------
    batch : Batch
        Of one instance.
    needs : frozenset of str
        The fields that are read; the others stay.

    Attributes
    ----------
    start : ndarray, (n,)
        The coordinates of the instance, in units of the mean size of each field's numbers.
    """

    def __init__(self, batch: Batch, needs: frozenset[str]) -> None:
        sorts = batch.sorts
        self.names = [name for name in batch.fields if name in needs and not isinstance(sorts[name], DISCRETE)]
        finer = {name: max(1, FINE // max(1, int(np.abs(batch.fields[name]).max(initial=1)))) for name in self.names}
        units = {
            name: batch.unit(name) * factor ** power_of_unit(sorts[name])
            for name, factor in finer.items()
            if not isinstance(sorts[name], UNITLESS)
        }
        self.batch = batch.holding(batch.fields, units={**batch.units, **units})
        whole = [
            _chosen(sorts[name], batch.fields[name] * (1 if isinstance(sorts[name], Ratio) else finer[name]))[0]
            for name in self.names
        ]
        self.scales = [max(1.0, float(np.abs(values).mean())) for values in whole]
        self.ends = np.cumsum([0, *map(len, whole)])
        self.start = np.concatenate([np.empty(0), *(v / scale for v, scale in zip(whole, self.scales, strict=True))])

    def at(self, points: Array) -> Batch:
        """Return the instances at some points (B, n); not always sound."""
        fields = {name: np.repeat(values, len(points), axis=0) for name, values in self.batch.fields.items()}
        for k, name in enumerate(self.names):
            sort = self.batch.sorts[name]
            part = points[:, self.ends[k] : self.ends[k + 1]] * self.scales[k]
            fields[name] = _codes(sort, np.maximum(part, 0) if isinstance(sort, NONNEGATIVE) else part, fields[name])
        return self.batch.holding(fields)


@singledispatch
def _chosen(sort: Sort, whole: Array) -> Array:
    """The numbers of codes (B, …) that are free, (B, n)."""
    return whole.reshape(len(whole), -1)


@_chosen.register(Graph)
@_chosen.register(Symmetric)
def _(sort: Sort, whole: Array) -> Array:
    return np.asarray(whole[:, *np.triu_indices(whole.shape[-1])])


@_chosen.register
def _(sort: Ratio, whole: Array) -> Array:
    return np.asarray(whole[..., 0] / whole[..., 1]).reshape(len(whole), -1)


@singledispatch
def _codes(sort: Sort, free: Array, like: Array) -> Array:
    """The codes nearest to free numbers."""
    return np.rint(free).astype(np.int64).reshape(like.shape)


@_codes.register(Graph)
@_codes.register(Symmetric)
def _(sort: Sort, free: Array, like: Array) -> Array:
    whole = np.zeros_like(like)
    rows, columns = np.triu_indices(like.shape[-1])
    whole[:, rows, columns] = whole[:, columns, rows] = np.rint(free)
    return whole


@_codes.register
def _(sort: Ratio, free: Array, like: Array) -> Array:
    low, high = (bound if end is None else float(end) for end, bound in ((sort.low, -np.inf), (sort.high, np.inf)))
    inside = np.clip(free, low, high)
    both = np.stack([np.rint(inside * FINEST), np.full_like(inside, FINEST)], axis=-1)
    return both.astype(np.int64).reshape(like.shape)
