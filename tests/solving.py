"""Features and samples that solvers are fitted to, and the angle of what they find."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.contexts.context import Context
from contextures.solvers.features import OneHot

Array = NDArray[Any]
CLOSE = {"rtol": 0, "atol": 1e-10}


def indicators(size: int) -> OneHot:
    return OneHot(categories=range(size))


def kernel_of(context: Context) -> Callable[[Array, Array], Array]:
    values = context.kernel_x
    return lambda x, y: values[np.ix_(x, y)]


def gaussian_pairs(n: int, k: int = 3, rho: float = 0.8, seed: int = 0) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, k))
    return x, rho * x + np.sqrt(1 - rho**2) * rng.normal(size=(n, k))


def angle(first: Array, second: Array) -> float:
    """Largest principal-angle sine between the centred spans of two sets of columns."""
    p, q = (np.linalg.qr(values - values.mean(axis=0))[0] for values in (first, second))
    return float(np.linalg.norm(p - q @ (q.T @ p), 2))
