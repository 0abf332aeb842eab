"""What can be said of a part and of a form: the order of the verdicts, what is argued, and what is ill-posed."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from contextures import Catalogue, catalogue, verify
from contextures.cli.shown.verify import COLOURS
from contextures.errors import InputError
from contextures.measure.domain import domain_of
from contextures.theory.index import Entry
from contextures.theory.statement import Claim, Hypothesis, Part, Statement
from contextures.theory.symbols.contexts import s
from contextures.verify.campaign.compare import compare
from contextures.verify.campaign.merge import merge
from contextures.verify.campaign.verdict import PartResult, Verdict, proof_of_parts, worst
from contextures.verify.proofs.formal import Formal
from contextures.verify.proofs.registry import IN_WORDS, WHOLE, Proof
from contextures.verify.report import page
from contextures.verify.report.page import VERDICTS
from contextures.verify.report.results import read_results
from contextures.verify.search.suspects import Tally

PART = Part("bound", s[1], "<=", 1)
SEEN = Tally(instances=10, met=10, worst=0.1)
SCHEMA = Path(domain_of.__code__.co_filename).parents[1] / "schemas" / "verify.json"
ORDER = ["refuted", "vacuous", "constant", "unrefuted", "argued", "proved"]


def proof(scope: str) -> Proof:
    """A proof of a scope."""
    return Proof("contexts.unit-interval", "printed", ("bound",), lambda: [("0 = 0", s[1] - s[1])], scope)


@pytest.mark.parametrize(
    ("scope", "formal", "verdict"),
    [
        (None, None, "unrefuted"),
        ("two points", None, "unrefuted"),
        (IN_WORDS, None, "argued"),
        (WHOLE, None, "proved"),
        (IN_WORDS, Formal("Contextures.Proofs.some.bound"), "proved"),
        (None, Formal("Contextures.Proofs.some.bound"), "proved"),
        (IN_WORDS, Formal("Contextures.Certificates.some.refuted", proves=False), "argued"),
    ],
)
def test_what_carries_a_part_decides_its_word(scope: str | None, formal: Formal | None, verdict: str) -> None:
    assert PartResult.of(PART, SEEN, None, scope and proof(scope), formal).verdict == verdict


@pytest.mark.parametrize("scope", [WHOLE, IN_WORDS])
def test_a_certificate_against_a_whole_argument_is_our_own_failure(scope: str) -> None:
    found = PartResult.of(PART, SEEN, {"kind": "refutation"}, proof(scope))
    assert (found.verdict, found.contradicted) == ("refuted", True)
    assert not PartResult.of(PART, SEEN, {"kind": "refutation"}, proof("two points")).contradicted


def test_an_argument_does_not_save_what_was_never_met() -> None:
    assert PartResult.of(PART, Tally(instances=10), None, proof(IN_WORDS)).verdict == "vacuous"


def test_the_worst_part_counts() -> None:
    for k, verdict in enumerate(ORDER):
        assert worst(ORDER[: k - 1 : -1] if k else ORDER) == verdict
    assert worst([]) == "ill-posed"
    assert [str(v) for v in Verdict if v is not Verdict.ILL_POSED] == ORDER


def test_every_verdict_is_shown_and_allowed() -> None:
    names = {str(verdict) for verdict in Verdict}
    assert set(COLOURS) == set(VERDICTS) == names
    assert set(json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["verdict"]["enum"]) == names


def test_a_form_is_argued_where_words_carry_a_part() -> None:
    whole, words, less = (proof(scope).record() for scope in (WHOLE, IN_WORDS, "two points"))
    assert proof_of_parts({"a": whole, "b": whole})["scope"] == WHOLE
    assert proof_of_parts({"a": whole, "b": words})["scope"] == IN_WORDS
    assert proof_of_parts({"a": whole, "b": less})["scope"] == "part a, part b (two points)"
    assert proof_of_parts({"a": words, "b": None})["scope"] == f"part a ({IN_WORDS})"
    assert proof_of_parts({"a": None}) is None


# ------------------------------------------------------------------------------------------------------------ ill-posed
WHY = "The pair is chosen after the answer, so that every gap is 0."


@pytest.fixture
def statement() -> Statement:
    """A statement whose print is ill-posed, and whose correction is true."""
    original = catalogue["contexts.unit-interval"]
    claim = Claim("s_1 is at most 1.", r"s_1\le1", (PART,))
    printed = Claim("The gap is at least 1.", r"\min\max\ge1", ill_posed=WHY)
    return dataclasses.replace(
        original, id="mine.gap", printed=printed, corrected=claim, why="The order of the quantifiers.", uses=()
    )


def test_what_is_ill_posed_has_nothing_to_search() -> None:
    with pytest.raises(ValueError, match="a claim needs at least one part, or the reason why it is ill-posed"):
        Claim("", "")
    for more in ({"parts": (PART,)}, {"given": (Hypothesis("some", s[1], "<=", 1),)}):
        with pytest.raises(ValueError, match="an ill-posed claim has no parts and no hypotheses"):
            Claim("", "", ill_posed=WHY, **more)


def test_a_correction_is_never_ill_posed(statement: Statement) -> None:
    with pytest.raises(ValueError, match="a corrected form must have a definite content"):
        dataclasses.replace(statement, corrected=Claim("", "", ill_posed=WHY))


def test_an_ill_posed_print_is_told_and_its_correction_searched(statement: Statement, tmp_path: Path) -> None:
    report = verify(statements=Catalogue([statement]), instances=300, ablate=True)
    printed, corrected = report.results
    assert (printed.verdict, printed.parts, printed.certificates()) == ("ill-posed", (), {})
    assert corrected.verdict == "unrefuted"
    assert corrected.hypotheses_met >= 300
    assert (report.fallen, report.failures()) == ((), ())
    document = report.to_json()
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(document)
    row = document["statements"][0]
    assert (row["ill_posed"], row["instances"], row["certificate"], row["parts"]) == (WHY, 0, None, [])
    report.write(tmp_path)
    assert merge([read_results(tmp_path)]).rows[0]["verdict"] == "ill-posed"
    written = page(read_results(tmp_path), Catalogue([statement]))
    assert WHY in written
    assert "printed: 1 ill-posed" in written
    assert Entry.of(statement).ill_posed


def test_an_ill_posed_print_alone_is_no_failure(statement: Statement) -> None:
    report = verify(statements=Catalogue([dataclasses.replace(statement, corrected=None, why="")]), instances=300)
    assert [str(result.verdict) for result in report.results] == ["ill-posed"]
    assert report.failures() == ()


@pytest.mark.parametrize("damage", [{"ill_posed": None}, {"parts": [PartResult.of(PART, SEEN, None).to_json()]}])
def test_the_schema_holds_an_ill_posed_row_to_its_reason(
    statement: Statement, damage: dict[str, object], tmp_path: Path
) -> None:
    document = verify(statements=Catalogue([statement]), instances=300).to_json()
    row = document["statements"][0]
    row.update(damage)
    if row["ill_posed"] is None:
        del row["ill_posed"]
    (tmp_path / "verdicts.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(InputError, match="is not as its schema asks"):
        read_results(tmp_path)


def test_a_print_that_becomes_ill_posed_is_one_change(statement: Statement) -> None:
    posed = dataclasses.replace(statement, printed=Claim("", "", (dataclasses.replace(PART, rhs=0),)))
    rows = [verify(statements=Catalogue([each]), instances=300).to_json() for each in (posed, statement)]
    assert compare(*rows).lines() == ["mine.gap (printed): verdict refuted → ill-posed"]
    assert compare(rows[1], rows[1]).lines() == ["no verdict changed"]


def test_no_value_is_calculated_of_what_is_ill_posed(statement: Statement) -> None:
    from contextures.bounds.formula import Formula

    with pytest.raises(InputError, match=r"the printed form of mine\.gap is ill-posed and has no formula: The pair"):
        Formula.of(statement, "printed")
    assert Formula.of(statement).part == PART
