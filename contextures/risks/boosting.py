"""Boosted CVaR: the best mixture of classifiers for the CVaR of its loss, and the LPBoost dual.

For losses ℓ^t_i of T classifiers at n points of equal weight, the mixture λ has the loss Σ_t λ_tℓ^t, and

    min_λ CVaR_α(F_λ) = max{min_t ⟨w, ℓ^t⟩ : w in the simplex, w ≤ 1/(αn)} = 1 − min_w max_t ⟨w, 1−ℓ^t⟩.

A batch is one sparse linear programme of many blocks; an exact value is proved by a rational mixture and rational
weights, taken from the optimal basis, whose values agree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import ArrayLike

from contextures.arrays import finite
from contextures.errors import InputError
from contextures.exact.arithmetic import Array
from contextures.exact.numbers import Bracket, Exact, NotCertifiable, rational
from contextures.risks import inputs
from contextures.risks.tails import descending, tail_mean

FINEST = 10**6
"""Largest denominator of a mixture that is taken from a float solution."""


@dataclass(frozen=True)
class BoostedCVaR:
    """The best mixture of classifiers for the CVaR.

    Attributes
    ----------
    value : float
        CVaR_α of the mixture.
    mixture : ndarray (T,)
        Shares of the classifiers.
    weights : ndarray (n,)
        Weights of the points that prove that no mixture does better.
    deterministic : float
        CVaR_α of the best single classifier.
    """

    value: float
    mixture: Array
    weights: Array
    deterministic: float


def boosted_cvar(losses: ArrayLike, alpha: float) -> BoostedCVaR:
    """Return the mixture of classifiers with the least CVaR_α, by the LPBoost linear programme.

    Parameters
    ----------
    losses : array_like, (T, n)
        Loss of each of T classifiers at n points of equal weight; 0/1 losses in the paper.
    alpha : float
        In (0, 1].

    Returns
    -------
    BoostedCVaR

    Raises
    ------
    InputError
        If the losses are no finite table or α is not in (0, 1].

    Notes
    -----
    After B21.

    Examples
    --------
    >>> from contextures import boosted_cvar
    >>> found = boosted_cvar([[1, 0, 0], [0, 1, 0], [0, 0, 1]], alpha=1 / 3)
    >>> round(found.value, 6), found.deterministic
    (0.333333, 1.0)
    """
    inputs.share(alpha)
    table = finite(losses, "losses")
    if table.ndim != 2 or table.size == 0:
        raise InputError(f"losses has shape {table.shape}; a table, a row for each classifier, is right")
    level = np.array([float(alpha)])
    mixture = _mixtures(table[None], level)[0]
    weights = _weights(table[None], level)[0]
    pmf = np.full(table.shape[1], 1 / table.shape[1])
    value = float(tail_mean(descending(mixture @ table, pmf), alpha))
    return BoostedCVaR(value, mixture, weights, float(tail_mean(descending(table, pmf), alpha).min()))


def solve_mixtures(losses: Array, alpha: Array, dual: bool) -> Array:
    """Return min_λ CVaR_α(F_λ), or min_w max_t ⟨w, 1−ℓ^t⟩, of a batch (B, T, n) of losses (floats)."""
    if dual:
        weights = _weights(losses, alpha)
        return np.asarray(((1 - losses) * weights[:, None, :]).sum(-1).max(-1))
    mixed = (_mixtures(losses, alpha)[:, :, None] * losses).sum(1)
    return np.asarray(tail_mean(descending(mixed, np.full(mixed.shape, 1 / mixed.shape[1])), alpha))


def _mixtures(losses: Array, alpha: Array) -> Array:
    """Minimise η + (αn)⁻¹Σ_i u_i over λ, η, u ≥ 0 with u ≥ Σ_t λ_tℓ^t − η."""
    count, size, n = losses.shape
    usable = np.where((alpha > 0) & (alpha <= 1), alpha, 1.0)
    cost = np.concatenate(
        [np.zeros((count, size)), np.ones((count, 1)), np.repeat(1 / (usable[:, None] * n), n, 1)], axis=1
    )
    rows = np.concatenate(
        [losses.swapaxes(1, 2), -np.ones((count, n, 1)), -np.broadcast_to(np.eye(n), (count, n, n))], 2
    )
    equal = np.concatenate([np.ones((count, 1, size)), np.zeros((count, 1, n + 1))], axis=2)
    bounds = [(0, None)] * size + [(None, None)] + [(0, None)] * n
    return _blocks(cost, rows, np.zeros((count, n)), equal, bounds)[:, :size]


def _weights(losses: Array, alpha: Array) -> Array:
    """Minimise ρ over w in the simplex, w ≤ 1/(αn), with ⟨w, 1−ℓ^t⟩ ≤ ρ."""
    count, size, n = losses.shape
    usable = np.where((alpha > 0) & (alpha <= 1), alpha, 1.0)
    cost = np.concatenate([np.zeros((count, n)), np.ones((count, 1))], axis=1)
    rows = np.concatenate(
        [
            np.concatenate([1 - losses, -np.ones((count, size, 1))], axis=2),
            np.concatenate([np.broadcast_to(np.eye(n), (count, n, n)), np.zeros((count, n, 1))], axis=2),
        ],
        axis=1,
    )
    limits = np.concatenate([np.zeros((count, size)), np.repeat(1 / (usable[:, None] * n), n, 1)], axis=1)
    equal = np.concatenate([np.ones((count, 1, n)), np.zeros((count, 1, 1))], axis=2)
    return _blocks(cost, rows, limits, equal, [(0, None)] * n + [(None, None)])[:, :n]


def _blocks(cost: Array, rows: Array, limits: Array, equal: Array, bounds: list[Any]) -> Array:
    """Solve many small programmes of one shape, each with one equation Σ = 1, as one sparse programme."""
    from scipy.optimize import linprog
    from scipy.sparse import block_diag

    found = linprog(
        cost.ravel(),
        A_ub=block_diag(list(rows), format="csr"),
        b_ub=limits.ravel(),
        A_eq=block_diag(list(equal), format="csr"),
        b_eq=np.ones(len(equal)),
        bounds=bounds * len(cost),
        method="highs-ds",
    )
    return np.asarray(found.x).reshape(cost.shape)


def exact_mixture(losses: Array, alpha: fmpq, witness: Callable[[str, Callable[[], Any]], Any]) -> Exact:
    """Return min_λ CVaR_α(F_λ) of one family of rational losses (T, n), as far as the witness proves it.

    Raises
    ------
    NotCertifiable
        If the witness is no mixture or no weights.
    """
    found = witness("mixture", lambda: _witness(losses, alpha))
    mixture, weights = (np.array([rational(v) for v in found[name]], dtype=object) for name in ("mixture", "weights"))
    size, n = losses.shape
    fits = mixture.shape == (size,) and weights.shape == (n,) and mixture.sum() == 1 and weights.sum() == 1
    if not fits or (mixture < 0).any() or (weights < 0).any() or (weights * alpha * n > 1).any():
        raise NotCertifiable("the witness is no mixture with weights")
    pmf = np.array([fmpq(1, n)] * n, dtype=object)
    hi = tail_mean(descending(mixture @ losses, pmf), alpha)
    lo = (losses @ weights).min()
    return lo if lo == hi else Bracket(lo, hi)


def _witness(losses: Array, alpha: fmpq) -> dict[str, list[str]]:
    """A rational mixture and rational weights near the solutions in floats: simple ones are met exactly."""
    table, level = losses.astype(float)[None], np.array([float(alpha)])
    n = losses.shape[1]
    cap = min(Fraction(1), Fraction(int(alpha.q), int(alpha.p) * n))
    return {
        "mixture": _simplex(_mixtures(table, level)[0], Fraction(1)),
        "weights": _simplex(_weights(table, level)[0], cap),
    }


def _simplex(values: Array, cap: Fraction) -> list[str]:
    """Round a point of the simplex to fractions of at most ``cap`` that sum to 1."""
    shares = [min(cap, Fraction(max(float(v), 0.0)).limit_denominator(FINEST)) for v in values]
    rest = 1 - sum(shares)
    for i in sorted(range(len(shares)), key=lambda i: -shares[i] if rest < 0 else shares[i] - cap):
        step = max(rest, -shares[i]) if rest < 0 else min(rest, cap - shares[i])
        shares[i] += step
        rest -= step
    return [str(share) for share in shares]
