"""Chapter 8.3: a prior, losses and a sample, and the chance that some posterior violates a bound.

What is claimed of all posteriors at once fails on the samples on which one posterior violates it. Floats look for the
worst posterior of each sample on a grid that is refined; exactly, the posteriors of a witness are looked at, so that
the chance is known from below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import permutations, product
from math import comb
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain

Rng = np.random.Generator
Drawn = dict[str, Any]

GRID = {1: 1, 2: 16, 3: 6}
"""Steps of the first grid of posteriors, by the number of hypotheses."""
COARSE = {1: 1, 2: 4, 3: 3}
"""The same for a bound that is dear to evaluate."""
FINER = 3
"""How often the grid is refined around the worst posterior, and once where the bound is dear."""


def _near_an_end(rng: Rng, count: int) -> Any:
    """Failure probabilities near 1, near 0 and between."""
    bottom = rng.integers(2, 400, count)
    top = np.choose(rng.integers(0, 3, count), [np.ones_like(bottom), bottom - 1, rng.integers(1, bottom)])
    return np.stack([top, bottom], axis=1)


def _complementary(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Hypotheses of which each example is right for some and wrong for the others, and a prior that may be unequal."""
    h, z = sizes["h"], sizes["z"]
    first = rng.integers(0, 2, (count, 1, z))
    turned = np.arange(h)[:, None] % 2
    prior = np.where(rng.random((count, 1)) < 0.25, 1 + 98 * (np.arange(h) == 0), rng.integers(1, 10, (count, h)))
    return {"losses": np.where(turned, 1 - first, first), "prior": prior, "delta": _near_an_end(rng, count)}


def _between(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """The same with losses in turn, a prior between an even one and what is right, and failure all but certain."""
    h, z = sizes["h"], sizes["z"]
    wrong = (np.arange(h)[:, None] + np.arange(z)) % 2 == 0
    law = np.where(np.arange(z) % 2, rng.integers(6, 12, (count, 1)), rng.integers(1, 6, (count, 1)))
    right = ((~wrong) * law[:, None, :]).sum(2)
    share = rng.integers(1, 4, (count, 1))
    bottom = rng.integers(2, 400, count)
    return {
        "losses": np.broadcast_to(wrong.astype(np.int64), (count, h, z)),
        "law": law,
        "prior": np.maximum((4 - share) * right.sum(1, keepdims=True) + share * h * right, 1),
        "delta": np.stack([bottom - 1, bottom], axis=1),
    }


def _equal(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Hypotheses with the same losses, of 0 and 1, which is as one hypothesis alone."""
    losses = rng.integers(0, 2, (count, 1, sizes["z"]))
    return {"losses": np.broadcast_to(losses, (count, sizes["h"], sizes["z"]))}


def _singled(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Each hypothesis errs at one point of its own, which is rare, or is right there only."""
    h, z = sizes["h"], sizes["z"]
    own = np.broadcast_to(np.arange(h)[:, None] % z == np.arange(z), (count, h, z)).astype(np.int64)
    law = np.where(np.arange(z) == z - 1, rng.integers(1, 60, (count, 1)), rng.integers(1, 4, (count, z)))
    losses = np.abs(own - rng.integers(0, 2, (count, 1, 1)))
    return {"losses": losses, "law": law, "delta": _near_an_end(rng, count)}


def _uneven(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """A prior that nearly excludes all hypotheses but one, and losses of 0 and 1."""
    prior = np.where(np.arange(sizes["h"]) == 0, rng.integers(20, 5000, (count, 1)), 1)
    return {"prior": prior, "losses": rng.integers(0, 2, (count, sizes["h"], sizes["z"]))}


def _followed(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """A hypothesis for each point, right there and wrong elsewhere, with a prior near the law."""
    h, z = sizes["h"], sizes["z"]
    own = np.arange(h)[:, None] % z == np.arange(z)
    law = rng.integers(1, 10, (count, z))
    prior = np.maximum(law[:, np.arange(h) % z] + rng.integers(-1, 2, (count, h)), 1)
    losses = np.broadcast_to(1 - own.astype(np.int64), (count, h, z))
    return {"losses": losses, "law": law, "prior": prior, "delta": _near_an_end(rng, count)}


def _together(sizes: Any) -> bool:
    """At most 60 samples, and fewer of three hypotheses."""
    return comb(sizes["n"] + sizes["z"] - 1, sizes["n"]) <= (60 if sizes["h"] < 3 else 21)


LEARNER = Domain(
    "hypotheses with losses in [0, 1], a prior, and n examples",
    {
        "law": sorts.law("z", text="the law of an example"),
        "losses": sorts.ratios("h", "z", text="losses in [0, 1]"),
        "prior": sorts.law("h", text="the prior π"),
        "delta": sorts.ratio(0, 1, "neither"),
        "trade": sorts.ratio(0, 10, "right", text="C"),
        "below": sorts.weights("h", "z", text="how far losses without a lower end are below b"),
        "end": sorts.ratio(0, 4, "right", text="the upper end b of these losses"),
        "share": sorts.ratio(0, 1, "neither", text="γb"),
        "split": sorts.ratio(0, 1, "neither", text="where losses are split, μ"),
    },
    sizes={"h": (1, 3), "z": (1, 3)},
    shared={"n": (1, 5)},
    together=_together,
    families={
        "complementary": _complementary,
        "one example": _between,
        "equal": _equal,
        "singled out": _singled,
        "uneven": _uneven,
        "followed": _followed,
    },
    near={
        **{key: {"h": (2, 3), "z": (2, 3)} for key in ("complementary", "singled out", "uneven", "followed")},
        "one example": {"h": (2, 2), "z": (2, 2), "n": (1, 1)},
    },
)
POSTERIORS = sorts.Channel(axes=(None, "h"), text="a posterior for each sample")
RATES = sorts.Weights(axes=(None,), text="a rate for each sample")


@LEARNER.quantity("failure probability δ", range="(0, 1)", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@LEARNER.quantity("sample size n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


class Seen:
    """Posteriors on all samples, (..., samples, h) or several for each, (..., samples, posteriors, h).

    Attributes
    ----------
    KL : array
        KL(ρ‖π).
    """

    def __init__(self, world: Any, rho: Any, *, several: bool = False) -> None:
        self.world, self.rho, self.several = world, rho, several
        self.samples = world.samples("law", world.size("n"))
        prior = world["prior"][..., None, :]
        self.KL = world.kl(rho, prior[..., None, :] if several else prior)

    def average(self, losses: Any) -> Any:
        """Return the average of losses (..., h, z) on the sample, by the posterior."""
        on_sample = self.samples.counts @ losses.swapaxes(-1, -2) / self.world.size("n")
        return self._by_posterior(on_sample)

    def risk(self, losses: Any) -> Any:
        """Return the expected loss, by the posterior."""
        return self._by_posterior((losses * self.world["law"][..., None, :]).sum(-1)[..., None, :])

    def _by_posterior(self, values: Any) -> Any:
        """The average over hypotheses of values (..., samples, h)."""
        each = values[..., None, :] if self.several else values
        return sum(self.rho[..., h] * each[..., h] for h in range(self.world.size("h")))

    def spread(self, setting: Any) -> Any:
        """Return a setting with the axes of what depends on the sample."""
        return setting[..., None, None] if self.several else setting[..., None]


Sides = Callable[[Any, Seen, Any], tuple[Any, Any]]


@dataclass(frozen=True)
class Rule:
    """A bound that a posterior violates where one number exceeds another.

    Attributes
    ----------
    sides : callable
        From the world, what is seen of the posteriors and the rates to the two numbers.
    strict : bool
        Whether it must exceed it, or may reach it.
    rates : callable or None
        Where the bound has a rate that may be chosen after the sample: the best one, in floats.
    dear : bool
        Whether it takes long to evaluate.
    alike : str
        A name for rules whose worst posteriors are the same, as they differ by a constant.
    """

    sides: Sides
    strict: bool = True
    rates: Callable[[Any, Seen], Any] | None = None
    dear: bool = False
    alike: str = ""


def chance(name: str, text: str, tex: str, rule: Rule) -> sp.Symbol:
    """Make the quantity that is the chance of a sample on which some posterior violates a bound."""
    best = {"rho": POSTERIORS, **({"rate": RATES} if rule.rates else {})}

    @LEARNER.quantity(
        text, range="[0, 1]", tex=rf"\Pr(\exists\rho:{tex})", name=name, best=best, at=partial(worst, rule=rule)
    )
    def violated(world: Any) -> Any:
        seen = Seen(world, world["rho"])
        first, second = rule.sides(world, seen, world["rate"] if rule.rates else None)
        hit = world.exceeds(first, second) if rule.strict else world.reaches(first, second)
        return (seen.samples.probabilities * hit).sum(-1)

    return violated


def worst(world: Any, rule: Rule) -> dict[str, Any]:
    """The posterior of each sample that violates a bound most, in floats, and the rate that goes with it."""
    if not rule.alike:
        return _searched(world, rule)
    found: dict[str, Any] = world.once(("worst posteriors", rule.alike), lambda: _searched(world, rule))
    return found


def _searched(world: Any, rule: Rule) -> dict[str, Any]:
    """The worst posteriors on a grid that is refined."""
    size = world.size("h")
    steps = (COARSE if rule.dear else GRID)[size]
    grid = np.array([c for c in product(range(steps + 1), repeat=size) if sum(c) == steps]) / steps
    prior = world["prior"]
    rows = np.concatenate([np.broadcast_to(grid, (len(prior), *grid.shape)), prior[:, None]], axis=1)[:, None]
    found = _worst(world, rule, rows)
    turns = np.array([np.eye(size)[i] - np.eye(size)[j] for i, j in permutations(range(size), 2)])
    width = 1.0 / steps
    for _ in range(0 if size == 1 else 1 if rule.dear else FINER):
        moves = np.concatenate([[np.zeros(size)], *(share * width * turns for share in (1.0, 0.5, 0.25))])
        near = np.clip(found[..., None, :] + moves, 0.0, None)
        found = _worst(world, rule, near / near.sum(-1, keepdims=True))
        width /= 4
    if rule.rates is None:
        return {"rho": found}
    return {"rho": found, "rate": rule.rates(world, Seen(world, found))}


def _worst(world: Any, rule: Rule, rows: Any) -> Any:
    """The worst of several posteriors of each sample."""
    seen = Seen(world, rows, several=True)
    with np.errstate(all="ignore"):
        first, second = rule.sides(world, seen, rule.rates(world, seen) if rule.rates else None)
        gap = np.where(np.isinf(first), np.inf, first - second)
    place = np.where(np.isnan(gap), -np.inf, gap).argmax(-1)
    wide = np.broadcast_to(rows, (*gap.shape, rows.shape[-1]))
    return np.take_along_axis(wide, place[..., None, None], axis=-2)[..., 0, :]
