"""The upper limit by betting: what a bettor against small means would have won names the means that are left."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

HALVINGS = 60
"""Of the interval in which the limit lies."""
RULE = "plug-in stakes √(2 ln(1/δ)/(n σ̂²_{j−1})), at most 1"
"""How the stakes are chosen from what was drawn before."""


def stakes(values: NDArray[np.float64], delta: float) -> NDArray[np.float64]:
    """Return the stake on each draw, from the draws before it: of the smallest guessed variance the largest.

    Parameters
    ----------
    values : ndarray (n,)
        In [0, 1], in the order drawn.
    delta : float
    """
    n = len(values)
    order = np.arange(1, n + 1)
    guessed = (0.5 + np.cumsum(values)) / (order + 1)
    spread = (0.25 + np.cumsum((values - guessed) ** 2)) / (order + 1)
    before = np.concatenate([[0.25], spread[:-1]])
    return np.asarray(np.minimum(1.0, np.sqrt(2 * np.log(1 / delta) / (n * before))))


def upper_limit(values: NDArray[np.float64], delta: float) -> float:
    """Return sup{m ≤ 1: max_i Π_{j ≤ i}(1 − ν_j(Z_j − m)) < 1/δ}: the products grow with m.

    Parameters
    ----------
    values : ndarray (n,)
        In [0, 1], in the order drawn.
    delta : float
        In (0, 1).
    """
    placed = stakes(values, delta)
    low, high = 0.0, 1.0

    def beyond(m: float) -> bool:
        with np.errstate(divide="ignore"):
            capital = np.cumsum(np.log1p(-placed * (values - m)))
        return bool(capital.max() >= -np.log(delta))

    if not beyond(high):
        return high
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if beyond(middle) else (middle, high)
    return high
