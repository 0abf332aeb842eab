"""Hypothesis ablation: what is needed is found with a certificate, and the long run is kept current."""

from __future__ import annotations

import dataclasses
import runpy
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

import contextures
from contextures import Claim, Hypothesis, Part, catalogue, check
from contextures.theory.catalogue import Catalogue
from contextures.theory.symbols.contexts import M, N, chi_square, s
from contextures.verify.ablate import label, targets
from contextures.verify.longrun import ablation

ROOT = Path(__file__).parents[1]


def statement(claim: Claim) -> Catalogue:
    """A statement of one's own about contexts."""
    original = catalogue["contexts.unit-interval"]
    return Catalogue([dataclasses.replace(original, id="mine.guess", printed=claim, uses=())])


SMALL, TALL, IDLE = (
    Hypothesis("small", N, "<=", 2),
    Hypothesis("tall", sp.S(2), "<=", M),
    Hypothesis("idle", s[2], "<=", s[1]),
)


@pytest.fixture(scope="module")
def mine() -> Catalogue:
    """χ² ≤ s_1² holds where N ≤ 2; the other hypotheses do not matter."""
    parts = (Part("all", chi_square, "<=", s[1] ** 2, given=(SMALL,)), Part("one", s[1], "<=", 1))
    return statement(Claim("A guess.", "?", parts, (TALL, IDLE)))


def test_what_is_needed_is_found_and_what_is_not_is_not(mine: Catalogue, valid: Any) -> None:
    (result,) = contextures.verify(statements=mine, instances=4000, ablate=True).results
    assert result.needed is not None
    assert {name for name, found in result.needed.items() if found} == {"all.small"}
    assert set(result.needed) == {"tall", "idle", "all.small"}
    document = result.needed["all.small"]
    assert document is not None
    valid("certificate", document)
    assert (document["kind"], document["hypothesis"]) == ("needed", "small")
    assert check(document, mine).proves
    assert not check({**document, "hypothesis": "tall"}, mine).proves
    assert len(document["instance"]["joint"]) == 3
    row = result.to_json()
    assert row["needed"]["all.small"] == "certificates/mine.guess.printed.needed.all.small.json"
    assert row["needed"]["all.small"] in result.certificates()


def test_without_it_nothing_is_said(mine: Catalogue) -> None:
    (result,) = contextures.verify(statements=mine, instances=700).results
    assert result.needed is None
    assert result.to_json()["needed"] is None


def test_a_refuted_part_is_left_out() -> None:
    parts = (Part("false", s[1], "<=", sp.Rational(1, 2), given=(SMALL,)), Part("true", s[1], "<=", 1))
    (result,) = contextures.verify(statements=statement(Claim("?", "?", parts)), instances=2000, ablate=True).results
    assert result.needed == {"false.small": None}


def test_every_hypothesis_has_a_name_of_its_own() -> None:
    for one in catalogue.values():
        for claim in one.variants.values():
            names = [label(claim, target) for target in targets(claim) if target.hypothesis not in claim.given]
            assert len(names) == len(set(names))


# ------------------------------------------------------------------------------------------------------- the long run
def test_the_page_is_that_of_the_data() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_ablation.py"))["text"]()
    assert (ROOT / "docs" / "ablation.md").read_text(encoding="utf-8") == page, "run python docs/make_ablation.py"


def test_every_kept_certificate_proves_that_its_hypothesis_is_needed() -> None:
    known = ablation()
    assert sum(a.needed for a in known) >= 80
    for a in known:
        claim = catalogue[a.id].variants[a.variant]
        assert a.hypothesis in {label(claim, target) for target in targets(claim)}, f"{a.id}: run the ablation again"
        if a.certificate is not None:
            assert (a.certificate["id"], a.certificate["variant"]) == (a.id, a.variant)
            assert a.certificate["kind"] == "needed"
            outcome = check(a.certificate)
            assert outcome.proves, f"{a.id} {a.hypothesis}: {outcome.reason}"


def test_the_corrections_that_add_a_hypothesis_need_it() -> None:
    """Where a print falls for want of a hypothesis, the one that the correction adds is seen to be needed."""
    needed = {(a.id, a.hypothesis) for a in ablation() if a.variant == "corrected" and a.needed}
    assert {("optimality.minimax-value", "room"), ("objectives.average-encoder", "no-kernel")} <= needed
