"""How many instances a second are drawn and tried, of claims of chapter 1 written on a declared domain and built in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import numpy as np
import sympy as sp

import contextures as cx
from benchmarks.measure import Row, seconds
from contextures import catalogue, sorts
from contextures.measure.domain import domain_of
from contextures.theory.statement import Claim, Statement
from contextures.verify.search.draws import supply_of
from contextures.verify.search.search import RANDOM
from contextures.verify.search.suspects import Tally, look

SLOWER = 1.5
"""How many times slower than built-in code a declared domain may be."""
SIZE = {"N": 3, "M": 3}
"""Points of both spaces."""

CONTEXTS = cx.Domain(
    "a law and an encoder",
    {"joint": sorts.law("N", "M"), "encoder": sorts.values("N", 1)},
)


@CONTEXTS.quantity("the largest singular value")
def correlation(world):
    return world.singular_values(world["joint"])[..., 0]


@CONTEXTS.quantity("the sum of the squared singular values")
def squares(world):
    return (world.singular_values(world["joint"]) ** 2).sum(-1)


@CONTEXTS.quantity("χ² from independence")
def chi_square(world):
    joint = world["joint"]
    return (joint**2 / (joint.sum(-1)[..., :, None] * joint.sum(-2)[..., None, :])).sum(-1).sum(-1) - 1


def _variance(p, f):
    return (p * f**2).sum(-1) - (p * f).sum(-1) ** 2


@CONTEXTS.quantity("Var E[f|A]")
def explained(world):
    joint, f = world["joint"], world["encoder"][..., 0]
    p_a = joint.sum(-2)
    return _variance(p_a, (joint * f[..., :, None]).sum(-2) / p_a)


@CONTEXTS.quantity("Var f")
def variance(world):
    return _variance(world["joint"].sum(-1), world["encoder"][..., 0])


def _bound(name: str, lhs: sp.Expr, relation: cx.theory.statement.Relation, rhs: sp.Expr) -> Statement:
    claim = Claim(name, name, (cx.Part("bound", lhs, relation, rhs),))
    return Statement(
        id=f"own.{name}", title=name, kind=cx.Kind.INEQUALITY, source=cx.Source("ours"), domain=CONTEXTS, printed=claim
    )


PAIRS: tuple[tuple[str, str, Statement], ...] = (
    ("contexts.unit-interval", "upper", _bound("unit-interval", correlation, "<=", sp.S.One)),
    ("contexts.chi-square", "inertia", _bound("chi-square", squares, "==", chi_square)),
    ("optimality.compatibility", "bound", _bound("compatibility", explained, "<=", correlation**2 * variance)),
)
"""Id and part of what is built in, and the same on a declared domain."""


def trial(statement: Statement, claim: Claim) -> tuple[Callable[[], None], int]:
    """What draws a batch of each family and tries a claim on it, at each call, and how many batches that are."""
    supply = supply_of(domain_of(statement))
    needs, rng, turn = supply.domain.needs(claim), np.random.default_rng(0), count()
    drawn = supply.sizes(rng, supply.families[0])
    sizes = {**drawn, **SIZE, **({"d": 1} if "d" in drawn else {})}
    families = [family for family in supply.families if supply.suits(family, sizes)]

    def run() -> None:
        for _ in families:
            family = families[next(turn) % len(families)]
            batch, world = supply.draw(rng, family, RANDOM, sizes, needs)
            look(supply, claim, batch, world, {part.name: Tally() for part in claim.parts})

    return run, len(families)


def rows() -> Iterator[Row]:
    """Measure both."""
    for id_, part, own in PAIRS:
        built_in = catalogue[id_]
        claim = built_in.printed
        alone = cx.Claim(claim.text, claim.tex, (claim.part(part),), claim.given)
        rates = []
        for statement, tried in ((own, own.printed), (built_in, alone)):
            run, batches = trial(statement, tried)
            rates.append(RANDOM * batches / seconds(run, 10))
        ours, theirs = rates
        yield Row(
            f"{id_}, part {part}, on a declared domain",
            "the built-in code",
            f"{ours / 1e3:.0f} k instances/s",
            f"{theirs / 1e3:.0f} k instances/s",
            ours / theirs,
            f"> {1 / SLOWER:.2f}×",
            ours > theirs / SLOWER,
        )
