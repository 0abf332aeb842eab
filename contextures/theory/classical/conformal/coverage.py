"""Chapter 8.4: coverage of conformal thresholds."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.classical.limits.conformal import LIMITS
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Fault, Hypothesis, Kind, Part, Source, Statement


def distinct(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Distinct scores, and a level at which (n+1)(1−α) is whole, or nearly."""
    size = sizes["i"]
    scores = rng.permuted(np.broadcast_to(np.arange(size), (count, size)), axis=1)
    steps, fine = rng.integers(1, 100 * size, count), 100 * size
    whole = np.maximum(1, steps // 100) * 100
    top = np.where(rng.random(count) < 0.5, np.minimum(whole, fine - 1), steps)
    return {"scores": scores, "alpha": np.stack([top, np.full(count, fine)], axis=-1)}


ORDERS = Domain(
    "n + 1 scores in random order, and a level",
    {"scores": sorts.values("i"), "alpha": sorts.ratio(0, 1, "neither")},
    sizes={"i": (2, 9)},
    families={"distinct": distinct, "many": distinct},
    near={"many": {"i": (10, 101)}},
)


def rank(world: Any, n: int) -> Any:
    """k = ⌈(n+1)(1−α)⌉."""
    return world.ceiling((n + 1) * (1 - world["alpha"]))


@ORDERS.quantity("level α", range="(0, 1)", tex=r"\alpha")
def alpha(world: Any) -> Any:
    return world["alpha"]


@ORDERS.quantity("number n of scores beside the new one", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("i") - 1


@ORDERS.quantity("pairs of equal scores", range="≥ 0")
def ties(world: Any) -> Any:
    s = world["scores"]
    return ((s[..., :, None] == s[..., None, :]).sum((-1, -2)) - world.size("i")) // 2


@ORDERS.quantity("P(s_{n+1} ≤ s_(k))", range="[0, 1]", tex=r"\Pr(s_{n+1}\le s_{(k)})")
def coverage(world: Any) -> Any:
    size = world.size("i")
    k = rank(world, size - 1)
    # Of all n + 1 scores the new one is at most the k-th smallest, or the k-th smallest is among the others.
    at = np.minimum(k, size - 1)[..., None] - 1
    threshold = np.take_along_axis(np.sort(world["scores"], -1), at, -1)
    covered = ((world["scores"] <= threshold) | (k > size - 1)[..., None]).sum(-1)
    return world.where(True, covered, 0) / size


CONFORMAL = Statement(
    id="classical.conformal",
    title="Coverage of split conformal prediction",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Vovk et al. 2005; Lei et al. 2018", reconstructed=True),
    domain=ORDERS,
    printed=Claim(
        text="Exchangeable scores, k = ⌈(n+1)(1−α)⌉, q = s_(k) of the first n (∞ if k > n): P(s_{n+1} ≤ q) ≥ 1−α; and "
        "≤ 1−α+1/(n+1) if ties have probability 0.",
        tex=r"1-\alpha\le\Pr(s_{n+1}\le s_{(k)})\le1-\alpha+\tfrac1{n+1},\quad k=\lceil(n+1)(1-\alpha)\rceil",
        parts=(
            Part("lower", 1 - alpha, "<=", coverage),
            Part("upper", coverage, "<=", 1 - alpha + 1 / (n + 1), given=(Hypothesis("no-ties", ties, "==", 0),)),
        ),
    ),
    note="An exchangeable law is a mixture of random orders of fixed scores, for which both are checked.",
)


def many_points(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Uniform laws, equally spaced scores and scores that run away on one side."""
    x = sizes["x"]
    law = np.ones((count, x), dtype=np.int64)
    away = 10 ** np.minimum(np.arange(x), 9)
    gaps = np.stack([np.ones(x, dtype=np.int64), away, away[::-1]])[rng.integers(0, 3, count)]
    return {"law": law, "gaps": gaps}


SCORES = Domain(
    "n scores drawn from a finite law, and a level",
    {
        "law": sorts.law("x"),
        "gaps": sorts.weights("x"),
        "point": sorts.labels(1, "x"),
        "u": sorts.ratio(0, 1),
        "alpha": sorts.ratio(0, 1, "neither"),
        "delta": sorts.ratio(0, 1, "neither"),
    },
    sizes={"x": (1, 8)},
    shared={"n": (1, 5)},
    families={"many points": many_points},
)


def draws(world: Any) -> Any:
    """All samples, by counts of the points in ascending order."""
    return world.samples("law", world.size("n"))


def below(counts: Any) -> Any:
    """How many draws are at most each point, (C, x)."""
    return counts.cumsum(-1)


def ordered(counts: Any, k: Any) -> Any:
    """The point that is the k-th smallest draw, (..., C), for k (...) from 1 to n."""
    return (below(counts) < np.asarray(k)[..., None, None]).sum(-1)


@SCORES.quantity("level α", range="(0, 1)", name="alpha", tex=r"\alpha")
def level(world: Any) -> Any:
    return world["alpha"]


@SCORES.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@SCORES.quantity("number n of draws", range="≥ 1", name="n", tex="n")
def number(world: Any) -> Any:
    return world.size("n")


@SCORES.quantity("k = ⌈(n+1)(1−α)⌉", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return rank(world, world.size("n"))


def covered_mass(world: Any) -> Any:
    """F(q) by sample, (..., C); where k > n, of the largest draw."""
    counts = draws(world).counts
    at = ordered(counts, np.minimum(rank(world, world.size("n")), world.size("n")))
    mass = np.broadcast_to(world["law"].cumsum(-1)[..., None, :], (*at.shape, world.size("x")))
    return np.take_along_axis(mass, at[..., None], -1)[..., 0]


def at_least(world: Any, u: Any) -> Any:
    """P(Bin(n, u) ≥ k)."""
    n = world.size("n")
    k = np.asarray(rank(world, n))
    return sum(world.where(k <= j, comb(n, j) * u**j * (1 - u) ** (n - j), 0) for j in range(n + 1))


@SCORES.quantity("P(F(q) < u)", range="[0, 1]", tex=r"\Pr(F(q)<u)")
def below_u(world: Any) -> Any:
    missed = world.exceeds(world["u"][..., None], covered_mass(world))
    return (draws(world).probabilities * missed).sum(-1)


@SCORES.quantity("P(Bin(n, u) ≥ k)", range="[0, 1]", tex=r"\Pr(\mathrm{Bin}(n,u)\ge k)")
def binomial_u(world: Any) -> Any:
    return at_least(world, world["u"])


def value_of_law(world: Any) -> Any:
    """F at the point."""
    return np.take_along_axis(world["law"].cumsum(-1), _labels(world["point"]), -1)[..., 0]


def _labels(values: Any) -> Any:
    return np.asarray(values if isinstance(values, np.ndarray) else [int(v.p) for v in values.values])


@SCORES.quantity("P(F(q) ≤ u), u a value of F", range="[0, 1]", tex=r"\Pr(F(q)\le u)")
def up_to_value(world: Any) -> Any:
    reached = world.reaches(value_of_law(world)[..., None], covered_mass(world))
    return (draws(world).probabilities * reached).sum(-1)


@SCORES.quantity("P(Bin(n, u) ≥ k), u a value of F", range="[0, 1]", tex=r"\Pr(\mathrm{Bin}(n,u)\ge k)")
def binomial_value(world: Any) -> Any:
    return at_least(world, value_of_law(world))


@SCORES.quantity(
    "P(F(q) < 1−α−√(ln(1/δ)/2n))", range="[0, 1]", tex=r"\Pr\bigl(F(q)<1-\alpha-\sqrt{\tfrac{\ln(1/\delta)}{2n}}\bigr)"
)
def miss(world: Any) -> Any:
    limit = world.value(
        LIMITS["classical.conformal-training"]["pac"].value,
        n=world.size("n"), alpha=world["alpha"], delta=world["delta"],
    )  # fmt: skip
    return (draws(world).probabilities * world.exceeds(limit[..., None], covered_mass(world))).sum(-1)


CONFORMAL_TRAINING = Statement(
    id="classical.conformal-training",
    title="Coverage given the calibration scores",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Vovk 2012", reconstructed=True),
    domain=SCORES,
    printed=Claim(
        text="iid scores with distribution function F, k = ⌈(n+1)(1−α)⌉ ≤ n, q = s_(k): P(F(q) < u) ≤ P(Bin(n, u) ≥ "
        "k) for "
        "every u ∈ [0, 1], P(F(q) ≤ u) = P(Bin(n, u) ≥ k) where u is a value of F, and "
        "P(F(q) < 1−α−√(ln(1/δ)/2n)) ≤ δ.",
        tex=r"\Pr(F(q)<u)\le\Pr(\mathrm{Bin}(n,u)\ge k),\quad"
        r"\Pr\bigl(F(q)<1-\alpha-\sqrt{\tfrac{\ln(1/\delta)}{2n}}\bigr)\le\delta",
        given=(Hypothesis("finite", k, "<=", number),),
        parts=(
            Part("beta", below_u, "<=", binomial_u),
            Part("values", up_to_value, "==", binomial_value, scale=1),
            Part("pac", miss, "<=", delta),
        ),
    ),
)


def scores(world: Any) -> Any:
    """The score of each point, ascending and distinct."""
    return (world["gaps"] + 1).cumsum(-1)


@SCORES.quantity("P(s_{n+1} ≤ s_(⌈n(1−α)⌉))", range="[0, 1]", tex=r"\Pr(s_{n+1}\le s_{(\lceil n(1-\alpha)\rceil)})")
def coverage_uncorrected(world: Any) -> Any:
    samples = draws(world)
    at = ordered(samples.counts, uncorrected(world))
    mass = np.broadcast_to(world["law"].cumsum(-1)[..., None, :], (*at.shape, world.size("x")))
    return (samples.probabilities * np.take_along_axis(mass, at[..., None], -1)[..., 0]).sum(-1)


def uncorrected(world: Any) -> Any:
    """⌈n(1−α)⌉."""
    return world.ceiling(world.size("n") * (1 - world["alpha"]))


@SCORES.quantity("P(s_{n+1} ≤ the interpolated quantile)", range="[0, 1]", tex=r"\Pr(s_{n+1}\le\hat q_{1-\alpha})")
def coverage_interpolated(world: Any) -> Any:
    samples, n, s = draws(world), world.size("n"), scores(world)
    position = (n - 1) * (1 - world["alpha"])
    lower = world.floor(position)
    first = ordered(samples.counts, lower + 1)
    second = ordered(samples.counts, np.minimum(lower + 2, n))
    values = np.broadcast_to(s[..., None, :], (*first.shape, world.size("x")))
    low, high = (np.take_along_axis(values, at[..., None], -1)[..., 0] for at in (first, second))
    quantile = low + (position - lower)[..., None] * (high - low)
    reached = world.reaches(quantile[..., None], s[..., None, :]).astype(int)
    return (samples.probabilities * (world["law"][..., None, :] * reached).sum(-1)).sum(-1)


@SCORES.quantity("⌈n(1−α)⌉", range="≥ 1", tex=r"\lceil n(1-\alpha)\rceil")
def k_uncorrected(world: Any) -> Any:
    return uncorrected(world)


@SCORES.quantity("⌊(n−1)(1−α)⌋", range="≥ 0", tex=r"\lfloor(n-1)(1-\alpha)\rfloor")
def k_interpolated(world: Any) -> Any:
    return world.floor((world.size("n") - 1) * (1 - world["alpha"]))


CONFORMAL_UNCORRECTED = Statement(
    id="classical.conformal-uncorrected",
    title="Conformal prediction with the plain quantile",
    kind=Kind.INEQUALITY,
    source=Source("classical", "folklore", reconstructed=True),
    domain=SCORES,
    printed=Claim(
        text="iid scores: s_{n+1} is at most the (1−α)-quantile of n scores with probability ≥ 1−α: the ⌈n(1−α)⌉-th "
        "smallest; or the linear interpolation between order statistics at position (n−1)(1−α), counted from 0.",
        tex=r"\Pr(s_{n+1}\le\hat q_{1-\alpha})\ge1-\alpha",
        parts=(
            Part("order", 1 - level, "<=", coverage_uncorrected),
            Part("interpolated", 1 - level, "<=", coverage_interpolated),
        ),
    ),
    corrected=Claim(
        text="iid scores: s_{n+1} is at most the ⌈n(1−α)⌉-th smallest of n scores with probability ≥ ⌈n(1−α)⌉/(n+1); "
        "at most "
        "the interpolation at position h = (n−1)(1−α), counted from 0, with probability ≥ (⌊h⌋+1)/(n+1).",
        tex=r"\Pr(s_{n+1}\le s_{(\lceil n(1-\alpha)\rceil)})\ge\frac{\lceil n(1-\alpha)\rceil}{n+1},\quad"
        r"\Pr(s_{n+1}\le\hat q_{1-\alpha})\ge\frac{\lfloor(n-1)(1-\alpha)\rfloor+1}{n+1}",
        parts=(
            Part("order", k_uncorrected / (number + 1), "<=", coverage_uncorrected),
            Part("interpolated", (k_interpolated + 1) / (number + 1), "<=", coverage_interpolated),
        ),
    ),
    faults=(Fault.CONSTANT,),
    why="The new score is one of n + 1, so that the k-th smallest of n has coverage k/(n+1) where there are no ties: "
    "the "
    "guarantee needs k = ⌈(n+1)(1−α)⌉.",
    uses=("classical.conformal",),
)

STATEMENTS = (CONFORMAL, CONFORMAL_TRAINING, CONFORMAL_UNCORRECTED)
