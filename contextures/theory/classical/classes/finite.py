"""Chapter 8.2: finite classes of hypotheses, by the union bound."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.classes.learning import chance, empirical, risks
from contextures.theory.classical.limits.classes import LIMITS
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


LIMIT = LIMITS["classical.finite-class"]


def settings(world: Any, counts: Any) -> dict[str, Any]:
    """What the limits depend on, by sample and hypothesis."""
    return {
        "mean": empirical(counts, world["losses"]),
        "n": world.size("n"),
        "classes": world.size("h"),
        "weight": world["prior"][..., None, :],
        "delta": world["delta"][..., None, None],
    }


@CLASS.quantity("P(some h: L > L_S + √(ln(K/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_above(world: Any) -> Any:
    samples, true = world.samples("law", world.size("n")), risks(world, "losses")[..., None, :]
    limit = world.value(LIMIT["one-sided"].value, **settings(world, samples.counts))
    return chance(samples, world.exceeds(true, limit))


@CLASS.quantity("P(some h: |L − L_S| > √(ln(2K/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_either(world: Any) -> Any:
    samples, true = world.samples("law", world.size("n")), risks(world, "losses")[..., None, :]
    low, high = (
        world.value(end, **settings(world, samples.counts))
        for end in (LIMIT["two-sided"].lower, LIMIT["two-sided"].value)
    )
    return chance(samples, world.exceeds(low, true) | world.exceeds(true, high))


@CLASS.quantity("P(some minimiser of L_S has L > min L + 2√(ln(2K/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists\hat h)")
def miss_minimiser(world: Any) -> Any:
    samples, true = world.samples("law", world.size("n")), risks(world, "losses")[..., None, :]
    found = empirical(samples.counts, world["losses"])
    best = world.reaches(found.min(-1)[..., None], found)
    worse = world.value(LIMIT["erm"].value, **settings(world, samples.counts))
    return chance(samples, best & world.exceeds(true - true.min(-1)[..., None], worse))


@CLASS.quantity("P(some h: L > L_S + √(ln(1/(w(h)δ))/2n))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_weighted(world: Any) -> Any:
    samples, true = world.samples("law", world.size("n")), risks(world, "losses")[..., None, :]
    limit = world.value(LIMIT["occam"].value, **settings(world, samples.counts))
    return chance(samples, world.exceeds(true, limit))


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
