"""Draws the instances of chapter 5.1: encoders on A that may hold the constant, tasks f = Tg, and samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import LEARNING, SAMPLING, MeasuredDomain
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.measure.worlds.bounds import LearningWorld
from contextures.verify.search.draws.contexts import Contexts, whole_functions
from contextures.verify.search.draws.laws import Laws
from contextures.verify.search.draws.supply import Family, Generator, Sizes, Supply

Array = NDArray[np.int64]

LEVELS = 10_000
"""Denominator of an ε that aims at a real number."""
ALONE = 0.3
"""Share of the tasks and of the encoders of the family "seldom" that are narrowed to one value of A."""
FROM_CONTEXTS = frozenset({"dual_encoder", "dual_task", "channel"})
"""Fields that are drawn as for chapter 1."""


class Learning(Supply):
    """Finite contexts with encoders on A, tasks f = Tg, ε and B."""

    domain: MeasuredDomain = LEARNING
    families = Contexts.families
    contexts = Contexts()

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw as for chapter 1."""
        return self.contexts.sizes(rng, family)

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw as for chapter 1."""
        return self.contexts.modest_sizes(rng, family)

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield sizes from 2×2 upwards."""
        yield from self.contexts.small_sizes(
            needs | {"encoder"} if "dual_encoder" in needs else needs, symbols, largest
        )

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return the number of points and the sum of what is chosen."""
        return sizes["N"] + sizes["M"], sum(sizes[name] for name in self.domain.world.choices)

    def suits(self, family: Family, sizes: Sizes) -> bool:
        """Tell whether the law is square where the family needs it."""
        return self.contexts.suits(family, sizes)

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        drawn, _ = self.contexts.draw(rng, family, count, sizes, needs & FROM_CONTEXTS)
        fields = dict(drawn.fields)
        if "dual_encoder" in needs:
            seen = LearningWorld.of_whole({"joint": fields["joint"]}, {"d": sizes["d"]})
            modes = whole_functions(rng, seen.context.right_modes.functions)
            fields["dual_encoder"] = _with_constant(rng, fields["dual_encoder"], modes)
        fields |= self.narrowed(rng, family, fields)
        chosen = {name: sizes[name] for name in self.domain.world.choices}
        if "epsilon" in needs:
            fields["epsilon"] = _epsilons(rng, LearningWorld.of_whole(fields, {"d": sizes["d"]}), count)
        fields |= self.settings(rng, count, needs)
        if "B" in needs:
            fields["B"] = _bounds(rng, LearningWorld.of_whole(fields, {"d": sizes["d"]}), count)
        batch = self.domain.world.batch(fields, chosen)
        return batch, self.domain.world.of_batch(batch)

    def drawn(self, batch: Batch) -> Laws:
        """Return the joint laws."""
        return self.contexts.drawn(batch)

    def narrowed(self, rng: Generator, family: Family, fields: Mapping[str, Array]) -> dict[str, Array]:
        """Return functions that stand for some of those that were drawn; here there are none."""
        return {}

    def settings(self, rng: Generator, count: int, needs: frozenset[str]) -> dict[str, Array]:
        """Draw further settings; here there are none."""
        return {}


def seldom(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Take A = X on inputs of which the first is seen 1 to 40 times as seldom as each of the others."""
    weights = np.ones((count, n), dtype=np.int64)
    weights[:, 1:] = rng.integers(1, 41, (count, 1))
    return Laws(weights[:, :, None] * np.eye(n, m, dtype=np.int64))


SELDOM = Family(
    "seldom", seldom, square=True, near={"N": (2, 2), "M": (2, 2), "d": (1, 1), "n": (3, 16), "samples": (1, 4)}
)
"""Many labels, on two inputs: where none falls on the one that is seldom seen, its task is not known."""


class Sampling(Learning):
    """The same on two or three inputs, with n labelled and N unlabelled samples."""

    domain = SAMPLING
    families = (*(family for family in Contexts.families if not family.near), SELDOM)
    """Those of chapter 1 whose sizes are not their own, and many labels on two inputs."""
    cost = 25.0

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw N = 2 or 3 inputs, few samples, and d up to 2; then what is the family's own."""
        inputs = int(rng.choice([2, 2, 3]))
        m = inputs if family.square else int(rng.integers(2, 5))
        most = 40 if inputs == 2 else 9
        samples = int(rng.integers(1, most + 1))
        drawn = {"N": inputs, "M": m, "d": int(rng.integers(1, 3)), "n": int(rng.integers(1, 3)), "samples": samples}
        return {**drawn, **family.sizes(rng)}

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw as ever: all of these are small."""
        return self.sizes(rng, family)

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield small laws with few samples, the claim's own sizes only."""
        labelled = (1, 2) if "n" in symbols or "dual_task" in needs else (1,)
        unlabelled = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32) if "N" in symbols else (1,)
        for sizes in self.contexts.small_sizes(needs | {"encoder"}, symbols, min(largest, 6)):
            if sizes["d"] <= 2 and sizes["N"] <= 3:
                for n in labelled:
                    for samples in unlabelled:
                        yield {**sizes, "n": n, "samples": samples}

    def narrowed(self, rng: Generator, family: Family, fields: Mapping[str, Array]) -> dict[str, Array]:
        """Leave some tasks and encoders, where inputs are seldom seen, one value of A that they do not vanish at."""
        if family.name != SELDOM.name:
            return {}
        count, _, points = fields["joint"].shape
        kept = np.arange(points) == rng.integers(0, points, (count, 1))
        found = {}
        for name in ("dual_encoder", "dual_task"):
            if name in fields:
                found[name] = fields[name].copy()
                elsewhere = (rng.random((count, 1)) < ALONE) & ~kept
                found[name][elsewhere] = 0
        return found

    def settings(self, rng: Generator, count: int, needs: frozenset[str]) -> dict[str, Array]:
        """Draw δ from 1/1000 to 999/1000, and σ."""
        drawn = {}
        if "delta" in needs:
            options = np.array([[1, 1000], [1, 100], [1, 20], [1, 10], [1, 4], [1, 2], [3, 4], [19, 20], [999, 1000]])
            drawn["delta"] = options[rng.integers(0, len(options), count)]
        if "sigma" in needs:
            options = np.array([[0, 1], [1, 100], [1, 4], [1, 1], [3, 1], [20, 1]])
            drawn["sigma"] = options[rng.integers(0, len(options), count)]
        return drawn


def _with_constant(rng: Generator, encoders: Array, modes: Array) -> Array:
    """Put the constant before the columns of most encoders or add it to them, or take top modes, one of them tilted."""
    shifted = np.concatenate([np.ones_like(encoders[:, :, :1]), encoders[:, :, :-1]], axis=2)
    added = encoders + rng.integers(-30, 31, (len(encoders), 1, encoders.shape[2]))
    tilted = shifted.copy()
    tilted[:, :, 0] = rng.choice([1, 10, 100], (len(encoders), 1)) + encoders[:, :, -1]
    kind = rng.random((len(encoders), 1, 1))
    encoders = np.where(kind > 0.9, _tilted(rng, encoders, modes), encoders)
    return np.where(kind < 0.4, shifted, np.where(kind < 0.6, tilted, np.where(kind < 0.8, added, encoders)))


def _tilted(rng: Generator, encoders: Array, modes: Array) -> Array:
    """Return the constant and the top modes, the last of them tilted towards a later one by a little or a lot."""
    count, points, d = encoders.shape
    top = np.concatenate([np.ones((count, points, 1), dtype=np.int64), modes, encoders], axis=2)[:, :, :d].copy()
    if d > 1 and modes.shape[2] >= d:
        later = modes[np.arange(count), :, rng.integers(d - 1, modes.shape[2], count)]
        top[:, :, -1] = rng.choice([2, 3, 10], (count, 1)) * top[:, :, -1] + rng.integers(-1, 2, (count, 1)) * later
    return top


def _epsilons(rng: Generator, world: LearningWorld, count: int) -> Array:
    """Draw ε < 1: simple, zero, near where β or mode d+1 cross a threshold, and just enough for the task."""
    following = np.broadcast_to(np.asarray(world.eigenvalue(world.d + 1), dtype=float), (count,))
    odds = following / np.maximum(1 - following, 1e-9)
    half = 1 / (1 + 2 * odds)
    share = rng.random(count) ** rng.choice([0.3, 1.0, 4.0], count)
    targets = [rng.integers(0, 20, count) / 20, half, share * half, share * (1 - following), share, np.zeros(count)]
    if "dual_task" in world.fields:
        context, g = world.context, world.g
        norm = context.inner_a(g, g)
        lost = 1 - context.inner_x(world.task, world.task) / np.where(norm > 0, norm, 1.0)
        targets += [lost + 1.0 / LEVELS] * 6 + [np.clip(lost + 0.05, 0.0, 1.0)] * 2
    picked = np.stack(targets)[rng.integers(0, len(targets), count), np.arange(count)]
    numerator = np.clip(np.rint(picked * LEVELS), 0, LEVELS - 1).astype(np.int64)
    return np.stack([numerator, np.full(count, LEVELS)], axis=1)


def _bounds(rng: Generator, world: LearningWorld, count: int) -> Array:
    """Draw B: simple, and just enough for the task."""
    simple = rng.choice([1, 2, 3], count) * LEVELS
    if "dual_task" not in world.fields:
        return np.stack([simple, np.full(count, LEVELS)], axis=1)
    size = np.sqrt((world.context.p_x * world.task**2).sum(-1))
    enough = np.ceil(size * LEVELS).astype(np.int64) + 1
    numerator = np.where(rng.random(count) < 0.75, enough * rng.choice([1, 1, 3], count), simple)
    return np.stack([numerator, np.full(count, LEVELS)], axis=1)
