"""Proofs of section 7b.5: disjoint augmentations."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

JENSEN = "Jensen's inequality"
CONVEX = "ln Σe^{u_i} is convex and monotone in the u_i"


@proof("neighbours.saunshi-averaging", "spectral", "simclr", scope=IN_WORDS, facts=(JENSEN, CONVEX))
def averaging() -> Iterable[Identity]:
    """A determines X, so that A⁺ is independent of A given X and E f(A)ᵀf(A⁺) = E‖E[f|X]‖² for f and f̂ alike. Given the
    inputs the views are independent, and both (f(A)ᵀf(A′))² and ln(e^{u_0} + Σe^{u_i}) are convex in each of f(A),
    f(A⁺), f(A_i′) for the others fixed, (A⁺, A_i′) together: averaging first over these and then over A lowers both."""
    u, v, t = sp.symbols("u v t", real=True)
    yield (
        "tu² + (1−t)v² − (tu+(1−t)v)² = t(1−t)(u−v)²",
        t * u**2 + (1 - t) * v**2 - (t * u + (1 - t) * v) ** 2 - t * (1 - t) * (u - v) ** 2,
    )


@proof("neighbours.saunshi-permutation", "spectral", "simclr", scope=IN_WORDS)
def permutation() -> Iterable[Identity]:
    """A and A⁺ have one input and the other views independent ones, all uniform: the losses are sums over all tuples of
    inputs, which a permutation only renames. Here for the second moment of two inputs."""
    a, b = sp.symbols("a b", real=True)
    yield "(a² + b²)/2 = (b² + a²)/2", (a**2 + b**2) / 2 - (b**2 + a**2) / 2
