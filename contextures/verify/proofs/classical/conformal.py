"""Proofs of section 8.4: conformal prediction and risk control."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

RANK = "of exchangeable scores each is the j-th smallest with the same probability, ties broken at random"
HOEFFDING = "Hoeffding's inequality"
VILLE = "Ville's inequality"

n, alpha, delta = sp.symbols("n alpha delta", positive=True)


@proof("classical.conformal", "lower", "upper", facts=(RANK,))
def coverage() -> Iterable[Identity]:
    """s_{n+1} ≤ s_(k) of the others where fewer than k of them are below it: with probability k/(n+1) without ties,
    at least so with them; and (n+1)(1−α) ≤ k < (n+1)(1−α) + 1. Where k > n, which is α < 1/(n+1), the coverage 1 is
    at most 1−α+1/(n+1)."""
    least = (n + 1) * (1 - alpha)
    yield "(n+1)(1−α)/(n+1) = 1−α", least / (n + 1) - (1 - alpha)
    yield "((n+1)(1−α) + 1)/(n+1) = 1−α+1/(n+1)", (least + 1) / (n + 1) - (1 - alpha + 1 / (n + 1))


@proof("classical.conformal-uncorrected", "order", "interpolated", variant="corrected", facts=(RANK,))
def uncorrected() -> Iterable[Identity]:
    """The k-th smallest of n covers with probability k/(n+1) at least; the interpolation at h is no smaller than the
    order statistic of place ⌊h⌋, counted from 0, which is the (⌊h⌋+1)-th."""
    j, k = sp.symbols("j k", integer=True, positive=True)
    yield "k of n+1 places", sp.summation(1 / (n + 1), (j, 1, k)) - k / (n + 1)


@proof("classical.conformal-training", "values", "beta", facts=("a binomial tail P(Bin(n,u) ≥ k) grows with u",))
def training() -> Iterable[Identity]:
    """q ≤ x where at least k of n scores are ≤ x, each with probability F(x): P(F(q) ≤ u) = P(q ≤ x) = P(Bin(n,u) ≥
    k) at u = F(x). Between two values of F, F(q) < u is F(q) ≤ the lower one, where the tail is smaller than at u;
    below all values it is empty."""
    u, size, k = sp.Symbol("u"), 5, 3
    tail = sum(sp.binomial(size, j) * u**j * (1 - u) ** (size - j) for j in range(k, size + 1))
    slope = size * sp.binomial(size - 1, k - 1) * u ** (k - 1) * (1 - u) ** (size - k)
    yield "the slope of P(Bin(5,u) ≥ 3) is 5·C(4,2)u²(1−u)²", sp.diff(tail, u) - slope


@proof("classical.conformal-training", "pac", facts=(HOEFFDING,))
def training_pac() -> Iterable[Identity]:
    """P(F(q) < u) ≤ P(Bin(n,u) ≥ k) by `beta`, k ≥ n(1−α); at u = 1−α−t the mean is exceeded by t."""
    t = sp.sqrt(sp.log(1 / delta) / (2 * n))
    yield "e^{−2nt²} = δ", sp.exp(-2 * n * t**2) - delta


@proof("classical.crc", "upper", scope=IN_WORDS, facts=("exchangeability",))
def risk_control() -> Iterable[Identity]:
    """Let λ′ be the first λ at which the average of all n+1 losses is at most α, which λ_max is. As L_{n+1} ≤ B,
    ΣL_i + B ≤ (n+1)α implies this: λ′ ≤ λ̂, and L_{n+1}(λ̂) ≤ L_{n+1}(λ′), whose mean is that of the average at λ′,
    ≤ α."""
    total, bound = sp.symbols("S B")
    yield (
        "(n/(n+1))·S/n + B/(n+1) = (S + B)/(n+1)",
        n / (n + 1) * total / n + bound / (n + 1) - (total + bound) / (n + 1),
    )


@proof("classical.crc", "conformal")
def risk_control_of_steps() -> Iterable[Identity]:
    """The n+1 scaled condition #{s_i > λ} + 1 ≤ (n+1)α says that #{s_i ≤ λ} ≥ (n+1)(1−α), that is ≥ k: first at
    s_(k)."""
    above = sp.Symbol("m")
    condition = (n + 1) * alpha - (above + 1)
    yield "n − m ≥ (n+1)(1−α)", condition - ((n - above) - (n + 1) * (1 - alpha))


@proof("classical.crc-lower", "lower", "continuous", variant="corrected", scope=IN_WORDS, facts=("exchangeability",))
def risk_control_from_below() -> Iterable[Identity]:
    """Let λ″ be the first λ at which ΣL_i + B ≤ (n+1)α over all n+1 losses, λ_max if there is none. As L_{n+1} ≥ 0,
    λ̂ ≤ λ″ and L_{n+1}(λ̂) ≥ L_{n+1}(λ″), whose mean is that of the average at λ″. Before λ″ the average exceeds
    α − B/(n+1); continuous losses keep that at λ″, and where one of them jumps, of which no two do at once, it falls by
    B/(n+1) more at most. At λ_min the average is at least the smallest loss there, which the hypothesis bounds."""
    bound = sp.Symbol("B")
    before = ((n + 1) * alpha - bound) / (n + 1)
    yield "((n+1)α − B)/(n+1) = α − B/(n+1)", before - (alpha - bound / (n + 1))
    yield "less B/(n+1)", before - bound / (n + 1) - (alpha - 2 * bound / (n + 1))


@proof("classical.betting-halves", "product", variant="corrected", facts=(VILLE,))
def halves() -> Iterable[Identity]:
    """Given the first half, P(M_2 ≥ 1/(δM_1)) ≤ min(1, δM_1); P(M_1 ≥ x) ≤ min(1, 1/x) gives
    E min(1, δM_1) = ∫_0^1 P(δM_1 ≥ u)du ≤ ∫_0^δ du + ∫_δ^1 (δ/u)du."""
    u = sp.Symbol("u", positive=True)
    integral = sp.integrate(1, (u, 0, delta)) + delta * (sp.log(1) - sp.log(delta))
    yield "∫_0^δ du + δ∫_δ^1 du/u = δ(1 + ln(1/δ))", integral - delta * (1 + sp.log(1 / delta))
    yield "d(δ·ln u)/du = δ/u", sp.diff(delta * sp.log(u), u) - delta / u
