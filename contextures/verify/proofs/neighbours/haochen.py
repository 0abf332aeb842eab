"""Proofs of section 7b.1: the augmentation graph."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

JENSEN = "Jensen's inequality"
CAUCHY = "Cauchy's inequality"
SPECTRAL = "the eigenfunctions of T*T are a basis of L²(P_A)"
LAYERS = "E[Z·s] = ∫_0^∞ E[s·1(Z>t)]dt − ∫_{−∞}^0 E[s·1(Z≤t)]dt"

w, p, q, inner = sp.symbols("w p q u", positive=True)
share, alpha, lam, labels = sp.symbols("q alpha lambda r", positive=True)


@proof("neighbours.haochen-spectral-loss", "identity")
def spectral_loss() -> Iterable[Identity]:
    """Entry by entry, with u = f(a)ᵀf(a′): Σpqu² = E(f(A)ᵀf(A′))², Σwu = E f(A)ᵀf(A⁺), Σw²/(pq) = ‖Ā‖²."""
    residual = (w / sp.sqrt(p * q) - sp.sqrt(p * q) * inner) ** 2
    yield "(w/√(pq) − √(pq)u)² = pqu² − 2wu + w²/(pq)", residual - (p * q * inner**2 - 2 * w * inner + w**2 / (p * q))


@proof("neighbours.haochen-probe-invariance", "prediction", "error")
def probe_invariance() -> Iterable[Identity]:
    """(DFQ)(Q⁻¹B) = D(FB): each row of scores is multiplied by a positive number; B ↦ Q⁻¹B is a bijection of heads."""
    D, F, Q, B = sp.symbols("D F Q B", commutative=False)
    yield "DFQ·Q⁻¹B = D·FB", D * F * Q * Q**-1 * B - D * F * B


@proof("neighbours.haochen-any-matrix", "right", "right-equal", "left", variant="corrected", scope=IN_WORDS)
def any_matrix() -> Iterable[Identity]:
    """A head B on FQ is the head QB on F; where FQ has the rank of F the spans of the columns are one, so that each is
    a matrix times the other. A positive diagonal multiplies scores."""
    F, Q, B = sp.symbols("F Q B", commutative=False)
    yield "(FQ)B = F(QB)", (F * Q) * B - F * (Q * B)


@proof(
    "neighbours.haochen-singleton", "singleton", "singleton-less", "partition", "partition-less", variant="corrected"
)  # fmt: skip
def singleton() -> Iterable[Identity]:
    """w({a}, {a}ᶜ) = w(a) − w(a, a), and w(a, a) = E P(a|X)² > 0 as P_A(a) > 0; N parts are single views."""
    own, whole = sp.symbols("w_aa w_a", positive=True)
    yield "(w(a) − w(a,a))/w(a) = 1 − w(a,a)/w(a)", (whole - own) / whole - (1 - own / whole)


@proof("neighbours.haochen-monotone", "monotone", "components-if", "components-only-if", scope=IN_WORDS)
def monotone() -> Iterable[Identity]:
    """Join two parts of a partition: w(S∪S′, rest) ≤ w(S, Sᶜ) + w(S′, S′ᶜ), so that φ(S∪S′) is at most the larger φ.
    max φ = 0 iff no weight joins two parts, iff each part is a union of components."""
    a, b, m, n = sp.symbols("a b m n", positive=True)
    mediant = (a + b) / (m + n) - (m / (m + n) * (a / m) + n / (m + n) * (b / n))
    yield "(a+b)/(m+n) is a mean of a/m and b/n", mediant


@proof("neighbours.haochen-recoverable", "zero-if", "zero-only-if", "rare-lower", "rare")
def recoverable() -> Iterable[Identity]:
    """At a view with largest label probability 1 − q the error is q, 0 iff one label has all; Σp_i² ≤ max p_i = 1 − q,
    and Σp_i² ≥ (1 − q)²."""
    yield "1 − (1−q)² = 2q − q²", 1 - (1 - share) ** 2 - (2 * share - share**2)


@proof("neighbours.haochen-recoverable-sharp", "rare", facts=(JENSEN, CAUCHY))
def recoverable_sharp() -> Iterable[Identity]:
    """The other r − 1 labels of a view have the squares q²/(r−1) at least; the bound is concave in q, and E q = α."""
    rest = 1 - (1 - share) ** 2 - share**2 / (labels - 1)
    yield "1 − (1−q)² − q²/(r−1) = 2q − rq²/(r−1)", rest - (2 * share - labels * share**2 / (labels - 1))


@proof("neighbours.haochen-unbiased", "unbiased")
def unbiased() -> Iterable[Identity]:
    """There are n(n−1) pairs i ≠ j of independent inputs, and n inputs; expectations add."""
    n, first, second = sp.symbols("n s t")
    yield (
        "−(2/n)·n·s + n(n−1)t/(n(n−1)) = −2s + t",
        -2 / n * n * first + n * (n - 1) * second / (n * (n - 1)) - (-2 * first + second),
    )


def threshold() -> Iterable[Identity]:
    """s = ±1 the label, V the span of f*, which holds the constants since λ > 0; (1 − c)/2 the smallest error of
    sign(p − t), p ∈ V, so that E[s·sign(p−t)] ≤ c for every t. With H(t) = E[s·1(p>t)] that is H ≤ (c+m)/2, m = E s,
    and E[s·1(p≤t)] ≥ −(c−m)/2. By layers E[sp] is at most the integral of min((c+m)/2, P(p>t)) over t > 0 and of
    min((c−m)/2, P(p≤t)) over t < 0, which are the means of |p| over sets of masses (c+m)/2 and (c−m)/2 at most: by
    Cauchy's inequality E[sp]² ≤ c·E p². For p the projection of s on V this is ‖p‖² ≤ c, so that the error is at most
    (1 − ‖p‖²)/2. With s = Σc_iμ_i and p = Σ_{i≤k}σ_ic_iν_i: 1 − ‖p‖² = Σ_{i≤k}c_i²(1−σ_i²) + Σ_{i>k}c_i² is at most
    Σc_i²(1−σ_i²)/λ = (1 − E E[s|A]²)/λ = 2P(y(X_1) ≠ y(X_2))/λ. A vote is wrong only where half of the views are."""
    c, m = sp.symbols("c m", positive=True)
    yield "(c+m)/2 + (c−m)/2 = c", (c + m) / 2 + (c - m) / 2 - c
    yield "1 − (1−2q)² = 2·2q(1−q)", 1 - (1 - 2 * share) ** 2 - 2 * (2 * share * (1 - share))
    yield "2(2α(1−α)/λ) = 4α(1−α)/λ", 2 * (2 * alpha * (1 - alpha) / lam) - 4 * alpha * (1 - alpha) / lam


FACTS = (SPECTRAL, LAYERS, CAUCHY, JENSEN)
sharp = proof("neighbours.haochen-lambda-sharp", "view", "alpha", "vote", scope=IN_WORDS, facts=FACTS)(threshold)


@proof("neighbours.haochen-exact", "recovery", "only-if", variant="corrected", scope=IN_WORDS)
def exact() -> Iterable[Identity]:
    """α = 0: the label is a function of the component. If g_{k+1} < 1 all functions of the component are in the span.
    If g_{k+1} = 1 some k of them are orthogonal to the sign of the label; a head that is < 0 on the second label, which
    some view has, and ≥ 0 on the first would have a positive inner product with it."""
    label, head = sp.symbols("s h")
    yield "s = −1: s·h = −h", (label * head).subs(label, -1) + head


@proof("neighbours.haochen-lambda", "view", scope=IN_WORDS, facts=(SPECTRAL,))
def quoted_view() -> Iterable[Identity]:
    """For r labels with indicators 1_i and their projections p_i on the span of f*: Σ_iE(1_i − p_i)² is at most
    P(y(X_1) ≠ y(X_2))/λ ≤ 2α/λ, and where the argmax of p is wrong Σ_i(1_i − p_i)² ≥ ½: the error is at most 4α/λ."""
    right, wrong = sp.symbols("p_y p_i", real=True)
    least = (1 - right) ** 2 + wrong**2 - ((1 - right + wrong) ** 2 + (1 - right - wrong) ** 2) / 2
    yield "(1−a)² + b² = ((1−a+b)² + (1−a−b)²)/2", least


@proof("neighbours.haochen-lambda", "vote", scope="two labels", facts=FACTS)
def quoted_vote() -> Iterable[Identity]:
    """4α(1−α)/λ ≤ 4α/λ, by `neighbours.haochen-lambda-sharp`."""
    yield "4α/λ − 4α(1−α)/λ = 4α²/λ", 4 * alpha / lam - 4 * alpha * (1 - alpha) / lam - 4 * alpha**2 / lam
