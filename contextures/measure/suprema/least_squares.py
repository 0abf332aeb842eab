"""Norm-constrained least squares over two coefficients, for batches of samples, and the worst of its minimisers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

VANISHING = 1e-11
"""Share of the largest eigenvalue below which one counts as zero."""
STEPS = 100
"""Bisections of a multiplier."""


def worst_risk(design: Array, labels: Array, radius: Array, quadratic: Array, linear: Array, constant: Array) -> Array:
    """Return the largest risk wᵀFw − 2bᵀw + c over the w that minimise Σ(wᵀψ_k − y_k)² subject to ‖w‖ ≤ R.

    Parameters
    ----------
    design : ndarray (..., n, 2)
        ψ_k.
    labels : ndarray (..., n)
    radius : ndarray (...)
    quadratic : ndarray (..., 2, 2)
        F, positive semi-definite.
    linear : ndarray (..., 2)
    constant : ndarray (...)

    Returns
    -------
    ndarray (...)
    """
    moments = np.swapaxes(design, -1, -2) @ design
    projected = (np.swapaxes(design, -1, -2) @ labels[..., None])[..., 0]
    values, vectors = np.linalg.eigh(moments)
    values, vectors = values[..., ::-1], vectors[..., ::-1]
    seen = values > VANISHING * np.maximum(1.0, values[..., :1])
    right = (np.swapaxes(vectors, -1, -2) @ projected[..., None])[..., 0] * seen
    plain = np.where(seen, right / np.where(seen, values, 1.0), 0.0)
    outside = (plain**2).sum(-1) > radius**2
    inside = plain.copy()
    if outside.any():
        inside[outside] = _on_sphere(values[outside] * seen[outside], right[outside], radius[outside])
    rest = np.sqrt(np.maximum(radius**2 - (inside**2).sum(-1), 0.0))

    def risk(coordinates: Array) -> Array:
        w = (vectors @ coordinates[..., None])[..., 0]
        form = (w[..., None, :] @ quadratic @ w[..., :, None])[..., 0, 0]
        return np.asarray(form - 2 * (linear * w).sum(-1) + constant)

    free = ~seen[..., 1] & ~outside
    step = np.zeros_like(inside)
    step[..., 1] = np.where(free, rest, 0.0)
    worst = np.maximum(risk(inside + step), risk(inside - step))
    blind = ~seen[..., 0]
    if blind.any():
        worst[blind] = _largest_in_ball(
            *(
                np.broadcast_to(v, blind.shape + t)[blind]
                for v, t in ((quadratic, (2, 2)), (linear, (2,)), (constant, ()), (radius, ()))
            )
        )
    return worst


def _on_sphere(values: Array, right: Array, radius: Array) -> Array:
    """Return (H + μ)⁻¹c with the μ > 0 at which its norm is R, in the basis of H."""
    low = np.zeros(len(values))
    high = np.sqrt((right**2).sum(-1)) / radius
    for _ in range(STEPS):
        middle = (low + high) / 2
        long = ((right / np.maximum(values + middle[:, None], 1e-300)) ** 2).sum(-1) > radius**2
        low, high = np.where(long, middle, low), np.where(long, high, middle)
    found = right / np.maximum(values + high[:, None], 1e-300)
    return np.asarray(found)


def _largest_in_ball(quadratic: Array, linear: Array, constant: Array, radius: Array) -> Array:
    """Return max wᵀFw − 2bᵀw + c over ‖w‖ ≤ R: the dual min_{μ≥λ_max} μR² + Σ b_i²/(μ−F_i) + c is convex."""
    values, vectors = np.linalg.eigh(quadratic)
    squares = ((np.swapaxes(vectors, -1, -2) @ linear[..., None])[..., 0]) ** 2
    top = values[:, -1]
    low, high = np.zeros(len(top)), np.sqrt(squares.sum(-1)) / radius + 1e-12

    def dual(shift: Array) -> Array:
        gaps = np.maximum(top[:, None] - values + shift[:, None], 1e-300)
        return np.asarray((top + shift) * radius**2 + np.where(squares > 0, squares / gaps, 0.0).sum(-1) + constant)

    for _ in range(STEPS):
        first, second = low + (high - low) / 3, high - (high - low) / 3
        left = dual(first) < dual(second)
        low, high = np.where(left, low, first), np.where(left, second, high)
    return np.minimum(dual((low + high) / 2), dual(np.maximum(low, 0.0)))
