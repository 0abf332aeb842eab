"""The two back ends: batches of floats and single instances of exact numbers.

Quantities are written once over NumPy arrays. In a batch the arrays are floats with the batch axis first; in the exact
back end they are object arrays of rationals without a batch axis, so that ``@``, ``*``, ``.sum(-1)`` and ``.max(-1)``
mean the same. Only what NumPy cannot do over rationals is written twice: here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from flint import arb, fmpq, fmpq_mat
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.numbers import Exact, NotCertifiable

Array: TypeAlias = NDArray[Any]
RANK_TOLERANCE = 1e-9
"""Relative size below which a singular value of (weighted, normalised) columns counts as zero, in floats."""


class Arithmetic(Protocol):
    """What a back end provides beside NumPy; operators act on L² with the weights ``p``."""

    exact: bool

    def constant(self, value: int) -> Any:
        """Return a constant of the scalar type."""

    def zeros_like(self, scalar: Any) -> Any:
        """Return zero, one for each instance."""

    def sqrt(self, value: Any) -> Any:
        """Take a square root, of scalars."""

    def largest(self, values: Sequence[Any]) -> Any:
        """Return the largest of several scalars."""

    def eigenvalues(self, operator: Array, p: Array) -> list[Any]:
        """Return the eigenvalues of an operator that is self-adjoint in L²(p), descending."""

    def projector(self, columns: Array, p: Array) -> Array:
        """Return the orthogonal projector of L²(p) on the span of the columns."""

    def inverse(self, matrix: Array, size: Any) -> Array:
        """Return the inverse; not a number where there is none, in floats judged against the size of its terms."""

    def rank(self, columns: Array, p: Array) -> Any:
        """Return the dimension of the span of the columns."""


def transpose(a: Array) -> Array:
    """Swap the last two axes."""
    return np.swapaxes(a, -1, -2)


def trace(a: Array) -> Any:
    """Sum the diagonal of the last two axes."""
    return np.trace(a, axis1=-2, axis2=-1)


class Floats:
    """Batches of floats."""

    exact = False

    def constant(self, value: int) -> float:
        """Return the constant as a float."""
        return float(value)

    def zeros_like(self, scalar: Any) -> Any:
        """Return zeros, one for each instance."""
        return np.zeros_like(scalar, dtype=float)

    def sqrt(self, value: Any) -> Any:
        """Take the root of what rounding may have left slightly below zero."""
        return np.sqrt(np.maximum(value, 0.0))

    def largest(self, values: Sequence[Any]) -> Any:
        """Return the elementwise maximum."""
        return np.max(np.stack(np.broadcast_arrays(*values)), axis=0)

    def eigenvalues(self, operator: Array, p: Array) -> list[Any]:
        """Use the symmetric form of the operator."""
        return list(np.moveaxis(np.linalg.eigvalsh(self._symmetric(operator, p))[..., ::-1], -1, 0))

    def _symmetric(self, operator: Array, p: Array) -> Array:
        root = np.sqrt(p)
        form = root[..., :, None] * operator / root[..., None, :]
        return (form + transpose(form)) / 2

    def _basis(self, columns: Array, p: Array) -> tuple[Array, Array]:
        """Return orthonormal columns of ℝ^n for the weighted span, and which of them count."""
        weighted = np.sqrt(p)[..., :, None] * columns
        length = np.sqrt((weighted**2).sum(-2, keepdims=True))
        u, values, _ = np.linalg.svd(weighted / np.where(length > 0, length, 1.0), full_matrices=False)
        return u, values > RANK_TOLERANCE

    def projector(self, columns: Array, p: Array) -> Array:
        """Use the singular vectors of the weighted columns."""
        u, counts = self._basis(columns, p)
        root = np.sqrt(p)
        return (u * counts[..., None, :]) @ transpose(u) * root[..., None, :] / root[..., :, None]

    def inverse(self, matrix: Array, size: Any) -> Array:
        """Invert; NaN where the smallest singular value is zero to rounding."""
        values = np.linalg.svd(matrix, compute_uv=False)
        regular = (size > 0) & (values[..., -1] > RANK_TOLERANCE * np.maximum(size, values[..., 0]))
        regular = regular[..., None, None]
        return np.where(regular, np.linalg.inv(np.where(regular, matrix, np.eye(matrix.shape[-1]))), np.nan)

    def rank(self, columns: Array, p: Array) -> Any:
        """Count the singular values that are not zero to rounding."""
        return self._basis(columns, p)[1].sum(-1).astype(float)


class Rationals:
    """One instance of rational numbers."""

    exact = True

    def constant(self, value: int) -> fmpq:
        """Return the constant as a rational."""
        return fmpq(value)

    def zeros_like(self, scalar: Any) -> fmpq:
        """Return zero."""
        return fmpq(0)

    def sqrt(self, value: Exact) -> Exact:
        """Take the root, rational where it can be."""
        return numbers.square_root(value)

    def largest(self, values: Sequence[Exact]) -> Exact:
        """Return the largest value."""
        return numbers.largest(values)

    def eigenvalues(self, operator: Array, p: Array) -> list[Exact]:
        """Use the roots of the characteristic polynomial: rational where they are, balls elsewhere."""
        values = [root for root, count in roots(operator) for _ in range(count)]
        return sorted(values, key=lambda v: v.mid().fmpq() if isinstance(v, arb) else v, reverse=True)

    def projector(self, columns: Array, p: Array) -> Array:
        """Use a maximal set of independent columns."""
        basis = columns[:, independent_columns(columns)]
        if basis.shape[1] == 0:
            return as_array(fmpq_mat(len(p), len(p)))
        weighted = transpose(basis) * p
        return np.asarray(basis @ self.inverse(weighted @ basis, None) @ weighted)

    def pseudo_inverse(self, operator: Array, p: Array) -> Array:
        """Return the pseudo-inverse of an operator that is self-adjoint in L²(p): its inverse on its range."""
        basis = operator[:, independent_columns(operator)]
        if basis.shape[1] == 0:
            return as_array(fmpq_mat(len(p), len(p)))
        weighted = transpose(basis) * p
        return np.asarray(basis @ self.inverse(weighted @ operator @ basis, None) @ weighted)

    def inverse(self, matrix: Array, size: Any) -> Array:
        """Invert; undefined where the matrix is singular."""
        try:
            return as_array(as_matrix(matrix).inv())
        except ZeroDivisionError:
            raise numbers.UndefinedError("a singular matrix has no inverse") from None

    def rank(self, columns: Array, p: Array) -> fmpq:
        """Return the rank."""
        return fmpq(as_matrix(columns).rank())


def as_matrix(a: Array) -> fmpq_mat:
    """Turn an object array of rationals into a FLINT matrix."""
    return fmpq_mat(a.shape[0], a.shape[1], list(a.ravel()))


def as_array(matrix: fmpq_mat) -> Array:
    """Turn a FLINT matrix into an object array of rationals."""
    a = np.empty((matrix.nrows(), matrix.ncols()), dtype=object)
    a.ravel()[:] = matrix.entries()
    return a


def exact_array(whole: Array) -> Array:
    """Turn whole numbers into an object array of rationals."""
    a = np.empty(whole.shape, dtype=object)
    a.ravel()[:] = [fmpq(int(value)) for value in whole.ravel()]
    return a


def independent_columns(a: Array) -> list[int]:
    """Return the indices of a maximal set of linearly independent columns, the first ones."""
    if a.shape[1] == 0:
        return []
    reduced, rank = as_matrix(a).rref()
    return [next(j for j in range(reduced.ncols()) if reduced[row, j] != 0) for row in range(rank)]


def null_space(a: Array) -> Array:
    """Return a rational basis of the kernel, as columns."""
    reduced, rank = as_matrix(a).rref()
    pivots = independent_columns(a)
    free = [j for j in range(a.shape[1]) if j not in pivots]
    basis = as_array(fmpq_mat(a.shape[1], len(free)))
    for column, j in enumerate(free):
        basis[j, column] = fmpq(1)
        for row in range(rank):
            basis[pivots[row], column] = -reduced[row, j]
    return basis


def roots(operator: Array) -> list[tuple[Exact, int]]:
    """Return the eigenvalues of a rational matrix whose spectrum is real, with multiplicities."""
    found: list[tuple[Exact, int]] = []
    _, factors = as_matrix(operator).charpoly().numer().factor()
    for factor, count in factors:
        if factor.degree() == 1:
            found.append((fmpq(-factor[0], factor[1]), count))
            continue
        for root, multiplicity in _complex_roots(factor):
            if not root.imag == 0:
                raise NotCertifiable("the spectrum is not real")
            found.append((root.real, count * multiplicity))
    return found


def _complex_roots(polynomial: Any) -> Any:
    return polynomial.complex_roots()


def is_positive_semidefinite(matrix: Array) -> bool:
    """Decide positive semi-definiteness of a symmetric rational matrix, by exact elimination."""
    a = matrix.copy()
    n = len(a)
    for k in range(n):
        pivot = a[k, k]
        if pivot < 0:
            return False
        if pivot == 0:
            if any(a[j, k] != 0 for j in range(k + 1, n)):
                return False
            continue
        for j in range(k + 1, n):
            factor = a[j, k] / pivot
            if factor != 0:
                a[j, k:] = a[j, k:] - factor * a[k, k:]
    return True
