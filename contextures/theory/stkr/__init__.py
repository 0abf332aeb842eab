"""Chapter 5.2: spectrally transformed kernel regression."""

from __future__ import annotations

from contextures.theory.stkr.encoders import MINIMAX, PCA_APPROXIMATION, PCA_ESTIMATION
from contextures.theory.stkr.laplacian import INVERSE_LAPLACIAN, WRONG_TRANSFORM
from contextures.theory.stkr.regression import (
    APPROXIMATION,
    APPROXIMATION_SHARP,
    EMPIRICAL_TOP_SHARP,
    ESTIMATION,
    PROP_SOLVER,
    TOP_EIGENVALUE,
)
from contextures.theory.stkr.smoothness import KERNEL_METRIC, LIPSCHITZ, UNIVERSALITY, UNIVERSALITY_SHARP

STATEMENTS = (
    KERNEL_METRIC,
    LIPSCHITZ,
    UNIVERSALITY,
    UNIVERSALITY_SHARP,
    ESTIMATION,
    APPROXIMATION,
    APPROXIMATION_SHARP,
    TOP_EIGENVALUE,
    EMPIRICAL_TOP_SHARP,
    INVERSE_LAPLACIAN,
    WRONG_TRANSFORM,
    MINIMAX,
    PCA_APPROXIMATION,
    PCA_ESTIMATION,
    PROP_SOLVER,
)
