"""What limits share: abbreviations and hypotheses on the settings."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import NOT_EMPTY, Limit, Need, Side
from contextures.theory.symbols.classical import (
    a,
    b,
    delta,
    mean,
    n,
    p,
    population,
    second_moment,
    variance,
)

L = sp.log(1 / delta)
L2 = sp.log(2 / delta)

PAIR = Hypothesis("two-draws", 2, "<=", n, "the sample variance needs n ≥ 2")
UNIT_MEAN = (
    Hypothesis("mean-not-negative", 0, "<=", mean, "the mean of values in [0, 1]"),
    Hypothesis("mean-at-most-one", mean, "<=", 1, "the mean of values in [0, 1]"),
)
RANGE = (
    NOT_EMPTY,
    Hypothesis("mean-above-a", a, "<=", mean, "the mean of values in [a, b]"),
    Hypothesis("mean-below-b", mean, "<=", b, "the mean of values in [a, b]"),
)
UNIT_VARIANCE = Hypothesis(
    "variance", variance, "<=", n / (4 * (n - 1)), "no sample in [0, 1] has a larger variance than n/(4(n − 1))"
)
VARIANCE = Hypothesis(
    "variance",
    variance,
    "<=",
    n * (b - a) ** 2 / (4 * (n - 1)),
    "no sample in [a, b] has a larger variance than n(b − a)²/(4(n − 1))",
)
PROBABILITY = (Hypothesis("p-not-negative", 0, "<=", p), Hypothesis("p-at-most-one", p, "<=", 1))
SQUARES = Hypothesis("second-moment", mean**2, "<=", second_moment, "the average square is at least the squared mean")
SUBSET = Hypothesis("fits", n, "<=", population, "n draws without replacement from N numbers")
PROPER = Hypothesis("proper", n, "<", population, "fewer draws than numbers")

SURELY: tuple[Need, ...] = ()
IID = (Need.INDEPENDENT,)
LOSSES = (Need.INDEPENDENT, Need.BOUNDED)
COINS = (Need.INDEPENDENT, Need.BINARY)
FINITE = (Need.WITHOUT_REPLACEMENT, Need.BOUNDED)


def at_most(
    value: sp.Expr,
    of: str,
    *given: Hypothesis,
    needs: tuple[Need, ...] = SURELY,
    scales: bool = False,
    beside: Mapping[str, sp.Expr] | None = None,
) -> Limit:
    """Return a bound from above that holds surely."""
    return Limit(value, Side.AT_MOST, of, given=given, needs=needs, scales=scales, beside=beside or {})


def at_least(value: sp.Expr, of: str, *given: Hypothesis, needs: tuple[Need, ...] = SURELY) -> Limit:
    """Return a bound from below that holds surely."""
    return Limit(value, Side.AT_LEAST, of, given=given, needs=needs)


def around(radius: sp.Expr, *given: Hypothesis, needs: tuple[Need, ...] = LOSSES, of: str = "mean of the law") -> Limit:
    """Return the interval around the mean."""
    return Limit(
        mean + radius, Side.INTERVAL, of, lower=mean - radius, given=(*UNIT_MEAN, *given), needs=needs, scales=True
    )
