"""Proofs of chapter 2: what each loss is beside its minimum, and what Ky Fan's theorem makes of it."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.letters import A, G, Gt, P, Phi, Phit, Psi, Psit, Pt, T, T_star, X, letters
from contextures.verify.proofs.registry import proof

KY_FAN = (
    "Ky Fan: among projectors Π of rank at most d, Tr(ΠL) of a positive L is at most the sum of its top d eigenvalues, "
    "with equality on top-d eigenspaces, and only there if the d-th is positive or the rank is d"
)


def least_squares() -> sp.Expr:
    """What E‖WΦ − A‖² exceeds its value at W* = GᵀC⁻¹ by, less Tr((W − W*)C(W − W*)ᵀ); G = E[ΦAᵀ], C = E[ΦΦᵀ]."""
    W, Wt, C = letters("W Wt C")
    best, best_t = Gt * C**-1, C**-1 * G
    excess = (W * C * Wt - W * G - Gt * Wt) - (best * C * best_t - best * G - Gt * best_t)
    return excess - (W - best) * C * (Wt - best_t)


def explained() -> sp.Expr:
    """What the best W explains, GᵀC⁻¹G with G = ΦᵀXh and h = E[A|x], less hᵀX·Π·h for the projector Π = ΦC⁻¹ΦᵀX."""
    C, h, ht = letters("C h ht")
    projector = Phi * C**-1 * Phit * X
    return (ht * X * Phi) * C**-1 * (Phit * X * h) - ht * X * projector * h


@proof("objectives.supervised-onehot", "minimum", "if", "equal-classes", facts=(KY_FAN,))
def supervised_onehot() -> Iterable[sp.Expr]:
    """The loss exceeds its minimum over W by Tr((W − W*)C(W − W*)ᵀ) ≥ 0, and the minimum is 1 − Tr(Π·TΛT*), Π the
    projector on the span: Ky Fan. For P_A = 1/M, M·TΛT* = TT*."""
    yield least_squares()
    yield explained()
    m = sp.Symbol("m")
    yield m * X**-1 * P * Pt - (T * T_star).subs(A, 1 / m)


@proof("objectives.supervised-onehot", "minimum", "if", "only-if", variant="corrected", facts=(KY_FAN,))
def supervised_onehot_corrected() -> Iterable[sp.Expr]:
    """The loss exceeds its minimum over W by Tr((W − W*)C(W − W*)ᵀ) ≥ 0, and the minimum is 1 − Tr(Π·TΛT*): Ky Fan,
    with θ_d > 0."""
    yield least_squares()
    yield explained()


@proof("objectives.next-token", "minimum", "attained", facts=(KY_FAN,))
def next_token() -> Iterable[sp.Expr]:
    """The same decomposition as without bias: 1 − Tr(Π·TΛT*), and Ky Fan."""
    yield least_squares()
    yield explained()


@proof("objectives.supervised-balanced", "minimum", "if", "only-if", variant="corrected", facts=(KY_FAN,))
def supervised_balanced() -> Iterable[sp.Expr]:
    """The target A/√P_A has E‖·‖² = M, the weight matrix Λ = A⁻¹A = 1, and so TΛT* = TT*: the minimum over W and b is
    M − 1 − Tr(Π·TT*) on mean-zero functions, and Ky Fan applies with s_d > 0."""
    yield least_squares()
    yield explained()
    yield T * (A**-1 * A) * T_star - T * T_star


@proof("objectives.supervised-regression", "plain-minimum", "plain-if", "bias-minimum", facts=(KY_FAN,))
def supervised_regression() -> Iterable[sp.Expr]:
    """The loss exceeds its minimum over W by Tr((W − W*)C(W − W*)ᵀ) ≥ 0, and the minimum is E‖A‖² − Tr(Π·TΛT*), Π the
    projector on the span of the φ_i, with a bias on that of the centred ones and with Var A: Ky Fan."""
    yield least_squares()
    yield explained()


@proof(
    "objectives.supervised-regression", "plain-only-if", "bias-if", "bias-only-if", variant="corrected", facts=(KY_FAN,)
)
def supervised_regression_corrected() -> Iterable[sp.Expr]:
    """The same decomposition, and Ky Fan where the d-th eigenvalue is positive."""
    yield least_squares()
    yield explained()


@proof("objectives.distillation", "minimum", facts=(KY_FAN,))
def distillation() -> Iterable[sp.Expr]:
    """The decomposition of regression with a bias, and Ky Fan."""
    yield least_squares()
    yield explained()


@proof(
    "objectives.spectral-contrastive",
    "identity",
    variant="corrected",
    scope="every context, up to three components of Ψ",
)
def spectral_contrastive() -> Iterable[sp.Expr]:
    """⟨ψ, ψ'⟩² = Tr(ψψᵀψ'ψ'ᵀ), so its mean over independent a, a' is ‖B‖²; and the mean of ⟨ψ(a), ψ(a⁺)⟩ is
    Tr(ΨᵀPᵀX⁻¹PΨ) = Tr((TΨ)ᵀX(TΨ)) = Tr(BD). So L_C = ½‖B‖² − Tr(BD) = ½(‖B − D‖² − ‖D‖²)."""
    x, y = sp.Matrix(sp.symbols("x:3")), sp.Matrix(sp.symbols("y:3"))
    yield (x.dot(y)) ** 2 - (x * x.T * y * y.T).trace()
    yield Psit * Pt * X**-1 * P * Psi - (Psit * Pt * X**-1) * X * (T * Psi)
    bb, bd, dd = sp.symbols("bb bd dd")
    yield (bb / 2 - bd) - ((bb - 2 * bd + dd) - dd) / 2


@proof("objectives.spectral-noncontrastive", "minimum", facts=(KY_FAN,))
def spectral_noncontrastive() -> Iterable[sp.Expr]:
    """E‖Ψ(A) − Ψ(A⁺)‖² = 2Tr(ΨᵀAΨ) − 2Tr(ΨᵀPᵀX⁻¹PΨ) = 2d − 2Tr(Π·T*T) under the constraint ΨᵀAΨ = I: Ky Fan."""
    yield positive_pairs()


@proof(
    "objectives.spectral-noncontrastive", "minimum", "spans-if", "spans-only-if", variant="corrected", facts=(KY_FAN,)
)
def spectral_noncontrastive_corrected() -> Iterable[sp.Expr]:
    """L_N = 2d − 2Tr(Π·T*T), Π the projector of rank d on the span of Ψ̃: Ky Fan."""
    yield positive_pairs()


def positive_pairs() -> sp.Expr:
    """The form of E‖Ψ(A) − Ψ(A⁺)‖², from the summand ψ² + ψ'² − 2ψψ' and the law PᵀX⁻¹P of the pairs, in Ψ and
    A·T*T."""
    pairs = Pt * X**-1 * P
    return Psit * (2 * A - 2 * pairs) * Psi - 2 * (Psit * A * Psi - Psit * A * (T_star * T) * Psi)


@proof("objectives.graph-nodes", "minimum", facts=(KY_FAN,))
def graph_nodes() -> Iterable[sp.Expr]:
    """½E‖Φ(u) − Φ(v)‖² = Tr(ΦᵀXΦ) − Tr(ΦᵀPΦ) = d − Tr(Φᵀ X T Φ) for a symmetric P with marginal X: Ky Fan for T."""
    x, y, w = sp.symbols("x y w")
    yield w * (x - y) ** 2 / 2 - (w * x**2 / 2 + w * y**2 / 2 - w * x * y)
    yield Phit * P * Phi - Phit * X * T * Phi


@proof("objectives.svme", "minimum", "psi", "if", "only-if", facts=(KY_FAN,))
def svme() -> Iterable[sp.Expr]:
    """E‖Φ(X) − Ψ(A)‖² = E‖Φ − (T*Φ)(A)‖² + E‖T*Φ − Ψ‖², so Ψ = T*Φ is best; and the first term is ΦᵀXΦ − ΦᵀX(TT*)Φ,
    that is d − Tr(Π·TT*) under the constraint: Ky Fan for projectors of rank d."""
    loss = Phit * X * Phi - Phit * P * Psi - Psit * Pt * Phi + Psit * A * Psi
    least = Phit * X * Phi - Phit * X * T * T_star * Phi
    yield loss - least - (Phit * P * A**-1 - Psit) * A * (T_star * Phi - Psi)


@proof("objectives.kise", "maximum", "equivalent", "if", "only-if", facts=(KY_FAN,))
def kise() -> Iterable[sp.Expr]:
    """The objective is ΦᵀX·k_X·XΦ = ΦᵀX(TT*)Φ, that is Tr(Π·TT*) under the constraint: Ky Fan for projectors of rank
    d. Pairs that share a context have the law PA⁻¹Pᵀ with marginal X, so E‖Φ − Φ'‖² = 2ΦᵀXΦ − 2ΦᵀPA⁻¹PᵀΦ = 2d − 2·(the
    objective)."""
    kernel = X**-1 * P * A**-1 * Pt * X**-1
    value = Phit * X * kernel * X * Phi
    yield value - Phit * X * (T * T_star) * Phi
    yield Phit * (2 * X - 2 * P * A**-1 * Pt) * Phi - (2 * Phit * X * Phi - 2 * value)
    one = letters("one x")[0]
    yield (P * A**-1 * Pt * one).subs(Pt * one, A * one).subs(P * one, X * one) - X * one


@proof("objectives.cross-modal", "approximation")
def cross_modal() -> Iterable[sp.Expr]:
    """Summand by summand: pq·z² − 2P·z = pq·((z − P/(pq))² − (P/(pq))²) for z = ⟨Φ(x), Ψ(a)⟩."""
    joint, p, q, z = sp.symbols("joint p q z", positive=True)
    yield p * q * z**2 - 2 * joint * z - p * q * ((z - joint / (p * q)) ** 2 - (joint / (p * q)) ** 2)


@proof("objectives.laplacian-eigenmaps", "spectrum", "constant")
def laplacian_eigenmaps() -> Iterable[sp.Expr]:
    """If Tv = λv then (1 − X⁻¹W)v = (1 − λ)v for W = P, and T1 = 1: the spectrum of 1 − T is 1 less that of T."""
    v = letters("v x")[0]
    eigenvalue = sp.Symbol("lambda")
    yield (v - (T * v).subs(P * v, eigenvalue * X * v)) - (1 - eigenvalue) * v
    yield (v - (T * v).subs(P * v, X * v))
