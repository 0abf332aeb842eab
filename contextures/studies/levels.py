"""Contexts of one family at many levels of association, with what they share computed once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.conditionals import CACHED, Gaussian, Matrix, ReducedSquares, add_gaussian_laws, uniform_on
from contextures.samples.corruption import masks
from contextures.samples.data_context import DataContext, assembled
from contextures.samples.neighbours import merged
from contextures.samples.search import neighbours_of

FAMILIES = ("knn", "rbf", "knn-mask", "rbf-mask")
"""Kinds of context."""
MEMORY = 2_500_000_000
"""Bytes that averages over masks may take; more levels are made in several passes."""
SPARSE = 0.05
"""An average with fewer than this part of its cells filled is kept sparse."""


@dataclass(frozen=True, eq=False)
class Family:
    """Contexts on the same points that differ in K or γ.

    Attributes
    ----------
    kind : {"knn", "rbf", "knn-mask", "rbf-mask"}
    points : ndarray, (n, p)
        The sample.
    others : ndarray, (m, p)
        New points, at which the laws are wanted too.
    groups : sequence of sequences of int
        The columns of each feature, which are hidden together.
    mask : float
        The part of the features that is hidden.
    draws : int
        Masks that are averaged.
    seed : int
        Of the masks.
    """

    kind: str
    points: FloatArray
    others: FloatArray
    groups: Sequence[Sequence[int]]
    mask: float
    draws: int
    seed: int

    def contexts(self, parameters: Sequence[float]) -> Iterator[tuple[DataContext, Matrix]]:
        """Yield for each K or γ the context, and its law at the new points over the columns of the core.

        Parameters
        ----------
        parameters : sequence
            Values of K, or of γ, in ascending order.

        Raises
        ------
        InputError
            Where there is no such kind, or a K is not below the number of points.
        """
        if self.kind not in FAMILIES:
            raise InputError(f"the context {self.kind!r} is not known; {', '.join(FAMILIES)} are right")
        if self.kind.startswith("knn") and max(parameters) >= len(self.points):
            raise InputError(f"K = {max(parameters)} of {len(self.points)} points; fewer neighbours are right")
        distinct, row_of, counts = merged(self.points)
        queries = np.concatenate([distinct, self.others])
        make: Any = {
            "knn": self._neighbours,
            "rbf": self._gaussians,
            "knn-mask": self._masked_neighbours,
            "rbf-mask": self._masked_gaussians,
        }[self.kind]
        weights = counts / len(self.points)
        rows = len(distinct)
        for parameter, law in zip(parameters, make(parameters, queries, distinct, counts), strict=True):
            core, others = law[:rows], law[rows:]
            name = f"{self.kind}, {'k' if self.kind.startswith('knn') else 'gamma'} = {parameter:g}"
            if self.kind.startswith("rbf"):
                yield DataContext(core, row_of, row_of, weights, None, name), others
            else:
                context = assembled(core, row_of, weights, None, name)
                yield context, others[:, context.kept_columns]
                del context
            del law, core, others  # not to be held while the next one is made

    def _neighbours(self, ks: Sequence[float], queries: FloatArray, *_: Any) -> Iterator[Matrix]:
        order = neighbours_of(self.points, queries, int(max(ks)))
        for k in ks:
            yield uniform_on(order[:, : int(k)], len(self.points))

    def _gaussians(
        self, gammas: Sequence[float], queries: FloatArray, distinct: FloatArray, counts: FloatArray
    ) -> Iterator[Matrix]:
        for gamma in gammas:
            yield Gaussian(distinct, counts, gamma).at(queries)

    def _visible(self) -> list[tuple[IntArray, int]]:
        """The columns that stay visible under each mask that was drawn, and how often: few features have few masks."""
        drawn = Counter(tuple(visible.tolist()) for visible in masks(self.groups, self.mask, self.draws, self.seed))
        return [(np.array(visible), times) for visible, times in drawn.items()]

    def _masked_neighbours(self, ks: Sequence[float], queries: FloatArray, *_: Any) -> Iterator[Matrix]:
        n, rows = len(self.points), len(queries)
        at_once = max(1, int(MEMORY // (rows * n)))
        base = np.arange(rows)[:, None] * n
        for first in range(0, len(ks), at_once):
            part = [int(k) for k in ks[first : first + at_once]]
            counted = np.zeros((len(part), rows * n), dtype=np.uint8 if self.draws < 256 else np.uint16)
            for visible, times in self._visible():
                cells = neighbours_of(self.points[:, visible], queries[:, visible], part[-1]) + base
                for level, (start, stop) in enumerate(zip([0, *part[:-1]], part, strict=True)):
                    counted[level][cells[:, start:stop].ravel()] += times
            for level, k in enumerate(part):
                if level:
                    counted[level] += counted[level - 1]
                table = counted[level].reshape(rows, n)
                scale = 1.0 / (self.draws * k)
                filled = np.count_nonzero(table) < SPARSE * table.size
                yield sp.csr_array(table).astype(np.float64) * scale if filled else table * scale

    def _masked_gaussians(
        self, gammas: Sequence[float], queries: FloatArray, distinct: FloatArray, counts: FloatArray
    ) -> Iterator[Matrix]:
        at_once = max(1, int(MEMORY // (8 * len(queries) * len(distinct))))
        step = max(1, CACHED // len(distinct))
        for first in range(0, len(gammas), at_once):
            part = gammas[first : first + at_once]
            totals = np.zeros((len(part), len(queries), len(distinct)))
            for visible, times in self._visible():
                seen, points = queries[:, visible], distinct[:, visible]
                reduced = ReducedSquares(points, max(part))
                for start in range(0, len(queries), step):
                    rows = slice(start, start + step)
                    add_gaussian_laws(totals[:, rows], reduced(seen[rows]), part, counts, times)
            for total in totals:
                total *= counts / self.draws
                yield total


def neighbour_levels(n: int, levels: int, low: int = 2, high: int | None = None) -> list[int]:
    """Return about geometric values of K, distinct and ascending.

    Parameters
    ----------
    n : int
        Points.
    levels : int
        How many; fewer where there are not as many whole numbers.
    low, high : int
        The least and the largest; n // 2 by default.

    Raises
    ------
    InputError
        Where 1 ≤ low ≤ high < n does not hold.
    """
    high = n // 2 if high is None else high
    if not 1 <= low <= high < n:
        raise InputError(f"K from {low} to {high} does not fit {n} points; 1 ≤ low ≤ high < {n} is right")
    tried = levels
    while True:
        values = np.unique(np.geomspace(low, high, tried).round().astype(int))
        if len(values) >= min(levels, high - low + 1):
            return [
                int(k) for k in values[np.linspace(0, len(values) - 1, min(levels, len(values))).round().astype(int)]
            ]
        tried += 1
