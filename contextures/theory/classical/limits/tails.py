"""Limits of section 8.1 that bound a probability or an expectation, or speak of the median of averages."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.limits.letters import (
    FINITE,
    IID,
    PROBABILITY,
    PROPER,
    RANGE,
    SUBSET,
    L,
    at_least,
    at_most,
)
from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import Limit, Need, Side
from contextures.theory.symbols.classical import (
    a,
    b,
    delta,
    epsilon,
    m,
    n,
    p,
    population,
    s,
    second_moment,
    t,
    theta,
    true_variance,
)

v = true_variance
POSITIVE = Hypothesis("positive-mean", 0, "<", p, "the mean of the law is positive")
COIN = (Hypothesis("p-positive", 0, "<", p), Hypothesis("p-below-one", p, "<", 1))
SQUARED_SHARE = (1 - theta) ** 2 * p**2


def kearns_saul(slope: sp.Expr) -> sp.Expr:
    """e^{s²g/2}, g = (1 − 2p)/(2 ln((1 − p)/p)), ¼ at p = ½."""
    half = sp.Rational(1, 2)
    g = (1 - 2 * p) / (2 * sp.log((1 - p) / p))
    return sp.exp(slope**2 * sp.Piecewise((g, p < half), (sp.Rational(1, 4), p <= half), (g, True)) / 2)


def of_median(radius: sp.Expr, *given: Hypothesis, but: str = "probability delta") -> Limit:
    """How far the mean is from the median of block averages, on both sides."""
    of, needs = "mean of the law less the median of block averages", (*IID, Need.KNOWN_VARIANCE)
    return Limit(radius, Side.INTERVAL, of, lower=-radius, given=given, needs=needs, but=but)


BLOCKS = of_median(sp.sqrt(4 * v / m), but="probability exp(-k/8)")
LIMITS: Mapping[str, Mapping[str, Limit]] = {
    "classical.markov": {
        "markov": at_most(p / t, "P(Z ≥ t)", Hypothesis("not-negative", 0, "<=", p, "Z ≥ 0")),
        "chebyshev": at_most(v / t**2, "P(|Z − p| ≥ t)"),
        "mean": at_most(v / (n * t**2), "P(|p̂ − p| ≥ t)", needs=IID),
        "cantelli": at_most(v / (v + t**2), "P(Z − p ≥ t)"),
        "cantelli-two": at_most(2 * v / (v + t**2), "P(|Z − p| ≥ t)"),
    },
    "classical.paley-zygmund": {
        "printed": at_least(SQUARED_SHARE / second_moment, "P(Z > θp)", POSITIVE),
        "variance": at_least(SQUARED_SHARE / (second_moment - p**2 + SQUARED_SHARE), "P(Z > θp)", POSITIVE),
        "any-sign": at_least(SQUARED_SHARE / second_moment, "P(Z > θp)", POSITIVE),
    },
    "classical.hoeffding-lemma": {"": at_most(sp.exp(s**2 * (b - a) ** 2 / 8), "E exp(s(Z − p))", RANGE[0])},
    "classical.kearns-saul": {
        "bernoulli": at_most(kearns_saul(s), "E exp(s(Z − p))", *COIN),
        "attained": at_most(kearns_saul(2 * sp.log((1 - p) / p)), "E exp(s(Z − p)) at s = 2 ln((1 − p)/p)", *COIN),
        "bounded": at_most(kearns_saul(s), "E exp(s(Z − p))", *COIN),
    },
    "classical.dkw": {
        "two-sided": at_most(2 * sp.exp(-2 * n * epsilon**2), "P(sup|F_n − F| > ε)", needs=IID),
        "one-sided": at_most(
            sp.exp(-2 * n * epsilon**2),
            "P(sup(F_n − F) > ε)",
            Hypothesis("half", sp.exp(-2 * n * epsilon**2), "<=", sp.Rational(1, 2), "the bound is at most ½"),
            needs=IID,
        ),
    },
    "classical.serfling": {
        "serfling": at_most(
            sp.exp(-2 * n * t**2 / (1 - (n - 1) / population)), "P(p̂ − p ≥ t)", SUBSET, needs=FINITE, scales=True
        ),
        "late": at_most(
            sp.exp(-2 * n * t**2 / ((1 - n / population) * (1 + 1 / n))),
            "P(p̂ − p ≥ t)",
            PROPER,
            needs=FINITE,
            scales=True,
        ),
    },
    "classical.serfling-fraction": {
        "": at_most(sp.exp(-2 * n * t**2 / (1 - n / population)), "P(p̂ − p ≥ t)", PROPER, needs=FINITE, scales=True),
    },
    "classical.greenberg-mohri": {
        "": at_least(
            sp.Rational(1, 4),
            "P(Bin(m, p) ≥ mp)",
            Hypothesis("one-expected", 1, "<", m * p, "p > 1/m"),
            PROBABILITY[1],
        ),
    },
    "classical.median-of-means": {"blocks": BLOCKS, "delta": of_median(sp.sqrt(32 * v * L / n))},
}

FACTOR = sp.Min(1 - (n - 1) / population, (1 - n / population) * (1 + 1 / n))
CORRECTED: Mapping[str, Mapping[str, Limit]] = {
    "classical.serfling-fraction": {
        "": at_most(sp.exp(-2 * n * t**2 / FACTOR), "P(p̂ − p ≥ t)", PROPER, needs=FINITE, scales=True),
    },
    "classical.median-of-means": {
        "delta": of_median(
            sp.sqrt(32 * v * L / n),
            Hypothesis("not-nearly-one", 1, "<=", sp.Max(8 * L, 32 * delta * L), "8 ln(1/δ) ≥ 1 or 32δ ln(1/δ) ≥ 1"),
        ),
    },
}
