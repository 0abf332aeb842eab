"""Proofs of chapter 6 on reweighted linear models: samples as rows of X, G = XXᵀ, D = θ − θ_ERM, residuals r = XD."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.letters import letters
from contextures.verify.proofs.optimality import CAUCHY_SCHWARZ
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

RAYLEIGH = "λ_min(A)‖v‖² ≤ ⟨v, Av⟩ ≤ λ_max(A)‖v‖² for a symmetric A"
CHEBYSHEV = "Chebyshev's inequality for sums of numbers in one order"

x, xt, q, r, rt, d, dt, G = letters("X Xt Q r rt D Dt G")
eta = sp.Symbol("eta", positive=True)


def distance_of_residuals() -> Identity:
    """‖D‖² for D = Xᵀa, r = Ga."""
    a, at = letters("a at")
    difference = at * G * a - at * G * G**-1 * (G * a)
    return "D = Xᵀa, r = Ga: ‖D‖² = aᵀGa = rᵀG⁻¹r", difference


def one_step() -> Identity:
    """‖D − ηXᵀQr‖² for r = XD."""
    after = (dt - eta * rt * q * x) * (d - eta * xt * q * r)
    told = dt * d - eta * (rt * q * (x * d) + (dt * xt) * q * r) + eta**2 * rt * q * (x * xt) * q * r
    return "‖D − ηXᵀQr‖² = ‖D‖² − 2ηrᵀQr + η²(Qr)ᵀG(Qr)", after - told


@proof("shift.grw-regression", "distance", "risk", facts=(RAYLEIGH,))
def regression() -> Iterable[Identity]:
    """Descent moves in the span of the samples: D = Xᵀa, so r = XD = Ga and ‖D‖² = rᵀG⁻¹r ≤ ‖r‖²/λ_min, ‖r‖² =
    2n·risk."""
    yield distance_of_residuals()


@proof("shift.grw-convergence", "step", "risk", "modes", "slowest", scope=IN_WORDS, facts=(RAYLEIGH,))
def convergence() -> Iterable[Identity]:
    """In the span of the samples D ← (I − ηXᵀQ⁽ᵗ⁾X)D, of which I − ηXᵀQX has the eigenvalues 1 − ηλ, λ those of GQ, and
    ηXᵀ(Q − Q⁽ᵗ⁾)X is at most ηλ_max·max|q_i − q_i⁽ᵗ⁾|. Those λ are between min q·λ_min and max q·λ_max, and ‖r‖² ≤
    λ_max‖D‖²."""
    limit = sp.Symbol("L", commutative=False)
    moved = (1 - eta * xt * q * x) * d - ((1 - eta * xt * limit * x) * d + eta * xt * (limit - q) * x * d)
    yield "I − ηXᵀQ⁽ᵗ⁾X = (I − ηXᵀQX) + ηXᵀ(Q − Q⁽ᵗ⁾)X", moved
    v = sp.Symbol("v", commutative=False)
    yield "XᵀQXv = λv: G·Q(Xv) = X(XᵀQXv)", (x * xt) * q * (x * v) - x * (xt * q * x * v)
    yield distance_of_residuals()


@proof("shift.grw-energy", "descent", "rate", "heeds", scope=IN_WORDS, facts=(RAYLEIGH, CHEBYSHEV))
def energy_of_a_step() -> Iterable[Identity]:
    """(Qr)ᵀG(Qr) ≤ λ_maxΣq_i²r_i² ≤ λ_maxΣq_ir_i² as q_i ≤ 1: “descent”. Σq_ir_i² ≥ κ‖r‖²/n ≥ κλ_min‖D‖²/n: “rate”.
    Weights in the order of the r_i² have Σq_ir_i² ≥ (1/n)Σr_i² by Chebyshev: “heeds”."""
    yield one_step()
    yield distance_of_residuals()
    p, s = sp.symbols("q s", positive=True)
    yield "q − q² = q(1−q)", p * s - p**2 * s - p * (1 - p) * s


@proof("shift.grw-energy", "step", scope=IN_WORDS, facts=(RAYLEIGH,))
def energy_of_small_steps() -> Iterable[Identity]:
    """I − ηXᵀQX is between 0 and 1 − ηmin q·λ_min in the span of the samples, as XᵀQX ≤ XᵀX and ηλ_max ≤ 1."""
    yield one_step()
    yield distance_of_residuals()


@proof("shift.grw-regularised", "distance", variant="corrected", facts=(RAYLEIGH,))
def regularised() -> Iterable[Identity]:
    """θ_q − θ_ERM is in the span of the samples, Xᵀa with Ga = r, so its square is rᵀG⁻¹r ≤ ‖r‖²/λ_min = 2nε/λ_min."""
    yield distance_of_residuals()


@proof(
    "shift.grw-max-margin", "optimal", "flow", "step", "margin", "direction", scope=IN_WORDS, facts=(CAUCHY_SCHWARZ,)
)
def max_margin() -> Iterable[Identity]:
    """Optimal: at the least ‖Σa_iy_ix_i‖² over the simplex no y_i⟨x_i, v⟩ is below ‖v‖² = Σa_iy_i⟨x_i, v⟩. Flow:
    ‖∇L‖ ≥ ⟨−∇L, θ*⟩ ≥ γΣq_iσ(−m_i), and σ(−m) = 1 − e^{−ℓ} ≥ ℓ − ℓ²/2 for ℓ = log(1+e^{−m}), with ℓ_i ≤ L/min q;
    “margin” is the last. Step: along −∇L the second derivative is Σq_iσ(m)σ(−m)⟨x_i, ∇L⟩² ≤ max‖x‖²‖∇L‖²·min{¼, L},
    so that L⁺ ≤ L − η‖∇L‖² + η²max‖x‖²‖∇L‖²L/2: for L ≥ ¼ by the ¼, below it as L falls; and −log(1−u) ≥ u.
    Direction: min m_i ≤ Σa_im_i = γ⟨u, θ*⟩ for a unit u."""
    m = sp.Symbol("m", real=True)
    loss = sp.log(1 + sp.exp(-m))
    yield "σ(−m) = 1 − e^{−log(1+e^{−m})}", 1 / (1 + sp.exp(m)) - (1 - sp.exp(-loss))
    yield "ℓ″ = σ(m)σ(−m)", sp.diff(loss, m, 2) - sp.exp(m) / (1 + sp.exp(m)) ** 2
    size, gain, length, level = sp.symbols("eta g l L", positive=True)
    told = size * gain**2 / level * (1 - size * length * level / 2)
    yield (
        "(ηg² − η²lg²L/2)/L = ηg²/L·(1 − ηlL/2)",
        (size * gain**2 - size**2 * length * gain**2 * level / 2) / level - told,
    )
    inner = sp.Symbol("c", real=True)
    yield "‖u − θ*‖² = 2(1 − ⟨u, θ*⟩)", (1 - 2 * inner + 1) - 2 * (1 - inner)


@proof("shift.grw-polynomial-tail", "differ", scope=IN_WORDS)
def polynomial_tail() -> Iterable[Identity]:
    """At the v that minimises Σq_im_i^{−a}/a + ½‖v‖², v = Σq_im_i^{−a−1}y_ix_i; for independent samples v =
    Σc_iy_ix_i with c = G⁻¹m alone, so q_i = m_i^{a+1}c_i. Of the direction, q ∝ m_i^{a+1}c_i: one direction, one q
    on the simplex."""
    m, a, q_i, scale, c = sp.symbols("m a q s c", positive=True)
    yield "(m^{−a}/a)′ = −m^{−a−1}", sp.diff(q_i * m**-a / a, m) + q_i * m ** (-a - 1)
    yield "(sm)^{a+1}sc = s^{a+2}m^{a+1}c", (scale * m) ** (a + 1) * scale * c - scale ** (a + 2) * m ** (a + 1) * c
