"""Parquet files of numbers, read in batches: as points, and as the columns of a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError, SettingError
from contextures.samples.scratch import room

CELLS = 2**22
"""Numbers of a batch."""
EXACT = 2**53
"""Whole numbers below this are the same in double precision."""


class Columns(NamedTuple):
    """The columns of a file as numbers, NaN where an entry is missing.

    `values` (n, p) lie column by column, on disk where they are many; `target` is one column more, a series of pandas
    with an entry for each row of the file, of which only those with a target are in `values`; `missing` counts the
    entries that are missing in the file.
    """

    values: FloatArray
    names: list[str]
    target: Any
    missing: int


class NumberFile:
    """A parquet file, opened.

    Parameters
    ----------
    path : path

    Raises
    ------
    InputError
        Where it cannot be read, or pyarrow is absent.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise InputError(
                f"{path} is a parquet file, which needs pyarrow: pip install 'contextures[data]'"
            ) from None
        self.name = str(path)
        try:
            self._file = pq.ParquetFile(path, pre_buffer=False)
        except (OSError, pa.ArrowException) as error:
            raise InputError(f"{path} is no parquet file that can be read ({error})") from error
        self._kinds, self._schema = pa.types, self._file.schema_arrow

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        return list(self._schema.names)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._file.metadata.num_rows, len(self.names)

    def odd(self, flags: bool) -> tuple[str, Any] | None:
        """Return the first column that holds no numbers, and its type; whether flags are numbers is said."""
        for column in self._schema:
            number = self._kinds.is_integer(column.type) or self._kinds.is_floating(column.type)
            if not (number or (flags and self._kinds.is_boolean(column.type))):
                return column.name, column.type
        return None

    @property
    def labelled(self) -> bool:
        """Whether pandas wrote labels of rows that are not their numbers."""
        written = (self._schema.pandas_metadata or {}).get("index_columns", [])
        plain = {"kind": "range", "name": None, "start": 0, "stop": self.shape[0], "step": 1}
        return any(label != plain for label in written)

    def points(self) -> Iterator[FloatArray]:
        """Yield all columns of some rows each, (m, p)."""
        for batch in self._file.iter_batches(max(1, CELLS // max(self.shape[1], 1))):
            yield np.column_stack([_numbers(column) for column in batch.columns])

    def columns(self, names: Sequence[str], target: str | None) -> Columns:
        """Return some columns, of the rows where a target is there.

        Raises
        ------
        InputError
            Where an entry is infinite, or a whole number would lose digits, which is named by its row.
        """
        n, series, present = self.shape[0], None, None
        if target is not None:
            column = self._file.read(columns=[target]).column(target)
            series = column.to_pandas()
            self._refuse(np.asarray(series, dtype=np.float64), target, 0, column)
            present = series.notna().to_numpy()
        missing = 0 if present is None else int(n - present.sum())
        values = room((len(names), n - missing), self.name).T
        for j, name in enumerate(names):  # a column at a time, so that no other is held
            first = filled = 0
            for batch in self._file.iter_batches(CELLS, columns=[name]):
                column = batch.column(name)
                numbers = _numbers(column)
                self._refuse(numbers, name, first, column)
                missing += int(np.isnan(numbers).sum())
                kept = numbers if present is None else numbers[present[first : first + len(numbers)]]
                values[filled : filled + len(kept), j] = kept
                first, filled = first + len(numbers), filled + len(kept)
        return Columns(values, list(names), series, missing)

    def _refuse(self, numbers: FloatArray, name: str, first: int, column: Any) -> None:
        """Raise InputError for an infinite entry of a column, and for a whole number of too many digits."""
        infinite = np.flatnonzero(np.isinf(numbers))
        if len(infinite):
            row = first + int(infinite[0])
            raise InputError(
                f"{self.name}, row {row} (from 0), column {name!r} is {numbers[infinite[0]]}; a finite number is right"
            )
        if not self._kinds.is_integer(column.type):
            return
        for i in np.flatnonzero(np.abs(numbers) >= EXACT):
            exact = column[int(i)].as_py()
            if int(float(exact)) != exact:
                raise SettingError(
                    f"{self.name}, row {first + int(i)} (from 0), column {name!r} is {exact}, which loses digits as a "
                    "number; say --categorical, or leave the column out with --columns"
                )


def numbers_in(path: str | PathLike[str]) -> NumberFile | None:
    """Return a parquet file of numbers alone, without labels of rows; None where a path is none."""
    try:
        if str(path) == "-" or not Path(path).is_file():
            return None
        with Path(path).open("rb") as file:
            if file.read(4) != b"PAR1":
                return None
        found = NumberFile(path)
    except (InputError, OSError, ValueError):
        return None  # what reads other files says why
    names = found.names
    sound = 0 not in found.shape and len(set(names)) == len(names) and found.odd(flags=False) is None
    return found if sound and not found.labelled else None


def _numbers(column: Any) -> FloatArray:
    """A column of a batch in double precision, missing entries NaN."""
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
