"""How the objectives of chapter 2 with labels or targets are measured, weights and biases minimised out exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import exact_array, independent_columns, trace, transpose
from contextures.exact.enclosures import explained_in_balls, top_sum_in_balls
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import explained, gap, outer, top_sum
from contextures.measure.worlds.contexts import ContextWorld


def _with_constant(columns: Any) -> Any:
    return np.concatenate([columns[..., :1] * 0 + 1, columns], axis=-1)


def _plain_projector(world: ContextWorld) -> Any:
    return world.arithmetic.projector(world.fields["encoder"], world.p_x)


# Classification


def _onehot_operator(world: ContextWorld) -> Any:
    """TΛT* for Λ = multiplication by P_A."""
    return world.forward @ (world.p_a[..., :, None] * world.backward)


@quantity("encoder")
def onehot_loss(world: ContextWorld) -> Any:
    """Least squares of each indicator 1[A = a] on the φ_i as they stand."""
    return 1 - explained(_plain_projector(world), world.forward, world.p_x)


@quantity()
def onehot_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of the matrix of TΛT*."""
    return world.arithmetic.eigenvalues(_onehot_operator(world), world.p_x)


@quantity("encoder")
def onehot_gap(world: ContextWorld) -> Any:
    """Trace of TΛT* on the span, and its dimension."""
    return gap(world, _onehot_operator(world), world.p_x, world.fields["encoder"], world.d)


@quantity("encoder")
def lost_dimensions(world: ContextWorld) -> Any:
    """Rank of the values."""
    return world.d - world.arithmetic.rank(world.fields["encoder"], world.p_x)


@quantity("encoder")
def centred_lost_dimensions(world: ContextWorld) -> Any:
    """Rank of the centred values."""
    return world.d - world.arithmetic.rank(world.encoder, world.p_x)


@quantity()
def onehot_operator_defect(world: ContextWorld) -> Any:
    """Entry by entry."""
    full = world.forward @ world.backward
    return np.abs(world.sizes["M"] * _onehot_operator(world) - full).max((-1, -2))


@quantity()
def class_imbalance(world: ContextWorld) -> Any:
    """Entry by entry."""
    return np.abs(world.p_a * world.sizes["M"] - 1).max(-1) / world.sizes["M"]


def _reweighted(world: ContextWorld) -> tuple[Any, Any]:
    """Weights ω(x) = Σ_a P⁺(x,a)/√P_A(a), and the columns g_a(x) = P⁺(x,a)/√P_A(a)/ω(x); balls where √P_A is none."""
    if world.exact:
        roots = [numbers.square_root(value) for value in world.p_a]
        rational = all(isinstance(value, fmpq) for value in roots)
        root = np.array(roots if rational else [numbers.ball(value) for value in roots], dtype=object)
    else:
        root = np.sqrt(world.p_a)
    weighted = world.joint / root[..., None, :]
    omega = weighted.sum(-1)
    return omega, weighted / omega[..., :, None]


@quantity("encoder")
def balanced_loss(world: ContextWorld) -> Any:
    """Weighted least squares of each indicator on 1 and the φ_i."""
    omega, g = _reweighted(world)
    columns = _with_constant(world.fields["encoder"])
    if isinstance(omega[0], arb):
        return omega.sum() - explained_in_balls(columns[:, independent_columns(columns)], g, omega)
    return omega.sum(-1) - explained(world.arithmetic.projector(columns, omega), g, omega)


@quantity()
def balanced_minimum(world: ContextWorld) -> Any:
    """The same with the span of 1 and the top-d eigenfunctions of Σ_a g_a⊗g_a on functions of weighted mean zero."""
    omega, g = _reweighted(world)
    total = omega.sum(-1)
    mean = (omega[..., :, None] * g).sum(-2) / np.asarray(total)[..., None]
    rest = g - mean[..., None, :]
    constant = total * (mean**2).sum(-1)
    if isinstance(total, arb):
        return total - constant - top_sum_in_balls(transpose(rest) @ (omega[:, None] * rest), world.d)
    operator = outer(rest, omega)
    top = top_sum(world, world.arithmetic.eigenvalues(operator, omega), world.d, trace(operator))
    if world.exact:
        return numbers.add([total - constant, numbers.multiply([fmpq(-1), top])])
    return total - constant - top


@quantity("encoder")
def scaled_loss(world: ContextWorld) -> Any:
    """Least squares of each scaled indicator on 1 and the φ_i."""
    projector = world.arithmetic.projector(_with_constant(world.fields["encoder"]), world.p_x)
    explained = (world.p_x[..., :, None] * world.forward * (projector @ world.forward)).sum(-2) / world.p_a
    return world.sizes["M"] - explained.sum(-1)


# Regression


def _expected(world: ContextWorld) -> Any:
    """E[A|x] for the vectors attached to the values of A."""
    return world.forward @ world.fields["targets"]


@quantity("targets")
def second_moment(world: ContextWorld) -> Any:
    """Mean square length of the vectors."""
    return (world.p_a[..., :, None] * world.fields["targets"] ** 2).sum((-1, -2))


@quantity("targets")
def variance(world: ContextWorld) -> Any:
    """Mean square length less that of the mean."""
    mean = (world.p_a[..., :, None] * world.fields["targets"]).sum(-2)
    return second_moment(world) - (mean**2).sum(-1)


@quantity("encoder", "targets")
def plain_loss(world: ContextWorld) -> Any:
    """Least squares of each coordinate on the φ_i as they stand."""
    return second_moment(world) - explained(_plain_projector(world), _expected(world), world.p_x)


@quantity("encoder", "targets")
def bias_loss(world: ContextWorld) -> Any:
    """Least squares of each coordinate on 1 and the φ_i."""
    projector = world.arithmetic.projector(_with_constant(world.fields["encoder"]), world.p_x)
    return second_moment(world) - explained(projector, _expected(world), world.p_x)


def _plain_operator(world: ContextWorld) -> Any:
    return outer(_expected(world), world.p_x)


def _bias_operator(world: ContextWorld) -> Any:
    return outer(world.centred(_expected(world)), world.p_x)


@quantity("targets")
def plain_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of f ↦ Σ_k h_k⟨h_k, f⟩, h = E[A|x]."""
    return world.arithmetic.eigenvalues(_plain_operator(world), world.p_x)


@quantity("targets")
def bias_eigenvalue(world: ContextWorld) -> Any:
    """Eigenvalues of f ↦ Σ_k h̃_k⟨h̃_k, f⟩, h = E[A|x]."""
    return world.arithmetic.eigenvalues(_bias_operator(world), world.p_x)


@quantity("encoder", "targets")
def plain_gap(world: ContextWorld) -> Any:
    """Trace of TΛT* on the span, and its dimension."""
    return gap(world, _plain_operator(world), world.p_x, world.fields["encoder"], world.d)


@quantity("encoder", "targets")
def bias_gap(world: ContextWorld) -> Any:
    """Trace of TΛ̃T* on the span, and its dimension."""
    return gap(world, _bias_operator(world), world.p_x, world.fields["encoder"], world.d)


@quantity("encoder", "targets")
def centred_bias_gap(world: ContextWorld) -> Any:
    """Trace of TΛ̃T* on the span of the centred functions, and its dimension."""
    return gap(world, _bias_operator(world), world.p_x, world.encoder, world.d)


# Neural collapse


@quantity()
def label_noise(world: ContextWorld) -> Any:
    """1 − Σ_x P_X(x) Σ_a P⁺(a|x)²."""
    return 1 - (world.joint * world.forward).sum((-1, -2))


def _etf(world: ContextWorld) -> Any:
    m = world.sizes["M"]
    return world.forward - (fmpq(1, m) if world.exact else 1.0 / m)


@quantity()
def etf_gap(world: ContextWorld) -> Any:
    """Trace of TΛT* on the span of the ETF, and its dimension."""
    return gap(world, _onehot_operator(world), world.p_x, _etf(world), world.sizes["M"])


@quantity()
def etf_centred_gap(world: ContextWorld) -> Any:
    """Trace of TT*, the constant removed, on the span of the ETF, and its dimension."""
    return gap(world, world.operator_x, world.p_x, _etf(world), world.sizes["M"] - 1)


@quantity()
def label_kernel_defect(world: ContextWorld) -> Any:
    """The kernel of TΛT* with respect to P_X against the indicator of a common support in A."""
    kernel = _onehot_operator(world) / world.p_x[..., None, :]
    present = world.joint != 0
    same = (present.astype(np.int64) @ transpose(present).astype(np.int64)) > 0
    indicator = same.astype(np.int64)
    return np.abs(kernel - (exact_array(indicator) if world.exact else indicator)).max((-1, -2))
