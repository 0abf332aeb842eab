"""The quantities of chapter 1, each again by a second route."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import scipy.linalg
import scipy.stats
from scipy.optimize import minimize

from tests.context_worlds import Array, centred_q, measure, normalised, spectrum, tables, value, world_of

SIZES = [(2, 2), (3, 5), (5, 3), (6, 6)]


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_spectrum_of_the_whole_matrix(n, m):
    for table in tables(1, 6, n, m):
        values = np.linalg.svd(normalised(table)[3], compute_uv=False)
        world = world_of(table)
        np.testing.assert_allclose([1.0, *spectrum(world)], values, rtol=0, atol=1e-12)
        assert value("s_0", world) == pytest.approx(values[0], abs=1e-12)
        law, p, q, _ = normalised(table)
        for name, size, operator in (
            ("lambda_x", n, (law / p[:, None]) @ (law / q).T),
            ("lambda_a", m, (law / q).T @ (law / p[:, None])),
        ):
            found = np.array([float(v[0]) for v in measure(name, world)])
            assert len(found) == size
            np.testing.assert_allclose(found, np.sort(np.linalg.eigvals(operator).real)[::-1], rtol=0, atol=1e-9)
            np.testing.assert_allclose(found[: min(n, m)], values**2, rtol=0, atol=1e-12)


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_chi_square_against_scipy(n, m):
    for table in tables(2, 6, n, m):
        statistic = scipy.stats.chi2_contingency(table, correction=False).statistic
        assert value("chi_square", world_of(table)) == pytest.approx(statistic / table.sum(), abs=1e-12)


@pytest.mark.parametrize(("n", "m"), [(2, 2), (3, 2), (3, 3)])
def test_maximal_correlation_against_optimisation(n, m):
    rng = np.random.default_rng(3)
    for table in tables(3, 3, n, m):
        law, p, q, _ = normalised(table)

        def loss(z: Array, law: Array = law, p: Array = p, q: Array = q) -> float:
            f, g = z[:n] - p @ z[:n], z[n:] - q @ z[n:]
            return -float(f @ law @ g) / np.sqrt((p @ f**2) * (q @ g**2))

        best = -min(minimize(loss, rng.normal(size=n + m)).fun for _ in range(8))
        found = value("maximal_correlation", world_of(table))
        assert best == pytest.approx(found, abs=1e-7)
        for z in rng.normal(size=(200, n + m)):
            assert -loss(z) <= found + 1e-9


def test_inner_products_and_correlation():
    rng = np.random.default_rng(4)
    for table in tables(4, 6, 4, 3):
        f, g = rng.integers(-5, 6, 4), rng.integers(-5, 6, 3)
        f[0] += 20
        g[0] += 20
        law, p, q, _ = normalised(table)
        world = world_of(table, task=f, dual_task=g)
        pairs = list(itertools.product(range(4), range(3)))
        inner = sum(law[x, a] * f[x] * g[a] for x, a in pairs)
        assert value("inner_f_Tg", world) == pytest.approx(inner, abs=1e-10)
        assert value("inner_Tf_g", world) == pytest.approx(inner, abs=1e-10)
        variance = (p @ f**2 - (p @ f) ** 2) * (q @ g**2 - (q @ g) ** 2)
        expected = (inner - (p @ f) * (q @ g)) / np.sqrt(variance)
        assert value("correlation", world) == pytest.approx(expected, abs=1e-10)
    constant = world_of(table, task=[2] * 4, dual_task=g)
    assert np.isnan(value("correlation", constant))


DEFECTS = {
    "operator_defect_a": "kernel_a",
    "operator_defect_x": "kernel_x",
    "constant_defect_x": "forward",
    "constant_defect_a": "backward",
    "loss_kernel_defect": "backward",
    "duality_defect_x": "forward",
    "duality_defect_a": "backward",
    "orthonormality_defect": "p_x",
    "decomposition_defect": "p_a",
    "reproducing_defect": "kernel_a",
    "between_defect": "p_a",
    "within_defect": "backward",
    "dependence": "p_x",
}


@pytest.mark.parametrize("name", DEFECTS)
def test_defects_vanish_and_notice_a_wrong_ingredient(name):
    rng = np.random.default_rng(5)
    n, m = 4, 3
    table = np.outer([1, 2, 3, 4], [1, 5, 2]) if name == "dependence" else tables(5, 1, n, m)[0]
    fields = {
        "task": rng.integers(-3, 4, n),
        "loss_kernel": rng.integers(-3, 4, (m, m)),
        "features": rng.integers(-3, 4, (n, 2)),
        "weights": rng.integers(-3, 4, (2, 2)),
    }
    assert value(name, world_of(table, 2, **fields)) == pytest.approx(0, abs=1e-12)
    wrong = world_of(table, 2, **fields)
    if name not in ("dependence", "constant_defect_x", "constant_defect_a"):
        assert wrong.svd  # decomposed before the ingredient is spoilt
    ingredient = getattr(wrong, DEFECTS[name]).copy()
    ingredient[..., 0] *= 1.01
    vars(wrong)[DEFECTS[name]] = ingredient
    assert value(name, wrong) > 1e-5


@pytest.mark.parametrize(("n", "m", "d"), [(4, 4, 1), (5, 3, 2), (3, 5, 2), (4, 3, 5)])
def test_reconstruction_errors(n, m, d):
    rng = np.random.default_rng(6)
    for table in tables(6, 4, n, m):
        encoder = rng.integers(-3, 4, (n, d))
        encoder[:, -1] = encoder[:, 0] if d > 1 else encoder[:, -1]
        centred = centred_q(table)
        root = np.sqrt(table.sum(1) / table.sum())[:, None]
        e = root * encoder
        world = world_of(table, d, encoder=encoder)
        expected = np.linalg.norm(centred - e @ np.linalg.pinv(e) @ centred) ** 2
        assert value("reconstruction_error", world) == pytest.approx(expected, abs=1e-10)
        u, values, _ = np.linalg.svd(centred)
        top = u[:, :d]
        expected = np.linalg.norm(centred - top @ top.T @ centred) ** 2
        assert value("reconstruction_error_top", world) == pytest.approx(expected, abs=1e-10)
        assert expected == pytest.approx((values[d:] ** 2).sum(), abs=1e-12)


def test_the_context_behind_a_channel():
    rng = np.random.default_rng(7)
    for table in tables(7, 6, 4, 3):
        channel = rng.integers(0, 5, (3, 4)) + np.eye(3, 4, dtype=np.int64)
        channel[0] += 1
        law = (table / table.sum()) @ (channel / channel.sum(1, keepdims=True))
        p, q = law.sum(1), law.sum(0)
        expected = np.linalg.svd(law / np.sqrt(np.outer(p, q)), compute_uv=False)[1:]
        found = np.array([float(v[0]) for v in measure("s_b", world_of(table, channel=channel))])
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("d", [1, 2, 3])
def test_angles_and_distances_of_two_laws(d):
    compared = 0
    for table, other in zip(tables(8, 6, 4, 5), tables(9, 6, 4, 5), strict=True):
        world = world_of(table, d, other=other)
        first, second = centred_q(table), centred_q(other)
        assert value("operator_distance", world) == pytest.approx(np.linalg.svd(first - second)[1][0], abs=1e-12)
        np.testing.assert_allclose(
            [float(v[0]) for v in measure("s_other", world)],
            np.linalg.svd(second, compute_uv=False)[:3],
            rtol=0,
            atol=1e-12,
        )
        spaces = []
        for matrix in (first, second):
            u, values, _ = np.linalg.svd(matrix)
            spaces.append(u[:, :d])
            compared += values[d - 1] > values[d] + 1e-3
        angle = scipy.linalg.subspace_angles(*spaces)[0]
        if d < 4:
            assert value("sin_theta", world) == pytest.approx(np.sin(angle), abs=1e-9)
    assert compared >= 8
    assert np.isnan(value("sin_theta", world_of(table, 4, other=other)))
