"""Conditional laws P⁺(·|x) that are known at every point, so that singular functions extend to new ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeAlias

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.spatial.distance import cdist

from contextures import arrays
from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.kernels import exponentials
from contextures.samples.neighbours import CELLS, ROUNDING
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.search import neighbours_of

CACHED = 2**17
"""Cells of a law that are worked on at a time."""
ROUNDED = 1e-9
"""How far the exponent of a Gaussian kernel may be off."""

Matrix: TypeAlias = Any
"""An ndarray, a SciPy sparse array or a SciPy LinearOperator of conditional laws, one a row."""


class Conditional(Protocol):
    """A law of A given x, at any x."""

    def at(self, points: Any) -> Matrix:
        """Return P⁺(·|x) at m points, (m, n_a), rows of sum 1."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Uniform on the k points nearest to x, ties by position.

    Attributes
    ----------
    points : ndarray, (n, p)
        The values of A.
    k : int
    """

    points: FloatArray
    k: int

    def at(self, points: Any) -> Matrix:
        """Return the law at m points (m, p) as a sparse array, (m, n)."""
        queries = as_points(points, self.points.shape[1])
        return uniform_on(neighbours_of(self.points, queries, self.k), len(self.points))


@dataclass(frozen=True, eq=False)
class Gaussian:
    """P⁺(a|x) in proportion to weight(a) exp(−γ‖x − a‖²).

    Attributes
    ----------
    points : ndarray, (c, p)
        The distinct values of A.
    weights : ndarray, (c,)
        How often each occurs.
    gamma : float
        γ > 0.
    dtype : dtype
        In which the law is kept; it is computed in double precision.
    """

    points: FloatArray
    weights: FloatArray
    gamma: float
    dtype: np.dtype[np.floating[Any]] = field(default_factory=lambda: np.dtype(np.float64))

    def at(self, points: Any) -> Matrix:
        """Return the law at m points (m, p), (m, c)."""
        queries = as_points(points, self.points.shape[1])
        values = np.empty((len(queries), len(self.points)), self.dtype)
        squares = ReducedSquares(self.points, self.gamma)
        for rows in row_blocks(*values.shape):
            values[rows] = gaussian_law(squares(queries[rows]), self.gamma, self.weights)
        return values


@dataclass(frozen=True, eq=False)
class Masked:
    """The average of a law over masks that each hide some of the coordinates, of x and of the values of A.

    Attributes
    ----------
    law : Neighbours or Gaussian
        The law on all p coordinates.
    columns : sequence of ndarray of int
        The coordinates that stay visible under each mask.
    """

    law: Neighbours | Gaussian
    columns: Sequence[IntArray]

    def at(self, points: Any) -> Matrix:
        """Return the law at m points (m, p)."""
        return averaged(law.at(moved) for law, moved in self.drawn(points))

    def drawn(self, points: Any) -> Iterator[tuple[Any, FloatArray]]:
        """Yield for each mask the law, and the points, on what stays visible."""
        queries = as_points(points, self.law.points.shape[1])
        for columns in self.columns:
            yield replace(self.law, points=self.law.points[:, columns]), queries[:, columns]


@dataclass(frozen=True, eq=False)
class Corrupted:
    """The average of a law over corruptions of x, each of which replaces some of its coordinates by given values.

    Attributes
    ----------
    law : Neighbours or Gaussian
        The law on all p coordinates.
    replaced : ndarray of bool, (draws, p)
        The coordinates that each corruption replaces.
    values : ndarray, (draws, p)
        What it replaces them by.
    """

    law: Neighbours | Gaussian
    replaced: NDArray[np.bool_]
    values: FloatArray

    def at(self, points: Any) -> Matrix:
        """Return the law at m points (m, p)."""
        return averaged(law.at(moved) for law, moved in self.drawn(points))

    def drawn(self, points: Any) -> Iterator[tuple[Any, FloatArray]]:
        """Yield for each corruption the law, and the corrupted points."""
        queries = as_points(points, self.law.points.shape[1])
        for replaced, values in zip(self.replaced, self.values, strict=True):
            yield self.law, np.where(replaced, values, queries)


@dataclass(frozen=True, eq=False)
class Classes:
    """All mass on the class of x.

    Attributes
    ----------
    labels : ndarray, (c,)
        The classes, sorted.
    """

    labels: NDArray[Any]

    def at(self, points: Any) -> Matrix:
        """Return the law at m labels (m,) as a sparse array, (m, c).

        Raises
        ------
        InputError
            Where a label is none of the classes, or there is not one for each point.
        """
        values = np.asarray(points)
        if values.ndim != 1:
            raise InputError(f"the labels have shape {values.shape}; one label for each point is right")
        try:
            position = np.minimum(np.searchsorted(self.labels, values), len(self.labels) - 1)
        except TypeError as error:
            raise InputError("the labels mix values that cannot be sorted; those of one type are right") from error
        unknown = self.labels[position] != values
        if unknown.any():
            raise InputError(f"{values[unknown].tolist()[0]!r} is none of the {len(self.labels)} classes")
        return uniform_on(position[:, None], len(self.labels))


@dataclass(frozen=True, eq=False)
class Preprocessed:
    """Another law, at what preprocessing makes of the points.

    Attributes
    ----------
    law : Conditional
    steps : Preprocessor
        Fitted to the sample.
    """

    law: Conditional
    steps: Preprocessor

    def at(self, points: Any) -> Matrix:
        """Return the law at m points, in the columns of the sample before preprocessing."""
        return self.law.at(self.steps.transform(points))


@dataclass(frozen=True, eq=False)
class Columns:
    """Another law, on some of its columns.

    Attributes
    ----------
    law : Conditional
    kept : ndarray of int, (c,)
        The columns of positive mass in the sample. What a new point has on others is shared out in proportion.
    p_kept : ndarray, (c,)
        P_A, the law of a point that has no mass on them.
    """

    law: Conditional
    kept: IntArray
    p_kept: FloatArray

    def at(self, points: Any) -> Matrix:
        """Return the columns at m points, (m, c)."""
        return over_known(self.law.at(points)[:, self.kept], self.p_kept)


def averaged(laws: Iterable[Matrix]) -> Matrix:
    """Return the average of laws of one shape, all sparse or all dense, which are made one after the other."""
    total: Matrix = None
    times = 0
    for values in laws:
        times += 1
        if total is None:
            total = values
        elif isinstance(total, np.ndarray):
            total += values
        else:
            total = total + values
    return total / total.dtype.type(times)


def over_known(weights: Matrix, marginal: FloatArray) -> Matrix:
    """Return rows (m, c), sparse or dense, in proportion to weights ≥ 0 on the values of A that are known.

    A row without any is the marginal (c,): nothing is known of its point, and singular functions are 0 there.
    """
    totals = np.asarray(weights.sum(axis=1), dtype=np.float64).ravel()
    unknown = np.flatnonzero(totals <= 0)
    scales = (1.0 / np.where(totals > 0, totals, 1.0)).astype(weights.dtype)
    if not is_sparse(weights):
        law = weights * scales[:, None]
        law[unknown] = marginal
        return law
    scaled = sp.csr_array(sp.diags_array(scales) @ weights)
    if unknown.size:
        rows = sp.csr_array((np.ones(len(unknown)), (unknown, np.zeros_like(unknown))), shape=(len(totals), 1))
        scaled = scaled + rows @ sp.csr_array(marginal[None, :])
    return sp.csr_array(scaled)


def is_sparse(matrix: Matrix) -> bool:
    """Whether a law is a sparse array."""
    return bool(sp.issparse(matrix))


def as_points(points: Any, width: int) -> FloatArray:
    """Return new points as a matrix of finite numbers, (m, width).

    Raises
    ------
    InputError
        Where they are not.
    """
    values = arrays.finite(points, "points")
    if values.ndim != 2 or values.shape[1] != width:
        raise InputError(f"points has shape {values.shape}; (m, {width}), as in the sample, is right")
    return values


def row_blocks(rows: int, columns: int) -> Iterator[slice]:
    """Cut the rows of a matrix into blocks of at most `CELLS` cells."""
    step = max(1, CELLS // columns)
    yield from (slice(start, start + step) for start in range(0, rows, step))


class ReducedSquares:
    """Squared distances from points less the least of each row: far from all points the nearest ones still count.

    Parameters
    ----------
    points : ndarray, (c, p)
    gamma : float
        The largest γ that they are used with. Rows in which a product of matrices would round γ times a square by more
        than `ROUNDED` are sums of squared differences.
    """

    def __init__(self, points: FloatArray, gamma: float) -> None:
        self.points, self.gamma = points, gamma
        self.centre = np.median(points, axis=0)
        places = points - self.centre
        self._product = np.vstack([-2.0 * places.T, np.ones_like(places[:, 0]), np.einsum("ij,ij->i", places, places)])

    def __call__(self, queries: FloatArray) -> FloatArray:
        """Return those of queries (m, p), (m, c)."""
        near = queries - self.centre
        norms = np.einsum("ij,ij->i", near, near)
        squares: FloatArray = np.column_stack([near, norms, np.ones_like(norms)]) @ self._product
        np.maximum(squares, 0.0, out=squares)
        far = np.flatnonzero(self.gamma * ROUNDING * norms > ROUNDED)
        if far.size:
            squares[far] = cdist(queries[far], self.points, "sqeuclidean")
        squares -= squares.min(axis=1, keepdims=True)
        return squares


def gaussian_law(squares: FloatArray, gamma: float, weights: FloatArray) -> FloatArray:
    """Return rows (m, c) in proportion to weights and exp(−γ squares), of sum 1."""
    values: FloatArray = np.empty(squares.shape)
    weighted, step = (weights != 1).any(), max(1, CACHED // squares.shape[1])
    for start in range(0, len(squares), step):
        part = values[start : start + step]
        np.multiply(squares[start : start + step], -gamma, out=part)
        exponentials(part)
        if weighted:
            part *= weights
        part /= part.sum(axis=1, keepdims=True)
    return values


def add_gaussian_laws(
    totals: FloatArray, squares: FloatArray, gammas: Sequence[float], weights: FloatArray, times: int
) -> None:
    """Add to totals (levels, m, c), one for each γ, so many times `gaussian_law` but for the weights of its columns."""
    scratch = np.empty(squares.shape)
    for total, gamma in zip(totals, gammas, strict=True):
        np.multiply(squares, -gamma, out=scratch)
        exponentials(scratch)
        scratch *= (times / (scratch @ weights))[:, None]
        total += scratch


def uniform_on(positions: IntArray, width: int) -> sp.csr_array:
    """Return the sparse (m, width) array with entries 1/k at the positions (m, k), distinct in a row."""
    m, k = positions.shape
    index = np.int32 if max(m * k, width) < 2**31 else np.int64
    pointers = np.arange(0, m * k + 1, k, dtype=index)
    matrix = sp.csr_array((np.full(m * k, 1.0 / k), positions.ravel().astype(index), pointers), shape=(m, width))
    matrix.sort_indices()
    return matrix
