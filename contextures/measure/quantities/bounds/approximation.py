"""How the symbols of chapter 5.1 are measured that speak of one law, one encoder and one task."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace
from contextures.exact.enclosures import top_sum_in_balls
from contextures.exact.numbers import Bracket, NotCertifiable, UndefinedError, ball
from contextures.measure.quantities.registry import quantity
from contextures.measure.suprema import invariant_tasks, two_modes
from contextures.measure.world import apply
from contextures.measure.worlds.bounds import LearningWorld
from contextures.measure.worlds.contexts import ContextWorld


@quantity("epsilon")
def epsilon(world: LearningWorld) -> Any:
    """Chosen."""
    return world.fields["epsilon"]


@quantity("B")
def B(world: LearningWorld) -> Any:
    """Chosen."""
    return world.fields["B"]


# Spectrum and complexity


@quantity(name="lambda")
def eigenvalue(world: LearningWorld) -> Any:
    """Squares of the singular values, after the 1 of the constant."""
    return world.eigenvalues


def _diagonal(context: ContextWorld) -> Any:
    """k_X(x, x)."""
    return np.diagonal(context.kernel_x, axis1=-2, axis2=-1)


@quantity()
def kappa(world: LearningWorld) -> Any:
    """Root of the largest diagonal entry of k_X."""
    return world.arithmetic.sqrt(_diagonal(world.context).max(-1))


@quantity()
def kappa_square_spectral(world: LearningWorld) -> Any:
    """Singular functions, the constant first, squared and weighted by their eigenvalues."""
    if world.exact:
        raise NotCertifiable("singular functions have irrational norms")
    functions, values = world.modes
    return (values[:, None, :] * functions**2).sum(-1).max(-1)


@quantity()
def chi_square_max(world: LearningWorld) -> Any:
    """Σ_a (P(a|x) − P_A(a))²/P_A(a), the largest over x."""
    p_a = world.context.p_a[..., None, :]
    return ((world.context.forward - p_a) ** 2 / p_a).sum(-1).max(-1)


@quantity()
def chi_square(world: LearningWorld) -> Any:
    """Σ (P⁺ − P_XP_A)²/(P_XP_A)."""
    product = world.context.p_x[..., :, None] * world.context.p_a[..., None, :]
    return ((world.context.joint - product) ** 2 / product).sum((-1, -2))


@quantity()
def S_lambda(world: LearningWorld) -> Any:
    """Trace of TT*."""
    return trace(world.operator)


@quantity()
def S_lambda_d(world: LearningWorld) -> Any:
    """Sum of the d largest eigenvalues of TT*."""
    return world.partial_sum(world.d)


@quantity()
def S_lambda_next(world: LearningWorld) -> Any:
    """Sum of the d + 1 largest eigenvalues of TT*."""
    return world.partial_sum(world.d + 1)


@quantity()
def kernel_mean(world: LearningWorld) -> Any:
    """Mean of the diagonal of k_X."""
    return (world.context.p_x * _diagonal(world.context)).sum(-1)


@quantity()
def dependence(world: LearningWorld) -> Any:
    """Entries of P⁺ − P_X⊗P_A."""
    context = world.context
    return np.abs(context.joint - context.p_x[..., :, None] * context.p_a[..., None, :]).max((-1, -2))


def _behind(world: LearningWorld) -> LearningWorld:
    """The law of X and B."""
    if "behind" not in world.cache:
        channel = world.fields["channel"] / world.fields["channel"].sum(-1)[..., :, None]
        joint = world.context.joint @ channel
        world.cache["behind"] = LearningWorld({"joint": joint}, {"d": world.d}, world.arithmetic)
    behind: LearningWorld = world.cache["behind"]
    return behind


@quantity("channel")
def kappa_b(world: LearningWorld) -> Any:
    """κ of the law of X and B."""
    return kappa(_behind(world))


@quantity("channel")
def lambda_b(world: LearningWorld) -> Any:
    """Eigenvalues of the law of X and B."""
    return _behind(world).eigenvalues


# Tasks f = Tg


@quantity("dual_task")
def sup_f(world: LearningWorld) -> Any:
    """Largest |Tg|."""
    return np.abs(world.task).max(-1)


@quantity("dual_task")
def norm_f_H(world: LearningWorld) -> Any:
    """⟨f, (TT*)⁺f⟩."""
    return world.context.inner_x(world.task, apply(world.inverse, world.task))


@quantity("dual_task")
def norm_f(world: LearningWorld) -> Any:
    """‖Tg‖²."""
    return world.context.inner_x(world.task, world.task)


@quantity("dual_task")
def norm_g(world: LearningWorld) -> Any:
    """‖g‖²."""
    return world.context.inner_a(world.g, world.g)


@quantity("dual_task")
def norm_preimage(world: LearningWorld) -> Any:
    """‖T*(TT*)⁺f‖²."""
    return world.context.inner_a(world.preimage, world.preimage)


def _variance(world: LearningWorld, g: Any) -> Any:
    """½E_X E_{A,A'|X}(g(A) − g(A'))², over the pairs."""
    differences = (g[..., :, None] - g[..., None, :]) ** 2
    conditional = world.context.forward
    pairs = (conditional @ differences * conditional).sum(-1)
    return (world.context.p_x * pairs).sum(-1) / 2


@quantity("dual_task")
def variance_g(world: LearningWorld) -> Any:
    """Squared differences of g over pairs of contexts of one input."""
    return _variance(world, world.g)


@quantity("dual_task")
def variance_preimage(world: LearningWorld) -> Any:
    """The same for T*(TT*)⁺f."""
    return _variance(world, world.preimage)


@quantity("dual_task")
def reproducing_defect(world: LearningWorld) -> Any:
    """⟨f, (TT*)⁺k_X(x,·)⟩ for every x, against f(x)."""
    context = world.context
    lifted = context.p_x * apply(world.inverse, world.task)
    return np.abs(apply(context.kernel_x, lifted) - world.task).max(-1)


# Encoders on A


def _trace_gap(world: LearningWorld) -> tuple[Any, Any]:
    """The trace gap, and what it misses of S_λ(d') at its d'."""
    rank = world.arithmetic.rank(world.encoder, world.context.p_a)
    gaps = world.gap_profile(world.projector_a, rank, world.d)
    if world.exact:
        if not gaps:
            raise UndefinedError("the encoder vanishes")
        best = gaps[0]
        for gap in gaps[1:]:
            if numbers.certainly_less(gap[0], best[0]):
                best = gap
            elif not numbers.certainly_at_most(best[0], gap[0]):
                # They cannot be told apart: either may be the smaller one, or the first of two equal ones.
                best = ball(best[0]).union(ball(gap[0])), ball(best[1]).union(ball(gap[1]))
        return best
    values = np.stack([gap for gap, _ in gaps])
    which = values.argmin(0)
    instance = np.arange(world.count)
    return values[which, instance], np.stack([missing for _, missing in gaps])[which, instance]


@quantity("dual_encoder", cost=2)
def tau(world: LearningWorld) -> Any:
    """Best subfamily of each size: the top Ritz values of T*T on span φ̂; the root, ∞ for φ̂ = 0."""
    return world.arithmetic.sqrt(_trace_gap(world)[0])


@quantity("dual_encoder", cost=2)
def excess(world: LearningWorld) -> Any:
    """S_λ(d') less the Ritz values at the d' of the trace gap (the first, where there are several): by Ky Fan ≥ 0."""
    missing = _trace_gap(world)[1]
    if world.exact and not isinstance(missing, fmpq) and missing.contains(0):
        return Bracket(fmpq(0), missing.upper().mid().fmpq())
    return missing


def _scaled(world: LearningWorld, value: Any) -> Any:
    return numbers.multiply([world.fields["B"] ** 2, value]) if world.exact else world.fields["B"] ** 2 * value


def _supremum(world: LearningWorld, supremum: invariant_tasks.Supremum) -> Any:
    if world.exact:
        return _scaled(world, invariant_tasks.exact_value(world, supremum))
    return _scaled(world, invariant_tasks.batch_solution(world, supremum).value)


@quantity("dual_encoder", "epsilon", "B", cost=8)
def error(world: LearningWorld) -> Any:
    """Dual, a convex problem in one variable; exactly, a rational dual point and a rational task."""
    return _supremum(world, invariant_tasks.PROBE)


@quantity("dual_encoder", "epsilon", "B", cost=8)
def error_projection(world: LearningWorld) -> Any:
    """The same dual for the form ‖f − f_Ψ̂‖²."""
    return _supremum(world, invariant_tasks.PROJECTION)


@quantity("epsilon", "B")
def error_top(world: LearningWorld) -> Any:
    """The same dual over the modes; exactly, the best vertex of a linear programme in shares of modes."""
    if not world.exact:
        return _scaled(world, invariant_tasks.top_solution(world).value)
    rest = 1 - world.fields["epsilon"]
    if not rest > 0:
        raise UndefinedError("the class F_B(ε) needs ε < 1")
    return _scaled(world, two_modes.largest_share(world.eigenvalues, 1 / rest, world.d))


@quantity("dual_encoder")
def learning_gap(world: LearningWorld) -> Any:
    """By Ky Fan the trace reaches S_λ(d) on d dimensions only on a span of top-d functions."""
    reached = trace(world.projector @ world.operator)
    missing = world.d - world.arithmetic.rank(world.averaged, world.context.p_x)
    whole = world.partial_sum(world.d)
    return numbers.add([whole, -reached, missing]) if world.exact else whole - reached + missing


@quantity("dual_encoder", cost=2)
def penalised_top(world: LearningWorld) -> Any:
    """Top eigenvalue of the form on the range of T."""
    following = world.eigenvalue(world.d + 1)
    identity = world.context.identity
    seen = np.asarray(world.operator @ world.inverse)
    off = seen @ (identity - world.projector) @ seen
    if world.exact:
        form = (1 - following) * off - following * (world.inverse - seen)
        if not isinstance(following, fmpq):
            return top_sum_in_balls(form, 1)
        return world.arithmetic.eigenvalues(form, world.context.p_x)[0]
    weight = following[..., None, None]
    form = (1 - weight) * off - weight * (world.inverse - seen)
    return world.arithmetic.eigenvalues(form, world.context.p_x)[0]
