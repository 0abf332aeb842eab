"""Limits of section 8.5: information inequalities."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.limits.letters import LOSSES, at_least, at_most
from contextures.theory.functions import KLFirst
from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import Limit
from contextures.theory.symbols.classical import (
    H2,
    KL,
    TV,
    H,
    chi2,
    eta,
    information,
    k,
    m,
    mi,
    min_p,
    n,
    p,
    pi_star,
    q,
    rho2,
)

CORRELATED = Hypothesis("correlation", rho2, "<", 1, "s_1 < 1")
VALUES = (
    Hypothesis("values", 2, "<=", m, "m ≥ 2"),
    Hypothesis("entropy", H, "<=", sp.log(m), "H(X|Y) ≤ ln m"),
)
SHARES = (Hypothesis("p-not-negative", 0, "<=", p), Hypothesis("p-at-most-one", p, "<=", 1))
gaussian = -sp.log(1 - rho2) / 2


def _single() -> sp.Expr:
    """n⁻¹ Σ √(I(z_i;W)/2)."""
    i = sp.Symbol("i", integer=True)
    return sp.Sum(sp.sqrt(information[i] / 2), (i, 1, n)) / n


def _phi() -> sp.Expr:
    """ϕ(p) = ln((1 − p)/p)/(1 − 2p) at π*, 2 at ½."""
    inner = sp.log((1 - pi_star) / pi_star) / (1 - 2 * pi_star)
    return sp.Piecewise((inner, pi_star < sp.Rational(1, 2)), (2, True))


LIMITS: Mapping[str, Mapping[str, Limit]] = {
    "classical.pinsker": {
        "pinsker": at_most(sp.sqrt(KL / 2), "TV"),
        "huber": at_most(sp.sqrt(1 - sp.exp(-KL)), "TV"),
        "huber-simple": at_most(1 - sp.exp(-KL) / 2, "TV"),
        "chi2": at_most(sp.log(1 + chi2), "KL"),
        "chi2-simple": at_most(chi2, "KL"),
        "reverse": at_most(sp.log(1 + 2 * TV**2 / min_p), "KL"),
    },
    "classical.fano": {
        "fano": at_least(KLFirst(1 - 1 / m, sp.log(m) - H), "P(X̂ ≠ X)", *VALUES),
        "weak": at_least((H - sp.log(2)) / sp.log(m), "P(X̂ ≠ X)", *VALUES),
    },
    "classical.mi-chi2": {"": at_most(sp.log(1 + chi2), "I(X;Y)")},
    "classical.gaussian-mi": {
        "lower": at_least(gaussian, "I(X;Y)", CORRELATED),
        "upper": at_most(gaussian, "I(X;Y)", CORRELATED),
    },
    "classical.erkip-cover": {"": at_most(rho2 * mi, "I(U;Y)")},
    "classical.s-star": {"bound": at_most(eta * mi, "I(U;Y)")},
    "classical.sdpi-chain": {"lower": at_least(rho2, "η_KL")},
    "classical.makur-zheng": {"": at_most(2 * rho2 / (_phi() * min_p), "η_KL")},
    "classical.hellinger-contraction": {"bounds": at_most(H2 * (1 - H2 / 4), "η_KL of the channel")},
    "classical.xu-raginsky": {
        "whole": at_most(sp.sqrt(mi / (2 * n)), "|E[L − L_S]|", needs=LOSSES),
        "single": at_most(_single(), "|E[L − L_S]|", needs=LOSSES),
    },
    "classical.witsenhausen": {
        "": at_most(sp.sqrt(rho2 * p * (1 - p) * q * (1 - q)), "|P(f = g = 1) − pq|", *SHARES),
    },
}

CORRECTED: Mapping[str, Mapping[str, Limit]] = {
    "classical.gaussian-mi": {
        "lower": at_least(_phi() * min_p * rho2 / 2, "I(X;Y)"),
        "upper": at_most(sp.log(1 + k * rho2), "I(X;Y)"),
    },
    "classical.erkip-cover": {"": at_most(eta * mi, "I(U;Y)")},
}
"""Of corrected forms; k + 1 is the smaller number of points."""
