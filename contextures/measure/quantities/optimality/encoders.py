"""How the symbols of chapter 3 are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace, transpose
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import gap, square, top_squares
from contextures.measure.suprema import worst_case
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld


def _ratio(world: ContextWorld, top: Any, bottom: Any, otherwise: int, size: Any) -> Any:
    """Divide; where the bottom is zero (in floats, against its natural size) the value is ``otherwise``."""
    if world.exact:
        return top / bottom if bottom != 0 else fmpq(otherwise)
    safe = bottom > 1e-24 * size
    return np.where(safe, top / np.where(safe, bottom, 1.0), float(otherwise))


@quantity("epsilon")
def epsilon(world: ContextWorld) -> Any:
    """Chosen."""
    return world.fields["epsilon"]


# Tasks


@quantity("task")
def norm_f(world: ContextWorld) -> Any:
    """Variance of the task."""
    return world.inner_x(world.task, world.task)


@quantity("task")
def mean_f(world: ContextWorld) -> Any:
    """Mean of the task as it stands."""
    return (world.p_x * world.fields["task"]).sum(-1)


@quantity("task")
def norm_Tf(world: ContextWorld) -> Any:
    """Variance of the conditional expectation of the task."""
    image = apply(world.backward, world.task)
    return world.inner_a(image, image)


@quantity("task")
def rho_square(world: ContextWorld) -> Any:
    """‖T*f̃‖²/‖f̃‖²; 0 for a constant."""
    return _ratio(world, norm_Tf(world), norm_f(world), 0, 1.0)


@quantity("task")
def rho_square_spectral(world: ContextWorld) -> Any:
    """Coefficients of the task in the singular functions."""
    modes = world.left_modes
    coefficients = (transpose(modes.functions) @ (world.p_x * world.task)[..., :, None])[..., 0] ** 2 / modes.norms
    r = world.sizes["r"]
    squares = [square(world, v) for v in world.singular_values]
    weighted = sum((squares[k] * coefficients[..., k] for k in range(r)), world.arithmetic.zeros_like(norm_f(world)))
    return _ratio(world, weighted, coefficients.sum(-1), 0, 1.0)


def _alignment_square(world: ContextWorld, g: Any, size: Any) -> Any:
    covariance = world.inner_x(world.task, apply(world.forward, g))
    scale = None if world.exact else norm_f(world) * size
    return _ratio(world, covariance**2, norm_f(world) * world.inner_a(g, g), 0, scale)


@quantity("task", "dual_task")
def alignment_square(world: ContextWorld) -> Any:
    """For the g of the instance; 0 where g = 0."""
    return _alignment_square(world, world.fields["dual_task"], 1.0)


@quantity("task")
def alignment_square_best(world: ContextWorld) -> Any:
    """For g = T*f̃."""
    return _alignment_square(world, apply(world.backward, world.task), norm_f(world))


@quantity("task")
def outside_range(world: ContextWorld) -> Any:
    """Projection of the task on the range of TT*."""
    rest = world.task - apply(world.range_projector, world.task)
    return _ratio(world, world.inner_x(rest, rest), norm_f(world), 0, 1.0)


@quantity("task")
def preimage_variance(world: ContextWorld) -> Any:
    """2(1 − ‖f̃‖²/‖g‖²) for the solution of least norm, ‖g‖² = ⟨f̃, (TT*)⁺f̃⟩; 2 where there is none; 0 for f̃ = 0."""
    least = world.inner_x(world.task, apply(world.inverse_operator, world.task))
    share = _ratio(world, norm_f(world), least, 0, 1.0)
    if world.exact:
        if norm_f(world) == 0:
            return fmpq(0)
        return fmpq(2) if outside_range(world) != 0 else 2 - 2 * share
    solved = np.where(outside_range(world) > 1e-12, 2.0, 2 - 2 * share)
    return np.where(norm_f(world) > 0, solved, 0.0)


@quantity("task")
def dual_variance(world: ContextWorld) -> Any:
    """2(1 − ‖Tg‖²/‖g‖²) for g = T*f̃; 0 where g = 0."""
    g = apply(world.backward, world.task)
    image = apply(world.forward, g)
    lost = world.inner_a(g, g) - world.inner_x(image, image)
    return 2 * _ratio(world, lost, world.inner_a(g, g), 0, norm_f(world))


# The space H = range(T*)


def _expected(world: ContextWorld) -> tuple[Any, Any]:
    """h = T*f̃ and (T*T)⁺h."""
    h = apply(world.backward, world.task)
    return h, apply(world.inverse_operator_a, h)


@quantity("task")
def norm_h_H(world: ContextWorld) -> Any:
    """⟨h̃, (T*T)⁺h̃⟩."""
    h, lifted = _expected(world)
    return world.inner_a(h, lifted)


@quantity("task")
def norm_h(world: ContextWorld) -> Any:
    """Variance of h = T*f."""
    return norm_Tf(world)


@quantity("task")
def norm_f_range(world: ContextWorld) -> Any:
    """Projection of the task on the range of TT*."""
    kept = apply(world.range_projector, world.task)
    return world.inner_x(kept, kept)


@quantity("task")
def reproducing_defect(world: ContextWorld) -> Any:
    """⟨h, k_A(a,·)⟩_H for every a, through (T*T)⁺, against h(a)."""
    h, lifted = _expected(world)
    product = apply((world.kernel_a - world.arithmetic.constant(1)) * world.p_a[..., None, :], lifted)
    return np.abs(product - h).max(-1)


# Encoders


@quantity("encoder")
def RT(world: ContextWorld) -> Any:
    """Trace of TT* on the span of the centred encoder."""
    return trace(world.projector @ world.operator_x)


@quantity("encoder", "transform")
def RT_image(world: ContextWorld) -> Any:
    """The same for the columns mixed by an invertible matrix."""
    mixed = world.encoder @ world.fields["transform"]
    return trace(world.arithmetic.projector(mixed, world.p_x) @ world.operator_x)


@quantity("encoder")
def learning_gap(world: ContextWorld) -> Any:
    """By Ky Fan the ratio trace reaches Σ_{i≤d} s_i² on d dimensions only on a span of top-d singular functions."""
    return gap(world, world.operator_x, world.p_x, world.encoder, world.d)


@quantity("encoder", cost=2)
def trace_gap(world: ContextWorld) -> Any:
    """Best subfamily of each size d' ≥ 1: the top Ritz values of TT* on the span; ∞ for a constant encoder."""
    compressed = world.projector @ world.operator_x @ world.projector
    ritz = world.arithmetic.eigenvalues(compressed, world.p_x)
    rank = world.arithmetic.rank(world.encoder, world.p_x)
    gaps = []
    for size in range(1, min(world.d, world.sizes["N"] - 1) + 1):
        if world.exact:
            if size <= rank:
                gaps.append(
                    numbers.add([top_squares(world, size + 1), *(numbers.multiply([fmpq(-1), v]) for v in ritz[:size])])
                )
        else:
            gap = top_squares(world, size + 1) - sum(ritz[:size])
            gaps.append(np.where(size <= rank, np.maximum(gap, 0.0), np.inf))
    if world.exact:
        return numbers.smallest(gaps) if gaps else arb.pos_inf()
    return np.min(np.stack(gaps), axis=0) if gaps else np.full(len(world.joint), np.inf)


@quantity("encoder", "epsilon", cost=8)
def error(world: ContextWorld) -> Any:
    """Dual, a convex problem in one variable; exactly, a rational dual point and a rational task."""
    return worst_case.exact_value(world, "error") if world.exact else _solution(world).value


def _solution(world: ContextWorld) -> worst_case.Solution:
    if "solution" not in world.cache:
        world.cache["solution"] = worst_case.batch_solution(world)
    solution: worst_case.Solution = world.cache["solution"]
    return solution


@quantity("encoder", "epsilon", cost=8)
def error_primal(world: ContextWorld) -> Any:
    """Probe error of an explicit compatible task, recomputed in function space."""
    if world.exact:
        return error(world)
    f = (world.left_modes.functions @ _solution(world).task[..., :, None])[..., 0]
    rest = f - apply(world.projector, f)
    return world.inner_x(rest, rest) / world.inner_x(f, f)


@quantity("epsilon")
def error_contexture(world: ContextWorld) -> Any:
    """The dual is diagonal: η(s_1²−c) meets 1+η(s_{d+1}²−c); 0 if d ≥ N−1, 1 if mode d+1 is compatible."""
    n = world.sizes["N"] - 1
    level = (1 - world.fields["epsilon"]) ** 2
    padded = [square(world, v) for v in world.singular_values]
    padded += [world.arithmetic.zeros_like(trace(world.operator_x))] * (n + 1 - len(padded))
    if world.d >= n:
        return world.arithmetic.zeros_like(trace(world.operator_x))
    top, following = padded[0], padded[world.d]
    if world.exact:
        if numbers.certainly_at_most(level, following):
            return fmpq(1)
        if not numbers.certainly_less(following, level):
            raise NotCertifiable("s_{d+1} and 1−ε cannot be told apart")
        minus = fmpq(-1)
        above = numbers.add([top, -level])
        return numbers.multiply([above, numbers.power(numbers.add([top, numbers.multiply([minus, following])]), minus)])
    edge = worst_case.edge_of_squares(top)
    free = following >= level - edge
    value = np.where(free, 1.0, (top - level) / np.where(free, 1.0, top - following))
    return np.where(level > top + edge, np.nan, value)


@quantity("encoder", "epsilon", cost=16)
def error_at_compatibility(world: ContextWorld) -> Any:
    """Dual with a multiplier of either sign; the few candidates where N ≤ 3."""
    if not world.exact:
        if world.sizes["N"] < 2:
            return np.full(len(world.joint), -np.inf)
        return worst_case.solve_with_equality(*worst_case.coordinates(world))
    try:
        return worst_case.exact_value(world, "error_at_compatibility", equality=True)
    except UndefinedError:
        return arb.neg_inf()


@quantity("encoder", cost=2)
def penalised_top(world: ContextWorld) -> Any:
    """Largest eigenvalue of TT* + (s_1² − s_{d+1}²)(I − projector), the constant removed."""
    top = top_squares(world, 1)
    rest = world.singular_values[world.d : world.d + 1]
    following = square(world, rest[0]) if rest else world.arithmetic.zeros_like(trace(world.operator_x))
    off = world.identity - world.projector - world.p_x[..., None, :]
    if not world.exact:
        return world.arithmetic.eigenvalues(world.operator_x + (top - following)[..., None, None] * off, world.p_x)[0]
    # The projection is positive, so the eigenvalue grows with the weight: rational ends of the weight enclose it.
    weight = numbers.add([top, numbers.multiply([fmpq(-1), following])])
    ends = [weight] if isinstance(weight, fmpq) else [weight.lower().fmpq(), weight.upper().fmpq()]
    tops = [world.arithmetic.eigenvalues(world.operator_x + end * off, world.p_x)[0] for end in ends]
    return tops[0] if len(tops) == 1 else numbers.ball(tops[0]).union(numbers.ball(tops[1]))


# Linear encoders


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
