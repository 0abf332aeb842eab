"""Proofs of section 7b.3, `arora`."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import Identity, proof

JENSEN = "Jensen's inequality"

tau, apart, zero = sp.symbols("tau L_apart ell_0", positive=True)


def collisions() -> Iterable[Identity]:
    """L_un = (1 − τ)E[ℓ|c⁺≠c⁻] + τE[ℓ|c⁺=c⁻]. For given x and classes the mean of f(x)ᵀ(f(x⁺) − f(x⁻)) is
    f(x)ᵀ(μ_{c⁺} − μ_{c⁻}), which is 0 where the classes are one: by Jensen's inequality the two means are at least L^μ
    and ℓ(0)."""
    total = (1 - tau) * apart + tau * zero
    yield "((1 − τ)L + τℓ(0) − τℓ(0))/(1 − τ) = L", sp.simplify((total - tau * zero) / (1 - tau)) - apart
    rho = sp.symbols("rho_:3", positive=True)
    pairs = sum(p * q for i, p in enumerate(rho) for j, q in enumerate(rho) if i != j)
    yield "P(c⁺ ≠ c⁻) = (Σρ)² − Σρ², of three classes", pairs - (sum(rho) ** 2 - sum(p**2 for p in rho))


latent_class = proof("neighbours.arora-latent-class", "mean", "mean-logistic", facts=(JENSEN,))(collisions)
logistic = proof("neighbours.arora-logistic", "mean", variant="corrected", facts=(JENSEN,))(collisions)


@proof("neighbours.arora-latent-class", "best", facts=("an infimum is at most each value",))
def best() -> Iterable[Identity]:
    """w_c = μ_c is one choice of the heads, and its loss is L^μ."""
    f, w, v, mean, other = sp.symbols("f w_c w_d mu_c mu_d")
    loss = sp.Function("ell")
    yield "ℓ(f(w_c − w_d)) at w = μ", loss(f * (w - v)).subs({w: mean, v: other}) - loss(f * (mean - other))
