"""Chapter 6: risks of laws near the law, their groups, and learners that see a contaminated law."""

from __future__ import annotations

from contextures.theory.shift import boosting, reweighting, transfer
from contextures.theory.shift.balls import CRESSIE_READ_DUAL, CVAR_DUAL
from contextures.theory.shift.doro import DORO_FORMULA, DORO_LOWER, DORO_MINIMISER, DORO_TV
from contextures.theory.shift.groups import CVAR_CHI2, CVAR_THIRD, DORO_WORST_GROUP, GROUP_IN_BALL

STATEMENTS = (
    CRESSIE_READ_DUAL,
    CVAR_DUAL,
    GROUP_IN_BALL,
    CVAR_CHI2,
    DORO_FORMULA,
    DORO_TV,
    DORO_MINIMISER,
    DORO_LOWER,
    DORO_WORST_GROUP,
    CVAR_THIRD,
    *reweighting.STATEMENTS,
    *boosting.STATEMENTS,
    *transfer.STATEMENTS,
)
