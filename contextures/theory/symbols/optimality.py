"""Symbols of chapter 3: tasks, encoders and what they are worth."""

from __future__ import annotations

from contextures.theory.symbols.contexts import CONTEXTS

OPTIMALITY = CONTEXTS.extended("optimality")

epsilon = OPTIMALITY.real("epsilon", "incompatibility allowed in F_ε", "[0, 1]", r"\varepsilon")
rho_square = OPTIMALITY.real("rho_square", "squared compatibility ρ²(f) = ‖T*f̃‖²/‖f̃‖²", "[0, 1]", r"\rho^2(f)")
rho_square_spectral = OPTIMALITY.real(
    "rho_square_spectral", "Σ s_i²u_i²/Σ u_i², u_i = ⟨f̃, μ_i⟩", "[0, 1]", r"\sum s_i^2u_i^2/\sum u_i^2"
)
alignment_square = OPTIMALITY.real(
    "alignment_square",
    "(⟨f̃,Tg⟩/(‖f̃‖‖g‖))² for the g of the instance",
    "[0, 1]",
    r"\langle\tilde f,Tg\rangle^2/(\|\tilde f\|\|g\|)^2",
)
alignment_square_best = OPTIMALITY.real(
    "alignment_square_best",
    "(⟨f̃,Tg⟩/(‖f̃‖‖g‖))² for g = T*f̃ (any g if that is 0)",
    "[0, 1]",
    r"\langle\tilde f,Tg\rangle^2/(\|\tilde f\|\|g\|)^2",
)
norm_f = OPTIMALITY.real("norm_f", "‖f̃‖² in L²(P_X)", "≥ 0", r"\|\tilde f\|^2")
norm_Tf = OPTIMALITY.real("norm_Tf", "‖T*f̃‖² in L²(P_A)", "≥ 0", r"\|T^*\tilde f\|^2")
mean_f = OPTIMALITY.real("mean_f", "E f(X)", "ℝ", r"\mathbb E f")
outside_range = OPTIMALITY.real(
    "outside_range", "share of ‖f̃‖² orthogonal to the range of T", "[0, 1]", r"\|f-\Pi_{\mathrm{ran}T}f\|^2/\|f\|^2"
)
preimage_variance = OPTIMALITY.real(
    "preimage_variance",
    "smallest E_X E_{A,A'|X}(g(A) − g(A'))²/‖g‖² over g with Tg = f̃ (undefined if there is none)",
    "[0, 2]",
    r"\min_{Tg=f}\mathbb E(g(A)-g(A'))^2/\|g\|^2",
)
dual_variance = OPTIMALITY.real(
    "dual_variance",
    "E_X E_{A,A'|X}(g(A) − g(A'))²/‖g‖² for g = T*f̃ (0 if that is 0)",
    "[0, 2]",
    r"\mathbb E(g(A)-g(A'))^2/\|g\|^2,\ g=T^*f",
)
image_alignment_square = OPTIMALITY.real(
    "image_alignment_square",
    "cos²(f̃, TT*f̃) (1 if f̃ = 0, 0 if TT*f̃ = 0)",
    "[0, 1]",
    r"\\cos^2(\\tilde f,TT^*\\tilde f)",
)
image_distance = OPTIMALITY.real(
    "image_distance",
    "smallest ‖f̃ − c·TT*f̃‖² over c",
    "≥ 0",
    r"\\min_c\\|\\tilde f-c\\,TT^*\\tilde f\\|^2",
)
norm_g = OPTIMALITY.real("norm_g", "‖g̃‖² in L²(P_A)", "≥ 0", r"\\|\\tilde g\\|^2")
norm_Tg = OPTIMALITY.real("norm_Tg", "‖Tg̃‖² in L²(P_X)", "≥ 0", r"\\|T\\tilde g\\|^2")
norm_TTg = OPTIMALITY.real("norm_TTg", "‖T*Tg̃‖² in L²(P_A)", "≥ 0", r"\\|T^*T\\tilde g\\|^2")
pair_variance = OPTIMALITY.real(
    "pair_variance",
    "E_X E_{A,A'|X}(g(A) − g(A'))² for the g of the instance, over pairs",
    "≥ 0",
    r"\\mathbb E(g(A)-g(A'))^2",
)
error = OPTIMALITY.real(
    "error", "err(Φ; F_ε), the worst-case squared probe error", "[0, 1]", r"\mathrm{err}(\Phi;F_\varepsilon)"
)
error_contexture = OPTIMALITY.real(
    "error_contexture",
    "err of the top-d singular functions, from the spectrum",
    "[0, 1]",
    r"\mathrm{err}((\mu_1,\dots,\mu_d);F_\varepsilon)",
)
error_modes = OPTIMALITY.real(
    "error_modes",
    "err of the top-d singular functions, as of any encoder (undefined if d ≥ N)",
    "[0, 1]",
    r"\mathrm{err}((\mu_1,\dots,\mu_d);F_\varepsilon)",
)
error_at_compatibility = OPTIMALITY.real(
    "error_at_compatibility",
    "largest err(Φ, f) over unit f with ρ(f) = 1 − ε exactly (−∞ if there is none)",
    "[0, 1] or −∞",
    r"\sup_{\|f\|=1,\rho(f)=1-\varepsilon}\mathrm{err}(\Phi,f)",
)
error_primal = OPTIMALITY.real(
    "error_primal",
    "squared probe error of an explicit unit f, found in the dual's top eigenspace",
    "[0, 1]",
    r"\mathrm{err}(\Phi,f)",
)
error_dual = OPTIMALITY.real(
    "error_dual",
    "least value of the dual, inf_{η≥0} λ_max(P_{V⊥} + η(TT* − (1−ε)²I))",
    "[0, 1]",
    r"\inf_\eta\lambda_{\max}(\eta)",
)
primal_rho_square = OPTIMALITY.real("primal_rho_square", "ρ² of that explicit f", "[0, 1]", r"\rho^2(f)")
k = OPTIMALITY.integer("k", "number d' of functions of a subfamily", "1 ≤ k ≤ d")
ritz = OPTIMALITY.indexed(
    "ritz",
    "Ritz values of TT* on the span of the centred encoder, descending, from i = 1; 0 beyond its dimension",
    "[0, 1]",
    r"\kappa",
)
learning_gap = OPTIMALITY.real(
    "learning_gap",
    "Σ_{i≤d} s_i² − RT(Φ) + d − rank(Φ̃): zero exactly when Φ learns the contexture",
    "≥ 0",
    r"\sum_{i\le d}s_i^2-\mathrm{RT}(\Phi)+d-\mathrm{rank}\,\tilde\Phi",
)
penalised_top = OPTIMALITY.real(
    "penalised_top",
    "largest eigenvalue of TT* + (s_1² − s_{d+1}²)·(projection off span Φ̃) on mean-zero functions",
    "[0, 2]",
    r"\lambda_{\max}(TT^*+(s_1^2-s_{d+1}^2)P_{\Phi^\perp})",
)
RT = OPTIMALITY.real("RT", "ratio trace of the encoder, Tr(C_Φ⁻¹B_Φ)", "[0, d]", r"\mathrm{RT}(\Phi)")
RT_image = OPTIMALITY.real(
    "RT_image", "ratio trace of ΦG for an invertible d×d matrix G", "[0, d]", r"\mathrm{RT}(\Phi G)"
)
trace_gap = OPTIMALITY.real(
    "trace_gap", "trace gap of the encoder, as defined (no square root)", "≥ 0", r"\mathrm{TG}(\Phi)"
)
reproducing_defect = OPTIMALITY.real(
    "reproducing_defect",
    "largest |⟨h, k_A(a,·)⟩_H − h(a)| for h = T*f̃",
    "≥ 0",
    r"\max_a|\langle h,k_A(a,\cdot)\rangle_H-h(a)|",
)
norm_h_H = OPTIMALITY.real("norm_h_H", "‖h̃‖_H² = Σ_{s_i>0} ⟨h̃,ν_i⟩²/s_i² for h = T*f", "≥ 0", r"\|\tilde h\|_H^2")
norm_h = OPTIMALITY.real("norm_h", "‖h̃‖² in L²(P_A) for h = T*f", "≥ 0", r"\|\tilde h\|_{P_A}^2")
norm_f_range = OPTIMALITY.real(
    "norm_f_range", "‖f̃‖² of the part of f̃ in span{μ_i : s_i > 0}", "≥ 0", r"\|\Pi_{s_i>0}\tilde f\|^2"
)
between_defect = OPTIMALITY.real(
    "between_defect", "largest entry of WS_BWᵀ − 2B_Φ", "≥ 0", r"\|WS_BW^\top-2B_\Phi\|_{\max}"
)
within_defect = OPTIMALITY.real(
    "within_defect", "largest entry of WS_WWᵀ − (C_Φ − B_Φ)", "≥ 0", r"\|WS_WW^\top-(C_\Phi-B_\Phi)\|_{\max}"
)
fisher = OPTIMALITY.real("fisher", "Tr[(WS_WWᵀ)⁻¹WS_BWᵀ]", "≥ 0", "J")
fisher_traces = OPTIMALITY.real(
    "fisher_traces", "2 Tr[(C_Φ − B_Φ)⁻¹B_Φ]", "≥ 0", r"2\mathrm{Tr}[(C_\Phi-B_\Phi)^{-1}B_\Phi]"
)
fisher_top = OPTIMALITY.real(
    "fisher_top", "Fisher discriminant of the top-d eigenvectors of S_W⁻¹S_B", "≥ 0", r"J(W_d)"
)
fisher_eigenvalue = OPTIMALITY.indexed(
    "fisher_eigenvalue", "eigenvalues of S_W⁻¹S_B, descending, from i = 1", "≥ 0", r"\theta"
)
kernel_deviation = OPTIMALITY.real("kernel_deviation", "largest |k_X(x,x') − 1|", "≥ 0", r"\max_{x,x'}|k_X(x,x')-1|")
kernel_lipschitz = OPTIMALITY.real("kernel_lipschitz", "largest |k_X(z,x) − k_X(z,y)|/‖x − y‖", "≥ 0", r"L_{k_X}")
mode_lipschitz = OPTIMALITY.real("mode_lipschitz", "largest Lipschitz constant of the μ_i, i ≥ 1", "≥ 0", r"L_\mu")
associated_lipschitz = OPTIMALITY.real(
    "associated_lipschitz", "largest Lipschitz constant of the μ_i with s_i > 0", "≥ 0", r"L_\mu"
)
mode_upper = OPTIMALITY.real(
    "mode_upper",
    "smallest c with μ_i(x) ≤ c for all i ≥ 1 (s_i = 0 included) and x, the signs of the μ_i chosen freely",
    "≥ 0",
    r"\min_{\pm}\max_{i,x}\mu_i(x)",
)
mode_bound = OPTIMALITY.real(
    "mode_bound", "smallest c with |μ_i(x)| ≤ c for all x and all i with s_i > 0", "≥ 1", r"\max_{i,x}|\mu_i(x)|"
)
dependence = OPTIMALITY.real("dependence", "largest |P⁺(x,a) − P_X(x)P_A(a)|", "≥ 0", r"\|P^+-P_X\otimes P_A\|_{\max}")
off_diagonal = OPTIMALITY.real(
    "off_diagonal", "mass off the diagonal, Pr(A ≠ X) (1 if N ≠ M)", "[0, 1]", r"\Pr(A\ne X)"
)
