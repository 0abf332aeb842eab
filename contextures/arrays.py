"""Arrays that come from outside: checked once, with the fault named, then plain read-only NumPy."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from decimal import Decimal
from numbers import Integral, Real
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.reading import frames

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Labels = tuple[Hashable, ...]
AnyArray = TypeVar("AnyArray", bound=NDArray[Any])

SUM_TOLERANCE = 1e-8
"""How far the sum of a probability vector may be from 1 before it is refused."""
UNITS = 32
"""The same in units of the precision of its entries, where that is more."""
ROUNDED = 2.0**53
"""From here on NumPy may have rounded a whole number of Python's in a list."""
MACHINE = 2**63
"""Whole numbers whose sizes add up to less are held as integers of the machine, others as Python's."""
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
    array = plain(values, name)
    if array.dtype.kind == "O":
        odd = np.array([not isinstance(v, Real | Decimal) for v in array.flat], dtype=bool).reshape(array.shape)
        _refuse(odd, array, name, "a real number")
    elif array.dtype.kind not in "buif":
        raise InputError(f"{name} holds values of type {array.dtype}; real numbers are right")
    try:
        numbers = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{name} holds a number beyond double precision; finite numbers are right") from error
    _refuse(~np.isfinite(numbers), numbers, name, "a finite number")
    return numbers


def doubles(values: Any, name: str) -> FloatArray:
    """The values as an array of finite floats, themselves where they are one: not to be kept, nor written to.

    Parameters and errors are those of `finite`.
    """
    as_they_stand = type(values) is np.ndarray and values.dtype == np.float64 and np.isfinite(values).all()
    return values if as_they_stand else finite(values, name)


def plain(values: Any, name: str) -> NDArray[Any]:
    """The values as an array of NumPy, of whatever holds them: frames, series, sparse and masked arrays, lists.

    Raises
    ------
    InputError
        Where rows are ragged, an entry is masked, or a frame has two columns of one name.
    """
    if isinstance(values, np.ma.MaskedArray):
        _refuse(np.ma.getmaskarray(values), values.data, name, "an entry that is not masked", "masked")
        return np.asarray(values.data)
    if hasattr(values, "toarray"):
        return np.asarray(values.toarray())
    try:
        if frames.native(values) is not None:
            return frames.values_of(values)
        array = np.asarray(values)
        if array.dtype.kind == "f" and isinstance(values, list | tuple) and (np.abs(array) >= ROUNDED).any():
            return np.asarray(values, dtype=object)
        return array
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{name} is ragged; all its rows must have the same length") from error


def whole(values: Any, name: str) -> IntArray | NDArray[Any] | None:
    """Values as exact whole numbers, where all are such; else None.

    They are Python's integers (an array of objects) where their sizes add up to 2⁶³ or more; floats of such a sum are
    none, since they are rounded.
    """
    array = plain(values, name)
    if array.dtype.kind in "fb":
        with np.errstate(over="ignore"):
            if not (array == np.floor(array)).all() or float(np.abs(array).sum(dtype=np.float64)) >= MACHINE:
                return None
        return array.astype(np.int64)
    if array.dtype.kind not in "OuiM":
        return None
    entries = array.ravel().tolist()
    if not all(isinstance(v, Integral | Decimal | Real) and v == v // 1 for v in entries):
        return None
    exactly = [int(v) for v in entries]
    small = sum(map(abs, exactly)) < MACHINE
    if not small and any(isinstance(v, float) for v in entries):
        return None
    return np.array(exactly, dtype=np.int64 if small else object).reshape(array.shape)


def nonnegative(values: Any, name: str, ndim: int, *, positive: bool = False) -> FloatArray:
    """The values as a new array of nonnegative finite floats, of `ndim` dimensions and not empty.

    Raises
    ------
    InputError
        As for `finite`, and where the number of dimensions is wrong, there is no entry, or an entry is negative, or is
        0 where all must be positive.
    """
    array = finite(values, name)
    if ndim == 1 and array.ndim == 2 and array.shape[1] == 1:
        array = array[:, 0]
    if array.ndim != ndim or array.size == 0:
        kind = "a matrix" if ndim == 2 else "a vector"
        raise InputError(f"{name} has shape {array.shape}; {kind} with at least one entry is right")
    _refuse(array <= 0 if positive else array < 0, array, name, f"a number {'>' if positive else '≥'} 0")
    return array


def probabilities(values: Any, name: str, ndim: int) -> FloatArray:
    """A probability vector, or a matrix whose rows are such, rescaled to sums of 1.

    Raises
    ------
    InputError
        As for `nonnegative`, and where a sum is not 1 to 1e-8, or to 32 units of a lower precision.
    """
    array = nonnegative(values, name, ndim)
    kind = getattr(plain(values, name), "dtype", array.dtype)
    tolerance = max(SUM_TOLERANCE, UNITS * float(np.finfo(kind).eps)) if kind.kind == "f" else SUM_TOLERANCE
    sums = array.sum(axis=-1, keepdims=True)
    wrong = np.flatnonzero(np.abs(sums - 1) > tolerance)
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
    (x_codes, x_labels), (a_codes, a_labels) = coded(xs, "xs"), coded(as_, "as_")
    if len(x_codes) != len(a_codes):
        raise InputError(f"xs has {len(x_codes)} values and as_ has {len(a_codes)}; equally many are right")
    weights = None if counts is None else nonnegative(counts, "counts", 1)
    exactly = None if counts is None else whole(counts, "counts")
    if weights is not None and len(weights) != len(x_codes):
        raise InputError(f"counts has {len(weights)} entries; {len(x_codes)}, one for each pair, are right")
    shape = len(x_labels), len(a_labels)
    if shape[0] * shape[1] > MOST_CELLS:
        raise InputError(
            f"xs and as_ have {shape[0]} and {shape[1]} distinct values; merge them, to {MOST_CELLS:.0e} cells"
        )
    cells = np.ravel_multi_index((x_codes, a_codes), shape)
    if exactly is not None:
        table = np.zeros(shape[0] * shape[1], dtype=exactly.dtype)
        np.add.at(table, cells, exactly.ravel())
        return table.reshape(shape), x_labels, a_labels
    return np.bincount(cells, weights, minlength=shape[0] * shape[1]).reshape(shape), x_labels, a_labels


def parted(labels: Iterable[Hashable] | None, kept: IntArray, length: int, name: str) -> tuple[Labels, Labels]:
    """The labels of the kept positions, and those of the others; by default the positions 0, 1, …, length − 1.

    Raises
    ------
    InputError
        Where the labels are no collection, or there are not `length` of them.
    """
    given = tuple(range(length) if labels is None else listed(labels, name))
    if len(given) != length:
        raise InputError(f"{name} has {len(given)} labels; {length} are right")
    chosen = set(kept.tolist())
    return tuple(given[i] for i in kept), tuple(label for i, label in enumerate(given) if i not in chosen)


def ndim(values: Any) -> int:
    """The number of dimensions of whatever holds values."""
    return int(values.ndim if hasattr(values, "ndim") else plain(values, "values").ndim)


def listed(values: Iterable[Hashable], name: str) -> list[Any]:
    """The values as a list; InputError where they are no collection."""
    array = plain(values, name) if hasattr(values, "__array__") or hasattr(values, "toarray") else values
    if isinstance(array, np.ndarray):
        flat: list[Any] = array.ravel().tolist()
        return flat
    if not isinstance(array, Iterable):
        raise InputError(f"{name} is {values!r}; a list of values is right")
    return list(array)


def is_missing(value: Any) -> bool:
    """Whether a value is None, NaN, or what pandas takes for them."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    unequal = value != value
    return isinstance(unequal, bool | np.bool_) and bool(unequal)


def read_only(array: AnyArray) -> AnyArray:
    """The same array, closed for writing."""
    array.setflags(write=False)
    return array


def coded(values: Iterable[Hashable], name: str) -> tuple[IntArray, Labels]:
    """The values as positions in the tuple of their distinct values.

    Raises
    ------
    InputError
        Where there is none, or one is missing or not hashable.
    """
    items = listed(values, name)
    if any(map(is_missing, items)):
        raise InputError(f"{name} holds NaN or another missing value; drop the missing observations first")
    try:
        distinct = dict.fromkeys(items)
    except TypeError as error:
        raise InputError(f"{name} holds a value that is not hashable; numbers, strings or tuples are right") from error
    if not distinct:
        raise InputError(f"{name} is empty; at least one value is needed")
    labels: list[Any] = list(distinct)
    try:
        labels.sort()
    except TypeError:
        labels = list(distinct)
    position = {label: i for i, label in enumerate(labels)}
    return np.array([position[item] for item in items], dtype=np.int64), tuple(labels)


def _refuse(wrong: NDArray[np.bool_], array: NDArray[Any], name: str, right: str, what: str | None = None) -> None:
    """Raise for the first entry where `wrong` holds."""
    if wrong.any():
        where = np.unravel_index(int(np.argmax(wrong)), wrong.shape)
        index = f"[{', '.join(str(int(i)) for i in where)}]" if where else ""
        raise InputError(f"{name}{index} is {array[where] if what is None else what}; {right} is right")
