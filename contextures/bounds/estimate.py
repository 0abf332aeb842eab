"""Estimates of what a bound with probability 1 − δ bounds, where a context has too many samples to enumerate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import binom

from contextures.bounds.formula import Formula
from contextures.bounds.known import DIMENSION, Settings, to_float
from contextures.bounds.settings import is_array
from contextures.contexts.context import Context
from contextures.measure.domain import SAMPLING
from contextures.measure.worlds.bounds import SampledWorld

DRAWS = 400
"""Random samples."""
LARGEST = 120
"""Inputs or context values up to which they are drawn."""
FROM_SAMPLES = frozenset({"deviation", "pca_gap", "pca_gap_known"})
"""What is a quantile over unlabelled samples alone."""


@dataclass(frozen=True)
class Estimate:
    """A quantile over random samples, with its 95 % interval by order statistics.

    Attributes
    ----------
    value, low, high : float
    draws : int
    """

    value: float
    low: float
    high: float
    draws: int


def estimate(formula: Formula, context: Any, settings: Settings, seed: int = 0) -> Estimate | None:
    """Estimate what is bounded for a finite context; None where it is no quantile over unlabelled samples.

    Parameters
    ----------
    formula : Formula
    context : Context or other
    settings : Settings
        Single values of N and δ, and of d where an encoder is meant.
    seed : int, optional
    """
    name = str(formula.bounded)
    if name not in FROM_SAMPLES or not isinstance(context, Context) or max(context.shape) > LARGEST:
        return None
    size, delta, d = settings["N"], settings["delta"], settings[DIMENSION]
    if any(v is None or is_array(v) for v in (size, delta)) or is_array(d) or (d is None and name != "deviation"):
        return None
    count, level = int(to_float(size)), 1 - to_float(delta)
    shares = np.random.default_rng(seed).multinomial(count, context.p_x / context.p_x.sum(), DRAWS) / count
    ranks = [DRAWS * level, *(binom.ppf(share, DRAWS, level) for share in (0.025, 0.975))]
    found = []
    for rank in ranks:
        reached = min(max(np.ceil(rank), 1), DRAWS) / DRAWS
        world = SampledWorld.drawn(context.joint, 1 if d is None else int(to_float(d)), 1 - reached, shares)
        found.append(float(SAMPLING.quantities[name](world)[0]))
    value, low, high = found
    return Estimate(value, low, high, DRAWS)
