"""Proofs of section 7b.4: modes of dependence."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

SVD = "the singular value decomposition"
ECKART_YOUNG = "Eckart–Young"
p, q, mass, product = sp.symbols("p q P u", positive=True)
a, mean = sp.symbols("a m")


@proof("neighbours.zheng-h-score", "identity")
def h_score() -> Iterable[Identity]:
    """Entry by entry, with u = Σf_i(x)g_i(y): Σ(P − pq)u = tr cov(f, g), and Σpqu² = tr(E ffᵀ·E ggᵀ)."""
    density = mass / (p * q) - 1
    yield (
        "½pq(B̃² − (B̃ − u)²) = (P − pq)u − ½pqu²",
        (p * q * (density**2 - (density - product) ** 2) / 2 - (mass - p * q) * product + p * q * product**2 / 2),
    )


@proof("neighbours.zheng-operator", "operator", variant="corrected")
def operator() -> Iterable[Identity]:
    """Term by term of the sums over x: ΣPa/q = E[a|Y = y], and Σpa = E a."""
    yield "B̃pa = (P/q)a − pa", (mass / (p * q) - 1) * p * a - (mass / q * a - p * a)


def modes_are_singular() -> Iterable[Identity]:
    """B̃ maps constants to 0 on both sides, so that the best approximation among f, g of mean 0 and variance 1 is
    the best one of rank 1, by Eckart and Young; σ = ⟨B̃, f⊗g⟩ and an error of Σ_{i≥2}s_i² give σ = s_1, f⊗g in the
    top singular subspaces with Bf = σg. What is left has the singular values s_2, s_3, … and f_1, g_1 in its
    kernels; as s_2 > 0, f_2 and g_2 are orthogonal to these. E f_i(X)g_j(Y) = ⟨B̃, f_i⊗g_j⟩ for functions of mean
    0."""
    sigma, norm = sp.symbols("sigma N")
    yield "‖B − σf⊗g‖² = ‖B‖² − σ² for σ = ⟨B, f⊗g⟩", (norm - 2 * sigma * sigma + sigma**2) - (norm - sigma**2)


modes = proof(
    "neighbours.zheng-modes", "first-image", "image", "first", "second", "cross", "order", "maximal", scope=IN_WORDS,
    facts=(SVD, ECKART_YOUNG),
)(modes_are_singular)  # fmt: skip


@proof("neighbours.zheng-orthogonal", "constant", "bound", "local", variant="corrected", scope=IN_WORDS, facts=(SVD,))
def residual() -> Iterable[Identity]:
    """For given f* of variance 1 the error is least for σg* = h − E h with h(y) = Σ_xP_X(x)B(x, y)f*(x), so that
    the sum is h − (h − E h) = E h for every y; E h = Σ_xP_X(x)f*(x)E_Y B(x, Y), whose square is at most Var_X E_Y B
    as f* has mean 0 and variance 1 (Cauchy–Schwarz), which is 0 for B̃."""
    h, centre = sp.symbols("h c")
    yield "h − (h − c) = c", h - (h - centre) - centre


@proof("neighbours.zheng-orthogonal", "local", scope=IN_WORDS, facts=(SVD,))
def residual_local() -> Iterable[Identity]:
    """That of the corrected form: E_Y B̃(x, Y) = 0."""
    yield from residual.identities()


@proof("neighbours.zheng-information", "at-least", "at-most", variant="corrected", scope=IN_WORDS)
def information() -> Iterable[Identity]:
    """With t = dP/d(P_XP_Y), I = E(t ln t − t + 1) and Σσ_i² = E(t − 1)² under P_XP_Y. φ is ∫_0^1
    (1−s)/(1+s(t−1))ds, the remainder of Taylor's formula over (t − 1)², and decreases in t; so φ(max t)(t − 1)² ≤ t
    ln t − t + 1 ≤ φ(min t)(t − 1)² at every point."""
    t, s = sp.symbols("t s", positive=True)
    inner = -s / (t - 1) + t / (t - 1) ** 2 * sp.log(1 + s * (t - 1))
    yield (
        "the integrand is the derivative of −s/(t−1) + t ln(1 + s(t−1))/(t−1)²",
        sp.diff(inner, s) - (1 - s) / (1 + s * (t - 1)),
    )
    yield (
        "between 0 and 1 it grows by (t ln t − t + 1)/(t − 1)²",
        (inner.subs(s, 1) - inner.subs(s, 0) - (t * sp.log(t) - t + 1) / (t - 1) ** 2),
    )


def nested() -> Iterable[Identity]:
    """With f = cf̄ + f⊥ and R ⊥ f̄ the twofold error is ‖b−ḡ‖² + ‖b−ḡ−cg‖² (times ‖f̄‖²) + ‖R‖² + ‖R−f⊥⊗g‖². The
    first two are least at ḡ = b − cg/2, where they are c²‖g‖²/2; so a maximiser has cg = 0, and R ≠ 0 needs g ≠ 0:
    c = 0. With ḡ = b given, the second alone says so."""
    c, g, e = sp.symbols("c g e")
    yield (
        "e² + (e − cg)² = c²g²/2 + 2(e − cg/2)²",
        e**2 + (e - c * g) ** 2 - (c**2 * g**2 / 2 + 2 * (e - c * g / 2) ** 2),
    )


nested_corrected = proof(
    "neighbours.zheng-nested", "simultaneous", "sequential", variant="corrected", scope=IN_WORDS, facts=(ECKART_YOUNG,)
)(nested)
