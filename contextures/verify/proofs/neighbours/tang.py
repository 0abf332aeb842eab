"""Proofs of section 7.1: gain, alignment and regret; in the singular functions L = SΛS, S the diagonal of the s_i."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.objectives import KY_FAN
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

HORN = "Horn: Σ_{i≤d}σ_i(AB)² ≤ Σ_{i≤d}σ_i(A)²σ_i(B)²"
INTERLACING = "Cauchy's interlacing"
MONOTONE = "Weyl: M ⪯ N ⇒ λ_i(M) ≤ λ_i(N)"
SCHUR = "Schur: the sum of k diagonal entries is at most that of the k largest eigenvalues"
VON_NEUMANN = "von Neumann: tr(MN) ≤ Σλ_i(M)λ_i(N), with equality iff a basis diagonalises both in these orders"
ANGLES = (
    "principal angles: bases u_k of one space and v_k orthogonal to it, such that the other one has the basis "
    "cos θ_k·u_k + sin θ_k·v_k"
)

e, g, a, b = sp.symbols("e g a b", positive=True)
alpha, kappa, d, J, K, S = sp.symbols("alpha kappa d J K S", positive=True)


def smaller_denominator() -> Identity:
    """A larger bound of J* is a larger bound of the regret."""
    return "(1 − J/K) − (1 − J/J*) = J(K − J*)/(J*K)", (1 - J / K) - (1 - J / S) - J * (K - S) / (S * K)


def split() -> Identity:
    """L as a Gram matrix, from disjoint places of the spectrum."""
    root, first, then = sp.symbols("R S1 S2", commutative=False)
    whole = root * (first + then) * (first + then) * root
    parts = root * first * first * root + root * then * then * root
    return "RS²R = RS_1²R + RS_2²R where S_1S_2 = 0", whole - parts - root * (first * then + then * first) * root


@proof("neighbours.tang-gain", "gain", "largest", "spectral", "constant", facts=(KY_FAN,))
def gain() -> Iterable[Identity]:
    """With the orthogonal projector Π = ΦG⁻¹Φᵀ, E‖ΠQ̃Δ‖² = tr(ΠSΛS) = tr(G⁻¹ΦᵀLΦ); for μ_1..μ_d it is the sum of the
    first d entries s_i²Λ_ii of L."""
    Phi, G, L = sp.symbols("Phi G L", commutative=False)
    Phit = sp.Symbol("Phit", commutative=False)
    projector = Phi * G**-1 * Phit
    yield "ΠL + (1 − Π)L = L", projector * L + (1 - projector) * L - L


@proof("neighbours.tang-sufficiency", "image", "one-dimensional", "top-block", scope=IN_WORDS)
def sufficiency() -> Iterable[Identity]:
    """J = tr(ΠL) depends on L alone. A symmetric L − L′ ≠ 0 has wᵀ(L − L′)w ≠ 0 at a basis vector or the sum of two,
    by polarisation. Where s_i = 0 for i > 2d, L_ij = s_iΛ_ijs_j needs i, j ≤ 2d alone."""
    m, n, r = sp.symbols("m n r")
    yield "2r = (m + 2r + n) − m − n", 2 * r - ((m + 2 * r + n) - m - n)


@proof("neighbours.tang-alignment-bound", "gain", "regret", "flatness", "lower", "upper", facts=(HORN, SCHUR))
def alignment_bound() -> Iterable[Identity]:
    """J* = Σ_{i≤d}σ_i(SΛ^{1/2})² ≤ Σs_i²λ_i(Λ); Λ_ii ≥ λ_min and λ_i ≤ λ_max; and Σ_{i≤k}Λ_ii ≤ Σ_{i≤k}λ_i for every
    k, summed by parts over s_k² − s_{k+1}² ≥ 0."""
    yield smaller_denominator()
    l1, l2, m1, m2, s1, s2 = sp.symbols("l1 l2 m1 m2 s1 s2")
    parts = (s1 - s2) * (l1 - m1) + s2 * (l1 + l2 - m1 - m2)
    yield "s_1(l_1−m_1) + s_2(l_2−m_2) by parts", s1 * (l1 - m1) + s2 * (l2 - m2) - parts


@proof("neighbours.tang-worst-case", "regret", "alignment", facts=(KY_FAN,))
def worst_case() -> Iterable[Identity]:
    """L is s²λ_min on μ_1..μ_d, s²λ_max on the next d, and at most s²λ_max elsewhere: J(Φ_s) = ds²λ_min, J* =
    ds²λ_max, which is Σ_{i≤d}s_i²λ_i(Λ) too."""
    yield "1 − ds²a/(ds²b) = 1 − a/b", (1 - d * S * a / (d * S * b)) - (1 - a / b)


@proof("neighbours.tang-aligned", "only-if", "if", "regret", scope=IN_WORDS, facts=(VON_NEUMANN,))
def aligned() -> Iterable[Identity]:
    """𝒜 is the quotient of tr(DΛ) and Σλ_i(D)λ_i(Λ) for D = Σ_{i≤d}s_i²ν_i⊗ν_i. At equality a basis diagonalises both
    in their orders; the s_i² are distinct and positive, so that its first d vectors are ±ν_i, with Λν_i = λ_iν_i.
    Then J(Φ_s) = Σs_i²λ_i(Λ), which J* does not exceed."""
    yield smaller_denominator()


@proof("neighbours.tang-aligned-ties", "invariant", "regret", scope=IN_WORDS, facts=(VON_NEUMANN,))
def aligned_ties() -> Iterable[Identity]:
    """At equality in von Neumann's inequality a basis diagonalises D and Λ, so that they commute; and ρ ≤ 1 − 𝒜."""
    yield smaller_denominator()


@proof("neighbours.tang-zero", "if", "only-if-invariant", "only-if-order", scope=IN_WORDS, facts=(KY_FAN,))
def zero() -> Iterable[Identity]:
    """ρ = 0 says that the first d of the μ_i span a top-d eigenspace of L: an invariant space, L_{12} = 0, on which
    no eigenvalue is below one of the complement. Where the d-th eigenvalue of L is 0 and the space is not invariant,
    a positive semidefinite L with L_{12} ≠ 0 has a pair in which turning gains at first order."""
    c, s, l11, l22, l12 = sp.symbols("c s l11 l22 l12")
    turned = c**2 * l11 + 2 * c * s * l12 + s**2 * l22
    yield "gain of a turn", (turned - l11).subs(c**2, 1 - s**2) - (2 * c * s * l12 + s**2 * (l22 - l11))


@proof("neighbours.tang-localisation-squared", "gain", "regret", "smaller", scope=IN_WORDS, facts=(KY_FAN, MONOTONE))
def localisation_squared() -> Iterable[Identity]:
    """J* is the sum of the d largest eigenvalues of Λ^{1/2}S²Λ^{1/2}, a sum of the parts of i ≤ r and of i > r; Ky
    Fan takes them apart. The first part has the eigenvalues of S_1Λ^{(r)}S_1, at most λ_max^{(r)}s_i², the second
    one's are at most λ_max·s_{r+i}². J(Φ_s) ≥ λ_min^{(r)}S_d, and Σ_{r<i≤r+d}s_i² ≤ ds_{r+1}²."""
    yield split()
    yield smaller_denominator()


@proof("neighbours.tang-localisation", "gain", "regret", "tail", "rank", scope=IN_WORDS, facts=(KY_FAN, MONOTONE))
def localisation() -> Iterable[Identity]:
    """As neighbours.tang-localisation-squared, whose bound is the printed one less 2√(ab); S_d ≥ ds_d²; and no tail
    is left behind 2d where the rank is at most 2d."""
    yield split()
    yield "(√a + √b)² = a + b + 2√(ab)", (sp.sqrt(a) + sp.sqrt(b)) ** 2 - (a + b + 2 * sp.sqrt(a * b))


@proof("neighbours.tang-tail-free", "if", "only-if", variant="corrected", facts=(KY_FAN,))
def tail_free() -> Iterable[Identity]:
    """L is c·diag(s_1²..s_{2d}²) beside L_>: its d largest eigenvalues are cs_1²..cs_d² iff none of L_> is above
    cs_d²."""
    yield smaller_denominator()


@proof("neighbours.tang-only-top-block", "same", "lost", variant="corrected", facts=(KY_FAN,))
def only_top_block() -> Iterable[Identity]:
    """Without a tail L needs Λ^{(2d)} alone. With one, t = 2J*/s_{2d+1}² adds 2J* to an entry of L beyond the first
    d, which keeps J(Φ_s) and makes the best gain at least 2J*."""
    t = 2 * J / g
    yield "ts² = 2J* at s² = g", t * g - 2 * J


@proof("neighbours.tang-cone-zero", "zero", facts=(KY_FAN,))
def cone_zero() -> Iterable[Identity]:
    """L is block diagonal; its first block is at least s_d²λ_min(Λ_1), its second at most s_{d+1}²λ_max(Λ_2)."""
    yield smaller_denominator()


@proof("neighbours.tang-cone-gap", "zero", "open", "ray", facts=(KY_FAN, "‖·‖ bounds the change of an eigenvalue"))
def cone_gap() -> Iterable[Identity]:
    """neighbours.tang-cone-zero; both conditions are strict, and a change E of the blocks moves them by at most (s_d²
    + s_{d+1}²)‖E‖ and ‖E‖; at c·Id they say s_d > s_{d+1}."""
    t = sp.symbols("t")
    yield "a(m−t) − b(M+t) = (am − bM) − (a+b)t", a * (J - t) - b * (K + t) - ((a * J - b * K) - (a + b) * t)


@proof("neighbours.tang-cone-geometry", "codimension", "cone", "open", "ray", variant="corrected")
def cone_geometry() -> Iterable[Identity]:
    """The entries of the block of i ≤ d < j vanish; the rest is neighbours.tang-cone-gap."""
    n = sp.symbols("n", positive=True)
    blocks = d * (d + 1) / 2 + (n - d) * (n - d + 1) / 2
    yield "dimensions", n * (n + 1) / 2 - blocks - d * (n - d)


@proof("neighbours.tang-cone-geometry", "codimension", "cone", "ray")
def cone_geometry_printed() -> Iterable[Identity]:
    """The entries of the block of i ≤ d < j vanish; both sides of the condition grow with c; s_d ≥ s_{d+1} at Id."""
    yield from cone_geometry.identities()


@proof("neighbours.tang-price", "regret", "excess", scope=IN_WORDS, facts=(KY_FAN, INTERLACING))
def tang_price() -> Iterable[Identity]:
    """Let Λ be 1 on the span of T*Φ and κ on its complement. J(Φ;Λ) = tr(ΠS²) ≤ S_d, and J* is at least κ times the
    sum of the d largest eigenvalues of S² compressed to the complement, of codimension at most d: at least κS′_d."""
    bound = 1 - S / (kappa * K)
    yield "ρ/(1−ρ) at the bound", bound / (1 - bound) - (kappa * K / S - 1)


@proof("neighbours.tang-price-order", "over-laws", scope=IN_WORDS, facts=(KY_FAN, INTERLACING))
def price_over_laws() -> Iterable[Identity]:
    """neighbours.tang-price where S_d = S′_d: at least 1 − 1/κ = α/(1 + α) ≥ α/2."""
    yield "α/(1+α) − α/2 = α(1−α)/(2(1+α))", alpha / (1 + alpha) - alpha / 2 - alpha * (1 - alpha) / (2 * (1 + alpha))


@proof("neighbours.tang-price-minimax", "flat", "flat-attained", scope=IN_WORDS, facts=(KY_FAN, INTERLACING))
def price_minimax() -> Iterable[Identity]:
    """neighbours.tang-price at S_d = S′_d, and neighbours.tang-alignment-bound."""
    yield "1 − S/(κS) = 1 − 1/κ", 1 - S / (kappa * S) - (1 - 1 / kappa)


def first_of_the_chain() -> Iterable[Identity]:
    """neighbours.tang-alignment-bound."""
    yield smaller_denominator()


chain_left = proof("neighbours.tang-chain", "left", facts=(HORN, SCHUR))(first_of_the_chain)
chain_left_corrected = proof("neighbours.tang-chain", "left", variant="corrected", facts=(HORN, SCHUR))(
    first_of_the_chain
)


@proof("neighbours.tang-algorithm-alignment", "regret", facts=(HORN, SCHUR))
def algorithm_alignment() -> Iterable[Identity]:
    """ρ ≤ 1 − 𝒜 ≤ τ."""
    yield smaller_denominator()


@proof("neighbours.tang-restricted-class", "gain", "alignment", "fast", scope=IN_WORDS, facts=(HORN, ANGLES, KY_FAN))
def restricted_class() -> Iterable[Identity]:
    """The maximum over a class is at most J*, so that the bounds of ρ(Φ_s,Λ) hold for it."""
    yield smaller_denominator()


@proof("neighbours.tang-localised-verbatim", "price", scope=IN_WORDS, facts=(KY_FAN, INTERLACING))
def verbatim_price() -> Iterable[Identity]:
    """κ_{2d}(Λ) ≤ κ(Λ): the supremum is over more Λ than in neighbours.tang-price."""
    bound = 1 - S / (kappa * K)
    yield "ρ/(1−ρ) at the bound", bound / (1 - bound) - (kappa * K / S - 1)


@proof("neighbours.tang-flatness-localised", "bound", facts=(INTERLACING,))
def flatness_localised() -> Iterable[Identity]:
    """λ_min ≤ λ_min^{(2d)} ≤ λ_max^{(2d)} ≤ λ_max."""
    m, t = sp.symbols("m t", positive=True)
    yield "(m + t)/K − m/K = t/K", (m + t) / K - m / K - t / K


@proof("neighbours.tang-alignment-lower", "bound", facts=(INTERLACING,))
def alignment_lower() -> Iterable[Identity]:
    """Λ_ii ≥ λ_min^{(2d)} for i ≤ d, and λ_i(Λ) ≤ λ_max(Λ): the quotient of the sums is at least that of the
    bounds."""
    yield "Sa/(SK) = a/K", S * a / (S * K) - a / K


@proof("neighbours.tang-localised-alignment", "if", "only-if", "regret", variant="corrected", scope=IN_WORDS)
def localised_alignment() -> Iterable[Identity]:
    """Λ^{(2d)} = c·Id, so 𝒜 = cS_d/Σ_{i≤d}s_i²λ_i(Λ), where λ_i ≥ c for i ≤ d by interlacing and s_1 > 0: it is 1 iff
    λ_1(Λ) = c. θ = 0 says that the rank is at most 2d, where L = c·S²."""
    yield "cS/(cS + t) = 1 − t/(cS + t)", a * S / (a * S + e) - (1 - e / (a * S + e))


@proof("neighbours.tang-strict", "flat", "large", "aligned", "localised")
def strict() -> Iterable[Identity]:
    """Both Λ are diagonal: their eigenvalues and compressions are read off. s_1²κ + Σ_{1<i≤d}s_i² is both sums of
    𝒜."""
    yield "κ/1 = κ", kappa / 1 - kappa


@proof("neighbours.tang-tail-threshold", "if", "only-if", facts=(KY_FAN,))
def tail_threshold() -> Iterable[Identity]:
    """The eigenvalues of L are s_i² for i ≤ 2d and κs_i² beyond: the first d are the largest iff κs_{2d+1}² ≤
    s_d²."""
    yield smaller_denominator()


@proof("neighbours.tang-rotation", "gain", "start", "end-if", "end-only-if", "powers", scope=IN_WORDS, facts=(KY_FAN,))
def rotation() -> Iterable[Identity]:
    """Λ_ii = 1 + (κ−1)cos²ϑ for i ≤ d. At ϑ = 0, Λ = κ on the first d: 𝒜 = 1 and ρ = 0. At ϑ = π/2, 𝒜 = 1/κ, and the
    d largest of s_i² (i ≤ d), κs_i² (d < i ≤ 2d) and the rest add up to κS_d only if all of them are κs_i² with
    s_{d+i} = s_i. With s_i² = i^{−2b}, κ·3^{−2b} ≤ 2^{−2b} iff 3/2 ≤ (3/2)^{2b}."""
    angle = sp.symbols("vartheta", real=True)
    entry = sp.cos(angle) ** 2 * kappa + sp.sin(angle) ** 2
    yield "κcos²ϑ + sin²ϑ = 1 + (κ−1)cos²ϑ", entry - (1 + (kappa - 1) * sp.cos(angle) ** 2)
