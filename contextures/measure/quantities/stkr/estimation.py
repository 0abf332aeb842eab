"""Chapter 5.2: how far estimators are from the task, over all samples and noise, up to an unspecified constant."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.exact.arithmetic import transpose
from contextures.exact.numbers import NotCertifiable
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.stkr.kernel_pca import residual, unlabelled_directions
from contextures.measure.quantities.stkr.samples import (
    MATRICES,
    NUMBERS,
    no_value,
    number_of_samples,
    quantile_of,
    signed,
)
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld, solve

Array = NDArray[Any]


def _noisy(world: KernelWorld, noisy: int) -> tuple[Array, Array, Array] | None:
    """Return what `signed` does; None where there are too many samples."""
    points = world.law.shape[-1]
    noisy = min(noisy, points)
    return None if number_of_samples(points + noisy, world.chosen["n"]) > NUMBERS else signed(world, noisy)


def _level(world: KernelWorld, with_delta: bool) -> Array:
    level = 1.0 - 4.0 * np.exp(-np.asarray(world.fields["t"], dtype=float))
    return np.asarray(level - np.asarray(world.fields["delta"]) if with_delta else level)


def _ridge(world: KernelWorld) -> Array:
    """Return nβ_n with β_n = n^{−1/(1+p)}."""
    n = world.chosen["n"]
    return np.asarray(n ** (1.0 - 1.0 / (1.0 + np.asarray(world.fields["decay"], dtype=float))))


def _estimation(world: KernelWorld, kernel: Array) -> Any:
    """Return the quantile of ‖f̃−f*‖² at 1−4e^{−t} for the kernel of an estimator, (B, X, X), noise at every input."""
    if world.exact:
        raise NotCertifiable("the constant is unspecified: nothing is judged")
    samples = _noisy(world, world.law.shape[-1])
    if samples is None or len(samples[0]) > MATRICES:
        return no_value(world)
    table, excess, weights = samples
    f = world.task
    sums = table * f[:, None] + np.asarray(world.fields["sigma"])[:, None, None] * excess
    weighted = table[None, :, :, None] * kernel[:, None]
    system = weighted + _ridge(world)[:, None, None, None] * world.identity
    multipliers = solve(system, sums[..., None])
    difference = (kernel[:, None] @ multipliers)[..., 0] - f[:, None]
    return quantile_of((world.law[:, None] * difference**2).sum(-1), weights, _level(world, with_delta=False))


@quantity("base", "scale", "powers", "task", "sigma", "t", "decay", cost=30)
def estimation_error(world: KernelWorld) -> Any:
    """‖f̃−f*‖² on every sample and noise ±σ, its quantile at 1−4e^{−t}; β_n = n^{−1/(1+p)}."""
    return _estimation(world, world.transformed / world.law[..., None, :])


@quantity("base", "scale", "eta", "task", "sigma", "t", "decay", cost=30)
def estimation_error_eta(world: KernelWorld) -> Any:
    """The same with the inverse Laplacian in place of the polynomial."""
    if world.exact:
        raise NotCertifiable("the constant is unspecified: nothing is judged")
    kernel = world.inverse_laplacian / world.law[..., None, :]
    found = np.asarray(np.isfinite(kernel).all((1, 2)))
    return np.where(found, _estimation(world, np.where(found[:, None, None], kernel, 0.0)), np.nan)


@quantity("base", "scale", "task", "unlabelled", "sigma", "t", "decay", "delta", cost=30)
def pca_error(world: KernelWorld) -> Any:
    """‖f̂_d−f̃_d‖² on every labelled sample, given the unlabelled law, its quantile; noise at the first of two
    inputs."""
    if world.exact:
        raise NotCertifiable("the constant is unspecified: nothing is judged")
    samples = _noisy(world, 1 if world.law.shape[-1] == 2 else 0)
    d, top = world.chosen["d"], unlabelled_directions(world)
    if samples is None or (d > 1 and len(samples[0]) > MATRICES):
        return no_value(world)
    table, excess, weights = samples
    unclear = np.asarray(~np.isfinite(top).all((1, 2)))
    root = np.sqrt(np.asarray(world.fields["scale"]))
    z = root[:, None, None] * world.features @ np.where(unclear[:, None, None], 0.0, top)
    sums = table * world.task[:, None] + np.asarray(world.fields["sigma"])[:, None, None] * excess
    right = sums @ z
    ridge = _ridge(world)
    if d == 1:
        coefficients = right / ((table[None] @ z**2) + ridge[:, None, None])
    else:
        system = np.einsum("sx,bxi,bxj->bsij", table, z, z) + ridge[:, None, None, None] * np.eye(d)
        coefficients = solve(system, right[..., None])[..., 0]
    projected = world.task - apply(world.features, residual(world)[0])
    difference = coefficients @ transpose(z) - projected[:, None]
    error = (world.law[:, None] * difference**2).sum(-1)
    return np.where(unclear, np.nan, quantile_of(error, weights, _level(world, with_delta=True)))
