"""Chapter 5.2 on regression from samples: estimation, approximation, empirical spectra, and the solver."""

from __future__ import annotations

import sympy as sp

from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.stkr.premises import (
    A1,
    A3,
    CERTAIN,
    CONFIDENCE,
    ETA,
    IN_RANGE,
    NOT_ZERO,
    POSITIVE_ETA,
    QUICK,
    RIDGE,
    RISING,
    SLOW,
    SMOOTHED,
)
from contextures.theory.symbols.stkr import (
    STKR,
    B,
    L,
    M,
    N,
    approximation_error,
    approximation_square,
    approximation_square_eta,
    beta,
    c_0,
    condition,
    contrast_condition,
    contrast_top,
    decay,
    delta,
    empirical_top,
    epsilon,
    estimation_error,
    eta,
    given_labels,
    horner_defect,
    i,
    induction_defect,
    inverse_form_defect,
    kappa,
    labelled_points,
    lam,
    m,
    n,
    p,
    points,
    r,
    s,
    s_kappa,
    s_max,
    s_max_eta,
    sample_top,
    sigma,
    slope_max,
    slope_max_eta,
    step_residual,
    t,
    y_square,
)


def estimation_rate(slope: sp.Expr, energy: sp.Expr) -> sp.Expr:
    """Return what n labels leave, up to a constant, where s(λ) ≤ slope·λ and ‖f*‖²_{H_{K_s}} ≤ energy."""
    noisy = (energy + sigma**2) * n ** (-1 / (1 + decay))
    largest = sp.Max(L**2, kappa**2 * slope * energy) * n ** (-(1 + 2 * decay) / (1 + decay))
    return t**2 * kappa**2 * slope * (noisy + largest)


def approximation_bound(value: sp.Expr, slope: sp.Expr) -> sp.Expr:
    """Return what n + m points leave of the kernel, of the transform's value and (s(λ)/λ)' at the top eigenvalue."""
    failure = 2 + sp.sqrt(2 * sp.log(1 / delta))
    return 8 * value * slope / beta**2 * kappa**4 / sp.sqrt(n + m) * failure * y_square / n


def top_terms(factor: sp.Expr) -> dict[str, sp.Expr]:
    """Return the terms of a bound on the largest eigenvalue of N points."""
    return {"population": lam[1], "deviation": kappa**2 / sp.sqrt(N) * factor}


spread = sp.sqrt(kappa**2 * sp.Sum(lam[i], (i, 1, r)) - sp.Sum(lam[i] ** 2, (i, 1, r)))
operator_deviation = spread + kappa**2 * sp.sqrt(sp.log(1 / delta) / 2)

ESTIMATION = Statement(
    id="stkr.estimation",
    title="Estimation with the population kernel",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 2", reconstructed=True),
    vocabulary=STKR,
    printed=Claim(
        text="Under A2–A4, s(λ) ≤ Mλ, s(λ_i) = O(i^{−1/p}), β_n = Θ(n^{−1/(1+p)}), t ≥ κ^{−1}M^{−1/2} and n large "
        "enough, with probability ≥ 1−4e^{−t}: ‖f̃−f*‖² ≤ c_0t²κ²M[(εB²+σ²)n^{−1/(1+p)} + "
        "max(L²,κ²MεB²)n^{−(1+2p)/(1+p)}].",
        tex=r"\|\tilde f-f^*\|_P^2\le c_0t^2\kappa^2M\bigl[(\varepsilon B^2+\sigma^2)n^{-1/(1+p)}"
        r"+\max(L^2,\kappa^2M\varepsilon B^2)n^{-(1+2p)/(1+p)}\bigr]",
        given=(
            *SMOOTHED,
            IN_RANGE,
            A3,
            QUICK,
            SLOW,
            CERTAIN,
            Hypothesis("deviation", 1 / (kappa * sp.sqrt(M)), "<=", t),
        ),
        parts=(Part("error", estimation_error, "<=", c_0 * estimation_rate(M, epsilon * B**2), constant=c_0),),
    ),
    note="On a finite space s(λ_i) = O(i^{−1/p}) for every p. β_n is n^{−1/(1+p)}, every n counts as large enough, the "
    "noise is ±σ at every input and L = σ/3 the smallest that A4 allows.",
)

APPROXIMATION = Statement(
    id="stkr.approximation",
    title="Estimating the transformed kernel from unlabelled points",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Theorem 3"),
    vocabulary=STKR,
    printed=Claim(
        text="Under A1 and A2, for any β_n > 0, with probability ≥ 1−δ: ‖f̂−f̃‖²_P ≤ 8 s(λ_max)(s(λ)/λ)'|_{λ_max} "
        "β_n^{−2} κ⁴/√(n+m) (2+√(2log(1/δ))) ‖y‖²/n, λ_max = max(λ_1, λ̂_1).",
        tex=r"\|\hat f-\tilde f\|_P^2\le8s(\lambda_{\max})\Bigl(\frac{s(\lambda)}\lambda\Bigr)'\Big|_{\lambda_{\max}}"
        r"\beta_n^{-2}\frac{\kappa^4}{\sqrt{n+m}}(2+\sqrt{2\log(1/\delta)})\frac{\|y\|_2^2}n",
        given=(*SMOOTHED, RIDGE, *CONFIDENCE),
        parts=(Part("error", approximation_error, "<=", approximation_bound(s_max, slope_max)),),
    ),
    note="All samples of n labelled and m unlabelled points are enumerated, with labels y = g(x) for an arbitrary g, "
    "and y = g(x) ± σ at one input, where two labels of one x so differ. λ̂_1 and ‖y‖² vary with the sample: the "
    "quantile is of the ratio of the two sides, which is what the statement bounds.",
)


def sharp_bound(value: sp.Expr, slope: sp.Expr) -> sp.Expr:
    """Return what n + m points leave of the kernel at the rate of the square, by the transform's value at λ_1."""
    size = kappa**2 * sp.sqrt(value) / (2 * beta * sp.sqrt(beta)) + kappa * sp.sqrt(lam[1]) / beta
    return size**2 * slope**2 * operator_deviation**2 / (n + m) * y_square / n


APPROXIMATION_SHARP = Statement(
    id="stkr.approximation-sharp",
    title="Estimating the transformed kernel, at the rate of the square",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    vocabulary=STKR,
    printed=Claim(
        text="Under A1 and A2, with probability ≥ 1−δ and q(λ) = s(λ)/λ: ‖f̂−f̃‖²_P ≤ (κ²√s(λ_1)/(2β_n^{3/2}) + "
        "κ√λ_1/β_n)²·q'(λ_max)²·D²/(n+m)·‖y‖²/n, D = √(κ²Σλ_i−Σλ_i²) + κ²√(½log(1/δ)); for the inverse Laplacian too, "
        "on samples with ηλ̂_1 < 1.",
        tex=r"\|\hat f-\tilde f\|_P^2\le\Bigl(\frac{\kappa^2\sqrt{s(\lambda_1)}}{2\beta_n^{3/2}}+\frac{\kappa\sqrt{"
        r"\lambda_1}}{\beta_n}\Bigr)^2\Bigl(\frac{s(\lambda)}\lambda\Bigr)'^2\Big|_{\lambda_{\max}}\frac{D^2}{n+m}\cdot"
        r"\frac{\|y\|_2^2}n,\quad D=\sqrt{\kappa^2\textstyle\sum\lambda_i-\sum\lambda_i^2}+\kappa^2\sqrt{\tfrac12\log"
        r"\tfrac1\delta}",
        given=(NOT_ZERO, RIDGE, *CONFIDENCE),
        parts=(
            Part("error", approximation_square, "<=", sharp_bound(s[1], slope_max), given=(RISING, A1)),
            Part(
                "laplacian",
                approximation_square_eta,
                "<=",
                sharp_bound(s_max_eta, slope_max_eta),
                given=(POSITIVE_ETA, ETA),
            ),
        ),
    ),
    note="Proof. K̂_s − K_s = ⟨k_x, (q(T̂) − q(T))k_{x'}⟩ and ‖q(T̂) − q(T)‖ ≤ q'(λ_max)‖T̂ − T‖, term by term of the "
    "power series. With α̂ the multipliers of f̂, ‖α̂‖ ≤ ‖y‖/(nβ), and z = (Ĝ−G)α̂, f̂ − f̃ = (v̂−v)ᵀα̂ − "
    "vᵀ(G+nβ)⁻¹z. The first has norm ≤ √λ_1·q'‖T̂−T‖·√n κ‖α̂‖; the second has ‖·‖²_{H_{K_s}} ≤ ‖z‖²/(4nβ), hence "
    "‖·‖²_P ≤ s(λ_1)‖z‖²/(4nβ), and ‖z‖ ≤ nκ²q'‖T̂−T‖‖α̂‖. ‖T̂−T‖ ≤ D/√(n+m) as in `stkr.top-eigenvalue-explicit`: "
    "one point moves the operator norm by κ²/(n+m) at most.",
    uses=("stkr.approximation", "stkr.top-eigenvalue-explicit"),
)

TOP_EIGENVALUE = Statement(
    id="stkr.top-eigenvalue",
    title="The largest empirical eigenvalue",
    kind=Kind.INEQUALITY,
    source=Source("S24", "Lemma 1"),
    vocabulary=STKR,
    printed=Claim(
        text="With probability ≥ 1−δ: λ̂_1 ≤ λ_1 + κ²/√N [2√2 + √(19log(2(N+1)/δ))].",
        tex=r"\hat\lambda_1\le\lambda_1+\frac{\kappa^2}{\sqrt N}\Bigl[2\sqrt2+\sqrt{19\log\tfrac{2(N+1)}\delta}\Bigr]",
        given=CONFIDENCE,
        parts=(
            Part.of_terms(
                "deviation", empirical_top, top_terms(2 * sp.sqrt(2) + sp.sqrt(19 * sp.log(2 * (N + 1) / delta)))
            ),
        ),
    ),
    note="λ̂_1 ≤ κ² always, so that the bound says something for N > 150 or so only.",
)

EMPIRICAL_TOP_SHARP = Statement(
    id="stkr.top-eigenvalue-explicit",
    title="The largest empirical eigenvalue, with a smaller constant",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    vocabulary=STKR,
    printed=Claim(
        text="With probability ≥ 1−δ: λ̂_1 ≤ λ_1 + (√(κ²Σλ_i−Σλ_i²) + κ²√(½log(1/δ)))/√N ≤ λ_1 + κ²/√N [1 + "
        "√(½log(1/δ))]; and λ̂_1 ≤ κ².",
        tex=r"\hat\lambda_1\le\lambda_1+\frac{\sqrt{\kappa^2\sum\lambda_i-\sum\lambda_i^2}+\kappa^2\sqrt{\frac12\log"
        r"\frac1\delta}}{\sqrt N}\le\lambda_1+\frac{\kappa^2}{\sqrt N}\Bigl[1+\sqrt{\tfrac12\log\tfrac1\delta}\Bigr]",
        given=CONFIDENCE,
        parts=(
            Part.of_terms("deviation", empirical_top, top_terms(1 + sp.sqrt(sp.log(1 / delta) / 2))),
            Part(
                "spectrum",
                empirical_top,
                "<=",
                lam[1] + operator_deviation / sp.sqrt(N),
            ),
            Part("smaller", spread, "<=", kappa**2, "the second bound is the smaller one"),
            Part("ceiling", empirical_top, "<=", kappa**2),
        ),
    ),
    note="Proof. λ̂_1 − λ_1 ≤ ‖Ĉ − C‖, whose mean square in the Hilbert–Schmidt norm is (E K(X,X)² − ‖C‖²)/N ≤ "
    "(κ²Σλ_i − Σλ_i²)/N. A point adds a positive form of norm κ²/N at most to Ĉ, so that it moves λ̂_1 by κ²/N at "
    "most, not √2 or 2 times that; McDiarmid's inequality gives the rest.",
    uses=("stkr.top-eigenvalue",),
)

PROP_SOLVER = Statement(
    id="stkr.prop-solver",
    title="STKR-Prop",
    kind=Kind.IDENTITY,
    source=Source("S24", "Algorithms 1 and 2"),
    vocabulary=STKR,
    printed=Claim(
        text="Horner's rule gives s(G_K/N); the two forms have one solution; induction costs O(N) a point; "
        "Richardson's iteration converges, and its cost is O(q·N²·β_n^{−1}·s(λ)·log(1/ε)).",
        tex=r"f=Ns(G_K/N)\alpha=G_K\theta,\quad\|y-A\alpha_k\|\le\Bigl(\frac{Ns(\lambda)}{n\beta_n+Ns(\lambda)}"
        r"\Bigr)^k\|y\|",
        given=(RIDGE, A1),
        parts=(
            Part("horner", horner_defect, "==", 0, scale=1),
            Part(
                "two-forms",
                inverse_form_defect,
                "==",
                0,
                given=(POSITIVE_ETA, Hypothesis("sample", eta * sample_top, "<", 1, "ηλ̂_1 < 1")),
                scale=1,
            ),
            Part("induction", induction_defect, "==", 0, scale=1),
            Part(
                "convergence",
                step_residual,
                "<=",
                (points * s_kappa / (labelled_points * beta + points * s_kappa)) ** (2 * p) * given_labels,
            ),
            Part("cost", condition, "<=", s_kappa, "the condition number is at most 1 + β_n^{−1}s(λ), λ = κ² ≥ λ̂_1"),
            Part(
                "no-constant",
                contrast_condition,
                "==",
                (points - 1) * contrast_top,
                "with λ = λ̂_1 there is no constant: K = I − J/N, s = λ and one label need N − 1",
            ),
        ),
    ),
    note="On the sample of every input once, the first n of them labelled, so that N is the number of inputs. λ is "
    "the bound on λ̂_1 that the algorithm is given; κ² is one, and the print then holds with the constant 1, while "
    "with λ̂_1 itself the cost is unbounded. The solver itself, on real data, is `contextures.STKR`; see the page on "
    "STKR.",
)
