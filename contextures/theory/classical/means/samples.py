"""Chapter 8.1: n draws from a law on [0, 1], and how often a limit misses its mean."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np

from contextures.theory import sorts
from contextures.theory.classical.limits.means import LIMITS
from contextures.theory.domain import Domain
from contextures.theory.limit import Limit

OUTCOMES = 220
"""Count vectors of a sample, at most."""
LEVELS = np.array([1, 10, 50, 100, 250, 500, 750, 900, 950, 990, 999])
"""δ in thousandths, where a family chooses it."""
FINE = 1000


def _listed(sizes: Any) -> bool:
    return comb(sizes["n"] + sizes["z"] - 1, sizes["n"]) <= OUTCOMES


def _level(rng: np.random.Generator, count: int) -> Any:
    return np.stack([rng.choice(LEVELS, count), np.full(count, 1000)], axis=1)


def _inside(rng: np.random.Generator, count: int) -> Any:
    """Thousandths in (0, 1): anywhere, near 0 and near 1."""
    edge = rng.integers(1, 60, count)
    kind = rng.integers(0, 3, count)
    return np.where(kind == 0, edge, np.where(kind == 1, FINE - edge, rng.integers(1, FINE, count)))


def _on(law: Any, value: Any, rng: np.random.Generator) -> dict[str, Any]:
    count = len(law)
    pair = np.stack([value, np.full_like(value, FINE)], axis=-1)
    return {"law": law, "value": pair, "delta": _level(rng, count)}


def _two(rng: np.random.Generator, count: int, points: int, low: Any, high: Any) -> dict[str, Any]:
    """A law on two values, of any mass, rare ones included; further points have the second value."""
    share = _inside(rng, count)
    law, value = np.ones((count, points), dtype=np.int64), np.empty((count, points), dtype=np.int64)
    value[:], value[:, 0] = np.asarray(high)[:, None], low
    if points > 1:
        law[:, 0], law[:, 1] = FINE * share, FINE * (FINE - share)
    return _on(law, value, rng)


def _zeros_and_ones(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    one = np.full(count, FINE)
    return _two(rng, count, sizes["z"], 0 * one, one)


def _zero_and_another(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    return _two(rng, count, sizes["z"], 0, _inside(rng, count))


def _another_and_one(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    return _two(rng, count, sizes["z"], _inside(rng, count), np.full(count, FINE))


def _constants(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    value = np.where(rng.random(count) < 0.3, rng.choice([0, FINE], count), _inside(rng, count))
    return _two(rng, count, sizes["z"], value, value)


def _spaced(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    points = sizes["z"]
    law = rng.integers(1, 10, (count, points)) ** rng.integers(1, 4, (count, 1))
    value = np.broadcast_to(np.arange(points) * FINE // max(1, points - 1), (count, points))
    return _on(law, value, rng)


DRAWS = Domain(
    "n draws from a law on [0, 1]",
    {
        "law": sorts.law("z"),
        "value": sorts.ratios("z"),
        "delta": sorts.ratio(0, 1, closed="neither"),
        "gap": sorts.ratio(0, 1, closed="right"),
        "point": sorts.ratio(0, 1),
        "split": sorts.ratio(0, 1, closed="neither"),
    },
    sizes={"z": (1, 4)},
    shared={"n": (1, 60)},
    together=_listed,
    families={
        "zeros and ones": _zeros_and_ones,
        "zero and another value": _zero_and_another,
        "another value and one": _another_and_one,
        "constants": _constants,
        "equally spaced values": _spaced,
    },
)


def limit(row: str, part: str = "") -> Limit:
    """What a row of this section gives from settings."""
    return LIMITS[f"classical.{row}"][part]


def draws(world: Any) -> Any:
    """All samples by their counts."""
    return world.samples("law", world.size("n"))


def true_mean(world: Any) -> Any:
    """The mean of the law."""
    return (world["law"] * world["value"]).sum(-1)


def true_variance(world: Any) -> Any:
    """The variance of the law."""
    return (world["law"] * (world["value"] - true_mean(world)[..., None]) ** 2).sum(-1)


def averages(world: Any, value: Any) -> Any:
    """The averages of a function of the point, sample by sample."""
    return (draws(world).counts * value[..., None, :]).sum(-1) / world.size("n")


def variances(world: Any) -> Any:
    """The sample variances V."""
    value, counts = world["value"], draws(world).counts
    gaps = value[..., None, :] - averages(world, value)[..., None]
    return (counts * gaps**2).sum(-1) / (world.size("n") - 1)


def chance(world: Any, event: Any) -> Any:
    """The probability of an event, told sample by sample."""
    return (draws(world).probabilities * event).sum(-1)


def settings(world: Any) -> dict[str, Any]:
    """What a limit is computed from, sample by sample: n, δ and the mean."""
    delta = world["delta"][..., None]
    return {"n": world.size("n"), "delta": delta, "mean": averages(world, world["value"]), "a": 0, "b": 1}


def below(world: Any, limit: Limit, **more: Any) -> Any:
    """P(p > limit)."""
    return chance(
        world, world.exceeds(true_mean(world)[..., None], world.value(limit.value, **settings(world), **more))
    )


def not_above(world: Any, limit: Limit, **more: Any) -> Any:
    """P(p ≥ limit)."""
    return chance(
        world, world.reaches(true_mean(world)[..., None], world.value(limit.value, **settings(world), **more))
    )


@DRAWS.quantity("the failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@DRAWS.quantity("the sample size n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


@DRAWS.quantity("the gap t", range="> 0", tex="t")
def t(world: Any) -> Any:
    return world["gap"]


@DRAWS.quantity("a point x", range="[0, 1]", tex="x")
def x(world: Any) -> Any:
    return world["point"]


@DRAWS.quantity("the mean p", range="[0, 1]", tex="p")
def p(world: Any) -> Any:
    return true_mean(world)


@DRAWS.quantity("the variance v", range="[0, 1/4]", tex="v")
def v(world: Any) -> Any:
    return true_variance(world)


@DRAWS.quantity("P(p − p̂ ≥ t)", range="[0, 1]", tex=r"\Pr(p-\hat p\ge t)")
def tail(world: Any) -> Any:
    return chance(world, world.reaches((true_mean(world) - world["gap"])[..., None], averages(world, world["value"])))


@DRAWS.quantity("P(p̂ ≤ x)", range="[0, 1]", tex=r"\Pr(\hat p\le x)")
def at_most(world: Any) -> Any:
    return chance(world, world.reaches(world["point"][..., None], averages(world, world["value"])))
