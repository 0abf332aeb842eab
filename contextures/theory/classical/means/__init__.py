"""Chapter 8.1: concentration of a mean."""

from __future__ import annotations

from contextures.theory.classical.means.betting import BETTING
from contextures.theory.classical.means.blocks import MEDIAN_OF_MEANS
from contextures.theory.classical.means.cumulative import DKW
from contextures.theory.classical.means.exponentials import HOEFFDING_LEMMA, KEARNS_SAUL
from contextures.theory.classical.means.moments import MARKOV, PALEY_ZYGMUND
from contextures.theory.classical.means.populations import SERFLING, SERFLING_FRACTION

STATEMENTS = (
    MARKOV,
    PALEY_ZYGMUND,
    HOEFFDING_LEMMA,
    KEARNS_SAUL,
    DKW,
    SERFLING,
    SERFLING_FRACTION,
    BETTING,
    MEDIAN_OF_MEANS,
)
