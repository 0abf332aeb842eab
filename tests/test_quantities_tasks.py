"""The quantities of tasks of chapter 3, and those of association, each again by a second route."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
import scipy.stats
from scipy.optimize import minimize

from contextures.exact.numbers import UndefinedError
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.worlds.contexts import ContextWorld
from tests.context_worlds import Array, centred_q, known_contextures, measure, normalised, tables, value, world_of

CLOSE = {"rtol": 0, "atol": 1e-9}


# ----------------------------------------------------------------------------------------------------- chapter 3: tasks
def root_operator(table: Array) -> tuple[Array, Array, Array]:
    """Q̃ᵀ, √P_X and √P_A: T* on mean-zero functions in orthonormal coordinates."""
    _, p, q, _ = normalised(table)
    return centred_q(table).T, np.sqrt(p), np.sqrt(q)


@pytest.mark.parametrize(("n", "m"), [(3, 3), (5, 3), (3, 5)])
def test_compatibility_of_a_task(n, m):
    rng = np.random.default_rng(10)
    for table in tables(10, 5, n, m):
        f, g = rng.integers(-4, 5, n) + np.eye(n, dtype=np.int64)[0] * 9, rng.integers(-4, 5, m)
        g[0] += 9
        law, p, q, _ = normalised(table)
        world = world_of(table, task=f, dual_task=g)
        mean = p @ f
        image = [sum(law[x, a] / q[a] * (f[x] - mean) for x in range(n)) for a in range(m)]
        assert value("mean_f", world) == pytest.approx(mean, abs=1e-12)
        assert value("norm_f", world) == pytest.approx(p @ (f - mean) ** 2, abs=1e-10)
        assert value("norm_Tf", world) == pytest.approx(q @ np.square(image), abs=1e-10)
        assert value("norm_h", world) == pytest.approx(q @ np.square(image), abs=1e-10)
        rho = (q @ np.square(image)) / (p @ (f - mean) ** 2)
        for name in ("rho_square", "rho_square_spectral", "alignment_square_best"):
            assert value(name, world) == pytest.approx(rho, abs=1e-10)
        covariance = sum(law[x, a] * (f[x] - mean) * g[a] for x in range(n) for a in range(m))
        expected = covariance**2 / ((p @ (f - mean) ** 2) * (q @ g**2))
        assert value("alignment_square", world) == pytest.approx(expected, abs=1e-12)
        gains = [
            (sum(law[x, a] * (f[x] - mean) * h[a] for x in range(n) for a in range(m))) ** 2 / (q @ h**2)
            for h in rng.normal(size=(100, m))
        ]
        assert max(gains) / (p @ (f - mean) ** 2) <= rho + 1e-12
    flat = world_of(table, task=[3] * n, dual_task=g)
    assert value("rho_square", flat) == value("norm_f", flat) == value("alignment_square", flat) == 0


def variance_of(table: Array, g: Array) -> float:
    """E_X E_{A,A'|X}(g(A) − g(A'))², by loops."""
    law, p, _, _ = normalised(table)
    n, m = table.shape
    return sum(
        p[x] * law[x, a] / p[x] * law[x, b] / p[x] * (g[a] - g[b]) ** 2
        for x in range(n)
        for a in range(m)
        for b in range(m)
    )


@pytest.mark.parametrize(("n", "m"), [(3, 3), (2, 4), (3, 5)])
def test_preimages_of_low_variance_against_optimisation(n, m):
    rng = np.random.default_rng(11)
    for table in tables(11, 4, n, m, zeros=0.1):
        f = rng.integers(-4, 5, n) + np.eye(n, dtype=np.int64)[0] * 9
        law, p, q, _ = normalised(table)
        t = law / p[:, None]
        centred = f - p @ f
        g = np.linalg.lstsq(t, centred, rcond=None)[0]
        assert np.allclose(t @ g, centred)
        kernel = scipy.linalg.null_space(t)

        def ratio(z: Array, g: Array = g, kernel: Array = kernel, table: Array = table, q: Array = q) -> float:
            shifted = g + kernel @ z
            return variance_of(table, shifted) / (q @ shifted**2)

        starts = rng.normal(size=(4, kernel.shape[1]))
        best = min(minimize(ratio, z).fun for z in starts) if kernel.size else ratio(np.zeros(0))
        world = world_of(table, task=f)
        assert value("outside_range", world) == pytest.approx(0, abs=1e-9)
        assert value("preimage_variance", world) == pytest.approx(best, abs=1e-6)
        image = (law / q).T @ centred
        assert value("dual_variance", world) == pytest.approx(variance_of(table, image) / (q @ image**2), abs=1e-10)


def test_tasks_without_a_preimage():
    rng = np.random.default_rng(12)
    for table in tables(12, 5, 5, 3):
        f = rng.integers(-4, 5, 5) + np.eye(5, dtype=np.int64)[0] * 9
        law, p, _, _ = normalised(table)
        root = np.sqrt(p)
        centred = f - p @ f
        scaled = root[:, None] * (law / p[:, None])
        rest = root * centred - scaled @ np.linalg.lstsq(scaled, root * centred, rcond=None)[0]
        world = world_of(table, task=f)
        assert rest @ rest > 1e-3
        assert value("outside_range", world) == pytest.approx(rest @ rest / (p @ centred**2), abs=1e-9)
        assert np.isnan(value("preimage_variance", world))
    assert value("preimage_variance", world_of(table, task=[1] * 5)) == 0


@pytest.mark.parametrize(("n", "m"), [(3, 3), (5, 3), (3, 5)])
def test_the_norm_of_expected_tasks_is_that_of_the_least_preimage(n, m):
    rng = np.random.default_rng(13)
    for table in tables(13, 5, n, m):
        f = rng.integers(-4, 5, n)
        adjoint, root_x, root_a = root_operator(table)
        coordinates = root_x * (f - root_x**2 @ f)
        least = np.linalg.lstsq(adjoint, adjoint @ coordinates, rcond=1e-10)[0]
        world = world_of(table, task=f)
        assert value("norm_h_H", world) == pytest.approx(least @ least, abs=1e-9)
        assert value("norm_f_range", world) == pytest.approx(least @ least, abs=1e-9)
        # Point evaluation through the kernel, in the same coordinates: h(a) = ⟨f_a, f⟩ with T*f_a = k_A(a, ·).
        law, p, q, _ = normalised(table)
        h = (law / q).T @ (f - p @ f)
        kernel = (law / np.outer(p, q)).T @ (law / q)
        for a in range(m):
            section = np.linalg.lstsq(adjoint, root_a * (kernel[a] - 1), rcond=1e-10)[0]
            assert section @ least == pytest.approx(h[a], abs=1e-9)
        assert value("reproducing_defect", world) == pytest.approx(0, abs=1e-9)


# ----------------------------------------------------------------------------------------------- chapter 3: association
def dual_kernel(table: Array) -> Array:
    law, p, q, _ = normalised(table)
    n, m = table.shape
    return np.array(
        [[sum(law[x, a] * law[y, a] / q[a] for a in range(m)) / (p[x] * p[y]) for y in range(n)] for x in range(n)]
    )


@pytest.mark.parametrize(("n", "m"), [(2, 2), (4, 3), (5, 5)])
def test_association_by_loops(n, m):
    rng = np.random.default_rng(20)
    for table in tables(20, 5, n, m):
        x = np.stack([rng.permutation(n), rng.integers(-3, 4, n)], axis=1)
        law, p, q, _ = normalised(table)
        kernel = dual_kernel(table)
        world = world_of(table, features=x)
        np.testing.assert_allclose(world.kernel_x[0], kernel, rtol=0, atol=1e-12)
        assert value("kernel_deviation", world) == pytest.approx(np.abs(kernel - 1).max(), abs=1e-12)
        assert value("dependence", world) == pytest.approx(np.abs(law - np.outer(p, q)).max(), abs=1e-15)
        assert value("off_diagonal", world) == pytest.approx(1 - np.trace(law) if n == m else 1, abs=1e-14)
        pairs = [(y, z) for y in range(n) for z in range(n) if y != z]
        distance = {(y, z): np.linalg.norm(x[y] - x[z]) for y, z in pairs}
        lipschitz = max(abs(kernel[w, y] - kernel[w, z]) / distance[y, z] for w in range(n) for y, z in pairs)
        assert value("kernel_lipschitz", world) == pytest.approx(lipschitz, abs=1e-10)
        u, values, _ = np.linalg.svd(centred_q(table))
        values = values[values > 1e-9]
        if (np.diff(values) < -1e-6).all() and len(values):
            modes = u[:, : len(values)] / np.sqrt(p)[:, None]
            steep = max(abs(f[y] - f[z]) / distance[y, z] for f in modes.T for y, z in pairs)
            assert value("associated_lipschitz", world) == pytest.approx(steep, abs=1e-8)
            assert value("mode_bound", world) == pytest.approx(np.abs(modes).max(), abs=1e-8)
            if len(values) == n - 1:
                upper = max(min(f.max(), (-f).max()) for f in modes.T)
                assert value("mode_upper", world) == pytest.approx(upper, abs=1e-8)
                assert value("mode_lipschitz", world) == pytest.approx(steep, abs=1e-8)


def test_lipschitz_constants_are_undefined_where_inputs_coincide():
    fields = {"joint": np.array([[[2, 1], [1, 3], [1, 1]]]), "features": np.array([[[0, 1], [2, 2], [0, 1]]])}
    batch = ContextWorld.batch(fields, {"d": 1})
    for name in ("kernel_lipschitz", "mode_lipschitz"):
        assert np.isnan(value(name, ContextWorld.of_batch(batch)))
        with pytest.raises(UndefinedError):
            FINITE_CONTEXTS.quantities[name](ContextWorld.of_instance(batch.instance(0)))


def test_nothing_is_associated_where_there_is_independence():
    world = world_of(np.outer([1, 2, 3], [2, 1, 4]), features=[[0, 0], [1, 0], [3, 1]])
    for name in ("kernel_deviation", "dependence", "kernel_lipschitz", "associated_lipschitz", "mode_bound"):
        assert value(name, world) == pytest.approx(0, abs=1e-12)
    square = world_of(np.diag([1, 2, 3]))
    assert value("off_diagonal", square) == pytest.approx(0, abs=1e-15)
    assert value("off_diagonal", world_of([[1, 2, 3], [4, 5, 6]])) == pytest.approx(1, abs=1e-15)


def test_the_error_of_the_contexture_is_the_error_of_its_functions():
    for n, m, d in ((4, 4, 1), (5, 4, 2), (4, 6, 3)):
        weights, modes = known_contextures(n, m)
        assert modes is not None
        epsilon = np.stack([np.arange(12) * 83, np.full(12, 1000)], axis=1)
        world = ContextWorld.of_whole({"joint": weights, "encoder": modes[:, :, :d], "epsilon": epsilon}, {"d": d})
        possible = np.isfinite(measure("error", world))
        assert possible.any()
        np.testing.assert_allclose(
            measure("error_contexture", world)[possible], measure("error", world)[possible], **CLOSE
        )
