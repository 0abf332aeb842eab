"""How the symbols of chapter 3 that belong to a task are measured."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact.arithmetic import transpose
from contextures.exact.numbers import UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.spans import square
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld


def _ratio(world: ContextWorld, top: Any, bottom: Any, otherwise: int, size: Any) -> Any:
    """Divide; where the bottom is zero (in floats, against its natural size) the value is ``otherwise``."""
    if world.exact:
        return top / bottom if bottom != 0 else fmpq(otherwise)
    safe = bottom > 1e-24 * size
    return np.where(safe, top / np.where(safe, bottom, 1.0), float(otherwise))


@quantity("epsilon")
def epsilon(world: ContextWorld) -> Any:
    """Chosen."""
    return world.fields["epsilon"]


@quantity("task")
def norm_f(world: ContextWorld) -> Any:
    """Variance of the task."""
    return world.inner_x(world.task, world.task)


@quantity("task")
def mean_f(world: ContextWorld) -> Any:
    """Mean of the task as it stands."""
    return (world.p_x * world.fields["task"]).sum(-1)


@quantity("task")
def norm_Tf(world: ContextWorld) -> Any:
    """Variance of the conditional expectation of the task."""
    image = apply(world.backward, world.task)
    return world.inner_a(image, image)


@quantity("task")
def rho_square(world: ContextWorld) -> Any:
    """‖T*f̃‖²/‖f̃‖²; 0 for a constant."""
    return _ratio(world, norm_Tf(world), norm_f(world), 0, 1.0)


@quantity("task")
def rho_square_spectral(world: ContextWorld) -> Any:
    """Coefficients of the task in the singular functions."""
    modes = world.left_modes
    coefficients = (transpose(modes.functions) @ (world.p_x * world.task)[..., :, None])[..., 0] ** 2 / modes.norms
    r = world.sizes["r"]
    squares = [square(world, v) for v in world.singular_values]
    weighted = sum((squares[k] * coefficients[..., k] for k in range(r)), world.arithmetic.zeros_like(norm_f(world)))
    return _ratio(world, weighted, coefficients.sum(-1), 0, 1.0)


def _alignment_square(world: ContextWorld, g: Any, size: Any) -> Any:
    covariance = world.inner_x(world.task, apply(world.forward, g))
    scale = None if world.exact else norm_f(world) * size
    return _ratio(world, covariance**2, norm_f(world) * world.inner_a(g, g), 0, scale)


@quantity("task", "dual_task")
def alignment_square(world: ContextWorld) -> Any:
    """For the g of the instance; 0 where g = 0."""
    return _alignment_square(world, world.fields["dual_task"], 1.0)


@quantity("task")
def alignment_square_best(world: ContextWorld) -> Any:
    """For g = T*f̃."""
    return _alignment_square(world, apply(world.backward, world.task), norm_f(world))


@quantity("task")
def outside_range(world: ContextWorld) -> Any:
    """Projection of the task on the range of TT*."""
    rest = world.task - apply(world.range_projector, world.task)
    return _ratio(world, world.inner_x(rest, rest), norm_f(world), 0, 1.0)


@quantity("task")
def preimage_variance(world: ContextWorld) -> Any:
    """2(1 − ‖f̃‖²/‖g‖²) for the solution of least norm, ‖g‖² = ⟨f̃, (TT*)⁺f̃⟩; undefined without one; 0 for f̃ = 0."""
    least = world.inner_x(world.task, apply(world.inverse_operator, world.task))
    share = _ratio(world, norm_f(world), least, 0, 1.0)
    if world.exact:
        if outside_range(world) != 0:
            raise UndefinedError("no g has Tg = f")
        return 2 - 2 * share if norm_f(world) != 0 else fmpq(0)
    solved = np.where(outside_range(world) > 1e-12, np.nan, 2 - 2 * share)
    return np.where(norm_f(world) > 0, solved, 0.0)


@quantity("task")
def image_alignment_square(world: ContextWorld) -> Any:
    """Angle of the task with its image, from inner products."""
    image = apply(world.operator_x, world.task)
    size = None if world.exact else norm_f(world) ** 2
    cosine = _ratio(world, world.inner_x(world.task, image) ** 2, norm_f(world) * world.inner_x(image, image), 0, size)
    if world.exact:
        return cosine if norm_f(world) != 0 else fmpq(1)
    return np.where(norm_f(world) > 0, cosine, 1.0)


@quantity("task")
def image_distance(world: ContextWorld) -> Any:
    """Residual of the task on its image, by least squares."""
    image = apply(world.operator_x, world.task)
    rest = world.task - apply(world.arithmetic.projector(image[..., :, None], world.p_x), world.task)
    return world.inner_x(rest, rest)


def _dual_task(world: ContextWorld) -> Any:
    """g with its mean removed."""
    return world.centred_a(world.fields["dual_task"][..., :, None])[..., 0]


@quantity("dual_task")
def norm_g(world: ContextWorld) -> Any:
    """Variance of g."""
    return world.inner_a(_dual_task(world), _dual_task(world))


@quantity("dual_task")
def norm_Tg(world: ContextWorld) -> Any:
    """Variance of E[g(A)|X]."""
    image = apply(world.forward, _dual_task(world))
    return world.inner_x(image, image)


@quantity("dual_task")
def norm_TTg(world: ContextWorld) -> Any:
    """Variance of T*Tg."""
    image = apply(world.backward, apply(world.forward, _dual_task(world)))
    return world.inner_a(image, image)


@quantity("dual_task")
def pair_variance(world: ContextWorld) -> Any:
    """Sum over inputs and pairs of contexts."""
    g = world.fields["dual_task"]
    squares = (g[..., :, None] - g[..., None, :]) ** 2
    pairs = transpose(world.joint) @ world.forward
    return (pairs * squares).sum((-1, -2))


@quantity("task")
def dual_variance(world: ContextWorld) -> Any:
    """2(1 − ‖Tg‖²/‖g‖²) for g = T*f̃; 0 where g = 0."""
    g = apply(world.backward, world.task)
    image = apply(world.forward, g)
    lost = world.inner_a(g, g) - world.inner_x(image, image)
    return 2 * _ratio(world, lost, world.inner_a(g, g), 0, norm_f(world))


# The space H = range(T*)


def _expected(world: ContextWorld) -> tuple[Any, Any]:
    """h = T*f̃ and (T*T)⁺h."""
    h = apply(world.backward, world.task)
    return h, apply(world.inverse_operator_a, h)


@quantity("task")
def norm_h_H(world: ContextWorld) -> Any:
    """⟨h̃, (T*T)⁺h̃⟩."""
    h, lifted = _expected(world)
    return world.inner_a(h, lifted)


@quantity("task")
def norm_h(world: ContextWorld) -> Any:
    """Variance of h = T*f."""
    return norm_Tf(world)


@quantity("task")
def norm_f_range(world: ContextWorld) -> Any:
    """Projection of the task on the range of TT*."""
    kept = apply(world.range_projector, world.task)
    return world.inner_x(kept, kept)


@quantity("task")
def reproducing_defect(world: ContextWorld) -> Any:
    """⟨h, k_A(a,·)⟩_H for every a, through (T*T)⁺, against h(a)."""
    h, lifted = _expected(world)
    product = apply((world.kernel_a - world.arithmetic.constant(1)) * world.p_a[..., None, :], lifted)
    return np.abs(product - h).max(-1)
