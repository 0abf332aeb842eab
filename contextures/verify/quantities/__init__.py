"""How each symbol is measured: one module a chapter, joined into one table."""

from __future__ import annotations

from contextures.verify.quantities import contexts, objectives, optimality
from contextures.verify.quantities.registry import Quantity, measured

QUANTITIES: dict[str, Quantity] = measured(contexts, objectives, optimality)

__all__ = ["QUANTITIES", "Quantity"]
