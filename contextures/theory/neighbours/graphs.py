"""What the papers on augmentation graphs share: the graph of a channel, its spectrum, the spectral loss.

Functions of arrays of either back end: floats with a batch axis in front, or exact numbers without it. A law has the
inputs, or the classes, along its last axis but one, and the views along the last.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def affinity(law: Any) -> Any:
    """Weights w(a, a′) = Σ_x P(x, a)P(x, a′)/P(x) of the graph: the law of two views of one input."""
    return np.swapaxes(law, -1, -2) @ (law / law.sum(-1)[..., :, None])


def channel_affinity(p: Any, views: Any) -> Any:
    """The same of chances of inputs, which may be 0, and the chances of views given each."""
    return np.swapaxes(views, -1, -2) @ (p[..., :, None] * views)


def independent(w: Any) -> Any:
    """Products w(a)w(a′): the law of two views of independent inputs."""
    degrees = w.sum(-1)
    return degrees[..., :, None] * degrees[..., None, :]


def gram(f: Any) -> Any:
    """Inner products f(a)ᵀf(a′), (..., a, a)."""
    return f @ np.swapaxes(f, -1, -2)


def total(matrix: Any) -> Any:
    """Sum over the last two axes."""
    return matrix.sum(-1).sum(-1)


def loss_of(w: Any, inner: Any) -> Any:
    """Spectral loss −2E f(A)ᵀf(A⁺) + E(f(A)ᵀf(A′))² from the inner products."""
    return total(independent(w) * inner * inner - 2 * w * inner)


def loss(law: Any, f: Any) -> Any:
    """Spectral loss from the law: −2E‖E[f|X]‖² + ‖E f fᵀ‖²."""
    p = law.sum(-1)
    means = (law @ f) / p[..., :, None]
    moments = np.swapaxes(f, -1, -2) @ (law.sum(-2)[..., :, None] * f)
    return total(moments * moments) - 2 * (p * (means * means).sum(-1)).sum(-1)


def residual(w: Any, inner: Any) -> Any:
    """‖Ā − FFᵀ‖² for the rows √w(a)·f(a) of F, entry by entry, from the inner products of f."""
    both = independent(w)
    rest = inner - w / both
    return total(both * rest * rest)


def size(w: Any) -> Any:
    """‖Ā‖² = Σ w(a, a′)²/(w(a)w(a′))."""
    return total(w * w / independent(w))


def graph_eigenvalues(world: Any, law: Any) -> Any:
    """Eigenvalues 1 = g_1 ≥ g_2 ≥ … of Ā, as many as there are views, from the singular values of the law."""
    found = world.singular_values(law) ** 2
    views, rest = law.shape[-1], (*found.shape[:-1], law.shape[-1] - 1 - found.shape[-1])
    ones, zeros = np.ones((*found.shape[:-1], 1), dtype=int), np.zeros(rest, dtype=int)
    return np.concatenate([ones, found, zeros], axis=-1)[..., :views]


def graph_eigenvalue(world: Any, law: Any, place: int) -> Any:
    """g_place, 0 beyond the number of views."""
    found = graph_eigenvalues(world, law)
    return found[..., place - 1] if place <= found.shape[-1] else 0 * found[..., 0]


def transitions(world: Any, w: Any) -> Any:
    """The operator w(a, a′)/w(a) on functions of the views; rows of zeros at views that no input reaches."""
    degrees = w.sum(-1)[..., :, None]
    return w / world.where(degrees > 0, degrees, 1)


def spectrum(world: Any, w: Any) -> Any:
    """Eigenvalues of Ā, descending, 0 for a view that no input reaches."""
    degrees = w.sum(-1)
    return world.eigenvalues(transitions(world, w), world.where(degrees > 0, degrees, 1))


def connections(w: Any) -> Any:
    """1 where two views are in one component, else 0, (..., a, a)."""
    reached = ((w > 0) | np.eye(w.shape[-1], dtype=bool)).astype(int)
    for _ in range(w.shape[-1]):
        reached = (reached @ reached > 0).astype(int)
    return reached


def subsets(size: int) -> Any:
    """Zeros and ones of all subsets of so many points, by their binary code, (2^size, size)."""
    return np.arange(2**size)[:, None] >> np.arange(size) & 1


def subset_sums(values: Any) -> Any:
    """Sums over all subsets of the last axis, by their binary code, (..., 2^size)."""
    found = 0 * values[..., :1]
    for place in range(values.shape[-1]):
        found = np.concatenate([found, found + values[..., place : place + 1]], axis=-1)
    return found
