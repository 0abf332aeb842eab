"""Chapter 8.3: PAC-Bayes."""

from __future__ import annotations

from contextures.theory.classical.pacbayes.bounds import (
    PB_CATONI,
    PB_CATONI_FREE,
    PB_KL,
    PB_LAMBDA,
    PB_MCALLESTER,
    PB_OPTIMISTIC,
    PB_SPLIT_KL,
    PB_UNEXPECTED,
)
from contextures.theory.classical.pacbayes.moments import CHANGE_OF_MEASURE, MAURER_XI, PB_MOMENT
from contextures.theory.classical.pacbayes.transductive import PB_TRANSDUCTIVE

STATEMENTS = (
    CHANGE_OF_MEASURE,
    MAURER_XI,
    PB_KL,
    PB_OPTIMISTIC,
    PB_MCALLESTER,
    PB_MOMENT,
    PB_CATONI,
    PB_CATONI_FREE,
    PB_LAMBDA,
    PB_UNEXPECTED,
    PB_SPLIT_KL,
    PB_TRANSDUCTIVE,
)
