"""How α is measured where it is the share of the smallest group."""

from __future__ import annotations

from typing import Any

from contextures.verify.loss_world import LossWorld
from contextures.verify.quantities.registry import quantity


@quantity("groups")
def alpha(world: LossWorld) -> Any:
    """Mass of each group; undefined where one has none."""
    return world.alpha
