"""How probes and spectra under a second law of the inputs are measured."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.verify import numbers
from contextures.verify.quantities.registry import quantity
from contextures.verify.risks import divergences, tails
from contextures.verify.risks.tails import per_point
from contextures.verify.transfer_world import TransferWorld


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
    law = world.sorted_squares
    kept = tails.top(law, 1 - world.fields["tv"])
    return (kept * law.losses).sum(-1) + world.fields["tv"] * law.losses[..., 0]


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
