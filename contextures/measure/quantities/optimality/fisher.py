"""How the symbols of chapter 3 that belong to a linear encoder are measured: scatter matrices and their quotient."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.exact.arithmetic import trace, transpose
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.contexts import ContextWorld


def _scatter(world: ContextWorld) -> tuple[Any, Any]:
    """S_W and S_B of the features: the within scatter, and the pairwise between scatter."""
    x = world.fields["features"]
    means = world.backward @ x
    deviations = x[..., :, None, :] - means[..., None, :, :]
    weighted = world.joint[..., :, :, None] * deviations
    axes = deviations.shape[:-3]
    flat, flat_weighted = (v.reshape(*axes, -1, v.shape[-1]) for v in (deviations, weighted))
    within = transpose(flat_weighted) @ flat
    difference = means[..., :, None, :] - means[..., None, :, :]
    pairs = (world.p_a[..., :, None] * world.p_a[..., None, :])[..., None] * difference
    flat, flat_weighted = (v.reshape(*axes, -1, v.shape[-1]) for v in (difference, pairs))
    return within, transpose(flat_weighted) @ flat


def _mapped(world: ContextWorld, scatter: Any) -> Any:
    w = world.fields["weights"]
    return w @ scatter @ transpose(w)


def _covariances(world: ContextWorld) -> tuple[Any, Any]:
    """C_Φ and B_Φ of the linear encoder Φ = Wx."""
    phi = world.centred(world.fields["features"] @ transpose(world.fields["weights"]))
    image = world.backward @ phi
    c = transpose(phi) @ (world.p_x[..., :, None] * phi)
    return c, transpose(image) @ (world.p_a[..., :, None] * image)


def _size(matrix: Any) -> Any:
    return np.abs(matrix).max((-1, -2))


@quantity("features", "weights")
def between_defect(world: ContextWorld) -> Any:
    """Pairs of conditional means, entry by entry against 2B_Φ."""
    return np.abs(_mapped(world, _scatter(world)[1]) - 2 * _covariances(world)[1]).max((-1, -2))


@quantity("features", "weights")
def within_defect(world: ContextWorld) -> Any:
    """Deviations from the conditional means, entry by entry against C_Φ − B_Φ."""
    c, b = _covariances(world)
    return np.abs(_mapped(world, _scatter(world)[0]) - (c - b)).max((-1, -2))


@quantity("features", "weights")
def fisher(world: ContextWorld) -> Any:
    """Through the scatter matrices; undefined where WS_WWᵀ is singular."""
    within, between = _scatter(world)
    return trace(
        world.arithmetic.inverse(_mapped(world, within), _size(_covariances(world)[0])) @ _mapped(world, between)
    )


@quantity("features", "weights")
def fisher_traces(world: ContextWorld) -> Any:
    """Through C_Φ and B_Φ; undefined where C_Φ − B_Φ is singular."""
    c, b = _covariances(world)
    return 2 * trace(world.arithmetic.inverse(c - b, _size(c)) @ b)


def _within_inverse(world: ContextWorld) -> tuple[Any, Any, Any]:
    """S_W, S_B and S_W⁻¹."""
    within, between = _scatter(world)
    return within, between, world.arithmetic.inverse(within, _size(within) + _size(between))


@quantity("features")
def fisher_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of S_W⁻¹S_B; undefined where S_W is singular."""
    _, between, inverse = _within_inverse(world)
    operator = inverse @ between
    if world.exact:
        return world.arithmetic.eigenvalues(operator, world.p_x)
    singular = np.isnan(operator).any((-1, -2))
    values = np.sort(np.linalg.eigvals(np.where(singular[..., None, None], 0.0, operator)).real, axis=-1)[..., ::-1]
    return list(np.where(singular, np.nan, np.moveaxis(values, -1, 0)))


def _exact_fisher_top(world: ContextWorld, within: Any, between: Any, inverse: Any) -> Any:
    """All directions: the trace. One of two: its quotient at an eigenvector, from a row of S_B − θS_W, in balls."""
    p = within.shape[-1]
    if world.d > p:
        raise UndefinedError("there are fewer eigenvectors than dimensions")
    if world.d == p:
        return trace(inverse @ between)
    if p != 2:
        raise NotCertifiable("the eigenvectors are irrational")
    theta = world.arithmetic.eigenvalues(inverse @ between, world.p_x)[0]
    for row in between - within * theta:
        if row[0] != 0 or row[1] != 0:
            w = np.array([row[1], -row[0]], dtype=object)
            return (w @ between @ w) / (w @ within @ w)
    return between[0, 0] / within[0, 0]


@quantity("features")
def fisher_top(world: ContextWorld) -> Any:
    """At the top-d generalised eigenvectors of (S_B, S_W), by Cholesky; undefined if there are fewer."""
    within, between, inverse = _within_inverse(world)
    if world.exact:
        return _exact_fisher_top(world, within, between, inverse)
    singular = np.isnan(inverse).any((-1, -2)) | (world.d > within.shape[-1])
    safe = np.where(singular[..., None, None], np.eye(within.shape[-1]), within)
    inverse_root = np.linalg.inv(np.linalg.cholesky(safe))
    _, vectors = np.linalg.eigh(inverse_root @ between @ transpose(inverse_root))
    w = transpose(vectors[..., ::-1][..., : world.d]) @ inverse_root
    value = trace(np.linalg.inv(w @ safe @ transpose(w)) @ (w @ between @ transpose(w)))
    return np.where(singular, np.nan, value)
