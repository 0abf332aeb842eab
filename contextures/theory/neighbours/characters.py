"""Laws with the characters of ℤ_2^m as singular functions, whose spectra and projections are rational."""

from __future__ import annotations

from typing import Any

import numpy as np

Rng = np.random.Generator


def characters(points: int) -> Any:
    """The characters of ℤ_2^m but the constant, one a column."""
    return np.array([[(-1) ** (x & i).bit_count() for i in range(1, points)] for x in range(points)])


def diagonal_law(rng: Rng, count: int, points: int) -> tuple[Any, Any, Any]:
    """Weights of laws with the characters as singular functions, their total a row, and their singular values by it."""
    chi = characters(points)
    values = rng.integers(-2, 4, (count, points - 1)) * (rng.random((count, 1)) < 0.9)
    total = np.abs(values).sum(1, keepdims=True) + rng.integers(0, 3, (count, 1)) + (values == 0).all(1, keepdims=True)
    same = rng.random((count, 1)) < 0.1
    values, total = np.where(same, 1, values), np.where(same, 1, total)
    return total[:, :, None] + (chi[None] * values[:, None, :]) @ chi.T, total[:, 0], values
