"""The law of a Gaussian kernel on many points, multiplied in blocks of rows and never held."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse.linalg import LinearOperator
from scipy.spatial.distance import cdist

from contextures.arrays import FloatArray
from contextures.samples.conditionals import ROUNDED, ReducedSquares, gaussian_law
from contextures.samples.kernels import exponentials
from contextures.samples.neighbours import ROUNDING
from contextures.samples.threads import ALONE, Team, team

CELLS = 2**21
"""Cells of the law that a thread holds in a product."""
TILE = 512
"""Rows and columns of a part of the kernel that stays in the cache, and serves both sides of the diagonal."""
GROUPS = 4
"""Groups of tiles over which columns are added up: what comes out does not depend on the number of threads."""


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
        self._squares = ReducedSquares(points, gamma)
        self._scaled = (points - self._squares.centre) * np.sqrt(2.0 * gamma)
        self._halves = 0.5 * np.einsum("ij,ij->i", self._scaled, self._scaled)
        self._far = 2.0 * ROUNDING * self._halves > ROUNDED
        self._totals: FloatArray | None = None
        self._sums: tuple[FloatArray, FloatArray, FloatArray] | None = None

    def rows(self, at: slice) -> FloatArray:
        """Return some rows of the law, (b, n)."""
        return gaussian_law(self._squares(self.points[at]), self.gamma, self.weights)

    def blocks(self, at: slice) -> list[slice]:
        """Cut rows into blocks that a thread holds at a time."""
        step = max(1, CELLS // len(self.points))
        return [slice(start, min(start + step, at.stop)) for start in range(at.start, at.stop, step)]

    def sweep(self, vectors: FloatArray, crew: Team = ALONE) -> FloatArray:
        """Return PᵀU, for U (n, k), keeping what `sums` returns.

        Notes
        -----
        The kernel is symmetric: each entry on one side of the diagonal is computed for both, once for the sums of rows,
        which are kept, and once for the products.
        """
        if self._totals is None:
            self._totals = self._times(self.weights[:, None], crew)[0][:, 0]
        shares = np.column_stack([self.p_rows / self._totals, vectors / self._totals[:, None]])
        products, squares = self._times(shares, crew, self.p_rows / np.square(self._totals))
        products *= self.weights[:, None]
        squares *= np.square(self.weights)
        self._sums = products[:, 0].copy(), squares, self.weights / self._totals
        return products[:, 1:]

    def _times(
        self, vectors: FloatArray, crew: Team, squared: FloatArray | None = None
    ) -> tuple[FloatArray, FloatArray]:
        """The kernel times vectors (n, k), and the kernel with squared entries times one vector."""
        n, tiles = len(self.points), -(-len(self.points) // TILE)

        def work(group: slice) -> tuple[FloatArray, FloatArray]:
            products, squares = np.zeros(vectors.shape), np.zeros(n)
            for i in range(*group.indices(tiles)):
                rows = slice(i * TILE, min((i + 1) * TILE, n))
                for j in range(i, tiles):
                    columns = slice(j * TILE, min((j + 1) * TILE, n))
                    kernel = self._tile(rows, columns)
                    products[rows] += kernel @ vectors[columns]
                    if i < j:
                        products[columns] += kernel.T @ vectors[rows]
                    if squared is not None:
                        np.square(kernel, out=kernel)
                        squares[rows] += kernel @ squared[columns]
                        if i < j:
                            squares[columns] += squared[rows] @ kernel
            return products, squares

        groups = [slice(start, None, GROUPS) for start in range(min(GROUPS, tiles))]
        found = crew.each(work, n, groups)
        products, squares = found[0]
        for more, others in found[1:]:
            products += more
            squares += others
        return products, squares

    def _tile(self, rows: slice, columns: slice) -> FloatArray:
        """Part of exp(−γ‖x − a‖²); sums of squared differences where a product of matrices would round too much."""
        exponents: FloatArray
        if self._far[rows].any() or self._far[columns].any():
            exponents = cdist(self.points[rows], self.points[columns], "sqeuclidean")
            exponents *= -self.gamma
        else:
            exponents = self._scaled[rows] @ self._scaled[columns].T
            exponents -= self._halves[rows][:, None]
            exponents -= self._halves[columns]
            np.minimum(exponents, 0.0, out=exponents)
        return exponentials(exponents)

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
