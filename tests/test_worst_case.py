"""The worst case over compatible tasks in floats: against brute force and a semidefinite programme."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy.optimize import minimize

from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.suprema import quadratic_forms, worst_case
from contextures.measure.worlds.contexts import ContextWorld
from tests.worst_tasks import Array, drawn, general


# ---------------------------------------------------------------------------------------------------------- brute force
def unit(f: Array) -> Array:
    return f / np.linalg.norm(f)


def pulled(f: Array, excess: Array, end: int) -> Array:
    """Mix a unit vector with a coordinate vector until ⟨f, diag(excess) f⟩ reaches 0 from the end's side."""
    sign = np.sign(excess[end])
    goal = np.zeros_like(f)
    goal[end] = 1.0 if f[end] >= 0 else -1.0
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        inside = sign * (excess * unit((1 - middle) * f + middle * goal) ** 2).sum() >= 0
        low, high = (low, middle) if inside else (middle, high)
    return unit((1 - high) * f + high * goal)


def brute_force(a: Array, values: Array, level: float, equality: bool = False) -> float:
    """Maximise ⟨f, Af⟩ over unit f with Σ λ_i f_i² ≥ c (or = c) by a dense grid on the circle, else by many starts."""
    excess, n = values - level, len(values)
    candidates: list[Array] = []
    best = -np.inf
    if n == 1:
        candidates = [np.ones(1)]
    elif n == 2:
        angle = np.linspace(0.0, np.pi, 20_001)
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        slack = circle**2 @ excess
        if not equality and (slack >= 0).any():
            best = np.einsum("ki,ij,kj->k", circle, a, circle)[slack >= 0].max()
        candidates = [pulled(circle[k], excess, int(slack[k] > 0)) for k in np.flatnonzero(slack[:-1] * slack[1:] < 0)]
    else:
        rng = np.random.default_rng(0)
        constraint = {
            "type": "eq" if equality else "ineq",
            "fun": lambda f: (excess * f**2).sum(),
            "jac": lambda f: 2 * excess * f,
        }
        sphere = {"type": "eq", "fun": lambda f: (f**2).sum() - 1, "jac": lambda f: 2 * f}
        for start in rng.normal(size=(40, n)):
            found = minimize(
                lambda f: -f @ a @ f,
                unit(start),
                jac=lambda f: -2 * a @ f,
                method="SLSQP",
                constraints=[constraint, sphere],
                options={"maxiter": 200, "ftol": 1e-13},
            )
            candidates.append(unit(found.x))
    for f in candidates:
        slack = (excess * f**2).sum()
        if slack < 0 or (equality and slack > 0):
            if n == 1 or excess[0] < 0 or (equality and excess[-1] > 0):
                continue
            f = pulled(f, excess, 0 if slack < 0 else n - 1)
        best = max(best, float(f @ a @ f))
    return best


@pytest.mark.parametrize(
    ("n", "m", "d", "count", "gap"),
    [
        (2, 2, 1, 12, 1e-12),
        (3, 3, 1, 15, 1e-8),
        (3, 2, 1, 10, 1e-8),
        (4, 4, 1, 12, 1e-5),
        (4, 3, 2, 12, 1e-5),
        (5, 5, 2, 10, 1e-5),
        (5, 3, 3, 10, 1e-5),
        (5, 3, 1, 15, 1e-5),
    ],
)
def test_error_against_brute_force(n, m, d, count, gap):
    world = drawn(10 * n + d, count, n, m, d)
    objective, values, level = worst_case.coordinates(world)
    error = FINITE_CONTEXTS.quantities["error"](world)
    assert np.isfinite(error).all()
    assert n == 2 or np.ptp(error) > 0.1
    for k in range(count):
        brute = brute_force(objective[k], values[k], level[k])
        assert brute <= error[k] + 1e-9
        assert brute >= error[k] - gap


def test_two_inputs_have_one_task():
    joint = np.array([[[3, 1], [1, 3]]] * 4)
    encoder = np.array([[[1], [0]], [[2], [2]], [[1], [0]], [[2], [2]]])
    epsilon = np.array([[1, 2], [1, 2], [49, 100], [49, 100]])
    world = ContextWorld.of_whole({"joint": joint, "encoder": encoder, "epsilon": epsilon}, {"d": 1})
    np.testing.assert_allclose(FINITE_CONTEXTS.quantities["error"](world), [0, 1, np.nan, np.nan], rtol=0, atol=1e-12)
    np.testing.assert_allclose(
        FINITE_CONTEXTS.quantities["error_at_compatibility"](world), [0, 1, -np.inf, -np.inf], rtol=0, atol=1e-12
    )


@pytest.mark.parametrize(("n", "count", "gap"), [(1, 3, 1e-12), (2, 20, 1e-7), (3, 5, 1e-5), (5, 4, 1e-5)])
def test_any_form_against_brute_force(n, count, gap):
    a, values, level = general(n, count, n)
    values[0] = values[0, 0]
    level[0] = values[0, 0] - 0.1
    solution = quadratic_forms.solve(a, values, level)
    for k in range(count):
        brute = brute_force(a[k], values[k], level[k])
        assert solution.value[k] - gap <= brute <= solution.value[k] + 1e-9


@pytest.mark.parametrize(("n", "count", "gap"), [(1, 6, 1e-12), (2, 25, 1e-7), (3, 6, 1e-5), (4, 5, 1e-5)])
def test_equality_against_brute_force(n, count, gap):
    a, values, level = general(20 + n, count, n)
    if n == 1:
        level[::2] += 0.1
    found = quadratic_forms.solve_with_equality(a, values, level)
    below = 0
    for k in range(count):
        if n == 1 and k % 2 == 0:
            assert found[k] == -np.inf
            continue
        brute = (
            brute_force(a[k], values[k], level[k], equality=True)
            if values[k, 0] > values[k, -1]
            else np.linalg.eigvalsh(a[k])[-1]
        )
        assert found[k] - gap <= brute <= found[k] + 1e-9
        below += found[k] < quadratic_forms.solve(a[k : k + 1], values[k : k + 1], level[k : k + 1]).value[0] - 1e-6
    assert n == 1 or below, "no instance tells equality from inequality"


def test_equality_outside_the_spectrum_has_no_task():
    a = np.stack([np.eye(n) for n in (2, 2)])
    values = np.array([[0.5, 0.25], [0.5, 0.25]])
    np.testing.assert_array_equal(
        quadratic_forms.solve_with_equality(a, values, np.array([0.6, 0.2])), [-np.inf, -np.inf]
    )
    np.testing.assert_allclose(quadratic_forms.solve_with_equality(a, values, np.array([0.5, 0.25])), [1, 1])
    three = np.array([[0.5, 0.4, 0.3]] * 4)
    form = np.diag([1.0, 2.0, 3.0])[None].repeat(4, axis=0)
    found = quadratic_forms.solve_with_equality(form, three, np.array([0.5, 0.3, 0.51, 0.29]))
    np.testing.assert_allclose(found, [1.0, 3.0, -np.inf, -np.inf])


def test_error_at_compatibility_against_brute_force():
    for n, m, d in ((3, 3, 1), (4, 3, 2)):
        world = drawn(n, 5, n, m, d)
        objective, values, level = worst_case.coordinates(world)
        found = FINITE_CONTEXTS.quantities["error_at_compatibility"](world)
        for k in np.flatnonzero(np.isfinite(found)):
            brute = brute_force(objective[k], values[k], level[k], equality=True)
            assert found[k] - 1e-5 <= brute <= found[k] + 1e-9


# --------------------------------------------------------------------------------------------------------------- primal
@pytest.mark.parametrize(("n", "m", "d"), [(2, 2, 1), (3, 4, 1), (4, 3, 2), (6, 6, 3), (8, 5, 2)])
def test_the_task_is_feasible_and_attains_the_value(n, m, d):
    world = drawn(n + m, 60, n, m, d)
    objective, values, level = worst_case.coordinates(world)
    solution = quadratic_forms.solve(objective, values, level)
    f = solution.task
    np.testing.assert_allclose((f**2).sum(1), 1.0, rtol=0, atol=1e-12)
    assert ((values * f**2).sum(1) >= level - 1e-9).all()
    np.testing.assert_allclose(np.einsum("bi,bij,bj->b", f, objective, f), solution.value, rtol=0, atol=1e-9)
    np.testing.assert_allclose(
        FINITE_CONTEXTS.quantities["error_primal"](world), FINITE_CONTEXTS.quantities["error"](world), rtol=0, atol=1e-9
    )
    assert (solution.multiplier >= 0).all()
    inner = np.isfinite(solution.multiplier)
    multiplier = np.where(inner, solution.multiplier, 0.0)[:, None, None]
    shifted = objective + multiplier * (values - level[:, None])[:, :, None] * np.eye(n - 1)
    np.testing.assert_allclose(np.linalg.eigvalsh(shifted[inner])[:, -1], solution.value[inner], rtol=0, atol=1e-9)


def test_the_error_is_at_most_one_and_grows_with_epsilon():
    world = drawn(1, 1, 5, 4, 2)
    grid = np.arange(0, 201)
    fields = {name: np.repeat(world.fields[name], len(grid), axis=0) for name in ("joint", "encoder")}
    swept = ContextWorld({**fields, "epsilon": grid / 200}, {"d": 2}, world.arithmetic)
    error = FINITE_CONTEXTS.quantities["error"](swept)
    possible = grid / 200 >= 1 - float(world.singular_values[0][0])
    assert (np.isnan(error) == ~possible).all()
    assert ((error[possible] >= -1e-12) & (error[possible] <= 1 + 1e-12)).all()
    assert (np.diff(error[possible]) >= -1e-12).all()
    assert np.ptp(error[possible]) > 0.3


def test_semidefinite_programme_gives_the_same_value():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cvxpy = pytest.importorskip("cvxpy")
        world = drawn(77, 3, 5, 4, 2)
        objective, values, level = worst_case.coordinates(world)
        for k, expected in enumerate(FINITE_CONTEXTS.quantities["error"](world)):
            x = cvxpy.Variable((4, 4), PSD=True)
            constraints = [cvxpy.trace(x) == 1, cvxpy.trace(np.diag(values[k]) @ x) >= level[k]]
            value = cvxpy.Problem(cvxpy.Maximize(cvxpy.trace(objective[k] @ x)), constraints).solve()
            assert value == pytest.approx(expected, abs=1e-5)
