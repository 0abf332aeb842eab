"""Points from memory maps, parquet files and arrays of dask, in blocks."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tracemalloc

import dask.array
import numpy as np
import pandas as pd
import pytest

import contextures as cx
from contextures import InputError, knn_context, rbf_context
from contextures.reading.options import Reading
from contextures.samples import (
    memory,
    numbered_columns,
    parquet_numbers,
    point_sources,
    sampled,
    scratch,
    search,
    tables,
)
from contextures.samples.point_sources import points_of
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.sources import table_of

POINTS = np.random.default_rng(0).normal(size=(300, 3))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(point_sources, "CELLS", 100)
    monkeypatch.setattr(parquet_numbers, "CELLS", 100)


def sources(folder):
    """The same points in every form."""
    np.save(folder / "x.npy", POINTS)
    pd.DataFrame(POINTS, columns=list("abc")).to_parquet(folder / "x.parquet", index=False, row_group_size=70)
    return {
        "path": str(folder / "x.npy"),
        "map": np.load(folder / "x.npy", mmap_mode="r"),
        "parquet": folder / "x.parquet",
        "dask": dask.array.from_array(POINTS, chunks=(70, 2)),
    }


@pytest.mark.parametrize("form", ["path", "map", "parquet", "dask"])
def test_every_form_of_the_points_gives_the_same_context(tmp_path, form):
    source = sources(tmp_path)[form]
    assert (points_of(source) == POINTS).all()
    for make in (lambda x: knn_context(x, 5), lambda x: rbf_context(x, 0.5)):
        found, expected = make(source), make(POINTS)
        difference = found.core - expected.core
        assert np.abs(difference).max() == 0


def test_the_command_takes_a_file_of_numbers(tmp_path):
    source = sources(tmp_path)["path"]
    found = cx.spectrum(source, context="knn", k=5, rank=4)
    assert (found.singular_values == knn_context(POINTS, 5).spectrum(4).singular_values).all()


@pytest.mark.parametrize("scratch_file", [False, True], ids=["memory", "disk"])
def test_a_file_of_numbers_has_columns_and_a_target_by_number(tmp_path, run, monkeypatch, scratch_file):
    if scratch_file:
        monkeypatch.setattr(scratch, "SHARE", 1e12)
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(numbered_columns, "CELLS", 100)
    np.save(tmp_path / "x.npy", POINTS)
    rest, y = np.delete(POINTS, 1, axis=1), POINTS[:, 1]
    table = table_of(tmp_path / "x.npy", "1")
    assert (table.features == rest).all()
    assert isinstance(table.features, np.memmap) == scratch_file
    assert np.shares_memory(knn_context(table.features, 5).law.points, table.features)
    assert (table.target == y).all()
    assert (table.task, table_of(tmp_path / "x.npy", "1", "classification").task) == ("regression", "classification")
    expected = cx.evaluate(rest, y, context="knn", k=5, rank=8)
    for source in (POINTS, tmp_path / "x.npy"):
        assert cx.evaluate(source, "1", context="knn", k=5, rank=8).probe_error == expected.probe_error
    code, out, err = run("evaluate", tmp_path / "x.npy", "--target", 1, "--context", "knn", "--k", 5, "--rank", 8)
    assert code == 0
    assert f"probe error {expected.probe_error:.4f}" in " ".join(out.split())
    assert "2 of 3 columns, numbered from 0 to 2; the target is column 1" in err
    learned = cx.evaluate(tmp_path / "x.npy", "1", context="trees", label="1", rank=8)
    assert "RandomForestRegressor" in learned.context.description
    chosen = table_of(tmp_path / "x.npy", "2", reading=Reading(columns=["2", "0"]))
    assert (chosen.features == POINTS[:, :1]).all()
    assert (chosen.target == POINTS[:, 2]).all()
    assert (table_of(POINTS, reading=Reading(columns=["2", "0"])).features == POINTS[:, [2, 0]]).all()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--target", 3), "has no column '3'; its columns are numbered from 0 to 2"),
        (("--target", "y"), "has no column 'y'; its columns are numbered from 0 to 2"),
        (("--columns", 0, "--columns", -1), "has no column '-1'; its columns are numbered from 0 to 2"),
        (("--columns", 0, "--target", 0), "has no column besides the target"),
        (("--na", 3), "--na is for text; "),
        (("--decimal", ",", "--no-header", "--columns", 0), "--decimal and --header are for text; "),
        (("--categorical", 2), "--categorical is for columns with names; "),
        (("--task", "regression"), "a task needs a target column"),
        (("--target", 1, "--context", "trees", "--label", 2), "--label is '2'; the target of the array is right"),
    ],
)
def test_what_a_file_of_numbers_has_not_is_refused(tmp_path, run, arguments, says):
    np.save(tmp_path / "x.npy", POINTS)
    context = () if "--context" in arguments else ("--context", "knn", "--k", 5)
    code, out, err = run("evaluate", tmp_path / "x.npy", *context, *arguments)
    assert (code, out) == (2, "")
    assert says in err.splitlines()[-1]


def test_how_text_is_read_is_not_said_of_what_is_no_text(tmp_path, run):
    np.save(tmp_path / "x.npy", POINTS)
    np.save(tmp_path / "law.npy", np.full((4, 3), 1 / 3))
    knn_context(POINTS, 5).save(tmp_path / "c.npz")
    for command in (
        ("spectrum", tmp_path / "c.npz"),
        ("spectrum", tmp_path / "law.npy", "--conditional"),
        ("spectrum", "smoking", "--table"),
        ("evaluate", tmp_path / "c.npz"),
        ("mix", tmp_path / "c.npz", tmp_path / "c.npz"),
        ("recommend", tmp_path / "c.npz", tmp_path / "c.npz"),
        ("align", tmp_path / "c.npz", tmp_path / "x.npy"),
    ):
        code, out, err = run(*command, "--na", "none")
        assert (code, out, err.count("\n")) == (2, "", 1), command
        assert "--na is for text; " in err
    pd.DataFrame(POINTS).to_csv(tmp_path / "x.csv", index=False)
    assert run("align", tmp_path / "x.csv", tmp_path / "x.npy", "--na", "none")[0] == 0
    with pytest.raises(InputError, match="na is for text; a data frame is taken as it stands"):
        cx.evaluate(pd.DataFrame(POINTS), context="knn", k=5, reading={"na": "none"})


@pytest.mark.parametrize("dtype", [np.float32, np.int16, bool])
def test_other_numbers_are_taken_as_double(tmp_path, dtype):
    np.save(tmp_path / "x.npy", POINTS.astype(dtype))
    assert (points_of(tmp_path / "x.npy") == POINTS.astype(dtype)).all()
    np.save(tmp_path / "v.npy", POINTS[:, 0].astype(dtype))
    assert points_of(tmp_path / "v.npy").shape == (300, 1)


@pytest.mark.parametrize("form", ["path", "map", "parquet", "dask"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_an_entry_far_down_that_is_not_finite_is_named_by_its_row(tmp_path, form, value, monkeypatch):
    spoiled = POINTS.copy()
    spoiled[251, 1] = value
    monkeypatch.setitem(globals(), "POINTS", spoiled)
    with pytest.raises(InputError, match=rf"\[251, 1\] is {value}"):
        knn_context(sources(tmp_path)[form], 5)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (np.array([["a", "b"]]), "type <U1; real numbers"),
        (np.ones((3, 2), dtype=complex), "type complex128; real numbers"),
        (np.ones((3, 2), dtype="datetime64[s]"), "real numbers"),
        (np.ones((3, 2, 2)), r"shape \(3, 2, 2\)"),
        (np.ones((0, 2)), r"shape \(0, 2\)"),
    ],
)
def test_a_memory_map_of_the_wrong_type_or_shape_is_refused(tmp_path, values, message):
    np.save(tmp_path / "x.npy", values)
    with pytest.raises(InputError, match=message):
        knn_context(tmp_path / "x.npy", 1)


def test_files_that_are_none_are_refused(tmp_path):
    (tmp_path / "x.npy").write_text("no array")
    (tmp_path / "x.parquet").write_text("no table")
    np.save(tmp_path / "objects.npy", np.array([{}, None]), allow_pickle=True)
    for name in ("x.npy", "x.parquet", "objects.npy", "absent.npy", "absent.parquet"):
        with pytest.raises(InputError, match=name):
            knn_context(tmp_path / name, 1)
    with pytest.raises(InputError, match="neither"):
        knn_context("x.csv", 1)
    pd.DataFrame({"a": [1.0, 2.0], "b": ["u", "v"]}).to_parquet(tmp_path / "mixed.parquet")
    with pytest.raises(InputError, match="column 'b'"):
        knn_context(tmp_path / "mixed.parquet", 1)


def test_chunks_of_unknown_size_are_refused():
    lazy = dask.array.from_array(POINTS, chunks=(70, 3))
    with pytest.raises(InputError, match="both known"):
        knn_context(lazy[lazy[:, 0] > 0], 3)


def test_a_block_that_cannot_be_computed_is_named_by_its_rows_and_what_was_raised():
    def spoiled(block, block_info):
        if block_info[0]["chunk-location"][0] == 2:
            raise ZeroDivisionError("the third\nblock")
        return block

    lazy = dask.array.from_array(POINTS, chunks=(70, 3)).map_blocks(spoiled, dtype=float, meta=np.empty((0, 0)))
    with pytest.raises(
        InputError, match=r"rows 140 to 209 .* \(ZeroDivisionError: the third block\); an array of dask"
    ):
        knn_context(lazy, 3)


@pytest.mark.parametrize("values", [np.array([[1.0, None]]), np.zeros(3, dtype=[("a", object), ("b", float)])])
def test_values_of_type_object_are_named_in_files_of_numpy(tmp_path, values):
    path = tmp_path / "x.npy"
    np.save(path, values, allow_pickle=True)
    for read in (points_of, lambda name: cx.spectrum(name, "conditional")):
        with pytest.raises(InputError, match=r"x\.npy holds values of type object; .* numbers are right|matrix of num"):
            read(path)


def test_points_that_neither_memory_nor_disk_holds_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 1e9)
    lazy = dask.array.zeros((10**10, 1000), chunks=(10**5, 1000))
    with pytest.raises(
        InputError,
        match=r"10,000,000,000 × 1000 numbers needs 80000.0 GB of memory, of which 1.0 are left, or of disk in",
    ):
        knn_context(lazy, 3)


def test_a_memory_map_of_doubles_is_never_copied(tmp_path):
    np.save(tmp_path / "x.npy", POINTS)
    mapped = np.load(tmp_path / "x.npy", mmap_mode="r")
    assert np.shares_memory(points_of(mapped), mapped)
    assert np.shares_memory(knn_context(mapped, 5).law.points, mapped)
    assert isinstance(table_of(tmp_path / "x.npy").features, np.memmap)


@pytest.mark.parametrize("form", ["path", "parquet", "dask", "single"])
def test_where_memory_is_short_points_lie_in_a_scratch_file_that_goes_with_them(tmp_path, form, monkeypatch):
    monkeypatch.setattr(memory, "available", lambda: 1e4)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    given = {**sources(tmp_path), "single": tmp_path / "single.npy"}
    np.save(given["single"], POINTS.astype(np.float32))
    found = points_of(given[form])
    assert isinstance(found, np.memmap)
    expected = POINTS.astype(np.float32) if form == "single" else POINTS
    assert (found == expected).all()
    scratch = list(tmp_path.glob("contextures-*.npy"))
    assert len(scratch) == (form != "path")
    part = found[3:9]
    del found
    assert list(tmp_path.glob("contextures-*.npy")) == scratch
    del part
    assert list(tmp_path.glob("contextures-*.npy")) == []


@pytest.mark.parametrize("p", [2, 12, 30])
def test_points_that_are_searched_in_parts_have_the_same_neighbours(tmp_path, p, monkeypatch):
    rng = np.random.default_rng(p)
    points = np.r_[rng.normal(size=(900, p)), np.round(rng.normal(size=(900, p)))]  # with many ties
    points[5::90] = points[7]  # and copies
    np.save(tmp_path / "x.npy", points)
    new = rng.normal(size=(40, p))
    expected = knn_context(points, 7)
    monkeypatch.setattr(search, "LEAST", 170)
    monkeypatch.setattr(search, "MANY", 100)
    monkeypatch.setattr(search, "FEW", 50)
    monkeypatch.setattr(memory, "available", lambda: 8.0 * p * search.SHARE * 400)
    assert len(search.parts_of(points)) == 5
    monkeypatch.setattr(sampled, "refuse_beyond", lambda *_: None)
    found = knn_context(tmp_path / "x.npy", 7)
    assert (found.core != expected.core).nnz == 0
    assert (found.at(new) != expected.at(new)).nnz == 0
    assert search.estimated_seconds(points, 7) > 0


@pytest.mark.parametrize("columns", [None, ["whole", "b", "3"]])
@pytest.mark.parametrize("target", [None, "c", "count"])
def test_a_parquet_file_of_numbers_is_read_as_its_text_would_be(tmp_path, target, columns, monkeypatch):
    monkeypatch.setattr(parquet_numbers, "CELLS", 100)
    frame = pd.DataFrame(POINTS, columns=list("abc")).assign(count=np.arange(300) % 7, whole=np.arange(300.0))
    frame["single"] = POINTS[:, 0].astype(np.float32)
    frame.loc[[3, 8, 299], ["a", "c"]] = np.nan
    frame.to_parquet(tmp_path / "x.parquet", index=False, row_group_size=70)
    found = table_of(tmp_path / "x.parquet", target, reading=Reading(columns=columns))
    monkeypatch.setattr(tables, "numbers_in", lambda path: None)
    expected = table_of(tmp_path / "x.parquet", target, reading=Reading(columns=columns))
    assert found.understood == expected.understood
    assert (found.name, found.task, found.categorical, found.notes, found.labels) == (
        expected.name,
        expected.task,
        expected.categorical,
        expected.notes,
        expected.labels,
    )
    pd.testing.assert_frame_equal(found.features, expected.features, check_dtype=False)
    if target is not None:
        np.testing.assert_array_equal(found.target, expected.target)


def test_other_parquet_files_go_through_their_text(tmp_path):
    frame = pd.DataFrame(POINTS, columns=list("abc"))
    for name, made in {
        "words": frame.assign(d="u"),
        "indexed": frame.set_index("a"),
        "flags": frame.assign(d=frame.a > 0),
    }.items():
        made.to_parquet(tmp_path / f"{name}.parquet")
        assert parquet_numbers.numbers_in(tmp_path / f"{name}.parquet") is None
    (tmp_path / "text.parquet").write_text("a,b\n1,2\n")
    assert parquet_numbers.numbers_in(tmp_path / "text.parquet") is None
    assert parquet_numbers.numbers_in(tmp_path / "absent.parquet") is None


@pytest.mark.parametrize("target", [None, "c"])
def test_what_is_wrong_far_down_a_parquet_file_is_named_by_its_row(tmp_path, target, monkeypatch):
    monkeypatch.setattr(parquet_numbers, "CELLS", 40)
    frame = pd.DataFrame(POINTS, columns=list("abc")).assign(d=np.arange(300))
    frame.loc[5, "c"] = np.nan
    for column, row, value, said in (
        ("b", 287, np.inf, r"row 287 \(from 0\), column 'b' is inf; a finite number is right"),
        ("c", 299, -np.inf, r"row 299 \(from 0\), column 'c' is -inf; a finite number is right"),
        ("d", 266, 2**53 + 1, r"row 266 \(from 0\), column 'd' is 9007199254740993, which loses digits"),
    ):
        made = frame.copy()
        made.loc[row, column] = value
        made.to_parquet(tmp_path / "x.parquet")
        with pytest.raises(InputError, match=said):
            table_of(tmp_path / "x.parquet", target)


def test_a_parquet_file_takes_little_memory_in_a_command(tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    points = rng.normal(size=(60_000, 24))
    points[50_000, 3] = np.nan
    frame = pd.DataFrame(points, columns=[f"c{j}" for j in range(24)])
    frame.to_parquet(tmp_path / "x.parquet", row_group_size=len(points))
    expected = Preprocessor().fit(frame).transform(frame)
    monkeypatch.setattr(memory, "available", lambda: 1e7)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(parquet_numbers, "CELLS", 2**16)
    tracemalloc.start()
    table = table_of(tmp_path / "x.parquet")
    learned = Preprocessor(table.categorical).fit(table.features)
    placed = learned.transform(table.features)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(placed, np.memmap)
    assert (placed == expected).all()
    few = 8 * 8 * len(points)  # bytes of a third of the columns of the file
    assert peak < few
    code = "from contextures.samples.sources import table_of; import pyarrow, sys; table_of(sys.argv[1]); "
    code += "print(pyarrow.default_memory_pool().max_memory())"  # what tracemalloc does not see
    command = [sys.executable, "-c", code, str(tmp_path / "x.parquet")]
    assert 0 < int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) < few
