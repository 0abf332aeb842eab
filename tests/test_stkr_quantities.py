"""The quantities of chapter 5.2 against formulas on single samples."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from flint import arb
from numpy.typing import NDArray

from contextures.exact.numbers import NotCertifiable, UndefinedError, ball
from contextures.measure.domain import FINITE_KERNELS
from contextures.measure.instance import Instance
from contextures.measure.worlds.stkr import KernelWorld
from contextures.verify.search.draws import supply_of
from tests.kernel_instances import QUANTITIES, example, floats

Array = NDArray[Any]
SUPPLY = supply_of(FINITE_KERNELS)
ALL = FINITE_KERNELS.fields - {"marginal"}
SIZES = {"N": 3, "d": 1, "n": 2, "m": 2, "p": 2}


def plain(instance: Instance) -> tuple[Array, Array, dict[str, float], Array]:
    """Law, centred kernel, numbers, and f centred, as one would write them."""
    fields = {name: np.asarray(value, dtype=float) for name, value in instance.fields.items()}
    law = fields["marginal"]
    base = fields["base"] - law @ fields["base"]
    numbers = {name: float(value) for name, value in fields.items() if value.ndim == 0}
    return law, numbers["scale"] * base @ base.T, numbers, fields["task"] - law @ fields["task"]


def polynomial(kernel: Array, law: Array, pi: Array) -> Array:
    """K_s = Σ π_p K^p with K^p(x, x') = ∫K^{p−1}(x, z)K(z, x')dP(z)."""
    total, power = np.zeros_like(kernel), kernel
    for weight in pi:
        total, power = total + weight * power, power @ np.diag(law) @ kernel
    return total


def weighted_quantile(values: list[float], weights: list[float], level: float) -> float:
    order = np.argsort(values)
    reached = np.cumsum(np.array(weights)[order]) >= level - 1e-12
    return float(np.array(values)[order][np.argmax(reached)])


# -------------------------------------------------------------------------------------------------------------- samples
def test_the_empirical_top_is_that_of_gram_matrices():
    instance = example()
    law, kernel, _, _ = plain(instance)
    values, weights = [], []
    for sample in itertools.product(range(3), repeat=4):
        values.append(np.linalg.eigvalsh(kernel[np.ix_(sample, sample)] / 4)[-1])
        weights.append(np.prod(law[list(sample)]))
    assert floats("empirical_top", instance) == pytest.approx(weighted_quantile(values, weights, 0.75))
    failing = [w for v, w in zip(values, weights, strict=True) if 0.8 * v >= 1]
    assert floats("ill_posed", example(eta="4/5")) == pytest.approx(sum(failing))
    assert 0 < sum(failing) < 1


@pytest.mark.parametrize("laplacian", [False, True])
def test_the_approximation_error_is_that_of_the_printed_estimators(laplacian):
    """f̂ from K̂^p(x, x') = v_K(x)ᵀG_K^{p−2}v_K(x')/N^{p−1} on every sequence of points, f̃ from the population."""
    instance = example(eta="1/30")
    law, kernel, numbers, _ = plain(instance)
    y = np.array([2.0, -1.0, 1.0])
    top = np.sort(np.linalg.eigvals(kernel @ np.diag(law)).real)[-1]
    pi = numbers["eta"] ** np.arange(200) if laplacian else np.array([1.0, 2.0])
    population = polynomial(kernel, law, pi)
    values, squares, weights = [], [], []
    signs = list(itertools.product((-1, 1), repeat=2))  # of the noise, at the first input only
    for labelled in itertools.product(range(3), repeat=2):
        for unlabelled, sign in itertools.product(itertools.product(range(3), repeat=2), signs):
            noise = np.array([numbers["sigma"] * v * (x == 0) for v, x in zip(sign, labelled, strict=True)])
            given = y[list(labelled)] + noise
            points = [*labelled, *unlabelled]
            gram, columns = kernel[np.ix_(points, points)], kernel[:, points]
            computable, inner = pi[0] * kernel, np.eye(4) / 4
            for weight in pi[1:]:
                computable, inner = computable + weight * columns @ inner @ columns.T, gram @ inner / 4
            highest = max(top, np.linalg.eigvalsh(gram / 4)[-1])
            if laplacian and numbers["eta"] * highest >= 1:
                values.append(0.0)
                squares.append(0.0)
            else:
                fits = []
                for k in (computable, population):
                    block = k[np.ix_(labelled, labelled)] + 2 * numbers["beta"] * np.eye(2)
                    fits.append(k[:, list(labelled)] @ np.linalg.solve(block, given))
                error = law @ (fits[0] - fits[1]) ** 2
                rest = 1 - numbers["eta"] * highest
                s = highest / rest if laplacian else highest + 2 * highest**2
                slope = numbers["eta"] / rest**2 if laplacian else 2.0
                values.append(2 * error / (s * slope * (given**2).sum()))
                squares.append(2 * error / (slope**2 * (given**2).sum()))
            weights.append(np.prod(law[points]) / 4)
    ratio = weighted_quantile(values, weights, 0.75)
    suffix = "_eta" if laplacian else ""
    scale = np.prod([floats(name, instance) for name in ("s_max" + suffix, "slope_max" + suffix, "y_square")]) / 2
    assert floats("approximation_error" + suffix, instance) == pytest.approx(ratio * scale, rel=1e-8)
    exact = QUANTITIES["approximation_error" + suffix](KernelWorld.of_instance(instance))
    assert float(ball(exact).mid()) == pytest.approx(ratio * scale, rel=1e-8)
    expected = weighted_quantile(squares, weights, 0.75) * scale * floats("slope_max" + suffix, instance)
    expected /= floats("s_max" + suffix, instance)
    assert floats("approximation_square" + suffix, instance) == pytest.approx(expected, rel=1e-8)
    exact = QUANTITIES["approximation_square" + suffix](KernelWorld.of_instance(instance))
    assert float(ball(exact).mid()) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("laplacian", [False, True])
def test_the_estimation_error_is_that_of_single_samples(laplacian):
    instance = example()
    law, kernel, numbers, f = plain(instance)
    pi = numbers["eta"] ** np.arange(300) if laplacian else np.array([1.0, 2.0])
    population, ridge = polynomial(kernel, law, pi), 2 * 2 ** (-1 / 1.5)
    values, weights = [], []
    for sample in itertools.product(range(3), repeat=2):
        for signs in itertools.product((-1, 1), repeat=2):
            points = list(sample)
            y = f[points] + numbers["sigma"] * np.array(signs)
            block = population[np.ix_(points, points)] + ridge * np.eye(2)
            values.append(law @ (population[:, points] @ np.linalg.solve(block, y) - f) ** 2)
            weights.append(np.prod(law[points]) / 4)
    expected = weighted_quantile(values, weights, 1 - 4 * np.exp(-2))
    assert floats("estimation_error" + "_eta" * laplacian, instance) == pytest.approx(expected)


# ----------------------------------------------------------------------------------------------------------- kernel PCA
def projected(instance: Instance) -> tuple[Array, Array, Array, Array, float]:
    """Law, kernel, f* and its H_K-projection on the empirical top eigenfunction, from Gram matrices; and λ̃_1."""
    law, kernel, _, f = plain(instance)
    share = np.asarray(instance.fields["unlabelled"], dtype=float)
    values, vectors = np.linalg.eig(kernel @ np.diag(share))
    top = vectors[:, np.argmax(values.real)].real
    inverse = np.linalg.pinv(kernel)
    projection = top * (top @ inverse @ f) / (top @ inverse @ top)
    return law, kernel, f, projection, float(values.real.max())


def test_the_residual_of_kernel_pca():
    instance = example()
    law, kernel, f, projection, top = projected(instance)
    rest, inverse = f - projection, np.linalg.pinv(kernel)
    assert floats("residual_P", instance) == pytest.approx(law @ rest**2)
    assert floats("residual_H", instance) == pytest.approx(rest @ inverse @ rest)
    assert floats("g_square", instance) == pytest.approx(law @ rest**2 / (rest @ inverse @ rest))
    assert floats("g_square_worst", instance) == pytest.approx(floats("g_square", instance))  # rank two: one residual
    assert floats("lambda_sample", instance) == pytest.approx(top)


def test_the_residual_of_most_samples():
    """Of every sequence of two points, the top eigenfunction of their operator; f* less its projection in H_K."""
    instance = example()
    law, kernel, _, f = plain(instance)
    multipliers = np.linalg.pinv(kernel) @ f
    values, weights = [], []
    for sample in itertools.product(range(3), repeat=2):
        share = np.bincount(sample, minlength=3) / 2
        roots, vectors = np.linalg.eig(kernel @ np.diag(share))
        psi = vectors.real[:, roots.real.argmax()]
        dual = np.linalg.pinv(kernel) @ psi
        c = multipliers - (psi @ multipliers) / (psi @ dual) * dual
        rest = kernel @ c
        values.append((law @ rest**2) / (c @ kernel @ c))
        weights.append(np.prod(law[list(sample)]))
    expected = -weighted_quantile([-v for v in values], weights, 0.75)
    assert floats("g_square_low", instance) == pytest.approx(expected, rel=1e-8)


def test_the_worst_residual_over_samples():
    instance = example()
    law, kernel, _, _ = plain(instance)
    root = np.sqrt(law)
    values, weights = [], []
    for sample in itertools.product(range(3), repeat=2):
        share = np.bincount(sample, minlength=3) / 2
        eigenvalues, vectors = np.linalg.eig(kernel @ np.diag(share))
        top = vectors[:, np.argmax(eigenvalues.real)].real
        # H_K in the coordinates of K^{1/2}; the compressed operator is that of P.
        lam, u = np.linalg.eigh(kernel)
        half = u * np.sqrt(lam.clip(0)) @ u.T
        direction = np.linalg.pinv(half) @ top
        complement = np.eye(3) - np.outer(direction, direction) / (direction @ direction)
        values.append(np.linalg.norm(root[:, None] * (half @ complement), 2) ** 2)
        weights.append(np.prod(law[list(sample)]))
    assert floats("g_square_quantile", instance) == pytest.approx(weighted_quantile(values, weights, 0.75))


def test_the_estimation_error_of_kernel_pca():
    instance = example(delta="1/10")
    law, kernel, _, f = plain(instance)
    _, _, _, projection, _ = projected(instance)
    share = np.asarray(instance.fields["unlabelled"], dtype=float)
    values, vectors = np.linalg.eig(kernel @ np.diag(share))
    top = vectors[:, np.argmax(values.real)].real
    rank_one = np.outer(top, top) / (top @ np.linalg.pinv(kernel) @ top)
    ridge = 2 * 2 ** (-1 / 1.5)
    errors, weights = [], []
    for sample in itertools.product(range(3), repeat=2):
        points = list(sample)
        block = rank_one[np.ix_(points, points)] + ridge * np.eye(2)
        fit = rank_one[:, points] @ np.linalg.solve(block, f[points])
        errors.append(law @ (fit - projection) ** 2)
        weights.append(np.prod(law[points]))
    expected = weighted_quantile(errors, weights, 1 - 4 * np.exp(-2) - 0.1)
    assert floats("pca_error", instance) == pytest.approx(expected)


# ------------------------------------------------------------------------------------------- norms and the smooth class
def test_norms_and_distances():
    instance = example()
    law, kernel, numbers, f = plain(instance)
    square = kernel @ np.diag(law) @ kernel
    transformed = polynomial(kernel, law, np.array([1.0, 2.0]))
    laplacian = np.linalg.inv(np.eye(3) - numbers["eta"] * kernel @ np.diag(law)) @ kernel
    for name, matrix in (
        ("norm_H", kernel),
        ("norm_H_power", square),
        ("norm_H_s", transformed),
        ("norm_H_eta", laplacian),
        ("lipschitz_square", square),
    ):
        assert floats(name, instance) == pytest.approx(f @ np.linalg.pinv(matrix) @ f), name
    assert floats("spectral_distance", instance) == pytest.approx(square[0, 0] + square[1, 1] - 2 * square[0, 1])
    assert floats("distance", instance) ** 2 == pytest.approx(floats("distance_square", instance))
    measure = np.array([1.0, -2.0, 1.0])
    assert floats("measure_square", instance) == pytest.approx(measure @ square @ measure)
    values = np.sort(np.linalg.eigvals(kernel @ np.diag(law)).real)[::-1]
    np.testing.assert_allclose([v[0] for v in QUANTITIES["lambda"](KernelWorld.of_floats(instance))], values[:2])


@pytest.mark.parametrize("epsilon", ["2/5", "1/2", "2"])
def test_the_worst_error_is_that_of_a_circle_of_functions(epsilon):
    """Rank two: the class is an arc."""
    instance = example(epsilon=epsilon)
    law, kernel, numbers, f = plain(instance)
    values, vectors = np.linalg.eig(np.diag(np.sqrt(law)) @ kernel @ np.diag(np.sqrt(law)))
    order = np.argsort(values.real)[::-1][:2]
    modes, lam = vectors.real[:, order] / np.sqrt(law)[:, None], values.real[order]
    s = lam + 2 * lam**2
    angle = np.linspace(0, np.pi, 200_001)
    circle = np.stack([np.cos(angle), np.sin(angle)])
    allowed = (circle**2 / s[:, None]).sum(0) <= numbers["epsilon"]
    encoder = np.array([1.0, 0.0, 2.0])  # as it stands: the probe has no bias
    functions = modes @ circle
    along = (law * encoder) @ functions / np.sqrt(law @ encoder**2)
    errors = np.where(allowed, 1.0 - along**2, -np.inf)
    assert floats("error", instance) == pytest.approx(errors.max() * (law @ f**2), rel=1e-4)
    exact = QUANTITIES["error"](KernelWorld.of_instance(instance))
    assert ball(exact).overlaps(arb(floats("error", instance), 1e-6))


@pytest.mark.parametrize("family", SUPPLY.families[:8], ids=lambda family: family.name)
def test_floats_agree_with_exact_numbers(family):
    batch, world = SUPPLY.draw(np.random.default_rng(5), family, 6, SIZES, ALL)
    compared = set()
    for name, quantity in QUANTITIES.items():
        with np.errstate(all="ignore"):
            measured = quantity(world)
        for k in range(len(batch)):
            try:
                exact = quantity(KernelWorld.of_instance(batch.instance(k)))
            except (NotCertifiable, UndefinedError):
                continue
            pairs = zip(measured, exact, strict=True) if isinstance(exact, list) else [(measured, exact)]
            for value, precise in pairs:
                value = float(np.broadcast_to(value, (len(batch),))[k])
                if precise is None or not np.isfinite(value):
                    continue
                centre = ball(precise)
                assert abs(value - float(centre.mid())) <= 1e-6 * max(1.0, abs(value)) + float(centre.rad()), name
                compared.add(name)
    assert len(compared) > 40
