"""One setting over its range: which one is sought, where it is looked for, and the bound at many of its values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds.compute import index_names
from contextures.bounds.formula import Formula
from contextures.bounds.known import DIMENSION, MissingSettings, Settings, to_float
from contextures.bounds.settings import Interval, is_array, listed, read, shown
from contextures.errors import InputError
from contextures.exact.numbers import NotCertifiable, UndefinedError

FAR = Fraction(10**12)
"""Where a range ends that has no end of its own."""
NEAR = Fraction(1, 10**12)
"""Where a range begins whose end, zero, is excluded."""
EXAMINED = 100_000
"""Whole numbers that are looked at one by one where the setting is an index."""
SAMPLES = 4001
"""Values at which a bound is looked at when the best one is sought."""


def sought(formula: Formula, settings: Settings, name: str) -> sp.Symbol:
    """Return the symbol of a setting that is to be found; InputError where it is unknown or set."""
    symbol = formula.symbol_of(name)
    if symbol is None:
        raise InputError(f"{name} is no setting of {formula.statement.id}; its settings are {listed(formula.names)}")
    if name in settings.values:
        raise InputError(f"{name} is both set and to be found; leave the setting out")
    return symbol


def searched(formula: Formula, settings: Settings, name: str, within: tuple[Any, Any] | None) -> tuple[fmpq, fmpq]:
    """Return the range in which a setting is looked for; a dimension ends where every sequence has become zero."""
    if within is not None:
        lo, hi = (read(f"an end of the range of {name}", end) for end in within)
        if is_array(lo) or is_array(hi) or not lo < hi:
            raise InputError(f"the range of {name} goes from {shown(lo)} to {shown(hi)}; START < STOP is right")
        return lo, hi
    interval = Interval.of(formula.meaning(name).range)
    symbol = formula.symbol_of(name)
    step = Fraction(1) if symbol is not None and symbol.is_integer else NEAR
    start = -FAR if interval.lo is None else interval.lo + (step if interval.without_lo else 0)
    stop = FAR if interval.hi is None else interval.hi - (step if interval.without_hi else 0)
    if name == DIMENSION and formula.sequences and formula.sequences <= set(settings.sequences):
        stop = Fraction(max(len(settings.sequences[base]) for base in formula.sequences))
    return fmpq(start.numerator, start.denominator), fmpq(stop.numerator, stop.denominator)


def sampled(
    formula: Formula, settings: Settings, name: str, lo: fmpq, hi: fmpq
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return values of one setting, all whole numbers where these are few, and the bound there; NaN if not admitted."""
    symbol = formula.symbol_of(name)
    start, stop = to_float(lo), to_float(hi)
    if symbol is not None and symbol.is_integer and stop - start < EXAMINED:
        values = np.arange(np.ceil(start), np.floor(stop) + 1)
    else:
        values = np.geomspace(start, stop, SAMPLES) if start > 0 else np.linspace(start, stop, SAMPLES)
        values = np.unique(np.rint(values)) if symbol is not None and symbol.is_integer else values
    if name == DIMENSION or name in index_names(formula.expression, settings):
        values = values[: _known_sizes(formula, settings, name, values)]
    return values, sampled_at(formula, settings, name, values)


def sampled_at(formula: Formula, settings: Settings, name: str, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the bound at values of one setting; NaN where a hypothesis fails."""
    at = settings.having(**{name: values})
    _, _, mask = formula.violated(at)
    return np.where(mask, np.broadcast_to(np.asarray(formula.value(at), dtype=float), values.shape), np.nan)


def _known_sizes(formula: Formula, settings: Settings, name: str, values: NDArray[np.float64]) -> int:
    """How many of the sizes, from the first, have every entry that the formula needs: by bisection."""
    known, unknown = 0, len(values) + 1
    while unknown - known > 1:
        middle = (known + unknown) // 2
        try:
            formula.value(settings.having(**{name: fmpq(int(values[middle - 1]))}))
        except MissingSettings:
            if middle == 1:
                raise
            unknown = middle
            continue
        except (UndefinedError, NotCertifiable):
            pass
        known = middle
    return known
