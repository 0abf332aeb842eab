"""Draws contexts with a second law of the inputs: near the first, far from it, without some of the inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import SHIFTED_CONTEXTS
from contextures.measure.instance import Batch
from contextures.measure.worlds.transfer import TransferWorld
from contextures.verify.search.draws.contexts import Contexts, pick
from contextures.verify.search.draws.supply import Family, Generator, Sizes

Array = NDArray[Any]

OF_ONE = frozenset({"encoder", "task", "dual_task", "epsilon", "channel", "other", "loss_kernel"})
"""Fields that are drawn as for a context alone."""
FINE = 20
"""Denominator of the settings."""


class ShiftedContexts(Contexts):
    """Contexts with encoders, tasks, a law Q and radii of balls."""

    domain = SHIFTED_CONTEXTS

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, TransferWorld]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        first, _ = super().draw(rng, family, count, sizes, needs & OF_ONE)
        makers: dict[str, Callable[[], Array]] = {
            "target_law": lambda: _laws(rng, first.fields["joint"].sum(2)),
            "alpha": lambda: np.stack([rng.integers(1, FINE + 1, count), np.full(count, FINE)], axis=1),
            "rho": lambda: np.stack([rng.integers(0, 3 * FINE, count), np.full(count, FINE)], axis=1),
            "tv": lambda: np.stack([rng.integers(0, FINE + 1, count), np.full(count, FINE)], axis=1),
        }
        fields = {**first.fields, **{name: make() for name, make in makers.items() if name in needs}}
        batch = self.domain.world.batch(fields, first.sizes)
        return batch, TransferWorld.of_batch(batch)


def _laws(rng: Generator, law: Array) -> Array:
    """Any, near P, P itself, without some of the inputs, tilted towards one of them."""
    count, n = law.shape
    without = law * (rng.random((count, n)) < 0.6)
    without[:, 0] += without.sum(1) == 0
    tilted = law.copy()
    tilted[np.arange(count), rng.integers(0, n, count)] *= rng.choice([2, 10], count)
    options = [rng.integers(1, 9, (count, n)), 10 * law + rng.integers(0, 4, (count, n)), law, without, tilted]
    return pick(rng, count, options)
