"""Symbolic proofs: they hold, speak of parts that exist and deny what is false; no verdict contradicts one."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
import sympy as sp

from contextures import Report, catalogue
from contextures.theory.statement import Variant
from contextures.verify.campaign.verdict import PartResult, Verdict, settled_by, worst
from contextures.verify.proofs import PROOFS, Proof, elsewhere_of, formal_of, proofs_of
from contextures.verify.proofs.elsewhere import PROOFS_ELSEWHERE
from contextures.verify.proofs.letters import A, K, P, Pt, T, T_star, X, through_svd
from contextures.verify.proofs.registry import IN_WORDS, WHOLE, vanishes
from contextures.verify.search.suspects import Tally

VERDICTS = Path(__file__).parents[1] / "docs" / "verdicts.json"
COMMITTED = {(row["id"], row["variant"]): row for row in json.loads(VERDICTS.read_text(encoding="utf-8"))["statements"]}
every_proof = pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: f"{proof.id}-{proof.variant}-{proof.parts[0]}")


@every_proof
def test_it_holds_and_says_what_it_covers(proof: Proof) -> None:
    assert proof.holds
    parts = {part.name for part in catalogue[proof.id].variants[proof.variant].parts}
    assert proof.parts
    assert set(proof.parts) <= parts
    assert proof.how.endswith(".")
    assert proof.scope
    assert (proof.whole, proof.argued) == (proof.scope == WHOLE, proof.scope == IN_WORDS)
    assert proof.checked
    assert all(text.strip() == text and text for text in proof.checked)
    assert proof.record()["checked"] == list(proof.checked)


@every_proof
def test_a_disturbed_remainder_is_noticed(proof: Proof) -> None:
    (text, remainder), *others = proof.identities()
    disturbed = dataclasses.replace(proof, identities=lambda: [(text, remainder + X * P), *others])
    assert not disturbed.holds
    assert not any(vanishes(other + X * P) for _, other in others)


@pytest.mark.parametrize(
    "wrong",
    [
        T * T_star - T_star * T,
        A**-1 * Pt * X**-1 * P * A - T_star * T,
        through_svd(T * K**-1 - T),
        sp.Symbol("x") ** 2 - sp.Symbol("x"),
        sp.sqrt(2) - sp.Rational(141421356, 100000000),
    ],
)
def test_what_is_false_does_not_vanish(wrong: sp.Expr) -> None:
    assert not vanishes(wrong)


def test_a_proof_of_nothing_does_not_hold() -> None:
    assert not Proof("contexts.operators", "printed", ("kernel-a",), lambda: []).holds
    assert not Proof("contexts.operators", "printed", ("kernel-a",), lambda: [("X = A", X - A)]).holds


def test_a_statement_that_borrows_an_id_has_no_proof() -> None:
    original = catalogue["contexts.unit-interval"]
    assert set(proofs_of(original, "printed")) == {part.name for part in original.printed.parts}
    first, *rest = original.printed.parts
    other = dataclasses.replace(first, rhs=first.rhs / 2)
    mutant = dataclasses.replace(original, printed=dataclasses.replace(original.printed, parts=(other, *rest)))
    assert first.name not in proofs_of(mutant, "printed")
    assert set(proofs_of(mutant, "printed")) == {part.name for part in rest}
    assert proofs_of(dataclasses.replace(original, id="mine.unit-interval"), "printed") == {}


def test_verdicts_and_proofs_agree(campaign: Report) -> None:
    assert campaign.contradicted == ()
    for result in campaign.results:
        proofs = proofs_of(result.statement, result.variant)
        for part in result.parts:
            by_coq = part.formal is not None and part.verdict != "refuted"
            assert (part.verdict == "proved") == (by_coq or (part.name in proofs and proofs[part.name].whole))
            assert (part.verdict == "argued") == (not by_coq and part.name in proofs and proofs[part.name].argued)
            assert (part.proof is None) == (part.name not in proofs)
        row = result.to_json()
        assert (row["verdict"] == "proved") == all(part.verdict == "proved" for part in result.parts)
        if row["proof"] is not None:
            assert set(row["proof"]["parts"]) == set(proofs)


def settled(id_: str, variant: Variant) -> Verdict:
    """What a form is that no search refutes: the worst of its parts."""
    statement = catalogue[id_]
    proofs, formal = proofs_of(statement, variant), formal_of(statement, variant)
    names = [part.name for part in statement.variants[variant].parts]
    return worst(settled_by(proofs.get(name), formal.get(name)) for name in names)


def test_some_of_each_chapter_is_proved() -> None:
    forms = [(statement.id, variant) for statement in catalogue.values() for variant in statement.variants]
    proved = {id_ for id_, variant in forms if settled(id_, variant) is Verdict.PROVED}
    assert proved >= {
        "contexts.operators", "contexts.duality",
        "objectives.supervised-onehot", "objectives.svme",
        "optimality.compatibility", "optimality.ratio-trace",
        "mixing.convolution-operator", "mixing.compatibility",
        "bounds.context-complexity", "bounds.isometry",
        "stkr.kernel-metric", "stkr.lipschitz-norm", "stkr.inverse-laplacian",
        "shift.cvar-zero-one", "shift.covariate", "shift.cvar-dual", "classical.conformal",
    }  # fmt: skip
    assert "stkr.minimax" not in proved


def test_what_words_carry_is_argued() -> None:
    for id_, variant in (("bounds.kernel-pca-sharp", "printed"), ("shift.doro-lower", "corrected")):
        assert settled(id_, variant) is Verdict.ARGUED, id_
    for id_, part in (("bounds.minimax-lower", "lower"), ("stkr.minimax", "attained")):
        found = proofs_of(catalogue[id_], "printed")[part]
        assert (found.argued, found.whole) == (True, False)
    assert proofs_of(catalogue["shift.doro-tv"], "printed")["cvar"].argued
    assert formal_of(catalogue["shift.doro-tv"], "printed")["cvar"].proves  # so that it is proved all the same


def test_proofs_of_others_are_of_parts_and_carry_no_verdict() -> None:
    for known in PROOFS_ELSEWHERE:
        assert known.part in {part.name for part in catalogue[known.id].variants[known.variant].parts}, known.theorem
        assert known in elsewhere_of(catalogue[known.id], known.variant)[known.part]
        assert all(known.record().values()), known.theorem
    assert len({(known.id, known.part, known.theorem) for known in PROOFS_ELSEWHERE}) == len(PROOFS_ELSEWHERE)
    tail = catalogue["classical.mcdiarmid"].printed.part("tail")
    others = elsewhere_of(catalogue["classical.mcdiarmid"], "printed")["tail"]
    met = Tally(instances=1, met=1, worst=0.1)
    assert PartResult.of(tail, met, None, elsewhere=others).verdict == "unrefuted"
    row = PartResult.of(tail, met, None, elsewhere=others).to_json()
    assert [known["library"] for known in row["formal_elsewhere"]] == ["FormalSLT", "lean-stat-learning-theory"]
    assert "formal_elsewhere" not in PartResult.of(tail, met, None).to_json()
    mcdiarmid = catalogue["classical.mcdiarmid"]
    loose = tuple(dataclasses.replace(part, rhs=2 * part.rhs) for part in mcdiarmid.printed.parts)
    own = dataclasses.replace(mcdiarmid, printed=dataclasses.replace(mcdiarmid.printed, parts=loose))
    assert elsewhere_of(own, "printed") == {}


def test_no_committed_verdict_contradicts_a_proof() -> None:
    for (id_, variant), row in COMMITTED.items():
        proofs, formal = proofs_of(catalogue[id_], variant), formal_of(catalogue[id_], variant)
        for part in row["parts"]:
            name, refuted = part["name"], part["verdict"] == "refuted"
            assert not (refuted and name in proofs), f"{id_} {name}"
            assert not (refuted and name in formal and formal[name].proves), f"{id_} {name}"
    assert COMMITTED["stkr.kernel-metric", "corrected"]["verdict"] == "proved"
    assert COMMITTED["bounds.isometry", "printed"]["verdict"] == "proved"


def test_what_the_machine_did_not_carry_is_not_called_proved() -> None:
    statement = catalogue["neighbours.haochen-lambda"]
    partial = proofs_of(statement, "printed")["vote"]
    vote = PartResult.of(statement.printed.part("vote"), Tally(instances=1, met=1, worst=0.1), None, partial)
    assert vote.verdict == "unrefuted"
    assert vote.proof["scope"] == "two labels"
    partly = COMMITTED["stkr.minimax", "corrected"]["proof"]
    words = "every instance, but the argument is in words beside the identities"
    assert partly["scope"] == f"part lower ({words}), part attained ({words})"
