"""Chapter 3: optimality of the contexture, and what a context is worth."""

from __future__ import annotations

from contextures.theory.optimality.association import EXTREMES, LIPSCHITZ, WEAK_ASSOCIATION
from contextures.theory.optimality.encoders import FISHER, RATIO_TRACE, TRACE_GAP, TRACE_GAP_OF_CONTEXTURE
from contextures.theory.optimality.minimax import CONVERSE, GENERAL_ENCODER, MINIMAX_IF, MINIMAX_ONLY_IF, MINIMAX_VALUE
from contextures.theory.optimality.tasks import COMPATIBILITY, LOW_VARIANCE, RKHS

STATEMENTS = (
    COMPATIBILITY,
    LOW_VARIANCE,
    MINIMAX_VALUE,
    MINIMAX_IF,
    MINIMAX_ONLY_IF,
    CONVERSE,
    RKHS,
    RATIO_TRACE,
    TRACE_GAP,
    TRACE_GAP_OF_CONTEXTURE,
    FISHER,
    WEAK_ASSOCIATION,
    LIPSCHITZ,
    EXTREMES,
    GENERAL_ENCODER,
)
