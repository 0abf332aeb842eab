"""The largest share of an averaged target that an encoder of trace gap t misses: two angles of one eigenvalue θ.

With c = 1−ε > t: max over θ ≤ t of sin²(A + C), sin²A = θ(1−c)/(c(1−θ)), tan²C = θ(t−θ)/(1−t); and 1 where c ≤ t.
Written out, sin²(A + C) = θ(√(((1−c)/c)(1−t)) + √((1−θ/c)(t−θ)))²/((1−θ)²(1+θ−t)). Where the derivatives of A and −C
agree, (c−θ)(1−t)(2θ−t)² = (1−c)(1+θ−t)²(t−θ), a cubic in θ with a root between t/2 and t.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, fmpq, fmpq_poly
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.numbers import Exact, UndefinedError, ball

Array = NDArray[np.float64]

CELLS, ROUNDS = 129, 7
"""Points of a grid of θ, and how often it is laid anew around the best one."""


def largest_share(t: Any, epsilon: Any) -> Array:
    """Return the maximum, in floats, on grids that close in on it; NaN outside of [0, 1).

    Parameters
    ----------
    t, epsilon : array
        Both in [0, 1).
    """
    t, epsilon = np.broadcast_arrays(np.asarray(t, dtype=float), np.asarray(epsilon, dtype=float))
    known = (t >= 0) & (t < 1) & (epsilon >= 0) & (epsilon < 1)
    inner = known & (t < 1 - epsilon)
    c, gap = (np.where(inner, value, none).ravel() for value, none in ((1.0 - epsilon, 1.0), (t, 0.0)))
    low, high = np.zeros_like(gap), gap
    rows = np.arange(len(gap))
    best = np.zeros_like(gap)
    for _ in range(ROUNDS):
        theta = low[:, None] + (high - low)[:, None] * np.linspace(0.0, 1.0, CELLS)
        values = _share(theta, gap[:, None], c[:, None])
        at = values.argmax(axis=1)
        best = np.maximum(best, values[rows, at])
        low, high = theta[rows, np.maximum(at - 1, 0)], theta[rows, np.minimum(at + 1, CELLS - 1)]
    return np.where(known, np.where(inner, best.reshape(t.shape), 1.0), np.nan)


def _share(theta: Array, t: Array, c: Array) -> Array:
    root = np.sqrt((1 - c) / c * (1 - t)) + np.sqrt(np.maximum((1 - theta / c) * (t - theta), 0.0))
    found: Array = theta * root**2 / ((1 - theta) ** 2 * (1 + theta - t))
    return found


def largest_share_exactly(t: Exact, epsilon: Exact) -> Exact:
    """Return the maximum: a rational where it is 0, 1 or that of ε = 0, else a ball; it grows with t and with ε.

    Raises
    ------
    UndefinedError
        Where t or ε is not known to lie in [0, 1).
    """
    for name, value in (("t", t), ("ε", epsilon)):
        if not (numbers.certainly_at_most(fmpq(0), value) and numbers.certainly_less(value, fmpq(1))):
            raise UndefinedError(f"the largest sum of the two angles needs {name} in [0, 1)")
    if isinstance(t, fmpq) and isinstance(epsilon, fmpq):
        return _at_rationals(t, epsilon)
    low, high = (_at_rationals(*ends) for ends in zip(_ends(t), _ends(epsilon), strict=True))
    return ball(low).union(ball(high))


def _ends(value: Exact) -> tuple[fmpq, fmpq]:
    """Two rationals of [0, 1) that hold a number between them."""
    held = ball(value)
    low, high = (end.mid().fmpq() for end in (held.lower(), held.upper()))
    return max(low, fmpq(0)), high


def _at_rationals(t: fmpq, epsilon: fmpq) -> Exact:
    c = 1 - epsilon
    if c <= t:
        return fmpq(1)
    if t == 0 or epsilon == 0:
        return (t / (2 - t)) ** 2
    x = fmpq_poly([0, 1])
    cubic: Any = (c - x) * (1 - t) * (2 * x - t) ** 2 - (1 - c) * (1 + x - t) ** 2 * (t - x)
    found = []
    for root, _ in cubic.complex_roots():
        theta = arb(root.real)
        if root.imag == 0 and not theta < t / 2 and not theta > t:
            first, second = theta * (1 - c) / (c * (1 - theta)), theta * (t - theta) / ((1 - theta) * (1 + theta - t))
            found.append(((first * (1 - second)).sqrt() + ((1 - first) * second).sqrt()) ** 2)
    best = found[0]
    for other in found[1:]:
        best = best.max(other)
    return best
