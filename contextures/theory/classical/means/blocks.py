"""Chapter 8.1: the median of block averages."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import sympy as sp

from contextures.exact.enumeration import count_vectors
from contextures.theory import sorts
from contextures.theory.classical.means.samples import limit
from contextures.theory.domain import Domain
from contextures.theory.limit import Limit
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement

OUTCOMES = 600
"""Ways in which the averages of all blocks may fall, at most."""


def _listed(sizes: Any) -> bool:
    averages = comb(sizes["m"] + sizes["z"] - 1, sizes["m"])
    return comb(averages + sizes["k"] - 1, sizes["k"]) <= OUTCOMES


def _matching(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A δ for which k blocks are asked for, often the least or the largest."""
    k = sizes["k"]
    part = rng.choice([0.001, 0.02, 0.1, 0.5, 0.9, 0.999], count)
    delta = np.clip(np.rint(np.exp(-(k - 1 + part) / 8) * 10**4), 1, 9999).astype(np.int64)
    return {"delta": np.stack([delta, np.full(count, 10**4)], axis=1)}


def _even(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Two values of about one mass, and a δ for which k blocks are asked for."""
    law = rng.integers(1, 20, (count, sizes["z"]))
    law[:, :2] += 100
    return {"law": law, **_matching(rng, count, sizes)}


BLOCKS = Domain(
    "k blocks of m draws of a real variable",
    {"law": sorts.law("z"), "value": sorts.values("z"), "delta": sorts.ratio(0, 1, closed="neither")},
    sizes={"z": (2, 3)},
    shared={"m": (1, 5), "k": (1, 9)},
    together=_listed,
    families={"k blocks asked for": _matching, "two values of one mass": _even},
)


@BLOCKS.quantity("the failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@BLOCKS.quantity("the number of blocks k", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return world.size("k")


def _variance(world: Any) -> Any:
    p, z = world["law"], world["value"]
    return (p * (z - (p * z).sum(-1)[..., None]) ** 2).sum(-1)


def _medians(world: Any) -> tuple[Any, Any]:
    """The gaps of the median of block averages from the mean, and their probabilities, by outcome."""
    p, z, m, k = world["law"], world["value"], world.size("m"), world.size("k")
    blocks = world.samples("law", m)
    gaps = (blocks.counts * (z - (p * z).sum(-1)[..., None])[..., None, :]).sum(-1) / m
    counts = count_vectors(len(blocks.counts), k)
    chances = world.samples(blocks.probabilities, k).probabilities
    not_above = world.reaches(gaps[..., :, None], gaps[..., None, :]).astype(int)
    upto = (counts[:, None, :] * not_above[..., None, :, :]).sum(-1)
    top = gaps.max(-1)[..., None, None] + 0 * upto
    spread = gaps[..., None, :] + 0 * upto
    middle = [world.where(upto >= place, spread, top).min(-1) for place in ((k + 1) // 2, k // 2 + 1)]
    return (middle[0] + middle[1]) / 2, chances


def _missed(world: Any, radius: Limit) -> Any:
    """The probability that the median is off by more than a radius."""
    gaps, chances = _medians(world)
    m = world.size("m")
    settings = {"true_variance": _variance(world), "m": m, "n": m * world.size("k"), "delta": world["delta"]}
    return (chances * world.exceeds(world.absolute(gaps), world.value(radius.value, **settings)[..., None])).sum(-1)


@BLOCKS.quantity("P(|μ̂ − p| > √(4v/m)) of the median of block averages", range="[0, 1]", tex=r"\Pr_4")
def miss_of_blocks(world: Any) -> Any:
    return _missed(world, limit("median-of-means", "blocks"))


@BLOCKS.quantity("P(|μ̂ − p| > √(32vL/n)) of the median of block averages", range="[0, 1]", tex=r"\Pr_{32}")
def miss(world: Any) -> Any:
    return _missed(world, limit("median-of-means", "delta"))


L = -sp.log(delta)
ASKED = (Hypothesis("enough-blocks", 8 * L, "<=", k), Hypothesis("no-block-more", k - 1, "<", 8 * L))
BOTH = Part("blocks", miss_of_blocks, "<=", sp.exp(-k / 8))

MEDIAN_OF_MEANS = Statement(
    id="classical.median-of-means",
    title="The median of block averages",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Lugosi and Mendelson 2019, Theorem 2", reconstructed=True),
    domain=BLOCKS,
    printed=Claim(
        "Any real Z, n = mk, μ̂ the median of k averages of m draws each (the middle two averaged): "
        "P(|μ̂ − p| > √(4v/m)) ≤ exp(−k/8); and for any δ in (0, 1), with k = ⌈8 ln(1/δ)⌉ blocks that divide n, "
        "P(|μ̂ − p| > √(32v ln(1/δ)/n)) ≤ δ.",
        r"\Pr\Big(|\hat\mu-p|>\sqrt{4v/m}\Big)\le e^{-k/8},\quad "
        r"\Pr\Big(|\hat\mu-p|>\sqrt{32v\ln(1/\delta)/n}\Big)\le\delta",
        (BOTH, Part("delta", miss, "<=", delta, given=ASKED)),
    ),
    corrected=Claim(
        "The former as it stands; the latter if δ ≤ exp(−1/8), so that there are two blocks or more, or "
        "32δ ln(1/δ) ≥ 1.",
        r"\Pr\Big(|\hat\mu-p|>\sqrt{32v\ln(1/\delta)/n}\Big)\le\delta\quad"
        r"\text{if}\quad 8\ln(1/\delta)>1\ \text{or}\ 32\,\delta\ln(1/\delta)\ge1",
        (
            BOTH,
            Part(
                "delta",
                miss,
                "<=",
                delta,
                given=(*ASKED, Hypothesis("not-nearly-one", 1, "<=", sp.Max(8 * L, 32 * delta * L))),
            ),
        ),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="With one block the radius √(32v ln(1/δ)/n) falls below one standard deviation of the average as δ → 1, and a "
    "symmetric law on two points then misses always.",
)
