"""Claims on declared domains, and instances of them drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy as sp

import contextures as cx
from contextures import sorts
from contextures.measure.domain import domain_of
from contextures.measure.instance import Batch
from contextures.theory.catalogue import catalogue
from contextures.verify.search.draws import supply_of


class Dice:
    """A domain with a law, values and a subset, and what is measured on it."""

    def __init__(self) -> None:
        self.domain = cx.Domain(
            "values under a law", {"p": sorts.mass("x"), "f": sorts.values("x"), "level": sorts.ratio(0, 2)}
        )
        self.quantity = self.domain.quantity
        self.mean = self.quantity("mean", name="mean")(lambda world: (world["p"] * world["f"]).sum(-1))
        self.top = self.quantity("largest value", name="top")(lambda world: world["f"].max(-1))
        self.level = self.quantity("level", name="level")(lambda world: world["level"])

    def mean_of(self, name: str, n: int) -> Any:
        called = f"of_{name.replace(' ', '_')}_{n}"
        total = self.quantity(name=called)(lambda world: world.samples(name, n).probabilities.sum(-1))
        statement = stated(self.domain, cx.Part("p", total, "<=", 2))
        return domain_of(statement).quantities[called](drawn(statement)[1])


def symbol(name: str) -> Any:
    return sp.Symbol(name, real=True)


def stated(
    domain: cx.Domain, *parts: cx.Part, given: tuple[cx.Hypothesis, ...] = (), name: str = "one"
) -> cx.Statement:
    return cx.Statement(
        id=f"mine.{name}",
        title="A guess",
        kind=cx.Kind.INEQUALITY,
        source=cx.Source("ours"),
        domain=domain,
        printed=cx.Claim("A guess.", "?", parts, given),
    )


def drawn(statement: cx.Statement, seed: int = 0, family: int = 0) -> tuple[Batch, Any]:
    measured = domain_of(statement)
    supply, rng = supply_of(measured), np.random.default_rng(seed)
    chosen = supply.families[family]
    return supply.draw(rng, chosen, 9, supply.sizes(rng, chosen), measured.fields)


def measured(id_: str, seed: int = 0, **sizes: int) -> Any:
    """Instances of the domain of a row at given sizes: their fields, and their quantities by name, in floats."""
    statement = catalogue[id_]
    domain = domain_of(statement)
    supply, rng = supply_of(domain), np.random.default_rng(seed)
    assert statement.domain is not None
    family = next(family for family in supply.families if family.name == "dense")
    _, world = supply.draw(
        rng, family, 4, {**{a: low for a, (low, _) in statement.domain.bounds.items()}, **sizes}, domain.fields
    )
    return world.fields, {
        name: np.asarray(quantity(world), dtype=float) for name, quantity in domain.quantities.items()
    }


DICE = Dice()
QUICK = ("--instances", 700, "--jobs", 1, "--json", "-")
