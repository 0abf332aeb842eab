"""The largest mean over a χ² ball around a law on finitely many points."""

from __future__ import annotations

from typing import Any


def robust(world: Any, values: Any, weights: Any, radius: Any) -> Any:
    """max{Σq_iz_i: q ≥ 0, Σq_i = 1, ½Σw_i(q_i/w_i − 1)² ≤ radius} along the last axis.

    The best density is affine in z on a set {z ≥ z_j} and 0 elsewhere: of the feasible ones of that form, the largest
    mean. Neither side of a claim on variances enters.
    """
    reached = world.reaches(values[..., None, :], values[..., :, None])
    inside = weights[..., None, :] * world.where(reached, 1 + 0 * values[..., None, :], 0 * values[..., None, :])
    mass = inside.sum(-1)
    held = world.where(mass > 0, mass, 1 + 0 * mass)
    mean = (inside * values[..., None, :]).sum(-1) / held
    spread = (inside * (values[..., None, :] - mean[..., :, None]) ** 2).sum(-1)
    room = 1 + 2 * radius[..., None] - 1 / held
    positive = world.reaches(spread, room * mass**2 * (mean - values) ** 2)
    feasible = (mass > 0) & world.reaches(room, 0 * room) & positive
    found = mean + world.sqrt(world.maximum(room, 0 * room) * spread)
    centre = (weights * values).sum(-1)
    return world.where(feasible, found, centre[..., None] + 0 * found).max(-1)
