"""Chapter 7b.2: the robust mean of a sample, its mean and its variance."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.limit import Limit, Side
from contextures.theory.neighbours.duchi.balls import robust
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement
from contextures.theory.symbols.classical import M, mean, radius, variance
from contextures.theory.symbols.classical import n as size


def _two_values(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Some of the sample low and the rest high, in the narrowest range; the ball near where R_n is the largest."""
    n = sizes["i"]
    low = rng.integers(1, max(2, n), count)
    sample = (np.arange(n) >= low[:, None]).astype(np.int64) * rng.integers(1, 4, (count, 1))
    high = np.maximum(n - low, 1)
    steps = rng.choice([1, 2, 4, 8, 16], count)
    narrow = np.broadcast_to(np.array([0, 1]), (count, 2))
    return {
        "sample": sample, "rho": np.stack([n * low * steps, 8 * high], axis=1), "below": narrow, "above": narrow
    }  # fmt: skip


SAMPLES = Domain(
    "a sample z_1, …, z_n in [M_0, M_1] and the χ² ball of radius ρ/n",
    {
        "sample": sorts.values("i", text="the sample"),
        "rho": sorts.ratio(0, 1000, text="ρ"),
        "below": sorts.ratio(0, 3, text="min z − M_0"),
        "above": sorts.ratio(0, 3, text="M_1 − max z"),
    },
    sizes={"i": (1, 7)},
    families={"two values": _two_values},
)


def at_sample(world: Any, sample: Any, rho: Any) -> Any:
    """R_n − z̄."""
    n = world.size("i")
    weights = (1 + 0 * sample) / n
    return robust(world, sample, weights, rho / n) - sample.sum(-1) / n


@SAMPLES.quantity("R_n − z̄", range="≥ 0", tex=r"R_n-\bar z")
def gain(world: Any) -> Any:
    return at_sample(world, world["sample"], world["rho"])


@SAMPLES.quantity("s² = n⁻¹Σz_i² − z̄²", range="≥ 0", tex="s^2")
def s2(world: Any) -> Any:
    sample, n = world["sample"], world.size("i")
    return ((sample[..., :, None] - sample[..., None, :]) ** 2).sum((-1, -2)) / (2 * n**2)


@SAMPLES.quantity("ρ", range="≥ 0", tex=r"\rho")
def rho(world: Any) -> Any:
    return world["rho"]


@SAMPLES.quantity("M = M_1 − M_0", range="≥ 0", tex="M")
def width(world: Any) -> Any:
    return world["sample"].max(-1) - world["sample"].min(-1) + world["below"] + world["above"]


@SAMPLES.quantity("z̄ − min z", range="≥ 0", tex=r"\bar z-\min z")
def drop(world: Any) -> Any:
    return world["sample"].sum(-1) / world.size("i") - world["sample"].min(-1)


@SAMPLES.quantity("max z − z̄", range="≥ 0", tex=r"\max z-\bar z")
def rise(world: Any) -> Any:
    return world["sample"].max(-1) - world["sample"].sum(-1) / world.size("i")


@SAMPLES.quantity("number of values that the sample takes", range="≥ 1", tex=r"\#z")
def values(world: Any) -> Any:
    """Entries that differ from all before them."""
    sample, n = world["sample"], world.size("i")
    same = world.reaches(sample[..., :, None], sample[..., None, :])
    same = same & world.reaches(sample[..., None, :], sample[..., :, None])
    return n - (same & np.tri(n, k=-1, dtype=bool)).any(-1).sum(-1)


@SAMPLES.quantity("sample size n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("i")


@SAMPLES.quantity("R_n − z̄ of the sample (1, …, 1, 0) at ρ = 2n/(n − 1)", range="≥ 0", tex=r"R_n-\bar z")
def gain_at_edge(world: Any) -> Any:
    size = world.size("i")
    edge = 0 * world["sample"] + np.array([1] * (size - 1) + [0])
    return at_sample(world, edge, (0 * world["rho"] + 2 * size) / max(1, size - 1))


deviation = sp.sqrt(2 * rho * s2 / n)
POSITIVE = (Hypothesis("ball", 0, "<", rho), Hypothesis("spread", 0, "<", s2))
REACH = sp.sqrt(2 * rho / n) * drop

of_sample = sp.sqrt(2 * radius * (size - 1) * variance) / size
"""√(2ρs²/n), from the sample variance with n − 1."""


def at_least(constant: sp.Expr) -> Limit:
    """R_n from below, with a constant in place of the 2 of 2Mρ/n."""
    terms = of_sample - constant * M * radius / size
    return Limit(mean + sp.Max(0, terms), Side.AT_LEAST, "robust mean R_n of the sample", needs=())


VARIANCE = Statement(
    id="neighbours.duchi-variance",
    title="The robust mean of a sample is its mean and a multiple of its standard deviation",
    kind=Kind.INEQUALITY,
    source=Source("duchi", "Theorem 1 (10)"),
    domain=SAMPLES,
    printed=Claim(
        "(√(2ρs²/n) − 2Mρ/n)_+ ≤ R_n − z̄ ≤ √(2ρs²/n).",
        r"\Big(\sqrt{\tfrac{2\rho s^2}n}-\tfrac{2M\rho}n\Big)_+\le R_n-\bar z\le\sqrt{\tfrac{2\rho s^2}n}",
        (
            Part("upper", gain, "<=", deviation, scale=width),
            Part("lower", sp.Max(0, deviation - 2 * width * rho / n), "<=", gain, scale=width),
        ),
        limits={
            "upper": Limit(mean + of_sample, Side.AT_MOST, "robust mean R_n of the sample", needs=()),
            "lower": at_least(sp.Integer(2)),
        },
    ),
)

CONSTANT = Statement(
    id="neighbours.duchi-constant",
    title="The smallest constant below the robust mean is ½",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=SAMPLES,
    printed=Claim(
        "(√(2ρs²/n) − (z̄ − min z)ρ/(2n))_+ ≤ R_n − z̄, so that 2Mρ/n may be ½(1 − 1/n)Mρ/n; no smaller factor serves "
        "for any n ≥ 2: at the sample (1, …, 1, 0) and ρ = 2n/(n − 1) both sides are 1/n.",
        r"\Big(\sqrt{\tfrac{2\rho s^2}n}-\tfrac{(\bar z-\min z)\rho}{2n}\Big)_+\le R_n-\bar z",
        (
            Part("sample", sp.Max(0, deviation - drop * rho / (2 * n)), "<=", gain, scale=width),
            Part("range", sp.Max(0, deviation - (1 - 1 / n) * width * rho / (2 * n)), "<=", gain, scale=width),
            Part("attained", gain_at_edge, "==", 1 / n, given=(Hypothesis("two", 2, "<=", n),)),
        ),
        limits={"range": at_least((1 - 1 / size) / 2)},
    ),
    note="“attained” is R_n − z̄ there; √(2ρs²/n) − ½(1 − 1/n)Mρ/n = 2/n − 1/n with M = 1 and s² = (n − 1)/n².",
    uses=("neighbours.duchi-variance",),
)

EXACT = Statement(
    id="neighbours.duchi-exact",
    title="When the robust mean is the mean and a multiple of the standard deviation",
    kind=Kind.EQUIVALENCE,
    source=Source("ours"),
    domain=SAMPLES,
    printed=Claim(
        "For ρ > 0 and s > 0: R_n − z̄ = √(2ρs²/n) if and only if √(2ρ/n)(z̄ − min z) ≤ s.",
        r"R_n-\bar z=\sqrt{\tfrac{2\rho s^2}n}\iff\sqrt{\tfrac{2\rho}n}\,(\bar z-\min z)\le s",
        (
            Part("if", gain, "==", deviation, given=(Hypothesis("inside", REACH, "<=", sp.sqrt(s2)),), scale=width),
            Part("only-if", gain, "<", deviation, given=(Hypothesis("beyond", sp.sqrt(s2), "<", REACH),), scale=width),
        ),
        given=POSITIVE,
    ),
    uses=("neighbours.duchi-variance",),
)

CLOSED = Statement(
    id="neighbours.duchi-closed",
    title="Two closed forms around the robust mean, which meet for two values",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=SAMPLES,
    printed=Claim(
        "For s > 0: min{√(2ρs²/n), s²/(z̄ − min z)} ≤ R_n − z̄ ≤ min{√(2ρs²/n), max z − z̄}; for a sample of two values "
        "both are equalities, whatever ρ is.",
        r"\min\Bigl\{\sqrt{\tfrac{2\rho s^2}n},\tfrac{s^2}{\bar z-\min z}\Bigr\}\le R_n-\bar z\le"
        r"\min\Bigl\{\sqrt{\tfrac{2\rho s^2}n},\max z-\bar z\Bigr\}",
        (
            Part("lower", sp.Min(deviation, s2 / drop), "<=", gain, scale=width),
            Part("upper", gain, "<=", sp.Min(deviation, rise), scale=width),
            Part(
                "two-values",
                gain,
                "==",
                sp.Min(deviation, rise),
                given=(Hypothesis("binary", values, "<=", 2, "the sample takes two values"),),
                scale=width,
            ),
        ),
        given=POSITIVE[1:],
    ),
    note="The lower form is at least that of neighbours.duchi-constant: s²/b ≥ us − bu²/4.",
    uses=("neighbours.duchi-constant", "neighbours.duchi-exact"),
)

STATEMENTS = (VARIANCE, CONSTANT, EXACT, CLOSED)
