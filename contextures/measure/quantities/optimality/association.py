"""How the symbols of chapter 3 that belong to the context alone are measured: kernels, singular functions, extremes."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact.arithmetic import trace, transpose
from contextures.exact.numbers import UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.contexts import ContextWorld


@quantity()
def kernel_deviation(world: ContextWorld) -> Any:
    """Largest entry of |k_X − 1|."""
    return np.abs(world.kernel_x - world.arithmetic.constant(1)).max((-1, -2))


def _separation_square(world: ContextWorld) -> Any:
    """‖x − y‖² for every pair, undefined where two inputs coincide."""
    x = world.fields["features"]
    square = ((x[..., :, None, :] - x[..., None, :, :]) ** 2).sum(-1)
    n = square.shape[-1]
    if world.exact:
        if any(square[j, k] == 0 for j in range(n) for k in range(j)):
            raise UndefinedError("two inputs coincide")
        return square + np.diag([fmpq(1)] * n)
    return np.where(np.eye(n, dtype=bool), 1.0, np.where(square > 0, square, np.nan))


@quantity("features")
def kernel_lipschitz(world: ContextWorld) -> Any:
    """All triples of inputs."""
    k = world.kernel_x
    square = (k[..., :, :, None] - k[..., :, None, :]) ** 2 / _separation_square(world)[..., None, :, :]
    return world.arithmetic.sqrt(square.max((-1, -2, -3)))


def _associated(world: ContextWorld) -> tuple[Any, Any, Any]:
    """The μ_i, their squared norms, and which have s_i > 0."""
    modes = world.left_modes
    shape = modes.norms.shape
    values = world.singular_values
    present = np.zeros(shape, dtype=bool)
    for k, value in enumerate(values):
        present[..., k] = value != fmpq(0) if world.exact else value > 1e-10
    return modes.functions, modes.norms, present


def _largest_present(world: ContextWorld, squares: Any) -> Any:
    """Root of the largest of squares (..., n) over the modes with s_i > 0; 0 if there is none."""
    present = _associated(world)[2]
    zero = world.arithmetic.constant(0)
    kept = np.where(present, squares, zero)
    return world.arithmetic.sqrt(
        kept.max(-1) if kept.shape[-1] else world.arithmetic.zeros_like(trace(world.operator_x))
    )


def _slopes(world: ContextWorld) -> Any:
    """Squared Lipschitz constants of all modes, (..., N−1)."""
    modes = world.left_modes
    f = transpose(modes.functions)
    squares = (f[..., :, :, None] - f[..., :, None, :]) ** 2 / _separation_square(world)[..., None, :, :]
    return squares.max((-1, -2)) / modes.norms


@quantity("features")
def mode_lipschitz(world: ContextWorld) -> Any:
    """All pairs of inputs and all modes, those with s_i = 0 included."""
    return world.arithmetic.sqrt(_slopes(world).max(-1))


@quantity("features")
def associated_lipschitz(world: ContextWorld) -> Any:
    """All pairs of inputs and all modes with s_i > 0."""
    return _largest_present(world, _slopes(world))


@quantity()
def mode_upper(world: ContextWorld) -> Any:
    """Each mode, those with s_i = 0 included, with the sign that makes its largest value smallest."""
    modes = world.left_modes
    one_sided = np.minimum(modes.functions.max(-2), (-modes.functions).max(-2))
    return world.arithmetic.sqrt((one_sided**2 / modes.norms).max(-1))


@quantity()
def mode_bound(world: ContextWorld) -> Any:
    """Largest |μ_i(x)| over the modes with s_i > 0."""
    functions, norms, _ = _associated(world)
    return _largest_present(world, (functions**2).max(-2) / norms)


@quantity()
def dependence(world: ContextWorld) -> Any:
    """Entry by entry."""
    return np.abs(world.joint - world.p_x[..., :, None] * world.p_a[..., None, :]).max((-1, -2))


@quantity()
def off_diagonal(world: ContextWorld) -> Any:
    """1 − Σ_x P⁺(x,x) for a square law."""
    whole = world.joint.sum((-1, -2))
    return whole - trace(world.joint) if world.sizes["N"] == world.sizes["M"] else whole
