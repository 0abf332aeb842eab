"""Linear models trained under changing weights of the samples, and where they end.

The rules of the literature (importance weights, Group DRO, CVaR, cyclic, random and vanishing weights) as functions of
the step and the losses; gradient descent on the squared loss; the flow of the logistic loss in the log domain.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray, finite, probabilities
from contextures.errors import InputError
from contextures.risks import inputs
from contextures.risks.tails import descending, top

Rule: TypeAlias = Callable[[int, FloatArray], FloatArray]
"""Takes the step and the losses of the samples; returns weights on the simplex."""


def fixed(weights: ArrayLike) -> Rule:
    """Return the rule of importance weights, a pmf on the samples."""
    q = probabilities(weights, "weights", 1)
    return lambda t, losses: q


def group_dro(groups: ArrayLike, rate: float = 0.1) -> Rule:
    """Return Group DRO: exponentiated gradient on the mean losses of the groups, (K, n) memberships."""
    members = np.asarray(groups, dtype=float)
    if members.ndim != 2 or not members.sum(1).all():
        raise InputError("groups has an empty row or is no table; (K, n) memberships of groups with samples are right")
    shares = members / members.sum(1, keepdims=True)
    state = np.zeros(len(members))

    def rule(t: int, losses: FloatArray) -> FloatArray:
        state[:] += rate * (shares @ losses)
        q = np.exp(state - state.max())
        return np.asarray(q / q.sum() @ shares)

    return rule


def worst_share(alpha: float) -> Rule:
    """Return the rule of the CVaR: all weight on the worst α of the samples."""
    inputs.share(alpha)

    def rule(t: int, losses: FloatArray) -> FloatArray:
        n = len(losses)
        order = np.argsort(-losses, kind="stable")
        q = np.empty(n)
        q[order] = top(descending(losses, np.full(n, 1 / n)), alpha) / alpha
        return q

    return rule


def cyclic(t: int, losses: FloatArray) -> FloatArray:
    """All weight on one sample after the other."""
    return np.asarray(np.eye(len(losses))[t % len(losses)])


def random(seed: int = 0) -> Rule:
    """Return the rule of new random weights at each step."""
    rng = np.random.default_rng(seed)
    return lambda t, losses: rng.dirichlet(np.ones(len(losses)))


def vanishing(power: float) -> Rule:
    """Return weights of the first sample that fall like (t+1)^−power; the others share the rest."""

    def rule(t: int, losses: FloatArray) -> FloatArray:
        n = len(losses)
        first = float(t + 1) ** -power / n
        return np.concatenate([[first], np.full(n - 1, (1 - first) / max(1, n - 1))])

    return rule


@dataclass(frozen=True)
class Descent:
    """Where gradient descent under a rule ended.

    Attributes
    ----------
    theta : ndarray (p,)
    risk : float
        Mean of ½r², all samples alike.
    distance : float
        ‖θ − θ_ERM‖, θ_ERM = θ⁽⁰⁾ + X⁺(Y − Xθ⁽⁰⁾), samples as rows.
    """

    theta: FloatArray
    risk: float
    distance: float


def reweighted_descent(
    X: ArrayLike, y: ArrayLike, rule: Rule, steps: int, step: float | None = None, start: ArrayLike | None = None
) -> Descent:
    """Run gradient descent on the squared loss under a rule of weights.

    Parameters
    ----------
    X : array_like, (n, p)
    y : array_like, (n,)
    rule : callable
        ``rule(t, losses)`` returns weights on the simplex.
    steps : int
    step : float, optional
        Step size; 1/λ_max(XXᵀ) by default.
    start : array_like, (p,), optional
        Zero by default.

    Returns
    -------
    Descent

    Raises
    ------
    InputError
        If the arrays do not fit or hold a number that is not finite, or the rule leaves the simplex.

    Notes
    -----
    After G23. Where the risk tends to 0 the limit is that of ERM, whatever the rule.
    """
    samples, labels = finite(X, "X"), finite(y, "y")
    if samples.ndim != 2 or labels.shape != samples.shape[:1] or not samples.size:
        raise InputError(f"X and y have shapes {samples.shape} and {labels.shape}; (n, p) and (n,) are right")
    theta = np.zeros(samples.shape[1]) if start is None else finite(start, "start")
    if theta.shape != samples.shape[1:]:
        raise InputError(f"start has shape {theta.shape}; {samples.shape[1:]} is right")
    erm = theta + np.linalg.pinv(samples) @ (labels - samples @ theta)
    size = 1 / np.linalg.norm(samples, 2) ** 2 if step is None else float(step)
    for t in range(steps):
        residuals = samples @ theta - labels
        q = rule(t, residuals**2 / 2)
        if (q < 0).any() or abs(q.sum() - 1) > 1e-9:
            raise InputError(f"the rule gives weights {q} at step {t}; weights on the simplex are right")
        theta = theta - size * (q * residuals) @ samples
    residuals = samples @ theta - labels
    return Descent(theta, float((residuals**2).mean() / 2), float(np.linalg.norm(theta - erm)))


def logistic_flow(X: ArrayLike, y: ArrayLike, weights: ArrayLike, lengths: ArrayLike) -> FloatArray:
    """Return the directions of the gradient flow of the weighted logistic loss, by the length of its path.

    Parameters
    ----------
    X : array_like, (n, p)
    y : array_like of ±1, (n,)
    weights : array_like, (n,)
        A pmf without zeros.
    lengths : array_like, (k,)
        Increasing lengths; a length s is reached at a time of order e^{γs}.

    Returns
    -------
    ndarray (k, p)
        Unit vectors.

    Raises
    ------
    InputError
        If the arrays do not fit or a weight is zero.

    Notes
    -----
    dθ/ds = g/‖g‖ with g = Σ q_i σ(−m_i) y_i x_i, whose factors are scaled in the log domain and never underflow.
    """
    from scipy.integrate import solve_ivp

    signed = finite(X, "X") * finite(y, "y")[:, None]
    q, ends = probabilities(weights, "weights", 1), finite(lengths, "lengths")
    if len(q) != len(signed) or (q <= 0).any() or (np.diff(ends) <= 0).any():
        raise InputError("one positive weight for each sample and increasing lengths are right")

    def slope(s: float, theta: FloatArray) -> FloatArray:
        logs = np.log(q) - np.logaddexp(0.0, signed @ theta)
        gradient = np.exp(logs - logs.max()) @ signed
        return np.asarray(gradient / np.linalg.norm(gradient))

    found = solve_ivp(
        slope, (0.0, float(ends[-1])), np.zeros(signed.shape[1]), method="Radau", t_eval=ends, rtol=1e-8, atol=1e-10
    )
    points: Any = found.y.T
    return np.asarray(points / np.linalg.norm(points, axis=1, keepdims=True))
