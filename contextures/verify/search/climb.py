"""A search of the continuous directions at an instance whose steps adapt to the claim: a CMA-ES (Hansen 2016)."""

from __future__ import annotations

from collections.abc import Callable
from math import log, sqrt
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from contextures.measure.instance import Batch
from contextures.verify.search.directions import Directions

Array = NDArray[Any]
Generator: TypeAlias = np.random.Generator

POPULATION, GENERATIONS = 16, 100
"""Instances of a step, and steps at most."""
FIRST, LAST = 0.15, 1e-5
"""The first step, and the one at which whole numbers are too coarse: in units of the numbers of a field."""
FLAT = 1e-9
"""Where the best of many steps differ by no more than this, the ground is flat: floats raise no suspect of it."""


def climb(rng: Generator, start: Batch, needs: frozenset[str], look: Callable[[Batch], NDArray[np.float64]]) -> None:
    """Go from one instance on to where what `look` returns is small.

    Parameters
    ----------
    rng : Generator
    start : Batch
        Of one instance.
    needs : frozenset of str
        The fields that are read.
    look : callable
        Returns a number for each instance of a batch, ∞ for what is no good.
    """
    directions = Directions(start, needs)
    if not len(directions.start):
        return
    steps = Steps(len(directions.start))
    mean = directions.start
    window, lowest = 10 + 30 * steps.n // POPULATION, list[float]()
    for _ in range(GENERATIONS):
        tried = steps.draw(rng)
        batch = directions.at(mean + steps.size * tried)
        sound, seen = batch.sound(), np.full(POPULATION, np.inf)
        if sound.any():
            seen[sound] = look(batch.take(sound))
        lowest.append(float(seen.min()))
        if np.isfinite(seen).any():
            mean = mean + steps.size * steps.learn(tried[np.argsort(seen, kind="stable")])
        else:
            steps.size /= 2
        if steps.size * steps.scales.max() < LAST or (len(lowest) > window and _flat(lowest[-window:])):
            break


def _flat(lowest: list[float]) -> bool:
    """Whether numbers are one, all but."""
    return max(lowest) - min(lowest) <= FLAT


class Steps:
    """Normal steps of a covariance and a size that are learnt from the better half of those that were tried.

    Parameters
    ----------
    n : int
        The number of coordinates.
    """

    def __init__(self, n: int) -> None:
        self.n, self.size, self.learnt = n, FIRST, 0
        kept = log(POPULATION / 2 + 0.5) - np.log(np.arange(1, POPULATION // 2 + 1))
        self.weights = kept / kept.sum()
        mass = self.mass = 1 / float((self.weights**2).sum())
        self.c_size = (mass + 2) / (n + mass + 5)
        self.damping = 1 + 2 * max(0.0, sqrt((mass - 1) / (n + 1)) - 1) + self.c_size
        self.c_path = (4 + mass / n) / (n + 4 + 2 * mass / n)
        self.c_one = 2 / ((n + 1.3) ** 2 + mass)
        self.c_many = min(1 - self.c_one, 2 * (mass - 2 + 1 / mass) / ((n + 2) ** 2 + mass))
        self.expected = sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n))
        self.path, self.size_path = np.zeros(n), np.zeros(n)
        self.covariance, self.basis, self.scales = np.eye(n), np.eye(n), np.ones(n)

    def draw(self, rng: Generator) -> Array:
        """Draw steps of size 1, (POPULATION, n)."""
        values, self.basis = np.linalg.eigh(self.covariance)
        self.scales = np.sqrt(np.maximum(values, 1e-20))
        return np.asarray((rng.standard_normal((POPULATION, self.n)) * self.scales) @ self.basis.T)

    def learn(self, ranked: Array) -> Array:
        """Learn from steps, the best first; return the mean step."""
        best = ranked[: len(self.weights)]
        step = self.weights @ best
        self.learnt += 1
        white = self.basis @ ((self.basis.T @ step) / self.scales)
        self.size_path = _followed(self.size_path, self.c_size, self.mass, white)
        length = float(np.linalg.norm(self.size_path))
        settled = length / sqrt(1 - (1 - self.c_size) ** (2 * self.learnt))
        self.path = _followed(
            self.path, self.c_path, self.mass, step * (settled < (1.4 + 2 / (self.n + 1)) * self.expected)
        )
        self.covariance = (
            (1 - self.c_one - self.c_many) * self.covariance
            + self.c_one * np.outer(self.path, self.path)
            + self.c_many * (best.T * self.weights) @ best
        )
        self.size *= float(np.exp(min(1.0, self.c_size / self.damping * (length / self.expected - 1))))
        return np.asarray(step)


def _followed(path: Array, share: float, mass: float, step: Array) -> Array:
    """A path that forgets a share of itself and takes a step."""
    return np.asarray((1 - share) * path + sqrt(share * (2 - share) * mass) * step)
