"""Chapter 8: statistical learning bounds and information inequalities, on finite laws."""

from __future__ import annotations

from contextures.theory.classical import classes, conformal, information, means, pacbayes
from contextures.theory.classical.limits import limited

STATEMENTS = tuple(
    map(
        limited,
        (*means.STATEMENTS, *classes.STATEMENTS, *pacbayes.STATEMENTS, *conformal.STATEMENTS, *information.STATEMENTS),
    )
)
