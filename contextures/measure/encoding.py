"""How the numbers of each sort are held in a batch, and what they stand for in floats and exactly.

A batch holds whole numbers. What is normalised (a law, a row of a channel) holds weights; a ratio its numerator and its
denominator; a unit vector the axis w of the half-turn v = 2⟨w, e⟩w/‖w‖² − e of the first basis vector e, which reaches
every rational unit vector; an orthogonal matrix the normals of a product of reflections, one a row and none where the
row is zero, which by Cartan and Dieudonné reaches every one over the rationals; a semidefinite matrix LLᵀ its factor L.
Other numbers may have a unit that they are divided by.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.exact.numbers import RATIO, rational
from contextures.theory.domain import axis_length
from contextures.theory.sorts import (
    Channel,
    Count,
    Graph,
    Invertible,
    Labels,
    Law,
    Lines,
    Mass,
    Orthogonal,
    Permutation,
    Ratio,
    Semidefinite,
    Sort,
    Subset,
    Symmetric,
    Unit,
    Weights,
)

Array = NDArray[Any]

LARGE = 2**62
"""Size below which products do not overflow where two of them are added."""


def fraction(value: Any) -> Fraction:
    """Turn a whole number, a fraction or a string p/q into a fraction.

    Raises
    ------
    TypeError, ValueError, ZeroDivisionError
        If it is none.
    """
    if isinstance(value, bool) or not isinstance(value, str | Fraction | int | np.integer):
        raise TypeError(f"{value!r} is neither a whole number nor a ratio p/q")
    if isinstance(value, str) and not RATIO.fullmatch(value):
        raise ValueError(f"{value[:40]!r} is no ratio p/q of whole numbers")
    return Fraction(value) if isinstance(value, str | Fraction) else Fraction(int(value))


def fractions(values: Any) -> Array:
    """Turn nested whole numbers, fractions or strings into an object array of fractions."""
    shape = np.shape(values)
    flat = np.empty(shape, dtype=object)
    flat.ravel()[:] = [fraction(v) for v in np.asarray(values, dtype=object).ravel()]
    return flat


def rational_array(values: Any) -> Any:
    """Turn fractions into rationals of the exact back end; one number stays one."""
    if np.ndim(values) == 0:
        return rational(values)
    return np.asarray(np.vectorize(rational, otypes=[object])(values))


@singledispatch
def as_floats(sort: Sort, whole: Array, unit: int) -> Array:
    """Return what a batch of codes (B, …) stands for, in floats (whole numbers for labels, subsets and counts)."""
    return whole.astype(float) if unit == 1 else whole / unit


@as_floats.register(Law)
@as_floats.register(Mass)
def _(sort: Law | Mass, whole: Array, unit: int) -> Array:
    return np.asarray(whole / whole.sum(tuple(range(1, whole.ndim)), keepdims=True))


@as_floats.register
def _(sort: Channel, whole: Array, unit: int) -> Array:
    return np.asarray(whole / whole.sum(-1, keepdims=True))


@as_floats.register
def _(sort: Ratio, whole: Array, unit: int) -> Array:
    return np.asarray(whole[..., 0] / whole[..., 1])


@as_floats.register(Labels)
@as_floats.register(Permutation)
@as_floats.register(Subset)
@as_floats.register(Count)
def _(sort: Labels | Permutation | Subset | Count, whole: Array, unit: int) -> Array:
    return whole


@as_floats.register
def _(sort: Unit, whole: Array, unit: int) -> Array:
    return np.asarray(half_turn(whole.astype(float)))


@as_floats.register
def _(sort: Orthogonal, whole: Array, unit: int) -> Array:
    n = whole.shape[-1]
    product = np.broadcast_to(np.eye(n), whole.shape)
    for k in range(n):
        normal = whole[:, k, :].astype(float)
        square = np.maximum((normal**2).sum(-1), 1.0)[:, None, None]
        along = normal[:, None, :] @ np.swapaxes(product, -1, -2)
        product = product - 2 * np.swapaxes(along, -1, -2) * normal[:, None, :] / square
    return product


@as_floats.register
def _(sort: Semidefinite, whole: Array, unit: int) -> Array:
    factor = whole.astype(float)
    return np.asarray(factor @ np.swapaxes(factor, -1, -2) / unit)


def power_of_unit(sort: Sort) -> int:
    """Return by which power of a factor a unit grows where the codes grow by the factor and the value stays."""
    return 2 if isinstance(sort, Semidefinite) else 1


def half_turn(axis: Array) -> Array:
    """Return 2⟨w, e⟩w/‖w‖² − e for the first basis vector e, (…, d); on a line, the sign of w."""
    if axis.shape[-1] == 1:
        return np.asarray(np.where(axis > 0, axis // axis if axis.dtype == object else 1, -1))
    turned = 2 * axis[..., :1] * axis / (axis * axis).sum(-1)[..., None]
    turned[..., 0] = turned[..., 0] - 1
    return np.asarray(turned)


@singledispatch
def as_exact(sort: Sort, whole: Array, unit: int) -> Any:
    """Return what one code stands for: an object array of fractions, a Fraction or a whole number."""
    found = fractions(whole)
    return found if unit == 1 else found / unit


@as_exact.register(Law)
@as_exact.register(Mass)
def _(sort: Law | Mass, whole: Array, unit: int) -> Array:
    found = fractions(whole)
    return np.asarray(found / found.sum())


@as_exact.register
def _(sort: Ratio, whole: Array, unit: int) -> Any:
    if not sort.axes:
        return Fraction(int(whole[0]), int(whole[1]))
    return np.asarray(fractions(whole[..., 0]) / fractions(whole[..., 1]))


@as_exact.register
def _(sort: Count, whole: Array, unit: int) -> int:
    return int(whole)


@as_exact.register
def _(sort: Channel, whole: Array, unit: int) -> Array:
    found = fractions(whole)
    return np.asarray(found / found.sum(-1)[..., None])


@as_exact.register
def _(sort: Unit, whole: Array, unit: int) -> Array:
    return fractions(half_turn(fractions(whole)))


@as_exact.register
def _(sort: Orthogonal, whole: Array, unit: int) -> Array:
    n = len(whole)
    product = fractions(np.eye(n, dtype=np.int64))
    for normal in fractions(whole):
        square = (normal * normal).sum()
        if square:
            product = product - 2 * np.outer(product @ normal, normal) / square
    return np.asarray(product)


@as_exact.register
def _(sort: Semidefinite, whole: Array, unit: int) -> Array:
    factor = fractions(whole)
    return np.asarray(factor @ factor.T / unit)


@singledispatch
def sound(sort: Sort, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    """Tell which codes of a batch stand for what the sort promises."""
    return np.ones(len(whole), dtype=bool)


def _nonnegative(whole: Array) -> NDArray[np.bool_]:
    return np.asarray((whole >= 0).reshape(len(whole), -1).all(1))


@sound.register
def _(sort: Mass, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray(_nonnegative(whole) & (whole.reshape(len(whole), -1).sum(1) > 0))


@sound.register(Law)
@sound.register(Lines)
def _(sort: Law | Lines, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    found = _nonnegative(whole)
    axes = range(1, whole.ndim)
    for axis in axes:
        others = tuple(other for other in axes if other != axis)
        found &= (whole.sum(others) > 0).all(-1)
    return found


@sound.register
def _(sort: Channel, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray(_nonnegative(whole) & (whole.sum(-1) > 0).reshape(len(whole), -1).all(1))


@sound.register
def _(sort: Weights, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return _nonnegative(whole)


@sound.register
def _(sort: Graph, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    mirrored = (whole == np.swapaxes(whole, -1, -2)).all((-1, -2))
    return np.asarray(_nonnegative(whole) & mirrored & (whole.sum(-1) > 0).all(-1))


@sound.register
def _(sort: Symmetric, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray((whole == np.swapaxes(whole, -1, -2)).all((-1, -2)))


@sound.register
def _(sort: Invertible, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray(np.abs(np.linalg.det(whole.astype(float))) > 0.5)


@sound.register
def _(sort: Unit, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray((whole != 0).any(-1).reshape(len(whole), -1).all(1))


@sound.register
def _(sort: Labels, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    most = axis_length(sort.into, sizes)
    inside = (whole >= 0) & (True if most is None else whole < most)
    return np.asarray(inside.reshape(len(whole), -1).all(1))


@sound.register
def _(sort: Permutation, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray((np.sort(whole, axis=-1) == np.arange(whole.shape[-1])).all(-1))


@sound.register
def _(sort: Subset, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray(((whole == 0) | (whole == 1)).reshape(len(whole), -1).all(1))


@sound.register
def _(sort: Count, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    return np.asarray((whole >= sort.low) & (whole <= sort.high))


@sound.register
def _(sort: Ratio, whole: Array, sizes: Mapping[str, int]) -> NDArray[np.bool_]:
    ends = [end for end in (sort.low, sort.high) if end is not None]
    factor = max((abs(part) for end in ends for part in end.as_integer_ratio()), default=1)
    most = max(int(whole.max(initial=0)), -int(whole.min(initial=0)))
    exact = whole if most * factor < LARGE else whole.astype(object)
    top, bottom = exact[..., 0], exact[..., 1]
    found = np.asarray(bottom > 0, dtype=bool)
    if sort.low is not None:
        gap = top * sort.low.denominator - bottom * sort.low.numerator
        found &= np.asarray(gap >= 0 if sort.closed in ("both", "left") else gap > 0, dtype=bool)
    if sort.high is not None:
        gap = bottom * sort.high.numerator - top * sort.high.denominator
        found &= np.asarray(gap >= 0 if sort.closed in ("both", "right") else gap > 0, dtype=bool)
    return np.asarray(found.reshape(len(whole), -1).all(1))
