"""How the symbols of chapter 5.1 are measured that speak of samples: by enumeration of every sample."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import enumeration, numbers
from contextures.exact.arithmetic import roots, trace, transpose
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.suprema.exact_pca import gap_of_sample
from contextures.measure.suprema.exact_regression import mean_risk
from contextures.measure.suprema.least_squares import worst_risk
from contextures.measure.world import apply
from contextures.measure.worlds.bounds import VANISHING, SampledWorld

Array = NDArray[Any]


@quantity("delta")
def delta(world: SampledWorld) -> Any:
    """Chosen."""
    return world.fields["delta"]


@quantity("sigma")
def sigma(world: SampledWorld) -> Any:
    """Chosen."""
    return world.fields["sigma"]


@quantity("B", "epsilon")
def R(world: SampledWorld) -> Any:
    """B/√(1−ε)."""
    rest = 1 - world.fields["epsilon"]
    if world.exact:
        if rest <= 0:
            raise UndefinedError("R needs ε < 1")
        return numbers.square_root(world.fields["B"] ** 2 / rest)
    return world.fields["B"] / np.sqrt(np.where(rest > 0, rest, np.nan))


def _level(world: SampledWorld) -> Any:
    return 1 - world.fields["delta"]


# Uniform convergence of the norm


@quantity("delta", cost=30)
def deviation(world: SampledWorld) -> Any:
    """Eigenvalues of TT* weighted by 1 − P̂/P, for every sample of N inputs; the probability of each is exact."""
    context = world.context
    if world.exact:
        norms = [_exact_norm(world, row, world.chosen["samples"]) for row in world.counts]
        return enumeration.exact_quantile(norms, list(world.chances), _level(world))
    scaled = context.joint / np.sqrt(context.p_x[..., :, None] * context.p_a[..., None, :])
    values, vectors = np.linalg.eigh(scaled @ transpose(scaled))
    root = (vectors * np.sqrt(np.maximum(values, 0.0))[..., None, :]) @ transpose(vectors)
    weights = 1 - world.shares[None] / context.p_x[:, None, :]
    form = root[:, None] @ (weights[..., :, None] * root[:, None])
    norms = np.abs(np.linalg.eigvalsh(form)).max(-1)
    return enumeration.quantile(norms, world.chances, _level(world))[0]


def _exact_norm(world: SampledWorld, counts: Array, size: int) -> Any:
    context = world.context
    weights = np.array([1 - fmpq(int(k), size) / p for k, p in zip(counts, context.p_x, strict=True)], dtype=object)
    values = [value for value, _ in roots(world.operator * weights[None, :])]
    return numbers.largest([v if isinstance(v, fmpq) and v >= 0 else abs(v) for v in values])


# Kernel PCA


def _pca(world: SampledWorld, known: bool) -> tuple[Array, Array, Array]:
    """Top-d eigenfunctions of Γ̄Γ* for every sample, weighted by √P_A, (B, C, |A|, d); their λ̄_i, (B, C, d); γ_G."""
    context, d = world.context, world.d
    if world.exact:
        raise NotCertifiable("the eigenfunctions of a sample are irrational")
    moment = transpose(context.forward)[:, None] @ (world.shares[None, :, :, None] * context.forward[:, None])
    weight = np.broadcast_to(context.p_a[:, None, :], moment.shape[:-1])
    if not known:
        weight = np.einsum("cx,bxi->bci", world.shares, context.forward)
    root = np.sqrt(weight)
    scale = np.where(root > 0, 1 / np.where(root > 0, root, 1.0), 0.0)
    values, vectors = np.linalg.eigh(moment * scale[..., :, None] * scale[..., None, :])
    top = vectors[..., ::-1][..., :d]
    functions = top * (scale * np.sqrt(context.p_a)[:, None, :])[..., :, None]
    gram = np.linalg.eigvalsh(transpose(functions) @ functions)
    flat = gram[..., 0] > VANISHING
    spread = np.where(flat, gram[..., -1] / np.where(flat, gram[..., 0], 1.0), np.inf)
    found = np.zeros((*values.shape[:-1], d))
    count = min(d, values.shape[-1])
    found[..., :count] = np.maximum(values[..., ::-1][..., :count], 0.0)
    return functions, found, spread


def _pca_gaps(world: SampledWorld, functions: Array) -> Array:
    """τ² of every sample's encoder, (B, C)."""
    context = world.context
    scaled = context.joint / np.sqrt(context.p_x[..., :, None] * context.p_a[..., None, :])
    full = transpose(scaled) @ scaled
    basis, lengths, _ = np.linalg.svd(functions, full_matrices=False)
    kept = basis * (lengths > VANISHING)[..., None, :]
    ritz = np.linalg.eigvalsh(transpose(kept) @ full[:, None] @ kept)[..., ::-1]
    rank = (lengths > VANISHING).sum(-1)
    found = np.full(functions.shape[:2], np.inf)
    for size in range(1, functions.shape[-1] + 1):
        target = sum(world.eigenvalue(k + 1) for k in range(size + 1))
        gap = np.asarray(target)[:, None] - ritz[..., :size].sum(-1)
        found = np.where(size <= rank, np.minimum(found, np.maximum(gap, 0.0)), found)
    return found


def _critical(world: SampledWorld) -> tuple[Array, Array, Array]:
    """τ², λ̄_d and γ_G at the sample that is the (1−δ)-quantile of the ratio of the two sides, once a world."""
    if "critical" not in world.cache:
        functions, values, spread = _pca(world, known=False)
        smallest = values[..., -1]
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = 1 / smallest + spread / np.sqrt(smallest) + 2
        world.cache["critical"] = _at_quantile(world, functions, factor, smallest, spread)
    critical: tuple[Array, Array, Array] = world.cache["critical"]
    return critical


def _at_quantile(world: SampledWorld, functions: Array, factor: Array, *more: Array) -> tuple[Array, ...]:
    """τ² and more at the sample that is the (1−δ)-quantile of (τ² − λ_{d+1})/factor."""
    gaps = _pca_gaps(world, functions)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (gaps - np.asarray(world.eigenvalue(world.d + 1))[:, None]) / factor
    ratio = np.where(np.isfinite(factor), ratio, -np.inf)
    _, position = enumeration.quantile(ratio, world.chances, _level(world))
    instance = np.arange(world.count)
    return tuple(v[instance, position] for v in (gaps, *more))


@quantity("delta", cost=40)
def pca_gap(world: SampledWorld) -> Any:
    """Ritz values of T*T on the top-d eigenfunctions of each sample; eigenvalues of numerical algebra."""
    return _critical(world)[0]


@quantity("delta", cost=40)
def lambda_bar(world: SampledWorld) -> Any:
    """The d-th eigenvalue of Γ̄Γ*."""
    return _critical(world)[1]


@quantity("delta", cost=40)
def gamma_G(world: SampledWorld) -> Any:
    """Extreme eigenvalues of the Gram matrix of the eigenfunctions in L²(P_A); ∞ where it is singular."""
    return _critical(world)[2]


def _critical_unknown(world: SampledWorld) -> tuple[Array, Array]:
    """τ² and √(λ̄_d/S̄)/γ_G at the sample that decides `bounds.kernel-pca-unknown`, once a world."""
    if "critical-unknown" not in world.cache:
        functions, values, spread = _pca(world, known=False)
        condition = np.sqrt(values[..., -1] / values.sum(-1)) / spread
        known = sum(world.eigenvalue(k) for k in range(1, world.d + 1)) / world.eigenvalue(world.d)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.asarray(known)[:, None] + 1 / condition + 2 * np.sqrt(world.d)
        world.cache["critical-unknown"] = _at_quantile(world, functions, factor, condition)
    critical: tuple[Array, Array] = world.cache["critical-unknown"]
    return critical


@quantity("delta", cost=40)
def pca_gap_unknown(world: SampledWorld) -> Any:
    """As `pca_gap`, at another sample."""
    return _critical_unknown(world)[0]


@quantity("delta", cost=40)
def pca_condition(world: SampledWorld) -> Any:
    """Eigenvalues of Γ̄Γ*, and those of the Gram matrix of its eigenfunctions in L²(P_A)."""
    return _critical_unknown(world)[1]


@quantity("delta", cost=40)
def pca_gap_known(world: SampledWorld) -> Any:
    """Ritz values of T*T on the top-d eigenfunctions of each sample, orthonormal in L²(P_A); exactly, in balls."""
    if world.exact:
        exact = [gap_of_sample(world, row) for row in world.counts]
        return enumeration.exact_quantile(exact, list(world.chances), _level(world))
    gaps = _pca_gaps(world, _pca(world, known=True)[0])
    return enumeration.quantile(gaps, world.chances, _level(world))[0]


# Regression


@quantity("dual_encoder")
def RT(world: SampledWorld) -> Any:
    """Trace of T*T on the least-norm preimages of Ψ̂."""
    return trace(world.arithmetic.projector(world.visible, world.context.p_a) @ world.operator_a)


@quantity("dual_encoder", "dual_task")
def approximation(world: SampledWorld) -> Any:
    """‖T(g_0 − Πg_0)‖², Π on the least-norm preimages of Ψ̂."""
    projector = world.arithmetic.projector(world.visible, world.context.p_a)
    rest = apply(world.context.forward, world.preimage - apply(projector, world.preimage))
    return world.context.inner_x(rest, rest)


def _risks(world: SampledWorld, functions: Array, targets: Array, radius: Array) -> tuple[Array, Array]:
    """Worst risks over every sample of labels, told by its counts, and their probabilities: both (L, C).

    ``functions`` (L, |A|, d) are encoders, weighted by √P_A, L a multiple of the batch; ``targets`` (B, |X|) the f*.
    Only two directions are counted: more than two give no value.
    """
    context, n = world.context, world.chosen["n"]
    copies = len(functions) // world.count
    repeated = (np.repeat(v, copies, axis=0) for v in (context.p_x, context.p_a, context.forward, targets))
    p_x, p_a, forward, inputs = repeated
    basis, lengths, _ = np.linalg.svd(functions, full_matrices=False)
    countable = (lengths > VANISHING).sum(-1) <= 2
    kept = (basis * (lengths > VANISHING)[:, None, :])[..., :2]
    kept = np.concatenate([kept, np.zeros((*kept.shape[:2], 2 - kept.shape[2]))], axis=2)
    features = forward @ (kept / np.sqrt(p_a)[:, :, None])
    quadratic = transpose(features) @ (p_x[:, :, None] * features)
    linear = (transpose(features) @ (p_x * inputs)[:, :, None])[..., 0]
    constant = (p_x * inputs**2).sum(-1)
    up, down = enumeration.label_counts(p_x.shape[1], n)
    often = np.sqrt(up + down)
    noise = np.repeat(world.fields["sigma"], copies)[:, None, None] * (up - down) / np.maximum(up + down, 1)
    labels = often * (inputs[:, None, :] + noise)
    shape = labels.shape[:2]
    # What falls on one input counts as its mean label does, as often: the minimisers are the same.
    risks = worst_risk(
        often[:, :, None] * features[:, None],
        labels,
        np.broadcast_to(np.repeat(radius, copies)[:, None], shape),
        quadratic[:, None],
        linear[:, None],
        np.broadcast_to(constant[:, None], shape),
    )
    chances = enumeration.count_probabilities(np.concatenate([p_x, p_x], axis=1) / 2, n)
    return np.where(countable[:, None], risks, np.nan), chances


def _regression(world: SampledWorld) -> tuple[Array, Array]:
    if world.exact:
        raise NotCertifiable("the constrained minimisers are irrational")
    weighted = world.visible * np.sqrt(world.context.p_a)[:, :, None]
    return _risks(world, weighted, world.task, R(world))


@quantity("dual_encoder", "dual_task", "epsilon", "B", "sigma", "delta", cost=60)
def regression_risk(world: SampledWorld) -> Any:
    """Every sample of n inputs and signs; least squares by eigenvalues and a bisected multiplier."""
    risks, chances = _regression(world)
    return enumeration.quantile(risks, chances, _level(world))[0]


@quantity("dual_encoder", "dual_task", "epsilon", "B", "sigma", cost=60)
def regression_mean(world: SampledWorld) -> Any:
    """The mean of the same; exactly where the encoder is one function."""
    if world.exact:
        if not world.fields["epsilon"] < 1:
            raise UndefinedError("R needs ε < 1")
        return mean_risk(world, world.fields["B"] ** 2 / (1 - world.fields["epsilon"]))
    risks, chances = _regression(world)
    return (risks * chances).sum(-1)


@quantity("dual_task", "epsilon", "B", "sigma", "delta", cost=200)
def chain_risk(world: SampledWorld) -> Any:
    """Every unlabelled sample, its kernel-PCA encoder, and then every sample of labels."""
    functions, _, _ = _pca(world, known=True)
    copies = functions.shape[1]
    visible = world.range_projector_a * np.sqrt(world.context.p_a)[:, :, None] / np.sqrt(world.context.p_a)[:, None, :]
    seen = (visible[:, None] @ functions).reshape(-1, *functions.shape[2:])
    risks, chances = _risks(world, seen, world.task, R(world))
    means = (risks * chances).sum(-1).reshape(world.count, copies)
    return enumeration.quantile(means, world.chances, _level(world))[0]
