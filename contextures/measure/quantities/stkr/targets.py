"""Chapter 5.2: Hilbert spaces of targets, and whether they keep the order of smoothness."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import Rationals, null_space, trace, transpose
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.suprema import order, universality
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld

Array = NDArray[Any]

EQUAL = 1e-9
"""Relative difference below which two eigenvalues count as one, in floats."""


def _exact(world: KernelWorld) -> Rationals:
    assert isinstance(world.arithmetic, Rationals)
    return world.arithmetic


def _symmetric(world: KernelWorld, operator: Array) -> Array:
    """Return a self-adjoint operator as a symmetric matrix (floats)."""
    root = np.sqrt(world.law)
    return np.asarray(root[..., :, None] * operator / root[..., None, :])


@quantity("base", "scale", "powers", "tilt")
def target_trace(world: KernelWorld) -> Any:
    """Trace of T_{K_t}, K_t = K_s + GGᵀ with G the centred features of the instance."""
    return trace(world.target)


@quantity("powers", "base", "scale", "tilt")
def target_least(world: KernelWorld) -> Any:
    """Smallest eigenvalue of T_{K_t}; in floats, what is rounding beside the largest is zero."""
    if world.exact:
        return _exact(world).eigenvalues(world.target, world.law)[-1]
    form = _symmetric(world, world.target)
    values = np.linalg.eigvalsh((form + transpose(form)) / 2)
    return np.where(np.abs(values[..., 0]) > 1e-11 * np.abs(values[..., -1]), values[..., 0], 0.0)


@quantity("base", "scale", "powers", "tilt")
def target_outside(world: KernelWorld) -> Any:
    """Trace of T_{K_t} off the range of T_K; in floats, what is rounding beside its trace is zero."""
    left = trace(world.target - world.range_projector @ world.target)
    return left if world.exact else np.where(left > 1e-10 * trace(world.target), left, 0.0)


@quantity("base", "scale", "powers", "tilt", cost=15)
def order_defect(world: KernelWorld) -> Any:
    """Nonnegative least squares of Q on cI + Σ a_pS^p, as matrices; exactly, 0 by a representation, or a pair's
    loss."""
    if world.exact:
        if target_trace(world) == 0:
            raise UndefinedError("the target space is {0}")
        if target_outside(world) != 0:
            raise UndefinedError("the target space is not in that of the kernel")
        return order.exact_defect(_exact(world), world.operator, world.target, world.law)
    kernel, target = _symmetric(world, world.operator), _symmetric(world, world.target)
    inside = np.asarray(target_outside(world) == 0)
    found = np.full(world.count, np.nan)
    for k in np.flatnonzero(inside & (target_least(world) >= 0) & (trace(target) > 0) & (trace(kernel) > 0)):
        found[k] = order.distance(kernel[k], target[k])
    return np.where(found < EQUAL, 0.0, found)


def _spaces(world: KernelWorld) -> list[tuple[Any, Array]]:
    """Return λ and the projector of each eigenspace on mean-zero functions, of one exact instance, descending."""
    if "eigenspaces" not in world.cache:
        if not all(isinstance(value, fmpq) for value in world.eigenvalues):
            raise NotCertifiable("the spectrum is irrational")
        constant = world.identity * 0 + world.law[None, :]
        spaces = []
        for value in sorted(set(world.eigenvalues), key=lambda v: -float(v)):
            projector = _exact(world).projector(null_space(world.operator - value * world.identity), world.law)
            spaces.append((value, projector - constant if value == 0 else projector))
        world.cache["eigenspaces"] = spaces
    spaces_: list[tuple[Any, Array]] = world.cache["eigenspaces"]
    return spaces_


def _averaged(world: KernelWorld, values: Array) -> Array:
    """Average numbers (B, r) over the modes of one eigenvalue, in floats."""
    eigenvalues = np.stack(world.eigenvalues, axis=1)
    same = np.abs(eigenvalues[:, :, None] - eigenvalues[:, None, :]) <= EQUAL * eigenvalues[:, :1, None]
    return np.asarray((same * values[:, None, :]).sum(-1) / same.sum(-1))


@quantity("base", "scale", "powers", "tilt")
def s_t(world: KernelWorld) -> list[Any]:
    """Mean of ⟨ψ, T_{K_t}ψ⟩ over the unit ψ of the eigenspace of λ_i."""
    if world.exact:
        means = {value: trace(projector @ world.target) / trace(projector) for value, projector in _spaces(world)}
        return [means[value] for value in world.eigenvalues]
    functions = world.spectrum[1][..., :-1]
    values = (functions * (world.law[..., :, None] * (world.target @ functions))).sum(-2)
    return list(np.moveaxis(_averaged(world, values), -1, 0))


@quantity("base", "scale", "powers", "tilt")
def target_mixing(world: KernelWorld) -> Any:
    """Squared Hilbert–Schmidt norm of T_{K_t} − Σ s_iΠ_i, Π_i the eigenprojectors of T_K; in floats, over the modes."""
    if world.exact:
        rest = world.target - sum(trace(p @ world.target) / trace(p) * p for _, p in _spaces(world))
        return trace(rest @ rest)
    functions = world.spectrum[1][..., :-1]
    table = transpose(functions * world.law[..., :, None]) @ world.target @ functions
    means = np.stack(s_t(world), axis=1)
    lost = ((table - means[:, :, None] * np.eye(means.shape[1])) ** 2).sum((-1, -2))
    return np.where(lost > 1e-20 * trace(world.target) ** 2, lost, 0.0)


@quantity("base", "scale", "powers", "tilt")
def M_t(world: KernelWorld) -> Any:
    """Largest eigenvalue of T_K⁺T_{K_t}: of the form ‖f‖²_{H_K} on the unit ball of H_t."""
    if world.exact:
        inverse = _exact(world).pseudo_inverse(world.operator, world.law)
        return _exact(world).eigenvalues(inverse @ world.target, world.law)[0]
    values, functions = world.spectrum
    weights = np.where(values > 0, 1.0 / np.sqrt(np.where(values > 0, values, 1.0)), 0.0)
    white = functions * weights[..., None, :]
    form = transpose(white * world.law[..., :, None]) @ world.target @ white
    return np.linalg.eigvalsh((form + transpose(form)) / 2)[..., -1]


# -------------------------------------------------------------------------------------------------- one scalar a space
def _inverse_spectra(world: KernelWorld) -> list[tuple[Array, Array]]:
    """Return 1/λ, ascending, and 1/s at the distinct positive eigenvalues of each instance, up to the first s = 0."""
    values, means = np.stack(world.eigenvalues, axis=1), np.stack(s_t(world), axis=1)
    found = []
    for row, image in zip(values, means, strict=True):
        kept = [j for j in range(len(row)) if row[j] > 0 and image[j] > 1e-11 * image.max()]
        kept = [j for a, j in enumerate(kept) if a == 0 or row[kept[a - 1]] - row[j] > EQUAL * row[0]]
        found.append((1.0 / row[kept], 1.0 / image[kept]))
    return found


def _top_only(world: KernelWorld) -> Array:
    """Tell whether no mode with s = 0 comes before one with s > 0 (floats)."""
    values, means = np.stack(world.eigenvalues, axis=1), np.stack(s_t(world), axis=1)
    seen = (means > 1e-11 * means.max(1, keepdims=True)) & (values > 0)
    return np.asarray((seen[:, :-1] | ~seen[:, 1:]).all(1))


@quantity("base", "scale", "powers", "tilt", cost=10)
def cone_defect(world: KernelWorld) -> Any:
    """Nonnegative least squares of 1/s on c + Σ a_pλ^{−p}; exactly, 0 where its support solves the system."""
    if world.exact:
        return _exact_cone_defect(world)
    found = np.full(world.count, np.nan)
    for k, (x, h) in enumerate(_inverse_spectra(world)):
        if len(x):
            found[k] = universality.cone_distance(x, h) if len(x) > 1 else 0.0
    return np.where(_top_only(world), np.where(found < EQUAL, 0.0, found), np.nan)


def _exact_cone_defect(world: KernelWorld) -> fmpq:
    pairs = [(value, trace(p @ world.target) / trace(p)) for value, p in _spaces(world) if value > 0]
    rising = [image > 0 for _, image in pairs]
    if not any(rising) or any(b and not a for a, b in pairwise(rising)):
        raise NotCertifiable("s is 0 before it is positive")
    x = [1 / value for value, image in pairs if image > 0]
    h = [1 / image for _, image in pairs if image > 0]
    if len(x) < 2 or universality.representation(x, h) is not None:
        return fmpq(0)
    raise NotCertifiable("no representation is found")


@quantity("base", "scale", "powers", "tilt", cost=20)
def largest_drop(world: KernelWorld) -> Any:
    """A linear programme over δ = v − w, the shares of g and f in the eigenspaces, for p = 1, 2, … and its limit."""
    if world.exact:
        raise NotCertifiable("a linear programme in floats")
    found = np.full(world.count, np.nan)
    for k, (x, h) in enumerate(_inverse_spectra(world)):
        if len(x):
            found[k] = universality.largest_drop(x, h) if len(x) > 1 else 0.0
    return np.where(_top_only(world), found, np.nan)


# -------------------------------------------------------------------------------------------------- pairs of functions
def _shares(world: KernelWorld, f: Array) -> Any:
    """Return what each mode, or each eigenspace of positive λ, holds of f, ‖f‖² = 1."""
    size = world.inner(f, f)
    if world.exact:
        if size == 0:
            raise UndefinedError("the function is 0")
        return [world.inner(f, apply(p, f)) / size for value, p in _spaces(world) if value > 0]
    functions = world.spectrum[1][..., :-1]
    squares = (functions * (world.law * f)[..., :, None]).sum(-2) ** 2
    return squares / np.where(size > 0, size, np.nan)[:, None]


@quantity("base", "scale", "other_task")
def other_outside_range(world: KernelWorld) -> Any:
    """Projection of g off the span of the centred features."""
    rest = world.other_task - apply(world.range_projector, world.other_task)
    return world.inner(rest, rest)


@quantity("base", "scale", "task", "other_task", cost=4)
def order_excess(world: KernelWorld) -> Any:
    """Largest loss of Σ(w_i(g) − w_i(f))λ_i^{−p} over a grid of p; exactly, 0 where a proof covers every real p ≥ 1."""
    if world.exact:
        x = [1 / value for value, _ in _spaces(world) if value > 0]
        pairs = zip(_shares(world, world.other_task), _shares(world, world.task), strict=True)
        return order.exact_excess(x, [a - b for a, b in pairs])
    difference = _shares(world, world.other_task) - _shares(world, world.task)
    values = np.stack(world.eigenvalues, axis=1)
    found = np.full(world.count, np.nan)
    for k, row in enumerate(values):
        kept = row > 0
        if kept.any() and np.isfinite(difference[k]).all():
            found[k] = order.excess(1.0 / row[kept], difference[k, kept], universality.GRID)
    return found


def _norms(world: KernelWorld, f: Array, g: Array) -> Any:
    """Return ‖f‖²_{H_t}‖g‖²; no value where f is not in H_t."""
    if world.exact:
        inverse = _exact(world).pseudo_inverse(world.target, world.law)
        if (apply(world.target, apply(inverse, f)) != f).any():
            raise UndefinedError("the function is not in the target space")
        return world.inner(f, apply(inverse, f)) * world.inner(g, g)
    form = _symmetric(world, world.target)
    values, vectors = np.linalg.eigh((form + transpose(form)) / 2)
    kept = values > 1e-11 * np.maximum(values[..., -1:], 1e-300)
    coefficients = (vectors * (np.sqrt(world.law) * f)[..., :, None]).sum(-2)
    size = world.inner(f, f)
    lost = np.where(kept, 0.0, coefficients**2).sum(-1) > 1e-18 * size
    norm = np.where(kept, coefficients**2 / np.where(kept, values, 1.0), 0.0).sum(-1)
    return np.where(lost, np.nan, norm) * world.inner(g, g)


@quantity("base", "scale", "powers", "tilt", "task", "other_task")
def smooth_first(world: KernelWorld) -> Any:
    """⟨f, T_{K_t}⁺f⟩ times ‖g‖²."""
    return _norms(world, world.task, world.other_task)


@quantity("base", "scale", "powers", "tilt", "task", "other_task")
def smooth_second(world: KernelWorld) -> Any:
    """⟨g, T_{K_t}⁺g⟩ times ‖f‖²."""
    return _norms(world, world.other_task, world.task)
