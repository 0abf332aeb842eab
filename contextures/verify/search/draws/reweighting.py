"""Draws what claims on reweighted linear models are tried on: samples, labels, weights and step sizes at weak spots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import REWEIGHTED_SAMPLES
from contextures.measure.instance import Batch
from contextures.measure.worlds.reweighting import SampleWorld
from contextures.verify.search.draws.supply import Family, Generator, Sizes, Supply

Array = NDArray[Any]

STEPS = 4
"""Steps of gradient descent."""
FINE = 1000
"""Denominator of a step size that aims at a real number."""


def _any(rng: Generator, count: int, n: int, p: int) -> Array:
    return rng.integers(-4, 5, (count, n, p))


def _orthogonal(rng: Generator, count: int, n: int, p: int) -> Array:
    return np.asarray(np.eye(n, p, dtype=np.int64) * rng.integers(1, 5, (count, n, 1)))


def _nearly_parallel(rng: Generator, count: int, n: int, p: int) -> Array:
    """One common part and small differences: an ill-conditioned Gram matrix."""
    common = rng.integers(-9, 10, (count, 1, p)) * rng.choice([1, 5], (count, 1, 1))
    own = np.eye(n, p, dtype=np.int64) * rng.integers(1, 3, (count, n, 1))
    return np.asarray(common + own + rng.integers(0, 2, (count, n, p)))


def _uneven(rng: Generator, count: int, n: int, p: int) -> Array:
    return np.asarray(rng.integers(-3, 4, (count, n, p)) * rng.choice([1, 1, 4, 12], (count, n, 1)))


class ReweightedSamples(Supply):
    """Samples with labels, starting points, weights that are fixed or change, and step sizes."""

    domain = REWEIGHTED_SAMPLES
    families = (
        Family("any", _any, rational=True),
        Family("orthogonal", _orthogonal, rational=True),
        Family("nearly-parallel", _nearly_parallel),
        Family("uneven", _uneven),
    )
    cost = 2.0

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw n up to 4 and p from n on, now and then fewer; and the degree of the tail."""
        n = int(rng.integers(1, 5))
        p = max(1, n + int(rng.choice([-1, 0, 0, 1, 2])))
        return {"n": n, "p": p, "a": int(rng.integers(1, 4))}

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw n = 2 or 3 and p = n."""
        n = int(rng.integers(2, 4))
        return {"n": n, "p": n, "a": 1}

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield n = p from 1 upwards."""
        for n in range(1, min(largest // 2, 4) + 1):
            yield {"n": n, "p": n, "a": 1}

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return n + p and the degree."""
        return sizes["n"] + sizes["p"], sizes["a"]

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, SampleWorld]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        n, p = sizes["n"], sizes["p"]
        inputs = family.draw(rng, count, n, p)
        makers: dict[str, Callable[[], Array]] = {
            "labels": lambda: rng.integers(-6, 7, (count, n)) * rng.choice([1, 1, 20], (count, n)),
            "start": lambda: rng.integers(-3, 4, (count, p)) * rng.integers(0, 2, (count, 1)),
            "schedule": lambda: _schedules(rng, count, n),
            "sample_weights": lambda: _weights(rng, count, n),
            "sample_weights_other": lambda: _weights(rng, count, n),
            "step": lambda: _step_sizes(rng, inputs),
            "ridge": lambda: np.stack([rng.integers(1, 12, count), rng.choice([1, 10, 1000], count)], axis=1),
            "point": lambda: rng.integers(-3, 4, (count, p)) * rng.choice([0, 1, 3, 12], (count, 1)),
        }
        fields = {"inputs": inputs, **{name: make() for name, make in makers.items() if name in needs}}
        if {"schedule", "sample_weights"} <= set(fields):
            _settle(rng, fields)
        if {"schedule", "labels", "start", "step"} <= set(fields):
            _heed(rng, fields)
        batch = self.domain.world.batch(fields, {"a": sizes["a"]})
        return batch, SampleWorld.of_batch(batch)


def _weights(rng: Generator, count: int, n: int) -> Array:
    """Any, equal, one that holds nearly everything, zeros."""
    heavy = np.ones((count, n), dtype=np.int64)
    heavy[np.arange(count), rng.integers(0, n, count)] = rng.choice([10, 100, 1000], count)
    sparse = rng.integers(0, 3, (count, n))
    sparse[:, 0] += sparse.sum(1) == 0
    options = np.stack([rng.integers(1, 9, (count, n)), np.ones((count, n), dtype=np.int64), heavy, sparse])
    return np.asarray(options[rng.integers(0, 4, count), np.arange(count)])


def _schedules(rng: Generator, count: int, n: int) -> Array:
    """Fixed, random, cyclic, vanishing and top-loss weights, one kind for each instance."""
    at = np.arange(STEPS)[:, None]
    fixed = np.repeat(rng.integers(1, 9, (count, 1, n)), STEPS, axis=1)
    cyclic = np.broadcast_to((at % n == np.arange(n)).astype(np.int64), (count, STEPS, n))
    vanishing = np.broadcast_to(np.where(np.arange(n) == 0, 1, 4 ** (at + 1)), (count, STEPS, n))
    worst = (rng.random((count, STEPS, n)) < 0.5).astype(np.int64)
    worst[:, :, 0] += worst.sum(2) == 0
    options = np.stack([fixed, rng.integers(1, 30, (count, STEPS, n)), cyclic, vanishing, worst])
    return np.asarray(options[rng.integers(0, len(options), count), np.arange(count)])


def _settle(rng: Generator, fields: dict[str, Array]) -> None:
    """Let some schedules tend to the weights, from anywhere; a few are there from the start."""
    limit, schedule = fields["sample_weights"], fields["schedule"]
    count = len(schedule)
    nearer = limit[:, None, :] * rng.choice([1, 4, 20], (count, 1, 1)) ** np.arange(STEPS)[:, None]
    settled = nearer + rng.integers(0, 2, (count, 1, 1)) * schedule
    fields["schedule"] = np.where(rng.random((count, 1, 1)) < 0.6, settled, schedule)


def _heed(rng: Generator, fields: dict[str, Array]) -> None:
    """Let some schedules follow the losses: weights that grow with them, the worst half, the worst sample alone."""
    x, y = fields["inputs"].astype(float), fields["labels"].astype(float)
    theta, size = fields["start"].astype(float), fields["step"][:, 0] / fields["step"][:, 1]
    count, n = y.shape
    kind, chosen = rng.integers(0, 3, (count, 1)), rng.random(count) < 0.4
    schedule = fields["schedule"].copy()
    for at in range(STEPS):
        residuals = (x @ theta[..., None])[..., 0] - y
        place = np.argsort(np.argsort(np.abs(residuals), axis=1), axis=1)
        heeding = np.select([kind == 0, kind == 1], [place + 1, place >= n // 2], place == n - 1).astype(np.int64)
        schedule[chosen, at] = heeding[chosen]
        q = schedule[:, at] / schedule[:, at].sum(1, keepdims=True)
        theta = theta - size[:, None] * (np.swapaxes(x, 1, 2) @ (q * residuals)[..., None])[..., 0]
    fields["schedule"] = schedule


def _step_sizes(rng: Generator, inputs: Array) -> Array:
    """Simple, and close to 1/λ_max(G) and 2/λ_max(G)."""
    count = len(inputs)
    simple = np.stack([rng.integers(1, 9, count), rng.choice([4, 20, 200], count)], axis=1)
    top = np.maximum(np.linalg.norm(inputs.astype(float), 2, axis=(1, 2)) ** 2, 1e-3)
    goal = rng.choice([0.25, 1.0, 1.0, 1.9], count) / top
    near = np.stack([np.floor(goal * FINE).astype(np.int64), np.full(count, FINE)], axis=1)
    return np.asarray(np.stack([simple, near, near])[rng.integers(0, 3, count), np.arange(count)])
