"""Sorts: what a field of a declared domain is.

A sort says what its numbers are and over which finite spaces they run. An axis is the name of a space, which has one
size in all fields of an instance, or a whole number, which fixes the size of an axis without a name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Literal, TypeAlias, final

from contextures.errors import InputError

Axis: TypeAlias = str | int | None
"""The name of a space, a fixed size, or None: of any size, agreeing with nothing."""
Closed: TypeAlias = Literal["both", "left", "right", "neither"]

__all__ = [
    "channel",
    "count",
    "graph",
    "labels",
    "law",
    "mass",
    "orthogonal",
    "permutation",
    "ratio",
    "ratios",
    "semidefinite",
    "subset",
    "symmetric",
    "unit",
    "values",
    "weights",
]


@dataclass(frozen=True, kw_only=True)
class Sort:
    """What a field is.

    Attributes
    ----------
    axes : tuple of (str, int or None)
        The axes of the array, in this order.
    text : str
        What it is, in words.
    words : str
        What every field of the sort is, in words.
    """

    axes: tuple[Axis, ...] = ()
    text: str = ""
    words: ClassVar[str] = ""

    @property
    def spaces(self) -> tuple[Axis, ...]:
        """The axes, and what else has a size."""
        return self.axes

    def __str__(self) -> str:
        axes = ", ".join("any" if axis is None else str(axis) for axis in self.axes)
        told = self.text or self.words
        return f"{told}, ({axes}{',' if len(self.axes) == 1 else ''})" if self.axes else told


@final
@dataclass(frozen=True, kw_only=True)
class Law(Sort):
    """A pmf on a product of spaces of which every line has positive mass."""

    words = "law with every line of positive mass"


@final
@dataclass(frozen=True, kw_only=True)
class Mass(Sort):
    """A pmf that may be zero at a point."""

    words = "probability mass function"


@final
@dataclass(frozen=True, kw_only=True)
class Channel(Sort):
    """A conditional law: a pmf along the last axis for each index of the others."""

    words = "conditional law, a pmf along the last axis"


@final
@dataclass(frozen=True, kw_only=True)
class Weights(Sort):
    """Numbers ≥ 0, not normalised."""

    words = "weights ≥ 0"


@final
@dataclass(frozen=True, kw_only=True)
class Lines(Sort):
    """Weights ≥ 0, not normalised, with every line of positive weight."""

    words = "weights ≥ 0 with every line positive"


@final
@dataclass(frozen=True, kw_only=True)
class Graph(Sort):
    """Symmetric weights ≥ 0 with positive degrees."""

    words = "symmetric weights ≥ 0 of a graph with positive degrees"


@final
@dataclass(frozen=True, kw_only=True)
class Values(Sort):
    """Any real numbers."""

    words = "real numbers"


@final
@dataclass(frozen=True, kw_only=True)
class Invertible(Sort):
    """An invertible matrix."""

    words = "invertible matrix"


@final
@dataclass(frozen=True, kw_only=True)
class Labels(Sort):
    """A function into a finite set, as whole numbers from 0."""

    words = "labels, whole numbers from 0"
    into: Axis = None

    @property
    def spaces(self) -> tuple[Axis, ...]:
        """The axis, and the set of labels."""
        return (*self.axes, self.into)


@final
@dataclass(frozen=True, kw_only=True)
class Subset(Sort):
    """A subset as zeros and ones; empty and whole ones included."""

    words = "subset, as zeros and ones"


@final
@dataclass(frozen=True, kw_only=True)
class Permutation(Sort):
    """A permutation of a space, as the image of each point: whole numbers from 0."""

    words = "permutation, as whole numbers from 0"


@final
@dataclass(frozen=True, kw_only=True)
class Unit(Sort):
    """A unit vector with rational coordinates, for each point of the first axis."""

    words = "unit vectors with rational coordinates, one a row"


@final
@dataclass(frozen=True, kw_only=True)
class Orthogonal(Sort):
    """An orthogonal matrix with rational entries."""

    words = "orthogonal matrix with rational entries"


@final
@dataclass(frozen=True, kw_only=True)
class Symmetric(Sort):
    """A symmetric matrix."""

    words = "symmetric matrix"


@final
@dataclass(frozen=True, kw_only=True)
class Semidefinite(Sort):
    """A positive semidefinite matrix."""

    words = "positive semidefinite matrix"


@final
@dataclass(frozen=True, kw_only=True)
class Ratio(Sort):
    """A number between two bounds, None where there is none; with axes, one for each of their points."""

    words = "number"
    low: Fraction | None = None
    high: Fraction | None = None
    closed: Closed = "both"

    @property
    def range(self) -> str:
        """The interval, as it is written."""
        low = "(−∞" if self.low is None else f"{'[' if self.closed in ('both', 'left') else '('}{self.low}"
        high = "∞)" if self.high is None else f"{self.high}{']' if self.closed in ('both', 'right') else ')'}"
        return f"{low}, {high}"

    def holds(self, value: Any) -> bool:
        """Tell whether a number lies in the interval."""
        above = self.low is None or (value >= self.low if self.closed in ("both", "left") else value > self.low)
        below = self.high is None or (value <= self.high if self.closed in ("both", "right") else value < self.high)
        return bool(above and below)

    def __str__(self) -> str:
        told = super().__str__()
        return told if (self.low, self.high) == (None, None) else f"{told} in {self.range}"


@final
@dataclass(frozen=True, kw_only=True)
class Count(Sort):
    """A whole number between two bounds, both included."""

    words = "whole number"
    low: int = field(default=0)
    high: int = field(default=0)

    def __str__(self) -> str:
        return f"{self.text or self.words} from {self.low} to {self.high}"


def law(*axes: str | int, text: str = "") -> Law:
    """Declare a pmf on a product of spaces, every line of positive mass.

    Parameters
    ----------
    *axes : str or int
        At least one.
    text : str, optional
        What it is, in words.

    Raises
    ------
    InputError
        If an axis is no name and no size.
    """
    return Law(axes=_axes("law", axes, 1), text=text)


def mass(axis: str | int, *, text: str = "") -> Mass:
    """Declare a pmf on a space; zeros are allowed."""
    return Mass(axes=_axes("mass", (axis,), 1), text=text)


def channel(*axes: str | int, text: str = "") -> Channel:
    """Declare a conditional law: each row along the last axis is a pmf; zeros are allowed.

    Parameters
    ----------
    *axes : str or int
        What is given, then the space that the law is on: at least two.
    """
    return Channel(axes=_axes("channel", axes, 2), text=text)


def weights(*axes: str | int, text: str = "") -> Weights:
    """Declare numbers ≥ 0 that are not normalised."""
    return Weights(axes=_axes("weights", axes, 1), text=text)


def graph(axis: str | int, *, text: str = "") -> Graph:
    """Declare symmetric weights ≥ 0 with positive degrees, (n, n)."""
    return Graph(axes=_axes("graph", (axis, axis), 2), text=text)


def values(*axes: str | int, text: str = "") -> Values:
    """Declare real numbers."""
    return Values(axes=_axes("values", axes, 1), text=text)


def labels(axis: str | int, into: str | int, *, text: str = "") -> Labels:
    """Declare a function from one space into another, as whole numbers from 0, (n,)."""
    return Labels(axes=_axes("labels", (axis,), 1), text=text, into=_axes("labels", (into,), 1)[0])


def subset(*axes: str | int, text: str = "") -> Subset:
    """Declare a subset of a space, or of a product of spaces, as zeros and ones; empty and full included."""
    return Subset(axes=_axes("subset", axes, 1), text=text)


def permutation(axis: str | int, *, text: str = "") -> Permutation:
    """Declare a permutation of a space, the image of each point as a whole number from 0, (n,)."""
    return Permutation(axes=_axes("permutation", (axis,), 1), text=text)


def unit(axis: str | int, dimension: str | int, *, text: str = "") -> Unit:
    """Declare a unit vector with rational coordinates for each point of a space, (n, dimension)."""
    return Unit(axes=_axes("unit", (axis, dimension), 2), text=text)


def orthogonal(axis: str | int, *, text: str = "") -> Orthogonal:
    """Declare an orthogonal matrix with rational entries, (n, n)."""
    return Orthogonal(axes=_axes("orthogonal", (axis, axis), 2), text=text)


def symmetric(axis: str | int, *, text: str = "") -> Symmetric:
    """Declare a symmetric matrix, (n, n)."""
    return Symmetric(axes=_axes("symmetric", (axis, axis), 2), text=text)


def semidefinite(axis: str | int, *, text: str = "") -> Semidefinite:
    """Declare a positive semidefinite matrix, (n, n)."""
    return Semidefinite(axes=_axes("semidefinite", (axis, axis), 2), text=text)


def ratio(low: Any, high: Any, closed: Closed = "both", *, text: str = "") -> Ratio:
    """Declare a number between two rational bounds.

    Parameters
    ----------
    low, high : int, Fraction or str ``p/q``
    closed : {"both", "left", "right", "neither"}, optional
        Which bounds are included.

    Raises
    ------
    InputError
        If the interval is empty, or a bound is no exact number.
    """
    least, most = _interval("ratio", low, high, closed)
    return Ratio(text=text, low=least, high=most, closed=closed)


def ratios(*axes: str | int, low: Any = 0, high: Any = 1, closed: Closed = "both", text: str = "") -> Ratio:
    """Declare a number between two rational bounds for each point of some spaces, such as losses in [0, 1].

    Parameters
    ----------
    *axes : str or int
        At least one.
    low, high : int, Fraction or str ``p/q``, optional
    closed : {"both", "left", "right", "neither"}, optional
        Which bounds are included.

    Raises
    ------
    InputError
        If the interval is empty, a bound is no exact number, or an axis is no name and no size.
    """
    least, most = _interval("ratios", low, high, closed)
    return Ratio(axes=_axes("ratios", axes, 1), text=text, low=least, high=most, closed=closed)


def count(low: int, high: int, *, text: str = "") -> Count:
    """Declare a whole number between two bounds, both included."""
    for end in (low, high):
        if isinstance(end, bool) or not isinstance(end, int):
            raise InputError(f"count: the bound {end!r} is no whole number")
    if low > high:
        raise InputError(f"count: there is no whole number from {low} to {high}; low ≤ high is right")
    return Count(text=text, low=low, high=high)


def _axes(sort: str, axes: tuple[Any, ...], least: int) -> tuple[Axis, ...]:
    if len(axes) < least:
        raise InputError(f"{sort} has {len(axes)} axes; at least {least} {'is' if least == 1 else 'are'} needed")
    for axis in axes:
        named = isinstance(axis, str) and axis.isidentifier()
        if not named and not (isinstance(axis, int) and not isinstance(axis, bool) and axis >= 1):
            raise InputError(f"{sort}: the axis {axis!r} is neither the name of a space nor a size ≥ 1")
    return axes


def _interval(sort: str, low: Any, high: Any, closed: str) -> tuple[Fraction, Fraction]:
    least, most = _bound(sort, low), _bound(sort, high)
    if closed not in ("both", "left", "right", "neither"):
        raise InputError(f"{sort}: closed is {closed!r}; 'both', 'left', 'right' or 'neither' is right")
    if not (least < most or (least == most and closed == "both")):
        raise InputError(f"{sort}: there is no number between {low} and {high}; low < high is right")
    return least, most


def _bound(sort: str, value: Any) -> Fraction:
    if isinstance(value, float | bool):
        raise InputError(
            f"{sort}: the bound {value!r} is no exact number; a whole number, a Fraction or 'p/q' is right"
        )
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        raise InputError(
            f"{sort}: the bound {value!r} is no number; a whole number, a Fraction or 'p/q' is right"
        ) from None
