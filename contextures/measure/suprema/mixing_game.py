"""The game of `mixing.weights` in floats: v(w), exponentiated gradient, and the maximum of v over the simplex."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import Floats
from contextures.measure.worlds.mixing import MixingWorld

Array = NDArray[Any]

SHRINKAGE = (np.sqrt(5.0) - 1) / 2
"""Of the golden section."""
SECTIONS = 26
"""Golden sections of an interval: to 4e-6 of its length."""
GRID = 10**6
"""Denominator of the weights that are judged exactly."""


def kernels(world: MixingWorld) -> Array:
    """Return the symmetric matrices of T_jT_j* on mean-zero functions, (B, J, N, N)."""
    if "kernels" not in world.cache:
        world.cache["kernels"] = np.stack([world.symmetric(c.operator_x) for c in world.contexts], axis=1)
    found: Array = world.cache["kernels"]
    return found


def _mixed(world: MixingWorld, weights: Array) -> Array:
    return np.asarray(np.einsum("bj,bjnm->bnm", weights, kernels(world)))


def value(world: MixingWorld, weights: Array) -> Array:
    """Return v(w) = d − (the d largest eigenvalues of Σ_j w_jK_j), (B,), for weights (B, J)."""
    spectrum = np.linalg.eigvalsh(_mixed(world, weights))
    return np.asarray(world.d - spectrum[:, ::-1][:, : world.d].sum(-1))


def losses(world: MixingWorld, weights: Array) -> Array:
    """Return loss_j of a Φ that is best for the weights, (B, J)."""
    top = np.linalg.eigh(_mixed(world, weights))[1][:, :, ::-1][:, :, : world.d]
    return np.asarray(world.d - np.einsum("bni,bjnm,bmi->bj", top, kernels(world), top, optimize=True))


def average_weights(world: MixingWorld) -> Array:
    """Return w̄ of T steps of exponentiated gradient from equal weights, (B, J)."""
    count, steps = world.chosen["J"], world.chosen["steps"]
    total = np.zeros((world.count, count))
    average = np.zeros_like(total)
    for _ in range(steps):
        scaled = world.fields["rate"][:, None] * total
        grown = np.exp(scaled - scaled.max(1, keepdims=True))
        weights = grown / grown.sum(1, keepdims=True)
        average += weights / steps
        total += losses(world, weights)
    return average


def best_weights(world: MixingWorld) -> Array:
    """Return weights that maximise v to the precision of the golden sections, (B, J)."""
    if world.chosen["J"] == 2:
        return _search(world, lambda t: np.stack([t, 1 - t], axis=1))

    def inner(t: Array) -> Array:
        return _search(world, lambda u: np.stack([t, (1 - t) * u, (1 - t) * (1 - u)], axis=1))

    return _search(world, inner)


def _search(world: MixingWorld, weights_at: Callable[[Array], Array]) -> Array:
    """Maximise a concave function of t in [0, 1] by golden sections, and compare with the two ends."""
    low, high = np.zeros(world.count), np.ones(world.count)
    left, right = high - SHRINKAGE * (high - low), low + SHRINKAGE * (high - low)
    at_left, at_right = value(world, weights_at(left)), value(world, weights_at(right))
    for _ in range(SECTIONS):
        keep_left = at_left > at_right
        low, high = np.where(keep_left, low, left), np.where(keep_left, right, high)
        new = np.where(keep_left, high - SHRINKAGE * (high - low), low + SHRINKAGE * (high - low))
        at_new = value(world, weights_at(new))
        left, right = np.where(keep_left, new, right), np.where(keep_left, left, new)
        at_left, at_right = np.where(keep_left, at_new, at_right), np.where(keep_left, at_left, at_new)
    found = np.stack([weights_at(t) for t in ((low + high) / 2, np.zeros(world.count), np.ones(world.count))])
    best = np.argmax([value(world, weights) for weights in found], axis=0)
    return np.asarray(found[best, np.arange(world.count)])


def best_value(world: MixingWorld) -> Array:
    """Return max_w v(w), (B,)."""
    return value(world, best_weights(world))


def rational_best_weights(world: MixingWorld) -> list[fmpq]:
    """Return rational weights near those that maximise v for one exact instance."""
    fields = {name: np.asarray(values, dtype=float)[None] for name, values in world.fields.items()}
    found = best_weights(MixingWorld(fields, world.chosen, Floats()))[0]
    shares = [Fraction(float(x)).limit_denominator(GRID) for x in found[:-1]]
    last = max(Fraction(0), 1 - sum(shares))
    total = sum(shares) + last
    return [fmpq(x.numerator, x.denominator) / fmpq(total.numerator, total.denominator) for x in (*shares, last)]
