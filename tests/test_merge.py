"""Campaigns merged: counts add up, the most telling margin and verdict stay, and nothing is counted twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import contextures
from contextures import InputError, check
from contextures.verify.campaign.merge import merge
from contextures.verify.report import page
from contextures.verify.report.results import Results

GLOBS = ("contexts.pca", "optimality.trace-gap-of-contexture")


def results(*globs: str, seed: int, **settings: Any) -> Results:
    """A small campaign."""
    report = contextures.verify(*globs, instances=4600, seed=seed, **settings)
    certificates = {path: d for result in report.results for path, d in result.certificates().items()}
    return Results(json.loads(json.dumps(report.to_json())), certificates)


@pytest.fixture(scope="module")
def pair() -> tuple[Results, Results]:
    """Two campaigns of other seeds."""
    return results(*GLOBS, seed=0), results(*GLOBS, seed=1, ablate=True)


def test_counts_add_up_and_certificates_stay(pair: tuple[Results, Results], valid: Callable[[str, Any], None]) -> None:
    both = merge(pair)
    valid("verify", both.document)
    assert both.document["seeds"] == [0, 1]
    for row, first, second in zip(both.rows, pair[0].rows, pair[1].rows, strict=True):
        assert row["instances"] == first["instances"] + second["instances"]
        assert row["worst_margin"] == min(first["worst_margin"], second["worst_margin"])
        assert row["verdict"] == first["verdict"] == second["verdict"]
        assert row["needed"] == second["needed"]
        for part, one, two in zip(row["parts"], first["parts"], second["parts"], strict=True):
            assert part["hypotheses_met"] == one["hypotheses_met"] + two["hypotheses_met"]
            if part["tightness"] is not None:
                assert part["tightness"] == max(one["tightness"], two["tightness"])
    named = {part["certificate"] for row in both.rows for part in row["parts"] if part["certificate"]}
    assert named <= set(both.certificates)
    assert all(check(document).proves for document in both.certificates.values())
    assert "seeds 0, 1" in page(both)


def test_a_refutation_by_one_of_them_is_one(pair: tuple[Results, Results]) -> None:
    blind = json.loads(json.dumps(pair[0].document))
    for row in blind["statements"]:
        row.update(verdict="vacuous", certificate=None)
        for part in row["parts"]:
            part.update(verdict="vacuous", certificate=None, hypotheses_met=0, worst_margin=None, tightness=None)
    both = merge([Results(blind, {}), pair[1]])
    assert [row["verdict"] for row in both.rows] == [row["verdict"] for row in pair[1].rows]


def test_other_statements_stand_side_by_side(pair: tuple[Results, Results]) -> None:
    other = results("contexts.duality", seed=0)
    both = merge([pair[0], other])
    assert [row["id"] for row in both.rows] == [*(row["id"] for row in pair[0].rows), "contexts.duality"]


def test_one_seed_counts_once(pair: tuple[Results, Results]) -> None:
    with pytest.raises(InputError, match=r"contexts\.pca \(printed\) was searched twice with one seed"):
        merge([pair[0], pair[0]])


def test_other_versions_are_refused(pair: tuple[Results, Results]) -> None:
    older = Results({**pair[1].document, "contextures": "0.0.1"}, pair[1].certificates)
    with pytest.raises(InputError, match=r"versions 0\.0\.1 and "):
        merge([pair[0], older])


def test_the_command(pair: tuple[Results, Results], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from contextures.cli import main

    for number, found in enumerate(pair):
        (tmp_path / str(number) / "certificates").mkdir(parents=True)
        (tmp_path / str(number) / "verdicts.json").write_text(json.dumps(found.document))
        for path, document in found.certificates.items():
            (tmp_path / str(number) / path).write_text(json.dumps(document))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["contextures", "merge", "0", "1", "--out", "both"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0
    written = json.loads((tmp_path / "both" / "verdicts.json").read_text())
    assert written["statements"] == merge(pair).rows
