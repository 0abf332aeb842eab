"""The self-test: planted errors are found, true statements stand, and a miss is told."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import sympy as sp

from contextures import catalogue
from contextures.verify import selftest
from contextures.verify.selftest import MUTATIONS, Mutation, scaled, self_test


@pytest.fixture(scope="module")
def outcome() -> selftest.Outcome:
    """The whole self-test."""
    return self_test(seed=0)


def test_every_planted_error_is_found_and_no_original_falls(outcome: selftest.Outcome) -> None:
    assert [m for m in outcome.mutants if not m.found] == []
    assert outcome.fallen == ()
    assert outcome.passed
    assert outcome.loose == ()
    assert len(outcome.mutants) == len(MUTATIONS) >= 25


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
