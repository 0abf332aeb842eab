"""Chapter 7b.4: modes of dependence, the H-score and the nested H-score (Zheng and Xu 2024)."""

from __future__ import annotations

from contextures.theory.neighbours.zheng import information, modes, nested, residuals

STATEMENTS = (
    *modes.STATEMENTS,
    *residuals.STATEMENTS,
    *information.STATEMENTS,
    *nested.STATEMENTS,
)
