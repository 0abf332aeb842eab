"""Finds the η ≥ 0 at which λ_max(A + ηE) is least for rational matrices, to a relative precision that floats lack."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import flint
from flint import arb, fmpq

from contextures.exact.arithmetic import Array, roots
from contextures.exact.numbers import PRECISION, ball, rational

GOLDEN = (math.sqrt(5) - 1) / 2
NARROW = 1e-15
"""Width of log η at which the search stops."""
FIRST = 1e-9
"""First step of log η away from the guess."""
LEAST, MOST = -60.0, 60.0
"""Range of log η."""


def dual_point(a: Array, e: Array, guess: float, digits: int) -> tuple[Fraction, Fraction]:
    """Return η, and t ≥ λ_max(A + ηE) by little, both of some significant digits.

    Parameters
    ----------
    a, e : ndarray (n, n)
        Rational matrices with a real spectrum, as every combination of them has: self-adjoint for one inner product.
    guess : float
        Where the search for η begins.
    digits : int
        Significant digits.
    """

    def peak(eta: Fraction) -> arb:
        with flint.ctx.workprec(PRECISION):
            values = [ball(value) for value, _ in roots(a + rational(eta) * e)]
            return max(values, key=lambda value: value.mid().fmpq())

    def height(position: float) -> fmpq:
        return peak(Fraction(math.exp(position))).mid().fmpq()

    start = math.log(guess) if 0 < guess < math.inf else 0.0
    eta = rounded(Fraction(math.exp(_lowest(height, min(max(start, LEAST), MOST)))), digits)
    eta = min((eta, Fraction(0)), key=lambda candidate: peak(candidate).mid().fmpq())
    top = peak(eta).upper().mid().fmpq()
    return eta, rounded(Fraction(int(top.p), int(top.q)), digits, up=True)


def rounded(value: Fraction, digits: int, up: bool = False) -> Fraction:
    """Round to so many significant digits; upwards if asked."""
    if value == 0:
        return value
    unit = Fraction(10) ** (math.floor(math.log10(abs(value))) + 1 - digits)
    return (math.ceil if up else round)(value / unit) * unit


def _lowest(height: Callable[[float], fmpq], start: float) -> float:
    """Return where a function with one valley is least: bracketed by growing steps, then by golden sections."""
    step, middle, here = FIRST, start, height(start)
    low, high = start - step, start + step
    while (below := height(low)) < here and low > LEAST:
        step *= 4
        middle, here, high, low = low, below, middle, low - step
    while (above := height(high)) < here and high < MOST:
        step *= 4
        middle, here, low, high = high, above, middle, high + step
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = height(left), height(right)
    while high - low > NARROW * max(1.0, abs(middle)):
        if at_left < at_right:
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = height(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = height(right)
    return (low + high) / 2
