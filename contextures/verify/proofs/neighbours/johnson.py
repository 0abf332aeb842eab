"""Proofs of section 7b.5: the best space of functions for nearly invariant targets, and minimisers of two losses."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

SPECTRAL = "the eigenfunctions of T*T are a basis of L²(P_A)"
DIMENSION = "a (d+1)-dimensional space has a function orthogonal to a d-dimensional one"
GIBBS = "Gibbs: KL(p‖q) ≥ 0, with equality iff p = q"

g, share, first, last, epsilon = sp.symbols("g s g_d g_M epsilon", positive=True)


@proof("neighbours.johnson-minimax", "lower", "equality", scope=IN_WORDS, facts=(SPECTRAL, DIMENSION))
def minimax() -> Iterable[Identity]:
    """E(h(A)−h(A⁺))² = 2⟨h, (I−K)h⟩. Some h in span(e_1, …, e_{d+1}) is orthogonal to V, and 2⟨h, (I−K)h⟩ is at most
    2(1−g_{d+1})‖h‖², so that ‖h‖² may be ε/(2(1−g_{d+1})). For V = span(e_1, …, e_d) the distance of h is the norm of
    its part on the later e_i, of which 2⟨h, (I−K)h⟩ is at least 2(1−g_{d+1}) times the square."""
    a, b = sp.symbols("a b")
    yield "(a−b)² = a² + b² − 2ab", (a - b) ** 2 - (a**2 + b**2 - 2 * a * b)


@proof("neighbours.johnson-unique", "components", "flat", variant="corrected", scope=IN_WORDS, facts=(SPECTRAL,))
def unique() -> Iterable[Identity]:
    """err(V) is finite only where V holds the eigenfunctions of 1: with g_d = 1 > g_{d+1} these are d, and fill V. Else
    the form R of 1/(1−g_i) is at most 1/(1−g_{d+1}) outside V, and with g_{d+1} = g_M that is its least eigenvalue off
    the eigenfunctions of 1: the complement of V, of dimension M−d, is in the eigenspace of g_M, whose dimension that
    is. In all other cases e_d, turned by sin² = (r − r_M)/(r_d − r_M) with r_i = 1/(1−g_i) and r = r_{d+1}, leaves
    r."""
    upper, lower, middle = sp.symbols("r_d r_M r")
    turned = (middle - lower) / (upper - lower)
    yield "sin²·r_d + cos²·r_M = r", turned * upper + (1 - turned) * lower - middle


@proof(
    "neighbours.johnson-kernel",
    "spectral",
    "infonce-minimum",
    "infonce-if",
    "infonce-only-if",
    facts=(GIBBS,),
)
def kernel() -> Iterable[Identity]:
    """ℓ(f) + ‖Ā‖² = Σ P(a)P(a′)(f(a)ᵀf(a′) − ratio)², which vanishes for some f of rank Ā columns, Ā being positive.
    The InfoNCE loss exceeds its value at the log-ratio by Σ P(a) KL(P(·|a)‖q_a), q_a(a′) = P(a′)e^{s(a,a′)}/E
    e^{s(a,A′)}."""
    w, p, q, inner = sp.symbols("w p q u", positive=True)
    yield (
        "pqu² − 2wu + w²/(pq) = pq(u − w/(pq))²",
        p * q * inner**2 - 2 * w * inner + w**2 / (p * q) - p * q * (inner - w / (p * q)) ** 2,
    )
    t, mean = sp.symbols("t m", positive=True)
    rest = -sp.log(t / mean) + sp.log(w / (p * q)) - sp.log((w / p) / (q * t / mean))
    yield "−ln(t/m) + ln(w/(pq)) = ln((w/p)/(qt/m))", sp.expand_log(rest, force=True)
