"""`contextures`: its help, what it loads, and how every command refuses bad input."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contextures.cli.output import check_target
from tests.command_line import Run, is_one_sentence

ROOT = Path(__file__).parents[1]


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["list", "nothing.*"], "no statement matches 'nothing.*'; `contextures list` shows the ids"),
        (["list", "--json", "missing/list.json"], "missing/list.json cannot be written"),
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
    code, output, errors = command(
        "verify", "optimality.trace-gap-of-contexture", "--out", tmp_path, "--instances", 3000, "--jobs", 1
    )
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert obstacle in errors
    assert not (tmp_path / "verdicts.json").is_file()


def test_json_that_cannot_be_written(command: Run) -> None:
    code, output, errors = command("verify", "contexts.pca", "--instances", 1, "--jobs", 1, "--json", "missing/x.json")
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert "missing/x.json cannot be written" in errors


# ------------------------------------------------------------------------------------------------------- start-up, help
@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--file", "kept", "--json", "kept"],
        ["verify", "--file", "kept", "--json", "kept"],
        ["export", "kept", "--out", "kept"],
        ["diff", "kept", "kept", "--json", "kept"],
        ["audit", "kept:upper", "--kind", "upper", "--json", "kept"],
        ["compare", "--sample", "kept", "--column", "a", "delta=0.05", "--json", "kept"],
        ["bound", "classical.hoeffding", "--sample", "kept", "delta=0.05", "--json", "kept"],
        ["spectrum", "kept", "--table", "--save", "kept"],
        ["spectrum", "kept", "--samples", "--context", "pairs", "--k", 2, "--partner", "p", "--json", "p"],
        ["evaluate", "kept", "--from", "p", "--target", "b", "--json", "p"],
        ["mix", "kept", "kept", "--table", "--save", "kept"],
        ["recommend", "kept", "kept", "--table", "--json", "kept"],
        ["align", "kept", "p", "--json", "linked"],
        ["report", "--from", ".", "--out", "verdicts.json"],
        ["spectrum", "smoking", "--table", "--save", "new.npz", "--json", "./new.npz"],
        ["merge", "first", ".", "--out", "first/.."],
    ],
)
def test_no_file_is_written_over_that_is_read_or_written(
    command: Run, arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("kept", "p", "verdicts.json"):
        (tmp_path / name).write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "linked").symlink_to("kept")
    (tmp_path / "first").mkdir()
    before = sorted(path.name for path in tmp_path.iterdir())
    code, output, errors = command(*arguments)
    assert (code, output) == (2, "")
    is_one_sentence(errors)
    assert "a file of its own is right" in errors or "name another folder" in errors
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert {(tmp_path / name).read_text() for name in ("kept", "p", "verdicts.json")} == {"a,b\n1,2\n3,4\n"}


def test_a_device_may_be_named_twice() -> None:
    check_target(os.devnull, os.devnull, reads=(os.devnull,))


def test_list_show_and_check_load_no_heavy_library() -> None:
    path = ROOT / "docs" / "certificates" / "optimality.low-variance.printed.json"
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
