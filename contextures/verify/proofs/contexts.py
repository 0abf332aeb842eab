"""Proofs of chapter 1."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.letters import A, H, K, P, Pt, S, St, T, T_star, U, Ut, V, Vt, X, letters, through_svd
from contextures.verify.proofs.registry import Identity, proof

SVD = "the singular value decomposition exists"
TRACE = "a trace is the sum of the eigenvalues"


@proof("contexts.operators", "kernel-a", "kernel-x", "adjoint")
def operators() -> Iterable[Identity]:
    """Kernels as matrices: k_A = A⁻¹(TᵀXT)A⁻¹ and T_{k_A} = k_A·A = A⁻¹PᵀX⁻¹P = T*T, likewise for X; and fᵀX(Tg) =
    fᵀPg = (T*f)ᵀAg."""
    f, g = letters("f g")
    kernel_a = A**-1 * (Pt * X**-1) * X * T * A**-1
    kernel_x = X**-1 * (P * A**-1) * A * T_star * X**-1
    yield "k_A·A = T*T", kernel_a * A - T_star * T
    yield "k_X·X = TT*", kernel_x * X - T * T_star
    yield "fᵀX(Tg) = (T*f)ᵀAg", f * X * T * g - (f * P * A**-1) * A * g


def conditional_variance() -> Identity:
    """The summand of E[g²|x] − E[g|x]² = ½ΣΣ P(a|x)P(a'|x)(g(a) − g(a'))², less that of the left side."""
    w, v, g, h = sp.symbols("w v g h")
    text = "½ww'(g−g')² = ½ww'g² + ½ww'g'² − wg·w'g', the summand of E[g²|x] − E[g|x]²"
    return text, w * v * (g - h) ** 2 / 2 - (w * v * g**2 / 2 + w * v * h**2 / 2 - w * g * v * h)


@proof("contexts.unit-interval", "lower", "upper", "constant-x", "constant-a", "top", facts=(SVD,))
def unit_interval() -> Iterable[Identity]:
    """T1 = X⁻¹P1 = X⁻¹X1 = 1 by the definition of the marginal, likewise T*1 = 1. By E[g²|x] − E[g|x]² = ½ΣΣ
    P(a|x)P(a'|x)(g(a) − g(a'))² ≥ 0, summed over x, ‖Tg‖ ≤ ‖g‖, so no singular value exceeds 1, and s_0 = 1 is
    attained at the constant. Singular values are not negative by definition."""
    one = letters("one x")[0]
    yield "T1 = 1", (T * one).subs(P * one, X * one) - one
    yield "T*1 = 1", (T_star * one).subs(Pt * one, A * one) - one
    yield conditional_variance()


@proof(
    "contexts.duality",
    "eigenvalues", "range-lower", "range-upper", "left", "right", "orthonormal",
    facts=(SVD, "similar matrices have the same eigenvalues"),
)  # fmt: skip
def duality() -> Iterable[Identity]:
    """With P = HUSVᵀK: TT* = (H⁻¹U)SSᵀ(H⁻¹U)⁻¹ and T*T = (K⁻¹V)SᵀS(K⁻¹V)⁻¹, and SSᵀ, SᵀS carry the same squares beside
    zeros; the columns of μ = H⁻¹U and ν = K⁻¹V are orthonormal in L²(P_X), L²(P_A), Tν = μS and T*μ = νSᵀ. No
    eigenvalue exceeds 1, since ‖Tg‖ ≤ ‖g‖. T1 = 1 and T*1 = 1, and both operators leave the mean-zero functions
    among themselves: the decomposition is that of the constants and, on the rest, another one, also where s_1 = 1."""
    mu, nu = H**-1 * U, K**-1 * V
    yield "TT* = μ·SSᵀ·UᵀH", through_svd(T * T_star - mu * S * St * Ut * H)
    yield "T*T = ν·SᵀS·VᵀK", through_svd(T_star * T - nu * St * S * Vt * K)
    yield "Tν = μS", through_svd(T * nu - mu * S)
    yield "T*μ = νSᵀ", through_svd(T_star * mu - nu * St)
    yield "μᵀXμ = 1", through_svd(Ut * H**-1 * X * mu) - 1
    yield "νᵀAν = 1", through_svd(Vt * K**-1 * A * nu) - 1
    one, g = letters("one g")
    yield "T1 = 1", (T * one).subs(P * one, X * one) - one
    yield "T*1 = 1", (T_star * one).subs(Pt * one, A * one) - one
    yield "1ᵀX(Tg) = 1ᵀAg, the mean, at 1ᵀP = 1ᵀA", (one * X * T * g).subs(one * P, one * A) - one * A * g
    yield conditional_variance()


@proof("contexts.spectral-decomposition", "decomposition", facts=(SVD,))
def spectral_decomposition() -> Iterable[Identity]:
    """X(H⁻¹U)S(K⁻¹V)ᵀA = HUSVᵀK = P."""
    yield "XμSνᵀA = P", through_svd(X * H**-1 * U * S * Vt * K**-1 * A - P)


@proof("contexts.loss-kernel", "kernel")
def loss_kernel() -> Iterable[Identity]:
    """T(kA)T* = X⁻¹PkPᵀ = (TkTᵀ)X, the kernel of the claim times X."""
    k = letters("k x")[0]
    yield "T(kA)T* = (TkTᵀ)X", T * (k * A) * T_star - (T * k * (Pt * X**-1)) * X


def inertia() -> Iterable[Identity]:
    """χ² + 1 is the sum of P²/(pq), both summand by summand and over masses that add up to 1."""
    joint, p, q, trace, mass = sp.symbols("joint p q trace mass", positive=True)
    yield "(P−pq)²/(pq) = P²/(pq) − 2P + pq", (joint - p * q) ** 2 / (p * q) - (joint**2 / (p * q) - 2 * joint + p * q)
    yield "Σ: Tr − 2 + 1 = Tr − 1", ((trace - 2 * mass + mass) - (trace - 1)).subs(mass, 1)


@proof("contexts.chi-square", "inertia", facts=(SVD, TRACE))
def chi_square() -> Iterable[Identity]:
    """The squares, the constant included, add up to Tr(TT*) = ΣΣ P²/(pq). Since (P − pq)²/(pq) = P²/(pq) − 2P + pq and
    the masses P and pq add up to 1, that is χ² + 1."""
    yield from inertia()
