"""How α is measured where it is chosen."""

from __future__ import annotations

from typing import Any

from contextures.verify.loss_world import LossWorld
from contextures.verify.quantities.registry import quantity


@quantity("alpha")
def alpha(world: LossWorld) -> Any:
    """Of the instance."""
    return world.alpha
