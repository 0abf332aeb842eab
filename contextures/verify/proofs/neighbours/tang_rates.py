"""Proofs of section 7.1: the regret by the gap of the spectrum, its fast rates, and what follows of both."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.neighbours.tang import ANGLES, HORN, INTERLACING, smaller_denominator, split
from contextures.verify.proofs.objectives import KY_FAN
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

q, u, p, e, g, a = sp.symbols("q u p e g a", positive=True)
alpha, delta, d, J, K, S, N, theta = sp.symbols("alpha delta d J K S N theta", positive=True)


@proof("neighbours.tang-gap-bound", "bound", scope=IN_WORDS, facts=(ANGLES, "‖·‖ and ‖·‖_* are dual norms"))
def gap_bound() -> Iterable[Identity]:
    """L = λ̄S² + TΓT*. With t = d − tr(ΠΠ_s), ⟨S², Π − Π_s⟩ ≤ −(s_d² − s_{d+1}²)t and ‖Π − Π_s‖_* = 2Σsin θ_k ≤
    2√(dt); the largest 2e√(dt) − gt is de²/g."""
    t = sp.symbols("t", positive=True)
    square = (sp.sqrt(d / g) * e - sp.sqrt(g * t)) ** 2
    yield "de²/g − (2e√(dt) − gt) is a square", d * e**2 / g - (2 * e * sp.sqrt(d * t) - g * t) - square


def plane() -> Iterable[Identity]:
    """The largest regret of a plane with |Su| = 1, |Sv|² = q and Su ⟂ Sv: what the worst c = Sz needs."""
    yield "p²+yp = y²κ/α² at p = y/α", (p**2 + p * alpha * p) - (alpha * p) ** 2 * (1 + alpha) / alpha**2
    yield "(e + gu)² − 4egu = (e − gu)²", (e + g * u) ** 2 - 4 * e * g * u - (e - g * u) ** 2
    early = alpha**2 * q / (4 * (1 + alpha) * (1 - q))
    ratio = early / (1 - early)
    yield "4egκ/α² = (1+e)q at e/(1+e) = W", 4 * ratio * (1 - q) * (1 + alpha) / alpha**2 - (1 + ratio) * q
    late = (1 + alpha) * q
    yield "(x−q)²κ/α² = xq at x = κq", (late - q) ** 2 * (1 + alpha) / alpha**2 - late * q


def two_branches() -> Identity:
    """The late branch of W is below the early formula."""
    early = alpha**2 * q / (4 * (1 + alpha) * (1 - q))
    square = (alpha * q - 2 * (1 - q)) ** 2 / (4 * (1 + alpha) * q * (1 - q))
    return "α²q/(4κ(1−q)) − (1 − 1/(κq)) is a square", early - (1 - 1 / ((1 + alpha) * q)) - square


@proof("neighbours.tang-fast-rate-exact", "bound", "attained", scope=IN_WORDS, facts=(ANGLES, KY_FAN))
def fast_rate_exact() -> Iterable[Identity]:
    """Let the best space have angles θ_k, bases u_k and v_k. Then J(Φ_s) = Σu_kᵀLu_k, and J* is the sum over the
    planes of u_k, v_k of at most the largest eigenvalue of L there: J* ≤ xJ(Φ_s) if it holds in each plane. There Su
    = a·e and Sv = b·f with unit e ⟂ f, a ≥ s_d, b ≤ s_{d+1}, and Λ compressed to e, f has a condition number of at
    most κ; so let a = 1, b² = q, g = 1 − q and, for c = √(1−w)·e + √(qw)·f with w in [0, 1], M = ccᵀ − x·eeᵀ, with
    eigenvalues p ≥ 0 ≥ −m: p − m = −y, y = x − 1 + gw, pm = xqw. All Λ between 1 and κ have ⟨Λ, M⟩ ≤ 0 iff κp ≤ m iff
    y²κ/α² ≥ xqw. With e = x − 1 the least of (e + gw)²/w is 4eg, at w = e/g ≤ 1, or (x − q)², at w = 1: at x = 1/(1 −
    W) there is equality in each case, and e ≤ g says κ ≤ 2/q − 1. Planes of ν_i and ν_{d+i} that are all alike attain
    it together."""
    yield from plane()


@proof("neighbours.tang-minimax-width-one", "lower", "upper", "attained", scope=IN_WORDS, facts=(KY_FAN,))
def minimax_width_one() -> Iterable[Identity]:
    """`upper` and `attained` are neighbours.tang-fast-rate-exact. For a unit w let s_1 = 1, q = s_2², g = 1 − q, b =
    Sw, B = ‖b‖², z = (−w_2, w_1, 0..)/r with r² = w_1² + w_2², and c = √(1−u)·b ± √u·Sz, u and x = 1 + e those of the
    worst case of μ_1. Some Λ between 1 and κ has J*/J ≥ x if (xB − ‖c‖²)²κ/α² ≤ x(B‖c‖² − ⟨b,c⟩²) or xB ≤ ‖c‖². Put
    τ² = r² + R, R = Σ_{i>2}s_i²w_i², so B ≤ τ² ≤ 1. The area is u(B‖Sz‖² − ⟨b,Sz⟩²) = u(qr² + R‖Sz‖²) ≥ uqτ². With
    the better sign xB − ‖c‖² ≤ (e + u)B − u‖Sz‖² ≤ (e + u)τ² − uq, which is at most (e + gu)τ: the difference is
    convex in τ, −uq at 0 and 0 at 1. And (e + gu)²κ/α² = xqu."""
    yield from plane()
    w1, w2, tau = sp.symbols("w1 w2 tau", real=True)
    seen, other = w1**2 + q * w2**2, w2**2 + q * w1**2
    yield "area of the plane", seen * other - (w1 * w2 * (1 - q)) ** 2 - q * (w1**2 + w2**2) ** 2
    convex = (e + u) * tau**2 - (e + (1 - q) * u) * tau - u * q
    yield "difference at 0", convex.subs(tau, 0) + u * q
    yield "difference at 1", convex.subs(tau, 1)


def order_of_branches() -> Iterable[Identity]:
    """W is below both branches of (6)."""
    yield two_branches()
    early = alpha**2 * q / (4 * (1 + alpha) * (1 - q))
    rest = alpha * (4 * (1 - q) - alpha * q) / (4 * (1 + alpha) * (1 - q))
    yield "1 − 1/κ − α²q/(4κ(1−q)) = α(4(1−q) − αq)/(4κ(1−q))", 1 - 1 / (1 + alpha) - early - rest
    late = 1 - 1 / ((1 + alpha) * q)
    yield "1 − 1/κ − (1 − 1/(κq)) = (1−q)/(κq)", 1 - 1 / (1 + alpha) - late - (1 - q) / ((1 + alpha) * q)
    s1, sd, sn = sp.symbols("s1 sd sn", positive=True)
    printed = d * alpha**2 * s1 / (4 * (sd - sn)) * s1 / S
    exact = alpha**2 * sn / (4 * (1 + alpha) * (sd - sn))
    yield "quotient of the early bound and the printed one", exact / printed - sn * S / ((1 + alpha) * d * s1**2)


@proof("neighbours.tang-fast-rate", "left", "right", scope=IN_WORDS, facts=(ANGLES, KY_FAN))
def fast_rate() -> Iterable[Identity]:
    """ρ ≤ W by neighbours.tang-fast-rate-exact, and W is at most α²q/(4κ(1−q)), whose quotient by the printed bound
    is s_{d+1}²S_d/(κds_1⁴) ≤ 1, and at most 1 − 1/κ, as αq ≤ 2(1−q) on the early branch. S_d ≥ s_1²."""
    yield from order_of_branches()


@proof("neighbours.tang-fast-rate-localised", "bound", scope=IN_WORDS, facts=(ANGLES, KY_FAN))
def fast_rate_localised() -> Iterable[Identity]:
    """Without a tail L is that of Λ^{(2d)}: neighbours.tang-fast-rate with α_{2d}."""
    yield from order_of_branches()


@proof(
    "neighbours.tang-algorithm-gap", "regret", "printed", variant="corrected", scope=IN_WORDS, facts=(ANGLES, KY_FAN)
)
def algorithm_gap() -> Iterable[Identity]:
    """neighbours.tang-fast-rate-localised."""
    yield from order_of_branches()


@proof(
    "neighbours.tang-fast-rate-sharp", "exact", "early", "never", variant="corrected", scope=IN_WORDS, facts=(ANGLES,)
)
def fast_rate_sharp() -> Iterable[Identity]:
    """`exact` is W ≤ α²q/(4κ(1−q)), and `never` that this is below the printed bound by the factor
    s_{d+1}²S_d/(κds_1⁴) < 1."""
    yield from order_of_branches()


def near_one() -> Iterable[Identity]:
    """At s = (2, 1) and Λ = [[1, 3y/4], [3y/4, 1]] the quotient is 2(√(1 + y²) − 1)/y² ≥ 1 − y²/4, as √(1 + y²) ≥ 1 +
    y²/2 − y⁴/8 for y ≤ 1."""
    y = sp.symbols("y", positive=True)
    yield (
        "(1 + y²/2 − y⁴/8)² = 1 + y² − y⁶/8 + y⁸/64",
        (1 + y**2 / 2 - y**4 / 8) ** 2 + y**6 / 8 - y**8 / 64 - (1 + y**2),
    )


fast_rate_limit = proof("neighbours.tang-fast-rate-sharp", "limit")(near_one)
fast_rate_limit_corrected = proof("neighbours.tang-fast-rate-sharp", "limit", variant="corrected")(near_one)


def of_the_product() -> Iterable[Identity]:
    """How the tail enters beside the second branch."""
    yield split()
    yield "J/(K + t) = (J/K)/(1 + t/K)", J / (K + theta) - (J / K) / (1 + theta / K)


@proof(
    "neighbours.tang-fast-rate-tail-product", "first", "second", "smaller",
    variant="corrected", scope=IN_WORDS, facts=(ANGLES, KY_FAN),
)  # fmt: skip
def tail_product() -> Iterable[Identity]:
    """J* ≤ J*_{2d} + λ_max·Σ_{2d<i≤3d}s_i² with the best gain J*_{2d} of the law cut at 2d, as in
    neighbours.tang-localisation-squared; that is `first`. J(Φ_s)/J*_{2d} ≥ 1 − W by neighbours.tang-fast-rate-exact,
    and J*_{2d} ≥ λ_min^{(2d)}S_d gives `second`; `smaller` as in neighbours.tang-fast-rate."""
    yield from of_the_product()
    yield from order_of_branches()


@proof("neighbours.tang-fast-rate-tail-sum", "bound", scope=IN_WORDS, facts=(ANGLES, KY_FAN))
def tail_sum() -> Iterable[Identity]:
    """ρ ≤ 1 − (1−m)/(1 + κθ²) by the corrected product, κ = κ_{2d}. If αθ ≤ 2, κθ² ≤ 2θ + θ² and the claim follows,
    as 1 − (1−m)t ≤ m + 1 − t. If αθ > 2, 1/(1+θ)² < α²/(2+α)², which is at most m: the second branch is at least
    α²/4, as ds_1² ≥ S_d and δ_d ≤ 1, and the first one is larger by α(4+3α)/((1+α)(2+α)²)."""
    yield from of_the_product()
    rest = alpha * (4 + 3 * alpha) / ((1 + alpha) * (2 + alpha) ** 2)
    yield "α/(1+α) − α²/(2+α)²", alpha / (1 + alpha) - alpha**2 / (2 + alpha) ** 2 - rest
    yield "(1+α)θ² − 2θ − θ² = θ(αθ − 2)", (1 + alpha) * theta**2 - 2 * theta - theta**2 - theta * (alpha * theta - 2)


@proof("neighbours.tang-criterion", "right", "right-only-if", "left", "left-only-if", variant="corrected")
def criterion() -> Iterable[Identity]:
    """Multiply by δ(1 + α)/α > 0; N is 1 or s_1²/S_d."""
    gap = alpha / (1 + alpha) - d * alpha**2 * N / (4 * delta)
    yield "the two differences", delta * (1 + alpha) / alpha * gap - (delta - d * alpha * (1 + alpha) * N / 4)


@proof("neighbours.tang-criterion", "right-only-if")
def criterion_printed() -> Iterable[Identity]:
    """Where the second branch is strictly smaller α > 0, and the two differences have one sign."""
    yield from criterion.identities()


@proof("neighbours.tang-width-factor", "lower", "upper")
def width_factor() -> Iterable[Identity]:
    """s_1² ≤ S_d ≤ ds_1², a sum of d squares that are at most s_1²."""
    yield "ds_1²/S_d − 1 = (ds_1² − S_d)/S_d", d * a / S - 1 - (d * a - S) / S


@proof(
    "neighbours.tang-price-order", "gap", "tied", "over-laws",
    variant="corrected", scope=IN_WORDS, facts=(KY_FAN, ANGLES),
)  # fmt: skip
def price_order() -> Iterable[Identity]:
    """`gap`: W ≤ α²q/(4κ(1−q)). `tied`: the span of ν_1..ν_{d+1} holds a unit h orthogonal to the d functions T*Φ;
    with Λ as in neighbours.tang-price, Λ ⪰ Id + αh⊗h, J(Φ) ≤ S_d, and the space of μ_1..μ_{d−1} and the part of Sh in
    the tied pair has gain S_d + α‖Sh‖² ≥ S_d + αs_d². `over-laws`: α/(1 + α) ≥ α/2."""
    yield two_branches()
    yield "1 − S/(S+αa) = αa/(S+αa)", 1 - S / (S + alpha * a) - alpha * a / (S + alpha * a)
    yield "α/(1+α) − α/2 = α(1−α)/(2(1+α))", alpha / (1 + alpha) - alpha / 2 - alpha * (1 - alpha) / (2 * (1 + alpha))


@proof(
    "neighbours.tang-price-attained",
    "flat",
    "exact",
    "never",
    variant="corrected",
    scope=IN_WORDS,
    facts=(KY_FAN, ANGLES),
)
def price_attained() -> Iterable[Identity]:
    """neighbours.tang-fast-rate-exact, and W < 1 − 1/κ where q < 1 < κ, as αq ≤ 2(1−q) on the early branch."""
    yield from order_of_branches()
    yield from plane()


@proof(
    "neighbours.tang-chain",
    "middle",
    "regret",
    "minimum",
    variant="corrected",
    scope=IN_WORDS,
    facts=(HORN, ANGLES),
)
def chain() -> Iterable[Identity]:
    """neighbours.tang-alignment-bound and neighbours.tang-fast-rate-localised."""
    yield smaller_denominator()
    yield from order_of_branches()


@proof(
    "neighbours.tang-localised-verbatim", "alignment", "regret", "fast", "price",
    variant="corrected", scope=IN_WORDS, facts=(KY_FAN, INTERLACING, ANGLES),
)  # fmt: skip
def localised_verbatim() -> Iterable[Identity]:
    """neighbours.tang-alignment-lower, -localisation-squared at r = 2d, -fast-rate-localised and -price."""
    yield split()
    yield from order_of_branches()
