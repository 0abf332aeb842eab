"""Every symbol of a chapter, once: name, meaning, range and TeX.

A symbol is either a *setting* (chosen: ``d``, ``epsilon``) or *measured* on an instance (``s[1]``, ``error``).
Names are ASCII, unique inside a vocabulary, and are the names used on the command line and in JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sympy as sp


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a symbol stands for.

    Attributes
    ----------
    name : str
        ASCII name.
    text : str
        What it is, in words.
    range : str
        Where its values lie.
    tex : str
        How it is typeset.
    """

    name: str
    text: str
    range: str
    tex: str


@dataclass(frozen=True)
class Vocabulary:
    """The symbols of one chapter; a later chapter starts from an earlier one and adds its own."""

    chapter: str
    meanings: dict[str, Meaning] = field(default_factory=dict)

    def extended(self, chapter: str) -> Vocabulary:
        """Return the vocabulary of a chapter that keeps every symbol of this one."""
        return Vocabulary(chapter, dict(self.meanings))

    def _add(self, name: str, text: str, range_: str, tex: str) -> None:
        if name in self.meanings:
            raise ValueError(f"symbol {name!r} has two meanings in chapter {self.chapter!r}")
        self.meanings[name] = Meaning(name, text, range_, tex)

    def integer(self, name: str, text: str, range_: str, tex: str | None = None) -> sp.Symbol:
        """Add a whole number: a size or an index."""
        self._add(name, text, range_, tex or name)
        return sp.Symbol(name, integer=True)

    def real(self, name: str, text: str, range_: str, tex: str) -> sp.Symbol:
        """Add a real number."""
        self._add(name, text, range_, tex)
        return sp.Symbol(name, real=True)

    def indexed(self, name: str, text: str, range_: str, tex: str) -> sp.IndexedBase:
        """Add a sequence of real numbers, zero beyond its last entry."""
        self._add(name, text, range_, tex)
        return sp.IndexedBase(name, real=True)

    def __getitem__(self, name: str) -> Meaning:
        return self.meanings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.meanings)


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
    "largest correlation of f(X) and g(A), from the eigenvalues of the alternating conditional expectation",
    "[0, 1]",
    r"\max_{f,g}\mathrm{corr}(f(X),g(A))",
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
    "smallest E_X E_{A,A'|X}(g(A) − g(A'))²/‖g‖² over g with Tg = f̃ (2, its limit, if there is none)",
    "[0, 2]",
    r"\min_{Tg=f}\mathbb E(g(A)-g(A'))^2/\|g\|^2",
)
dual_variance = OPTIMALITY.real(
    "dual_variance",
    "E_X E_{A,A'|X}(g(A) − g(A'))²/‖g‖² for g = T*f̃ (0 if that is 0)",
    "[0, 2]",
    r"\mathbb E(g(A)-g(A'))^2/\|g\|^2,\ g=T^*f",
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
error_at_compatibility = OPTIMALITY.real(
    "error_at_compatibility",
    "largest err(Φ, f) over unit f with ρ(f) = 1 − ε exactly (−∞ if there is none)",
    "[0, 1] or −∞",
    r"\sup_{\|f\|=1,\rho(f)=1-\varepsilon}\mathrm{err}(\Phi,f)",
)
error_primal = OPTIMALITY.real(
    "error_primal",
    "squared probe error of an explicit unit f in F_ε, found in the dual's top eigenspace",
    "[0, 1]",
    r"\mathrm{err}(\Phi,f)",
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
    "[0, 1]",
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

OBJECTIVES = CONTEXTS.extended("objectives")

onehot_loss = OBJECTIVES.real("onehot_loss", "min_W E‖WΦ(X) − A‖², A one-hot", "[0, 1]", r"R(\Phi)")
onehot_eigenvalue = OBJECTIVES.indexed(
    "onehot_eigenvalue", "eigenvalues of TΛT*, (Λg)(a) = g(a)P_A(a), descending, from i = 1", "[0, 1]", r"\theta"
)
onehot_gap = OBJECTIVES.real(
    "onehot_gap",
    "Σ_{i≤d} θ_i − Tr(P_Φ TΛT*) + d − rank Φ: zero exactly when Φ extracts the top-d eigenspace",
    "≥ 0",
    r"\mathrm{gap}(\Phi,T\Lambda T^*)",
)
onehot_operator_defect = OBJECTIVES.real(
    "onehot_operator_defect", "largest entry of M·TΛT* − TT*", "≥ 0", r"\|M\,T\Lambda T^*-TT^*\|_{\max}"
)
class_imbalance = OBJECTIVES.real("class_imbalance", "largest |P_A(a) − 1/M|", "[0, 1)", r"\max_a|P_A(a)-1/M|")
balanced_loss = OBJECTIVES.real(
    "balanced_loss",
    "min_{W,b} E[‖WΦ(X) + b − A‖²/√P_A(A)], A one-hot",
    "≥ 0",
    r"R_{\mathrm{bal}}(\Phi)",
)
balanced_minimum = OBJECTIVES.real(
    "balanced_minimum", "smallest R_bal of a d-dimensional encoder", "≥ 0", r"\min_\Phi R_{\mathrm{bal}}(\Phi)"
)
scaled_loss = OBJECTIVES.real(
    "scaled_loss",
    "min_{W,b} E‖WΦ(X) + b − A/√P_A(A)‖², A one-hot",
    "≥ 0",
    r"\min_{W,b}\mathbb E\|W\Phi+b-A/\sqrt{P_A(A)}\|^2",
)
learning_gap = OBJECTIVES.real(
    "learning_gap",
    "Σ_{i≤d} s_i² − RT(Φ) + d − rank(Φ̃): zero exactly when Φ learns the contexture",
    "≥ 0",
    r"\sum_{i\le d}s_i^2-\mathrm{RT}(\Phi)+d-\mathrm{rank}\,\tilde\Phi",
)
plain_loss = OBJECTIVES.real("plain_loss", "min_W E‖WΦ(X) − A‖², A ∈ ℝ^p", "≥ 0", r"\min_W\mathbb E\|W\Phi-A\|^2")
plain_eigenvalue = OBJECTIVES.indexed(
    "plain_eigenvalue", "eigenvalues of TΛT*, k_Λ = ⟨a,a'⟩, descending, from i = 1", "≥ 0", r"\theta"
)
plain_gap = OBJECTIVES.real(
    "plain_gap", "as onehot_gap, for k_Λ = ⟨a,a'⟩, the φ_i as they stand", "≥ 0", r"\mathrm{gap}(\Phi,T\Lambda T^*)"
)
second_moment = OBJECTIVES.real("second_moment", "E‖A‖², A ∈ ℝ^p", "≥ 0", r"\mathbb E\|A\|^2")
bias_loss = OBJECTIVES.real(
    "bias_loss", "min_{W,b} E‖WΦ(X) + b − A‖², A ∈ ℝ^p", "≥ 0", r"\min_{W,b}\mathbb E\|W\Phi+b-A\|^2"
)
bias_eigenvalue = OBJECTIVES.indexed(
    "bias_eigenvalue", "eigenvalues of TΛT*, k_Λ = ⟨ã,ã'⟩, descending, from i = 1", "≥ 0", r"\tilde\theta"
)
bias_gap = OBJECTIVES.real(
    "bias_gap",
    "as onehot_gap, for k_Λ = ⟨ã,ã'⟩, the φ_i as they stand",
    "≥ 0",
    r"\mathrm{gap}(\Phi,T\tilde\Lambda T^*)",
)
centred_bias_gap = OBJECTIVES.real(
    "centred_bias_gap", "the same for the centred φ̃_i", "≥ 0", r"\mathrm{gap}(\tilde\Phi,T\tilde\Lambda T^*)"
)
variance = OBJECTIVES.real("variance", "E‖A − E A‖², A ∈ ℝ^p", "≥ 0", r"\mathbb E\|\tilde A\|^2")
label_noise = OBJECTIVES.real(
    "label_noise", "1 − E[P⁺(A|X)]: zero for deterministic labels", "[0, 1)", r"1-\mathbb E P^+(A|X)"
)
etf_gap = OBJECTIVES.real(
    "etf_gap",
    "Σ_{i≤M} θ_i − Tr(P_Φ TΛT*) + M − rank Φ for φ_i = P⁺(i|x) − 1/M",
    "≥ 0",
    r"\mathrm{gap}(\mathrm{ETF},T\Lambda T^*)",
)
etf_centred_gap = OBJECTIVES.real(
    "etf_centred_gap",
    "Σ_{i<M} s_i² − Tr(P_Φ TT*) + M − 1 − rank Φ for the same φ_i, the constant excluded",
    "≥ 0",
    r"\mathrm{gap}(\mathrm{ETF},TT^*)",
)
label_kernel_defect = OBJECTIVES.real(
    "label_kernel_defect",
    "largest difference between the kernel of TΛT* and 1[x and x' have the same label]",
    "≥ 0",
    r"\max|k_{T\Lambda T^*}-1_{\mathrm{same}}|",
)
right_gap = OBJECTIVES.real(
    "right_gap",
    "Σ_{i≤d} s_i² − Tr(P_Ψ T*T) + d − rank Ψ, Ψ as it stands: zero exactly when Ψ spans top-d right functions (s_d "
    "> 0)",
    "≥ 0",
    r"\mathrm{gap}(\Psi,T^*T)",
)
image_gap = OBJECTIVES.real(
    "image_gap", "the same for TΨ and the left functions, TΨ as it stands", "≥ 0", r"\mathrm{gap}(T\Psi,TT^*)"
)
learned_gap = OBJECTIVES.real(
    "learned_gap",
    "learning_gap of Φ̃ = TΨ̃: zero exactly when it learns the contexture",
    "≥ 0",
    r"\mathrm{gap}(T\tilde\Psi,TT^*)",
)
centred_right_gap = OBJECTIVES.real(
    "centred_right_gap", "right_gap of the centred Ψ̃", "≥ 0", r"\mathrm{gap}(\tilde\Psi,T^*T)"
)
kernel_share = OBJECTIVES.real(
    "kernel_share",
    "share of Tr Gram(Ψ̃) orthogonal to the range of T*",
    "[0, 1]",
    r"\|P_{\ker T}\tilde\Psi\|^2/\|\tilde\Psi\|^2",
)
contrastive_loss = OBJECTIVES.real("contrastive_loss", "L_C of Ψ, over pairs", "ℝ", "L_C")
coefficient_form = OBJECTIVES.real(
    "coefficient_form",
    "‖B − D‖_F² − ‖D‖_F², B = CᵀC the Gram matrix of coefficients, D = diag(s_j²)",
    "ℝ",
    r"\|B-D\|_F^2-\|D\|_F^2",
)
noncontrastive_loss = OBJECTIVES.real(
    "noncontrastive_loss", "E‖Ψ(A) − Ψ(A⁺)‖² of the whitened Ψ (undefined if rank Ψ̃ < d)", "[0, 2d]", "L_N"
)
denoising_loss = OBJECTIVES.real(
    "denoising_loss", "min_{W,b} E‖WΨ(A) + b − X‖², X ∈ ℝ^p", "≥ 0", r"\min_{W,b}\mathbb E\|W\Psi+b-X\|^2"
)
denoising_plain_loss = OBJECTIVES.real(
    "denoising_plain_loss", "min_W E‖WΨ(A) − X‖², X ∈ ℝ^p", "≥ 0", r"\min_W\mathbb E\|W\Psi-X\|^2"
)
denoising_minimum = OBJECTIVES.real(
    "denoising_minimum",
    "E‖X̃‖² less the top-d eigenvalues of T*ΛT, k_Λ = ⟨x̃,x̃'⟩",
    "≥ 0",
    r"\mathbb E\|\tilde X\|^2-\sum_{i\le d}\theta_i",
)
denoising_plain_minimum = OBJECTIVES.real(
    "denoising_plain_minimum",
    "E‖X‖² less the top-d eigenvalues of T*ΛT, k_Λ = ⟨x,x'⟩",
    "≥ 0",
    r"\mathbb E\|X\|^2-\sum_{i\le d}\theta_i",
)
denoising_eigenvalue = OBJECTIVES.indexed(
    "denoising_eigenvalue", "eigenvalues of T*ΛT, k_Λ = ⟨x̃,x̃'⟩, descending, from i = 1", "≥ 0", r"\theta"
)
denoising_plain_eigenvalue = OBJECTIVES.indexed(
    "denoising_plain_eigenvalue", "eigenvalues of T*ΛT, k_Λ = ⟨x,x'⟩, descending, from i = 1", "≥ 0", r"\theta"
)
denoising_gap = OBJECTIVES.real(
    "denoising_gap", "gap of Ψ̃ for T*ΛT, k_Λ = ⟨x̃,x̃'⟩", "≥ 0", r"\mathrm{gap}(\tilde\Psi,T^*\tilde\Lambda T)"
)
denoising_plain_gap = OBJECTIVES.real(
    "denoising_plain_gap", "gap of Ψ̃ for T*ΛT, k_Λ = ⟨x,x'⟩", "≥ 0", r"\mathrm{gap}(\tilde\Psi,T^*\Lambda T)"
)
denoising_plain_gap_as_is = OBJECTIVES.real(
    "denoising_plain_gap_as_is",
    "gap of Ψ as it stands for T*ΛT, k_Λ = ⟨x,x'⟩",
    "≥ 0",
    r"\mathrm{gap}(\Psi,T^*\Lambda T)",
)
denoising_image_defect = OBJECTIVES.real(
    "denoising_image_defect",
    "d − rank(TΨ̃) plus the share of TT*Λ(TΨ̃) outside span TΨ̃: zero exactly when TΨ̃ spans a d-dimensional "
    "invariant space",
    "≥ 0",
    r"d-\mathrm{rank}(T\tilde\Psi)+\mathrm{res}(TT^*\Lambda,T\tilde\Psi)",
)
asymmetry = OBJECTIVES.real(
    "asymmetry", "largest |P⁺(x,a) − P⁺(a,x)| (1 if N ≠ M)", "[0, 1]", r"\|P^+-P^{+\top}\|_{\max}"
)
walk_eigenvalue = OBJECTIVES.indexed(
    "walk_eigenvalue",
    "eigenvalues of T on mean-zero functions with their signs, descending, from i = 1",
    "[−1, 1]",
    r"\lambda",
)
graph_loss = OBJECTIVES.real(
    "graph_loss",
    "½E‖Φ(u) − Φ(v)‖² over edges, of the whitened Φ (undefined if rank Φ̃ < d)",
    "[0, 2d]",
    r"\tfrac12\mathbb E\|\Phi(u)-\Phi(v)\|^2",
)
edge_gap = OBJECTIVES.real(
    "edge_gap",
    "learning_gap for the node–edge context, whose TT* is (I + T)/2",
    "≥ 0",
    r"\mathrm{gap}(\Phi,\tfrac12(I+T))",
)
laplacian_eigenvalue = OBJECTIVES.indexed(
    "laplacian_eigenvalue",
    "eigenvalues of the normalised Laplacian I − D^{-1/2}WD^{-1/2}, ascending, from i = 0",
    "[0, 2]",
    r"\ell",
)
svme_loss = OBJECTIVES.real(
    "svme_loss",
    "min_Ψ E‖Φ(X) − Ψ(A)‖² of the whitened Φ (undefined if rank Φ̃ < d)",
    "[0, d]",
    r"\min_\Psi\mathbb E\|\Phi(X)-\Psi(A)\|^2",
)
svme_loss_of = OBJECTIVES.real(
    "svme_loss_of",
    "E‖Φ(X) − Ψ(A)‖² of the whitened Φ for the Ψ of the instance",
    "≥ 0",
    r"\mathbb E\|\Phi(X)-\Psi(A)\|^2",
)
kise_value = OBJECTIVES.real(
    "kise_value",
    "E k_X(X,X')⟨Φ̃(X),Φ̃(X')⟩ of the whitened Φ (undefined if rank Φ̃ < d)",
    "[0, d]",
    r"\mathbb E k_X\langle\tilde\Phi,\tilde\Phi'\rangle",
)
kise_pair_loss = OBJECTIVES.real(
    "kise_pair_loss",
    "E‖Φ(X) − Φ(X')‖² over pairs that share a context, of the whitened Φ",
    "[0, 2d]",
    r"\mathbb E\|\Phi(X)-\Phi(X')\|^2",
)
cross_modal_loss = OBJECTIVES.real(
    "cross_modal_loss",
    "−2E⟨Φ(X),Ψ(A)⟩ + E⟨Φ,Ψ⟩² over independent pairs",
    "ℝ",
    r"-2\mathbb E\langle\Phi,\Psi\rangle+\mathbb E\langle\Phi,\Psi\rangle^2",
)
cross_modal_best = OBJECTIVES.real(
    "cross_modal_best", "the same for the optimal Ψ of the given Φ (least squares)", "≤ 0", r"\min_\Psi(\cdot)"
)
cross_modal_distance = OBJECTIVES.real(
    "cross_modal_distance",
    "‖ΦΨᵀ − P⁺/(P_XP_A)‖² − ‖P⁺/(P_XP_A)‖² in L²(P_X⊗P_A)",
    "ℝ",
    r"\|\Phi\Psi^\top-R\|^2-\|R\|^2",
)
full_gap = OBJECTIVES.real(
    "full_gap",
    "Σ_{i<d} s_i² − Tr(P_Φ TT*) + d − rank Φ, the constant included, Φ as it stands",
    "≥ 0",
    r"\mathrm{gap}(\Phi,TT^*)",
)
k = OBJECTIVES.integer("k", "index of a class of encoders", "k ≥ 1", "k")
scaling_value = OBJECTIVES.indexed(
    "scaling_value",
    "largest ratio trace of d functions in the span of the first k features (undefined while there are too few), "
    "from k = 1",
    "[0, d]",
    "v",
)
scaling_missing = OBJECTIVES.indexed(
    "scaling_missing",
    "share of span{μ_1..μ_d} outside the span of the first k features, from k = 1",
    "[0, d]",
    "m",
)
classes = OBJECTIVES.integer("classes", "number of nested classes", "≥ 1", "K")
