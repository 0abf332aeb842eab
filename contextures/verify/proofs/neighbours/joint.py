"""Proofs of section 7.8: linear maps of augmented samples, and the thresholds of the diagonal model."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.letters import letters
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

ECKART = "the theorem of Eckart and Young, with all its minimisers"
KY_FAN = "the theorem of Ky Fan, with its case of equality"
POSITIVE_PART = "the positive part does not decrease, and increases where the larger number is positive"

V, Vt, W, Wt, C, Ct, H, S, x, xt, y, yt = letters("V Vt W Wt C Ct H S x xt y yt")
a, g, theta, alpha, eta, delta = sp.symbols("a g theta alpha eta delta", positive=True)


@proof("neighbours.joint-tikhonov", "identity")
def tikhonov() -> Iterable[Identity]:
    """For each sample, with x̄ = E τ and S_i = E ττᵀ, E(y − Vτ)(y − Vτ)ᵀ is what follows; traces and averages over i."""
    seen = y * yt - V * x * yt - y * xt * Vt + V * S * Vt
    claimed = V * (S - x * xt) * Vt + (y - V * x) * (yt - xt * Vt)
    yield "E(y − Vτ)(y − Vτ)ᵀ = V(S_i − x̄x̄ᵀ)Vᵀ + (y − Vx̄)(y − Vx̄)ᵀ", seen - claimed


def square() -> Identity:
    """The loss of W = DE but for a constant, with H = S^{1/2}."""
    loss = W * H**2 * Wt - W * Ct - C * Wt
    least = (W * H - C * H**-1) * (H * Wt - H**-1 * Ct)
    return "WSWᵀ − WCᵀ − CWᵀ = (WH − A)(WH − A)ᵀ − AAᵀ", loss - least + C * H**-2 * Ct


@proof("neighbours.joint-reconstruction", "attains", facts=(ECKART,))
def reconstruction() -> Iterable[Identity]:
    """With H = S^{1/2}, W = DE and A = CH⁻¹ the loss is a constant plus ‖WH − A‖²: least where WH is a truncation
    R_kΦ_kP_kᵀ of A, as for the printed pair, where it is R_kΦ_kK⁻¹·KP_kᵀ."""
    yield square()


@proof("neighbours.joint-reconstruction", "form", scope=IN_WORDS, facts=(ECKART,))
def reconstruction_form() -> Iterable[Identity]:
    """A minimiser has DEH = R_kΦ_kP_kᵀ for some decomposition, of rank k where φ_k > 0: the rows of EH are independent
    and span those of P_kᵀ, EH = KP_kᵀ with K = EHP_k invertible, and DK = DEHP_k = R_kΦ_k."""
    yield square()


@proof("neighbours.joint-embedding", "attains", "form", facts=(KY_FAN,))
def embedding() -> Iterable[Identity]:
    """E(τ_1 − τ_2)(τ_1 − τ_2)ᵀ = 2(S_i − x̄x̄ᵀ), so that the loss is 2tr W(S − G)Wᵀ = 2(k − tr YMYᵀ) with
    Y = WS^{1/2}, YYᵀ = I and M = S^{−1/2}GS^{−1/2}. tr YMYᵀ is largest, and only then, where the rows of Y are an
    orthonormal basis of a space of k largest eigenvectors of M: Y = VQ_kᵀ for some eigenbasis."""
    yield "E(τ_1 − τ_2)(τ_1 − τ_2)ᵀ = 2(S_i − x̄x̄ᵀ)", S - x * xt - x * xt + S - 2 * (S - x * xt)
    M, Y, Yt = letters("M Y Yt")
    yield "W(S − G)Wᵀ = YYᵀ − YMYᵀ", sp.expand((Y * H**-1) * (H**2 - H * M * H) * (H**-1 * Yt) - (Y * Yt - Y * M * Yt))


@proof("neighbours.joint-threshold-reconstruction", "if", "only-if")
def threshold_reconstruction() -> Iterable[Identity]:
    """All scores are positive: g_i/√(g_i + θ_i + α²g_i) < η says that the left side below is negative; η²g_i > 0."""
    gap = g / eta**2 - theta / g - 1 - alpha**2
    yield (
        "g² − η²(g + θ + α²g) = η²g(g/η² − θ/g − 1 − α²)",
        (g**2 - eta**2 * (g + theta + alpha**2 * g) - eta**2 * g * gap),
    )


@proof("neighbours.joint-threshold-embedding", "if", "only-if")
def threshold_embedding() -> Iterable[Identity]:
    """g_i/(g_i + θ_i + α²g_i) < δ says that the left side below is negative, and δg_i > 0."""
    gap = (1 - delta) / delta - theta / g - alpha**2
    yield "g − δ(g + θ + α²g) = δg((1 − δ)/δ − θ/g − α²)", g - delta * (g + theta + alpha**2 * g) - delta * g * gap


def apart() -> Iterable[Identity]:
    """The terms of the two maxima differ by g_i/η² − 1/δ, which is negative iff g_i < η²/δ: where that has one sign for
    all i > k, the maxima are in that order."""
    difference = g / eta**2 - theta / g - 1 - ((1 - delta) / delta - theta / g)
    yield "g/η² − θ/g − 1 − ((1 − δ)/δ − θ/g) = g/η² − 1/δ", difference - (g / eta**2 - 1 / delta)


compared = proof("neighbours.joint-compare", "low-noise", "high-noise")(apart)


@proof(
    "neighbours.joint-compare-required",
    "low-noise", "high-noise", "low-noise-strict", "high-noise-strict", "low-noise-tie", "high-noise-tie",
    variant="corrected",
    facts=(POSITIVE_PART,),
)  # fmt: skip
def required() -> Iterable[Identity]:
    """α_RC² and α_JE² required are the positive parts of the two maxima, which neighbours.joint-compare orders: the
    parts are in that order, apart where the larger maximum is positive, and both 0 elsewhere. (1 − δ)/δ > θ_i/g_i for
    some i says that α_JE² > 0, and g_i/η² > θ_i/g_i + 1 that α_RC² > 0."""
    yield from apart()


@proof("neighbours.joint-crossing", "least", "largest", "gap-least", "gap-largest", "low-noise", "high-noise")
def crossing() -> Iterable[Identity]:
    """η² = min a_j·a_j/(a_j + θ_j): at least min a·δ, and at the j of δ at most a_jδ. The maxima differ by at least the
    smallest and at most the largest difference of their terms. If g_i < min a ≤ η²/δ for all i, or g_i > max a ≥ η²/δ,
    neighbours.joint-compare applies."""
    yield from apart()
    yield "a²/(a + θ) = a·a/(a + θ)", a**2 / (a + theta) - a * (a / (a + theta))
