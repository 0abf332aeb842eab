"""The linear probe of least robust error: min over probes of the largest E_Q of the squared residual over a ball.

E_Q r² is a convex quadratic form of the probe for each Q. The worst laws of the probes seen so far give such forms; the
probe of least maximum of them is tried next, and its own worst law joins them. The robust error of any probe is an
upper bound; the least-squares error under any Q of the ball, such as the mixture of worst laws whose gradients cancel,
is a lower one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog, minimize

from contextures.contexts.context import Context, finite_context
from contextures.errors import InputError
from contextures.exact.arithmetic import Array
from contextures.markup import card, firsts, paragraph
from contextures.risks.balls import Ball, ball_of

ROUNDS = 200
GAP = 1e-9
"""Duality gap at which the search stops, beside the error under P."""
DEPENDENT = 1e-11


@dataclass(frozen=True, repr=False)
class RobustProbe:
    """A probe, a law, and how far they are from being a saddle point.

    Attributes
    ----------
    value : float
        Largest E_Q r² of the probe over the ball: the least robust error is no larger.
    lower : float
        Least-squares error under ``law``: the least robust error is no smaller.
    weights : ndarray (d+1,)
        Intercept and weights of the probe.
    law : ndarray (N,)
        A law of the ball.
    """

    value: float
    lower: float
    weights: Array
    law: Array

    def __repr__(self) -> str:
        """The value, its lower bound and the dimension."""
        return f"RobustProbe(value={self.value:.6g}, lower={self.lower:.6g}, d={len(self.weights) - 1})"

    def _repr_html_(self) -> str:
        """Both bounds, the probe and the law, for a notebook."""
        title = f"the least robust error lies in [{self.lower:.6g}, {self.value:.6g}]"
        probe = [paragraph("the probe: intercept, then weights"), firsts(["value"], self.weights)]
        return card(title, *probe, paragraph("a law that is as bad"), firsts(["probability"], self.law))

    @property
    def gap(self) -> float:
        """What the two bounds leave open."""
        return self.value - self.lower


def robust_probe(
    context: Context, encoder: ArrayLike, task: ArrayLike, *, alpha: Any = None, rho: Any = None, delta: Any = None
) -> RobustProbe:
    """Return the probe whose worst risk over a ball of laws Q around P_X is least.

    Parameters
    ----------
    context : Context
        Of any number of inputs.
    encoder : array_like, (N, d) or (N,)
    task : array_like, (N,)
    alpha : float, optional
        The ball dQ/dP ≤ 1/α, α in (0, 1].
    rho : float, optional
        The χ² ball ½E(dQ/dP − 1)² ≤ ρ.
    delta : float, optional
        The ball TV(P, Q) ≤ δ. Exactly one of the three is right.

    Returns
    -------
    RobustProbe
        With the value, at most that of `transfer_error`, and a proof of it: a lower bound and the law that gives it.

    Raises
    ------
    InputError
        If not exactly one radius is given, it is out of range, or the arrays do not fit.

    Examples
    --------
    >>> from contextures import Context, robust_probe
    >>> context = Context.from_table([[3, 1, 0], [1, 3, 1], [0, 1, 3]])
    >>> found = robust_probe(context, context.left[:, :1], [1.0, 0.0, 1.0], alpha=0.5)
    >>> round(found.value, 4), found.gap < 1e-8
    (0.25, True)
    """
    ball = ball_of(alpha, rho, delta)
    f = finite_context(context).on_x(task)
    if f.ndim != 1:
        raise InputError(f"a task has one value for each row, not {f.shape[1]}")
    features = np.column_stack([np.ones(context.n_x), context.encoder_on_x(encoder)])
    root = np.sqrt(context.p_x)
    left, values, _ = np.linalg.svd(root[:, None] * features, full_matrices=False)
    basis = left[:, values > DEPENDENT * values[0]] / root[:, None]
    rest = f - basis @ (basis.T @ (context.p_x * f))
    size = float(np.sqrt(context.p_x @ rest**2))
    if size <= DEPENDENT * float(np.sqrt(context.p_x @ f**2)):
        shift, value, lower, law = np.zeros(basis.shape[1]), 0.0, 0.0, context.p_x
    else:
        shift, value, lower, law = _saddle_point(ball, context.p_x, basis, rest / size)
    prediction = f - rest + size * (basis @ shift)
    weights, *_ = np.linalg.lstsq(root[:, None] * features, root * prediction, rcond=None)
    return RobustProbe(size**2 * value, size**2 * lower, weights, np.array(law))


def _saddle_point(ball: Ball, p: Array, basis: Array, f: Array) -> tuple[Array, float, float, Array]:
    """Return a probe w of f on the columns, its robust error, the least error under a law, and that law."""
    w = np.zeros(basis.shape[1])
    best_w, value, lower, best_law = w, np.inf, 0.0, p
    laws: list[Array] = []
    for _ in range(ROUNDS):
        squares = (f - basis @ w) ** 2
        if (found := ball.risk(squares, p)) < value:
            best_w, value = w, found
        laws.append(ball.worst(squares, p))
        stacked = np.stack(laws)
        grams = np.einsum("kn,ni,nj->kij", stacked, basis, basis)
        crosses, constants = stacked @ (basis * f[:, None]), stacked @ f**2
        w, shares = _least_maximum(grams, crosses, constants, best_w)
        law = shares @ stacked
        under = np.sqrt(law)[:, None] * np.column_stack([basis, f])
        fitted, *_ = np.linalg.lstsq(under[:, :-1], under[:, -1], rcond=DEPENDENT)
        if (least := float(((under[:, -1] - under[:, :-1] @ fitted) ** 2).sum())) > lower:
            lower, best_law = least, law
        if value - lower <= GAP:
            break
    return best_w, value, lower, best_law


def _least_maximum(grams: Array, crosses: Array, constants: Array, start: Array) -> tuple[Array, Array]:
    """Minimise max_k wᵀG_kw − 2b_kᵀw + c_k; return w and shares of the forms whose gradients at w cancel."""

    def forms(w: Array) -> Array:
        return np.asarray(np.einsum("kij,i,j->k", grams, w, w) - 2 * crosses @ w + constants)

    def slopes(w: Array) -> Array:
        return np.asarray(2 * (grams @ w - crosses))

    def last(z: Any) -> Any:
        return z[-1], top

    top = np.append(np.zeros_like(start), 1.0)
    limits: Any = {
        "type": "ineq",
        "fun": lambda z: z[-1] - forms(z[:-1]),
        "jac": lambda z: np.column_stack([-slopes(z[:-1]), np.ones(len(constants))]),
    }
    first = np.append(start, forms(start).max())
    found = minimize(last, first, jac=True, constraints=limits, method="SLSQP", tol=1e-15)
    w = found.x[:-1]
    slope, reached, size = slopes(w).T, forms(w), len(w)
    solved = linprog(
        np.concatenate([reached.max() - reached, np.ones(2 * size)]),
        A_eq=np.block([[slope, np.eye(size), -np.eye(size)], [np.ones((1, len(reached))), np.zeros((1, 2 * size))]]),
        b_eq=np.append(np.zeros(size), 1.0),
    )
    kept = np.maximum(np.asarray(solved.x)[: len(reached)], 0.0)
    return w, kept / kept.sum()
