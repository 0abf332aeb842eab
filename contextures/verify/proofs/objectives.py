"""Proofs of chapter 2: what each loss is beside its minimum, and what Ky Fan's theorem makes of it."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.letters import A, G, Gt, P, Phi, Phit, Psi, Psit, Pt, T, T_star, X, letters
from contextures.verify.proofs.registry import Identity, proof

KY_FAN = (
    "Ky Fan: among projectors Π of rank at most d, Tr(ΠL) of a positive L is at most the sum of its top d eigenvalues, "
    "with equality on top-d eigenspaces, and only there if the d-th is positive or the rank is d"
)


ECKART_YOUNG = (
    "Eckart and Young: among operators of rank at most d those nearest to a positive L in the Hilbert–Schmidt norm are "
    "the truncations of L to a top-d eigenspace"
)


BASIS = "where columns of Φ depend, a basis of their span has the same linear maps, and an invertible C"


def least_squares() -> Identity:
    """What E‖WΦ − A‖² exceeds its value at W* = GᵀC⁻¹ by, less Tr((W − W*)C(W − W*)ᵀ); G = E[ΦAᵀ], C = E[ΦΦᵀ]."""
    W, Wt, C = letters("W Wt C")
    best, best_t = Gt * C**-1, C**-1 * G
    excess = (W * C * Wt - W * G - Gt * Wt) - (best * C * best_t - best * G - Gt * best_t)
    return "E‖WΦ−A‖² − E‖W*Φ−A‖² = Tr((W−W*)C(W−W*)ᵀ)", excess - (W - best) * C * (Wt - best_t)


def explained() -> Identity:
    """What the best W explains, GᵀC⁻¹G with G = ΦᵀXh and h = E[A|x], less hᵀX·Π·h for the projector Π = ΦC⁻¹ΦᵀX."""
    C, h, ht = letters("C h ht")
    projector = Phi * C**-1 * Phit * X
    return "GᵀC⁻¹G = hᵀX·Π·h", (ht * X * Phi) * C**-1 * (Phit * X * h) - ht * X * projector * h


def regressed() -> Iterable[Identity]:
    """Regression of targets w(a) on the span of Φ: h = Tw is what can be explained, and hhᵀX is TΛT*, Λ = wwᵀA."""
    yield least_squares()
    yield explained()
    w, wt = letters("w wt")
    h, ht = X**-1 * P * w, wt * Pt * X**-1
    yield "h·hᵀX = T(wwᵀA)T*", h * ht * X - T * (w * wt * A) * T_star


def onehot() -> Iterable[Identity]:
    """The loss exceeds its minimum over W by Tr((W − W*)C(W − W*)ᵀ) ≥ 0, and the minimum is 1 − Tr(Π·TΛT*), Π the
    projector on the span: Ky Fan, for the “only if” with θ_d > 0 or rank d. For P_A = 1/M, M·TΛT* = TT*."""
    yield from regressed()
    m = sp.Symbol("m")
    yield "M·TΛT* = TT* at A = 1/M", m * X**-1 * P * Pt - (T * T_star).subs(A, 1 / m)


supervised_onehot = proof("objectives.supervised-onehot", "minimum", "if", "equal-classes", facts=(KY_FAN, BASIS))(
    onehot
)
supervised_onehot_corrected = proof(
    "objectives.supervised-onehot",
    "minimum", "if", "only-if", "only-if-independent", "equal-classes",
    variant="corrected",
    facts=(KY_FAN, BASIS),
)(onehot)  # fmt: skip


def next_tokens() -> Iterable[Identity]:
    """The same decomposition as without bias: 1 − Tr(Π·TΛT*), and Ky Fan."""
    yield from regressed()


next_token = proof("objectives.next-token", "minimum", "if", facts=(KY_FAN, BASIS))(next_tokens)
next_token_corrected = proof(
    "objectives.next-token",
    "minimum",
    "if",
    "only-if",
    "only-if-independent",
    variant="corrected",
    facts=(KY_FAN, BASIS),
)(next_tokens)


@proof(
    "objectives.supervised-balanced",
    "minimum", "if", "only-if", "only-if-independent",
    variant="corrected",
    facts=(KY_FAN, BASIS),
)  # fmt: skip
def supervised_balanced() -> Iterable[Identity]:
    """The target A/√P_A has E‖·‖² = M, the weight matrix Λ = A⁻¹A = 1, and so TΛT* = TT*: the minimum over W and b is
    M − 1 − Tr(Π·TT*) on mean-zero functions, and Ky Fan applies, with s_d > 0 or rank d for “only if”."""
    yield from regressed()
    yield "T(A⁻¹A)T* = TT*", T * (A**-1 * A) * T_star - T * T_star


def regression() -> Iterable[Identity]:
    """The loss exceeds its minimum over W by Tr((W − W*)C(W − W*)ᵀ) ≥ 0, and the minimum is E‖A‖² − Tr(Π·TΛT*), Π the
    projector on the span of the φ_i, with a bias on that of the centred ones and with Var A: Ky Fan, for “only if”
    where the d-th eigenvalue is positive or the rank is d."""
    yield from regressed()


supervised_regression = proof(
    "objectives.supervised-regression", "plain-minimum", "plain-if", "bias-minimum", facts=(KY_FAN, BASIS)
)(regression)
supervised_regression_corrected = proof(
    "objectives.supervised-regression",
    "plain-minimum", "plain-if", "plain-only-if", "plain-only-if-independent",
    "bias-minimum", "bias-if", "bias-only-if", "bias-only-if-independent",
    variant="corrected",
    facts=(KY_FAN, BASIS),
)(regression)  # fmt: skip


def students() -> Iterable[Identity]:
    """The decomposition of regression with a bias, and Ky Fan, where d beyond the dimension leaves zeros alone."""
    yield from regressed()


distillation = proof("objectives.distillation", "minimum", "if", facts=(KY_FAN, BASIS))(students)
distillation_corrected = proof(
    "objectives.distillation",
    "minimum", "if", "recovers", "recovers-independent",
    variant="corrected",
    facts=(KY_FAN, BASIS),
)(students)  # fmt: skip


def denoising() -> Iterable[Identity]:
    """Regression of X̃ on Ψ̃(A): the loss exceeds its minimum over W by Tr((W − W*)C(W − W*)ᵀ) ≥ 0, and the minimum is
    E‖X̃‖² − Tr(Π·T*ΛT), Π the projector on the span of Ψ̃ in L²(P_A): with h = T*X̃, hhᵀA is T*ΛT. Ky Fan."""
    yield least_squares()
    C, x, xt = letters("C x xt")
    projector = Psi * C**-1 * Psit * A
    h, ht = T_star * x, xt * P * A**-1
    yield "GᵀC⁻¹G = hᵀA·Π·h, h = T*x", (xt * P * Psi) * C**-1 * (Psit * Pt * x) - ht * A * projector * h
    yield "h·hᵀA = T*(xxᵀX)T", h * ht * A - T_star * (x * xt * X) * T


denoising_printed = proof("objectives.denoising-autoencoder", "bias-minimum", facts=(KY_FAN, BASIS))(denoising)


@proof(
    "objectives.denoising-autoencoder",
    "bias-minimum",
    "bias",
    "plain",
    "image",
    variant="corrected",
    facts=(KY_FAN, BASIS),
)
def denoising_corrected() -> Iterable[Identity]:
    """As printed, with Ky Fan for θ_d > 0; without bias the same for Ψ and X as they stand. On the top-d eigenspace of
    T*ΛT, ψ = T*(ΛTψ)/θ with θ ≥ θ_d > 0, so Tψ = 0 only if ψ = 0; and TT*Λ(Tψ) = T(T*ΛTψ) = θTψ: the image spans d
    dimensions of eigenfunctions, and the eigenvalues of TT*Λ other than 0 are those of T*ΛT."""
    yield from denoising()
    loss = letters("Lambda x")[0]
    yield "TT*Λ·Tψ = T·(T*ΛT)ψ", (T * T_star * loss) * (T * Psi) - T * (T_star * loss * T * Psi)


@proof("objectives.spectral-contrastive", "identity", variant="corrected")
def spectral_contrastive() -> Iterable[Identity]:
    """⟨ψ, ψ'⟩² = Tr(ψψᵀψ'ψ'ᵀ), entry by entry of the two sums over components, so its mean over independent a, a' is
    ‖B‖²; and the mean of ⟨ψ(a), ψ(a⁺)⟩ is Tr(ΨᵀPᵀX⁻¹PΨ) = Tr((TΨ)ᵀX(TΨ)) = Tr(BD). So L_C = ½‖B‖² − Tr(BD) = ½(‖B −
    D‖² − ‖D‖²)."""
    x, y, i, j = sp.IndexedBase("x"), sp.IndexedBase("y"), sp.Symbol("i", integer=True), sp.Symbol("j", integer=True)
    yield "(ψ_iψ'_i)(ψ_jψ'_j) = (ψ_iψ_j)(ψ'_jψ'_i)", (x[i] * y[i]) * (x[j] * y[j]) - (x[i] * x[j]) * (y[j] * y[i])
    yield "ΨᵀPᵀX⁻¹PΨ = (TΨ)ᵀX(TΨ)", Psit * Pt * X**-1 * P * Psi - (Psit * Pt * X**-1) * X * (T * Psi)
    bb, bd, dd = sp.symbols("bb bd dd")
    yield "½‖B‖² − Tr(BD) = ½(‖B−D‖² − ‖D‖²)", (bb / 2 - bd) - ((bb - 2 * bd + dd) - dd) / 2


@proof(
    "objectives.spectral-contrastive",
    "minimum", "scaled-if", "scaled-only-if", "only-if", "only-if-right",
    variant="corrected",
    facts=(ECKART_YOUNG,),
)  # fmt: skip
def contrastive_minimisers() -> Iterable[Identity]:
    """With G = Ψ̃Ψ̃ᵀA and L = T*T on mean-zero functions, L_C = ½‖G − L‖² − ½‖L‖² in the Hilbert–Schmidt norm of L²(P_A):
    Tr(G²) = Tr((ΨᵀAΨ)²) = ‖B‖² and Tr(GL) = Tr(ΨᵀA·T*T·Ψ) = Tr(BD), and G runs through the positive operators of rank
    at most d. By Eckart and Young the minimum is −½Σ_{i≤d}s_i⁴, for G = Σ_{i≤d}s_i²ν_i⊗ν_i alone, and G = NS²NᵀA says
    that Ψ̃ = NSU; with s_d > 0, Ψ̃ spans the ν_i and TΨ̃ the μ_i."""
    yield "ΨᵀA(T*T)Ψ = (TΨ)ᵀX(TΨ)", Psit * A * (T_star * T) * Psi - (Psit * Pt * X**-1) * X * (T * Psi)
    yield "(ΨΨᵀA)(ΨΨᵀA) = Ψ(ΨᵀAΨ)ΨᵀA", (Psi * Psit * A) * (Psi * Psit * A) - Psi * (Psit * A * Psi) * Psit * A
    gg, gl, ll = sp.symbols("gg gl ll")
    yield "½‖G−L‖² − ½‖L‖² = ½‖G‖² − Tr(GL)", ((gg - 2 * gl + ll) - ll) / 2 - (gg / 2 - gl)
    N, Nt, R, U_, Ut_ = letters("N Nt R U_ Ut_")
    product = sp.expand((N * R * U_) * (Ut_ * R * Nt) * A).subs(U_ * Ut_, 1)
    yield "Ψ̃Ψ̃ᵀA = NS²NᵀA for Ψ̃ = NSU", sp.expand(product) - N * R**2 * Nt * A


def noncontrastive() -> Iterable[Identity]:
    """E‖Ψ(A) − Ψ(A⁺)‖² = 2Tr(ΨᵀAΨ) − 2Tr(ΨᵀPᵀX⁻¹PΨ) = 2d − 2Tr(Π·T*T) under the constraint ΨᵀAΨ = I, Π the projector
    of rank d on the span: Ky Fan."""
    pairs = Pt * X**-1 * P
    two_sides = Psit * (2 * A - 2 * pairs) * Psi - 2 * (Psit * A * Psi - Psit * A * (T_star * T) * Psi)
    yield "Ψᵀ(2A − 2PᵀX⁻¹P)Ψ = 2ΨᵀAΨ − 2ΨᵀA(T*T)Ψ", two_sides


spectral_noncontrastive = proof("objectives.spectral-noncontrastive", "minimum", facts=(KY_FAN,))(noncontrastive)
spectral_noncontrastive_corrected = proof(
    "objectives.spectral-noncontrastive", "minimum", "spans-if", "spans-only-if", variant="corrected", facts=(KY_FAN,)
)(noncontrastive)


def nodes() -> Iterable[Identity]:
    """½E‖Φ(u) − Φ(v)‖² = Tr(ΦᵀXΦ) − Tr(ΦᵀPΦ) = d − Tr(Φᵀ X T Φ) for a symmetric P with marginal X. T has
    negative eigenvalues, but T + 1 has none, and Tr(Π(T+1)) = Tr(ΠT) + d for Π of rank d: Ky Fan for T + 1."""
    x, y, w = sp.symbols("x y w")
    yield "½w(φ−φ')² = ½wφ² + ½wφ'² − wφφ'", w * (x - y) ** 2 / 2 - (w * x**2 / 2 + w * y**2 / 2 - w * x * y)
    yield "ΦᵀPΦ = ΦᵀX·T·Φ", Phit * P * Phi - Phit * X * T * Phi
    yield "ΦᵀX(T+1)Φ = ΦᵀXTΦ + ΦᵀXΦ", sp.expand(Phit * X * (T + 1) * Phi) - Phit * X * T * Phi - Phit * X * Phi
    yield "½w(φ+φ')² = ½wφ² + ½wφ'² + wφφ' ≥ 0", w * (x + y) ** 2 / 2 - (w * x**2 / 2 + w * y**2 / 2 + w * x * y)


graph_nodes = proof("objectives.graph-nodes", "minimum", facts=(KY_FAN,))(nodes)
graph_nodes_corrected = proof("objectives.graph-nodes", "minimum", variant="corrected", facts=(KY_FAN,))(nodes)


@proof("objectives.svme", "minimum", "psi", "if", "only-if", facts=(KY_FAN,))
def svme() -> Iterable[Identity]:
    """E‖Φ(X) − Ψ(A)‖² = E‖Φ − (T*Φ)(A)‖² + E‖T*Φ − Ψ‖², so Ψ = T*Φ is best; and the first term is ΦᵀXΦ − ΦᵀX(TT*)Φ,
    that is d − Tr(Π·TT*) under the constraint: Ky Fan for projectors of rank d."""
    loss = Phit * X * Phi - Phit * P * Psi - Psit * Pt * Phi + Psit * A * Psi
    least = Phit * X * Phi - Phit * X * T * T_star * Phi
    rest = (Phit * P * A**-1 - Psit) * A * (T_star * Phi - Psi)
    yield "E‖Φ−Ψ‖² = ΦᵀXΦ − ΦᵀX(TT*)Φ + E‖T*Φ−Ψ‖²", loss - least - rest


@proof("objectives.kise", "maximum", "equivalent", "if", "only-if", facts=(KY_FAN,))
def kise() -> Iterable[Identity]:
    """The objective is ΦᵀX·k_X·XΦ = ΦᵀX(TT*)Φ, that is Tr(Π·TT*) under the constraint: Ky Fan for projectors of rank
    d. Pairs that share a context have the law PA⁻¹Pᵀ with marginal X, so E‖Φ − Φ'‖² = 2ΦᵀXΦ − 2ΦᵀPA⁻¹PᵀΦ = 2d − 2·(the
    objective)."""
    kernel = X**-1 * P * A**-1 * Pt * X**-1
    value = Phit * X * kernel * X * Phi
    pairs = Phit * (2 * X - 2 * P * A**-1 * Pt) * Phi
    yield "ΦᵀX·k_X·XΦ = ΦᵀX(TT*)Φ", value - Phit * X * (T * T_star) * Phi
    yield "E‖Φ−Φ'‖² = 2ΦᵀXΦ − 2ΦᵀX·k_X·XΦ", pairs - (2 * Phit * X * Phi - 2 * value)
    one = letters("one x")[0]
    yield "PA⁻¹Pᵀ1 = X1", (P * A**-1 * Pt * one).subs(Pt * one, A * one).subs(P * one, X * one) - X * one


@proof("objectives.cross-modal", "approximation")
def cross_modal() -> Iterable[Identity]:
    """Summand by summand: pq·z² − 2P·z = pq·((z − P/(pq))² − (P/(pq))²) for z = ⟨Φ(x), Ψ(a)⟩."""
    joint, p, q, z = sp.symbols("joint p q z", positive=True)
    square = p * q * ((z - joint / (p * q)) ** 2 - (joint / (p * q)) ** 2)
    yield "pq·z² − 2P·z = pq((z−P/(pq))² − (P/(pq))²)", p * q * z**2 - 2 * joint * z - square


@proof("objectives.laplacian-eigenmaps", "spectrum", "constant")
def laplacian_eigenmaps() -> Iterable[Identity]:
    """If Tv = λv then (1 − X⁻¹W)v = (1 − λ)v for W = P, and T1 = 1: the spectrum of 1 − T is 1 less that of T."""
    v = letters("v x")[0]
    eigenvalue = sp.Symbol("lambda")
    yield "(1−T)v = (1−λ)v where Pv = λXv", (v - (T * v).subs(P * v, eigenvalue * X * v)) - (1 - eigenvalue) * v
    yield "(1−T)1 = 0 where P1 = X1", v - (T * v).subs(P * v, X * v)
