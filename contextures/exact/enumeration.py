"""Exact enumeration of samples: multinomial counts, sequences, their probabilities and quantiles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from math import factorial, prod
from typing import Any

import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.exact.numbers import Exact, ball

Array = NDArray[Any]

ROUNDING = 1e-12
"""By how much rounding may miss a probability, in floats."""


@lru_cache(maxsize=64)
def count_vectors(points: int, size: int) -> Array:
    """Return every way in which ``size`` draws fall on ``points`` points, (C, points)."""
    if points == 1:
        return np.array([[size]])
    rows = [
        np.concatenate([np.full((len(rest), 1), first), rest], axis=1)
        for first in range(size + 1)
        for rest in [count_vectors(points - 1, size - first)]
    ]
    return np.concatenate(rows)


@lru_cache(maxsize=64)
def coefficients(points: int, size: int) -> tuple[int, ...]:
    """Return the multinomial coefficient of each count vector."""
    return tuple(factorial(size) // prod(factorial(int(k)) for k in row) for row in count_vectors(points, size))


def count_probabilities(p: Array, size: int) -> Array:
    """Return the probability of each count vector.

    Parameters
    ----------
    p : ndarray (..., points)
        A law, in floats or rationals.
    size : int

    Returns
    -------
    ndarray (..., C)
    """
    points = p.shape[-1]
    counts, weights = count_vectors(points, size), coefficients(points, size)
    if p.dtype == object:
        found = np.empty(len(counts), dtype=object)
        for k, row in enumerate(counts):
            value = fmpq(weights[k])
            for probability, count in zip(p, row, strict=True):
                value *= probability ** int(count)
            found[k] = value
        return found
    logs = np.log(np.array([float(w) for w in weights])) + np.log(p) @ counts.T
    return np.asarray(np.exp(logs))


@lru_cache(maxsize=64)
def sequences(points: int, length: int) -> Array:
    """Return every sequence of points, (points^length, length)."""
    return np.array(list(product(range(points), repeat=length)))


@lru_cache(maxsize=64)
def signs(length: int) -> Array:
    """Return every sequence of signs, (2^length, length)."""
    return np.array(list(product((-1.0, 1.0), repeat=length)))


def label_counts(points: int, size: int) -> tuple[Array, Array]:
    """Return how often each point has the noise +1 and how often −1, of ``size`` labels: both (C, points).

    The rows are those of `count_vectors` of twice as many points, the +1 first.
    """
    counts = count_vectors(2 * points, size)
    return counts[:, :points], counts[:, points:]


def quantile(values: Array, probabilities: Array, level: Array) -> tuple[Array, Array]:
    """Return the smallest value v with P(value ≤ v) ≥ level, and its position.

    Parameters
    ----------
    values, probabilities : ndarray (B, C)
    level : ndarray (B,)

    Returns
    -------
    value, position : ndarray (B,)
    """
    order = np.argsort(values, axis=1, kind="stable")
    cumulative = np.cumsum(np.take_along_axis(probabilities, order, 1), axis=1)
    reached = (cumulative >= level[:, None] - ROUNDING).argmax(1)
    position = np.take_along_axis(order, reached[:, None], 1)[:, 0]
    return np.take_along_axis(values, position[:, None], 1)[:, 0], position


def exact_quantile(values: Sequence[Exact], probabilities: Sequence[fmpq], level: fmpq) -> Exact:
    """Return the same for one instance: a rational, or a ball that holds it.

    The quantile grows with each value, so that the quantiles of lower and of upper ends enclose it.
    """
    if all(isinstance(value, fmpq) for value in values):
        return _at_level(list(values), probabilities, level)
    balls = [ball(value) for value in values]
    lower = _at_level([b.lower().fmpq() for b in balls], probabilities, level)
    upper = _at_level([b.upper().fmpq() for b in balls], probabilities, level)
    return arb(lower).union(arb(upper))


def _at_level(values: list[fmpq], probabilities: Sequence[fmpq], level: fmpq) -> fmpq:
    total = fmpq(0)
    pairs = sorted(zip(values, probabilities, strict=True), key=lambda pair: pair[0])
    for value, probability in pairs:
        total += probability
        if total >= level:
            return value
    return pairs[-1][0]
