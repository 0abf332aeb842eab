"""The self-test: planted errors are found, true statements stand, and a miss is told."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pytest
import sympy as sp

from contextures import Hypothesis, catalogue
from contextures.verify.campaign import selftest
from contextures.verify.campaign.schedule import schedule
from contextures.verify.campaign.selftest import MUTATIONS, Mutation, scaled, self_test
from contextures.verify.search.search import search_chunks


def passes(outcome: selftest.Outcome) -> None:
    """Assert that every planted error is found, that no original falls, and that each is seen to be tight."""
    assert [m for m in outcome.mutants if not m.found] == []
    assert outcome.fallen == ()
    assert outcome.loose == ()
    assert outcome.passed
    assert len(outcome.mutants) == len(MUTATIONS) >= 25


def test_a_tenth_of_the_effort_finds_most_of_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "MUTATIONS", MUTATIONS[::32])
    monkeypatch.setattr(selftest, "PLANTED", 2)
    outcome = self_test(seed=0, instances=selftest.INSTANCES // 10)
    assert sum(mutant.found for mutant in outcome.mutants) >= 0.9 * len(outcome.mutants)
    assert outcome.fallen == ()
    assert len(outcome.planted) == 2
    assert outcome.noticed


@pytest.mark.campaign
def test_every_seed_finds_every_planted_error_and_lets_every_original_stand(campaign_seed: int) -> None:
    passes(self_test(seed=campaign_seed))


@pytest.mark.campaign
def test_a_tenth_of_the_budget_is_nearly_enough(campaign_seed: int) -> None:
    mutants = [mutation.mutant(k) for k, mutation in enumerate(MUTATIONS, start=1)]
    chunks = schedule([(mutant, "printed") for mutant in mutants], math.inf, selftest.INSTANCES // 10)
    found = [search_chunks(m, "printed", campaign_seed, range(n)) for m, n in zip(mutants, chunks, strict=True)]
    assert sum(any(tally.refuters for tally in tallies.values()) for tallies in found) >= 0.93 * len(mutants)


def test_the_errors_are_of_every_kind() -> None:
    errors = " ".join(mutation.error for mutation in MUTATIONS)
    for kind in ("% less", "% more", "< for ≤", "square dropped", "d for d+1", "max for min", "no d ≤"):
        assert kind in errors
    assert len({(m.id, m.variant, m.part, m.error) for m in MUTATIONS}) == len(MUTATIONS)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.id}-{m.part}-{m.error}")
def test_each_changes_its_part(mutation: Mutation) -> None:
    claim = catalogue[mutation.id].variants[mutation.variant]
    mutant, original = mutation.mutant(1), mutation.original()
    assert original.printed.parts == (claim.part(mutation.part),)
    assert mutant.printed != original.printed
    assert mutant.id != original.id


def test_a_miss_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "PLANTED", 1)
    harmless = Mutation("contexts.unit-interval", "printed", "upper", "10 % more", scaled("rhs", sp.Rational(11, 10)))
    monkeypatch.setattr(selftest, "MUTATIONS", (harmless,))
    outcome = self_test(instances=2000)
    assert not outcome.passed
    assert "missed: contexts.unit-interval, part upper, 10 % more" in outcome.lines()


@pytest.mark.parametrize(("passed", "code"), [(True, 0), (False, 1)])
def test_the_command(passed: bool, code: int, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    from contextures.cli import main

    mutant = selftest.Mutant("contexts.pca", "minimum", "5 % more", passed)
    score = selftest.Outcome((mutant,), (), (), 1234)
    monkeypatch.setattr(selftest, "self_test", lambda **settings: score)
    monkeypatch.setattr("sys.argv", ["contextures", "verify", "--self-test", "--jobs", "1"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == code
    assert f"{int(passed)} of 1 planted errors refuted" in capsys.readouterr().out
    assert dataclasses.replace(score, fallen=("x",)).passed is False
    assert dataclasses.replace(score, loose=("x",)).passed is False


def test_its_json_obeys_the_schema(monkeypatch: pytest.MonkeyPatch, capsys: Any, valid: Any) -> None:
    from contextures.cli import main

    monkeypatch.setattr(selftest, "PLANTED", 1)
    monkeypatch.setattr(selftest, "NOTICED", 0.0)
    monkeypatch.setattr(selftest, "MUTATIONS", MUTATIONS[:2])
    monkeypatch.setattr("sys.argv", ["contextures", "verify", "--self-test", "--jobs", "1", "--json", "-"])
    with pytest.raises(SystemExit) as left:
        main()
    assert not left.value.code
    document = json.loads(capsys.readouterr().out)
    valid("self-test", document)
    assert document["passed"] is True
    assert [mutant["error"] for mutant in document["mutants"]] == [mutation.error for mutation in MUTATIONS[:2]]


def test_a_loose_original_and_one_that_nothing_meets_fail_it(monkeypatch: pytest.MonkeyPatch) -> None:
    weak = Mutation("contexts.unit-interval", "printed", "upper", "?", scaled("rhs", sp.Rational(1, 2)))
    claim, part = catalogue[weak.id].printed, catalogue[weak.id].printed.part("upper")
    wide = dataclasses.replace(part, rhs=2 * part.rhs)
    monkeypatch.setattr(selftest, "PLANTED", 1)
    monkeypatch.setattr(selftest, "MUTATIONS", (weak,))
    monkeypatch.setattr(selftest, "_original", lambda mutation: (claim, wide))
    outcome = self_test(instances=1000)
    assert outcome.loose == (weak.original().id,)
    assert not outcome.passed
    never = dataclasses.replace(part, given=(Hypothesis("never", sp.Integer(2), "<=", selftest.s[1]),))
    monkeypatch.setattr(selftest, "_original", lambda mutation: (claim, never))
    outcome = self_test(instances=1000)
    assert outcome.loose == (weak.original().id,)
    assert not outcome.passed
