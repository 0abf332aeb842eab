"""The top of a finite loss: how much mass lies there, its mean, the law without it and the law with it moved.

Written once over both back ends: losses and weights are float arrays (..., n) with any batch axes, or object arrays
(n,) of rationals; a level is an array (...) of floats or one rational. Weights need not be sorted and may be zero.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from flint import fmpq

from contextures.exact.arithmetic import Array
from contextures.exact.numbers import UndefinedError


class Law(NamedTuple):
    """A finite law of losses, in descending order of the loss.

    Attributes
    ----------
    losses, weights : ndarray (..., n)
    """

    losses: Array
    weights: Array


def descending(losses: Array, weights: Array) -> Law:
    """Sort the points by their loss, the largest first."""
    losses, weights = np.broadcast_arrays(losses, weights)
    order = np.argsort(-losses, axis=-1, kind="stable")
    return Law(np.take_along_axis(losses, order, -1), np.take_along_axis(weights, order, -1))


def per_point(scalar: Any) -> Array:
    """Give a scalar of each instance an axis for the points."""
    return np.asarray(scalar)[..., None]


def divisor(value: Any) -> Any:
    """Return a divisor as it is.

    Raises
    ------
    UndefinedError
        If it is exactly 0.
    """
    if isinstance(value, fmpq) and value == 0:
        raise UndefinedError("a share is divided by 0")
    return value


def top(law: Law, level: Any) -> Array:
    """Return how much of the top ``level`` of mass each point carries; the last of them is split."""
    before = np.cumsum(law.weights, axis=-1) - law.weights
    left = np.minimum(per_point(level) - before, law.weights)
    return np.asarray(np.maximum(left, left * 0))


def mean(law: Law) -> Any:
    """Return E ℓ."""
    return (law.weights * law.losses).sum(-1)


def tail_mean(law: Law, alpha: Any) -> Any:
    """Return the mean of the worst α of the mass, CVaR_α = sup{E_Q ℓ: dQ/dP ≤ 1/α}."""
    return (top(law, alpha) * law.losses).sum(-1) / divisor(alpha)


def quantile(law: Law, alpha: Any) -> Any:
    """Return inf{q: P(ℓ > q) ≤ α} for α < 1: the least loss that no more than α of the mass exceeds."""
    above = np.cumsum(law.weights, axis=-1) - law.weights
    first = np.concatenate([law.losses[..., :1] == law.losses[..., :1], law.losses[..., 1:] < law.losses[..., :-1]], -1)
    # Of a plateau only the first point has the mass above it right; at the others it is too large, never too small.
    allowed = (above <= per_point(alpha)) & first.astype(bool)
    largest = law.losses[..., :1]
    return np.where(allowed, law.losses, largest).min(-1)


def trimmed(law: Law, epsilon: Any) -> Law:
    """Return the law without the top ε of its mass, rescaled: the P' ≤ P/(1−ε) of least loss."""
    return Law(law.losses, (law.weights - top(law, epsilon)) / per_point(divisor(1 - epsilon)))


def lowered(law: Law, delta: Any) -> Law:
    """Return the law with the top δ of its mass, δ ≤ 1, moved to the point of least loss."""
    moved = top(law, delta)
    weights = law.weights - moved
    last = np.zeros(weights.shape[-1], dtype=np.int64)
    last[-1] = 1
    return Law(law.losses, weights + last * per_point(moved.sum(-1)))
