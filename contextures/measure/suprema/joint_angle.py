"""The largest probe error of an encoder of trace gap t over F_1(ε): the sum of two angles that share one eigenvalue θ.

With c = 1−ε > t: max over θ ≤ t of sin²(A + C), sin²A = θ(1−c)/(c(1−θ)), tan²C = θ(t−θ)/(1−t); and 1 where c ≤ t.
Written out, sin²(A + C) = θ(√(((1−c)/c)(1−t)) + √((1−θ/c)(t−θ)))²/((1−θ)²(1+θ−t)).
"""

from __future__ import annotations

import heapq

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.exact.numbers import Bracket, Exact

Array = NDArray[np.float64]

CELLS, ROUNDS = 129, 7
"""Points of a grid of θ, and how often it is laid anew around the best one."""
FINE = 1e-8
"""Width to which the maximum is enclosed."""
MOST = 4_000
"""Most intervals that are halved for it."""


def largest_error(t: Array, epsilon: Array) -> Array:
    """Return the maximum, in floats, on grids that close in on it.

    Parameters
    ----------
    t, epsilon : ndarray (B,)
        Both in [0, 1).
    """
    c = 1.0 - epsilon
    trivial = c <= t
    c, gap = np.where(trivial, 1.0, c), np.where(trivial, 0.0, t)
    low, high = np.zeros_like(gap), gap
    rows = np.arange(len(gap))
    best = np.zeros_like(gap)
    for _ in range(ROUNDS):
        theta = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, CELLS)
        values = _share(theta, gap[:, None], c[:, None])
        at = values.argmax(axis=1)
        best = np.maximum(best, values[rows, at])
        low, high = theta[rows, np.maximum(at - 1, 0)], theta[rows, np.minimum(at + 1, CELLS - 1)]
    return np.where(trivial, 1.0, best)


def _share(theta: Array, t: Array, c: Array) -> Array:
    root = np.sqrt((1 - c) / c * (1 - t)) + np.sqrt(np.maximum((1 - theta / c) * (t - theta), 0.0))
    found: Array = theta * root**2 / ((1 - theta) ** 2 * (1 + theta - t))
    return found


def enclosed(t: Exact, epsilon: fmpq) -> Exact:
    """Return the maximum between two rationals; t a rational or a ball in [0, 1)."""
    gap, c = arb(t), arb(1 - epsilon)
    if not gap < c:
        return fmpq(1) if gap >= c else Bracket(fmpq(0), fmpq(1))
    if gap == 0:
        return fmpq(0)

    def sine(first: arb, second: arb) -> arb:
        """Return sin²(A + C), A at one θ and C at another; 1 where A + C may be π/2 or more."""
        a, b = first * (1 - c) / (c * (1 - first)), second * (gap - second) / ((1 - second) * (1 + second - gap))
        b = b if b > 0 else arb(0)
        if not a + b < 1:
            return arb(1)
        root: arb = (a * (1 - b)).sqrt() + ((1 - a) * b).sqrt()
        return root**2

    def most(left: fmpq, right: fmpq) -> float:
        """Return at least the maximum over an interval: A rises, C rises up to θ = t/2 and falls then."""
        middle = gap / 2
        peak = arb(right) if right < middle else arb(left) if left > middle else middle
        return float(sine(arb(right), peak).upper())

    top = gap.upper().mid().fmpq()
    low, pending = fmpq(0), [(-most(fmpq(0), top), fmpq(0), top)]
    for _ in range(MOST):
        bound, left, right = heapq.heappop(pending)
        if -bound < float(low) + FINE:
            heapq.heappush(pending, (bound, left, right))
            break
        middle = (left + right) / 2
        low = max(low, sine(arb(middle), arb(middle)).lower().mid().fmpq()) if arb(middle) < gap else low
        for a, b in ((left, middle), (middle, right)):
            heapq.heappush(pending, (-most(a, b), a, b))
    return Bracket(low, fmpq(*(-pending[0][0] * (1 + 1e-12)).as_integer_ratio()))
