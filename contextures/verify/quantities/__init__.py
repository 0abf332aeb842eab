"""How each symbol is measured: one or two modules a chapter, joined into one table."""

from __future__ import annotations

from contextures.verify.quantities import association, contexts, optimality, selfsupervised, supervised
from contextures.verify.quantities.registry import Quantity, measured

QUANTITIES: dict[str, Quantity] = measured(contexts, supervised, selfsupervised, optimality, association)

__all__ = ["QUANTITIES", "Quantity"]
