"""Reads a contingency table or a list of pairs from a file."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from os import PathLike

from contextures.contexts.context import TOTALS, Context
from contextures.errors import InputError, SettingError
from contextures.reading.cells import decimal_of, exact, number
from contextures.reading.options import Reading
from contextures.reading.sheet import CORNERS, Sheet, counts_rows, read_sheet

Number = int | float


@dataclass(frozen=True, eq=False)
class Numbers:
    """Numbers ≥ 0 in a file, their labels, and what was understood of it.

    Attributes
    ----------
    values : list of list of int or float
    rows, columns : list of str or None
    sheet : Sheet
    left : tuple of str
        What was left out.
    """

    values: list[list[Number]]
    rows: list[str] | None
    columns: list[str] | None
    sheet: Sheet
    left: tuple[str, ...] = ()

    @property
    def understood(self) -> str:
        """What was understood of the file, in one line."""
        labels = "labelled" if self.rows is not None else "without labels"
        what = f"a table of {len(self.values)} rows, {labels}, and {len(self.values[0])} columns of numbers"
        return self.sheet.understood(what) + (f"; left out {' and '.join(self.left)}" if self.left else "")


def read_table(path: str | PathLike[str], reading: Reading | None = None) -> Context:
    """The context of a contingency table or joint pmf in a file of values.

    Parameters
    ----------
    path : path
        Comma-, tab- or semicolon-separated values, also compressed; a spreadsheet or parquet file, through pandas; "-"
        is standard input. The first line holds the column labels, and the first column the row labels if one of them is
        not a number or the corner cell is empty or says so ("row", "label", "name", "index", "id"). A table of numbers
        only has neither. A header that is one cell short, as R writes it, lacks the corner cell. A last row and column
        of totals are left out.
    reading : Reading, optional
        What a guess may get wrong.

    Raises
    ------
    InputError
        Where there is no such file, it is no text, a line is too short or too long, a cell is no number ≥ 0, or it can
        be read in two ways.
    """
    return table_and_words(path, reading)[0]


def table_and_words(path: str | PathLike[str], reading: Reading | None = None) -> tuple[Context, str]:
    """Return the context of `read_table`, and what was understood of the file."""
    found = _without_totals(read_numbers(path, reading), reading)
    context = Context.from_table(found.values, row_labels=found.rows, column_labels=found.columns)
    return context, found.understood


def read_numbers(path: str | PathLike[str], reading: Reading | None = None) -> Numbers:
    """Numbers ≥ 0 in a file and their labels; laid out as in `read_table`, totals included.

    Raises
    ------
    InputError
        As for `read_table`.
    """
    sheet = _labelled(read_sheet(path, "table", reading))
    if not sheet.width:
        raise InputError(f"{sheet.name} holds a column of labels only; a table needs at least one column of numbers")
    decimal = _decimal(sheet, range(sheet.width))
    values = [[_count(sheet, i, j, decimal) for j in range(sheet.width)] for i in range(len(sheet.cells))]
    return Numbers(values, sheet.labels, sheet.names, sheet)


def read_pairs(path: str | PathLike[str], reading: Reading | None = None) -> Context:
    """The context of paired observations in a file of values.

    Parameters
    ----------
    path : path
        As for `read_table`: a header, then a line for each pair: x, a and, in an optional third column, how often it
        was seen. The values of x and a are text. A header is left out where `reading` says so; a first line whose words
        are labels further down is refused, unless that says what it is.
    reading : Reading, optional

    Raises
    ------
    InputError
        Where there is no such file, it is no text, there is no pair, a line has too few or too many cells, a value is
        missing, or a third cell is no number ≥ 0.
    """
    return pairs_and_words(path, reading)[0]


def pairs_and_words(path: str | PathLike[str], reading: Reading | None = None) -> tuple[Context, str]:
    """Return the context of `read_pairs`, and what was understood of the file."""
    first, second, counts, words = pair_columns(path, reading)
    return Context.from_pairs(first, second, counts), words


def pair_columns(
    path: str | PathLike[str], reading: Reading | None = None
) -> tuple[list[str], list[str], list[Number] | None, str]:
    """Return the columns of a file laid out as for `read_pairs`, how often each pair counts, and what was understood.

    Raises
    ------
    InputError
        As for `read_pairs`.
    """
    sheet = read_sheet(path, "pairs", reading)
    if sheet.width not in (2, 3):
        raise InputError(
            f"{sheet.name}, line {sheet.lines[0] - (sheet.names is not None)}: {sheet.width} columns; two (x, a) or "
            "three (x, a, count) are right"
        )
    for i, row in enumerate(sheet.cells):
        for j in (0, 1):
            if sheet.reading.is_missing(row[j]):
                raise InputError(f"{sheet.where(i, j)} is empty; drop missing observations first")
    decimal, rows = _decimal(sheet, range(2, sheet.width)), range(len(sheet.cells))
    counts = [_count(sheet, i, 2, decimal) for i in rows] if sheet.width == 3 else None
    counted = "" if counts is None else f", counted by {sheet.title(2)!r}"
    words = sheet.understood(f"{len(rows)} pairs of {sheet.title(0)!r} and {sheet.title(1)!r}{counted}")
    return list(sheet.column(0)), list(sheet.column(1)), counts, words


def _labelled(sheet: Sheet) -> Sheet:
    """A table with the labels of its rows apart, if its first column holds them."""
    if sheet.labels is not None or sheet.names is None or sheet.reading.index is False:
        return sheet
    title, first = sheet.names[0], sheet.column(0)
    corner = title.lower() in CORNERS
    numbers = all(number(cell) is not None for cell in sheet.names[1:]) and sheet.width > 1
    if not corner and numbers and sheet.reading.header is None:
        raise InputError(
            f"{sheet.name}, line {sheet.lines[0] - 1}: {title!r} before numbers is a row label or a corner cell; "
            "give a line of column labels, or write 'row' in the corner"
        )
    if corner or any(number(cell) is None for cell in first):
        return sheet.labelled(0, "labels in the first column")
    if sheet.width < 3 and not counts_rows(first):
        return sheet
    if counts_rows(first) and len(first) > 2:
        return sheet.labelled(0, f"labels in the first column, {title!r}, which counts the rows")
    whole = all(cell.isdecimal() for cell in first)
    steps = [int(b) - int(a) for a, b in pairwise(first)] if whole else []
    if steps and (min(steps) > 0 or max(steps) < 0):
        raise SettingError(
            f"{sheet.name}: the first column, {title!r}, holds {', '.join(first[:3])}: labels of rows or values; "
            f"--index {title} or --no-index says which"
        )
    return sheet


def _without_totals(found: Numbers, reading: Reading | None) -> Numbers:
    """Numbers without a last row and column of totals.

    Raises
    ------
    InputError
        Where a row or column that is called a total is none.
    """
    said = None if reading is None else reading.totals
    if said is False:
        return found
    values, left = found.values, []
    row, column = _is_total(values, found.rows), _is_total(list(map(list, zip(*values, strict=True))), found.columns)
    both = row.sums and column.sums
    for total, labels, kind in ((row, found.rows, "row"), (column, found.columns, "column")):
        named = repr(labels[-1]) if labels else "without a label"
        if total.called and not total.sums and said is None:
            raise SettingError(
                f"{found.sheet.name}: the last {kind}, {named}, is no sum of the others; mend it, or say "
                "--no-totals where it is none"
            )
        if total.sums and (both or total.called or said):
            left.append(f"the totals in the last {kind}, {named}")
            if kind == "row":
                values, found = values[:-1], replace(found, rows=found.rows and found.rows[:-1])
            else:
                values = [cells[:-1] for cells in values]
                found = replace(found, columns=found.columns and found.columns[:-1])
    if said and not left:
        raise SettingError("--totals is said, but neither the last row nor the last column is a sum of the others")
    if not left:
        return found
    return replace(found, values=values, left=tuple(left))


@dataclass(frozen=True)
class _Total:
    """Whether a last line is called a total, and whether it is one."""

    called: bool
    sums: bool


def _is_total(values: Sequence[Sequence[Number]], labels: Sequence[str] | None) -> _Total:
    """Whether the last of some lines holds the sums of two or more others, whole numbers exactly."""
    called = labels is not None and labels[-1].lower() in TOTALS
    if len(values) < 3:
        return _Total(False, False)
    pairs = zip((sum(map(Fraction, line)) for line in zip(*values[:-1], strict=True)), values[-1], strict=True)
    equal = (s == v if isinstance(v, int) else math.isclose(float(s), v, rel_tol=1e-9) for s, v in pairs)
    return _Total(called, all(equal) and any(values[-1]))


def _decimal(sheet: Sheet, columns: Sequence[int]) -> str:
    """The decimal mark of the numbers in some columns of a sheet."""
    if sheet.reading.decimal is not None:
        return sheet.reading.decimal
    return decimal_of([row[j] for row in sheet.cells for j in columns], sheet.name)


def _count(sheet: Sheet, i: int, j: int, decimal: str) -> Number:
    cell = sheet.cells[i][j]
    value = exact(cell, decimal)
    if value is None or not (isinstance(value, int) or math.isfinite(value)) or value < 0:
        raise InputError(f"{sheet.where(i, j)} is {cell!r}; a finite number ≥ 0 is right")
    return value
