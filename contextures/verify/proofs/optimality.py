"""Proofs of chapter 3, in the coefficients u_i of a task in the singular functions."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.contexts import SVD, TRACE, conditional_variance
from contextures.verify.proofs.letters import A, H, P, Pt, S, St, T, T_star, U, Ut, X, letters, through_svd
from contextures.verify.proofs.objectives import KY_FAN
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

CAUCHY_SCHWARZ = "the inequality of Cauchy and Schwarz"
MIN_MAX = (
    "Courant and Fischer: a space of k dimensions holds a unit function with ⟨h, TT*h⟩ at most the k-th eigenvalue"
)
DIMENSION = "d equations leave a vector of a space of dimension d+1"


def norm_of_image() -> Identity:
    """‖T*f‖² for f = H⁻¹Uu, less uᵀSSᵀu."""
    u, ut = letters("u ut")
    image, image_t = T_star * H**-1 * U * u, ut * Ut * H**-1 * P * A**-1
    return "‖T*f‖² = uᵀSSᵀu", through_svd(image_t * A * image - ut * S * St * u)


@proof(
    "optimality.compatibility",
    "spectral",
    "range-lower",
    "range-upper",
    "bound",
    "attained",
    facts=(SVD, CAUCHY_SCHWARZ),
)
def compatibility() -> Iterable[Identity]:
    """⟨f, Tg⟩ = ⟨T*f, g⟩ ≤ ‖T*f‖‖g‖ with equality at g = T*f, where ⟨f, TT*f⟩ = ‖T*f‖²; for f = Σu_iμ_i, ‖T*f‖² =
    Σs_i²u_i², which is between 0 and Σu_i² since s_i ≤ 1."""
    f, ft, g = letters("f ft g")
    yield "⟨f, Tg⟩ = ⟨T*f, g⟩", ft * X * T * g - (ft * P * A**-1) * A * g
    yield "⟨f, TT*f⟩ = ‖T*f‖²", ft * X * (T * T_star) * f - (ft * P * A**-1) * A * (T_star * f)
    yield norm_of_image()
    yield conditional_variance()


@proof(
    "optimality.low-variance",
    "variance",
    "image-compatible",
    "image-variance",
    variant="corrected",
    facts=(CAUCHY_SCHWARZ,),
)
def low_variance() -> Iterable[Identity]:
    """Without a spectrum. For g = T*f: ‖g‖² = ⟨f, Tg⟩ ≤ ‖f‖‖Tg‖, so ‖Tg‖ ≥ ρ(f)‖g‖ ≥ (1−ε)‖g‖; and
    E(g(A) − g(A'))² = 2‖g‖² − 2‖Tg‖². For any g with ‖Tg‖ ≥ (1−ε)‖g‖ the variance is the same, and
    ‖Tg‖² = ⟨g, T*Tg⟩ ≤ ‖g‖‖T*Tg‖ gives ‖T*f‖ ≥ (1−ε)‖f‖ for f = Tg."""
    f, ft, g, gt = letters("f ft g gt")
    yield "⟨f, Tg⟩ = ‖g‖² for g = T*f", ft * X * T * (T_star * f) - (ft * P * A**-1) * A * (T_star * f)
    yield "‖Tg‖² = ⟨g, T*Tg⟩", (gt * Pt * X**-1) * X * (T * g) - gt * A * (T_star * (T * g))
    epsilon = sp.Symbol("epsilon", positive=True)
    yield "2(1−(1−ε)²) = 2ε(2−ε)", 2 * (1 - (1 - epsilon) ** 2) - 2 * epsilon * (2 - epsilon)
    yield norm_of_image()
    yield conditional_variance()


@proof("optimality.low-variance", "aligned", "close", variant="corrected", facts=(SVD, CAUCHY_SCHWARZ))
def low_variance_image() -> Iterable[Identity]:
    """For g = T*f: ‖g‖² = ⟨f, Tg⟩ and ‖g‖ ≥ (1−ε)‖f‖. As ‖Tg‖ ≤ s_1‖g‖, cos(f, Tg) = ‖g‖²/(‖f‖‖Tg‖) ≥ ρ(f)/s_1, and the
    least ‖f − cTg‖² is (1 − cos²)‖f‖²."""
    f, ft = letters("f ft")
    yield "⟨f, Tg⟩ = ‖g‖² for g = T*f", ft * X * T * (T_star * f) - (ft * P * A**-1) * A * (T_star * f)
    c, a, b, n = sp.symbols("c a b n", positive=True)
    distance = n - 2 * c * a + c**2 * b
    yield "‖f−cTg‖² = (1−cos²)‖f‖² at c = ⟨f,Tg⟩/‖Tg‖²", distance.subs(c, a / b) - (1 - a**2 / (n * b)) * n
    yield norm_of_image()


def least_over_encoders() -> Iterable[Identity]:
    """What the lower bound rests on: the level c is met at the weight w = (a−c)/(a−γ), w ≥ (a−c)/(a−b), w a share."""
    a, b, c, g = sp.symbols("a b c gamma", real=True)
    weight, value = (a - c) / (a - g), (a - c) / (a - b)
    theta, phi = sp.symbols("theta phi", real=True)
    yield "(1−w)a + wγ = c at w = (a−c)/(a−γ)", (1 - weight) * a + weight * g - c
    yield "w − (a−c)/(a−b) = (a−c)(γ−b)/((a−γ)(a−b))", weight - value - (a - c) * (g - b) / ((a - g) * (a - b))
    gap = sp.expand_trig(sp.cos(theta - phi) ** 2 - sp.sin(phi) ** 2 - sp.cos(theta) * sp.cos(theta - 2 * phi))
    yield "cos²(θ−φ) − sin²φ = cos θ·cos(θ−2φ)", gap


def of_the_contexture() -> Iterable[Identity]:
    """The dual point η = 1/(a−b) of the contexture, and the task that attains its value."""
    a, b, c = sp.symbols("a b c", real=True)
    value, multiplier = (a - c) / (a - b), 1 / (a - b)
    first = (c - b) / (a - b)
    yield "η(a−c) = (a−c)/(a−b) at η = 1/(a−b)", multiplier * (a - c) - value
    yield "1 + η(b−c) = (a−c)/(a−b)", 1 + multiplier * (b - c) - value
    yield "(c−b)/(a−b) + (a−c)/(a−b) = 1", first + value - 1
    yield "(c−b)/(a−b)·a + (a−c)/(a−b)·b = c", first * a + value * b - c


def minimax_identities() -> Iterable[Identity]:
    """Both halves, for a = s_1², b = s_{d+1}², c = (1−ε)² and γ of the part of h beside μ_1."""
    yield from least_over_encoders()
    yield from of_the_contexture()


@proof(
    "optimality.minimax-value", "lower", "attained",
    variant="corrected",
    scope=IN_WORDS,
    facts=("weak duality", DIMENSION),
)  # fmt: skip
def minimax_value() -> Iterable[Identity]:
    """With a = s_1², b = s_{d+1}², c = (1−ε)² and η = 1/(a − b) ≥ 0, every unit f with ⟨f, TT*f⟩ ≥ c has error at most
    λ_max(P_{V⊥} + η(TT* − c)). For the contexture its eigenvalues are η(s_i² − c) for i ≤ d, at most η(a − c), and 1 +
    η(s_i² − c) for i > d, at most 1 + η(b − c): both are (a − c)/(a − b). The task with weights (c − b)/(a − b) on μ_1
    and (a − c)/(a − b) on mode d+1 attains it. For any encoder a unit h in the span of μ_1..μ_{d+1} is orthogonal to
    it: h = cos θ·μ_1 + sin θ·g, γ = ⟨g, TT*g⟩ ≥ b. If h is compatible its error is 1. Else f = cos φ·μ_1 + sin φ·g
    with sin²φ = w = (a − c)/(a − γ) is, φ < θ ≤ π/2, and its error is at least ⟨f, h⟩² = cos²(θ − φ) ≥ sin²φ = w ≥
    (a − c)/(a − b)."""
    yield from minimax_identities()


@proof("optimality.minimax-if", "no-better", "every-learner", scope=IN_WORDS, facts=("weak duality", DIMENSION))
def minimax_if() -> Iterable[Identity]:
    """For d ≤ N−2 both are optimality.minimax-value, whose range holds the printed one, as s_{d+1} ≤ s_2; the dual
    point of ψ_1..ψ_d is one of every encoder whose span is a top-d eigenspace of TT*. For d ≥ N−1 a learner, and so the
    contexture, spans every mean-zero function and errs nowhere. Where s_{d+1} = s_1 that h has error 1."""
    yield from minimax_identities()
    a, second, b = sp.symbols("a second b", positive=True)
    yield (
        "(s_1²+s_2²)/2 − s_{d+1}² = (s_1²−s_2²)/2 + (s_2²−s_{d+1}²)",
        (a + second) / 2 - b - ((a - second) / 2 + (second - b)),
    )


def of_the_range() -> Iterable[Identity]:
    """Coefficient by coefficient, over s_i > 0: h = T*f has v_i = s_iu_i. (i) ⟨h, k_A(a,·)⟩_H has terms
    v_i·s_i²ν_i(a)/s_i² = v_iν_i(a); (ii) v_i²/s_i² = u_i²; (iii) v_i²/s_i² − v_i² = v_i²(1 − s_i²)/s_i² ≥ 0, and since
    Σ_{s_i>0}u_i² ≤ Σu_i², with equality in the span, (1−ε)‖h‖_H ≤ ‖h‖ follows from, and there gives, ρ(f) ≥ 1−ε."""
    s, u, nu, v = sp.symbols("s u nu v", positive=True)
    yield "v_i·s_i²ν_i/s_i² = v_iν_i at v_i = s_iu_i", (s * u) * (s**2 * nu) / s**2 - (s * u) * nu
    yield "(s_iu_i)²/s_i² = u_i²", (s * u) ** 2 / s**2 - u**2
    yield "v_i²/s_i² − v_i² = v_i²(1−s_i²)/s_i²", v**2 / s**2 - v**2 - v**2 * (1 - s**2) / s**2
    yield norm_of_image()
    yield conditional_variance()


rkhs = proof("optimality.rkhs", "i", "ii", "iii-only-if", "iii-upper", facts=(SVD,))(of_the_range)
rkhs_corrected = proof(
    "optimality.rkhs", "i", "ii", "iii-only-if", "iii-upper", "iii-if", variant="corrected", facts=(SVD,)
)(of_the_range)


def trace_of_a_basis() -> Iterable[Identity]:
    """C⁻¹B of the basis μG of a span of singular functions is similar to SSᵀ."""
    G, Gt = letters("G Gt")
    columns, columns_t = H**-1 * U * G, Gt * Ut * H**-1
    yield "FᵀXF = GᵀG for F = μG", through_svd(columns_t * X * columns - Gt * G)
    image = (columns_t * P * A**-1) * A * (T_star * columns)
    yield "(T*F)ᵀA(T*F) = GᵀSSᵀG", through_svd(image - Gt * S * St * G)
    yield "(GᵀG)⁻¹GᵀSSᵀG = G⁻¹SSᵀG", _inverse_of_product(Gt, G) * (Gt * S * St * G) - G**-1 * S * St * G


@proof("optimality.ratio-trace", "invariance", "bound", "equality", facts=(SVD, TRACE, KY_FAN))
def ratio_trace() -> Iterable[Identity]:
    """Two bases F and FG of one span have (GᵀCG)⁻¹GᵀBG = G⁻¹(C⁻¹B)G, of the same trace. C⁻¹B is TT* compressed to the
    span, so Ky Fan gives the bound. For F = μG, μ = H⁻¹U, C = GᵀG and B = GᵀSSᵀG: C⁻¹B = G⁻¹SSᵀG."""
    B, C, G, Gt = letters("B C G Gt")
    yield "(GᵀCG)⁻¹GᵀBG = G⁻¹(C⁻¹B)G", _inverse_of_product(Gt, C, G) * (Gt * B * G) - G**-1 * (C**-1 * B) * G
    yield from trace_of_a_basis()


def _inverse_of_product(*factors: sp.Expr) -> sp.Expr:
    """(AB…)⁻¹ = …B⁻¹A⁻¹."""
    return sp.Mul(*(factor**-1 for factor in reversed(factors)))


@proof("optimality.trace-gap-of-contexture", "value", variant="corrected", facts=(SVD, TRACE, KY_FAN))
def trace_gap_of_contexture() -> Iterable[Identity]:
    """A subfamily of d' functions has Tr(C⁻¹B) ≤ s_1² + … + s_{d'}² by Ky Fan, so its gap is at least s_{d'+1}² ≥
    s_{d+1}²; the whole contexture has C⁻¹B similar to the first block of SSᵀ, of trace s_1² + … + s_d², and with it
    s_{d+1}²."""
    yield from trace_of_a_basis()


@proof(
    "optimality.trace-gap", "bound", "square-root",
    variant="corrected",
    scope=IN_WORDS,
    facts=(KY_FAN, CAUCHY_SCHWARZ),
)  # fmt: skip
def trace_gap() -> Iterable[Identity]:
    """Let a subfamily of d' functions attain TG. A unit h orthogonal to the encoder adds ⟨h, TT*h⟩ to its ratio trace,
    so that ⟨h, TT*h⟩ ≤ TG by Ky Fan. With M = TT*/s_1² ≤ 1 put ⟨h, Mh⟩ = sin²α', α' ≤ α, and ⟨f, Mf⟩ = cos²β', β' ≤ β.
    ⟨f, h⟩ = ⟨√M f, √M h⟩ + ⟨√(1−M) f, √(1−M) h⟩ ≤ cos β' sin α' + sin β' cos α' = sin(α' + β'), which grows up to α + β
    ≤ π/2; the error of f is ⟨f, h⟩² for h the direction of its rest. With S = sin(α+β), C = cos(α+β) ≥ 0, p = sin α and
    q = cos α: sin β = Sq − Cp and sin²β + p − q²S² = p(1 − 2SCq + C²p) ≥ 0, as 2SC ≤ 1; beyond π/2 sin α > cos β, and
    (sin²β + sin α)/cos²α ≥ 1."""
    alpha, beta = sp.symbols("alpha beta", real=True)
    m, ft, h = letters("M ft h")
    yield "⟨f, Mh⟩ + ⟨f, (1−M)h⟩ = ⟨f, h⟩", ft * m * h + ft * (1 - m) * h - ft * h
    sine = sp.sin(alpha) * sp.cos(beta) + sp.cos(alpha) * sp.sin(beta)
    yield "sin(α+β) = sin α cos β + cos α sin β", sp.expand_trig(sp.sin(alpha + beta)) - sine
    gap, level, top = sp.symbols("gap level top", positive=True)
    root = sp.sqrt(gap) * level + sp.sqrt(top**2 - gap) * sp.sqrt(top**2 - level**2)
    there = {sp.sin(alpha): sp.sqrt(gap) / top, sp.cos(alpha): sp.sqrt(top**2 - gap) / top}
    there |= {sp.cos(beta): level / top, sp.sin(beta): sp.sqrt(top**2 - level**2) / top}
    yield "sin(α+β) = (√TG(1−ε) + √((s_1²−TG)(s_1²−(1−ε)²)))/s_1²", sine.subs(there) - root / top**2
    s, c, p, q = sp.symbols("S C p q", real=True)
    excess = (s * q - c * p) ** 2 + p - q**2 * s**2 - p * (1 - 2 * s * c * q + c**2 * p)
    yield "(Sq−Cp)² + p − q²S² = p(1 − 2SCq + C²p)", excess
    back = sp.sin(alpha + beta) * sp.cos(alpha) - sp.cos(alpha + beta) * sp.sin(alpha)
    yield "sin β = sin(α+β)cos α − cos(α+β)sin α", sp.simplify(sp.expand_trig(back) - sp.sin(beta))
    there = {sp.sin(beta) ** 2: 1 - level**2 / top**2, sp.sin(alpha): sp.sqrt(gap) / top}
    printed = (sp.sqrt(gap) * top - level**2 + top**2) / (top**2 - gap)
    ratio = (sp.sin(beta) ** 2 + sp.sin(alpha)).subs(there) / (1 - gap / top**2)
    yield "(sin²β + sin α)/cos²α is the printed form with √TG", ratio - printed


@proof("optimality.trace-gap", "subfamily", variant="corrected", scope=IN_WORDS, facts=(KY_FAN,))
def subfamily() -> Iterable[Identity]:
    """Let d' functions of the encoder, the top Ritz vectors, span V' with Σκ_i = Tr_V'(K), K = TT*, t = S + g ≤ c. The
    encoder errs at most as V' does: let h be the direction of the rest of f beside V', so that the error of f is at
    most ⟨f, h⟩² = sin²ψ. In the plane of f and h let K have the values p ≥ q, and x = ⟨h, Kh⟩. Ky Fan on V' ⊕ h gives x
    ≤ t, and on V' ⊕ h without the direction of q, Σκ_i + x − q ≤ s_1² + … + s_{d'}², that is m = x − q ≤ g. By the
    angles to the two directions, ψ ≤ arcsin√((p−c)/(p−q)) + arcsin√(m/(p−q)), at most π/2 since x ≤ c; both grow with q
    at fixed m, so q = t − m may be taken. With w = c − t, p − t = w·cosh²a and m = w·sinh²b the sum has the sine
    tanh(a+b), which grows with p ≤ s_1² and m ≤ g; at the ends it is the bound. Where w = 0 the bound is 1."""
    a, b = sp.symbols("a b", positive=True)
    w, top, level, following, missing = sp.symbols("w top level following missing", positive=True)
    p_t, m = w * sp.cosh(a) ** 2, w * sp.sinh(b) ** 2
    squares = (p_t - w - w * sp.sinh(a) ** 2, m + w - w * sp.cosh(b) ** 2)
    yield "(p−t) − w = w·sinh²a", sp.simplify(squares[0].rewrite(sp.exp))
    yield "m + w = w·cosh²b", sp.simplify(squares[1].rewrite(sp.exp))
    sine = (sp.cosh(a) * sp.sinh(a) + sp.sinh(b) * sp.cosh(b)) / (sp.cosh(a) ** 2 + sp.sinh(b) ** 2)
    yield (
        "(cosh a sinh a + sinh b cosh b)/(cosh²a + sinh²b) = tanh(a+b)",
        sp.simplify((sine - sp.tanh(a + b)).rewrite(sp.exp)),
    )
    x, y = sp.symbols("x y", positive=True)
    share = sp.sqrt(x * (1 - y)) + sp.sqrt(y * (1 - x))
    spread = top - following
    bound = (sp.sqrt(top - level) * sp.sqrt(spread - missing) + sp.sqrt(missing) * sp.sqrt(level - following)) / spread
    there = {x: (top - level) / spread, y: missing / spread}
    yield (
        "sin(arcsin√x + arcsin√y)² = (√(x(1−y)) + √(y(1−x)))²",
        sp.expand(share**2 - (x * (1 - y) + y * (1 - x) + 2 * sp.sqrt(x * (1 - y)) * sp.sqrt(y * (1 - x)))),
    )
    for one, other in (((1 - y), (spread - missing) / spread), ((1 - x), (level - following) / spread)):
        yield "1 − x and 1 − y over s_1² − S", sp.together(one.subs(there) - other)
    parts = [sp.sqrt(v) for v in (top - level, spread - missing, missing, level - following)]
    yield "the bound at the ends", bound * spread - (parts[0] * parts[1] + parts[2] * parts[3])


@proof("optimality.converse", "full", "relaxed", variant="corrected", scope=IN_WORDS, facts=(DIMENSION, MIN_MAX))
def converse() -> Iterable[Identity]:
    """Some unit f with ⟨f, TT*f⟩ ≥ c has an error of at least v = (a − c)/(a − b), as in optimality.minimax-value:
    ‘relaxed’. The complement V⊥ has N−1−d dimensions, so some unit h in it has ⟨h, TT*h⟩ ≤ s_{N−1−d}² ≤ c. If one
    in it has ≥ c, V⊥, of two dimensions or more, has one with c, of error 1; a line V⊥ has c = a and v = 0. Else the
    rest of f in V⊥ has < c: turned towards it f loses ⟨f, TT*f⟩ to below c, passes c, and its error only grows."""
    yield from least_over_encoders()
    u, v, t = sp.symbols("u v t", positive=True)
    turned = v**2 / (u**2 * t**2 + v**2)
    yield (
        "the share of the rest grows as the part in V shrinks",
        sp.diff(turned, t) + 2 * t * u**2 * v**2 / (u**2 * t**2 + v**2) ** 2,
    )


@proof("optimality.converse", "exists", variant="corrected", scope=IN_WORDS, facts=(DIMENSION, MIN_MAX))
def converse_any_size() -> Iterable[Identity]:
    """If some unit h in V⊥ has ⟨h, TT*h⟩ ≤ c, as in ‘full’. Else take any: h = p cos θ + q sin θ with units p in the
    span of μ_1..μ_d and q in that of the others, so that TT* is diagonal on their plane, P ≤ a and Q ≤ b ≤ c. The f
    of that plane with ⟨f, TT*f⟩ = c lies between h and q, at the angle arcsin√((P−c)/(P−Q)) with p and at a smaller one
    with h: its error is at least (c−Q)/(P−Q), which falls in P and in Q, and so at least (c−b)/(a−b)."""
    top, low, c = sp.symbols("P Q c", positive=True)
    value = (c - low) / (top - low)
    yield "1 − (P−c)/(P−Q) = (c−Q)/(P−Q)", sp.cancel(1 - (top - c) / (top - low) - value)
    yield "∂_P = −(c−Q)/(P−Q)²", sp.cancel(sp.diff(value, top) + (c - low) / (top - low) ** 2)
    yield "∂_Q = −(P−c)/(P−Q)²", sp.cancel(sp.diff(value, low) + (top - c) / (top - low) ** 2)


@proof("optimality.fisher", "between", "within", "objective", facts=("the law of total covariance", TRACE))
def fisher() -> Iterable[Identity]:
    """With m = E[X|A]: over independent A, A' E(m − m')(m − m')ᵀ = 2(E[mmᵀ] − E[m]E[m]ᵀ), so WS_BWᵀ = 2Cov(Wm) = 2B_Φ;
    and E(X − m)(X − m)ᵀ = E[XXᵀ] − E[mmᵀ], since E[Xmᵀ] = E[mmᵀ], so WS_WWᵀ = C_Φ − B_Φ. J is the trace of their
    quotient."""
    x, xt, m, mt, n, nt, mean, mean_t = letters("x xt m mt n nt mean mean_t")
    second, cov_b, cov_c, W, Wt = letters("second cov_b cov_c W Wt")
    spread = sp.expand((m - n) * (mt - nt)).subs(
        {m * mt: second, n * nt: second, m * nt: mean * mean_t, n * mt: mean * mean_t}
    )
    yield "E(m−m')(m−m')ᵀ = 2(E[mmᵀ] − E[m]E[m]ᵀ)", spread - 2 * (second - mean * mean_t)
    total = letters("total z")[0]
    within = sp.expand((x - m) * (xt - mt)).subs({x * xt: total, x * mt: second, m * xt: second, m * mt: second})
    yield "E(X−m)(X−m)ᵀ = Cov X − Cov m", within - ((total - mean * mean_t) - (second - mean * mean_t))
    yield "W(C−B)Wᵀ = WCWᵀ − WBWᵀ", (W * (cov_c - cov_b) * Wt) - (W * cov_c * Wt - W * cov_b * Wt)


@proof("optimality.weak-association", "sum", facts=(SVD, TRACE))
def weak_association() -> Iterable[Identity]:
    """TT* is k_X times X, so Σ_{i>0}s_i² = Tr(TT*) − 1 = Σ_x P_X(x)(k_X(x,x) − 1), a mean of numbers below ε."""
    kernel = X**-1 * P * A**-1 * Pt * X**-1
    yield "k_X·X = TT*", kernel * X - T * T_star
    k, p = sp.symbols("k p")
    yield "pk − p = p(k−1)", (p * k - p) - p * (k - 1)


@proof(
    "optimality.extremes",
    "independent-spectrum", "independent-tasks", "identity-spectrum", "identity-tasks", "identity-error",
    facts=("d < N−1 functions leave a mean-zero function orthogonal to them",),
)  # fmt: skip
def extremes() -> Iterable[Identity]:
    """Independent: P(x,a) = p(x)q(a) makes Q̃ zero, so T*f̃ = 0 and 0 ≥ (1−ε)‖f̃‖ leaves f̃ = 0. A = X: P = X = A
    makes T and T* the identity, so s_i = 1 and ‖T*f‖ = ‖f‖; a task orthogonal to the encoder has error 1."""
    joint, p, q = sp.symbols("joint p q", positive=True)
    yield "(P−pq)/√(pq) = 0 at P = pq", ((joint - p * q) / sp.sqrt(p * q)).subs(joint, p * q)
    yield "T = 1 at P = X", (T.subs({P: X})) - 1
    yield "T* = 1 at Pᵀ = A", T_star.subs({Pt: A}) - 1
