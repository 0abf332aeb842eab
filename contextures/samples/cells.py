"""Candidates for nearest neighbours from cells of points, of which only those that can hold a nearer one are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.samples.indices import Block
from contextures.samples.scale import Scale
from contextures.samples.threads import team

PER_ROOT, MOST, LEAST = 10.0, 5000, 8
"""Cells in units of √n, how many at most, and of how many points at least on average."""
ROUNDS, LEARNED = 3, 16
"""Rounds of the k-means that makes them, and points of a cell that it sees."""
STEP = 4096
"""Points whose cells are found at a time."""
BLOCK, TOGETHER = 8192, 256
"""Queries that are answered at a time, about, and those of one cell that are."""
ROOM = 2**20
"""Distances that a thread holds at a time."""
FIRST = 16
"""Points of which distances are taken to bound those of the candidates, in units of these."""
TRIED = 24
"""Cells on which it is measured how much is read."""
EPS = float(np.finfo(np.float32).eps)


@dataclass(frozen=True, eq=False)
class Cells:
    """Points, cell by cell, and how far the cells reach towards each other.

    Let u be the direction from centre a to centre b, r apart. Where the points of b reach at most s from their centre
    against u, and a query of a lies at most t from its centre along u, all of b is at least r − s − t from it: b is
    left out where that is more than the distance of as many points as are wanted. Offsets are from the next centre, in
    single precision, and what rounding can do is added.

    Attributes
    ----------
    scale : Scale
        What was done to the points.
    points : ndarray, (n, p)
        Moved and shrunk, cell by cell.
    order : ndarray of int, (n,)
        Where in the sample they are.
    starts : ndarray of int, (c + 1,)
        Where each cell starts, and where the last one ends.
    centres : ndarray, (c, p)
    reach : ndarray of float32, (c, c)
        How far the points of a cell lie from its centre in the direction of each other one, at most.
    """

    scale: Scale
    points: FloatArray
    order: IntArray
    starts: IntArray
    centres: FloatArray
    reach: FloatArray

    @classmethod
    def of(cls, points: FloatArray) -> Cells:
        """Return the cells of n ≥ 8 points, made by k-means."""
        scale, n = Scale.of(points), len(points)
        centres = _learned(points, scale, max(1, min(int(PER_ROOT * np.sqrt(n)), MOST, n // LEAST)))
        cell = _nearest(points, scale, centres)
        order = np.argsort(cell, kind="stable")
        sizes = np.bincount(cell)
        starts = np.concatenate([[0], np.cumsum(sizes[sizes > 0])])
        held = scale(points[order])
        centres = np.add.reduceat(held, starts[:-1], axis=0) / np.diff(starts)[:, None]
        reach: FloatArray = np.empty((len(centres), len(centres)), dtype=np.float32)
        made = cls(scale, held, order, starts, centres, reach)
        with team() as threads:
            threads.each(made._measure, len(centres), [slice(i, i + 1) for i in range(len(centres))])
        return made

    def candidates(self, queries: FloatArray, width: int) -> Iterator[Block]:
        """Yield them: all points that are near enough, or the nearest of these."""
        cell = _nearest(queries, self.scale, self.centres)
        order = np.argsort(cell, kind="stable")
        spans = _spans(cell[order])
        with team() as threads:
            for group in _groups(spans):
                of = order[group[0].start : group[-1].stop]

                def work(span: slice) -> tuple[IntArray, FloatArray]:
                    return self._near(queries[order[span]], int(cell[order[span.start]]), width)

                found = threads.each(work, len(of), group)
                yield of, np.concatenate([each[0] for each in found]), np.concatenate([each[1] for each in found])

    def share(self, width: int) -> float:
        """Return which part of the points is read for one of them, about."""
        sizes = np.diff(self.starts)
        chosen = np.unique(np.linspace(0, len(sizes) - 1, TRIED).astype(int))
        read = 0.0
        for cell in chosen:
            here = self._offsets(self.points[self.starts[cell] : self.starts[cell + 1]], cell)
            read += sizes[cell] * sizes[self._open(here, cell, width)[1]].sum()
        return float(read / sizes[chosen].sum() / len(self.points))

    def _measure(self, cells: slice) -> None:
        """Fill in how far a cell reaches."""
        cell = cells.start
        directions, _ = self._directions(cell)
        self.reach[cell] = -np.inf
        for start in range(self.starts[cell], self.starts[cell + 1], STEP):
            offsets = self._offsets(self.points[start : min(start + STEP, self.starts[cell + 1])], cell)
            along = (offsets @ directions.T).max(axis=0) + self._rounding * _lengths(offsets).max()
            np.maximum(self.reach[cell], along, out=self.reach[cell])

    @property
    def _rounding(self) -> float:
        """Relative error, at most, of a sum of p + 2 products in single precision, of numbers that were rounded."""
        return float((self.points.shape[1] + 16) * EPS)

    def _offsets(self, points: FloatArray, cell: int) -> FloatArray:
        """Points, moved and shrunk, as seen from a centre, in single precision."""
        offsets: FloatArray = (points - self.centres[cell]).astype(np.float32)
        return offsets

    def _directions(self, cell: int) -> tuple[FloatArray, FloatArray]:
        """Unit vectors from a centre to each, (c, p), in single precision, and the distances, (c,)."""
        steps = self.centres - self.centres[cell]
        lengths = _lengths(steps)
        steps /= np.where(lengths > 0, lengths, 1.0)[:, None]
        return steps.astype(np.float32), lengths

    def _near(self, queries: FloatArray, cell: int, width: int) -> tuple[IntArray, FloatArray]:
        """The candidates of queries of one cell, and what the others are beyond."""
        offsets = self._offsets(self.scale(queries), cell)
        limit, cells = self._open(offsets, cell, width)
        error = self._rounding * np.square(2 * _lengths(offsets) + np.sqrt(limit))  # of all within the limit
        most = ((limit + error) * (1 + 4 * EPS)).astype(np.float32)[:, None]
        among = self._positions(cells)
        step = max(1, ROOM // len(offsets))
        found = []
        for start in range(0, len(among), step):
            part = among[start : start + step]
            squares = self._squares(offsets, cell, part)[0]
            row, column = np.divmod(_true(squares <= most), len(part))
            found.append((row, part[column], squares[row, column]))
        row, position, square = (np.concatenate(each) for each in zip(*found, strict=True))
        positions, last = _smallest(row, position, square, len(offsets), width)
        beyond = np.maximum(np.minimum(limit, last - error), 0.0)
        return self.order[positions], beyond * self.scale.unit**2

    def _open(self, offsets: FloatArray, cell: int, width: int) -> tuple[FloatArray, IntArray]:
        """A bound on the squared distance of each query's candidates, (m,), and the cells with a point that near."""
        directions, away = self._directions(cell)
        nearest = np.argsort(away, kind="stable")
        enough = np.searchsorted(np.cumsum(np.diff(self.starts)[nearest]), FIRST * width) + 1
        squares, longest = self._squares(offsets, cell, self._positions(nearest[:enough]))
        lengths = _lengths(offsets)
        last = np.partition(squares, width - 1, axis=1)[:, width - 1].astype(np.float64)
        limit = np.maximum(last, 0.0) + self._rounding * np.square(lengths + longest)
        radius = np.sqrt(limit)
        toward = offsets @ directions.T
        toward += radius.astype(np.float32)[:, None]
        seen = toward.max(axis=0) + self._rounding * float((lengths + radius).max())
        return limit, np.flatnonzero(away * (1 - self._rounding) - self.reach[:, cell] <= seen)

    def _positions(self, cells: IntArray) -> IntArray:
        """Where the points of some cells are."""
        starts, sizes = self.starts[cells], np.diff(self.starts)[cells]
        before = np.cumsum(sizes) - sizes
        return np.repeat(starts - before, sizes) + np.arange(sizes.sum())

    def _squares(self, offsets: FloatArray, cell: int, positions: IntArray) -> tuple[FloatArray, float]:
        """Squared distances of queries from some points, (m, v), by one product, and the longest offset of these."""
        p = offsets.shape[1]
        points = np.empty((len(positions), p + 2), dtype=np.float32)
        np.subtract(self.points[positions], self.centres[cell], out=points[:, :p], casting="same_kind")
        points[:, p], points[:, p + 1] = np.einsum("ij,ij->i", points[:, :p], points[:, :p]), 1.0
        queries = np.empty((len(offsets), p + 2), dtype=np.float32)
        np.multiply(offsets, -2.0, out=queries[:, :p])
        queries[:, p], queries[:, p + 1] = 1.0, np.einsum("ij,ij->i", offsets, offsets)
        return queries @ points.T, float(np.sqrt(points[:, p].max()))


def _learned(points: FloatArray, scale: Scale, count: int) -> FloatArray:
    """Centres by k-means on some points, (c, p)."""
    n = len(points)
    chosen = np.random.default_rng(0).choice(n, min(n, LEARNED * count), replace=False)
    centres = scale(points[chosen[:count]])
    chosen = np.sort(chosen)
    some = points[chosen]
    for _ in range(ROUNDS):
        cell = _nearest(some, scale, centres)
        order = np.argsort(cell, kind="stable")
        sizes = np.bincount(cell, minlength=count)
        filled = sizes > 0
        starts = (np.cumsum(sizes) - sizes)[filled]
        centres[filled] = np.add.reduceat(scale(some[order]), starts, axis=0) / sizes[filled, None]
    return centres


def _nearest(points: FloatArray, scale: Scale, centres: FloatArray) -> IntArray:
    """The nearest centre of each point, but for rounding."""
    found = np.empty(len(points), dtype=np.int64)
    turned = np.concatenate([-2.0 * centres.T, np.einsum("ij,ij->i", centres, centres)[None]]).astype(np.float32)

    def work(rows: slice) -> None:
        moved = scale(points[rows]).astype(np.float32)
        found[rows] = (np.concatenate([moved, np.ones((len(moved), 1), np.float32)], axis=1) @ turned).argmin(axis=1)

    with team() as threads:
        threads.each(work, len(points), [slice(i, min(i + STEP, len(points))) for i in range(0, len(points), STEP)])
    return found


def _lengths(vectors: FloatArray) -> FloatArray:
    """Euclidean norms in double precision, (m,)."""
    lengths: FloatArray = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64))
    return lengths


def _spans(labels: IntArray) -> list[slice]:
    """Cut rows where their labels change, and where too many have the same."""
    changes = np.flatnonzero(np.diff(labels)) + 1
    starts = [0, *changes.tolist()]
    stops = [*changes.tolist(), len(labels)]
    return [
        slice(i, min(i + TOGETHER, stop))
        for start, stop in zip(starts, stops, strict=True)
        for i in range(start, stop, TOGETHER)
    ]


def _groups(spans: list[slice]) -> Iterator[list[slice]]:
    """Put spans together, in order, to about as many rows as are answered at a time."""
    group: list[slice] = []
    for span in spans:
        if group and span.stop - group[0].start > BLOCK:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _true(mask: object) -> IntArray:
    """Positions of what is true in an array where that is little, (t,), in order."""
    flat = np.ascontiguousarray(mask, dtype=bool).ravel()
    whole = len(flat) // 8 * 8
    words = np.flatnonzero(flat[:whole].view(np.uint64))
    row, column = np.nonzero(flat[:whole].reshape(-1, 8)[words])
    return np.concatenate([words[row] * 8 + column, whole + np.flatnonzero(flat[whole:])])


def _smallest(
    row: IntArray, position: IntArray, square: FloatArray, rows: int, width: int
) -> tuple[IntArray, FloatArray]:
    """The `width` entries of each row with the smallest squares, in any order, and the largest of these squares."""
    order = np.argsort(row.astype(np.int16), kind="stable")
    counts = np.bincount(row, minlength=rows)
    column = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    squares = np.full((rows, counts.max()), np.inf, dtype=np.float32)
    positions = np.zeros(squares.shape, dtype=np.int64)
    squares[row[order], column], positions[row[order], column] = square[order], position[order]
    chosen = np.argpartition(squares, width - 1, axis=1)[:, :width]
    largest = np.take_along_axis(squares, chosen, axis=1).max(axis=1).astype(np.float64)
    return np.take_along_axis(positions, chosen, axis=1), largest
