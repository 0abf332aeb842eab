"""How the groups of chapter 6 are measured."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.shift import LossWorld


@quantity("groups")
def alpha(world: LossWorld) -> Any:
    """Mass of each group; undefined where one has none."""
    return world.alpha


@quantity("groups")
def overlap(world: LossWorld) -> Any:
    """Count of the groups of each point."""
    held = np.where(world.p > 0, 1, 0)
    return (world.members * held[..., None, :]).sum(-2).max(-1)
