"""Random tables, written in random dialects with random faults, are read back as they were, or refused."""

from __future__ import annotations

import csv
import gzip
import io
import lzma
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contextures.contexts.context import Context
from contextures.contexts.reading import read_pairs, read_table
from contextures.errors import InputError
from contextures.reading.cells import number
from contextures.reading.options import Reading
from contextures.samples.tables import read_features
from tests.dear import SEEDS

SMALL = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONG = settings(max_examples=1500 * SEEDS, deadline=None, suppress_health_check=list(HealthCheck))
WORD = st.text("abcxyz ,;|'\"éß.-_", min_size=1, max_size=6).map(str.strip)
WORDS = WORD.filter(lambda word: bool(word) and number(word) is None and number(word, ",") is None)
NUMBERS = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: value + 0.0) | st.integers(-(2**40), 2**40)
FAULTS = ("none", "none", "none", "cut", "extra", "quote", "bytes", "star")


@st.composite
def tables(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Columns of numbers or of words, None where a cell is missing; no row is empty."""
    n, p = draw(st.integers(2, 8)), draw(st.integers(1, 4))
    names = draw(st.lists(WORDS, min_size=p, max_size=p, unique=True))
    columns: dict[str, list[Any]] = {}
    for j, name in enumerate(names):
        cells = NUMBERS if draw(st.booleans()) else WORDS
        spare = cells if j == 0 else st.none() | cells
        columns[name] = [draw(cells), *(draw(spare) for _ in range(n - 1))]
    return columns


@st.composite
def dialects(draw: st.DrawFn) -> dict[str, Any]:
    """How a table is written."""
    delimiter = draw(st.sampled_from([",", ";", "\t", "|"]))
    return {
        "delimiter": delimiter,
        "decimal": draw(st.sampled_from([".", ","])) if delimiter != "," else ".",
        "end": draw(st.sampled_from(["\n", "\r\n"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        "mark": draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])),
        "packed": draw(st.sampled_from([bytes, gzip.compress, lzma.compress])),
        "index": draw(st.booleans()),
        "trailing": draw(st.booleans()),
    }


def written(columns: dict[str, list[Any]], dialect: dict[str, Any], fault: str = "none", where: int = 0) -> bytes:
    """The bytes of a table."""
    rows: list[list[str]] = [list(columns)]
    for cells in zip(*columns.values(), strict=True):
        texts = ["" if cell is None else cell if isinstance(cell, str) else repr(cell) for cell in cells]
        numeric = [not isinstance(cell, str) for cell in cells]
        rows.append(
            [text.replace(".", dialect["decimal"]) if n else text for text, n in zip(texts, numeric, strict=True)]
        )
    if dialect["index"]:
        rows = [["" if i == 0 else str(i - 1), *row] for i, row in enumerate(rows)]
    if dialect["trailing"] and len(rows[0]) > 1:
        rows = [row if i == 0 else [*row, ""] for i, row in enumerate(rows)]
    row = rows[1 + where % (len(rows) - 1)]
    if fault == "cut":
        row.pop()
    elif fault == "extra":
        row.append("1")
    elif fault == "star":
        row[-1] += "*"
    stream = io.StringIO(newline="")
    csv.writer(
        stream, delimiter=dialect["delimiter"], lineterminator=dialect["end"], quoting=dialect["quoting"]
    ).writerows(rows)
    text = stream.getvalue() + ('"open' if fault == "quote" else "")
    data = text.encode(dialect["mark"])
    packed: bytes = dialect["packed"](data[: len(data) // 2] + b"\xff\xfe\x00" if fault == "bytes" else data)
    return packed


def same(columns: dict[str, list[Any]], found: Any) -> bool:
    """Whether a frame holds the cells of a table."""
    if list(found.columns) != list(columns):
        return False
    for name, cells in columns.items():
        got = found[name].tolist()
        for cell, value in zip(cells, got, strict=True):
            missing = value is None or value != value
            if (cell is None) != missing or (cell is not None and cell != value):
                return False
    return True


def attempted(read: Any, path: Path) -> Any:
    """What a reader makes of a file; None where it refuses, in one line."""
    try:
        return read(path)
    except InputError as error:
        message = str(error)
    assert "\n" not in message
    return None


def read_back(path: Path, columns: dict[str, list[Any]], dialect: dict[str, Any]) -> None:
    path.write_bytes(written(columns, dialect))
    stated = Reading(
        delimiter=dialect["delimiter"],
        decimal=dialect["decimal"],
        header=True,
        index="1" if dialect["index"] and "1" not in columns else None if dialect["index"] else False,
    )
    table = read_features(path, reading=stated)
    assert same(columns, table.features), (path.read_bytes(), table.understood)
    assert table.understood is not None
    assert "\n" not in table.understood
    if len(columns) == 1 and not dialect["index"]:
        return  # nothing stands between cells that would tell what does
    guessed = attempted(read_features, path)
    if guessed is None:
        return
    if dialect["index"] or list(columns) == list(guessed.features.columns):
        assert same(columns, guessed.features), (path.read_bytes(), guessed.understood)
    else:  # the first column counts the rows under a name that says so, and is told as labels
        assert "left out" in (guessed.understood or "")


def read_faulty(path: Path, columns: dict[str, list[Any]], dialect: dict[str, Any], fault: str, where: int) -> None:
    path.write_bytes(written(columns, dialect, fault, where))
    for read in (read_features, read_table, read_pairs):
        attempted(read, path)


@SMALL
@given(tables(), dialects())
def test_tables_are_read_back(tmp_path_factory: pytest.TempPathFactory, columns: Any, dialect: Any) -> None:
    read_back(tmp_path_factory.getbasetemp() / "back.csv", columns, dialect)


@SMALL
@given(tables(), dialects(), st.sampled_from(FAULTS), st.integers(0, 7))
def test_faults_are_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, columns: Any, dialect: Any, fault: str, where: int
) -> None:
    read_faulty(tmp_path_factory.getbasetemp() / "faulty.csv", columns, dialect, fault, where)


@st.composite
def contingencies(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Columns of counts or of masses, none empty, after a column of labels."""
    n, m = draw(st.integers(2, 6)), draw(st.integers(2, 5))
    words = draw(st.lists(WORDS, min_size=n + m + 1, max_size=n + m + 1, unique=True))
    cells = draw(st.sampled_from([st.integers(1, 2**66), st.floats(2**-20, 1e6)]))
    columns: dict[str, list[Any]] = {words[0]: words[1 : n + 1]}
    return columns | {name: draw(st.lists(cells, min_size=n, max_size=n)) for name in words[n + 1 :]}


@st.composite
def observations(draw: st.DrawFn) -> dict[str, list[Any]]:
    """Two columns of words, and at times how often each pair was seen."""
    n = draw(st.integers(1, 8))
    names = draw(st.lists(WORDS, min_size=3, max_size=3, unique=True))
    columns: dict[str, list[Any]] = {name: draw(st.lists(WORDS, min_size=n, max_size=n)) for name in names[:2]}
    if draw(st.booleans()):
        columns[names[2]] = draw(st.lists(st.integers(1, 2**66), min_size=n, max_size=n))
    return columns


def table_back(path: Path, columns: dict[str, list[Any]], dialect: dict[str, Any]) -> None:
    dialect = {**dialect, "index": False}
    path.write_bytes(written(columns, dialect))
    (_, labels), *cells = columns.items()
    values = [list(row) for row in zip(*(column for _, column in cells), strict=True)]
    stated = Reading(delimiter=dialect["delimiter"], decimal=dialect["decimal"], header=True, index="1", totals=False)
    for context in (read_table(path, stated), attempted(read_table, path)):
        if context is not None:
            assert (context.row_labels, context.column_labels) == (tuple(labels), tuple(name for name, _ in cells))
            if all(isinstance(value, int) for row in values for value in row):
                assert context.counts.tolist() == values
            else:
                np.testing.assert_allclose(context.joint, np.array(values) / np.sum(values), rtol=1e-12)


def pairs_back(path: Path, columns: dict[str, list[Any]], dialect: dict[str, Any]) -> None:
    path.write_bytes(written(columns, dialect))
    (xs, as_), times = list(columns.values())[:2], [*columns.values(), None][2]
    right = Context.from_pairs(xs, as_, times)
    stated = Reading(
        delimiter=dialect["delimiter"], decimal=dialect["decimal"], header=True, index="1" if dialect["index"] else None
    )
    for context in (read_pairs(path, stated), attempted(read_pairs, path)):
        if context is not None:
            assert (context.row_labels, context.column_labels) == (right.row_labels, right.column_labels)
            assert context.counts.tolist() == right.counts.tolist()


@SMALL
@given(contingencies(), dialects())
def test_contingency_tables_are_read_back(tmp_path_factory: pytest.TempPathFactory, columns: Any, dialect: Any) -> None:
    table_back(tmp_path_factory.getbasetemp() / "table.csv", columns, dialect)


@SMALL
@given(observations(), dialects())
def test_pairs_are_read_back(tmp_path_factory: pytest.TempPathFactory, columns: Any, dialect: Any) -> None:
    pairs_back(tmp_path_factory.getbasetemp() / "pairs.csv", columns, dialect)


@pytest.mark.campaign
@LONG
@given(contingencies(), observations(), dialects())
def test_many_contexts(tmp_path_factory: pytest.TempPathFactory, table: Any, pairs: Any, dialect: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "contexts.csv"
    table_back(path, table, dialect)
    pairs_back(path, pairs, dialect)


@pytest.mark.campaign
@LONG
@given(tables(), dialects(), st.sampled_from(FAULTS), st.integers(0, 7))
def test_many_tables(
    tmp_path_factory: pytest.TempPathFactory, columns: Any, dialect: Any, fault: str, where: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "many.csv"
    read_back(path, columns, dialect)
    read_faulty(path, columns, dialect, fault, where)


@SMALL
@given(
    st.integers(2, 5).flatmap(
        lambda m: st.lists(st.lists(st.integers(0, 2**40), min_size=m, max_size=m), min_size=2, max_size=5)
    ),
    st.sampled_from([",", ";", "\t"]),
    st.booleans(),
)
def test_counts_are_read_back(
    tmp_path_factory: pytest.TempPathFactory, counts: list[list[int]], mark: str, labelled: bool
) -> None:
    table = np.array(counts)
    if not table.sum(axis=1).all() or not table.sum(axis=0).all():
        return
    lines = [mark.join(["row" if labelled else "", *(f"c{j}" for j in range(len(counts[0])))])]
    lines += [mark.join([f"r{i}", *map(str, row)]) for i, row in enumerate(counts)]
    path = tmp_path_factory.getbasetemp() / "counts.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    context = read_table(path, Reading(totals=False))
    assert context.counts is not None
    assert context.counts.tolist() == counts
    assert context.row_labels == tuple(f"r{i}" for i in range(len(counts)))
