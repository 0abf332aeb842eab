"""Indices of points that give candidates for nearest neighbours: a kd-tree, and all distances by faiss."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from scipy.spatial import cKDTree

from contextures.arrays import FloatArray, IntArray
from contextures.samples.faiss_library import faiss_or_reason, held
from contextures.samples.scale import Scale
from contextures.samples.threads import allowed

BLOCK = 8192
"""Queries at a time."""

Block: TypeAlias = tuple[IntArray, IntArray, FloatArray]
"""Some of the queries, positions of their candidates (m, width), and lower bounds (m,) of the squared distances of all
other points."""


class Index(Protocol):
    """Something that knows candidates."""

    @property
    def order(self) -> IntArray:
        """Positions of all points, those near each other together where the index knows them."""

    def candidates(self, queries: FloatArray, width: int) -> Iterator[Block]:
        """Yield candidates for every query, in any order."""


@dataclass(frozen=True, eq=False)
class Tree:
    """A kd-tree.

    Attributes
    ----------
    tree : cKDTree
    """

    tree: cKDTree

    @classmethod
    def of(cls, points: FloatArray) -> Tree:
        """Return the tree of points, (n, p)."""
        return cls(cKDTree(points))

    @property
    def order(self) -> IntArray:
        """Positions of the points, leaf by leaf."""
        return np.asarray(self.tree.indices, dtype=np.int64)

    def candidates(self, queries: FloatArray, width: int) -> Iterator[Block]:
        """Yield them; the tree's distances are those of the points, in double precision."""
        for rows in _blocks(
            self.order if len(queries) == self.tree.n else np.arange(len(queries))
        ):  # likely the points
            distances, positions = map(np.asarray, self.tree.query(queries[rows], width, workers=allowed()))
            yield rows, positions.astype(np.int64), np.square(distances[:, -1])


class Flat:
    """All distances in single precision, by faiss.

    It is made anew where it is sent.

    Parameters
    ----------
    points : ndarray, (n, p)
    """

    def __init__(self, points: FloatArray) -> None:
        self.faiss, _ = faiss_or_reason()
        self.points, self.scale = points, Scale.of(points)
        self.reach = 0.0
        self.index = self.faiss.IndexFlatL2(points.shape[1])
        for start in range(0, len(points), BLOCK):
            shifted = self.scale(points[start : start + BLOCK])
            self.reach = max(self.reach, float(np.sqrt(np.einsum("ij,ij->i", shifted, shifted).max())))
            self.index.add(shifted.astype(np.float32))

    def __reduce__(self) -> tuple[type[Flat], tuple[FloatArray]]:
        return Flat, (self.points,)

    @property
    def order(self) -> IntArray:
        """Positions of the points."""
        return np.arange(len(self.points))

    def candidates(self, queries: FloatArray, width: int) -> Iterator[Block]:
        """Yield them: a sum of p + 2 products, of points rounded once, is off by no more than is said here."""
        for rows in _blocks(np.arange(len(queries))):
            shifted = self.scale(queries[rows])
            with held(self.faiss):
                squares, positions = self.index.search(shifted.astype(np.float32), width)
            lengths = np.sqrt(np.einsum("ij,ij->i", shifted, shifted)) + self.reach
            slack = (queries.shape[1] + 8) * np.finfo(np.float32).eps * np.square(lengths)
            beyond = np.maximum(squares[:, -1].astype(np.float64) - slack, 0.0) * self.scale.unit**2
            yield rows, positions.astype(np.int64), beyond


def _blocks(order: IntArray) -> Iterator[IntArray]:
    return (order[start : start + BLOCK] for start in range(0, len(order), BLOCK))
