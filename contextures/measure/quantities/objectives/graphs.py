"""How the objectives of chapter 2 on graphs are measured: walks, edges and the Laplacian."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact.arithmetic import exact_array, transpose
from contextures.exact.numbers import UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import gap, whitened
from contextures.measure.worlds.contexts import ContextWorld


@quantity()
def asymmetry(world: ContextWorld) -> Any:
    """Entry by entry."""
    if world.sizes["N"] != world.sizes["M"]:
        return world.joint.sum((-1, -2))
    return np.abs(world.joint - transpose(world.joint)).max((-1, -2))


def _walk(world: ContextWorld) -> Any:
    """T on mean-zero functions of a graph: the constant removed; symmetric part, so that floats stay real."""
    if world.sizes["N"] != world.sizes["M"]:
        raise UndefinedError("not a walk on one space") if world.exact else ValueError("not square")
    half = fmpq(1, 2) if world.exact else 0.5
    return (world.joint + transpose(world.joint)) * half / world.p_x[..., :, None] - world.p_x[..., None, :]


def _undefined(world: ContextWorld) -> Any:
    return np.full(len(world.joint), np.nan)


@quantity()
def walk_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of the walk with the constant shifted below all others, and left out."""
    n = world.sizes["N"]
    if not world.exact and n != world.sizes["M"]:
        return [_undefined(world)] * (n - 1)
    shifted = _walk(world) - 2 * world.p_x[..., None, :]
    return world.arithmetic.eigenvalues(shifted, world.p_x)[: n - 1]


@quantity("encoder")
def graph_loss(world: ContextWorld) -> Any:
    """d − Tr(C⁻¹ΦᵀWΦ), W the edge law."""
    if not world.exact and world.sizes["N"] != world.sizes["M"]:
        return _undefined(world)
    return world.d - whitened(world, world.encoder, world.p_x, world.p_x[..., :, None] * _walk(world))


@quantity("encoder")
def edge_gap(world: ContextWorld) -> Any:
    """Trace of (I + T)/2 on the span of Φ̃, and its dimension."""
    if not world.exact and world.sizes["N"] != world.sizes["M"]:
        return _undefined(world)
    half = fmpq(1, 2) if world.exact else 0.5
    operator = (world.identity - world.p_x[..., None, :] + _walk(world)) * half
    return gap(world, operator, world.p_x, world.encoder, world.d)


@quantity(first=0)
def laplacian_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of D^{-1} times the Dirichlet form Σ_e w_e(e_u − e_v)(e_u − e_v)ᵀ, the constant included."""
    n = world.sizes["N"]
    if n != world.sizes["M"]:
        if world.exact:
            raise UndefinedError("not a walk on one space")
        return [_undefined(world)] * n
    incidence = np.array([[(k == i) - (k == j) for k in range(n)] for i in range(n) for j in range(i)], dtype=np.int64)
    edges = exact_array(incidence.reshape(-1, n)) if world.exact else incidence.reshape(-1, n).astype(float)
    half = fmpq(1, 2) if world.exact else 0.5
    weights = np.stack(
        [(world.joint[..., i, j] + world.joint[..., j, i]) * half for i in range(n) for j in range(i)], -1
    )
    form = transpose(edges) @ (weights[..., :, None] * edges)
    return world.arithmetic.eigenvalues(form / world.p_x[..., :, None], world.p_x)[::-1]
