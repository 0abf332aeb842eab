"""The exact risks against linear and conic programmes, brute force, exact arithmetic and bad input."""

from __future__ import annotations

import doctest
from fractions import Fraction
from typing import Any

import cvxpy as cp
import numpy as np
import pytest
from flint import fmpq
from numpy.typing import NDArray
from scipy.optimize import linprog, minimize_scalar

import contextures as cx
from contextures.risks import divergences, enclosures, robust, tails

Array = NDArray[Any]


def laws(rng: np.random.Generator, count: int, n: int) -> tuple[Array, Array]:
    """Losses with plateaus and negative values, weights with zeros."""
    losses = rng.integers(-4, 9, (count, n)).astype(float)
    losses[::2] = np.minimum(losses[::2], 5.0)
    weights = rng.integers(0, 6, (count, n)).astype(float)
    weights[:, 0] += 1
    return losses, weights / weights.sum(1, keepdims=True)


def programme(losses: Array, weights: Array, *, alpha: float | None = None, rho: float = 0.0, beta: float = 2) -> float:
    """The largest E_Q ℓ over the ball, as a conic programme."""
    kept = weights > 0
    loss, p = losses[kept], weights[kept]
    ratio = cp.Variable(len(p), nonneg=True)
    limit = (
        ratio <= 1 / alpha if alpha else cp.sum(cp.multiply(p, cp.power(ratio, beta))) <= 1 + beta * (beta - 1) * rho
    )
    problem = cp.Problem(cp.Maximize((p * loss) @ ratio), [p @ ratio == 1, limit])
    return float(problem.solve(solver=cp.CLARABEL))


@pytest.mark.parametrize("seed", range(3))
def test_cvar_is_the_linear_programme(seed: int) -> None:
    rng = np.random.default_rng(seed)
    losses, weights = laws(rng, 12, 6)
    alpha = rng.choice([0.05, 0.3, 0.5, 0.75, 1.0], 12)
    found = cx.cvar(losses, alpha, weights)
    for value, loss, p, level in zip(found, losses, weights, alpha, strict=True):
        done = linprog(-loss, A_eq=np.ones((1, 6)), b_eq=[1.0], bounds=list(zip(0 * p, p / level, strict=True)))
        assert value == pytest.approx(-done.fun, abs=1e-9)


@pytest.mark.parametrize("seed", range(2))
def test_divergences_are_conic_programmes(seed: int) -> None:
    rng = np.random.default_rng(seed)
    losses, weights = laws(rng, 8, 5)
    rho = rng.choice([0.01, 0.2, 1.0, 6.0], 8)
    chi = cx.chi2_risk(losses, rho, weights)
    for beta in (1.5, 2.0, 3.0):
        found = cx.cressie_read_risk(losses, rho, beta, weights)
        for k in range(8):
            assert found[k] == pytest.approx(programme(losses[k], weights[k], rho=rho[k], beta=beta), abs=2e-5)
        if beta == 2:
            assert np.allclose(found, chi, atol=1e-9)


def test_the_general_dual_is_minimal_and_attained() -> None:
    rng = np.random.default_rng(5)
    losses, weights = laws(rng, 20, 6)
    rho, beta = rng.choice([0.03, 0.4, 3.0], 20), rng.choice([1.25, 1.5, 2.0, 4.0], 20)
    law = tails.descending(losses, weights)
    value, eta = divergences.cressie_read_risk(law, rho, beta)
    q = divergences.optimal_law(law, eta, beta)
    assert np.allclose((q * law.losses).sum(1), value, atol=1e-7)
    assert (divergences.divergence(q, law.weights, beta) <= rho * (1 + 1e-6) + 1e-9).all()
    for k in range(20):
        star, scale = beta[k] / (beta[k] - 1), (1 + beta[k] * (beta[k] - 1) * rho[k]) ** (1 / beta[k])

        def dual(at: float, k: int = k, star: float = star, scale: float = scale) -> float:
            above = np.maximum(losses[k] - at, 0.0) ** star
            return float(scale * (weights[k] @ above) ** (1 / star) + at)

        spread = float(np.ptp(losses[k])) + 1
        best = minimize_scalar(dual, bounds=(eta[k] - spread, losses[k].max()), method="bounded").fun
        assert value[k] <= best + 1e-9
        assert value[k] == pytest.approx(dual(float(eta[k])), abs=1e-9)


@pytest.mark.parametrize("beta", [None, 2.0, 3.0])
def test_doro_and_the_infimum_over_a_ball_are_least(beta: float | None) -> None:
    """min over laws of a supremum: the dual of the risk joins the linear constraints in one programme."""
    rng = np.random.default_rng(7)
    for _ in range(6):
        losses, weights = laws(rng, 1, 5)
        loss, p = losses[0], weights[0]
        epsilon, alpha, rho = float(rng.choice([0.0, 0.1, 0.4])), float(rng.choice([0.2, 0.7])), 0.6
        chosen = {"alpha": alpha} if beta is None else {"rho": rho, "beta": beta}

        def risk(law: Array, beta: float | None = beta, loss: Array = loss, chosen: Any = chosen) -> float:
            law = np.maximum(law, 0) / np.maximum(law, 0).sum()
            return float(
                cx.cvar(loss, chosen["alpha"], law)
                if beta is None
                else cx.cressie_read_risk(loss, weights=law, **chosen)
            )

        doro = cx.doro_risk(loss, epsilon, weights=p, **chosen)
        ball = cx.tv_infimum(loss, epsilon, weights=p, **chosen)
        for _ in range(40):
            kept = p - epsilon * _below(rng, p, epsilon)
            assert doro <= risk(kept / (1 - epsilon)) + 1e-9
            moved = p - epsilon * _below(rng, p, epsilon) + epsilon * rng.dirichlet(np.ones(5))
            assert ball <= risk(moved) + 1e-9
        if beta is None:
            assert doro == pytest.approx(_least_cvar(loss, alpha, p, epsilon, ball=False), abs=1e-8)
            assert ball == pytest.approx(_least_cvar(loss, alpha, p, epsilon, ball=True), abs=1e-8)


def _below(rng: np.random.Generator, p: Array, epsilon: float) -> Array:
    """A pmf R with εR ≤ p."""
    if epsilon == 0:
        return p
    share = rng.dirichlet(np.full(len(p), 0.4))
    for _ in range(60):
        share = np.minimum(share, p / epsilon)
        room = p / epsilon - share
        share = share + (1 - share.sum()) * room / room.sum()
    return share


def _least_cvar(loss: Array, alpha: float, p: Array, epsilon: float, ball: bool) -> float:
    """Least CVaR over the laws: its dual has a loss as minimiser, and each leaves a linear programme in the law."""
    best = np.inf
    n = len(loss)
    for eta in np.unique(loss):
        cost = np.maximum(loss - eta, 0) / alpha
        if ball:
            done = linprog(
                np.concatenate([cost, np.zeros(n)]),
                A_ub=np.block([[np.eye(n), -np.eye(n)], [np.zeros((1, n)), np.ones((1, n))]]),
                b_ub=np.concatenate([p, [epsilon]]),
                A_eq=np.concatenate([np.ones((1, n)), np.zeros((1, n))], axis=1),
                b_eq=[1.0],
            )
        else:
            limits = list(zip(0 * p, p / (1 - epsilon), strict=True))
            done = linprog(cost, A_eq=np.ones((1, n)), b_eq=[1.0], bounds=limits)
        best = min(best, done.fun + eta)
    return best


def test_the_worst_group_of_overlapping_groups() -> None:
    losses, weights = np.array([[3.0, -1.0, 2.0]]), np.array([[0.5, 0.25, 0.25]])
    groups = [[True, True, False], [False, True, True], [True, True, True]]
    expected = max(np.average(losses[0], weights=weights[0] * np.array(g)) for g in groups)
    assert cx.worst_group_risk(losses, groups, weights) == pytest.approx([expected])


def test_fractions_in_fraction_out() -> None:
    half, third = Fraction(1, 2), Fraction(1, 3)
    pmf = [third, third, third]
    assert cx.cvar([5, 2, 0], half, pmf) == Fraction(4)
    assert cx.doro_risk([5, 2, 0], Fraction(1, 4), alpha=half) == _doro_tail()
    assert cx.tv_infimum([5, 2, 0], third, alpha=third) == 2
    assert cx.chi2_risk([1, 0], Fraction(1, 8)) == Fraction(3, 4)
    assert cx.worst_group_risk([Fraction(4), 1, 0], [[1, 1, 0], [0, 1, 1]]) == Fraction(5, 2)
    assert isinstance(cx.cvar([5.0, 2.0, 0.0], 0.5), float)


def _doro_tail() -> Fraction:
    """After a quarter of the mass is trimmed from thirds: 1/12 at 5, 1/3 at 2, 1/3 at 0, over 3/4."""
    top = Fraction(1, 12) / Fraction(3, 4)
    return (5 * top + 2 * (Fraction(1, 2) - top)) * 2


def test_exact_and_float_agree() -> None:
    rng = np.random.default_rng(2)
    for _ in range(30):
        n = int(rng.integers(1, 6))
        losses = [int(v) for v in rng.integers(-4, 6, n)]
        counts = [int(v) for v in rng.integers(0, 5, n)]
        counts[0] += 1
        pmf = [Fraction(c, sum(counts)) for c in counts]
        level, rho = Fraction(int(rng.integers(1, 8)), 8), Fraction(int(rng.integers(0, 9)), 4)
        epsilon = Fraction(int(rng.integers(0, 4)), 9)
        floats = [float(p) for p in pmf]
        assert float(cx.cvar(losses, level, pmf)) == pytest.approx(cx.cvar(losses, float(level), floats), abs=1e-12)
        assert float(cx.chi2_risk(losses, rho, pmf)) == pytest.approx(
            cx.chi2_risk(losses, float(rho), floats), abs=1e-9
        )
        assert float(cx.doro_risk(losses, epsilon, rho=rho, weights=pmf)) == pytest.approx(
            cx.doro_risk(losses, float(epsilon), rho=float(rho), weights=floats), abs=1e-9
        )


def test_the_quantile_minimises_the_dual() -> None:
    rng = np.random.default_rng(3)
    losses, weights = laws(rng, 200, 6)
    alpha = rng.integers(1, 12, 200) / 12
    law = tails.descending(losses, weights)
    at = tails.quantile(law, alpha)
    dual = at + (weights * np.maximum(losses - at[:, None], 0)).sum(1) / alpha
    assert np.allclose(dual, cx.cvar(losses, alpha, weights), atol=1e-12)


def test_a_rational_dual_point_and_a_rational_law_enclose_the_risk() -> None:
    law = tails.descending(*(np.array([fmpq(v) for v in row], dtype=object) for row in ([3, 1, 0], [1, 1, 2])))
    law = law._replace(weights=law.weights / 4)
    rho, beta = fmpq(1, 3), fmpq(3)
    floats = tails.Law(*(a.astype(float) for a in law))
    value, eta = divergences.cressie_read_risk(floats, float(rho), float(beta))
    near = fmpq(round(float(eta) * 10**9), 10**9)
    upper, slope = enclosures.dual(law, rho, beta, near)
    assert abs(float(slope.mid())) < 1e-6
    assert abs(float(upper.mid()) - float(value)) < 1e-9
    q = np.array([fmpq(int(v * 10**9), 10**9) for v in divergences.optimal_law(floats, eta, float(beta))], dtype=object)
    q[-1] += 1 - q.sum()
    assert abs(float(enclosures.exact_divergence(q, law.weights, beta)) - float(rho)) < 1e-7


def test_a_small_radius_loses_no_digits() -> None:
    losses, spread = np.array([1.0, 0.0, 3.0]), np.sqrt(np.var([1.0, 0.0, 3.0]))
    for rho in (1e-4, 1e-6, 1e-8):
        assert cx.cressie_read_risk(losses, rho, 2) - 4 / 3 == pytest.approx(np.sqrt(2 * rho) * spread, rel=1e-6)
    assert cx.cressie_read_risk(losses, 0, 3) == pytest.approx(4 / 3)


PMF = [0.5, 0.5]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cx.cvar([1.0, 2.0], 0.5, [0.5, 0.6]), "sums to 1.1"),
        (lambda: cx.cvar([1, 2], Fraction(1, 2), [Fraction(1, 2), Fraction(1, 3)]), "sums to 5/6"),
        (lambda: cx.cvar([1.0, 2.0], 0.5, [1.5, -0.5]), r"weights\[1\] is -0.5"),
        (lambda: cx.cvar([1.0, 2.0], 0.0), "alpha is 0.0"),
        (lambda: cx.cvar([[1.0, 2.0]] * 2, [0.5, 1.5]), r"alpha\[1\] is 1.5"),
        (lambda: cx.cvar([1.0, 2.0], "half"), "alpha is 'half'"),
        (lambda: cx.cvar([np.nan, 2.0], 0.5), r"losses\[0\] is nan"),
        (lambda: cx.cvar([], 0.5), "at least one point"),
        (lambda: cx.cvar([1.0, 2.0], 0.5, [1.0]), "one for each point"),
        (lambda: cx.cvar([[1.0, 2.0]] * 3, [0.5, 0.5]), "do not go together"),
        (lambda: cx.chi2_risk([1.0, 2.0], -1), "rho is -1; a finite number ≥ 0"),
        (lambda: cx.chi2_risk([1.0, 2.0], np.inf), "rho is inf"),
        (lambda: cx.chi2_risk([1.0, 2.0], np.nan), "rho is nan"),
        (lambda: cx.cressie_read_risk([1.0, 2.0], 1.0, 1.0), "beta is 1.0"),
        (lambda: cx.doro_risk([1.0, 2.0], 1.0, alpha=0.5), "epsilon is 1.0"),
        (lambda: cx.doro_risk([1.0, 2.0], 0.1), "exactly one of alpha"),
        (lambda: cx.doro_risk([1.0, 2.0], 0.1, alpha=0.5, rho=1.0), "exactly one of alpha"),
        (lambda: cx.tv_infimum([1.0, 2.0], -0.1, alpha=0.5), "delta is -0.1"),
        (lambda: cx.tv_infimum([1.0, 2.0], np.inf, alpha=0.5), "delta is inf"),
        (lambda: cx.worst_group_risk([1.0, 2.0], [[False, False]]), "group 0 is empty"),
        (lambda: cx.worst_group_risk([1.0, 2.0], [[True, True], [True, False]], [0.0, 1.0]), "group 1 is empty"),
        (lambda: cx.worst_group_risk([1.0, 2.0], [[1, 2]]), "neither true nor false"),
        (lambda: cx.worst_group_risk([1.0, 2.0], [[True]]), "groups has shape"),
    ],
)
def test_bad_input_is_named(call: Any, said: str) -> None:
    with pytest.raises(cx.InputError, match=said):
        call()


def test_examples_of_the_documentation() -> None:
    assert doctest.testmod(robust).failed == 0


def test_a_level_is_one_real_number() -> None:
    for level in (0.5j, [0.5 + 0j]):
        with pytest.raises(cx.InputError, match=r"alpha is .*; a number above 0"):
            cx.cvar([1.0, 2.0], level)
    context = cx.Context.from_table([[3, 1], [1, 3]])
    for use in (
        lambda: cx.boosted_cvar([[1.0, 2.0]], [0.5, 0.5]),  # type: ignore[arg-type]
        lambda: cx.robust_probe(context, [1.0, 2.0], [1.0, 2.0], alpha=[0.5]),
        lambda: cx.worst_transfer_error(context, [1.0, 2.0], 0.5, [0.5]),  # type: ignore[arg-type]
    ):
        with pytest.raises(cx.InputError, match=r"alpha is .*; one number is right"):
            use()
