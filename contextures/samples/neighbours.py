"""Exact nearest neighbours in Euclidean distance, ties by index."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray

CELLS = 2**23
"""Distances held at a time."""
ROUNDING = 64 * np.finfo(np.float64).eps
"""Distances by inner products closer than this, in units of the largest squared norm, are computed again directly."""
ROWS = 64
"""Queries with ties that are resolved at a time."""
TIE = 1e-12
"""Computed squared distances whose relative difference is below this are equal."""


def nearest(points: FloatArray, queries: FloatArray, k: int) -> IntArray:
    """Return the positions of the k points nearest to each query, nearest first, ties by position.

    Parameters
    ----------
    points : ndarray, (n, p)
    queries : ndarray, (m, p)
    k : int
        From 1 to n.

    Returns
    -------
    ndarray of int, (m, k)
        Its first k' columns are the answer for k' < k.

    Notes
    -----
    Distances come from one matrix product. Where two of them that matter are closer than its rounding, they are
    computed again as sums of squared differences unless they are large, and those that agree to 1e-12 are tied: two
    sums of the same numbers in another order do.
    """
    asked, row_of, _ = merged(queries)
    if len(asked) < len(queries):
        return nearest(points, asked, k)[row_of]
    points, place, _ = merged(points)
    centre = np.median(points, axis=0)  # a mean would carry a far outlier into every point
    points = points - centre
    norms = np.einsum("ij,ij->i", points, points)
    step = max(1, CELLS // len(place))
    blocks = [slice(start, start + step) for start in range(0, len(queries), step)]
    longest = max((_longest(queries[block] - centre) for block in blocks), default=0.0)
    slack = ROUNDING * max(float(norms.max()), longest, 1e-300)
    found = np.empty((len(queries), k), dtype=np.int64)
    for block in blocks:
        found[block] = _block(points, place, norms, queries[block] - centre, k, slack)
    return found


def _longest(vectors: FloatArray) -> float:
    return float(np.einsum("ij,ij->i", vectors, vectors).max())


def merged(points: FloatArray) -> tuple[FloatArray, IntArray, FloatArray]:
    """Return the distinct points in order of appearance, the one each point is, and how often each occurs."""
    found = np.unique(_keys(points), return_index=True, return_inverse=True, return_counts=True)
    first, inverse = found[1], found[2].ravel()
    if len(first) == len(points):
        return points, np.arange(len(points)), np.ones(len(points))
    if not _equal(points, first[inverse]):  # two points with one key
        found = np.unique(points, axis=0, return_index=True, return_inverse=True, return_counts=True)
        first, inverse = found[1], found[2].ravel()
    order = np.argsort(first)
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    return points[first[order]], position[inverse], found[3][order].astype(np.float64)


def _keys(points: FloatArray) -> NDArray[np.uint64]:
    """A number for each point, (n,), the same for equal ones and most likely another for others."""
    n, p = points.shape
    odd = np.random.default_rng(0).integers(2**63, size=p, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    keys = np.empty(n, dtype=np.uint64)
    for rows in _row_blocks(points):
        bits = np.ascontiguousarray(points[rows] + 0.0).view(np.uint64)  # one zero
        for shift in (30, 27):
            bits ^= bits >> np.uint64(shift)
            bits *= odd
        keys[rows] = (bits ^ (bits >> np.uint64(31))).sum(axis=1)
    return keys


def _equal(points: FloatArray, others: IntArray) -> bool:
    """Whether every point equals the one at another position."""
    return all(bool((points[rows] == points[others[rows]]).all()) for rows in _row_blocks(points))


def _row_blocks(points: FloatArray) -> list[slice]:
    step = max(1, CELLS // points.shape[1])
    return [slice(start, min(start + step, len(points))) for start in range(0, len(points), step)]


def squared_distances(queries: FloatArray, points: FloatArray) -> FloatArray:
    """Return ‖q − x‖² ≥ 0 by one matrix product, in the precision of the arguments, (m, n)."""
    squares = queries @ points.T
    squares *= -2.0
    squares += np.einsum("ij,ij->i", queries, queries)[:, None]
    squares += np.einsum("ij,ij->i", points, points)
    np.maximum(squares, 0.0, out=squares)
    return squares


def _block(
    points: FloatArray, place: IntArray, norms: FloatArray, queries: FloatArray, k: int, slack: float
) -> IntArray:
    """The k nearest of the points at which places are, for some queries."""
    n = len(place)
    distances = queries @ points.T
    distances *= -2.0
    distances += norms
    distances += np.einsum("ij,ij->i", queries, queries)[:, None]
    if len(points) < n:
        distances = distances[:, place]  # copies of a point are at the same distance, to the last bit
    width = min(n, k + 1)
    candidates = _smallest(distances, width)
    values = np.take_along_axis(distances, candidates, axis=1)
    order = np.argsort(values, axis=1)
    found = np.take_along_axis(candidates, order, axis=1)[:, :k]
    values = np.take_along_axis(values, order, axis=1)
    close = np.flatnonzero((np.diff(values, axis=1) <= 2 * slack).any(axis=1))
    if close.size:
        reach = values[close, k - 1] + 2 * slack
        found[close] = _resolved(points, place, queries[close], distances[close], reach, k, slack)
    return found


def _resolved(
    points: FloatArray,
    place: IntArray,
    queries: FloatArray,
    distances: FloatArray,
    reach: FloatArray,
    k: int,
    slack: float,
) -> IntArray:
    """The k nearest of the places within reach of each query, ties by position.

    Distances that differ, but by no more than rounding, are summed anew, unless they are so large that rounding is
    below the tolerance of ties.
    """
    found = np.empty((len(queries), k), dtype=np.int64)
    counts = (distances <= reach[:, None]).sum(axis=1)
    by_count = np.argsort(counts, kind="stable")
    for start in range(0, len(queries), ROWS):
        rows = by_count[start : start + ROWS]
        candidates = _smallest(distances[rows], int(counts[rows[-1]]))
        squares = np.take_along_axis(distances[rows], candidates, axis=1)
        order = np.argsort(squares, axis=1)
        gaps = np.diff(np.take_along_axis(squares, order, axis=1), axis=1)
        runs = np.zeros(squares.shape, dtype=np.int64)
        np.cumsum(gaps > 2 * slack, axis=1, out=runs[:, 1:])
        runs += np.arange(len(rows))[:, None] * squares.shape[1]
        differ = np.bincount(runs[:, 1:][(gaps > 0) & (gaps <= 2 * slack)], minlength=runs.size) > 0
        doubtful = np.zeros(squares.shape, dtype=bool)
        np.put_along_axis(doubtful, order, differ[runs], axis=1)
        at_rows, at_columns = np.nonzero(doubtful & (squares < 2 * slack / TIE))
        step = max(1, CELLS // points.shape[1])
        for first in range(0, len(at_rows), step):
            row, column = at_rows[first : first + step], at_columns[first : first + step]
            steps = points[place[candidates[row, column]]] - queries[rows[row]]
            squares[row, column] = np.einsum("ij,ij->i", steps, steps)
        order = np.argsort(squares, axis=1)
        ascending = np.take_along_axis(squares, order, axis=1)
        groups = np.zeros_like(order)
        np.cumsum(np.diff(ascending, axis=1) > TIE * np.abs(ascending[:, 1:]), axis=1, out=groups[:, 1:])
        candidates = np.take_along_axis(candidates, order, axis=1)
        ranked = np.argsort(groups * len(place) + candidates, axis=1)[:, :k]
        found[rows] = np.take_along_axis(candidates, ranked, axis=1)
    return found


def _smallest(distances: FloatArray, width: int) -> IntArray:
    """Positions of the `width` smallest entries of each row, in any order."""
    if width == distances.shape[1]:
        return np.broadcast_to(np.arange(width), distances.shape)
    return np.argpartition(distances, width - 1, axis=1)[:, :width]
