"""Data tables: features and a target from a data frame or a CSV file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError

INDEX = "tables.json"
"""The file of a folder of tables that says for each its target, task and categorical columns."""
TARGET = "__target__"
"""The target column in such a folder."""


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
    """

    name: str
    features: Any
    target: NDArray[Any] | None
    task: str | None
    categorical: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def rows(self, chosen: Any) -> Any:
        """Return the features of some rows, a data frame or an array as they are."""
        return self.features.iloc[chosen] if hasattr(self.features, "iloc") else self.features[chosen]

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
) -> DataTable:
    """Read a CSV or TSV file with a header, also compressed.

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

    Raises
    ------
    InputError
        Where the file cannot be read, a named column is not there, or nothing is left.
    """
    pandas = _pandas()
    try:
        frame = pandas.read_csv(
            path, sep=None if str(path).split(".gz")[0].endswith((".tsv", ".tab")) else ",", engine=None
        )
    except FileNotFoundError as error:
        raise InputError(f"{path} cannot be read (no such file); the path of a CSV file is right") from error
    except Exception as error:
        raise InputError(f"{path} is no table ({error}); comma-separated values with a header are right") from error
    return table_of_frame(
        Path(path).name.split(".")[0], frame, target, task=task, categorical=categorical, known=_known(path)
    )


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
    known, notes = known or {}, []
    columns = list(map(str, frame.columns))
    frame = frame.set_axis(columns, axis=1)
    if target is not None and target not in columns:
        raise InputError(f"{name} has no column {target!r}; it has {', '.join(columns[:20])}")
    values = None
    if target is not None:
        present = frame[target].notna()
        if not present.all():
            notes.append(f"dropped {int((~present).sum())} rows without a target")
            frame = frame[present]
        chosen = task or known.get("task") or _guessed(frame[target])
        if chosen not in ("regression", "classification"):
            raise InputError(f"task is {chosen!r}; 'regression' or 'classification' is right")
        task = chosen
        values = as_numbers(frame[target], target) if task == "regression" else frame[target].astype(str).to_numpy(str)
        if task == "regression" and not np.isfinite(values).all():
            raise InputError(f"the target {target!r} holds an infinite entry; finite numbers are right")
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
    return DataTable(name, frame.reset_index(drop=True), values, task, tuple(nominal), tuple(notes))


def categorical_columns(frame: Any) -> list[str]:
    """Names of the columns that do not hold numbers (text, booleans, categories)."""
    types = _pandas().api.types
    return [c for c in frame.columns if not types.is_numeric_dtype(frame[c]) or types.is_bool_dtype(frame[c])]


def as_numbers(column: Any, name: str) -> FloatArray:
    """Return a column as floats, missing entries as NaN.

    Raises
    ------
    InputError
        Where an entry is no number.
    """
    try:
        return np.asarray(_pandas().to_numeric(column), dtype=np.float64)
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


def _pandas() -> Any:
    try:
        import pandas
    except ImportError as error:
        raise InputError("reading tables needs pandas: pip install 'contextures[data]'") from error
    return pandas
