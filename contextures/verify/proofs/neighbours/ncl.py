"""Proofs of section 7.4: non-negative contrastive learning."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.letters import letters
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

ECKART_YOUNG = "Eckart–Young: ‖Ā − M‖² ≥ Σ_{i>k}g_i² where rank M ≤ k"
KERNEL = "ker FFᵀ = ker Fᵀ"

F, Ft, R, Rt = letters("F Ft R Rt")
w, p, q, inner = sp.symbols("w p q u", positive=True)
prior, x1, x2, joint1, joint2 = sp.symbols("P_c p_1 p_2 J_1 J_2", positive=True)


def entry() -> Identity:
    """One entry of ‖Ā − FFᵀ‖² is that of the loss and that of ‖Ā‖², with u = f(x)ᵀf(x′)."""
    residual = (w / sp.sqrt(p * q) - sp.sqrt(p * q) * inner) ** 2
    return "(w/√(pq) − √(pq)u)² = pqu² − 2wu + w²/(pq)", residual - (p * q * inner**2 - 2 * w * inner + w**2 / (p * q))


@proof("neighbours.ncl-rotation", "inner-products", "loss")
def rotation() -> Iterable[Identity]:
    """The Gram matrix is unchanged, and the loss is a function of it."""
    yield "(FRᵀ)(FRᵀ)ᵀ = FFᵀ where RᵀR = I", sp.expand(F * Rt * R * Ft).subs(Rt * R, 1) - F * Ft


@proof("neighbours.ncl-factorisation", "identity")
def factorisation() -> Iterable[Identity]:
    """Entry by entry; Σpqu² = E(f(x)ᵀf(x⁻))² and Σwu = E f(x)ᵀf(x⁺)."""
    yield entry()


@proof("neighbours.ncl-equivalence", "constant")
def equivalence() -> Iterable[Identity]:
    """Both differences are ‖Ā‖², entry by entry."""
    yield entry()


@proof("neighbours.ncl-axes", "permutation", scope=IN_WORDS)
def axes() -> Iterable[Identity]:
    """Two rows have the inner product 0, a sum of terms ≥ 0: no column has two entries that are not 0. There are as
    many columns as rows and no row vanishes, so that each row has one entry, of size 1, and it is 1."""
    r = sp.Symbol("r")
    yield "r(1 − r) = 0 at r = 1", (r * (1 - r)).subs(r, 1)


def posterior_factorises() -> Identity:
    """A class in (φφᵀ)(x, x′) and in P(x, x′)/(P(x)P(x′)), with J = P(c, x)."""
    phi = (joint1 / x1) * (joint2 / x2) / prior
    return "P(c|x)P(c|x′)/P(c) = P(c)P(x|c)P(x′|c)/(P(x)P(x′))", phi - prior * (joint1 / prior) * (joint2 / prior) / (
        x1 * x2
    )


def optimal() -> Iterable[Identity]:
    """φφᵀ is the ratio P(x, x′)/(P(x)P(x′)), so that ‖Ā − ΦΦᵀ‖² = 0; zero coordinates and the order change no Gram
    matrix."""
    yield posterior_factorises()
    yield entry()


optimal_square = proof("neighbours.ncl-optimal", "minimum", "value")(optimal)
optimal_wide = proof("neighbours.ncl-wide", "minimum", "value")(optimal)


@proof("neighbours.ncl-narrow", "gap", "lower", "merged", variant="corrected", scope=IN_WORDS, facts=(ECKART_YOUNG,))
def narrow() -> Iterable[Identity]:
    """ℓ(f) + ‖Ā‖² = ‖Ā − FFᵀ‖² with FFᵀ of rank k at most. Ā is positive and its rank is that of the law, so that
    g_{k+1} > 0 iff k < rank. Classes with one P(·|c) merge into a class of the same graph, with one coordinate."""
    yield entry()
    a, b, r = sp.symbols("a b r", positive=True)
    yield "a·r·r + b·r·r = (a+b)·r·r", a * r**2 + b * r**2 - (a + b) * r**2


@proof("neighbours.ncl-general", "graph", "overlap")
def general() -> Iterable[Identity]:
    """P(c) = P(x̄), P(x|c) = 𝒜(x|x̄); where P(c|x)P(c′|x) = 0 for every x, so is its mean."""
    a, b = sp.symbols("a b", positive=True)
    yield "P·𝒜𝒜′ = (P𝒜)(P𝒜′)/P", prior * a * b - (prior * a) * (prior * b) / prior


@proof("neighbours.ncl-orthogonality", "value", "bound")
def orthogonality() -> Iterable[Identity]:
    """√(P(c)P(c′)) ≥ min_c P(c), and P(c, c′) ≤ ε."""
    a, b = sp.symbols("a b", positive=True)
    yield (
        "p(a/√P)(b/√Q) = p·ab/√(PQ)",
        p * (a / sp.sqrt(prior)) * (b / sp.sqrt(q)) - p * a * b / sp.sqrt(prior * q),
    )


def indicator() -> Iterable[Identity]:
    """P(c|x) = 1[c = μ(x)]: φ has the one coordinate 1/√P(c), and E φ_c² = P(c)·1/P(c), E φ_cφ_c′ = 0."""
    yield "P(1/√P)² = 1", prior * (1 / sp.sqrt(prior)) ** 2 - 1


one_hot = proof("neighbours.ncl-one-hot", "sparse", "sparse-all", "orthogonal")(indicator)
one_hot_scaled = proof(
    "neighbours.ncl-one-hot", "indicator", "sparse", "sparse-all", "orthogonal", variant="corrected"
)(indicator)  # fmt: skip


@proof("neighbours.ncl-bayes", "argmax", "scores")
def bayes() -> Iterable[Identity]:
    """Σ_{c∈𝒞_y} P(c|x) = P(y|x), y being a function of c."""
    a = sp.Symbol("a", positive=True)
    yield "√P·a/√P = a", sp.sqrt(prior) * a / sp.sqrt(prior) - a


def unique() -> Iterable[Identity]:
    """f = Rφ ≥ 0 with orthonormal columns of R. At a point of class c alone f_j = R_jc/√P(c), so that R ≥ 0; two
    columns of R have the inner product 0, a sum of terms ≥ 0, so that no row has two entries that are not 0: f_j is 0
    or a multiple of one φ_c. With k = m every column has one entry, which is 1: R is a permutation."""
    yield "FFᵀ is unchanged by R", sp.expand(F * Rt * R * Ft).subs(Rt * R, 1) - F * Ft


unique_square = proof("neighbours.ncl-unique", "unique", scope=IN_WORDS, facts=(KERNEL,))(unique)
unique_exact = proof("neighbours.ncl-unique-exact", "unique", scope=IN_WORDS, facts=(KERNEL,))(unique)
unique_wide = proof(
    "neighbours.ncl-unique-wide", "unique", variant="corrected", scope=IN_WORDS, facts=(KERNEL,)
)(unique)  # fmt: skip
