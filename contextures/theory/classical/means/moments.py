"""Chapter 8.1: tails of one variable and of an average from two moments."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

SPREAD = (1, 4, 9, 19, 99)
"""Masses of one of two points, in units of the other."""


def _two_points(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Two values, the level a gap of one of them from the mean: where Cantelli's and Chebyshev's are attained."""
    points = sizes["z"]
    heavy, top = rng.choice(SPREAD, count), rng.integers(1, 6, count)
    law, value = np.ones((count, points), dtype=np.int64), np.zeros((count, points), dtype=np.int64)
    law[:, 0] = heavy * max(1, points - 1)
    value[:, 1:] = (top * (heavy + 1))[:, None]
    middle = rng.random(count) < 0.3
    if points == 3:
        law[middle], value[middle] = [1, 2, 1], [-1, 0, 1]
        law[middle, 1] = 2 * heavy[middle]
    level = np.where(middle & (points == 3), 1, np.where(rng.random(count) < 0.5, top * heavy, top))
    return {"law": law, "value": value, "size": np.abs(value), "level": np.minimum(level, 20)}


VARIABLE = Domain(
    "a real variable Z, and n draws of it",
    {
        "law": sorts.law("z"),
        "value": sorts.values("z"),
        "size": sorts.weights("z"),
        "level": sorts.ratio(0, 20, closed="right"),
        "share": sorts.ratio(0, 1),
    },
    sizes={"z": (1, 4)},
    shared={"n": (1, 6)},
    families={"two values": _two_points},
)


def chance(world: Any, event: Any) -> Any:
    """The probability of an event, told by point."""
    return (world["law"] * event).sum(-1)


def average(world: Any, value: Any) -> Any:
    """The mean of a function of the point."""
    return (world["law"] * value).sum(-1)


def gaps(world: Any) -> Any:
    """Z − EZ, by point."""
    return world["value"] - average(world, world["value"])[..., None]


@VARIABLE.quantity("the level t", range="> 0", tex="t")
def t(world: Any) -> Any:
    return world["level"]


@VARIABLE.quantity("the share θ of the mean", range="[0, 1]", tex=r"\theta")
def theta(world: Any) -> Any:
    return world["share"]


@VARIABLE.quantity("the number of draws n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@VARIABLE.quantity("EZ for Z ≥ 0", range="≥ 0", tex=r"\mathbb E Z_{\ge0}")
def mean_size(world: Any) -> Any:
    return average(world, world["size"])


@VARIABLE.quantity("EZ² for Z ≥ 0", range="≥ 0", tex=r"\mathbb E Z_{\ge0}^2")
def square_size(world: Any) -> Any:
    return average(world, world["size"] ** 2)


@VARIABLE.quantity("the variance of Z ≥ 0", range="≥ 0", tex=r"v_{\ge0}")
def variance_size(world: Any) -> Any:
    return average(world, (world["size"] - average(world, world["size"])[..., None]) ** 2)


@VARIABLE.quantity("the mean p of Z", tex="p")
def p(world: Any) -> Any:
    return average(world, world["value"])


@VARIABLE.quantity("EZ²", range="≥ 0", tex=r"\mathbb E Z^2")
def second_moment(world: Any) -> Any:
    return average(world, world["value"] ** 2)


@VARIABLE.quantity("the variance of Z", range="≥ 0", tex="v")
def variance(world: Any) -> Any:
    return average(world, gaps(world) ** 2)


@VARIABLE.quantity("P(Z ≥ t) for Z ≥ 0", range="[0, 1]", tex=r"\Pr(Z_{\ge0}\ge t)")
def size_tail(world: Any) -> Any:
    return chance(world, world["size"] >= world["level"][..., None])


@VARIABLE.quantity("P(Z − p ≥ t)", range="[0, 1]", tex=r"\Pr(Z-p\ge t)")
def upper_tail(world: Any) -> Any:
    return chance(world, world.reaches(gaps(world), world["level"][..., None]))


@VARIABLE.quantity("P(|Z − p| ≥ t)", range="[0, 1]", tex=r"\Pr(|Z-p|\ge t)")
def both_tails(world: Any) -> Any:
    return chance(world, world.reaches(world.absolute(gaps(world)), world["level"][..., None]))


@VARIABLE.quantity("P(|p̂ − p| ≥ t)", range="[0, 1]", tex=r"\Pr(|\hat p-p|\ge t)")
def mean_tails(world: Any) -> Any:
    size = world.size("n")
    drawn = world.samples("law", size)
    total = (drawn.counts * gaps(world)[..., None, :]).sum(-1)
    return (drawn.probabilities * world.reaches(world.absolute(total), size * world["level"][..., None])).sum(-1)


@VARIABLE.quantity("P(Z > θEZ) for Z ≥ 0", range="[0, 1]", tex=r"\Pr(Z_{\ge0}>\theta\mathbb EZ_{\ge0})")
def size_beyond(world: Any) -> Any:
    share = world["share"] * average(world, world["size"])
    return chance(world, world.exceeds(world["size"], share[..., None]))


@VARIABLE.quantity("P(Z > θp)", range="[0, 1]", tex=r"\Pr(Z>\theta p)")
def beyond(world: Any) -> Any:
    share = world["share"] * average(world, world["value"])
    return chance(world, world.exceeds(world["value"], share[..., None]))


MARKOV = Statement(
    id="classical.markov",
    title="Inequalities of Markov, Chebyshev and Cantelli",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Markov, Chebyshev, Cantelli", reconstructed=True),
    domain=VARIABLE,
    printed=Claim(
        "For t > 0: P(Z ≥ t) ≤ EZ/t if Z ≥ 0; for any real Z, P(|Z − p| ≥ t) ≤ v/t², P(|p̂ − p| ≥ t) ≤ v/(nt²), "
        "P(Z − p ≥ t) ≤ v/(v + t²) and P(|Z − p| ≥ t) ≤ 2v/(v + t²).",
        r"\Pr(Z\ge t)\le\frac{\mathbb EZ}t\ (Z\ge0),\quad \Pr(|Z-p|\ge t)\le\frac v{t^2},\quad "
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

POSITIVE = Hypothesis("positive-mean", 0, "<", p)
POSITIVE_SIZE = Hypothesis("positive-mean", 0, "<", mean_size)

PALEY_ZYGMUND = Statement(
    id="classical.paley-zygmund",
    title="A variable is often near its mean or above",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Paley and Zygmund", reconstructed=True),
    domain=VARIABLE,
    printed=Claim(
        "For 0 ≤ θ ≤ 1, Z ≥ 0 and p = EZ > 0: P(Z > θp) is at least (1 − θ)²p²/EZ² and at least "
        "(1 − θ)²p²/(v + (1 − θ)²p²); the former also for every real Z with p > 0.",
        r"\Pr(Z>\theta p)\ge\frac{(1-\theta)^2p^2}{\mathbb EZ^2},\quad "
        r"\Pr(Z>\theta p)\ge\frac{(1-\theta)^2p^2}{v+(1-\theta)^2p^2}",
        (
            Part("printed", (1 - theta) ** 2 * mean_size**2 / square_size, "<=", size_beyond, given=(POSITIVE_SIZE,)),
            Part(
                "variance",
                (1 - theta) ** 2 * mean_size**2 / (variance_size + (1 - theta) ** 2 * mean_size**2),
                "<=",
                size_beyond,
                given=(POSITIVE_SIZE,),
            ),
            Part("any-sign", (1 - theta) ** 2 * p**2 / second_moment, "<=", beyond, given=(POSITIVE,)),
        ),
    ),
    note="The part any-sign is the folk claim that Z ≥ 0 is not needed.",
)
