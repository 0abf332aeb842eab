"""Boosted CVaR: the best mixture of classifiers for the CVaR of its loss, and the LPBoost dual.

For losses ℓ^t_i of T classifiers at n points of equal weight, the mixture λ has the loss Σ_t λ_tℓ^t, and

    min_λ CVaR_α(F_λ) = max{min_t ⟨w, ℓ^t⟩ : w in the simplex, w ≤ 1/(αn)} = 1 − min_w max_t ⟨w, 1−ℓ^t⟩.

A batch is one sparse linear programme of many blocks; one family is solved in rationals, over mixtures or over weights.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import ArrayLike

from contextures.arrays import finite
from contextures.errors import InputError
from contextures.exact.arithmetic import Array
from contextures.exact.numbers import Bracket, Exact, NotCertifiable, rational
from contextures.exact.programme import least
from contextures.markup import card, firsts, paragraph
from contextures.risks import inputs
from contextures.risks.tails import descending, tail_mean


@dataclass(frozen=True, repr=False)
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

    def __repr__(self) -> str:
        """The value beside that of a single classifier, and how many take part."""
        used = f"{np.count_nonzero(self.mixture)} of {len(self.mixture)} classifiers"
        return f"BoostedCVaR(value={self.value:.6g}, deterministic={self.deterministic:.6g}, {used})"

    def _repr_html_(self) -> str:
        """The shares of the classifiers, and the points that no mixture does better on, for a notebook."""
        proof = [paragraph("weights of the points that prove it least"), firsts(["weight"], self.weights)]
        return card(repr(self), firsts(["share"], self.mixture), *proof)


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
    alpha = inputs.single(inputs.share(alpha), "alpha")
    table = finite(losses, "losses")
    if table.ndim != 2 or table.size == 0:
        raise InputError(f"losses has shape {table.shape}; a table, a row for each classifier, is right")
    level = np.array([alpha])
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
    """Return min_λ CVaR_α(F_λ) of one family of rational losses (T, n).

    From above by the mixture of the witness and sorting, from below by the programme over λ, η and u.

    Raises
    ------
    NotCertifiable
        If the witness is no mixture.
    """
    found = witness("mixture", lambda: _witness(losses, alpha))
    mixture = np.array([rational(v) for v in found["mixture"]], dtype=object)
    size, n = losses.shape
    if mixture.shape != (size,) or mixture.sum() != 1 or (mixture < 0).any():
        raise NotCertifiable("the witness is no mixture")
    pmf = np.array([fmpq(1, n)] * n, dtype=object)
    hi = tail_mean(descending(mixture @ losses, pmf), alpha)
    lo, _ = least_mixture(losses, alpha)
    return lo if lo == hi else Bracket(lo, hi)


def _witness(losses: Array, alpha: fmpq) -> dict[str, list[str]]:
    """A best mixture, and weights by which a reader sees that none is better."""
    return {
        "mixture": [str(v) for v in least_mixture(losses, alpha)[1]],
        "weights": [str(v) for v in least_weights(losses, alpha)[1]],
    }


def least_mixture(losses: Array, alpha: fmpq) -> tuple[fmpq, Array]:
    """Minimise η + (αn)⁻¹Σ_i u_i over mixtures λ, η and u ≥ 0 with u ≥ Σ_t λ_tℓ^t − η, exactly; return λ too."""
    size, n = losses.shape
    zeros, ones = np.full((n, n), fmpq(0)), np.full((n, 1), fmpq(1))
    identity = zeros.copy()
    np.fill_diagonal(identity, fmpq(1))
    rows = np.concatenate([losses.T, -ones, ones, -identity, identity], axis=1)
    whole = np.array([[fmpq(int(t < size)) for t in range(rows.shape[1])]], dtype=object)
    cost = [fmpq(0)] * size + [fmpq(1), fmpq(-1)] + [1 / (alpha * n)] * n + [fmpq(0)] * n
    value, x = least(cost, np.concatenate([rows, whole]), [fmpq(0)] * n + [fmpq(1)])
    return value, x[:size]


def least_weights(losses: Array, alpha: fmpq) -> tuple[fmpq, Array]:
    """Minimise ρ over w in the simplex, w ≤ 1/(αn), with ⟨w, 1−ℓ^t⟩ ≤ ρ, for losses up to 1, exactly; return w too."""
    size, n = losses.shape
    total = n + 1 + size + n
    rows = np.full((size + n + 1, total), fmpq(0))
    for t in range(size):
        rows[t, :n], rows[t, n], rows[t, n + 1 + t] = 1 - losses[t], fmpq(-1), fmpq(1)
    for i in range(n):
        rows[size + i, i] = rows[size + i, n + 1 + size + i] = fmpq(1)
    rows[-1, :n] = fmpq(1)
    cost = [fmpq(int(j == n)) for j in range(total)]
    value, x = least(cost, rows, [fmpq(0)] * size + [1 / (alpha * n)] * n + [fmpq(1)])
    return value, x[:n]
