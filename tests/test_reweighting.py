"""Chapter 6 on reweighted linear models: verdicts, back ends, and each quantity by a second route."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import cvxpy as cp
import numpy as np
import pytest
from numpy.typing import NDArray

import contextures as cx
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import ball
from contextures.measure.domain import REWEIGHTED_SAMPLES
from contextures.measure.encoding import fractions
from contextures.measure.worlds.reweighting import SampleWorld
from contextures.risks import reweighting
from contextures.verify.search.draws import supply_of

Array = NDArray[Any]
QUANTITIES = REWEIGHTED_SAMPLES.quantities


@pytest.fixture(scope="module")
def report(searched: Callable[..., cx.Report]) -> cx.Report:
    return searched("shift.grw-*")


def test_what_stands(report: cx.Report) -> None:
    constant = report["shift.grw-regularised", "printed"]
    assert constant.verdict == "constant"
    assert constant.parts[0].constant is not None
    assert np.sqrt(2) - 1e-3 <= constant.parts[0].constant[1] <= np.sqrt(2) + 1e-9
    assert all(r is constant or r.verdict in {"unrefuted", "argued", "proved"} for r in report.results)
    assert sum(part.undecided for r in report.results for part in r.parts) == 0


def test_floats_and_exact_numbers_agree() -> None:
    supply, compared = supply_of(REWEIGHTED_SAMPLES), set()
    for index, family in enumerate(supply.families):
        rng = np.random.default_rng(index)
        for n in (2, 3):
            sizes = {"n": n, "p": 3, "a": 2}
            batch, _ = supply.draw(rng, family, 3, sizes, REWEIGHTED_SAMPLES.fields - {"inputs"})
            for k in range(3):
                instance = batch.instance(k)
                floats, exact = SampleWorld.of_floats(instance), SampleWorld.of_instance(instance)
                for name, quantity in QUANTITIES.items():
                    try:
                        precise = quantity(exact)
                    except ArithmeticError:
                        continue
                    with np.errstate(all="ignore"):
                        rough = quantity(floats)
                    pairs = zip(precise, rough, strict=True) if isinstance(precise, list) else [(precise, rough)]
                    compared.add(name)
                    for p, r in pairs:
                        if ball(p).is_nan():
                            continue
                        close = pytest.approx(float(ball(p).mid()), rel=1e-6, abs=1e-6)
                        assert float(np.ravel(r)[0]) == close, (name, instance.to_json())
    assert compared == set(QUANTITIES)


def world(a: int = 1, **fields: Any) -> SampleWorld:
    values = {name: Fraction(v) if np.ndim(v) == 0 else fractions(v) for name, v in fields.items()}
    return SampleWorld.of_floats(SampleWorld.instance(values, {"a": a}))


def value(name: str, seen: SampleWorld) -> float:
    return float(np.ravel(QUANTITIES[name](seen))[0])


def test_the_maximal_margin_is_the_quadratic_programme() -> None:
    rng = np.random.default_rng(0)
    for _ in range(6):
        inputs, labels = rng.integers(-4, 5, (3, 4)), rng.choice([-1, 1], 3)
        if np.linalg.matrix_rank(inputs) < 3:
            continue
        theta = cp.Variable(4)
        problem = cp.Problem(cp.Minimize(cp.sum_squares(theta)), [cp.multiply(labels, inputs @ theta) >= 1])
        problem.solve(solver=cp.CLARABEL)
        seen = world(inputs=inputs, labels=labels)
        assert value("gamma_square", seen) == pytest.approx(1 / problem.value, rel=1e-6)


def test_the_regularised_solution_minimises_the_weighted_risk() -> None:
    inputs, labels, start, q = [[1, 2, 0], [0, 1, 3]], [2, -1], [1, 0, 1], [3, 1]
    seen = world(inputs=inputs, labels=labels, start=start, sample_weights=q, ridge="1/10")
    x, solutions = np.array(inputs, dtype=float), []
    for weights in (np.array([0.75, 0.25]), np.array([0.5, 0.5])):
        system = x.T @ (weights[:, None] * x) + 0.1 * np.eye(3)
        solutions.append(np.linalg.solve(system, x.T @ (weights * labels) + 0.1 * np.array(start)))
    assert value("penalised_distance", seen) == pytest.approx(float(np.linalg.norm(solutions[0] - solutions[1])))
    risks = [float(np.mean((x @ theta - labels) ** 2) / 2) for theta in solutions]
    assert value("penalised_risk", seen) == pytest.approx(max(risks))
    erm = np.array(start) + np.linalg.pinv(x) @ (labels - x @ np.array(start))
    assert value("solution_distance", seen) == pytest.approx(float(np.linalg.norm(solutions[0] - erm)))
    assert value("final_risk", seen) == pytest.approx(risks[0])


def test_the_bound_on_the_regularised_solution_is_attained_under_any_weights() -> None:
    """Labels whose residuals are an eigenvector v of the least eigenvalue: y = Xθ⁽⁰⁾ − (GQ/μ + I)v, r = v."""
    x, mu = np.array([[2.0, 0.0, 1.0], [0.0, 1.0, 1.0]]), 0.3
    gram = x @ x.T
    values, vectors = np.linalg.eigh(gram)
    for q in ([0.5, 0.5], [0.9, 0.1]):
        labels = -(gram @ np.diag(q) / mu + np.eye(2)) @ vectors[:, 0]
        one = {"inputs": x, "labels": labels, "start": np.zeros(3), "sample_weights": np.array(q)}
        fields = {name: array[None] for name, array in one.items()} | {"ridge": np.array([mu])}
        seen = SampleWorld(fields, {"a": 1}, Floats())
        bound = np.sqrt(4 * value("final_risk", seen) / values[0])
        assert value("solution_distance", seen) == pytest.approx(bound)


def test_the_constant_of_two_penalised_solutions_is_approached() -> None:
    """n = 3. Residuals a and b under q and equal weights occur for some G and μ iff ⟨b−a, Qa−b/n⟩ > 0.

    The ratio ‖θ_q−θ_ERM‖²λ_min(G)/max(‖a‖², ‖b‖²) then reaches (‖b−a‖ cos)² for the angle of these two vectors.
    """
    n, small = 3, 1e-6
    root = np.sqrt(8) / 3
    a, b = np.array([-1 / 3 - small * 2 / 3, -root, 0.0]), np.array([-1.0, -3 * small * root, 0.0])
    v = np.array([1.0, 0.0, 0.0]) * a - b / n
    gain = (b - a) @ v
    assert gain > 0
    assert gain**2 / (v @ v) / max(a @ a, b @ b) == pytest.approx(2 * (1 - 1 / n), abs=1e-5)


def test_polynomial_tails_on_orthogonal_samples_have_a_closed_form() -> None:
    """For x_i = e_i the flow θ_i' = a q_i θ_i^{−a−1} has θ_i ∝ q_i^{1/(a+2)}."""
    for a in (1, 2, 3):
        seen = world(a, inputs=[[1, 0], [0, 1]], labels=[1, 1], sample_weights=[1, 4], sample_weights_other=[1, 1])
        first = np.array([0.2, 0.8]) ** (1 / (a + 2))
        first /= np.linalg.norm(first)
        assert value("tail_gap", seen) == pytest.approx(float(((first - np.sqrt(0.5)) ** 2).sum()), rel=1e-6)


# ------------------------------------------------------------------------------------------------------- rules and runs
X = np.array([[2.0, 0.0, 1.0, 0.0], [0.0, 1.0, 1.0, 1.0], [1.0, -1.0, 0.0, 2.0]])
Y = np.array([1.0, -2.0, 0.5])


@pytest.mark.parametrize(
    "rule",
    [
        reweighting.fixed([0.7, 0.2, 0.1]),
        reweighting.group_dro([[1, 1, 0], [0, 1, 1]]),
        reweighting.worst_share(0.5),
        reweighting.cyclic,
        reweighting.random(),
        reweighting.vanishing(0.5),
    ],
    ids=["importance", "group-dro", "cvar", "cyclic", "random", "slowly-vanishing"],
)
def test_every_rule_that_fits_the_samples_ends_at_erm(rule: reweighting.Rule) -> None:
    found = reweighting.reweighted_descent(X, Y, rule, 6000, start=[1.0, 0.0, 0.0, -1.0])
    assert found.risk < 1e-6
    assert found.distance <= np.sqrt(6 * found.risk / np.linalg.eigvalsh(X @ X.T)[0]) + 1e-12


def test_weights_that_settle_send_the_risk_to_zero_below_the_step_size_and_not_above_it() -> None:
    limit = np.array([0.6, 0.3, 0.1])

    def settling(t: int, losses: Array) -> Array:
        wild = np.eye(3)[t % 3]
        return np.asarray(limit + (wild - limit) / (1 + t))

    largest = 2 / np.linalg.eigvals(X @ X.T @ np.diag(limit)).real.max()
    assert reweighting.reweighted_descent(X, Y, settling, 4000, step=0.9 * largest).risk < 1e-12
    assert reweighting.reweighted_descent(X, Y, settling, 4000, step=1.01 * largest).risk > 1


def test_rules_that_heed_the_loss_need_neither_positive_weights_nor_a_limit() -> None:
    """The worst sample alone, at a step close to 2/λ_max: rᵀG⁻¹r falls by the rate that κ = 1 promises."""

    def worst(t: int, losses: Array) -> Array:
        return np.asarray(np.eye(3)[int(losses.argmax())])

    values = np.linalg.eigvalsh(X @ X.T)
    step, steps = 1.5 / values[-1], 400
    rate = 1 - step * (2 - step * values[-1]) * values[0] / 3
    found = reweighting.reweighted_descent(X, Y, worst, steps, step=step)
    start = np.linalg.norm(np.linalg.pinv(X) @ Y)
    assert found.distance <= rate ** (steps / 2) * start + 1e-12


def test_weights_that_vanish_fast_leave_their_sample_unfitted() -> None:
    found = reweighting.reweighted_descent(X, Y, reweighting.vanishing(3.0), 6000)
    assert found.risk > 1e-3
    assert found.distance > 1e-2


def test_the_flow_finds_the_maximal_margin_under_any_weights() -> None:
    labels = np.array([1.0, 1.0, -1.0])
    theta = cp.Variable(4)
    cp.Problem(cp.Minimize(cp.sum_squares(theta)), [cp.multiply(labels, X @ theta) >= 1]).solve(solver=cp.CLARABEL)
    best = theta.value / np.linalg.norm(theta.value)
    for weights in ([1 / 3] * 3, [0.98, 0.01, 0.01]):
        gaps = np.linalg.norm(reweighting.logistic_flow(X, labels, weights, [10.0, 100.0, 10_000.0]) - best, axis=1)
        assert gaps[0] > gaps[1] > gaps[2]
        assert gaps[2] < 1e-3


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: reweighting.reweighted_descent(X, Y[:2], reweighting.cyclic, 1), "have shapes"),
        (lambda: reweighting.reweighted_descent(X, [1, np.nan, 0], reweighting.cyclic, 1), r"y\[1\] is nan"),
        (lambda: reweighting.reweighted_descent(X, Y, lambda t, losses: losses * 0, 1), "simplex"),
        (lambda: reweighting.fixed([0.5, 0.6]), "sums to"),
        (lambda: reweighting.group_dro([[0, 0], [1, 1]]), "empty row"),
        (lambda: reweighting.worst_share(0.0), "alpha is 0.0"),
        (lambda: reweighting.logistic_flow(X, [1, 1, -1], [1.0, 0.0, 0.0], [1.0]), "positive weight"),
    ],
)
def test_bad_input_is_named(call: Any, said: str) -> None:
    with pytest.raises(cx.InputError, match=said):
        call()
