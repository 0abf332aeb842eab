"""The worst case over compatible tasks in closed form, and at the edges of the spectrum."""

from __future__ import annotations

import numpy as np
import pytest

from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.suprema import quadratic_forms, worst_case
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.search.draws.laws import contrasts
from tests.context_worlds import ends
from tests.worst_tasks import IDENTITY, LAW, TWO_BLOCKS, columns, general, instance


@pytest.mark.parametrize(("n", "m"), [(3, 3), (5, 4), (6, 8)])
def test_the_contexture_has_the_diagonal_closed_form(n, m):
    rng = np.random.default_rng(n)
    weights, modes = contrasts(rng, 40, n, m)
    for d in range(1, n):
        epsilon = np.stack([rng.integers(0, 1001, 40), np.full(40, 1000)], axis=1)
        world = ContextWorld.of_whole({"joint": weights, "encoder": modes[:, :, :d], "epsilon": epsilon}, {"d": d})
        _, values, level = worst_case.coordinates(world)
        for k, error in enumerate(FINITE_CONTEXTS.quantities["error"](world)):
            top, following = values[k, 0], values[k, d] if d < n - 1 else None
            if level[k] > top + 1e-9:
                assert np.isnan(error)
            elif following is None:
                assert error == pytest.approx(0, abs=1e-9)
            elif abs(level[k] - following) > 1e-9 and abs(level[k] - top) > 1e-9:
                expected = 1.0 if following >= level[k] else (top - level[k]) / (top - following)
                assert error == pytest.approx(expected, abs=1e-9)
                assert FINITE_CONTEXTS.quantities["error_contexture"](world)[k] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("distance", [1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-11])
def test_just_inside_the_edge(distance):
    """Two coordinates: f = cos θ e_1 ± sin θ e_2 with sin²θ = (s_1² − c)/(s_1² − s_2²)."""
    rng = np.random.default_rng(6)
    angle = rng.uniform(0.2, 1.3, 20)
    v = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    a = np.eye(2) - v[:, :, None] * v[:, None, :]
    values = np.stack([rng.uniform(0.5, 1.0, 20), rng.uniform(0.0, 0.4, 20)], axis=1)
    level = values[:, 0] - distance
    exact_distance = values[:, 0] - level
    sine = np.sqrt(exact_distance / (values[:, 0] - values[:, 1]))
    found = quadratic_forms.solve(a, values, level).value
    expected = np.sin(np.minimum(angle + np.arcsin(sine), np.pi / 2)) ** 2
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def test_at_the_edge_only_the_top_eigenspace_counts():
    v = np.array([0.6, 0.0, 0.8, 0.0])
    a = (np.eye(4) - np.outer(v, v))[None].repeat(3, axis=0)
    values = np.array([[0.81, 0.5, 0.2, 0.1], [0.81, 0.81, 0.2, 0.1], [0.81, 0.81, 0.81, 0.81]])
    solution = quadratic_forms.solve(a, values, np.full(3, 0.81))
    np.testing.assert_allclose(solution.value, [1 - 0.36, 1.0, 1.0], rtol=0, atol=1e-12)
    assert np.isposinf(solution.multiplier).all()
    np.testing.assert_allclose((values * solution.task**2).sum(1), 0.81, rtol=0, atol=1e-12)
    repeated = (np.eye(3) - np.diag([1.0, 1.0, 0.0]))[None]
    assert quadratic_forms.solve(repeated, np.array([[0.81, 0.81, 0.1]]), np.array([0.81])).value == pytest.approx(
        [0.0], abs=1e-12
    )


def test_beyond_the_edge_there_is_no_task():
    solution = quadratic_forms.solve(np.eye(2)[None], np.array([[0.5, 0.2]]), np.array([0.51]))
    assert np.isnan(solution.value).all()


@pytest.mark.parametrize("size", [1e3, 1e8, 1e12, 1e18])
def test_a_graded_spectrum(size):
    """However far the last values lie below c, a feasible task attains the dual value: neither can be wrong alone."""
    rng = np.random.default_rng(8)
    count, n = 40, 4
    basis = np.linalg.qr(rng.normal(size=(count, n, 2)))[0]
    a = np.eye(n) - basis @ basis.transpose(0, 2, 1)
    steps = rng.uniform(1, 6, count), np.sqrt(size) * rng.uniform(0.5, 2, count), np.full(count, size)
    values = -np.stack([np.ones(count), *steps], axis=1)
    level = -rng.uniform(1.001, 4, count)
    solution = quadratic_forms.solve(a, values, level, quadratic_forms.EDGE * np.abs(level))
    f = solution.task
    assert (((values - level[:, None]) * f**2).sum(1) >= -1e-12).all()
    np.testing.assert_allclose(np.einsum("bi,bij,bj->b", f, a, f), solution.value, rtol=0, atol=1e-11)
    np.testing.assert_allclose((f**2).sum(1), 1.0, rtol=0, atol=1e-12)
    assert (solution.multiplier >= 0).all()
    assert np.isfinite(solution.multiplier).all()
    assert (solution.multiplier > 0).sum() > 10


@pytest.mark.parametrize("size", [1e14, 3e17, 1e19])
def test_a_tiny_eigenvalue_beside_a_narrow_class(size):
    """Rounding of the last slope must not pass for a task of the class: all in it are close to the first mode."""
    rng = np.random.default_rng(9)
    count = 40
    v = np.concatenate([np.ones((count, 1)), 0.1 * rng.normal(size=(count, 5))], axis=1)
    v /= np.linalg.norm(v, axis=1, keepdims=True)
    a = np.eye(6) - v[:, :, None] * v[:, None, :]
    values = np.broadcast_to(-np.array([1, 4, 64, 64.01, 64.02, size]), (count, 6))
    level = np.full(count, -1.0003)
    solution = quadratic_forms.solve(a, values, level, quadratic_forms.EDGE * np.abs(level))
    f = solution.task
    assert (((values - level[:, None]) * f**2).sum(1) >= -1e-12).all()
    np.testing.assert_allclose(np.einsum("bi,bij,bj->b", f, a, f), solution.value, rtol=0, atol=1e-11)
    np.testing.assert_allclose((f**2).sum(1), 1.0, rtol=0, atol=1e-12)
    assert (solution.value < 0.5).all()


def test_the_scale_of_the_spectrum_does_not_matter():
    a, values, level = general(5, 30, 4)
    plain = quadratic_forms.solve(a, values, level).value
    for scale in (1e-6, 1e-12):
        np.testing.assert_allclose(
            quadratic_forms.solve(a, scale * values, scale * level).value, plain, rtol=0, atol=1e-9
        )


BASIS = [["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"], ["0", "0", "0"]]


@pytest.mark.parametrize(
    ("joint", "encoder", "epsilon", "expected"),
    [
        (LAW, BASIS, "1/2", 0.0),
        (LAW, BASIS, "1", 0.0),
        (LAW, columns("3 3 3 3"), "1/2", 1.0),
        (LAW, columns("0 0 0 0", "5 5 5 5"), "1", 1.0),
        (LAW, columns("1 0 2 0", "0 1 1 0"), "1", 1.0),
        (IDENTITY, columns("1 0 2 0", "0 1 1 0"), "0", 1.0),
        (IDENTITY, columns("1 0 2 0", "0 1 1 0"), "1/3", 1.0),
        (IDENTITY, BASIS, "0", 0.0),
        (TWO_BLOCKS, columns("1 1 0 0"), "0", 0.0),
        (TWO_BLOCKS, columns("1 1 1 1"), "0", 1.0),
    ],
)
def test_extreme_encoders_and_settings(joint, encoder, epsilon, expected):
    one = instance(joint, encoder, epsilon)
    assert FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0] == pytest.approx(expected, abs=1e-12)
    value = FINITE_CONTEXTS.quantities["error"](ContextWorld.of_instance(one))
    assert ends(value)[0] <= expected + 1e-9
    assert ends(value)[1] >= expected - 1e-9
    assert ends(value)[1] - ends(value)[0] < 1e-3
