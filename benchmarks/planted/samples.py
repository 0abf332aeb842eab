"""Twelve errors in exact tails and moments: of a variable X = f(point) of law p, and of samples from p."""

from __future__ import annotations

from math import comb

import sympy as sp

import contextures as cx
from benchmarks.planted.error import planted
from contextures import sorts

N = 4
"""Draws of a sample."""

SAMPLES = cx.Domain(
    "samples",
    {
        "p": sorts.mass("k"),
        "f": sorts.values("k"),
        "size": sorts.weights("k"),
        "level": sorts.ratio(0, 20, closed="right"),
        "share": sorts.ratio(0, 1, closed="left"),
        "coin": sorts.law("c"),
        "least": sorts.count(1, N),
        "die": sorts.mass("d"),
    },
    sizes={"k": (3, 5)},
    fixed={"c": 2, "d": 3},
)


def _mean(world, values="f"):
    return (world["p"] * world[values]).sum(-1)


def _above(world, values, level):
    """The chance of values ≥ level, strictly or not."""
    p = world["p"]
    return world.where(world[values] >= level[..., None], p, 0 * p).sum(-1)


@SAMPLES.quantity("E f")
def mean(world):
    return _mean(world)


@SAMPLES.quantity("Var f")
def variance(world):
    return (world["p"] * world["f"] ** 2).sum(-1) - _mean(world) ** 2


@SAMPLES.quantity("E size")
def mean_size(world):
    return _mean(world, "size")


@SAMPLES.quantity("E size²")
def square_size(world):
    return (world["p"] * world["size"] ** 2).sum(-1)


@SAMPLES.quantity("the level t")
def t(world):
    return world["level"]


@SAMPLES.quantity("the share θ")
def theta(world):
    return world["share"]


@SAMPLES.quantity("P(size ≥ t)")
def tail(world):
    return _above(world, "size", world["level"])


@SAMPLES.quantity("P(f ≥ mean + t)")
def upper(world):
    return _above(world, "f", _mean(world) + world["level"])


@SAMPLES.quantity("P(|f − mean| ≥ t)")
def both(world):
    p, gap = world["p"], world.absolute(world["f"] - _mean(world)[..., None])
    return world.where(gap >= world["level"][..., None], p, 0 * p).sum(-1)


@SAMPLES.quantity("P(size > θ E size)")
def beyond(world):
    p = world["p"]
    return world.where(world["size"] > (world["share"] * _mean(world, "size"))[..., None], p, 0 * p).sum(-1)


@SAMPLES.quantity("the first value is a median: the smaller of both chances")
def median(world):
    first = world["f"][..., 0]
    p = world["p"]
    low = world.where(world["f"] <= first[..., None], p, 0 * p).sum(-1)
    return world.minimum(_above(world, "f", first), low)


@SAMPLES.quantity("(mean − first value)²")
def shift(world):
    return (_mean(world) - world["f"][..., 0]) ** 2


@SAMPLES.quantity("the range of f")
def spread(world):
    return world["f"].max(-1) - world["f"].min(-1)


@SAMPLES.quantity("E |X₁ − X₂|")
def gini(world):
    p, f = world["p"], world["f"]
    gaps = world.absolute(f[..., :, None] - f[..., None, :])
    return (p[..., :, None] * p[..., None, :] * gaps).sum(-1).sum(-1)


@SAMPLES.quantity("the expected sample variance of four draws, n − 1 below")
def sample_variance(world):
    drawn = world.samples("p", N)
    f = world["f"][..., None, :]
    total, square = (drawn.counts * f).sum(-1), (drawn.counts * f**2).sum(-1)
    return (drawn.probabilities * (square - total**2 / N)).sum(-1) / (N - 1)


@SAMPLES.quantity("the chance of heads")
def heads(world):
    return world["coin"][..., 0]


def _heads(world):
    """The chances of 0 to 4 heads, (..., 5)."""
    one = world["coin"][..., 0][..., None]
    counts = range(N + 1)
    return [comb(N, k) * one[..., 0] ** k * (1 - one[..., 0]) ** (N - k) for k in counts]


@SAMPLES.quantity("the chance of a head in four")
def any_head(world):
    return 1 - _heads(world)[0]


@SAMPLES.quantity("the chance of least or more heads in four")
def at_least(world):
    chances, least = _heads(world), world["least"]
    return sum(world.where(least <= k, chance, 0 * chance) for k, chance in enumerate(chances))


@SAMPLES.quantity("n kl(least/n, heads)")
def chernoff(world):
    share = world["least"] / N
    rate = share[..., None] * [1, -1] + [0, 1]
    return N * world.kl(rate, world["coin"])


@SAMPLES.quantity("least/n")
def rate(world):
    return world["least"] / N


@SAMPLES.quantity("the chance of two, two and one of the three faces in five throws")
def pattern(world):
    drawn = world.samples("die", 5)
    return (drawn.probabilities * (drawn.counts == [2, 2, 1]).all(-1).astype(int)).sum(-1)


def _moment(world, power):
    return (world["p"] * (world["f"] - _mean(world)[..., None]) ** power).sum(-1)


@SAMPLES.quantity("the third central moment")
def third(world):
    return _moment(world, 3)


@SAMPLES.quantity("the fourth central moment")
def fourth(world):
    return _moment(world, 4)


@SAMPLES.quantity("ln E exp(heads − mean) of one coin, for t times it")
def cumulant(world):
    q, s = world["coin"][..., 0], world["level"]
    return world.log(q * world.exp(s * (1 - q)) + (1 - q) * world.exp(-s * q))


SPREAD = cx.Hypothesis("spread", sp.Rational(1, 10), "<=", variance)
WIDE = cx.Hypothesis("no point", sp.Rational(1, 10), "<=", mean_size)
RARE = cx.Hypothesis("rare", tail, "<=", sp.Rational(1, 2))

PLANTED = (
    planted(SAMPLES, "samples.markov", "t P(X ≥ t) ≤ E X", t * tail, mean_size, less="1/1000",
            given=(RARE, cx.Hypothesis("some", sp.Rational(1, 100), "<=", tail))),
    planted(SAMPLES, "samples.cantelli", "P(X ≥ mean + t) ≤ Var/(Var + t²)", upper, variance / (variance + t**2),
            less="1/1000", given=(SPREAD, cx.Hypothesis("some", sp.Rational(1, 100), "<=", upper))),
    planted(SAMPLES, "samples.chebyshev", "P(|X − mean| ≥ t) ≤ Var/t²", both, variance / t**2, less="1/1000",
            given=(SPREAD, cx.Hypothesis("rare", both, "<=", sp.Rational(1, 2)),
                   cx.Hypothesis("some", sp.Rational(1, 100), "<=", both))),
    planted(
        SAMPLES, "samples.paley-zygmund", "(1 − θ)² (E X)² ≤ P(X > θ E X) E (X − θ E X)²",
        (1 - theta) ** 2 * mean_size**2, beyond * (square_size - 2 * theta * mean_size**2 + theta**2 * mean_size**2),
        more="1/1000", given=(WIDE, cx.Hypothesis("large", sp.Rational(1, 4), "<=", theta)),
    ),
    planted(SAMPLES, "samples.median", "(mean − median)² ≤ Var", shift, variance, less="1/1000",
            given=(SPREAD, cx.Hypothesis("median", sp.Rational(1, 2), "<=", median))),
    planted(SAMPLES, "samples.gini", "2 E|X₁ − X₂| ≤ range", 2 * gini, spread, less="1/1000", given=(SPREAD,)),
    planted(SAMPLES, "samples.kurtosis", "μ₃² ≤ μ₂(μ₄ − μ₂²)", third**2, variance * (fourth - variance**2),
            less="1/1000", given=(SPREAD, cx.Hypothesis("skew", sp.Rational(1, 10), "<=", third))),
    planted(SAMPLES, "samples.sample-variance", "E S² ≤ Var", sample_variance, variance, more="1/1000",
            given=(SPREAD,)),
    planted(SAMPLES, "samples.union", "P(a head) ≤ n P(head)", any_head, N * heads, less="1/1000"),
    planted(SAMPLES, "samples.chernoff", "P(S ≥ a) ≤ exp(−n kl(a/n, p))", at_least, sp.exp(-chernoff), less="1/1000",
            given=(cx.Hypothesis("above", heads, "<=", rate), cx.Hypothesis("coin", heads, "<=", sp.Rational(3, 4)))),
    planted(SAMPLES, "samples.faces", "P(two, two, one) ≤ 96/625", pattern, sp.Rational(96, 625), less="1/1000"),
    planted(SAMPLES, "samples.hoeffding", "8 ln E exp(t(X − p)) ≤ t²", 8 * cumulant, t**2, less="1/1000",
            given=(cx.Hypothesis("small", sp.Rational(1, 10), "<=", t),)),
)  # fmt: skip
