"""Proofs of chapter 3, in the coefficients u_i of a task in the singular functions."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.contexts import SVD, TRACE, conditional_variance
from contextures.verify.proofs.letters import A, H, P, Pt, S, St, T, T_star, U, Ut, X, letters, through_svd
from contextures.verify.proofs.objectives import KY_FAN
from contextures.verify.proofs.registry import proof

CAUCHY_SCHWARZ = "the inequality of Cauchy and Schwarz"


def norm_of_image() -> sp.Expr:
    """‖T*f‖² for f = H⁻¹Uu, less uᵀSSᵀu."""
    u, ut = letters("u ut")
    image, image_t = T_star * H**-1 * U * u, ut * Ut * H**-1 * P * A**-1
    return through_svd(image_t * A * image - ut * S * St * u)


@proof(
    "optimality.compatibility",
    "spectral",
    "range-lower",
    "range-upper",
    "bound",
    "attained",
    facts=(SVD, CAUCHY_SCHWARZ),
)
def compatibility() -> Iterable[sp.Expr]:
    """⟨f, Tg⟩ = ⟨T*f, g⟩ ≤ ‖T*f‖‖g‖ with equality at g = T*f, where ⟨f, TT*f⟩ = ‖T*f‖²; for f = Σu_iμ_i, ‖T*f‖² =
    Σs_i²u_i², which is between 0 and Σu_i² since s_i ≤ 1."""
    f, ft, g = letters("f ft g")
    yield ft * X * T * g - (ft * P * A**-1) * A * g
    yield ft * X * (T * T_star) * f - (ft * P * A**-1) * A * (T_star * f)
    yield norm_of_image()
    yield conditional_variance()


@proof("optimality.low-variance", "aligned", "variance", variant="corrected", facts=(SVD,))
def low_variance() -> Iterable[sp.Expr]:
    """For g = T*f and λ_i = s_i²: ‖g‖² = Σλ_iu_i² and ‖Tg‖² = Σλ_i²u_i². By Lagrange's identity Σu_i²·Σλ_i²u_i² −
    (Σλ_iu_i²)² = ½ΣΣ(λ_i − λ_j)²u_i²u_j² ≥ 0, so ‖Tg‖² ≥ ρ(f)²‖g‖² ≥ (1−ε)²‖g‖²; and E(g(A) − g(A'))² = 2‖g‖² −
    2‖Tg‖². The alignment of g = T*f is ρ(f)."""
    a, b, u, v, epsilon = sp.symbols("a b u v epsilon")
    yield (a - b) ** 2 * u**2 * v**2 / 2 - (a**2 * u**2 * v**2 / 2 + b**2 * u**2 * v**2 / 2 - a * u**2 * b * v**2)
    yield 2 * (1 - (1 - epsilon) ** 2) - 2 * epsilon * (2 - epsilon)
    yield norm_of_image()
    yield conditional_variance()


@proof("optimality.minimax-value", "attained", variant="corrected", facts=("weak duality",))
def minimax_value() -> Iterable[sp.Expr]:
    """With a = s_1², b = s_{d+1}², c = (1−ε)² and η = 1/(a − b) ≥ 0, every unit f with ⟨f, TT*f⟩ ≥ c has error at most
    λ_max(P_{V⊥} + η(TT* − c)). For the contexture its eigenvalues are η(s_i² − c) for i ≤ d, at most η(a − c), and 1 +
    η(s_i² − c) for i > d, at most 1 + η(b − c): both are (a − c)/(a − b). The task with weights (c − b)/(a − b) on μ_1
    and (a − c)/(a − b) on mode d+1 attains it."""
    a, b, c = sp.symbols("a b c", positive=True)
    value, multiplier = (a - c) / (a - b), 1 / (a - b)
    first = (c - b) / (a - b)
    yield multiplier * (a - c) - value
    yield 1 + multiplier * (b - c) - value
    yield first + value - 1
    yield first * a + value * b - c


@proof("optimality.rkhs", "i", "ii", "iii-only-if", "iii-upper", "iii-if", variant="corrected", facts=(SVD,))
def rkhs() -> Iterable[sp.Expr]:
    """Coefficient by coefficient, over s_i > 0: h = T*f has v_i = s_iu_i. (i) ⟨h, k_A(a,·)⟩_H has terms
    v_i·s_i²ν_i(a)/s_i² = v_iν_i(a); (ii) v_i²/s_i² = u_i²; (iii) v_i²/s_i² − v_i² = v_i²(1 − s_i²)/s_i² ≥ 0, and since
    Σ_{s_i>0}u_i² ≤ Σu_i², with equality in the span, (1−ε)‖h‖_H ≤ ‖h‖ follows from, and there gives, ρ(f) ≥ 1−ε."""
    s, u, nu, v = sp.symbols("s u nu v", positive=True)
    yield (s * u) * (s**2 * nu) / s**2 - (s * u) * nu
    yield (s * u) ** 2 / s**2 - u**2
    yield v**2 / s**2 - v**2 - v**2 * (1 - s**2) / s**2
    yield norm_of_image()
    yield conditional_variance()


@proof("optimality.ratio-trace", "invariance", "bound", "equality", facts=(SVD, TRACE, KY_FAN))
def ratio_trace() -> Iterable[sp.Expr]:
    """Two bases F and FG of one span have (GᵀCG)⁻¹GᵀBG = G⁻¹(C⁻¹B)G, of the same trace. C⁻¹B is TT* compressed to the
    span, so Ky Fan gives the bound. For F = μG, μ = H⁻¹U, C = GᵀG and B = GᵀSSᵀG: C⁻¹B = G⁻¹SSᵀG."""
    B, C, G, Gt = letters("B C G Gt")
    yield _inverse_of_product(Gt, C, G) * (Gt * B * G) - G**-1 * (C**-1 * B) * G
    columns, columns_t = H**-1 * U * G, Gt * Ut * H**-1
    yield through_svd(columns_t * X * columns - Gt * G)
    yield through_svd((columns_t * P * A**-1) * A * (T_star * columns) - Gt * S * St * G)
    yield _inverse_of_product(Gt, G) * (Gt * S * St * G) - G**-1 * S * St * G


def _inverse_of_product(*factors: sp.Expr) -> sp.Expr:
    """(AB…)⁻¹ = …B⁻¹A⁻¹."""
    return sp.Mul(*(factor**-1 for factor in reversed(factors)))


@proof("optimality.trace-gap-of-contexture", "value", variant="corrected", facts=(KY_FAN,))
def trace_gap_of_contexture() -> Iterable[sp.Expr]:
    """A subfamily of d' functions has Tr(C⁻¹B) ≤ s_1² + … + s_{d'}² by Ky Fan, so its gap is at least s_{d'+1}² ≥
    s_{d+1}²; the whole contexture attains s_1² + … + s_d², and with it s_{d+1}²."""
    i = sp.Symbol("i", integer=True)
    s = sp.IndexedBase("s")
    for size in range(1, 9):
        yield sp.Sum(s[i] ** 2, (i, 1, size + 1)).doit() - sp.Sum(s[i] ** 2, (i, 1, size)).doit() - s[size + 1] ** 2


@proof("optimality.fisher", "between", "within", "objective", facts=("the law of total covariance", TRACE))
def fisher() -> Iterable[sp.Expr]:
    """With m = E[X|A]: over independent A, A' E(m − m')(m − m')ᵀ = 2(E[mmᵀ] − E[m]E[m]ᵀ), so WS_BWᵀ = 2Cov(Wm) = 2B_Φ;
    and E(X − m)(X − m)ᵀ = E[XXᵀ] − E[mmᵀ], since E[Xmᵀ] = E[mmᵀ], so WS_WWᵀ = C_Φ − B_Φ. J is the trace of their
    quotient."""
    x, xt, m, mt, n, nt, mean, mean_t = letters("x xt m mt n nt mean mean_t")
    second, cov_b, cov_c, W, Wt = letters("second cov_b cov_c W Wt")
    spread = sp.expand((m - n) * (mt - nt)).subs(
        {m * mt: second, n * nt: second, m * nt: mean * mean_t, n * mt: mean * mean_t}
    )
    yield spread - 2 * (second - mean * mean_t)
    total = letters("total z")[0]
    within = sp.expand((x - m) * (xt - mt)).subs({x * xt: total, x * mt: second, m * xt: second, m * mt: second})
    yield within - ((total - mean * mean_t) - (second - mean * mean_t))
    yield (W * (cov_c - cov_b) * Wt) - (W * cov_c * Wt - W * cov_b * Wt)


@proof("optimality.weak-association", "sum", facts=(SVD, TRACE))
def weak_association() -> Iterable[sp.Expr]:
    """TT* is k_X times X, so Σ_{i>0}s_i² = Tr(TT*) − 1 = Σ_x P_X(x)(k_X(x,x) − 1), a mean of numbers below ε."""
    kernel = X**-1 * P * A**-1 * Pt * X**-1
    yield kernel * X - T * T_star
    k, p = sp.symbols("k p")
    yield (p * k - p) - p * (k - 1)


@proof(
    "optimality.extremes",
    "independent-spectrum", "independent-tasks", "identity-spectrum", "identity-tasks", "identity-error",
    facts=("d < N−1 functions leave a mean-zero function orthogonal to them",),
)  # fmt: skip
def extremes() -> Iterable[sp.Expr]:
    """Independent: P(x,a) = p(x)q(a) makes Q̃ zero, so T*f̃ = 0 and 0 ≥ (1−ε)‖f̃‖ leaves f̃ = 0. A = X: P = X = A
    makes T and T* the identity, so s_i = 1 and ‖T*f‖ = ‖f‖; a task orthogonal to the encoder has error 1."""
    joint, p, q = sp.symbols("joint p q", positive=True)
    yield ((joint - p * q) / sp.sqrt(p * q)).subs(joint, p * q)
    yield (T.subs({P: X})) - 1
    yield T_star.subs({Pt: A}) - 1
