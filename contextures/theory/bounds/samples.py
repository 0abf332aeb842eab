"""Chapter 5.1 on samples: regression, uniform norms, kernel PCA and the chain from pretraining to the task."""

from __future__ import annotations

import sympy as sp

from contextures.theory.bounds.premises import BELOW_ONE, GAP, INVARIANT, NOT_NEGATIVE, OURS, after, gap_odds, odds
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
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
    chain_risk,
    d,
    delta,
    deviation,
    eigenvalue,
    epsilon,
    gamma_G,
    kappa,
    lambda_bar,
    n,
    norm_f,
    pca_gap,
    pca_gap_known,
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

REGRESSION_EXPLICIT = Statement(
    id="bounds.regression-explicit",
    title="Regression on an averaged encoder, with constants",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For f* ∈ F_B(ε), noise of variance at most σ² and any minimiser f̂ of the empirical squared error over f "
        "∈ span Ψ̂ with ‖f‖_{H_Γ} ≤ R = B/√(1−ε): E‖f̂−f*‖² ≤ ‖f_Ψ̂−f*‖² + (8κR²+2σR)√(RT/n), f_Ψ̂ the H_Γ-projection "
        "of f* on span Ψ̂ and RT = Tr(G⁻¹F) with G in H_Γ; RT ≤ S_λ(d).",
        tex=r"\mathbb E\|\hat f-f^*\|^2\le\|f_{\hat\Psi}-f^*\|^2+(8\kappa R^2+2\sigma R)\sqrt{\mathrm{RT}/n},"
        r"\quad\mathrm{RT}\le S_\lambda(d)",
        given=(*IN_CLASS, NOISE),
        parts=(
            Part.of_terms(
                "risk",
                regression_mean,
                {"approximation": approximation, "estimation": (8 * kappa * R**2 + 2 * sigma * R) * sp.sqrt(RT / n)},
            ),
            Part("ratio-trace", RT, "<=", S_lambda_d),
        ),
    ),
    note="Noise ±σ; where the sample leaves several minimisers, the worst of them counts. The best ratio 1 is that of "
    "encoders that vanish, where nothing is estimated; `bounds.regression-constant` says what the estimation term "
    "leaves elsewhere.",
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
        "c_0 = 8 does.",
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
    note="The verdict is the smallest c_0 that fits the search: what the factors 8 and 2 leave on the table. It is "
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

hilbert_schmidt = (sp.sqrt(kappa**2 * S_lambda - 1) + kappa**2 * sp.sqrt(sp.log(1 / delta) / 2)) / sp.sqrt(N)
UNIFORM_NORM_EXPLICIT = Statement(
    id="bounds.uniform-norm-explicit",
    title="A smaller bound on the norm's deviation",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For N independent inputs, with probability at least 1−δ, the deviation is at most (√(κ²S_λ−1) + "
        "κ²√(½log(1/δ)))/√N, which is below (2+√(2log(2/δ)))κ²/√N.",
        tex=r"\sup_{\|f\|_{H_\Gamma}\le1}\Bigl|\|f\|^2_{P_X}-\tfrac1N\sum f(x_k)^2\Bigr|\le"
        r"\frac{\sqrt{\kappa^2S_\lambda-1}+\kappa^2\sqrt{\frac12\log(1/\delta)}}{\sqrt N}",
        given=CONFIDENCE,
        parts=(
            Part("norm", deviation, "<=", hilbert_schmidt),
            Part("smaller", hilbert_schmidt, "<=", (2 + sp.sqrt(2 * sp.log(2 / delta))) * kappa**2 / sp.sqrt(N)),
        ),
    ),
    note="Proof. The operator norm is at most the Hilbert–Schmidt norm of C − Ĉ, C = E k_X⊗k_X, whose mean square is "
    "(E k(X,X)² − ‖C‖²)/N ≤ (κ²S_λ − 1)/N, as ‖C‖² = Σλ_i² ≥ 1. Changing one input moves Ĉ by (k_x⊗k_x − k_y⊗k_y)/N, "
    "whose eigenvalues are between −κ²/N and κ²/N: the operator norm moves by κ²/N at most, and the "
    "bounded-difference inequality adds κ²√(½log(1/δ))/√N.",
    uses=("bounds.uniform-norm",),
)

KERNEL_PCA = Statement(
    id="bounds.kernel-pca",
    title="Kernel PCA on unlabelled samples",
    kind=Kind.INEQUALITY,
    source=after("Theorem 2"),
    vocabulary=SAMPLES,
    printed=Claim(
        text="For the top-d eigenfunctions φ̄_i of Γ̄Γ* (P_X replaced by N unlabelled inputs), with probability at "
        "least 1−δ: τ² ≤ λ_{d+1} + (2+√(2log(2/δ)))·(λ̄_d⁻¹+γ_Gλ̄_d^{−1/2}+2)κ²d/√N.",
        tex=r"\tau^2\le\lambda_{d+1}+(2+\sqrt{2\log(2/\delta)})"
        r"\bigl(\bar\lambda_d^{-1}+\gamma_G\bar\lambda_d^{-1/2}+2\bigr)\frac{\kappa^2d}{\sqrt N}",
        given=(*CONFIDENCE, Hypothesis("seen", 0, "<", lambda_bar, "the sample has d eigenfunctions")),
        parts=(
            Part.of_terms(
                "trace-gap",
                pca_gap,
                {
                    "spectrum": eigenvalue[d + 1],
                    "pretraining": (2 + sp.sqrt(2 * sp.log(2 / delta)))
                    * (1 / lambda_bar + gamma_G / sp.sqrt(lambda_bar) + 2)
                    * kappa**2
                    * d
                    / sp.sqrt(N),
                },
            ),
        ),
    ),
    note="Γ̄ is read as T* under the empirical law of the inputs, which has a P_A of its own; the φ̄_i are orthonormal "
    "there and vanish where it does. The right side is random: the two sides are compared at the sample that is the "
    "(1−δ)-quantile of their ratio. Samples without a d-th eigenfunction make the right side infinite.",
    uses=("bounds.uniform-norm",),
)


def known_marginal(root: sp.Expr) -> dict[str, sp.Expr]:
    """Return the terms of the bound on τ² where P_A is known; ``root`` bounds the mean deviation times √N."""
    return {
        "spectrum": eigenvalue[d + 1],
        "pretraining": sp.sqrt(2 * d / N) * (root + kappa**2 * sp.sqrt(sp.log(1 / delta))),
    }


explicit_terms = known_marginal(kappa * sp.sqrt(S_lambda))
KERNEL_PCA_EXPLICIT = Statement(
    id="bounds.kernel-pca-explicit",
    title="Kernel PCA with P_A known",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For the top-d eigenfunctions of Γ̄Γ*, P_A known, with probability at least 1−δ: τ² ≤ λ_{d+1} + "
        "√(2d/N)(κ√S_λ+κ²√log(1/δ)).",
        tex=r"\tau^2\le\lambda_{d+1}+\sqrt{\tfrac{2d}N}\bigl(\kappa\sqrt{S_\lambda}+\kappa^2\sqrt{\log(1/\delta)}\bigr)",
        given=CONFIDENCE,
        parts=(Part.of_terms("trace-gap", pca_gap_known, explicit_terms),),
    ),
    uses=("bounds.uniform-norm-explicit",),
)

sharp_terms = {
    "spectrum": eigenvalue[d + 1],
    "pretraining": (sp.sqrt(2 * d * (kappa**2 * S_lambda - 1)) + kappa**2 * sp.sqrt(2 * sp.log(1 / delta)))
    / sp.sqrt(N),
}
sharp_gap = sp.Add(*sharp_terms.values())
KERNEL_PCA_SHARP = Statement(
    id="bounds.kernel-pca-sharp",
    title="Kernel PCA with P_A known, its deviation free of the dimension",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For the top-d eigenfunctions of Γ̄Γ*, P_A known, with probability at least 1−δ: τ² ≤ λ_{d+1} + "
        "(√(2d(κ²S_λ−1)) + κ²√(2log(1/δ)))/√N, which is below λ_{d+1} + √(2d/N)(κ√S_λ+κ²√log(1/δ)); and, where "
        "λ_{d+1} < λ_d, τ² ≤ λ_{d+1} + 2(√(κ²S_λ−1)+κ²√log(1/δ))²/(N(λ_d−λ_{d+1})).",
        tex=r"\tau^2\le\lambda_{d+1}+\frac{\sqrt{2d(\kappa^2S_\lambda-1)}+\kappa^2\sqrt{2\log(1/\delta)}}{\sqrt "
        r"N},\quad\tau^2\le\lambda_{d+1}+\frac{2(\sqrt{\kappa^2S_\lambda-1}+\kappa^2\sqrt{\log(1/\delta)})^2}{N(\lambda_d-\lambda_{d+1})}",
        given=CONFIDENCE,
        parts=(
            Part.of_terms("trace-gap", pca_gap_known, sharp_terms),
            Part("smaller", sharp_terms["pretraining"], "<=", explicit_terms["pretraining"]),
            Part.of_terms(
                "separated",
                pca_gap_known,
                {
                    "spectrum": eigenvalue[d + 1],
                    "pretraining": 2
                    * (sp.sqrt(kappa**2 * S_lambda - 1) + kappa**2 * sp.sqrt(sp.log(1 / delta))) ** 2
                    / (N * (eigenvalue[d] - eigenvalue[d + 1])),
                },
                given=(Hypothesis("separated", eigenvalue[d + 1], "<", eigenvalue[d]),),
            ),
        ),
    ),
    note="Proof. By Ky Fan S_λ(d) − Tr(G⁻¹F) = ⟨C, P − P̄⟩ ≤ ⟨C − C̄, P − P̄⟩ for the projections on the top-d spaces "
    "of C and C̄, at most the largest ⟨C − C̄, M⟩ over differences M of two positive operators of norm 1 and rank d. "
    "Its mean is at most √(2d)·E‖C − C̄‖_HS, bounded in `bounds.uniform-norm-explicit`. Changing one input moves C̄ "
    "by an operator of one positive and one negative eigenvalue, of size κ²/N at most, and so that largest value by "
    "2κ²/N, whatever d: the bounded-difference inequality adds κ²√(2log(1/δ))/√N. Where λ_{d+1} < λ_d, ⟨C, P − P̄⟩ ≥ "
    "½(λ_d−λ_{d+1})‖P − P̄‖²_HS as well, and ≤ ‖C − C̄‖_HS‖P − P̄‖_HS, so that it is at most 2‖C − "
    "C̄‖²_HS/(λ_d−λ_{d+1}); one input moves that norm by √2κ²/N.",
    uses=("bounds.kernel-pca-explicit", "bounds.uniform-norm-explicit"),
)

gap_odds_chain = sharp_gap / (1 - sharp_gap)
excess_chain = sharp_terms["pretraining"]
chain_terms = {
    "spectrum and task": gap_odds_chain * odds * B**2,
    "pretraining": gap_odds_chain * (2 * sp.sqrt(epsilon * excess_chain) + excess_chain) / (1 - epsilon) * B**2,
    "estimation": 8 * kappa * B**2 / (1 - epsilon) * sp.sqrt(S_lambda_d / n),
    "noise": 2 * sigma * B / sp.sqrt(1 - epsilon) * sp.sqrt(S_lambda_d / n),
}
PRETRAIN_DOWNSTREAM = Statement(
    id="bounds.pretrain-downstream",
    title="From unlabelled samples to the error of the task",
    kind=Kind.INEQUALITY,
    source=Source("D25", "chapter 5", reconstructed=True),
    vocabulary=SAMPLES,
    printed=Claim(
        text="Kernel PCA on N unlabelled inputs (P_A known), then norm-constrained least squares on n labels: with "
        "τ̄² = λ_{d+1} + (√(2d(κ²S_λ−1))+κ²√(2log(1/δ)))/√N < 1 and ω̄ = τ̄² − λ_{d+1}, with probability at least 1−δ "
        "over the unlabelled inputs, E‖f̂−f*‖² ≤ τ̄²/(1−τ̄²)·(√ε+√ω̄)²/(1−ε)·B² + (8κR²+2σR)√(S_λ(d)/n), R = B/√(1−ε).",
        tex=r"\mathbb E\|\hat f-f^*\|^2\le\frac{\bar\tau^2}{1-\bar\tau^2}\cdot"
        r"\frac{(\sqrt\varepsilon+\sqrt{\bar\omega})^2}{1-\varepsilon}B^2"
        r"+(8\kappa R^2+2\sigma R)\sqrt{\frac{S_\lambda(d)}n}",
        given=(*IN_CLASS, *CONFIDENCE, NOISE, Hypothesis("gap", sharp_gap, "<", 1, "the bound on τ² is below 1")),
        parts=(
            Part.of_terms("risk", chain_risk, chain_terms),
            Part.of_terms("trace-gap", pca_gap_known, sharp_terms),
        ),
    ),
    note="The chain joins `bounds.kernel-pca-sharp`, `bounds.approximation-excess` and "
    "`bounds.regression-explicit`; the subfamily of the trace gap is the whole encoder, d' = d, for which the same "
    "proof holds. The term “spectrum and task” is what remains of τ̄² at ω̄ = 0, “pretraining” what ω̄ adds.",
    uses=("bounds.kernel-pca-sharp", "bounds.approximation-excess", "bounds.regression-explicit"),
)
