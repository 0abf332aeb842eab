"""Chapter 7.5: classes with difficult points, their similarities, and draws of both ends of each range."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Hypothesis

Rng = np.random.Generator
Drawn = dict[str, Any]

SIMILARITIES = ("beta", "gamma", "higher", "alpha")


def _counts(rng: Rng, count: int, most: int, classes: int) -> Drawn:
    """Classes of which one point, some or all but one are difficult, and widths about the number of classes."""
    n = rng.integers(2, most + 1, count)
    some = rng.integers(1, n)
    difficult = np.choose(rng.integers(0, 3, count), [some, np.ones_like(n), n - 1])
    r = rng.integers(1, classes + 1, count)
    k = np.where(rng.random(count) < 0.5, r + 1 + rng.integers(0, difficult), rng.integers(1, (r + 1) * n))
    return {"n": n, "n_d": difficult, "r": r, "k": np.minimum(k, LAST)}


def _ordered(rng: Rng, count: int, fine: int) -> Drawn:
    """Multiples 0 ≤ β < γ < γ′ < α of one fraction."""
    steps = np.array([rng.choice(fine, 4, replace=False) for _ in range(count)])
    steps.sort(axis=1)
    steps[:, 0] *= rng.integers(0, 2, count)
    return {name: np.stack([steps[:, i], np.full(count, fine)], -1) for i, name in enumerate(SIMILARITIES)}


def _few(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    return _counts(rng, count, 5, 3) | _ordered(rng, count, int(rng.choice([5, 6, 8, 10, 20])))


def _many(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    return _counts(rng, count, int(rng.choice([30, 1000])), int(rng.choice([9, 100]))) | _ordered(rng, count, 60)


def _at_an_end(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """All similarities near 0 or near 1, or γ and γ′ near β or near α."""
    fine = 1000
    beta, alpha = rng.integers(0, 400, count), rng.integers(600, fine, count)
    where = rng.integers(0, 4, count)
    low, high = np.choose(where, [0, 980, beta, beta]), np.choose(where, [30, 999, alpha, alpha])
    gamma = np.where(where == 2, low + 1, np.where(where == 3, high - 2, low + 5))
    level = [low, gamma, gamma + 1, np.maximum(high, gamma + 2)]
    ends = {name: np.stack([entry, np.full(count, fine)], -1) for name, entry in zip(SIMILARITIES, level, strict=True)}
    return _counts(rng, count, int(rng.choice([4, 12, 100])), int(rng.choice([2, 30]))) | ends


def _level(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Difficult points that are as easy as the others: γ = β."""
    found = _few(rng, count, sizes)
    return found | {"gamma": found["beta"].copy()}


def _repaid(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Similarities near each other, and as few difficult points as the threshold of a temperature just allows."""
    fine, few, r = 1000, rng.integers(1, 4, count), rng.integers(1, CLASSES // 4, count)
    low = rng.integers(5, 400, count)
    steps = np.stack([low, low + 1, low + 2, low + 3])
    beta, gamma, _, alpha = steps / fine
    least = few**2 * (alpha + r * beta) * (gamma + beta) / (beta**2 * r)
    n = np.maximum(few + 1, np.ceil(least).astype(np.int64) + rng.integers(0, 3, count))
    ends = {name: np.stack([entry, np.full(count, fine)], -1) for name, entry in zip(SIMILARITIES, steps, strict=True)}
    return {"n": n, "n_d": few, "r": r, "k": r + 1} | ends


def _balanced(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Classes hardly similar, so that (n_d − 1)(1 − α) is about n(α + rβ)."""
    fine = 10_000
    counts = _counts(rng, count, int(rng.choice([6, 40])), 4)
    share, r = (counts["n_d"] - 1) / counts["n"], counts["r"]
    least, most = share / (1 + r + share), share / (1 + share)
    alpha = least + (most - least) * rng.uniform(0.05, 1, count)
    top = np.maximum(np.rint(fine * alpha).astype(np.int64), 4)
    low = np.clip(np.rint(fine * (share - alpha * (1 + share)) / r).astype(np.int64), 0, top - 3)
    gamma = low + 1 + rng.integers(0, top - low - 2)
    higher = gamma + 1 + rng.integers(0, top - gamma - 1)
    steps = (low, gamma, higher, top)
    return counts | {
        name: np.stack([entry, np.full(count, fine)], -1) for name, entry in zip(SIMILARITIES, steps, strict=True)
    }


LARGEST, CLASSES, LAST = 1000, 100, 101_000

CLASSED = Domain(
    "classes of which some points are difficult",
    {
        "n": sorts.count(2, LARGEST, text="points of a class"),
        "n_d": sorts.count(1, LARGEST, text="difficult points of a class"),
        "r": sorts.count(1, CLASSES, text="the number of classes less 1"),
        "alpha": sorts.ratio(0, 1, "neither", text="similarity within a class"),
        "beta": sorts.ratio(0, 1, "left", text="similarity of easy points of different classes"),
        "gamma": sorts.ratio(0, 1, "left", text="similarity of difficult points of different classes"),
        "higher": sorts.ratio(0, 1, "neither", text="a larger one"),
        "delta": sorts.ratio(0, 1, "right", text="the labelling error"),
        "k": sorts.count(1, LAST, text="the width of the encoder"),
    },
    families={
        "few": _few,
        "many": _many,
        "at an end": _at_an_end,
        "level": _level,
        "repaid": _repaid,
        "balanced": _balanced,
    },
)


@CLASSED.quantity("points of a class", range="≥ 2", tex="n")
def n(world: Any) -> Any:
    return world["n"]


@CLASSED.quantity("difficult points of a class", range="≥ 1", tex="n_d")
def n_d(world: Any) -> Any:
    return world["n_d"]


@CLASSED.quantity("number of classes less 1", range="≥ 1", tex="r")
def r(world: Any) -> Any:
    return world["r"]


@CLASSED.quantity("similarity within a class", range="(0, 1)", tex=r"\alpha")
def alpha(world: Any) -> Any:
    return world["alpha"]


@CLASSED.quantity("similarity of easy points of different classes", range="[0, 1)", tex=r"\beta")
def beta(world: Any) -> Any:
    return world["beta"]


@CLASSED.quantity("similarity of difficult points of different classes", range="[0, 1)", tex=r"\gamma")
def gamma(world: Any) -> Any:
    return world["gamma"]


@CLASSED.quantity("a larger similarity of difficult points of different classes", range="(0, 1)", tex=r"\gamma'")
def higher(world: Any) -> Any:
    return world["higher"]


@CLASSED.quantity("labelling error", range="(0, 1]", tex=r"\delta")
def delta(world: Any) -> Any:
    return world["delta"]


@CLASSED.quantity("width of the encoder", range="≥ 1", tex="k")
def k(world: Any) -> Any:
    return world["k"]


ROOM = Hypothesis("some-easy", n_d, "<", n, "a class has easy points")
ABOVE = Hypothesis("harder-than-easy", beta, "<", gamma, "difficult points are more similar to other classes")
BELOW = Hypothesis("classes-nearer", gamma, "<", alpha, "points of a class are more similar still")
USUAL = (ROOM, ABOVE, BELOW)
HIGHER = (Hypothesis("higher", gamma, "<", higher), Hypothesis("higher-below", higher, "<", alpha))

a, p, t = 1 - alpha, alpha + r * beta, gamma - beta
c_2 = (1 - alpha) + n * alpha + n * r * beta
c_1 = c_2 + n_d * r * t
c_0 = (1 - alpha) + n * alpha + (n - n_d) * r * beta
q_3 = a / c_2
q_4 = (a + r * t) / c_1
q_5 = a / (a + (n - n_d) * p)


def bound(q: sp.Expr) -> sp.Expr:
    """4δ/(1 − q) + 8δ."""
    return 4 * delta / (1 - q) + 8 * delta


def at(expression: sp.Expr, value: sp.Expr) -> sp.Expr:
    """An expression with another similarity of the difficult points."""
    return expression.xreplace({gamma: value})
