"""Chapter 7b.3: two views and a target, and what the one tells of the other."""

from __future__ import annotations

from typing import Any

import sympy as sp

from contextures.theory import sorts
from contextures.theory.domain import Domain
from contextures.theory.statement import Claim, Kind, Part, Source, Statement

TARGETS = Domain(
    "two views X and Z, and a real target Y",
    {
        "law": sorts.law("x", "z", "y", text="law of X, Z and the index of Y"),
        "target": sorts.values("y", text="values of Y"),
    },
    sizes={"x": (2, 4), "z": (2, 4), "y": (2, 3)},
)


def views(world: Any) -> Any:
    """The law of the two views."""
    return world["law"].sum(-1)


def held(world: Any) -> Any:
    """P(x,z), and 1 in place of 0, to divide by."""
    p = views(world)
    return world.where(p > 0, p, 1 + 0 * p)


def regression(world: Any) -> Any:
    """E[Y|X=x, Z=z], 0 where the pair has no mass."""
    return (world["law"] * world["target"][..., None, None, :]).sum(-1) / held(world)


def given_x(world: Any, function: Any) -> Any:
    """E[h(X, Z)|X], as a function of both."""
    p = views(world)
    return (p * function).sum(-1)[..., :, None] / p.sum(-1)[..., :, None] + 0 * function


def given_z(world: Any, function: Any) -> Any:
    """E[h(X, Z)|Z], as a function of both."""
    p = views(world)
    return (p * function).sum(-2)[..., None, :] / p.sum(-2)[..., None, :] + 0 * function


def mean_square(world: Any, function: Any) -> Any:
    """E h(X, Z)²."""
    return (views(world) * function**2).sum((-1, -2))


@TARGETS.quantity("E(μ(X) − E[Y|X,Z])², μ(X) = E[E[Y|Z]|X]", range="≥ 0", tex=r"E(\mu(X)-E[Y|X,Z])^2")
def error(world: Any) -> Any:
    full = regression(world)
    return mean_square(world, given_x(world, given_z(world, full)) - full)


@TARGETS.quantity("ε_X = E(E[Y|X] − E[Y|X,Z])²", range="≥ 0", tex=r"\varepsilon_X")
def epsilon_x(world: Any) -> Any:
    both = views(world)
    own = (world["law"].sum(-2) * world["target"][..., None, :]).sum(-1) / both.sum(-1)
    return mean_square(world, own[..., :, None] - regression(world))


@TARGETS.quantity("ε_Z = E(E[Y|Z] − E[Y|X,Z])²", range="≥ 0", tex=r"\varepsilon_Z")
def epsilon_z(world: Any) -> Any:
    both = views(world)
    own = (world["law"].sum(-3) * world["target"][..., None, :]).sum(-1) / both.sum(-2)
    return mean_square(world, own[..., None, :] - regression(world))


@TARGETS.quantity("smallest singular value of the law of (X, Z), s_{N−1}", range="[0, 1]", tex=r"s_{N-1}")
def s_least(world: Any) -> Any:
    """Of functions of X with mean 0: 0 where X has more points than Z."""
    p = views(world)
    if p.shape[-2] > p.shape[-1]:
        return 0 * p[..., 0, 0]
    return world.singular_values(p)[..., -1]


REDUNDANCY = Statement(
    id="neighbours.tosh-redundancy",
    title="Each view nearly tells the target",
    kind=Kind.INEQUALITY,
    source=Source("tosh", "redundancy lemma", reconstructed=True),
    domain=TARGETS,
    printed=Claim(
        "E(μ(X) − E[Y|X,Z])² ≤ ε_X + 2√(ε_Xε_Z) + ε_Z.",
        r"E(\mu(X)-E[Y|X,Z])^2\le\varepsilon_X+2\sqrt{\varepsilon_X\varepsilon_Z}+\varepsilon_Z",
        (Part("bound", error, "<=", epsilon_x + 2 * sp.sqrt(epsilon_x * epsilon_z) + epsilon_z),),
    ),
    note="From memory of the literature.",
)

ORTHOGONAL = Statement(
    id="neighbours.tosh-orthogonal",
    title="Each view nearly tells the target: the errors add without a cross term",
    kind=Kind.INEQUALITY,
    source=Source("ours"),
    domain=TARGETS,
    printed=Claim(
        "E(μ(X) − E[Y|X,Z])² ≤ ε_X + (1 − s²)ε_Z ≤ ε_X + ε_Z with s = s_{N−1} the smallest singular value of the law "
        "of the views on the functions of X with mean 0. Where s < 1, some Y with ε_Z > 0 gives "
        "equality.",
        r"E(\mu(X)-E[Y|X,Z])^2\le\varepsilon_X+(1-s_{N-1}^2)\,\varepsilon_Z\le\varepsilon_X+\varepsilon_Z",
        (
            Part("sum", error, "<=", epsilon_x + epsilon_z),
            Part("spectral", error, "<=", epsilon_x + (1 - s_least**2) * epsilon_z),
        ),
    ),
    note="Equality: f a singular function of X at s, Y = E[f|Z] − f. N is the number of points of X.",
    uses=("neighbours.tosh-redundancy",),
)

STATEMENTS = (REDUNDANCY, ORTHOGONAL)
