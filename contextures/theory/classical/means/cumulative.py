"""Chapter 8.1: empirical distribution functions."""

from __future__ import annotations

from math import comb
from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Hypothesis, Kind, Part, Source, Statement

OUTCOMES = 300


def _listed(sizes: Any) -> bool:
    return comb(sizes["n"] + sizes["z"] - 1, sizes["n"]) <= OUTCOMES


def _at_a_jump(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Two values, and an ε just below what F_n may differ by."""
    n, points = sizes["n"], sizes["z"]
    unit = 1000
    first = rng.integers(1, unit, count)
    law = np.zeros((count, points), dtype=np.int64)
    law[:, 0], law[:, -1] = first * (points > 1), unit - first * (points > 1)
    law[:, 1:-1] = 1
    gap = np.abs(rng.integers(0, n + 1, count) / n - first / unit)
    top = np.maximum(1, np.rint((gap - 1e-4) * 10**5).astype(np.int64))
    return {"law": law, "epsilon": np.stack([top, np.full(count, 10**5)], axis=1)}


STEPS = Domain(
    "n draws from a law on an ordered set",
    {"law": sorts.law("z"), "epsilon": sorts.ratio(0, 1, closed="neither")},
    sizes={"z": (1, 5)},
    shared={"n": (1, 40)},
    together=_listed,
    families={"two values": _at_a_jump},
)


@STEPS.quantity("the distance ε", range="(0, 1)", tex=r"\varepsilon")
def epsilon(world: Any) -> Any:
    return world["epsilon"]


@STEPS.quantity("the number of draws n", range="≥ 1", tex="n")
def n(world: Any) -> Any:
    return world.size("n")


def _steps(world: Any) -> tuple[Any, Any]:
    """F_n − F at each point, by outcome, and the probabilities of the outcomes."""
    size = world.size("n")
    drawn = world.samples("law", size)
    return (drawn.counts - size * world["law"][..., None, :]).cumsum(-1) / size, drawn.probabilities


@STEPS.quantity("P(sup |F_n − F| > ε)", range="[0, 1]", tex=r"\Pr(\sup_x|F_n-F|>\varepsilon)")
def both(world: Any) -> Any:
    steps, chances = _steps(world)
    far = world.exceeds(world.absolute(steps).max(-1), world["epsilon"][..., None])
    return (chances * far).sum(-1)


@STEPS.quantity("P(sup (F_n − F) > ε)", range="[0, 1]", tex=r"\Pr(\sup_x(F_n-F)>\varepsilon)")
def one(world: Any) -> Any:
    steps, chances = _steps(world)
    return (chances * world.exceeds(steps.max(-1), world["epsilon"][..., None])).sum(-1)


RATE = sp.exp(-2 * n * epsilon**2)

DKW = Statement(
    id="classical.dkw",
    title="Empirical distribution functions",
    kind=Kind.INEQUALITY,
    source=Source("classical", "Massart 1990", reconstructed=True),
    domain=STEPS,
    printed=Claim(
        "For any law and ε > 0: P(sup |F_n − F| > ε) ≤ 2exp(−2nε²), and P(sup (F_n − F) > ε) ≤ exp(−2nε²) if that is "
        "at most 1/2.",
        r"\Pr\Big(\sup_x|F_n(x)-F(x)|>\varepsilon\Big)\le2e^{-2n\varepsilon^2},\quad "
        r"\Pr\Big(\sup_x(F_n(x)-F(x))>\varepsilon\Big)\le e^{-2n\varepsilon^2}",
        (
            Part("two-sided", both, "<=", 2 * RATE),
            Part("one-sided", one, "<=", RATE, given=(Hypothesis("small", RATE, "<=", sp.Rational(1, 2)),)),
        ),
    ),
)
