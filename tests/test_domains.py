"""Declared domains: what cannot be declared, and quantities of every sort in both back ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from flint import fmpq

import contextures as cx
from contextures import InputError, sorts
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import holds
from contextures.measure.domain import MeasuredDomain, domain_of
from contextures.measure.instance import Batch, Instance
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.draws import supply_of
from contextures.verify.search.simplifications import fewer_points, heights, smaller_numbers
from tests.declaring import DICE, drawn, stated, symbol


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: sorts.law(), "at least 1"),
        (lambda: sorts.channel("x"), "at least 2"),
        (lambda: sorts.values("not a name"), "neither the name"),
        (lambda: sorts.values(0), "neither the name"),
        (lambda: sorts.ratio(1, 0), "no number between"),
        (lambda: sorts.ratio(0, 0, "left"), "no number between"),
        (lambda: sorts.ratio(0.5, 1), "no exact number"),
        (lambda: sorts.ratio(0, 1, "open"), "closed is 'open'"),
        (lambda: sorts.count(3, 1), "low ≤ high"),
        (lambda: sorts.count(0, 1.0), "no whole number"),
        (lambda: cx.Domain("", {"p": sorts.mass("x")}), "name of a domain"),
        (lambda: cx.Domain("d", {}), "no fields"),
        (lambda: cx.Domain("d", {"p q": sorts.mass("x")}), "has no name"),
        (lambda: cx.Domain("d", {"p": "mass"}), "a sort of"),
        (lambda: cx.Domain("d", {"p": sorts.mass("x")}, sizes={"y": (1, 2)}), "is of no field"),
        (lambda: cx.Domain("d", {"p": sorts.mass("x")}, sizes={"x": (3, 2)}), "from 1 up"),
        (lambda: cx.Domain("d", {"p": sorts.mass("x")}, fixed={"x": 0}), "from 1 up"),
        (lambda: cx.Domain("d", {"p": sorts.mass("x")}, fixed={"x": 2}, sizes={"x": (2, 3)}), "one of the two"),
        (lambda: DICE.quantity("again", name="mean")(lambda world: 0), "two quantities"),
        (lambda: DICE.quantity("no name")(lambda world: 0), "no function with a name"),
        (lambda: DICE.quantity(best={"p": sorts.mass("x")}), "is a field"),
        (lambda: DICE.quantity(best={"q": 1}), "a sort of"),
        (lambda: DICE.quantity(best={"q": sorts.mass("z")}), "which no field has"),
        (lambda: DICE.quantity(best={"q": sorts.mass("x")}, sense="most"), "'largest' or 'smallest'"),
        (lambda: DICE.quantity(best={"q": sorts.mass("x")}, shape="round"), "'affine' or 'quadratic'"),
        (lambda: DICE.mean_of("no such", 3), "of a law or mass"),
        (lambda: DICE.mean_of("p", 0), "whole number ≥ 1"),
        (lambda: DICE.mean_of("p", 10**6), "at most 200,000"),
    ],
)
def test_a_declaration_that_cannot_be_is_refused(make: Callable[[], Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        make()


EVERYTHING = cx.Domain(
    "everything",
    {
        "joint": sorts.law("x", "y"),
        "p": sorts.mass("x"),
        "q": sorts.mass("x"),
        "channel": sorts.channel("x", "y"),
        "w": sorts.graph("x"),
        "f": sorts.values("x"),
        "label": sorts.labels("x", "k"),
        "part": sorts.subset("x"),
        "order": sorts.permutation("x"),
        "v": sorts.unit("x", 2),
        "turn": sorts.orthogonal("x"),
        "a": sorts.symmetric("x"),
        "b": sorts.semidefinite("x"),
        "t": sorts.ratio(0, 1),
        "n": sorts.count(1, 3),
    },
)
MEASURED: dict[str, Callable[[Any], Any]] = {
    "entropy": lambda world: world.entropy(world["p"]),
    "divergence": lambda world: world.kl(
        world["joint"].sum(-1), world["joint"].sum(-1) * world["t"][..., None] / 2 + 1
    ),
    "information": lambda world: world.mutual_information(world["joint"]),
    "first": lambda world: world.singular_values(world["joint"])[..., 0],
    "inertia": lambda world: (world.singular_values(world["joint"]) ** 2).sum(-1),
    "lost": lambda world: world.singular_values(world["p"][..., :, None] * world["channel"]).sum(-1),
    "eigenvalue": lambda world: world.eigenvalues(world["a"])[..., 0],
    "trace": lambda world: world.trace(world["b"] @ world["a"]),
    "determined": lambda world: world.trace(world.inverse(world["b"] + world.identity("x"))),
    "span": lambda world: world.trace(world.projector(world["v"])),
    "weighted": lambda world: world.trace(world.projector(world["v"], world["joint"].sum(-1))),
    "rank": lambda world: world.rank(world["v"]),
    "length": lambda world: (world["v"] ** 2).sum((-1, -2)),
    "turned": lambda world: world.absolute((world["turn"] @ world["f"][..., None])[..., 0]).sum(-1),
    "kept": lambda world: world.sqrt((world["turn"] ** 2).sum((-1, -2))),
    "cut": lambda world: (world["w"] * world["part"][..., :, None] * (1 - world["part"][..., None, :])).sum((-1, -2)),
    "classes": lambda world: world.indicator(world["label"], "k").max(-2).sum(-1),
    "descents": lambda world: (world["order"][..., 1:] < world["order"][..., :-1]).sum(-1),
    "same": lambda world: (world["label"][..., :, None] == world["label"][..., None, :]).sum((-1, -2)),
    "mean": lambda world: world.expectation(world["p"], world["f"]),
    "positive": lambda world: world.where(world["f"] > 0, world["f"], 0).sum(-1),
    "extremes": lambda world: world.maximum(world["f"], 1).min(-1) + world.minimum(world["f"], 1).max(-1),
    "tail": lambda world: (lambda samples: (samples.probabilities * (samples.counts[:, 0] >= 1)).sum(-1))(
        world.samples("p", 3)
    ),
    "growth": lambda world: world.exp(world.log(1 + world["t"])) ** 2,
    "points": lambda world: world.size("x") * world["n"],
    "power": lambda world: world["t"] ** 2 + 2 ** world["n"],
}
for _name, _function in MEASURED.items():
    EVERYTHING.quantity(name=_name)(_function)


@pytest.mark.parametrize("name", MEASURED)
def test_the_back_ends_agree(name: str) -> None:
    statement = stated(EVERYTHING, cx.Part("p", symbol(name), "<=", 10**9))
    assert disagreement(statement) == ""


@pytest.fixture(scope="module")
def everything() -> tuple[MeasuredDomain, Batch]:
    statement = stated(EVERYTHING, cx.Part("p", symbol("mean"), "<=", 10**9))
    batch, _ = drawn(statement)
    return domain_of(statement), batch


def test_instances_are_read_as_they_are_written(everything: tuple[MeasuredDomain, Batch]) -> None:
    domain, batch = everything
    for k in range(len(batch)):
        document = json.loads(json.dumps(batch.instance(k).to_json()))
        assert document["k"] == batch.sizes["k"]
        assert domain.read(document).to_json() == document


def test_simplifications_keep_what_the_sorts_promise(everything: tuple[MeasuredDomain, Batch]) -> None:
    domain, batch = everything
    supply = supply_of(domain)
    for k in range(3):
        one = batch.take([k])
        for simpler in (*fewer_points(one, supply), smaller_numbers(one)):
            for index in range(min(len(simpler), 5)):
                assert domain.read(simpler.instance(index).to_json())
        assert (heights(smaller_numbers(one)) < heights(one)[0]).any()


def test_a_quantity_reads_what_it_reads() -> None:
    domain = domain_of(stated(EVERYTHING, cx.Part("p", symbol("mean"), "<=", 1)))
    assert set(domain.quantities["mean"].needs) == {"p", "f"}
    assert set(domain.quantities["points"].needs) == {"n", "x"}


def test_what_a_part_does_not_read_is_left_out_but_for_a_size_that_it_asks_for() -> None:
    domain = cx.Domain("sizes", {"f": sorts.values("x"), "g": sorts.values("y"), "t": sorts.ratio(0, 1)})
    level = domain.quantity(name="level")(lambda world: world["t"] * world.size("y"))
    top = domain.quantity(name="top")(lambda world: world["f"].max(-1))
    statement = stated(domain, cx.Part("level", level, "<=", sp.Rational(5, 2)), cx.Part("top", top, "<=", 3))
    catalogue = cx.Catalogue([statement])
    first, second = (part.certificate for part in cx.verify(statements=catalogue, instances=2000).results[0].parts)
    assert first is not None
    assert second is not None
    assert (set(first["instance"]), set(second["instance"])) == ({"t", "y"}, {"f"})
    assert first["instance"]["y"] == 3
    assert all(cx.check(document, catalogue).proves for document in (first, second))


def test_a_missing_field_is_named() -> None:
    domain = domain_of(stated(EVERYTHING, cx.Part("p", symbol("mean"), "<=", 1)))
    with pytest.raises(InputError, match="has no field 'no'"):
        domain.world({"p": np.ones((2, 3)) / 3}, {}, Floats())["no"]
    with pytest.raises(InputError, match="at some instances only"):
        domain.world({"p": np.ones((2, 3)) / 3}, {}, Floats())["f"]
    with pytest.raises(InputError, match="has no space 'no'"):
        domain.world({"p": np.ones((2, 3)) / 3}, {}, Floats()).size("no")


# ----------------------------------------------------------------------------------------------------- files, bad input
def test_exact_logarithms_decide_equalities() -> None:
    domain = cx.Domain("a pmf", {"p": sorts.mass("x"), "q": sorts.mass("y")})
    both = domain.quantity(name="both")(
        lambda world: world.entropy(
            (world["p"][..., :, None] * world["q"][..., None, :]).reshape(
                (*world["p"].shape[:-1], world.size("x") * world.size("y"))
            )
        )
    )
    apart = domain.quantity(name="apart")(lambda world: world.entropy(world["p"]) + world.entropy(world["q"]))
    statement = stated(domain, cx.Part("additive", both, "==", apart))
    measured = domain_of(statement)
    batch, _ = drawn(statement)
    for k in range(len(batch)):
        world = measured.world.of_instance(batch.instance(k))
        assert holds(measured.quantities["both"](world), "==", measured.quantities["apart"](world)) is True


def test_an_instance_is_of_its_sorts() -> None:
    instance = Instance({"p": np.array([Fraction(1), Fraction(3)], dtype=object)}, {}, {"p": sorts.mass("x")})
    assert instance.fields["p"].tolist() == [Fraction(1, 4), Fraction(3, 4)]
    assert instance.rationals()["p"].tolist() == [fmpq(1, 4), fmpq(3, 4)]
