"""From the pretraining to the downstream step under a shift of the inputs: the public functions.

The probe is fitted under P_X and judged under a law Q of a ball around it; the worst Q is found exactly. The probe that
is fitted for the worst Q is that of `robust_probe`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import probabilities
from contextures.contexts.context import Context, finite_context
from contextures.errors import InputError
from contextures.exact.arithmetic import Array, Floats, transpose
from contextures.measure.suprema.quadratic_forms import edge_of_squares, solve
from contextures.measure.suprema.worst_case import coordinates
from contextures.measure.worlds.transfer import TransferWorld
from contextures.risks import inputs
from contextures.risks.balls import ball_of

MOST_INPUTS = 10
"""Inputs up to which the vertices of a CVaR ball are enumerated."""


def shifted_context(context: Context, law: ArrayLike) -> Context:
    """Return the context with the same P⁺(a|x) and inputs from another law.

    Parameters
    ----------
    context : Context
    law : array_like, (N,)
        Q_X on the kept rows of the context; rows without mass are dropped.

    Returns
    -------
    Context

    Raises
    ------
    InputError
        If the law is no pmf on the rows.
    """
    q = probabilities(law, "law", 1)
    if len(q) != finite_context(context).n_x:
        raise InputError(f"law has {len(q)} entries; {context.n_x}, one for each row of positive mass, are right")
    return Context.from_table(context.joint * (q / context.p_x)[:, None])


def transfer_error(
    context: Context, encoder: ArrayLike, task: ArrayLike, *, alpha: Any = None, rho: Any = None, delta: Any = None
) -> float:
    """Return the worst risk of the probe fitted under P_X over a ball of laws Q around P_X.

    Parameters
    ----------
    context : Context
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
    float
        A squared error.

    Raises
    ------
    InputError
        If not exactly one radius is given, it is out of range, or the arrays do not fit.

    Notes
    -----
    The largest E_Q r² for the residual r of the probe: the robust risk of r².

    Examples
    --------
    >>> from contextures import Context, transfer_error
    >>> context = Context.from_table([[3, 1, 0], [1, 3, 1], [0, 1, 3]])
    >>> round(transfer_error(context, context.left[:, :1], [1.0, 0.0, 1.0], alpha=0.5), 4)
    0.3254
    """
    ball = ball_of(alpha, rho, delta)
    f = finite_context(context).on_x(task)
    if f.ndim != 1:
        raise InputError(f"a task has one value for each row, not {f.shape[1]}")
    columns = context.encoder_on_x(encoder)
    fields = {"joint": context.joint[None], "encoder": columns[None], "task": f[None]}
    squares = TransferWorld(fields, {"d": columns.shape[1]}, Floats()).residual[0] ** 2
    return ball.risk(squares, context.p_x)


def worst_transfer_error(context: Context, encoder: ArrayLike, epsilon: float, alpha: float) -> float:
    """Return the worst risk of the P-probe over unit tasks of F_ε and laws with dQ/dP ≤ 1/α.

    Parameters
    ----------
    context : Context
        Of at most 10 inputs: the risk is convex in Q, and every vertex of the ball is tried.
    encoder : array_like, (N, d) or (N,)
    epsilon : float
        In [1 − s_1, 1].
    alpha : float
        In (0, 1]; 1 gives `worst_case_error`.

    Returns
    -------
    float

    Raises
    ------
    InputError
        If the context is too large, there is no unit task, or a setting is out of range.
    """
    alpha = inputs.single(inputs.share(alpha), "alpha")
    inputs.in_range(epsilon, "epsilon", "a number from 0 to 1", lambda v: (v >= 0) & (v <= 1))
    epsilon = inputs.single(epsilon, "epsilon")
    finite_context(context)
    top = float(context.singular_values[0]) if len(context.singular_values) else 0.0
    if context.n_x < 2 or (1 - epsilon) ** 2 > top**2 + edge_of_squares(top**2):
        raise InputError(f"epsilon = {epsilon} leaves no unit task: it must be at least 1 − s_1 = {1 - top:.6g}")
    if context.n_x > MOST_INPUTS:
        raise InputError(f"the context has {context.n_x} inputs; at most {MOST_INPUTS} are right")
    columns = context.encoder_on_x(encoder)
    fields = {"joint": context.joint[None], "encoder": columns[None], "epsilon": np.array([float(epsilon)])}
    world = TransferWorld(fields, {"d": columns.shape[1]}, Floats())
    _, values, level = coordinates(world)
    functions = world.left_modes.functions[0]
    rest = functions - world.projector[0] @ functions
    laws = ball_vertices(context.p_x, float(alpha))
    objective = transpose(rest) @ (laws[:, :, None] * rest)
    count = len(laws)
    found = solve(objective, np.repeat(values, count, axis=0), np.repeat(level, count))
    return float(found.value.max())


def ball_vertices(p: Array, alpha: float) -> Array:
    """Return the vertices of {Q: Q ≤ P/α}: some points full, one that fills up the rest, (V, n)."""
    n, cap = len(p), p / alpha
    found = []
    for mask in range(2**n):
        full = (mask >> np.arange(n)) & 1
        rest = 1 - (full * cap).sum()
        if rest < -1e-12:
            continue
        if rest <= 1e-12:
            found.append(full * cap)
            continue
        for k in np.flatnonzero((full == 0) & (cap > rest)):
            law = full * cap
            law[k] = rest
            found.append(law)
    return np.stack(found)
