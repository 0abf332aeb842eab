"""Files that go wrong for others: each kind of case with the right value, or the sentence that refuses it."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import contextures as cx
from contextures.contexts.reading import read_pairs, read_table, table_and_words
from contextures.errors import InputError
from contextures.reading.options import Reading
from contextures.samples.tables import read_features
from tests.command_line import Run

Write = Callable[..., Path]
RNG = np.random.default_rng(0)
SAMPLES = pd.DataFrame(
    {
        "len": RNG.normal(5, 1, 60).round(2),
        "wid": RNG.normal(3, 1, 60).round(2),
        "kind": RNG.choice(list("abc"), 60),
    }
).assign(y=lambda frame: (2 * frame.len + frame.wid).round(3))
TABLE = [[30, 10], [10, 40]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes, name: str = "file.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def process(*words: object, **settings: Any) -> subprocess.CompletedProcess[bytes]:
    """A command in a process of its own."""
    environment = {**os.environ, **settings.pop("environment", {})}
    line = [sys.executable, "-c", "from contextures.start import main; main()", *map(str, words)]
    return subprocess.run(line, env=environment, check=False, capture_output="stdout" not in settings, **settings)


# --------------------------------------------------------------------------------------------------------------- index
SORTED = SAMPLES.sort_values("y").reset_index(drop=True)
INDEXED = {
    "pandas": SORTED.to_csv(),
    "R": SORTED.set_axis(range(1, 61)).to_csv(),
    "Unnamed: 0": SORTED.rename_axis("Unnamed: 0").to_csv(),
    "id": SORTED.rename_axis("id").to_csv(),
    "filtered": SORTED.set_axis(RNG.permutation(1000)[:60]).to_csv(),
    "named rows": SORTED.set_axis([f"row {i}" for i in range(60)]).to_csv(),
    "short header": SORTED.set_axis([f"r{i}" for i in range(60)]).to_csv().replace(",", "", 1),
}


@pytest.mark.parametrize("kind", INDEXED)
def test_an_index_is_no_feature(write: Write, kind: str) -> None:
    table = read_features(write(INDEXED[kind]), "y")
    plain = read_features(write(SORTED.to_csv(index=False), "plain.csv"), "y")
    pd.testing.assert_frame_equal(table.features, plain.features)
    assert table.labels is not None
    assert "without a name" in (table.understood or "") or "'id'" in (table.understood or "")


def test_a_column_that_counts_is_a_feature_under_another_name(write: Write) -> None:
    path = write(SORTED.rename_axis("time").to_csv())
    assert "time" in read_features(path, "y").features
    assert "time" not in read_features(path, "y", reading=Reading(index="time")).features
    assert "column 1" in read_features(write(SORTED.to_csv()), "y", reading=Reading(index=False)).features


def test_a_first_column_of_fractions_without_a_name_is_refused(write: Write) -> None:
    with pytest.raises(InputError, match="index 1 or no_index says which"):
        read_features(write(",b\n0.5,1\n0.25,2\n"))


def test_pairs_and_encoders_have_index_columns_too(write: Write) -> None:
    pairs = pd.DataFrame({"x": ["u", "v", "u"], "a": [1, 2, 2]})
    assert read_pairs(write(pairs.to_csv())).counts.tolist() == [[1, 1], [0, 1]]
    values = pd.DataFrame(RNG.normal(size=(40, 2)), columns=["p", "q"])
    plain, indexed = write(values.to_csv(index=False), "a.csv"), write(values.to_csv(), "b.csv")
    assert cx.align(plain, indexed).cca == pytest.approx(1.0)
    named = values.set_axis([f"p{i}" for i in range(40)])
    first, second = write(named.to_csv(), "c.csv"), write(named.iloc[::-1].to_csv(), "d.csv")
    assert cx.align(first, second).cca == pytest.approx(1.0)
    with pytest.raises(InputError, match="different labels"):
        cx.align(first, write(named.rename({"p3": "q"}).to_csv(), "e.csv"))


# --------------------------------------------------------------------------------------------------- labels and totals
@pytest.mark.parametrize(
    ("content", "rows", "left"),
    [
        ("rating,a,b\n1,30,0\n2,0,20\n3,10,20\n", ("1", "2", "3"), None),
        ("year,a,b\n0,30,0\n1,0,20\n2,10,20\n", ("0", "1", "2"), None),
        (",a,b,Total\nx,30,10,40\ny,10,40,50\nTotal,40,50,90\n", ("x", "y"), "Total"),
        (",a,b,All\nx,30,10,40\ny,10,40,50\nAll,40,50,90\n", ("x", "y"), "All"),
        (",a,b,c\nx,30,10,40\ny,10,40,50\nz,40,50,90\n", ("x", "y"), "z"),
        (",a,b\nx,30,10\ny,10,40\nsum,40,50\n", ("x", "y"), "sum"),
        (",a,b\nx,30,10\ny,10,40\nz,40,50\n", ("x", "y", "z"), None),
        ("30,10,40\n10,40,50\n40,50,90\n", (0, 1), "without a label"),
    ],
)
def test_labels_and_totals(write: Write, content: str, rows: tuple[Any, ...], left: str | None) -> None:
    context, words = table_and_words(write(content))
    assert context.row_labels == rows
    assert ("left out" in words) == (left is not None)
    assert left is None or left in words


def test_whole_numbers_that_may_be_labels_are_refused_and_stated(write: Write) -> None:
    path = write("age,a,b\n20,30,1\n30,1,20\n40,10,20\n")
    with pytest.raises(InputError, match="labels of rows or values; index age or no_index says which"):
        read_table(path)
    assert read_table(path, Reading(index="age")).shape == (3, 2)
    assert read_table(path, Reading(index=False)).shape == (3, 3)


def test_a_total_that_is_none_is_refused(write: Write) -> None:
    path = write(",a,b\nx,30,10\ny,10,40\nTotal,41,50\n")
    with pytest.raises(InputError, match="'Total', is no sum of the others"):
        read_table(path)
    assert read_table(path, Reading(totals=False)).shape == (3, 2)
    with pytest.raises(InputError, match="totals is said, but neither"):
        read_table(write(",a,b\nx,30,10\ny,10,40\n"), Reading(totals=True))


def test_margins_of_a_crosstab_are_refused() -> None:
    frame = pd.crosstab(SAMPLES.kind, SAMPLES.len > 5, margins=True)
    with pytest.raises(InputError, match="'All' that holds totals"):
        cx.Context.from_table(frame)
    assert cx.Context.from_table(frame.iloc[:-1, :-1]).total == 60


# ----------------------------------------------------------------------------------------------------------- delimiter
DIALECTS = {
    "semicolons": (SAMPLES.to_csv(index=False, sep=";"), "a.csv"),
    "decimal commas": (SAMPLES.to_csv(index=False, sep=";", decimal=","), "a.csv"),
    "bars": (SAMPLES.to_csv(index=False, sep="|"), "a.txt"),
    "tsv": (SAMPLES.to_csv(index=False, sep="\t"), "a.tsv"),
    "tabs and decimal commas": (SAMPLES.to_csv(index=False, sep="\t", decimal=","), "a.tsv"),
    "tabs in csv": (SAMPLES.to_csv(index=False, sep="\t"), "a.csv"),
    "spaces after commas": (SAMPLES.to_csv(index=False).replace(",", ", "), "a.csv"),
    "trailing commas": (SAMPLES.to_csv(index=False).replace("\n", ",\n").replace(",\n", "\n", 1), "a.csv"),
    "two trailing commas": (SAMPLES.to_csv(index=False).replace("\n", ",,\n"), "a.csv"),
    "byte-order mark": ("\ufeff" + SAMPLES.to_csv(index=False), "a.csv"),
    "UTF-16": (SAMPLES.to_csv(index=False).encode("utf-16"), "a.csv"),
    "gzip": (gzip.compress(SAMPLES.to_csv(index=False).encode()), "a.csv.gz"),
    "gzipped tsv": (gzip.compress(SAMPLES.to_csv(index=False, sep="\t").encode()), "a.tsv.gz"),
    "old Mac lines": (SAMPLES.to_csv(index=False).replace("\n", "\r\n"), "a.csv"),
    "quoted": (SAMPLES.to_csv(index=False, quoting=1), "a.csv"),
    "blank lines": (SAMPLES.to_csv(index=False).replace("\n", "\n\n"), "a.csv"),
    "empty last rows": (SAMPLES.to_csv(index=False) + ",,,\n,,,\n", "a.csv"),
}


@pytest.mark.parametrize("kind", DIALECTS)
def test_dialects(write: Write, kind: str) -> None:
    table = read_features(write(*DIALECTS[kind]), "y")
    np.testing.assert_array_equal(table.features.to_numpy(), SAMPLES.drop(columns="y").to_numpy())
    np.testing.assert_array_equal(table.target, SAMPLES.y)


def packed_zip(content: bytes, *names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return stream.getvalue()


def test_zip_excel_and_parquet(write: Write, tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    pytest.importorskip("pyarrow")
    paths = [write(packed_zip(SAMPLES.to_csv(index=False).encode(), "a.csv"), "a.zip"), tmp_path / "a.xlsx"]
    SAMPLES.to_excel(paths[1], index=False)
    paths += [tmp_path / "a.parquet", tmp_path / "b.xlsx"]
    SAMPLES.to_parquet(paths[2])
    SAMPLES.to_excel(paths[3])
    for path in paths:
        np.testing.assert_array_equal(read_features(path, "y").features.to_numpy(), SAMPLES.iloc[:, :3].to_numpy())
    pd.DataFrame(TABLE, index=["x", "y"], columns=["a", "b"]).to_excel(tmp_path / "table.xlsx")
    context = read_table(tmp_path / "table.xlsx")
    assert (context.row_labels, context.counts.tolist()) == (("x", "y"), TABLE)
    with pytest.raises(InputError, match=r"holds 2 files \(a.csv, b.csv\); one is right"):
        read_features(write(packed_zip(b"a,b\n1,2\n", "a.csv", "b.csv"), "two.zip"))


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("a,c;b\nu,1;v\nu,2;w\n", "a.csv", "2 cells at commas or 2 cells at semicolons, on every line; delimiter says"),
        ("a,b\n1,2\n", "a.tsv", "holds no tabs, though its suffix says so"),
        ("a;b\n1,234;2\n1,500;3\n", "a.csv", "'1,234', which is 1234 or 1.234"),
        ("a,a\n1,2\n", "a.csv", "two columns called 'a'"),
        ("0,1,2\n5,6,7\n", "a.csv", "header or no_header says which"),
        ("0,1\n5,6.5\n", "a.csv", "header or no_header says which"),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", "a.csv", "header or no_header says which"),
        ("a,b\n1,2\n3,x\n4,5\n6,7\n", "a.csv", r"line 3, column 2 \('b'\) is 'x', where 3 of 4 cells are numbers"),
        ("a,b\n1,9007199254740993\n2,3\n", "a.csv", "9007199254740993, which loses digits"),
    ],
)
def test_what_can_be_read_in_two_ways_is_refused(write: Write, content: str, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_features(write(content, name))
    assert "\n" not in str(caught.value)


def test_what_is_said_decides(write: Write) -> None:
    assert read_features(write("a,b\n1,2\n", "a.tsv"), reading=Reading(delimiter=",")).features.shape == (1, 2)
    table = read_features(write("a;b\n1,234;2\n1,500;3\n"), reading=Reading(decimal=","))
    assert table.features.a.tolist() == [1.234, 1.5]
    assert read_features(write("0,1,2\n5,6,7\n"), reading=Reading(header=True)).features.shape == (1, 3)
    assert read_features(write("0,1,2\n5,6.5,7\n")).features.shape == (1, 3)
    assert read_features(write("5.1,setosa\n4.9,setosa\n"), reading=Reading(header=False)).features.shape == (2, 2)
    chosen = read_features(write(SAMPLES.to_csv(index=False)), "y", reading=Reading(columns=["wid"]))
    assert list(chosen.features) == ["wid"]
    starred = read_features(write("a,b\n1,2\n3,5.1*\n4,5\n"), reading=Reading(na=["5.1*"]))
    assert np.isnan(starred.features.b[1])
    ids = read_features(write("a,b\n1,9007199254740993\n2,3\n"), categorical=["b"])
    assert ids.features.b[0] == "9007199254740993"
    with pytest.raises(InputError, match="reading is"):
        cx.spectrum(write("1,2\n3,4\n"), "table", reading={"separator": ","})


# ------------------------------------------------------------------------------------------------------ missing values
def test_words_are_words_and_empty_cells_are_missing(write: Write) -> None:
    improved = ["None", "NA", "Some", "null"] * 15
    path = write(SAMPLES.assign(improved=improved).to_csv(index=False))
    assert set(read_features(path, "improved").target) == set(improved)
    assert read_features(path).features.improved.tolist() == improved
    assert len(read_features(path, "improved", reading=Reading(na=["NA", "null"])).target) == 30
    holes = read_features(write("a,b\n1,u\n,v\nNaN,\n4,NaN\n"))
    assert holes.features.isna().to_numpy().tolist() == [[False, False], [True, False], [True, True], [False, True]]
    assert read_pairs(write("x,a\nu,None\nv,NA\n")).column_labels == ("NA", "None")
    for cell in ("", "NaN"):
        with pytest.raises(InputError, match="line 3, column 2 is empty"):
            read_pairs(write(f"x,a\nu,1\nv,{cell}\n"))


# -------------------------------------------------------------------------------------------------- header and numbers
def test_a_first_line_of_numbers_is_data(write: Write) -> None:
    for mark in (",", " ", "\t"):
        stream = io.StringIO()
        np.savetxt(stream, SAMPLES[["len", "wid"]], delimiter=mark)
        table = read_features(write(stream.getvalue(), "a.txt"))
        np.testing.assert_allclose(table.features.to_numpy(), SAMPLES[["len", "wid"]])
        assert "no names: line 1 holds values" in (table.understood or "")


def test_dropped_for_the_true_reason() -> None:
    frame = SAMPLES.assign(big=2.0**52 + np.arange(60), one=1, own=[f"p{i}" for i in range(60)])
    notes = " ".join(cx.knn_context(frame, 5).preprocessing)
    assert "dropped constant columns: one" in notes
    assert "vary by less than rounding, relative to their size: big" in notes
    assert "another category in every row, which tells rows apart and nothing else: own" in notes


def test_large_counts(write: Write, run: Run) -> None:
    path = write(",a,b\nx,2400000000,800000000\ny,800000000,4000000000\n")
    found = cx.spectrum(path, "table")
    assert found.permutation is None
    assert found.singular_values[0] == pytest.approx(7 / 12)
    assert run("spectrum", path, "--table", "--permutations", 9)[0] == 2
    assert cx.spectrum(write(",a,b\nx,3,1\ny,1,3\n"), "table", permutations=0).permutation is None
    beyond = read_table(write(",a,b\nx,9007199254740993,1\ny,1,9007199254740993\n"))
    assert beyond.counts is not None
    assert beyond.counts[0, 0] == 2**53 + 1


def test_counts_beyond_integers_of_the_machine(write: Write, tmp_path: Path, run: Run) -> None:
    path = write(f",a,b\nx,{2**70 + 1},1\ny,3,{2**64}\n")
    context = read_table(path)
    assert context.total == 2**70 + 2**64 + 5
    context.save(tmp_path / "large.npz")
    again = cx.Context.load(tmp_path / "large.npz")
    assert again.counts is not None
    assert again.counts.tolist() == [[2**70 + 1, 1], [3, 2**64]]
    code, out, err = run("spectrum", path, "--table", "--json", "-")
    assert (code, json.loads(out)["total"]) == (0, context.total)
    code, out, err = run("spectrum", path, "--table", "--bootstrap", 9)
    assert (code, out) == (2, "")
    assert "--bootstrap is for 9223372036854775807 at most" in err


def test_a_worst_task_speaks_in_labels() -> None:
    smoking = cx.load_table("smoking")
    encoder = smoking.left[:, :1]
    task = cx.worst_task(smoking, encoder, 0.8)
    assert tuple(task.index) == smoking.row_labels
    assert smoking.p_x @ task == pytest.approx(0, abs=1e-12)
    assert smoking.p_x @ task**2 == pytest.approx(1)
    assert cx.compatibility(smoking, task) >= 0.2 - 1e-9
    assert 1 - (smoking.p_x @ (task * encoder[:, 0])) ** 2 == pytest.approx(
        cx.worst_case_error(smoking, encoder, 0.8), abs=1e-9
    )
    with pytest.raises(InputError, match="leaves no unit task"):
        cx.worst_task(smoking, encoder, 0.1)


class OnlyInterchange:
    """A frame of a library that nobody knows."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def __dataframe__(self, *arguments: Any, **settings: Any) -> Any:
        return self.frame.__dataframe__(*arguments, **settings)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_frames_of_the_interchange_protocol() -> None:
    numbers = SAMPLES[["len", "wid"]]
    known, unknown = cx.knn_context(numbers, 5), cx.knn_context(OnlyInterchange(numbers), 5)
    np.testing.assert_allclose(known.spectrum(3).singular_values, unknown.spectrum(3).singular_values, rtol=1e-12)
    table = pd.DataFrame(TABLE, columns=["a", "b"])
    assert cx.Context.from_table(OnlyInterchange(table)).column_labels == ("a", "b")


WITHOUT = """
import sys
sys.modules.update(dict.fromkeys({absent!r}))
import numpy as np
import contextures as cx
table = cx.Context.from_table([[30, 10], [10, 40]])
print(round(table.singular_values[0], 3))
points = np.random.default_rng(0).normal(size=(40, 2))
print(cx.knn_context(points, 5).spectrum(2).singular_values.shape)
for encoder in (cx.SVME(1), cx.KISE(1), cx.ContextEncoder(k=5, n_components=2)):
    print(encoder.fit(points, points).transform(points).shape)
for attempt in ({attempts}):
    try:
        attempt()
    except cx.InputError as error:
        print("refused:", error)
"""


@pytest.mark.parametrize(
    ("absent", "attempts", "said"),
    [
        (["pandas"], "lambda: cx.coordinates(table), lambda: cx.worst_task(table, table.left, 1)", "pandas"),
        (["sklearn"], "lambda: cx.STKRClassifier().fit(points, [0, 1] * 20),", "scikit-learn"),
    ],
)
def test_what_an_extra_gives_is_named_where_it_is_absent(absent: list[str], attempts: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT.format(absent=absent, attempts=attempts)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    assert lines[:5] == ["0.55", "(2,)", "(40, 1)", "(40, 1)", "(40, 2)"]
    assert len(lines) > 5
    assert all(line.startswith("refused:") and said in line and "contextures[data]" in line for line in lines[5:])


@pytest.mark.parametrize("scale", [1e200, 1e-200])
def test_risks_are_homogeneous(scale: float) -> None:
    losses = np.array([1.0, 2.0, 4.0])
    risks: list[Callable[[Any], Any]] = [
        lambda losses: cx.cvar(losses, 0.5),
        lambda losses: cx.chi2_risk(losses, 0.5),
        lambda losses: cx.cressie_read_risk(losses, 0.5, 3.0),
    ]
    for risk in risks:
        assert risk(losses * scale) == pytest.approx(risk(losses) * scale, rel=1e-12)


# ----------------------------------------------------------------------------------------------------- input and output
def test_pipes_and_standard_input(tmp_path: Path) -> None:
    content = b",a,b\nx,30,10\ny,10,40\n"
    done = process("spectrum", "-", "--table", "--json", "-", input=content)
    assert json.loads(done.stdout)["singular_values"][0] == pytest.approx(0.55)
    assert done.stderr.startswith(b"read standard input: a table of 2 rows")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["sh", "-c", f"printf ',a,b\\nx,30,10\\ny,10,40\\n' > {pipe}"]):
        assert cx.spectrum(pipe, "table").singular_values[0] == pytest.approx(0.55)


def test_columns_with_commas_are_named(write: Write, run: Run) -> None:
    path = write(SAMPLES.rename(columns={"wid": "width, mm"}).to_csv(index=False))
    options = ("--target", "y", "--context", "knn", "--k", 5, "--json", "-")
    code, output, errors = run("evaluate", path, *options, "--categorical", "width, mm")
    assert code == 0
    assert "2 categorical columns one-hot: width, mm, kind" in json.loads(output)["preprocessing"]
    assert json.loads(output)["understood"] == [errors.removeprefix("read ").rstrip("\n")]
    assert run("evaluate", path, *options, "--categorical", "kind", "--categorical", "width, mm")[0] == 0


def test_any_encoding_and_width() -> None:
    done = process("list", environment={"PYTHONIOENCODING": "cp1252"})
    assert (done.returncode, done.stderr) == (0, b"")
    narrow = process("list", environment={"COLUMNS": "40", "NO_COLOR": "1"})
    for listed in (done, narrow, process("list")):
        assert b"optimality.trace-gap-of-contexture" in listed.stdout
        assert b"\x1b[" not in listed.stdout
    escaped = process("list", "--json", "-", environment={"PYTHONIOENCODING": "ascii"})
    plain = process("list", "--json", "-", environment={"PYTHONIOENCODING": "utf-8"})
    assert json.loads(escaped.stdout) == json.loads(plain.stdout)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_device_and_a_closed_pipe() -> None:
    for words in (("list",), ("list", "--json", "-")):
        with Path("/dev/full").open("wb") as full:
            done = process(*words, stdout=full, stderr=subprocess.PIPE)
        assert done.returncode == 2
        assert done.stderr == b"contextures: standard output cannot be written (no space left on device)\n"
        read, end = os.pipe()
        os.close(read)
        done = process(*words, stdout=end, stderr=subprocess.PIPE)
        os.close(end)
        assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("setting", ["n=1e400", "B=1e301", "epsilon=1e-400"])
def test_settings_beyond_double_precision(run: Run, setting: str) -> None:
    known = {"n": 10, "B": 1, "S_lambda_next": 2, "c_0": 1, "epsilon": "1/10", "kappa": 2, "sigma": 1, "tau": "1/2"}
    name, _, value = setting.partition("=")
    code, _, errors = run("bound", "bounds.regression", *(f"{k}={v}" for k, v in (known | {name: value}).items()))
    assert (code, errors.count("\n")) == (2, 1)
    assert f"{name} is too" in errors
