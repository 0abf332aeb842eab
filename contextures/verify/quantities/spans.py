"""How far a span is from the top eigenspace of an operator; shared by the quantities of several chapters."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, arb_mat, fmpq

from contextures.verify import numbers
from contextures.verify.arithmetic import trace, transpose
from contextures.verify.context_world import ContextWorld
from contextures.verify.world import World


def square(world: ContextWorld, value: Any) -> Any:
    """Square a scalar; exactly, so that the square of a root is rational again."""
    return numbers.power(value, fmpq(2)) if world.exact else value**2


def add(world: World, values: list[Any], like: Any) -> Any:
    """Add scalars; ``like`` gives the shape of an empty sum."""
    if world.exact:
        return numbers.add(values)
    return sum(values, world.arithmetic.zeros_like(like))


def top_sum(world: World, values: list[Any], count: int, whole: Any) -> Any:
    """Add the ``count`` largest of descending eigenvalues; where the others are zero that is the trace, ``whole``."""
    if world.exact and all(isinstance(v, fmpq) and v == 0 for v in values[count:]):
        return whole
    return add(world, values[:count], whole)


def top_squares(world: ContextWorld, count: int) -> Any:
    """Return s_1² + … + s_count²."""
    squares = [square(world, v) for v in world.singular_values]
    return top_sum(world, squares, count, trace(world.operator_x))


def gap(world: ContextWorld, operator: Any, p: Any, columns: Any, count: int) -> Any:
    """Return what a span misses of the top ``count`` eigenvalues of an operator, plus the dimensions it lacks.

    By Ky Fan it is zero exactly when the columns span ``count`` dimensions and these are a top eigenspace.

    Parameters
    ----------
    world : ContextWorld
    operator : ndarray (..., n, n)
        Positive semi-definite in L²(p).
    p : ndarray (..., n)
    columns : ndarray (..., n, k)
    count : int
    """
    projector = world.arithmetic.projector(columns, p)
    whole = trace(operator)
    top = top_sum(world, world.arithmetic.eigenvalues(operator, p), count, whole)
    reached = trace(projector @ operator)
    missing = count - world.arithmetic.rank(columns, p)
    return numbers.add([top, -reached, missing]) if world.exact else top - reached + missing


def whitened(world: ContextWorld, columns: Any, p: Any, form: Any) -> Any:
    """Return Tr(C⁻¹ ΦᵀFΦ), C the Gram matrix of the columns in L²(p): the form summed over the whitened columns.

    Undefined where the columns are dependent.
    """
    gram = transpose(columns) @ (p[..., :, None] * columns)
    size = np.abs(gram).max((-1, -2))
    return trace(world.arithmetic.inverse(gram, size) @ (transpose(columns) @ form @ columns))


def outer(values: Any, p: Any) -> Any:
    """The operator f ↦ Σ_k h_k ⟨h_k, f⟩ of L²(p), for the columns h_k."""
    return values @ (transpose(values) * p[..., None, :])


def explained(projector: Any, values: Any, p: Any) -> Any:
    """Σ_k ⟨h_k, Πh_k⟩ for the columns h_k."""
    return (p[..., :, None] * values * (projector @ values)).sum((-1, -2))


def _matrix(values: Any) -> Any:
    rows, columns = values.shape
    return arb_mat(rows, columns, [numbers.ball(value) for value in values.ravel()])


def explained_in_balls(columns: Any, values: Any, p: Any) -> Any:
    """Return what `explained` does on the span of independent rational columns, for weights and values in balls."""
    weighted = transpose(columns) * p
    reached = _matrix(weighted @ values)
    return (reached.transpose() * _matrix(weighted @ columns).solve(reached)).trace()


def top_sum_in_balls(form: Any, count: int) -> Any:
    """Return a ball that holds the sum of the ``count`` largest eigenvalues of a matrix of balls, semi-definite.

    With eigenvectors V in floats, VᵀV = I + G and VᵀAV = diag(b) + E, the k-th largest eigenvalue of A is that of
    VᵀAV over a factor between 1 − ‖G‖ and 1 + ‖G‖ (Ostrowski), and that of VᵀAV is within ‖E‖ of the k-th largest b
    (Weyl).
    """
    if count >= len(form):
        return trace(form)
    vectors = _matrix(np.linalg.eigh(form.astype(float))[1])
    turned = vectors.transpose() * _matrix(form) * vectors
    gram = vectors.transpose() * vectors
    off, skew = (_row_sum(matrix, centre) for matrix, centre in ((turned, 0), (gram, 1)))
    # The k-th largest of some numbers grows with each of them, so that the ends of their balls bound it.
    diagonal = [turned[k, k] for k in range(len(form))]
    ends = (sorted((end(value).mid().fmpq() for value in diagonal), reverse=True) for end in (arb.lower, arb.upper))
    low, high = (
        arb(sum(values[:count], fmpq(0))) - sign * count * off for values, sign in zip(ends, (1, -1), strict=True)
    )
    top = low.union(high)
    return top / (1 + skew.union(-skew))


def _row_sum(matrix: Any, centre: int) -> Any:
    """Return the largest row sum of sizes without the diagonal (0) or less the identity (1), from above."""
    size = matrix.nrows()
    sums = [
        sum((abs(matrix[i, j] - (i == j)) for j in range(size) if centre or i != j), arb(0)).upper()
        for i in range(size)
    ]
    return max(sums, key=float)
