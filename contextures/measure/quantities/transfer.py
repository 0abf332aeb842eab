"""How probes and spectra under a second law of the inputs are measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact import numbers
from contextures.exact.arithmetic import Array, transpose
from contextures.exact.numbers import Bracket, NotCertifiable, UndefinedError
from contextures.measure.quantities.optimality import encoders as optimality
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import square
from contextures.measure.suprema import quadratic_forms, worst_case
from contextures.measure.worlds.transfer import TransferWorld
from contextures.risks import divergences, refitted, tails
from contextures.risks.tails import Law, descending, per_point

FINE = 10**12
"""Denominator of laws and probes that are witnesses."""
INWARDS = (fmpq(0), fmpq(1, 10**11), fmpq(1, 10**9), fmpq(1, 10**6), fmpq(1, 1000))
"""Shares of P that bring a rounded law inside its ball."""


@quantity("alpha")
def alpha(world: TransferWorld) -> Any:
    """Of the instance."""
    return world.fields["alpha"]


@quantity("rho")
def rho(world: TransferWorld) -> Any:
    """Of the instance."""
    return world.fields["rho"]


@quantity("tv")
def tv(world: TransferWorld) -> Any:
    """Of the instance."""
    return world.fields["tv"]


@quantity("encoder", "task")
def error_p(world: TransferWorld) -> Any:
    """Least squares on 1 and the φ_i."""
    return world.probe_error(world.p_x)


@quantity("encoder", "task", "target_law")
def error_q(world: TransferWorld) -> Any:
    """Least squares on 1 and the φ_i, weighted by Q."""
    return world.probe_error(world.q_x)


@quantity("encoder", "task", "target_law")
def reuse_q(world: TransferWorld) -> Any:
    """Mean of r² under Q."""
    return (world.q_x * world.residual**2).sum(-1)


@quantity("target_law")
def ratio_min(world: TransferWorld) -> Any:
    """Point by point."""
    return (world.q_x / world.p_x).min(-1)


@quantity("target_law")
def ratio_max(world: TransferWorld) -> Any:
    """Point by point."""
    return (world.q_x / world.p_x).max(-1)


@quantity("target_law")
def ratio_a_min(world: TransferWorld) -> Any:
    """Point by point."""
    return (world.q_a / world.p_a).min(-1)


@quantity("target_law")
def ratio_a_max(world: TransferWorld) -> Any:
    """Point by point."""
    return (world.q_a / world.p_a).max(-1)


@quantity("target_law")
def chi_square_q(world: TransferWorld) -> Any:
    """Point by point."""
    return (world.p_x * (world.q_x / world.p_x - 1) ** 2).sum(-1) / 2


@quantity("target_law")
def variation_q(world: TransferWorld) -> Any:
    """Half of Σ|P − Q|."""
    return np.abs(world.p_x - world.q_x).sum(-1) / 2


@quantity("target_law")
def pointwise_defect(world: TransferWorld) -> Any:
    """Conditional laws of the joint law under Q against those under P, where Q has mass."""
    held = world.q_x != 0
    mass = np.where(held, world.joint_q.sum(-1), world.q_x * 0 + 1)
    difference = world.joint_q / mass[..., :, None] - world.forward
    return np.abs(np.where(held[..., :, None], difference, difference * 0)).max((-1, -2))


@quantity("target_law")
def s_q(world: TransferWorld) -> Any:
    """Characteristic polynomial of TT* under Q; in floats the singular values of its matrix."""
    return world.singular_values_q


@quantity("epsilon")
def epsilon(world: TransferWorld) -> Any:
    """Chosen."""
    return world.fields["epsilon"]


@quantity("target_law", "epsilon", cost=8)
def error_contexture_p(world: TransferWorld) -> Any:
    """Dual, a convex problem in one variable, under Q; exactly, a rational dual point and a rational task."""
    if world.exact:
        return worst_case.exact_value(world.under_q, "error_contexture_p")
    values, vectors = world.modes_q
    held = world.q_x > 0
    columns = np.sqrt(world.q_x)[..., :, None] * world.contexture
    columns = columns - np.sqrt(world.q_x)[..., :, None] * (world.q_x[..., :, None] * world.contexture).sum(
        -2, keepdims=True
    )
    rest = held[..., :, None] * vectors - columns @ (np.linalg.pinv(columns, rcond=1e-11) @ vectors)
    solved = quadratic_forms.solve(transpose(vectors) @ rest, values, (1 - world.fields["epsilon"]) ** 2).value
    return np.where(held.sum(-1) > 1, solved, np.nan)


@quantity("target_law", "epsilon")
def minimax_q(world: TransferWorld) -> Any:
    """The spectrum under Q: that of the contexture of Q."""
    level = (1 - world.fields["epsilon"]) ** 2
    if world.exact:
        largest = square(world.under_q, [*world.under_q.singular_values, fmpq(0)][0])
        if world.under_q.sizes["N"] < 2 or numbers.certainly_less(largest, level):
            raise UndefinedError("no task has that compatibility")
        return optimality.error_contexture(world.under_q)
    values, _ = world.modes_q
    held = (world.q_x > 0).sum(-1)
    following = values[..., world.d] if world.d < values.shape[-1] else 0 * level
    edge = quadratic_forms.edge_of_squares(values[..., 0])
    free = following >= level - edge
    value = np.where(free, 1.0, (values[..., 0] - level) / np.where(free, 1.0, values[..., 0] - following))
    possible = (held > 1) & (level <= values[..., 0] + edge)
    return np.where(possible, np.where(world.d < held - 1, value, 0.0), np.nan)


@quantity("encoder", "task", "alpha")
def transfer_cvar(world: TransferWorld) -> Any:
    """Sorting of r²."""
    return tails.tail_mean(world.sorted_squares, world.fields["alpha"])


@quantity("encoder", "task", "alpha")
def transfer_cvar_dual(world: TransferWorld) -> Any:
    """Piecewise linear in η with breaks at the values of r²: least at one of them."""
    squares, level = world.residual**2, world.fields["alpha"]
    values = []
    for k in range(world.sizes["N"]):
        above = squares - squares[..., k : k + 1]
        values.append((world.p_x * np.where(above > 0, above, above * 0)).sum(-1) / level + squares[..., k])
    return numbers.smallest(values) if world.exact else np.min(values, axis=0)


@quantity("encoder", "task", "rho")
def transfer_chi(world: TransferWorld) -> Any:
    """The active prefix of the sorted r²."""
    return divergences.chi_square_risk(world.sorted_squares, world.fields["rho"], world.arithmetic)


@quantity("encoder", "task", "tv")
def transfer_tv(world: TransferWorld) -> Any:
    """The δ of least r² moved to the largest."""
    return _spread(world, world.sorted_squares)


# The probe fitted again for each law of a ball


def _spread(world: TransferWorld, law: Law) -> Any:
    """Largest mean over TV(P, Q) ≤ δ: the δ of least loss moved to the largest."""
    kept = tails.top(law, 1 - world.fields["tv"])
    return (kept * law.losses).sum(-1) + world.fields["tv"] * law.losses[..., 0]


WORST: dict[refitted.Kind, Callable[[TransferWorld, Law], Any]] = {
    "alpha": lambda world, law: tails.tail_mean(law, world.fields["alpha"]),
    "rho": lambda world, law: divergences.chi_square_risk(law, world.fields["rho"], world.arithmetic),
    "tv": _spread,
}
"""Largest mean of a loss over each ball."""


def _in_ball(world: TransferWorld, kind: refitted.Kind, law: Array) -> bool:
    p, radius = world.p_x, world.fields[kind]
    if kind == "alpha":
        return bool((law * radius <= p).all())
    if kind == "rho":
        return bool((p * (law / p - 1) ** 2).sum() <= 2 * radius)
    return bool(np.abs(law - p).sum() <= 2 * radius)


def _climb(world: TransferWorld, kind: refitted.Kind) -> refitted.Refitted:
    if not world.exact:
        p, f = world.p_x, np.asarray(world.fields["task"])
        return refitted.largest_refitted(kind, np.asarray(world.fields[kind]), p, world.features, f)
    arrays = (np.asarray(v, dtype=float)[None] for v in (world.p_x, world.features, world.fields["task"]))
    return refitted.largest_refitted(kind, np.array([float(world.fields[kind])]), *arrays)


def _law_and_probe(world: TransferWorld, kind: refitted.Kind) -> dict[str, list[str]]:
    """A law of the ball and a probe that nearly attain the largest error, both rational."""
    found = _climb(world, kind)
    p, columns = world.p_x, np.asarray(world.features, dtype=float)
    seen = np.array([fmpq(round(float(v) * FINE), FINE) for v in found.law[0]], dtype=object)
    seen = seen / seen.sum()
    law = next((m for share in INWARDS if _in_ball(world, kind, m := share * p + (1 - share) * seen)), p)
    weights, *_ = np.linalg.lstsq(columns, found.fitted[0], rcond=None)
    return {"law": [str(v) for v in law], "probe": [str(fmpq(round(float(v) * FINE), FINE)) for v in weights]}


def _refit(world: TransferWorld, kind: refitted.Kind) -> Any:
    """Largest least error over a ball; exactly, at least that under a law of it, at most the worst risk of a probe."""
    if not world.exact:
        return _climb(world, kind).value
    found = world.witness(f"refit_{kind}", lambda: _law_and_probe(world, kind))
    law, probe = (np.array([numbers.rational(v) for v in found[name]], dtype=object) for name in ("law", "probe"))
    fits = law.shape == world.p_x.shape and probe.shape == world.features.shape[-1:]
    if not fits or (law < 0).any() or law.sum() != 1 or not _in_ball(world, kind, law):
        raise NotCertifiable("the witness is no law of the ball with a probe")
    squares = (np.asarray(world.fields["task"]) - world.features @ probe) ** 2
    above = WORST[kind](world, descending(squares, world.p_x))
    return Bracket(world.probe_error(law), numbers.upper(above))


@quantity("encoder", "task", "alpha", cost=8)
def refit_cvar(world: TransferWorld) -> Any:
    """Newton's method with a barrier on the laws; exactly, a law from below and a probe's CVaR from above."""
    return _refit(world, "alpha")


@quantity("encoder", "task", "rho", cost=8)
def refit_chi(world: TransferWorld) -> Any:
    """Newton's method with a barrier on the laws; exactly, a law from below and a probe's χ² risk from above."""
    return _refit(world, "rho")


@quantity("encoder", "task", "tv", cost=8)
def refit_tv(world: TransferWorld) -> Any:
    """Newton's method with a barrier on the laws; exactly, a law from below and a probe's worst risk from above."""
    return _refit(world, "tv")


@quantity("encoder", "task")
def residual_max(world: TransferWorld) -> Any:
    """Point by point."""
    return (world.residual**2).max(-1)


@quantity("encoder", "task")
def residual_variance(world: TransferWorld) -> Any:
    """Under P."""
    squares = world.residual**2
    centre = (world.p_x * squares).sum(-1)
    return (world.p_x * (squares - per_point(centre)) ** 2).sum(-1)
