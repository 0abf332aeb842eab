"""Chapter 7.4: non-negative contrastive learning (Wang, Zhang, Guo, Wang 2024)."""

from __future__ import annotations

from contextures.theory.neighbours.ncl import classes, objectives, solutions

STATEMENTS = (*objectives.STATEMENTS, *classes.STATEMENTS, *solutions.STATEMENTS)
