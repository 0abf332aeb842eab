"""Chapter 7.1: task priors, alignment and regret (Tang, Tan and Han 2026)."""

from __future__ import annotations

from contextures.theory.neighbours.tang import corrected, losses, matrices, posthoc, priors, tasks, truncation
from contextures.theory.neighbours.tang.alignment import (
    ALGORITHM_ALIGNMENT,
    ALIGNED_TIES,
    ALIGNMENT_BOUND,
    ALIGNMENT_LOWER,
    TANG_ALIGNED,
    WORST_CASE,
)

STATEMENTS = (
    ALIGNMENT_BOUND,
    WORST_CASE,
    TANG_ALIGNED,
    ALIGNED_TIES,
    ALGORITHM_ALIGNMENT,
    ALIGNMENT_LOWER,
    *matrices.STATEMENTS,
    *truncation.STATEMENTS,
    *tasks.STATEMENTS,
    *priors.STATEMENTS,
    *losses.STATEMENTS,
    *corrected.STATEMENTS,
    *posthoc.STATEMENTS,
)
