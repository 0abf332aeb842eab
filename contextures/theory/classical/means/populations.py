"""Chapter 8.1: draws without replacement."""

from __future__ import annotations

from itertools import combinations
from math import comb
from typing import Any

import numpy as np
import sympy as sp

from contextures.exact.enumeration import coefficients, count_vectors
from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

SUBSETS, REPEATED = 500, 800
"""Samples without and with replacement, at most."""


def _drawn(sizes: Any) -> bool:
    population, n = sizes["member"], sizes["n"]
    return n <= population and comb(population, n) <= SUBSETS and comb(population + n - 1, n) <= REPEATED


def _zeros_and_ones(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A population of zeros and ones, at times as many ones as draws, and a gap t that the average can have."""
    population, n = sizes["member"], sizes["n"]
    ones = np.where(rng.random(count) < 0.5, n, rng.integers(1, population + 1, count))
    value = (np.arange(population) < ones[:, None]).astype(np.int64)
    most = np.minimum(n, ones)
    hits = np.where(rng.random(count) < 0.5, most, rng.integers(1, most + 1))
    top = np.maximum(1, population * hits - n * ones)
    return {
        "value": np.stack([value, np.ones_like(value)], axis=-1),
        "gap": np.stack([np.minimum(top, population * n), np.full(count, population * n)], axis=1),
        "level": np.stack([rng.integers(0, 2 * n + 1, count), np.full(count, 2)], axis=1),
    }


POPULATIONS = Domain(
    "n draws without replacement from N numbers in [0, 1]",
    {
        "value": sorts.ratios("member"),
        "gap": sorts.ratio(0, 1, closed="right"),
        "level": sorts.ratio(0, 6),
    },
    sizes={"member": (1, 12)},
    shared={"n": (1, 11)},
    together=_drawn,
    families=dict.fromkeys(("zeros and ones", "few zeros and ones", "one or two draws"), _zeros_and_ones),
    near={
        "few zeros and ones": {"member": (2, 6), "n": (1, 5)},
        "one or two draws": {"member": (3, 4), "n": (1, 2)},
    },
)


def _sums(world: Any) -> Any:
    """The sums of all samples without replacement, each as likely."""
    members, n = world.size("member"), world.size("n")
    chosen = np.array(list(combinations(range(members), n)))
    return world["value"][..., chosen].sum(-1)


@POPULATIONS.quantity("the gap t", range="> 0", tex="t")
def t(world: Any) -> Any:
    return world["gap"]


@POPULATIONS.quantity("the number of draws n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@POPULATIONS.quantity("the size N of the population", range="≥ n", tex="N")
def population(world: Any) -> Any:
    return world.size("member")


@POPULATIONS.quantity("P(p̂ − p ≥ t) without replacement", range="[0, 1]", tex=r"\Pr(\hat p-p\ge t)")
def tail(world: Any) -> Any:
    sums, n = _sums(world), world.size("n")
    reached = world.reaches(sums, (n * (world["value"].mean(-1) + world["gap"]))[..., None])
    return (reached + 0 * sums).sum(-1) / sums.shape[-1]


@POPULATIONS.quantity("the mean excess over a level without replacement", range="≥ 0", tex=r"\mathbb E(n\hat p-c)_+")
def excess(world: Any) -> Any:
    sums = _sums(world)
    return world.maximum(sums - world["level"][..., None], 0 * sums).sum(-1) / sums.shape[-1]


@POPULATIONS.quantity("the mean excess over a level with replacement", range="≥ 0", tex=r"\mathbb E(n\tilde p-c)_+")
def repeated_excess(world: Any) -> Any:
    members, n = world.size("member"), world.size("n")
    sums = (count_vectors(members, n) * world["value"][..., None, :]).sum(-1)
    over = world.maximum(sums - world["level"][..., None], 0 * sums)
    return (np.array(coefficients(members, n)) * over).sum(-1) / members**n


CORRECTED = sp.Min(1 - (n - 1) / population, (1 - n / population) * (1 + 1 / n))
FEWER = Hypothesis("fewer-than-all", n, "<", population)
POSITIVE = Hypothesis("positive-gap", 0, "<", t)

SERFLING = Statement(
    id="classical.serfling",
    title="Draws without replacement",
    kind=Kind.INEQUALITY,
    source=Source(
        "classical", "Serfling 1974, Hoeffding 1963 Theorem 4, Bardenet and Maillard 2015", reconstructed=True
    ),
    domain=POPULATIONS,
    printed=Claim(
        "1 ≤ n ≤ N, p̂ the average of n draws without replacement from N numbers in [0, 1] of mean p, t > 0: "
        "P(p̂ − p ≥ t) ≤ exp(−2nt²/(1 − (n − 1)/N)); for n < N also ≤ exp(−2nt²/((1 − n/N)(1 + 1/n))); and "
        "E f(np̂) ≤ E f(sum of n draws with replacement) for convex f.",
        r"\Pr(\hat p-p\ge t)\le\exp\Big(\frac{-2nt^2}{1-\frac{n-1}N}\Big),\quad "
        r"\Pr(\hat p-p\ge t)\le\exp\Big(\frac{-2nt^2}{(1-\frac nN)(1+\frac1n)}\Big),\quad "
        r"\mathbb E f(n\hat p)\le\mathbb E f(n\tilde p)",
        (
            Part("serfling", tail, "<=", sp.exp(-2 * n * t**2 / (1 - (n - 1) / population)), given=(POSITIVE,)),
            Part(
                "late",
                tail,
                "<=",
                sp.exp(-2 * n * t**2 / ((1 - n / population) * (1 + 1 / n))),
                given=(POSITIVE, FEWER),
            ),
            Part("convex", excess, "<=", repeated_excess),
        ),
    ),
    note="The part convex is checked for f(x) = max(x − c, 0): with the linear functions, whose means agree, these "
    "make all convex functions of finitely many values.",
)

SERFLING_FRACTION = Statement(
    id="classical.serfling-fraction",
    title="The finite population correction 1 − n/N",
    kind=Kind.INEQUALITY,
    source=Source("folklore", reconstructed=True),
    domain=POPULATIONS,
    uses=("classical.serfling",),
    printed=Claim(
        "n draws without replacement from N > n numbers in [0, 1], t > 0: P(p̂ − p ≥ t) ≤ exp(−2nt²/(1 − n/N)).",
        r"\Pr(\hat p-p\ge t)\le\exp\Big(\frac{-2nt^2}{1-\frac nN}\Big)",
        (Part("fraction", tail, "<=", sp.exp(-2 * n * t**2 / (1 - n / population))),),
        given=(POSITIVE, FEWER),
    ),
    corrected=Claim(
        "The smaller of Serfling's factor 1 − (n − 1)/N and (1 − n/N)(1 + 1/n) holds in place of 1 − n/N.",
        r"\Pr(\hat p-p\ge t)\le\exp\Big(\frac{-2nt^2}{\min\{1-\frac{n-1}N,\,(1-\frac nN)(1+\frac1n)\}}\Big)",
        (Part("fraction", tail, "<=", sp.exp(-2 * n * t**2 / CORRECTED)),),
        given=(POSITIVE, FEWER),
    ),
    faults=(Fault.CONSTANT,),
    why="The factor 1 − n/N of the variance is too small for an exponential bound: of two draws from {0, 1}, a single "
    "one is off by 1/2 with probability 1/2, and exp(−1) is less.",
)
