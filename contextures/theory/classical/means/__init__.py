"""Chapter 8.1: concentration of a mean."""

from __future__ import annotations

from contextures.theory.classical.means.bernstein import (
    BERNSTEIN,
    BERNSTEIN_PLUG_IN,
    EMPIRICAL_BERNSTEIN,
    EMPIRICAL_BERNSTEIN_LEAN,
    SPLIT_KL,
    STD_BOUNDS,
)
from contextures.theory.classical.means.betting import BETTING
from contextures.theory.classical.means.binomial import CLOPPER_PEARSON, FOLK_INTERVALS, GREENBERG_MOHRI
from contextures.theory.classical.means.blocks import MEDIAN_OF_MEANS
from contextures.theory.classical.means.cumulative import DKW
from contextures.theory.classical.means.exponentials import HOEFFDING_LEMMA, KEARNS_SAUL
from contextures.theory.classical.means.hoeffding import ANDERSON, CHERNOFF_KL, HOEFFDING, KL_AS_PRINTED, ONE_LOG
from contextures.theory.classical.means.losses import BENTKUS, CLOPPER_PEARSON_LOSSES
from contextures.theory.classical.means.moments import MARKOV, PALEY_ZYGMUND
from contextures.theory.classical.means.populations import SERFLING, SERFLING_FRACTION
from contextures.theory.classical.means.unexpected import UNEXPECTED_BERNSTEIN

STATEMENTS = (
    MARKOV,
    PALEY_ZYGMUND,
    HOEFFDING_LEMMA,
    KEARNS_SAUL,
    HOEFFDING,
    BERNSTEIN,
    BERNSTEIN_PLUG_IN,
    CHERNOFF_KL,
    KL_AS_PRINTED,
    ONE_LOG,
    EMPIRICAL_BERNSTEIN,
    EMPIRICAL_BERNSTEIN_LEAN,
    STD_BOUNDS,
    UNEXPECTED_BERNSTEIN,
    SPLIT_KL,
    BENTKUS,
    CLOPPER_PEARSON,
    CLOPPER_PEARSON_LOSSES,
    FOLK_INTERVALS,
    DKW,
    ANDERSON,
    SERFLING,
    SERFLING_FRACTION,
    GREENBERG_MOHRI,
    BETTING,
    MEDIAN_OF_MEANS,
)
