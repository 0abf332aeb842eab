"""Data tables: features and a target from a data frame or a file of values."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError, SettingError
from contextures.reading.cells import decimal_of, number
from contextures.reading.content import Content, with_pandas
from contextures.reading.frames import as_pandas
from contextures.reading.options import PLAIN, Reading, position
from contextures.reading.sheet import Sheet, sheet_of
from contextures.samples.chosen_rows import rows_of
from contextures.samples.parquet_numbers import EXACT, NumberFile, numbers_in

INDEX = "tables.json"
"""The file of a folder of tables that says for each its target, task and categorical columns."""
TARGET = "__target__"
"""The target column in such a folder."""
ALMOST = 0.5
"""The part of numbers in a column above which its other cells are refused."""
SHOWN = 12
"""Columns that are named where what was understood is said."""


@dataclass(frozen=True, eq=False)
class DataTable:
    """Features and a target.

    Attributes
    ----------
    name : str
    features : DataFrame or ndarray, (n, p)
    target : ndarray, (n,) or None
    task : {"regression", "classification"} or None
    categorical : tuple of str
        Columns that are read as categories.
    notes : tuple of str
        What was done on reading.
    understood : str or None
        What was understood of the file, in one line.
    labels : sequence or None
        Of the rows, where there are any.
    """

    name: str
    features: Any
    target: NDArray[Any] | None
    task: str | None
    categorical: tuple[str, ...]
    notes: tuple[str, ...] = ()
    understood: str | None = None
    labels: Sequence[Any] | None = None

    def rows(self, chosen: IntArray | None = None) -> Any:
        """Return the features of some rows, a data frame or an array as they are; by default of all."""
        return self.features if chosen is None else rows_of(self.features, chosen, self.name)

    def outputs(self, reference: IntArray) -> FloatArray:
        """Return the target as columns of numbers, (n, q), centred and scaled to a total variance of 1 on some rows.

        One column for regression and for two classes, one indicator a class otherwise.

        Raises
        ------
        InputError
            Where the target is constant on these rows.
        """
        if self.target is None:
            raise InputError(f"{self.name} has no target")
        if self.task == "regression":
            columns = np.asarray(self.target, dtype=np.float64)[:, None]
        else:
            classes = np.unique(self.target)
            shown = classes[1:] if len(classes) == 2 else classes
            columns = (self.target[:, None] == shown).astype(np.float64)
        mean = columns[reference].mean(axis=0)
        variance = float(np.square(columns[reference] - mean).sum(axis=1).mean())
        if variance <= 0:
            raise InputError(f"the target of {self.name} is constant on the points it is learned from")
        scaled: FloatArray = (columns - mean) / np.sqrt(variance)
        return scaled


def read_features(
    path: str | PathLike[str],
    target: str | None = None,
    *,
    task: str | None = None,
    categorical: Iterable[str] | None = None,
    reading: Reading | None = None,
) -> DataTable:
    """Read a file of values with a header: text, also compressed, a spreadsheet or parquet; "-" is standard input.

    Parameters
    ----------
    path : path
    target : str, optional
        The column to predict; rows where it is missing are dropped.
    task : {"regression", "classification"}, optional
        Default: as a `tables.json` beside the file says; else classification where the target holds no numbers or two
        values only.
    categorical : iterable of str, optional
        Default: as a `tables.json` beside the file says; else the columns that do not hold numbers.
    reading : Reading, optional
        What a guess may get wrong.

    Raises
    ------
    InputError
        Where the file cannot be read, a named column is not there, a column that is almost all numbers holds something
        else, or nothing is left.
    """
    known = _known(path)
    reading = PLAIN if reading is None else reading
    nominal = list(known.get("categorical", [])) if categorical is None else list(categorical)
    nominal = [categorical] if isinstance(categorical, str) else nominal
    if reading.columns is not None:
        more = [name for name in (target, *nominal) if name is not None and name not in tuple(reading.columns)]
        reading = replace(reading, columns=(*reading.columns, *more))
    file = None if nominal or replace(reading, columns=None) != PLAIN else numbers_in(path)
    if file is not None:
        return _of_numbers(_stem(path), file, reading.columns, target, task, known)
    sheet = sheet_of(Content(path), "samples", reading)
    titles = [sheet.title(j) for j in range(sheet.width)]
    several = [part.strip() for name in nominal for part in ([name] if name in titles else name.split(","))]
    named = [titles[position(name, titles, len(titles), sheet.name)] for name in several]
    target = None if target is None else titles[position(target, titles, len(titles), sheet.name)]
    frame = with_pandas().DataFrame({title: _typed(sheet, j, title in named) for j, title in enumerate(titles)})
    table = table_of_frame(_stem(path), frame, target, task=task, categorical=named, known=known)
    labels = sheet.labels
    if labels is not None and target is not None:
        labels = [label for label, kept in zip(labels, frame[target].notna(), strict=True) if kept]
    words = {*named, *categorical_columns(frame)}
    numbers = [title for title in titles if title not in words and title != target]
    categories = [title for title in titles if title in words and title != target]
    missing = int(frame.isna().to_numpy().sum())
    told = sheet.understood(_kinds(len(frame), numbers, categories, target, missing))
    return replace(table, understood=told, labels=labels)


def _of_numbers(
    name: str,
    file: NumberFile,
    chosen: Iterable[str] | None,
    target: str | None,
    task: str | None,
    known: dict[str, Any],
) -> DataTable:
    """The table of a parquet file of numbers, as they stand."""
    titles = file.names
    places = range(len(titles)) if chosen is None else [position(c, titles, len(titles), file.name) for c in chosen]
    target = None if target is None else titles[position(target, titles, len(titles), file.name)]
    if target is None and task is not None:
        raise InputError("a task needs a target column")
    names = [titles[j] for j in places if titles[j] != target]
    found = file.columns(names, target)
    values, notes = None, _dropped(file.shape[0] - len(found.values))
    if target is not None:
        values, task = _target(found.target.dropna(), target, task or known.get("task"))
    if not found.values.size:
        raise InputError(f"{name} has no row or no column besides the target")
    words = [_kinds(file.shape[0], names, [], target, found.missing), "a parquet file", "names in line 0"]
    words += [f"left out {len(titles) - len(places)} columns that are not named"] if len(places) < len(titles) else []
    features = with_pandas().DataFrame(found.values, columns=names, copy=False)
    told = " ".join(f"{file.name}: {'; '.join(words)}".split())
    return DataTable(name, features, values, task, (), notes, understood=told)


def _stem(path: str | PathLike[str]) -> str:
    return Path(path).name.split(".")[0] if str(path) != "-" else "standard input"


def table_of_frame(
    name: str,
    frame: Any,
    target: str | None = None,
    *,
    task: str | None = None,
    categorical: Iterable[str] | None = None,
    known: dict[str, Any] | None = None,
) -> DataTable:
    """Split a data frame into features and target; the settings are those of `read_features`.

    Raises
    ------
    InputError
        Where a named column is not there, a numeric target is not finite, or nothing is left.
    """
    known = known or {}
    notes: tuple[str, ...] = ()
    frame = as_pandas(frame)
    columns = list(frame.columns)
    if target is not None and target not in columns:
        raise InputError(f"{name} has no column {target!r}; it has {', '.join(columns[:20])}")
    values = None
    if target is not None:
        present = frame[target].notna()
        if not present.all():
            frame = frame[present]
        notes = _dropped(int((~present).sum()))
        values, task = _target(frame[target], target, task or known.get("task"))
        frame = frame.drop(columns=target)
    elif task is not None:
        raise InputError("a task needs a target column")
    if not len(frame) or not len(frame.columns):
        raise InputError(f"{name} has no row or no column besides the target")
    nominal = list(categorical) if categorical is not None else list(known.get("categorical", []))
    for column in nominal:
        if column not in frame.columns:
            raise InputError(f"{name} has no column {column!r} to read as categories")
    nominal += [c for c in categorical_columns(frame) if c not in nominal]
    labels = None if frame.index.equals(with_pandas().RangeIndex(len(frame))) else list(frame.index)
    features = frame.reset_index(drop=True)
    return DataTable(name, features, values, task, tuple(nominal), notes, labels=labels)


def _target(column: Any, name: str, task: str | None) -> tuple[NDArray[Any], str]:
    """The values of a target without missing entries, and its task."""
    task = task or _guessed(column)
    if task not in ("regression", "classification"):
        raise InputError(f"task is {task!r}; 'regression' or 'classification' is right")
    if task == "classification":
        return column.astype(str).to_numpy(str), task
    values = as_numbers(column, name)
    if not np.isfinite(values).all():
        raise InputError(f"the target {name!r} holds an infinite entry; finite numbers are right")
    return values, task


def _dropped(rows: int) -> tuple[str, ...]:
    """What is said of rows without a target."""
    return (f"dropped {rows} rows without a target",) if rows else ()


def categorical_columns(frame: Any) -> list[str]:
    """Names of the columns that do not hold numbers (text, booleans, categories)."""
    types = with_pandas().api.types
    return [c for c, kind in frame.dtypes.items() if not types.is_numeric_dtype(kind) or types.is_bool_dtype(kind)]


def as_numbers(column: Any, name: str) -> FloatArray:
    """Return a column as floats, missing entries as NaN.

    Raises
    ------
    InputError
        Where an entry is no number.
    """
    if column.dtype == np.float64:
        return np.asarray(column)
    try:
        return np.asarray(with_pandas().to_numeric(column), dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(
            f"column {name!r} holds {next(v for v in column if not _is_number(v))!r}, which is no number; name it as "
            "categorical, or mend it"
        ) from error


def _known(path: str | PathLike[str]) -> dict[str, Any]:
    """What a `tables.json` beside a file says of it."""
    index = Path(path).parent / INDEX
    if not index.is_file():
        return {}
    try:
        entries = json.loads(index.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{index} is no JSON: {error}") from error
    return next((entry for entry in entries.values() if entry.get("file") == Path(path).name), {})


def _guessed(column: Any) -> str:
    return "classification" if categorical_columns(column.to_frame()) or column.nunique() <= 2 else "regression"


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _typed(sheet: Sheet, j: int, nominal: bool) -> Any:
    """A column of a sheet: numbers, missing ones NaN, or words, missing ones None.

    Raises
    ------
    InputError
        Where a column that is almost all numbers holds something else, or a whole number loses digits.
    """
    cells = [None if sheet.reading.is_missing(cell) else cell for cell in sheet.column(j)]
    present = [cell for cell in cells if cell is not None]
    if nominal:
        return np.array(cells, dtype=object)
    where, title = f"{sheet.name}, column {sheet.places[j]} ({sheet.title(j)!r})", sheet.title(j)
    decimal = sheet.reading.decimal or decimal_of(present, where)
    numbers = [None if cell is None else number(cell, decimal) for cell in cells]
    odd = [i for i, (cell, value) in enumerate(zip(cells, numbers, strict=True)) if cell is not None and value is None]
    if len(odd) == len(present) and present:
        return np.array(cells, dtype=object)
    if odd:
        if len(odd) < (1 - ALMOST) * len(present):
            raise SettingError(
                f"{sheet.where(odd[0], j)} ({title!r}) is {cells[odd[0]]!r}, where {len(present) - len(odd)} of "
                f"{len(present)} cells are numbers; mend it, or say --na {_quoted(cells[odd[0]])} or --categorical "
                f"{_quoted(title)}"
            )
        return np.array(cells, dtype=object)
    values = np.array([np.nan if value is None else value for value in numbers], dtype=np.float64)
    if (np.abs(values) >= EXACT).any():
        _refuse_rounded(sheet, j, cells)
    whole = len(present) == len(cells) and all(cell.isdecimal() for cell in present)
    return values.astype(np.int64) if whole and (values < EXACT).all() else values


def _refuse_rounded(sheet: Sheet, j: int, cells: Sequence[str | None]) -> None:
    """Raise InputError for a whole number that double precision does not hold."""
    for i, cell in enumerate(cells):
        digits = (cell or "").lstrip("+-")
        if cell is not None and digits.isdecimal() and len(digits) < 400 and int(float(cell)) != int(cell):
            raise SettingError(
                f"{sheet.where(i, j)} ({sheet.title(j)!r}) is {cell}, which loses digits as a number; say "
                f"--categorical {_quoted(sheet.title(j))}, or leave the column out with --columns"
            )


def _kinds(rows: int, numbers: Sequence[str], categories: Sequence[str], target: str | None, missing: int) -> str:
    """The size of a table and its columns by kind."""
    kinds = {"numbers": numbers, "categories": categories}
    parts = [f"{len(names)} of {kind} ({_listed(names)})" for kind, names in kinds.items() if names]
    if target is not None:
        parts.append(f"the target {target!r}")
    return f"{rows} rows; columns: {', '.join(parts)}" + (f"; {missing} missing cells" if missing else "")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def _quoted(word: str | None) -> str:
    return f"{word!r}" if word is None or not word.isalnum() else word
