"""Declared domains: sorts, quantities in both back ends, search, certificates, and what is wrong in a file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp
from flint import fmpq

import contextures as cx
from contextures import InputError, sorts
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import ball, holds
from contextures.measure.declared import quantities_of, world_of
from contextures.measure.domain import MeasuredDomain, domain_of
from contextures.measure.instance import Batch, Instance
from contextures.measure.worlds.declared.world import DeclaredWorld
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.draws import supply_of
from contextures.verify.search.simplifications import fewer_points, heights, smaller_numbers
from tests.command_line import Run


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


DICE = Dice()

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


# --------------------------------------------------------------------------------------------------------- optima


def best_domain() -> cx.Domain:
    domain = cx.Domain(
        "optima", {"w": sorts.graph("v"), "f": sorts.values("v"), "a": sorts.symmetric("v")}, sizes={"v": (2, 4)}
    )

    @domain.quantity("largest cut", best={"side": sorts.subset("v")})
    def cut(world: Any) -> Any:
        """Over all subsets."""
        side = world["side"]
        return (world["w"] * side[..., :, None] * (1 - side[..., None, :])).sum((-1, -2))

    @domain.quantity("all weight")
    def weight(world: Any) -> Any:
        return world["w"].sum((-1, -2)) / 2

    @domain.quantity("smallest mean", best={"q": sorts.mass("v")}, sense="smallest", shape="affine")
    def mean(world: Any) -> Any:
        return (world["q"] * world["f"]).sum(-1)

    @domain.quantity("least value")
    def least(world: Any) -> Any:
        return world["f"].min(-1)

    @domain.quantity("largest form", best={"u": sorts.unit(1, "v")}, shape="quadratic")
    def form(world: Any) -> Any:
        u = world["u"][..., 0, :]
        return (u[..., None, :] @ world["a"] @ u[..., :, None])[..., 0, 0]

    @domain.quantity("largest eigenvalue")
    def eigenvalue(world: Any) -> Any:
        return world.eigenvalues(world["a"])[..., 0]

    @domain.quantity("largest sum along a tour", best={"image": sorts.permutation("v")})
    def assigned(world: Any) -> Any:
        return (world.indicator(world["image"], "v") * world["f"][..., :, None] * world["f"][..., None, :]).sum(
            (-1, -2)
        )

    @domain.quantity("sum of squares")
    def squares(world: Any) -> Any:
        return (world["f"] ** 2).sum(-1)

    @domain.quantity("largest product", best={"q": sorts.mass("v"), "r": sorts.mass("v")})
    def product(world: Any) -> Any:
        return (world["q"] * world["r"]).sum(-1)

    return domain


@pytest.mark.parametrize(("best", "known"), [("mean", "least"), ("form", "eigenvalue"), ("assigned", "squares")])
def test_exact_optima_are_the_known_ones(best: str, known: str) -> None:
    domain = best_domain()
    statement = stated(domain, cx.Part("p", symbol(best), "==", symbol(known)))
    measured = domain_of(statement)
    batch, world = drawn(statement)
    np.testing.assert_allclose(measured.quantities[best](world), measured.quantities[known](world), atol=1e-9)
    for k in range(4):
        exact = measured.world.of_instance(batch.instance(k))
        one, other = (ball(measured.quantities[name](exact)) for name in (best, known))
        assert (one - other).contains(0)


def test_a_supremum_over_subsets_is_exact() -> None:
    domain = best_domain()
    cut, weight = (symbol(name) for name in ("cut", "weight"))
    report = cx.verify(
        statements=cx.Catalogue(
            [
                stated(domain, cx.Part("at-most", cut, "<=", weight), cx.Part("half", weight / 2, "<=", cut)),
                stated(domain, cx.Part("two-thirds", 2 * weight / 3, "<=", cut), name="two"),
            ]
        ),
        instances=4000,
    )
    one, two = report.results
    assert str(one.parts[0].verdict) == "unrefuted"
    assert str(one.parts[1].verdict) == "refuted"  # loops are never cut
    assert str(two.verdict) == "refuted"
    assert all(
        cx.check(part.certificate, cx.Catalogue([one.statement])).proves for part in one.parts if part.certificate
    )


def test_a_witness_refutes_from_its_side_only() -> None:
    domain = best_domain()
    product = symbol("product")
    statement = stated(domain, cx.Part("below", product, "<=", sp.Rational("9/10")), cx.Part("above", 2, "<=", product))
    report = cx.verify(statements=cx.Catalogue([statement]), instances=500)
    below, above = report.results[0].parts
    assert str(below.verdict) == "refuted"
    assert below.certificate is not None
    assert set(below.certificate["witness"]["product"]) == {"q", "r"}
    assert cx.check(below.certificate, cx.Catalogue([statement])).proves
    assert str(above.verdict) == "unrefuted"
    assert above.undecided > 0  # no witness bounds a supremum from above


def test_a_field_of_the_domain_is_optimised_where_it_is_the_witness() -> None:
    domain = cx.Domain("cuts", {"w": sorts.graph("v"), "side": sorts.subset("v")})

    @domain.quantity("largest cut", witness="side")
    def cut(world: Any) -> Any:
        side = world["side"]
        return (world["w"] * side[..., :, None] * (1 - side[..., None, :])).sum((-1, -2))

    @domain.quantity("weight")
    def weight(world: Any) -> Any:
        return (world["w"].sum((-1, -2)) - world.trace(world["w"])) / 2

    statement = stated(domain, cx.Part("half", weight / 2, "<=", cut), cx.Part("all", weight, "<=", cut))
    half, all_ = cx.verify(statements=cx.Catalogue([statement]), instances=2500).results[0].parts
    assert str(half.verdict) == "unrefuted"
    assert str(all_.verdict) == "refuted"
    assert all_.certificate is not None
    assert set(all_.certificate["instance"]) == {"w"}
    with pytest.raises(InputError, match="the witness 'no' is no field"):
        domain.quantity(witness="no")


def test_too_many_choices_are_refused() -> None:
    domain = cx.Domain("many", {"f": sorts.values("x")}, fixed={"x": 13})

    @domain.quantity(best={"s": sorts.subset("x")})
    def most(world: Any) -> Any:
        return (world["s"] * world["f"]).sum(-1)

    assert "8,192 choices; at most 4,096" in disagreement(stated(domain, cx.Part("p", most, "<=", 1)))


# ------------------------------------------------------------------------------------------------------ the search


def test_a_true_claim_stands_and_a_false_one_falls_small() -> None:
    low = cx.Hypothesis("level", DICE.level, "<=", 1)
    true = stated(DICE.domain, cx.Part("mean", DICE.mean, "<=", DICE.top), name="true")
    false = stated(DICE.domain, cx.Part("mean", DICE.mean + DICE.level, "<=", DICE.top), given=(low,), name="false")
    catalogue = cx.Catalogue([true, false])
    report = cx.verify(statements=catalogue, instances=3000)
    assert str(report["mine.true", "printed"].verdict) == "unrefuted"
    assert report["mine.true", "printed"].parts[0].tightness == pytest.approx(1.0)
    (part,) = report["mine.false", "printed"].parts
    assert part.certificate is not None
    assert set(part.certificate["instance"]) == {"p", "f", "level"}
    assert len(part.certificate["instance"]["p"]) == 2
    assert cx.check(part.certificate, catalogue).proves
    spoilt = {**part.certificate, "instance": {**part.certificate["instance"], "level": "0"}}
    assert not cx.check(spoilt, catalogue).proves


def test_results_do_not_depend_on_the_number_of_workers() -> None:
    statement = stated(DICE.domain, cx.Part("mean", DICE.mean, "<=", DICE.top * sp.Rational("99/100")))
    one, two = (cx.verify(statements=cx.Catalogue([statement]), instances=2500, jobs=jobs).to_json() for jobs in (1, 2))
    for document in (one, two):
        for row in document["statements"]:
            row["seconds"] = 0
    assert one == two


def test_families_of_ones_own_are_drawn() -> None:
    def spikes(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
        f = np.zeros((count, sizes["x"]), dtype=np.int64)
        f[:, 0] = 12_345
        return {"f": f, "level": [Fraction(1, 7)] * count}

    domain = cx.Domain("spikes", dict(DICE.domain.fields), families={"spikes": spikes})
    top = domain.quantity(name="top")(lambda world: world["f"].max(-1))
    domain.quantity(name="level")(lambda world: world["level"])
    statement = stated(domain, cx.Part("p", top, "<=", 10_000))
    report = cx.verify(statements=cx.Catalogue([statement]), instances=700)
    assert str(report.results[0].verdict) == "refuted"
    bad = cx.Domain("bad", dict(DICE.domain.fields), families={"odd": lambda rng, count, sizes: {"f": np.zeros(count)}})
    top = bad.quantity(name="top")(lambda world: world["f"].max(-1))
    assert "the family 'odd' draws 'f'" in disagreement(stated(bad, cx.Part("p", top, "<=", 1)))


# ------------------------------------------------------------------------------------------------- files, bad input

CHAIN = """import contextures as cx
from contextures import sorts

chain = cx.Domain("a Markov chain U, X, Y", {"first": sorts.law("u", "x"), "second": sorts.channel("x", "y")})

@chain.quantity("I(U;X) in nats", range="≥ 0", tex="I(U;X)")
def before(world):
    return world.mutual_information(world["first"])

@chain.quantity("I(U;Y) in nats", range="≥ 0", tex="I(U;Y)")
def after(world):
    return world.mutual_information(world["first"] @ world["second"])

def stated(name, *parts, given=()):
    claim = cx.Claim("A guess.", "?", parts, given)
    return cx.Statement(
        id=f"mine.{name}", title="?", kind=cx.Kind.INEQUALITY, source=cx.Source("ours"), domain=chain, printed=claim
    )

processing = stated("processing", cx.Part("bound", after, "<=", before))
half = stated("half", cx.Part("bound", 2 * after, "<=", before))
"""
QUICK = ("--instances", 700, "--jobs", 1, "--json", "-")
WRONG = {
    'odd = chain.quantity()(lambda world: 0)': "no function with a name",
    '@chain.quantity()\ndef shape(world):\n    return world["first"].sum(-1)\n'
    'odd = stated("odd", cx.Part("p", shape, "<=", 1))': "the quantity 'shape' returns an array of shape",
    '@chain.quantity()\ndef raises(world):\n    return 1 / 0\n'
    'odd = stated("odd", cx.Part("p", raises, "<=", 1))': "the quantity 'raises' raises ZeroDivisionError",
    '@chain.quantity()\ndef floaty(world):\n    return world["first"].sum((-1, -2)) * 0.1\n'
    'odd = stated("odd", cx.Part("p", floaty, "<=", 1))': "the float 0.1 in an exact computation",
    '@chain.quantity()\ndef twofold(world):\n    return world["first"].shape[0] * world["first"].sum((-1, -2))\n'
    'odd = stated("odd", cx.Part("p", twofold, "<=", 100))': "in floats and",
    '@chain.quantity()\ndef none(world):\n    return None\n'
    'odd = stated("odd", cx.Part("p", none, "<=", 1))': "which is no number",
    '@chain.quantity()\ndef unknown(world):\n    return world["third"].sum(-1)\n'
    'odd = stated("odd", cx.Part("p", unknown, "<=", 1))': "has no field 'third'",
    'odd = stated("odd", cx.Part("p", after, "<=", before), given=(cx.Hypothesis("never", before, "<", 0),))':
        "none of",
    'odd = cx.Domain("d", {"first": sorts.lawn("x")})': "has no attribute 'lawn'",
}  # fmt: skip


@pytest.fixture
def command(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chain.py").write_text(CHAIN, encoding="utf-8")
    return run


def test_the_chain_of_the_contract(command: Any) -> None:
    code, output, errors = command("verify", "--file", "chain.py", *QUICK)
    assert (code, errors) == (0, "")
    found = {row["id"]: row for row in json.loads(output)["statements"]}
    assert {id_: row["verdict"] for id_, row in found.items()} == {
        "mine.processing": "unrefuted",
        "mine.half": "refuted",
    }
    written = f"contextures-results/{found['mine.half']['certificate']}"
    assert command("check", written, "--file", "chain.py")[0] == 0
    code, _, errors = command("check", written)
    assert code == 2
    assert "--file" in errors
    code, output, _ = command("show", "mine.half", "--file", "chain.py")
    assert code == 0
    for told in ("a Markov chain U, X, Y", "first", "law with every line of positive mass", "(u, x)", "I(U;Y) in nats"):
        assert told in output
    code, output, _ = command("export", written, "--file", "chain.py")
    assert code == 0
    assert "law with every line of positive mass" in output


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_a_file_is_named_and_the_others_are_searched(command: Any, tmp_path: Path, wrong: str) -> None:
    (tmp_path / "chain.py").write_text(f"{CHAIN}\n{wrong}\n", encoding="utf-8")
    code, output, errors = command("verify", "--file", "chain.py", *QUICK)
    assert code == 2
    assert len(errors.strip().splitlines()) == 1
    assert WRONG[wrong] in errors
    verdicts = {row["id"]: row["verdict"] for row in json.loads(output)["statements"]}
    assert verdicts["mine.half"] == "refuted"
    assert verdicts["mine.processing"] == "unrefuted"


def test_a_file_whose_every_statement_is_wrong(command: Any, tmp_path: Path) -> None:
    wrong = '@chain.quantity()\ndef shape(world):\n    return world["first"].sum(-1)\n'
    only = CHAIN.partition("processing =")[0] + wrong + 'odd = stated("odd", cx.Part("p", shape, "<=", 1))\n'
    (tmp_path / "chain.py").write_text(only, encoding="utf-8")
    code, output, errors = command("verify", "--file", "chain.py", *QUICK)
    assert (code, output) == (2, "")
    assert "the quantity 'shape' returns an array of shape" in errors


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


# ------------------------------------------------------------------------------------------------ scripts of its own

BET = """from fractions import Fraction

import contextures as cx
from contextures import sorts

bet = cx.Domain(
    "a die and a bet",
    {
        "p": sorts.mass("x"), "f": sorts.values("x"), "t": sorts.ratio(0, 1),
        "part": sorts.subset("x"), "g": sorts.graph("x"),
    },
)
HALF = Fraction(1, 2)

def centred(p, f):
    return f - (p * f).sum(-1)[..., None]

@bet.quantity("variance")
def variance(world):
    return world.maximum((world["p"] * centred(world["p"], world["f"]) ** 2).sum(-1), 0)

@bet.quantity("largest value")
def top(world):
    return world["f"].max(-1)

@bet.quantity("t")
def level(world):
    return world["t"]

@bet.quantity("half the chance of the first point among three draws")
def hit(world):
    samples = world.samples("p", 3)
    return (samples.probabilities * (samples.counts[:, 0] >= 1)).sum(-1) * HALF

@bet.quantity("largest probability")
def peak(world):
    return world["p"].max(-1)

@bet.quantity("cut weight")
def cut(world):
    inside = world["part"]
    return (world["g"] * inside[..., :, None] * (1 - inside)[..., None, :]).sum((-1, -2))

@bet.quantity("degree of the first point")
def degree(world):
    return world.trace(world["g"] * world.identity("x")) + world["g"][..., 0, :].sum(-1)

@bet.quantity("entropy")
def entropy(world):
    return world.entropy(world["p"])

def stated(name, *parts, given=()):
    claim = cx.Claim("?", "?", parts, given)
    return cx.Statement(
        id=f"mine.{name}", title="?", kind=cx.Kind.INEQUALITY, source=cx.Source("ours"), domain=bet, printed=claim
    )

one = stated("one", cx.Part("v", variance, "<=", top + level), given=(cx.Hypothesis("small", level, "<", 1),))
two = stated("two", cx.Part("v", hit, "<=", 3 * peak / 4))
three = stated("three", cx.Part("v", 3 * cut, "<=", degree))
four = stated("four", cx.Part("v", entropy, "<=", peak))
"""


def test_scripts_recompute_with_fractions_and_numpy(command: Any, tmp_path: Path) -> None:
    (tmp_path / "bet.py").write_text(BET, encoding="utf-8")
    assert command("verify", "--file", "bet.py", *QUICK)[0] == 0
    for name in ("one", "two", "three"):
        written = f"contextures-results/certificates/mine.{name}.printed.json"
        code, script, _ = command("export", written, "--file", "bet.py", "--as", "py")
        assert code == 0
        assert "contextures" not in script.replace("contextures check", "")
        (tmp_path / "script.py").write_text(script, encoding="utf-8")
        done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, cwd=tmp_path, check=False)
        assert done.returncode == 0, done.stderr
        assert "lhs <= rhs: False" in done.stdout
        changed = script.replace("F(v, ", "F(1 + v, ") if "F(v, " in script else script.replace("F(v)", "F(v + 1)")
        (tmp_path / "script.py").write_text(changed, encoding="utf-8")
        assert subprocess.run([sys.executable, "script.py"], capture_output=True, cwd=tmp_path, check=False).returncode
    written = "contextures-results/certificates/mine.four.printed.json"
    code, _, errors = command("export", written, "--file", "bet.py", "--as", "py")
    assert code == 2
    assert "two rational sides" in errors


def test_a_report_shows_a_declared_domain(command: Any, tmp_path: Path) -> None:
    assert command("verify", "--file", "chain.py", *QUICK)[0] == 0
    assert command("report", "--file", "chain.py")[0] == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert 'id="mine.half"' in page
    assert "law with every line of positive mass" in page


def losses(n: int = 5, **more: object) -> cx.Domain:
    fields = {"law": sorts.law("z"), "loss": sorts.ratios("h", "z"), "label": sorts.labels("z", "k")}
    return cx.Domain("losses", fields, sizes={"z": (1, 3)}, shared={"n": (2, n)}, **more)


def test_all_instances_of_a_batch_share_a_sample_size() -> None:
    domain = losses(together=lambda sizes: sizes["z"] * sizes["n"] <= 8)
    supply = supply_of(MeasuredDomain(domain.name, world_of(domain), quantities_of(domain), domain))
    rng, seen = np.random.default_rng(0), set()
    for family in supply.families:
        sizes = supply.sizes(rng, family)
        batch, world = supply.draw(rng, family, 5, sizes, frozenset({"law", "loss", "n"}))
        assert isinstance(world, DeclaredWorld)
        assert world.samples("law", world.size("n")).counts.sum(1).tolist()[0] == sizes["n"]
        assert batch.instance(0).to_json()["n"] == sizes["n"]
        assert (world["loss"] >= 0).all()
        assert (world["loss"] <= 1).all()
        seen.add((sizes["z"], sizes["n"]))
    assert all(z * n <= 8 and 2 <= n <= 5 for z, n in seen)
    assert len(seen) > 4


@pytest.mark.parametrize(
    ("shared", "says"),
    [({"z": (1, 2)}, "is a field or a space"), ({"1n": (1, 2)}, "no name"), ({"m": (0, 2)}, "from 1 up")],
)
def test_a_shared_number_has_a_name_of_its_own_and_bounds(shared: dict[str, tuple[int, int]], says: str) -> None:
    with pytest.raises(cx.InputError, match=says):
        cx.Domain("losses", {"law": sorts.law("z")}, shared=shared)


def test_the_least_sizes_go_together() -> None:
    with pytest.raises(cx.InputError, match="no instance"):
        losses(together=lambda sizes: sizes["n"] > 2)


def test_events_with_ties_and_outcomes_in_order_agree_in_both_back_ends() -> None:
    domain = losses()
    kind = world_of(domain)
    instance = Instance({"law": np.array([Fraction(1, 10), Fraction(9, 10)]), "loss": np.array([[Fraction(1, 3)] * 2])},
                        {"n": 3}, domain.fields)  # fmt: skip
    floats, exact = kind(instance.floats(), {"n": 3}, Floats()), kind.of_instance(instance)
    drawn = [world.sequences("law", world.size("n")) for world in (floats, exact)]
    assert drawn[0].points.tolist() == drawn[1].points.tolist()
    np.testing.assert_allclose(drawn[0].probabilities[0], [float(ball(v)) for v in drawn[1].probabilities.values])
    assert exact.sequences("law", 3).probabilities.sum().item() == 1
    for world in (floats, exact):
        tenth = world["law"][..., 0]
        thirds = tenth + tenth + tenth
        assert np.all(world.reaches(Fraction(3, 10) if world.exact else 0.3, thirds))
        assert not np.any(world.exceeds(thirds, Fraction(3, 10) if world.exact else 0.3))
        assert np.all(world.exceeds(tenth, -np.inf if not world.exact else -1))
    shuffled = np.sort(exact["law"] * [1, -1])
    assert [str(v) for v in shuffled.values] == ["-9/10", "1/10"]


def test_a_family_may_look_near_some_sizes_only():
    def ones(rng, count, sizes):
        assert sizes["k"] <= 3
        return {"v": np.ones((count, sizes["k"], 2), dtype=int)}

    near = cx.Domain(
        "near", {"v": sorts.ratios("k")}, sizes={"k": (1, 9)}, families={"ones": ones}, near={"ones": {"k": (2, 3)}}
    )
    supply = supply_of(MeasuredDomain(near.name, world_of(near), quantities_of(near), near))
    rng = np.random.default_rng(0)
    seen = {f.name: {supply.sizes(rng, f)["k"] for _ in range(200)} for f in supply.families}
    assert seen.pop("ones") == {2, 3}
    assert all(sizes == set(range(1, 10)) for sizes in seen.values())
    with pytest.raises(InputError, match="of no family"):
        cx.Domain("none", {"v": sorts.ratios("k")}, near={"ones": {"k": (2, 3)}})


def test_a_counterexample_keeps_sizes_that_go_together() -> None:
    domain = cx.Domain(
        "as many points of x as of y, at least",
        {"f": sorts.values("x"), "g": sorts.values("y")},
        sizes={"x": (1, 4), "y": (1, 3)},
        together=lambda sizes: sizes["x"] >= sizes["y"],
    )

    @domain.quantity("Σf − Σg")
    def gap(world: Any) -> Any:
        return world["f"].sum(-1) - world["g"].sum(-1)

    @domain.quantity("points of y")
    def points(world: Any) -> Any:
        return world.size("y")

    three = (cx.Hypothesis("three", 3, "<=", points),)
    claim = cx.Claim("Σf ≤ Σg.", r"\sum f\le\sum g", (cx.Part("below", gap, "<=", 0, scale=1),), three)
    statement = cx.Statement("mine.gap", "A gap", cx.Kind.INEQUALITY, cx.Source("ours"), domain=domain, printed=claim)
    found = cx.verify(statements=cx.Catalogue([statement]), instances=400, jobs=1).results[0].parts[0]
    assert found.certificate is not None
    instance = found.certificate["instance"]
    assert len(instance["f"]) == len(instance["g"]) == 3
