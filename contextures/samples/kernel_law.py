"""The law of a Gaussian kernel on many points, multiplied in blocks of rows and never held."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse.linalg import LinearOperator

from contextures.arrays import FloatArray
from contextures.samples.conditionals import gaussian_law, reduced_squares
from contextures.samples.threads import ALONE, Team, team

CELLS = 2**21
"""Cells of the law that a thread holds."""
GROUPS = 8
"""Groups of rows over which columns are added up: what comes out does not depend on the number of threads."""


class KernelLaw(LinearOperator):
    """P⁺(a|x) in proportion to weight(a) exp(−γ‖x − a‖²), of the points themselves.

    Parameters
    ----------
    points : ndarray, (n, p)
        Distinct.
    weights : ndarray, (n,)
        How often each occurs.
    gamma : float

    Attributes
    ----------
    p_rows : ndarray, (n,)
        P_X, in proportion to the weights.
    """

    def __init__(self, points: FloatArray, weights: FloatArray, gamma: float) -> None:
        super().__init__(dtype=np.dtype(np.float64), shape=(len(points), len(points)))  # type: ignore[call-arg, unused-ignore]
        self.points, self.weights, self.gamma = points, weights, gamma
        self.p_rows = weights / weights.sum()
        self._sums: tuple[FloatArray, FloatArray, FloatArray] | None = None

    def rows(self, at: slice) -> FloatArray:
        """Return some rows of the law, (b, n)."""
        return gaussian_law(reduced_squares(self.points[at], self.points, self.gamma), self.gamma, self.weights)

    def blocks(self, at: slice) -> list[slice]:
        """Cut rows into blocks that a thread holds at a time."""
        step = max(1, CELLS // len(self.points))
        return [slice(start, min(start + step, at.stop)) for start in range(at.start, at.stop, step)]

    def sweep(self, vectors: FloatArray, crew: Team = ALONE) -> FloatArray:
        """Return PᵀU, for U (n, k), keeping what `sums` returns.

        Notes
        -----
        Every entry of the law is computed once, in double precision.
        """
        n = len(self.points)

        def work(group: slice) -> FloatArray:
            total = np.zeros((n, vectors.shape[1] + 3))
            for at in self.blocks(group):
                law = self.rows(at)
                total[:, 3:] += law.T @ vectors[at]
                total[:, 0] += self.p_rows[at] @ law
                total[at, 2] = np.diagonal(law, at.start)
                np.square(law, out=law)
                total[:, 1] += self.p_rows[at] @ law
            return total

        size = -(-n // GROUPS)
        groups = [slice(start, min(start + size, n)) for start in range(0, n, size)]
        total: FloatArray = np.asarray(sum(crew.each(work, n, groups)))
        self._sums = total[:, 0].copy(), total[:, 1].copy(), total[:, 2].copy()
        return total[:, 3:]

    @property
    def sums(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """P_A(a), Σ_x P_X(x) P⁺(a|x)² and P⁺(x|x), (n,) each."""
        if self._sums is None:
            with team() as crew:
                self.sweep(np.zeros((len(self.points), 0)), crew)
        assert self._sums is not None
        return self._sums

    def _matmat(self, vectors: Any) -> FloatArray:
        with team() as crew:
            parts = self.blocks(slice(0, len(self.points)))
            return np.concatenate(crew.each(lambda at: self.rows(at) @ vectors, len(self.points), parts))

    def _rmatmat(self, vectors: Any) -> FloatArray:
        with team() as crew:
            return self.sweep(np.asarray(vectors), crew)

    def _matvec(self, vector: Any) -> FloatArray:
        return self._matmat(np.asarray(vector).reshape(-1, 1))

    def _rmatvec(self, vector: Any) -> FloatArray:
        return self._rmatmat(np.asarray(vector).reshape(-1, 1))
