"""Chapter 8.2: functions of independent variables that change little with each of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

VARIABLES = ("first", "second", "third")


def sums(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
    """Sums of functions of one variable each, and fair coins."""
    parts = [rng.integers(-4, 5, (count, sizes[axis])) for axis in ("x", "y", "w")]
    values = parts[0][:, :, None, None] + parts[1][:, None, :, None] + parts[2][:, None, None, :]
    fair = {
        name: np.ones((count, sizes[axis]), dtype=np.int64)
        for name, axis in zip(VARIABLES, ("x", "y", "w"), strict=True)
    }
    return {"values": values, **fair}


INDEPENDENT = Domain(
    "a function of up to three independent variables",
    {
        "first": sorts.law("x"),
        "second": sorts.law("y"),
        "third": sorts.law("w"),
        "values": sorts.values("x", "y", "w"),
        "level": sorts.ratio(0, 20, "right"),
    },
    sizes={"x": (2, 3), "y": (1, 3), "w": (1, 3)},
    families={"sums": sums},
)


def joint(world: Any) -> Any:
    """The law of the three variables, (..., x, y, w)."""
    x, y, w = (world[name] for name in VARIABLES)
    return x[..., :, None, None] * y[..., None, :, None] * w[..., None, None, :]


def mean_of(world: Any, values: Any) -> Any:
    """The expectation of a function of the three variables."""
    return (joint(world) * values).sum((-1, -2, -3))


@INDEPENDENT.quantity("deviation t", range="> 0", tex="t")
def t(world: Any) -> Any:
    return world["level"]


@INDEPENDENT.quantity("P(f − Ef ≥ t)", range="[0, 1]", tex=r"\Pr(f-\mathbb Ef\ge t)")
def tail(world: Any) -> Any:
    f = world["values"]
    level = mean_of(world, f) + world["level"]
    return mean_of(world, world.reaches(f, level[..., None, None, None]).astype(int))


@INDEPENDENT.quantity("Var f", range="≥ 0", tex=r"\mathrm{Var}\,f")
def variance(world: Any) -> Any:
    f = world["values"]
    return mean_of(world, (f - mean_of(world, f)[..., None, None, None]) ** 2)


@INDEPENDENT.quantity("½Σ_iE(f − f^{(i)})²", range="≥ 0", tex=r"\tfrac12\sum_i\mathbb E(f-f^{(i)})^2")
def refreshed(world: Any) -> Any:
    f, total = world["values"], 0
    for axis, name in zip((-3, -2, -1), VARIABLES, strict=True):
        moved = np.moveaxis(f, axis, -1)
        squares = (moved[..., :, None] - moved[..., None, :]) ** 2
        fresh = (squares * world[name][..., None, None, None, :]).sum(-1)
        total = total + mean_of(world, np.moveaxis(fresh, -1, axis)) / 2
    return total


@INDEPENDENT.quantity("Σc_i²", range="≥ 0", tex=r"\sum c_i^2")
def sum_c2(world: Any) -> Any:
    f, total = world["values"], 0
    for axis in (-3, -2, -1):
        moved = np.moveaxis(f, axis, -1)
        total = total + (moved.max(-1) - moved.min(-1)).max((-1, -2)) ** 2
    return total


MCDIARMID = Statement(
    id="classical.mcdiarmid",
    title="Bounded differences",
    kind=Kind.INEQUALITY,
    source=Source("classical", "McDiarmid 1989; Efron–Stein", reconstructed=True),
    domain=INDEPENDENT,
    printed=Claim(
        text="Independent X_1, …, X_n, f changes by at most c_i when coordinate i alone changes: P(f − Ef ≥ t) ≤ "
        "e^{−2t²/Σc_i²}, t > 0; Var f ≤ ½Σ_iE(f − f^{(i)})², f^{(i)} with a fresh X_i, ≤ ¼Σc_i².",
        tex=r"\Pr(f-\mathbb Ef\ge t)\le e^{-2t^2/\sum c_i^2},\quad"
        r"\mathrm{Var}\,f\le\tfrac12\sum_i\mathbb E(f-f^{(i)})^2\le\tfrac14\sum c_i^2",
        parts=(
            Part("tail", tail, "<=", sp.exp(-2 * t**2 / sum_c2)),
            Part("variance", variance, "<=", refreshed),
            Part("range", refreshed, "<=", sum_c2 / 4),
        ),
    ),
    note="Of up to three variables: a space of one point is a variable less.",
)

STATEMENTS = (MCDIARMID,)
