"""Chapter 5.2 on the inverse Laplacian: its series, and what it does for another target."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.stkr.premises import (
    A3,
    CERTAIN,
    CONFIDENCE,
    ETA,
    IN_RANGE,
    POSITIVE_ETA,
    QUICK,
    RIDGE,
    SLOW,
    SMOOTHED,
)
from contextures.theory.stkr.regression import approximation_bound, estimation_rate
from contextures.theory.symbols.stkr import (
    STKR,
    B,
    M,
    M_eta,
    approximation_error_eta,
    c_0,
    delta,
    epsilon,
    estimation_error_eta,
    eta,
    i,
    ill_posed,
    k,
    kappa,
    lam,
    norm_f,
    norm_H,
    norm_H_eta,
    p,
    r,
    s_max_eta,
    slope_max_eta,
)

INVERSE_LAPLACIAN = Statement(
    id="stkr.inverse-laplacian",
    title="The inverse Laplacian",
    kind=Kind.IDENTITY,
    source=Source("S24", "Example 1"),
    vocabulary=STKR,
    printed=Claim(
        text="For 0 < η < 1/λ_1: s(λ) = λ/(1−ηλ) = Σ_{p≥1} η^{p−1}λ^p on the spectrum, and ‖f‖²_{H_{K_s}} = ‖f‖²_{H_K} "
        "− η‖f‖²_P.",
        tex=r"s(\lambda)=\frac\lambda{1-\eta\lambda}=\sum_{p\ge1}\eta^{p-1}\lambda^p,\quad "
        r"\|f\|_{H_{K_s}}^2=\|f\|_{H_K}^2-\eta\|f\|_P^2",
        given=(POSITIVE_ETA, ETA),
        parts=(
            Part(
                "series",
                lam[i] / (1 - eta * lam[i]),
                "==",
                sp.Sum(eta ** (k - 1) * lam[i] ** k, (k, 1, p)) + eta**p * lam[i] ** (p + 1) / (1 - eta * lam[i]),
                "the first p terms and the rest",
                over=(i, 1, r),
            ),
            Part("rest", eta * lam[i], "<", 1, "which goes to 0", over=(i, 1, r)),
            Part("norm", norm_H_eta, "==", norm_H - eta * norm_f, given=(IN_RANGE,), scale=1 + norm_H),
        ),
    ),
)

APPROXIMATED = Part(
    "approximation", approximation_error_eta, "<=", approximation_bound(s_max_eta, slope_max_eta), "where K̂_s exists"
)
ESTIMATED = Part(
    "estimation",
    estimation_error_eta,
    "<=",
    c_0 * estimation_rate(M_eta, M * epsilon * B**2),
    given=(IN_RANGE, A3, QUICK, SLOW, CERTAIN),
    constant=c_0,
)

WRONG_TRANSFORM = Statement(
    id="stkr.wrong-transform",
    title="The inverse Laplacian for another target",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Proposition 2"),
    vocabulary=STKR,
    printed=Claim(
        text="STKR run with the inverse Laplacian s, η < 1/λ_1, while f* is smooth for another s*: the bound of "
        "stkr.approximation still holds with probability ≥ 1−δ, and that of stkr.estimation with ε replaced by Mε.",
        tex=r"\eta<1/\lambda_1:\quad\|\hat f-\tilde f\|_P^2\le8s(\lambda_{\max})\Bigl(\frac{s(\lambda)}\lambda\Bigr)'"
        r"\Big|_{\lambda_{\max}}\beta_n^{-2}\frac{\kappa^4}{\sqrt{n+m}}(2+\sqrt{2\log(1/\delta)})\frac{\|y\|_2^2}n,"
        r"\quad\varepsilon\to M\varepsilon",
        given=(*SMOOTHED, POSITIVE_ETA, ETA, RIDGE, *CONFIDENCE),
        parts=(
            Part("well-posed", ill_posed, "<=", delta, "K̂_s exists with probability ≥ 1−δ", scale=1),
            APPROXIMATED,
            Part(
                "smoothness",
                norm_H_eta,
                "<=",
                M * epsilon * norm_f,
                "f* is smooth for the inverse Laplacian",
                given=(IN_RANGE, A3),
            ),
            ESTIMATED,
        ),
    ),
    corrected=Claim(
        text="If ηκ² < 1, K̂_s exists on every sample; in any case with probability ≥ 1−δ either ηλ̂_1 ≥ 1 or the "
        "bound of stkr.approximation holds. ‖f*‖²_{H_{K_s}} ≤ (Mε−η)‖f*‖²_P; stkr.estimation as printed.",
        tex=r"\eta\kappa^2<1\Rightarrow\Pr(\eta\hat\lambda_1\ge1)=0,\quad\Pr(\eta\hat\lambda_1<1,\ \|\hat f-\tilde "
        r"f\|_P^2>"
        r"\text{bound})\le\delta,\quad\|f^*\|_{H_{K_s}}^2\le(M\varepsilon-\eta)\|f^*\|_P^2",
        given=(*SMOOTHED, POSITIVE_ETA, ETA, RIDGE, *CONFIDENCE),
        parts=(
            Part(
                "well-posed",
                ill_posed,
                "<=",
                0,
                given=(Hypothesis("below-complexity", eta * kappa**2, "<", 1, "η < 1/κ²"),),
                scale=1,
            ),
            APPROXIMATED,
            Part("smoothness", norm_H_eta, "<=", (M * epsilon - eta) * norm_f, given=(IN_RANGE, A3), scale=1 + norm_H),
            ESTIMATED,
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="η < 1/λ_1 does not keep ηλ̂_1 below 1: where a sample has λ̂_1 ≥ 1/η, the series of K̂_s diverges and f̂ "
    "does not exist, and that may be far likelier than δ. η < 1/κ² is enough on every sample, since λ̂_1 ≤ κ², and "
    "nearly needed, since a sample of copies of one x has λ̂_1 = K(x,x). The smoothness can be had with Mε−η, "
    "attained where s* is linear. The bound of stkr.approximation stands but is not attained, with no constant: f̂−f̃ "
    "is linear in q(Ĉ)−q(C), q(λ) = s(λ)/λ, so that its square falls like 1/(n+m) where the bound falls like "
    "1/√(n+m): see `stkr.approximation-sharp`.",
    note="M is that of s*; the bound on the error has that of the inverse Laplacian, 1/(1−ηλ_1). In the print a sample "
    "with ηλ̂_1 ≥ 1 counts against the part “well-posed” only.",
    uses=("stkr.approximation", "stkr.estimation", "stkr.inverse-laplacian"),
)
