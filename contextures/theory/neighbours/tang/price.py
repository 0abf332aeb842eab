"""Chapter 7.1: what no encoder can avoid, and who attains it.

A supremum over the Λ with κ(Λ) ≤ κ is known between two ends: its values at explicit Λ, and a bound that is proved.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.neighbours.tang.alignment import slope
from contextures.theory.neighbours.tang.exact import (
    FULL,
    W,
    W_bound,
    fall,
    lower_slope,
    rho_worst,
    upper_slope,
    worst_task,
)
from contextures.theory.neighbours.tang.premises import BOUNDED, GAP, KAPPA_INVERSE, SOME_LAW, WIDE
from contextures.theory.neighbours.tang.spectra import (
    SPECTRUM,
    S,
    S_second,
    best_gain,
    d,
    energy,
    flat,
    gain,
    image,
    rho,
    s_d,
    singular,
    task,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def _ends(world: Any, least: Any, most: Any, others: Any) -> Any:
    """sup ρ(Φ,·) over the Λ between two levels: the larger of its values at Id, at the Λ that is least on the span of
    T*Φ and most beyond, and of others; and 1 − least·J(Φ;Id)/(most·S_d), which is more."""
    phi, s = world["phi"], singular(world)
    eye = np.eye(world.size("n"), dtype=int) + 0 * s[..., None]
    seen = gain(world, eye, phi)
    span = world.projector(s[..., :, None] * phi)
    opposed = most[..., None, None] * eye - (most - least)[..., None, None] * span
    total = energy(world, 1, world.size("d"))
    low = world.maximum(1 - seen / total, 1 - least * seen / best_gain(world, opposed))
    if others is not None:
        low = world.maximum(low, others)
    return world.between(low, 1 - least * seen / (most * total), likely=low)


def _flipped(world: Any, matrix: Any) -> Any:
    """The largest ρ(Φ,·) of the Λ that differ from one by signs of the ν_i."""
    size = world.size("n")
    signs = np.array([[1 - 2 * (code >> place & 1) for place in range(size)] for code in range(2 ** (size - 1))])
    form = world.projector(world["phi"]) * image(world, matrix)
    return 1 - ((signs @ form) * signs).sum(-1).min(-1) / best_gain(world, matrix)


@SPECTRUM.quantity("sup ρ(Φ,Λ) over κ(Λ) ≤ κ", range="[0, 1]", tex=r"\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi,\Lambda)")
def worst(world: Any) -> Any:
    return _ends(world, world["flat"], 1 + 0 * world["flat"], None)


@SPECTRUM.quantity(
    "sup ρ(Φ,Λ′) over κ(Λ′) ≤ κ(Λ)", range="[0, 1]", tex=r"\sup_{\kappa(\Lambda')\le\kappa(\Lambda)}\rho(\Phi,\Lambda')"
)
def worst_like(world: Any) -> Any:
    return _ends(world, world["lam"].min(-1), world["lam"].max(-1), _flipped(world, task(world)))


@SPECTRUM.quantity(
    "sup ρ(Φ,Λ) over κ(Λ) ≤ κ, for width one", range="[0, 1]", tex=r"\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi,\Lambda)"
)
def worst_narrow(world: Any) -> Any:
    return _ends(world, world["flat"], 1 + 0 * world["flat"], _flipped(world, worst_task(world)))


@SPECTRUM.quantity(
    "limit of α⁻¹W(s_{d+1}²/s_d², 1 + α) as α → 0+, which α⁻¹·sup ρ(Φ_s,Λ) does not exceed",
    range="[0, 1]",
    tex=r"\lim_{\alpha\to0+}W(q,1+\alpha)/\alpha",
)
def linear_rate(world: Any) -> Any:
    ratio = fall(world)
    return world.where(ratio < 1, 0 * ratio, 1 + 0 * ratio)


price = sp.Max(0, 1 - flat * S / S_second)
ALPHA_BOUND = 1 / flat - 1
EQUAL = Hypothesis("equal", slope, "==", 0, "s_1 = … = s_{2d}")
TIED = Hypothesis("tied", of.s_next, "==", s_d, "s_d = s_{d+1}")
ANISOTROPIC = Hypothesis("anisotropic", flat, "<", 1, "κ > 1")
EVERY = "The supremum is bounded from below by its values at explicit Λ, from above by a bound that is proved."

TANG_PRICE = Statement(
    id="neighbours.tang-price",
    title="What every encoder pays for not knowing the tasks",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 11"),
    domain=SPECTRUM,
    printed=Claim(
        "For rank at least 2d, any encoder Φ with d independent centred components and κ ≥ 1: "
        "sup_{κ(Λ)≤κ} ρ(Φ,Λ) ≥ (1 − S_d/(κS′_d))_+, and sup (J* − J)/J ≥ (κS′_d/S_d − 1)_+.",
        r"\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi,\Lambda)\ge\Bigl(1-\frac{S_d}{\kappa S'_d}\Bigr)_+,\qquad"
        r"\sup_{\kappa(\Lambda)\le\kappa}\frac{J^*-J}{J}\ge\Bigl(\frac{\kappa S'_d}{S_d}-1\Bigr)_+",
        (
            Part("regret", price, "<=", worst),
            Part("excess", sp.Max(0, S_second / (flat * S) - 1) * (1 - worst), "<=", worst),
        ),
        given=(WIDE,),
    ),
    note=f"{EVERY} (J* − J)/J = ρ/(1 − ρ), infinite where J = 0: the second part is multiplied by 1 − sup ρ.",
)

PRICE_ORDER = Statement(
    id="neighbours.tang-price-order",
    title="Whether the regret of every representation is of first order",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 11, introduction"),
    domain=SPECTRUM,
    printed=Claim(
        "No representation attains regret o(α): for every law with rank at least 2d and every Φ, "
        "liminf_{α→0+} α⁻¹·sup_{κ(Λ)≤1+α}ρ(Φ,Λ) > 0; and for every d there is c > 0 such that for all α ≤ 1 some law "
        "has sup_{κ(Λ)≤1+α}ρ(Φ,Λ) ≥ cα for every Φ.",
        r"\liminf_{\alpha\to0+}\frac1\alpha\sup_{\kappa(\Lambda)\le1+\alpha}\rho(\Phi,\Lambda)>0;\qquad"
        r"\forall\alpha\le1\ \exists P^+\ \forall\Phi:\ \sup_{\kappa(\Lambda)\le1+\alpha}\rho(\Phi,\Lambda)\ge "
        r"c\,\alpha",
        (
            Part("per-law", 0, "<", linear_rate, "of Φ = Φ_s"),
            Part(
                "over-laws", ALPHA_BOUND / 2, "<=", worst, "with c = ½, at the laws with s_1 = … = s_{2d}",
                given=(EQUAL, Hypothesis("small", ALPHA_BOUND, "<=", 1, "α ≤ 1")),
            ),
        ),
        given=(WIDE,),
    ),
    corrected=Claim(
        "If s_d > s_{d+1}, Φ_s has sup_{κ(Λ)≤1+α}ρ ≤ ¼α²s_{d+1}²/(s_d² − s_{d+1}²), which is o(α); if s_d = s_{d+1} "
        "> 0, every Φ has sup_{κ(Λ)≤1+α}ρ ≥ αs_d²/(S_d + αs_d²); and at the laws with s_1 = … = s_{2d} it is at "
        "least α/2 for all α ≤ 1.",
        r"s_d>s_{d+1}:\ \sup_{\kappa(\Lambda)\le1+\alpha}\rho(\Phi_s,\Lambda)\le\frac{\alpha^2}4"
        r"\frac{s_{d+1}^2}{s_d^2-s_{d+1}^2};\qquad s_d=s_{d+1}:\ "
        r"\sup_{\kappa(\Lambda)\le1+\alpha}\rho(\Phi,\Lambda)\ge\frac{\alpha s_d^2}{S_d+\alpha s_d^2}\ \forall\Phi",
        (
            Part(
                "gap", W_bound, "<=", ALPHA_BOUND**2 * of.s_next**2 / (4 * (s_d**2 - of.s_next**2)), given=(GAP,)
            ),
            Part("tied", ALPHA_BOUND * s_d**2 / (S + ALPHA_BOUND * s_d**2), "<=", worst, given=(TIED, FULL)),
            Part(
                "over-laws", ALPHA_BOUND / 2, "<=", worst,
                given=(EQUAL, WIDE, Hypothesis("small", ALPHA_BOUND, "<=", 1, "α ≤ 1")),
            ),
        ),
    ),
    faults=(Fault.QUANTIFIER,),
    why="Where s_d > s_{d+1} the spectral encoder itself is of second order, as the fast rate says. First order is "
    "the price of a tie at the width, and there every encoder pays it.",
    note=f"`per-law` at Φ = Φ_s: the limit is of the exact bound W of neighbours.tang-fast-rate-exact. {EVERY}",
    uses=("neighbours.tang-fast-rate-exact",),
)  # fmt: skip

PRICE_ATTAINED = Statement(
    id="neighbours.tang-price-attained",
    title="Whether the spectral encoder attains its bound for every law",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 11"),
    domain=SPECTRUM,
    printed=Claim(
        "For rank at least 2d and every κ ≥ 1: Φ_s attains the upper bound of Theorem 6, "
        "sup_{κ(Λ)≤κ}ρ(Φ_s,Λ) = 1 − 1/κ.",
        r"\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi_s,\Lambda)=1-\frac1\kappa",
        (Part("attained", 1 - flat, "<=", W_bound),),
        given=(WIDE,),
    ),
    corrected=Claim(
        "For rank at least 2d and every κ ≥ 1: sup_{κ(Λ)≤κ}ρ(Φ_s,Λ) is W(s_{d+1}²/s_d², κ) where s_1 = … = s_d and "
        "s_{d+1} = … = s_{2d}, so 1 − 1/κ where all 2d are equal; and below 1 − 1/κ wherever s_d > s_{d+1} and κ > 1.",
        r"\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi_s,\Lambda)=W\Bigl(\frac{s_{d+1}^2}{s_d^2},\kappa\Bigr)\le1-\frac1\kappa",
        (
            Part("flat", 1 - flat, "<=", rho_worst, given=(EQUAL,)),
            Part(
                "exact", W_bound, "<=", rho_worst,
                given=(
                    Hypothesis("equal-first", upper_slope, "==", 0, "s_1 = … = s_d"),
                    Hypothesis("equal-second", lower_slope, "==", 0, "s_{d+1} = … = s_{2d}"),
                ),
            ),
            Part("never", W_bound, "<", 1 - flat, given=(GAP, ANISOTROPIC)),
        ),
        given=(WIDE,),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The worst task covariance of Theorem 6 needs s_1 = … = s_{2d}. A gap at the width caps the regret below it, "
    "by the fast rate already.",
    note=EVERY,
    uses=("neighbours.tang-fast-rate-exact",),
)  # fmt: skip

PRICE_MINIMAX = Statement(
    id="neighbours.tang-price-minimax",
    title="Whether the spectral encoder is minimax",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 11, remark, abstract", recalled=("none-better",)),
    domain=SPECTRUM,
    printed=Claim(
        "For every κ ≥ 1 and rank at least 2d: if S_d = S′_d > 0, inf_Φ sup_{κ(Λ)≤κ}ρ(Φ,Λ) = 1 − 1/κ, attained by "
        "Φ_s; sup ρ(Φ_s,·) ≤ (S_d/S′_d)·sup ρ(Φ,·) for every Φ; and sup ρ(Φ,·) ≥ sup ρ(Φ_s,·) for every Φ.",
        r"\inf_\Phi\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi,\Lambda)=1-\frac1\kappa\ (S_d=S'_d);\quad"
        r"\sup\rho(\Phi_s,\cdot)\le\frac{S_d}{S'_d}\sup\rho(\Phi,\cdot);\quad\sup\rho(\Phi,\cdot)\ge\sup\rho(\Phi_s,\cdot)",
        (
            Part("flat", 1 - flat, "<=", worst, given=(Hypothesis("halves", S, "==", S_second, "S_d = S′_d"),)),
            Part(
                "flat-attained", rho, "<=", 1 - KAPPA_INVERSE,
                given=(Hypothesis("halves", S, "==", S_second, "S_d = S′_d"), BOUNDED),
            ),
            Part("factor", rho, "<=", S / S_second * worst_like, given=(BOUNDED,)),
            Part("none-better", rho, "<=", worst_like, given=(BOUNDED,)),
        ),
        given=(WIDE,),
    ),
    note=f"For every Λ the regret of Φ_s is compared with the supremum for Φ. {EVERY}",
)  # fmt: skip

MINIMAX_WIDTH_ONE = Statement(
    id="neighbours.tang-minimax-width-one",
    title="The minimax regret at width one, in closed form",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=SPECTRUM,
    printed=Claim(
        "For d = 1, every law with s_1 > 0 and every κ ≥ 1, min_Φ sup_{κ(Λ)≤κ} ρ(Φ,Λ) = W(s_2²/s_1², κ), with W of "
        "neighbours.tang-fast-rate-exact, and Φ = μ_1 attains it.",
        r"\min_\Phi\sup_{\kappa(\Lambda)\le\kappa}\rho(\Phi,\Lambda)=\sup_{\kappa(\Lambda)\le\kappa}\rho(\mu_1,\Lambda)"
        r"=W\Bigl(\frac{s_2^2}{s_1^2},\kappa\Bigr)",
        (
            Part("lower", W_bound, "<=", worst_narrow),
            Part("upper", rho, "<=", W, given=(BOUNDED,)),
            Part("attained", W_bound, "<=", rho_worst),
        ),
        given=(Hypothesis("width-one", d, "==", 1, "d = 1"), SOME_LAW),
    ),
    note=EVERY,
    uses=("neighbours.tang-fast-rate-exact",),
)
