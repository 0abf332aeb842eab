"""Limits of section 8.3: PAC-Bayes."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.limits.letters import LOSSES, PAIR, SQUARES, UNIT_MEAN, L, at_most
from contextures.theory.classical.limits.means import RATE, SPLIT, UPPER_END, split, unexpected
from contextures.theory.functions import KLLower, KLUpper, Xi
from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import Limit, Need, Side
from contextures.theory.symbols.classical import KL, C, delta, lambda_, m, mean, n, population

FIXED = (*LOSSES, Need.FIXED)
RISK = "expected risk of the posterior"


def _kl(level: sp.Expr) -> Limit:
    """Every posterior's risk, on both sides."""
    return Limit(KLUpper(mean, level), Side.INTERVAL, RISK, lower=KLLower(mean, level), given=UNIT_MEAN, needs=FIXED)


maurer = sp.log(2 * sp.sqrt(n) / delta)
relaxed = (KL + maurer) / n
optimistic = KLUpper(mean, (KL + L) / n)
catoni = (1 - sp.exp(-C * mean - (KL + L) / n)) / (1 - sp.exp(-C))
drawn = 3 * sp.log(m) * sp.sqrt(m * (1 - m / population))
DRAWN = (
    Hypothesis("enough-drawn", 20, "<=", m, "m ≥ 20"),
    Hypothesis("enough-left", m + 20, "<=", population, "m ≤ N − 20"),
)

LIMITS: Mapping[str, Mapping[str, Limit]] = {
    "classical.maurer-xi": {
        "bernoulli": at_most(Xi(n), "E exp(n kl(p̂‖p))", needs=(Need.INDEPENDENT, Need.BINARY)),
        "bounded": at_most(Xi(n), "E exp(n kl(p̂‖p))", needs=LOSSES),
        "range": at_most(2 * sp.sqrt(n), "ξ(n)", beside={"ξ(n)": Xi(n), "√n": sp.sqrt(n)}),
    },
    "classical.pb-kl": {
        "printed": _kl((KL + maurer) / n),
        "xi": _kl((KL + sp.log(Xi(n) / delta)) / n),
        "langford": _kl((KL + sp.log((n + 1) / delta)) / n),
        "relaxed": Limit.of_terms(
            {"mean": mean, "slow": sp.sqrt(2 * mean * relaxed), "fast": 2 * relaxed},
            of=RISK,
            given=UNIT_MEAN,
            needs=FIXED,
        ),
    },
    "classical.pb-optimistic": {
        "every": Limit(optimistic, of=RISK, given=UNIT_MEAN, needs=FIXED),
        "half": Limit(
            optimistic,
            of=RISK,
            given=(*UNIT_MEAN, Hypothesis("level", delta, "<=", sp.Rational(1, 2), "δ ≤ ½")),
            needs=FIXED,
        ),
    },
    "classical.pb-mcallester": {
        "": Limit.of_terms(
            {"mean": mean, "complexity": sp.sqrt((KL + sp.log(n / delta)) / (2 * (n - 1)))},
            of=RISK,
            given=(*UNIT_MEAN, PAIR),
            needs=FIXED,
        ),
    },
    "classical.pb-moment": {
        "moment": at_most(n, "E exp(2(n − 1)Δ²)", needs=LOSSES),
        "exercise": at_most(n, "E exp(2(n − 1)X²)"),
    },
    "classical.pb-catoni": {"": Limit(catoni, of=RISK, given=UNIT_MEAN, needs=FIXED)},
    "classical.pb-catoni-free": {"": Limit(catoni, of=RISK, given=UNIT_MEAN, needs=FIXED)},
    "classical.pb-lambda": {
        "": Limit.of_terms(
            {
                "mean": mean / (1 - lambda_ / 2),
                "complexity": (KL + maurer) / (n * lambda_ * (1 - lambda_ / 2)),
            },
            of=RISK,
            given=(*UNIT_MEAN, Hypothesis("lambda", lambda_, "<", 2, "λ < 2")),
            needs=FIXED,
        ),
    },
    "classical.pb-unexpected": {
        "": Limit.of_terms(
            unexpected(KL + L),
            of=RISK,
            given=(UPPER_END, RATE, SQUARES),
            needs=(Need.INDEPENDENT, Need.BOUNDED_ABOVE, Need.FIXED),
        ),
    },
    "classical.pb-split-kl": {
        "": Limit(split((KL + sp.log(4 * sp.sqrt(n) / delta)) / n), of=RISK, given=SPLIT, needs=FIXED),
    },
    "classical.pb-transductive": {
        "bound": Limit(
            KLUpper(mean, (KL + sp.log(drawn / delta)) / m),
            Side.INTERVAL,
            RISK,
            lower=KLLower(mean, (KL + sp.log(drawn / delta)) / m),
            given=(*UNIT_MEAN, *DRAWN),
            needs=(Need.WITHOUT_REPLACEMENT, Need.BINARY, Need.FIXED),
        ),
        "moment": at_most(drawn, "E exp(m kl(j/m‖J/N))", *DRAWN),
    },
}

CORRECTED: Mapping[str, Mapping[str, Limit]] = {
    "classical.pb-optimistic": {
        "every": Limit(KLUpper(mean, (KL + sp.log(Xi(n) / delta)) / n), of=RISK, given=UNIT_MEAN, needs=FIXED),
    },
    "classical.pb-catoni-free": {
        "": Limit(catoni.subs(delta, delta / Xi(n)), of=RISK, given=UNIT_MEAN, needs=LOSSES),
    },
    "classical.pb-transductive": {
        "bound": Limit(
            KLUpper(mean, (KL + sp.log(sp.Min(drawn, Xi(m)) / delta)) / m),
            Side.INTERVAL,
            RISK,
            lower=KLLower(mean, (KL + sp.log(sp.Min(drawn, Xi(m)) / delta)) / m),
            given=(*UNIT_MEAN, *DRAWN),
            needs=(Need.WITHOUT_REPLACEMENT, Need.BINARY, Need.FIXED),
        ),
        "moment": at_most(sp.Min(drawn, Xi(m)), "E exp(m kl(j/m‖J/N))", *DRAWN),
    },
}
"""Of corrected forms: ξ(n) pays for what is chosen after the sample."""
