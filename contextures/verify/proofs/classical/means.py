"""Proofs of section 8.1: concentration of a mean."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

MARKOV = "Markov's inequality"
SCHWARZ = "the Cauchy–Schwarz inequality"
UNION = "the union bound"
LEMMA = "Hoeffding's lemma"
BERNSTEIN = "Bernstein's bound of the exponential moment, ln E e^{x(p−Z)} ≤ vx²/(2(1 − bx/3)) for 0 ≤ x < 3/b"
BENNETT = "Bennett's bound of the exponential moment, ln E e^{x(p−Z)} ≤ (v/b²)(e^{bx} − 1 − bx) for x ≥ 0"

n, delta, t, v, b, p, q, log = sp.symbols("n delta t v b p q L", positive=True)


@proof("classical.markov", "markov")
def markov() -> Iterable[Identity]:
    """EZ − tP(Z ≥ t) is the mean of Z − t where Z ≥ t and of Z elsewhere, both of which are nonnegative."""
    mass, rest, high, low = sp.symbols("P Q high low")
    yield "EZ − tP = P(high − t) + Q·low", mass * high + rest * low - t * mass - (mass * (high - t) + rest * low)


@proof("classical.markov", "chebyshev", "mean", facts=(MARKOV, "the variance of a sum of independent variables"))
def chebyshev() -> Iterable[Identity]:
    """|Z − p| ≥ t where (Z − p)² ≥ t², whose mean is v; the variance of p̂ is v/n."""
    yield "(nv/n²)/t² = v/(nt²)", n * v / n**2 / t**2 - v / (n * t**2)


def cantelli_identity() -> Identity:
    """Markov's bound of a shifted square."""
    shift = v / t
    return "(v + u²)/(t + u)² = v/(v + t²) at u = v/t", (v + shift**2) / (t + shift) ** 2 - v / (v + t**2)


@proof("classical.markov", "cantelli", facts=(MARKOV,))
def cantelli() -> Iterable[Identity]:
    """Where Z − p ≥ t, (Z − p + u)² ≥ (t + u)² with u = v/t ≥ 0, and that square has the mean v + u²."""
    yield cantelli_identity()


@proof("classical.markov", "cantelli-two", facts=(MARKOV, UNION))
def cantelli_two() -> Iterable[Identity]:
    """`cantelli` of Z and of −Z."""
    yield cantelli_identity()


@proof("classical.paley-zygmund", "printed", "any-sign", facts=(SCHWARZ,))
def paley_zygmund() -> Iterable[Identity]:
    """Z ≤ θp + Z·1[Z > θp] as θp ≥ 0, so that 0 ≤ (1 − θ)p ≤ E Z·1[Z > θp] ≤ √(EZ²·P(Z > θp))."""
    square, chance = sp.symbols("EZ2 P", positive=True)
    yield "((1−θ)p)²/EZ² = P where (1−θ)p = √(EZ²·P)", sp.sqrt(square * chance) ** 2 / square - chance


@proof("classical.paley-zygmund", "variance", facts=(SCHWARZ,))
def paley_zygmund_variance() -> Iterable[Identity]:
    """Y = Z − θp has 0 ≤ EY = (1 − θ)p ≤ E Y·1[Y > 0] ≤ √(EY²·P(Y > 0))."""
    theta, square = sp.symbols("theta EZ2")
    spread = square - 2 * theta * p * p + theta**2 * p**2
    yield "E(Z − θp)² = v + (1−θ)²p²", spread - (square - p**2) - (1 - theta) ** 2 * p**2


@proof(
    "classical.hoeffding-lemma", "lemma", scope=IN_WORDS, facts=("the chord of a convex function", "Taylor's theorem")
)
def hoeffding_lemma() -> Iterable[Identity]:
    """Below the chord of e^{sz} over [a, b] the mean of e^{s(Z−p)} is at most e^{f(u)} with u = s(b−a), q = (p−a)/(b−a)
    and f(u) = −qu + ln(1 − q + qe^u). f(0) = f′(0) = 0 and f″ = w(1 − w) ≤ 1/4, so that f(u) ≤ u²/8. Where a = b both
    sides are 1."""
    u = sp.Symbol("u", real=True)
    f = -q * u + sp.log(1 - q + q * sp.exp(u))
    w = q * sp.exp(u) / (1 - q + q * sp.exp(u))
    yield "f″ = w(1 − w)", sp.diff(f, u, 2) - w * (1 - w)
    yield "f(0) = 0", f.subs(u, 0)
    yield "f′(0) = 0", sp.diff(f, u).subs(u, 0)
    yield "1/4 − w(1 − w) = (w − ½)²", sp.Rational(1, 4) - w * (1 - w) - (w - sp.Rational(1, 2)) ** 2


@proof("classical.hoeffding", "tail", facts=(LEMMA, MARKOV))
def hoeffding() -> Iterable[Identity]:
    """E e^{s(p−p̂)} is a product of n means, each at most e^{s²/(8n²)}: P(p−p̂ ≥ t) ≤ e^{−st+s²/(8n)}, least at
    s = 4nt."""
    s = 4 * n * t
    yield "−st + s²/(8n) = −2nt² at s = 4nt", -s * t + s**2 / (8 * n) + 2 * n * t**2


def radius(times: int) -> Identity:
    """Hoeffding's tail at his radius."""
    at = sp.sqrt(sp.log(times / delta) / (2 * n))
    return f"e^{{−2nt²}} = δ/{times} at t = √(ln({times}/δ)/2n)", sp.exp(-2 * n * at**2) - delta / times


@proof("classical.hoeffding", "limit", facts=("Hoeffding's inequality",))
def hoeffding_limit() -> Iterable[Identity]:
    """P(p − p̂ > t) ≤ e^{−2nt²}, which is δ at t = √(L/2n)."""
    yield radius(1)


def both_sides() -> Iterable[Identity]:
    """P(p − p̂ > t) and P(p̂ − p > t) are at most e^{−2nt²} each, δ/2 at t = √(ln(2/δ)/2n)."""
    yield radius(2)


BOTH = ("Hoeffding's inequality", UNION)
hoeffding_both = proof("classical.hoeffding", "two-sided", facts=BOTH)(both_sides)
one_log_corrected = proof("classical.one-log", "hoeffding", variant="corrected", facts=BOTH)(both_sides)


def exponent(x: sp.Expr, at: sp.Expr) -> sp.Expr:
    """What Markov's inequality gives of Bernstein's moment, per draw."""
    return x * at - v * x**2 / (2 * (1 - b * x / 3))


@proof("classical.bernstein", "tail", facts=(BERNSTEIN, MARKOV))
def bernstein() -> Iterable[Identity]:
    """P(p − p̂ ≥ t) ≤ e^{−n(xt − vx²/(2(1−bx/3)))} at x = t/(v + bt/3), which is below 3/b where v > 0; where v = 0 the
    event has probability 0."""
    yield "xt − vx²/(2(1−bx/3)) = t²/(2v + 2bt/3)", exponent(t / (v + b * t / 3), t) - t**2 / (2 * v + 2 * b * t / 3)


@proof("classical.bernstein", "limit", facts=(BERNSTEIN, MARKOV))
def bernstein_limit() -> Iterable[Identity]:
    """P(p − p̂ ≥ t) ≤ e^{−n(xt − vx²/(2(1−bx/3)))} at t = √(2vL/n) + bL/(3n) and x = y/(1 + by/3), y = √(2L/(nv)); where
    v = 0, p̂ = p. The bound of `tail` by itself gives no more than 2bL/(3n) as the second term."""
    y = sp.sqrt(2 * log / (n * v))
    at = sp.sqrt(2 * v * log / n) + b * log / (3 * n)
    yield "xt − vx²/(2(1−bx/3)) = L/n", exponent(y / (1 + b * y / 3), at) - log / n


@proof("classical.bernstein", "bennett", facts=(BENNETT, MARKOV))
def bennett() -> Iterable[Identity]:
    """P(p − p̂ ≥ t) ≤ e^{−n(xt − (v/b²)(e^{bx}−1−bx))} at x = ln(1 + bt/v)/b."""
    u = b * t / v
    x = sp.log(1 + u) / b
    found = x * t - v / b**2 * (sp.exp(b * x) - 1 - b * x)
    yield "xt − (v/b²)(e^{bx}−1−bx) = (v/b²)h(bt/v)", found - v / b**2 * ((1 + u) * sp.log(1 + u) - u)


@proof("classical.bernstein", "order", facts=("(1 + u)ln(1 + u) − u ≥ u²/(2 + 2u/3) for u ≥ 0",))
def bennett_order() -> Iterable[Identity]:
    """h(u) ≥ u²/(2 + 2u/3) at u = bt/v."""
    u = b * t / v
    yield (
        "(nv/b²)u²/(2 + 2u/3) = nt²/(2v + 2bt/3)",
        (n * v / b**2 * u**2 / (2 + 2 * u / 3) - n * t**2 / (2 * v + 2 * b * t / 3)),
    )


def empirical() -> Iterable[Identity]:
    """With l = ln(2/δ), p ≤ p̂ + √(2vl/n) + l/(3n) but for δ/2, and √v ≤ √V + √(2l/(n−1)) but for δ/2. Together
    p ≤ p̂ + √(2Vl/n) + 2l/√(n(n−1)) + l/(3n), which is less than the limit, as n > n − 1."""
    size = sp.Symbol("m", positive=True)
    yield (
        "√(2l/n)·√(2l/(n−1)) = 2l/√(n(n−1)), m = n−1",
        (sp.sqrt(2 * log / (size + 1)) * sp.sqrt(2 * log / size) - 2 * log / sp.sqrt((size + 1) * size)),
    )
    yield "2l/(n−1) + l/(3(n−1)) = 7l/(3(n−1))", 2 * log / size + log / (3 * size) - 7 * log / (3 * size)


PONTIL = ("Bernstein's limit", "Maurer and Pontil's limit of a standard deviation", UNION)
empirical_bernstein = proof("classical.empirical-bernstein", "limit", facts=PONTIL)(empirical)
plug_in_corrected = proof("classical.bernstein-plug-in", "limit", variant="corrected", facts=PONTIL)(empirical)


@proof(
    "classical.unexpected-bernstein", "limit", facts=("(u − ln(1 + u))/u² falls on u > −1", "1 − u ≤ e^{−u}", MARKOV)
)
def unexpected() -> Iterable[Identity]:
    """Let u = −γZ ≥ −γb > −1 and c = ψ(−γb)/b². Then ψ(u) ≤ cZ², so that e^{u−cZ²} ≤ e^{u−ψ(u)} = 1 − γZ, whose mean is
    1 − γp ≤ e^{−γp}: E e^{γ(p−Z)−cZ²} ≤ 1, and a product of n of these reaches 1/δ with probability δ at most."""
    u = sp.Symbol("u", positive=True) - 1
    yield "e^{u−ψ(u)} = 1 + u", sp.exp(u - (u - sp.log(1 + u))) - (1 + u)
    gamma, mean, square, c = sp.symbols("gamma phat S c", positive=True)
    limit = mean + c * square / gamma + log / (gamma * n)
    yield "nγ(p − p̂) − ncS = L at the limit", n * gamma * (limit - mean) - n * c * square - log
