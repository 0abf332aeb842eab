"""All samples of a size from some points, each with how often it occurs among the sequences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from math import comb, factorial
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact.enumeration import coefficients, count_vectors, sequences

Integers = NDArray[np.int64]
MOST = 300_000
"""Samples beyond which they are not enumerated."""
MOST_DRAWS = 200_000_000
"""The same of the draws that they hold together."""


@dataclass(frozen=True, eq=False)
class Space:
    """All samples of n draws from m points.

    Attributes
    ----------
    rows : ndarray (K, n)
        Which point each draw is, in the order in which the function sees them.
    counts : ndarray (K, m)
        How often each point occurs.
    orders : tuple of int
        How many sequences each sample stands for: all orders of a multiset, or one.
    """

    rows: Integers
    counts: Integers
    orders: tuple[int, ...]

    def probability(self, weights: list[fmpq], times: Integers) -> fmpq:
        """Return the expectation of ``times`` over samples whose draws have these weights, exactly.

        Parameters
        ----------
        weights : list of fmpq (m,)
        times : ndarray (K,)
            Whole numbers, most often 0 or 1.
        """
        groups: Counter[tuple[int, ...]] = Counter()
        for k in np.flatnonzero(times):
            groups[tuple(self.counts[k].tolist())] += int(times[k]) * self.orders[k]
        powers = [power_table(weight, self.rows.shape[1]) for weight in weights]
        total = fmpq(0)
        for counts, number in groups.items():
            term = fmpq(number)
            for point, count in enumerate(counts):
                term *= powers[point][count]
            total += term
        return total


def power_table(weight: fmpq, most: int) -> list[fmpq]:
    """Return the powers of a number from 0 on."""
    found = [fmpq(1)]
    for _ in range(most):
        found.append(found[-1] * weight)
    return found


def number(points: int, size: int, ordered: bool) -> int:
    """Return how many samples there are."""
    return points**size if ordered else comb(size + points - 1, size)


def checked_number(points: int, size: int, ordered: bool) -> int:
    """Return how many samples there are; InputError where they, or their draws, are too many to enumerate."""
    found = number(points, size, ordered)
    if found > MOST:
        what, instead = ("sequences", "order any, ") if ordered else ("samples", "")
        raise InputError(
            f"there are {found:,} {what} of {size} draws from {points} points; at most {MOST:,} are enumerated: "
            f"{instead}a smaller n or fewer values is right"
        )
    if found * size > MOST_DRAWS:
        raise InputError(
            f"{found:,} samples of {size:,} draws are {found * size:,} numbers; at most {MOST_DRAWS:,} are enumerated: "
            "a smaller n is right"
        )
    return found


@lru_cache(maxsize=32)
def space(points: int, size: int, ordered: bool) -> Space:
    """Enumerate all samples of a size: every sequence, or every multiset once, in ascending order.

    Raises
    ------
    InputError
        Where they are too many.
    """
    checked_number(points, size, ordered)
    if ordered:
        rows = sequences(points, size)
        counts = np.stack([(rows == point).sum(axis=1) for point in range(points)], axis=1)
        return Space(rows, counts, (1,) * len(rows))
    counts = count_vectors(points, size)
    rows = np.repeat(np.tile(np.arange(points), len(counts)), counts.ravel()).reshape(len(counts), size)
    return Space(rows, counts, coefficients(points, size))


@dataclass(frozen=True, eq=False)
class LeftOut:
    """All orders of n + 1 distinct scores, by the last one, which the function does not see.

    Attributes
    ----------
    rows : ndarray (K, n)
        Which scores the function sees, in order.
    last : ndarray (K,)
        Which one is left out.
    """

    rows: Integers
    last: Integers


def left_out(size: int, ordered: bool) -> LeftOut:
    """Enumerate the orders of n + 1 scores; those of the first n count once unless ``ordered``."""
    if ordered:
        found = factorial(size + 1)
        if found > MOST:
            raise InputError(
                f"there are {found:,} orders of {size + 1} scores; at most {MOST:,} are enumerated: order any or a "
                "smaller n is right"
            )
        every = np.array(list(permutations(range(size + 1))), dtype=np.int64)
        return LeftOut(every[:, :-1], every[:, -1])
    scores = np.arange(size + 1)
    return LeftOut(np.array([np.delete(scores, k) for k in scores], dtype=np.int64), scores)


def as_floats(points: Any) -> NDArray[np.float64]:
    """Return the floats nearest to rational points."""
    return np.array([float(point) for point in points])
