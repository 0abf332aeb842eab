"""Samples read in chunks: points, their features and their weights, checked as they come; never all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
import scipy.sparse
from numpy.typing import ArrayLike, NDArray

from contextures import arrays
from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.reading import frames
from contextures.settings import count


@runtime_checkable
class FeatureMap(Protocol):
    """Anything that is fitted to points and then maps points to features: the ones shipped, or scikit-learn's."""

    def fit(self, X: Any) -> Any:
        """Learn what the map needs from points."""

    def transform(self, X: Any) -> Any:
        """Return the features (n, p) of points."""


Features: TypeAlias = FeatureMap | Callable[[Any], ArrayLike] | None
"""A feature map, a function from points to an (n, p) matrix, or None where the points are their own features."""


class Sample:
    """n points and their features.

    Parameters
    ----------
    points : array_like, sparse matrix, data frame or memory map, (n,) or (n, k)
        A vector is read as one column.
    features : Features
    name : str
        What the caller calls the points, for error messages.
    fit : bool
        Whether a copy of a feature map is fitted to these points first, and used.

    Raises
    ------
    InputError
        Where there is no point, `points` is neither a vector nor a matrix, or `features` is no map.
    """

    def __init__(self, points: Any, features: Features, name: str, *, fit: bool = False) -> None:
        if isinstance(points, np.ma.MaskedArray):
            points = arrays.plain(points, name)
        elif scipy.sparse.issparse(points):
            rows: Any = points
            points = rows.tocsr()
        elif frames.native(points) is not None:
            points = frames.values_of(points)
        elif not hasattr(points, "shape"):
            points = _as_array(points, name)
        if len(points.shape) not in (1, 2) or 0 in points.shape:
            raise InputError(
                f"{name} has shape {points.shape}; (n, p) with at least one sample and one column is right"
            )
        if not (features is None or callable(features) or isinstance(features, FeatureMap)):
            raise InputError(
                f"the features of {name} are {features!r}; a map with fit and transform, a function or None is right"
            )
        self.points, self.features, self.name = points, features, name
        self._width: int | None = None
        if fit and isinstance(features, FeatureMap):
            self.features = deepcopy(features)
            self.features.fit(points)

    def __len__(self) -> int:
        return int(self.points.shape[0])

    def chunk(self, start: int, stop: int) -> FloatArray:
        """Return the features of points start, …, stop − 1: `rows` of a slice."""
        return self.rows(np.arange(start, min(stop, len(self))), self.points[start:stop])

    def rows(self, index: IntArray, points: Any = None) -> FloatArray:
        """Return the features of some points: (b, p), finite.

        Parameters
        ----------
        index : ndarray of int, (b,)
            Their positions.
        points : optional
            The points at these positions, where they are at hand.

        Raises
        ------
        InputError
            Where they are not a matrix of finite numbers, with as many rows as points and as many columns as before.
        """
        points = self.points[index] if points is None else points
        if self.features is None:
            values, name = points, self.name
        else:
            transform = self.features.transform if isinstance(self.features, FeatureMap) else self.features
            values, name = transform(points), f"the feature matrix of {self.name}"
        values = values.toarray() if hasattr(values, "toarray") else _as_array(values, name)
        if values.dtype.kind not in "buif":
            values = arrays.finite(values, name)
        if values.ndim == 1:
            values = values[:, None]
        if values.ndim != 2 or values.shape[1] == 0 or len(values) != points.shape[0]:
            raise InputError(f"{name} has shape {values.shape} for {points.shape[0]} points; one row for each is right")
        self._width = values.shape[1] if self._width is None else self._width
        if values.shape[1] != self._width:
            raise InputError(f"{name} has {values.shape[1]} columns after {self._width}; equally many are right")
        block: FloatArray = np.asarray(values, dtype=np.float64)
        wrong = np.argwhere(~np.isfinite(block))
        if wrong.size:
            i, j = wrong[0]
            shown = str(block[i, j]).replace("nan", "NaN")
            raise InputError(f"{name}[{index[i]}, {j}] is {shown}; a finite number is right")
        return block

    def all(self, chunk_size: int) -> FloatArray:
        """Return the features of all points, (n, p), made in chunks."""
        return np.concatenate([self.chunk(start, stop) for start, stop in spans(len(self), chunk_size)])


def spans(n: int, size: int) -> Iterator[tuple[int, int]]:
    """Cut 0, …, n − 1 into pieces [start, stop) of a size ≥ 1."""
    size = count(size, "chunk_size")
    for start in range(0, n, size):
        yield start, min(start + size, n)


def weights_of(sample_weight: ArrayLike | None, n: int) -> FloatArray | None:
    """Return the weights of n samples, (n,), or None where all are equal.

    Raises
    ------
    InputError
        Where there are not n weights, or one is not a finite number ≥ 0, or all are 0.
    """
    if sample_weight is None:
        return None
    array = arrays.finite(sample_weight, "sample_weight")
    if array.shape != (n,):
        raise InputError(f"sample_weight has shape {array.shape}; ({n},), one weight for each sample, is right")
    if (array < 0).any():
        i = int(np.argmax(array < 0))
        raise InputError(f"sample_weight[{i}] is {array[i]:g}; a weight ≥ 0 is right")
    if not array.any():
        raise InputError("every weight in sample_weight is zero; a positive one is needed")
    weights: FloatArray | None = array / array.max()
    return weights


def same_length(first: Sample, second: Sample) -> int:
    """Return the number of samples of both.

    Raises
    ------
    InputError
        Where they have different lengths.
    """
    if len(first) != len(second):
        raise InputError(
            f"{first.name} has {len(first)} samples and {second.name} has {len(second)}; pairs need equally many"
        )
    return len(first)


def _as_array(values: Any, name: str) -> NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise InputError(f"{name} is ragged; all its rows must have the same length") from error
