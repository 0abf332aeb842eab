"""Latent classes: the encoder φ of the paper, and what is computed of a law of class and point."""

from __future__ import annotations

from typing import Any

import numpy as np

KEY = "ncl"


def posterior(law: Any) -> Any:
    """P(c|x) of a law (..., c, x)."""
    return law / law.sum(-2)[..., None, :]


def optimal_gram(law: Any) -> Any:
    """φ(x)ᵀφ(x′) = Σ_c P(c|x)P(c|x′)/P(c)."""
    classes = posterior(law)
    return np.swapaxes(classes, -1, -2) @ (classes / law.sum(-1)[..., :, None])


def overlaps(law: Any) -> Any:
    """P(c, c′) = E_x P(c|x)P(c′|x)."""
    classes = posterior(law)
    return (classes * law.sum(-2)[..., None, :]) @ np.swapaxes(classes, -1, -2)


def others(size: int) -> Any:
    """1 off the diagonal, 0 on it."""
    return 1 - np.eye(size, dtype=int)


def pure(law: Any) -> Any:
    """Where P(c|x) = 1, (..., c, x)."""
    return (law > 0) & ((law > 0).sum(-2)[..., None, :] == 1)


def square_prior(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Classes of probability a square of a rational, 1/25·(9, 16) or alike, each with a point of its own or not."""
    c, x = sizes["c"], sizes["x"]
    squares = np.array([[1, 0, 0, 0], [9, 16, 0, 0], [4, 4, 1, 0], [1, 4, 4, 16], [1, 1, 1, 1]])
    prior = np.maximum(squares[[c - 1, 4][rng.integers(0, 2)] if c > 1 else 0][:c], 1)
    rows = rng.integers(0, 3, (count, c, x))
    if x >= c:
        rows[:, :, :c] = np.eye(c, dtype=np.int64) * rng.integers(1, 3, (count, 1, 1))
    rows[rows.sum(-1) == 0] = 1
    scale = np.lcm.reduce(rows.sum(-1), axis=-1)[:, None, None]
    found = rows * (scale // rows.sum(-1, keepdims=True)) * prior[None, :, None]
    found[:, :, 0] += (found.sum(-2) == 0).any(-1)[:, None] * 1
    return {"law": found + (found.sum(-2, keepdims=True) == 0)}


def repeated_classes(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Two classes with one law of points, of unlike probabilities; the others as they come."""
    rows = rng.integers(0, 5, (count, sizes["c"], sizes["x"])) + 1
    if sizes["c"] > 1:
        rows[:, 1] = rows[:, 0] * rng.integers(1, 4, (count, 1))
    return {"law": rows}
