"""Chapter 8.1: binomial limits for averages of losses in [0, 1]."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory.classical.means.samples import (
    DRAWS,
    averages,
    below,
    chance,
    delta,
    limit,
    n,
    p,
    x,
)
from contextures.theory.functions import BinomialCDF
from contextures.theory.statement import Claim, Fault, Kind, Part, Source, Statement


@DRAWS.quantity("P(np̂ ≤ nx)", range="[0, 1]", tex=r"\Pr(n\hat p\le nx)")
def sum_at_most(world: Any) -> Any:
    return chance(world, world.reaches(world["point"][..., None], averages(world, world["value"])))


@DRAWS.quantity("P(p > Bentkus' limit)", range="[0, 1]", tex=r"\Pr(p>U_B)")
def miss_bentkus(world: Any) -> Any:
    return below(world, limit("bentkus", "limit"))


@DRAWS.quantity("P(p > U(⌊np̂⌋))", range="[0, 1]", tex=r"\Pr(p>U(\lfloor n\hat p\rfloor))")
def miss_floor(world: Any) -> Any:
    return below(world, limit("clopper-pearson-losses", "floor"))


@DRAWS.quantity("P(p > the quantile of Beta(np̂ + 1, n − np̂))", range="[0, 1]", tex=r"\Pr(p>B_{1-\delta})")
def miss_beta(world: Any) -> Any:
    return below(world, limit("clopper-pearson-losses", "beta"))


BENTKUS = Statement(
    id="classical.bentkus",
    title="Binomial tails bound those of losses",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Bentkus 2004", reconstructed=True),
    domain=DRAWS,
    printed=Claim(
        "For Z in [0, 1] and 0 ≤ t ≤ n: P(np̂ ≤ t) ≤ e·P(Bin(n, p) ≤ ⌈t⌉), and max{u ≤ 1: e·P(Bin(n, u) ≤ ⌈np̂⌉) ≥ δ} "
        "is an upper limit.",
        r"\Pr(n\hat p\le t)\le e\,\Pr(\mathrm{Bin}(n,p)\le\lceil t\rceil),\quad "
        r"\Pr\big(p>\max\{u:e\,\Pr(\mathrm{Bin}(n,u)\le\lceil n\hat p\rceil)\ge\delta\}\big)\le\delta",
        (
            Part("tail", sum_at_most, "<=", sp.E * BinomialCDF(sp.ceiling(n * x), n, p)),
            Part("limit", miss_bentkus, "<=", delta),
        ),
    ),
    note="t = nx. The smallest constant that fits in place of e is e times the tightness of the part tail.",
)

CLOPPER_PEARSON_LOSSES = Statement(
    id="classical.clopper-pearson-losses",
    title="The limit of Clopper and Pearson for losses",
    kind=Kind.INEQUALITY,
    source=Source("folklore", reconstructed=True),
    domain=DRAWS,
    uses=("classical.clopper-pearson", "classical.bentkus"),
    printed=Claim(
        "For Z in [0, 1], U(k) = max{u ≤ 1: P(Bin(n, u) ≤ k) ≥ δ}: U(⌊np̂⌋) is an upper limit, and so is the "
        "(1 − δ)-quantile of Beta(np̂ + 1, n − np̂).",
        r"\Pr(p>U(\lfloor n\hat p\rfloor))\le\delta,\quad \Pr\big(p>B_{1-\delta}(n\hat p+1,n-n\hat p)\big)\le\delta",
        (Part("floor", miss_floor, "<=", delta), Part("beta", miss_beta, "<=", delta)),
    ),
    corrected=Claim(
        "The limit of Bentkus: with ⌈np̂⌉ for ⌊np̂⌋ and δ/e for δ.",
        r"\Pr\big(p>\max\{u:e\,\Pr(\mathrm{Bin}(n,u)\le\lceil n\hat p\rceil)\ge\delta\}\big)\le\delta",
        (Part("bentkus", miss_bentkus, "<=", delta),),
    ),
    faults=(Fault.HYPOTHESIS,),
    why="The limit is exact for losses 0 and 1 and too small for others: a loss that is always 99/100 rounds down to "
    "none in one draw.",
)
