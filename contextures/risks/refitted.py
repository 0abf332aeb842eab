"""The largest least-squares error over a ball of laws: sup_Q min_w E_Q(f − w·φ)², the probe fitted again for each Q.

The least error is concave in Q, with the squared residuals r² as its slope. A barrier keeps Q inside the ball while
Newton's method climbs, for a whole batch at once; the probe that is best for the last law bounds the supremum from
above by its own worst risk, so that a reader need not trust the climb.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from contextures.exact.arithmetic import Array, transpose

Kind = Literal["alpha", "rho", "tv"]

DEPENDENT = 1e-11
BARRIERS = 10.0 ** -np.arange(0, 10, 1.5)
"""Weights of the barrier, beside the error under P; the climb ends as many times the number of limits below the top."""
STEPS = 10
"""Newton steps for each weight, at most."""
NEAR = 0.01
"""Length of a step, beside the weight, at which the next weight is tried."""


@dataclass(frozen=True)
class Refitted:
    """Where the climb ended, of a batch.

    Attributes
    ----------
    value : ndarray (B,)
        Least error under the law.
    law : ndarray (B, N)
    fitted : ndarray (B, N)
        What the probe that is best for the law predicts.
    """

    value: Array
    law: Array
    fitted: Array


@dataclass(frozen=True)
class _Chart:
    """Q = base + x·moves, inside where slack = room − x·limits, and the slack of a sum of squares, are positive."""

    base: Array
    moves: Array
    room: Array
    limits: Array
    balance: Array
    start: Array
    squares: Array | None = None
    most: Array | None = None


def largest_refitted(kind: Kind, radius: Array, p: Array, features: Array, f: Array) -> Refitted:
    """Climb to the largest least-squares error over a ball.

    Parameters
    ----------
    kind : {"alpha", "rho", "tv"}
        dQ/dP ≤ 1/α, ½E(dQ/dP − 1)² ≤ ρ, or TV(P, Q) ≤ δ.
    radius : ndarray (B,)
    p : ndarray (B, N)
        Positive.
    features : ndarray (B, N, k)
        Columns, which may be dependent.
    f : ndarray (B, N)
    """
    basis, spare = _basis(p, features)
    rest = f - (basis @ (transpose(basis) @ (p * f)[..., None]))[..., 0]
    size = np.sqrt((p * rest**2).sum(-1))
    fine = size > DEPENDENT * np.sqrt((p * f**2).sum(-1))
    wide = (radius > 0) & (radius < 1 if kind == "alpha" else np.isfinite(radius))
    live = fine & wide
    target = rest / np.where(fine, size, 1.0)[..., None]
    usable = np.where(wide, radius, 0.5)
    chart = {"alpha": _share, "rho": _chi_square, "tv": _variation}[kind](usable, p)
    x = chart.start
    for weight in BARRIERS:
        for _ in range(STEPS):
            before, x = x, _newton(chart, x, weight, basis, spare, target)
            if np.abs(x - before).max() <= NEAR * weight:
                break
    law = chart.base + (x[..., None, :] @ chart.moves)[..., 0, :]
    law = np.where(live[..., None], law, p)
    law = np.maximum(law, 0.0) / np.maximum(law, 0.0).sum(-1, keepdims=True)
    law = p + _reach(kind, usable, p, law)[..., None] * (law - p)
    residual = _least(law, basis, target)
    value = np.where(fine, size**2, 0.0) * (law * residual**2).sum(-1)
    return Refitted(value, law, f - np.where(fine, size, 0.0)[..., None] * residual)


def _basis(p: Array, features: Array) -> tuple[Array, Array]:
    """An orthonormal basis of the columns in L²(P), zero where they are dependent, and which columns are."""
    root = np.sqrt(p)[..., None]
    left, values, _ = np.linalg.svd(root * features, full_matrices=False)
    spare = values <= DEPENDENT * values[..., :1]
    return np.where(spare[..., None, :], 0.0, left / root), spare.astype(float)


def _gram(law: Array, basis: Array, spare: Array) -> Array:
    return np.asarray(transpose(basis) @ (law[..., None] * basis) + spare[..., None] * np.eye(spare.shape[-1]))


def _solve(matrix: Array, sides: Array) -> Array:
    """Solve a batch; a singular system, of which a batch may hold a few, in the least squares."""
    try:
        return np.asarray(np.linalg.solve(matrix, sides))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(np.nan_to_num(matrix)) @ sides)


def _residual(law: Array, basis: Array, spare: Array, target: Array) -> Array:
    cross = transpose(basis) @ (law * target)[..., None]
    return np.asarray(target - (basis @ _solve(_gram(law, basis, spare), cross))[..., 0])


def _reach(kind: Kind, radius: Array, p: Array, law: Array) -> Array:
    """How far towards a law one may go from P inside the ball, at most 1: what rounding moved beyond is taken back."""
    ratio = law / p - 1
    room, taken = {
        "alpha": (1 / radius - 1, ratio.max(-1)),
        "rho": (np.sqrt(2 * radius), np.sqrt((p * ratio**2).sum(-1))),
        "tv": (2 * radius, (p * np.abs(ratio)).sum(-1)),
    }[kind]
    return np.asarray(np.where(taken > room, room / np.where(taken > room, taken, 1.0), 1.0))


def _least(law: Array, basis: Array, target: Array) -> Array:
    """The residual that is least under a law. The Gram matrix would lose half of the digits where the law vanishes."""
    root = np.sqrt(np.nan_to_num(law))
    left, values, right = np.linalg.svd(root[..., None] * basis, full_matrices=False)
    shares = (transpose(left) @ (root * target)[..., None])[..., 0]
    kept = values > DEPENDENT * values[..., :1]
    weights = transpose(right) @ (np.where(kept, shares, 0.0) / np.where(kept, values, 1.0))[..., None]
    return np.asarray(target - (basis @ weights)[..., 0])


def _newton(chart: _Chart, x: Array, weight: Any, basis: Array, spare: Array, target: Array) -> Array:
    """One step of the barrier's Newton method inside the ball, on the plane where the mass stays 1."""
    law = chart.base + (x[..., None, :] @ chart.moves)[..., 0, :]
    residual = _residual(law, basis, spare, target)
    bent = residual[..., None] * basis
    curve = 2 * bent @ _solve(_gram(law, basis, spare), transpose(bent))
    gradient = (chart.moves @ (residual**2)[..., None])[..., 0]
    hessian = chart.moves @ curve @ transpose(chart.moves)
    slack = chart.room - (x[..., None, :] @ chart.limits)[..., 0, :]
    gradient = gradient - weight * (chart.limits / slack[..., None, :]).sum(-1)
    hessian = hessian + weight * (chart.limits / slack[..., None, :] ** 2) @ transpose(chart.limits)
    if chart.squares is not None and chart.most is not None:
        left = chart.most - (chart.squares * x**2).sum(-1)
        out = 2 * chart.squares * x
        gradient = gradient - weight * out / left[..., None]
        outer = out[..., :, None] * out[..., None, :] / left[..., None, None] ** 2
        diagonal = (2 * chart.squares / left[..., None])[..., None] * np.eye(x.shape[-1])
        hessian = hessian + weight * (outer + diagonal)
    e = chart.balance
    both = _solve(hessian, np.stack([gradient, e], axis=-1))
    share = (e * both[..., 0]).sum(-1) / (e * both[..., 1]).sum(-1)
    move = both[..., 0] - share[..., None] * both[..., 1]
    move = np.where(np.isfinite(move).all(-1, keepdims=True), move, 0.0)
    return np.asarray(x + _length(chart, x, move)[..., None] * move)


def _length(chart: _Chart, x: Array, move: Array) -> Array:
    """The longest step up to 1 that leaves a tenth of every slack."""
    slack = chart.room - (x[..., None, :] @ chart.limits)[..., 0, :]
    taken = (move[..., None, :] @ chart.limits)[..., 0, :]
    with np.errstate(all="ignore"):
        longest = np.where(taken > 0, 0.9 * slack / np.where(taken > 0, taken, 1.0), np.inf).min(-1)
    if chart.squares is not None and chart.most is not None:
        two, one = (chart.squares * move**2).sum(-1), (chart.squares * move * x).sum(-1)
        left = chart.most - (chart.squares * x**2).sum(-1)
        reach = (-one + np.sqrt(one**2 + two * left)) / np.where(two > 0, two, 1.0)
        longest = np.minimum(longest, np.where(two > 0, 0.9 * reach, np.inf))
    return np.asarray(np.minimum(1.0, longest))


def _eye(p: Array) -> Array:
    return np.asarray(np.broadcast_to(np.eye(p.shape[-1]), (*p.shape, p.shape[-1])))


def _share(alpha: Array, p: Array) -> _Chart:
    """x = Q, 0 ≤ Q ≤ P/α."""
    one = _eye(p)
    room = np.concatenate([np.zeros_like(p), p / alpha[..., None]], axis=-1)
    return _Chart(0 * p, one, room, np.concatenate([-one, one], axis=-1), np.ones_like(p), p)


def _chi_square(rho: Array, p: Array) -> _Chart:
    """x = Q ≥ 0, ΣQ²/P ≤ 1 + 2ρ."""
    one = _eye(p)
    return _Chart(0 * p, one, 0 * p, -one, np.ones_like(p), p, 1 / p, 1 + 2 * rho)


def _variation(delta: Array, p: Array) -> _Chart:
    """x = (u, v), Q = P + u − v with u ≥ 0, 0 ≤ v ≤ P and Σu = Σv ≤ δ."""
    one, nought = _eye(p), np.zeros((*p.shape, p.shape[-1]))
    moves = np.concatenate([one, -one], axis=-2)
    total = np.concatenate([np.ones_like(p), 0 * p], axis=-1)[..., None]
    limits = np.concatenate(
        [
            np.concatenate([-one, nought, nought], axis=-1),
            np.concatenate([nought, -one, one], axis=-1),
        ],
        axis=-2,
    )
    room = np.concatenate([0 * p, 0 * p, p, delta[..., None]], axis=-1)
    start = np.concatenate([p, p], axis=-1) * np.minimum(0.5, delta / 2)[..., None]
    balance = np.concatenate([np.ones_like(p), -np.ones_like(p)], axis=-1)
    return _Chart(p, moves, room, np.concatenate([limits, total], axis=-1), balance, start)
