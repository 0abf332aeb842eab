"""All outcomes of independent draws from a finite law, as counts or in order, with their probabilities."""

from __future__ import annotations

from math import comb
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact.arrays import ExactArray
from contextures.exact.enumeration import count_probabilities, count_vectors, sequences

Array = NDArray[Any]
Numbers = Any

MOST = 200_000
"""Outcomes that are listed at most."""


@final
class Samples:
    """All outcomes of n independent draws from a finite law, by how often each point is drawn.

    Attributes
    ----------
    counts : ndarray of int, (K, k)
        Each row sums to n.
    probabilities : array, (..., K)
        With the multinomial coefficient.
    """

    __slots__ = ("counts", "probabilities")

    def __init__(self, counts: Array, probabilities: Numbers) -> None:
        self.counts, self.probabilities = counts, probabilities

    @classmethod
    def of(cls, name: str, p: Numbers, n: int) -> Samples:
        """List them; InputError where there are more than 200,000."""
        _check(name, comb(p.shape[-1] + n - 1, n), n)
        counts = count_vectors(p.shape[-1], n)
        if isinstance(p, ExactArray):
            return cls(counts, ExactArray(count_probabilities(p.values, n)))
        return cls(counts, _float_probabilities(p, counts, n))


@final
class Sequences:
    """All outcomes of n independent draws from a finite law, in the order drawn.

    Attributes
    ----------
    points : ndarray of int, (K, n)
        Which point each draw is.
    probabilities : array, (..., K)
    """

    __slots__ = ("points", "probabilities")

    def __init__(self, points: Array, probabilities: Numbers) -> None:
        self.points, self.probabilities = points, probabilities

    @classmethod
    def of(cls, name: str, p: Numbers, n: int) -> Sequences:
        """List them; InputError where there are more than 200,000."""
        _check(name, p.shape[-1] ** n, n)
        points = sequences(p.shape[-1], n)
        return cls(points, p[..., points].prod(-1))


def _check(name: str, outcomes: int, n: int) -> None:
    if outcomes > MOST:
        raise InputError(f"samples of {name}: {outcomes:,} outcomes of {n} draws; at most {MOST:,}")


def _float_probabilities(p: Array, counts: Array, n: int) -> Array:
    """The probabilities of count vectors, where a point may have none."""
    with np.errstate(all="ignore"):
        positive = count_probabilities(np.where(p > 0, p, 1.0), n)
    lost = (p == 0).astype(float) @ counts.T
    return np.where(lost > 0, 0.0, positive)
