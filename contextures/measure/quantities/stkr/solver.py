"""Chapter 5.2: the forms of STKR-Prop as matrices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact.arithmetic import exact_array
from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.stkr import KernelWorld, solve

Array = NDArray[Any]


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
    walk, n = _walk(world), _labelled(world)
    block = _number(world, world.law.shape[-1]) * (walk @ _polynomial(world, walk, _unit(world)))[..., :n, :]
    return _top(world, block) / n


def _top(world: KernelWorld, matrix: Array) -> Any:
    """Return the largest eigenvalue of a symmetric matrix."""
    if world.exact:
        return world.arithmetic.eigenvalues(matrix, exact_array(np.ones(len(matrix), dtype=np.int64)))[0]
    return np.linalg.eigvalsh((matrix + np.swapaxes(matrix, -1, -2)) / 2)[..., -1]


def _contrast(world: KernelWorld) -> Array:
    """Return the kernel I − J/N on the inputs."""
    identity = world.identity if world.exact else np.broadcast_to(world.identity, (world.count, *world.identity.shape))
    return np.asarray(identity - _number(world, 1) / _number(world, world.law.shape[-1]))


@quantity()
def contrast_condition(world: KernelWorld) -> Any:
    """The block of the first input of G = I − J/N."""
    return _contrast(world)[(0, 0) if world.exact else (..., 0, 0)]


@quantity()
def contrast_top(world: KernelWorld) -> Any:
    """Largest eigenvalue of G/N."""
    return _top(world, _contrast(world) / _number(world, world.law.shape[-1]))
