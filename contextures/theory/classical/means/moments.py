"""Chapter 8.1: tails and moments of one variable and of an average, by Markov's argument."""

from __future__ import annotations

from typing import Any

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

VARIABLE = Domain(
    "a real variable Z, and n draws of it",
    {
        "law": sorts.law("z"),
        "value": sorts.values("z"),
        "size": sorts.weights("z"),
        "level": sorts.ratio(0, 20, closed="right"),
    },
    sizes={"z": (1, 4)},
    shared={"n": (1, 6)},
)


def chance(world: Any, event: Any) -> Any:
    """The probability of an event, told by point."""
    return (world["law"] * event).sum(-1)


def average(world: Any, name: str) -> Any:
    """The mean of a function of the point."""
    return (world["law"] * world[name]).sum(-1)


def gaps(world: Any) -> Any:
    """Z − EZ, by point."""
    return world["value"] - average(world, "value")[..., None]


@VARIABLE.quantity("the level t", range="> 0", tex="t")
def t(world: Any) -> Any:
    return world["level"]


@VARIABLE.quantity("the number of draws n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@VARIABLE.quantity("EZ for Z ≥ 0", range="≥ 0", tex=r"\mathbb E Z")
def mean_size(world: Any) -> Any:
    return average(world, "size")


@VARIABLE.quantity("the variance of Z", range="≥ 0", tex="v")
def variance(world: Any) -> Any:
    return (world["law"] * gaps(world) ** 2).sum(-1)


@VARIABLE.quantity("P(Z ≥ t) for Z ≥ 0", range="[0, 1]", tex=r"\Pr(Z\ge t)")
def size_tail(world: Any) -> Any:
    return chance(world, world["size"] >= world["level"][..., None])


@VARIABLE.quantity("P(Z − p ≥ t)", range="[0, 1]", tex=r"\Pr(Z-p\ge t)")
def upper_tail(world: Any) -> Any:
    return chance(world, gaps(world) >= world["level"][..., None])


@VARIABLE.quantity("P(|Z − p| ≥ t)", range="[0, 1]", tex=r"\Pr(|Z-p|\ge t)")
def both_tails(world: Any) -> Any:
    return chance(world, world.absolute(gaps(world)) >= world["level"][..., None])


@VARIABLE.quantity("P(|p̂ − p| ≥ t)", range="[0, 1]", tex=r"\Pr(|\hat p-p|\ge t)")
def mean_tails(world: Any) -> Any:
    size = world.size("n")
    drawn = world.samples("law", size)
    total = (drawn.counts * gaps(world)[..., None, :]).sum(-1)
    return (drawn.probabilities * (world.absolute(total) >= size * world["level"][..., None])).sum(-1)


MARKOV = Statement(
    id="classical.markov",
    title="Inequalities of Markov, Chebyshev and Cantelli",
    kind=Kind.INEQUALITY,
    source=Source("classical", reconstructed=True),
    domain=VARIABLE,
    printed=Claim(
        "For t > 0: P(Z ≥ t) ≤ EZ/t if Z ≥ 0; for any real Z, P(|Z − p| ≥ t) ≤ v/t², P(|p̂ − p| ≥ t) ≤ v/(nt²), "
        "P(Z − p ≥ t) ≤ v/(v + t²) and P(|Z − p| ≥ t) ≤ 2v/(v + t²).",
        r"\Pr(Z\ge t)\le\frac{\mathbb EZ}t,\quad \Pr(|Z-p|\ge t)\le\frac v{t^2},\quad "
        r"\Pr(|\hat p-p|\ge t)\le\frac v{nt^2},\quad \Pr(Z-p\ge t)\le\frac v{v+t^2},\quad "
        r"\Pr(|Z-p|\ge t)\le\frac{2v}{v+t^2}",
        (
            Part("markov", size_tail, "<=", mean_size / t),
            Part("chebyshev", both_tails, "<=", variance / t**2),
            Part("mean", mean_tails, "<=", variance / (n * t**2)),
            Part("cantelli", upper_tail, "<=", variance / (variance + t**2)),
            Part("cantelli-two", both_tails, "<=", 2 * variance / (variance + t**2)),
        ),
        given=(Hypothesis("positive-level", 0, "<", t),),
    ),
)
