"""What counterexamples hinge on: worlds and sorts say it, certificates hold it, the fairest one heads its row."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

from contextures import Domain, Report, check, sorts, verify
from contextures.measure.domain import DOMAINS, domain_of
from contextures.measure.worlds.contexts import ContextWorld
from contextures.theory.catalogue import Catalogue
from contextures.theory.statement import Claim, Kind, Part, Relation, Source, Statement
from contextures.verify.campaign.verdict import headline
from contextures.verify.certificates.byhand.note import hinges_text
from contextures.verify.certificates.document import digest
from contextures.verify.search.draws import supply_of

DIAGONAL = np.array([[4, 1, 1], [1, 4, 1], [1, 1, 4]])
IDENTITY = np.eye(3, dtype=int)
PLAIN = np.array([[4, 2, 1], [1, 5, 1], [2, 1, 7]])
EVERYTHING = frozenset({"joint", "encoder", "task", "d", "s", "epsilon"})
"""What is read: all that the cases hold."""


def both(fields: dict[str, Any], d: int, read: frozenset[str] = EVERYTHING) -> set[str]:
    """What an instance hinges on, by floats and exactly; they must agree."""
    batch = ContextWorld.batch({name: np.array([values]) for name, values in fields.items()}, {"d": d})
    floats = {name for name, where in ContextWorld.of_batch(batch).hinges(read).items() if where[0]}
    exact = {name for name, where in ContextWorld.of_instance(batch.instance(0)).hinges(read).items() if where}
    assert floats == exact
    return floats


@pytest.mark.parametrize(
    ("fields", "d", "hinges"),
    [
        ({"joint": PLAIN}, 1, set()),
        ({"joint": PLAIN}, 2, {"s_{d+1} = 0"}),
        ({"joint": PLAIN}, 3, {"d > N − 1"}),
        ({"joint": DIAGONAL}, 1, {"s_d = s_{d+1}"}),
        ({"joint": IDENTITY}, 1, {"s_1 = 1", "s_d = s_{d+1}"}),
        ({"joint": np.ones((3, 3), dtype=int)}, 1, {"no association", "s_d = 0"}),
        ({"joint": PLAIN[:, :2]}, 2, {"s_d = 0"}),
        ({"joint": PLAIN[:1]}, 1, {"N = 1", "no association", "d > N − 1"}),
        ({"joint": PLAIN, "encoder": [[1], [0], [0]]}, 1, set()),
        ({"joint": PLAIN, "encoder": [[0], [0], [0]]}, 1, {"a zero column of Φ"}),
        ({"joint": PLAIN, "encoder": [[2], [2], [2]]}, 1, {"dependent columns of Φ"}),
        ({"joint": PLAIN, "task": [3, 3, 3]}, 1, {"a constant task"}),
    ],
)  # fmt: skip
def test_a_context_says_what_is_degenerate(fields: dict[str, Any], d: int, hinges: set[str]) -> None:
    assert both(fields, d) == hinges


def test_what_is_not_read_is_no_hinge() -> None:
    assert both({"joint": IDENTITY, "task": [1, 1, 1]}, 3, frozenset({"joint"})) == set()


@pytest.mark.parametrize("read", [{"onehot_eigenvalue"}, {"plain_loss", "targets"}])
def test_targets_that_leave_a_direction_without_weight(read: set[str]) -> None:
    fields = {"joint": DIAGONAL, "encoder": [[1, 0], [0, 1], [0, 0]], "targets": [[1], [2], [4]]}
    assert ("θ_d = 0" in both(fields, 2, frozenset({"joint", "encoder", "d"} | read))) == ("targets" in read)


@pytest.mark.parametrize("chapter", DOMAINS)
def test_floats_and_exact_numbers_agree_on_every_world(chapter: str) -> None:
    domain = DOMAINS[chapter]
    supply = supply_of(domain)
    rng = np.random.default_rng(7)
    read = domain.fields | set(domain.quantities) | {"d", domain.world.main}
    for family in supply.families[:6]:
        batch, world = supply.draw(rng, family, 3, supply.sizes(rng, family), domain.fields)
        with np.errstate(all="ignore"):
            seen = {name: np.broadcast_to(where, 3) for name, where in world.hinges(read).items()}
        for k in range(3):
            exact = domain.world.of_instance(batch.instance(k), {}).hinges(read)
            assert list(exact) == list(seen)
            assert {name: bool(where) for name, where in exact.items()} == {n: bool(w[k]) for n, w in seen.items()}


# --------------------------------------------------------------------------------------------------- declared domains
game = Domain(
    "a coin and a mass",
    {
        "share": sorts.ratio(0, 1),
        "mass": sorts.mass("x"),
        "chosen": sorts.subset("x"),
        "into": sorts.labels("x", "y"),
        "function": sorts.values("x"),
        "beside": sorts.mass("y"),
    },
    sizes={"x": (1, 3)},
)


@game.quantity("the share times the mass of the chosen", range="[0, 1]", tex="m")
def product(world: Any) -> Any:
    return world["share"] * (world["mass"] * world["chosen"]).sum(-1)


def statement(right: Any, relation: Relation = "<=") -> Statement:
    """A claim about the product."""
    claim = Claim("m is small.", "m", (Part("bound", product, relation, right),))
    return Statement(
        id="mine.product", title="A product", kind=Kind.INEQUALITY, source=Source("ours"), domain=game, printed=claim
    )


def test_sorts_know_their_boundaries() -> None:
    fields = {
        "share": "1", "mass": ["0", "1"], "chosen": ["1", "1"], "into": ["0", "0"], "function": ["0", "0"],
        "beside": ["1/2", "1/2"],
    }  # fmt: skip
    domain = domain_of(statement(sp.S.One))
    world = domain.world.of_instance(domain.read(fields))
    found = {name for name, where in world.hinges(frozenset(fields)).items() if where}
    assert found == {"share = 1", "mass at one point", "chosen full", "into constant", "function = 0"}
    assert domain.world.of_instance(domain.read({**fields, "share": "0"})).hinges(frozenset({"share"}))["share = 0"]


@pytest.mark.parametrize(("relation", "most", "hinges"), [("<=", sp.Rational(1, 2), 0), ("<", sp.S.One, 1)])
def test_the_search_takes_the_fairest_it_can(relation: Relation, most: sp.Expr, hinges: int) -> None:
    mine = Catalogue([statement(most, relation)])
    (part,) = verify(statements=mine, instances=4000).results[0].parts
    assert part.verdict == "refuted"
    assert len(part.hinges) == hinges
    assert check(part.certificate, mine).proves


# ------------------------------------------------------------------------------------------------------- certificates
CERTIFICATES = Path(__file__).parents[1] / "docs" / "certificates"


def committed(name: str) -> dict[str, Any]:
    """A committed certificate."""
    found: dict[str, Any] = json.loads((CERTIFICATES / f"{name}.json").read_text(encoding="utf-8"))
    return found


def test_the_fairest_counterexample_heads_the_row(campaign: Report) -> None:
    """Whichever of two parts that fall hinges on something, the other one's certificate is that of the row."""
    found = campaign["optimality.low-variance", "printed"]
    for fair in range(2):
        parts = [
            dataclasses.replace(part, certificate={**part.certificate, "hinges": [] if k == fair else ["s_1 = 1"]})
            for k, part in enumerate(part for part in found.parts if part.certificate)
        ]
        result = dataclasses.replace(found, parts=tuple(parts))
        assert result.certified_part is parts[fair]
        row = result.to_json()
        assert row["certificate"] == "certificates/optimality.low-variance.printed.json"
        assert [p["name"] for p in row["parts"] if p["certificate"] == row["certificate"]] == [parts[fair].name]


def test_a_row_whose_parts_hinge_on_different_things_is_headed_by_the_fair_one() -> None:
    plain, bias = (committed(f"objectives.denoising-autoencoder.printed{part}") for part in ("", ".bias"))
    assert (plain["part"], plain["hinges"], bias["part"]) == ("plain", [], "bias")
    assert bias["hinges"]
    assert "It hinges on nothing" in hinges_text(plain)


def test_a_theorem_that_fails_at_the_end_of_the_spectrum_alone_says_so() -> None:
    document = committed("optimality.minimax-value.printed")
    assert document["hinges"] == ["s_{d+1} = 0"]
    assert hinges_text(document) == "It hinges on: s_{d+1} = 0."


@pytest.mark.parametrize("hinges", [[], ["s_1 = 1"], ["s_{d+1} = 0", "s_1 = 1"]])
def test_a_certificate_cannot_lie_about_what_it_hinges_on(hinges: list[str]) -> None:
    document = committed("optimality.minimax-value.printed")
    assert check(document).proves
    document["hinges"] = hinges
    document["sha256"] = digest(document)
    assert check(document).reason == "it does not say what the instance hinges on: s_{d+1} = 0"


def test_refutations_come_before_examples_and_fair_ones_first() -> None:
    order = [("refuted", ()), ("refuted", ("a",)), ("refuted", ("a", "b")), ("proved", ())]
    assert sorted((order[k] for k in (3, 1, 2, 0)), key=lambda entry: headline(*entry)) == order
