"""What a function is given, a path or an object, as the object that it works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np

from contextures import archive
from contextures.arrays import FloatArray, is_missing
from contextures.contexts.context import Context
from contextures.contexts.reading import pair_columns, pairs_and_words, table_and_words
from contextures.contexts.tables import TABLES, load_table
from contextures.errors import InputError, SettingError
from contextures.reading.frames import is_frame, is_series, values_of
from contextures.reading.options import PLAIN, Reading
from contextures.samples.data_context import DataContext, Spectrum
from contextures.samples.listed import graph_context, view_context
from contextures.samples.matrix_files import read_matrix
from contextures.samples.numbered_columns import numbered_columns
from contextures.samples.point_sources import points_of
from contextures.samples.sampled import matrix
from contextures.samples.saved import load_saved
from contextures.samples.tables import DataTable, as_numbers, read_features, table_of_frame

Law: TypeAlias = Context | DataContext
"""A context, of a table or of samples."""
Held: TypeAlias = Literal["table", "pairs", "samples", "conditional", "graph", "views"]
"""What a file or an array holds that is no saved context."""

LISTED: dict[str, Callable[..., DataContext]] = {"graph": graph_context, "views": view_context}
"""Contexts of samples that are given by pairs."""


def is_path(source: Any) -> bool:
    """Whether a source is the path of a file."""
    return isinstance(source, str | PathLike)


def is_array_file(path: str | PathLike[str]) -> bool:
    """Whether a file is one of `numpy.save`, by its suffix."""
    return Path(path).suffix == ".npy"


def is_text(source: Any) -> bool:
    """Whether a source is the path of a file whose reading takes guesses: of cells, not of an array or a context."""
    return is_path(source) and not is_array_file(source) and not archive.is_archive(source)


def is_context(source: Any) -> bool:
    """Whether a source is a context or a spectrum, or the path of a saved one."""
    return isinstance(source, Context | DataContext | Spectrum) or (is_path(source) and archive.is_archive(source))


def opened(source: Any, reading: Reading = PLAIN) -> Law | Spectrum:
    """Return a context or a spectrum, itself or from the file that it was saved to, of which nothing is to be said.

    Raises
    ------
    InputError
        Where it is neither, the file cannot be read, or something is said of how text is read.
    """
    reading.refuse(f"{named(source, 'the source')} is a context")
    if is_path(source):
        return load_saved(source)
    if isinstance(source, Context | DataContext | Spectrum):
        return source
    raise InputError(f"{type(source).__name__} is no context; a Context, DataContext, Spectrum or a path is right")


def parted(found: Law | Spectrum) -> tuple[Law, Spectrum | None]:
    """Return the context of what was opened, and its spectrum where that was kept."""
    return (found.context, found) if isinstance(found, Spectrum) else (found, None)


def named(source: Any, otherwise: str) -> str:
    """Return how a source is called in a message."""
    return str(source) if is_path(source) else otherwise


def context_of(source: Any, holds: Held, reading: Reading | None = None) -> tuple[Law, tuple[str, ...]]:
    """Return the context of a contingency table, of pairs or of a conditional law, and what was understood of a file.

    Parameters
    ----------
    source : path or array_like
        A file laid out as `read_table`, `read_pairs` or `read_matrix` say; a shipped table by its name; or a table of
        counts or a joint pmf, (N, M), pairs x, a (and a count), (n, 2) or (n, 3), or P(a|x), (n, m). Edges, and items
        with their views, are laid out as pairs.
    holds : {"table", "pairs", "conditional", "graph", "views"}
    reading : Reading, optional
        What a guess may get wrong.

    Raises
    ------
    InputError
        Where it cannot be read, or is none.
    """
    reading = PLAIN if reading is None else reading
    if not is_path(source):
        reading.refuse("an array is taken as it stands")
        return _context_of_array(source, holds), ()
    if holds == "conditional":
        law, words = read_matrix(source, reading)
        return DataContext.from_conditional(law, description=f"the law in {Path(source).name}"), words
    name = str(source)
    if holds == "table" and name in TABLES and not Path(name).exists():
        reading.refuse(f"{name} is a table that is shipped")
        return load_table(name), ()
    if holds in LISTED:
        first, second, weights, said = pair_columns(source, reading)
        return LISTED[holds](first, second, weights), (said,)
    context, understood = (pairs_and_words if holds == "pairs" else table_and_words)(source, reading)
    return context, (understood,)


def words_of(table: DataTable) -> tuple[str, ...]:
    """Return what was understood of the file of a table, if it came from one."""
    return () if table.understood is None else (table.understood,)


def _context_of_array(values: Any, holds: Held) -> Law:
    if holds == "table":
        return Context.from_table(values)
    if holds == "conditional":
        return DataContext.from_conditional(values)
    columns = values_of(values).astype(object) if is_frame(values) else np.asarray(values, dtype=object)
    if columns.ndim != 2 or columns.shape[1] not in (2, 3):
        raise InputError(f"the pairs have shape {columns.shape}; two columns x, a, or three with a count, are right")
    counts = columns[:, 2].tolist() if columns.shape[1] == 3 else None
    if holds in LISTED:
        return LISTED[holds](columns[:, 0], columns[:, 1], counts)
    return Context.from_pairs(columns[:, 0], columns[:, 1], counts)


def table_of(
    source: Any,
    target: Any = None,
    task: str | None = None,
    categorical: Iterable[str] | None = None,
    reading: Reading | None = None,
) -> DataTable:
    """Return samples, with their target.

    Parameters
    ----------
    source : path, DataFrame or array_like, (n, p)
        A .npy file is read in blocks, and taken as it stands, as an array is. Columns of both are numbered from 0.
    target : str or array_like, (n,), optional
        A column of the file or data frame, or its values; rows where it is missing are dropped.
    task : {"regression", "classification"}, optional
        Default: classification where the target holds no numbers or two values only.
    categorical : iterable of str, optional
        Columns that are read as categories, besides those that do not hold numbers.
    reading : Reading, optional
        What a guess may get wrong in a file.

    Raises
    ------
    InputError
        Where the samples cannot be read, or a column is not there.
    """
    column = target if isinstance(target, str) else None
    settings: Any = {"task": None if column is None and target is not None else task, "categorical": categorical}
    said = PLAIN if reading is None else reading
    if is_path(source) and not is_array_file(source):
        table = read_features(source, column, reading=said, **settings)
    elif is_frame(source) or is_series(source):
        said.refuse("a data frame is taken as it stands")
        table = table_of_frame("the data frame", source, column, **settings)
    else:
        table, values = _of_array(source, column, said, **settings)
        target, column = target if column is None else values, None
    return table if column is not None or target is None else _with_target(table, target, task)


def representation(
    source: Any, reading: Reading | None = None
) -> tuple[FloatArray, Sequence[Any] | None, tuple[str, ...]]:
    """Return the values of a representation, (n, p), labels of its rows, and what was understood of a file.

    Parameters
    ----------
    source : path, DataFrame or array_like
        A file as `numpy.save` writes it (.npy), or a file of numbers.
    reading : Reading, optional
        What a guess may get wrong in a file.

    Raises
    ------
    InputError
        Where it cannot be read, or an entry is no finite number.
    """
    if is_path(source) and is_array_file(source):
        return matrix(read_matrix(source)[0]), None, ()
    if not (is_path(source) or is_frame(source)):
        return matrix(source), None, ()
    table = table_of(source, reading=reading)
    frame = table.features
    values = matrix(np.column_stack([as_numbers(frame[name], name) for name in frame.columns]))
    return values, table.labels, words_of(table)


def _of_array(
    source: Any, target: str | None, reading: Reading, task: str | None, categorical: Iterable[str] | None
) -> tuple[DataTable, FloatArray | None]:
    """The points of an array, or of a file of one, and the column that is the target."""
    name = str(source) if is_path(source) else "the array"
    if categorical is not None:
        raise SettingError(
            f"--categorical is for columns with names; {name} is taken as it stands, and a table of text or parquet is "
            "right, or a data frame"
        )
    reading.refuse(f"{name} is taken as it stands", "columns")
    if task is not None and target is None:
        raise InputError("a task needs a target column")
    points = points_of(source) if is_path(source) else matrix(source, keep=False)
    if target is None and reading.columns is None:
        return DataTable(name, points, None, None, ()), None
    features, values, understood = numbered_columns(points, name, reading.columns, target)
    return DataTable(name, features, None, None, (), understood=understood if is_path(source) else None), values


def target_name(target: Any) -> str | None:
    """Return the name of a target: its column, that of a series, or "target"."""
    return target if target is None or isinstance(target, str) else str(getattr(target, "name", None) or "target")


def _refuse_other_order(table: DataTable, target: Any) -> None:
    """Raise InputError where the rows of a target have other labels, or another order of them, than the samples."""
    index = getattr(target, "index", None)
    if index is None or callable(index):
        return
    labels = range(len(table.features)) if table.labels is None else table.labels
    if list(index) != list(labels):
        raise InputError(
            "the target and the samples have different row labels; the same in the same order, as of `y.loc[X.index]`, "
            "are right"
        )


def _with_target(table: DataTable, target: Any, task: str | None) -> DataTable:
    """Samples with the values of a target, in the order of their rows."""
    values = values_of(target) if is_series(target) else np.asarray(target)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if values.shape != (len(table.features),):
        raise InputError(f"the target has shape {values.shape}; {len(table.features)} values, one a row, are right")
    _refuse_other_order(table, target)
    missing = np.array([is_missing(value) for value in values.tolist()])
    notes = (f"dropped {int(missing.sum())} rows without a target",) if missing.any() else ()
    values = values[~missing]
    if values.dtype.kind == "O" and all(isinstance(value, Real | Decimal) for value in values):
        values = values.astype(np.float64)
    numbers = values.dtype.kind in "iuf"
    chosen = task or ("regression" if numbers and len(np.unique(values)) > 2 else "classification")
    if chosen not in ("regression", "classification"):
        raise InputError(f"task is {chosen!r}; 'regression' or 'classification' is right")
    if chosen == "regression":
        try:
            values = values.astype(np.float64)
        except (TypeError, ValueError) as error:
            raise InputError(f"the target holds no numbers ({error}); a task of classification is right") from error
        if not np.isfinite(values).all():
            raise InputError("the target holds an infinite entry; finite numbers are right")
    else:
        values = values.astype(str)
    features = table.rows(np.flatnonzero(~missing)) if missing.any() else table.features
    return replace(table, features=features, target=values, task=chosen, notes=(*table.notes, *notes))
