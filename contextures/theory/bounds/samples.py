"""Chapter 5.1 on samples: regression and uniform norms."""

from __future__ import annotations

import sympy as sp

from contextures.theory.bounds.premises import BELOW_ONE, GAP, INVARIANT, NOT_NEGATIVE, OURS, after, gap_odds
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Statement
from contextures.theory.symbols.bounds import (
    RT,
    SAMPLES,
    B,
    N,
    R,
    S_lambda,
    S_lambda_d,
    S_lambda_next,
    approximation,
    c_0,
    delta,
    deviation,
    epsilon,
    kappa,
    n,
    norm_f,
    regression_mean,
    regression_risk,
    sigma,
    tau,
)

IN_CLASS = (NOT_NEGATIVE, BELOW_ONE, INVARIANT, Hypothesis("bounded", norm_f, "<=", B**2, "‖f*‖ ≤ B"))
CONFIDENCE = (Hypothesis("positive-delta", 0, "<", delta), Hypothesis("delta-below-one", delta, "<", 1))
NOISE = Hypothesis("noise", 0, "<=", sigma)

REGRESSION = Statement(
    id="bounds.regression",
    title="Regression on an averaged encoder",
    kind=Kind.INEQUALITY,
    source=after("Theorem 1"),
    vocabulary=SAMPLES,
    printed=Claim(
        text="Norm-constrained least squares on the averaged encoder with n labels, σ-sub-Gaussian noise and radius R "
        "= B/√(1−ε): with high probability ‖f̂−f*‖² ≤ 9τ²/(1−τ²)·(τ+ε)/(1−ε)·B² + c_0·κ(B²+σB)/(1−ε)·√(S_λ(d+1)/n).",
        tex=r"\|\hat f-f^*\|^2\le\frac{9\tau^2}{1-\tau^2}\cdot\frac{\tau+\varepsilon}{1-\varepsilon}B^2"
        r"+c_0\frac{\kappa(B^2+\sigma B)}{1-\varepsilon}\sqrt{\frac{S_\lambda(d+1)}n}",
        given=(*IN_CLASS, GAP, NOISE, Hypothesis("confidence", sp.Rational(1, 20), "<=", delta)),
        parts=(
            Part.of_terms(
                "risk",
                regression_risk,
                {
                    "approximation": 9 * gap_odds * (tau + epsilon) / (1 - epsilon) * B**2,
                    "estimation": c_0 * kappa * (B**2 + sigma * B) / (1 - epsilon) * sp.sqrt(S_lambda_next / n),
                },
                constant=c_0,
            ),
        ),
    ),
    note="The constants are unspecified, also those of “high probability”: it is read as 1 − δ for δ ≥ 1/20, with "
    "noise ±σ. The verdict is the smallest c_0 that fits; its growth as δ → 0 is not part of it.",
    uses=("bounds.approximation",),
)


def fluctuation(radius: sp.Expr) -> sp.Expr:
    """Return √(n/RT) times the bound on what n labels cost in a ball of a radius of H_Γ."""
    return kappa * radius**2 + 2 * radius * sp.sqrt(kappa**2 * radius**2 + sigma**2)


REGRESSION_EXPLICIT = Statement(
    id="bounds.regression-explicit",
    title="Regression on an averaged encoder, with constants",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For f* ∈ F_B(ε), noise of variance at most σ² and any minimiser f̂ of the empirical squared error over f "
        "∈ span Ψ̂ with ‖f‖_{H_Γ} ≤ R = B/√(1−ε): E‖f̂−f*‖² ≤ ‖f_Ψ̂−f*‖² + (κR²+2R√(κ²R²+σ²))√(RT/n), f_Ψ̂ the "
        "H_Γ-projection of f* on span Ψ̂ and RT = Tr(G⁻¹F) with G in H_Γ; RT ≤ S_λ(d). The second term is below "
        "(3κR²+2σR)√(RT/n).",
        tex=r"\mathbb E\|\hat f-f^*\|^2\le\|f_{\hat\Psi}-f^*\|^2+\bigl(\kappa R^2+2R\sqrt{\kappa^2R^2+\sigma^2}\bigr)"
        r"\sqrt{\mathrm{RT}/n},\quad\mathrm{RT}\le S_\lambda(d)",
        given=(*IN_CLASS, NOISE),
        parts=(
            Part.of_terms(
                "risk",
                regression_mean,
                {"approximation": approximation, "estimation": fluctuation(R) * sp.sqrt(RT / n)},
            ),
            Part("ratio-trace", RT, "<=", S_lambda_d),
        ),
    ),
    note="Proof. With Δ = C − Ĉ on H_Γ, f̂ being a minimiser gives ‖f̂−f*‖² ≤ (1/n)Σ(f_Ψ̂−f*)²(x_i) + "
    "(2/n)Σξ_i(f̂−f_Ψ̂)(x_i) + ⟨f̂, Δf̂⟩ − 2⟨f̂, Δf*⟩ + ⟨f*, Δf*⟩. In the mean the first is ‖f_Ψ̂−f*‖², f_Ψ̂ and the last "
    "drop out. Π, the projection on span Ψ̂, has |Πk_x|² ≤ κ², of mean RT: ⟨f̂, Δf̂⟩ ≤ R²‖ΠΔΠ‖, of mean R²κ√(RT/n) at "
    "most, and what is linear in f̂ is at most 2R times the norm of a mean of n independent vectors Π(ξ_ik_{x_i} + "
    "f*(x_i)k_{x_i} − Cf*), of mean square RT(σ²+κ²R²) at most, as |f*| ≤ κR. Noise ±σ; where the sample leaves "
    "several minimisers, the worst of them counts. The best ratio 1 is that of encoders that vanish, where nothing is "
    "estimated; `bounds.regression-constant` says what the estimation term leaves elsewhere.",
    uses=("bounds.isometry",),
)

REGRESSION_CONSTANT = Statement(
    id="bounds.regression-constant",
    title="The smallest constant of the explicit regression bound",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="E‖f̂−f*‖² ≤ ‖f_Ψ̂−f*‖² + c_0(κR²+σR)√(RT/n) under the hypotheses of `bounds.regression-explicit`, where "
        "c_0 = 3 does.",
        tex=r"\mathbb E\|\hat f-f^*\|^2\le\|f_{\hat\Psi}-f^*\|^2+c_0(\kappa R^2+\sigma R)\sqrt{\mathrm{RT}/n}",
        given=(*IN_CLASS, NOISE, Hypothesis("encoder", sp.Rational(1, 100), "<=", RT, "the encoder does not vanish")),
        parts=(
            Part.of_terms(
                "risk",
                regression_mean,
                {"approximation": approximation, "estimation": c_0 * (kappa * R**2 + sigma * R) * sp.sqrt(RT / n)},
                constant=c_0,
            ),
        ),
    ),
    note="The verdict is the smallest c_0 that fits the search: what the explicit bound leaves on the table. It is "
    "looked for where RT ≥ 1/100, a threshold of ours: an encoder that vanishes leaves no estimation to speak of.",
    uses=("bounds.regression-explicit",),
)

UNIFORM_NORM = Statement(
    id="bounds.uniform-norm",
    title="Uniform convergence of the norm on H_Γ",
    kind=Kind.INEQUALITY,
    source=after("Lemma 5"),
    vocabulary=SAMPLES,
    printed=Claim(
        text="For N independent inputs, with probability at least 1−δ, sup_{‖f‖_{H_Γ}≤1} |‖f‖²_{P_X} − N⁻¹Σf(x_k)²| ≤ "
        "(2+√(2log(2/δ)))κ²/√N.",
        tex=r"\sup_{\|f\|_{H_\Gamma}\le1}\Bigl|\|f\|^2_{P_X}-\tfrac1N\sum f(x_k)^2\Bigr|\le"
        r"\frac{(2+\sqrt{2\log(2/\delta)})\kappa^2}{\sqrt N}",
        given=CONFIDENCE,
        parts=(Part("norm", deviation, "<=", (2 + sp.sqrt(2 * sp.log(2 / delta))) * kappa**2 / sp.sqrt(N)),),
    ),
    note="A bound that holds with probability 1−δ is a bound on the (1−δ)-quantile, which the multinomial law gives "
    "exactly.",
    uses=("bounds.context-complexity",),
)

scatter = sp.sqrt((kappa**2 + 1) * (S_lambda - 1))
"""A bound on √N times the mean Hilbert–Schmidt norm of the covariance operator less its empirical one."""
hilbert_schmidt = (scatter + kappa**2 * sp.sqrt(sp.log(1 / delta) / 2)) / sp.sqrt(N)
UNIFORM_NORM_EXPLICIT = Statement(
    id="bounds.uniform-norm-explicit",
    title="A smaller bound on the norm's deviation",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For N independent inputs, with probability at least 1−δ, the deviation is at most (√((κ²+1)(S_λ−1)) + "
        "κ²√(½log(1/δ)))/√N, which is below (2+√(2log(2/δ)))κ²/√N.",
        tex=r"\sup_{\|f\|_{H_\Gamma}\le1}\Bigl|\|f\|^2_{P_X}-\tfrac1N\sum f(x_k)^2\Bigr|\le"
        r"\frac{\sqrt{(\kappa^2+1)(S_\lambda-1)}+\kappa^2\sqrt{\frac12\log(1/\delta)}}{\sqrt N}",
        given=CONFIDENCE,
        parts=(
            Part("norm", deviation, "<=", hilbert_schmidt),
            Part("smaller", hilbert_schmidt, "<=", (2 + sp.sqrt(2 * sp.log(2 / delta))) * kappa**2 / sp.sqrt(N)),
        ),
    ),
    note="Proof. The operator norm is at most the Hilbert–Schmidt norm of C − Ĉ, C = E k_X⊗k_X, whose mean square is "
    "(E k(X,X)² − ‖C‖²)/N ≤ (κ²+1)(S_λ−1)/N, as (κ²−k)(k−1) ≥ 0 and ‖C‖² = Σλ_i² ≥ 1. Changing one input moves Ĉ by "
    "(k_x⊗k_x − k_y⊗k_y)/N, whose eigenvalues are between −κ²/N and κ²/N: the operator norm moves by κ²/N at most, "
    "and the bounded-difference inequality adds κ²√(½log(1/δ))/√N.",
    uses=("bounds.uniform-norm",),
)
