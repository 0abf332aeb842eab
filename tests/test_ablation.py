"""Hypothesis ablation: what is needed is found with a certificate, and the long run is kept current."""

from __future__ import annotations

import dataclasses
import json
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures
from contextures import Claim, Hypothesis, Part, catalogue, check
from contextures.cli import main
from contextures.cli.findings import hypothesis_lines, tight_lines
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.theory.catalogue import Catalogue
from contextures.theory.symbols.contexts import M, N, chi_square, s
from contextures.verify.campaign.asked import Asked, Need
from contextures.verify.campaign.longrun import ablation
from contextures.verify.certificates.certificate import digest
from contextures.verify.search.ablate import label, larger, targets
from contextures.verify.search.beyond import Beyond
from contextures.verify.search.draws import supply_of

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
    assert result.needed == {}


def test_what_nothing_breaks_is_told_apart_from_what_was_broken_in_vain() -> None:
    parts = (Part("one", s[1], "<=", 1, given=(Hypothesis("always", s[2], "<=", 2), TALL)),)
    (result,) = contextures.verify(statements=statement(Claim("?", "?", parts)), instances=700, ablate=True).results
    assert result.ablation is not None
    always, tall = result.ablation["one.always"], result.ablation["one.tall"]
    assert (always.need, always.alone) == (Need.UNBROKEN, 0)
    assert tall.need is Need.UNSEEN
    assert 0 < tall.met <= tall.alone < tall.instances
    assert f"broken alone in {tall.met:,} of" in tall.text()


def test_the_draws_reach_outside_a_hypothesis() -> None:
    """ε below 0 and above 1, d above N: none of them is drawn in a search, and all are in an ablation."""
    rng = np.random.default_rng(0)
    for name, outside in (("not-negative", "epsilon < 0"), ("at-most-one", "epsilon > 1")):
        claim = catalogue["optimality.low-variance"].variants["corrected"]
        hypothesis = next(h for p in claim.parts for h in claim.hypotheses(p) if h.name == name)
        supply = Beyond(supply_of(FINITE_CONTEXTS), hypothesis)
        family = supply.families[0]
        batch, _ = supply.draw(rng, family, 200, supply.sizes(rng, family), FINITE_CONTEXTS.needs(claim))
        epsilon = batch.fields["epsilon"][:, 0] / batch.fields["epsilon"][:, 1]
        assert (epsilon < 0).any() == (outside == "epsilon < 0")
        assert (epsilon > 1).any()
    supply = Beyond(supply_of(FINITE_CONTEXTS), Hypothesis("dimension", sp.Symbol("d"), "<=", N))
    sizes = [supply.sizes(rng, supply.families[0]) for _ in range(60)]
    assert any(size["d"] > size["N"] for size in sizes)
    assert any(size["d"] <= size["N"] for size in sizes)


def test_a_hypothesis_is_needed_for_a_constant_if_twice_the_constant_fails_without_it(valid: Any) -> None:
    """χ² ≤ C s_1² holds with C = 1 where N ≤ 2 and needs any C where N is free."""
    original = catalogue["contexts.unit-interval"]
    vocabulary = original.vocabulary.extended("open")
    constant = vocabulary.real("C", "a constant", "(0, ∞)", "C")
    part = Part("all", chi_square, "<=", constant * s[1] ** 2, given=(SMALL,), constant=constant)
    claim = Claim("?", "?", (part,))
    one = dataclasses.replace(original, id="mine.open", vocabulary=vocabulary, printed=claim, uses=())
    mine = Catalogue([one])
    (result,) = contextures.verify(statements=mine, instances=8000, ablate=True).results
    assert result.parts[0].constant == ("C", pytest.approx(1.0))
    asked = (result.ablation or {})["all.small"]
    document = asked.certificate
    assert document is not None
    valid("certificate", document)
    assert 2 <= sp.Rational(document["constant"]) <= 2.1
    assert f"{document['constant']} is too small without it" in asked.text()
    outcome = check(document, mine)
    assert outcome.proves
    assert f"with C = {document['constant']}" in outcome.reason
    for value in (None, "two", 2, "1000000"):
        changed = {**document, "constant": value}
        assert not check({**changed, "sha256": digest(changed)}, mine).proves
    assert [larger(c) for c in (0.0, -1.0, 0.25, 1.0, 1.234, 333.3)] == [
        0, 0, sp.Rational(1, 2), 2, sp.Rational(5, 2), 670,
    ]  # fmt: skip


def test_a_constant_that_nothing_fits_yet_is_not_asked_about() -> None:
    original = catalogue["contexts.unit-interval"]
    vocabulary = original.vocabulary.extended("open")
    constant = vocabulary.real("C", "a constant", "(0, ∞)", "C")
    never = Hypothesis("never", chi_square, "<", 0)
    part = Part("all", chi_square, "<=", constant * s[1] ** 2, given=(never,), constant=constant)
    one = dataclasses.replace(
        original, id="mine.open", vocabulary=vocabulary, printed=Claim("?", "?", (part,)), uses=()
    )
    (result,) = contextures.verify(statements=Catalogue([one]), instances=2000, ablate=True).results
    assert result.verdict == "vacuous"
    assert result.ablation == {}


def test_every_hypothesis_has_a_name_of_its_own() -> None:
    for one in catalogue.values():
        for claim in one.variants.values():
            names = [label(claim, target) for target in targets(claim) if target.hypothesis not in claim.given]
            assert len(names) == len(set(names))


def test_the_command_says_it_on_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "verify",
        "optimality.weak-association",
        "--ablate",
        "--instances",
        "700",
        "--jobs",
        "1",
        "--out",
        "out",
    ]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["contextures", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    lines = capsys.readouterr().out.splitlines()
    assert "optimality.weak-association (printed): needed: near-one" in lines
    (row,) = json.loads((tmp_path / "out" / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    assert list(row["needed"]) == list(row["ablation"]) == ["near-one"]
    assert row["ablation"]["near-one"]["met"] > 0


def test_findings_in_words() -> None:
    told = (
        Asked(100, 0, 0),
        Asked(100, 5, 0),
        Asked(1000, 1000, 9),
        Asked(9, 9, 9, {}),
        Asked(9, 9, 9, {"constant": "2"}),
    )
    assert list(hypothesis_lines(zip("abcde", told, strict=True))) == [
        "needed: d",
        "a: no instance breaks it alone (100 tried)",
        "b: where it alone is broken the claim has no value (100 tried)",
        "c: not seen to be needed, broken alone in 9 of 1,000 instances",
        "e: needed for the constant: 2 is too small without it",
    ]
    statement = catalogue["contexts.duality"]
    bound = {
        "name": "one",
        "tightness": 0.5,
        "conjecture": "1/2",
        "tightest": {"joint": [["1/2", "0"], ["0", "1/2"]], "d": 1},
    }
    assert list(tight_lines([bound, {"name": "two", "tightness": None, "conjecture": None}], statement)) == [
        "part one: best ratio 0.5 at joint law P⁺ = ((1/2 0) (0 1/2)), d = 1",
        "part one: conjecture: it holds with the factor 1/2 on the larger side",
    ]
    long = {**bound, "conjecture": None, "tightest": {"joint": [["1/200"] * 20] * 10, "d": 1}}
    assert list(tight_lines([long], statement)) == ["part one: best ratio 0.5 at joint law P⁺ of 10×20"]


# ------------------------------------------------------------------------------------------------------- the long run
def test_the_page_is_that_of_the_data() -> None:
    page = runpy.run_path(str(ROOT / "docs" / "make_ablation.py"))["text"]()
    assert (ROOT / "docs" / "ablation.md").read_text(encoding="utf-8") == page, "run python docs/make_ablation.py"


def test_every_hypothesis_has_a_row() -> None:
    """Of every form with a part that is not refuted; and no row is of a hypothesis that is no more."""
    script = runpy.run_path(str(ROOT / "docs" / "make_ablation.py"))
    verdicts = json.loads((ROOT / "docs" / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    wanted = [
        (row["id"], row["variant"], hypothesis)
        for row in verdicts
        for hypothesis in script["wanted"](
            catalogue[row["id"]].variants[row["variant"]], {part["name"]: part for part in row["parts"]}
        )
    ]
    assert len(wanted) > 350
    assert {(a.id, a.variant, a.hypothesis) for a in ablation()} == set(wanted), "run the ablation again"
    assert all(a.example or a.instances > 0 for a in ablation())


def test_every_kept_certificate_proves_that_its_hypothesis_is_needed() -> None:
    known = ablation()
    assert sum(a.needed for a in known) >= 80
    for a in known:
        if a.certificate is not None:
            assert (a.certificate["id"], a.certificate["variant"]) == (a.id, a.variant)
            assert a.certificate["kind"] == "needed"
            outcome = check(a.certificate)
            assert outcome.proves, f"{a.id} {a.hypothesis}: {outcome.reason}"


def test_the_corrections_that_add_a_hypothesis_need_it() -> None:
    """Where a print falls for want of a hypothesis, the one that the correction adds is seen to be needed."""
    needed = {(a.id, a.hypothesis) for a in ablation() if a.variant == "corrected" and a.needed}
    assert {("optimality.minimax-value", "room"), ("objectives.average-encoder", "no-kernel")} <= needed
