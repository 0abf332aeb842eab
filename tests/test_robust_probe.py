"""The robust probe: conic programmes as a second route, and its own proof of optimality."""

from __future__ import annotations

from typing import Any

import cvxpy as cp
import numpy as np
import pytest
from numpy.typing import NDArray

import contextures as cx
from contextures.risks.balls import ball_of

Array = NDArray[Any]
BALLS = [{"alpha": 1.0}, {"alpha": 0.4}, {"alpha": 0.05}, {"rho": 0.0}, {"rho": 0.2}, {"rho": 3.0}, {"delta": 0.3}]
every_ball = pytest.mark.parametrize("ball", BALLS, ids=str)


def drawn(index: int) -> tuple[cx.Context, Array, Array]:
    rng = np.random.default_rng(index)
    n, d = (5, 1) if index % 2 else (30, 4)
    context = cx.Context.from_table(rng.integers(0, 6, (n, 6)) + np.eye(n, 6) + 0.1)
    return context, rng.normal(size=(n, d)), rng.normal(size=n)


def programme(context: cx.Context, encoder: Array, task: Array, ball: dict[str, float]) -> float:
    p, eta = context.p_x, cp.Variable()
    squares = cp.square(task - encoder @ cp.Variable(encoder.shape[1]) - cp.Variable())
    above = cp.Variable(len(p), nonneg=True)
    ((kind, radius),) = ball.items()
    limits = [above >= squares - eta]
    if kind == "alpha":
        goal = eta + p @ above / radius
    elif kind == "rho":
        goal = eta + np.sqrt(1 + 2 * radius) * cp.norm2(cp.multiply(np.sqrt(p), above))
    else:
        goal = (1 - radius) * eta + p @ above + radius * cp.max(squares)
    return float(cp.Problem(cp.Minimize(goal), limits).solve(solver=cp.CLARABEL))


@pytest.mark.parametrize("ball", [ball for ball in BALLS if ball != {"rho": 0.0}], ids=str)
@pytest.mark.parametrize("index", range(4))
def test_it_is_the_value_of_a_conic_programme(index: int, ball: dict[str, float]) -> None:
    context, encoder, task = drawn(index)
    found = cx.robust_probe(context, encoder, task, **ball)
    assert found.value == pytest.approx(programme(context, encoder, task, ball), rel=1e-5, abs=1e-6)


@every_ball
@pytest.mark.parametrize("index", range(4))
def test_it_proves_itself(index: int, ball: dict[str, float]) -> None:
    context, encoder, task = drawn(index)
    found = cx.robust_probe(context, encoder, task, **ball)
    residual = task - encoder @ found.weights[1:] - found.weights[0]
    assert ball_of(**ball).risk(residual**2, context.p_x) == pytest.approx(found.value)
    refitted = np.sqrt(found.law)[:, None] * np.c_[np.ones(len(task)), encoder, task]
    best, *_ = np.linalg.lstsq(refitted[:, :-1], refitted[:, -1], rcond=1e-11)
    assert ((refitted[:, -1] - refitted[:, :-1] @ best) ** 2).sum() == pytest.approx(found.lower)
    assert -1e-12 <= found.gap <= 1e-8
    assert inside(found.law, context.p_x, ball)
    assert found.value <= cx.transfer_error(context, encoder, task, **ball) + 1e-9


def inside(q: Array, p: Array, ball: dict[str, float]) -> bool:
    """Whether a law is in a ball, to rounding."""
    ((kind, radius),) = ball.items()
    size = {"alpha": (q / p).max() * radius - 1, "rho": (p * (q / p - 1) ** 2).sum() / 2 - radius}
    far = size[kind] if kind in size else np.abs(q - p).sum() / 2 - radius
    return bool(far <= 1e-9 and q.min() >= -1e-12 and abs(q.sum() - 1) <= 1e-9)


def test_without_a_ball_it_is_least_squares() -> None:
    context, encoder, task = drawn(0)
    features, root = np.c_[np.ones(30), encoder], np.sqrt(context.p_x)
    weights, *_ = np.linalg.lstsq(root[:, None] * features, root * task, rcond=None)
    for ball in ({"rho": 0.0}, {"alpha": 1.0}, {"delta": 0.0}):
        assert np.allclose(cx.robust_probe(context, encoder, task, **ball).weights, weights)


@every_ball
def test_a_task_that_is_fitted_costs_nothing(ball: dict[str, float]) -> None:
    context, encoder, _ = drawn(0)
    found = cx.robust_probe(context, encoder, encoder @ [1.0, 2.0, 0.0, -1.0] + 3, **ball)
    assert found.value == found.lower == 0
    assert np.allclose(found.weights, [3.0, 1.0, 2.0, 0.0, -1.0])


@every_ball
def test_dependent_features_change_nothing(ball: dict[str, float]) -> None:
    context, encoder, task = drawn(1)
    twice = np.c_[encoder, encoder, np.ones(len(task))]
    found = cx.robust_probe(context, twice, task, **ball)
    assert found.value == pytest.approx(cx.robust_probe(context, encoder, task, **ball).value, abs=1e-8)


def test_the_largest_residual_is_least_in_the_limit() -> None:
    context, encoder, task = drawn(0)
    found = cx.robust_probe(context, encoder, task, alpha=context.p_x.min())
    shift = cp.Variable(5)
    largest = cp.norm_inf(task - np.c_[np.ones(30), encoder] @ shift)
    chebyshev = cp.Problem(cp.Minimize(largest)).solve(solver=cp.CLARABEL)
    assert found.value == pytest.approx(chebyshev**2, rel=1e-6)


@pytest.mark.parametrize(
    ("ball", "said"),
    [({}, "exactly one of"), ({"alpha": 0}, "alpha is 0"), ({"rho": -1}, "rho is -1"), ({"delta": np.nan}, "delta is")],
)
def test_bad_radii_are_named(ball: dict[str, float], said: str) -> None:
    with pytest.raises(cx.InputError, match=said):
        cx.robust_probe(*drawn(1), **ball)


def test_a_task_is_one_function() -> None:
    context, encoder, _ = drawn(0)
    with pytest.raises(cx.InputError, match="one value for each row"):
        cx.robust_probe(context, encoder, encoder, alpha=0.5)
