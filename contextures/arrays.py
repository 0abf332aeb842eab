"""Arrays that come from outside: checked once, with the fault named, then plain read-only NumPy."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from numbers import Real
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Labels = tuple[Hashable, ...]
AnyArray = TypeVar("AnyArray", bound=NDArray[Any])

SUM_TOLERANCE = 1e-8
"""How far the sum of a probability vector may be from 1 before it is refused."""
MOST_CELLS = 10**8
"""The largest table that pairs may make (0.8 GB), since a context is dense."""
SYMMETRY_TOLERANCE = 1e-12
"""How far w(u, v) and w(v, u) may be apart, relative to the largest weight, before they are refused."""


def finite(values: Any, name: str) -> FloatArray:
    """The values as a new array of finite floats.

    Parameters
    ----------
    values : array_like, sparse matrix or data frame, any shape
        Real numbers; Python's own (fractions, large integers) are rounded to double precision.
    name : str
        What the caller calls them, for the error message.

    Raises
    ------
    InputError
        Where the rows are ragged, or an entry is no real number, NaN or infinite (the message names the first one).
    """
    try:
        array = np.asarray(values.toarray() if hasattr(values, "toarray") else values)
    except ValueError as error:
        raise InputError(f"{name} is ragged; all its rows must have the same length") from error
    if array.dtype.kind == "O":
        _refuse(
            np.array([not isinstance(v, Real) for v in array.flat]).reshape(array.shape), array, name, "a real number"
        )
    elif array.dtype.kind not in "buif":
        raise InputError(f"{name} holds values of type {array.dtype}; real numbers are right")
    try:
        numbers = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{name} holds a number beyond double precision; finite numbers are right") from error
    _refuse(~np.isfinite(numbers), numbers, name, "a finite number")
    return numbers


def nonnegative(values: Any, name: str, ndim: int) -> FloatArray:
    """The values as a new array of nonnegative finite floats, of `ndim` dimensions and not empty.

    Raises
    ------
    InputError
        As for `finite`, and where the number of dimensions is wrong, there is no entry, or an entry is negative.
    """
    array = finite(values, name)
    if array.ndim != ndim or array.size == 0:
        kind = "a matrix" if ndim == 2 else "a vector"
        raise InputError(f"{name} has shape {array.shape}; {kind} with at least one entry is right")
    _refuse(array < 0, array, name, "a number ≥ 0")
    return array


def probabilities(values: Any, name: str, ndim: int) -> FloatArray:
    """A probability vector, or a matrix whose rows are such, rescaled to sums of 1.

    Raises
    ------
    InputError
        As for `nonnegative`, and where a sum is not 1 to 1e-8.
    """
    array = nonnegative(values, name, ndim)
    sums = array.sum(axis=-1, keepdims=True)
    wrong = np.flatnonzero(np.abs(sums - 1) > SUM_TOLERANCE)
    if wrong.size:
        where = name if ndim == 1 else f"row {wrong[0]} of {name}"
        raise InputError(f"{where} sums to {sums.flat[wrong[0]]:.9g}; a sum of 1 is right")
    rescaled: FloatArray = array / sums
    return rescaled


def symmetric(values: Any, name: str) -> FloatArray:
    """A symmetric nonnegative matrix, freed of rounding-size asymmetries.

    Raises
    ------
    InputError
        As for `nonnegative`, and where the matrix is not square or not symmetric to 1e-12 of its largest entry.
    """
    array = nonnegative(values, name, 2)
    if array.shape[0] != array.shape[1]:
        raise InputError(f"{name} has shape {array.shape}; a square matrix is right")
    uneven = np.argwhere(np.abs(array - array.T) > SYMMETRY_TOLERANCE * array.max())
    if uneven.size:
        u, v = uneven[0]
        raise InputError(f"{name}[{u}, {v}] = {array[u, v]:g} but {name}[{v}, {u}] = {array[v, u]:g}; equal is right")
    return array / 2 + array.T / 2


def cross_table(
    xs: Iterable[Hashable], as_: Iterable[Hashable], counts: Any = None
) -> tuple[FloatArray | IntArray, Labels, Labels]:
    """How often each pair of values occurs among the pairs (x_1, a_1), …, (x_n, a_n).

    Parameters
    ----------
    xs, as_ : iterables of n hashable values
    counts : array_like, (n,), optional
        How often each pair was seen, ≥ 0. Default: once.

    Returns
    -------
    table : ndarray, (N, M)
    x_labels, a_labels : tuples
        The distinct values: sorted if they can be, else in the order in which they appear.

    Raises
    ------
    InputError
        Where there is no pair, the lengths differ, a value is NaN or not hashable, or the table would be too large.
    """
    (x_codes, x_labels), (a_codes, a_labels) = _coded(xs, "xs"), _coded(as_, "as_")
    if len(x_codes) != len(a_codes):
        raise InputError(f"xs has {len(x_codes)} values and as_ has {len(a_codes)}; equally many are right")
    weights = None if counts is None else nonnegative(counts, "counts", 1)
    if weights is not None and len(weights) != len(x_codes):
        raise InputError(f"counts has {len(weights)} entries; {len(x_codes)}, one for each pair, are right")
    shape = len(x_labels), len(a_labels)
    if shape[0] * shape[1] > MOST_CELLS:
        raise InputError(
            f"xs and as_ have {shape[0]} and {shape[1]} distinct values; merge them, to {MOST_CELLS:.0e} cells"
        )
    cells = np.ravel_multi_index((x_codes, a_codes), shape)
    return np.bincount(cells, weights, minlength=shape[0] * shape[1]).reshape(shape), x_labels, a_labels


def parted(labels: Iterable[Hashable] | None, kept: IntArray, length: int, name: str) -> tuple[Labels, Labels]:
    """The labels of the kept positions, and those of the others; by default the positions 0, 1, …, length − 1.

    Raises
    ------
    InputError
        Where there are not `length` labels.
    """
    given = tuple(range(length) if labels is None else labels)
    if len(given) != length:
        raise InputError(f"{name} has {len(given)} labels; {length} are right")
    chosen = set(kept.tolist())
    return tuple(given[i] for i in kept), tuple(label for i, label in enumerate(given) if i not in chosen)


def is_missing(value: Any) -> bool:
    """Whether a value is None, NaN, or what pandas takes for them."""
    return value is None or type(value).__name__ in ("NAType", "NaTType") or bool(value != value)


def read_only(array: AnyArray) -> AnyArray:
    """The same array, closed for writing."""
    array.setflags(write=False)
    return array


def _coded(values: Iterable[Hashable], name: str) -> tuple[IntArray, Labels]:
    """The values as positions in the tuple of their distinct values."""
    items = values.tolist() if isinstance(values, np.ndarray) else list(values)
    try:
        distinct = dict.fromkeys(items)
    except TypeError as error:
        raise InputError(f"{name} holds a value that is not hashable; numbers, strings or tuples are right") from error
    if not distinct:
        raise InputError(f"{name} is empty; at least one value is needed")
    if any(value != value for value in distinct):
        raise InputError(f"{name} holds NaN; drop the missing observations first")
    labels: list[Any] = list(distinct)
    try:
        labels.sort()
    except TypeError:
        labels = list(distinct)
    position = {label: i for i, label in enumerate(labels)}
    return np.array([position[item] for item in items], dtype=np.int64), tuple(labels)


def _refuse(wrong: NDArray[np.bool_], array: NDArray[Any], name: str, right: str) -> None:
    """Raise for the first entry where `wrong` holds."""
    if wrong.any():
        where = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
        index = f"[{', '.join(str(int(i)) for i in where)}]" if where else ""
        raise InputError(f"{name}{index} is {array[where]}; {right} is right")
