"""Chapter 7.7: contrastive learning as spectral clustering of a random graph (arXiv 2303.15103)."""

from __future__ import annotations

from contextures.theory.neighbours.clustering.energies import GAUSSIAN, GAUSSIAN_FREE, LAPLACIAN, SIMILARITY
from contextures.theory.neighbours.clustering.kernels import ATTRACTION, CROSS_ENTROPY, INFONCE, MULTINOMIAL, ROWS
from contextures.theory.neighbours.clustering.objectives import CLIP, MAIN
from contextures.theory.neighbours.clustering.simplex import DUAL, DUAL_EXACT, EXPONENTIAL, SOLE

STATEMENTS = (
    SIMILARITY,
    MULTINOMIAL,
    ROWS,
    CROSS_ENTROPY,
    ATTRACTION,
    INFONCE,
    LAPLACIAN,
    GAUSSIAN,
    GAUSSIAN_FREE,
    MAIN,
    CLIP,
    EXPONENTIAL,
    DUAL,
    DUAL_EXACT,
    SOLE,
)
