"""Chapter 8.5: information."""

from __future__ import annotations

from contextures.theory.classical.information.algorithms import XU_RAGINSKY
from contextures.theory.classical.information.contraction import CHAIN, ERKIP_COVER, MAKUR_ZHENG, S_STAR
from contextures.theory.classical.information.divergences import PINSKER, PROCESSING, RENYI
from contextures.theory.classical.information.pairs import FANO, GAUSSIAN_MI, MI_CHI2, WITSENHAUSEN
from contextures.theory.classical.information.products import HELLINGER, TENSOR

STATEMENTS = (
    PINSKER,
    FANO,
    PROCESSING,
    MI_CHI2,
    GAUSSIAN_MI,
    ERKIP_COVER,
    S_STAR,
    CHAIN,
    MAKUR_ZHENG,
    HELLINGER,
    RENYI,
    TENSOR,
    XU_RAGINSKY,
    WITSENHAUSEN,
)
