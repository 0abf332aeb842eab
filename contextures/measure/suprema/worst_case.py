"""The exact worst-case probe error err(Φ; F_ε) of any encoder, with a primal and a dual certificate.

Maximise ‖P_{V⊥}f‖² over unit mean-zero f with ⟨f, TT*f⟩ ≥ c = (1−ε)². In the basis of the singular functions TT* is
diagonal, so that this is a problem of `quadratic_forms`: a point of its dual and a task of its primal hold the value.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import Floats, independent_columns, is_positive_semidefinite, null_space, transpose
from contextures.exact.numbers import Bracket, Exact, NotCertifiable, UndefinedError, rational
from contextures.measure.suprema.quadratic_forms import GAP, Solution, solve
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld

Array = NDArray[Any]


def coordinates(world: ContextWorld) -> tuple[Array, Array, Array]:
    """Return P_{V⊥} and λ in the basis of the μ_i, and c (floats): ``(B, n, n)``, ``(B, n)``, ``(B,)``."""
    functions = world.left_modes.functions
    weighted = functions * world.p_x[..., :, None]
    n = functions.shape[-1]
    objective = np.eye(n) - transpose(weighted) @ world.projector @ functions
    values = np.zeros((len(functions), n))
    found = world.singular_values
    if found:
        values[:, : len(found)] = np.stack(found, axis=1) ** 2
    return (objective + transpose(objective)) / 2, values, (1 - world.fields["epsilon"]) ** 2


def batch_solution(world: ContextWorld) -> Solution:
    """Solve the worst case of every instance of a batch."""
    if world.sizes["N"] < 2:
        count = len(world.joint)
        return Solution(np.full(count, np.nan), np.zeros(count), np.zeros((count, 0)))
    return solve(*coordinates(world))


def find_witness(world: ContextWorld, equality: bool = False) -> dict[str, Any]:
    """Find, in floats, what proves the value of one instance: η and t of the dual, a task of the primal.

    Parameters
    ----------
    world : ContextWorld
        The exact world of the instance; its ``digits`` say how fine the rationals of the witness are.
    equality : bool
        Whether ρ(f) = 1−ε is asked for instead of ρ(f) ≥ 1−ε; then η may be negative and there is no task.

    Returns
    -------
    dict
        ``eta`` and ``t`` (strings), ``task`` (list of strings, values of f on the inputs, or None).
    """
    fields = {name: np.asarray(value, dtype=float)[None] for name, value in world.fields.items()}
    seen = ContextWorld(fields, world.chosen, Floats())
    objective, values, level = coordinates(seen)
    solution = solve(objective, values, level)
    if equality and not solution.multiplier[0] > 0:
        below = solve(objective[:, ::-1, ::-1], -values[:, ::-1], -level)
        solution = Solution(below.value, -below.multiplier, below.task[:, ::-1])
    eta, t = _dual_witness(world, float(solution.value[0]), float(solution.multiplier[0]))
    task = None if equality else _primal_witness(world, seen, solution)
    return {"eta": str(eta), "t": str(t), "task": task}


def _dual_witness(world: ContextWorld, value: float, multiplier: float) -> tuple[Fraction, Fraction]:
    """Return (η, t) with t an upper bound: the exact optimum if it is simple, else a decimal slightly above.

    Simple may be t, or t + ηc = λ_max(P_{V⊥} + ηTT*), on which ε has no influence.
    """
    trivial = Fraction(0), Fraction(1)
    if not np.isfinite(value):
        return trivial
    eta = Fraction(multiplier if np.isfinite(multiplier) else np.copysign(1e9, multiplier))
    candidates = [
        (eta.limit_denominator(n), t)
        for m in (100, 10_000)
        for n in (100, 10_000, 10**12)
        if (t := _simple(value, m)) is not None
    ]
    level = (1 - Fraction(str(world.fields["epsilon"]))) ** 2
    for fine in (eta.limit_denominator(100), eta.limit_denominator(10_000)):
        top = _simple(value + float(fine * level), 10_000)
        candidates += [] if top is None else [(fine, top - fine * level)]
    for digits in range(world.digits, 0, -1):
        grid = 10**digits
        candidates.append((eta.limit_denominator(grid), Fraction(int(np.floor(value * grid)) + 2, grid)))
    for fine, t in candidates:
        if is_dual_point(world, rational(fine), rational(t)):
            return fine, t
    return trivial


def _simple(value: float, largest: int) -> Fraction | None:
    """Return the fraction that a number is to rounding, with a denominator up to the largest; None if there is none."""
    found = Fraction(value).limit_denominator(largest)
    return found if abs(float(found) - value) < 1e-12 else None


def _primal_witness(world: ContextWorld, seen: ContextWorld, solution: Solution) -> list[str] | None:
    """Return values of a task of F_ε that (nearly) attains the value, or None."""
    functions = seen.left_modes.functions[0]
    optimal = solution.task[0]
    if not np.isfinite(solution.value[0]):
        return None
    first = np.zeros_like(optimal)
    first[0] = 1.0 if optimal[0] >= 0 else -1.0
    best: tuple[float, list[Fraction]] | None = None
    for mix in (0.0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1.0):
        f = functions @ ((1 - mix) * optimal + mix * first)
        for digits in sorted({min(2, world.digits), world.digits}):
            task = [Fraction(v / np.abs(f).max()).limit_denominator(10**digits) for v in f]
            value = primal_value(world, np.array([rational(v) for v in task], dtype=object))
            if value is not None and (best is None or float(value) > best[0] + GAP):
                best = float(value), task
        if best is not None and best[0] > solution.value[0] - 10 * GAP:
            break
    return [str(v) for v in best[1]] if best else None


def is_dual_point(world: ContextWorld, eta: fmpq, t: fmpq) -> bool:
    """Decide whether tI − P_{V⊥} − η(TT* − cI) ⪰ 0 on mean-zero functions, exactly."""
    return _is_positive(world, t * world.identity - (world.identity - world.projector) - eta * _excess(world))


def _excess(world: ContextWorld) -> Array:
    """Return TT* − cI."""
    return np.asarray(world.operator_x - (1 - world.fields["epsilon"]) ** 2 * world.identity)


def _is_positive(world: ContextWorld, operator: Array) -> bool:
    """Decide whether an operator is positive semi-definite on mean-zero functions, exactly."""
    basis = np.concatenate([world.identity[:-1, :-1], (-world.p_x[:-1] / world.p_x[-1])[None, :]], axis=0)
    return is_positive_semidefinite(transpose(basis) @ (world.p_x[:, None] * operator) @ basis)


def edge_space(world: ContextWorld, equality: bool = False) -> Array | None:
    """Return the tasks where (1−ε)² is the top (with equality, or the bottom) eigenvalue; None elsewhere.

    They are the functions of one eigenspace of TT*, on mean-zero functions: the columns of what is returned span it.
    """
    excess = _excess(world)
    space = world.centred(null_space(excess))
    space = space[:, independent_columns(space)]
    if space.shape[1] == 0 or not (is_top(world) or (equality and _is_positive(world, excess))):
        return None
    return np.asarray(space)


def is_top(world: ContextWorld) -> bool:
    """Tell whether no eigenvalue exceeds (1−ε)²."""
    return _is_positive(world, -_excess(world))


def edge_value(world: ContextWorld, equality: bool = False) -> Exact | None:
    """Return the exact worst case over the tasks of `edge_space`; None where there are none."""
    space = edge_space(world, equality)
    if space is None:
        return None
    weighted = transpose(space) * world.p_x
    gram = world.arithmetic.inverse(weighted @ space, None)
    compressed = gram @ weighted @ (space - world.projector @ space)
    return world.arithmetic.eigenvalues(compressed, world.p_x)[0]


def primal_value(world: ContextWorld, task: Array) -> fmpq | None:
    """Return the probe error of a task over its squared norm; None unless it is in F_ε and not constant."""
    f = world.centred(task[:, None])[:, 0]
    norm = world.inner_x(f, f)
    level = (1 - world.fields["epsilon"]) ** 2
    if norm == 0 or world.inner_x(f, apply(world.operator_x, f)) < level * norm:
        return None
    rest = f - apply(world.projector, f)
    return rational(world.inner_x(rest, rest) / norm)


def exact_value(world: ContextWorld, name: str, equality: bool = False) -> Exact:
    """Return the worst case: exactly at the edge, where no witness is needed, else what the witness ``name`` proves.

    Raises
    ------
    UndefinedError
        If no task is compatible.
    NotCertifiable
        If the witness proves nothing.
    """
    at_edge = edge_value(world, equality) if world.sizes["N"] > 1 else None
    if at_edge is not None:
        return at_edge
    excess = _excess(world)
    if world.sizes["N"] < 2 or is_top(world) or (equality and _is_positive(world, excess)):
        raise UndefinedError("no task has that compatibility")
    return bounds(world, world.witness(name, lambda: find_witness(world, equality)), equality)


def bounds(world: ContextWorld, witness: dict[str, Any], equality: bool = False) -> Exact:
    """Return the worst case over a class that is not empty, as far as a witness proves it: a rational, or a bracket.

    Raises
    ------
    NotCertifiable
        If the witness proves nothing.
    """
    eta, t = rational(witness["eta"]), rational(witness["t"])
    if (eta < 0 and not equality) or not is_dual_point(world, eta, t):
        raise NotCertifiable("the dual point is not feasible")
    hi = t if t >= 0 else fmpq(0)
    lo: fmpq | arb = fmpq(0)
    if witness.get("task") is not None:
        found = primal_value(world, np.array([rational(v) for v in witness["task"]], dtype=object))
        if found is None:
            raise NotCertifiable("the task of the witness is not in F_ε")
        lo = found
    elif equality:
        lo = arb.neg_inf()
    return lo if lo == hi else Bracket(lo, hi)
