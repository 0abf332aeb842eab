"""Chapter 7.1: matrices, batched or exact, over their last two axes."""

from __future__ import annotations

from typing import Any

import numpy as np


def transposed(matrix: Any) -> Any:
    """The transpose."""
    return matrix.swapaxes(-1, -2)


def squared(matrix: Any) -> Any:
    """The squared Frobenius norm."""
    return (matrix**2).sum((-1, -2))


def diagonal(values: Any) -> Any:
    """The diagonal matrix of the last axis."""
    return values[..., :, None] * np.eye(values.shape[-1], dtype=int)


def outer(vectors: Any) -> Any:
    """The matrix vvᵀ of each vector v on the last axis."""
    return vectors[..., :, None] * vectors[..., None, :]


def dilation(matrix: Any) -> Any:
    """[[0, M], [Mᵀ, 0]], whose largest eigenvalues are the singular values of M."""
    above = np.concatenate([0 * (matrix @ transposed(matrix)), matrix], -1)
    below = np.concatenate([transposed(matrix), 0 * (transposed(matrix) @ matrix)], -1)
    return np.concatenate([above, below], -2)


def largest_first(values: Any, last: bool = False) -> Any:
    """The place of each value, from 0, if they are put in decreasing order; of equal ones the first comes first, or
    the last one."""
    places = np.arange(values.shape[-1])
    before = places[:, None] < places[None, :] if last else places[:, None] > places[None, :]
    mine, other = values[..., :, None], values[..., None, :]
    return ((other > mine) | ((other == mine) & before)).sum(-1)


def centred(p: Any, columns: Any) -> Any:
    """Functions, one a column, less their means under p."""
    return columns - (p[..., :, None] * columns).sum(-2)[..., None, :]


def moments(p: Any, columns: Any) -> Any:
    """E φφᵀ."""
    return transposed(columns) @ (p[..., :, None] * columns)


def captured(world: Any, p: Any, columns: Any, kernel: Any) -> Any:
    """tr(Π_φ L) for the span of functions and the operator of a kernel l(x, x′) on L²(p)."""
    return (world.projector(columns, p) * transposed(kernel * p[..., None, :])).sum((-1, -2))
