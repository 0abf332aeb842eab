"""Proofs of section 8.5: information."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import Identity, proof

JENSEN = "Jensen's inequality"
LOG_SUM = "the log-sum inequality"
TRIANGLE = "the triangle inequality"
FROBENIUS = "the squares of the singular values add up to those of the entries"
COHEN = "η_χ² ≤ η_TV (Cohen et al. 1993)"
LOGARITHM = "ln(1 + x) ≤ x"
MEANS = "I(U;X) is the mean over U of KL(P_{X|U}‖P_X)"
ORDENTLICH = "KL(R‖P) ≥ ¼ϕ(π*)‖R−P‖_1² (Ordentlich and Weinberger 2005)"
RENYI = "s_1 is the largest correlation of functions of X and Y"

x, eta, t, least, share = sp.symbols("x eta t min lambda", positive=True)
r1, r2, p1, p2, w1, w2 = sp.symbols("r1 r2 p1 p2 w1 w2", positive=True)


def centred() -> Identity:
    """χ² as squares, for two points."""
    rest = (r1**2 / p1 + (1 - r1) ** 2 / (1 - p1) - 1) - ((r1 - p1) ** 2 / p1 + (r1 - p1) ** 2 / (1 - p1))
    return "Σr²/p − 1 = Σ(r − p)²/p, for two points", rest


@proof("classical.pinsker", "chi2", "chi2-simple", facts=(JENSEN, LOGARITHM))
def pinsker_chi_square() -> Iterable[Identity]:
    """KL = E_R ln(R/P) ≤ ln E_R(R/P) = ln(1 + χ²)."""
    yield centred()


@proof("classical.pinsker", "huber-simple")
def huber_simple() -> Iterable[Identity]:
    """1 − u/2 ≥ 0 and its square exceeds 1 − u, with u = e^{−KL}."""
    yield "(1 − u/2)² − (1 − u) = u²/4", (1 - x / 2) ** 2 - (1 - x) - x**2 / 4


@proof("classical.pinsker", "reverse", facts=(JENSEN,))
def reverse() -> Iterable[Identity]:
    """KL ≤ ln(1 + χ²), and χ² = Σ(R − P)²/P ≤ max|R − P|·Σ|R − P|/min P, where |R − P| ≤ TV at each point, since what R
    gains somewhere it loses elsewhere."""
    yield centred()
    yield "TV·2TV/min P = 2TV²/min P", t * (2 * t) / least - 2 * t**2 / least


@proof("classical.data-processing", "kl", "mi", facts=(LOG_SUM,))
def processing() -> Iterable[Identity]:
    """For each output Σ_x rW ln(rW/(pW)) ≥ RW ln(RW/PW), and Σ_y W = 1; I(U;·) is the mean over U of such a KL."""
    yield "rw ln(rw/(pw)) = w·r ln(r/p)", r1 * w1 * sp.log(r1 * w1 / (p1 * w1)) - w1 * r1 * sp.log(r1 / p1)


@proof("classical.data-processing", "chi2", facts=("Cauchy's inequality",))
def processing_chi_square() -> Iterable[Identity]:
    """(Σrw)²/Σpw ≤ Σr²w/p for each output, here for two inputs; Σ_y W = 1."""
    rest = r1**2 * w1 / p1 + r2**2 * w2 / p2 - (r1 * w1 + r2 * w2) ** 2 / (p1 * w1 + p2 * w2)
    square = w1 * w2 * (p2 * r1 - p1 * r2) ** 2 / (p1 * p2 * (p1 * w1 + p2 * w2))
    yield "Σr²w/p − (Σrw)²/Σpw = w_1w_2(p_2r_1 − p_1r_2)²/(p_1p_2Σpw)", rest - square


@proof("classical.data-processing", "tv", facts=(TRIANGLE,))
def processing_variation() -> Iterable[Identity]:
    """|Σ(r − p)w| ≤ Σ|r − p|w for each output; Σ_y W = 1."""
    yield "r_1w + r_2w − p_1w − p_2w = Σ(r − p)w", r1 * w1 + r2 * w1 - p1 * w1 - p2 * w1 - ((r1 - p1) + (r2 - p2)) * w1


@proof("classical.mi-chi2", "log", "linear", facts=(JENSEN, LOGARITHM, FROBENIUS))
def information() -> Iterable[Identity]:
    """I = E ln(P_{XY}/(P_XP_Y)) ≤ ln E(P_{XY}/(P_XP_Y)), and that mean is 1 + χ², whose entries are those of the scaled
    law less its constant."""
    yield centred()


@proof("classical.gaussian-mi", "upper", variant="corrected", facts=(JENSEN, FROBENIUS))
def several_values() -> Iterable[Identity]:
    """I ≤ ln(1 + Σs_i²), a sum of k squares that are at most s_1²."""
    yield centred()


@proof("classical.gaussian-mi", "lower", variant="corrected", facts=(ORDENTLICH, FROBENIUS))
def some_value() -> Iterable[Identity]:
    """I is the mean over Y of KL(P_{X|Y}‖P_X) ≥ ¼ϕ(π*)‖v‖_1² for v = P_{X|Y} − P_X; as Σv = 0, ‖v‖_1² ≥ 2‖v‖², and that
    is at least 2min P_X·Σv²/P_X, of mean Σs_i² ≥ s_1²."""
    yield "¼·2 = ½", sp.Rational(1, 4) * 2 - sp.Rational(1, 2)
    yield "t² + t² = ½(2t)²", t**2 + t**2 - (2 * t) ** 2 / 2
    yield centred()


@proof("classical.erkip-cover", "bound", "chi2", variant="corrected", facts=(RENYI, MEANS))
def contraction() -> Iterable[Identity]:
    """I(U;·) and χ²(U;·) are means over U of KL and χ² of the conditional laws; η_KL is the largest quotient of KL. The
    density of Y's law given U, less 1, is E[f|Y] for that of X's: E[f|Y] is shorter than f by s_1 at least."""
    yield centred()


@proof("classical.witsenhausen", "bound", facts=(RENYI,))
def two_events() -> Iterable[Identity]:
    """The covariance of two functions is at most s_1 times their deviations."""
    yield "E(f − p)² = p(1 − p) for f in {0, 1} of mean p", p1 * (1 - p1) ** 2 + (1 - p1) * p1**2 - p1 * (1 - p1)


@proof("classical.renyi-contraction", "chi2", facts=(COHEN,))
def contracted() -> Iterable[Identity]:
    """It is the theorem, with χ² as a sum of squares."""
    yield centred()


@proof("classical.renyi-contraction", "chi2", "renyi", variant="corrected", facts=(COHEN,))
def contracted_renyi() -> Iterable[Identity]:
    """D_2(RW‖PW) = ln(1 + χ²(RW‖PW)) ≤ ln(1 + η·χ²(R‖P))."""
    yield "1 + η(e^{ln(1+x)} − 1) = 1 + ηx", eta * (sp.exp(sp.log(1 + x)) - 1) - eta * x


@proof("classical.s-star", "sharp", facts=("data processing", "KL ≤ χ²"))
def sharp() -> Iterable[Identity]:
    """X given U = 0 has the law P′ = (P − λR)/(1 − λ), so that P′ − P = λ(P − R)/(1 − λ) and KL(P′‖P) ≤ χ²(P′‖P) =
    (λ/(1−λ))²χ²(R‖P): I(U;X) ≤ λ(KL(R‖P) + λχ²/(1−λ)), while I(U;Y) ≥ λKL(RW‖PW)."""
    yield (
        "(p − λr)/(1 − λ) − p = λ(p − r)/(1 − λ)",
        (p1 - share * r1) / (1 - share) - p1 - share * (p1 - r1) / (1 - share),
    )
    yield "(1−λ)(λ/(1−λ))² = λ²/(1−λ)", (1 - share) * (share / (1 - share)) ** 2 - share**2 / (1 - share)
