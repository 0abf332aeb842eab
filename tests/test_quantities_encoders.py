"""The quantities of encoders of chapter 3, each again by a second route."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.linalg
import scipy.stats
from flint import fmpq

from contextures.exact import numbers
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.worlds.contexts import ContextWorld
from tests.context_worlds import Array, centred_q, known_contextures, measure, normalised, tables, value, world_of


# -------------------------------------------------------------------------------------------------- chapter 3: encoders
def covariances(table: Array, phi: Array) -> tuple[Array, Array]:
    """Cov_{P_X}[Φ] and Cov_{P_A}[T*Φ]."""
    law, p, q, _ = normalised(table)
    image = (law / q).T @ phi
    return tuple(np.atleast_2d(np.cov(v.T, aweights=w, ddof=0)) for v, w in ((phi, p), (image, q)))


@pytest.mark.parametrize(("n", "m", "d"), [(4, 4, 1), (5, 3, 2), (4, 6, 3)])
def test_ratio_trace_from_covariances(n, m, d):
    rng = np.random.default_rng(14)
    for table in tables(14, 5, n, m):
        phi = rng.integers(-4, 5, (n, d)) + np.eye(n, d, dtype=np.int64) * 9
        c, b = covariances(table, phi.astype(float))
        expected = np.trace(np.linalg.inv(c) @ b)
        transform = rng.integers(-2, 3, (d, d)) + 5 * np.eye(d, dtype=np.int64)
        world = world_of(table, d, encoder=phi, transform=transform)
        assert value("RT", world) == pytest.approx(expected, abs=1e-9)
        c, b = covariances(table, (phi @ transform).astype(float))
        assert value("RT_image", world) == pytest.approx(np.trace(np.linalg.inv(c) @ b), abs=1e-9)
        # Dependent and constant columns do not count.
        more = np.concatenate([phi, 2 * phi[:, :1] + 7, np.ones((n, 1), dtype=np.int64)], axis=1)
        assert value("RT", world_of(table, d + 2, encoder=more)) == pytest.approx(expected, abs=1e-9)


def gap_of(table: Array, f: Array, squares: Array) -> float:
    c, b = covariances(table, f)
    return float(squares[: f.shape[1] + 1].sum() - np.trace(np.linalg.solve(c, b)))


@pytest.mark.parametrize(("n", "m", "d"), [(4, 4, 1), (5, 4, 2), (6, 6, 3)])
def test_trace_gap_against_subfamilies(n, m, d):
    rng = np.random.default_rng(15)
    for table in tables(15, 4, n, m):
        _, modes, _ = np.linalg.svd(centred_q(table))
        root = np.sqrt(table.sum(1) / table.sum())
        left = np.linalg.svd(centred_q(table))[0] / root[:, None]
        phi = np.rint(6 * left[:, rng.permutation(n - 1)[:d]]).astype(np.int64) + rng.integers(-1, 2, (n, d))
        squares = np.pad(modes**2, (0, n))
        found = value("trace_gap", world_of(table, d, encoder=phi))
        c, b = covariances(table, phi.astype(float))
        ritz = scipy.linalg.eigh(b, c)[1][:, ::-1]
        attained = [gap_of(table, phi @ ritz[:, :size], squares) for size in range(1, d + 1)]
        assert found == pytest.approx(min(attained), abs=1e-9)
        for size in range(1, d + 1):
            for mixture in rng.normal(size=(60, d, size)):
                assert gap_of(table, phi @ mixture, squares) >= found - 1e-9


def test_trace_gap_of_deficient_encoders():
    table = tables(16, 1, 5, 5)[0]
    squares = np.pad(np.linalg.svd(centred_q(table))[1] ** 2, (0, 5))
    f = np.array([4, -1, 2, 0, 1])
    twice = np.stack([f, 2 * f + 3, np.ones(5, dtype=np.int64)], axis=1)
    expected = gap_of(table, f[:, None].astype(float), squares)
    assert value("trace_gap", world_of(table, 3, encoder=twice)) == pytest.approx(expected, abs=1e-9)
    assert value("trace_gap", world_of(table, 1, encoder=np.ones((5, 1)))) == np.inf


@pytest.mark.parametrize(("n", "m", "d"), [(4, 4, 1), (5, 4, 2), (4, 6, 3)])
def test_learning_gap_is_zero_for_learners_only(n, m, d):
    weights, modes = known_contextures(n, m)
    assert modes is not None
    wrong = 0
    for k in range(len(weights)):
        batch = ContextWorld.batch({"joint": weights[k : k + 1], "encoder": modes[k : k + 1, :, :d] + 5}, {"d": d})
        assert value("learning_gap", ContextWorld.of_batch(batch)) == pytest.approx(0, abs=1e-12)
        assert FINITE_CONTEXTS.quantities["learning_gap"](ContextWorld.of_instance(batch.instance(0))) == fmpq(0)
        assert FINITE_CONTEXTS.quantities["trace_gap"](ContextWorld.of_instance(batch.instance(0))) is not None
        lost = ContextWorld.batch({"joint": weights[k : k + 1], "encoder": modes[k : k + 1, :, [0] * d]}, {"d": d})
        if d > 1:
            assert value("learning_gap", ContextWorld.of_batch(lost)) >= d - 1 - 1e-12
        if d < n - 1:
            other = ContextWorld.batch(
                {"joint": weights[k : k + 1], "encoder": modes[k : k + 1, :, [*range(d - 1), n - 2]]}, {"d": d}
            )
            exact = ContextWorld.of_instance(other.instance(0))
            squares = [numbers.power(v, fmpq(2)) for v in exact.singular_values] + [fmpq(0)] * n
            assert FINITE_CONTEXTS.quantities["learning_gap"](exact) == squares[d - 1] - squares[n - 2]
            wrong += squares[d - 1] != squares[n - 2]
    assert wrong or d == n - 1


@pytest.mark.parametrize(("n", "m", "d"), [(4, 4, 1), (5, 3, 2), (4, 6, 2)])
def test_penalised_top_by_a_generalised_eigenproblem(n, m, d):
    rng = np.random.default_rng(17)
    for table in tables(17, 5, n, m):
        phi = rng.integers(-4, 5, (n, d))
        q = centred_q(table)
        values = np.pad(np.linalg.svd(q, compute_uv=False), (0, n)) ** 2
        root = np.sqrt(table.sum(1) / table.sum())
        e = root[:, None] * (phi - (root**2 @ phi))
        off = np.eye(n) - e @ np.linalg.pinv(e)
        basis = scipy.linalg.null_space(root[None])
        form = basis.T @ (q @ q.T + (values[0] - values[d]) * off) @ basis
        assert value("penalised_top", world_of(table, d, encoder=phi)) == pytest.approx(
            np.linalg.eigvalsh(form)[-1], abs=1e-10
        )


# ------------------------------------------------------------------------------------------- chapter 3: linear encoders
def scatter(table: Array, x: Array) -> tuple[Array, Array]:
    """S_W and S_B by loops."""
    law, _, q, _ = normalised(table)
    means = (law / q).T @ x
    n, m = table.shape
    within = sum(law[k, a] * np.outer(x[k] - means[a], x[k] - means[a]) for k in range(n) for a in range(m))
    between = sum(q[a] * q[b] * np.outer(means[a] - means[b], means[a] - means[b]) for a in range(m) for b in range(m))
    return within, between


@pytest.mark.parametrize(("n", "m", "size", "d"), [(5, 4, 2, 1), (6, 3, 2, 2), (7, 4, 3, 2)])
def test_fisher_discriminants(n, m, size, d):
    rng = np.random.default_rng(18)
    for table in tables(18, 5, n, m):
        x = rng.integers(-5, 6, (n, size))
        w = rng.integers(-3, 4, (d, size)) + 4 * np.eye(d, size, dtype=np.int64)
        within, between = scatter(table, x)
        assert np.linalg.cond(within) < 1e6
        values = scipy.linalg.eigh(between, within, eigvals_only=True)[::-1]
        world = world_of(table, d, features=x, weights=w)
        found = np.array([float(v[0]) for v in measure("fisher_eigenvalue", world)])
        np.testing.assert_allclose(found, values, rtol=1e-8, atol=1e-9)
        assert value("fisher_top", world) == pytest.approx(values[:d].sum(), rel=1e-8)
        expected = np.trace(np.linalg.solve(w @ within @ w.T, w @ between @ w.T))
        assert value("fisher", world) == pytest.approx(expected, rel=1e-8)
        assert value("fisher_traces", world) == pytest.approx(expected, rel=1e-8)
        c, b = covariances(table, (x @ w.T).astype(float))
        np.testing.assert_allclose(w @ between @ w.T, 2 * b, rtol=0, atol=1e-9)
        np.testing.assert_allclose(w @ within @ w.T, c - b, rtol=0, atol=1e-9)


def test_fisher_discriminants_are_undefined_where_the_within_scatter_is_singular():
    line = np.stack([np.arange(4), 2 * np.arange(4)], axis=1)
    world = world_of(tables(19, 1, 4, 3)[0], 2, features=line, weights=np.eye(2, dtype=np.int64))
    for name in ("fisher", "fisher_traces", "fisher_top"):
        assert np.isnan(value(name, world))
    assert np.isnan(measure("fisher_eigenvalue", world)).all()
    labels = world_of(np.diag([1, 2, 3, 4]), 1, features=line**2 + [[0, 1]], weights=[[1, 0]])
    assert np.isnan(value("fisher", labels))
