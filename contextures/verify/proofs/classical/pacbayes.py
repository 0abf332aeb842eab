"""Proofs of section 8.3: PAC-Bayes."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import Identity, proof

GIBBS = "Gibbs' inequality: KL ≥ 0, and 0 for equal laws only"
PINSKER = "Pinsker's inequality"
CHANGE = "the change of measure of Donsker and Varadhan"
MARKOV = "Markov's inequality"
JENSEN = "Jensen's inequality"
CONVEX = "kl is jointly convex"
HOEFFDING_DRAWS = "a convex function of a sum has no larger mean without replacement than with (Hoeffding 1963)"
MAURER = "E e^{n·kl(p̂‖p)} ≤ ξ(n) for averages of losses in [0, 1], and ξ(n) ≤ 2√n, n + 1 (Maurer 2004)"
REFINED = "kl(q‖p) ≥ (p − q)²/(2p) for q ≤ p"

n, q, p, epsilon, lambda_, C, delta, xi, KL = sp.symbols("n q p epsilon lambda C delta xi KL", positive=True)


@proof("classical.change-of-measure", "bound", "attained", "only-there", facts=(GIBBS, PINSKER))
def change_of_measure() -> Iterable[Identity]:
    """With Z = Σπe^φ and γ = πe^φ/Z, Σρφ − KL(ρ‖π) = ln Z − KL(ρ‖γ): at most ln Z, equal at ρ = γ alone, and by Pinsker
    at least 2TV(ρ, γ)² below."""
    r, b, f = sp.symbols("rho pi Z", positive=True)
    phi = sp.Symbol("phi", real=True)
    gibbs = b * sp.exp(phi) / f
    term = r * phi - r * sp.log(r / b) - r * sp.log(f) + r * sp.log(r / gibbs)
    yield "ρφ − ρ ln(ρ/π) = ρ ln Z − ρ ln(ρ/γ), summand by summand", sp.expand_log(sp.expand(term), force=True)


@proof("classical.maurer-xi", "bernoulli")
def coin() -> Iterable[Identity]:
    """p^k(1−p)^{n−k}e^{n·kl(k/n‖p)} is q^{nq}(1−q)^{n(1−q)} with q = k/n, whatever p is, by its logarithm; here q̄ and p̄
    stand for 1 − q and 1 − p."""
    q_, p_ = sp.symbols("q_ p_", positive=True)
    whole = n * (q * sp.log(q / p) + q_ * sp.log(q_ / p_)) + n * q * sp.log(p) + n * q_ * sp.log(p_)
    rest = whole - n * q * sp.log(q) - n * q_ * sp.log(q_)
    yield "n·kl + nq ln p + nq̄ ln p̄ = nq ln q + nq̄ ln q̄", sp.expand_log(sp.expand(rest), force=True)


def paid() -> Identity:
    """What Markov's inequality leaves of the change of measure."""
    return "e^{(KL + ln(ξ/δ)) − KL} = ξ/δ", sp.exp(KL + sp.log(xi / delta) - KL) - xi / delta


@proof("classical.pb-kl", "printed", "xi", "langford", facts=(CHANGE, MAURER, MARKOV, CONVEX))
def pac_bayes_kl() -> Iterable[Identity]:
    """n·kl(L_S(ρ)‖L(ρ)) ≤ Σρn·kl(L_S(h)‖L(h)) ≤ KL + ln Σπe^{n·kl}, whose last sum has mean at most ξ(n), so that it is
    ξ(n)/δ or more with probability at most δ."""
    yield paid()


@proof("classical.pb-kl", "relaxed", facts=(CHANGE, MAURER, MARKOV, CONVEX, REFINED))
def pac_bayes_relaxed() -> Iterable[Identity]:
    """Where kl(q‖p) ≤ ε and q ≤ p, (p − q)² ≤ 2pε; at p = q + √(2qε) + 2ε the left side is already larger, and it grows
    faster."""
    yield paid()
    root = sp.sqrt(2 * q * epsilon)
    excess = (root + 2 * epsilon) ** 2 - 2 * epsilon * (q + root + 2 * epsilon) - 2 * epsilon * root
    yield "(√(2qε) + 2ε)² − 2ε(q + √(2qε) + 2ε) = 2ε√(2qε)", excess


@proof("classical.pb-lambda", "bound", facts=(CHANGE, MAURER, MARKOV, CONVEX, REFINED))
def pac_bayes_lambda() -> Iterable[Identity]:
    """Where kl(q‖p) ≤ ε, p ≤ q + √(2pε) ≤ q + λp/2 + ε/λ for every λ at once."""
    yield paid()
    square = (sp.sqrt(lambda_ * p / 2) - sp.sqrt(epsilon / lambda_)) ** 2
    yield (
        "λp/2 + ε/λ − √(2pε) = (√(λp/2) − √(ε/λ))²",
        lambda_ * p / 2 + epsilon / lambda_ - sp.sqrt(2 * p * epsilon) - square,
    )


@proof("classical.pb-optimistic", "every", variant="corrected", facts=(CHANGE, MAURER, MARKOV, CONVEX))
def upper_side() -> Iterable[Identity]:
    """L > kl^{-1,+}(L_S, ε) says that kl(L_S‖L) > ε, which PAC-Bayes-kl with ξ(n) bounds."""
    yield paid()


def tangent() -> Identity:
    """The limit of Catoni solves −ln(1 − p(1 − e^{−C})) − Cq = ε."""
    limit = (1 - sp.exp(-C * q - epsilon)) / (1 - sp.exp(-C))
    rest = 1 - limit * (1 - sp.exp(-C)) - sp.exp(-C * q - epsilon)
    return "1 − p(1 − e^{−C}) = e^{−Cq−ε} at the limit p", rest


@proof(
    "classical.pb-catoni",
    "bound",
    facts=(CHANGE, MARKOV, JENSEN, "E e^{−CZ} ≤ 1 − EZ(1 − e^{−C}) on [0, 1], by convexity"),
)
def catoni() -> Iterable[Identity]:
    """With F(p) = −ln(1 − p(1 − e^{−C})), convex, E e^{n(F(L(h)) − C·L_S(h))} ≤ 1; by Jensen n(F(L(ρ)) − C·L_S(ρ)) is
    at most KL + ln Σπe^{…}, and that sum exceeds 1/δ with probability at most δ."""
    yield tangent()


@proof("classical.pb-catoni-free", "bound", variant="corrected", facts=(CHANGE, MAURER, MARKOV, CONVEX))
def catoni_free() -> Iterable[Identity]:
    """For every C, kl(q‖p) ≥ −ln(1 − p(1 − e^{−C})) − Cq by the change of measure on {0, 1}: where L exceeds the limit
    for some C, kl(L_S‖L) exceeds the level of PAC-Bayes-kl with ξ(n)."""
    yield tangent()
    yield paid()


@proof(
    "classical.pb-unexpected", "bound",
    facts=(CHANGE, MARKOV, "E e^{γ(EZ − Z) − ψ(−γb)Z²/b²} ≤ 1 for Z ≤ b, 0 < γ < 1/b (Fan, Grama, Liu 2015)"),
)  # fmt: skip
def unexpected() -> Iterable[Identity]:
    """What the bound speaks of is linear in ρ: nγ(L − L_S) − nψ(−γb)V_S/b² ≤ KL + ln Σπe^{…}, whose sum has a mean
    of at most 1."""
    yield paid()


def xi_of(count: int) -> sp.Expr:
    """ξ at a number, by its sum."""
    shares = [sp.Rational(k, count) for k in range(count + 1)]
    return sp.Add(*[sp.binomial(count, k) * x**k * (1 - x) ** (count - k) for k, x in enumerate(shares)])


def moments() -> Iterable[Identity]:
    """The numbers behind E e^{2(n−1)Δ²} ≤ n."""
    yield "2(n − 1)Δ² = 2nΔ²·(n − 1)/n", 2 * (n - 1) * p**2 - 2 * n * p**2 * (n - 1) / n
    yield "ξ(2) = 5/2", xi_of(2) - sp.Rational(5, 2)
    yield "ξ(3) = 26/9", xi_of(3) - sp.Rational(26, 9)


@proof("classical.pb-moment", "moment", facts=(PINSKER, MAURER, JENSEN))
def moment_of_gap() -> Iterable[Identity]:
    """By Pinsker 2nΔ² ≤ n·kl(p̂‖p), so that E e^{2nΔ²} ≤ ξ(n), and by Jensen E e^{2(n−1)Δ²} ≤ ξ(n)^{(n−1)/n}: 1 at
    n = 1, √(5/2) < 2 at n = 2, below ξ(3) < 3 at n = 3, and at most 2√n ≤ n from n = 4 on."""
    yield from moments()


@proof("classical.pb-moment", "moment", "sharper", variant="corrected", facts=(PINSKER, MAURER, JENSEN))
def moment_of_gap_again() -> Iterable[Identity]:
    """By Pinsker 2nΔ² ≤ n·kl(p̂‖p), so that E e^{2nΔ²} ≤ ξ(n), and by Jensen E e^{2(n−1)Δ²} ≤ ξ(n)^{(n−1)/n}: 1 at
    n = 1, √(5/2) < 2 at n = 2, below ξ(3) < 3 at n = 3, and at most 2√n ≤ n from n = 4 on."""
    yield from moments()


@proof("classical.pb-moment", "exercise", variant="corrected")
def moment_above() -> Iterable[Identity]:
    """E e^{2(n−1)X_+²} = 1 + ∫4(n−1)ε·e^{2(n−1)ε²}P(X ≥ ε)dε over ε > 0, at most 1 + ∫4(n−1)ε·e^{−2ε²}dε."""
    integral = sp.integrate(4 * (n - 1) * epsilon * sp.exp(-2 * epsilon**2), (epsilon, 0, sp.oo))
    yield "1 + ∫4(n−1)ε·e^{−2ε²}dε = n", 1 + integral - n


@proof("classical.pb-mcallester", "bound", facts=(CHANGE, MARKOV, JENSEN, PINSKER, MAURER))
def mcallester() -> Iterable[Identity]:
    """2(n−1)(L(ρ) − L_S(ρ))² ≤ Σρ2(n−1)Δ² ≤ KL + ln Σπe^{2(n−1)Δ²}, and the last sum has mean at most n by the argument
    for `classical.pb-moment`."""
    yield from moments()
    yield paid()


@proof("classical.pb-transductive", "replaced", variant="corrected", facts=(MAURER, HOEFFDING_DRAWS))
def without_replacement() -> Iterable[Identity]:
    """e^{m·kl(j/m‖p)} is convex in j, as kl is and as e^x is and grows; with replacement its mean is at most ξ(m)."""
    yield (
        "∂²_q kl(q‖p) = 1/(q(1−q))",
        sp.simplify(sp.diff(q * sp.log(q / p) + (1 - q) * sp.log((1 - q) / (1 - p)), q, 2) - 1 / (q * (1 - q))),
    )
