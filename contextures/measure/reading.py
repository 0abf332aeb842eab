"""Fields in documents: written as strings, read back, and held against what their sort promises."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact.arithmetic import as_matrix, is_positive_semidefinite
from contextures.measure.encoding import fraction, fractions, rational_array
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


def write_value(sort: Sort, value: Any) -> Any:
    """Write a field as strings p/q, nested as its axes are."""
    return np.vectorize(str, otypes=[object])(value).tolist() if sort.axes else str(value)


def read_value(sort: Sort, name: str, document: Any) -> Any:
    """Read what `write_value` wrote.

    Raises
    ------
    InputError
        If it is not made of rationals.
    """
    if sort.axes and not isinstance(document, list):
        raise InputError(f"instance: {name} is {document!r}; a list is needed, {sort}")
    try:
        value = fractions(document) if sort.axes else fraction(document)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
        raise InputError(f"instance: {name} is not made of rationals p/q written as strings ({error})") from None
    return int(value) if isinstance(sort, Count) and value == int(value) else value


def _refuse(name: str, promise: str) -> None:
    raise InputError(f"instance: {name} must {promise}")


def _check_nonnegative(name: str, value: Array) -> None:
    if (value < 0).any():
        _refuse(name, "have no negative entry")


@singledispatch
def check_value(sort: Sort, name: str, value: Any, into: int | None) -> None:
    """Hold a field of the right shape against its sort.

    Parameters
    ----------
    sort : Sort
    name : str
    value : ndarray of Fraction, Fraction or int
    into : int or None
        The number of labels, where the sort has any.

    Raises
    ------
    InputError
        If it is not what the sort promises.
    """


@check_value.register
def _(sort: Invertible, name: str, value: Any, into: int | None) -> None:
    if as_matrix(rational_array(value)).det() == 0:
        _refuse(name, "be invertible")


@check_value.register
def _(sort: Mass, name: str, value: Any, into: int | None) -> None:
    _check_nonnegative(name, value)
    if not value.sum():
        _refuse(name, "have positive mass")


@check_value.register(Law)
@check_value.register(Lines)
def _(sort: Law | Lines, name: str, value: Any, into: int | None) -> None:
    _check_nonnegative(name, value)
    for axis in range(value.ndim):
        others = tuple(other for other in range(value.ndim) if other != axis)
        if not np.all(value.sum(others) if others else value):
            _refuse(name, "have no row or column of zero mass")


@check_value.register
def _(sort: Channel, name: str, value: Any, into: int | None) -> None:
    _check_nonnegative(name, value)
    if not np.all(value.sum(-1) == 1):
        _refuse(name, "have sum 1 along its last axis")


@check_value.register
def _(sort: Weights, name: str, value: Any, into: int | None) -> None:
    _check_nonnegative(name, value)


@check_value.register
def _(sort: Graph, name: str, value: Any, into: int | None) -> None:
    _check_nonnegative(name, value)
    _check_symmetric(name, value)
    if not np.all(value.sum(-1)):
        _refuse(name, "have positive degrees")


@check_value.register
def _(sort: Symmetric, name: str, value: Any, into: int | None) -> None:
    _check_symmetric(name, value)


def _check_symmetric(name: str, value: Array) -> None:
    if not np.all(value == value.T):
        _refuse(name, "be symmetric")


@check_value.register
def _(sort: Semidefinite, name: str, value: Any, into: int | None) -> None:
    _check_symmetric(name, value)
    if not is_positive_semidefinite(value):
        _refuse(name, "be positive semidefinite")


@check_value.register
def _(sort: Unit, name: str, value: Any, into: int | None) -> None:
    if not np.all((value * value).sum(-1) == 1):
        _refuse(name, "have rows of length 1")


@check_value.register
def _(sort: Orthogonal, name: str, value: Any, into: int | None) -> None:
    if not np.all(value @ value.T == np.eye(len(value), dtype=np.int64)):
        _refuse(name, "be orthogonal")


@check_value.register
def _(sort: Labels, name: str, value: Any, into: int | None) -> None:
    for label in value.ravel():
        if label.denominator != 1 or label < 0 or (into is not None and label >= into):
            _refuse(name, f"hold labels from 0 to {'the last one' if into is None else into - 1}")


@check_value.register
def _(sort: Permutation, name: str, value: Any, into: int | None) -> None:
    if sorted(value) != list(range(len(value))):
        _refuse(name, f"hold each whole number from 0 to {len(value) - 1} once")


@check_value.register
def _(sort: Subset, name: str, value: Any, into: int | None) -> None:
    if not np.all((value == 0) | (value == 1)):
        _refuse(name, "hold zeros and ones")


@check_value.register
def _(sort: Ratio, name: str, value: Any, into: int | None) -> None:
    if not all(map(sort.holds, np.ravel(value))):
        _refuse(name, f"be in {sort.range}")


@check_value.register
def _(sort: Count, name: str, value: Any, into: int | None) -> None:
    if not isinstance(value, int) or not sort.low <= value <= sort.high:
        _refuse(name, f"be a whole number from {sort.low} to {sort.high}")
