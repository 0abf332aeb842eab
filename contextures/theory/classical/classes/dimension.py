"""Chapter 8.2: the Vapnik–Chervonenkis dimension and the growth function."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.classical.classes.learning import chance, empirical, excess, risks
from contextures.theory.classical.limits.classes import LIMITS
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement


def restrictions(table: Any, points: tuple[int, ...]) -> Any:
    """The number of restrictions of the rows (..., h, z) of zeros and ones to some points."""
    codes = (table[..., list(points)] * 2 ** np.arange(len(points))).sum(-1)
    return (codes[..., None] == np.arange(2 ** len(points))).any(-2).sum(-1)


def dimension(table: Any) -> Any:
    """The largest number of points to which the rows have all restrictions."""
    size = table.shape[-1]
    return np.max([
        k * (restrictions(table, points) == 2**k).astype(int)
        for k in range(size + 1)
        for points in combinations(range(size), k)
    ], axis=0)  # fmt: skip


def growth_at(table: Any, examples: int) -> Any:
    """The most restrictions to so many examples, which may repeat."""
    size = table.shape[-1]
    return np.max([restrictions(table, p) for p in combinations(range(size), min(size, examples))], axis=0)


def threshold_family(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Half-lines, cyclic ones too: few restrictions are missing where the dimension is 1 or 2."""
    shift, last = rng.integers(0, sizes["n"], (2, count, sizes["h"], 1))
    ordered = (np.arange(sizes["n"]) + shift * rng.integers(0, 2, (count, 1, 1))) % sizes["n"] <= last
    return {"functions": ordered.astype(np.int64)}


def all_functions(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """As many different functions as there are, in binary order, those with few ones first or not."""
    codes = np.arange(2 ** sizes["n"])
    if rng.random() < 0.5:
        codes = codes[np.argsort([int(code).bit_count() for code in codes], kind="stable")]
    chosen = codes[np.arange(sizes["h"]) % len(codes)]
    return {"functions": np.broadcast_to(chosen[:, None] >> np.arange(sizes["n"]) & 1, (count, sizes["h"], sizes["n"]))}


RESTRICTED = Domain(
    "a class of 0/1 functions on n points",
    {"functions": sorts.subset("h", "n")},
    sizes={"h": (1, 12), "n": (1, 5)},
    families={"half-lines": threshold_family, "all": all_functions},
)


@RESTRICTED.quantity("VC dimension d", range="≥ 0", tex="d")
def d(world: Any) -> Any:
    return dimension(world["functions"])


@RESTRICTED.quantity("number n of points", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@RESTRICTED.quantity("number Π of restrictions", range="≥ 1", tex=r"\Pi")
def growth(world: Any) -> Any:
    return restrictions(world["functions"], tuple(range(world.size("n"))))


@RESTRICTED.quantity("Σ_{i≤d} C(n, i)", range="≥ 1", tex=r"\sum_{i\le d}\binom ni")
def few_ones(world: Any) -> Any:
    size = world.size("n")
    sums = np.cumsum([comb(size, i) for i in range(size + 1)])
    return sums[dimension(world["functions"])]


SAUER = Statement(
    id="classical.sauer",
    title="Sauer's lemma",
    kind=Kind.INEQUALITY,
    source=Source("FoML", "Theorem 3.17, Corollary 3.18", reconstructed=True),
    domain=RESTRICTED,
    printed=Claim(
        text="H of 0/1 functions of VC dimension d has at most Σ_{i≤d} C(n, i) restrictions to n points; for n ≥ d ≥ "
        "1, at "
        "most (en/d)^d.",
        tex=r"\Pi\le\sum_{i\le d}\binom ni\le\Bigl(\frac{en}d\Bigr)^d",
        parts=(
            Part("sum", growth, "<=", few_ones),
            Part("power", growth, "<=", sp.exp(d) * (n / d) ** d, given=(Hypothesis("some", 1, "<=", d),)),
        ),
    ),
)

LOSSES = Domain(
    "a class of hypotheses with losses 0 and 1, and n examples",
    {
        "law": sorts.law("z"),
        "faults": sorts.subset("h", "z"),
        "delta": sorts.ratio(0, 1, "neither"),
        "epsilon": sorts.ratio(0, 1, "right"),
    },
    sizes={"z": (1, 3), "h": (1, 5)},
    shared={"n": (1, 24)},
)


@LOSSES.quantity("VC dimension d of the class of losses", range="≥ 0", name="d", tex="d")
def dimension_of_losses(world: Any) -> Any:
    return dimension(world["faults"])


@LOSSES.quantity("number n of examples", range="≥ 1", name="n", tex="n")
def examples(world: Any) -> Any:
    return world.size("n")


@LOSSES.quantity("growth function at 2n examples", range="≥ 1", name="growth", tex=r"\Pi(2n)")
def growth_of_losses(world: Any) -> Any:
    return growth_at(world["faults"], 2 * world.size("n"))


@LOSSES.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@LOSSES.quantity("deviation ε", range="> 0", tex=r"\varepsilon")
def epsilon(world: Any) -> Any:
    return world["epsilon"]


LIMIT = LIMITS["classical.vc-bound"]


def settings(world: Any, counts: Any) -> dict[str, Any]:
    """What the limits depend on, by sample and hypothesis; d is 1 where it is 0 and nothing is claimed."""
    dimensions, most = dimension(world["faults"]), growth_at(world["faults"], 2 * world.size("n"))
    return {
        "mean": empirical(counts, world["faults"]),
        "n": world.size("n"),
        "d": np.asarray(np.maximum(dimensions, 1))[..., None, None],
        "growth": np.asarray(most)[..., None, None],
        "delta": world["delta"][..., None, None],
    }


@LOSSES.quantity("P(some h: L > L_S + √(2d ln(en/d)/n) + √(ln(1/δ)/2n))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_rademacher(world: Any) -> Any:
    samples, true = world.samples("law", world.size("n")), risks(world, "faults")[..., None, :]
    limit = world.value(LIMIT["rademacher"].value, **settings(world, samples.counts))
    return chance(samples, world.exceeds(true, limit))


@LOSSES.quantity("P(some h: |L − L_S| > (4 + √ln Π(2n))/(δ√(2n)))", range="[0, 1]", tex=r"\Pr(\exists h)")
def miss_growth(world: Any) -> Any:
    samples, true = world.samples("law", world.size("n")), risks(world, "faults")[..., None, :]
    low, high = (
        world.value(end, **settings(world, samples.counts)) for end in (LIMIT["growth"].lower, LIMIT["growth"].value)
    )
    return chance(samples, world.exceeds(low, true) | world.exceeds(true, high))


@LOSSES.quantity("P(max|L − L_S| > ε)", range="[0, 1]", tex=r"\Pr(\max|L-L_S|>\varepsilon)")
def deviates(world: Any) -> Any:
    samples = world.samples("law", world.size("n"))
    deviations = world.absolute(excess(world, "faults", samples.counts))
    return chance(samples, world.exceeds(deviations, world["epsilon"][..., None, None]))


VC_BOUND = Statement(
    id="classical.vc-bound",
    title="Uniform convergence by the VC dimension",
    kind=Kind.INEQUALITY,
    source=Source("UML", "Theorem 6.11; after FoML Corollary 3.19 and Vapnik 1998", recalled=("rademacher", "vapnik")),
    domain=LOSSES,
    printed=Claim(
        text="0/1 losses, d and Π of the class of losses. n ≥ d ≥ 1: with probability ≥ 1−δ for all h: L ≤ L_S + "
        "√(2d ln(en/d)/n) + √(ln(1/δ)/2n); |L − L_S| ≤ (4 + √ln Π(2n))/(δ√(2n)). P(max|L − L_S| > ε) ≤ "
        "4Π(2n)e^{−nε²/8}.",
        tex=r"L\le L_S+\sqrt{\tfrac{2d\ln(en/d)}n}+\sqrt{\tfrac{\ln(1/\delta)}{2n}},\quad"
        r"\Pr(\max|L-L_S|>\varepsilon)\le4\Pi(2n)e^{-n\varepsilon^2/8}",
        parts=(
            Part(
                "rademacher",
                miss_rademacher,
                "<=",
                delta,
                given=(
                    Hypothesis("some", 1, "<=", dimension_of_losses),
                    Hypothesis("examples", dimension_of_losses, "<=", examples),
                ),
            ),
            Part("growth", miss_growth, "<=", delta),
            Part("vapnik", deviates, "<=", 4 * growth_of_losses * sp.exp(-examples * epsilon**2 / 8)),
        ),
    ),
)

STATEMENTS = (SAUER, VC_BOUND)
