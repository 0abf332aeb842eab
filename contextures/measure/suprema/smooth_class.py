"""The worst probe error of an encoder over functions with ‖f‖²_{H_{K_s}} ≤ ε‖f‖²_P: solved in batches, proved exactly.

The class is {Σ (ε − 1/s_i)u_i² ≥ 0} on the range of K, one quadratic constraint, so that a dual point (η, t) with
tI − P_{Φ⊥} − η(εI − T_{K_s}⁺) ⪰ 0 on the range proves an upper bound t, and a function of the class a lower one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import Floats, Rationals, independent_columns, is_positive_semidefinite, transpose
from contextures.exact.enclosures import top_sum_in_balls
from contextures.exact.numbers import Bracket, Exact, NotCertifiable, UndefinedError, rational
from contextures.measure.suprema import quadratic_forms
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld

Array = NDArray[Any]


def batch_solution(world: KernelWorld, top: bool = False) -> quadratic_forms.Solution:
    """Solve every instance of a batch, for its encoder or for ψ_1..ψ_d; NaN where the class is empty."""
    name = "top solution" if top else "solution"
    if name not in world.cache:
        world.cache[name] = _solve(world, top)
    solution: quadratic_forms.Solution = world.cache[name]
    return solution


def _solve(world: KernelWorld, top: bool) -> quadratic_forms.Solution:
    objective, inverse, level = _coordinates(world, top)
    count, size = inverse.shape
    value, multiplier, task = np.full(count, np.nan), np.zeros(count), np.zeros((count, size))
    ranks = np.isfinite(inverse).sum(axis=1)
    for rank in range(1, size + 1):
        chosen = np.flatnonzero(ranks == rank)
        if len(chosen):
            edge = quadratic_forms.EDGE * np.maximum(1.0, level[chosen])
            found = quadratic_forms.solve(
                objective[chosen][:, :rank, :rank], -inverse[chosen, :rank], -level[chosen], edge
            )
            value[chosen], task[chosen, :rank], multiplier[chosen] = found.value, found.task, found.multiplier
    return quadratic_forms.Solution(value, multiplier, task)


def _coordinates(world: KernelWorld, top: bool) -> tuple[Array, Array, Array]:
    """Return P_{Φ⊥} over the eigenfunctions, and 1/s_i (∞ where s_i = 0) and ε, both in units of 1/s_1."""
    values, functions = world.spectrum
    size = world.law.shape[-1] - 1
    functions, values = functions[..., :size], values[..., :size]
    if top:
        later = (np.arange(size) >= world.chosen["d"]).astype(float)
        objective = np.broadcast_to(np.diag(later), (len(values), size, size))
    else:
        weighted = functions * world.law[..., :, None]
        objective = np.eye(size) - transpose(weighted) @ world.projector @ functions
        objective = (objective + transpose(objective)) / 2
    s = np.stack([world.s(values[..., i]) for i in range(size)], axis=-1)
    first = np.where(s[..., 0] > 0, s[..., 0], 1.0)
    inverse = np.where(s > 0, first[..., None] / np.where(s > 0, s, 1.0), np.inf)
    return objective, inverse, np.asarray(world.fields.get("epsilon", np.zeros(len(s)))) * first


def range_basis(world: KernelWorld) -> Array:
    """Return a rational basis of the range of T_K, as columns."""
    columns = world.kernel
    return np.asarray(columns[:, independent_columns(columns)])


def _inverse(world: KernelWorld) -> Array:
    if "inverse of the transform" not in world.cache:
        assert isinstance(world.arithmetic, Rationals)
        world.cache["inverse of the transform"] = world.arithmetic.pseudo_inverse(world.transformed, world.law)
    inverse: Array = world.cache["inverse of the transform"]
    return inverse


def _form(world: KernelWorld, operator: Array) -> Array:
    """Return a self-adjoint operator as a quadratic form on the basis of the range."""
    basis = range_basis(world)
    form: Array = transpose(basis) @ (world.law[:, None] * (operator @ basis))
    return form


def penalised_top(world: KernelWorld) -> Any:
    """Return the largest eigenvalue of (1/s_{d+1} − 1/s_1)·P_{Φ⊥} − T_{K_s}⁺ on the range."""
    d = world.chosen["d"]
    if not world.exact:
        return _penalised_floats(world)
    s = [world.s(value) for value in world.eigenvalues]
    if d >= len(s) or not (numbers.lower(s[0]) > 0 and numbers.lower(s[d]) >= 0):
        raise NotCertifiable("s(λ_1) or s(λ_{d+1}) is not certainly positive, or there is none")
    if numbers.certainly_equal(s[d], fmpq(0)):
        raise UndefinedError("s(λ_{d+1}) = 0")
    inverses = [numbers.power(value, fmpq(-1)) for value in (s[0], s[d])]
    rational = all(isinstance(value, fmpq) for value in inverses)
    low, high = inverses if rational else map(numbers.ball, inverses)
    operator = (high - low) * (world.identity - world.projector) - _inverse(world)
    basis = range_basis(world)
    weighted = transpose(basis) * world.law
    compressed = np.asarray(world.arithmetic.inverse(weighted @ basis, None) @ weighted @ operator @ basis)
    return world.arithmetic.eigenvalues(compressed, world.law)[0] if rational else top_sum_in_balls(compressed, 1)


def _penalised_floats(world: KernelWorld) -> Array:
    objective, inverse, _ = _coordinates(world, top=False)
    d, found = world.chosen["d"], np.full(len(inverse), np.nan)
    seen, first = np.isfinite(inverse), world.s(world.eigenvalues[0])
    for rank in range(d + 1, inverse.shape[1] + 1):
        # A transform that vanishes at a large eigenvalue and not at a smaller one orders nothing: no value.
        chosen = np.flatnonzero(seen[:, :rank].all(axis=1) & ~seen[:, rank:].any(axis=1))
        form = (inverse[chosen, d] - 1.0)[:, None, None] * objective[chosen][:, :rank, :rank]
        diagonal = np.arange(rank)
        form[:, diagonal, diagonal] -= inverse[chosen, :rank]
        found[chosen] = np.linalg.eigvalsh(form)[:, -1] / first[chosen]
    return found


def exact_value(world: KernelWorld) -> Exact:
    """Return the worst case as far as the witness ``error`` proves it: a rational, or a bracket.

    Raises
    ------
    UndefinedError
        If the class is empty.
    NotCertifiable
        If the witness proves nothing.
    """
    if not range_basis(world).shape[1]:
        raise UndefinedError("the class is empty")
    excess = _form(world, world.fields["epsilon"] * world.identity - _inverse(world))
    if is_positive_semidefinite(-excess) and not _singular(excess):
        raise UndefinedError("the class is empty")
    witness = world.witness("error", lambda: find_witness(world))
    eta, t = rational(witness["eta"]), rational(witness["t"])
    if eta < 0 or not is_dual_point(world, eta, t):
        raise NotCertifiable("the dual point is not feasible")
    low = fmpq(0)
    if witness.get("task") is not None:
        found = primal_value(world, np.array([rational(v) for v in witness["task"]], dtype=object))
        if found is None:
            raise NotCertifiable("the function of the witness is not in the class")
        low = found
    high = t if t >= 0 else fmpq(0)
    return low if low == high else Bracket(low, high)


def _singular(form: Array) -> bool:
    return len(independent_columns(form)) < len(form)


def is_dual_point(world: KernelWorld, eta: fmpq, t: fmpq) -> bool:
    """Decide whether tI − P_{Φ⊥} − η(εI − T_{K_s}⁺) ⪰ 0 on the range of T_K, exactly."""
    rest = world.identity - world.projector
    excess = world.fields["epsilon"] * world.identity - _inverse(world)
    return is_positive_semidefinite(_form(world, t * world.identity - rest - eta * excess))


def primal_value(world: KernelWorld, function: Array) -> fmpq | None:
    """Return the probe error of a function over its squared norm; None unless it is in the class and not zero."""
    f = world.centred(function[:, None])[:, 0]
    f = apply(world.range_projector, f)
    norm = world.inner(f, f)
    if norm == 0 or world.inner(f, apply(_inverse(world), f)) > world.fields["epsilon"] * norm:
        return None
    rest = f - apply(world.projector, f)
    return rational(world.inner(rest, rest) / norm)


def find_witness(world: KernelWorld) -> dict[str, Any]:
    """Find, in floats, what proves the value of one instance: η and t of the dual, a function of the primal."""
    fields = {name: np.asarray(value, dtype=float)[None] for name, value in world.fields.items()}
    seen = KernelWorld(fields, world.chosen, Floats())
    solution = batch_solution(seen)
    value = float(solution.value[0])
    first = float(seen.s(seen.eigenvalues[0])[0])
    multiplier = float(solution.multiplier[0]) * first
    if not np.isfinite(value):
        return {"eta": "0", "t": "1", "task": None}
    eta, t = _dual_witness(world, value, multiplier)
    return {"eta": str(eta), "t": str(t), "task": _primal_witness(world, seen, solution)}


def _dual_witness(world: KernelWorld, value: float, multiplier: float) -> tuple[Fraction, Fraction]:
    eta = Fraction(multiplier if np.isfinite(multiplier) else 1e9)
    candidates = [
        (eta.limit_denominator(n), Fraction(value).limit_denominator(m))
        for m in (100, 10_000)
        for n in (100, 10_000, 10**12)
        if abs(float(Fraction(value).limit_denominator(m)) - value) < 1e-12
    ]
    for digits in range(world.digits, 0, -1):
        grid = 10**digits
        candidates.append((eta.limit_denominator(grid), Fraction(int(np.floor(value * grid)) + 2, grid)))
    for fine, t in candidates:
        if is_dual_point(world, rational(fine), rational(t)):
            return fine, t
    return Fraction(0), Fraction(1)


def _primal_witness(world: KernelWorld, seen: KernelWorld, solution: quadratic_forms.Solution) -> list[str] | None:
    optimal = solution.task[0]
    functions = seen.spectrum[1][0][:, : len(optimal)]
    first = np.zeros_like(optimal)
    first[0] = 1.0 if optimal[0] >= 0 else -1.0
    best: tuple[float, list[Fraction]] | None = None
    for mix in (0.0, 1e-12, 1e-9, 1e-6, 1e-3, 1.0):
        f = functions @ ((1 - mix) * optimal + mix * first)
        for digits in sorted({min(2, world.digits), world.digits}):
            task = [Fraction(v / np.abs(f).max()).limit_denominator(10**digits) for v in f]
            value = primal_value(world, np.array([rational(v) for v in task], dtype=object))
            if value is not None and (best is None or float(value) > best[0] + 1e-12):
                best = float(value), task
        if best is not None and best[0] > solution.value[0] - 1e-9:
            break
    return [str(v) for v in best[1]] if best else None
