"""Conditional laws as matrices, one a row: checked, summed and multiplied, sparse ones and implicit ones too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator, aslinearoperator

from contextures import arrays
from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.conditionals import Matrix, is_sparse

ROW_SUM = {8: 1e-8, 4: 1e-4}
"""How far the sum of a row may be from 1, by the bytes of its numbers."""
BLOCK = 256
"""Rows that are converted, or columns of the identity that an implicit law is applied to, at a time."""
MOST_ENTRIES = 10**8
"""The largest number of entries of a sparse mixture (1.2 GB)."""
DENSE = 0.2
"""Part of the entries of a product of sparse laws above which it is applied factor by factor."""


def normalised(P: Any) -> Matrix:
    """Return a law as a matrix with rows of sum 1; single precision is kept.

    Raises
    ------
    InputError
        Where it is no matrix, an entry is negative or not finite, or a sum is too far from 1.
    """
    if isinstance(P, LinearOperator):
        matrix: Matrix = P if P.dtype in (np.float32, np.float64) else _real(P)
    elif is_sparse(P):
        matrix = sp.csr_array(P, dtype=np.float32 if P.dtype == np.float32 else np.float64)
        matrix.sum_duplicates()
    else:
        matrix = np.asarray(P) if getattr(P, "dtype", None) == np.float32 else arrays.nonnegative(P, "P", 2)
    sums = row_sums(matrix)
    if isinstance(matrix, np.ndarray):
        return matrix / sums[:, None].astype(matrix.dtype)
    if is_sparse(matrix):
        return sp.csr_array(sp.diags_array(1.0 / sums).astype(matrix.dtype) @ matrix)
    return matrix


def row_sums(matrix: Matrix) -> FloatArray:
    """Return the sums of the rows of a law, (n,).

    Raises
    ------
    InputError
        Where it is no matrix, an entry is negative or not finite, or a sum is too far from 1; of an operator only sums
        are looked at.
    """
    if len(matrix.shape) != 2 or 0 in matrix.shape:
        raise InputError(f"P has shape {matrix.shape}; a matrix with at least one entry is right")
    if not isinstance(matrix, LinearOperator):
        values = matrix.data if is_sparse(matrix) else matrix
        wrong = ~(np.isfinite(values) & (values >= 0))
        if wrong.any():
            raise InputError(f"P holds {values[wrong].flat[0]}; finite numbers ≥ 0 are right")
    sums = np.asarray(matrix @ np.ones(matrix.shape[1], dtype=matrix.dtype), dtype=np.float64).ravel()
    off = np.flatnonzero(~(np.abs(sums - 1) <= ROW_SUM[np.dtype(matrix.dtype).itemsize]))
    if off.size:
        raise InputError(f"row {off[0]} of P sums to {sums[off[0]]:.9g}; a sum of 1 is right")
    return sums


def column_masses(matrix: Matrix, p_rows: FloatArray) -> FloatArray:
    """Return P_A of the columns of a law (r, c), added up in double precision without a copy of the law, (c,)."""
    if not isinstance(matrix, np.ndarray):
        return np.asarray(matrix.T @ p_rows, dtype=np.float64).ravel()
    total = np.zeros(matrix.shape[1])
    for start in range(0, len(matrix), BLOCK):
        total += p_rows[start : start + BLOCK] @ matrix[start : start + BLOCK].astype(np.float64, copy=False)
    return total


def selection(index: IntArray, width: int) -> sp.csr_array:
    """Return the sparse matrix, (len(index), width), that picks rows."""
    n = len(index)
    return sp.csr_array((np.ones(n), index, np.arange(n + 1)), shape=(n, width))


def formed(operator: LinearOperator) -> FloatArray:
    """Return the entries of an implicit law, (n, m), in its precision."""
    matrix = np.empty(operator.shape, dtype=operator.dtype)
    width = operator.shape[1]
    for start in range(0, width, BLOCK):
        size = min(BLOCK, width - start)
        units = np.zeros((width, size))
        units[np.arange(start, start + size), np.arange(size)] = 1.0
        matrix[:, start : start + size] = operator @ units
    return matrix


def rows_of(law: Matrix, rows: IntArray) -> Matrix:
    """Return some rows of a law; itself for all of them in their order."""
    if len(rows) == law.shape[0] and (rows == np.arange(len(rows))).all():
        return law
    if not isinstance(law, LinearOperator):
        return law[rows]
    return aslinearoperator(selection(rows, law.shape[0])) @ law


class Beside(LinearOperator):
    """Laws side by side, (n, c_1 + … + c_r).

    Parameters
    ----------
    laws : sequence of ndarray, sparse array or LinearOperator, (n, c_j)
    dtype : numpy dtype
    """

    def __init__(self, laws: Sequence[Matrix], dtype: np.dtype[Any]) -> None:
        self.parts = [aslinearoperator(law) for law in laws]
        self.ends = np.cumsum([part.shape[1] for part in self.parts])
        shape = (self.parts[0].shape[0], int(self.ends[-1]))
        super().__init__(dtype=dtype, shape=shape)  # type: ignore[call-arg, unused-ignore]

    def _matmat(self, vectors: Any) -> Any:
        pieces = np.split(vectors, self.ends[:-1])
        return sum(part @ piece for part, piece in zip(self.parts, pieces, strict=True))

    def _rmatmat(self, vectors: Any) -> Any:
        return np.concatenate([part.H @ vectors for part in self.parts])

    def _matvec(self, vector: Any) -> Any:
        return self._matmat(np.asarray(vector).reshape(-1, 1))

    def _rmatvec(self, vector: Any) -> Any:
        return self._rmatmat(np.asarray(vector).reshape(-1, 1))


def beside(laws: list[Matrix]) -> Matrix:
    """Put laws side by side, in the precision of the least precise; sparse if all are."""
    dtype = _coarsest(laws)
    if all(is_sparse(law) for law in laws):
        return sp.csr_array(sp.hstack(laws, format="csr")).astype(dtype, copy=False)
    return Beside(laws, dtype)


def after(first: Matrix, second: Matrix) -> Matrix:
    """Multiply two laws, in the precision of the less precise; only sparse ones that stay sparse are multiplied out."""
    dtype = _coarsest([first, second])
    if is_sparse(first) and is_sparse(second):
        per_row = np.diff(sp.csr_array(second).indptr)
        most = float((sp.csr_array(first).astype(bool).astype(np.float64) @ per_row).sum())
        if most <= min(DENSE * first.shape[0] * second.shape[1], MOST_ENTRIES):
            return sp.csr_array(first @ second).astype(dtype, copy=False)
    if isinstance(first, np.ndarray) and is_sparse(second):
        return (first @ second).astype(dtype, copy=False)
    product = aslinearoperator(first) @ aslinearoperator(second)
    product.dtype = dtype
    return product


def _real(P: LinearOperator) -> LinearOperator:
    """An operator of whole or short numbers, applied to vectors in double precision."""
    if not np.can_cast(P.dtype, np.float64):
        raise InputError(f"P is an operator of type {P.dtype}; real numbers are right")
    return LinearOperator(
        P.shape, dtype=np.float64, matvec=P.matvec, matmat=P.matmat, rmatvec=P.rmatvec, rmatmat=P.rmatmat
    )


def _coarsest(laws: list[Matrix]) -> np.dtype[Any]:
    """The precision of the least precise law: no mixture resolves more."""
    return min((np.dtype(law.dtype) for law in laws), key=lambda dtype: dtype.itemsize)
