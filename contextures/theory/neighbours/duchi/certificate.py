"""Chapter 7b.2: what the robust mean of a sample says of the mean of the law."""

from __future__ import annotations

from collections.abc import Mapping
from math import comb
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.limit import Limit, Need
from contextures.theory.neighbours.duchi.balls import robust
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.classical import (
    M,
    classes,
    delta,
    epsilon,
    localisation,
    p,
    radius,
    robust_mean,
    true_variance,
)
from contextures.theory.symbols.classical import n as size
from contextures.theory.symbols.classical import t as level

OUTCOMES = 130
"""Count vectors of a sample, at most."""


def _listed(sizes: Any) -> bool:
    return comb(sizes["n"] + sizes["z"] - 1, sizes["n"]) <= OUTCOMES


def _rare(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A high value of little mass, which a sample often misses, and the smallest ball."""
    points, functions = sizes["z"], sizes["f"]
    law = np.ones((count, points), dtype=np.int64)
    law[:, 0] = rng.integers(1, 400, count)
    high = np.broadcast_to((np.arange(points) > 0).astype(np.int64), (count, functions, points))
    zero = np.broadcast_to(np.array([0, 1]), (count, 2))
    return {"law": law, "function": np.stack([high, np.ones_like(high)], axis=-1), "extra": zero}


def _large_ball(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """A ball as large as the oracle inequality asks for."""
    t = rng.integers(1, 8, count)
    width = rng.integers(1, 5, count)
    one = np.ones(count, dtype=np.int64)
    zero = np.broadcast_to(np.array([0, 1]), (count, 2))
    ball = 360 * width * (t + 2)
    return {
        "t": np.stack([t, 2 * one], axis=1), "width": np.stack([width, one], axis=1), "localisation": zero,
        "ball": np.stack([ball, one], axis=1),
    }  # fmt: skip


DRAWS = Domain(
    "n draws from a law, functions on its points with values in [0, M], and a χ² ball",
    {
        "law": sorts.law("z"),
        "function": sorts.ratios("f", "z"),
        "width": sorts.ratio(0, 4, "right"),
        "t": sorts.ratio(0, 20, "right"),
        "extra": sorts.ratio(0, 10),
        "epsilon": sorts.ratio(0, 1, "right"),
        "ball": sorts.ratio(0, 100000),
        "localisation": sorts.ratio(0, 1),
    },
    sizes={"z": (1, 3), "f": (1, 2)},
    shared={"n": (1, 120)},
    together=_listed,
    families={"rare": _rare, "large ball": _large_ball},
)

COVERED: Mapping[str, sp.Expr] = {
    "robust": robust_mean,
    "ball": sp.Rational(11, 3) * M * radius / size,
    "cover": (2 + 4 * sp.sqrt(2 * level / size)) * epsilon,
}
LEAN: Mapping[str, sp.Expr] = {
    "robust": robust_mean,
    "ball": (1 - 1 / size) * M * radius / (2 * size),
    "confidence": 7 * M * level / (3 * (size - 1)),
}
GROWN = sp.sqrt(2 * radius / size)
ORACLE: Mapping[str, sp.Expr] = {
    "best": (1 + 2 * GROWN) * (p + sp.sqrt(sp.Rational(91, 45) * radius * true_variance / size)),
    "ball": (14 + 6 * GROWN) * M * (3 * radius + level) / size,
}
ASKED = 8 * (45 * M * (level + sp.log(sp.ceiling(sp.log(size / level)))) + 18 * size * localisation)
"""ρ of the oracle inequality, at least."""


def functions(world: Any) -> Any:
    """f(z), (..., f, z)."""
    return world["width"][..., None, None] * world["function"]


def expectations(world: Any) -> Any:
    """E f, (..., f)."""
    return (world["law"][..., None, :] * functions(world)).sum(-1)


def robust_means(world: Any, ball: Any) -> Any:
    """R_n(f), sample by sample, (..., samples, f)."""
    counts = world.samples("law", world.size("n")).counts
    share = (0 * world["law"][..., None, None, :] + counts[:, None, :]) / world.size("n")
    return robust(world, functions(world)[..., None, :, :] + 0 * share, share, ball[..., None, None] / world.size("n"))


def missed(world: Any, terms: Mapping[str, sp.Expr], ball: Any, **known: Any) -> Any:
    """P(E f > the limit for some f)."""
    value = world.value(
        sp.Add(*terms.values()),
        robust_mean=robust_means(world, ball),
        n=world.size("n"),
        M=world["width"][..., None, None],
        radius=ball[..., None, None],
        t=world["t"][..., None, None],
        **known,
    )
    fails = world.exceeds(expectations(world)[..., None, :] + 0 * value, value).any(-1)
    return (world.samples("law", world.size("n")).probabilities * fails).sum(-1)


@DRAWS.quantity("P(E f > R_n(f) + 11Mρ/(3n) + (2 + 4√(2t/n))ε for some f)", range="[0, 1]", tex=r"\Pr(\exists f)")
def miss(world: Any) -> Any:
    ball = 9 * world["t"] + world["extra"]
    return missed(world, COVERED, ball, epsilon=world["epsilon"][..., None, None])


@DRAWS.quantity("P(E f > R_n(f) + (1 − 1/n)Mρ/(2n) + 7Mt/(3(n − 1)) for some f)", range="[0, 1]", tex=r"\Pr(\exists f)")
def miss_lean(world: Any) -> Any:
    count = world.size("n")
    return missed(world, LEAN, world["t"] * count / max(1, count - 1) + world["extra"])


@DRAWS.quantity("P(E f̂ > the limit for some minimiser f̂ of R_n)", range="[0, 1]", tex=r"\Pr(E\hat f>U)")
def miss_oracle(world: Any) -> Any:
    mean = expectations(world)
    spread = (world["law"][..., None, :] * (functions(world) - mean[..., None]) ** 2).sum(-1)
    limits = world.value(
        sp.Add(*ORACLE.values()),
        p=mean,
        true_variance=spread,
        n=world.size("n"),
        M=world["width"][..., None],
        radius=world["ball"][..., None],
        t=world["t"][..., None],
    )
    risks = robust_means(world, world["ball"])
    least = world.reaches(risks.min(-1)[..., None], risks)
    above = world.exceeds(mean, limits.min(-1)[..., None] + 0 * mean)
    fails = (least & above[..., None, :]).any(-1)
    return (world.samples("law", world.size("n")).probabilities * fails).sum(-1)


@DRAWS.quantity("the ρ that the oracle inequality asks for", range="> 0", tex=r"\rho_0")
def asked(world: Any) -> Any:
    return world.value(ASKED, n=world.size("n"), M=world["width"], t=world["t"], localisation=world["localisation"])


@DRAWS.quantity("ρ", range="≥ 0", tex=r"\rho")
def ball(world: Any) -> Any:
    return world["ball"]


@DRAWS.quantity("t", range="> 0", tex="t")
def t(world: Any) -> Any:
    return world["t"]


@DRAWS.quantity("M", range="> 0", tex="M")
def width(world: Any) -> Any:
    return world["width"]


@DRAWS.quantity("number K of functions", range="≥ 1", tex="K")
def number(world: Any) -> Any:
    return world.size("f")


@DRAWS.quantity("sample size n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


NEEDS = (Need.INDEPENDENT, Need.BOUNDED, Need.FIXED)
COVERED_LEVEL = sp.log(2 * (3 * classes + 1) / delta)
LEAN_LEVEL = sp.log(2 * classes / delta)
ORACLE_LEVEL = sp.log(3 / delta)

CERTIFICATE = Statement(
    id="neighbours.duchi-certificate",
    title="The robust mean is an upper limit for every function of a class",
    kind=Kind.INEQUALITY,
    source=Source("duchi", "Theorem 3 (15)"),
    domain=DRAWS,
    printed=Claim(
        "For t ≥ ln 12, n ≥ 8M²/t, ρ ≥ 9t and ε > 0: with probability at least 1 − 2(3N + 1)e^{−t}, for all f in F, "
        "E f ≤ R_n(f) + (11/3)Mρ/n + (2 + 4√(2t/n))ε.",
        r"\Pr\Big(\exists f:E f>R_n(f)+\tfrac{11}3\tfrac{M\rho}n+\big(2+4\sqrt{\tfrac{2t}n}\big)\varepsilon\Big)"
        r"\le2(3N+1)e^{-t}",
        (Part("limit", miss, "<=", 2 * (3 * number + 1) * sp.exp(-t)),),
        given=(
            Hypothesis("confidence", sp.log(12), "<=", t),
            Hypothesis("sample-size", 8 * width**2 / t, "<=", n),
        ),
        limits={
            "limit": Limit.of_terms(
                COVERED,
                of="E f of every f in the class",
                given=(
                    Hypothesis("ball", 9 * level, "<=", radius, "ρ ≥ 9t with e^{−t} = δ/(2(3K + 1))"),
                    Hypothesis("confidence", sp.log(12), "<=", level, "t ≥ ln 12"),
                    Hypothesis("sample-size", 8 * M**2, "<=", size * level, "n ≥ 8M²/t"),
                ),
                needs=NEEDS,
            ).at(t=COVERED_LEVEL)
        },
    ),
    note="F is finite and N its number K of functions, which is at least the covering number: a weaker claim. "
    "ρ = 9t + a number ≥ 0, M_0 = 0.",
    uses=("neighbours.duchi-variance",),
)

LEAN_CERTIFICATE = Statement(
    id="neighbours.duchi-certificate-lean",
    title="The robust mean is an upper limit with a smaller additive term, at smaller balls",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=DRAWS,
    printed=Claim(
        "For K functions into [0, M], n ≥ 2, t > 0 and ρ ≥ tn/(n − 1): with probability at least 1 − 2Ke^{−t}, for all "
        "f, E f ≤ R_n(f) + (1 − 1/n)Mρ/(2n) + 7Mt/(3(n − 1)).",
        r"\Pr\Big(\exists f:E f>R_n(f)+\big(1-\tfrac1n\big)\tfrac{M\rho}{2n}+\tfrac{7Mt}{3(n-1)}\Big)\le2Ke^{-t}",
        (Part("limit", miss_lean, "<=", 2 * number * sp.exp(-t)),),
        given=(Hypothesis("two", 2, "<=", n),),
        limits={
            "limit": Limit.of_terms(
                LEAN,
                of="E f of every f in the class",
                given=(
                    Hypothesis("two-draws", 2, "<=", size, "n ≥ 2"),
                    Hypothesis("ball", level * size / (size - 1), "<=", radius, "ρ ≥ tn/(n − 1) with e^{−t} = δ/(2K)"),
                ),
                needs=NEEDS,
            ).at(t=LEAN_LEVEL)
        },
    ),
    note="ρ = tn/(n − 1) + a number ≥ 0.",
    uses=("neighbours.duchi-constant", "classical.empirical-bernstein"),
)

ORACLE_INEQUALITY = Statement(
    id="neighbours.duchi-oracle",
    title="A minimiser of the robust risk is nearly as good as the best trade of mean and variance",
    kind=Kind.INEQUALITY,
    source=Source("duchi", "Theorem 4 (21), (23)"),
    domain=DRAWS,
    printed=Claim(
        "For M ≥ 1, functions into [0, M], 0 < t < n, r* a localisation radius and ρ/n ≥ 8((45M/n)(t + ln⌈ln(n/t)⌉) + "
        "18r*): with probability at least 1 − 3e^{−t} a minimiser f̂ of the robust risk has E f̂ ≤ (1 + 2√(2ρ/n))·"
        "inf_f(E f + √(91ρ Var f/(45n))) + (14 + 6√(2ρ/n))M(3ρ + t)/n.",
        r"E\hat f\le\Big(1+2\sqrt{\tfrac{2\rho}n}\Big)\inf_f\Big(Ef+\sqrt{\tfrac{91}{45}\tfrac{\rho\operatorname{Var}f}"
        r"n}\Big)+\Big(14+6\sqrt{\tfrac{2\rho}n}\Big)\frac{M(3\rho+t)}n",
        (Part("risk", miss_oracle, "<=", 3 * sp.exp(-t)),),
        given=(
            Hypothesis("range", 1, "<=", width),
            Hypothesis("confidence", t, "<", n),
            Hypothesis("ball", asked, "<=", ball, "ρ/n ≥ 8((45M/n)(t + ln⌈ln(n/t)⌉) + 18r*)"),
        ),
        limits={
            "risk": Limit.of_terms(
                ORACLE,
                of="E f̂ of a minimiser of the robust risk; mean and variance are those of any f",
                given=(
                    Hypothesis("range", 1, "<=", M, "M ≥ 1"),
                    Hypothesis("confidence", level, "<", size, "t < n with e^{−t} = δ/3"),
                    Hypothesis("ball", ASKED, "<=", radius, "ρ ≥ 8(45M(t + ln⌈ln(n/t)⌉) + 18nr*)"),
                ),
                needs=(*NEEDS, Need.KNOWN_VARIANCE),
            ).at(t=ORACLE_LEVEL)
        },
    ),
    note="For the calculator: what it asks of ρ makes the right side larger than M wherever the samples can be listed, "
    "so that the search says nothing of it. r* is a number ≥ 0 here; what makes it a localisation radius is not used.",
    uses=("neighbours.duchi-certificate",),
)

STATEMENTS = (CERTIFICATE, LEAN_CERTIFICATE, ORACLE_INEQUALITY)
