"""`contextures list` and `show`: what they print."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from contextures import catalogue
from contextures.measure.domain import FINITE_CONTEXTS
from tests.command_line import Run

Valid = Callable[[str, Any], None]


# ----------------------------------------------------------------------------------------------------------------- list
def test_list_json_on_standard_output(command: Run, valid: Valid) -> None:
    code, output, errors = command("list", "--json", "-")
    assert (code, errors) == (0, "")
    document = json.loads(output)
    valid("list", document)
    assert [row["id"] for row in document["statements"]] == list(catalogue)
    for row in document["statements"]:
        statement = catalogue[row["id"]]
        assert row["chapter"] == row["id"].partition(".")[0]
        assert row["variants"] == list(statement.variants)
        assert row["reconstructed"] == statement.source.reconstructed


def test_list_with_a_glob(command: Run, tmp_path: Path, valid: Valid) -> None:
    code, output, errors = command("list", "contexts.*", "--json", tmp_path / "list.json")
    assert (code, errors) == (0, "")
    document = json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))
    valid("list", document)
    wanted = [id_ for id_ in catalogue if id_.startswith("contexts.")]
    assert [row["id"] for row in document["statements"]] == wanted
    assert [line.split()[0] for line in output.splitlines() if line.strip().startswith("contexts.")] == wanted
    assert f"{len(wanted)} statements" in output
    assert "optimality" not in output


def test_list_names_reconstructed_sources(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    lines = command("list")[1].splitlines()
    for statement in catalogue.values():
        (line,) = [line for line in lines if line.split()[:1] == [statement.id]]
        assert ("(reconstructed)" in line) == statement.source.reconstructed
        assert ("printed, corrected" in line) == (statement.corrected is not None)


# ----------------------------------------------------------------------------------------------------------------- show
@pytest.mark.parametrize("id_", catalogue)
def test_show(command: Run, id_: str) -> None:
    code, output, errors = command("show", id_, "--full")
    assert (code, errors) == (0, "")
    statement, words = catalogue[id_], " ".join(output.split())
    assert words.startswith(f"{id_} · {statement.title}")
    assert str(statement.source) in words
    assert ("(reconstructed)" in words) == statement.source.reconstructed
    for used in statement.uses:
        assert used in words
    for variant, claim in statement.variants.items():
        assert f"{statement.heading(variant)}. {' '.join(claim.text.split())}" in words
        assert claim.tex in output
        for part in claim.parts:
            assert f"{'exists' if part.exists else 'claim'} {part.name}: " in words
        for hypothesis in claim.given:
            assert f"given {hypothesis.name}: " in words
        rows = {line.split()[0] for line in output.splitlines() if line.strip()}
        assert claim.symbols <= rows
    assert ("Corrected." in words) == ("Why (" in words) == (statement.corrected is not None)
    assert " ".join(statement.why.split()) in words
    for fault in statement.faults:
        assert fault in words


def test_show_says_how_things_are_measured(command: Run) -> None:
    words = " ".join(command("show", "contexts.chi-square", "--full")[1].split())
    for name in ("s", "chi_square"):
        assert FINITE_CONTEXTS.quantities[name].method in words
    assert "total inertia" in words
    assert "[0, r]" in words
    assert "Counted." in words


def test_verdicts_fold_on_a_narrow_terminal(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "44")
    code, output, _ = command("verify", "optimality.low-variance", "--instances", 300, "--jobs", 1)
    lines = [line.rstrip() for line in output.splitlines()]
    assert code == 0
    assert lines[0] == "optimality.low-variance"
    assert lines[1].startswith("  printed: refuted (preimage, variance)")
    assert max(map(len, lines[:-1])) <= 44
    assert "1 of 1 statement falls as printed." in lines


def test_show_folds_what_is_long(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    short, full = (command("show", "optimality.trace-gap", *more)[1] for more in ([], ["--full"]))
    assert len(short) < 0.7 * len(full)
    lines = short.splitlines()
    assert lines[3] == "Printed: refuted"
    assert max(map(len, lines)) <= 80
    assert sum("argued bound, square-root" in line for line in lines) == 1
    assert "error ≤ ─────────────────────────────" in short
    assert "checked by machine" in full
    code, output, _ = command("show", "contexts.pca", "contexts.duality")
    assert code == 0
    assert "contexts.pca · " in output
    assert "contexts.duality · " in output
