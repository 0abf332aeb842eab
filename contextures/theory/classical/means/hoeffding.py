"""Chapter 8.1: limits for a mean in [0, 1] that know n, δ and the average alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory.classical.means.samples import (
    DRAWS,
    at_most,
    averages,
    below,
    chance,
    delta,
    draws,
    limit,
    n,
    not_above,
    p,
    settings,
    t,
    tail,
    true_mean,
    x,
)
from contextures.theory.functions import BinaryKL, KLUpper
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols import classical as letters

DISTANCE = BinaryKL(letters.mean, letters.p)
POSITIVE = Hypothesis("positive-gap", 0, "<", t)
BELOW = Hypothesis("below-the-mean", x, "<=", p)
SMALL = Hypothesis("small-delta", delta, "<=", sp.Rational(1, 2))


def outside(world: Any, interval: Any) -> Any:
    """P(p is outside an interval)."""
    mean, known = true_mean(world)[..., None], settings(world)
    over = world.exceeds(mean, world.value(interval.value, **known))
    return chance(world, over | world.exceeds(world.value(interval.lower, **known), mean))


def distance(world: Any) -> Any:
    """The kl(p̂‖p) of the samples."""
    return world.value(DISTANCE, p=true_mean(world)[..., None], mean=averages(world, world["value"]))


@DRAWS.quantity("P(p > p̂ + √(L/2n))", range="[0, 1]", tex=r"\Pr(p>\hat p+\sqrt{L/2n})")
def miss_hoeffding(world: Any) -> Any:
    return below(world, limit("hoeffding", "limit"))


@DRAWS.quantity("P(|p̂ − p| > √(ln(2/δ)/2n))", range="[0, 1]", tex=r"\Pr(|\hat p-p|>\sqrt{\ln(2/\delta)/2n})")
def miss_hoeffding_interval(world: Any) -> Any:
    return outside(world, limit("hoeffding", "two-sided"))


@DRAWS.quantity("P(|p̂ − p| > √(L/2n))", range="[0, 1]", tex=r"\Pr(|\hat p-p|>\sqrt{L/2n})")
def miss_one_log(world: Any) -> Any:
    return outside(world, limit("one-log", "hoeffding"))


@DRAWS.quantity("P(kl(p̂‖p) ≥ L/n)", range="[0, 1]", tex=r"\Pr(\mathrm{kl}(\hat p\|p)\ge L/n)")
def miss_one_log_kl(world: Any) -> Any:
    level = world.log(1 / world["delta"]) / world.size("n")
    return chance(world, world.reaches(distance(world), level[..., None]))


@DRAWS.quantity("P(kl(p̂‖p) ≥ ln(2/δ)/n)", range="[0, 1]", tex=r"\Pr(\mathrm{kl}(\hat p\|p)\ge\ln(2/\delta)/n)")
def miss_kl_two_sided(world: Any) -> Any:
    level = world.log(2 / world["delta"]) / world.size("n")
    return chance(world, world.reaches(distance(world), level[..., None]))


@DRAWS.quantity("P(p > kl⁻¹⁺(p̂, L/n))", range="[0, 1]", tex=r"\Pr(p>\mathrm{kl}^{-1,+}(\hat p,L/n))")
def miss_kl(world: Any) -> Any:
    return below(world, limit("chernoff-kl", "limit"))


@DRAWS.quantity("P(p < kl⁻¹⁻(p̂, L/n))", range="[0, 1]", tex=r"\Pr(p<\mathrm{kl}^{-1,-}(\hat p,L/n))")
def miss_kl_lower(world: Any) -> Any:
    lower = world.value(limit("chernoff-kl", "lower").value, **settings(world))
    return chance(world, world.exceeds(lower, true_mean(world)[..., None]))


@DRAWS.quantity("P(p ≥ kl⁻¹⁺(p̂, L/n))", range="[0, 1]", tex=r"\Pr(p\ge\mathrm{kl}^{-1,+}(\hat p,L/n))")
def reach_kl(world: Any) -> Any:
    return not_above(world, limit("chernoff-kl", "limit"))


@DRAWS.quantity("P(p ≤ kl⁻¹⁻(p̂, L/n))", range="[0, 1]", tex=r"\Pr(p\le\mathrm{kl}^{-1,-}(\hat p,L/n))")
def reach_kl_lower(world: Any) -> Any:
    lower = world.value(limit("chernoff-kl", "lower").value, **settings(world))
    return chance(world, world.reaches(lower, true_mean(world)[..., None]))


def ascending(world: Any) -> Any:
    """The samples in ascending order, (…, K, n)."""
    counts = draws(world).counts
    rows = np.repeat(np.tile(np.arange(counts.shape[1]), len(counts)), counts.ravel())
    return np.sort(world["value"][..., rows.reshape(len(counts), -1)], axis=-1)


def anderson(world: Any) -> Any:
    """Anderson's limit, sample by sample."""
    delta, value = world["delta"][..., None], limit("anderson", "limit").value
    return world.once(
        "Anderson", lambda: world.value(value, n=world.size("n"), b=1, delta=delta, sample=ascending(world))
    )


@DRAWS.quantity("P(p > Anderson's limit)", range="[0, 1]", tex=r"\Pr(p>U_A)")
def miss_anderson(world: Any) -> Any:
    return chance(world, world.exceeds(true_mean(world)[..., None], anderson(world)))


@DRAWS.quantity("the largest value of Anderson's limit − (p̂ + ε)", tex=r"\max(U_A-\hat p-\varepsilon)")
def excess_anderson(world: Any) -> Any:
    return (anderson(world) - world.value(limit("hoeffding", "limit").value, **settings(world))).max(-1)


HOEFFDING = Statement(
    id="classical.hoeffding",
    title="Hoeffding's inequality",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Hoeffding 1963", reconstructed=True),
    domain=DRAWS,
    printed=Claim(
        "For Z in [0, 1]: P(p − p̂ ≥ t) ≤ exp(−2nt²) for t > 0; p̂ + √(ln(1/δ)/2n) is an upper limit, "
        "P(p > p̂ + √(ln(1/δ)/2n)) ≤ δ; and P(|p̂ − p| > √(ln(2/δ)/2n)) ≤ δ.",
        r"\Pr(p-\hat p\ge t)\le e^{-2nt^2},\quad \Pr\Big(p>\hat p+\sqrt{\tfrac{\ln(1/\delta)}{2n}}\Big)\le\delta,\quad "
        r"\Pr\Big(|\hat p-p|>\sqrt{\tfrac{\ln(2/\delta)}{2n}}\Big)\le\delta",
        (
            Part("tail", tail, "<=", sp.exp(-2 * n * t**2), given=(POSITIVE,)),
            Part("limit", miss_hoeffding, "<=", delta),
            Part("two-sided", miss_hoeffding_interval, "<=", delta),
        ),
    ),
)

CHERNOFF_KL = Statement(
    id="classical.chernoff-kl",
    title="The kl form of Chernoff's inequality",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Chernoff, Hoeffding 1963", reconstructed=True),
    domain=DRAWS,
    printed=Claim(
        "For Z in [0, 1]: P(p̂ ≤ x) ≤ exp(−n·kl(x‖p)) for 0 ≤ x ≤ p; kl⁻¹⁺(p̂, L/n) is an upper limit; "
        "P(p < kl⁻¹⁻(p̂, L/n)) ≤ δ; P(kl(p̂‖p) ≥ ln(2/δ)/n) ≤ δ; and the limit never exceeds p̂ + √(L/2n), L = ln(1/δ).",
        r"\Pr(\hat p\le x)\le e^{-n\,\mathrm{kl}(x\|p)},\quad "
        r"\Pr\big(p>\mathrm{kl}^{-1,+}(\hat p,\tfrac Ln)\big)\le\delta,\quad "
        r"\Pr\big(p<\mathrm{kl}^{-1,-}(\hat p,\tfrac Ln)\big)\le\delta,\quad "
        r"\Pr\big(\mathrm{kl}(\hat p\|p)\ge\tfrac{\ln(2/\delta)}n\big)\le\delta,\quad "
        r"\mathrm{kl}^{-1,+}(\hat p,\tfrac Ln)\le\hat p+\sqrt{\tfrac L{2n}}",
        (
            Part("tail", at_most, "<=", sp.exp(-n * BinaryKL(x, p)), given=(BELOW,)),
            Part("limit", miss_kl, "<=", delta),
            Part("lower", miss_kl_lower, "<=", delta),
            Part("two-sided", miss_kl_two_sided, "<=", delta),
            Part("sharper", KLUpper(x, sp.log(1 / delta) / n), "<=", x + sp.sqrt(sp.log(1 / delta) / (2 * n))),
        ),
    ),
    note="In the part sharper x stands for the average: any number in [0, 1].",
)

KL_AS_PRINTED = Statement(
    id="classical.kl-as-printed",
    title="The kl limits with weak inequalities",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 1"),
    domain=DRAWS,
    uses=("classical.chernoff-kl",),
    printed=Claim(
        "For Z in [0, 1] and δ in (0, 1): P(p ≥ kl⁻¹⁺(p̂, L/n)) ≤ δ and P(p ≤ kl⁻¹⁻(p̂, L/n)) ≤ δ, L = ln(1/δ).",
        r"\Pr\big(p\ge\mathrm{kl}^{-1,+}(\hat p,\tfrac Ln)\big)\le\delta,\quad "
        r"\Pr\big(p\le\mathrm{kl}^{-1,-}(\hat p,\tfrac Ln)\big)\le\delta",
        (Part("upper", reach_kl, "<=", delta), Part("lower", reach_kl_lower, "<=", delta)),
    ),
    corrected=Claim(
        "The former for p < 1, the latter for p > 0; with > and < in place of ≥ and ≤ both hold for every p.",
        r"\Pr\big(p\ge\mathrm{kl}^{-1,+}(\hat p,\tfrac Ln)\big)\le\delta\ (p<1),\quad "
        r"\Pr\big(p\le\mathrm{kl}^{-1,-}(\hat p,\tfrac Ln)\big)\le\delta\ (p>0)",
        (
            Part("upper", reach_kl, "<=", delta, given=(Hypothesis("not-one", p, "<", 1),)),
            Part("lower", reach_kl_lower, "<=", delta, given=(Hypothesis("not-zero", 0, "<", p),)),
        ),
    ),
    faults=(Fault.BOUNDARY,),
    why="A constant loss of 1 has p = 1 and a limit of 1, so that p ≥ the limit always; and p ≤ the lower limit where "
    "the loss is always 0.",
)

ONE_LOG = Statement(
    id="classical.one-log",
    title="Two sides with the logarithm of one",
    kind=Kind.INEQUALITY,
    source=Source("folklore", reconstructed=True),
    domain=DRAWS,
    uses=("classical.hoeffding", "classical.chernoff-kl"),
    printed=Claim(
        "For Z in [0, 1], every n ≥ 1 and δ in (0, 1): P(|p̂ − p| > √(ln(1/δ)/2n)) ≤ δ and P(kl(p̂‖p) ≥ ln(1/δ)/n) ≤ δ.",
        r"\Pr\Big(|\hat p-p|>\sqrt{\tfrac{\ln(1/\delta)}{2n}}\Big)\le\delta,\quad "
        r"\Pr\Big(\mathrm{kl}(\hat p\|p)\ge\tfrac{\ln(1/\delta)}n\Big)\le\delta",
        (Part("hoeffding", miss_one_log, "<=", delta), Part("kl", miss_one_log_kl, "<=", delta)),
    ),
    corrected=Claim(
        "With ln(2/δ) in place of ln(1/δ) both hold; of kl no smaller constant than 2 will do.",
        r"\Pr\Big(|\hat p-p|>\sqrt{\tfrac{\ln(2/\delta)}{2n}}\Big)\le\delta,\quad "
        r"\Pr\Big(\mathrm{kl}(\hat p\|p)\ge\tfrac{\ln(2/\delta)}n\Big)\le\delta",
        (Part("hoeffding", miss_hoeffding_interval, "<=", delta), Part("kl", miss_kl_two_sided, "<=", delta)),
    ),
    faults=(Fault.CONSTANT,),
    why="Each side may fail with probability near δ: a single fair coin is off by 1/2 always, beyond the one-sided "
    "radius as soon as δ > exp(−1/2), and has kl = ln 2 always.",
)

ANDERSON = Statement(
    id="classical.anderson",
    title="Anderson's limit",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Anderson 1969", reconstructed=True),
    domain=DRAWS,
    uses=("classical.dkw",),
    printed=Claim(
        "For Z in [0, 1], 0 < δ ≤ 1/2, ε = √(ln(1/δ)/2n), order statistics Z_(1) ≤ … ≤ Z_(n) and Z_(n+1) = 1: "
        "Z_(1) + Σ(Z_(i+1) − Z_(i))(1 − (i/n − ε)_+) is an upper limit, never above p̂ + ε.",
        r"\Pr(p>U_A)\le\delta,\quad U_A=Z_{(1)}+\sum_{i=1}^n(Z_{(i+1)}-Z_{(i)})"
        r"\Big(1-\big(\tfrac in-\varepsilon\big)_+\Big)\le\hat p+\varepsilon",
        (Part("limit", miss_anderson, "<=", delta), Part("sharper", excess_anderson, "<=", 0, scale=1)),
        given=(SMALL,),
    ),
)
