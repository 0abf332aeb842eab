"""Chapter 7.1: the fast rate of the spectral encoder, the printed one and the exact one."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory.neighbours.tang import spectra as of
from contextures.theory.neighbours.tang.exact import FULL, W, W_top
from contextures.theory.neighbours.tang.premises import (
    ALIGNABLE,
    ALPHA,
    BOUNDED,
    GAP,
    NO_TAIL,
    SOME_GAIN,
    SOME_LAW,
    SOME_TASK,
    TOP_ALPHA,
    TOP_BOUNDED,
)
from contextures.theory.neighbours.tang.spectra import (
    SPECTRUM,
    S,
    alignment,
    d,
    delta,
    entry,
    gain,
    image,
    rho,
    s_1,
    singular,
    spectral_gain,
    task,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


@SPECTRUM.quantity("‖TΓT*‖ with Γ = Λ − ½(λ_max + λ_min)·Id", range="≥ 0", tex=r"\|T\Gamma T^*\|")
def spread(world: Any) -> Any:
    middle = (world["lam"].max(-1) + world["lam"].min(-1)) / 2
    rest = task(world) - middle[..., None, None] * np.eye(world.size("n"), dtype=int)
    values = world.eigenvalues(image(world, rest))
    return world.maximum(values[..., 0], -values[..., -1])


@SPECTRUM.quantity("s_d² − s_{d+1}²", range="≥ 0", tex="s_d^2-s_{d+1}^2")
def drop(world: Any) -> Any:
    s, width = singular(world), world.size("d")
    return entry(s, width) ** 2 - entry(s, width + 1) ** 2


@SPECTRUM.quantity(
    "quotient of the sides of (8) at s = (2, 1), Λ = [[1, 3y/4], [3y/4, 1]], d = 1", range="(0, 1)", tex=r"Q(y)"
)
def quotient(world: Any) -> Any:
    off = 3 * world["flat"] / 4
    trace, product = 5 + 0 * off, 4 - 4 * off**2
    return ((trace + world.sqrt(trace**2 - 4 * product)) / 2 - 4) * 3 / (4 * off**2)


@SPECTRUM.quantity("gain of the best of the spectral encoder and another one", range="≥ 0", tex=r"\max_{\mathcal F}J")
def class_gain(world: Any) -> Any:
    matrix = task(world)
    return world.maximum(spectral_gain(world, matrix), gain(world, matrix, world["phi"]))


def capped(alpha: sp.Expr, factor: sp.Expr) -> sp.Expr:
    """The smaller branch of (6)."""
    return sp.Min(alpha / (1 + alpha), d * alpha**2 / (4 * delta) * factor)


NARROW = s_1**2 / S
MEAN_TASK = (of.lam_max + of.lam_min) / 2
RATIO = of.s_next**2 / of.s_d**2

GAP_BOUND = Statement(
    id="neighbours.tang-gap-bound",
    title="What the spectral encoder loses, by the spread of the tasks over the gap",
    kind=Kind.INEQUALITY,
    source=Source("tang", "(8)"),
    domain=SPECTRUM,
    printed=Claim(
        "If s_d > s_{d+1} and λ̄ > 0: J* − J(Φ_s) ≤ d‖TΓT*‖²/(λ̄(s_d² − s_{d+1}²)).",
        r"J^*-J(\Phi_s)\le\frac{d\,\|T\Gamma T^*\|^2}{\bar\lambda(s_d^2-s_{d+1}^2)}",
        (Part("bound", of.J_star - of.J_s, "<=", d * spread**2 / (MEAN_TASK * drop)),),
        given=(GAP, SOME_TASK),
    ),
)

FAST_RATE = Statement(
    id="neighbours.tang-fast-rate",
    title="The regret is of second order in the anisotropy",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 8 (6)"),
    domain=SPECTRUM,
    printed=Claim(
        "If δ_d > 0: ρ(Φ_s,Λ) ≤ min{α/(1 + α), (dα²/(4δ_d))·(s_1²/S_d)} ≤ min{α/(1 + α), dα²/(4δ_d)}.",
        r"\rho(\Phi_s,\Lambda)\le\min\Bigl\{\frac\alpha{1+\alpha},\frac{d\alpha^2}{4\delta_d}\frac{s_1^2}{S_d}\Bigr\}"
        r"\le\min\Bigl\{\frac\alpha{1+\alpha},\frac{d\alpha^2}{4\delta_d}\Bigr\}",
        (
            Part("left", rho, "<=", capped(ALPHA, NARROW)),
            Part("right", capped(ALPHA, NARROW), "<=", capped(ALPHA, sp.Integer(1))),
        ),
        given=(GAP, BOUNDED),
    ),
    note="Where κ = ∞ the bounds are 1. neighbours.tang-fast-rate-exact is smaller than both branches.",
    uses=("neighbours.tang-gap-bound", "neighbours.tang-alignment-bound"),
)

FAST_RATE_SHARP = Statement(
    id="neighbours.tang-fast-rate-sharp",
    title="Whether the constant of the fast rate is sharp",
    kind=Kind.EXISTENCE,
    source=Source("tang", "Theorem 8"),
    domain=SPECTRUM,
    printed=Claim(
        "For d = 1 the quotient of the two sides of (8) has supremum 1 over all laws and Λ with Γ ≠ 0; and some law "
        "and Λ with α > 0 has ρ(Φ_s,Λ) = (dα²/(4δ_d))(s_1²/S_d).",
        r"\sup\frac{J^*-J(\Phi_s)}{d\|T\Gamma T^*\|^2/(\bar\lambda(s_d^2-s_{d+1}^2))}=1\ (d=1),\qquad"
        r"\rho(\Phi_s,\Lambda)=\frac{d\alpha^2}{4\delta_d}\frac{s_1^2}{S_d}",
        (
            Part("limit", 1 - of.flat**2 / 4, "<=", quotient, "the quotient of one law comes as close to 1 as wanted"),
            Part(
                "attained",
                d * ALPHA**2 / (4 * delta) * NARROW,
                "<=",
                ALPHA**2 * RATIO / (4 * (1 + ALPHA) * (1 - RATIO)),
                "the bound is at most what any Λ of this κ can reach, by neighbours.tang-fast-rate-exact",
                given=(GAP, BOUNDED, Hypothesis("anisotropic", of.lam_min, "<", of.lam_max, "α > 0")),
            ),
        ),
    ),
    corrected=Claim(
        "For d = 1 the quotient of the two sides of (8) has supremum 1; and for every d and every law with δ_d > 0, "
        "every Λ with α > 0: ρ ≤ W(s_{d+1}²/s_d², κ) ≤ α²s_{d+1}²/(4(1 + α)(s_d² − s_{d+1}²)) < "
        "(dα²/(4δ_d))(s_1²/S_d).",
        r"\rho(\Phi_s,\Lambda)\le W\Bigl(\frac{s_{d+1}^2}{s_d^2},\kappa\Bigr)\le"
        r"\frac{\alpha^2}{4(1+\alpha)}\frac{s_{d+1}^2}{s_d^2-s_{d+1}^2}"
        r"<\frac{d\alpha^2}{4\delta_d}\frac{s_1^2}{S_d}",
        (
            Part("limit", 1 - of.flat**2 / 4, "<=", quotient),
            Part("exact", rho, "<=", W, given=(GAP, BOUNDED)),
            Part("early", W, "<=", ALPHA**2 * RATIO / (4 * (1 + ALPHA) * (1 - RATIO)), given=(GAP, BOUNDED)),
            Part(
                "never", ALPHA**2 * RATIO / (4 * (1 + ALPHA) * (1 - RATIO)), "<", d * ALPHA**2 / (4 * delta) * NARROW,
                given=(GAP, BOUNDED, Hypothesis("anisotropic", of.lam_min, "<", of.lam_max, "α > 0")),
            ),
        ),
    ),
    faults=(Fault.QUANTIFIER,),
    why="Passing from (8) to (6) loses a factor 1 + α/2 and more, and nothing of it comes back: the largest regret "
    "of a law and a κ carries s_{d+1}²/s_1² and 1/κ beside the printed bound, so that no law attains it where α > 0. "
    "An instance shows the two numbers; that they differ at each is part ‘never’.",
    note="`attained` is about some law and Λ; it is refuted at every law and every α > 0, since the exact bound of "
    "all Λ of one κ is below the printed one.",
    uses=("neighbours.tang-fast-rate-exact",),
)  # fmt: skip

FAST_RATE_LOCALISED = Statement(
    id="neighbours.tang-fast-rate-localised",
    title="The fast rate by the compression where there is no tail",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Theorem 8"),
    domain=SPECTRUM,
    printed=Claim(
        "Rank at most 2d and δ_d > 0: ρ ≤ min{α_{2d}/(1 + α_{2d}), (dα_{2d}²/(4δ_d))(s_1²/S_d)}.",
        r"\rho(\Phi_s,\Lambda)\le\min\Bigl\{\frac{\alpha_{2d}}{1+\alpha_{2d}},"
        r"\frac{d\alpha_{2d}^2}{4\delta_d}\frac{s_1^2}{S_d}\Bigr\}",
        (Part("bound", rho, "<=", capped(TOP_ALPHA, NARROW)),),
        given=(NO_TAIL, GAP, TOP_BOUNDED),
    ),
)

CRITERION = Statement(
    id="neighbours.tang-criterion",
    title="When the second branch is the smaller one",
    kind=Kind.EQUIVALENCE,
    source=Source("tang", "Theorem 8 (7)"),
    domain=SPECTRUM,
    printed=Claim(
        "If δ_d > 0, the second branch of the minimum is strictly the smaller one exactly when δ_d > ¼dα(1 + α): of "
        "the right-hand minimum of (6), and of the left-hand one, which has the factor s_1²/S_d.",
        r"\frac{d\alpha^2}{4\delta_d}<\frac\alpha{1+\alpha}\iff\delta_d>\tfrac14d\,\alpha(1+\alpha)",
        (
            Part(
                "left-only-if", d * ALPHA * (1 + ALPHA) / 4, "<", delta,
                given=(Hypothesis("second", d * ALPHA**2 / (4 * delta) * NARROW, "<", ALPHA / (1 + ALPHA)),),
            ),
            Part(
                "right", d * ALPHA**2 / (4 * delta), "<", ALPHA / (1 + ALPHA),
                given=(Hypothesis("criterion", d * ALPHA * (1 + ALPHA) / 4, "<", delta),),
            ),
            Part(
                "right-only-if", d * ALPHA * (1 + ALPHA) / 4, "<", delta,
                given=(Hypothesis("second", d * ALPHA**2 / (4 * delta), "<", ALPHA / (1 + ALPHA)),),
            ),
            Part(
                "left", d * ALPHA**2 / (4 * delta) * NARROW, "<", ALPHA / (1 + ALPHA),
                given=(Hypothesis("criterion", d * ALPHA * (1 + ALPHA) / 4, "<", delta),),
            ),
        ),
        given=(GAP, BOUNDED),
    ),
    corrected=Claim(
        "If δ_d > 0 and α > 0, the second branch is strictly the smaller one exactly when δ_d > ¼dα(1 + α) on the "
        "right, exactly when δ_d > ¼dα(1 + α)·s_1²/S_d on the left.",
        r"\frac{d\alpha^2}{4\delta_d}\frac{s_1^2}{S_d}<\frac\alpha{1+\alpha}\iff"
        r"\delta_d>\tfrac14d\,\alpha(1+\alpha)\frac{s_1^2}{S_d}\quad(\alpha>0)",
        (
            Part(
                "right", d * ALPHA**2 / (4 * delta), "<", ALPHA / (1 + ALPHA),
                given=(Hypothesis("criterion", d * ALPHA * (1 + ALPHA) / 4, "<", delta),),
            ),
            Part(
                "right-only-if", d * ALPHA * (1 + ALPHA) / 4, "<", delta,
                given=(Hypothesis("second", d * ALPHA**2 / (4 * delta), "<", ALPHA / (1 + ALPHA)),),
            ),
            Part(
                "left", d * ALPHA**2 / (4 * delta) * NARROW, "<", ALPHA / (1 + ALPHA),
                given=(Hypothesis("criterion", d * ALPHA * (1 + ALPHA) / 4 * NARROW, "<", delta),),
            ),
            Part(
                "left-only-if", d * ALPHA * (1 + ALPHA) / 4 * NARROW, "<", delta,
                given=(Hypothesis("second", d * ALPHA**2 / (4 * delta) * NARROW, "<", ALPHA / (1 + ALPHA)),),
            ),
        ),
        given=(GAP, Hypothesis("anisotropic", of.lam_min, "<", of.lam_max, "α > 0"), BOUNDED),
    ),
    faults=(Fault.CONSTANT, Fault.BOUNDARY),
    why="The left-hand minimum carries s_1²/S_d, and so does its criterion: without it the condition is sufficient "
    "and not necessary. At α = 0 both branches are 0, and neither is strictly smaller.",
    note="The localised form is the same with α_{2d}, a number that is as free.",
)  # fmt: skip

WIDTH_FACTOR = Statement(
    id="neighbours.tang-width-factor",
    title="The effective width lies between 1 and the width",
    kind=Kind.INEQUALITY,
    source=Source("tang", "text after Proposition 10"),
    domain=SPECTRUM,
    printed=Claim(
        "k_eff = d·s_1²/S_d lies in [1, d].",
        r"1\le\frac{d\,s_1^2}{S_d}\le d",
        (Part("lower", 1, "<=", d * NARROW), Part("upper", d * NARROW, "<=", d)),
        given=(SOME_LAW,),
    ),
)

TANG_CHAIN = Statement(
    id="neighbours.tang-chain",
    title="Regret, alignment and the two branches in one chain",
    kind=Kind.INEQUALITY,
    source=Source("tang", "display (1)"),
    domain=SPECTRUM,
    printed=Claim(
        "ρ(Φ_s,Λ) ≤ 1 − 𝒜 ≤ min{α_{2d}/(1 + α_{2d}), dα_{2d}²/(4δ_d)} + tail, for δ_d > 0; the tail is 0 where the "
        "rank is at most 2d.",
        r"\rho(\Phi_s,\Lambda)\le1-\mathcal A\le\min\Bigl\{\frac{\alpha_{2d}}{1+\alpha_{2d}},"
        r"\frac{d\,\alpha_{2d}^2}{4\delta_d}\Bigr\}+\text{tail}",
        (
            Part("left", rho, "<=", 1 - alignment, given=(SOME_GAIN,)),
            Part(
                "middle", 1 - alignment, "<=", capped(TOP_ALPHA, sp.Integer(1)), given=(NO_TAIL, GAP, TOP_BOUNDED)
            ),
        ),
        given=(ALIGNABLE,),
    ),
    corrected=Claim(
        "ρ(Φ_s,Λ) ≤ 1 − 𝒜 ≤ α/(1 + α); and where the rank is at most 2d and s_d > 0, ρ(Φ_s,Λ) ≤ "
        "W(s_{d+1}²/s_d², κ_{2d}), which is at most the printed minimum for δ_d > 0, and which 1 − 𝒜 may exceed.",
        r"\rho(\Phi_s,\Lambda)\le1-\mathcal A\le\frac\alpha{1+\alpha},\qquad\rho(\Phi_s,\Lambda)\le "
        r"W\Bigl(\frac{s_{d+1}^2}{s_d^2},\kappa_{2d}\Bigr)\le\min\Bigl\{\frac{\alpha_{2d}}{1+\alpha_{2d}},"
        r"\frac{d\,\alpha_{2d}^2}{4\delta_d}\Bigr\}",
        (
            Part("left", rho, "<=", 1 - alignment, given=(SOME_GAIN,)),
            Part("middle", 1 - alignment, "<=", ALPHA / (1 + ALPHA), given=(BOUNDED,)),
            Part("regret", rho, "<=", W_top, given=(NO_TAIL, FULL, TOP_BOUNDED)),
            Part("minimum", W_top, "<=", capped(TOP_ALPHA, sp.Integer(1)), given=(NO_TAIL, GAP, TOP_BOUNDED)),
        ),
        given=(ALIGNABLE,),
    ),
    faults=(Fault.QUANTIFIER,),
    why="The alignment is of first order in α where the regret is of second: it compares Λ with its own eigenvalues "
    "in their order, whatever the law forgets. The two bounds of the regret do not stand in one chain.",
)  # fmt: skip

ALGORITHM_GAP = Statement(
    id="neighbours.tang-algorithm-gap",
    title="A test of the gap certifies a regret of second order",
    kind=Kind.INEQUALITY,
    source=Source("tang", "Algorithm 1"),
    domain=SPECTRUM,
    printed=Claim(
        "With exact inputs, δ_d > ¼dα_{2d}(1 + α_{2d}) ⇒ ρ(Φ_s,Λ) ≤ dα_{2d}²/(4δ_d).",
        r"\delta_d>\tfrac14d\,\alpha_{2d}(1+\alpha_{2d})\Rightarrow\rho(\Phi_s,\Lambda)\le\frac{d\,\alpha_{2d}^2}{4\delta_d}",
        (Part("regret", rho, "<=", d * TOP_ALPHA**2 / (4 * delta)),),
        given=(
            TOP_BOUNDED,
            Hypothesis("criterion", d * TOP_ALPHA * (1 + TOP_ALPHA) / 4, "<", delta, "δ_d > ¼dα_{2d}(1 + α_{2d})"),
        ),
    ),
    corrected=Claim(
        "With exact inputs, rank at most 2d and s_d > 0: ρ(Φ_s,Λ) ≤ W(s_{d+1}²/s_d², κ_{2d}), with W of "
        "neighbours.tang-fast-rate-exact, which is at most dα_{2d}²/(4δ_d) for δ_d > 0.",
        r"\rho(\Phi_s,\Lambda)\le W\Bigl(\frac{s_{d+1}^2}{s_d^2},\kappa_{2d}\Bigr)"
        r"\le\frac{d\,\alpha_{2d}^2}{4\delta_d}\quad(\operatorname{rank}\le2d)",
        (
            Part("regret", rho, "<=", W_top),
            Part("printed", W_top, "<=", d * TOP_ALPHA**2 / (4 * delta), given=(GAP,)),
        ),
        given=(TOP_BOUNDED, NO_TAIL, FULL),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The test sees the compression to the first 2d singular functions alone; beyond them Λ may be as large as it "
    "likes where the law has a tail. Without a tail no test is needed: the bound holds wherever δ_d > 0.",
)

RESTRICTED_CLASS = Statement(
    id="neighbours.tang-restricted-class",
    title="The upper bounds within a class of encoders",
    kind=Kind.INEQUALITY,
    source=Source("tang", "discussion"),
    domain=SPECTRUM,
    printed=Claim(
        "For a set 𝓕 of encoders with Φ_s ∈ 𝓕 and J* the maximum over 𝓕, the upper bounds of Theorem 6(i) and of (6) "
        "hold for 1 − J(Φ_s)/J*.",
        r"1-\frac{J(\Phi_s)}{\max_{\mathcal F}J}\le1-\mathcal A,\quad\le\min\Bigl\{\frac\alpha{1+\alpha},"
        r"\frac{d\alpha^2}{4\delta_d}\frac{s_1^2}{S_d}\Bigr\}",
        (
            Part("gain", class_gain, "<=", of.aligned_gain),
            Part("alignment", 1 - of.J_s / class_gain, "<=", 1 - alignment, given=(ALIGNABLE,)),
            Part("fast", 1 - of.J_s / class_gain, "<=", capped(ALPHA, NARROW), given=(GAP, BOUNDED)),
        ),
    ),
    note="The maximum over 𝓕 is attained at one encoder Φ, so that 𝓕 = {Φ_s, Φ} is enough.",
)
