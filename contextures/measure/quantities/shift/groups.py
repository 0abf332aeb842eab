"""How α is measured where it is the share of the smallest group."""

from __future__ import annotations

from typing import Any

from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.shift import LossWorld


@quantity("groups")
def alpha(world: LossWorld) -> Any:
    """Mass of each group; undefined where one has none."""
    return world.alpha
