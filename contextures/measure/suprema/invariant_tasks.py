"""Suprema of a quadratic form over the soft-invariant class F_1(ε), exactly, with a primal and a dual certificate.

F_1(ε) holds the f in the range of T with ‖f‖ ≤ 1 and ⟨f, (TT*)⁺f⟩ ≤ ‖f‖²/(1−ε): one quadratic constraint, so that the
dual inf_{η≥0} λ_max(A + η(I/(1−ε) − (TT*)⁺)) on the range of T has no gap.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import (
    Floats,
    independent_columns,
    is_positive_semidefinite,
    null_space,
    transpose,
)
from contextures.exact.dual_point import dual_point
from contextures.exact.numbers import Bracket, Exact, NotCertifiable, UndefinedError, rational
from contextures.measure.suprema.quadratic_forms import EDGE, GAP, Solution, solve
from contextures.measure.world import apply
from contextures.measure.worlds.bounds import LearningWorld

Array = NDArray[Any]

VANISHING = 1e-20
"""Size below which an eigenvalue counts as zero, in floats: the square of a singular value, which is known to 1e-16."""


@dataclass(frozen=True)
class Supremum:
    """sup ⟨f, Af⟩ over unit f of the class.

    Attributes
    ----------
    name : {"error", "error_projection"}
        Of the witness, and of the quantity.
    """

    name: str

    def operator(self, world: LearningWorld) -> Array:
        """Return A."""
        if self.name == "error":
            return np.asarray(world.context.identity - world.projector)
        return projection_error(world)

    def over_modes(self, world: LearningWorld) -> Array:
        """Return the matrix of A over the modes (floats), (B, |X|, |X|)."""
        if self.name == "error":
            return _probe_over_modes(world)
        return _projection_over_modes(world)


PROBE = Supremum("error")
"""The best probe: A projects off span Ψ̂."""
PROJECTION = Supremum("error_projection")
"""The H_Γ-projection on span Ψ̂."""


def projection_error(world: LearningWorld) -> Array:
    """Return A with ⟨f, Af⟩ = ‖f − f_Ψ̂‖²: f ↦ T(I − Π)T*(TT*)⁺f, Π on the least-norm preimages of Ψ̂."""
    context = world.context
    off = np.asarray(world.range_projector_a - world.arithmetic.projector(world.visible, context.p_a))
    lost = context.forward @ off @ context.backward @ world.inverse
    adjoint = transpose(lost) * context.p_x[..., None, :] / context.p_x[..., :, None]
    return np.asarray(adjoint @ lost)


def _probe_over_modes(world: LearningWorld) -> Array:
    """Return the Gram matrix of what the projector on span Ψ̂ leaves of the modes.

    I − P itself holds the rounding errors of P where it vanishes, which are large where functions nearly depend; those
    of what is left enter squared.
    """
    functions, _ = world.modes
    left = functions - world.projector @ functions
    return np.asarray(transpose(left * world.context.p_x[..., :, None]) @ left)


def _projection_over_modes(world: LearningWorld) -> Array:
    """Return (S(I − Π)S⁻¹)ᵀS(I − Π)S⁻¹, Π on the preimages over the ν_i and S the roots of the eigenvalues.

    In floats (TT*)⁺ is no good where an eigenvalue is tiny: at 1e-13 it holds rounding errors of 1e-3.
    """
    _, values = world.modes
    n, sizes = values.shape[1], np.sqrt(values)
    seen = values > VANISHING
    right = world.context.right_modes.functions
    right = np.concatenate([np.ones_like(right[..., :1]), right], axis=-1)[..., :n]
    found = transpose(right * world.context.p_a[..., :, None]) @ world.encoder
    preimages = np.zeros((world.count, n, found.shape[-1]))
    preimages[:, : found.shape[1]] = found
    preimages = world.cleaned(np.where(seen[:, :, None], preimages, 0.0), world.encoder)
    off = np.eye(n) * seen[:, None, :] - world.arithmetic.projector(preimages, np.ones(values.shape))
    lost = sizes[:, :, None] * off / np.where(seen, sizes, np.inf)[:, None, :]
    return np.asarray(transpose(lost) @ lost)


def batch_solution(world: LearningWorld, supremum: Supremum) -> Solution:
    """Solve for every instance of a batch; NaN where ε ≥ 1."""
    return _solved(world, supremum.over_modes(world))


def top_solution(world: LearningWorld) -> Solution:
    """Solve for the top-d encoder: its projector is diagonal over the modes."""
    _, values = world.modes
    later = (np.arange(values.shape[1]) >= world.d).astype(float)
    return _solved(world, np.broadcast_to(np.diag(later), (*values.shape, values.shape[1])))


def _solved(world: LearningWorld, objective: Array) -> Solution:
    """Solve for a form over the modes."""
    _, values = world.modes
    seen = values > VANISHING
    level = -1.0 / np.maximum(1.0 - world.fields["epsilon"], 1e-9)
    slopes = np.where(seen, -1.0 / np.where(seen, values, 1.0), level[:, None])
    objective = np.where(seen[:, :, None] & seen[:, None, :], (objective + transpose(objective)) / 2, 0.0)
    objective = objective - 2.0 * np.eye(values.shape[1]) * ~seen[:, None, :]
    solution = solve(objective, slopes, level, EDGE * np.abs(level))
    value = np.where(world.fields["epsilon"] < 1, np.maximum(solution.value, 0.0), np.nan)
    return Solution(value, solution.multiplier, solution.task)


def exact_value(world: LearningWorld, supremum: Supremum) -> Exact:
    """Return the supremum: exactly where the class is an eigenspace, else what the witness proves.

    Raises
    ------
    UndefinedError
        If ε ≥ 1.
    NotCertifiable
        If the witness proves nothing.
    """
    if not world.fields["epsilon"] < 1:
        raise UndefinedError("the class F_B(ε) needs ε < 1")
    excess, basis = _excess(world), _range(world)
    if not _is_positive(world, -excess, basis):
        return _bounds(world, supremum, world.witness(supremum.name, lambda: _find(world, supremum)))
    space = null_space(excess @ basis)
    space = basis @ space[:, independent_columns(space)]
    weighted = transpose(space) * world.context.p_x
    gram = world.arithmetic.inverse(weighted @ space, None)
    compressed = gram @ weighted @ supremum.operator(world) @ space
    return world.arithmetic.eigenvalues(compressed, world.context.p_x)[0]


def _excess(world: LearningWorld) -> Array:
    """I/(1−ε) − (TT*)⁺."""
    return np.asarray(world.context.identity / (1 - world.fields["epsilon"]) - world.inverse)


def _range(world: LearningWorld) -> Array:
    """A rational basis of the range of T, as columns."""
    operator = world.operator
    return np.asarray(operator[:, independent_columns(operator)])


def _is_positive(world: LearningWorld, operator: Array, basis: Array) -> bool:
    return is_positive_semidefinite(transpose(basis) @ (world.context.p_x[:, None] * operator) @ basis)


def _is_dual_point(world: LearningWorld, supremum: Supremum, eta: fmpq, t: fmpq) -> bool:
    """Decide whether tI − A − η(I/(1−ε) − (TT*)⁺) ⪰ 0 on the range of T."""
    form = t * world.context.identity - supremum.operator(world) - eta * _excess(world)
    return _is_positive(world, form, _range(world))


def _primal(world: LearningWorld, supremum: Supremum, g: Array) -> fmpq | None:
    """Return ⟨f, Af⟩/‖f‖² for f = Tg; None unless it is in the class and not zero."""
    context = world.context
    f = apply(context.forward, g)
    norm = context.inner_x(f, f)
    if norm == 0 or context.inner_x(f, apply(_excess(world), f)) < 0:
        return None
    return rational(context.inner_x(f, apply(supremum.operator(world), f)) / norm)


def _bounds(world: LearningWorld, supremum: Supremum, witness: dict[str, Any]) -> Exact:
    eta, t = rational(witness["eta"]), rational(witness["t"])
    if eta < 0 or not _is_dual_point(world, supremum, eta, t):
        raise NotCertifiable("the dual point is not feasible")
    lo = fmpq(0)
    if witness.get("task") is not None:
        found = _primal(world, supremum, np.array([rational(v) for v in witness["task"]], dtype=object))
        if found is None:
            raise NotCertifiable("the task of the witness is not in the class")
        lo = found
    return lo if lo == t else Bracket(lo, t)


def _find(world: LearningWorld, supremum: Supremum) -> dict[str, Any]:
    """Find, in floats, η and t of the dual and the g of a primal task Tg."""
    fields = {name: np.asarray(value, dtype=float)[None] for name, value in world.fields.items()}
    seen = type(world)(fields, world.chosen, Floats())
    solution = batch_solution(seen, supremum)
    value, multiplier = float(solution.value[0]), float(solution.multiplier[0])
    eta = Fraction(multiplier if np.isfinite(multiplier) else 1e9)
    points = [
        (eta.limit_denominator(n), Fraction(value).limit_denominator(m))
        for m in (100, 10_000)
        for n in (100, 10_000, 10**12)
        if abs(float(Fraction(value).limit_denominator(m)) - value) < 1e-12
    ]
    points = [*_minimax_point(world), *points]
    proved = (p for p in points if _is_dual_point(world, supremum, rational(p[0]), rational(p[1])))
    fine, t = next(proved, None) or _dual_point(world, supremum, multiplier)
    return {"eta": str(fine), "t": str(t), "task": _task(world, seen, supremum, solution)}


def _dual_point(world: LearningWorld, supremum: Supremum, guess: float) -> tuple[Fraction, Fraction]:
    """Return the dual point of the forms on the range of T, which has fewer dimensions than L²(P_X)."""
    basis = _range(world)
    weighted = transpose(basis) * world.context.p_x
    gram = world.arithmetic.inverse(weighted @ basis, None)
    a, e = (gram @ weighted @ form @ basis for form in (supremum.operator(world), _excess(world)))
    return dual_point(a, e, guess, world.digits)


def _minimax_point(world: LearningWorld) -> list[tuple[Fraction, Fraction]]:
    """Return the dual point of every minimax encoder, (λ/(1−λ), β) for λ = λ_{d+1}, where it is rational."""
    following, epsilon = world.eigenvalue(world.d + 1), world.fields["epsilon"]
    if not isinstance(following, fmpq) or following == 1:
        return []
    eta = following / (1 - following)
    value = eta * epsilon / (1 - epsilon)
    return [(Fraction(int(eta.p), int(eta.q)), Fraction(int(value.p), int(value.q)))]


def _task(world: LearningWorld, seen: LearningWorld, supremum: Supremum, solution: Solution) -> list[str] | None:
    """Return a g whose Tg is in the class and (nearly) attains the supremum; towards the constant it is inside."""
    functions, _ = seen.modes
    first = np.zeros_like(solution.task[0])
    first[0] = 1.0 if solution.task[0, 0] >= 0 else -1.0
    best: tuple[float, list[Fraction]] | None = None
    for mix in (0.0, 1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1.0):
        f = functions[0] @ ((1 - mix) * solution.task[0] + mix * first)
        g = (seen.context.backward @ seen.inverse @ f[:, None])[0, :, 0]
        for digits in sorted({min(2, world.digits), world.digits}):
            rounded = [Fraction(v / np.abs(g).max()).limit_denominator(10**digits) for v in g]
            value = _primal(world, supremum, np.array([rational(v) for v in rounded], dtype=object))
            if value is not None and (best is None or float(value) > best[0] + GAP):
                best = float(value), rounded
        if best is not None and best[0] > solution.value[0] - 10 * GAP:
            break
    return [str(v) for v in best[1]] if best else None
