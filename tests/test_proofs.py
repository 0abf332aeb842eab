"""Symbolic proofs: they hold, speak of parts that exist and deny what is false; no verdict contradicts one."""

from __future__ import annotations

import dataclasses

import pytest
import sympy as sp

from contextures import Report, catalogue
from contextures.verify.proofs import PROOFS, Proof, proofs_of
from contextures.verify.proofs.letters import A, K, P, Pt, T, T_star, X, through_svd
from contextures.verify.proofs.registry import WHOLE, vanishes

every_proof = pytest.mark.parametrize("proof", PROOFS, ids=lambda proof: f"{proof.id}-{proof.variant}-{proof.parts[0]}")


@every_proof
def test_it_holds_and_says_what_it_covers(proof: Proof) -> None:
    assert proof.holds
    parts = {part.name for part in catalogue[proof.id].variants[proof.variant].parts}
    assert proof.parts
    assert set(proof.parts) <= parts
    assert proof.how.endswith(".")
    assert proof.scope
    assert proof.whole == (proof.scope == WHOLE)


@every_proof
def test_a_disturbed_remainder_is_noticed(proof: Proof) -> None:
    first, *others = proof.remainders()
    disturbed = dataclasses.replace(proof, remainders=lambda: [first + X * P, *others])
    assert not disturbed.holds


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
    assert not Proof("contexts.operators", "printed", ("kernel-a",), lambda: [X - A]).holds


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
            assert (part.verdict == "proved") == (part.name in proofs and proofs[part.name].whole)
            assert (part.proof is None) == (part.name not in proofs)
        row = result.to_json()
        assert (row["verdict"] == "proved") == (row["proof"] is not None and row["proof"]["scope"] == WHOLE)
        if row["proof"] is not None:
            assert set(row["proof"]["parts"]) == set(proofs)


def test_some_of_each_chapter_is_proved(campaign: Report) -> None:
    proved = {result.statement.id for result in campaign.results if result.verdict == "proved"}
    assert {"contexts.operators", "contexts.duality", "optimality.compatibility", "optimality.ratio-trace"} <= proved
    assert "optimality.minimax-value" not in proved
    partly = campaign["optimality.minimax-value", "corrected"].to_json()["proof"]
    assert partly["scope"] == "part attained"
