"""Proofs of section 7.1: oscillation."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

SPHERE = "orthogonal matrices take any unit vector to any other"
high, low, zeta, centre = sp.symbols("S I zeta c", positive=True)
osc, middle = high - low, (high + low) / 2


@proof("neighbours.tang-oscillation", "if", "only-if", "centre", "mean", facts=(SPHERE,), scope=IN_WORDS)
def oscillation() -> Iterable[Identity]:
    """Q_A at two pairs differs by at most S − I = osc, and any two pairs are related by orthogonal matrices; S − q̄
    = q̄ − I = osc/2. ν is the mean of Q_A over the pairs of two orthonormal bases, and lies between I and S."""
    yield "S − q̄ = osc/2", high - middle - osc / 2


@proof("neighbours.tang-oscillation-mean", "bound", scope=IN_WORDS)
def mean() -> Iterable[Identity]:
    """ν is the mean of Q_A over the N = d_1d_2 pairs of two orthonormal bases; let u, v be one of them: ν ≥ (Q +
    (N−1)I)/N, so Q − ν ≤ (1 − 1/N)(Q − I), and the same from above."""
    value, n = sp.symbols("Q N", positive=True)
    yield "Q − (Q + (N−1)I)/N = (1 − 1/N)(Q − I)", value - (value + (n - 1) * low) / n - (1 - 1 / n) * (value - low)


@proof("neighbours.tang-separable", "iff", "norm", "gap", scope=IN_WORDS)
def separable() -> Iterable[Identity]:
    """sup|Q_A − c| = max(S − c, c − I) = osc/2 + |c − q̄|, least at c = q̄. Unit u, v give a unit v⊗u. For w =
    Σe_i⊗e_i, ‖wwᵀ‖ = ‖w‖² = min(d_1, d_2), and (wᵀ(v⊗u))² = (Σu_iv_i)² ≤ 1 with equality at u = v = e_1."""
    yield "S − c = osc/2 + (q̄ − c)", high - centre - (osc / 2 + middle - centre)
    yield "c − I = osc/2 + (c − q̄)", centre - low - (osc / 2 + centre - middle)


@proof("neighbours.tang-energy-transfer", "bound", "attained", facts=("compactness of the spheres",), scope=IN_WORDS)
def energy() -> Iterable[Identity]:
    """Singular value decompositions of G and H make E‖GᵀAH‖_F² the sum of g_i²h_j²Q_A(u_i, v_j), whose weights add
    up to ‖G‖_F²‖H‖_F²; each Q_A is within osc/2 ≤ ζ/2 of q̄, and a pair where it is S is at osc/2."""
    yield "S − q̄ = osc/2", high - middle - osc / 2


@proof("neighbours.tang-propagation", "bound", "equality", scope=IN_WORDS)
def propagation() -> Iterable[Identity]:
    """Q_{CA}(u, v) = ‖Cᵀu‖²Q_A(w, v) for a unit w, between τ_d²I and τ_1²S; as I ≥ q̄ − ζ/2 and S ≤ q̄ + ζ/2, the
    difference is at most the bound, for negative q̄ − ζ/2 too. C = Id attains it at ζ = osc."""
    top, last = sp.symbols("tau_1 tau_d", positive=True)
    bound = middle * (top - last) + zeta / 2 * (top + last)
    yield "τ_1²(q̄+ζ/2) − τ_d²(q̄−ζ/2) is the bound", top * (middle + zeta / 2) - last * (middle - zeta / 2) - bound
    yield "at τ_1 = τ_d = 1, ζ = osc it is osc", bound.subs({top: 1, last: 1, zeta: osc}) - osc


@proof("neighbours.tang-isotropy-flatness", "bound", "oscillation", variant="corrected", scope=IN_WORDS)
def flatness() -> Iterable[Identity]:
    """uᵀΛu is the sum of Q_A(u, v_j) over an orthonormal basis, between d_2I and d_2S, so that κ(Λ) ≤ S/I; with I ≥
    q̄ − ζ/2 > 0 and S ≤ q̄ + ζ/2 that is at most (q̄+ζ/2)/(q̄−ζ/2)."""
    yield "S/I − 1 = osc/I", high / low - 1 - osc / low
    yield "(q̄+ζ/2)/(q̄−ζ/2) − 1 = ζ/(q̄−ζ/2)", (centre + zeta / 2) / (centre - zeta / 2) - 1 - zeta / (centre - zeta / 2)


@proof("neighbours.tang-plucker", "kernel", "dimension", "energies", "minors", scope=IN_WORDS)
def plucker() -> Iterable[Identity]:
    """Sym(V⊗W) is S²V⊗S²W plus Alt⊗Alt. Q_M and E‖GᵀAH‖_F² = tr(M(HHᵀ⊗GGᵀ)) see M against symmetric matrices in
    each pair, which are orthogonal to Alt⊗Alt and span S²V⊗S²W; so the kernel is Alt⊗Alt. The component there on a
    pair of planes is half of M_{ij,kl} − M_{il,kj}, the mean of a minor."""
    d, e = sp.symbols("d e")
    whole = d * e * (d * e + 1) / 2
    yield "the dimensions", sp.expand(whole - d * (d + 1) * e * (e + 1) / 4 - d * (d - 1) * e * (e - 1) / 4)


@proof("neighbours.tang-example-minors", "constant")
def example_minors() -> Iterable[Identity]:
    """E(uᵀAv)² by the covariances of a, b, c, e; unit u, v."""
    u1, u2, v1, v2, nu, gamma = sp.symbols("u_1 u_2 v_1 v_2 nu gamma")
    squares = nu * ((u1 * v1) ** 2 + (u1 * v2) ** 2 + (u2 * v1) ** 2 + (u2 * v2) ** 2)
    crossed = 2 * gamma * (u1 * v1) * (u2 * v2) - 2 * gamma * (u1 * v2) * (u2 * v1)
    yield "E(uᵀAv)² = ν‖u‖²‖v‖²", sp.expand(squares + crossed - nu * (u1**2 + u2**2) * (v1**2 + v2**2))


@proof("neighbours.tang-example-columns", "oscillation", "prior", "largest", scope=IN_WORDS)
def example_columns() -> Iterable[Identity]:
    """Q_A = 2ν(v_1²uᵀPu + v_2²uᵀ(Id−P)u) is 2ν at u in the range, v = e_1, and 0 at v = e_2; Λ is the sum of the
    covariances. For every A, 0 ≤ Q_A(u, v) ≤ E‖Aᵀu‖² = uᵀΛu."""
    nu, share = sp.symbols("nu P")
    yield "2νP + 2ν(1−P) = 2ν", 2 * nu * share + 2 * nu * (1 - share) - 2 * nu
