"""How the symbols of chapter 3 that belong to an encoder are measured: ratio trace, trace gap, worst case."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import trace
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import gap, square, top_squares
from contextures.measure.suprema import dual_value, quadratic_forms, worst_case
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld


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


def _solution(world: ContextWorld) -> quadratic_forms.Solution:
    if "solution" not in world.cache:
        world.cache["solution"] = worst_case.batch_solution(world)
    solution: quadratic_forms.Solution = world.cache["solution"]
    return solution


@quantity("encoder", cost=2)
def ritz(world: ContextWorld) -> Any:
    """Eigenvalues of the form of TT* on an orthogonal basis of the span: of C⁻¹B."""
    compressed = world.projector @ world.operator_x @ world.projector
    return world.arithmetic.eigenvalues(compressed, world.p_x)[: world.d]


def _explicit_task(world: ContextWorld) -> Any:
    """A unit f of the top eigenspace of the dual, or the task of the witness."""
    if not world.exact:
        return (world.left_modes.functions @ _solution(world).task[..., :, None])[..., 0]
    witness = world.witness("error", lambda: worst_case.find_witness(world))
    if not witness["task"]:
        raise NotCertifiable("there is no explicit task")
    return world.centred(np.array([[numbers.rational(v)] for v in witness["task"]], dtype=object))[:, 0]


@quantity("encoder", "epsilon", cost=8)
def error_primal(world: ContextWorld) -> Any:
    """Probe error of an explicit task, recomputed in function space."""
    f = _explicit_task(world)
    rest = f - apply(world.projector, f)
    return world.inner_x(rest, rest) / world.inner_x(f, f)


@quantity("encoder", "epsilon", cost=8)
def primal_rho_square(world: ContextWorld) -> Any:
    """‖T*f‖²/‖f‖² of that task."""
    f = _explicit_task(world)
    image = apply(world.backward, f)
    return world.inner_a(image, image) / world.inner_x(f, f)


@quantity("encoder", "epsilon", cost=8)
def error_dual(world: ContextWorld) -> Any:
    """Convex in η; exactly, between the value of a mixture of tasks and that of a dual point."""
    return dual_value.exact_value(world) if world.exact else _solution(world).value


@quantity("epsilon", cost=8)
def error_modes(world: ContextWorld) -> Any:
    """The dual, for the singular functions as an encoder; exactly where they are rational."""
    if world.d > world.sizes["N"] - 1:
        if world.exact:
            raise UndefinedError("there are fewer singular functions")
        return np.full(len(world.joint), np.nan)
    fields = {**world.fields, "encoder": world.left_modes.functions[..., : world.d]}
    contexture = ContextWorld(fields, world.chosen, world.arithmetic)
    if not world.exact:
        return worst_case.batch_solution(contexture).value
    contexture.witnesses, contexture.may_search, contexture.digits = world.witnesses, world.may_search, world.digits
    return worst_case.exact_value(contexture, "error_modes")


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
    edge = quadratic_forms.edge_of_squares(top)
    free = following >= level - edge
    value = np.where(free, 1.0, (top - level) / np.where(free, 1.0, top - following))
    return np.where(level > top + edge, np.nan, value)


@quantity("encoder", "epsilon", cost=16)
def error_at_compatibility(world: ContextWorld) -> Any:
    """Dual with a multiplier of either sign; the few candidates where N ≤ 3."""
    if not world.exact:
        if world.sizes["N"] < 2:
            return np.full(len(world.joint), -np.inf)
        return quadratic_forms.solve_with_equality(*worst_case.coordinates(world))
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
