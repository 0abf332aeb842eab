"""Chapter 5.2 on encoders: the minimax error over a smooth class, and kernel PCA."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.stkr.premises import A3, CONFIDENCE, IN_RANGE, POSSIBLE, QUICK, SLOW, SMOOTHED
from contextures.theory.stkr.regression import spread
from contextures.theory.symbols.stkr import (
    STKR,
    B,
    L,
    M,
    c_0,
    d,
    decay,
    delta,
    epsilon,
    error,
    error_top,
    g_square,
    g_square_low,
    g_square_quantile,
    g_square_worst,
    kappa,
    lam,
    lambda_sample,
    learning_gap,
    m,
    n,
    pca_error,
    penalised_top,
    residual_H,
    residual_P,
    s,
    sigma,
    t,
)

half = sp.Rational(1, 2)
share = s[d + 1] / (s[1] - s[d + 1]) * (s[1] * epsilon - 1)

CLASS_NOT_EMPTY = Hypothesis("class", 1, "<", s[1] * epsilon, "s(λ_1)ε > 1")
HALF = Hypothesis("half", share, "<=", half, "a² ≤ ½")
GAP = Hypothesis("gap", s[d + 1], "<", s[1])
SIZE = Hypothesis("size", 0, "<", B**2)
ATTAINS = Hypothesis("attains", error, "<=", share * B**2, "Φ attains the bound")
RANK = Hypothesis("rank", 0, "<", s[d + 1])
LEAST_ERROR = (
    Part("lower", share * B**2, "<=", error, "no encoder does better", scale=B**2),
    Part("attained", error_top, "==", share * B**2, "ψ_1..ψ_d do as well", scale=B**2),
)

MINIMAX = Statement(
    id="stkr.minimax",
    title="The minimax error over a smooth class",
    kind=Kind.EQUIVALENCE,
    source=Source("S24", "Proposition 3", recalled=("unique",)),
    vocabulary=STKR,
    printed=Claim(
        text="With a² = s(λ_{d+1})/(s(λ_1)−s(λ_{d+1}))·[s(λ_1)ε−1], if s(λ_1)ε > 1 and a² ≤ ½: max over the class of "
        "min_w‖wᵀΨ̂−f‖² ≥ a²B² for every d-dimensional encoder, with equality for ψ_1..ψ_d, and only then if s(λ_d) > "
        "s(λ_{d+1}).",
        tex=r"a^2=\frac{s(\lambda_{d+1})}{s(\lambda_1)-s(\lambda_{d+1})}[s(\lambda_1)\varepsilon-1]\le\tfrac12\ "
        r"\Rightarrow\ "
        r"\max_f\min_w\|w^\top\hat\Psi-f\|_P^2\ge a^2B^2",
        given=(*SMOOTHED, CLASS_NOT_EMPTY, GAP, HALF, SIZE),
        parts=(
            *LEAST_ERROR,
            Part(
                "unique",
                learning_gap,
                "<=",
                0,
                "and no other encoder",
                given=(ATTAINS, Hypothesis("separated", s[d + 1], "<", s[d])),
                scale=lam[1],
            ),
        ),
    ),
    corrected=Claim(
        text="If s(λ_1)ε > 1 and a² ≤ 1, the least error is a²B²; an encoder has it iff P_{Φ⊥} ⪯ (T_{K_s}⁻¹ − "
        "1/s(λ_1))/(1/s(λ_{d+1}) − 1/s(λ_1)) on H_K; for d = 1 only ψ_1, where s(λ_2) < s(λ_1).",
        tex=r"\mathrm{err}(\Phi)=a^2\iff P_{\Phi^\perp}\preceq"
        r"\frac{T_{K_s}^{-1}-1/s(\lambda_1)}{1/s(\lambda_{d+1})-1/s(\lambda_1)}",
        given=(*SMOOTHED, CLASS_NOT_EMPTY, GAP, SIZE, Hypothesis("room", share, "<", 1, "a² < 1")),
        parts=(
            *LEAST_ERROR,
            Part("only-if", s[1] * penalised_top, "<=", -1, given=(ATTAINS, RANK)),
            Part(
                "if",
                error,
                "<=",
                share * B**2,
                given=(Hypothesis("penalised", s[1] * penalised_top, "<=", -1), RANK),
                scale=B**2,
            ),
            Part(
                "one-dimension",
                learning_gap,
                "<=",
                0,
                given=(ATTAINS, Hypothesis("line", d, "==", 1), RANK),
                scale=lam[1],
            ),
        ),
    ),
    faults=(Fault.ONLY_IF,),
    why="The worst f mixes ψ_1 with ψ_{d+1} only: the other directions of an optimal encoder may be tilted towards "
    "modes beyond d+1. The bound itself holds up to a² < 1.",
    note="min_w‖wᵀΨ̂−f‖² is taken as it stands, without a bias: an encoder is not centred. “Only then” is "
    "reconstructed. The error is homogeneous: it is computed for ‖f‖_P = 1 and both sides carry B².",
)

deviation = (spread + kappa**2 * sp.sqrt(sp.log(1 / delta))) / sp.sqrt(m)

RESIDUAL = Part(
    "approximation",
    residual_P,
    "<=",
    g_square / (lam[1] - g_square) * (epsilon * M * lam[1] - half) * B**2,
    given=(IN_RANGE, A3, Hypothesis("below", g_square, "<", lam[1])),
)

PCA_APPROXIMATION = Statement(
    id="stkr.kernel-pca-approximation",
    title="Kernel PCA: approximation",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 5", recalled=("approximation",)),
    vocabulary=STKR,
    printed=Claim(
        text="‖f*−f̃_d‖²_P ≤ ‖g‖²_P/(λ_1−‖g‖²_P)·[εMλ_1−½]B², and with probability ≥ 1−δ over m unlabelled points "
        "λ_{d+1} ≤ ‖g‖²_P ≤ λ_{d+1} + κ²/√m (2√d+3√log(6/δ)).",
        tex=r"\|f^*-\tilde f_d\|_P^2\le\frac{\|g\|_P^2}{\lambda_1-\|g\|_P^2}\bigl[\varepsilon "
        r"M\lambda_1-\tfrac12\bigr]B^2,"
        r"\quad\lambda_{d+1}\le\|g\|_P^2\le\lambda_{d+1}+\frac{\kappa^2}{\sqrt m}\bigl(2\sqrt "
        r"d+3\sqrt{\log\tfrac6\delta}\bigr)",
        given=(*SMOOTHED, *CONFIDENCE),
        parts=(
            RESIDUAL,
            Part("lower", lam[d + 1], "<=", g_square_low, "with probability ≥ 1−δ", given=(IN_RANGE,), scale=lam[1]),
            Part(
                "upper",
                g_square_quantile,
                "<=",
                lam[d + 1] + kappa**2 / sp.sqrt(m) * (2 * sp.sqrt(d) + 3 * sp.sqrt(sp.log(6 / delta))),
                "for every f* at once",
            ),
        ),
    ),
    corrected=Claim(
        text="‖f*−f̃_d‖²_P ≤ ‖g‖²_P/(λ_1−‖g‖²_P)·[εMλ_1−½]B², and λ_{d+1} ≤ max_{f*}‖g‖²_P ≤ min{λ_1, λ_{d+1} + "
        "√(2/m)(√(κ²Σλ_i−Σλ_i²) + κ²√log(1/δ))}, the lower bound on every sample and the upper one with probability ≥ "
        "1−δ.",
        tex=r"\lambda_{d+1}\le\max_{f^*}\|g\|_P^2\le\min\Bigl\{\lambda_1,\lambda_{d+1}+\sqrt{\tfrac2m}\Bigl(\sqrt{"
        r"\kappa^2\textstyle\sum\lambda_i-\sum\lambda_i^2}+\kappa^2\sqrt{\log\tfrac1\delta}\Bigr)\Bigr\}",
        given=(*SMOOTHED, *CONFIDENCE),
        parts=(
            RESIDUAL,
            Part("lower", lam[d + 1], "<=", g_square_worst, scale=lam[1]),
            Part("residual", g_square, "<=", g_square_worst, given=(IN_RANGE,), scale=lam[1]),
            Part("upper", g_square_quantile, "<=", lam[d + 1] + sp.sqrt(2) * deviation),
            Part("ceiling", g_square_quantile, "<=", lam[1]),
        ),
    ),
    faults=(Fault.QUANTIFIER,),
    why="g depends on f*: for an f* whose residual lies in a later mode, ‖g‖²_P is below λ_{d+1}. The lower bound "
    "holds for the largest ‖g‖²_P over all f*, on every sample, by the min-max principle. The upper bound has no d: by "
    "Weyl's inequalities the excess over λ_{d+1} is at most the spread of the eigenvalues of Ĉ−C, hence √2‖Ĉ−C‖_HS, "
    "whose mean square is at most (κ²Σλ_i−Σλ_i²)/m and which one point moves by √2κ²/m at most. Beyond λ_1 it says "
    "nothing; below, it is not attained, since the deviation has a Gaussian tail and that of McDiarmid's inequality is "
    "a bound.",
    note="The first inequality is reconstructed. Of the print, both probabilities are over every sample of m "
    "unlabelled points, and the encoder of the first inequality is that of an arbitrary law of them, as it is in the "
    "parts of the correction that hold on every sample.",
)

PCA_ESTIMATION = Statement(
    id="stkr.kernel-pca-estimation",
    title="Kernel PCA: estimation",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 4"),
    vocabulary=STKR,
    printed=Claim(
        text="Under A2–A4, β_n = Θ(n^{−1/(1+p)}), t ≥ κ^{−1}, n large enough and n ≥ 16κ⁴λ̃_d^{−2}(2+√(2log(2/δ)))², "
        "with probability ≥ 1−4e^{−t}−δ: ‖f̂_d−f̃_d‖² ≤ 3(‖f*−f̃_d‖²_P+λ̃_d/4·‖f*−f̃_d‖²_{H_K}) + "
        "c_0t²[(κ²MεB²+κ²σ²)n^{−1/(1+p)} + κ²max(L²,κ²MεB²)n^{−(1+2p)/(1+p)}].",
        tex=r"\|\hat f_d-\tilde f_d\|_P^2\le3\bigl(\|f^*-\tilde f_d\|_P^2+\tfrac{\tilde\lambda_d}4\|f^*-\tilde "
        r"f_d\|_{H_K}^2\bigr)"
        r"+c_0t^2\bigl[(\kappa^2M\varepsilon B^2+\kappa^2\sigma^2)n^{-\frac1{1+p}}"
        r"+\kappa^2\max(L^2,\kappa^2M\varepsilon B^2)n^{-\frac{1+2p}{1+p}}\bigr]",
        given=(
            *SMOOTHED,
            IN_RANGE,
            A3,
            QUICK,
            SLOW,
            POSSIBLE,
            Hypothesis("certain", 4 * sp.exp(-t) + delta, "<", 1, "the probability is positive"),
            Hypothesis("deviation", 1 / kappa, "<=", t),
            Hypothesis("sampled", 0, "<", lambda_sample),
            Hypothesis("many", 16 * kappa**4 * (2 + sp.sqrt(2 * sp.log(2 / delta))) ** 2, "<=", n * lambda_sample**2),
        ),
        parts=(
            Part(
                "error",
                pca_error,
                "<=",
                3 * (residual_P + lambda_sample / 4 * residual_H)
                + c_0
                * t**2
                * (
                    (kappa**2 * M * epsilon * B**2 + kappa**2 * sigma**2) * n ** (-1 / (1 + decay))
                    + kappa**2 * sp.Max(L**2, kappa**2 * M * epsilon * B**2) * n ** (-(1 + 2 * decay) / (1 + decay))
                ),
                constant=c_0,
            ),
        ),
    ),
    note="Given the law of the unlabelled points, all labelled samples are enumerated; noise ±σ at one of two inputs, "
    "none where there are more, so that there are not too many. β_n is n^{−1/(1+p)}.",
)
