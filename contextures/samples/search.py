"""Exact nearest neighbours among many points: candidates from an index, proved in double precision row by row."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from scipy.spatial import cKDTree

from contextures.arrays import FloatArray, IntArray
from contextures.samples import memory
from contextures.samples.faiss_library import faiss_or_reason, held
from contextures.samples.neighbours import TIE, nearest
from contextures.samples.threads import allowed

MANY, FEW = 20_000, 500
"""Up to so many points, or for so few queries, every distance is computed."""
NARROW, WIDE = 8, 16
"""Columns up to which a kd-tree is taken at once, and up to which it is tried."""
TRIED = 200
"""Queries of the trial."""
FLAT_SECONDS = 1.5e-9, 4e-11
"""Processor seconds that a flat index of faiss takes for a distance, and for a column of it: where to try no more."""
MIDDLE = 10_000
"""Points whose median is taken for the middle, about."""
SHARE, LEAST = 8, 50_000
"""Points are searched in parts that take at most this part of the memory that is left, as indices copy them, but of no
fewer points."""
SPARE = 6
"""Candidates beyond the K."""
MARGIN = 1e-9
"""What is left out must be farther than the K-th neighbour by this part: rounding and ties are far below."""
BLOCK = 8192
"""Queries at a time."""
CELLS = 2**22
"""Coordinates that are held at a time."""


class Index(Protocol):
    """Something that knows candidates."""

    def candidates(self, queries: FloatArray, width: int) -> tuple[IntArray, FloatArray]:
        """Return positions (m, width) and a lower bound (m,) of the squared distance of all other points."""


@dataclass(frozen=True, eq=False)
class Tree:
    """A kd-tree.

    Attributes
    ----------
    tree : cKDTree
    """

    tree: cKDTree

    def candidates(self, queries: FloatArray, width: int) -> tuple[IntArray, FloatArray]:
        """Return positions and bounds; the tree's distances are those of the points, in double precision."""
        distances, positions = map(np.asarray, self.tree.query(queries, width, workers=allowed()))
        return positions, np.square(distances[:, -1])


@dataclass(frozen=True, eq=False)
class Scale:
    """Points moved to the middle and shrunk, so that single precision holds them.

    Attributes
    ----------
    centre : ndarray, (p,)
    unit : float
    """

    centre: FloatArray
    unit: float

    @classmethod
    def of(cls, points: FloatArray) -> Scale:
        """Return what brings the coordinates of points into [−1, 1], the median of some of them to 0."""
        centre = np.median(points[:: max(1, len(points) // MIDDLE)], axis=0)
        unit = float(np.maximum(points.max(axis=0) - centre, centre - points.min(axis=0)).max())
        return cls(centre, unit or 1.0)

    def __call__(self, points: FloatArray) -> FloatArray:
        """Return the points moved and shrunk."""
        moved: FloatArray = (points - self.centre) / self.unit
        return moved


class Flat:
    """All distances in single precision, by faiss.

    Parameters
    ----------
    faiss : module
    points : ndarray, (n, p)
    """

    def __init__(self, faiss: Any, points: FloatArray) -> None:
        self.faiss, self.scale = faiss, Scale.of(points)
        self.reach = 0.0
        self.index = faiss.IndexFlatL2(points.shape[1])
        for start in range(0, len(points), BLOCK):
            shifted = self.scale(points[start : start + BLOCK])
            self.reach = max(self.reach, float(np.sqrt(np.einsum("ij,ij->i", shifted, shifted).max())))
            self.index.add(shifted.astype(np.float32))

    def candidates(self, queries: FloatArray, width: int) -> tuple[IntArray, FloatArray]:
        """Return positions and bounds: a sum of p + 2 products, of points rounded once, is off by no more than this."""
        shifted = self.scale(queries)
        with held(self.faiss):
            squares, positions = self.index.search(shifted.astype(np.float32), width)
        lengths = np.sqrt(np.einsum("ij,ij->i", shifted, shifted)) + self.reach
        slack = (queries.shape[1] + 8) * np.finfo(np.float32).eps * np.square(lengths)
        return positions, np.maximum(squares[:, -1].astype(np.float64) - slack, 0.0) * self.scale.unit**2


def neighbours_of(points: FloatArray, queries: FloatArray, k: int) -> IntArray:
    """Return what `nearest` returns, to the order of ties, in less time where there are many points.

    Parameters
    ----------
    points, queries : ndarray, (n, p) and (m, p)
    k : int
        From 1 to n.

    Returns
    -------
    ndarray of int, (m, k)

    Notes
    -----
    A kd-tree, or faiss in single precision where it is installed, gives K + 6 candidates of each query; their distances
    are computed in double precision, and the K nearest are the answer if the K-th is nearer than all that was left out
    can be. The other queries go to `nearest`. Points on disk, such as a memory map, that memory would not hold with an
    index, are searched part by part.
    """
    parts = parts_of(points)
    if len(parts) == 1:
        return _among(points, queries, k)
    found: IntArray = np.empty((len(queries), 0), dtype=np.int64)
    for part in parts:
        near = part.start + _among(points[part], queries, min(k, part.stop - part.start))
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


def _among(points: FloatArray, queries: FloatArray, k: int) -> IntArray:
    """The k nearest of points that memory holds several times."""
    index = index_of(points, len(queries), k)
    if index is None:
        return nearest(points, queries, k)
    found = np.empty((len(queries), k), dtype=np.int64)
    open_rows: list[IntArray] = []
    for rows in _blocks(index, points, queries):
        positions, bound = index.candidates(queries[rows], k + SPARE)
        found[rows], proved = _proved(points, queries[rows], positions, bound, k)
        open_rows.append(rows[~proved])
    rest = np.concatenate(open_rows)
    if len(rest):
        found[rest] = nearest(points, queries[rest], k)
    return found


def index_of(points: FloatArray, queries: int, k: int) -> Index | None:
    """Return the index that finds candidates soonest, or None where every distance is to be computed."""
    n, p = points.shape
    if n <= MANY or queries <= FEW or k + SPARE > n // 4:
        return None
    faiss, _ = faiss_or_reason()
    if p > WIDE:
        return None if faiss is None else Flat(faiss, points)
    tree = Tree(cKDTree(points))
    if p <= NARROW or faiss is None:
        return tree
    some = points[:: max(1, n // TRIED)][:TRIED]
    start = time.process_time()
    tree.candidates(some, k + SPARE)
    taken = (time.process_time() - start) / len(some)
    return tree if taken <= n * (FLAT_SECONDS[0] + FLAT_SECONDS[1] * p) else Flat(faiss, points)


def estimated_seconds(points: FloatArray, k: int) -> float:
    """Return about how long the exact neighbours of all points would take, from a few."""
    whole, part = len(points), parts_of(points)[0]
    points = points[part]
    n = len(points)
    some = points[:: max(1, n // (FEW + 1))][: FEW + 1]
    start = time.perf_counter()
    index = index_of(points, n, min(k, n))
    built = time.perf_counter()
    if index is None:
        nearest(points, some, k)
    else:
        index.candidates(some, k + SPARE)
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


def _blocks(index: Index, points: FloatArray, queries: FloatArray) -> Iterator[IntArray]:
    """Positions of queries that are asked together: near each other where the tree knows their order."""
    same = isinstance(index, Tree) and queries is points
    order = index.tree.indices if isinstance(index, Tree) and same else np.arange(len(queries))
    for start in range(0, len(order), BLOCK):
        yield np.asarray(order[start : start + BLOCK], dtype=np.int64)
