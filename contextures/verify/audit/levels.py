"""P-values at the law's own mean: the function is asked at the level of each law by itself.

For two points the set of samples with a small p-value changes with p in a way that only the function knows. Intervals
of p are cut where both their ends leave room for a larger miss than the largest one found.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

import numpy as np
from flint import fmpq

from contextures.exact.numbers import rational
from contextures.verify.audit.oracle import Oracle
from contextures.verify.audit.promises import Answers, Floats, ends, missed, nearest
from contextures.verify.audit.question import Question
from contextures.verify.audit.samples import Integers, Space, as_floats
from contextures.verify.audit.simplex import Simplex

FIRST = (
    *(Fraction(1, k) for k in (1000, 100, 20)),
    *(Fraction(k, 10) for k in range(1, 10)),
    *(1 - Fraction(1, k) for k in (20, 100, 1000)),
)
"""Probabilities of the second point that are tried first."""
CUTS = 60
"""Probabilities that are tried beside these."""
ROOM = 1.001
"""Factor by which an interval must promise more than what was found to be cut."""
NARROW = Fraction(1, 10**7)
GRID = 33
BAND = 1e-3
"""Half of the width of means around a level within which the set of samples is taken to stay as it is."""
GRIDS = (100, 10_000)


class OwnLevels:
    """Laws on some points, each asked about at its own mean.

    Parameters
    ----------
    oracle : Oracle
    question : Question
    space : Space
    points : tuple of Fraction (m,)
    """

    def __init__(self, oracle: Oracle, question: Question, space: Space, points: tuple[Fraction, ...]) -> None:
        self.oracle, self.question, self.space = oracle, question, space
        self.points = [rational(point) for point in points]
        self.names = points
        self.samples = as_floats(points)[space.rows]
        self.orders = np.array([float(orders) for orders in space.orders])
        self.seen: list[tuple[float, float]] = []
        """Mean and miss of each law of two points that was tried."""

    def mean(self, weights: list[fmpq]) -> fmpq:
        """Return the mean of a law."""
        return sum((w * x for w, x in zip(weights, self.points, strict=True)), fmpq(0))

    def answers(self, level: float) -> Answers:
        """Return the p-values of all samples at a level."""
        return self.oracle.answers(self.samples, level)

    def times(self, answers: Answers) -> Integers:
        """Return how many seeds reject at each sample."""
        question = self.question
        low, high = ends(question.promise, answers, question.delta, question.rounding)
        return np.asarray(missed(low, high, fmpq(0), question.rounding).sum(axis=1))

    def miss(self, weights: list[fmpq]) -> fmpq:
        """Return the exact probability of a miss at a law."""
        times = self.times(self.answers(nearest(self.mean(weights))))
        return self.space.probability(weights, times) / self.question.draws

    def two_points(self) -> tuple[fmpq, float]:
        """Search over the laws on two points; return the probability of the second one and the miss."""
        found: dict[Fraction, Integers] = {}
        best, at = -1.0, FIRST[0]

        def look(p: Fraction) -> None:
            nonlocal best, at
            exact = rational(p)
            mean = self.mean([1 - exact, exact])
            found[p] = self.times(self.answers(nearest(mean)))
            miss = float(self._miss(found[p], np.array([float(p)]))[0])
            self.seen.append((nearest(mean), miss))
            if miss > best:
                best, at = miss, p

        for p in FIRST:
            look(p)
        queue: list[tuple[float, Fraction, Fraction]] = []

        def offer(left: Fraction, right: Fraction) -> None:
            if right - left > NARROW:
                grid = np.linspace(float(left), float(right), GRID)
                room = float(self._miss(np.maximum(found[left], found[right]), grid).max())
                heapq.heappush(queue, (-room, left, right))

        for left, right in pairwise(FIRST):
            offer(left, right)
        for _ in range(CUTS):
            if not queue or -queue[0][0] < max(best, 0) * ROOM or self.oracle.over:
                break
            _, left, right = heapq.heappop(queue)
            middle = ((left + right) / 2).limit_denominator(10**9)
            look(middle)
            offer(left, middle)
            offer(middle, right)
        return rational(at), best

    def _miss(self, times: Integers, p: Floats) -> Floats:
        """Return the miss in floats at some probabilities of the second point."""
        k, n = self.space.counts[:, 1], self.space.rows.shape[1]
        terms = p[:, None] ** k * (1 - p[:, None]) ** (n - k)
        return np.asarray(terms @ (self.orders * times) / self.question.draws)

    def many_points(
        self, rng: np.random.Generator, levels: list[float], over: Callable[[], bool]
    ) -> tuple[list[fmpq], fmpq]:
        """Search over the laws on more points, near some means; return the weights and the exact miss."""
        question, tried = self.question, []
        for level in levels:
            low, high = ends(question.promise, self.answers(level), question.delta, question.rounding)
            band = (rational(Fraction(level - BAND)), rational(Fraction(level + BAND)))
            slice_ = Simplex(self.space, low, high, self.names, question.rounding, band)
            tried.append(slice_.climb(rng, np.zeros((0, len(self.points))), over))
            if over():
                break
        best: tuple[list[fmpq], fmpq] = ([fmpq(1), *[fmpq(0)] * (len(self.points) - 1)], fmpq(-1))
        for _, weights in sorted(tried, key=lambda pair: -pair[0])[:2]:
            for law in Simplex.rounded(weights, GRIDS):
                miss = fmpq(-1) if over() else self.miss(law)
                if miss > best[1]:
                    best = (law, miss)
        return best
