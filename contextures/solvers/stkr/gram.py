"""The Gram matrix of a base kernel over all points: checked, centred, multiplied, never densified."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse
from scipy.sparse.linalg import ArpackNoConvergence, LinearOperator, eigsh

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError

SYMMETRY = 1e-8
"""How far G[i, j] and G[j, i] may be apart, relative to the largest entry."""
INDEFINITE = 1e-6
"""How far below zero an eigenvalue may be, relative to the largest one, for rounding (to 32 bits) to be the reason."""
NOTHING = 1e-13
"""Relative size below which a centred kernel is zero, or an eigenvalue."""
SMALL = 200
"""Size up to which eigenvalues come from a full decomposition."""
KRYLOV = 40
"""Basis of the Lanczos iterations."""

Product = Callable[[FloatArray], FloatArray]


class Gram:
    """G_K/N as an operator, of a symmetric positive semi-definite Gram matrix.

    Parameters
    ----------
    matrix : ndarray or sparse matrix, (N, N)
        G_K, the values of the kernel.
    center : bool
        Whether the kernel is centred over the N points, as the theory has it.
    definite : bool
        Whether the kernel is positive semi-definite by construction; otherwise its least eigenvalue is looked at.

    Raises
    ------
    InputError
        Where the matrix is not square, finite, symmetric or positive semi-definite, a point is isolated (its row is
        zero), or the centred kernel is zero.
    """

    def __init__(self, matrix: Any, *, center: bool = True, definite: bool = False) -> None:
        self.sparse = bool(scipy.sparse.issparse(matrix))
        self.matrix: Any = _compressed(matrix) if self.sparse else np.asarray(matrix, dtype=np.float64)
        self.center = center
        self._check()
        self.size = int(self.matrix.shape[0])
        self.column_means: FloatArray = np.asarray(self.matrix.sum(axis=0), dtype=np.float64).ravel() / self.size
        if not definite:
            self._refuse_indefinite()
        if not self.top > NOTHING * self.largest_row / self.size:
            raise InputError(
                f"the kernel is constant on these points (n_samples = {self.size}), and zero where it is centred; "
                "points that differ are right"
            )

    def _check(self) -> None:
        shape = self.matrix.shape
        if len(shape) != 2 or shape[0] != shape[1]:
            raise InputError(f"the Gram matrix has shape {shape}; a square matrix over all points is right")
        entries = self.matrix.data if self.sparse else self.matrix
        if not np.isfinite(entries).all():
            raise InputError("the Gram matrix holds NaN or infinite entries; finite kernel values are right")
        difference = self.matrix - self.matrix.T
        gaps = np.abs(difference.data if self.sparse else difference)
        largest = np.abs(entries).max(initial=0.0)
        if gaps.size and gaps.max() > SYMMETRY * largest:
            gap = scipy.sparse.coo_array(difference) if self.sparse else None
            k = int(np.argmax(gaps))
            i, j = (gap.row[k], gap.col[k]) if gap is not None else np.unravel_index(k, gaps.shape)
            raise InputError(
                f"G[{i}, {j}] = {self.matrix[i, j]:g} but G[{j}, {i}] = {self.matrix[j, i]:g}; "
                "a symmetric kernel or graph is right"
            )
        weight = np.asarray(abs(self.matrix).sum(axis=0)).ravel()
        self.largest_row = float(weight.max(initial=0.0))
        if not (weight > 0).all():
            lonely = int(np.argmin(weight))
            raise InputError(f"point {lonely} is isolated: its kernel values are all 0; leave it out")

    def _plain(self, vectors: FloatArray) -> FloatArray:
        result: FloatArray = self.matrix @ vectors / self.size
        return result

    def apply(self, vectors: FloatArray) -> FloatArray:
        """Return (G_K/N) times vectors, (N,) or (N, C)."""
        if not self.center:
            return self._plain(vectors)
        product = self._plain(vectors - vectors.mean(axis=0))
        result: FloatArray = product - product.mean(axis=0)
        return result

    def dense(self) -> FloatArray:
        """Return G_K/N, centred, of a dense matrix."""
        matrix: FloatArray = self.matrix / self.size
        if self.center:
            means = self.column_means / self.size
            matrix = matrix - means - means[:, None] + means.mean()
        return matrix

    @cached_property
    def top(self) -> float:
        """λ̂_1, the largest eigenvalue of G_K/N (centred)."""
        return self._extreme(self.apply, 1e-6)

    def block_top(self, points: IntArray) -> float:
        """Return the largest eigenvalue of the block of G_K/N of some points."""
        if not self.sparse and len(points) <= SMALL:
            return float(np.linalg.eigvalsh(self.dense()[np.ix_(points, points)])[-1])

        def block(vector: FloatArray) -> FloatArray:
            whole = np.zeros(self.size)
            whole[points] = vector.ravel()
            return self.apply(whole)[points]

        return largest_eigenvalue(block, len(points))

    def eigenpairs(self, rank: int) -> tuple[FloatArray, FloatArray]:
        """Return the top eigenvalues of G_K/N, descending, and their eigenvectors as columns.

        Raises
        ------
        InputError
            Where fewer eigenvalues are positive, or the last one is repeated beyond the cut.
        """
        if rank >= self.size:
            raise InputError(f"the rank is {rank} for {self.size} points; a smaller one is right")
        if self.sparse and rank + 1 < self.size - 1:
            operator: Any = LinearOperator(
                (self.size, self.size), matvec=self.apply, matmat=self.apply, dtype=np.float64
            )
            start = np.random.default_rng(0).normal(size=self.size)
            basis = min(self.size, max(2 * rank + 20, KRYLOV))
            values, vectors = eigsh(operator, k=rank + 1, which="LA", v0=start, ncv=basis)
        elif self.sparse:
            raise InputError(f"the rank is {rank} for a sparse kernel on {self.size} points; a smaller one is right")
        else:
            values, vectors = np.linalg.eigh(self.dense())
        order = np.argsort(values)[::-1][: rank + 1]
        values, vectors = values[order], vectors[:, order]
        if values[rank - 1] <= 1e-12 * values[0]:
            positive = int((values > 1e-12 * values[0]).sum())
            raise InputError(f"the rank is {rank}, but the Gram matrix has {positive} positive eigenvalues; use those")
        if values[rank - 1] - values[rank] <= 1e-10 * values[0]:
            raise InputError(
                f"eigenvalues {rank} and {rank + 1} of the Gram matrix are equal ({values[rank]:.6g}): "
                "the span of the first is not unique; another rank is right"
            )
        return values[:rank], vectors[:, :rank]

    def _extreme(self, apply: Product, tolerance: float) -> float:
        if self.size <= SMALL:
            columns = apply(np.eye(self.size))
            return float(np.linalg.eigvalsh((columns + columns.T) / 2)[-1])
        return largest_eigenvalue(apply, self.size, tolerance)

    def _refuse_indefinite(self) -> None:
        """Refuse a negative Rayleigh quotient: a certain sign; that there is none is only likely."""
        scale = self._extreme(self._plain, 1e-3)
        # The tolerance is relative to the eigenvalue that is looked for: from the top, not from a cluster at zero.
        least = scale - self._extreme(lambda vectors: scale * vectors - self._plain(vectors), 1e-5)
        if least < -INDEFINITE * max(scale, -least):
            raise InputError(
                f"the kernel is indefinite: G_K/N has the eigenvalue {least:.4g} (largest {scale:.4g}); "
                "a positive semi-definite kernel is right, for a graph its lazy walk"
            )


def _compressed(matrix: Any) -> scipy.sparse.csr_array:
    """Return the rows compressed, with 32-bit positions where they suffice: half the time of a product."""
    rows = scipy.sparse.csr_array(matrix, dtype=np.float64, copy=True)
    rows.sum_duplicates()
    if max(rows.nnz, *rows.shape) < np.iinfo(np.int32).max:
        rows.indices, rows.indptr = rows.indices.astype(np.int32), rows.indptr.astype(np.int32)
    return rows


def largest_eigenvalue(apply: Product, size: int, tolerance: float = 1e-3) -> float:
    """Return the largest eigenvalue of a symmetric operator, from inside its spectrum."""
    if size <= 2:
        columns = np.column_stack([apply(column) for column in np.eye(size)])
        return float(np.linalg.eigvalsh((columns + columns.T) / 2)[-1])
    start = np.random.default_rng(0).normal(size=size)
    operator: Any = LinearOperator((size, size), matvec=apply, dtype=np.float64)
    basis = min(size, KRYLOV)
    found: FloatArray
    try:
        found = eigsh(operator, 1, which="LA", v0=start, ncv=basis, tol=tolerance, return_eigenvectors=False)
    except ArpackNoConvergence as error:
        found = np.real(error.eigenvalues)
        if not len(found):
            found = np.array([start @ apply(start) / (start @ start)])
    return float(found[0])
