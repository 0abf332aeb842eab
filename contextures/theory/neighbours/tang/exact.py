"""Chapter 7.1, ours: the largest regret of the spectral encoder in closed form, and exactly when there is none."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.neighbours.tang.premises import SOME_GAIN, SOME_LAW
from contextures.theory.neighbours.tang.spectra import SPECTRUM, compressed, entry, image, regret, rho, singular, task
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement


def largest_regret(world: Any, ratio: Any, inverse: Any) -> Any:
    """W(q, κ) from q and 1/κ: (κ − 1)²q/(4κ(1 − q)) while κ ≤ 2/q − 1, and 1 − 1/(κq) from there."""
    early = (1 + inverse) * ratio <= 2 * inverse
    calm, steep = world.where(early, ratio, 0 * ratio), world.where(early, 1 + 0 * ratio, ratio)
    return world.where(early & (ratio < 1), (1 - inverse) ** 2 / inverse, 0 * ratio) * calm / (
        4 * world.where(early & (ratio < 1), 1 - ratio, 1 + 0 * ratio)
    ) + world.where(early, 0 * ratio, 1 - inverse / steep)


def fall(world: Any) -> Any:
    """q = s_{d+1}²/s_d², 1 where s_d = 0."""
    s, d = singular(world), world.size("d")
    last = entry(s, d)
    return world.where(last == 0, 1 + 0 * last, entry(s, d + 1) / world.where(last == 0, 1 + 0 * last, last)) ** 2


@SPECTRUM.quantity(
    "W(q, κ) with q = s_{d+1}²/s_d² and κ = κ(Λ): (κ−1)²q/(4κ(1−q)) for κ ≤ 2/q − 1, else 1 − 1/(κq)",
    range="[0, 1]",
    tex=r"W(s_{d+1}^2/s_d^2,\kappa)",
)
def W(world: Any) -> Any:
    return largest_regret(world, fall(world), world["lam"].min(-1) / world["lam"].max(-1))


@SPECTRUM.quantity("W(q, κ) at a bound κ on κ(Λ)", range="[0, 1]", tex=r"W(s_{d+1}^2/s_d^2,\kappa)")
def W_bound(world: Any) -> Any:
    return largest_regret(world, fall(world), world["flat"])


@SPECTRUM.quantity("W(q, κ_{2d})", range="[0, 1]", tex=r"W(s_{d+1}^2/s_d^2,\kappa_{2d})")
def W_top(world: Any) -> Any:
    values = world.eigenvalues(compressed(world, task(world)))
    return largest_regret(world, fall(world), values[..., -1] / values[..., 0])


def worst_task(world: Any) -> Any:
    """The Λ of eigenvalues 1 and κ, tilted in the planes of ν_i and ν_{d+i}, i ≤ d, that is worst for q of `fall`."""
    ratio, inverse = fall(world), world["flat"]
    early = ((1 + inverse) * ratio <= 2 * inverse) & (inverse < 1) & (ratio > 0)
    zero, one = 0 * ratio, 1 + 0 * ratio
    alpha, gap = world.where(early, 1 / inverse - 1, one), world.where(early, 1 - ratio, one)
    regret = world.where(early, largest_regret(world, ratio, inverse), zero)
    more = regret / (1 - regret)
    share = more / gap
    first = world.where(early, world.sqrt(ratio * share * (1 - share)), zero)
    second = world.where(early, 2 * more / alpha + share + more, one)
    length = first**2 + second**2
    level = 1 / inverse - 1
    entries = [level * first**2 / length, level * first * second / length, level * second**2 / length]
    size, d = world.size("n"), world.size("d")
    pairs = min(d, size - d)
    matrix = np.eye(size, dtype=int) + 0 * entries[0][..., None, None]
    for (row, column), value in zip(((0, 0), (0, d), (d, d)), entries, strict=True):
        for symmetric in {(row, column), (column, row)}:
            place = np.zeros((size, size), dtype=int)
            for k in range(pairs):
                place[symmetric[0] + k, symmetric[1] + k] = 1
            matrix = matrix + value[..., None, None] * place
    return matrix


@SPECTRUM.quantity(
    "ρ(Φ_s,Λ) at the Λ of eigenvalues 1 and κ that is tilted in the planes of ν_i and ν_{d+i}, i ≤ d",
    range="[0, 1]",
    tex=r"\rho(\Phi_s,\Lambda_\kappa)",
)
def rho_worst(world: Any) -> Any:
    return regret(world, worst_task(world))


@SPECTRUM.quantity("s_1² − s_d²", range="≥ 0", tex="s_1^2-s_d^2")
def upper_slope(world: Any) -> Any:
    s, d = singular(world), world.size("d")
    return s[..., 0] ** 2 - entry(s, d) ** 2


@SPECTRUM.quantity("s_{d+1}² − s_{2d}²", range="≥ 0", tex="s_{d+1}^2-s_{2d}^2")
def lower_slope(world: Any) -> Any:
    s, d = singular(world), world.size("d")
    return entry(s, d + 1) ** 2 - entry(s, 2 * d) ** 2


@SPECTRUM.quantity("‖block of L of i ≤ d < j‖_F²", range="≥ 0", tex=r"\sum_{i\le d<j}L_{ij}^2")
def leak(world: Any) -> Any:
    d = world.size("d")
    return (image(world, task(world))[..., :d, d:] ** 2).sum(-1).sum(-1)


@SPECTRUM.quantity("smallest eigenvalue of the block of L of i, j ≤ d", range="≥ 0", tex=r"\lambda_{\min}(L_{11})")
def first_least(world: Any) -> Any:
    d = world.size("d")
    return world.eigenvalues(image(world, task(world))[..., :d, :d])[..., -1]


@SPECTRUM.quantity("largest eigenvalue of the block of L of i, j > d", range="≥ 0", tex=r"\lambda_{\max}(L_{22})")
def second_most(world: Any) -> Any:
    d = world.size("d")
    if d == world.size("n"):
        return 0 * world["s"][..., 0]
    return world.eigenvalues(image(world, task(world))[..., d:, d:])[..., 0]


FULL = Hypothesis("rank-d", 0, "<", of.s_d, "s_d > 0")

FAST_RATE_EXACT = Statement(
    id="neighbours.tang-fast-rate-exact",
    title="The largest regret of the spectral encoder, without the width",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=SPECTRUM,
    printed=Claim(
        "For s_d > 0 and every d, with q = s_{d+1}²/s_d²: ρ(Φ_s,Λ) ≤ W(q, κ(Λ)), where W(q, κ) = (κ − 1)²q/(4κ(1 − "
        "q)) for κ ≤ 2/q − 1, and 1 − 1/(κq) from there. Where s_1 = … = s_d and s_{d+1} = … = s_{2d}, always for d "
        "= 1, it is the largest regret of all Λ with κ(Λ) ≤ κ, for every κ.",
        r"\max_{\kappa(\Lambda)\le\kappa}\rho(\Phi_s,\Lambda)\le W\Bigl(\frac{s_{d+1}^2}{s_d^2},\kappa\Bigr),\quad "
        r"W(q,\kappa)=\begin{cases}\dfrac{(\kappa-1)^2q}{4\kappa(1-q)}&\kappa\le\frac2q-1\\[1ex]"
        r"1-\dfrac1{\kappa q}&\text{else}\end{cases}",
        (
            Part("bound", rho, "<=", W, given=(Hypothesis("positive", 0, "<", of.lam_min, "κ(Λ) finite"),)),
            Part(
                "attained",
                W_bound,
                "<=",
                rho_worst,
                given=(
                    Hypothesis("equal-first", upper_slope, "==", 0, "s_1 = … = s_d"),
                    Hypothesis("equal-second", lower_slope, "==", 0, "s_{d+1} = … = s_{2d}"),
                ),
            ),
        ),
        given=(FULL,),
    ),
    note="One formula for Theorems 6 and 8: W ≤ 1 − 1/κ with equality at q = 1, and W ≤ (dα²/(4δ_d))(s_1²/S_d) always.",
)

ZERO_REGRET = Statement(
    id="neighbours.tang-zero",
    title="Exactly when the spectral encoder loses nothing",
    kind=Kind.EQUIVALENCE,
    source=Source("ours"),
    domain=SPECTRUM,
    printed=Claim(
        "With L in blocks of the first d of the μ_i and the others: ρ(Φ_s,Λ) = 0 iff L_{12} = 0 and "
        "λ_min(L_{11}) ≥ λ_max(L_{22}).",
        r"\rho(\Phi_s,\Lambda)=0\iff L_{12}=0,\ \lambda_{\min}(L_{11})\ge\lambda_{\max}(L_{22})",
        (
            Part(
                "if", rho, "==", 0, scale=1,
                given=(
                    Hypothesis("invariant", leak, "==", 0, "L_{12} = 0"),
                    Hypothesis("order", second_most, "<=", first_least, "λ_max(L_{22}) ≤ λ_min(L_{11})"),
                ),
            ),
            Part("only-if-invariant", leak, "==", 0, scale=1, given=(Hypothesis("none", rho, "==", 0, "ρ = 0"),)),
            Part("only-if-order", second_most, "<=", first_least, given=(Hypothesis("none", rho, "==", 0, "ρ = 0"),)),
        ),
        given=(SOME_GAIN, SOME_LAW),
    ),
)  # fmt: skip
