"""Proofs of section 8.1: limits by kl and by binomial tails, of distribution functions, and by betting."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

MARKOV = "Markov's inequality"
UNION = "the union bound"
CHERNOFF = "Chernoff's inequality, P(p̂ ≤ x) ≤ e^{−n·kl(x‖p)} for x ≤ p"
BENTKUS = "Bentkus' inequality"
MASSART = "Massart's inequality, P(sup(F_n − F) > ε) ≤ e^{−2nε²} where that is at most ½"
VILLE = "Ville's inequality"

n, delta, p, x = sp.symbols("n delta p x", positive=True)


def kl(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """kl(q‖p)."""
    return first * sp.log(first / second) + (1 - first) * sp.log((1 - first) / (1 - second))


def level(times: int) -> Identity:
    """Chernoff's bound at a level."""
    return f"e^{{−n·ln({times}/δ)/n}} = δ/{times}", sp.exp(-n * sp.log(times / delta) / n) - delta / times


def mirrored() -> Identity:
    """The other side."""
    return "kl(1−q‖1−p) = kl(q‖p)", kl(1 - x, 1 - p) - kl(x, p)


@proof("classical.chernoff-kl", "tail", scope=IN_WORDS, facts=(MARKOV, "the chord of a convex function"))
def chernoff() -> Iterable[Identity]:
    """By the chord of e^{−sz}, E e^{−sZ} ≤ 1 − p + pr with r = e^{−s}: P(p̂ ≤ x) ≤ (r^{−x}(1 − p + pr))^n, at
    r = x(1−p)/(p(1−x)) ≤ 1 the bound. Where x = 0, r goes to 0; where p = 1 > x the event is impossible, and where
    x = p the bound is 1."""
    odds, other = sp.symbols("y z", positive=True)
    x_, p_ = odds / (1 + odds), other / (1 + other)
    r = sp.simplify(x_ * (1 - p_) / (p_ * (1 - x_)))
    found = -x_ * sp.log(r) + sp.log(sp.simplify(1 - p_ + p_ * r))
    terms = x_ * (sp.log(x_) - sp.log(p_)) + (1 - x_) * (sp.log(1 / (1 + odds)) - sp.log(1 / (1 + other)))
    yield "−x ln r + ln(1 − p + pr) = −kl(x‖p), y and z the odds", sp.expand_log(found + terms)


@proof("classical.chernoff-kl", "limit", facts=(CHERNOFF, "kl(·‖p) falls on [0, p]"))
def kl_limit() -> Iterable[Identity]:
    """p > kl⁻¹⁺(p̂, L/n) where p̂ < p and kl(p̂‖p) > L/n. Let x be the largest such p̂: the event is p̂ ≤ x, of probability
    e^{−n·kl(x‖p)} < δ at most."""
    yield level(1)


@proof("classical.chernoff-kl", "lower", facts=(CHERNOFF, "kl(·‖p) falls on [0, p]"))
def kl_lower() -> Iterable[Identity]:
    """`limit` of 1 − Z."""
    yield level(1)
    yield mirrored()


def kl_both() -> Iterable[Identity]:
    """Of the p̂ ≤ p with kl(p̂‖p) ≥ ln(2/δ)/n let x be the largest: p̂ ≤ x has probability e^{−n·kl(x‖p)} ≤ δ/2 at most;
    so have the p̂ ≥ p, which are those of 1 − Z."""
    yield level(2)
    yield mirrored()


KL = (CHERNOFF, "kl(·‖p) falls on [0, p]", UNION)
kl_two_sided = proof("classical.chernoff-kl", "two-sided", facts=KL)(kl_both)
one_log_corrected = proof("classical.one-log", "kl", variant="corrected", facts=KL)(kl_both)


@proof("classical.chernoff-kl", "sharper", facts=("Pinsker's inequality, kl(q‖p) ≥ 2(p − q)²",))
def sharper() -> Iterable[Identity]:
    """At u = kl⁻¹⁺(x, L/n), 2(u − x)² ≤ kl(x‖u) ≤ L/n."""
    log = sp.Symbol("L", positive=True)
    yield "2(√(L/2n))² = L/n", 2 * sp.sqrt(log / (2 * n)) ** 2 - log / n


@proof("classical.kl-as-printed", "upper", "lower", variant="corrected", facts=KL[:2])
def kl_weak() -> Iterable[Identity]:
    """As kl(p̂‖·) is continuous below 1, p ≥ kl⁻¹⁺(p̂, L/n) and p < 1 give p̂ < p and kl(p̂‖p) ≥ L/n. Let x be the largest
    such p̂: the event is p̂ ≤ x, of probability e^{−n·kl(x‖p)} ≤ δ at most. The lower side is that of 1 − Z."""
    yield level(1)
    yield mirrored()


@proof("classical.split-kl", "limit", variant="corrected", facts=("the kl limits of both signs", UNION))
def split() -> Iterable[Identity]:
    """Where p ≥ the limit, the mean of Z⁺ is at least its upper limit or that of Z⁻ is below its lower one, at δ/2
    each: the former is that of classical.kl-as-printed, as Z⁺ = b − μ surely where Z = b surely alone."""
    gap, mu = sp.symbols("d mu", real=True)
    plus, minus = (sp.Abs(gap) + gap) / 2, (sp.Abs(gap) - gap) / 2
    yield "μ + Z⁺ − Z⁻ = Z", mu + plus - minus - (mu + gap)
    yield "δ/2 + δ/2 = δ", delta / 2 + delta / 2 - delta


def falling(size: int = 4) -> Iterable[Identity]:
    """The derivative of a binomial tail, which is negative inside of (0, 1)."""
    u = sp.Symbol("u")
    for k in range(size):
        tail = sum(sp.binomial(size, j) * u**j * (1 - u) ** (size - j) for j in range(k + 1))
        slope = -size * sp.binomial(size - 1, k) * u**k * (1 - u) ** (size - 1 - k)
        yield f"d/du P(Bin(n, u) ≤ k) = −n·C(n−1, k)u^k(1−u)^(n−1−k), n = {size}, k = {k}", sp.diff(tail, u) - slope


FALLS = "P(Bin(n, u) ≤ k) falls in u and is continuous"


@proof("classical.clopper-pearson", "upper", facts=(FALLS,))
def clopper_pearson() -> Iterable[Identity]:
    """As p < 1, p ≥ U(k) where k < n and P(Bin(n, p) ≤ k) ≤ δ. Let k be the largest such: the event is np̂ ≤ k."""
    yield from falling()


def exact_interval() -> Iterable[Identity]:
    """p > U(np̂) has probability δ/2 at most, by `upper`; p < 1 − U(n − np̂) is the same of n − np̂ and 1 − p."""
    yield from falling()
    yield "δ/2 + δ/2 = δ", delta / 2 + delta / 2 - delta


interval = proof("classical.clopper-pearson", "interval", facts=(FALLS, UNION))(exact_interval)
folk_corrected = proof(
    "classical.folk-intervals", "clopper-pearson", variant="corrected", facts=(FALLS, UNION)
)(exact_interval)  # fmt: skip


@proof("classical.clopper-pearson", "pvalue", facts=(FALLS,))
def exact_pvalue() -> Iterable[Identity]:
    """P(G(np̂) ≤ G(k)) = P(Bin(n, p) ≤ k) for k < n, as G grows, and that is G(k) at most, as p ≥ α."""
    yield from falling()


@proof("classical.clopper-pearson", "rule-of-three", facts=("1 − e^{−x} ≤ x", "e³ > 20"))
def rule_of_three() -> Iterable[Identity]:
    """U(0) = 1 − e^{−ln(20)/n} ≤ ln(20)/n < 3/n."""
    yield "(1 − U)^n = 1/20", sp.exp(-sp.log(20) / n) ** n - sp.Rational(1, 20)


def bentkus() -> Iterable[Identity]:
    """p > U(p̂) where e·P(Bin(n, p) ≤ ⌈np̂⌉) < δ. Let x be the largest such p̂: the event is p̂ ≤ x, of probability
    e·P(Bin(n, p) ≤ ⌈nx⌉) < δ at most."""
    yield from falling()


bentkus_limit = proof("classical.bentkus", "limit", facts=(BENTKUS, FALLS))(bentkus)
losses_corrected = proof(
    "classical.clopper-pearson-losses", "bentkus", variant="corrected", facts=(BENTKUS, FALLS)
)(bentkus)  # fmt: skip


@proof("classical.anderson", "limit", facts=(MASSART, "p = ∫(1 − F) over [0, 1]"))
def anderson() -> Iterable[Identity]:
    """But for probability δ, F ≥ F_n − ε everywhere; then 1 − F ≤ min(1, 1 − F_n + ε) = 1 − (i/n − ε)_+ between Z_(i)
    and Z_(i+1), and 1 below Z_(1)."""
    epsilon = sp.sqrt(sp.log(1 / delta) / (2 * n))
    yield "e^{−2nε²} = δ", sp.exp(-2 * n * epsilon**2) - delta


@proof("classical.anderson", "sharper", facts=("summation by parts",))
def anderson_sharper() -> Iterable[Identity]:
    """1 − (i/n − ε)_+ ≤ 1 − i/n + ε, and the gaps after Z_(1) add up to 1 − Z_(1) ≤ 1."""
    size = 4
    z = [*sp.symbols(f"z1:{size + 1}"), sp.Integer(1)]
    gaps = [z[i] - z[i - 1] for i in range(1, size + 1)]
    found = z[0] + sum(gap * (1 - sp.Rational(i, size)) for i, gap in enumerate(gaps, 1))
    yield "Z_(1) + Σ(Z_(i+1) − Z_(i))(1 − i/n) = p̂, n = 4", found - sum(z[:size]) / size
    yield "Σ(Z_(i+1) − Z_(i)) = 1 − Z_(1), n = 4", sum(gaps) - (1 - z[0])


@proof(
    "classical.serfling-fraction",
    "fraction",
    variant="corrected",
    facts=("Serfling's inequality", "the inequality of Bardenet and Maillard"),
)
def fraction() -> Iterable[Identity]:
    """Each factor holds, so does the smaller one."""
    size = sp.Symbol("N", positive=True)
    yield "(1 − n/N)(1 + 1/n) = (N − n)(n + 1)/(Nn)", (1 - n / size) * (1 + 1 / n) - (size - n) * (n + 1) / (size * n)


def fair(sign: int) -> Identity:
    """The mean of a factor, of a law on two points."""
    mass, first, second, stake = sp.symbols("P z w nu")
    mean = mass * first + (1 - mass) * second
    found = sum(q * (1 + sign * stake * (z - mean)) for q, z in ((mass, first), (1 - mass, second)))
    return f"E(1 {'+' if sign > 0 else '−'} ν(Z − p)) = 1, of two points", found - 1


@proof("classical.betting", "prefix", facts=(VILLE,))
def betting() -> Iterable[Identity]:
    """Given the past, the factor 1 − ν(Z − p) has the mean 1, and it is at least p ≥ 0: K_i(p) is a martingale that
    starts at 1 and is never negative."""
    yield fair(-1)


@proof("classical.betting", "hedged", facts=(VILLE,))
def hedged() -> Iterable[Identity]:
    """θK_i(p) + (1 − θ)K⁻_i(p) is a martingale that starts at 1 and is at least the larger of its terms, which are not
    negative."""
    yield fair(-1)
    yield fair(1)
