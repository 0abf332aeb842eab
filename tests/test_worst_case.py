"""The worst case over compatible tasks: against brute force, closed forms, a semidefinite programme; exact bounds."""

from __future__ import annotations

import warnings
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import pytest
from flint import arb, fmpq
from numpy.typing import NDArray
from scipy.optimize import minimize

from contextures.exact.numbers import Bracket, NotCertifiable, UndefinedError, ball, rational
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.encoding import fractions
from contextures.measure.instance import Instance
from contextures.measure.suprema import worst_case
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.search.draws.laws import contrasts

Array = NDArray[Any]


# ------------------------------------------------------------------------------------------------------- brute force
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


def drawn(seed: int, count: int, n: int, m: int, d: int) -> ContextWorld:
    rng = np.random.default_rng(seed)
    joint = rng.integers(0, 9, (count, n, m)) + (rng.random((count, n, m)) < 0.5)
    joint[:, :, 0] += joint.sum(2) == 0
    joint[:, 0, :] += joint.sum(1) == 0
    modes = ContextWorld.of_whole({"joint": joint}, {"d": d}).left_modes.functions
    order = rng.permuted(np.tile(np.arange(n - 1), (count, 1)), axis=1)[:, None, :d]
    near = np.rint(
        4 * np.take_along_axis(modes, np.where(rng.random((count, 1, 1)) < 0.6, np.sort(order), order), axis=2)
    )
    padded = np.concatenate([near, np.zeros((count, n, d - near.shape[2]))], axis=2).astype(np.int64)
    fields = {"joint": joint, "encoder": padded + rng.integers(-2, 3, (count, n, d))}
    s_1 = np.array(ContextWorld.of_whole(fields, {"d": d}).singular_values[0])
    above = np.ceil(np.clip(1 - s_1, 0, 1) * 1000)
    numerator = np.minimum(1000, above + np.rint((1000 - above) * rng.random(count) ** 4)).astype(np.int64)
    fields["epsilon"] = np.stack([numerator, np.full(count, 1000)], axis=1)
    return ContextWorld.of_whole(fields, {"d": d})


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


def general(seed: int, count: int, n: int) -> tuple[Array, Array, Array]:
    """Any symmetric form, a spectrum with repeated values now and then, and a level inside it."""
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(count, n, n))
    a = a + a.transpose(0, 2, 1)
    values = -np.sort(-rng.integers(0, 5, (count, n)) / 4, axis=1)
    level = values[:, -1] + (values[:, 0] - values[:, -1]) * rng.uniform(0.02, 0.98, count)
    return a, values, level


@pytest.mark.parametrize(("n", "count", "gap"), [(1, 3, 1e-12), (2, 20, 1e-7), (3, 5, 1e-5), (5, 4, 1e-5)])
def test_any_form_against_brute_force(n, count, gap):
    a, values, level = general(n, count, n)
    values[0] = values[0, 0]
    level[0] = values[0, 0] - 0.1
    solution = worst_case.solve(a, values, level)
    for k in range(count):
        brute = brute_force(a[k], values[k], level[k])
        assert solution.value[k] - gap <= brute <= solution.value[k] + 1e-9


@pytest.mark.parametrize(("n", "count", "gap"), [(1, 6, 1e-12), (2, 25, 1e-7), (3, 6, 1e-5), (4, 5, 1e-5)])
def test_equality_against_brute_force(n, count, gap):
    a, values, level = general(20 + n, count, n)
    if n == 1:
        level[::2] += 0.1
    found = worst_case.solve_with_equality(a, values, level)
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
        below += found[k] < worst_case.solve(a[k : k + 1], values[k : k + 1], level[k : k + 1]).value[0] - 1e-6
    assert n == 1 or below, "no instance tells equality from inequality"


def test_equality_outside_the_spectrum_has_no_task():
    a = np.stack([np.eye(n) for n in (2, 2)])
    values = np.array([[0.5, 0.25], [0.5, 0.25]])
    np.testing.assert_array_equal(worst_case.solve_with_equality(a, values, np.array([0.6, 0.2])), [-np.inf, -np.inf])
    np.testing.assert_allclose(worst_case.solve_with_equality(a, values, np.array([0.5, 0.25])), [1, 1])
    three = np.array([[0.5, 0.4, 0.3]] * 4)
    form = np.diag([1.0, 2.0, 3.0])[None].repeat(4, axis=0)
    found = worst_case.solve_with_equality(form, three, np.array([0.5, 0.3, 0.51, 0.29]))
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
    solution = worst_case.solve(objective, values, level)
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


# ---------------------------------------------------------------------------------------------- closed forms and edges
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
    found = worst_case.solve(a, values, level).value
    expected = np.sin(np.minimum(angle + np.arcsin(sine), np.pi / 2)) ** 2
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9)


def test_at_the_edge_only_the_top_eigenspace_counts():
    v = np.array([0.6, 0.0, 0.8, 0.0])
    a = (np.eye(4) - np.outer(v, v))[None].repeat(3, axis=0)
    values = np.array([[0.81, 0.5, 0.2, 0.1], [0.81, 0.81, 0.2, 0.1], [0.81, 0.81, 0.81, 0.81]])
    solution = worst_case.solve(a, values, np.full(3, 0.81))
    np.testing.assert_allclose(solution.value, [1 - 0.36, 1.0, 1.0], rtol=0, atol=1e-12)
    assert np.isposinf(solution.multiplier).all()
    np.testing.assert_allclose((values * solution.task**2).sum(1), 0.81, rtol=0, atol=1e-12)
    repeated = (np.eye(3) - np.diag([1.0, 1.0, 0.0]))[None]
    assert worst_case.solve(repeated, np.array([[0.81, 0.81, 0.1]]), np.array([0.81])).value == pytest.approx(
        [0.0], abs=1e-12
    )


def test_beyond_the_edge_there_is_no_task():
    solution = worst_case.solve(np.eye(2)[None], np.array([[0.5, 0.2]]), np.array([0.51]))
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
    solution = worst_case.solve(a, values, level, worst_case.EDGE * np.abs(level))
    f = solution.task
    assert (((values - level[:, None]) * f**2).sum(1) >= -1e-12).all()
    np.testing.assert_allclose(np.einsum("bi,bij,bj->b", f, a, f), solution.value, rtol=0, atol=1e-11)
    np.testing.assert_allclose((f**2).sum(1), 1.0, rtol=0, atol=1e-12)
    assert (solution.multiplier >= 0).all()
    assert np.isfinite(solution.multiplier).all()
    assert (solution.multiplier > 0).sum() > 10


def test_the_scale_of_the_spectrum_does_not_matter():
    a, values, level = general(5, 30, 4)
    plain = worst_case.solve(a, values, level).value
    for scale in (1e-6, 1e-12):
        np.testing.assert_allclose(worst_case.solve(a, scale * values, scale * level).value, plain, rtol=0, atol=1e-9)


LAW = [["4", "1", "0"], ["1", "2", "1"], ["0", "1", "6"], ["2", "1", "1"]]
BASIS = [["1", "0", "0"], ["0", "1", "0"], ["0", "0", "1"], ["0", "0", "0"]]
IDENTITY = [["1", "0", "0", "0"], ["0", "2", "0", "0"], ["0", "0", "3", "0"], ["0", "0", "0", "4"]]
TWO_BLOCKS = [["1", "1", "0", "0"], ["1", "1", "0", "0"], ["0", "0", "3", "1"], ["0", "0", "1", "3"]]


def instance(joint: Any, encoder: Any, epsilon: str) -> Instance:
    return FINITE_CONTEXTS.read({"joint": joint, "encoder": encoder, "epsilon": epsilon, "d": len(encoder[0])})


def columns(*values: str) -> list[list[str]]:
    return [list(row) for row in zip(*(value.split() for value in values), strict=True)]


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


# -------------------------------------------------------------------------------------------------------------- exact
def ends(value: Any) -> tuple[float, float]:
    if isinstance(value, Bracket):
        return float(value.lo), float(value.hi)
    if isinstance(value, arb):
        return float(value.lower()), float(value.upper())
    return float(value), float(value)


def random_instances(seed: int, count: int, n: int, m: int, d: int) -> list[Instance]:
    world = drawn(seed, count, n, m, d)
    scaled = [world.fields["joint"][k] * 10**6 for k in range(count)]
    return [
        ContextWorld.instance(
            {
                "joint": fractions(np.rint(scaled[k]).astype(np.int64)),
                "encoder": fractions(world.fields["encoder"][k].astype(np.int64)),
                "epsilon": Fraction(float(world.fields["epsilon"][k])).limit_denominator(1000) + Fraction(1, 1000),
            },
            {"d": d},
        )
        for k in range(count)
        if world.fields["epsilon"][k] < 0.999
    ]


@pytest.mark.parametrize(("n", "m", "d"), [(2, 2, 1), (3, 3, 1), (4, 3, 2), (5, 5, 1), (6, 4, 3)])
def test_exact_bounds_hold_the_float_value(n, m, d):
    widths = []
    for one in random_instances(n, 12, n, m, d):
        exact = ContextWorld.of_instance(one)
        error = FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0]
        witness = worst_case.find_witness(exact)
        assert witness["task"] is not None
        low, high = ends(worst_case.bounds(exact, witness))
        assert low - 1e-9 <= error <= high + 1e-9
        assert 0 <= low <= high <= 1
        assert high - error < 1e-8, "the dual is not sharp"
        widths.append(high - low)
    assert len(widths) >= 8
    assert max(widths) < 2e-3


def test_the_dual_point_of_a_rational_spectrum_is_exact_whatever_epsilon():
    laws, tried = contrasts(np.random.default_rng(2), 24, 5, 5), 0
    for weights, modes in zip(laws.weights, laws.modes, strict=True):
        s_1, _, s_3, *_ = ContextWorld.of_whole({"joint": weights[None]}, {"d": 2}).singular_values
        if s_1[0] - s_3[0] < 1e-6:
            continue
        epsilon = Fraction(float(1 - 0.6 * s_1[0] - 0.4 * s_3[0])).limit_denominator(99_991)
        fields = {"joint": fractions(weights), "encoder": fractions(modes[:, :2]), "epsilon": epsilon}
        exact = ContextWorld.of_instance(ContextWorld.instance(fields, {"d": 2}))
        found = worst_case.bounds(exact, worst_case.find_witness(exact))
        high = found.hi if isinstance(found, Bracket) else found
        assert high == FINITE_CONTEXTS.quantities["error_contexture"](exact)
        tried += 1
    assert tried >= 15


def test_primal_witnesses_are_sharp():
    widths = []
    for one in random_instances(4, 12, 4, 3, 2):
        exact = ContextWorld.of_instance(one)
        low, high = ends(worst_case.bounds(exact, worst_case.find_witness(exact)))
        widths.append(high - low)
    assert max(widths) < 1e-6


@pytest.mark.parametrize(("n", "m", "d"), [(3, 3, 1), (4, 4, 2), (5, 3, 2)])
def test_exact_bounds_for_equality_are_above_the_float_value(n, m, d):
    seen = 0
    for one in random_instances(n + 30, 12, n, m, d):
        value = FINITE_CONTEXTS.quantities["error_at_compatibility"](ContextWorld.of_floats(one))[0]
        exact = ContextWorld.of_instance(one)
        found = FINITE_CONTEXTS.quantities["error_at_compatibility"](exact)
        if np.isneginf(value):
            assert not isinstance(found, Bracket) or not np.isfinite(ends(found)[0])
            continue
        seen += 1
        assert float(found.hi) >= value - 1e-9
        if n >= 4:
            assert float(found.hi) <= value + 1e-8
        witness = exact.witnesses["error_at_compatibility"]
        assert Fraction(witness["eta"]) < 0 or float(found.hi) == pytest.approx(
            FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0], abs=1e-8
        )
    assert seen >= 5


def test_a_negative_multiplier_is_for_equality_only():
    one = instance(LAW, columns("1 0 2 0"), "3/5")
    exact = ContextWorld.of_instance(one)
    witness = {"eta": "-1/1000", "t": "1", "task": None}
    shifted = {"eta": "-1", "t": "2", "task": None}
    for wrong in (witness, shifted):
        with pytest.raises(NotCertifiable):
            worst_case.bounds(exact, wrong)
    assert float(worst_case.bounds(exact, shifted, equality=True).hi) == 2


@pytest.mark.parametrize("n", [3, 4])
def test_wrong_witnesses_are_rejected(n):
    tried = 0
    for one in random_instances(n + 50, 8, n, 3, 1):
        exact = ContextWorld.of_instance(one)
        right = worst_case.find_witness(exact)
        bracket = worst_case.bounds(exact, right)
        error = FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0]
        if error > 1e-6:
            low = {**right, "t": str(rational(Fraction(float(error)).limit_denominator(10**9) - Fraction(1, 10**7)))}
            with pytest.raises(NotCertifiable):
                worst_case.bounds(exact, low)
        with pytest.raises(NotCertifiable):
            worst_case.bounds(exact, {**right, "eta": str(-Fraction(right["eta"]) - 1)})
        with pytest.raises(NotCertifiable):
            worst_case.bounds(exact, {**right, "task": ["1"] * n})
        seen = ContextWorld.of_floats(one)
        level = (1 - float(one.fields["epsilon"])) ** 2
        rho = np.zeros(1) if n - 1 > 2 else seen.singular_values[-1] ** 2
        if rho[0] < level - 1e-6:
            tried += 1
            last = seen.left_modes.functions[0, :, -1]
            outside = [str(Fraction(float(v)).limit_denominator(10**6)) for v in last]
            assert worst_case.primal_value(exact, np.array([rational(v) for v in outside], dtype=object)) is None
            with pytest.raises(NotCertifiable):
                worst_case.bounds(exact, {**right, "task": outside})
        loose = worst_case.bounds(exact, {"eta": "0", "t": "3/2", "task": None})
        assert (loose.lo, loose.hi) == (fmpq(0), fmpq(3, 2))
        assert ends(bracket)[1] <= 1
    assert tried >= 2


def test_a_missing_witness_is_not_searched_for():
    one = instance(LAW, columns("1 0 2 0"), "3/5")
    with pytest.raises(NotCertifiable):
        FINITE_CONTEXTS.quantities["error"](ContextWorld.of_instance(one, {}))
    found = ContextWorld.of_instance(one)
    value = FINITE_CONTEXTS.quantities["error"](found)
    assert FINITE_CONTEXTS.quantities["error"](ContextWorld.of_instance(one, found.witnesses)) == value


def test_dual_points_exactly():
    one = instance(LAW, columns("1 0 2 0"), "3/5")
    exact = ContextWorld.of_instance(one)
    assert worst_case.is_dual_point(exact, fmpq(0), fmpq(1))
    assert not worst_case.is_dual_point(exact, fmpq(0), fmpq(1) - fmpq(1, 10**40))
    assert worst_case.is_dual_point(exact, fmpq(1), fmpq(2))
    assert not worst_case.is_dual_point(exact, fmpq(1), fmpq(1, 2))


@pytest.mark.parametrize(
    ("joint", "encoder", "epsilon"),
    [
        (TWO_BLOCKS, columns("1 0 2 0"), "0"),
        (IDENTITY, columns("1 0 2 0"), "0"),
        (
            [["2", "1", "0", "0"], ["1", "2", "0", "0"], ["0", "0", "1", "0"], ["0", "0", "0", "2"]],
            columns("1 0 2 0", "0 1 4 4"),
            "0",
        ),
        ([["3", "1"], ["1", "3"], ["3", "1"], ["1", "3"]], columns("1 0 5 1"), "1/2"),
        ([["1", "2"], ["2", "4"], ["3", "6"]], columns("1 0 5"), "1"),
    ],
)
def test_the_exact_value_at_the_edge(joint, encoder, epsilon):
    one = instance(joint, encoder, epsilon)
    exact = ContextWorld.of_instance(one)
    value = worst_case.edge_value(exact)
    assert value is not None
    seen = ContextWorld.of_floats(one)
    objective, values, _ = worst_case.coordinates(seen)
    top = np.abs(values[0] - values[0, 0]) < 1e-9
    expected = np.linalg.eigvalsh(objective[0][np.ix_(top, top)])[-1]
    low, high = ends(value)
    assert low - 1e-12 <= expected <= high + 1e-12
    assert high - low < 1e-12
    assert FINITE_CONTEXTS.quantities["error"](seen)[0] == pytest.approx(expected, abs=1e-9)
    assert ends(worst_case.exact_value(ContextWorld.of_instance(one, {}), "error")) == (low, high)


@pytest.mark.parametrize(
    ("joint", "encoder", "epsilon"),
    [
        ([["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]], columns("1 0 5"), "1/3"),
        ([["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]], columns("1 0 5"), "0"),
        ([["1", "2"], ["2", "1"], ["3", "1"], ["1", "1"]], columns("1 0 5 2", "0 1 1 1"), "1"),
        (IDENTITY, columns("1 0 5 2"), "0"),
    ],
)
def test_the_exact_value_at_either_edge_with_equality(joint, encoder, epsilon):
    one = instance(joint, encoder, epsilon)
    expected = FINITE_CONTEXTS.quantities["error_at_compatibility"](ContextWorld.of_floats(one))[0]
    low, high = ends(worst_case.exact_value(ContextWorld.of_instance(one, {}), "error_at_compatibility", equality=True))
    assert low - 1e-9 <= expected <= high + 1e-9
    assert high - low < 1e-12


def test_there_is_no_edge_value_elsewhere():
    square = [["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]]
    second = instance(square, columns("1 0 2"), "1/3")
    assert ContextWorld.of_instance(second).arithmetic.eigenvalues(ContextWorld.of_instance(second).operator_x, None)[
        1
    ] == fmpq(4, 9)
    assert worst_case.edge_value(ContextWorld.of_instance(second)) is None
    assert worst_case.edge_value(ContextWorld.of_instance(instance(square, columns("1 0 2"), "1/1000000"))) is None
    assert worst_case.edge_value(ContextWorld.of_instance(instance(LAW, columns("1 0 2 0"), "0"))) is None
    assert worst_case.edge_value(ContextWorld.of_instance(instance(LAW, columns("1 0 2 0"), "1"))) is None


def test_just_above_the_edge_exactly():
    square = [["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]]
    for epsilon in ("1/1000000", "1/1000"):
        one = instance(square, columns("1 0 2"), epsilon)
        low, high = ends(FINITE_CONTEXTS.quantities["error"](ContextWorld.of_instance(one)))
        error = FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0]
        assert low - 1e-9 <= error <= high + 1e-9
        assert high - error < 1e-7


def test_primal_values_are_exact():
    exact = ContextWorld.of_instance(instance(TWO_BLOCKS, columns("1 0 0 0"), "1/4"))
    with flint.ctx.workprec(53):
        task = np.array([rational(v) for v in ("1", "1", "0", "0")], dtype=object)
        value = worst_case.primal_value(exact, task)
    phi, f, p = np.array([1.0, 0, 0, 0]), np.array([1.0, 1, 0, 0]), np.array([2, 2, 4, 4]) / 12
    phi, f = phi - p @ phi, f - p @ f
    rest = f - phi * (p @ (phi * f)) / (p @ phi**2)
    assert isinstance(value, fmpq)
    assert float(value) == pytest.approx((p @ rest**2) / (p @ f**2), abs=1e-15)
    assert ball(value).contains(value)
    assert worst_case.primal_value(exact, np.array([fmpq(7)] * 4, dtype=object)) is None


@pytest.mark.parametrize("witness", [None, {"eta": "1000000", "t": "0", "task": None}])
def test_without_compatible_tasks_the_exact_error_is_undefined(witness):
    one = instance(LAW, columns("1 0 2 0"), "1/1000")
    assert np.isnan(FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0])
    with pytest.raises((UndefinedError, NotCertifiable)):
        FINITE_CONTEXTS.quantities["error"](
            ContextWorld.of_instance(one, None if witness is None else {"error": witness})
        )
