"""The public risks: CVaR, χ² and Cressie–Read DRO, DORO, the infimum over a TV ball, the worst group."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import finite, is_missing, plain
from contextures.errors import InputError
from contextures.exact.arithmetic import Arithmetic
from contextures.risks import inputs
from contextures.risks.divergences import chi_square_risk
from contextures.risks.divergences import cressie_read_risk as cressie_read
from contextures.risks.inputs import Problem, problem
from contextures.risks.tails import Law, lowered, tail_mean, trimmed


def cvar(losses: ArrayLike, alpha: Any, weights: ArrayLike | None = None) -> Any:
    """Return CVaR_α: the mean loss over the worst α of the mass, the largest E_Q ℓ with dQ/dP ≤ 1/α.

    Parameters
    ----------
    losses : array_like, (..., n)
        Losses of n points; the leading axes are a batch.
    alpha : float, Fraction or array_like (...)
        In (0, 1].
    weights : array_like, (n,) or (..., n), optional
        A pmf on the points; equal weights by default.

    Returns
    -------
    float, Fraction or ndarray (...)
        A fraction where the input holds fractions and whole numbers only.

    Raises
    ------
    InputError
        If α is not in (0, 1], a loss is not finite, or the weights are no pmf.

    Notes
    -----
    D21 (7)–(8): the losses are sorted and the atom at the quantile is split.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from contextures import cvar
    >>> cvar([4, 1, 0], Fraction(1, 2), [Fraction(1, 4), Fraction(1, 2), Fraction(1, 4)])
    Fraction(5, 2)
    """
    return problem(losses, weights, alpha=inputs.share(alpha)).solve(_tail)


def chi2_risk(losses: ArrayLike, rho: Any, weights: ArrayLike | None = None) -> Any:
    """Return R_{χ²,ρ}: the largest E_Q ℓ with Q ≪ P and ½E_P(dQ/dP − 1)² ≤ ρ.

    Parameters
    ----------
    losses : array_like, (..., n)
    rho : float, Fraction or array_like (...)
        Radius, finite and ≥ 0.
    weights : array_like, (n,) or (..., n), optional

    Returns
    -------
    float, Fraction or ndarray (...)
        A fraction where the input holds fractions and whole numbers only and the root is rational.

    Raises
    ------
    InputError
        If ρ is negative or infinite, a loss is not finite, or the weights are no pmf.

    Notes
    -----
    D21 (5) with β = 2; μ + √(v(m(1+2ρ) − 1)) on the active prefix of the sorted losses.

    Examples
    --------
    >>> from contextures import chi2_risk
    >>> round(chi2_risk([1.0, 0.0], 1 / 8), 6)
    0.75
    """
    return problem(losses, weights, rho=inputs.radius(rho)).solve(_chi_square)


def cressie_read_risk(losses: ArrayLike, rho: Any, beta: Any, weights: ArrayLike | None = None) -> Any:
    """Return R_{D_β,ρ}: the largest E_Q ℓ with Q ≪ P and D_β(Q‖P) ≤ ρ.

    Parameters
    ----------
    losses : array_like, (..., n)
    rho : float or array_like (...)
        Radius, finite and ≥ 0.
    beta : float or array_like (...)
        Order of the divergence, above 1 and finite; 2 is χ².
    weights : array_like, (n,) or (..., n), optional

    Returns
    -------
    float or ndarray (...)

    Raises
    ------
    InputError
        If ρ is negative or infinite, β ≤ 1, a loss is not finite, or the weights are no pmf.

    Notes
    -----
    D21 (5): D_β = E f_β(dQ/dP), f_β(t) = (t^β − βt + β − 1)/(β(β−1)), by its dual in one variable.

    Examples
    --------
    >>> from contextures import cressie_read_risk
    >>> round(cressie_read_risk([1.0, 0.0], 1 / 8, beta=2), 6)
    0.75
    """
    settings = {"rho": inputs.radius(rho), "beta": inputs.order(beta)}
    return _in_floats(losses, weights, settings).solve(_general)


def doro_risk(
    losses: ArrayLike,
    epsilon: Any,
    *,
    alpha: Any = None,
    rho: Any = None,
    beta: Any = 2,
    weights: ArrayLike | None = None,
) -> Any:
    """Return the DORO risk: the least CVaR_α or R_{D_β,ρ} of a P' with P = (1−ε)P' + εP̃'.

    Parameters
    ----------
    losses : array_like, (..., n)
    epsilon : float, Fraction or array_like (...)
        Share that may be contaminated, in [0, 1).
    alpha : float, Fraction or array_like (...), optional
        For CVaR; either this or ``rho``.
    rho : float, Fraction or array_like (...), optional
        For the ball of a divergence.
    beta : float or array_like (...), optional
        Its order; 2, χ², by default.
    weights : array_like, (n,) or (..., n), optional
        The contaminated law.

    Returns
    -------
    float, Fraction or ndarray (...)

    Raises
    ------
    InputError
        If not exactly one of α and ρ is given, a setting is out of range, or the losses or the weights are unusable.

    Notes
    -----
    D21 Proposition 3. The least risk is that of the law without its top ε of mass; an atom there is split.

    Examples
    --------
    >>> from contextures import doro_risk
    >>> doro_risk([9.0, 4.0, 1.0, 1.0], 0.25, alpha=0.5)
    3.0
    """
    risk, settings = _chosen(alpha, rho, beta)

    def trimming(law: Law, arithmetic: Arithmetic, epsilon: Any, **chosen: Any) -> Any:
        return risk(trimmed(law, epsilon), arithmetic, **chosen)

    return _prepared(losses, weights, {"epsilon": inputs.proportion(epsilon), **settings}).solve(trimming)


def tv_infimum(
    losses: ArrayLike,
    delta: Any,
    *,
    alpha: Any = None,
    rho: Any = None,
    beta: Any = 2,
    weights: ArrayLike | None = None,
) -> Any:
    """Return the least CVaR_α or R_{D_β,ρ} of a law on the points within total variation δ.

    Parameters
    ----------
    losses : array_like, (..., n)
    delta : float, Fraction or array_like (...)
        Radius in TV = ½Σ|P − Q|, finite and ≥ 0.
    alpha, rho, beta : optional
        The risk, as in `doro_risk`.
    weights : array_like, (n,) or (..., n), optional
        The centre; laws in the ball may charge points that it does not.

    Returns
    -------
    float, Fraction or ndarray (...)

    Raises
    ------
    InputError
        As in `doro_risk`; a radius must be finite and not negative.

    Notes
    -----
    Both risks depend on the law of the loss only and grow with it, so the infimum moves the top δ of the mass to a
    point of minimal loss.

    Examples
    --------
    >>> from contextures import tv_infimum
    >>> tv_infimum([9.0, 3.0, 1.0, 0.0], 0.25, alpha=0.5)
    2.0
    """
    risk, settings = _chosen(alpha, rho, beta)

    def moving(law: Law, arithmetic: Arithmetic, delta: Any, **chosen: Any) -> Any:
        return risk(lowered(law, np.minimum(delta, delta * 0 + 1)), arithmetic, **chosen)

    return _prepared(losses, weights, {"delta": inputs.radius(delta, "delta"), **settings}).solve(moving)


def worst_group_risk(losses: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> Any:
    """Return R_max = max_k E[ℓ | D_k], the risk of the worst group.

    Parameters
    ----------
    losses : array_like, (..., n)
    groups : array_like of bool, (K, n), or of names, (n,)
        Which points belong to which group; groups may overlap and need not cover the points. Or the group of each
        point.
    weights : array_like, (n,) or (..., n), optional

    Returns
    -------
    float, Fraction or ndarray (...)

    Raises
    ------
    InputError
        If a group has no mass, the groups do not fit, or the losses or the weights are unusable.

    Examples
    --------
    >>> from contextures import worst_group_risk
    >>> worst_group_risk([4.0, 1.0, 0.0], [[True, True, False], [False, True, True]])
    2.5
    """
    given = problem(losses, weights)
    members = plain(groups, "groups")
    n = given.losses.shape[-1]
    if members.shape == (n,):
        for i, name in enumerate(members.tolist()):
            if is_missing(name):
                raise InputError(f"groups[{i}] is missing; the name of a group is right")
        members = np.array([members == name for name in dict.fromkeys(members.tolist())])
    if members.ndim != 2 or members.shape[1] != n or len(members) == 0:
        raise InputError(f"groups has shape {members.shape}; (K, {n}) with at least one group is right")
    if not np.isin(members, (0, 1)).all():
        raise InputError("groups holds an entry that is neither true nor false; a table of memberships is right")
    inside = members.astype(bool).astype(object if given.exact else float)
    mass = (given.weights[..., None, :] * inside).sum(-1)
    empty = np.argwhere(np.asarray(mass == 0))
    if len(empty):
        raise InputError(f"group {int(empty[0][-1])} is empty: none of its points has mass; groups with mass are right")
    risks = (given.weights[..., None, :] * inside * given.losses[..., None, :]).sum(-1) / mass
    worst = risks.max(-1)
    if given.exact:
        return np.vectorize(inputs.public, otypes=[object])(worst)[()]
    return float(worst) if np.ndim(worst) == 0 else worst


def _tail(law: Law, arithmetic: Arithmetic, alpha: Any) -> Any:
    return tail_mean(law, alpha)


def _chi_square(law: Law, arithmetic: Arithmetic, rho: Any) -> Any:
    return chi_square_risk(law, rho, arithmetic)


def _general(law: Law, arithmetic: Arithmetic, rho: Any, beta: Any) -> Any:
    return cressie_read(law, rho, beta)[0]


def _chosen(alpha: Any, rho: Any, beta: Any) -> tuple[Any, dict[str, Any]]:
    """Return the risk that the settings name, and the settings that it takes."""
    if (alpha is None) == (rho is None):
        raise InputError("exactly one of alpha (for CVaR) and rho (for the ball of a divergence) is right")
    if alpha is not None:
        return _tail, {"alpha": inputs.share(alpha)}
    settings = {"rho": inputs.radius(rho), "beta": inputs.order(beta)}
    if np.ndim(beta) == 0 and beta == 2:
        del settings["beta"]
        return _chi_square, settings
    return _general, settings


def _prepared(losses: Any, weights: Any, settings: dict[str, Any]) -> Problem:
    return _in_floats(losses, weights, settings) if "beta" in settings else problem(losses, weights, **settings)


def _in_floats(losses: Any, weights: Any, settings: dict[str, Any]) -> Problem:
    """Return the problem rounded: a general order has no rational value."""
    return problem(
        finite(losses, "losses"),
        None if weights is None else finite(weights, "weights"),
        **{name: finite(value, name) for name, value in settings.items()},
    )
