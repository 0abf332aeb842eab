"""`contextures verify`: what it writes and prints, and its exit codes."""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import sympy as sp

from contextures import Claim, Part, Report, catalogue
from contextures.theory.catalogue import Catalogue
from contextures.theory.symbols.contexts import s
from contextures.verify.campaign import campaign as campaigns
from contextures.verify.campaign import work
from tests.command_line import Run, is_one_sentence, process

DOCS = Path(__file__).parents[1] / "docs"
Valid = Callable[[str, Any], None]
QUICK = ("optimality.low-variance", "optimality.trace-gap-of-contexture", "contexts.duality")
SETTINGS = ("--instances", 3000, "--jobs", 1)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that one `contextures verify` wrote, in a process of its own."""
    folder = tmp_path_factory.mktemp("verify")
    done = process("verify", *QUICK, *SETTINGS, "--out", folder / "out", "--json", folder / "answer.json")
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "stdout.txt").write_text(done.stdout, encoding="utf-8")
    return folder


# --------------------------------------------------------------------------------------------------------------- verify
def test_verify_writes_verdicts_and_certificates(written: Path, valid: Valid) -> None:
    out = written / "out"
    document = json.loads((out / "verdicts.json").read_text(encoding="utf-8"))
    valid("verify", document)
    assert document == json.loads((written / "answer.json").read_text(encoding="utf-8"))
    rows = [(row["id"], row["variant"]) for row in document["statements"]]
    assert rows == [(x.id, variant) for x in catalogue.match(*QUICK) for variant in x.variants]
    refuted = {row["id"] for row in document["statements"] if row["verdict"] == "refuted"}
    assert refuted == {"optimality.low-variance", "optimality.trace-gap-of-contexture"}
    named = [part["certificate"] for row in document["statements"] for part in row["parts"] if part["certificate"]]
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert found == sorted([*named, "verdicts.json"])
    for name in named:
        valid("certificate", json.loads((out / name).read_text(encoding="utf-8")))


def test_verify_prints_a_table(written: Path) -> None:
    lines = (written / "stdout.txt").read_text(encoding="utf-8").splitlines()
    rows = {tuple(line.split()[:2]): line for line in lines if line.split()[:1] and line.split()[0] in catalogue}
    assert set(rows) == {(x.id, variant) for x in catalogue.match(*QUICK) for variant in x.variants}
    assert "refuted (preimage, variance)" in rows["optimality.low-variance", "printed"]
    assert "proved" in rows["optimality.low-variance", "corrected"]
    assert "proved" in rows["contexts.duality", "printed"]
    assert "2 of 3 statements fall as printed; 1 proved." in lines
    assert "0 of 2 corrected forms fall; 2 proved." in lines
    assert any(line.startswith("seed 0; verdicts and certificates in ") for line in lines)


def test_what_no_text_was_seen_to_print_is_counted_apart(command: Run) -> None:
    chosen = ("classical.kl-as-printed", "classical.folk-intervals", "contexts.duality")
    _, output, _ = command("verify", *chosen, "--instances", 300, "--jobs", 1)
    assert "1 of 3 statements falls as printed and 1 as reconstructed; 1 proved." in output.splitlines()


def test_the_table_fits_a_page(command: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = command("verify", "optimality.*", "--time-budget", 1e-9, "--jobs", 1)[1].splitlines()
    rows = {tuple(line.split()[:2]) for line in lines}
    assert {(x.id, variant) for x in catalogue.match("optimality.*") for variant in x.variants} <= rows
    assert all(len(line) <= 80 for line in lines)


def test_verify_on_standard_output_is_pure_json_and_reproducible(tmp_path: Path, valid: Valid) -> None:
    answers = []
    for number in (1, 2):
        arguments = (QUICK[1], "--instances", 700, "--jobs", number, "--seed", 3, "--out", tmp_path / str(number))
        done = process("verify", *arguments, "--json", "-", PYTHONHASHSEED=str(number))
        assert (done.returncode, done.stderr) == (0, "")
        document = json.loads(done.stdout)
        valid("verify", document)
        assert document["seed"] == 3
        assert document == json.loads((tmp_path / str(number) / "verdicts.json").read_text(encoding="utf-8"))
        for row in document["statements"]:
            del row["seconds"]
        files = {path.name: path.read_bytes() for path in (tmp_path / str(number) / "certificates").iterdir()}
        answers.append((document, files))
    assert answers[0] == answers[1]


def test_verify_has_a_folder_of_its_own(command: Run, tmp_path: Path) -> None:
    assert command("verify", "contexts.pca", "--instances", 1, "--jobs", 1)[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["contextures-results"]
    assert [path.name for path in (tmp_path / "contextures-results").iterdir()] == ["verdicts.json"]


def test_verify_makes_folders_on_the_way(command: Run, tmp_path: Path) -> None:
    assert command("verify", "contexts.pca", "--instances", 1, "--jobs", 1, "--out", "a/b/c")[0] == 0
    assert (tmp_path / "a" / "b" / "c" / "verdicts.json").is_file()


def test_verify_says_when_the_clock_stopped_it(command: Run, valid: Valid) -> None:
    code, output, _ = command("verify", "contexts.*", "--time-budget", 1e-9, "--jobs", 1)
    assert code == 0
    assert "the clock stopped the schedule: a longer --time-budget is needed" in output
    forms = len(catalogue.match("contexts.*"))
    assert f"0 of {forms} statements fall as printed; {forms} that the clock stopped before." in output
    code, output, _ = command("verify", "contexts.*", "--time-budget", 1e-9, "--jobs", 1, "--json", "-")
    assert code == 0
    valid("verify", json.loads(output))
    assert json.loads(output)["truncated"] is True


def test_a_truncated_run_follows_its_own_advice(
    command: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: SimpleNamespace
) -> None:
    """The clock is turned on after some units; the same command with --resume goes on with the same schedule."""
    search = work.search_chunks

    def tick(*arguments: Any) -> Any:
        clock.now += 0.2
        return search(*arguments)

    monkeypatch.setattr(campaigns, "BLOCK", 1)
    monkeypatch.setattr(work, "search_chunks", tick)
    line = ("verify", "contexts.pca", "--jobs", 1, "--time-budget")
    code, output, _ = command(*line, 0.4)
    assert code == 0
    advice = (
        "the clock stopped the schedule: the same command with --resume goes on with it, for the --time-budget it is"
    )
    assert advice in output
    checkpoint = tmp_path / "contextures-results" / "checkpoint.json"
    kept = checkpoint.read_bytes()
    code, output, errors = command(*line, "1h")
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert "is of an earlier campaign; --resume goes on with it; to start anew, delete it" in errors
    assert checkpoint.read_bytes() == kept
    code, output, errors = command(*line, "1.5h", "--resume")
    assert (code, errors) == (0, "")
    assert "the schedule is the checkpoint's, made for 0.4 seconds" in output
    assert "the clock" not in output
    assert not checkpoint.exists()
    document = json.loads((tmp_path / "contextures-results" / "verdicts.json").read_text(encoding="utf-8"))
    assert (document["time_budget"], document["truncated"]) == (0.4, False)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("90s", 90), ("20m", 1200), ("2h", 7200), ("1.5h", 5400), ("2d", 172800), ("1e3", 1000), (0.5, 0.5)],
)
def test_a_time_budget_has_a_unit(
    text: str | float, seconds: float, command: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = campaigns.verify
    monkeypatch.setattr(campaigns, "verify", lambda *globs, **rest: search(*globs, **{**rest, "instances": 1}))
    code, output, _ = command("verify", "contexts.pca", "--jobs", 1, "--time-budget", text, "--json", "-")
    assert code == 0
    assert json.loads(output)["time_budget"] == seconds


def test_every_verdict_obeys_the_schema(valid: Valid, campaign: Report) -> None:
    """Those of a search of two chapters, and those that are committed."""
    valid("verify", campaign.to_json())
    document = json.loads((DOCS / "verdicts.json").read_text(encoding="utf-8"))
    valid("verify", document)
    parts = [part for row in document["statements"] for part in row["parts"] if part["certificate"]]
    assert {part["verdict"] for part in parts} == {"refuted", "proved"}
    for part in parts:
        valid("certificate", json.loads((DOCS / part["certificate"]).read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "damage",
    [
        lambda rows: rows[0]["parts"][0].update(certificate=None),
        lambda rows: rows[0].update(certificate=None),
        lambda rows: rows[1].update(certificate=rows[0]["certificate"]),
        lambda rows: rows[1]["parts"][0].update(certificate=rows[0]["certificate"], verdict="unrefuted"),
        lambda rows: rows[0]["parts"][0].update(tightness=1.0),
        lambda rows: rows[1].pop("seconds"),
    ],
)
def test_the_schema_refuses_a_verdict_without_its_certificate(damage: Callable[[Any], Any], valid: Valid) -> None:
    rows = json.loads((DOCS / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    refuted = next(row for row in rows if row["verdict"] == "refuted" and len(row["parts"]) == 1)
    proved = next(row for row in rows if row["verdict"] == "proved" and row["certificate"] is None)
    document = {"format": 1, "contextures": "0", "seed": 0, "time_budget": 1.0, "truncated": False}
    valid("verify", {**document, "statements": [refuted, proved]})
    damage(rows := copy.deepcopy([refuted, proved]))
    with pytest.raises(jsonschema.ValidationError):
        valid("verify", {**document, "statements": rows})


def test_a_correction_that_falls_is_exit_code_1(command: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    half, most = (Part("upper", s[1], "<=", sp.Rational(*ratio)) for ratio in ((1, 2), (9, 10)))
    mine = dataclasses.replace(
        catalogue["contexts.unit-interval"],
        printed=Claim("Half.", "?", (half,)),
        corrected=Claim("Most.", "?", (most,)),
        why="the constant",
    )
    search = campaigns.verify
    monkeypatch.setattr(
        campaigns, "verify", lambda *globs, **rest: search(*globs, **{**rest, "statements": Catalogue([mine])})
    )
    code, output, errors = command("verify", *SETTINGS, "--json", "-")
    assert code == 1
    assert [row["verdict"] for row in json.loads(output)["statements"]] == ["refuted", "refuted"]
    assert "our own failure: the corrected form of contexts.unit-interval is refuted" in " ".join(errors.split())
    assert (tmp_path / "contextures-results" / "certificates" / "contexts.unit-interval.corrected.json").is_file()


# ---------------------------------------------------------------------------------------------------------------- check
def test_check_accepts_what_verify_wrote(command: Run, written: Path) -> None:
    paths = sorted((written / "out" / "certificates").iterdir())
    assert len(paths) == 3
    for path in paths:
        code, output, errors = command("check", path)
        assert (code, errors) == (0, "")
        assert output.startswith("proved: part '")
        assert output.count("\n") == 1
