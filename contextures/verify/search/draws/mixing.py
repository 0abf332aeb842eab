"""Draws several contexts with one P_X: independent, alike, strong beside weak, with weights, chains and pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import MIXED_CONTEXTS
from contextures.measure.instance import Batch
from contextures.measure.worlds.mixing import MixingWorld
from contextures.verify.search.draws.contexts import Contexts, channels, near, pick
from contextures.verify.search.draws.supply import Family, Generator, Sizes

Array = NDArray[Any]

SMALL = 4
"""Largest spaces of the second pair, so that the product stays small."""
OF_ONE = frozenset({"task", "dual_task", "encoder", "channel", "other", "loss_kernel", "epsilon"})
"""Fields that are drawn as for the first context alone."""
MOST_COLUMNS = 5
"""Largest number of values of A of the further contexts, so that the concatenation stays small."""


class MixedContexts(Contexts):
    """Two or three contexts with one P_X."""

    domain = MIXED_CONTEXTS
    cost = 4.0

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw the sizes of the first context, the number of contexts and the steps."""
        return {**super().sizes(rng, family), **_further(rng)}

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw N and M from 3 to 6."""
        return {**super().modest_sizes(rng, family), **_further(rng)}

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield the sizes of a context, with two contexts before three and one step before more."""
        steps = (1, 2, 3) if "rate" in needs else (1,)
        found = [
            {**sizes, "J": count, "steps": step}
            for sizes, count, step in product(super().small_sizes(needs, symbols, largest), (2, 3), steps)
        ]
        yield from sorted(found, key=self.extent)

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return N + M, and the sum of d, J and T."""
        return sizes["N"] + sizes["M"], sizes["d"] + sizes.get("J", 0) + sizes.get("steps", 0)

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, MixingWorld]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        first, _ = super().draw(rng, family, count, sizes, needs & OF_ONE)
        fields: dict[str, Array] = dict(first.fields)
        chosen = {"d": sizes["d"], "J": sizes["J"], "steps": sizes["steps"]}
        makers: dict[str, Callable[[], Array]] = {
            "second": lambda: _beside(rng, family, fields["joint"]),
            "third": lambda: _beside(rng, family, fields["joint"]),
            "mixture": lambda: _weights(rng, count, sizes["J"]),
            "mixture_other": lambda: _weights(rng, count, sizes["J"]),
            "channel_after": lambda: channels(rng, count, fields["channel"].shape[2]),
            "pair": lambda: family.draw(rng, count, *_small(rng, family)).weights,
            "encoder_second": lambda: _second_encoder(rng, fields["encoder"]),
            "rate": lambda: _rates(rng, count, sizes),
        }
        for name, make in makers.items():
            if name in needs and (name != "third" or sizes["J"] > 2):
                fields[name] = make()
        if {"epsilon", "task", "second"} <= needs:
            fields["epsilon"] = _epsilons(rng, fields["epsilon"], MixingWorld.of_whole(fields, chosen))
        batch = self.domain.world.batch(fields, chosen)
        return batch, MixingWorld.of_batch(batch)


def _further(rng: Generator) -> dict[str, int]:
    """Draw the number of contexts and of steps."""
    return {"J": int(rng.choice([2, 2, 3])), "steps": int(rng.choice([1, 1, 2, 3, 6]))}


def _beside(rng: Generator, family: Family, joint: Array) -> Array:
    """Return weights of P(a|x): of the family, random, disturbed copies of the first, strong ones, weak ones."""
    count, n, m = joint.shape
    size = m if family.square else int(rng.integers(1, MOST_COLUMNS + 1))
    own = family.draw(rng, count, n, m).weights
    options = [own, own, joint * rng.choice([1, 3, 30], (count, 1, 1)) + rng.integers(0, 3, (count, n, m))]
    if size != m or rng.random() < 0.5:
        strength = rng.integers(0, 40, (count, 1, 1))
        labels = (rng.integers(0, size, (count, n, 1)) == np.arange(size)).astype(np.int64)
        split = np.ones((count, n, size), dtype=np.int64)
        split[:, :, 0] += rng.integers(0, 4, (count, n))
        options = [
            rng.integers(0, 4, (count, n, size)),
            labels * strength + rng.integers(0, 2, (count, n, size)),
            np.eye(n, size, dtype=np.int64) * strength + 1,
            split,
        ]
    weights = pick(rng, count, options)
    weights[:, :, 0] += weights.sum(2) == 0
    weights[:, 0, :] += weights.sum(1) == 0
    return weights


def _weights(rng: Generator, count: int, size: int) -> Array:
    """Return weights: random, equal, on one context, nearly on one."""
    one = (rng.integers(0, size, (count, 1)) == np.arange(size)).astype(np.int64)
    random = rng.integers(0, 10, (count, size))
    random[:, 0] += random.sum(1) == 0
    return pick(rng, count, [random, random, np.ones((count, size), dtype=np.int64), one, 20 * one + 1])


def _small(rng: Generator, family: Family) -> tuple[int, int]:
    """Draw the sizes of the second pair."""
    n, m = (int(k) for k in rng.integers(2, SMALL + 1, 2))
    return n, n if family.square else m


def _second_encoder(rng: Generator, encoder: Array) -> Array:
    """Return random encoders, disturbed copies of the first one and mixtures of its columns."""
    count, n, d = encoder.shape
    random = rng.integers(-3, 4, (count, n, d))
    return pick(
        rng,
        count,
        [random, random, encoder + rng.integers(-1, 2, (count, n, d)), encoder.sum(2, keepdims=True) + 0 * random],
    )


def _rates(rng: Generator, count: int, sizes: Sizes) -> Array:
    """Return step sizes as ratios: of all orders, and near the one that makes the bound smallest."""
    best = np.sqrt(8 * np.log(sizes["J"]) / sizes["steps"]) / sizes["d"]
    scaled = best * np.exp(rng.normal(size=count) * rng.choice([0.0, 0.3, 2.0], count))
    return np.stack([np.maximum(1, np.rint(1000 * scaled)).astype(np.int64), np.full(count, 1000)], axis=1)


def _epsilons(rng: Generator, simple: Array, world: MixingWorld) -> Array:
    """Return ε at the edge of compatibility with a context or their combination, and as for one context alone."""
    names = ("rho_square_most", "rho_square_least", "rho_square_mix") if "mixture" in world.fields else ()
    edges = [1 - np.sqrt(np.clip(MIXED_CONTEXTS.quantities[name](world), 0.0, 1.0)) for name in names]
    return pick(rng, len(simple), [simple, *(near(edge, up=True) for edge in edges), *(near(edge) for edge in edges)])
