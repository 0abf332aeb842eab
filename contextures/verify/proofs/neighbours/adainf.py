"""Proofs of section 7.2: real and generated data."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

WEYL = "Weyl: M ⪯ N implies λ_j(M) ≤ λ_j(N)"
COURANT = "Courant–Fischer: λ_j is the least maximum of the Rayleigh quotient over j-dimensional spaces"
HORN = "Horn: s_{i+j−1}(MN) ≤ s_i(M)s_j(N)"
SHARP = "the error at views is at most P(y(X_1) ≠ y(X_2))/λ (neighbours.haochen-lambda-sharp)"

beta, real, generated = sp.symbols("beta p_d p_g", positive=True)
weight, f, g = sp.symbols("w f g", real=True)
alpha, lam, distance = sp.symbols("alpha_t lambda D", positive=True)


@proof("neighbours.adainf-tv", "distance")
def total_variation() -> Iterable[Identity]:
    """Point by point, and 1 − β ≥ 0."""
    yield (
        "βp_d + (1−β)p_g − p_d = (1−β)(p_g−p_d)",
        beta * real + (1 - beta) * generated - real - (1 - beta) * (generated - real),
    )


def form() -> Identity:
    """What a pair of nodes adds to ⟨h, (I − K)h⟩, with its weight both ways."""
    return "w(f² + g²) − 2wfg = w(f−g)²", weight * (f**2 + g**2) - 2 * weight * f * g - weight * (f - g) ** 2


@proof("neighbours.adainf-spectrum", "zero", "order", "two")
def spectrum() -> Iterable[Identity]:
    """The form is a sum of w(f−g)² ≥ 0 over pairs, 0 at the constant, and w(f−g)² ≤ 2w(f²+g²)."""
    yield form()
    yield "2(f²+g²) − (f−g)² = (f+g)²", 2 * (f**2 + g**2) - (f - g) ** 2 - (f + g) ** 2


@proof("neighbours.adainf-spectrum-sharp", "one")
def spectrum_sharp() -> Iterable[Identity]:
    """⟨h, Ah⟩ = Σ P(x̄)(Σ_x 𝒜(x|x̄)h(x))² ≥ 0, item by item; here for two views."""
    a, b, p = sp.symbols("a b p", positive=True)
    yield (
        "p(a²f² + 2abfg + b²g²) = p(af+bg)²",
        p * (a**2 * f**2 + 2 * a * b * f * g + b**2 * g**2) - p * (a * f + b * g) ** 2,
    )


@proof(
    "neighbours.adainf-inflated-error", "bound", "share", variant="corrected", scope=IN_WORDS, facts=(SHARP,)
)  # fmt: skip
def inflated() -> Iterable[Identity]:
    """Some head errs at views of the mixture with P_t(g ≠ y) ≤ P(y(X_1) ≠ y(X_2))/λ ≤ 2α_t/λ, the most likely label of
    a view being no worse than y(x); a vote is wrong only where half of the views are, with at most twice the chance.
    Under P_d that event, of items, is at most D_TV(P_t, P_d) = (1−β)D_TV more likely, and at most 1/β times as
    likely."""
    yield (
        "2·2α/λ + (1−β)D = 4α/λ + (1−β)D",
        2 * (2 * alpha / lam) + (1 - beta) * distance - (4 * alpha / lam + (1 - beta) * distance),
    )
    yield (
        "p_d ≤ p_t/β: p_t/β − p_d = (1−β)p_g/β",
        (beta * real + (1 - beta) * generated) / beta - real - (1 - beta) * generated / beta,
    )


@proof("neighbours.adainf-connectivity", "all", "normalised", variant="corrected", facts=(WEYL, COURANT))
def connectivity() -> Iterable[Identity]:
    """Further items add w(f−g)² ≥ 0 to the form of D − A; the quotient has Σ D h² below, and D_infl ≤ D_raw/θ
    where θ > 0."""
    yield form()
    theta = sp.Symbol("theta", positive=True)
    yield "e/(d/θ) = θe/d", weight / (f / theta) - theta * weight / f


@proof("neighbours.adainf-stronger", "stronger", facts=(HORN,))
def stronger() -> Iterable[Identity]:
    """The operator of 𝒜′ is that of 𝒜 times that of the channel, whose singular values are at most 1."""
    s = sp.Symbol("s", positive=True)
    yield "1 − s·1 = 1 − s", 1 - s * 1 - (1 - s)


@proof("neighbours.adainf-stronger-sharp", "product", facts=(HORN,))
def stronger_sharp() -> Iterable[Identity]:
    """The operators map constants to constants and what is orthogonal to them to the same, so that the product holds
    without the constant too."""
    s, t = sp.symbols("s t", positive=True)
    yield "(st)² = s²t²", (s * t) ** 2 - s**2 * t**2
