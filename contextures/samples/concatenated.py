"""Independent draws from several laws, over all tuples of their values, multiplied without being formed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator

from contextures.arrays import MOST_CELLS, FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.conditionals import Matrix, is_sparse
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.matrices import formed
from contextures.samples.memory import refuse_beyond

CELLS = 2**23
"""Numbers that are held beside the vectors."""
LEAST = 1e-250
"""A tuple of less mass does not occur: its share would be divided by a number whose square underflows."""
VECTORS = 64
"""Vectors over all tuples that a spectrum holds at a time, at least."""


class Concatenated(LinearOperator):
    """P⁺((a_1, …, a_r)|x) = ∏_j P_j⁺(a_j|x) on all tuples, or on some.

    Parameters
    ----------
    factors : sequence of ndarray or sparse array, (n, c_j)
        The laws, at least one, of which none is implicit.
    kept : ndarray of int, (c,), optional
        Tuples that occur, by their number in C order; all of them by default.

    Notes
    -----
    A product with a vector costs n ∏ c_j multiplications, by one product of matrices: the first factors are multiplied
    out for some rows at a time.
    """

    def __init__(self, factors: Sequence[Any], kept: IntArray | None = None) -> None:
        self.factors, self.kept = tuple(factors), kept
        self.sizes = tuple(factor.shape[1] for factor in self.factors)
        self.tuples = int(np.prod([float(size) for size in self.sizes]))
        dtype = min((np.dtype(factor.dtype) for factor in self.factors), key=lambda each: each.itemsize)
        width = self.tuples if kept is None else len(kept)
        super().__init__(dtype=dtype, shape=(self.factors[0].shape[0], width))  # type: ignore[call-arg, unused-ignore]

    def diagonal(self, weights: FloatArray) -> FloatArray:
        """Return Σ_a P⁺(a|x)² w(a) over the tuples a, (n,)."""
        squares = [factor.multiply(factor) if is_sparse(factor) else np.square(factor) for factor in self.factors]
        return Concatenated(squares, self.kept)._matvec(weights).ravel()

    def across(self, vectors: FloatArray) -> FloatArray:
        """Return the product with vectors over all tuples, kept or not, (n, k)."""
        k, last = vectors.shape[1], self.sizes[-1]
        right = vectors.reshape(self.tuples // last, last * k)
        product = np.empty((self.shape[0], k))
        for rows in self._blocks(last * k):
            first = (self._first(rows) @ right).reshape(-1, last, k)
            product[rows] = np.einsum("xb,xbk->xk", _dense(self.factors[-1], rows), first)
        return product

    def _matmat(self, vectors: Any) -> FloatArray:
        if self.kept is None:
            return self.across(np.asarray(vectors))
        whole = np.zeros((self.tuples, vectors.shape[1]))
        whole[self.kept] = vectors
        return self.across(whole)

    def columns(self) -> IntArray:
        """Return the value of A of each factor in each tuple that is kept, (c, r)."""
        kept = np.arange(self.tuples) if self.kept is None else self.kept
        return np.column_stack(np.unravel_index(kept, self.sizes))

    def _rmatmat(self, vectors: Any) -> FloatArray:
        k, last = vectors.shape[1], self.sizes[-1]
        total = np.zeros((self.tuples // last, last * k))
        for rows in self._blocks(last * k):
            beside = _dense(self.factors[-1], rows)[:, :, None] * vectors[rows][:, None, :]
            total += self._first(rows).T @ beside.reshape(-1, last * k)
        total = total.reshape(self.tuples, k)
        return total if self.kept is None else total[self.kept]

    def _matvec(self, vector: Any) -> FloatArray:
        return self._matmat(np.asarray(vector).reshape(-1, 1))

    def _rmatvec(self, vector: Any) -> FloatArray:
        return self._rmatmat(np.asarray(vector).reshape(-1, 1))

    def _blocks(self, width: int) -> list[slice]:
        step = max(1, CELLS // max(width, self.tuples // self.sizes[-1]))
        return [slice(start, min(start + step, self.shape[0])) for start in range(0, self.shape[0], step)]

    def _first(self, rows: slice) -> Any:
        """Some rows of the law of all factors but the last; of one number where there is no other."""
        if len(self.factors) == 1:
            return np.ones((rows.stop - rows.start, 1))
        if len(self.factors) == 2:
            return self.factors[0][rows]
        parts = [_dense(factor, rows) for factor in self.factors[:-1]]
        return reduce(lambda one, two: (one[:, :, None] * two[:, None, :]).reshape(len(one), -1), parts)


def concatenated(laws: Sequence[Matrix], p_rows: FloatArray) -> Concatenated:
    """Return independent draws from laws on the same points, over the tuples of positive mass.

    Raises
    ------
    InputError
        As `refuse_unheld`.
    """
    refuse_unheld(laws)
    factors = [formed(law) if isinstance(law, LinearOperator) else law for law in laws]
    whole = Concatenated(factors)
    kept = np.flatnonzero(whole.T @ p_rows > LEAST)
    return whole if len(kept) == whole.tuples else Concatenated(factors, kept)


def refuse_unheld(laws: Sequence[Matrix]) -> None:
    """Raise InputError where a law is too large to be formed, or there is less memory than a spectrum needs."""
    tuples = float(np.prod([float(law.shape[1]) for law in laws]))
    sizes = " × ".join(f"{law.shape[1]:,}" for law in laws)
    refuse_beyond(
        tuples * 3 * VECTORS * 8,
        f"a concatenation over {sizes} tuples of values",
        "fewer points, or neighbours, of which few tuples occur, are right",
    )
    for j, law in enumerate(laws, 1):
        if isinstance(law, KernelLaw) or (isinstance(law, LinearOperator) and law.shape[0] * law.shape[1] > MOST_CELLS):
            raise InputError(f"context {j} is not held, so that it cannot be concatenated; fewer points are right")


def _dense(matrix: Any, rows: slice) -> FloatArray:
    part = matrix[rows]
    return np.asarray(sp.csr_array(part).toarray() if is_sparse(matrix) else part)
