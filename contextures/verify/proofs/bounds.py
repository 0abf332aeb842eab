"""Proofs of chapter 5.1, in the coefficients u_i of a function in the singular functions, the constant counted."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.contexts import SVD, TRACE, conditional_variance, inertia
from contextures.verify.proofs.letters import A, H, P, Pt, S, St, T, T_star, U, Ut, X, letters, through_svd
from contextures.verify.proofs.optimality import CAUCHY_SCHWARZ, DIMENSION, least_over_encoders
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

COURANT_FISCHER = "the minimax principle of Courant and Fischer"
MEAN = "a mean is at most the largest of its numbers"

kernel_x = X**-1 * P * A**-1 * Pt * X**-1


@proof("bounds.context-complexity", "spectral", "sup-norm", facts=(SVD, CAUCHY_SCHWARZ))
def complexity_in_the_spectrum() -> Iterable[Identity]:
    """k_X = X⁻¹PA⁻¹PᵀX⁻¹ = μ·SSᵀ·μᵀ, μ = H⁻¹U, whose diagonal is Σλ_iμ_i(x)². For f = Σu_iμ_i in the range of T,
    f(x)² ≤ Σλ_iμ_i(x)²·Σu_i²/λ_i over λ_i > 0."""
    yield "k_X = μ·SSᵀ·μᵀ", through_svd(kernel_x - H**-1 * U * S * St * Ut * H**-1)
    lam, mu, u = sp.symbols("lambda mu u", positive=True)
    yield "λ_iμ_i²·u_i²/λ_i = (u_iμ_i)²", (lam * mu**2) * (u**2 / lam) - (u * mu) ** 2


@proof(
    "bounds.context-complexity",
    "divergence", "at-least-one", "independent-if", "independent-only-if",
)  # fmt: skip
def complexity_as_divergence() -> Iterable[Identity]:
    """With c = P(a|x) and q = P_A(a), k_X(x,x) = Σc²/q, and Σ(c−q)²/q = Σc²/q − 2 + 1. So κ² − 1 is the largest of sums
    of squares: not negative, and 0 iff c = q at every x and a, that is P(x,a) = P_X(x)P_A(a)."""
    c, p, q = sp.symbols("c p q", positive=True)
    yield "(pc)(pc)/(p²q) = c²/q, the summand of k_X(x,x)", (p * c) ** 2 / (p**2 * q) - c**2 / q
    yield "(c−q)²/q = c²/q − 2c + q", (c - q) ** 2 / q - (c**2 / q - 2 * c + q)
    yield "pc − pq = p(c−q)", p * c - p * q - p * (c - q)


@proof("bounds.context-complexity", "trace", "inertia", "mean", "partial", facts=(SVD, TRACE, MEAN))
def complexity_and_trace() -> Iterable[Identity]:
    """S_λ = Tr(TT*), and TT* = k_X·X, whose diagonal is k_X(x,x)P_X(x): a mean of k_X(x,x), at most κ². It is χ² + 1
    too. S_λ(d) is at most S_λ, and at most d as no λ_i exceeds 1, by ‖Tg‖ ≤ ‖g‖."""
    yield "k_X·X = TT*", kernel_x * X - T * T_star
    yield from inertia()
    yield conditional_variance()


@proof("bounds.context-complexity", "processing", "processing-spectrum", facts=(SVD, COURANT_FISCHER))
def complexity_behind_a_channel() -> Iterable[Identity]:
    """With a channel C(b|a) and r = c/q, c_b = Σ_a qC·r and q_b = Σ_a qC, so that c_b² ≤ q_b·Σ_a qC·r² by the variance
    of r; summed over b, Σ_b c_b²/q_b ≤ Σ_a c²/q. The operator is T·T_2, T_2 that of A and B, and ‖(TT_2)*f‖ = ‖T_2*T*f‖
    ≤ ‖T*f‖ for every f: compare on every subspace."""
    c, q, channel = sp.symbols("c q C", positive=True)
    yield "qC·(c/q)² = C·c²/q", q * channel * (c / q) ** 2 - channel * c**2 / q
    second = letters("C x")[0]
    yield "X⁻¹(PC) = T·T_2", X**-1 * (P * second) - (X**-1 * P) * (A**-1 * (A * second))
    yield conditional_variance()


@proof("bounds.isometry", "lower", "upper", "least-norm", "preimage", "reproducing", facts=(SVD,))
def isometry() -> Iterable[Identity]:
    """½E(g(A) − g(A'))² = ‖g‖² − ‖Tg‖², so the hypothesis is ‖f‖² ≥ (1−ε)‖g‖². T*(TT*)⁺f = g_0 has the coefficients
    s_iu_i/s_i² and the square norm Σu_i²/λ_i = ‖f‖²_{H_Γ}; g − g_0 is in the kernel of T, orthogonal to the range of
    T*: ‖g‖² ≥ ‖g_0‖², and g_0 obeys the invariance too. Σu_i² ≤ Σu_i²/λ_i as λ_i ≤ 1. ⟨f, k_X(x,·)⟩ has the terms
    u_i·λ_iμ_i(x)/λ_i."""
    yield conditional_variance()
    s, u, mu = sp.symbols("s u mu", positive=True)
    yield "(s_iu_i/s_i²)² = u_i²/λ_i", (s * u / s**2) ** 2 - u**2 / s**2
    yield "u_i²/λ_i − u_i² = u_i²(1−λ_i)/λ_i", u**2 / s**2 - u**2 - u**2 * (1 - s**2) / s**2
    yield "u_i·λ_iμ_i/λ_i = u_iμ_i", u * (s**2 * mu) / s**2 - u * mu
    f, kt = letters("f kt")
    yield "⟨k, T*f⟩ = ⟨Tk, f⟩", kt * A * T_star * f - (kt * Pt * X**-1) * X * f
    f_square, g_square, least, epsilon = sp.symbols("f g g_0 epsilon")
    slack = (f_square - (1 - epsilon) * g_square) + (1 - epsilon) * (g_square - least)
    yield "‖f‖² − (1−ε)‖g_0‖² = ‖f‖² − (1−ε)‖g‖² + (1−ε)(‖g‖² − ‖g_0‖²)", f_square - (1 - epsilon) * least - slack


def smooth_identities() -> Iterable[Identity]:
    """The class Σu_i²/λ_i ≤ Σu_i²/(1−ε) by c = −1/(1−ε) and the values −1/λ_i, of which −1 is the first."""
    yield from least_over_encoders()
    lam, epsilon = sp.symbols("lambda epsilon", positive=True)
    level = -1 / (1 - epsilon)
    share = lam / (1 - lam) * epsilon / (1 - epsilon)
    yield "(−1 − c)/(−1 + 1/λ_{d+1}) = λ_{d+1}/(1−λ_{d+1})·ε/(1−ε)", (-1 - level) / (-1 + 1 / lam) - share
    u = sp.Symbol("u", positive=True)
    excess = u**2 / lam - u**2 - (1 / lam - 1) * u**2
    yield "u_i²/λ_i − u_i² = (1/λ_i − 1)u_i²", excess


def minimax_lower() -> Iterable[Identity]:
    """A unit h in the span of μ_1..μ_{d+1}, the constant first, is orthogonal to the encoder, and in the range of T
    where λ_{d+1} > 0; the rest is the argument of optimality.minimax-value with −1/λ_i for s_i². For the top-d encoder
    Σ_{i>d}u_i²(1/λ_{d+1} − 1) ≤ Σu_i²(1/λ_i − 1) ≤ ε/(1−ε)·‖f‖², and ‖f‖ ≤ B. Where λ_{d+1} = 0 the bound is 0 and the
    top-d encoder spans the range of T."""
    yield from smooth_identities()


minimax_lower_printed = proof(
    "bounds.minimax-lower", "lower", "attained", scope=IN_WORDS, facts=(SVD, DIMENSION)
)(minimax_lower)  # fmt: skip
minimax_lower_corrected = proof(
    "bounds.minimax-lower", "lower", "attained", variant="corrected", scope=IN_WORDS, facts=(SVD, DIMENSION)
)(minimax_lower)  # fmt: skip


KY_FAN = "Ky Fan's maximum principle"
MCDIARMID = "McDiarmid's bounded-difference inequality"


def joint_angles() -> Iterable[Identity]:
    """The sines and cosines of the two angles, and the sign of the derivative in α where that in θ vanishes."""
    a, c, t, x = sp.symbols("alpha c t theta", positive=True)
    first, second = x / a * (a - c) / (c - x), x / a * (t - x) / (a - t)
    yield "1 + tan²A = c(α−θ)/(α(c−θ))", sp.cancel(1 + first - c * (a - x) / (a * (c - x)))
    yield "1 + tan²C = (α−θ)(α+θ−t)/(α(α−t))", sp.cancel(1 + second - (a - x) * (a + x - t) / (a * (a - t)))
    rate = sp.cancel(sp.diff(first, a) / sp.diff(first, x))
    yield "∂_αA/∂_θA = θ(c−θ)/(α(α−c))", sp.cancel(rate - x * (c - x) / (a * (a - c)))
    rate = sp.cancel(sp.diff(second, a) / sp.diff(second, x))
    yield (
        "∂_αC/∂_θC = −(2α−t)θ(t−θ)/((t−2θ)α(α−t))",
        sp.cancel(rate + (2 * a - t) * x * (t - x) / ((t - 2 * x) * a * (a - t))),
    )
    slope = sp.diff(first, x) ** 2 / (4 * first * (1 + first) ** 2)
    whole = a * (a - c) / (4 * x * (c - x) * (a - x) ** 2)
    yield "(∂_θA)² = α(α−c)/(4θ(c−θ)(α−θ)²)", sp.cancel(slope - whole)
    slope = sp.diff(second, x) ** 2 / (4 * second * (1 + second) ** 2)
    whole = a * (t - 2 * x) ** 2 * (a - t) / (4 * x * (t - x) * (a - x) ** 2 * (a + x - t) ** 2)
    yield "(∂_θC)² = α(t−2θ)²(α−t)/(4θ(t−θ)(α−θ)²(α+θ−t)²)", sp.cancel(slope - whole)
    yield "(α+θ−t)² − (2α−t)(2θ−t) = (α−θ)²", (a + x - t) ** 2 - (2 * a - t) * (2 * x - t) - (a - x) ** 2


@proof("bounds.approximation-angle", "bound", "smaller", scope=IN_WORDS, facts=(SVD, KY_FAN))
def approximation_angle() -> Iterable[Identity]:
    """The reduction to a plane is in the note of the statement. For fixed α the largest A + C over θ ∈ [0, t] is
    inside, as ∂_θC → −∞ at t and A + C = 0 at 0; there ∂_θA = −∂_θC > 0, so 2θ > t, and by the squares of these two
    derivatives (c−θ)/(α−c) = (α+θ−t)²(t−θ)/((2θ−t)²(α−t)); so ∂_α(A+C) ≥ 0 iff (α+θ−t)² ≥ (2α−t)(2θ−t). Hence the
    maximum does not fall in α (its one-sided derivative is the largest ∂_α over the maximisers), and α = 1 is the
    worst. C grows with t, so that ⟨v̂, T*Tv̂⟩ < t is no worse. sin(A+C) ≤ sin A + sin C, and these are largest at θ = t
    and θ = t/2."""
    yield from joint_angles()
    yield from largest_sine()


def largest_sine() -> Iterable[Identity]:
    """Where sin²C is largest."""
    t, x = sp.symbols("t theta", positive=True)
    sine = x * (t - x) / ((1 - x) * (1 + x - t))
    yield "sin²C at θ = t/2 is (t/(2−t))²", sine.subs(x, t / 2) - (t / (2 - t)) ** 2
    derivative = sp.cancel(sp.diff(sine, x) - (t - 2 * x) * (1 - t) / ((1 - x) * (1 + x - t)) ** 2)
    yield "its derivative is (t−2θ)(1−t)/((1−θ)(1+θ−t))²", derivative


@proof("bounds.approximation-sharp", "bound", scope=IN_WORDS, facts=(SVD, KY_FAN))
def approximation_sharp() -> Iterable[Identity]:
    """By bounds.approximation-angle, as sin(A+C) ≤ sin A + sin C, the largest of which are √(τ²/(1−τ²)·ε/(1−ε)) at θ =
    τ² and τ²/(2−τ²) at θ = τ²/2."""
    yield from largest_sine()


@proof("bounds.approximation-excess", "projection", "probe", "smaller", scope=IN_WORDS, facts=(SVD, KY_FAN))
def approximation_excess() -> Iterable[Identity]:
    """The argument of the note. With s = α − θ, φ = arcsin√(δ/s) and ψ = arccos√(k/s), k = c − θ, ∂_s(φ+ψ) has the sign
    of k(s−δ) − δ(s−k) = s(k−δ), and k − δ = c − γ. At α = 1, tan²φ = δ/(1−γ) and sin²ψ = ε/(1−γ+δ) grow with γ, and
    ∂_δ(φ+ψ) has the sign of (1−γ)(1−γ+δ−ε) − εδ = (1−γ+δ)(1−γ−ε) ≥ 0. The probe is one function of the span, and the
    best does no worse. By cos ψ ≤ 1 and 1−λ ≥ 1−τ², sin(φ+ψ) ≤ (√ω+√ε)/√(1−τ²)."""
    s, k, c, delta, gamma, epsilon = sp.symbols("s k c delta gamma epsilon", positive=True)
    slope = sp.diff(sp.asin(sp.sqrt(delta / s)), s) ** 2 - delta / (4 * s**2 * (s - delta))
    yield "(∂_sφ)² = δ/(4s²(s−δ))", sp.cancel(sp.expand(slope))
    slope = sp.diff(sp.acos(sp.sqrt(k / s)), s) ** 2 - k / (4 * s**2 * (s - k))
    yield "(∂_sψ)² = k/(4s²(s−k))", sp.cancel(sp.expand(slope))
    yield "k(s−δ) − δ(s−k) = s(k−δ)", k * (s - delta) - delta * (s - k) - s * (k - delta)
    yield "(c−(γ−δ)) − δ = c − γ", c - (gamma - delta) - delta - (c - gamma)
    whole = 1 - gamma + delta
    rate = sp.diff(sp.atan(sp.sqrt(delta / (1 - gamma))), delta) ** 2 - (1 - gamma) / (4 * delta * whole**2)
    yield "(∂_δφ)² = (1−γ)/(4δ(1−γ+δ)²)", sp.cancel(sp.expand(rate))
    rate = sp.diff(sp.asin(sp.sqrt(epsilon / whole)), delta) ** 2 - epsilon / (4 * whole**2 * (whole - epsilon))
    yield "(∂_δψ)² = ε/(4(1−γ+δ)²(1−γ+δ−ε))", sp.cancel(sp.expand(rate))
    yield (
        "(1−γ)(1−γ+δ−ε) − εδ = (1−γ+δ)(1−γ−ε)",
        (1 - gamma) * (whole - epsilon) - epsilon * delta - whole * (1 - gamma - epsilon),
    )


@proof("bounds.regression-explicit", "risk", "ratio-trace", scope=IN_WORDS, facts=(CAUCHY_SCHWARZ, KY_FAN))
def regression_explicit() -> Iterable[Identity]:
    """The argument of the note, for any minimiser; RT is the trace of TT* on a space of d dimensions. The means are
    those of norms, at most the roots of mean squares."""
    f, g, h, noise = sp.symbols("f g h xi")
    whole = (f - g) ** 2 - (h - g) ** 2 - ((f - g - noise) ** 2 - (h - g - noise) ** 2) - 2 * noise * (f - h)
    yield "(f̂−f*)² − (f_Ψ̂−f*)² = (f̂−y)² − (f_Ψ̂−y)² + 2ξ(f̂−f_Ψ̂)", whole
    yield "(f̂−f*)² = f̂² − 2f̂f* + f*²", (f - g) ** 2 - (f**2 - 2 * f * g + g**2)


@proof("bounds.approximation-sharp", "smaller")
def approximation_sharp_smaller() -> Iterable[Identity]:
    """With t = τ² and b = t/(2−t), times (1−t)(1−ε)/t, the claim is 2b√(ε(1−ε)(1−t)/t) + b²(1−t)(1−ε)/t ≤ τ. As ε(1−ε)
    ≤ ¼ and (1−t)/(2−t)² ≤ ¼ the left side is at most ½τ + ¼t, and t ≤ τ."""
    t, epsilon = sp.symbols("t epsilon", positive=True)
    yield (
        "¼ − ε(1−ε) = (½−ε)²",
        sp.expand(sp.Rational(1, 4) - epsilon * (1 - epsilon) - (sp.Rational(1, 2) - epsilon) ** 2),
    )
    yield "(2−t)² − 4(1−t) = t²", sp.expand((2 - t) ** 2 - 4 * (1 - t) - t**2)
    b = t / (2 - t)
    yield "(2b)²·¼·(1−t)/t = t(1−t)/(2−t)²", sp.cancel((2 * b) ** 2 / 4 * (1 - t) / t - t * (1 - t) / (2 - t) ** 2)
    yield "b²(1−t)/t = t(1−t)/(2−t)²", sp.cancel(b**2 * (1 - t) / t - t * (1 - t) / (2 - t) ** 2)
    earlier = t / ((1 - t) * (1 - epsilon))
    yield "(√(t/(1−t)·ε/(1−ε)))² = earlier·ε", sp.cancel(t / (1 - t) * epsilon / (1 - epsilon) - earlier * epsilon)


@proof("bounds.uniform-norm-explicit", "norm", "smaller", scope=IN_WORDS, facts=(MCDIARMID,))
def uniform_norm_explicit() -> Iterable[Identity]:
    """The argument of the note: the mean of the Hilbert–Schmidt norm, and differences κ²/N of the operator norm: the
    deviation with probability δ is at most √(½N log(1/δ))·κ²/N. As S_λ ≤ κ², √(κ²S_λ−1) ≤ κ²."""
    size, kappa, log = sp.symbols("N kappa log", positive=True)
    whole = sp.sqrt(size * log / 2) * kappa**2 / size - kappa**2 * sp.sqrt(log / 2) / sp.sqrt(size)
    yield "√(N·l/2)·κ²/N = κ²√(l/2)/√N", whole


@proof(
    "bounds.kernel-pca-sharp",
    "trace-gap", "smaller", "any-dimension", "separated", "near",
    scope=IN_WORDS, facts=(KY_FAN, MCDIARMID),
)  # fmt: skip
def kernel_pca_sharp() -> Iterable[Identity]:
    """The argument of the note. aaᵀ − bbᵀ has two eigenvalues, of sum |a|² − |b|² and product ⟨a,b⟩² − |a|²|b|².
    Orthogonal to 1 the squares are |a|² − 1, |b|² − 1, the product ⟨a,b⟩ − 1. Both roots grow with |a|² + |b|² ≤ 2κ²;
    they are heights of vectors of the lengths κ² and κ² − 1, c and 1 − c long on the ground, so that their sum is at
    most the height of a vector of length 2κ² − 1, 1 on the ground. ‖k_x − 1‖ ≤ √(κ²−1) gives c ≥ 2 − κ². With
    A = P − PP̄P and G = P⊥P̄P⊥, of one trace x ≤ 1, and λ_i = γ + α_i, λ_j = −β_j after a shift, ‖P̄⊥CP̄‖² ≥
    Σ(λ_i−λ_j)²P̄_ij² over i ≤ d < j, at least γ²Tr(A−A²) + 2γ(1−x)y for y = Σα_iA_ii + Σβ_jG_jj, and that is at least
    e(γ−e) with e = γx + y; where x > 1 that is negative."""
    a, b, mixed = sp.symbols("a b mixed", positive=True)
    square = (a - b) ** 2 - 4 * (mixed**2 - a * b) - ((a + b) ** 2 - 4 * mixed**2)
    yield "(|a|²−|b|²)² − 4(⟨a,b⟩²−|a|²|b|²) = (|a|²+|b|²)² − 4⟨a,b⟩²", square
    kappa2, c = sp.symbols("kappa2 c", positive=True)
    yield "(2κ²−1)² − 1 = (2κ√(κ²−1))²", (2 * kappa2 - 1) ** 2 - 1 - 4 * kappa2 * (kappa2 - 1)
    k = sp.symbols("k", positive=True)
    yield "k² = (κ²+1)k − κ² − (κ²−k)(k−1)", k**2 - ((kappa2 + 1) * k - kappa2 - (kappa2 - k) * (k - 1))
    size, log = sp.symbols("N log", positive=True)
    whole = sp.sqrt(size * log / 2) * 2 * c / size - c * sp.sqrt(2 * log) / sp.sqrt(size)
    yield "√(N·l/2)·2c/N = c√(2l)/√N", whole
    whole = sp.sqrt(size * log / 2) * sp.sqrt(2) * c / size - c * sp.sqrt(log) / sp.sqrt(size)
    yield "√(N·l/2)·√2c/N = c√l/√N", whole
    norm, gamma, x, y = sp.symbols("D gamma x y", positive=True)
    yield "e = D√(2e/γ) at e = 2D²/γ", norm * sp.sqrt(2 * (2 * norm**2 / gamma) / gamma) - 2 * norm**2 / gamma
    slack = gamma**2 * x * (1 - x) + 2 * gamma * (1 - x) * y - (gamma * x + y) * (gamma - gamma * x - y)
    yield "γ²x(1−x) + 2γ(1−x)y − e(γ−e) = γy + y²", sp.expand(slack - gamma * y - y**2)
    root = sp.sqrt(gamma**2 - 2 * norm**2)
    smaller = (gamma - root) / 2 - norm**2 / (gamma + root)
    yield "½(γ−√(γ²−2D²)) = D²/(γ+√(γ²−2D²))", sp.simplify(smaller)


@proof("bounds.kernel-pca-unknown", "trace-gap", scope=IN_WORDS, facts=(KY_FAN, MCDIARMID, CAUCHY_SCHWARZ))
def kernel_pca_unknown() -> Iterable[Identity]:
    """The argument of the note. (κ²+1)(S_λ−1) ≤ 2κ²(S_λ−1) makes √(2d(κ²+1)(S_λ−1)) ≤ 2√d·κ√(S_λ−1)."""
    g, a, kappa2, trace, d = sp.symbols("g a kappa2 S d", positive=True)
    yield "1/g − (2−g) = (1−g)²/g", sp.cancel(1 / g - (2 - g) - (1 - g) ** 2 / g)
    yield "1/(1+a) − (1−a) = a²/(1+a)", sp.cancel(1 / (1 + a) - (1 - a) - a**2 / (1 + a))
    whole = 4 * d * kappa2 * (trace - 1) - 2 * d * (kappa2 + 1) * (trace - 1)
    yield "4dκ²(S−1) − 2d(κ²+1)(S−1) = 2d(κ²−1)(S−1)", sp.expand(whole - 2 * d * (kappa2 - 1) * (trace - 1))


@proof("bounds.pretrain-downstream", "risk", "trace-gap", scope=IN_WORDS, facts=(KY_FAN, MCDIARMID))
def pretrain_downstream() -> Iterable[Identity]:
    """By the three statements, the first for the whole encoder: its excess e is what is bounded there, ⟨v̂, T*Tv̂⟩ ≤
    λ_{d+1} + e and δ ≤ e, and the projection error grows with both. RT ≤ S_λ(d)."""
    kappa, radius = sp.symbols("kappa R", positive=True)
    rest = kappa * radius**2 + 2 * radius * sp.sqrt(kappa**2 * radius**2) - 3 * kappa * radius**2
    yield "κR² + 2R√(κ²R²) = 3κR²", rest
