"""How each symbol is measured: one module a chapter, joined into one table."""

from __future__ import annotations

from contextures.verify.quantities import contexts, optimality
from contextures.verify.quantities.registry import Quantity, measured

QUANTITIES: dict[str, Quantity] = measured(contexts, optimality)

__all__ = ["QUANTITIES", "Quantity"]
