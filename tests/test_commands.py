"""`contextures list`, `show`, `verify` and `check`: what they print and write, exit codes, and how they refuse."""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import pytest
import sympy as sp

from contextures import Claim, Part, Report, catalogue
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.theory.catalogue import Catalogue
from contextures.theory.symbols.contexts import s
from contextures.verify.campaign import campaign as campaigns
from contextures.verify.campaign import work
from tests.command_line import Run

DOCS = Path(__file__).parents[1] / "docs"
Valid = Callable[[str, Any], None]
QUICK = ("optimality.low-variance", "optimality.trace-gap-of-contexture", "contexts.duality")
SETTINGS = ("--instances", 3000, "--jobs", 1)


@pytest.fixture
def command(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return run


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that one `contextures verify` wrote, in a process of its own."""
    folder = tmp_path_factory.mktemp("verify")
    done = process("verify", *QUICK, *SETTINGS, "--out", folder / "out", "--json", folder / "answer.json")
    assert (done.returncode, done.stderr) == (0, "")
    (folder / "stdout.txt").write_text(done.stdout, encoding="utf-8")
    return folder


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-c", "from contextures.cli import main; main()", *map(str, arguments)]
    variables = {**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables, encoding="utf-8")


def is_one_sentence(errors: str) -> None:
    """Assert that standard error holds one line that says what is wrong, and no traceback."""
    assert errors.startswith("contextures: ")
    assert errors.count("\n") == 1
    assert errors.endswith("\n")
    assert "Traceback" not in errors


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


def test_check_refuses_an_edited_certificate(command: Run, written: Path, tmp_path: Path) -> None:
    original = (written / "out" / "certificates" / "optimality.low-variance.printed.json").read_text(encoding="utf-8")
    edited = tmp_path / "edited.json"
    edited.write_text(original.replace('"1/', '"2/', 1), encoding="utf-8")
    assert edited.read_text(encoding="utf-8") != original
    code, output, errors = command("check", edited)
    assert (code, errors) == (1, "")
    assert output == "not proved: the hash does not match: the file was changed after it was written\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.json", None, "cannot be read (no such file or directory)"),
        (".", None, "cannot be read (is a directory)"),
        ("empty.json", b"", "is not a JSON file"),
        ("binary.json", bytes(range(256)), "is not a text file"),
        ("list.json", b"[1]", "it is not a JSON object"),
        ("other.json", b'{"format": 1}', "not a certificate: it lacks hypotheses"),
    ],
)
def test_check_of_what_is_no_certificate(
    command: Run, tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    code, output, errors = command("check", name)
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert name in errors
    assert message in errors


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["list", "nothing.*"], "no statement matches 'nothing.*'; `contextures list` shows the ids"),
        (["list", "--json", "missing/list.json"], "missing/list.json cannot be written (no such file or directory)"),
        (["show", "optimality.minimax"], "did you mean optimality.minimax-"),
        (["show", "xyz"], "no statement has the id 'xyz'; `contextures list` shows them all"),
        (["show"], "ID"),
        (["check"], "CERTIFICATE.json"),
        (["verify", "nothing.*"], "no statement matches 'nothing.*'"),
        (["verify", "contexts.*", "nothing"], "no statement matches 'nothing'"),
        (["verify", "contexts.pca", "--seed", "-1"], "seed must be a whole number from 0"),
        (["verify", "contexts.pca", "--seed", "1.5"], "--seed"),
        (["verify", "contexts.pca", "--seed", "many"], "--seed"),
        (["verify", "contexts.pca", "--jobs", "0"], "jobs must be at least 1, not 0"),
        (["verify", "contexts.pca", "--jobs", "two"], "--jobs"),
        (["verify", "contexts.pca", "--time-budget", "0"], "time budget must be a positive number of seconds"),
        (["verify", "contexts.pca", "--time-budget", "-3"], "time budget must be a positive number of seconds"),
        (["verify", "contexts.pca", "--time-budget", "nan"], "time budget must be a positive number of seconds"),
        (["verify", "contexts.pca", "--time-budget", "inf"], "time budget must be a positive number of seconds"),
        (["verify", "contexts.pca", "--time-budget", "long"], "'long' is no time; 90 (seconds), 90s, 20m, 1.5h or 2d"),
        (["verify", "contexts.pca", "--time-budget", "2w"], "--time-budget: '2w' is no time"),
        (["verify", "contexts.pca", "--time-budget", "h"], "--time-budget: 'h' is no time"),
        (["verify", "contexts.pca", "--checkpoint-interval", "-1"], "checkpoint interval must be at least 0 seconds"),
        (["verify", "contexts.pca", "--checkpoint-interval", "x"], "--checkpoint-interval: 'x' is no time"),
        (["verify", "contexts.pca", "--time-budget", "-1h"], "time budget must be a positive number of seconds"),
        (
            ["verify", "a.*", "--self-test", "--out", "x"],
            "--out, GLOB cannot go with it, --seed, --jobs and --json",
        ),
        (["verify", "--self-test", "--instances", "9"], "--self-test has its own statements: --instances cannot"),
        (["verify", "--self-test", "--time-budget", "9"], "--self-test has its own statements: --time-budget cannot"),
        (["verify", "--self-test", "--file", "x.py"], "--self-test has its own statements: --file cannot"),
        (["verify", "--self-test", "--json", "no/x.json"], "no/x.json cannot be written"),
        (["verify", "contexts.pca", "--instances", "0"], "instances must be at least 1, not 0"),
        (["verify", "contexts.pca", "--instances", "1e3"], "--instances"),
        (["verify", "contexts.pca", "--nonsense"], "--nonsense"),
        (["nonsense"], "nonsense"),
    ],
    ids=" ".join,
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    command: Run, tmp_path: Path, arguments: list[str], message: str
) -> None:
    code, output, errors = command(*arguments)
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert message in errors
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("out", ["file", "file/below"])
def test_an_output_folder_that_cannot_be_made(command: Run, tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("in the way")
    code, output, errors = command("verify", "contexts.pca", "--out", out, "--instances", 1, "--jobs", 1)
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert f"--out: {out} cannot be used as a folder" in errors
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.parametrize("obstacle", ["verdicts.json", "certificates"])
def test_an_output_folder_with_something_in_the_way(command: Run, tmp_path: Path, obstacle: str) -> None:
    if obstacle == "certificates":
        (tmp_path / obstacle).write_text("in the way")
    else:
        (tmp_path / obstacle).mkdir()
    code, output, errors = command("verify", QUICK[1], "--out", tmp_path, *SETTINGS)
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert obstacle in errors
    assert not (tmp_path / "verdicts.json").is_file()


def test_json_that_cannot_be_written(command: Run) -> None:
    code, output, errors = command("verify", "contexts.pca", "--instances", 1, "--jobs", 1, "--json", "missing/x.json")
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert "missing/x.json cannot be written" in errors


# ---------------------------------------------------------------------------------------------------------- interrupted
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups are of POSIX")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupted_search_leaves_a_checkpoint_only(tmp_path: Path, jobs: int, start: Any) -> None:
    out = tmp_path / "out"
    arguments = ("contexts.*", "--time-budget", "1d", "--checkpoint-interval", "0s", "--jobs", jobs, "--out", out)
    running = start("from contextures.cli import main; main()", "verify", *arguments)
    running.until((out / "checkpoint.json").exists)
    running.signal_all(signal.SIGINT)
    output, errors = running.end()
    assert (running.returncode, output) == (130, "")
    assert errors in ("", "contextures: interrupted\n")
    assert [path.name for path in out.iterdir()] == ["checkpoint.json"]


STUCK = """
import ctypes, sys
from contextures import start
import contextures.cli

def locked():
    print("locked", flush=True)
    lock, library = ctypes.create_string_buffer(64), ctypes.CDLL(None)
    library.pthread_mutex_lock(lock)
    library.pthread_mutex_lock(lock)

contextures.cli.main = locked
start.main()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a lock of glibc")
def test_an_interrupt_is_heard_inside_a_call_of_a_compiled_library(start: Any) -> None:
    running = start(STUCK)
    assert running.first_line() == "locked\n"
    running.until(lambda: Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()[0] == "S")
    running.signal_all(signal.SIGINT)
    assert running.end() == ("", "contextures: interrupted\n")
    assert running.returncode == 130


# ------------------------------------------------------------------------------------------------------- start-up, help
def test_list_show_and_check_load_no_heavy_library(written: Path) -> None:
    (path, *_) = (written / "out" / "certificates").iterdir()
    heavy = {"matplotlib", "sklearn", "pandas", "scipy.optimize"}
    for arguments in (["list"], ["show", "optimality.fisher"], ["check", str(path)], ["list", "--json", "-"]):
        script = (
            "import sys\nfrom contextures.cli import main\n"
            f"sys.argv = ['contextures', *{arguments!r}]\n"
            "try:\n    main()\nfinally:\n"
            f"    print('loaded:', *sorted({heavy!r} & set(sys.modules)), file=sys.stderr)\n"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "loaded:\n"), arguments


@pytest.mark.parametrize("name", ["list", "show", "verify", "check", "spectrum"])
def test_help(command: Run, name: str) -> None:
    for flag in ("--help", "-h"):
        code, output, errors = command(name, flag)
        assert (code, errors) == (0, "")
        assert f"Usage: contextures {name}" in output
    assert name in command("--help")[1]


def test_help_names_every_option_of_verify(command: Run) -> None:
    output = command("verify", "--help")[1]
    for option in ("--instances", "--time-budget", "--seed", "--jobs", "--out", "--json"):
        assert option in output


def test_no_argument_is_a_call_for_help(command: Run) -> None:
    code, output, errors = command()
    assert (code, errors) == (0, "")
    assert output == command("--help")[1]


def test_the_installed_command(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("contextures")
    if not program.exists():
        program = Path(sys.executable).with_name("contextures.exe")
    done = subprocess.run([str(program), "show", "nothing"], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    is_one_sentence(done.stderr)
