"""Exact nearest neighbours among many points: candidates from an index, proved in double precision row by row."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.samples import memory
from contextures.samples.cells import Cells
from contextures.samples.faiss_library import faiss_or_reason
from contextures.samples.indices import Flat, Index, Tree
from contextures.samples.lifted import lifted
from contextures.samples.neighbours import TIE, nearest

MANY, FEW = 20_000, 500
"""Up to so many points, or for so few queries, every distance is computed."""
NARROW = 6
"""Columns up to which a kd-tree is taken."""
PART = 0.6
"""Where cells leave more of the points to be read than this, faiss reads all of them, if it is installed."""
SHARE, LEAST = 8, 50_000
"""Points are searched in parts that take at most this part of the memory that is left, as indices copy them, but of no
fewer points."""
SPARE, WIDER = 6, 4
"""Candidates beyond the K, and how many times as many are taken where ties leave a row open."""
MARGIN = 1e-9
"""What is left out must be farther than the K-th neighbour by this part: rounding and ties are far below."""
BLOCK = 8192
"""Queries at a time."""
RUN = 32
"""Queries near each other, of those that tell the time."""
CELLS = 2**22
"""Coordinates that are held at a time."""


def neighbours_of(points: FloatArray, queries: FloatArray, k: int, index: Index | None = None) -> IntArray:
    """Return what `nearest` returns, to the order of ties, in less time where there are many points.

    Parameters
    ----------
    points, queries : ndarray, (n, p) and (m, p)
    k : int
        From 1 to n.
    index : Index, optional
        What `shared_index` returned for these points.

    Returns
    -------
    ndarray of int, (m, k)

    Notes
    -----
    An index gives K + 6 candidates of each query: a kd-tree in few columns, cells of points where most of these cannot
    hold a neighbour, and else faiss, where it is installed. Their distances are computed in double precision, and the K
    nearest are the answer if the K-th is nearer than all that was left out can be. Other queries are asked for four
    times as many, and then go to `nearest`. Points on disk, such as a memory map, that memory would not hold with an
    index, are searched part by part. Points within 10⁻⁹⁰ of each other are lifted first (`contextures.samples.lifted`).
    """
    apart = lifted(points, queries)
    if apart is not None:
        return neighbours_of(*apart, k)
    parts = parts_of(points)
    if len(parts) == 1:
        return _among(points, queries, k, index_of(points, len(queries), k) if index is None else index)
    found: IntArray = np.empty((len(queries), 0), dtype=np.int64)
    for part in parts:
        here, few = points[part], min(k, part.stop - part.start)
        near = part.start + _among(here, queries, few, index_of(here, len(queries), few))
        both = np.concatenate([found, near], axis=1)
        found = np.empty((len(queries), min(k, both.shape[1])), dtype=np.int64)
        for start in range(0, len(queries), BLOCK):
            rows = slice(start, start + BLOCK)
            found[rows] = ordered(points, queries[rows], both[rows])[0][:, :k]
    return found


def parts_of(points: FloatArray) -> list[slice]:
    """Cut points into parts that are searched one after the other: one, where there is memory for it."""
    n, p = points.shape
    size = max(LEAST, int(min(memory.available() / (8 * SHARE * p), n)))
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def shared_index(points: FloatArray, queries: int, k: int) -> Index | None:
    """Return an index for several calls of `neighbours_of`, or None where each makes its own, if any."""
    return index_of(points, queries, k) if len(parts_of(points)) == 1 else None


def _among(points: FloatArray, queries: FloatArray, k: int, index: Index | None) -> IntArray:
    """The k nearest of points that memory holds several times."""
    found: IntArray = np.empty((len(queries), k), dtype=np.int64)
    rest = np.arange(len(queries))
    for width in (k + SPARE, WIDER * (k + SPARE)):
        if index is None or not len(rest) or width > len(points) // 4:
            break
        still = []
        for rows, positions, bound in index.candidates(queries if len(rest) == len(queries) else queries[rest], width):
            asked = rest[rows]
            found[asked], proved = _proved(points, queries[asked], positions, bound, k)
            still.append(asked[~proved])
        rest = np.sort(np.concatenate(still))
    if len(rest):
        found[rest] = nearest(points, queries if len(rest) == len(queries) else queries[rest], k)
    return found


def index_of(points: FloatArray, queries: int, k: int) -> Index | None:
    """Return the index that finds candidates soonest, or None where every distance is to be computed."""
    n, p = points.shape
    if n <= MANY or queries <= FEW or k + SPARE > n // 4:
        return None
    if p <= NARROW:
        return Tree.of(points)
    cells = Cells.of(points)
    if cells.share(k + SPARE) <= PART or faiss_or_reason()[0] is None:
        return cells
    return Flat(points)


def estimated_seconds(points: FloatArray, k: int) -> float:
    """Return about how long the exact neighbours of all points would take, from a few."""
    whole, part = len(points), parts_of(points)[0]
    points = points[part]
    n = len(points)
    start = time.perf_counter()
    index = index_of(points, n, min(k, n))
    built = time.perf_counter()
    order = np.arange(n) if index is None else index.order
    runs = np.linspace(0, max(0, n - RUN), -(-FEW // RUN)).astype(int)
    some = points[np.unique(order[np.minimum(runs[:, None] + np.arange(RUN), n - 1)])]
    _among(points, some, min(k, n), index)
    return (built - start + (time.perf_counter() - built) / len(some) * whole) * (whole / n)


def ordered(points: FloatArray, queries: FloatArray, positions: IntArray) -> tuple[IntArray, FloatArray]:
    """Return candidates (m, w), nearest first and ties by position, with their squared distances."""
    squares = np.empty(positions.shape)
    step = max(1, CELLS // (positions.shape[1] * points.shape[1]))
    for start in range(0, len(queries), step):
        part = slice(start, start + step)
        apart = points[positions[part]] - queries[part, None, :]
        squares[part] = np.einsum("ijk,ijk->ij", apart, apart)
    order = np.argsort(squares, axis=1)
    squares = np.take_along_axis(squares, order, axis=1)
    positions = np.take_along_axis(positions, order, axis=1)
    groups = np.zeros(positions.shape, dtype=np.int64)
    np.cumsum(np.diff(squares, axis=1) > TIE * squares[:, 1:], axis=1, out=groups[:, 1:])
    order = np.argsort(groups * len(points) + positions, axis=1)
    return np.take_along_axis(positions, order, axis=1), squares


def _proved(
    points: FloatArray, queries: FloatArray, positions: IntArray, bound: FloatArray, k: int
) -> tuple[IntArray, Any]:
    """The K nearest candidates of each query, and whether nothing else can be among them."""
    found, squares = ordered(points, queries, np.asarray(positions, dtype=np.int64))
    return found[:, :k], squares[:, k - 1] * (1.0 + MARGIN) < bound
