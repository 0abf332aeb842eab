"""Chapter 5.1: statistical learning bounds. The constant is counted: λ_1 = 1, λ_{i+1} = s_i²."""

from __future__ import annotations

from contextures.theory.bounds import schemes
from contextures.theory.bounds.approximation import (
    APPROXIMATION,
    APPROXIMATION_ANGLE,
    APPROXIMATION_EXCESS,
    APPROXIMATION_SHARP,
    CONTEXT_COMPLEXITY,
    ISOMETRY,
    MINIMAX_LOWER,
)
from contextures.theory.bounds.pretraining import (
    KERNEL_PCA,
    KERNEL_PCA_EXPLICIT,
    KERNEL_PCA_SHARP,
    KERNEL_PCA_UNKNOWN,
    PRETRAIN_DOWNSTREAM,
)
from contextures.theory.bounds.samples import (
    REGRESSION,
    REGRESSION_CONSTANT,
    REGRESSION_EXPLICIT,
    UNIFORM_NORM,
    UNIFORM_NORM_EXPLICIT,
)

STATEMENTS = (
    CONTEXT_COMPLEXITY,
    ISOMETRY,
    *schemes.STATEMENTS,
    APPROXIMATION,
    APPROXIMATION_SHARP,
    APPROXIMATION_ANGLE,
    APPROXIMATION_EXCESS,
    MINIMAX_LOWER,
    REGRESSION,
    REGRESSION_EXPLICIT,
    REGRESSION_CONSTANT,
    UNIFORM_NORM,
    UNIFORM_NORM_EXPLICIT,
    KERNEL_PCA,
    KERNEL_PCA_EXPLICIT,
    KERNEL_PCA_SHARP,
    KERNEL_PCA_UNKNOWN,
    PRETRAIN_DOWNSTREAM,
)
