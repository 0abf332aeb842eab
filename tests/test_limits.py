"""Limits: formulas over settings that a statement carries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from flint import fmpq

from contextures import Domain, sorts
from contextures.measure.declared import world_of
from contextures.measure.instance import Instance
from contextures.theory.catalogue import catalogue
from contextures.theory.functions import KLUpper
from contextures.theory.limit import Limit, Side
from contextures.theory.symbols.classical import a, b, count, delta, mean, n

HOEFFDING = Limit.of_terms({"mean": mean, "deviation": sp.sqrt(sp.log(1 / delta) / (2 * n))}, scales=True)


def test_a_limit_names_its_settings() -> None:
    assert HOEFFDING.symbols == {"mean", "delta", "n"}
    assert HOEFFDING.side is Side.UPPER
    assert HOEFFDING.at(delta=delta / 2).value == mean + sp.sqrt(sp.log(2 / delta) / (2 * n))


def test_a_limit_on_another_range_moves_with_it() -> None:
    moved = HOEFFDING.rescaled
    assert moved.symbols == {"mean", "delta", "n", "a", "b"}
    assert sp.simplify(moved.value - (mean + (b - a) * sp.sqrt(sp.log(1 / delta) / (2 * n)))) == 0
    assert sp.simplify(moved.terms["mean"] - mean) == 0


def test_what_is_no_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="no such setting: x"):
        Limit(sp.Symbol("x"))
    with pytest.raises(ValueError, match="lower end"):
        Limit(mean, Side.INTERVAL)
    with pytest.raises(ValueError, match="float"):
        Limit(mean + 0.5)
    with pytest.raises(ValueError, match="add up"):
        Limit(mean, terms={"mean": n})
    statement = catalogue["contexts.duality"]
    with pytest.raises(ValueError, match="a limit of no part: nothing"):
        replace(statement, limits={"nothing": HOEFFDING})


def test_a_world_evaluates_the_expression_of_a_limit_in_both_back_ends() -> None:
    coin = Domain("a coin", {"p": sorts.mass("x"), "delta": sorts.ratio("1/100", "1/2")}, fixed={"x": 2})

    def miss(world: Any) -> Any:
        """The probability that the limit of 3 tosses is below the mean."""
        tosses = world.samples("p", 3)
        limit = world.value(
            KLUpper(count / n, sp.log(1 / delta) / n), count=tosses.counts[:, 1], n=3, delta=world["delta"][..., None]
        )
        return (tosses.probabilities * world.where(world["p"][..., 1:] > limit, 1, 0)).sum(-1)

    kind = world_of(coin)
    instance = Instance.from_json({"p": ["1/10", "9/10"], "delta": "1/4"}, "p", (), kind.sorts)
    assert miss(kind.of_instance(instance)).item() == fmpq(7, 250)
    assert miss(kind.of_floats(instance)).tolist() == pytest.approx([0.028])
