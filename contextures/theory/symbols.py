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
mode_upper = OPTIMALITY.real(
    "mode_upper",
    "smallest c with μ_i(x) ≤ c for all i ≥ 1 and x, the signs of the μ_i chosen freely",
    "≥ 0",
    r"\min_{\pm}\max_{i,x}\mu_i(x)",
)
mode_bound = OPTIMALITY.real(
    "mode_bound", "smallest c with |μ_i(x)| ≤ c for all i ≥ 1 and x", "≥ 1", r"\max_{i,x}|\mu_i(x)|"
)
dependence = OPTIMALITY.real("dependence", "largest |P⁺(x,a) − P_X(x)P_A(a)|", "≥ 0", r"\|P^+-P_X\otimes P_A\|_{\max}")
off_diagonal = OPTIMALITY.real(
    "off_diagonal", "mass off the diagonal, Pr(A ≠ X) (1 if N ≠ M)", "[0, 1]", r"\Pr(A\ne X)"
)
