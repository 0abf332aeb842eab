"""Chapter 5.2: targets of universality, and the forms of STKR-Prop as matrices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.suprema import universality
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld, solve

Array = NDArray[Any]


# --------------------------------------------------------------------------------------------------------- universality
def _target(world: KernelWorld, f: Array) -> Any:
    """Return Q(f) = ‖f‖⁴_{H_K}/‖f‖²_P, the square that r_t = r_K² would need; f not 0."""
    size, smooth = world.inner(f, f), world.norm(world.operator, f)
    if world.exact:
        if size == 0:
            raise UndefinedError("r_t(0) has no value")
        return smooth * smooth / size
    return np.where(size > 0, smooth**2 / np.where(size > 0, size, 1.0), np.nan)


@quantity("base", "scale", "task", "other_task")
def target_mixed(world: KernelWorld) -> Any:
    """‖h‖⁴_{H_K}/‖h‖²_P for h = f+g and h = f−g, added."""
    f, g = world.task, world.other_task
    return _target(world, f + g) + _target(world, f - g)


@quantity("base", "scale", "task", "other_task")
def target_separate(world: KernelWorld) -> Any:
    """Twice ‖h‖⁴_{H_K}/‖h‖²_P for h = f and h = g, added."""
    return 2 * _target(world, world.task) + 2 * _target(world, world.other_task)


@quantity("base", "scale", "other_task")
def other_outside_range(world: KernelWorld) -> Any:
    """Projection of g off the span of the centred features."""
    rest = world.other_task - apply(world.range_projector, world.other_task)
    return world.inner(rest, rest)


@quantity("base", "scale", "powers", cost=10)
def premise_defect(world: KernelWorld) -> Any:
    """Nonnegative least squares of 1/s on c + Σ a_p λ^{−p}; exactly, 0 where its support solves the system."""
    if world.exact:
        exact_x, exact_h = _inverse_spectrum(world)
        if len(exact_x) < 2 or universality.representation(exact_x, exact_h) is not None:
            return fmpq(0)
        raise NotCertifiable("no representation proves the premise")
    found = np.full(world.count, np.nan)
    for k, (x, h) in enumerate(_inverse_spectra(world)):
        found[k] = universality.cone_distance(x, h) if len(x) > 1 else 0.0
    return np.where(found < 1e-9, 0.0, found)


def _inverse_spectra(world: KernelWorld) -> list[tuple[Array, Array]]:
    """Return 1/λ, ascending, and 1/s at the distinct positive eigenvalues of each instance."""
    values = np.stack(world.eigenvalues, axis=1)
    s = np.stack([world.s(value) for value in world.eigenvalues], axis=1)
    found = []
    for row, image in zip(values, s, strict=True):
        kept = [j for j in range(len(row)) if row[j] > 0 and image[j] > 0]
        kept = [j for a, j in enumerate(kept) if a == 0 or row[kept[a - 1]] - row[j] > 1e-9 * row[0]]
        found.append((1.0 / row[kept], 1.0 / image[kept]))
    return found


def _inverse_spectrum(world: KernelWorld) -> tuple[list[fmpq], list[fmpq]]:
    values = world.eigenvalues
    if not all(isinstance(value, fmpq) for value in values):
        raise NotCertifiable("the spectrum is irrational")
    distinct = sorted({value for value in values if value > 0 and world.s(value) > 0}, key=lambda v: -float(v))
    return [1 / value for value in distinct], [1 / world.s(value) for value in distinct]


@quantity("base", "scale", "powers")
def convexity(world: KernelWorld) -> list[Any]:
    """Second differences of 1/s at consecutive distinct 1/λ; no value beyond the last."""
    count = max(0, len(world.eigenvalues) - 2)
    if world.exact:
        exact_x, exact_h = _inverse_spectrum(world)
        steps = range(len(exact_x) - 1)
        slopes = [(exact_h[j + 1] - exact_h[j]) / (exact_x[j + 1] - exact_x[j]) for j in steps]
        second = [b - a for a, b in pairwise(slopes)]
        return [*second, *[None] * (count - len(second))]
    table = np.full((count, world.count), np.nan)
    for k, (x, h) in enumerate(_inverse_spectra(world)):
        slopes_k = np.diff(h) / np.diff(x)
        table[: max(0, len(slopes_k) - 1), k] = np.diff(slopes_k) / max(1.0, float(np.abs(slopes_k).max(initial=0.0)))
    return list(table)


# ------------------------------------------------------------------------------------------------------------ STKR-Prop
def _walk(world: KernelWorld) -> Array:
    """Return G_K/N for the sample of every input once."""
    return np.asarray(world.kernel / world.law.shape[-1])


def _labelled(world: KernelWorld) -> int:
    return min(world.chosen["n"], int(world.law.shape[-1]))


def _labels(world: KernelWorld) -> Array:
    """Return the labels of the first n inputs, as a column."""
    return np.asarray(world.fields["task"])[..., : _labelled(world), None]


def _number(world: KernelWorld, value: int) -> Any:
    return fmpq(value) if world.exact else float(value)


def _polynomial(world: KernelWorld, walk: Array, vectors: Array) -> Array:
    """Return (s(λ)/λ)(G_K/N) times columns, by Horner's rule."""
    weights = np.asarray(world.fields["powers"])
    result = 0 * vectors
    for k in range(weights.shape[-1] - 1, -1, -1):
        factor = weights[k] if world.exact else weights[..., k, None, None]
        result = walk @ result + factor * vectors
    return np.asarray(result)


def _unit(world: KernelWorld) -> Array:
    """Return the first n columns of the identity."""
    identity = world.identity[:, : _labelled(world)]
    return identity if world.exact else np.broadcast_to(identity, (world.count, *identity.shape))


def _ridge(world: KernelWorld) -> Any:
    beta = world.fields["beta"]
    return _number(world, _labelled(world)) * world.spread(beta if world.exact else np.where(beta > 0, beta, 1.0), 2)


def _solved(world: KernelWorld, system: Array, right: Array) -> Array:
    if world.exact:
        return np.asarray(world.arithmetic.inverse(system, None) @ right)
    return solve(system, right)


def _largest(world: KernelWorld, difference: Array) -> Any:
    """Return the largest entry of a difference; in floats, rounding is zero."""
    found = np.abs(difference).max((-1, -2))
    return found if world.exact else np.where(found < 1e-7, 0.0, found)


def _direct(world: KernelWorld, quotient: Callable[[Array], Array]) -> tuple[Array, Array]:
    """Return the values at all inputs, and the dual coefficients c, from the block of (s(λ)/λ)(G_K/N)."""
    block, n = quotient(_unit(world)), _labelled(world)
    kernel = _number(world, world.law.shape[-1]) * (_walk(world) @ block)
    system = kernel[..., :n, :] + _ridge(world) * world.identity[:n, :n]
    alpha = _solved(world, system, _labels(world))
    return kernel @ alpha, block @ alpha


@quantity("base", "scale", "powers", "task")
def horner_defect(world: KernelWorld) -> Any:
    """Both on the labels, extended by zero."""
    walk, start = _walk(world), _unit(world) @ _labels(world)
    weights = np.asarray(world.fields["powers"])
    total, power = 0 * start, start
    for k in range(weights.shape[-1]):
        power = walk @ power
        total = total + (weights[k] if world.exact else weights[..., k, None, None]) * power
    return _largest(world, walk @ _polynomial(world, walk, start) - total)


@quantity("base", "scale", "eta", "beta", "task")
def inverse_form_defect(world: KernelWorld) -> Any:
    """The system (N·1_L G/N + nβ(1 − ηG/N))c = y against the one with (1 − ηG/N)⁻¹."""
    walk, n, size = _walk(world), _labelled(world), _number(world, world.law.shape[-1])
    denominator = world.identity - world.spread(world.fields["eta"], 2) * walk
    if not world.exact:  # only where the hypothesis ηλ̂_1 < 1 holds
        fine = np.asarray(world.fields["eta"]) * sample_top(world) < 1.0 - 1e-9
        denominator = np.where(fine[:, None, None], denominator, world.identity)
    first, _ = _direct(world, lambda block: _solved(world, denominator, block))
    mask = world.identity[:, :n] @ world.identity[:n, :]
    system = size * (mask @ walk) + _ridge(world) * denominator
    second = size * (walk @ _solved(world, system, _unit(world) @ _labels(world)))
    return _largest(world, first - second)


@quantity("base", "scale", "powers", "beta", "task")
def induction_defect(world: KernelWorld) -> Any:
    """v_K(x)ᵀc with c = (s(λ)/λ)(G/N)α, against Σ π_pK̂^p(x, x_i)α_i term by term, at every input."""
    walk, n = _walk(world), _labelled(world)
    _, dual = _direct(world, lambda block: _polynomial(world, walk, block))
    block = _polynomial(world, walk, _unit(world))
    kernel = _number(world, world.law.shape[-1]) * (walk @ block)
    system = kernel[..., :n, :] + _ridge(world) * world.identity[:n, :n]
    alpha = _unit(world) @ _solved(world, system, _labels(world))
    weights, total, power = np.asarray(world.fields["powers"]), 0 * alpha, world.kernel
    for k in range(weights.shape[-1]):
        total = total + (weights[k] if world.exact else weights[..., k, None, None]) * (power @ alpha)
        power = walk @ power
    return _largest(world, world.kernel @ dual - total)


@quantity("base", "scale", "powers", "beta", "task")
def step_residual(world: KernelWorld) -> Any:
    """p steps from 0, each with the residual computed afresh."""
    walk, n, size = _walk(world), _labelled(world), _number(world, world.law.shape[-1])
    kernel = size * (walk @ _polynomial(world, walk, _unit(world)))[..., :n, :]
    system = kernel + _ridge(world) * world.identity[:n, :n]
    step = 1 / (_ridge(world) + size * world.spread(s_kappa(world), 2))
    alpha, y = 0 * _labels(world), _labels(world)
    for _ in range(world.chosen["p"]):
        alpha = alpha + step * (y - system @ alpha)
    rest = (y - system @ alpha)[..., 0]
    return (rest * rest).sum(-1)


@quantity("base", "scale", "powers")
def s_kappa(world: KernelWorld) -> Any:
    """s at the largest K(x, x), which is at least λ̂_1."""
    return world.s(world.complexity)


@quantity("task")
def given_labels(world: KernelWorld) -> Any:
    """Sum of squares of the first n values of the task."""
    labels = _labels(world)[..., 0]
    return (labels * labels).sum(-1)


@quantity()
def labelled_points(world: KernelWorld) -> Any:
    """The smaller of n and the number of inputs."""
    return _number(world, _labelled(world)) if world.exact else np.full(world.count, float(_labelled(world)))


@quantity("base", "scale")
def sample_top(world: KernelWorld) -> Any:
    """Largest eigenvalue of K(x, x')/|X|."""
    if world.exact:
        ones = np.array([fmpq(1)] * world.law.shape[-1], dtype=object)
        return world.arithmetic.eigenvalues(_walk(world), ones)[0]
    return np.linalg.eigvalsh(_walk(world))[..., -1]


@quantity("base", "scale", "powers")
def s_sample_top(world: KernelWorld) -> Any:
    """s at that."""
    return world.s(sample_top(world))


@quantity("base", "scale", "powers", cost=2)
def condition(world: KernelWorld) -> Any:
    """Largest eigenvalue of the block of N s(G/N), over n."""
    if world.exact:
        raise NotCertifiable("the constant is unspecified: nothing is judged")
    walk, n = _walk(world), _labelled(world)
    block = world.law.shape[-1] * (walk @ _polynomial(world, walk, _unit(world)))[..., :n, :]
    return np.linalg.eigvalsh((block + np.swapaxes(block, -1, -2)) / 2)[..., -1] / n
