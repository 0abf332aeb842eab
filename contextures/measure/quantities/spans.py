"""How far a span is from the top eigenspace of an operator; shared by the quantities of several chapters."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace, transpose
from contextures.measure.world import World
from contextures.measure.worlds.contexts import ContextWorld


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
