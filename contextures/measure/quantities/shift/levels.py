"""How α is measured where it is chosen."""

from __future__ import annotations

from typing import Any

from contextures.measure.quantities.registry import quantity
from contextures.measure.worlds.shift import LossWorld


@quantity("alpha")
def alpha(world: LossWorld) -> Any:
    """Of the instance."""
    return world.alpha
