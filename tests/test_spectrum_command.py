"""`contextures spectrum`: what it prints, the JSON it writes, and how it refuses."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from importlib.resources import files

import jsonschema
import numpy as np
import pytest

from contextures.cli.output import write_json
from contextures.contexts.independence import bootstrap, permutation_test
from contextures.contexts.tables import load_table
from contextures.errors import InputError
from contextures.files import write_text

SCHEMA = json.loads((files("contextures") / "schemas" / "spectrum.json").read_text(encoding="utf-8"))


@pytest.fixture
def contextures(run):
    """Run the command line."""
    return run


def document(contextures, *arguments):
    code, output, errors = contextures("spectrum", *arguments, "--json", "-")
    assert code == 0
    assert all(line.startswith("read ") for line in errors.splitlines())
    answer = json.loads(output)
    jsonschema.validate(answer, SCHEMA)
    return answer


# --------------------------------------------------------------------------------------------------------------- output
def test_the_table_on_standard_output(contextures):
    code, output, errors = contextures("spectrum", "smoking", "--table", "--bootstrap", 50, "--permutations", 50)
    assert (code, errors) == (0, "")
    first = next(line for line in output.splitlines() if line.split()[:1] == ["1"])
    assert first.split()[:5] == ["1", "0.273421", "0.07475911", "87.76", "87.76"]
    assert "95% interval of s_i" in output
    assert "n_x = 5, n_a = 4, chi-square = 0.08518986" in output
    assert "statistic 16.4416 for 193 observations, 12 degrees of freedom, p = 0.1718" in output
    assert "smallest expected count is 1.42, below 5" in output
    assert "50 random tables, seed 0" in output
    assert "basic bootstrap, 50 resamples, seed 0" in output


def test_json_on_standard_output(contextures):
    answer = document(contextures, "hair_eye", "--table")
    context = load_table("hair_eye")
    assert answer["singular_values"] == context.singular_values.tolist()
    assert (answer["n_x"], answer["n_a"], answer["total"], answer["complete"]) == (4, 4, 592, True)
    assert answer["chi_square"] == pytest.approx(sum(s * s for s in answer["singular_values"]))
    assert answer["row_labels"] == ["Black", "Brown", "Red", "Blond"]
    assert answer["preprocessing"] == []
    assert answer["permutation"]["resamples"] == 999
    assert answer["bootstrap"] is None


def test_rank_keeps_the_whole_chi_square(contextures):
    answer = document(contextures, "hair_eye", "--table", "--rank", 1, "--bootstrap", 20)
    assert (len(answer["singular_values"]), answer["complete"]) == (1, True)
    assert answer["chi_square"] == load_table("hair_eye").chi_square
    assert len(answer["bootstrap"]["lower"]) == len(answer["bootstrap"]["bias"]) == 1
    output = contextures("spectrum", "hair_eye", "--table", "--rank", 1)[1]
    assert "0.456916" in output
    assert "0.149086" not in output


def test_resampling_is_that_of_the_library(contextures):
    answer = document(contextures, "smoking", "--table", "--bootstrap", 30, "--permutations", 40, "--seed", 5)
    context = load_table("smoking")
    assert answer["bootstrap"]["upper"] == bootstrap(context, 30, 5).upper.tolist()
    assert answer["permutation"]["p_value"] == permutation_test(context, 40, 5).p_value
    assert answer["bootstrap"]["seed"] == answer["permutation"]["seed"] == 5


def test_pairs_give_the_table_they_count(contextures, tmp_path):
    context = load_table("smoking")
    pairs = tmp_path / "pairs.csv"
    cells = np.ndenumerate(context.counts)
    lines = [f"{context.row_labels[x]},{context.column_labels[a]},{n}" for (x, a), n in cells]
    pairs.write_text("\n".join(["staff,smoking,count", *lines]))
    answer = document(contextures, pairs, "--pairs")
    np.testing.assert_allclose(answer["singular_values"], context.singular_values, rtol=0, atol=1e-12)


def test_dropped_rows_are_stated(contextures, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("row,a,b,c\nx,1,2,0\ny,0,0,0\nz,2,1,0\n")
    answer = document(contextures, path, "--table")
    assert answer["dropped"] == {"rows": ["y"], "columns": ["c"]}
    assert answer["preprocessing"] == ["dropped 1 rows of zero mass: y", "dropped 1 columns of zero mass: c"]
    assert "note: dropped 1 rows of zero mass: y" in contextures("spectrum", path, "--table")[1]


def test_a_joint_pmf_and_an_empty_spectrum(contextures, tmp_path):
    path = tmp_path / "pmf.csv"
    path.write_text("0.25,0.75\n")
    answer = document(contextures, path, "--table")
    assert (answer["singular_values"], answer["chi_square"], answer["complete"]) == ([], 0, True)
    assert answer["independence"] is answer["total"] is None
    assert "independence" not in contextures("spectrum", path, "--table")[1]


def test_a_file_comes_before_a_shipped_table(contextures, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "smoking").write_text("1,0\n0,1\n")
    assert document(contextures, "smoking", "--table")["singular_values"] == [pytest.approx(1)]


def test_json_in_a_file(contextures, tmp_path):
    target = tmp_path / "spectrum.json"
    target.write_text("old")
    code, output, _ = contextures("spectrum", "smoking", "--table", "--json", target)
    assert code == 0
    assert "0.273421" in output
    jsonschema.validate(json.loads(target.read_text()), SCHEMA)
    assert [path.name for path in tmp_path.iterdir()] == ["spectrum.json"]


# -------------------------------------------------------------------------------------------------------------- refusal
TABLE = "row,a,b\nx,1,2\ny,3,4\n"


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        (TABLE, [], "one of --table, --pairs, --samples, --conditional, --graph and --views is needed"),
        (
            TABLE,
            ["--table", "--pairs"],
            "only one of --table, --pairs, --samples, --conditional, --graph and --views",
        ),
        (TABLE, ["--table", "--rank", "0"], "--rank is 0 of 1 singular values"),
        (TABLE, ["--table", "--rank", "2"], "--rank is 2 of 1 singular values"),
        (TABLE, ["--table", "--bootstrap", "1"], "the number of resamples is 1; 2 or more is right"),
        (TABLE, ["--table", "--permutations", "-1"], "the number of resamples is -1; 1 or more is right"),
        (TABLE, ["--table", "--bootstrap", "9", "--seed", "-1"], "seed is -1; a whole number ≥ 0 is right"),
        ("0.5,0.5\n", ["--table", "--bootstrap", "9"], "the context holds no counts"),
        ("0.5,0.5\n", ["--table", "--permutations", "9"], "the context holds no counts"),
        ("row,a\nx,-1\n", ["--table"], "line 2, column 2 is '-1'; a finite number ≥ 0 is right"),
        ("row,a\nx,nan\n", ["--table"], "line 2, column 2 is 'nan'"),
        ("row,a\nx,inf\n", ["--table"], "line 2, column 2 is 'inf'"),
        ("row,a\nx,many\n", ["--table"], "line 2, column 2 is 'many'"),
        ("row,a\nx,0\n", ["--table"], "the entries sum to 0"),
        ("row,a\nx,1,2\n", ["--table"], "line 2 has 3 cells"),
        ("", ["--table"], "is empty"),
        ("x,a\n", ["--pairs"], "holds a header only"),
        ("x,a,n\nu,v,-1\n", ["--pairs"], "line 2, column 3 is '-1'"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(contextures, tmp_path, content, options, message):
    path, target = tmp_path / "input.csv", tmp_path / "spectrum.json"
    path.write_text(content)
    code, output, errors = contextures("spectrum", path, *options, "--json", target)
    assert (code, output) == (2, "")
    assert message in errors
    assert errors.startswith("contextures: ")
    assert errors.count("\n") == 1
    assert not target.exists()


@pytest.mark.parametrize(
    ("file", "kind", "message"),
    [
        ("missing.csv", "--table", "missing.csv cannot be read (no such file or directory)"),
        (".", "--table", "cannot be read (is a directory)"),
        ("smoking", "--pairs", "smoking cannot be read"),
    ],
)
def test_files_that_cannot_be_read(contextures, file, kind, message):
    code, output, errors = contextures("spectrum", file, kind)
    assert (code, output) == (2, "")
    assert message in errors


@pytest.mark.parametrize("arguments", [[], ["smoking", "--table", "--bootstrap", "many"], ["smoking", "--chart"]])
def test_usage_errors_are_exit_code_2(contextures, arguments):
    code, output, errors = contextures("spectrum", *arguments)
    assert (code, output) == (2, "")
    assert "spectrum" in errors


@pytest.mark.parametrize("target", ["missing/spectrum.json", "."])
def test_json_that_cannot_be_written(contextures, tmp_path, target):
    code, output, errors = contextures("spectrum", "smoking", "--table", "--json", tmp_path / target)
    assert (code, output) == (2, "")
    assert "cannot be written" in errors
    assert list(tmp_path.iterdir()) == []


# ------------------------------------------------------------------------------------------------------ files, start-up
def test_a_failed_write_leaves_the_old_file(tmp_path):
    target = tmp_path / "old.json"
    target.write_text("old")
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json({"value": float("nan")}, str(target))
    with pytest.raises(UnicodeEncodeError):
        write_text(target, "\ud800")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_written_files_follow_links_and_the_umask(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    write_text(link, "new")
    assert link.is_symlink()
    assert target.read_text() == "new"
    umask = os.umask(0o022)
    try:
        write_text(tmp_path / "fresh.txt", "")
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "fresh.txt").stat().st_mode) == 0o644


def test_what_is_no_regular_file_is_written_to_directly():
    read, write = os.pipe()
    write_text(f"/dev/fd/{write}", "text")
    os.close(write)
    with os.fdopen(read) as pipe:
        assert pipe.read() == "text"


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is a device of Linux")
def test_a_full_device_is_bad_input():
    with pytest.raises(InputError, match=r"/dev/full cannot be written \(no space left on device\)"):
        write_text("/dev/full", "text")


def test_a_spectrum_needs_no_heavy_library():
    script = """
import sys
from contextures.cli import main
sys.argv = ["contextures", "spectrum", "smoking", "--table"]
try:
    main()
finally:
    print("loaded:", *sorted({"matplotlib", "pandas", "sklearn"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "loaded:"
