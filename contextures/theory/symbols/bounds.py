"""Symbols of chapter 5.1: statistical learning bounds. The constant is counted: λ_1 = 1, λ_{i+1} = s_i²."""

from __future__ import annotations

from contextures.theory.symbols.vocabulary import Vocabulary

BOUNDS = Vocabulary("bounds")

d = BOUNDS.integer("d", "dimension of the encoder", "d ≥ 1")
i = BOUNDS.integer("i", "index of an eigenvalue", "i ≥ 1")
r = BOUNDS.integer("r", "number of eigenvalues, the constant counted", "r = min(|X|, |A|)")
eigenvalue = BOUNDS.indexed(
    "lambda", "eigenvalues λ_i of TT*, descending, the constant counted: λ_1 = 1", "[0, 1]", r"\lambda"
)
epsilon = BOUNDS.real("epsilon", "share of ‖g‖² that the invariance may lose in F_B(ε)", "[0, 1)", r"\varepsilon")
B = BOUNDS.real("B", "bound on ‖f‖ in F_B(ε)", "> 0", "B")

kappa = BOUNDS.real("kappa", "κ, the square root of the context complexity max_x k_X(x,x)", "≥ 1", r"\kappa")
kappa_square_spectral = BOUNDS.real(
    "kappa_square_spectral", "max_x Σ λ_i μ_i(x)²", "≥ 1", r"\max_x\sum\lambda_i\mu_i(x)^2"
)
chi_square_max = BOUNDS.real("chi_square_max", "max_x χ²(P(·|x) ‖ P_A)", "≥ 0", r"\max_x\chi^2(P(\cdot|x)\|P_A)")
chi_square = BOUNDS.real("chi_square", "χ²(P⁺ ‖ P_X⊗P_A)", "≥ 0", r"\chi^2")
S_lambda = BOUNDS.real("S_lambda", "S_λ = Σ λ_i, the constant counted", "≥ 1", r"S_\lambda")
S_lambda_d = BOUNDS.real("S_lambda_d", "S_λ(d) = λ_1 + … + λ_d", "≥ 1", r"S_\lambda(d)")
S_lambda_next = BOUNDS.real("S_lambda_next", "S_λ(d+1) = λ_1 + … + λ_{d+1}", "≥ 1", r"S_\lambda(d+1)")
kernel_mean = BOUNDS.real("kernel_mean", "E k_X(X,X)", "≥ 1", r"\mathbb E k_X(X,X)")
sup_f = BOUNDS.real("sup_f", "max_x |f(x)| for f = Tg", "≥ 0", r"\|f\|_\infty")
norm_f_H = BOUNDS.real("norm_f_H", "‖f‖² in H_Γ for f = Tg", "≥ 0", r"\|f\|_{H_\Gamma}^2")
norm_f = BOUNDS.real("norm_f", "‖f‖² in L²(P_X) for f = Tg", "≥ 0", r"\|f\|_{P_X}^2")
norm_g = BOUNDS.real("norm_g", "‖g‖² in L²(P_A)", "≥ 0", r"\|g\|_{P_A}^2")
norm_preimage = BOUNDS.real(
    "norm_preimage", "‖g_0‖² of the preimage of least norm, Tg_0 = f", "≥ 0", r"\|g_0\|_{P_A}^2"
)
variance_g = BOUNDS.real("variance_g", "½E_X E_{A,A'|X}(g(A) − g(A'))²", "≥ 0", r"\tfrac12\mathbb E(g(A)-g(A'))^2")
variance_preimage = BOUNDS.real(
    "variance_preimage", "the same for the preimage of least norm", "≥ 0", r"\tfrac12\mathbb E(g_0(A)-g_0(A'))^2"
)
reproducing_defect = BOUNDS.real(
    "reproducing_defect", "largest |⟨f, k_X(x,·)⟩_{H_Γ} − f(x)|", "≥ 0", r"\max_x|\langle f,k_X(x,\cdot)\rangle-f(x)|"
)
dependence = BOUNDS.real("dependence", "largest |P⁺(x,a) − P_X(x)P_A(a)|", "≥ 0", r"\|P^+-P_X\otimes P_A\|_{\max}")
kappa_b = BOUNDS.real("kappa_b", "κ after a channel from A to B", "≥ 1", r"\kappa_B")
eigenvalue_b = BOUNDS.indexed(
    "lambda_b", "eigenvalues after a channel from A to B, descending, the constant counted", "[0, 1]", r"\lambda^{(B)}"
)

tau = BOUNDS.real("tau", "τ, the root of the trace gap of the encoder", "[0, 1)", r"\tau")
excess = BOUNDS.real(
    "excess",
    "ω = τ² − λ_{d'+1} at the d' of the trace gap: what the best subfamily misses of S_λ(d')",
    "[0, 1]",
    r"\omega",
)
error = BOUNDS.real(
    "error",
    "largest min_w ‖wᵀΨ̂ − f‖² over f ∈ F_B(ε)",
    "≥ 0",
    r"\sup_{f\in F_B(\varepsilon)}\min_w\|w^\top\hat\Psi-f\|^2",
)
error_projection = BOUNDS.real(
    "error_projection",
    "largest ‖f_Ψ̂ − f‖² over f ∈ F_B(ε), f_Ψ̂ the H_Γ-projection of f on span Ψ̂",
    "≥ 0",
    r"\sup_{f\in F_B(\varepsilon)}\|f_{\hat\Psi}-f\|^2",
)
error_top = BOUNDS.real("error_top", "the same as `error` for the top-d encoder", "≥ 0", r"\mathrm{err}(\mu_1..\mu_d)")
learning_gap = BOUNDS.real(
    "learning_gap",
    "S_λ(d) less the trace of TT* on span Ψ̂ plus the missing dimensions: zero exactly for top-d encoders",
    "≥ 0",
    r"\mathrm{gap}(\hat\Psi,TT^*)",
)
penalised_top = BOUNDS.real(
    "penalised_top",
    "largest eigenvalue of (1−λ_{d+1})P_{Ψ̂⊥} − λ_{d+1}((TT*)⁻¹ − I) on the range of T",
    "[0, 1]",
    r"\lambda_{\max}\bigl((1-\lambda_{d+1})P_{\hat\Psi^\perp}-\lambda_{d+1}((TT^*)^{-1}-I)\bigr)",
)

SAMPLES = BOUNDS.extended("samples")

n = SAMPLES.integer("n", "number of labelled samples", "n ≥ 1")
N = SAMPLES.integer("N", "number of unlabelled samples", "N ≥ 1")
delta = SAMPLES.real("delta", "probability δ with which a bound may fail", "(0, 1)", r"\delta")
sigma = SAMPLES.real("sigma", "size σ of the label noise", "≥ 0", r"\sigma")
R = SAMPLES.real("R", "radius R = B/√(1−ε) of the norm constraint", "> 0", "R")
RT = SAMPLES.real("RT", "ratio trace Tr(G⁻¹F) of the averaged encoder, G taken in H_Γ", "[0, d]", r"\mathrm{RT}")
c_0 = SAMPLES.real("c_0", "constant that the source leaves open", "≥ 0", "c_0")
regression_risk = SAMPLES.real(
    "regression_risk",
    "(1−δ)-quantile of ‖f̂ − f*‖² over samples X^n and noise ±σ, the worst minimiser where there are several",
    "≥ 0",
    r"Q_{1-\delta}\|\hat f-f^*\|^2",
)
regression_mean = SAMPLES.real(
    "regression_mean",
    "E‖f̂ − f*‖² over samples X^n and noise ±σ, the worst minimiser where there are several",
    "≥ 0",
    r"\mathbb E\|\hat f-f^*\|^2",
)
approximation = SAMPLES.real(
    "approximation", "‖f_Ψ̂ − f*‖², f_Ψ̂ the H_Γ-projection of f* on span Ψ̂", "≥ 0", r"\|f_{\hat\Psi}-f^*\|^2"
)
norm_target = SAMPLES.real("norm_target", "‖f*‖² for f* = Tg", "≥ 0", r"\|f^*\|^2")
norm_target_g = SAMPLES.real("norm_target_g", "‖g‖² of the g with f* = Tg", "≥ 0", r"\|g\|^2")
deviation = SAMPLES.real(
    "deviation",
    "(1−δ)-quantile of the operator norm of the covariance operator less its empirical one, on H_Γ",
    "≥ 0",
    r"Q_{1-\delta}\sup_{\|f\|_{H_\Gamma}\le1}|\|f\|^2-\tfrac1N\sum f(x_k)^2|",
)
pca_gap = SAMPLES.real(
    "pca_gap",
    "τ² of the kernel-PCA encoder at the sample that is the (1−δ)-quantile of the two sides' ratio",
    "≥ 0",
    r"\tau^2",
)
lambda_bar = SAMPLES.real("lambda_bar", "λ̄_d of the same sample", "> 0", r"\bar\lambda_d")
gamma_G = SAMPLES.real("gamma_G", "γ_G = λ_max(G)/λ_min(G) of the same sample", "≥ 1", r"\gamma_G")
pca_gap_unknown = SAMPLES.real(
    "pca_gap_unknown",
    "τ² of the kernel-PCA encoder at the sample that is the (1−δ)-quantile of (τ²−λ_{d+1}) over "
    "S_λ(d)/λ_d + γ_G√(S̄/λ̄_d) + 2√d, S̄ = λ̄_1 + … + λ̄_d",
    "≥ 0",
    r"\tau^2",
)
pca_condition = SAMPLES.real(
    "pca_condition",
    "√(λ̄_d/S̄)/γ_G of the same sample, 0 where it has no d eigenfunctions",
    "[0, 1]",
    r"\sqrt{\bar\lambda_d/\bar S}/\gamma_G",
)
pca_gap_known = SAMPLES.real(
    "pca_gap_known", "(1−δ)-quantile of τ² of the kernel-PCA encoder with P_A known", "≥ 0", r"Q_{1-\delta}\tau^2"
)
chain_risk = SAMPLES.real(
    "chain_risk",
    "(1−δ)-quantile, over N unlabelled samples, of the worst E‖f̂ − f*‖² over labels, for the target of the instance",
    "≥ 0",
    r"Q_{1-\delta}\mathbb E\|\hat f-f^*\|^2",
)

SCHEMES = Vocabulary("schemes")

alpha = SCHEMES.real("alpha", "masking rate α", "[0, 1]", r"\alpha")
m = SCHEMES.integer("m", "number of coordinates of the cube", "m ≥ 1")
size = SCHEMES.integer("size", "number |S| of coordinates of a character", "[0, m]")
kappa_square_masked = SCHEMES.real(
    "kappa_square_masked", "max_x k_X(x,x) under random masking, over all masks", "≥ 1", r"\kappa^2"
)
lambda_masked = SCHEMES.indexed(
    "lambda_masked", "E χ_S(x)(TT*χ_S)(x) under random masking, by |S|, from 0", "[0, 1]", r"\lambda"
)
eigen_defect = SCHEMES.real(
    "eigen_defect", "largest |TT*χ_S − λ_Sχ_S| over all S and x", "≥ 0", r"\max|TT^*\chi_S-\lambda_S\chi_S|"
)
kappa_square_block = SCHEMES.real(
    "kappa_square_block", "max_x k_X(x,x) under block masking of ⌈αm⌉ coordinates", "≥ 1", r"\kappa^2"
)
kappa_square_flipped = SCHEMES.real("kappa_square_flipped", "the same after flips with rate α/2", "≥ 1", r"\kappa^2")
