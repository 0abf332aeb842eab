"""How the symbols of chapter 1 are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace, transpose
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld


def _largest_entry(matrix: Any) -> Any:
    return np.abs(matrix).max((-1, -2))


@quantity()
def s(world: ContextWorld) -> Any:
    """Singular values of Q̃; exactly, roots of the characteristic polynomial of TT* (or T*T)."""
    return world.singular_values


@quantity()
def s_0(world: ContextWorld) -> Any:
    """Square root of the largest eigenvalue of TT*, the constant included."""
    full = world.forward @ world.backward
    return world.arithmetic.sqrt(world.arithmetic.eigenvalues(full, world.p_x)[0])


@quantity()
def chi_square(world: ContextWorld) -> Any:
    """Σ (P⁺ − P_XP_A)²/(P_XP_A)."""
    product = world.p_x[..., :, None] * world.p_a[..., None, :]
    return ((world.joint - product) ** 2 / product).sum((-1, -2))


@quantity()
def constant_defect_x(world: ContextWorld) -> Any:
    """Row sums of T against 1."""
    return np.abs(world.forward.sum(-1) - world.arithmetic.constant(1)).max(-1)


@quantity()
def constant_defect_a(world: ContextWorld) -> Any:
    """Row sums of T* against 1."""
    return np.abs(world.backward.sum(-1) - world.arithmetic.constant(1)).max(-1)


@quantity()
def operator_defect_a(world: ContextWorld) -> Any:
    """The kernel k_A integrated against P_A, entry by entry against T*T."""
    return _largest_entry(world.kernel_a * world.p_a[..., None, :] - world.backward @ world.forward)


@quantity()
def operator_defect_x(world: ContextWorld) -> Any:
    """The kernel k_X integrated against P_X, entry by entry against TT*."""
    return _largest_entry(world.kernel_x * world.p_x[..., None, :] - world.forward @ world.backward)


@quantity("task", "dual_task")
def inner_f_Tg(world: ContextWorld) -> Any:
    """⟨f, Tg⟩ for the f and g of the instance."""
    return world.inner_x(world.fields["task"], apply(world.forward, world.fields["dual_task"]))


@quantity("task", "dual_task")
def inner_Tf_g(world: ContextWorld) -> Any:
    """⟨T*f, g⟩ for the f and g of the instance."""
    return world.inner_a(apply(world.backward, world.fields["task"]), world.fields["dual_task"])


@quantity(first=0)
def lambda_a(world: ContextWorld) -> Any:
    """Eigenvalues of k_A integrated against P_A."""
    return world.arithmetic.eigenvalues(world.kernel_a * world.p_a[..., None, :], world.p_a)


@quantity(first=0)
def lambda_x(world: ContextWorld) -> Any:
    """Eigenvalues of k_X integrated against P_X."""
    return world.arithmetic.eigenvalues(world.kernel_x * world.p_x[..., None, :], world.p_x)


def _singular_floats(world: ContextWorld) -> tuple[Any, Any, Any]:
    if world.exact:
        raise NotCertifiable("singular functions have irrational norms")
    r = world.sizes["r"]
    # The functions first: their decomposition holds the values too.
    mu, nu = world.left_modes.functions[..., :r], world.right_modes.functions[..., :r]
    values = np.stack(world.singular_values, axis=-1) if r else np.zeros((len(world.joint), 0))
    return mu, values, nu


@quantity()
def duality_defect_x(world: ContextWorld) -> Any:
    """‖s_i μ_i − Tν_i‖ for the singular functions of the decomposition."""
    mu, values, nu = _singular_floats(world)
    rest = values[..., None, :] * mu - world.forward @ nu
    return np.sqrt((world.p_x[..., :, None] * rest**2).sum(-2)).max(-1, initial=0.0)


@quantity()
def duality_defect_a(world: ContextWorld) -> Any:
    """‖s_i ν_i − T*μ_i‖ for the singular functions of the decomposition."""
    mu, values, nu = _singular_floats(world)
    rest = values[..., None, :] * nu - world.backward @ mu
    return np.sqrt((world.p_a[..., :, None] * rest**2).sum(-2)).max(-1, initial=0.0)


@quantity()
def orthonormality_defect(world: ContextWorld) -> Any:
    """Gram matrices of the constants and the singular functions, on both sides, against the identity."""
    if world.exact:
        raise NotCertifiable("singular functions have irrational norms")
    worst = []
    for functions, p in ((world.left_modes.functions, world.p_x), (world.right_modes.functions, world.p_a)):
        with_constant = (
            np.concatenate([np.ones_like(functions[..., :1]), functions], axis=-1) if functions.size else functions
        )
        gram = transpose(with_constant) @ (p[..., :, None] * with_constant)
        worst.append(np.abs(gram - np.eye(gram.shape[-1])).max((-1, -2), initial=0.0))
    return np.maximum(*worst)


@quantity()
def decomposition_defect(world: ContextWorld) -> Any:
    """The sum over all singular triplets, the constant included, against P⁺."""
    mu, values, nu = _singular_floats(world)
    density = 1.0 + (mu * values[..., None, :]) @ transpose(nu)
    product = world.p_x[..., :, None] * world.p_a[..., None, :]
    return _largest_entry(world.joint - density * product)


@quantity("loss_kernel")
def loss_kernel_defect(world: ContextWorld) -> Any:
    """The product of three matrices against the double sum."""
    kernel = world.fields["loss_kernel"]
    integrated = kernel * world.p_a[..., None, :]
    claimed = world.forward @ kernel @ transpose(world.forward)
    return _largest_entry(world.forward @ integrated @ world.backward - claimed * world.p_x[..., None, :])


@quantity("task", "dual_task")
def correlation(world: ContextWorld) -> Any:
    """Correlation of the f and g of the instance; undefined for constants."""
    f, g = world.task, world.fields["dual_task"]
    g = g - np.asarray((world.p_a * g).sum(-1))[..., None]
    covariance = world.inner_x(f, apply(world.forward, g))
    variance = world.inner_x(f, f) * world.inner_a(g, g)
    if not world.exact:
        return covariance / np.sqrt(np.where(variance > 1e-24, variance, np.nan))
    if variance == 0:
        raise UndefinedError("a constant has no correlation")
    size = world.arithmetic.sqrt(covariance**2 / variance)
    return size if covariance >= 0 else numbers.multiply([fmpq(-1), size])


@quantity()
def maximal_correlation(world: ContextWorld) -> Any:
    """Root of the top eigenvalue of the alternating conditional expectation E[E[g(A)|X]|A] on mean-zero functions."""
    return world.arithmetic.sqrt(world.arithmetic.eigenvalues(world.operator_a, world.p_a)[0])


@quantity("encoder")
def reconstruction_error(world: ContextWorld) -> Any:
    """‖Q̃‖_F² less what the projection on the span of E = D_X^{1/2}Φ keeps."""
    projector = world.arithmetic.projector(world.fields["encoder"], world.p_x)
    return trace(world.operator_x) - trace(projector @ world.operator_x)


@quantity()
def reconstruction_error_top(world: ContextWorld) -> Any:
    """The same for the top-d singular functions themselves."""
    modes = world.left_modes
    top = modes.functions[..., : world.d]
    weighted = top * world.p_x[..., :, None]
    kept = (transpose(weighted) @ world.operator_x @ top).diagonal(axis1=-2, axis2=-1) / modes.norms[..., : world.d]
    return trace(world.operator_x) - kept.sum(-1)


@quantity("channel")
def s_b(world: ContextWorld) -> Any:
    """Singular values of the joint law of X and B."""
    channel = world.fields["channel"] / world.fields["channel"].sum(-1)[..., :, None]
    behind = ContextWorld({"joint": world.joint @ channel}, world.chosen, world.arithmetic)
    return behind.singular_values


def _other(world: ContextWorld) -> ContextWorld:
    if "other" not in world.cache:
        world.cache["other"] = ContextWorld({"joint": world.fields["other"]}, world.chosen, world.arithmetic)
    other: ContextWorld = world.cache["other"]
    return other


@quantity("other")
def s_other(world: ContextWorld) -> Any:
    """Singular values of the second law."""
    return _other(world).singular_values


def _top_left(world: ContextWorld) -> Any:
    """Orthonormal u_1..u_d in ℝ^N (floats)."""
    return np.sqrt(world.p_x)[..., :, None] * world.left_modes.functions[..., : world.d]


@quantity("other")
def sin_theta(world: ContextWorld) -> Any:
    """Sine of the largest angle, from the singular values of U_dᵀU'_d."""
    if world.exact:
        raise NotCertifiable("the spaces of two laws have no common rational coordinates")
    if world.d > world.sizes["N"] - 1:
        return np.full(len(world.joint), np.nan)
    first, second = _top_left(world), _top_left(_other(world))
    outside = first - second @ (transpose(second) @ first)
    return np.linalg.norm(outside, ord=2, axis=(-2, -1))


@quantity("other")
def operator_distance(world: ContextWorld) -> Any:
    """Largest singular value of Q̃ − Q̃'."""
    if world.exact:
        raise NotCertifiable("the entries of Q̃ are irrational")
    centred = [
        w.joint / np.sqrt(w.p_x[..., :, None] * w.p_a[..., None, :])
        - np.sqrt(w.p_x)[..., :, None] * np.sqrt(w.p_a)[..., None, :]
        for w in (world, _other(world))
    ]
    return np.linalg.norm(centred[0] - centred[1], ord=2, axis=(-2, -1))
