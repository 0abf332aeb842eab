"""Settings of a bound: names, values as exact rationals, and the ranges that the vocabulary gives them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import sympy as sp
from flint import fmpq
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.theory.symbols.vocabulary import Meaning

Value = Any
"""A rational (fmpq), or an array of floats where a setting takes many values."""

LEAST, MOST = fmpq(1, 10**300), fmpq(10**300)
"""The sizes that a setting may have, unless it is 0."""
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?|[+-]?\d+/\d+")
"""How a setting is written: a decimal or a ratio."""
NEXT = "next"
"""Suffix of the entry d + 1 of a sequence, as in ``s_next``."""
ENTRY = re.compile(r"(?P<base>.+)_(?P<index>\d+|next)")
"""An entry of a sequence, as in ``s_1``."""
_PIECE = r"[−-]?\d+(?:/\d+)?|[−-]?∞"
_INTERVAL = re.compile(r"(?P<open>[\[(])(?P<lo>[^,\]]+), (?P<hi>[^\])]+)(?P<close>[\])])")
_HALF_LINE = re.compile(rf"(?P<sign>[≥>≤<]) (?P<end>{_PIECE})(?![\w/])")


@dataclass(frozen=True)
class Interval:
    """The values a symbol may take, as far as numbers say it; an end that depends on others counts as infinite.

    Attributes
    ----------
    lo, hi : Fraction or None
        The ends; None where there is none.
    without_lo, without_hi : bool
        Whether the end itself is excluded.
    """

    lo: Fraction | None = None
    hi: Fraction | None = None
    without_lo: bool = False
    without_hi: bool = False

    @classmethod
    def of(cls, text: str) -> Interval:
        """Read the range of a meaning, such as ``[0, 1)``, ``> 0`` or ``d ≥ 1``."""
        found = _INTERVAL.search(text)
        if found:
            return cls(_end(found["lo"]), _end(found["hi"]), found["open"] == "(", found["close"] == ")")
        found = _HALF_LINE.search(text)
        if not found:
            return cls()
        end, strict = _end(found["end"]), found["sign"] in "><"
        return cls(lo=end, without_lo=strict) if found["sign"] in "≥>" else cls(hi=end, without_hi=strict)

    def holds(self, value: Value) -> bool:
        """Tell whether a value, or every value of an array, lies in it."""
        inside = True
        if self.lo is not None:
            lo = _comparable(self.lo, value)
            inside &= bool(np.all(value > lo if self.without_lo else value >= lo))
        if self.hi is not None:
            hi = _comparable(self.hi, value)
            inside &= bool(np.all(value < hi if self.without_hi else value <= hi))
        return inside


def _end(text: str) -> Fraction | None:
    try:
        return Fraction(text.replace("−", "-"))
    except ValueError:
        return None


def _comparable(end: Fraction, value: Value) -> Any:
    return fmpq(end.numerator, end.denominator) if isinstance(value, fmpq) else float(end)


def is_array(value: Value) -> bool:
    """Tell whether a setting takes many values."""
    return isinstance(value, np.ndarray)


def read(name: str, value: Any) -> Value:
    """Return a setting as a rational, or as an array of floats.

    Parameters
    ----------
    name : str
    value : str, int, float, Fraction, fmpq or array_like
        A float means the decimal it is written as: 0.1 is 1/10.

    Raises
    ------
    InputError
        Where it is no finite number.
    """
    if isinstance(value, fmpq):
        return value
    if isinstance(value, str):
        return _rational(name, value.strip())
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return fmpq(int(value))
    if isinstance(value, float | np.floating):
        return _rational(name, repr(float(value)))
    if np.iscomplexobj(value):
        raise InputError(f"{name} is {value!r}; a real number, or an array of them, is right")
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{name} is {value!r}; a number is right") from None
    if array.ndim == 0 or array.dtype.kind != "f" or isinstance(value, bool) or not np.isfinite(array).all():
        raise InputError(f"{name} is {value!r}; a finite number, or an array of them, is right")
    return array


def _rational(name: str, text: str) -> fmpq:
    if not NUMBER.fullmatch(text) or len(text) > 1000:
        raise InputError(f"{name} is {text[:40]!r}; a finite number such as 0.05, 1/20 or 2e4 is right")
    try:
        return fmpq(*Fraction(text).as_integer_ratio())
    except ZeroDivisionError:
        raise InputError(f"{name} is {text!r}; the denominator is zero") from None


def check(name: str, value: Value, symbol: sp.Symbol, meaning: Meaning) -> None:
    """Raise InputError where a value is no whole number although the symbol is one, or is out of range.

    What double precision does not reach is out of range too: every setting is shown in floats beside exact numbers.
    """
    if not is_array(value) and value and not LEAST <= abs(value) <= MOST:
        size = "large" if abs(value) > 1 else "small"
        raise InputError(f"{name} is too {size} for double precision; a size from 1e-300 to 1e300 is right")
    if symbol.is_integer and not (bool(np.all(value == np.floor(value))) if is_array(value) else value.q == 1):
        raise InputError(f"{name} is {shown(value)}; a whole number is right ({meaning.text})")
    if not Interval.of(meaning.range).holds(value):
        raise InputError(f"{name} is {shown(value)}, out of its range {meaning.range} ({meaning.text})")


def check_descending(base: str, entries: Mapping[int, Value]) -> None:
    """Raise InputError where a descending sequence ascends."""
    known = sorted(entries.items())
    for (first, larger), (second, smaller) in pairwise(known):
        if bool(np.any(as_float(larger) < as_float(smaller))):
            raise InputError(
                f"{base}_{second} is larger than {base}_{first} ({shown(smaller)} > {shown(larger)}); {base} descends"
            )


def as_float(value: Value) -> NDArray[np.float64] | float:
    """Return a setting in floats."""
    return value if is_array(value) else int(value.p) / int(value.q)


def shown(value: Value) -> str:
    """Write a setting for a message."""
    if is_array(value):
        return f"an array from {np.min(value):g} to {np.max(value):g}"
    return str(value) if value.q == 1 or len(str(value)) < 12 else f"{as_float(value):g}"


def parse(assignments: Iterable[str]) -> dict[str, str]:
    """Split ``NAME=VALUE`` arguments of the command line.

    Raises
    ------
    InputError
        Where one is not of that form, or a name comes twice.
    """
    settings: dict[str, str] = {}
    for text in assignments:
        name, equals, value = (piece.strip() for piece in text.partition("="))
        if not (name and equals and value):
            raise InputError(f"{text!r} is no setting; NAME=VALUE such as epsilon=1/20 is right")
        if name in settings:
            raise InputError(f"{name} is set twice; once is right")
        settings[name] = value
    return settings


@dataclass(frozen=True)
class Axis:
    """The values that one setting sweeps over."""

    name: str
    values: NDArray[np.float64]
    log: bool

    @classmethod
    def of(cls, text: str) -> Axis:
        """Read ``NAME=START:STOP:COUNT``, with ``:log`` for equal ratios.

        Raises
        ------
        InputError
            Where it has another form, one point, reversed ends, or ends that a logarithm does not have.
        """
        name, equals, rest = text.partition("=")
        pieces = rest.split(":")
        form = "NAME=START:STOP:COUNT, with :log at the end for equal ratios, is right"
        if not (name and equals) or len(pieces) not in (3, 4) or (len(pieces) == 4 and pieces[3] != "log"):
            raise InputError(f"the sweep {text!r} cannot be read; {form}")
        start, stop = (as_float(read(f"an end of the sweep of {name}", piece)) for piece in pieces[:2])
        if not pieces[2].isdigit() or not 2 <= int(pieces[2]) <= 1_000_000:
            raise InputError(f"the sweep of {name} has {pieces[2]!r} points; 2 to 1000000 are right")
        if start >= stop:
            raise InputError(f"the sweep of {name} goes from {start:g} to {stop:g}; START < STOP is right")
        log = len(pieces) == 4
        if log and start <= 0:
            raise InputError(f"the sweep of {name} starts at {start:g}; equal ratios need START > 0")
        spaced = np.geomspace if log else np.linspace
        return cls(name, spaced(start, stop, int(pieces[2])), log)

    def whole(self) -> Axis:
        """Return the axis rounded to whole numbers, each once; InputError where one is left."""
        values = np.unique(np.rint(self.values))
        if len(values) < 2:
            raise InputError(f"the sweep of {self.name} holds one whole number, {values[0]:g}; two or more are right")
        return Axis(self.name, values, self.log)


def listed(names: Sequence[str]) -> str:
    """Join names for a message."""
    return ", ".join(names) if names else "none"


def finite(value: float) -> float | None:
    """Return a float, or None where JSON has no word for it."""
    return value if math.isfinite(value) else None
