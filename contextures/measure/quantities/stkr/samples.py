"""Chapter 5.2 on samples: estimators and empirical spectra on every sample of a small space, and their quantiles.

All samples are enumerated as counts. Where there are too many, a quantity has no value and nothing is claimed.
"""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arithmetic import Rationals, exact_array, null_space, roots, transpose
from contextures.exact.enumeration import count_probabilities, count_vectors, exact_quantile, quantile
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.quantities.registry import quantity
from contextures.measure.world import apply
from contextures.measure.worlds.stkr import KernelWorld, polynomial_image, solve

Array = NDArray[Any]

MATRICES, NUMBERS, EXACT = 2_500, 30_000, 1_500
"""Most samples on which matrices, or numbers only, are computed in floats; and most of an exact instance."""
NOTHING = 1e-22
"""Relative size of a squared difference that is rounding."""


def _samples(cells: int, total: int) -> int:
    """Return in how many ways a sample of a size may fall into cells."""
    return comb(total + cells - 1, cells - 1)


def _quantile(values: Array, weights: Array, level: Any) -> Any:
    """Return the least q with P(value ≤ q) ≥ level, for each instance."""
    if values.dtype == object:
        return exact_quantile(list(values), list(weights), level)
    return quantile(values, weights, np.asarray(level))[0]


def _too_many(world: KernelWorld, samples: int, most: int) -> bool:
    if world.exact and samples > min(most, EXACT):
        raise NotCertifiable("too many samples to enumerate exactly")
    return samples > most


def _none(world: KernelWorld) -> Array:
    return np.full(world.count, np.nan)


# ---------------------------------------------------------------------------------------------------- the two kernels
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
        self.labelled, self.excess, first = _signed(world, 1)
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
        return _samples(points + 1, world.chosen["n"]) * _samples(points, world.chosen["m"])


def _signed(world: KernelWorld, noisy: int) -> tuple[Array, Array, Array]:
    """Return counts (S, X), the excess of +σ over −σ (S, X) and probabilities (…, S); noise ±σ at the first points."""
    points, n = world.law.shape[-1], world.chosen["n"]
    table = count_vectors(points + noisy, n)
    half = world.law[..., :noisy] / 2
    law = np.concatenate([half, world.law[..., noisy:], half], axis=-1)
    whole, excess = table[:, :points].copy(), np.zeros((len(table), points), dtype=np.int64)
    excess[:, :noisy] = table[:, :noisy] - table[:, points:]
    whole[:, :noisy] += table[:, points:]
    return whole, excess, count_probabilities(law, n)


def _empirical_tops(world: KernelWorld, table: Array, size: int) -> Array:
    """Return λ̂_1 of each sample: (B, S) in floats, (S,) exactly."""
    if world.exact:
        found = []
        for row in table.tolist():
            share = np.array([fmpq(c, size) for c in row], dtype=object)
            kept = [x for x, c in enumerate(row) if c]
            block = (world.kernel * share[None, :])[np.ix_(kept, kept)]
            found.append(world.arithmetic.eigenvalues(block, share)[0])
        return np.array(found, dtype=object)
    root = np.sqrt(table / size)
    form = root[:, :, None] * world.kernel[:, None] * root[:, None, :]
    return np.linalg.eigvalsh(form)[..., -1]


def _worst_ratio(world: KernelWorld, laplacian: bool, square: bool = False) -> Any:
    """Return the (1−δ)-quantile of n‖f̂−f̃‖²/(s(λ_max)q'(λ_max)‖y‖²), q(λ) = s(λ)/λ, or over q'², for y = g(x) ± σ.

    g is the task as it stands, with noise at the first input only, where labels of one x so differ.
    """
    if _too_many(world, _Pairs.number(world), MATRICES):
        return _none(world)
    pairs = _Pairs(world)
    values = (_exact_ratios if world.exact else _ratios)(world, pairs, laplacian, square)
    level = 1 - world.fields["delta"]
    return _quantile(values, pairs.weights, level)


def _ratios(world: KernelWorld, pairs: _Pairs, laplacian: bool, square: bool) -> Array:
    n, eye = world.chosen["n"], world.identity
    y = np.asarray(world.fields["task"], dtype=float)
    kernel, share = world.kernel[:, None], pairs.totals / pairs.size
    empirical = kernel * share[None, :, None, :]
    top = np.maximum(_empirical_tops(world, pairs.totals, pairs.size), world.eigenvalues[0][:, None])
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
    tops = _empirical_tops(world, pairs.totals, pairs.size)
    found: list[Any] = []
    for first, second in zip(pairs.of_labelled.tolist(), pairs.of_total.tolist(), strict=True):
        row, every = pairs.labelled[first].tolist(), pairs.totals[second].tolist()
        top = numbers.largest([tops[second], world.eigenvalues[0]])
        if laplacian and not _below(world.fields["eta"], top):
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


def _below(eta: fmpq, top: Any) -> bool:
    """Tell whether ηλ̂_1 < 1, exactly."""
    product = eta * top
    if numbers.certainly_less(product, fmpq(1)):
        return True
    if numbers.certainly_at_most(fmpq(1), product):
        return False
    raise NotCertifiable("ηλ̂_1 cannot be told from 1")


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


def laplacian_defined(world: KernelWorld) -> None:
    """Raise UndefinedError unless ηλ_1 < 1."""
    if not _below(world.fields["eta"], world.eigenvalues[0]):
        raise UndefinedError("ηλ_1 is not below 1")


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


# ------------------------------------------------------------------------------------------------- empirical spectrum
@quantity("base", "scale", "delta", cost=20)
def empirical_top(world: KernelWorld) -> Any:
    """λ̂_1 on every sample of N points, and its (1−δ)-quantile."""
    points, size = world.law.shape[-1], world.sizes["N"]
    if _too_many(world, _samples(points, size), MATRICES):
        return _none(world)
    tops = _empirical_tops(world, count_vectors(points, size), size)
    return _quantile(tops, count_probabilities(world.law, size), 1 - world.fields["delta"])


@quantity("base", "scale", "eta", cost=20)
def ill_posed(world: KernelWorld) -> Any:
    """Probability of the samples of N points with ηλ̂_1 ≥ 1."""
    points, size = world.law.shape[-1], world.sizes["N"]
    if _too_many(world, _samples(points, size), MATRICES):
        return _none(world)
    tops = _empirical_tops(world, count_vectors(points, size), size)
    weights = count_probabilities(world.law, size)
    if world.exact:
        failing = [w for top, w in zip(tops, weights, strict=True) if not _below(world.fields["eta"], top)]
        return sum(failing, fmpq(0))
    return (weights * (np.asarray(world.fields["eta"])[:, None] * tops >= 1.0 - 1e-12)).sum(1)


# --------------------------------------------------------------------------------------------------------- kernel PCA
def _feature_forms(world: KernelWorld, shares: Array) -> Array:
    """Return Σ q_x F(x)F(x)ᵀ for laws q (…, X) on the inputs."""
    return np.asarray((transpose(world.features) * shares[..., None, :]) @ world.features)


def _top_directions(world: KernelWorld, form: Array) -> Array:
    """Return the top-d eigenvectors of empirical covariances (…, R, R), as columns (…, R, d).

    Exactly, only where they are rational up to their length; they are then orthogonal, not normed.
    """
    d = world.chosen["d"]
    if not world.exact:
        values, vectors = np.linalg.eigh(form)
        size = form.shape[-1]
        if d > size:
            return np.full((*form.shape[:-1], d), np.nan)
        unclear = values[..., -d] <= 1e-9 * np.maximum(values[..., -1], 1e-300)
        if d < size:
            unclear |= values[..., -d] - values[..., -d - 1] <= 1e-9 * values[..., -1]
        return np.where(unclear[..., None, None], np.nan, vectors[..., ::-1][..., :d])
    size = len(form)
    pairs = sorted(roots(form), key=lambda pair: float(pair[0]), reverse=True)
    columns: list[Array] = []
    for value, multiplicity in pairs:
        if len(columns) == d:
            break
        if not isinstance(value, fmpq):
            raise NotCertifiable("the eigenfunctions are irrational")
        if value == 0 or len(columns) + multiplicity > d:
            raise UndefinedError("the top d eigenfunctions are not unique")
        space = null_space(form - value * exact_array(np.eye(size, dtype=np.int64)))
        for vector in transpose(space):
            for other in columns:
                vector = vector - other * ((vector * other).sum() / (other * other).sum())
            columns.append(vector)
    if len(columns) < d:
        raise UndefinedError("there are no d eigenfunctions")
    return np.stack(columns, axis=1)


def _unlabelled_directions(world: KernelWorld) -> Array:
    """Return those of the unlabelled law of the instance."""
    return _top_directions(world, _feature_forms(world, np.asarray(world.fields["unlabelled"])))


def _residual(world: KernelWorld) -> tuple[Array, Any]:
    """Return f*−f̃_d as weights ρ of the features, (…, R), and its squared norm in H_K."""
    return _rest(world, _weights(world), _unlabelled_directions(world))


def _weights(world: KernelWorld) -> Array:
    """Return the least weights of the features that give f*, (…, R)."""
    if not isinstance(world.arithmetic, Rationals):
        return apply(np.linalg.pinv(world.features, rcond=1e-10), world.task)
    gram = world.features @ transpose(world.features)
    ones = np.array([fmpq(1)] * len(gram), dtype=object)
    return apply(transpose(world.features), apply(world.arithmetic.pseudo_inverse(gram, ones), world.task))


def _rest(world: KernelWorld, weights: Array, top: Array) -> tuple[Array, Any]:
    """Return what orthogonal directions leave of weights, and its squared norm in H_K, of each sample."""
    lengths = (top * top).sum(-2)
    shares = (top * weights[..., :, None]).sum(-2) / lengths
    rest = weights - apply(top, shares)
    if not world.exact:
        size = np.abs(weights).max(-1, keepdims=True)
        rest = np.where(np.abs(rest) > 1e-11 * size, rest, 0.0)
    size = (rest * rest).sum(-1)
    scale = world.fields["scale"] if world.exact else np.reshape(world.fields["scale"], (-1,) + (1,) * (size.ndim - 1))
    return rest, size / scale


@quantity("base", "scale", "task", "unlabelled", cost=3)
def residual_H(world: KernelWorld) -> Any:
    """‖f*−f̃_d‖²_{H_K}, f̃_d the H_K-projection on the top d eigenfunctions of the unlabelled law."""
    return _residual(world)[1]


@quantity("base", "scale", "task", "unlabelled", cost=3)
def residual_P(world: KernelWorld) -> Any:
    """‖f*−f̃_d‖²_P."""
    values = apply(world.features, _residual(world)[0])
    return world.inner(values, values)


@quantity("base", "scale", "task", "unlabelled", cost=3)
def g_square(world: KernelWorld) -> Any:
    """‖g‖²_P = ‖f*−f̃_d‖²_P/‖f*−f̃_d‖²_{H_K}; no value where they are 0."""
    top, bottom = residual_P(world), residual_H(world)
    if world.exact:
        if bottom == 0:
            raise UndefinedError("f* = f̃_d")
        return top / bottom
    return np.where(bottom > 0, top / np.where(bottom > 0, bottom, 1.0), np.nan)


@quantity("base", "scale", "task", "delta", cost=30)
def g_square_low(world: KernelWorld) -> Any:
    """‖g‖²_P for every sample of m unlabelled points, no value counting as κ²; the quantile from below."""
    points, m = world.law.shape[-1], world.chosen["m"]
    if _too_many(world, _samples(points, m), MATRICES):
        return _none(world)
    table, chances = count_vectors(points, m), count_probabilities(world.law, m)
    values = _exact_squares(world, table, m) if world.exact else _squares(world, table / m)
    return -_quantile(-values, chances, 1 - world.fields["delta"])


def _squares(world: KernelWorld, shares: Array) -> Array:
    """Return ‖g‖²_P for empirical laws (S, X), (B, S)."""
    forms = np.einsum("bxi,sx,bxj->bsij", world.features, shares, world.features)
    rest, smooth = _rest(world, _weights(world)[:, None], _top_directions(world, forms))
    size = (world.law[:, None] * (rest @ transpose(world.features)) ** 2).sum(-1)
    fine = smooth > 0
    return np.asarray(np.where(fine, size / np.where(fine, smooth, 1.0), world.complexity[:, None]))


def _exact_squares(world: KernelWorld, table: Array, m: int) -> Array:
    found, weights = [], _weights(world)
    for row in table.tolist():
        share = np.array([fmpq(c, m) for c in row], dtype=object)
        try:
            rest, smooth = _rest(world, weights, _top_directions(world, _feature_forms(world, share)))
        except UndefinedError:
            smooth = 0
        if smooth == 0:
            found.append(world.complexity)
            continue
        values = apply(world.features, rest)
        found.append(world.inner(values, values) / smooth)
    return np.array(found, dtype=object)


@quantity("base", "scale", "unlabelled", cost=3)
def g_square_worst(world: KernelWorld) -> Any:
    """Largest ‖g‖²_P over all residuals: the top eigenvalue of T_K compressed to the complement of the encoder."""
    form = _feature_forms(world, world.law)
    top = _unlabelled_directions(world)
    lengths = (top * top).sum(-2)
    if world.exact:
        size = len(form)
        complement = np.array([[fmpq(int(i == j)) for j in range(size)] for i in range(size)], dtype=object)
        complement = complement - (top / lengths[None, :]) @ transpose(top)
        ones = np.array([fmpq(1)] * size, dtype=object)
        found = world.arithmetic.eigenvalues(np.asarray(complement @ form @ complement), ones)[0]
        return numbers.multiply([world.fields["scale"], found])
    return _compressed_top(form, top) * np.asarray(world.fields["scale"])


def _compressed_top(form: Array, top: Array) -> Array:
    """Return the top eigenvalue of forms compressed to the complement of orthonormal columns; NaN passes."""
    unclear = np.asarray(~np.isfinite(top).all((-1, -2)))
    safe = np.where(unclear[..., None, None], 0.0, top)
    complement = np.eye(form.shape[-1]) - safe @ transpose(safe)
    found = np.linalg.eigvalsh(complement @ form @ complement)[..., -1]
    return np.where(unclear, np.nan, found)


@quantity("base", "scale", "delta", cost=30)
def g_square_quantile(world: KernelWorld) -> Any:
    """The (1−δ)-quantile, over every sample of m unlabelled points, of the largest ‖g‖²_P over all residuals."""
    points, m, d = world.law.shape[-1], world.chosen["m"], world.chosen["d"]
    if _too_many(world, _samples(points, m), MATRICES):
        return _none(world)
    if world.exact:
        raise NotCertifiable("the eigenfunctions of most samples are irrational")
    size = world.features.shape[-1]
    if d > size:
        return _none(world)
    shares = count_vectors(points, m) / m
    forms = np.einsum("bxi,sx,bxj->bsij", world.features, shares, world.features)
    vectors = np.linalg.eigh(forms)[1][..., ::-1][..., :d]
    values = _compressed_top(_feature_forms(world, world.law)[:, None], vectors)
    scaled = np.asarray(world.fields["scale"]) * _quantile(
        values, count_probabilities(world.law, m), 1 - np.asarray(world.fields["delta"])
    )
    return np.asarray(scaled)


@quantity("base", "scale", "unlabelled", cost=2)
def lambda_sample(world: KernelWorld) -> Any:
    """λ̃_d of the unlabelled law; 0 beyond the rank."""
    form, d = _feature_forms(world, np.asarray(world.fields["unlabelled"])), world.chosen["d"]
    if world.exact:
        ones = np.array([fmpq(1)] * len(form), dtype=object)
        values = world.arithmetic.eigenvalues(form, ones)
        return numbers.multiply([world.fields["scale"], values[d - 1]]) if d <= len(values) else fmpq(0)
    if d > form.shape[-1]:
        return np.zeros(len(form))
    return np.asarray(world.fields["scale"]) * np.linalg.eigvalsh(form)[:, -d]


# -------------------------------------------------------------------------------------------------- estimation errors
def _noisy(world: KernelWorld, noisy: int) -> tuple[Array, Array, Array] | None:
    """Return what `_signed` does; None where there are too many samples."""
    points = world.law.shape[-1]
    noisy = min(noisy, points)
    return None if _samples(points + noisy, world.chosen["n"]) > NUMBERS else _signed(world, noisy)


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
        return _none(world)
    table, excess, weights = samples
    f = world.task
    sums = table * f[:, None] + np.asarray(world.fields["sigma"])[:, None, None] * excess
    weighted = table[None, :, :, None] * kernel[:, None]
    system = weighted + _ridge(world)[:, None, None, None] * world.identity
    multipliers = solve(system, sums[..., None])
    difference = (kernel[:, None] @ multipliers)[..., 0] - f[:, None]
    return _quantile((world.law[:, None] * difference**2).sum(-1), weights, _level(world, with_delta=False))


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
    d, top = world.chosen["d"], _unlabelled_directions(world)
    if samples is None or (d > 1 and len(samples[0]) > MATRICES):
        return _none(world)
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
    projected = world.task - apply(world.features, _residual(world)[0])
    difference = coefficients @ transpose(z) - projected[:, None]
    error = (world.law[:, None] * difference**2).sum(-1)
    return np.where(unclear, np.nan, _quantile(error, weights, _level(world, with_delta=True)))
