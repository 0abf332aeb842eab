"""Chapter 8.1: exponential moments of a bounded variable."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

BOUNDED = Domain(
    "a variable on [−1, 1], one on [0, 1], and a coin",
    {
        "law": sorts.law("z"),
        "value": sorts.ratios("z", low=-1),
        "loss": sorts.ratios("z"),
        "heads": sorts.ratio(0, 1, closed="neither"),
        "slope": sorts.ratio(-10, 10),
    },
    sizes={"z": (1, 4)},
)


def moment(world: Any, law: Any, values: Any, slope: Any) -> Any:
    """E exp(s(Z − EZ))."""
    gaps = values - (law * values).sum(-1)[..., None]
    return (law * world.exp(slope[..., None] * gaps)).sum(-1)


def coin(p: Any, slope: Any, world: Any) -> Any:
    """E exp(s(Z − p)) for Z in {0, 1} of mean p."""
    return p * world.exp(slope * (1 - p)) + (1 - p) * world.exp(-slope * p)


def factor(world: Any, p: Any) -> Any:
    """g = (1 − 2p)/(2 ln((1 − p)/p)), 1/4 at p = 1/2."""
    even = 2 * p == 1
    away = world.where(even, p / 2, p)
    return world.where(even, p / 2, (1 - 2 * away) / (2 * world.log((1 - away) / away)))


@BOUNDED.quantity("the slope s", tex="s")
def s(world: Any) -> Any:
    return world["slope"]


@BOUNDED.quantity("the length b − a of the range of Z", range="≥ 0", tex="(b-a)")
def width(world: Any) -> Any:
    return world["value"].max(-1) - world["value"].min(-1)


@BOUNDED.quantity("E exp(s(Z − p))", range="≥ 1", tex=r"\mathbb E e^{s(Z-p)}")
def exponential(world: Any) -> Any:
    return moment(world, world["law"], world["value"], world["slope"])


@BOUNDED.quantity("E exp(s(Z − p)) for Z in {0, 1}", range="≥ 1", tex=r"\mathbb E e^{s(B-p)}")
def coin_exponential(world: Any) -> Any:
    return coin(world["heads"], world["slope"], world)


@BOUNDED.quantity("E exp(s(Z − p)) for Z in {0, 1} at s = 2 ln((1 − p)/p)", range="≥ 1", tex=r"\mathbb E e^{s^*(B-p)}")
def attained_exponential(world: Any) -> Any:
    p = world["heads"]
    return coin(p, 2 * world.log((1 - p) / p), world)


@BOUNDED.quantity("the slope s* = 2 ln((1 − p)/p)", tex="s^*")
def attaining_slope(world: Any) -> Any:
    p = world["heads"]
    return 2 * world.log((1 - p) / p)


@BOUNDED.quantity("g at p, for Z in {0, 1}", range="(0, 1/4]", tex="g")
def g(world: Any) -> Any:
    return factor(world, world["heads"])


@BOUNDED.quantity("the mean of Z in [0, 1]", range="[0, 1]", tex="p")
def loss_mean(world: Any) -> Any:
    return (world["law"] * world["loss"]).sum(-1)


@BOUNDED.quantity("E exp(s(Z − p)) for Z in [0, 1]", range="≥ 1", tex=r"\mathbb E e^{s(Z-p)}")
def loss_exponential(world: Any) -> Any:
    return moment(world, world["law"], world["loss"], world["slope"])


@BOUNDED.quantity("g at the mean of Z in [0, 1]", range="(0, 1/4]", tex="g")
def loss_g(world: Any) -> Any:
    mean = (world["law"] * world["loss"]).sum(-1)
    return factor(world, mean)


HOEFFDING_LEMMA = Statement(
    id="classical.hoeffding-lemma",
    title="Hoeffding's lemma",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Hoeffding 1963", reconstructed=True),
    domain=BOUNDED,
    printed=Claim(
        "For Z in [a, b] and every real s: E exp(s(Z − p)) ≤ exp(s²(b − a)²/8).",
        r"\mathbb E e^{s(Z-p)}\le e^{s^2(b-a)^2/8}",
        (Part("lemma", exponential, "<=", sp.exp(s**2 * width**2 / 8)),),
    ),
    note="a and b are the least and the largest value: the strongest form.",
)

KEARNS_SAUL = Statement(
    id="classical.kearns-saul",
    title="The best constant for a coin",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Kearns and Saul 1998", reconstructed=True),
    domain=BOUNDED,
    printed=Claim(
        "For 0 < p < 1, every real s and g = (1 − 2p)/(2 ln((1 − p)/p)), 1/4 at p = 1/2: E exp(s(Z − p)) ≤ exp(s²g/2) "
        "for Z in {0, 1}, with equality at s = 2 ln((1 − p)/p), and for Z in [0, 1].",
        r"\mathbb E e^{s(Z-p)}\le e^{s^2g/2},\quad g=\frac{1-2p}{2\ln\frac{1-p}p}",
        (
            Part("bernoulli", coin_exponential, "<=", sp.exp(s**2 * g / 2)),
            Part("attained", attained_exponential, "==", sp.exp(attaining_slope**2 * g / 2)),
            Part("bounded", loss_exponential, "<=", sp.exp(s**2 * loss_g / 2)),
        ),
    ),
    note="A variable in [0, 1] of mean 0 or 1 is constant: g is undefined there, and nothing is claimed.",
)
