"""Risks near a law for a batch of losses at once, against a programme for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from benchmarks.measure import Row, seconds
from contextures import chi2_risk, cressie_read_risk, cvar, doro_risk

Array = NDArray[np.float64]
Risk = Callable[[Array, Array], Any]

COUNT, POINTS = 20_000, 50
"""Laws of a batch, and points of each."""
SOLVED = 10
"""Programmes that are solved; the rest is taken to cost the same."""
ALPHA, RHO, BETA, EPSILON = 0.2, 0.5, 3.0, 0.1
TARGET = 100
"""How many times faster a batch is to be."""


def rows() -> Iterator[Row]:
    """Measure each risk after comparing it with its programme; the conic ones only where cvxpy is installed."""
    rng = np.random.default_rng(0)
    losses, weights = rng.normal(size=(COUNT, POINTS)) ** 2, rng.dirichlet(np.ones(POINTS), COUNT)
    risks: dict[tuple[str, str], tuple[Risk, Risk]] = {
        ("CVaR", "HiGHS"): (lambda a, p: cvar(a, ALPHA, p), _tail),
        ("DORO-CVaR", "HiGHS"): (lambda a, p: doro_risk(a, EPSILON, alpha=ALPHA, weights=p), _kept),
    }
    if find_spec("cvxpy") is not None:
        risks["χ²", "Clarabel"] = lambda a, p: chi2_risk(a, RHO, p), _ball(2.0)
        risks["Cressie–Read, β = 3,", "Clarabel"] = lambda a, p: cressie_read_risk(a, RHO, BETA, p), _ball(BETA)
    for (name, solver), (risk, programme) in risks.items():
        yield _row(name, solver, losses, weights, risk, programme)


def _row(name: str, solver: str, losses: Array, weights: Array, risk: Risk, programme: Risk) -> Row:
    some = list(zip(losses[:SOLVED], weights[:SOLVED], strict=True))
    expected = np.array([programme(*law) for law in some])
    if not np.allclose(risk(losses[:SOLVED], weights[:SOLVED]), expected, rtol=1e-4):
        raise AssertionError(f"{name}: the programme has another value")
    ours = seconds(lambda: risk(losses, weights), 2) / COUNT
    theirs = seconds(lambda: [programme(*law) for law in some], 1) / SOLVED
    return Row(
        f"{name} of {COUNT:,} laws on {POINTS} points",
        f"{solver}, one by one",
        f"{ours * 1e6:.1f} µs each",
        f"{theirs * 1e3:.2f} ms each",
        theirs / ours,
        f"≥ {TARGET}×",
        theirs / ours >= TARGET,
    )


def _tail(losses: Array, p: Array) -> float:
    """The largest E_Q ℓ with dQ/dP ≤ 1/α."""
    bounds = np.stack([0 * p, p / ALPHA], axis=1)
    return -float(linprog(-losses, A_eq=np.ones((1, len(p))), b_eq=[1.0], bounds=bounds).fun)


def _kept(losses: Array, p: Array) -> float:
    """The least η + α⁻¹E(ℓ−η)_+ over η and laws P' ≤ P/(1−ε), by the law of the points that are kept."""
    n = len(p)
    kept = linprog(losses, A_eq=np.ones((1, n)), b_eq=[1.0], bounds=np.stack([0 * p, p / (1 - EPSILON)], axis=1)).x
    return _tail(losses, np.asarray(kept))


def _ball(beta: float) -> Callable[[Array, Array], float]:
    """The largest E_Q ℓ with D_β(Q‖P) ≤ ρ; compiled once, so that only the solver is repeated."""
    import cvxpy as cp

    ratio = cp.Variable(POINTS, nonneg=True)
    law, goal = cp.Parameter(POINTS, nonneg=True), cp.Parameter(POINTS)
    inside = law @ cp.power(ratio, beta) <= 1 + beta * (beta - 1) * RHO
    problem = cp.Problem(cp.Maximize(goal @ ratio), [law @ ratio == 1, inside])

    def programme(losses: Array, p: Array) -> float:
        law.value, goal.value = p, p * losses
        return float(problem.solve(solver=cp.CLARABEL))

    return programme
