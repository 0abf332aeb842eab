"""Special functions of arrays of floats; all broadcast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from contextures.measure.special import joint_angle

Floats = NDArray[np.float64]

NEAR = 1e-9
"""How near a float is to the whole number that it stands for."""
STEPS = 80
"""Steps of Newton's method at most."""
BISECTIONS = 60
"""Halvings of an interval, until it is one float."""
SETTLED = 4e-16
"""Relative size of the last step."""
OUTSIDE = 1e-12
"""How far rounding may put a probability outside of [0, 1]."""
STIRLING = 100
"""The n from which Stirling's series of the factorial is exact in floats."""


def _nearly_whole(value: Any, rounded: Callable[[Any], Any]) -> Floats:
    value = np.asarray(value, dtype=float)
    nearest = np.rint(value)
    close = np.abs(value - nearest) <= NEAR * np.maximum(np.abs(nearest), 1)
    return np.asarray(np.where(close, nearest, rounded(value)))


def ceiling(value: Any) -> Floats:
    """Round up; what rounding put slightly beside a whole number is that number."""
    return _nearly_whole(value, np.ceil)


def floor(value: Any) -> Floats:
    """Round down; what rounding put slightly beside a whole number is that number."""
    return _nearly_whole(value, np.floor)


def _floats(*values: Any) -> list[Floats]:
    return list(np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in values)))


def _probability(q: Floats) -> Floats:
    """Put back what rounding put slightly outside of [0, 1]."""
    return np.where(np.abs(q - 0.5) <= 0.5 + OUTSIDE, np.clip(q, 0.0, 1.0), q)


def binary_kl(q: Any, p: Any) -> Floats:
    """Return kl(q‖p)."""
    q, p = _floats(q, p)
    return np.asarray(np.maximum(special.rel_entr(q, p) + special.rel_entr(1 - q, 1 - p), 0.0))


def kl_upper(q: Any, epsilon: Any) -> Floats:
    """Return max{p ≤ 1: kl(q‖p) ≤ ε}, by Newton's method from the right, where kl is convex."""
    q, epsilon = _floats(q, epsilon)
    q = _probability(q)
    inner = (q >= 0) & (q < 1) & (epsilon > 0) & (epsilon < np.inf)
    x, e = np.where(inner, q, 0.5), np.where(inner, epsilon, 1.0)
    with np.errstate(all="ignore"):
        beyond = (e - special.xlogy(x, x) - special.xlog1py(1 - x, -x)) / (1 - x)
        starts = (x + np.sqrt(e / 2), x + e + np.sqrt(e * (e + 2 * x)), -np.expm1(-beyond))
    p = np.minimum(np.minimum(starts[0], starts[1]), np.minimum(starts[2], 1 - 2.0**-53))
    p = np.where(x == 0, -np.expm1(-e), _newton(x, e, p, 1))
    out = np.where(inner, p, np.where(epsilon >= 0, np.where(epsilon == 0, q, 1.0), np.nan))
    return np.where((q >= 0) & (q <= 1), np.where(q == 1, np.where(epsilon >= 0, 1.0, np.nan), out), np.nan)


def kl_lower(q: Any, epsilon: Any) -> Floats:
    """Return min{p ≥ 0: kl(q‖p) ≤ ε}, by Newton's method from the left."""
    q, epsilon = _floats(q, epsilon)
    q = _probability(q)
    inner = (q > 0) & (q <= 1) & (epsilon > 0) & (epsilon < np.inf)
    x, e = np.where(inner, q, 0.5), np.where(inner, epsilon, 1.0)
    with np.errstate(all="ignore"):
        entropy = -special.xlogy(x, x) - special.xlog1py(1 - x, -x)
        starts = (x - np.sqrt(e / 2), x - np.sqrt(2 * x * e), np.exp(-(e + entropy) / x))
    p = np.maximum(np.maximum(starts[0], starts[1]), np.maximum(starts[2], 1e-300))
    p = np.where(x == 1, np.exp(-e), _newton(x, e, p, -1))
    out = np.where(inner, p, np.where(epsilon >= 0, np.where(epsilon == 0, q, 0.0), np.nan))
    return np.where((q >= 0) & (q <= 1), np.where(q == 0, np.where(epsilon >= 0, 0.0, np.nan), out), np.nan)


def _newton(q: Floats, epsilon: Floats, start: Floats, sign: int) -> Floats:
    """Solve kl(q‖p) = ε on one side of q, from a start with kl(q‖p) ≥ ε: every step leads towards q but by rounding."""
    shape = start.shape
    q, epsilon, p = q.ravel(), epsilon.ravel(), start.ravel().copy()
    active = np.arange(p.size)
    for _ in range(STEPS):
        x, e, at = q[active], epsilon[active], p[active]
        with np.errstate(all="ignore"):
            step = (special.rel_entr(x, at) + special.rel_entr(1 - x, 1 - at) - e) * at * (1 - at) / (at - x)
        moved = at - np.where(np.isfinite(step), step, 0.0)
        moved = np.clip(moved, np.where(sign > 0, x, 1e-300), np.where(sign > 0, 1.0, x))
        p[active] = moved
        active = active[(at - moved) * sign > SETTLED * np.minimum(moved, 1 - moved)]
        if not active.size:
            break
    return p.reshape(shape)


def kl_first(p: Any, epsilon: Any) -> Floats:
    """Return min{q ≥ 0: kl(q‖p) ≤ ε}, by bisection between 0 and p, where kl falls."""
    p, epsilon = _floats(p, epsilon)
    low, high = np.zeros(p.shape), p.copy()
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        above = binary_kl(middle, p) > epsilon
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    known = (p >= 0) & (p <= 1) & (epsilon >= 0)
    return np.where(known, np.where(binary_kl(0.0, p) <= epsilon, 0.0, high), np.nan)


def binomial_cdf(k: Any, n: Any, p: Any) -> Floats:
    """Return P(Bin(n, p) ≤ k)."""
    k, n, p = _floats(floor(k), n, p)
    inner = (k >= 0) & (k < n)
    a, b = np.where(inner, k + 1, 1.0), np.where(inner, n - k, 1.0)
    found = np.where(inner, special.betaincc(a, b, p), np.where(k >= n, 1.0, 0.0))
    return np.where((p >= 0) & (p <= 1), found, np.nan)


def binomial_upper(k: Any, n: Any, delta: Any) -> Floats:
    """Return max{u ≤ 1: P(Bin(n, u) ≤ k) ≥ δ}."""
    k, n, delta = _floats(floor(k), n, delta)
    inner = (k >= 0) & (k < n) & (delta > 0) & (delta < 1)
    a, b = np.where(inner, k + 1, 1.0), np.where(inner, n - k, 1.0)
    found = special.betainccinv(a, b, np.where(inner, delta, 0.5))
    return np.where(inner, found, np.where((k >= n) & (delta <= 1) | (delta <= 0), 1.0, 0.0))


def binomial_lower(k: Any, n: Any, delta: Any) -> Floats:
    """Return min{u ≥ 0: P(Bin(n, u) ≥ k) ≥ δ}."""
    k, n, delta = _floats(ceiling(k), n, delta)
    inner = (k > 0) & (k <= n) & (delta > 0) & (delta < 1)
    a, b = np.where(inner, k, 1.0), np.where(inner, n - k + 1, 1.0)
    found = special.betaincinv(a, b, np.where(inner, delta, 0.5))
    return np.where(inner, found, np.where((k <= 0) & (delta <= 1) | (delta <= 0), 0.0, 1.0))


def beta_quantile(level: Any, a: Any, b: Any) -> Floats:
    """Return a quantile of Beta(a, b); 0 where a = 0, 1 where b = 0."""
    level, a, b = _floats(level, a, b)
    b, a = (np.where(np.abs(value) < NEAR, 0.0, value) for value in (b, a))
    inner = (a > 0) & (b > 0)
    found = special.betaincinv(np.where(inner, a, 1.0), np.where(inner, b, 1.0), level)
    return np.where(inner, found, np.where(a <= 0, 0.0, 1.0))


def normal_quantile(level: Any) -> Floats:
    """Return a quantile of the standard normal law."""
    return np.asarray(special.ndtri(np.asarray(level, dtype=float)))


def xi(n: Any) -> Floats:
    """Return ξ(n) = n!·eⁿ·n^{−n}·Q(n + 1, n), Q the upper regularised gamma function."""
    n = np.asarray(n, dtype=float)
    small = np.minimum(n, STIRLING)
    series = (1 / 12 - (1 / 360 - 1 / (1260 * n**2)) / n**2) / n + np.log(2 * np.pi * n) / 2
    size = np.where(n < STIRLING, special.gammaln(small + 1) + small - small * np.log(small), series)
    return np.asarray(np.exp(size) * special.gammaincc(n + 1, n))


FUNCTIONS: Mapping[str, Callable[..., Floats]] = {
    "ceiling": ceiling,
    "floor": floor,
    "BinaryKL": binary_kl,
    "KLUpper": kl_upper,
    "KLLower": kl_lower,
    "KLFirst": kl_first,
    "BinomialCDF": binomial_cdf,
    "BinomialUpper": binomial_upper,
    "BinomialLower": binomial_lower,
    "BetaQuantile": beta_quantile,
    "NormalQuantile": normal_quantile,
    "SharedAngle": joint_angle.largest_share,
    "Xi": xi,
}
"""By the name of the SymPy function."""
