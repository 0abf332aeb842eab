"""How tight a bound is: what is attained through a cap, without a term or where all is degenerate is told apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp

from contextures import Domain, sorts, verify
from contextures.cli.findings import tight_lines
from contextures.measure.domain import domain_of
from contextures.measure.evaluate import Evaluator
from contextures.theory.catalogue import Catalogue
from contextures.theory.statement import Claim, Kind, Part, Source, Statement
from contextures.verify.campaign.verdict import PartResult
from contextures.verify.search.suspects import Tally
from contextures.verify.search.tightness import capped, tightest

square = Domain("two numbers", {"x": sorts.ratio(0, 1), "y": sorts.ratio(0, 1)})


@square.quantity("x", range="[0, 1]", tex="x")
def first(world: Any) -> Any:
    return world["x"]


@square.quantity("y", range="[0, 1]", tex="y")
def second(world: Any) -> Any:
    return world["y"]


def statement(part: Part) -> Statement:
    """A statement of one part."""
    return Statement(
        id="mine.square", title="Two numbers", kind=Kind.INEQUALITY, source=Source("ours"), domain=square,
        printed=Claim("It is small.", "x", (part,)),
    )  # fmt: skip


def seen(part: Part, x: list[int], y: list[int]) -> tuple[Any, Any]:
    """The two ratios over instances x/12, y/12, and which are capped."""
    mine = statement(part)
    domain = domain_of(mine)
    fields = {name: np.array([[top, 12] for top in values]) for name, values in (("x", x), ("y", y))}
    evaluator = Evaluator(domain.world.of_batch(domain.world.batch(fields, {})), domain.quantities)
    kept = np.ones(len(x), dtype=bool)
    return tightest(domain, mine.printed, part, evaluator, kept, None), capped(evaluator, part, {}).tolist()


def test_a_cap_that_is_active_is_no_tightness() -> None:
    part = Part("bound", first, "<=", sp.Min(second, sp.sqrt(2 * first + first**2)))
    (plain, trivial), idle = seen(part, [6, 3], [6, 11])
    assert idle == [True, False]
    assert trivial.value == pytest.approx(1)
    assert plain.value == pytest.approx(0.25 / np.sqrt(0.5 + 0.0625))
    assert (plain.where, trivial.where) == (1, 0)


def test_a_minimum_of_two_settings_is_no_cap() -> None:
    part = Part("bound", first * second, "<=", sp.Min(first, second))
    (plain, trivial), idle = seen(part, [6], [3])
    assert idle == [False]
    assert (plain.value, trivial) == (pytest.approx(0.5), None)


@pytest.mark.parametrize("named", [False, True])
def test_a_term_that_vanishes_is_no_tightness(named: bool) -> None:
    terms = {"own": first, "other": (1 - second) ** 2 / 4}
    whole = first + terms["other"]
    part = Part.of_terms("bound", first, terms) if named else Part("bound", first, "<=", whole)
    domain = domain_of(statement(part))
    fields = {"x": np.array([[6, 12], [6, 12]]), "y": np.array([[6, 12], [12, 12]])}
    evaluator = Evaluator(domain.world.of_batch(domain.world.batch(fields, {})), domain.quantities)
    assert capped(evaluator, part, {}).tolist() == [False, True]


def test_what_is_degenerate_is_trivial() -> None:
    (plain, trivial), idle = seen(Part("bound", first * second, "<=", first), [6, 6], [12, 3])
    assert idle == [False, False]
    assert (plain.value, trivial.value) == (pytest.approx(0.25), pytest.approx(1))


def test_nothing_is_conjectured_of_a_bound_that_is_attained_trivially() -> None:
    part = Part("bound", sp.Symbol("x"), "<=", sp.Symbol("y"))
    tally = Tally(instances=5000, met=5000, worst=0.0, tightness=0.5, trivial=1.0)
    found = PartResult.of(part, tally, None)
    assert (found.tightness, found.trivial, found.best_ratio, found.conjecture) == (0.5, 1.0, 1.0, None)
    assert PartResult.of(part, Tally(instances=5000, met=5000, worst=0.0, tightness=0.5), None).conjecture == "1/2"
    below = PartResult.of(part, Tally(instances=9, met=9, worst=0.0, tightness=0.5, trivial=0.25), None)
    assert below.to_json()["trivial_tightness"] is None


def test_tallies_keep_the_best_of_both() -> None:
    one, two = Tally(tightness=0.5, trivial=None), Tally(tightness=0.25, trivial=0.75)
    one.add(two)
    assert (one.tightness, one.trivial) == (0.5, 0.75)


def test_the_trivial_ones_are_told_apart() -> None:
    bound = Part("bound", first, "<=", sp.Min(1, 2 * first))
    report = verify(statements=Catalogue([statement(bound)]), instances=3000)
    row = report.to_json()["statements"][0]["parts"][0]
    assert row["trivial_tightness"] == 1
    assert row["tightness"] == pytest.approx(0.5)
    told = list(tight_lines([row], statement(bound)))
    assert "part bound: best ratio 1 where it is trivial (a cap is active" in told[1]
