"""Proofs of chapter 5 on kernels, in the coefficients u_i of a function in the eigenfunctions."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.optimality import CAUCHY_SCHWARZ, DIMENSION, least_over_encoders
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

SPECTRAL = "the spectral theorem for T_K"
MCDIARMID = "McDiarmid's bounded-difference inequality"
FARKAS = "Farkas' theorem: a closed convex cone is where all its dual functionals are nonnegative"


@proof("stkr.kernel-metric", "metric", variant="corrected", facts=(SPECTRAL,))
def kernel_metric() -> Iterable[Identity]:
    """K^p_x has the coefficients λ_i^pψ_i(x), so that those of K^p_x − K^p_{x'} have the squares over λ_i^p that are
    λ_i^p(ψ_i(x) − ψ_i(x'))²."""
    power, here, there = sp.symbols("lambda^p psi psi'", positive=True)
    square = (power * here - power * there) ** 2 / power
    yield "(λ_i^pψ_i(x) − λ_i^pψ_i(x'))²/λ_i^p = λ_i^p(ψ_i(x)−ψ_i(x'))²", square - power * (here - there) ** 2


@proof("stkr.lipschitz-norm", "bound", "attained", facts=(SPECTRAL, CAUCHY_SCHWARZ))
def lipschitz_norm() -> Iterable[Identity]:
    """With c_i = ∫ψ_i dξ, ∫f dξ = Σu_ic_i, the squared distance is Σλ_i^pc_i² and the squared norm Σu_i²/λ_i^p, over
    λ_i > 0. A measure with c_i = u_i/λ_i^p, the ψ_i being independent, has ∫f dξ = Σu_i²/λ_i^p = Σλ_i^pc_i²."""
    power, u, c = sp.symbols("lambda^p u c", positive=True)
    yield "u_i²/λ_i^p·λ_i^pc_i² = (u_ic_i)²", u**2 / power * (power * c**2) - (u * c) ** 2
    yield "λ_i^pc_i² = u_i²/λ_i^p at c_i = u_i/λ_i^p", (power * c**2).subs(c, u / power) - u**2 / power
    yield "u_ic_i = u_i²/λ_i^p at c_i = u_i/λ_i^p", (u * c).subs(c, u / power) - u**2 / power


@proof("stkr.universality", "form", "non-decreasing", "bounded", scope=IN_WORDS, facts=(SPECTRAL,))
def universality() -> Iterable[Identity]:
    """For orthogonal eigenfunctions a, b of two eigenvalues, or of one and of equal norm, f = a + b and g = a − b have
    r_{K^p}(f) = r_{K^p}(g) for all p, since the cross terms of ‖·‖²_P and ‖·‖²_{H_{K^p}} vanish. So r_t(f) = r_t(g),
    and with Q the form of ‖·‖²_{H_t} (or ∞ on both) Q(f) = Q(g): 4Q(a,b) = 0. In one eigenspace unit a and b have equal
    r_{K^p}, so Q(a) = Q(b) = 1/s. For λ_i ≥ λ_j, λ_i^{−p} ≤ λ_j^{−p} for all p, so r_t(ψ_i) = s_i ≥ s_j = r_t(ψ_j).
    With M the largest s_i/λ_i, ‖f‖²_{H_K} = Σu_i²/λ_i ≤ MΣu_i²/s_i, attained."""
    a, b, mixed, power = sp.symbols("a b Q_ab lambda^p", positive=True)
    yield "Q(a+b) − Q(a−b) = 4Q(a,b)", (a + 2 * mixed + b) - (a - 2 * mixed + b) - 4 * mixed
    yield "a²/λ^p + b²/λ^p = (a² + (−b)²)/λ^p", a**2 / power + b**2 / power - (a**2 + (-b) ** 2) / power
    s, lam, u, most = sp.symbols("s lambda u M", positive=True)
    yield "Mu²/s − u²/λ = u²(Mλ − s)/(sλ)", most * u**2 / s - u**2 / lam - u**2 * (most * lam - s) / (s * lam)


@proof("stkr.universality-sharp", "if", "only-if", scope=IN_WORDS, facts=(SPECTRAL, FARKAS))
def universality_sharp() -> Iterable[Identity]:
    """With w, v the shares of f and g, δ = v − w has Σδ_i = 0, and the premise reads: Σδ_iλ_i^{−p} ≥ 0 for all p ≥ 1
    implies Σδ_i/s_i ≥ 0. Every δ of sum 0 is a multiple of such a difference, so that by Farkas' theorem 1/s is in the
    closure of ℝ·1 + cone{λ^{−p}}, which adds e_r, the limit of (λ_r/λ)^p, alone; the largest −Σδ_i/s_i over the δ of
    norm 1 is the distance from it. Where s vanishes on the last eigenvalues, r_t(f) = 0 for what has such a mode, and
    for large p r_{K^p}(f) is then below that of what has none."""
    d, c, a, x = sp.symbols("delta c a x", positive=True)
    yield "δ(c + ax) = cδ + aδx", d * (c + a * x) - (c * d + a * d * x)


def norm_of_inverse_laplacian() -> Identity:
    """The terms of ‖f‖² in H_{K_s} for s = λ/(1−ηλ)."""
    eta, lam, u = sp.symbols("eta lambda u", positive=True)
    return "u_i²/s(λ_i) = u_i²/λ_i − ηu_i²", u**2 / (lam / (1 - eta * lam)) - (u**2 / lam - eta * u**2)


@proof("stkr.inverse-laplacian", "series", "rest", "norm", facts=(SPECTRAL,))
def inverse_laplacian() -> Iterable[Identity]:
    """At p = 0 the rest is λ/(1−ηλ) itself; from p to p + 1 it loses the next term. ηλ_i ≤ ηλ_1 < 1. The norm in
    H_{K_s} of f = Σu_iψ_i in the range is Σu_i²/s(λ_i), term by term u_i²/λ_i − ηu_i²."""
    eta, lam = sp.symbols("eta lambda", positive=True)
    p = sp.Symbol("p", integer=True, nonnegative=True)
    rest = eta**p * lam ** (p + 1) / (1 - eta * lam)
    yield "the rest at p = 0 is λ/(1−ηλ)", lam / (1 - eta * lam) - rest.subs(p, 0)
    following = eta ** (p + 1) * lam ** (p + 2) / (1 - eta * lam)
    yield "the rest at p is η^pλ^{p+1} and the rest at p + 1", rest - eta**p * lam ** (p + 1) - following
    yield norm_of_inverse_laplacian()


def smoothness() -> Iterable[Identity]:
    """s*(λ_i) ≤ Mλ_i gives ‖f‖²_{H_K} = Σu_i²/λ_i ≤ MΣu_i²/s*(λ_i) ≤ Mε‖f‖²_P, and the norm of the inverse Laplacian is
    ‖f‖²_{H_K} − η‖f‖²_P ≤ (Mε − η)‖f‖²_P."""
    s, lam, u, most = sp.symbols("s lambda u M", positive=True)
    yield (
        "Mu_i²/s* − u_i²/λ_i = u_i²(Mλ_i − s*)/(s*λ_i)",
        most * u**2 / s - u**2 / lam - u**2 * (most * lam - s) / (s * lam),
    )
    yield norm_of_inverse_laplacian()


wrong_transform = proof("stkr.wrong-transform", "smoothness", facts=(SPECTRAL,))(smoothness)
wrong_transform_corrected = proof("stkr.wrong-transform", "smoothness", variant="corrected", facts=(SPECTRAL,))(
    smoothness
)


def minimax() -> Iterable[Identity]:
    """The class Σu_i²/s_i ≤ ε‖f‖² has −1/s_i for s_i² and −ε for (1−ε)² in the argument of optimality.minimax-value: a
    unit h in the span of ψ_1..ψ_{d+1} is orthogonal to the encoder, and in H where s_{d+1} > 0. For ψ_1..ψ_d,
    Σ_{i>d}u_i²(1/s_{d+1} − 1/s_1) ≤ Σu_i²(1/s_i − 1/s_1) ≤ (ε − 1/s_1)‖f‖², attained by weights 1 − a² on ψ_1 and a² on
    ψ_{d+1}. Where s_{d+1} = 0 both are 0."""
    yield from least_over_encoders()
    first, following, epsilon = sp.symbols("s_1 s_next epsilon", positive=True)
    a, b = -1 / first, -1 / following
    share = following / (first - following) * (first * epsilon - 1)
    yield "(ε − 1/s_1)/(1/s_{d+1} − 1/s_1) = a²", (a + epsilon) / (a - b) - share
    yield "(1−a²)/s_1 + a²/s_{d+1} = ε", (1 - share) / first + share / following - epsilon


minimax_printed = proof(
    "stkr.minimax", "lower", "attained", scope=IN_WORDS, facts=(SPECTRAL, DIMENSION)
)(minimax)  # fmt: skip
minimax_corrected = proof(
    "stkr.minimax", "lower", "attained", variant="corrected", scope=IN_WORDS, facts=(SPECTRAL, DIMENSION)
)(minimax)  # fmt: skip


@proof("stkr.prop-solver", "cost", "no-constant", scope=IN_WORDS, facts=(SPECTRAL,))
def prop_solver_cost() -> Iterable[Identity]:
    """K̂^p(x,x) = ⟨v, (G/N)^{p−2}v⟩/N, v = v_K(x), is at most λ̂_1^{p−1}K(x,x) ≤ κ^{2p}, so that K̂_s(x,x) ≤ s(κ²); the
    largest eigenvalue of a positive n×n matrix is at most its trace, n·s(κ²). For K = I − J/N, a projector, G/N has the
    top eigenvalue 1/N, and one label the block 1 − 1/N = (N−1)/N."""
    power, kappa = sp.symbols("p kappa", positive=True)
    yield "(κ²)^{p−1}κ² = κ^{2p}", (kappa**2) ** (power - 1) * kappa**2 - kappa ** (2 * power)
    size = sp.Symbol("N", positive=True)
    yield "1 − 1/N = (N−1)·1/N", 1 - 1 / size - (size - 1) * (1 / size)


@proof(
    "stkr.top-eigenvalue-explicit", "deviation", "spectrum", "smaller", "ceiling", scope=IN_WORDS, facts=(MCDIARMID,)
)
def top_eigenvalue_explicit() -> Iterable[Identity]:
    """The argument of the note; κ²Σλ_i − Σλ_i² ≤ κ⁴ as Σλ_i = E K(X,X) ≤ κ², and λ̂_1 is at most the mean of
    K(x_k,x_k)."""
    size, kappa, log, total = sp.symbols("N kappa log S", positive=True)
    whole = sp.sqrt(size * log / 2) * kappa**2 / size - kappa**2 * sp.sqrt(log / 2) / sp.sqrt(size)
    yield "√(N·l/2)·κ²/N = κ²√(l/2)/√N", whole
    yield "κ⁴ − κ²S = κ²(κ²−S)", kappa**4 - kappa**2 * total - kappa**2 * (kappa**2 - total)


@proof("stkr.approximation-sharp", "error", "laplacian", scope=IN_WORDS, facts=(SPECTRAL, MCDIARMID))
def approximation_sharp() -> Iterable[Identity]:
    """The argument of the note: the two norms are √λ_1·q'D'·√n κ·‖y‖/(nβ) and √(s/(4nβ))·nκ²q'D'·‖y‖/(nβ), D' = ‖T̂−T‖;
    g/(g+nβ)² ≤ 1/(4nβ) for every eigenvalue g of G."""
    g, n, beta, top, value = sp.symbols("g n beta lambda s", positive=True)
    slope, deviation, kappa, y = sp.symbols("q D kappa y", positive=True)
    yield "(g+nβ)² − 4nβg = (g−nβ)²", (g + n * beta) ** 2 - 4 * n * beta * g - (g - n * beta) ** 2
    alpha = y / (n * beta)
    first = sp.sqrt(top) * slope * deviation * sp.sqrt(n) * kappa * alpha
    second = sp.sqrt(value / (4 * n * beta)) * n * kappa**2 * slope * deviation * alpha
    size = kappa**2 * sp.sqrt(value) / (2 * beta * sp.sqrt(beta)) + kappa * sp.sqrt(top) / beta
    yield "their sum squared", (first + second) ** 2 - size**2 * slope**2 * deviation**2 * y**2 / n
