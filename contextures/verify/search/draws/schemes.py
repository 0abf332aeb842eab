"""Draws masking rates, and cubes of up to four coordinates."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import SCHEMING
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.verify.search.draws.supply import Family, Generator, Sizes, Supply

Array = NDArray[np.int64]

GRID = 360
"""Denominator of simple rates: thirds, quarters, fifths among them."""
FINE = 100_003
"""Denominator of the others, prime."""


def simple(rng: Generator, count: int) -> Array:
    """Draw simple rates, 0 and 1 included."""
    return np.stack([rng.integers(0, 13, count) * (GRID // 12), np.full(count, GRID)], axis=1)


def fine(rng: Generator, count: int) -> Array:
    """Draw rates anywhere, more of them near the ends."""
    share = rng.beta(0.5, 0.5, count)
    return np.stack([np.rint(share * FINE).astype(np.int64), np.full(count, FINE)], axis=1)


class Schemes(Supply):
    """Cubes and masking rates."""

    domain = SCHEMING
    families = (Family("simple", simple, rational=True), Family("fine", fine, large=True))
    cost = 3.0

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw m from 1 to 4."""
        return {"m": int(rng.integers(1, 5))}

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield m from 1 to 4."""
        yield from ({"m": m} for m in range(1, 5))

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return the two numbers of a rate, and m."""
        return 2, sizes["m"]

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, World]:
        """Draw a batch and the world it is seen in."""
        batch = self.domain.world.batch({"alpha": family.draw(rng, count)}, sizes)
        return batch, self.domain.world.of_batch(batch)
