"""How the symbols of chapter 1 are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import roots, trace, transpose
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
    r = world.sizes["r"]
    # The functions first: their decomposition holds the values too.
    mu, nu = world.left_modes.functions[..., :r], world.right_modes.functions[..., :r]
    values = np.stack(world.singular_values, axis=-1) if r else np.zeros((len(world.joint), 0))
    return mu, values, nu


def _exact_duality(world: ContextWorld, functions: Any, p: Any, there: Any, back: Any, q: Any) -> Any:
    """Root of the worst of what T maps eigenfunctions of T*T to, as eigenfunctions of TT* of norm s_i, or the reverse.

    ``functions`` are rational eigenfunctions in L²(p), ``there`` maps them to L²(q) and ``back`` maps them back.
    """
    worst = fmpq(0)
    for f in transpose(functions)[: world.sizes["r"]]:
        norm, kept = (p * f * f).sum(), (p * f * apply(back, apply(there, f))).sum()
        image, value = apply(there, f), kept / norm
        rest = apply(there, apply(back, image)) - value * image
        worst = max(worst, ((q * rest * rest).sum() + abs((q * image * image).sum() - value * norm)) / norm)
    return numbers.square_root(worst)


@quantity()
def duality_defect_x(world: ContextWorld) -> Any:
    """‖s_i μ_i − Tν_i‖; exactly, whether the Tν_i are eigenfunctions of TT* for s_i², of norm s_i."""
    if world.exact:
        nu = world.right_modes.functions
        return _exact_duality(world, nu, world.p_a, world.forward, world.backward, world.p_x)
    mu, values, nu = _singular_floats(world)
    rest = values[..., None, :] * mu - world.forward @ nu
    return np.sqrt((world.p_x[..., :, None] * rest**2).sum(-2)).max(-1, initial=0.0)


@quantity()
def duality_defect_a(world: ContextWorld) -> Any:
    """‖s_i ν_i − T*μ_i‖; exactly, whether the T*μ_i are eigenfunctions of T*T for s_i², of norm s_i."""
    if world.exact:
        mu = world.left_modes.functions
        return _exact_duality(world, mu, world.p_x, world.backward, world.forward, world.p_a)
    mu, values, nu = _singular_floats(world)
    rest = values[..., None, :] * nu - world.backward @ mu
    return np.sqrt((world.p_a[..., :, None] * rest**2).sum(-2)).max(-1, initial=0.0)


@quantity()
def orthonormality_defect(world: ContextWorld) -> Any:
    """Gram matrices of the constants and the singular functions, on both sides, against the identity.

    Exactly, the functions of squared norm 1 are irrational: the squared cosines of the angles between them.
    """
    worst: list[Any] = []
    for modes, p in ((world.left_modes, world.p_x), (world.right_modes, world.p_a)):
        functions = modes.functions
        with_constant = (
            np.concatenate([functions[..., :1] * 0 + 1, functions], axis=-1) if functions.size else functions
        )
        gram = transpose(with_constant) @ (p[..., :, None] * with_constant)
        if world.exact:
            size = gram.diagonal()
            cosines = gram**2 / (size[:, None] * size[None, :]) if functions.size else gram
            worst.append(max((cosines[i, j] for i in range(len(gram)) for j in range(i)), default=fmpq(0)))
        else:
            worst.append(np.abs(gram - np.eye(gram.shape[-1])).max((-1, -2), initial=0.0))
    return max(worst) if world.exact else np.maximum(*worst)


@quantity()
def decomposition_defect(world: ContextWorld) -> Any:
    """The sum over all singular triplets, the constant included, against P⁺; exactly, s_iν_i is T*μ_i."""
    if world.exact:
        modes = world.left_modes
        present = [k for k, value in enumerate(world.singular_values) if value != fmpq(0)]
        mu = modes.functions[:, present]
        density = world.arithmetic.constant(1) + (mu / modes.norms[present]) @ transpose(world.backward @ mu)
    else:
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


def _covariance(world: ContextWorld, f: Any, g: Any) -> tuple[Any, Any]:
    """Covariance of f(X) and g(A) over P⁺, and the product of their variances."""
    f = f - np.asarray((world.p_x * f).sum(-1))[..., None]
    g = g - np.asarray((world.p_a * g).sum(-1))[..., None]
    covariance = (f[..., :, None] * world.joint * g[..., None, :]).sum((-1, -2))
    return covariance, (world.p_x * f**2).sum(-1) * (world.p_a * g**2).sum(-1)


@quantity("task", "dual_task")
def correlation(world: ContextWorld) -> Any:
    """Correlation of the f and g of the instance; undefined for constants."""
    covariance, variance = _covariance(world, world.fields["task"], world.fields["dual_task"])
    if not world.exact:
        return covariance / np.sqrt(np.where(variance > 1e-24, variance, np.nan))
    if variance == 0:
        raise UndefinedError("a constant has no correlation")
    size = world.arithmetic.sqrt(covariance**2 / variance)
    return size if covariance >= 0 else numbers.multiply([fmpq(-1), size])


@quantity()
def maximal_correlation(world: ContextWorld) -> Any:
    """Correlation of μ_1(X) and ν_1(A), over P⁺; undefined where X or A has one value."""
    if min(world.joint.shape[-2:]) < 2:
        if world.exact:
            raise UndefinedError("a constant has no correlation")
        return np.full(len(world.joint), np.nan)
    if not world.exact:
        covariance, variance = _covariance(
            world, world.left_modes.functions[..., 0], world.right_modes.functions[..., 0]
        )
        return covariance / np.sqrt(variance)
    mu = world.left_modes.functions[:, 0]
    covariance, variance = _covariance(world, mu, apply(world.backward, mu))
    return world.arithmetic.sqrt(covariance**2 / variance) if variance != 0 else fmpq(0)


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


def _rational_root(value: Any) -> fmpq:
    """A root that is rational."""
    root = numbers.square_root(value)
    if not isinstance(root, fmpq):
        raise NotCertifiable("the entries of Q̃ are irrational")
    return root


def _scaled(world: ContextWorld) -> Any:
    """Q̃; exactly, only where the roots of the P_X(x)P_A(a) are rational."""
    product = world.p_x[..., :, None] * world.p_a[..., None, :]
    root = np.vectorize(_rational_root, otypes=[object])(product) if world.exact else np.sqrt(product)
    return world.joint / root - root


def _top_projector(world: ContextWorld) -> Any:
    """Orthogonal projector of ℝ^N on the span of u_1..u_d (exact): only where √(P_X(x)/P_X(x')) is rational."""
    top = world.left_modes.functions[:, : world.d]
    projector = world.arithmetic.projector(top, world.p_x)
    n = world.sizes["N"]
    root = [_rational_root(world.p_x[k] / world.p_x[0]) for k in range(n)]
    return np.array([[projector[i, j] * root[i] / root[j] for j in range(n)] for i in range(n)], dtype=object)


def _largest_eigenvalue(matrix: Any) -> Any:
    """Of a symmetric rational matrix."""
    values = [value for value, _ in roots(matrix)]
    return numbers.largest(values)


@quantity("other")
def sin_theta(world: ContextWorld) -> Any:
    """Sine of the largest angle, from the singular values of (I − U'_dU'_dᵀ)U_d; exactly, from the two projectors."""
    if world.d > world.sizes["N"] - 1:
        if world.exact:
            raise UndefinedError("there are fewer singular functions")
        return np.full(len(world.joint), np.nan)
    if world.exact:
        first, second = _top_projector(world), _top_projector(_other(world))
        return world.arithmetic.sqrt(_largest_eigenvalue(first @ (world.identity - second) @ first))
    first, second = _top_left(world), _top_left(_other(world))
    outside = first - second @ (transpose(second) @ first)
    return np.linalg.norm(outside, ord=2, axis=(-2, -1))


@quantity("other")
def operator_distance(world: ContextWorld) -> Any:
    """Largest singular value of Q̃ − Q̃'."""
    difference = _scaled(world) - _scaled(_other(world))
    if world.exact:
        return world.arithmetic.sqrt(_largest_eigenvalue(difference @ transpose(difference)))
    return np.linalg.norm(difference, ord=2, axis=(-2, -1))
