"""A bad law on three points or more: found in floats, evaluated exactly at rational weights.

Between two answers the set of samples that miss does not change, so that on a slab of means the miss is a polynomial in
the weights. Draws of the weights tell which slabs are worth it; in these the polynomial is climbed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq
from scipy.optimize import minimize

from contextures.exact.numbers import rational
from contextures.verify.audit.promises import Floats, missed
from contextures.verify.audit.samples import Space, as_floats

DRAWS = 1_000
"""Weights that are drawn, of few samples."""
TERMS = 20_000_000
"""Products of a weight that is drawn and a sample, at most."""
SLABS = 10
"""Slabs of means that are climbed in."""
CROSSINGS = 8
"""Answers that a climb may pass."""
CELLS = 1_000_000
"""Products that are held at once."""
INSIDE = 1e-9
"""How far inside its slab a mean is kept."""
GRIDS = (10, 100, 1_000, 10_000, 10**6, 10**9)
"""Denominators of weights, the simple ones first."""
NEAR = fmpq(1, 10**4)
"""How much of the miss simpler weights may cost, relative to it."""


class Simplex:
    """Laws on some points, with the answers to all samples.

    Parameters
    ----------
    space : Space
    low, high : ndarray (K, seeds)
        What each answer leaves to the mean.
    points : sequence of Fraction (m,)
        Ascending.
    rounding : fmpq
    means : pair of fmpq
        The least and the largest mean.
    """

    def __init__(
        self,
        space: Space,
        low: Floats,
        high: Floats,
        points: tuple[Fraction, ...],
        rounding: fmpq,
        means: tuple[fmpq, fmpq] | None = None,
    ) -> None:
        self.space, self.low, self.high, self.rounding = space, low, high, rounding
        self.points = [rational(point) for point in points]
        self.values = as_floats(points)
        self.orders = np.array([float(orders) for orders in space.orders])
        slack = float(rounding)
        self.upper, self.lower = high + slack, low - slack
        self.least, self.most = (float(points[0]), float(points[-1])) if means is None else map(float, means)
        self.exact_means = means
        inner = np.unique(np.concatenate([self.upper.ravel(), self.lower.ravel()]))
        inner = inner[(inner > self.least) & (inner < self.most)]
        self.edges = np.concatenate([[self.least], inner, [self.most]])

    def mean(self, weights: list[fmpq]) -> fmpq:
        """Return the mean of a law."""
        return sum((w * x for w, x in zip(weights, self.points, strict=True)), fmpq(0))

    def miss(self, weights: list[fmpq]) -> fmpq:
        """Return the exact probability of a miss at a law; of one whose mean is not meant, −1."""
        mean = self.mean(weights)
        if self.exact_means is not None and not self.exact_means[0] <= mean <= self.exact_means[1]:
            return fmpq(-1)
        times = missed(self.low, self.high, mean, self.rounding).sum(axis=1)
        return fmpq(self.space.probability(weights, times) / self.low.shape[1])

    def _share(self, means: Floats) -> Floats:
        """Return for each mean which part of the seeds misses at each sample, (B, K)."""
        at = means[:, None, None]
        return np.asarray(((at > self.upper) | (at < self.lower)).mean(axis=2))

    def _terms(self, weights: Floats) -> Floats:
        """Return the probability of each sample, (B, K)."""
        return np.asarray(np.prod(weights[:, None, :] ** self.space.counts, axis=2) * self.orders)

    def _misses(self, weights: Floats) -> Floats:
        """Return the probability of a miss for each row of weights, in floats."""
        means = weights @ self.values
        step = max(1, CELLS // self.low.size)
        found = [
            (self._terms(weights[k : k + step]) * self._share(means[k : k + step])).sum(axis=1)
            for k in range(0, len(weights), step)
        ]
        return np.where((means >= self.least) & (means <= self.most), np.concatenate(found), -1.0)

    def climb(self, rng: np.random.Generator, starts: Floats, over: Callable[[], bool]) -> tuple[float, Floats]:
        """Return the largest miss that is found, in floats, and its weights.

        Parameters
        ----------
        rng : Generator
        starts : ndarray (S, m)
            Weights worth a try.
        over : callable
            Whether the time is over.
        """
        m = len(self.values)
        number = min(DRAWS, TERMS // len(self.space.rows)) // 2
        draws = [rng.dirichlet(np.full(m, spread), number) for spread in (0.3, 1.0)]
        weights = np.concatenate([starts.reshape(-1, m), np.eye(m), *draws])
        misses = self._misses(weights)
        best, at = float(misses.max()), weights[int(misses.argmax())]
        seen: set[int] = set()
        for k in np.argsort(-misses, kind="stable"):
            slab = self._slab(float(weights[k] @ self.values))
            if slab in seen:
                continue
            if len(seen) == SLABS or over():
                break
            seen.add(slab)
            found, where = self._ascend(weights[k], slab)
            if found > best:
                best, at = found, where
        return best, at

    def _slab(self, mean: float) -> int:
        """Return which slab holds a mean."""
        return int(np.clip(np.searchsorted(self.edges, mean, side="left") - 1, 0, len(self.edges) - 2))

    def _ascend(self, start: Floats, slab: int) -> tuple[float, Floats]:
        """Climb in a slab, and on in the next one where the top is at its edge."""
        best, at = -1.0, start
        for _ in range(CROSSINGS):
            where = self._top(at, slab)
            found = float(self._misses(where[None])[0])
            if found <= best * (1 + 1e-9):
                break
            best, at = found, where
            mean = float(at @ self.values)
            if mean > self.edges[slab + 1] - 10 * INSIDE and slab + 2 < len(self.edges):
                slab += 1
            elif mean < self.edges[slab] + 10 * INSIDE and slab > 0:
                slab -= 1
            else:
                break
        return best, at

    def _top(self, start: Floats, slab: int) -> Floats:
        """Maximise the polynomial of a slab from a start."""
        low, high = self.edges[slab], self.edges[slab + 1]
        inside = min(INSIDE, (high - low) / 4)
        share = self._share(np.array([(low + high) / 2]))[0]
        rows = share > 0
        counts, factors = self.space.counts[rows], share[rows] * self.orders[rows]

        def value(w: Floats) -> tuple[float, Floats]:
            w = np.maximum(w, 1e-12)
            terms = factors * np.prod(w**counts, axis=1)
            return -float(terms.sum()), -(terms @ counts) / w

        limits: Any = [
            {"type": "eq", "fun": lambda w: w.sum() - 1, "jac": lambda w: np.ones_like(w)},
            {"type": "ineq", "fun": lambda w: w @ self.values - low - inside, "jac": lambda w: self.values},
            {"type": "ineq", "fun": lambda w: high - inside - w @ self.values, "jac": lambda w: -self.values},
        ]
        options: Any = {"maxiter": 60, "ftol": 1e-12}
        bounds: Any = [(0.0, 1.0)] * len(start)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # of a step that left the bounds and is clipped
            found = minimize(value, start, jac=True, bounds=bounds, constraints=limits, options=options, method="SLSQP")
        if not np.isfinite(found.x).all():
            return start
        w = np.clip(found.x, 0, 1)
        return np.asarray(w / w.sum())

    def exact(self, weights: Floats, delta: fmpq) -> tuple[list[fmpq], fmpq]:
        """Return rational weights near some, simple ones if these miss as often, and their exact miss."""
        found = [(law, self.miss(law)) for law in self.rounded(weights, GRIDS)]
        most = max(miss for _, miss in found)
        wanted = [(law, miss) for law, miss in found if miss >= most * (1 - NEAR) and (miss > delta or most <= delta)]
        return wanted[0]

    @staticmethod
    def rounded(weights: Floats, grids: tuple[int, ...]) -> list[list[fmpq]]:
        """Return rational weights near some, the simple ones first."""
        return [law for grid in grids for law in _rounded(weights, grid)]


def _rounded(weights: Floats, grid: int) -> list[list[fmpq]]:
    """Return weights as multiples of 1/grid with sum 1, and with one of them moved up or down the points."""
    exact = [Fraction(float(w)) * grid for w in weights]
    whole = [int(w) for w in exact]
    rest = sorted(range(len(whole)), key=lambda k: whole[k] - exact[k])
    for k in rest[: grid - sum(whole)]:
        whole[k] += 1
    found = [whole]
    held = [k for k, w in enumerate(whole) if w]
    for take, give in ((held[0], held[-1]), (held[-1], held[0])):
        if take != give:
            moved = list(whole)
            moved[take] -= 1
            moved[give] += 1
            found.append(moved)
    return [[fmpq(w, grid) for w in law] for law in found]
