"""Proofs of section 7.1: matrix facts, tasks, priors and losses."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

COURANT_FISCHER = "Courant–Fischer"
KY_FAN = "Ky Fan's maximum principle"
ECKART_YOUNG = "Eckart–Young–Mirsky"
ANGLES = "principal angles of two subspaces"
CAUCHY = "Cauchy–Schwarz"
BERNSTEIN = "the matrix Bernstein inequality"

first, second, third, fourth = levels = sp.symbols("lambda_1:5")
shares = sp.symbols("w_1:5")
mass, p, q, product, level = sp.symbols("P p q u lambda", positive=True)


def weighted() -> Identity:
    """Σ_{i≤k}λ_i − tr(ΠM) for the shares w_i = ‖Πe_i‖², at k = 2 of 4."""
    lost = first + second - sum(a * w for a, w in zip(levels, shares, strict=True))
    inside = (first - second) * (1 - shares[0])
    outside = (second - third) * shares[2] + (second - fourth) * shares[3]
    return "Σ_{i≤k}λ_i − Σλ_iw_i = Σ_{i≤k}(λ_i−λ_k)(1−w_i) + Σ_{i>k}(λ_k−λ_i)w_i where Σw_i = k", (
        (lost - inside - outside).subs(shares[1], 2 - shares[0] - shares[2] - shares[3])
    )


@proof("neighbours.tang-ky-fan", "bound", "attained", "only-invariant", "only-top", scope=IN_WORDS)
def ky_fan() -> Iterable[Identity]:
    """The shares w_i = ‖Πe_i‖² of eigenvectors lie in [0, 1] and add up to k, so that what is lost is a sum of
    terms ≥ 0. It is 0 iff w_i = 1 where λ_i > λ_k and w_i = 0 where λ_i < λ_k: the range holds all larger
    eigenspaces and is orthogonal to all smaller ones, a top-k eigenspace."""
    yield weighted()


@proof("neighbours.tang-weyl", "monotone", "singular-values", "low-rank", facts=(COURANT_FISCHER,), scope=IN_WORDS)
def weyl() -> Iterable[Identity]:
    """λ_i is the largest minimum of xᵀMx over i dimensions, which grows with M. The singular values of M are the
    largest eigenvalues of [[0, M], [Mᵀ, 0]], which ‖N‖·Id added to it dominates after a change by N. Off the range
    of N, of codimension at most k, M and M − N agree: an (i+k)-dimensional space loses k dimensions."""
    m = sp.Matrix(2, 3, sp.symbols("m:6"))
    whole = sp.Matrix(sp.BlockMatrix([[sp.zeros(2), m], [m.T, sp.zeros(3)]]))
    rest = whole**2 - sp.diag(m * m.T, m.T * m)
    yield "[[0, M], [Mᵀ, 0]]² = diag(MMᵀ, MᵀM)", sum(sp.expand(entry) ** 2 for entry in rest)


@proof(
    "neighbours.tang-von-neumann",
    "bound",
    "if",
    "only-if-commute",
    "only-if-ordered",
    facts=(KY_FAN,),
    scope=IN_WORDS,
)
def von_neumann() -> Iterable[Identity]:
    """With P_j onto eigenvectors of the j largest n_i, tr(MN) = Σ_j(n_j − n_{j+1})tr(MP_j) ≤ Σ_j(n_j −
    n_{j+1})Σ_{i≤j}λ_i(M), by Ky Fan, which Abel's summation turns into Σλ_in_i. Equality makes P_j onto a top
    eigenspace of M wherever N has a gap: these are invariant and ordered, and inside of them N is a multiple of Id,
    so that M may be diagonalised there."""
    n = sp.symbols("n_1:4")
    m = sp.symbols("m_1:4")
    summed = (n[0] - n[1]) * m[0] + (n[1] - n[2]) * (m[0] + m[1]) + n[2] * (m[0] + m[1] + m[2])
    yield "Abel's summation", summed - sum(a * b for a, b in zip(m, n, strict=True))


@proof("neighbours.tang-interlacing", "largest", "smallest", facts=(COURANT_FISCHER,))
def interlacing() -> Iterable[Identity]:
    """The quotients xᵀΛx of the smaller subspace are among those of the larger one."""
    x = sp.Matrix(sp.symbols("x_1:3"))
    form = sp.Matrix(3, 3, sp.symbols("a:9"))
    padded = sp.Matrix([*x, 0])
    yield "(x, 0)ᵀΛ(x, 0) = xᵀΛ^(r)x", (padded.T * form * padded - x.T * form[:2, :2] * x)[0]


def truncation() -> Iterable[Identity]:
    """Eckart, Young and Mirsky: the minimisers are the rank-k truncations of singular value decompositions. For σ_k
    > 0 their column spaces are the top-k left singular subspaces; two choices at a tie are two minimisers, at a
    squared distance of 2σ_k² for each direction that is exchanged. For σ_k = 0 the minimum is 0, at M only."""
    sigma = sp.Symbol("sigma", positive=True)
    exchanged = sp.diag(sigma, 0) - sp.diag(0, sigma)
    yield "‖σu_1v_1ᵀ − σu_2v_2ᵀ‖_F² = 2σ²", sum(entry**2 for entry in exchanged) - 2 * sigma**2


eckart_young = proof(
    "neighbours.tang-eckart-young", "value", "attained", "unique-if", scope=IN_WORDS, facts=(ECKART_YOUNG,)
)(truncation)
eckart_young_corrected = proof(
    "neighbours.tang-eckart-young", "value", "attained", "column-space", "unique-if", "unique-if-zero",
    "unique-only-if", variant="corrected", scope=IN_WORDS, facts=(ECKART_YOUNG,),
)(truncation)  # fmt: skip


@proof("neighbours.tang-quadratic-growth", "growth", scope=IN_WORDS)
def growth() -> Iterable[Identity]:
    """With the shares w_i of neighbours.tang-ky-fan, t = Σ_{i≤k}(1 − w_i) = Σ_{i>k}w_i, and what exceeds
    (λ_k−λ_{k+1})t is a sum of terms ≥ 0."""
    gain = first * (1 - shares[0]) + second * (1 - shares[1]) - third * shares[2] - fourth * shares[3]
    t = 2 - shares[0] - shares[1]
    rest = (first - second) * (1 - shares[0]) + (third - fourth) * shares[3]
    yield (
        "⟨M_0,Π_0−Π⟩ − (λ_k−λ_{k+1})t = Σ_{i≤k}(λ_i−λ_k)(1−w_i) + Σ_{i>k}(λ_{k+1}−λ_i)w_i",
        ((gain - (second - third) * t - rest).subs(shares[2], 2 - shares[0] - shares[1] - shares[3])),
    )


def angles() -> Iterable[Identity]:
    """In the plane of a principal angle θ the difference of the projections has the eigenvalues ±sin θ. So t =
    Σsin²θ_i and ‖Π−Π_0‖_* = 2Σ sin θ_i ≥ 2t, over at most min(k, n−k) angles that are not 0: at most 2√(min(k,
    n−k)·t)."""
    theta, x = sp.symbols("theta x", real=True)
    line = sp.Matrix([sp.cos(theta), sp.sin(theta)])
    difference = line * line.T - sp.diag(1, 0)
    yield (
        "the plane of an angle: eigenvalues ±sin θ",
        sp.trigsimp((difference - x * sp.eye(2)).det() - (x**2 - sp.sin(theta) ** 2)),
    )


nuclear = proof("neighbours.tang-quadratic-growth", "nuclear", scope=IN_WORDS, facts=(ANGLES, CAUCHY))(angles)
apart = proof("neighbours.tang-projections-apart", "lower", "upper", scope=IN_WORDS, facts=(ANGLES, CAUCHY))(angles)


@proof("neighbours.tang-probing-risk", "same-view", "cross-view", scope=IN_WORDS)
def probing() -> Iterable[Identity]:
    """The best w, c leave (I − Π_Φ) of P(u|·) − P_U(u), which is P_U(u)ε times the function of δ_u; its square over
    P_U(u) is that of ε√P_U(u)δ_u. A function of X sees T of it, which is Q̃ in these coordinates, as U–A–X is a
    Markov chain."""
    u, epsilon = sp.symbols("P_U epsilon", positive=True)
    delta = (mass / u - p) / (epsilon * sp.sqrt(p))
    yield "√p(P(u|a) − P_U)/√P_U = ε√P_Uδ_u", sp.sqrt(p) * (mass / p - u) / sp.sqrt(u) - epsilon * sp.sqrt(u) * delta


@proof("neighbours.tang-bank", "rank", "singular", scope=IN_WORDS)
def bank() -> Iterable[Identity]:
    """The columns √P_U(u)·(√P_U(u)δ_u) of a task add up to 0, so that Δ_t has rank at most |U_t| − 1; ranks add up,
    and a compression has no larger one."""
    u, both = sp.symbols("P_1 J", positive=True)
    yield (
        "P_1(J/P_1 − p) + P_2((p−J)/P_2 − p) = 0 with P_2 = 1 − P_1",
        u * (both / u - p) + (1 - u) * ((p - both) / (1 - u) - p),
    )


@proof("neighbours.tang-partial-trace", "bound", facts=("the triangle inequality of the operator norm",))
def partial_trace() -> Iterable[Identity]:
    """With g ≥ h ≥ 0 the extreme eigenvalues of Σγ_rW_rW_rᵀ and c = c_0d_U, α = (g−h)/(c+h) ≤ g/c, and g is at most
    Σγ_rσ_max²(W_r)."""
    c, g, h = sp.symbols("c g h", positive=True)
    yield "g/c − ((c+g)/(c+h) − 1) = h(c+g)/(c(c+h))", g / c - ((c + g) / (c + h) - 1) - h * (c + g) / (c * (c + h))


@proof("neighbours.tang-coherent", "exact", "line", variant="corrected")
def coherent() -> Iterable[Identity]:
    """Λ = c_0d_U·Id + (Σγ_r)aaᵀ has the eigenvalue c_0d_U on what is orthogonal to a, which is 0 for M = 2 only."""
    c, g, angle, x = sp.symbols("c g t x", positive=True)
    a = sp.Matrix([sp.cos(angle), sp.sin(angle)])
    form = c * sp.eye(2) + g * a * a.T
    yield (
        "the eigenvalues of c·Id + g·aaᵀ are c + g and c",
        sp.trigsimp(sp.expand((form - x * sp.eye(2)).det() - (c + g - x) * (c - x))),
    )


def bernstein() -> Iterable[Identity]:
    """X = ΔΔᵀ − λ·Id has mean 0, ‖X‖ ≤ K and ‖E X²‖ ≤ λK for K = R², and for K = R² − λ where M ≥ 3, as then R² ≥
    E‖Δ‖² = (M−1)λ ≥ 2λ: E(ΔΔᵀ)² ⪯ R²λ·Id, less λ². The bound of Bernstein's inequality is η at s = √(2vℓ) + 2Kℓ/3,
    v = nλK, and more is left."""
    v, k, log = sp.symbols("v K l", positive=True)
    s = sp.sqrt(2 * v * log) + 2 * k * log / 3
    yield (
        "s² − 2ℓ(v + Ks/3) = (2Kℓ/3)√(2vℓ) ≥ 0",
        s**2 - 2 * log * (v + k * s / 3) - 2 * k * log / 3 * sp.sqrt(2 * v * log),
    )


diversity = proof("neighbours.tang-diversity", "deviation", scope=IN_WORDS, facts=(BERNSTEIN,))(bernstein)
diversity_centred = proof("neighbours.tang-diversity-centred", "deviation", scope=IN_WORDS, facts=(BERNSTEIN,))(
    bernstein
)


@proof("neighbours.tang-diversity", "conversion", "conversion-simple", facts=("Weyl's inequalities",))
def conversion() -> Iterable[Identity]:
    """The eigenvalues lie in [λ−ϱ, λ+ϱ], and ϱ ≤ λ/2."""
    rho = sp.Symbol("rho", positive=True)
    yield "(λ+ϱ)/(λ−ϱ) − 1 = 2ϱ/(λ−ϱ)", (level + rho) / (level - rho) - 1 - 2 * rho / (level - rho)
    yield (
        "4ϱ/λ − 2ϱ/(λ−ϱ) = 2ϱ(λ−2ϱ)/(λ(λ−ϱ))",
        (4 * rho / level - 2 * rho / (level - rho) - 2 * rho * (level - 2 * rho) / (level * (level - rho))),
    )


def entry() -> Identity:
    """One entry of the square of Q̃ − FGᵀ and of that of Q̃, with u = f(x)ᵀg(a)."""
    density = mass / (p * q) - 1
    return "pq((k−u)² − k²) = pqu² − 2(P−pq)u for k = P/(pq) − 1", (
        p * q * ((density - product) ** 2 - density**2) - (p * q * product**2 - 2 * (mass - p * q) * product)
    )


@proof("neighbours.tang-contrastive-loss", "identity")
def contrastive() -> Iterable[Identity]:
    """Entry by entry; Σpqu = E f·E g, which is 0 for f of mean 0."""
    yield entry()


def least_squares() -> Iterable[Identity]:
    """For orthonormal F the best G is QᵀF, which leaves −‖FᵀQ‖_F² = −tr(ΠQQᵀ): Ky Fan's maximum principle on QQᵀ,
    with its cases of equality, tells the minimisers and their spans."""
    a, g = sp.symbols("a g")
    yield "g² − 2ag = (g − a)² − a²", g**2 - 2 * a * g - ((g - a) ** 2 - a**2)


contrastive_minimiser = proof(
    "neighbours.tang-contrastive-loss", "minimiser", scope=IN_WORDS, facts=(KY_FAN,)
)(least_squares)  # fmt: skip


@proof("neighbours.tang-contrastive-loss-free", "identity", variant="corrected")
def contrastive_free() -> Iterable[Identity]:
    """Entry by entry, with the density of Q, which is P/(pq)."""
    density = mass / (p * q)
    yield (
        "pq((k−u)² − k²) = pqu² − 2Pu for k = P/(pq)",
        (p * q * ((density - product) ** 2 - density**2) - (p * q * product**2 - 2 * mass * product)),
    )


@proof(
    "neighbours.tang-contrastive-loss-free", "minimum", "minimiser", variant="corrected", scope=IN_WORDS,
    facts=(ECKART_YOUNG,),
)  # fmt: skip
def contrastive_free_minimisers() -> Iterable[Identity]:
    """FGᵀ is any matrix of rank at most d, and Q has the singular values 1, s_1, s_2, …; where the d-th is
    positive, the column space of FGᵀ has d dimensions and is that of F."""
    yield from truncation()


@proof("neighbours.tang-corrected-loss", "identity", "isotropic")
def corrected() -> Iterable[Identity]:
    """Entry by entry, with the density k of Q̃Λ^{1/2}: Σpqku = E f(X)ᵀ(Λ^{1/2}g̃)(A), as Λ^{1/2} is self-adjoint
    and maps into functions of mean 0. For Λ = c·Id, √c·√c = c in the first term, and c in the square."""
    k = sp.Symbol("k")
    yield "(k−u)² − k² = u² − 2ku", (k - product) ** 2 - k**2 - (product**2 - 2 * k * product)


corrected_minimisers = proof(
    "neighbours.tang-corrected-loss", "span", "unique", "regret", scope=IN_WORDS, facts=(KY_FAN,)
)(least_squares)


def corrected_free() -> Iterable[Identity]:
    """FGᵀ is a truncation of Q̃Λ^{1/2}, whose column space the span of F holds: where λ_d(L) > 0 that is all of it,
    one for λ_d(L) > λ_{d+1}(L). Where L has a smaller rank, the span holds the range of L, and so does that of F̃,
    as the range has mean 0: J = tr L = J*."""
    yield from truncation()


corrected_free_printed = proof(
    "neighbours.tang-corrected-loss-free", "unique", "regret", scope=IN_WORDS, facts=(ECKART_YOUNG,)
)(corrected_free)
corrected_free_corrected = proof(
    "neighbours.tang-corrected-loss-free", "span", "unique", "regret", variant="corrected", scope=IN_WORDS,
    facts=(ECKART_YOUNG,),
)(corrected_free)  # fmt: skip


def estimated() -> Iterable[Identity]:
    """E[f|U_t=u] − E f = F̃ᵀQ̃εδ_u in coordinates, so that M̂ = F̃ᵀLF̃ = H. For F̃ᵀF̃ = Id the gain of W is
    tr(WᵀHW), else tr((WᵀGW)⁻¹WᵀHW), which is largest on the top eigenvectors of G⁻¹H. For W of H alone it is at
    least Σ_{i≤d}λ_i(H)/λ_max(G), and λ_i(H) ≥ λ_min(G)λ_i(G⁻¹H) (Ostrowski)."""
    epsilon = sp.Symbol("epsilon", positive=True)
    given = sp.Symbol("P_xu", positive=True)
    yield (
        "P(x|u) − p = √p·ε·((P(x|u) − p)/(ε√p))",
        given - p - sp.sqrt(p) * epsilon * ((given - p) / (epsilon * sp.sqrt(p))),
    )


OSTROWSKI = "Ostrowski's inequality"
posthoc = proof("neighbours.tang-posthoc", "gain", scope=IN_WORDS, facts=(KY_FAN,))(estimated)
posthoc_trained = proof(
    "neighbours.tang-posthoc-trained", "any", "share", variant="corrected", scope=IN_WORDS, facts=(KY_FAN, OSTROWSKI)
)(estimated)
