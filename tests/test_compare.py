"""Two campaigns compared: what came, what went and what changed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

import contextures
from contextures.verify.campaign.compare import compare


@pytest.fixture(scope="module")
def old() -> dict[str, Any]:
    """A small campaign."""
    report = contextures.verify("contexts.pca", "contexts.duality", instances=1000)
    return json.loads(json.dumps(report.to_json()))


def test_nothing_changed(old: dict[str, Any]) -> None:
    assert compare(old, copy.deepcopy(old)).lines() == ["no verdict changed"]
    assert compare(old, old).to_json() == {"format": 1, "changes": []}


def test_every_kind_of_change_is_told(old: dict[str, Any]) -> None:
    new = copy.deepcopy(old)
    duality, pca = new["statements"]
    assert (duality["id"], pca["id"]) == ("contexts.duality", "contexts.pca")
    duality["parts"][0]["verdict"] = "refuted"
    duality["parts"][2]["tightness"] = 0.5
    duality["parts"].append({**duality["parts"][1], "name": "fresh"})
    del duality["parts"][1]
    new["statements"][1] = {**pca, "id": "contexts.other"}
    lines = compare(old, new).lines()
    assert lines == [
        "contexts.duality (printed), part eigenvalues: verdict proved → refuted",
        "contexts.duality (printed), part range-upper: tightness 1.000 → 0.500",
        "contexts.duality (printed), part fresh: new, proved",
        "contexts.duality (printed), part range-lower: gone, was proved",
        "contexts.other (printed): new, unrefuted",
        "contexts.pca (printed): gone, was unrefuted",
    ]


def test_a_small_move_of_the_tightness_is_not_told(old: dict[str, Any]) -> None:
    new = copy.deepcopy(old)
    new["statements"][0]["parts"][2]["tightness"] = 0.999
    assert compare(old, new).lines() == ["no verdict changed"]


@pytest.mark.parametrize(("code", "arguments"), [(0, ["a.json", "a.json"]), (2, ["a.json", "b.json"])])
def test_the_command(
    code: int, arguments: list[str], old: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from contextures.cli import main

    (tmp_path / "a.json").write_text(json.dumps(old))
    (tmp_path / "b.json").write_text(json.dumps(old)[:200])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["contextures", "diff", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == code
    shown = capsys.readouterr()
    assert ("no verdict changed" in shown.out) == (code == 0)
    assert ("b.json is not a JSON file, or only a part of one" in shown.err) == (code == 2)
