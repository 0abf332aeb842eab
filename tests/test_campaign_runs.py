"""What a campaign depends on: its seed, its schedule and its settings, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from joblib.externals.loky import get_reusable_executor

import contextures
from contextures import InputError, Report
from contextures.verify.campaign.schedule import SHARED, Row, schedule
from contextures.verify.search.draws.laws import FAMILIES
from contextures.verify.search.search import STARTS

Valid = Callable[[str, Any], None]

SMALL = ("contexts.duality", "optimality.low-variance", "optimality.trace-gap-of-contexture")


def without_seconds(report: Report) -> dict[str, Any]:
    """The document of a report but what the clock put there, and the certificates."""
    document = json.loads(json.dumps(report.to_json()))
    for row in document["statements"]:
        assert row.pop("seconds") >= 0
    return {**document, "certificates": [result.certificates() for result in report.results]}


@pytest.fixture(scope="module")
def small() -> Report:
    """A short campaign on one worker."""
    return contextures.verify(*SMALL, instances=2000, seed=5)


def test_the_same_seed_gives_the_same_report(small: Report) -> None:
    assert without_seconds(contextures.verify(*SMALL, instances=2000, seed=5)) == without_seconds(small)


def test_the_number_of_workers_does_not_matter(small: Report) -> None:
    try:
        found = without_seconds(contextures.verify(SMALL[-1], instances=2000, seed=5, jobs=2))
        assert found["statements"] == without_seconds(small)["statements"][-2:]
        assert found["certificates"] == without_seconds(small)["certificates"][-2:]
    finally:
        get_reusable_executor().shutdown()


def test_neither_do_the_other_statements(small: Report) -> None:
    alone = contextures.verify("optimality.low-variance", instances=2000, seed=5)
    assert without_seconds(alone)["statements"] == without_seconds(small)["statements"][1:3]


def test_another_seed_gives_another_search(small: Report) -> None:
    other = contextures.verify("contexts.duality", instances=2000, seed=6)
    assert other.results[0].worst_margin != small.results[0].worst_margin


def test_the_schedule() -> None:
    every_family = -(-len(FAMILIES) // STARTS)
    statements = contextures.catalogue.match("contexts.*", "optimality.*")
    some: list[Row] = [(s, "printed") for s in statements if not s.printed.ill_posed]
    assert set(schedule(some, 1e-9, None)) == {every_family}
    assert (
        schedule(some[:1], 1e4, None)[0]
        > schedule(some[:10], 1e4, None)[0]
        > schedule(some[:10], 1e3, None)[0]
        >= every_family
    )
    dear: list[Row] = [(contextures.catalogue["mixing.weights"], "printed"), *some[:9]]
    few, *many = schedule(dear, 18.0, None)
    assert few == SHARED == many[0]
    few, *many = schedule(dear, 200.0, None)
    assert SHARED < few < many[0] / 3
    assert schedule(some[:1], 120.0, 1) == [1]
    assert schedule(some[:1], 120.0, 10**6) == schedule(some, 1.0, 10**6)[:1] > schedule(some[:1], 120.0, 10**5)


def test_the_clock_stops_the_schedule(valid: Valid) -> None:
    report = contextures.verify("contexts.*", time_budget=1e-9)
    document = report.to_json()
    valid("verify", document)
    assert report.truncated
    assert document["truncated"] is True
    assert {row["verdict"] for row in document["statements"]} == {"vacuous"}
    assert {(row["instances"], row["hypotheses_met"]) for row in document["statements"]} == {(0, 0)}


def test_progress_is_told() -> None:
    told: list[tuple[int, int, str]] = []
    contextures.verify("contexts.pca", "contexts.duality", instances=1, progress=lambda *step: told.append(step))
    assert [done for done, _, _ in told] == list(range(1, len(told) + 1))
    assert {total for _, total, _ in told} == {len(told)}
    assert {id_ for _, _, id_ in told} == {"contexts.pca", "contexts.duality"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"time_budget": 0}, "the time budget must be a positive number of seconds, not 0"),
        ({"time_budget": -1.0}, "the time budget must be a positive number of seconds, not -1.0"),
        ({"time_budget": float("nan")}, "the time budget must be a positive number of seconds, not nan"),
        ({"time_budget": float("inf")}, "the time budget must be a positive number of seconds, not inf"),
        ({"instances": 0}, "the number of instances must be at least 1, not 0"),
        ({"instances": -5}, "the number of instances must be at least 1, not -5"),
        ({"seed": -1}, "the seed must be a whole number from 0 to 2⁶³ − 1, not -1"),
        ({"seed": 2**63}, "the seed must be a whole number from 0"),
        ({"jobs": 0}, "the number of jobs must be at least 1, not 0"),
        ({"jobs": -1}, "the number of jobs must be at least 1, not -1"),
        ({"jobs": "x"}, "the number of jobs must be at least 1, not x"),
        ({"jobs": 2.5}, "the number of jobs must be at least 1, not 2.5"),
        ({"seed": None}, "the seed must be a whole number from 0"),
        ({"instances": "many"}, "the number of instances must be at least 1, not many"),
        ({"time_budget": [60]}, "the time budget must be a positive number of seconds, not"),
        ({"checkpoint_interval": None}, "the checkpoint interval must be at least 0 seconds, not None"),
    ],
)
def test_settings_out_of_range(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        contextures.verify("contexts.duality", **settings)
