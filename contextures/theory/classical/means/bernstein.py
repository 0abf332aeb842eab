"""Chapter 8.1: limits that know a variance, of the law or of the sample."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory.classical.means.samples import (
    DRAWS,
    averages,
    below,
    chance,
    delta,
    limit,
    n,
    not_above,
    p,
    settings,
    t,
    tail,
    true_mean,
    true_variance,
    v,
    variances,
)
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

POSITIVE = Hypothesis("positive-gap", 0, "<", t)
SPREAD = Hypothesis("positive-variance", 0, "<", v)
SEVERAL = Hypothesis("two-draws", 2, "<=", n)


@DRAWS.quantity("the largest p − Z", range="≥ 0", tex="b")
def b(world: Any) -> Any:
    return true_mean(world) - world["value"].min(-1)


@DRAWS.quantity("P(p > p̂ + √(2vL/n) + bL/(3n))", range="[0, 1]", tex=r"\Pr(p>U_v)")
def miss_bernstein(world: Any) -> Any:
    reach = true_mean(world) - world["value"].min(-1)
    known = {**settings(world), "true_variance": true_variance(world)[..., None], "b": reach[..., None]}
    return chance(
        world, world.exceeds(true_mean(world)[..., None], world.value(limit("bernstein", "limit").value, **known))
    )


@DRAWS.quantity("P(p > p̂ + √(2VL/n) + L/(3n))", range="[0, 1]", tex=r"\Pr(p>U_V)")
def miss_plug_in(world: Any) -> Any:
    return below(world, limit("bernstein-plug-in"), variance=variances(world))


@DRAWS.quantity("P(p ≥ p̂ + √(2V ln(2/δ)/n) + 7 ln(2/δ)/(3(n − 1)))", range="[0, 1]", tex=r"\Pr(p\ge U_{MP})")
def reach_empirical(world: Any) -> Any:
    return not_above(world, limit("empirical-bernstein"), variance=variances(world))


@DRAWS.quantity("P(p > p̂ + √(2VL/n) + L/(n − 1))", range="[0, 1]", tex=r"\Pr(p>U_L)")
def miss_lean(world: Any) -> Any:
    return below(world, limit("empirical-bernstein-lean"), variance=variances(world))


@DRAWS.quantity("P(√v > √V + √(2L/(n − 1)))", range="[0, 1]", tex=r"\Pr(\sqrt v>\sqrt V+w)")
def miss_std_upper(world: Any) -> Any:
    found = world.value(limit("std-bounds", "upper").value, **settings(world), variance=variances(world))
    return chance(world, world.exceeds(world.sqrt(true_variance(world))[..., None], found))


@DRAWS.quantity("P(√V > √v + √(2L/(n − 1)))", range="[0, 1]", tex=r"\Pr(\sqrt V>\sqrt v+w)")
def miss_std_lower(world: Any) -> Any:
    found = world.value(limit("std-bounds", "lower").value, **settings(world), variance=variances(world))
    return chance(world, world.exceeds(found, world.sqrt(true_variance(world))[..., None]))


@DRAWS.quantity("P(p ≥ the split-kl limit)", range="[0, 1]", tex=r"\Pr(p\ge U_\mu)")
def reach_split(world: Any) -> Any:
    value, split = world["value"], world["split"][..., None]
    zero = 0 * value
    sides = {
        "mean_plus": averages(world, world.maximum(value - split, zero)),
        "mean_minus": averages(world, world.maximum(split - value, zero)),
    }
    return not_above(world, limit("split-kl"), mu=split, **sides)


@DRAWS.quantity("the largest value of the law", range="[0, 1]", tex=r"\max Z")
def largest(world: Any) -> Any:
    return world["value"].max(-1)


def h(u: sp.Expr) -> sp.Expr:
    """(1 + u) ln(1 + u) − u."""
    return (1 + u) * sp.log(1 + u) - u


TAIL = sp.exp(-n * t**2 / (2 * v + 2 * b * t / 3))
BENNETT = sp.exp(-n * v / b**2 * h(b * t / v))

BERNSTEIN = Statement(
    id="classical.bernstein",
    title="Inequalities of Bernstein and Bennett",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Bernstein, Bennett 1962", reconstructed=True),
    domain=DRAWS,
    printed=Claim(
        "For real Z with p − Z ≤ b surely, b > 0, and t > 0: P(p − p̂ ≥ t) ≤ exp(−nt²/(2v + 2bt/3)); "
        "p̂ + √(2vL/n) + bL/(3n) is an upper limit, L = ln(1/δ); and for v > 0, h(u) = (1 + u) ln(1 + u) − u: "
        "P(p − p̂ ≥ t) ≤ exp(−(nv/b²)h(bt/v)), never above the first bound.",
        r"\Pr(p-\hat p\ge t)\le\exp\Big(\frac{-nt^2}{2v+\frac23bt}\Big),\quad "
        r"\Pr\Big(p>\hat p+\sqrt{\tfrac{2vL}n}+\tfrac{bL}{3n}\Big)\le\delta,\quad "
        r"\Pr(p-\hat p\ge t)\le\exp\Big(-\frac{nv}{b^2}h\big(\tfrac{bt}v\big)\Big)",
        (
            Part("tail", tail, "<=", TAIL, given=(POSITIVE,)),
            Part("limit", miss_bernstein, "<=", delta),
            Part("bennett", tail, "<=", BENNETT, given=(POSITIVE, SPREAD)),
            Part("order", BENNETT, "<=", TAIL, given=(POSITIVE, SPREAD)),
        ),
        given=(Hypothesis("positive-bound", 0, "<", b),),
    ),
    note="b is the largest p − Z, the strongest choice, and the law is moved and scaled into [0, 1], which changes "
    "neither side: a real variable need not be bounded above there.",
)

BERNSTEIN_PLUG_IN = Statement(
    id="classical.bernstein-plug-in",
    title="Bernstein's limit with the variance of the sample",
    kind=Kind.INEQUALITY,
    source=Source("folklore", reconstructed=True),
    domain=DRAWS,
    uses=("classical.bernstein", "classical.empirical-bernstein"),
    printed=Claim(
        "For Z in [0, 1] and n ≥ 2, p̂ + √(2VL/n) + L/(3n) is an upper limit, L = ln(1/δ).",
        r"\Pr\Big(p>\hat p+\sqrt{\tfrac{2VL}n}+\tfrac L{3n}\Big)\le\delta",
        (Part("limit", miss_plug_in, "<=", delta),),
        given=(SEVERAL,),
    ),
    corrected=Claim(
        "p̂ + √(2V ln(2/δ)/n) + 7 ln(2/δ)/(3(n − 1)) is one, the event p ≥ it included.",
        r"\Pr\Big(p\ge\hat p+\sqrt{\tfrac{2V\ln(2/\delta)}n}+\tfrac{7\ln(2/\delta)}{3(n-1)}\Big)\le\delta",
        (Part("limit", reach_empirical, "<=", delta),),
        given=(SEVERAL,),
    ),
    faults=(Fault.CONSTANT,),
    why="A rare large loss is mostly not in the sample, whose variance is then 0: L/(3n) is a third of what the losses "
    "that were not seen may amount to.",
)

EMPIRICAL_BERNSTEIN = Statement(
    id="classical.empirical-bernstein",
    title="The empirical Bernstein limit",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 2, for Maurer and Pontil 2009 Theorem 4"),
    domain=DRAWS,
    printed=Claim(
        "For Z in [a, b], a < b, and n ≥ 2: P(p ≥ p̂ + √(2V ln(2/δ)/n) + 7(b − a) ln(2/δ)/(3(n − 1))) ≤ δ.",
        r"\Pr\Big(p\ge\hat p+\sqrt{\tfrac{2V\ln(2/\delta)}n}+\tfrac{7(b-a)\ln(2/\delta)}{3(n-1)}\Big)\le\delta",
        (Part("limit", reach_empirical, "<=", delta),),
        given=(SEVERAL,),
    ),
    note="Searched at a = 0, b = 1, to which any range is moved.",
)

EMPIRICAL_BERNSTEIN_LEAN = Statement(
    id="classical.empirical-bernstein-lean",
    title="An empirical Bernstein limit without the factors",
    kind=Kind.INEQUALITY,
    source=Source("folklore", "an open question", reconstructed=True),
    domain=DRAWS,
    uses=("classical.empirical-bernstein",),
    printed=Claim(
        "For Z in [0, 1] and n ≥ 2, p̂ + √(2VL/n) + L/(n − 1) is an upper limit, L = ln(1/δ).",
        r"\Pr\Big(p>\hat p+\sqrt{\tfrac{2VL}n}+\tfrac L{n-1}\Big)\le\delta",
        (Part("limit", miss_lean, "<=", delta),),
        given=(SEVERAL,),
    ),
)

STD_BOUNDS = Statement(
    id="classical.std-bounds",
    title="Limits for a standard deviation",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Maurer and Pontil 2009, Theorem 10", reconstructed=True),
    domain=DRAWS,
    printed=Claim(
        "For Z in [0, 1] and n ≥ 2: P(√v > √V + √(2L/(n − 1))) ≤ δ and P(√V > √v + √(2L/(n − 1))) ≤ δ, L = ln(1/δ).",
        r"\Pr\Big(\sqrt v>\sqrt V+\sqrt{\tfrac{2L}{n-1}}\Big)\le\delta,\quad "
        r"\Pr\Big(\sqrt V>\sqrt v+\sqrt{\tfrac{2L}{n-1}}\Big)\le\delta",
        (Part("upper", miss_std_upper, "<=", delta), Part("lower", miss_std_lower, "<=", delta)),
        given=(SEVERAL,),
    ),
)

SPLIT_KL = Statement(
    id="classical.split-kl",
    title="The split-kl limit",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 4"),
    domain=DRAWS,
    uses=("classical.kl-as-printed",),
    printed=Claim(
        "For Z in [a, b] and μ in (a, b), Z⁺ = max(0, Z − μ) and Z⁻ = max(0, μ − Z) with averages p̂⁺ and p̂⁻: "
        "P(p ≥ μ + (b − μ)kl⁻¹⁺(p̂⁺/(b − μ), ln(2/δ)/n) − (μ − a)kl⁻¹⁻(p̂⁻/(μ − a), ln(2/δ)/n)) ≤ δ.",
        r"\Pr\Big(p\ge\mu+(b-\mu)\,\mathrm{kl}^{-1,+}\big(\tfrac{\hat p^+}{b-\mu},\tfrac{\ln(2/\delta)}n\big)"
        r"-(\mu-a)\,\mathrm{kl}^{-1,-}\big(\tfrac{\hat p^-}{\mu-a},\tfrac{\ln(2/\delta)}n\big)\Big)\le\delta",
        (Part("limit", reach_split, "<=", delta),),
    ),
    corrected=Claim(
        "It holds unless Z = b surely; with > in place of ≥ it holds for every law.",
        r"\Pr(p\ge U_\mu)\le\delta\quad(p<b)",
        (Part("limit", reach_split, "<=", delta, given=(Hypothesis("not-b", p, "<", 1),)),),
    ),
    faults=(Fault.BOUNDARY,),
    why="If the loss is always b, then p = b and the limit is b, so that p ≥ the limit always.",
    note="Searched at a = 0, b = 1, to which any range is moved; at μ = a or b a quotient is 0/0.",
)
