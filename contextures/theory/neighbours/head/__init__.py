"""Chapter 7.6: the projection head as an information bottleneck (arXiv 2503.00507)."""

from __future__ import annotations

from contextures.theory.neighbours.head.chain import (
    GAPS,
    LOWER,
    LOWER_COMPARED,
    LOWER_INPUT,
    NO_PROJECTOR,
    STEPS,
    UPPER,
)
from contextures.theory.neighbours.head.matrices import MATRIX_INFORMATION, MATRIX_JOINT, MATRIX_SHANNON

STATEMENTS = (
    STEPS,
    LOWER,
    UPPER,
    NO_PROJECTOR,
    LOWER_COMPARED,
    GAPS,
    LOWER_INPUT,
    MATRIX_JOINT,
    MATRIX_INFORMATION,
    MATRIX_SHANNON,
)
