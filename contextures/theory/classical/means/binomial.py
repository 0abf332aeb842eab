"""Chapter 8.1: coins, exact limits, and what is taken for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.means.samples import limit
from contextures.theory.domain import Domain
from contextures.theory.functions import BinomialCDF, BinomialUpper
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

LEVELS = np.array([1, 10, 50, 100, 250, 500, 750, 900, 950, 990, 999])
"""δ in thousandths, where a family chooses it."""


def _levels(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """The δ that are used, and p anywhere or near an end."""
    edge, any_p = rng.integers(1, 60, count), rng.integers(1, 1000, count)
    kind = rng.integers(0, 3, count)
    p = np.where(kind == 0, edge, np.where(kind == 1, 1000 - edge, any_p))
    alpha = np.minimum(p, rng.integers(1, 1000, count))
    delta = rng.choice(LEVELS, count)
    return {name: np.stack([top, np.full(count, 1000)], axis=1) for name, top in
            (("p", p), ("alpha", alpha), ("delta", delta))}  # fmt: skip


def _just_above(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A p just above a whole number over n, the δ that are used."""
    n = sizes["n"]
    top = 10**4 * rng.integers(0, n, count) + rng.choice([1, 10, 100, 1000], count)
    delta = rng.choice(LEVELS, count)
    return {
        "p": np.stack([top, np.full(count, 10**4 * n)], axis=1),
        "delta": np.stack([delta, np.full(count, 1000)], axis=1),
    }


def _all_or_none(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A δ that is the probability of no heads: where the exact limit misses most."""
    n = sizes["n"]
    miss = rng.integers(1, 20, count)
    whole = miss + rng.integers(1, 20, count)
    small = n * np.log10(whole) < 15
    top, bottom = np.where(small, miss**n, 1), np.where(small, whole**n, 20)
    return {"p": np.stack([whole - miss, whole], axis=1), "delta": np.stack([top, bottom], axis=1)}


COINS = Domain(
    "n tosses of a coin",
    {
        "p": sorts.ratio(0, 1, closed="right"),
        "delta": sorts.ratio(0, 1, closed="neither"),
        "alpha": sorts.ratio(0, 1, closed="neither"),
        "heads": sorts.count(0, 150),
    },
    shared={"n": (1, 150)},
    families={"usual levels": _levels, "just above a frequency": _just_above, "no heads": _all_or_none},
    near={"usual levels": {"n": (1, 400)}, "just above a frequency": {"n": (1, 400)}},
)


def tosses(world: Any) -> tuple[Any, Any]:
    """The numbers of heads and their probabilities."""
    p = world["p"]
    drawn = world.samples(np.stack([1 - p, p], axis=-1), world.size("n"))
    return drawn.counts[:, 1], drawn.probabilities


def beyond(world: Any, interval: Any) -> Any:
    """P(p is outside an interval)."""
    heads, chances = tosses(world)
    known = {"n": world.size("n"), "count": heads, "delta": world["delta"][..., None]}
    p = world["p"][..., None]
    over = world.exceeds(p, world.value(interval.value, **known))
    return (chances * (over | world.exceeds(world.value(interval.lower, **known), p))).sum(-1)


def beyond_rising(world: Any, interval: Any, *, strict: bool = True) -> Any:
    """The same where no end falls as the heads get more: a few of their numbers are looked at."""
    (heads, chances), p, n = tosses(world), world["p"], world.size("n")
    above = world.exceeds if strict else world.reaches

    def end(formula: Any, heads: Any) -> Any:
        return world.value(formula, n=n, count=heads, delta=world["delta"])

    over = heads < _fewest(world, lambda k: np.logical_not(above(p, end(interval.value, k))))[..., None]
    if interval.lower is not None:
        over = over | (heads >= _fewest(world, lambda k: world.exceeds(end(interval.lower, k), p))[..., None])
    return (chances * over).sum(-1)


def _fewest(world: Any, holds: Callable[[Any], Any]) -> Any:
    """The fewest heads at which something holds that holds with more heads too; n + 1 where it never does."""
    n, shape = world.size("n"), np.shape(world["p"])
    low, high = np.zeros(shape, dtype=int), np.full(shape, n + 1)
    for _ in range((n + 1).bit_length()):
        middle = (low + high) // 2
        found = (middle > n) | holds(np.minimum(middle, n))
        low, high = np.where(found, low, middle + 1), np.where(found, middle, high)
    return high


@COINS.quantity("the probability p of heads", range="(0, 1]", tex="p")
def p(world: Any) -> Any:
    return world["p"]


@COINS.quantity("the failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@COINS.quantity("the level α", range="(0, 1)", tex=r"\alpha")
def alpha(world: Any) -> Any:
    return world["alpha"]


@COINS.quantity("the number of tosses n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@COINS.quantity("a number k of heads", range="0 to n", tex="k")
def k(world: Any) -> Any:
    return world["heads"] + 0 * world["p"]


@COINS.quantity("P(p ≥ U(np̂))", range="[0, 1]", tex=r"\Pr(p\ge U(n\hat p))")
def reach_exact(world: Any) -> Any:
    return beyond_rising(world, limit("clopper-pearson", "upper"), strict=False)


@COINS.quantity("P(p outside [1 − U(n − k), U(k)] at δ/2 each)", range="[0, 1]", tex=r"\Pr(p\notin I_{CP})")
def miss_exact(world: Any) -> Any:
    return beyond_rising(world, limit("clopper-pearson", "interval"))


@COINS.quantity("P(p outside the Wald interval)", range="[0, 1]", tex=r"\Pr(p\notin I_{Wald})")
def miss_wald(world: Any) -> Any:
    return beyond(world, limit("folk-intervals", "wald"))


@COINS.quantity("P(p outside the Wilson interval)", range="[0, 1]", tex=r"\Pr(p\notin I_{Wilson})")
def miss_wilson(world: Any) -> Any:
    return beyond(world, limit("folk-intervals", "wilson"))


@COINS.quantity("P(p outside the Jeffreys interval)", range="[0, 1]", tex=r"\Pr(p\notin I_{Jeffreys})")
def miss_jeffreys(world: Any) -> Any:
    return beyond_rising(world, limit("folk-intervals", "jeffreys"))


@COINS.quantity("P(G(np̂) ≤ G(k)), where p is the probability of heads", range="[0, 1]", tex=r"\Pr(G(n\hat p)\le G(k))")
def small_pvalue(world: Any) -> Any:
    heads, chances = tosses(world)
    return (chances * (heads <= world["heads"][..., None])).sum(-1)


@COINS.quantity("P(Bin(n, p) ≥ np)", range="[0, 1]", tex=r"\Pr(\mathrm{Bin}(n,p)\ge np)")
def at_least_mean(world: Any) -> Any:
    heads, chances = tosses(world)
    return (chances * world.reaches(heads, (world.size("n") * world["p"])[..., None])).sum(-1)


INNER = Hypothesis("not-one", p, "<", 1)

CLOPPER_PEARSON = Statement(
    id="classical.clopper-pearson",
    title="The exact limits of Clopper and Pearson",
    kind=Kind.INEQUALITY,
    source=Source("WS22", "Theorem 8", recalled=("interval", "pvalue", "rule-of-three")),
    domain=COINS,
    printed=Claim(
        "Z in {0, 1}, 0 < p < 1, U(k) = max{u ≤ 1: P(Bin(n, u) ≤ k) ≥ δ}: P(p ≥ U(np̂)) ≤ δ; p is outside of "
        "[1 − U(n − k), U(k)] at δ/2 each with probability at most δ; P(Bin(n, α) ≤ np̂) is a valid p-value for p ≥ α, "
        "0 < α < 1; and at δ = 1/20 U(0) ≤ 3/n for every n.",
        r"\Pr(p\ge U(n\hat p))\le\delta,\quad \Pr\big(p\notin[1-U(n-k),U(k)]_{\delta/2}\big)\le\delta,\quad "
        r"\Pr(G(n\hat p)\le u)\le u\ (p\ge\alpha),\quad U(0)\le\tfrac3n\ (\delta=\tfrac1{20})",
        (
            Part("upper", reach_exact, "<=", delta, given=(INNER,)),
            Part("interval", miss_exact, "<=", delta, given=(INNER,)),
            Part("pvalue", small_pvalue, "<=", BinomialCDF(k, n, alpha), given=(Hypothesis("null", alpha, "<=", p),)),
            Part("rule-of-three", BinomialUpper(0, n, sp.Rational(1, 20)), "<=", 3 / n),
        ),
    ),
    note="Theorem 8 of WS22 is the part upper; interval and pvalue are from memory, rule-of-three is folklore. G "
    "grows with k, so that G(np̂) ≤ G(k) where np̂ ≤ k, and P(G(np̂) ≤ u) − u is largest at such u.",
)

FOLK_INTERVALS = Statement(
    id="classical.folk-intervals",
    title="Intervals of Wald, Wilson and Jeffreys",
    kind=Kind.INEQUALITY,
    source=Source("folklore", reconstructed=True),
    domain=COINS,
    uses=("classical.clopper-pearson",),
    printed=Claim(
        "Z in {0, 1}, z the (1 − δ/2)-quantile of the normal law: p is outside of p̂ ± z√(p̂(1 − p̂)/n), of Wilson's and "
        "of Jeffreys' interval with probability at most δ, for all n, all δ in (0, 1) and all 0 < p < 1.",
        r"\Pr\Big(p\notin\hat p\pm z\sqrt{\tfrac{\hat p(1-\hat p)}n}\Big)\le\delta,\quad "
        r"\Pr\Big(p\notin\frac{\hat p+\frac{z^2}{2n}\pm z\sqrt{\frac{\hat p(1-\hat p)}n+\frac{z^2}{4n^2}}}"
        r"{1+\frac{z^2}n}\Big)\le\delta,\quad "
        r"\Pr\big(p\notin[B_{\delta/2},B_{1-\delta/2}](k+\tfrac12,n-k+\tfrac12)\big)\le\delta",
        (
            Part("wald", miss_wald, "<=", delta),
            Part("wilson", miss_wilson, "<=", delta),
            Part("jeffreys", miss_jeffreys, "<=", delta),
        ),
        given=(INNER,),
    ),
    corrected=Claim(
        "The interval of Clopper and Pearson at δ/2 on each side.",
        r"\Pr\big(p\notin[1-U(n-k),U(k)]_{\delta/2}\big)\le\delta",
        (Part("clopper-pearson", miss_exact, "<=", delta),),
        given=(INNER,),
    ),
    faults=(Fault.QUANTIFIER,),
    why="They hold on average over p, or as n grows, but not for every p: Wald's has no width at k = 0, and the others "
    "leave out some p that are as likely as δ or more to give an extreme k.",
)

GREENBERG_MOHRI = Statement(
    id="classical.greenberg-mohri",
    title="A binomial variable reaches its mean",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Greenberg and Mohri 2014", reconstructed=True),
    domain=COINS,
    printed=Claim(
        "For n ≥ 1 and p > 1/n: P(Bin(n, p) ≥ np) > 1/4.",
        r"\Pr(\mathrm{Bin}(n,p)\ge np)>\tfrac14\quad(p>\tfrac1n)",
        (Part("tail", sp.Rational(1, 4), "<", at_least_mean),),
        given=(Hypothesis("not-rare", 1 / n, "<", p),),
    ),
    note="The number of tosses, m in the source, is n here.",
)
