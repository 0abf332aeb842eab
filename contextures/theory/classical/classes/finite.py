"""Chapter 8.2: finite classes of hypotheses, by the union bound."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.classes.learning import chance, empirical, excess, risks
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

CLASS = Domain(
    "a finite class of hypotheses with losses in [0, 1], and n examples",
    {
        "law": sorts.law("z"),
        "losses": sorts.ratios("h", "z"),
        "faults": sorts.subset("h", "z"),
        "prior": sorts.law("h"),
        "delta": sorts.ratio(0, 1, "neither"),
        "epsilon": sorts.ratio(0, 1, "neither"),
    },
    sizes={"z": (1, 3), "h": (1, 4)},
    shared={"n": (1, 16)},
)


@CLASS.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@CLASS.quantity("the loss ε that is not to be missed", range="(0, 1)", tex=r"\varepsilon")
def epsilon(world: Any) -> Any:
    return world["epsilon"]


@CLASS.quantity("number n of examples", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@CLASS.quantity("number K of hypotheses", range="≥ 1", tex="K")
def classes(world: Any) -> Any:
    return world.size("h")


def width(world: Any, least: Any) -> Any:
    """√(ln(1/least)/2n)."""
    return world.sqrt(world.log(1 / least) / (2 * world.size("n")))


@CLASS.quantity("P(some h: L > L_S + √(ln(K/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_above(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    limit = width(world, world["delta"] / world.size("h"))
    return chance(samples, world.exceeds(excess(world, "losses", samples.counts), limit[..., None, None]))


@CLASS.quantity("P(some h: |L − L_S| > √(ln(2K/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_either(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    limit = width(world, world["delta"] / (2 * world.size("h")))
    return chance(
        samples, world.exceeds(world.absolute(excess(world, "losses", samples.counts)), limit[..., None, None])
    )


@CLASS.quantity("P(some minimiser of L_S has L > min L + 2√(ln(2K/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists\hat h)")
def miss_minimiser(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    found, true = empirical(samples.counts, world["losses"]), risks(world, "losses")
    limit = true.min(-1) + 2 * width(world, world["delta"] / (2 * world.size("h")))
    best = world.reaches(found.min(-1)[..., None], found)
    return chance(samples, best & world.exceeds(true, limit[..., None])[..., None, :])


@CLASS.quantity("P(some h: L > L_S + √(ln(1/(w(h)δ))/2n))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_weighted(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    limit = width(world, world["prior"] * world["delta"][..., None])
    return chance(samples, world.exceeds(excess(world, "losses", samples.counts), limit[..., None, :]))


@CLASS.quantity("P(some h: L_S = 0, L > ε)", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_realisable(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    silent = (samples.counts > 0).astype(int) @ world["faults"].swapaxes(-1, -2) == 0
    return chance(samples, silent & world.exceeds(risks(world, "faults"), world["epsilon"][..., None])[..., None, :])


FINITE_CLASS = Statement(
    id="classical.finite-class",
    title="Uniform convergence over a finite class",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Corollary 4.6 and textbooks", reconstructed=True),
    domain=CLASS,
    printed=Claim(
        text="P(some h: L(h) > L_S(h) + √(ln(K/δ)/2n)) ≤ δ; P(some h: |L(h) − L_S(h)| > √(ln(2K/δ)/2n)) ≤ δ; every "
        "minimiser ĥ of L_S: P(L(ĥ) > min L + 2√(ln(2K/δ)/2n)) ≤ δ; weights w(h) > 0, Σw ≤ 1: P(some h: L(h) > "
        "L_S(h) + "
        "√(ln(1/(w(h)δ))/2n)) ≤ δ.",
        tex=r"\Pr\Bigl(\exists h:L(h)>L_S(h)+\sqrt{\tfrac{\ln(K/\delta)}{2n}}\Bigr)\le\delta",
        parts=(
            Part("one-sided", miss_above, "<=", delta),
            Part("two-sided", miss_either, "<=", delta),
            Part("erm", miss_minimiser, "<=", delta),
            Part("occam", miss_weighted, "<=", delta),
        ),
    ),
    note="The weights of `occam` add up to 1; smaller ones claim less.",
)

REALISABLE = Statement(
    id="classical.realisable",
    title="A finite class without error",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Corollary 2.3"),
    domain=CLASS,
    printed=Claim(
        text="0/1 losses, 0 < ε < 1, n ≥ ln(K/δ)/ε: P(some h: L_S(h) = 0, L(h) > ε) ≤ δ.",
        tex=r"n\ge\frac{\ln(K/\delta)}\varepsilon\ \Rightarrow\ \Pr(\exists h:L_S(h)=0,\,L(h)>\varepsilon)\le\delta",
        given=(Hypothesis("enough", sp.log(classes / delta), "<=", n * epsilon),),
        parts=(Part("bound", miss_realisable, "<=", delta),),
    ),
)

STATEMENTS = (FINITE_CLASS, REALISABLE)
