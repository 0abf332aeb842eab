"""Chapter 5.1, pretraining: kernel PCA on unlabelled samples and the chain from there to the task."""

from __future__ import annotations

import sympy as sp

from contextures.theory.bounds.approximation import missed
from contextures.theory.bounds.premises import OURS, after
from contextures.theory.bounds.samples import CONFIDENCE, IN_CLASS, NOISE, fluctuation, scatter
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.bounds import (
    SAMPLES,
    B,
    N,
    S_lambda,
    S_lambda_d,
    chain_risk,
    d,
    delta,
    eigenvalue,
    epsilon,
    gamma_G,
    kappa,
    lambda_bar,
    n,
    pca_condition,
    pca_gap,
    pca_gap_known,
    pca_gap_unknown,
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

log = sp.sqrt(sp.log(1 / delta))
distance = (scatter + sp.sqrt(kappa**4 - sp.Max(0, 2 - kappa**2) ** 2) * log) / sp.sqrt(N)
"""What ‖C − C̄‖ stays below in the Hilbert–Schmidt norm, with probability 1 − δ."""
separation = eigenvalue[d] - eigenvalue[d + 1]
relative = 2 * distance**2 / separation**2
SEPARATED = Hypothesis("separated", eigenvalue[d + 1], "<", eigenvalue[d])


def excess_of(pretraining: sp.Expr) -> dict[str, sp.Expr]:
    """Return the terms of a bound on τ²."""
    return {"spectrum": eigenvalue[d + 1], "pretraining": pretraining}


sharp_terms = excess_of(
    (sp.sqrt(d) * scatter + kappa * sp.sqrt(kappa**2 - 1) * sp.sqrt(2) * log) / sp.sqrt(N),
)
sharp_gap = sp.Add(*sharp_terms.values())
KERNEL_PCA_SHARP = Statement(
    id="bounds.kernel-pca-sharp",
    title="Kernel PCA with P_A known, sharply",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For the top-d eigenfunctions of Γ̄Γ*, P_A known, with probability at least 1−δ: τ² ≤ λ_{d+1} + "
        "(√(d(κ²+1)(S_λ−1)) + κ√(κ²−1)√(2log(1/δ)))/√N, which is below λ_{d+1} + √(2d/N)(κ√S_λ+κ²√log(1/δ)). With D = "
        "(√((κ²+1)(S_λ−1)) + √(κ⁴−max(0,2−κ²)²)√log(1/δ))/√N also τ² ≤ λ_{d+1} + 4D, whatever d; and with γ = "
        "λ_d−λ_{d+1} > 0, τ² ≤ λ_{d+1} + 2D²/γ, and τ² ≤ λ_{d+1} + ½(γ − √(γ²−2D²)) where 2D² ≤ γ².",
        tex=r"\tau^2\le\lambda_{d+1}+\frac{\sqrt{d(\kappa^2+1)(S_\lambda-1)}+\kappa\sqrt{\kappa^2-1}\sqrt{2\log(1/\delta)}}"
        r"{\sqrt N},\quad\tau^2\le\lambda_{d+1}+\min\bigl(4D,\tfrac{2D^2}\gamma\bigr),\quad\tau^2\le\lambda_{d+1}+"
        r"\tfrac12\bigl(\gamma-\sqrt{\gamma^2-2D^2}\bigr)\text{ if }2D^2\le\gamma^2",
        given=CONFIDENCE,
        parts=(
            Part.of_terms("trace-gap", pca_gap_known, sharp_terms),
            Part("smaller", sharp_terms["pretraining"], "<=", explicit_terms["pretraining"]),
            Part.of_terms("any-dimension", pca_gap_known, excess_of(4 * distance)),
            Part.of_terms("separated", pca_gap_known, excess_of(2 * distance**2 / separation), given=(SEPARATED,)),
            Part.of_terms(
                "near",
                pca_gap_known,
                excess_of(distance**2 / (separation * (1 + sp.sqrt(1 - relative)))),
                given=(SEPARATED, Hypothesis("near", relative, "<=", 1, "2D² ≤ (λ_d−λ_{d+1})²")),
            ),
        ),
    ),
    note="Proof. Let P and P̄ be the projections on top-d spaces of C and C̄, the constant in that of P, E = C − C̄, e = "
    "⟨C, P − P̄⟩ ≤ sup_Q⟨E, P − Q⟩ =: Z over projections of rank d. E⟨E, P⟩ = 0 and ⟨−E, Q⟩ ≤ √d‖E‖, so that E Z ≤ "
    "√d·E‖E‖, bounded in `bounds.uniform-norm-explicit`. One input moves C̄ by (aaᵀ − bbᵀ)/N with ⟨a,1⟩ = ⟨b,1⟩ = 1: "
    "⟨aaᵀ − bbᵀ, P⟩ is at most the largest eigenvalue of its part orthogonal to 1, and −⟨aaᵀ − bbᵀ, Q⟩ at most the "
    "largest of bbᵀ − aaᵀ. For c = ⟨a,b⟩ they come to √(κ⁴−c²) + √((κ²−1)²−(c−1)²) ≤ 2κ√(κ²−1) at most: by McDiarmid "
    "Z exceeds its mean by no more than κ√(κ²−1)√(2log(1/δ)/N). The norm ‖E‖ moves by √(2(κ⁴−c²))/N, c ≥ max(0, "
    "2−κ²), so that ‖E‖ ≤ D. For ‖E‖ ≤ D the rest is true of all operators. M with P̄MP̄ ⪯ 0, P̄⊥MP̄⊥ ⪰ 0 and trace 0 has "
    "⟨C, M⟩ ≤ ⟨E, M⟩ ≤ D‖M‖. At M = P − P̄, of square norm at most 2e/γ: e ≤ 2D²/γ. Where 2D² < γ²: D² ≥ 2‖P̄⊥CP̄‖² ≥ "
    "2e(γ−e), for E and for uE, 0 ≤ u ≤ 1, along which the gap of C̄ stays open and e is continuous: e is at most the "
    "smaller root. For 4D let b_i = ‖P̄⊥μ_i‖², β_k = Σ_{i≤k}b_i, κ_i the Ritz values and P_k the top-k projection. P_k "
    "less a projection of rank k that holds P̄P_k gives Σ_{i≤k}(λ_i−κ_i) ≤ D√(2β_k); W − P̄WP̄ − t(V − P̄⊥VP̄⊥) with W = "
    "P_k, V = 1 − P_d, t = β_k/β_d, of norm at most 2√(2β_k), gives (λ_k−λ_{d+1})β_k ≤ 2D√(2β_k). If β_d ≤ 2, e ≤ 2D; "
    "else, at the last k with β_k ≤ 2, τ² − λ_{d+1} ≤ λ_{k+1} − λ_{d+1} + Σ_{i≤k}(λ_i−κ_i) ≤ 2D + 2D.",
    uses=("bounds.kernel-pca-explicit", "bounds.uniform-norm-explicit"),
)

marginal = (kappa * sp.sqrt(S_lambda - 1) + kappa**2 * sp.sqrt(sp.log(2 / delta))) / sp.sqrt(N)
unknown_factor = S_lambda_d / eigenvalue[d] + 1 / pca_condition + 2 * sp.sqrt(d)
KERNEL_PCA_UNKNOWN = Statement(
    id="bounds.kernel-pca-unknown",
    title="Kernel PCA on unlabelled samples, P_A unknown",
    kind=Kind.INEQUALITY,
    source=OURS,
    vocabulary=SAMPLES,
    printed=Claim(
        text="For the top-d eigenfunctions φ̄_i of Γ̄Γ* (P_X replaced by N unlabelled inputs), λ_d > 0 and S̄ = λ̄_1 + … + "
        "λ̄_d, with probability at least 1−δ: τ² ≤ λ_{d+1} + (κ√(S_λ−1) + κ²√log(2/δ))/√N · (S_λ(d)/λ_d + γ_G√(S̄/λ̄_d) + "
        "2√d).",
        tex=r"\tau^2\le\lambda_{d+1}+\frac{\kappa\sqrt{S_\lambda-1}+\kappa^2\sqrt{\log(2/\delta)}}{\sqrt N}\Bigl("
        r"\frac{S_\lambda(d)}{\lambda_d}+\gamma_G\sqrt{\frac{\bar\lambda_1+\dots+\bar\lambda_d}{\bar\lambda_d}}"
        r"+2\sqrt d\Bigr)",
        given=(
            *CONFIDENCE,
            Hypothesis("rank", 0, "<", eigenvalue[d]),
            Hypothesis("seen", 0, "<", pca_condition, "the sample has d eigenfunctions"),
        ),
        parts=(
            Part.of_terms(
                "trace-gap",
                pca_gap_unknown,
                excess_of(marginal * unknown_factor),
            ),
        ),
    ),
    note="Proof. Let C̄ be the empirical operator on L²(P_A), w = C̄1 = dP̄_A/dP_A, ζ = ‖w − 1‖ and a = κζ/λ_d; Q "
    "projects on the encoder, P on the top-d functions of C. With probability 1 − δ/2 each, by McDiarmid, ζ ≤ "
    "(√(S_λ−1) + κ√log(2/δ))/√N, as |k_x − k_y|² ≤ 2κ², and ⟨C̄ − C, Q' − ρP⟩ ≤ (√(2d(κ²+1)(S_λ−1)) + "
    "κ²√(2log(2/δ)))/√N for all Q' of rank d and ρ ∈ [0, 1]: less than 2√d·κ times the bound on ζ. Say a < 1; else "
    "the bound is trivial. (i) A unit φ in the range of P has |φ| ≤ κ/λ_d, so that ‖φ‖² in L²(P̄_A) is 1 + ⟨φ², w − 1⟩ "
    "≤ 1 + a, and Ky Fan for the sample gives S̄ ≥ ⟨C̄, P⟩/(1+a) ≥ (1−a)⟨C̄, P⟩. (ii) ⟨C̄, Q⟩ = Tr(G⁻¹Λ̄) ≥ Tr(Λ̄(2−G)) = S̄ "
    "− ⟨q, 1 − w⟩ with q = Σλ̄_iφ̄_i². As λ̄_iφ̄_i averages Tφ̄_i over inputs, and |Tψ| ≤ κ‖ψ‖, q ≤ κ²g/λ̄_d with g = "
    "λ_max(G), and ‖q‖² ≤ κ²g²S̄/λ̄_d. The constant is φ̄_1, of norm 1 at most, so that g ≤ γ_G. (Where the encoder "
    "leaves it out all λ̄_i are 1, and S̄ − ⟨C̄, Q⟩ = ∫φ̄ᵀG⁻¹φ̄(1−w)dP_A ≤ ζκ√d.) Together S_λ(d) − ⟨C, Q⟩ ≤ aS_λ(d) + "
    "ζκγ_G√(S̄/λ̄_d) + ⟨C̄ − C, Q − (1−a)P⟩. The two sides are compared at the sample that is the (1−δ)-quantile of "
    "(τ²−λ_{d+1}) over the last factor.",
    uses=("bounds.kernel-pca", "bounds.kernel-pca-sharp"),
)

reached = missed(eigenvalue[d + 1], eigenvalue[d + 1])
radius = B / sp.sqrt(1 - epsilon)
chain_terms = {
    "spectrum and task": reached * B**2,
    "pretraining": (missed(sharp_gap, eigenvalue[d + 1]) - reached) * B**2,
    "estimation": 3 * kappa * radius**2 * sp.sqrt(S_lambda_d / n),
    "noise": (fluctuation(radius) - 3 * kappa * radius**2) * sp.sqrt(S_lambda_d / n),
}
PRETRAIN_DOWNSTREAM = Statement(
    id="bounds.pretrain-downstream",
    title="From unlabelled samples to the error of the task",
    kind=Kind.INEQUALITY,
    source=Source("D25", "chapter 5", reconstructed=True),
    vocabulary=SAMPLES,
    printed=Claim(
        text="Kernel PCA on N unlabelled inputs (P_A known), then norm-constrained least squares on n labels: with τ̄² "
        "= λ_{d+1} + (√(d(κ²+1)(S_λ−1)) + κ√(κ²−1)√(2log(1/δ)))/√N < 1 and ω̄ = τ̄² − λ_{d+1}, with probability at "
        "least 1−δ over the unlabelled inputs, E‖f̂−f*‖² ≤ τ̄²/(1−ε)·(√(ω̄(1−λ_{d+1}−ε))+√(ε(1−τ̄²)))²/(1−λ_{d+1})²·B² + "
        "(κR²+2R√(κ²R²+σ²))√(S_λ(d)/n), R = B/√(1−ε); where τ̄² > 1−ε its first term is τ̄²/(1−ε)·B².",
        tex=r"\mathbb E\|\hat f-f^*\|^2\le\frac{\bar\tau^2}{1-\varepsilon}\cdot"
        r"\frac{\bigl(\sqrt{\bar\omega(1-\lambda_{d+1}-\varepsilon)}+\sqrt{\varepsilon(1-\bar\tau^2)}\bigr)^2}"
        r"{(1-\lambda_{d+1})^2}B^2+\bigl(\kappa R^2+2R\sqrt{\kappa^2R^2+\sigma^2}\bigr)\sqrt{\frac{S_\lambda(d)}n}",
        given=(*IN_CLASS, *CONFIDENCE, NOISE, Hypothesis("gap", sharp_gap, "<", 1, "the bound on τ² is below 1")),
        parts=(
            Part.of_terms("risk", chain_risk, chain_terms),
            Part.of_terms("trace-gap", pca_gap_known, sharp_terms),
        ),
    ),
    note="The chain joins `bounds.kernel-pca-sharp`, `bounds.approximation-excess` and "
    "`bounds.regression-explicit`; the subfamily of the trace gap is the whole encoder, d' = d, for which the same "
    "proof holds. The term “spectrum and task” is what the top-d encoder misses, “pretraining” what ω̄ adds; "
    "“estimation” is 3κR²√(S_λ(d)/n), “noise” what σ adds.",
    uses=("bounds.kernel-pca-sharp", "bounds.approximation-excess", "bounds.regression-explicit"),
)
