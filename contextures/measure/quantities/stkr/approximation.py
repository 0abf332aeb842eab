"""Chapter 5.2: how far the estimator with the empirical kernel is from the one with the kernel, over all samples."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import exact_array
from contextures.exact.enumeration import count_probabilities, count_vectors
from contextures.exact.numbers import NotCertifiable
from contextures.measure.quantities.registry import quantity
from contextures.measure.quantities.stkr.samples import (
    MATRICES,
    below_one,
    empirical_tops,
    laplacian_defined,
    no_value,
    number_of_samples,
    quantile_of,
    signed,
    too_many,
)
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld, polynomial_image, solve

Array = NDArray[Any]

NOTHING = 1e-22
"""Relative size of a squared difference that is rounding."""


class _Pairs:
    """Labelled and unlabelled samples of an instance: how often each input occurs, and how likely that is.

    Attributes
    ----------
    labelled, excess, totals : ndarray of int, (S, X)
        Distinct counts of the labelled points, how many more of them have the label +σ than −σ, and counts of all.
    of_labelled, of_total : ndarray of int
        Which of those each pair of samples has.
    weights : ndarray
        Probability of each pair.
    size : int
        N.
    """

    def __init__(self, world: KernelWorld) -> None:
        points, n, m = world.law.shape[-1], world.chosen["n"], world.chosen["m"]
        self.labelled, self.excess, first = signed(world, 1)
        unlabelled = count_vectors(points, m)
        self.of_labelled = np.repeat(np.arange(len(self.labelled)), len(unlabelled))
        every = (self.labelled[:, None] + unlabelled[None]).reshape(-1, points)
        self.totals, self.of_total = np.unique(every, axis=0, return_inverse=True)
        product = first[..., :, None] * count_probabilities(world.law, m)[..., None, :]
        self.weights: Array = product.reshape(*product.shape[:-2], -1)
        self.size = n + m

    @staticmethod
    def number(world: KernelWorld) -> int:
        """Return how many there are."""
        points = world.law.shape[-1]
        return number_of_samples(points + 1, world.chosen["n"]) * number_of_samples(points, world.chosen["m"])


def _worst_ratio(world: KernelWorld, laplacian: bool, square: bool = False) -> Any:
    """Return the (1−δ)-quantile of n‖f̂−f̃‖²/(s(λ_max)q'(λ_max)‖y‖²), q(λ) = s(λ)/λ, or over q'², for y = g(x) ± σ.

    g is the task as it stands, with noise at the first input only, where labels of one x so differ.
    """
    if too_many(world, _Pairs.number(world), MATRICES):
        return no_value(world)
    pairs = _Pairs(world)
    values = (_exact_ratios if world.exact else _ratios)(world, pairs, laplacian, square)
    level = 1 - world.fields["delta"]
    return quantile_of(values, pairs.weights, level)


def _ratios(world: KernelWorld, pairs: _Pairs, laplacian: bool, square: bool) -> Array:
    n, eye = world.chosen["n"], world.identity
    y = np.asarray(world.fields["task"], dtype=float)
    kernel, share = world.kernel[:, None], pairs.totals / pairs.size
    empirical = kernel * share[None, :, None, :]
    top = np.maximum(empirical_tops(world, pairs.totals, pairs.size), world.eigenvalues[0][:, None])
    eta = np.asarray(world.fields["eta"])[:, None] if laplacian else None
    if eta is None:
        sample = polynomial_image(world, empirical, kernel)
        whole = polynomial_image(world, world.operator, world.kernel)[:, None]
        s, slope = _of_powers(world, top)
        fine = np.ones_like(top, dtype=bool)
    else:
        fine = eta * top < 1.0 - 1e-9
        system = np.where(fine[..., None, None], eye - eta[..., None, None] * empirical, eye)
        sample = solve(system, np.broadcast_to(kernel, system.shape))
        below = (eta[:, 0] * world.eigenvalues[0] < 1.0 - 1e-9)[:, None, None]
        whole = solve(np.where(below, eye - eta[..., None] * world.operator, eye), world.kernel)[:, None]
        rest = np.where(fine, 1.0 - eta * top, 1.0)
        s, slope = top / rest, eta / rest**2
    beta = np.asarray(world.fields["beta"])
    ridge = n * np.where(beta > 0, beta, 1.0)
    noise = np.asarray(world.fields["sigma"], dtype=float)
    sums = pairs.labelled * y[:, None] + noise[:, None, None] * pairs.excess
    target = _fitted(whole, pairs.labelled, ridge, sums)[:, pairs.of_labelled]
    labelled = pairs.labelled[pairs.of_labelled]
    difference = _fitted(sample[:, pairs.of_total], labelled, ridge, sums[:, pairs.of_labelled]) - target
    error = (world.law[:, None] * difference**2).sum(-1)
    size = (labelled[None] * (y**2)[:, None]).sum(-1)
    first = labelled[None, :, 0] * noise[:, None] ** 2
    size = size + first + 2 * (pairs.excess[pairs.of_labelled][None, :, 0] * noise[:, None]) * y[:, :1]
    negligible = (error <= NOTHING * ((y**2).sum(1) + noise**2)[:, None]) | ~fine[:, pairs.of_total]
    factor = (slope * (slope if square else s))[:, pairs.of_total] * size
    with np.errstate(all="ignore"):
        return np.where(negligible, 0.0, np.where(factor > 0, n * error / factor, np.inf))


def _fitted(kernel: Array, table: Array, ridge: Array, sums: Array) -> Array:
    """Return K(·, x)(G + nβI)^{−1}y at all inputs: Kz, z the multipliers added up at each input, (CK + nβ)z = Cy.

    C holds the counts, and Cy the sums of the labels at each input.
    """
    system = table[None, :, :, None] * kernel
    system = system + ridge[:, None, None, None] * np.eye(system.shape[-1])
    right = np.broadcast_to(sums[..., None], (*system.shape[:-1], 1))
    return np.asarray((kernel @ solve(system, right))[..., 0])


def _of_powers(world: KernelWorld, values: Array) -> tuple[Array, Array]:
    """Return s and (s(λ)/λ)' at an array (B, S)."""
    weights = np.asarray(world.fields["powers"])
    s, slope = np.zeros_like(values), np.zeros_like(values)
    for k in range(weights.shape[1] - 1, -1, -1):
        s = s * values + weights[:, k, None]
    for k in range(weights.shape[1] - 1, 0, -1):
        slope = slope * values + k * weights[:, k, None]
    return s * values, slope


def _exact_ratios(world: KernelWorld, pairs: _Pairs, laplacian: bool, square: bool) -> Array:
    n, ridge = world.chosen["n"], world.chosen["n"] * world.fields["beta"]
    y, noise, identity = np.asarray(world.fields["task"]), world.fields["sigma"], world.identity
    whole = _exact_transform(world, world.operator, laplacian)
    tops = empirical_tops(world, pairs.totals, pairs.size)
    found: list[Any] = []
    for first, second in zip(pairs.of_labelled.tolist(), pairs.of_total.tolist(), strict=True):
        row, every = pairs.labelled[first].tolist(), pairs.totals[second].tolist()
        top = numbers.largest([tops[second], world.eigenvalues[0]])
        if laplacian and not below_one(world.fields["eta"], top):
            found.append(fmpq(0))
            continue
        share = np.array([fmpq(c, pairs.size) for c in every], dtype=object)
        sample = _exact_transform(world, world.kernel * share[None, :], laplacian)
        labels = exact_array(np.array(row))
        signs = exact_array(pairs.excess[first])
        sums = labels * y + noise * signs
        fits = []
        for kernel in (sample, whole):
            inverse = world.arithmetic.inverse(labels[:, None] * kernel + ridge * identity, None)
            fits.append(apply(kernel, apply(inverse, sums)))
        difference = fits[0] - fits[1]
        error = world.inner(difference, difference)
        size = (labels * y * y + 2 * noise * signs * y).sum() + labels[0] * noise * noise
        if error == 0:
            found.append(fmpq(0))
            continue
        if laplacian:
            rest = 1 - world.fields["eta"] * top
            s, slope = top / rest, world.fields["eta"] / (rest * rest)
        else:
            s, slope = world.s(top), world.slope(top)
        factor = slope * (slope if square else s)
        if size == 0 or _is_zero(factor):
            raise NotCertifiable("the ratio of the two sides is infinite")
        found.append(n * error / (factor * size))
    return np.array(found, dtype=object)


def _is_zero(value: Any) -> bool:
    return isinstance(value, fmpq) and bool(value == 0)


def _exact_transform(world: KernelWorld, operator: Array, laplacian: bool) -> Array:
    """Return the kernel Σ π_p operator^{p−1}K, or (I − η·operator)⁻¹K."""
    if not laplacian:
        return polynomial_image(world, operator, world.kernel)
    inverse = world.arithmetic.inverse(world.identity - world.fields["eta"] * operator, None)
    return np.asarray(inverse @ world.kernel)


@quantity("base", "scale", "powers", "beta", "delta", "task", "sigma", cost=40)
def approximation_error(world: KernelWorld) -> Any:
    """Every pair of labelled and unlabelled samples; the (1−δ)-quantile of the ratio to the factors that vary."""
    ratio = _worst_ratio(world, laplacian=False)
    return _times(ratio, s_max(world), slope_max(world), y_square(world), 1.0 / world.chosen["n"])


@quantity("base", "scale", "eta", "beta", "delta", "task", "sigma", cost=40)
def approximation_error_eta(world: KernelWorld) -> Any:
    """The same for the inverse Laplacian, a sample with ηλ̂_1 ≥ 1 counting as one on which the bound holds."""
    if world.exact:
        laplacian_defined(world)
    ratio = _worst_ratio(world, laplacian=True)
    return _times(ratio, s_max_eta(world), slope_max_eta(world), y_square(world), 1.0 / world.chosen["n"])


@quantity("base", "scale", "powers", "beta", "delta", "task", "sigma", cost=40)
def approximation_square(world: KernelWorld) -> Any:
    """Every pair of labelled and unlabelled samples; the (1−δ)-quantile of the ratio to (s(λ)/λ)'² and ‖y‖²."""
    ratio, slope = _worst_ratio(world, laplacian=False, square=True), slope_max(world)
    return _times(ratio, slope, slope, y_square(world), 1.0 / world.chosen["n"])


@quantity("base", "scale", "eta", "beta", "delta", "task", "sigma", cost=40)
def approximation_square_eta(world: KernelWorld) -> Any:
    """The same for the inverse Laplacian, a sample with ηλ̂_1 ≥ 1 counting as one on which the bound holds."""
    if world.exact:
        laplacian_defined(world)
    ratio, slope = _worst_ratio(world, laplacian=True, square=True), slope_max_eta(world)
    return _times(ratio, slope, slope, y_square(world), 1.0 / world.chosen["n"])


def _times(ratio: Any, *factors: Any) -> Any:
    if isinstance(ratio, np.ndarray):
        with np.errstate(invalid="ignore"):
            product = np.prod([np.broadcast_to(f, ratio.shape) for f in factors], axis=0)
            return np.where(ratio == 0, 0.0, ratio * product)
    *exact, last = factors
    return numbers.multiply([ratio, *exact, fmpq(1, round(1 / last))])


@quantity("base", "scale", "powers")
def s_max(world: KernelWorld) -> Any:
    """s(λ_1). s(λ_max), (s(λ)/λ)' and ‖y‖² stand on both sides: the quantile is of the ratio of the two sides."""
    return world.s(world.eigenvalues[0])


@quantity("base", "scale", "powers")
def slope_max(world: KernelWorld) -> Any:
    """(s(λ)/λ)' at λ_1; it stands on both sides."""
    return world.slope(world.eigenvalues[0])


@quantity("base", "scale", "eta")
def s_max_eta(world: KernelWorld) -> Any:
    """λ_1/(1−ηλ_1); it stands on both sides."""
    top = world.eigenvalues[0]
    if world.exact:
        laplacian_defined(world)
        return top / (1 - world.fields["eta"] * top)
    rest = 1.0 - np.asarray(world.fields["eta"]) * top
    return np.where(rest > 0, top / np.where(rest > 0, rest, 1.0), np.nan)


@quantity("base", "scale", "eta")
def slope_max_eta(world: KernelWorld) -> Any:
    """η/(1−ηλ_1)²; it stands on both sides."""
    rest = 1 - world.fields["eta"] * world.eigenvalues[0]
    if world.exact:
        laplacian_defined(world)
        return world.fields["eta"] / (rest * rest)
    return np.where(rest > 0, np.asarray(world.fields["eta"]) / np.where(rest > 0, rest, 1.0) ** 2, np.nan)


@quantity("base", "scale", "task")
def y_square(world: KernelWorld) -> Any:
    """n times the mean of g², g the task as it stands; it stands on both sides."""
    return world.chosen["n"] * (world.law * np.asarray(world.fields["task"]) ** 2).sum(-1)
