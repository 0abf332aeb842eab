"""Chapter 7.7: random graphs in which each object points to one other, by listing them all."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np


def listed(n: int) -> Any:
    """Every graph of 𝒲 with row sums 1, as the object that each of n objects points to: ((n−1)ⁿ, n)."""
    return np.array(list(product(*([j for j in range(n) if j != i] for i in range(n)))))


def picked(weights: Any, n: int) -> Any:
    """The entries of a matrix that each graph picks: (..., graphs, n)."""
    return weights[..., np.arange(n), listed(n)]


def chances(weights: Any, n: int) -> Any:
    """ℙ(W; π) of every graph: products of the entries picked, normalised."""
    products = picked(weights, n).prod(-1)
    return products / products.sum(-1)[..., None]


def edges(n: int) -> Any:
    """Every graph as a matrix of zeros and ones."""
    return (listed(n)[:, :, None] == np.arange(n)) * 1


def expected(weights: Any, n: int) -> Any:
    """P = E W under ℙ(W; π)."""
    return (chances(weights, n)[..., :, None, None] * edges(n)).sum(-3)


def without_diagonal(weights: Any, n: int) -> Any:
    """A matrix with zeros on the diagonal."""
    return weights * (1 - np.eye(n, dtype=int))


def laplacian(weights: Any, n: int) -> Any:
    """L(W): −W_ij off the diagonal, and row sums, W_ii included, on it."""
    return weights.sum(-1)[..., :, None] * np.eye(n, dtype=int) - without_diagonal(weights, n)


def energy(form: Any, points: Any) -> Any:
    """tr(ZᵀLZ)."""
    return (points * (form @ points)).sum(-1).sum(-1)


def half_squares(points: Any) -> Any:
    """½‖Z_i − Z_j‖², which is −log k(Z_i − Z_j) of the Gaussian kernel."""
    return ((points[..., :, None, :] - points[..., None, :, :]) ** 2).sum(-1) / 2
