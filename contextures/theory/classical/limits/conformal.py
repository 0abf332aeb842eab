"""Limits of section 8.4: conformal prediction and risk control."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.limits.letters import LOSSES, UNIT_MEAN, L, at_least, at_most
from contextures.theory.classical.limits.means import LEVEL
from contextures.theory.functions import BinaryKL, BinomialCDF, BinomialLower
from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import Limit, Need, Side
from contextures.theory.symbols.classical import B, alpha, delta, mean, n

EXCHANGEABLE = (Need.EXCHANGEABLE,)
IID = (Need.INDEPENDENT,)

rank = sp.ceiling((n + 1) * (1 - alpha))
plain = sp.ceiling(n * (1 - alpha))
FINITE = Hypothesis("finite", rank, "<=", n, "k ≤ n, so that the threshold is finite")
LOSS = Hypothesis("loss", alpha, "<", B, "α < B")
RUIN = "P(product of the two prefix maxima ≥ 1/δ)"
HALVES = (
    Hypothesis("two-halves", 4, "<=", n, "two halves of two draws or more"),
    Hypothesis("even", sp.ceiling(n / 2), "==", n / 2, "n is even"),
)
hoeffding = sp.exp(-n * BinaryKL(sp.Min(mean, alpha), alpha))


def _pvalue(value: sp.Expr) -> Limit:
    return Limit(value, Side.PVALUE, "mean ≥ α", given=(*UNIT_MEAN, *LEVEL), needs=LOSSES)


def _binomial(rounded: sp.Expr) -> sp.Expr:
    return BinomialCDF(rounded, n, alpha)


LIMITS: Mapping[str, Mapping[str, Limit]] = {
    "classical.conformal": {
        "lower": Limit(
            rank,
            Side.NUMBER,
            "k, the rank of the threshold",
            given=LEVEL,
            needs=EXCHANGEABLE,
            useful=FINITE,
            beside={"coverage without ties": sp.Min(rank / (n + 1), 1)},
        ),
        "upper": at_most(1 - alpha + 1 / (n + 1), "coverage", *LEVEL, needs=(Need.EXCHANGEABLE, Need.NO_TIES)),
    },
    "classical.conformal-training": {
        "beta": Limit(
            BinomialLower(rank, n, delta),
            Side.LOWER,
            "coverage given the calibration scores",
            given=(*LEVEL, FINITE),
            needs=IID,
            beside={"average coverage without ties": rank / (n + 1)},
        ),
        "pac": Limit.of_terms(
            {"level": 1 - alpha, "deviation": -sp.sqrt(L / (2 * n))},
            side=Side.LOWER,
            of="coverage given the calibration scores",
            given=(*LEVEL, FINITE),
            needs=IID,
        ),
    },
    "classical.conformal-uncorrected": {
        "order": Limit(
            plain,
            Side.NUMBER,
            "the rank of the threshold",
            given=LEVEL,
            needs=IID,
            beside={"coverage without ties": plain / (n + 1)},
        ),
        "interpolated": Limit(
            (n - 1) * (1 - alpha), Side.NUMBER, "the position of the threshold, from 0", given=LEVEL, needs=IID
        ),
    },
    "classical.crc": {
        "upper": Limit(
            alpha - (B - alpha) / n,
            Side.NUMBER,
            "the largest average loss that λ̂ admits",
            given=(LOSS,),
            needs=EXCHANGEABLE,
        ),
        "conformal": Limit(
            rank,
            Side.NUMBER,
            "k, the rank of λ̂",
            given=LEVEL,
            needs=EXCHANGEABLE,
            useful=FINITE,
            beside={"coverage without ties": sp.Min(rank / (n + 1), 1)},
        ),
    },
    "classical.crc-lower": {
        "": at_least(alpha - 2 * B / (n + 1), "E L(λ̂)", LOSS, needs=(Need.INDEPENDENT, Need.NO_TIES)),
    },
    "classical.betting-halves": {"": at_most(delta, RUIN, *HALVES, needs=LOSSES)},
    "classical.hoeffding-bentkus": {
        "": _pvalue(sp.Min(hoeffding, sp.E * _binomial(sp.ceiling(n * mean)))),
    },
    "classical.hoeffding-bentkus-floor": {
        "": _pvalue(sp.Min(hoeffding, sp.E * _binomial(sp.floor(n * mean)))),
    },
    "classical.binomial-pvalue-losses": {
        "floor": _pvalue(_binomial(sp.floor(n * mean))),
        "ceil": _pvalue(_binomial(sp.ceiling(n * mean))),
        "bentkus": _pvalue(sp.E * _binomial(sp.ceiling(n * mean))),
    },
}

CORRECTED: Mapping[str, Mapping[str, Limit]] = {
    "classical.betting-halves": {"": at_most(delta * (1 + L), RUIN, *HALVES, needs=LOSSES)},
    "classical.conformal-uncorrected": {
        "order": at_least(plain / (n + 1), "coverage", *LEVEL, needs=IID),
        "interpolated": at_least((sp.floor((n - 1) * (1 - alpha)) + 1) / (n + 1), "coverage", *LEVEL, needs=IID),
    },
    "classical.crc-lower": {
        "continuous": at_least(alpha - B / (n + 1), "E L(λ̂)", LOSS, needs=(Need.INDEPENDENT, Need.NO_TIES)),
    },
    "classical.hoeffding-bentkus-floor": LIMITS["classical.hoeffding-bentkus"],
    "classical.binomial-pvalue-losses": {"ceil": _pvalue(sp.E * _binomial(sp.ceiling(n * mean)))},
}
