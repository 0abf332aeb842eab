"""Chapter 7.1: a law by its singular values, and task covariances in its singular functions.

Gain, alignment and regret depend on a law through its singular values s_1 ≥ s_2 ≥ … alone, on Λ through its matrix in
ν_1, ν_2, …, and not on a common factor of the s_i. Every choice is met: `character_law` has the singular values given,
and a choice of ν_i in a tie is a choice of the matrix.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.neighbours.tang.families import FAMILIES, NEAR


def _narrow(sizes: Any) -> bool:
    return bool(sizes["d"] <= sizes["n"])


SPECTRUM = Domain(
    "a law by its singular values, and a task covariance in its singular functions",
    {
        "s": sorts.mass("n", text="singular values, in any order and up to a common factor, zeros beyond the rank"),
        "lam": sorts.weights("n", text="eigenvalues of Λ"),
        "turn": sorts.orthogonal("n", text="eigenvectors of Λ in ν_1, ν_2, …, as columns"),
        "lam2": sorts.weights("n", text="eigenvalues of Λ′"),
        "turn2": sorts.orthogonal("n", text="eigenvectors of Λ′ in ν_1, ν_2, …, as columns"),
        "phi": sorts.values("n", "d", text="the encoder Φ in μ_1, μ_2, …, as columns"),
        "extra": sorts.count(0, 4, text="r − d, unless r would exceed M − 1"),
        "tau": sorts.ratio(0, 1, text="a level τ"),
        "flat": sorts.ratio(0, 1, "right", text="1/κ"),
    },
    sizes={"n": (1, 6), "d": (1, 3)},
    together=_narrow,
    families=FAMILIES,
    near=NEAR,
)


def character_law(s: Any) -> Any:
    """The law 4^{−m}(1 + Σs_iχ_i(x)χ_i(a)) on ℤ_2^m, of the first characters; s_i ≥ 0, Σs_i ≤ 1, fewer than 2^m."""
    size = 1 << len(s).bit_length()
    signs = [[(-1) ** (x & i).bit_count() for i in range(1, len(s) + 1)] for x in range(size)]
    characters = np.array(signs, dtype=object)
    return (1 + (characters * np.asarray(s, dtype=object)) @ characters.T) / np.asarray(size * size, dtype=object)


# The law.


def singular(world: Any) -> Any:
    """s_1 ≥ s_2 ≥ …, (…, n)."""
    return np.sort(world["s"], axis=-1)[..., ::-1]


def entry(values: Any, place: int) -> Any:
    """The value at a place from 1; 0 beyond the last one."""
    return values[..., place - 1] if place <= values.shape[-1] else 0 * values[..., 0]


def energy(world: Any, first: int, last: int) -> Any:
    """Σ s_i² from the first place to the last, places from 1."""
    return (singular(world)[..., first - 1 : last] ** 2).sum(-1)


# Task covariances and what they give in X.


def formed(lam: Any, turn: Any) -> Any:
    """Λ of eigenvalues and eigenvectors."""
    return (turn * lam[..., None, :]) @ turn.swapaxes(-1, -2)


def task(world: Any) -> Any:
    """Λ in ν_1, ν_2, …"""
    return formed(world["lam"], world["turn"])


def task2(world: Any) -> Any:
    """Λ′ in ν_1, ν_2, …"""
    return formed(world["lam2"], world["turn2"])


def image(world: Any, matrix: Any) -> Any:
    """L = TΛT* in μ_1, μ_2, …"""
    s = singular(world)
    return s[..., :, None] * matrix * s[..., None, :]


def diagonal_of(matrix: Any) -> Any:
    """Λ_ii."""
    return np.diagonal(matrix, axis1=-2, axis2=-1)


def spectral_gain(world: Any, matrix: Any) -> Any:
    """J(Φ_s;Λ) = Σ_{i≤d} s_i²Λ_ii."""
    return (singular(world) ** 2 * diagonal_of(matrix))[..., : world.size("d")].sum(-1)


def best_gain(world: Any, matrix: Any) -> Any:
    """J*, the sum of the d largest eigenvalues of L."""
    return world.eigenvalues(image(world, matrix))[..., : world.size("d")].sum(-1)


def gain(world: Any, matrix: Any, phi: Any) -> Any:
    """J(Φ;Λ) = tr(G⁻¹H)."""
    seen = singular(world)[..., :, None] * phi
    gram, held = phi.swapaxes(-1, -2) @ phi, seen.swapaxes(-1, -2) @ matrix @ seen
    return world.trace(world.inverse(gram) @ held)


def regret(world: Any, matrix: Any) -> Any:
    """ρ(Φ_s,Λ)."""
    return 1 - spectral_gain(world, matrix) / best_gain(world, matrix)


def eigenvalues(world: Any) -> Any:
    """λ_1(Λ) ≥ λ_2(Λ) ≥ …"""
    return np.sort(world["lam"], axis=-1)[..., ::-1]


def aligned_total(world: Any) -> Any:
    """Σ_{i≤d} s_i²λ_i(Λ)."""
    return (singular(world) ** 2 * eigenvalues(world))[..., : world.size("d")].sum(-1)


def half(world: Any) -> int:
    """2d, or M − 1 where that is less."""
    return int(min(2 * world.size("d"), world.size("n")))


def compressed(world: Any, matrix: Any) -> Any:
    """Λ^{(2d)}."""
    r = half(world)
    return matrix[..., :r, :r]


def moved(matrix: Any, others: Any) -> Any:
    """Σ of the squared differences of two matrices."""
    return ((matrix - others) ** 2).sum(-1).sum(-1)


@SPECTRUM.quantity("width d of the encoder", range="≥ 1", tex="d")
def d(world: Any) -> Any:
    return world.size("d")


@SPECTRUM.quantity("dimension M − 1 of the mean-zero functions of A", range="≥ 1", tex="M-1")
def n(world: Any) -> Any:
    return world.size("n")


@SPECTRUM.quantity("largest singular value", range="≥ 0", tex="s_1")
def s_1(world: Any) -> Any:
    return singular(world)[..., 0]


@SPECTRUM.quantity("second singular value, 0 where there is none", range="≥ 0", tex="s_2")
def s_2(world: Any) -> Any:
    return entry(singular(world), 2)


@SPECTRUM.quantity("the d-th singular value", range="≥ 0", tex="s_d")
def s_d(world: Any) -> Any:
    return entry(singular(world), world.size("d"))


@SPECTRUM.quantity("the (d+1)-th singular value", range="≥ 0", tex="s_{d+1}")
def s_next(world: Any) -> Any:
    return entry(singular(world), world.size("d") + 1)


@SPECTRUM.quantity("the 2d-th singular value", range="≥ 0", tex="s_{2d}")
def s_2d(world: Any) -> Any:
    return entry(singular(world), 2 * world.size("d"))


@SPECTRUM.quantity("the (2d+1)-th singular value", range="≥ 0", tex="s_{2d+1}")
def s_tail(world: Any) -> Any:
    return entry(singular(world), 2 * world.size("d") + 1)


@SPECTRUM.quantity("S_d = Σ_{i≤d}s_i²", range="≥ 0", tex="S_d")
def S(world: Any) -> Any:
    return energy(world, 1, world.size("d"))


@SPECTRUM.quantity("S′_d = Σ_{d<i≤2d}s_i²", range="≥ 0", tex="S'_d")
def S_second(world: Any) -> Any:
    d = world.size("d")
    return energy(world, d + 1, 2 * d)


@SPECTRUM.quantity("δ_d = (s_d² − s_{d+1}²)/s_1²", range="[0, 1]", tex=r"\delta_d")
def delta(world: Any) -> Any:
    s, d = singular(world), world.size("d")
    return (entry(s, d) ** 2 - entry(s, d + 1) ** 2) / s[..., 0] ** 2


@SPECTRUM.quantity("J(Φ_s;Λ)", range="≥ 0", tex=r"J(\Phi_s;\Lambda)")
def J_s(world: Any) -> Any:
    return spectral_gain(world, task(world))


@SPECTRUM.quantity("J*, the largest gain", range="≥ 0", tex="J^*")
def J_star(world: Any) -> Any:
    return best_gain(world, task(world))


@SPECTRUM.quantity("J(Φ;Λ) of an encoder", range="≥ 0", tex=r"J(\Phi;\Lambda)")
def J(world: Any) -> Any:
    return gain(world, task(world), world["phi"])


@SPECTRUM.quantity("regret of the spectral encoder", range="[0, 1]", tex=r"\rho(\Phi_s,\Lambda)")
def rho(world: Any) -> Any:
    return regret(world, task(world))


@SPECTRUM.quantity("regret of the spectral encoder under Λ′", range="[0, 1]", tex=r"\rho(\Phi_s,\Lambda')")
def rho2(world: Any) -> Any:
    return regret(world, task2(world))


@SPECTRUM.quantity("Σ_{i≤d}s_i²λ_i(Λ)", range="≥ 0", tex=r"\sum_{i\le d}s_i^2\lambda_i(\Lambda)")
def aligned_gain(world: Any) -> Any:
    return aligned_total(world)


@SPECTRUM.quantity("alignment 𝒜 = Σ_{i≤d}s_i²Λ_ii/Σ_{i≤d}s_i²λ_i(Λ)", range="[0, 1]", tex=r"\mathcal A")
def alignment(world: Any) -> Any:
    return spectral_gain(world, task(world)) / aligned_total(world)


@SPECTRUM.quantity("largest eigenvalue of Λ", range="≥ 0", tex=r"\lambda_{\max}(\Lambda)")
def lam_max(world: Any) -> Any:
    return world["lam"].max(-1)


@SPECTRUM.quantity("smallest eigenvalue of Λ", range="≥ 0", tex=r"\lambda_{\min}(\Lambda)")
def lam_min(world: Any) -> Any:
    return world["lam"].min(-1)


@SPECTRUM.quantity("largest eigenvalue of Λ^{(2d)}", range="≥ 0", tex=r"\lambda_{\max}^{(2d)}")
def top_max(world: Any) -> Any:
    return world.eigenvalues(compressed(world, task(world)))[..., 0]


@SPECTRUM.quantity("smallest eigenvalue of Λ^{(2d)}", range="≥ 0", tex=r"\lambda_{\min}^{(2d)}")
def top_min(world: Any) -> Any:
    return world.eigenvalues(compressed(world, task(world)))[..., -1]


@SPECTRUM.quantity("a level τ", range="[0, 1]", tex=r"\tau")
def tau(world: Any) -> Any:
    return world["tau"]


@SPECTRUM.quantity("1/κ of a bound κ on κ(Λ)", range="(0, 1]", tex=r"\kappa^{-1}")
def flat(world: Any) -> Any:
    return world["flat"]
