"""What every strategy draws from: whole numbers in a matrix, and the ranges that are refused."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from numpy.typing import NDArray

from contextures.errors import InputError

Integers = NDArray[np.int64]


def at_least(bound: int, /, **numbers: int) -> None:
    """Raise InputError for a number that is not whole, or too small."""
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < bound:
            raise InputError(f"{name} is {number!r}; a whole number of at least {bound} is right")


def ordered(bound: int, /, **numbers: int) -> None:
    """Raise InputError where the second of two numbers is the smaller one, or one is below the least."""
    at_least(bound, **numbers)
    (low_name, low), (high_name, high) = numbers.items()
    if low > high:
        raise InputError(f"{low_name} is {low} and {high_name} is {high}; the former is at most the latter")


def matrix(draw: DrawFn, n: int, m: int, low: int, high: int) -> Integers:
    """Draw whole numbers (n, m) between two ends."""
    entries = draw(st.lists(st.integers(low, high), min_size=n * m, max_size=n * m))
    return np.array(entries, dtype=np.int64).reshape(n, m)


def filled(weights: Integers) -> Integers:
    """Put a 1 into each empty row and column."""
    weights = weights.copy()
    weights[weights.sum(1) == 0, 0] = 1
    weights[0, weights.sum(0) == 0] = 1
    return weights
