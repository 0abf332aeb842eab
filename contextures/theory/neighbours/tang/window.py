"""Chapter 7.1: compressions of a task covariance, and what sits in the tail of the spectrum: the quantities."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory.neighbours.tang.spectra import (
    SPECTRUM,
    best_gain,
    compressed,
    energy,
    entry,
    gain,
    half,
    image,
    moved,
    regret,
    singular,
    spectral_gain,
    task,
    task2,
)


def width_of(world: Any) -> Any:
    """The number r from d to M − 1."""
    return world.minimum(world["extra"] + world.size("d"), world.size("n") + 0 * world["extra"])


def inside(world: Any) -> Any:
    """1 at the first r places, 0 elsewhere."""
    return world.where(np.arange(world.size("n")) < width_of(world)[..., None], 1 + 0 * world["s"], 0 * world["s"])


def _within(world: Any) -> Any:
    kept = inside(world)
    return task(world) * kept[..., :, None] * kept[..., None, :]


@SPECTRUM.quantity("largest eigenvalue of Λ^{(r)}", range="≥ 0", tex=r"\lambda_{\max}^{(r)}")
def window_max(world: Any) -> Any:
    return world.eigenvalues(_within(world))[..., 0]


@SPECTRUM.quantity("smallest eigenvalue of Λ^{(r)}", range="≥ 0", tex=r"\lambda_{\min}^{(r)}")
def window_min(world: Any) -> Any:
    outside = (1 - inside(world)) * world["lam"].max(-1)[..., None]
    return world.eigenvalues(_within(world) + outside[..., None] * np.eye(world.size("n"), dtype=int))[..., -1]


@SPECTRUM.quantity("the (r+1)-th singular value", range="≥ 0", tex="s_{r+1}")
def s_window(world: Any) -> Any:
    return (singular(world) * (1 - inside(world))).max(-1)


@SPECTRUM.quantity("Σ_{r<i≤r+d}s_i²", range="≥ 0", tex=r"\sum_{r<i\le r+d}s_i^2")
def window_tail(world: Any) -> Any:
    place, least = np.arange(world.size("n")), width_of(world)[..., None]
    chosen = (place >= least) & (place < least + world.size("d"))
    return world.where(chosen, singular(world) ** 2, 0 * world["s"]).sum(-1)


@SPECTRUM.quantity("Σ_{2d<i≤3d}s_i²", range="≥ 0", tex=r"\sum_{2d<i\le3d}s_i^2")
def S_tail(world: Any) -> Any:
    d = world.size("d")
    return energy(world, 2 * d + 1, 3 * d)


@SPECTRUM.quantity("θ = s_{2d+1}·√(d·λ_max/(λ_max^{(2d)}S_d))", range="≥ 0", tex=r"\theta")
def theta(world: Any) -> Any:
    d = world.size("d")
    top = world.eigenvalues(compressed(world, task(world)))[..., 0] * energy(world, 1, d)
    return entry(singular(world), 2 * d + 1) * world.sqrt(d * world["lam"].max(-1) / top)


def _rest(world: Any) -> Any:
    """Λ on span(ν_1..ν_{2d}) less c·Id, c = Λ_11."""
    matrix = task(world)
    return (matrix - matrix[..., :1, :1] * np.eye(world.size("n"), dtype=int))[..., :, : half(world)]


@SPECTRUM.quantity(
    "squared distance of Λ on span(ν_1..ν_{2d}) from c·Id, c = Λ_11", range="≥ 0", tex=r"\mathrm{dist}^2"
)
def anisotropy(world: Any) -> Any:
    return (_rest(world) ** 2).sum(-1).sum(-1)


@SPECTRUM.quantity("c = Λ_11", range="≥ 0", tex="c")
def level(world: Any) -> Any:
    return task(world)[..., 0, 0]


@SPECTRUM.quantity(
    "largest eigenvalue of L on the μ_i with i > 2d, 0 if there are none", range="≥ 0", tex=r"\lambda_1(L_>)"
)
def tail_gain(world: Any) -> Any:
    r = half(world)
    if r == world.size("n"):
        return 0 * world["s"][..., 0]
    return world.eigenvalues(image(world, task(world))[..., r:, r:])[..., 0]


@SPECTRUM.quantity("squared distance of Λ^{(2d)} and Λ′^{(2d)}", range="≥ 0", tex=r"\mathrm{dist}^2")
def block_moved(world: Any) -> Any:
    return moved(compressed(world, task(world)), compressed(world, task2(world)))


@SPECTRUM.quantity(
    "ρ(Φ_s,Λ + tν_{2d+1}⊗ν_{2d+1}) with t = 2J*/s_{2d+1}²", range="[0, 1]", tex=r"\rho(\Phi_s,\Lambda_t)"
)
def rho_loaded(world: Any) -> Any:
    matrix, tail = task(world), entry(singular(world), 2 * world.size("d") + 1)
    more = np.zeros((world.size("n"), world.size("n")), dtype=int)
    if 2 * world.size("d") < world.size("n"):
        more[2 * world.size("d"), 2 * world.size("d")] = 1
    load = 2 * best_gain(world, matrix) / world.where(tail == 0, 1 + 0 * tail, tail) ** 2
    return regret(world, matrix + load[..., None, None] * more)


def banded(world: Any, first: Any, then: Any, place: int) -> Any:
    """The diagonal Λ of one value up to a place and another one beyond."""
    early = (np.arange(world.size("n")) < place).astype(int)
    values = first[..., None] * early + then[..., None] * (1 - early)
    return values[..., None] * np.eye(world.size("n"), dtype=int)


def _two_levels(world: Any) -> Any:
    """1 on span(ν_1..ν_{2d}), κ beyond."""
    one = 1 + 0 * world["flat"]
    return banded(world, one, one / world["flat"], 2 * world.size("d"))


@SPECTRUM.quantity(
    "regret under Λ = 1 on span(ν_1..ν_{2d}), κ beyond", range="[0, 1]", tex=r"\rho(\Phi_s,\Lambda_\kappa)"
)
def rho_levels(world: Any) -> Any:
    return regret(world, _two_levels(world))


@SPECTRUM.quantity("κ_{2d} of Λ = 1 on span(ν_1..ν_{2d}), κ beyond", range="≥ 1", tex=r"\kappa_{2d}(\Lambda_\kappa)")
def kappa_levels(world: Any) -> Any:
    values = world.eigenvalues(compressed(world, _two_levels(world)))
    return values[..., 0] / values[..., -1]


@SPECTRUM.quantity("κ(Λ) of Λ = 1 on span(ν_1..ν_{2d}), κ beyond", range="≥ 1", tex=r"\kappa(\Lambda_\kappa)")
def kappa_of_levels(world: Any) -> Any:
    values = world.eigenvalues(_two_levels(world))
    return values[..., 0] / values[..., -1]


def _one_raised(world: Any) -> Any:
    """κ on ν_1, 1 elsewhere."""
    one = 1 + 0 * world["flat"]
    return banded(world, one / world["flat"], one, 1)


def alignment_of(world: Any, matrix: Any) -> Any:
    """𝒜 of a Λ that is given as a matrix."""
    values, d = world.eigenvalues(matrix), world.size("d")
    return spectral_gain(world, matrix) / (singular(world) ** 2 * values)[..., :d].sum(-1)


@SPECTRUM.quantity("𝒜 of Λ = κ on ν_1, 1 elsewhere", range="[0, 1]", tex=r"\mathcal A")
def alignment_raised(world: Any) -> Any:
    return alignment_of(world, _one_raised(world))


@SPECTRUM.quantity("κ_{2d} of Λ = κ on ν_1, 1 elsewhere", range="≥ 1", tex=r"\kappa_{2d}")
def kappa_raised(world: Any) -> Any:
    values = world.eigenvalues(compressed(world, _one_raised(world)))
    return values[..., 0] / values[..., -1]


# The rotation of part A of the experiment: cos ϑ = (1 − τ²)/(1 + τ²), sin ϑ = 2τ/(1 + τ²).


def turned(world: Any) -> Any:
    """Λ = κ on the span of cos ϑ·ν_i + sin ϑ·ν_{d+i}, i ≤ d, and 1 on its complement."""
    size, d, tau = world.size("n"), world.size("d"), world["tau"]
    rows, more = np.arange(min(d, size - d)), 1 / world["flat"] - 1
    eye = np.eye(size, dtype=int)
    lines = ((1 - tau**2)[..., None, None] * eye[rows] + (2 * tau)[..., None, None] * eye[d + rows]) / (1 + tau**2)[
        ..., None, None
    ]
    return eye + more[..., None, None] * (lines.swapaxes(-1, -2) @ lines)


@SPECTRUM.quantity("cos²ϑ", range="[0, 1]", tex=r"\cos^2\vartheta")
def cos2(world: Any) -> Any:
    return ((1 - world["tau"] ** 2) / (1 + world["tau"] ** 2)) ** 2


@SPECTRUM.quantity("J(Φ_s;Λ_ϑ)", range="≥ 0", tex=r"J(\Phi_s;\Lambda_\vartheta)")
def J_turned(world: Any) -> Any:
    first = np.eye(world.size("n"), dtype=int)[:, : world.size("d")] + 0 * world["s"][..., :, None]
    return gain(world, turned(world), first)


@SPECTRUM.quantity("ρ(Φ_s,Λ_ϑ)", range="[0, 1]", tex=r"\rho(\Phi_s,\Lambda_\vartheta)")
def rho_turned(world: Any) -> Any:
    return regret(world, turned(world))


@SPECTRUM.quantity("𝒜 of Λ_ϑ", range="[0, 1]", tex=r"\mathcal A(\Lambda_\vartheta)")
def alignment_turned(world: Any) -> Any:
    return alignment_of(world, turned(world))


@SPECTRUM.quantity("ρ(Φ_s,Λ_{π/2}) for d = 2, κ = 3/2 and s_i = i^{−b}, b = κ/2 here", range="[0, 1]", tex=r"\rho_b")
def rho_powers(world: Any) -> Any:
    one, size = 1 + 0 * world["flat"], world.size("n")
    squares = [one, *[(i * one) ** (-1 / world["flat"]) for i in range(2, size + 1)]]
    late = [3 * value / 2 if i in (2, 3) else value for i, value in enumerate(squares)]
    values = np.stack([*squares[:2], *late[2:]], axis=-1)
    first = values.max(-1)
    # the largest sum of two: 1 is among them, since ³⁄₂·3^{−2b} < 1
    return 1 - (squares[0] + squares[1]) / (first + values[..., 1:].max(-1))
