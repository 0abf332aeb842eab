"""Symbols of chapter 1: contexts and their spectra."""

from __future__ import annotations

from contextures.theory.symbols.vocabulary import Vocabulary

CONTEXTS = Vocabulary("contexts")

N = CONTEXTS.integer("N", "number of inputs x of positive mass", "N ≥ 1")
M = CONTEXTS.integer("M", "number of context values a of positive mass", "M ≥ 1")
d = CONTEXTS.integer("d", "dimension of the encoder", "d ≥ 1")
i = CONTEXTS.integer("i", "index of a singular value or function", "i ≥ 0")
r = CONTEXTS.integer("r", "number of singular values beside the constant", "r = min(N, M) − 1")
s = CONTEXTS.indexed("s", "singular values of T, descending, the constant excluded", "[0, 1]", "s")
s_0 = CONTEXTS.real("s_0", "largest singular value of T, the constant included", "[0, 1]", "s_0")
chi_square = CONTEXTS.real("chi_square", "χ²(P⁺ ‖ P_X⊗P_A), the total inertia", "[0, r]", r"\chi^2")
constant_defect_x = CONTEXTS.real("constant_defect_x", "largest |(T1)(x) − 1|", "≥ 0", r"\|T1-1\|_\infty")
constant_defect_a = CONTEXTS.real("constant_defect_a", "largest |(T*1)(a) − 1|", "≥ 0", r"\|T^*1-1\|_\infty")
operator_defect_a = CONTEXTS.real(
    "operator_defect_a", "largest entry of T_{k_A} − T*T", "≥ 0", r"\|T_{k_A}-T^*T\|_{\max}"
)
operator_defect_x = CONTEXTS.real(
    "operator_defect_x", "largest entry of T_{k_X} − TT*", "≥ 0", r"\|T_{k_X}-TT^*\|_{\max}"
)
inner_f_Tg = CONTEXTS.real("inner_f_Tg", "⟨f, Tg⟩ in L²(P_X)", "ℝ", r"\langle f,Tg\rangle_{P_X}")
inner_Tf_g = CONTEXTS.real("inner_Tf_g", "⟨T*f, g⟩ in L²(P_A)", "ℝ", r"\langle T^*f,g\rangle_{P_A}")
lambda_a = CONTEXTS.indexed(
    "lambda_a", "eigenvalues of T_{k_A}, descending, from i = 0, the constant included", "[0, 1]", r"\lambda^{(A)}"
)
lambda_x = CONTEXTS.indexed(
    "lambda_x", "eigenvalues of T_{k_X}, descending, from i = 0, the constant included", "[0, 1]", r"\lambda^{(X)}"
)
duality_defect_x = CONTEXTS.real(
    "duality_defect_x", "largest ‖s_i μ_i − Tν_i‖ over s_i > 0", "≥ 0", r"\max_i\|s_i\mu_i-T\nu_i\|"
)
duality_defect_a = CONTEXTS.real(
    "duality_defect_a", "largest ‖s_i ν_i − T*μ_i‖ over s_i > 0", "≥ 0", r"\max_i\|s_i\nu_i-T^*\mu_i\|"
)
orthonormality_defect = CONTEXTS.real(
    "orthonormality_defect",
    "largest entry of Gram − I of (1, μ_1, …) in L²(P_X) and of (1, ν_1, …) in L²(P_A)",
    "≥ 0",
    r"\|\mathrm{Gram}(\mu)-I\|_{\max}",
)
decomposition_defect = CONTEXTS.real(
    "decomposition_defect",
    "largest |P⁺(x,a) − Σ_i s_i μ_i(x) ν_i(a) P_X(x) P_A(a)|",
    "≥ 0",
    r"\|P^+-\sum_i s_i\mu_i\nu_i P_XP_A\|_{\max}",
)
loss_kernel_defect = CONTEXTS.real(
    "loss_kernel_defect",
    "largest difference between the matrix of TΛT* and that of the integral operator of k",
    "≥ 0",
    r"\|T\Lambda T^*-T_k\|_{\max}",
)
correlation = CONTEXTS.real("correlation", "correlation of f(X) and g(A)", "[−1, 1]", r"\mathrm{corr}(f(X),g(A))")
maximal_correlation = CONTEXTS.real(
    "maximal_correlation",
    "correlation of μ_1(X) and ν_1(A)",
    "[0, 1]",
    r"\mathrm{corr}(\mu_1(X),\nu_1(A))",
)
reconstruction_error = CONTEXTS.real(
    "reconstruction_error", "‖Q̃ − EE⁺Q̃‖_F² for E = D_X^{1/2}Φ", "≥ 0", r"\|\tilde Q-EE^+\tilde Q\|_F^2"
)
reconstruction_error_top = CONTEXTS.real(
    "reconstruction_error_top",
    "‖Q̃ − EE⁺Q̃‖_F² for E = (u_1, …, u_d)",
    "≥ 0",
    r"\|\tilde Q-U_dU_d^\top\tilde Q\|_F^2",
)
s_b = CONTEXTS.indexed("s_b", "singular values of the context (X, B), B behind A", "[0, 1]", "s^{(B)}")
s_other = CONTEXTS.indexed("s_other", "singular values of the second context P'", "[0, 1]", "s'")
sin_theta = CONTEXTS.real(
    "sin_theta",
    "largest principal-angle sine between the top-d left spaces of P and P'",
    "[0, 1]",
    r"\sin\theta_{\max}",
)
operator_distance = CONTEXTS.real("operator_distance", "‖Q̃ − Q̃'‖₂", "≥ 0", r"\|\tilde Q-\tilde Q'\|_2")
