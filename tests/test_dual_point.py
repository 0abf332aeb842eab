"""The least λ_max(A + ηE), against closed forms and at scales that floats cannot tell apart."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import numpy as np
import pytest

from contextures.exact.arithmetic import Array, exact_array
from contextures.exact.dual_point import dual_point, rounded
from contextures.exact.numbers import rational


def diagonal(*values: Fraction | int) -> Array:
    matrix = exact_array(np.zeros((len(values), len(values)), dtype=np.int64))
    for k, value in enumerate(values):
        matrix[k, k] = rational(value)
    return matrix


@pytest.mark.parametrize("guess", [0.0, 1e-30, 0.2, 1e6, inf])
@pytest.mark.parametrize("small", [Fraction(1), Fraction(1, 10**14)], ids=["one", "tiny"])
def test_two_lines_cross(guess: float, small: Fraction) -> None:
    """max(1 − kη, εη), k = 1/ε: least where they meet."""
    eta, t = dual_point(diagonal(1, 0), diagonal(-1 / small, small), guess, 12)
    meeting = 1 / (small + 1 / small)
    assert abs(eta / meeting - 1) < Fraction(1, 10**10)
    assert 0 <= t / (small * meeting) - 1 < Fraction(1, 10**8)


def test_what_only_rises_is_least_at_zero() -> None:
    eta, t = dual_point(diagonal(1, 0), diagonal(2, -1), 0.5, 6)
    assert eta == 0
    assert t == 1


def test_numbers_are_rounded_to_significant_digits() -> None:
    assert rounded(Fraction(123456, 10**12), 3) == Fraction(123, 10**9)
    assert rounded(Fraction(123456, 10**12), 3, up=True) == Fraction(124, 10**9)
    assert rounded(Fraction(0), 3, up=True) == 0
