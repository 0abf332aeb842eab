"""Limits of section 8.1: concentration of a mean."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.limits import tails
from contextures.theory.classical.limits.letters import (
    COINS,
    IID,
    L2,
    LOSSES,
    PAIR,
    PROBABILITY,
    RANGE,
    SQUARES,
    UNIT_MEAN,
    UNIT_VARIANCE,
    VARIANCE,
    L,
    around,
    at_most,
)
from contextures.theory.functions import (
    BetaQuantile,
    BinaryKL,
    BinomialCDF,
    BinomialLower,
    BinomialUpper,
    KLLower,
    KLUpper,
    NormalQuantile,
    bentkus_upper,
)
from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import Limit, Need, Side
from contextures.theory.symbols.classical import (
    a,
    alpha,
    b,
    count,
    delta,
    gamma,
    mean,
    mean_minus,
    mean_plus,
    mu,
    n,
    p,
    sample,
    second_moment,
    t,
    true_variance,
    variance,
)

v = true_variance
SPREAD = Hypothesis("spread", 0, "<", v, "the variance of the law is positive")
UPPER_END = Hypothesis("b", 0, "<", b, "b > 0")
RATE = Hypothesis("rate", gamma * b, "<", 1, "γ < 1/b")
HITS = Hypothesis("count", count, "<=", n, "no more ones than draws")
LEVEL = (Hypothesis("alpha-positive", 0, "<", alpha), Hypothesis("alpha-below-one", alpha, "<", 1))

hoeffding = sp.sqrt(L / (2 * n))
hoeffding_tail = sp.exp(-2 * n * t**2)


def unexpected(scale: sp.Expr) -> dict[str, sp.Expr]:
    """The terms of the unexpected Bernstein limit, with what stands over γn."""
    psi = -gamma * b - sp.log(1 - gamma * b)
    return {"mean": mean, "variance": psi / (gamma * b**2) * second_moment, "confidence": scale / (gamma * n)}


def split(level: sp.Expr) -> sp.Expr:
    """The split-kl limit at a level of kl."""
    above = (b - mu) * KLUpper(mean_plus / (b - mu), level)
    return mu + above - (mu - a) * KLLower(mean_minus / (mu - a), level)


SPLIT = (
    Hypothesis("mu-above-a", a, "<", mu, "a < μ"),
    Hypothesis("mu-below-b", mu, "<", b, "μ < b"),
    Hypothesis("mean-plus", mean_plus, "<=", b - mu),
    Hypothesis("mean-minus", mean_minus, "<=", mu - a),
)


def kl_interval(level: sp.Expr) -> Limit:
    """The interval of all p with kl(p̂‖p) at most a level."""
    return Limit(
        KLUpper(mean, level), Side.INTERVAL, lower=KLLower(mean, level), given=UNIT_MEAN, needs=LOSSES, scales=True
    )


def binomial_interval(low: sp.Expr, high: sp.Expr) -> Limit:
    """An interval from a count."""
    return Limit(high, Side.INTERVAL, lower=low, given=(HITS,), needs=COINS)


def _wald() -> Limit:
    share = count / n
    radius = NormalQuantile(1 - delta / 2) * sp.sqrt(share * (1 - share) / n)
    return binomial_interval(share - radius, share + radius)


def _wilson() -> Limit:
    share, z = count / n, NormalQuantile(1 - delta / 2)
    middle, scale = share + z**2 / (2 * n), 1 + z**2 / n
    radius = z * sp.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return binomial_interval((middle - radius) / scale, (middle + radius) / scale)


def _jeffreys() -> Limit:
    half = sp.Rational(1, 2)
    low, high = (BetaQuantile(level, count + half, n - count + half) for level in (delta / 2, 1 - delta / 2))
    return binomial_interval(sp.Piecewise((0, count <= 0), (low, True)), sp.Piecewise((1, n <= count), (high, True)))


def _anderson() -> sp.Expr:
    i = sp.Symbol("i", integer=True)
    weight = 1 - sp.Max(i / n - hoeffding, 0)
    inner = sp.Sum((sample[i + 1] - sample[i]) * weight, (i, 1, n - 1))
    return sample[1] + inner + (b - sample[n]) * (1 - sp.Max(1 - hoeffding, 0))


EXACT = binomial_interval(BinomialLower(count, n, delta / 2), BinomialUpper(count, n, delta / 2))
BENTKUS = Limit(bentkus_upper(n * mean, n, delta), given=UNIT_MEAN, needs=LOSSES, scales=True)
u = b * t / v
EXCEEDS = "P(p − p̂ ≥ t)"
KL_LIMIT = Limit(KLUpper(mean, L / n), given=UNIT_MEAN, needs=LOSSES, scales=True)
KL_LOWER = Limit(KLLower(mean, L / n), Side.LOWER, given=UNIT_MEAN, needs=LOSSES, scales=True)

LIMITS: Mapping[str, Mapping[str, Limit]] = {
    **tails.LIMITS,
    "classical.hoeffding": {
        "limit": Limit.of_terms({"mean": mean, "deviation": hoeffding}, given=UNIT_MEAN, needs=LOSSES, scales=True),
        "tail": at_most(hoeffding_tail, EXCEEDS, needs=LOSSES, scales=True),
        "two-sided": around(sp.sqrt(L2 / (2 * n))),
    },
    "classical.bernstein": {
        "limit": Limit.of_terms(
            {"mean": mean, "variance": sp.sqrt(2 * v * L / n), "range": b * L / (3 * n)},
            given=(UPPER_END,),
            needs=(Need.INDEPENDENT, Need.BOUNDED_ABOVE, Need.KNOWN_VARIANCE),
        ),
        "tail": at_most(sp.exp(-n * t**2 / (2 * v + 2 * b * t / 3)), EXCEEDS, UPPER_END, needs=IID),
        "bennett": at_most(
            sp.exp(-n * v / b**2 * ((1 + u) * sp.log(1 + u) - u)), EXCEEDS, UPPER_END, SPREAD, needs=IID
        ),
    },
    "classical.bernstein-plug-in": {
        "": Limit.of_terms(
            {"mean": mean, "variance": sp.sqrt(2 * variance * L / n), "range": L / (3 * n)},
            given=(PAIR, *UNIT_MEAN, UNIT_VARIANCE),
            needs=LOSSES,
            scales=True,
        ),
    },
    "classical.chernoff-kl": {
        "limit": KL_LIMIT,
        "lower": KL_LOWER,
        "two-sided": kl_interval(L2 / n),
        "tail": at_most(
            sp.exp(-n * BinaryKL(mean, p)),
            "P(p̂ ≤ mean)",
            *UNIT_MEAN,
            *PROBABILITY,
            Hypothesis("below", mean, "<=", p, "the deviation is downwards"),
            needs=LOSSES,
        ),
    },
    "classical.kl-as-printed": {"upper": KL_LIMIT, "lower": KL_LOWER},
    "classical.one-log": {"hoeffding": around(hoeffding), "kl": kl_interval(L / n)},
    "classical.empirical-bernstein": {
        "": Limit.of_terms(
            {"mean": mean, "variance": sp.sqrt(2 * variance * L2 / n), "range": 7 * (b - a) * L2 / (3 * (n - 1))},
            given=(PAIR, *RANGE, VARIANCE),
            needs=LOSSES,
        ),
    },
    "classical.empirical-bernstein-lean": {
        "": Limit.of_terms(
            {"mean": mean, "variance": sp.sqrt(2 * variance * L / n), "range": L / (n - 1)},
            given=(PAIR, *UNIT_MEAN, UNIT_VARIANCE),
            needs=LOSSES,
            scales=True,
        ),
    },
    "classical.std-bounds": {
        "upper": Limit.of_terms(
            {"sample": sp.sqrt(variance), "deviation": sp.sqrt(2 * L / (n - 1))},
            of="standard deviation",
            given=(PAIR, UNIT_VARIANCE),
            needs=LOSSES,
        ),
        "lower": Limit.of_terms(
            {"sample": sp.sqrt(variance), "deviation": -sp.sqrt(2 * L / (n - 1))},
            side=Side.LOWER,
            of="standard deviation",
            given=(PAIR, UNIT_VARIANCE),
            needs=LOSSES,
        ),
    },
    "classical.unexpected-bernstein": {
        "": Limit.of_terms(
            unexpected(L),
            given=(UPPER_END, RATE, SQUARES),
            needs=(Need.INDEPENDENT, Need.BOUNDED_ABOVE, Need.FIXED),
        ),
    },
    "classical.split-kl": {"": Limit(split(L2 / n), given=SPLIT, needs=(*LOSSES, Need.FIXED))},
    "classical.bentkus": {
        "limit": BENTKUS,
        "tail": at_most(
            sp.E * BinomialCDF(sp.ceiling(t), n, p),
            "P(np̂ ≤ t)",
            *PROBABILITY,
            Hypothesis("sum", t, "<=", n, "a sum of n values in [0, 1]"),
            needs=LOSSES,
        ),
    },
    "classical.clopper-pearson": {
        "upper": Limit(BinomialUpper(count, n, delta), given=(HITS,), needs=COINS),
        "interval": EXACT,
        "pvalue": Limit(BinomialCDF(count, n, alpha), Side.PVALUE, "mean ≥ α", given=(HITS, *LEVEL), needs=COINS),
        "rule-of-three": at_most(3 / n, "the limit at count = 0, δ = 1/20", needs=COINS),
    },
    "classical.clopper-pearson-losses": {
        "floor": Limit(BinomialUpper(sp.floor(n * mean), n, delta), given=UNIT_MEAN, needs=LOSSES, scales=True),
        "beta": Limit(BetaQuantile(1 - delta, n * mean + 1, n - n * mean), given=UNIT_MEAN, needs=LOSSES, scales=True),
    },
    "classical.folk-intervals": {"wald": _wald(), "wilson": _wilson(), "jeffreys": _jeffreys()},
    "classical.anderson": {
        "limit": Limit(
            _anderson(),
            given=(
                Hypothesis("level", delta, "<=", sp.Rational(1, 2), "δ ≤ ½"),
                Hypothesis("below-b", sample[n], "<=", b, "no value above b"),
            ),
            needs=(Need.INDEPENDENT, Need.BOUNDED_ABOVE, Need.SAMPLE),
        ),
    },
}

CORRECTED: Mapping[str, Mapping[str, Limit]] = {
    **tails.CORRECTED,
    "classical.bernstein-plug-in": {
        "": Limit.of_terms(
            {"mean": mean, "variance": sp.sqrt(2 * variance * L2 / n), "range": 7 * L2 / (3 * (n - 1))},
            given=(PAIR, *UNIT_MEAN, UNIT_VARIANCE),
            needs=LOSSES,
            scales=True,
        ),
    },
    "classical.clopper-pearson-losses": {"bentkus": BENTKUS},
    "classical.folk-intervals": {"clopper-pearson": EXACT},
    "classical.one-log": {"hoeffding": around(sp.sqrt(L2 / (2 * n))), "kl": kl_interval(L2 / n)},
}
