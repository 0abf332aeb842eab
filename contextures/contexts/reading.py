"""Reads a contingency table or a list of pairs from a file of comma- or tab-separated values."""

from __future__ import annotations

import csv
import gzip
import io
import math
import zlib
from os import PathLike
from pathlib import Path

from contextures.contexts.context import Context
from contextures.errors import InputError

CORNER_LABELS = frozenset({"", "row", "rows", "label", "labels", "name", "names", "index", "id"})
"""What the first cell says when the first column holds labels, whatever they look like (lower case)."""

Line = tuple[int, list[str]]
"""The number of a line, from 1, and its cells."""


def read_table(path: str | PathLike[str]) -> Context:
    """The context of a contingency table or joint pmf in a CSV or TSV file, also gzipped.

    Parameters
    ----------
    path : path
        The first line holds the column labels, and the first column the row labels if one of them is not a number or
        the corner cell is empty or says so ("row", "label", "name", "index", "id"). A table of numbers only has
        neither. A header that is one cell short, as R writes it, lacks the corner cell.

    Raises
    ------
    InputError
        Where there is no such file, it is no text, a line is too short or too long, or a cell is no number ≥ 0.
    """
    numbers, rows, columns = read_numbers(path)
    return Context.from_table(numbers, row_labels=rows, column_labels=columns)


def read_numbers(path: str | PathLike[str]) -> tuple[list[list[float]], list[str] | None, list[str] | None]:
    """Numbers ≥ 0 in a file, the labels of their rows and those of their columns, or None; laid out as in `read_table`.

    Raises
    ------
    InputError
        As for `read_table`.
    """
    lines = _lines(path)
    (first_number, first), body = lines[0], lines[1:]
    header = any(_number(cell) is None for cell in first)
    corner = first[0].strip().lower()
    if header and corner not in CORNER_LABELS:
        if body and all(len(cells) == len(first) + 1 for _, cells in body):
            first, corner = ["", *first], ""
        elif len(first) > 1 and all(_number(cell) is not None for cell in first[1:]):
            raise InputError(
                f"{path}, line {first_number}: {first[0]!r} before numbers is a row label or a corner cell; "
                "give a line of column labels, or write 'row' in the corner"
            )
    if not header:
        body = lines
    if not body:
        raise InputError(f"{path} holds a line of labels only; a table needs at least one line of numbers")
    _refuse_ragged(path, len(first), body)
    labelled = header and (corner in CORNER_LABELS or any(_number(cells[0]) is None for _, cells in body))
    start = int(labelled)
    if len(first) == start:
        raise InputError(f"{path} holds a column of labels only; a table needs at least one column of numbers")
    return (
        [[_count(path, line, cells, j) for j in range(start, len(first))] for line, cells in body],
        [cells[0] for _, cells in body] if labelled else None,
        first[start:] if header else None,
    )


def read_pairs(path: str | PathLike[str]) -> Context:
    """The context of paired observations in a CSV or TSV file, also gzipped.

    Parameters
    ----------
    path : path
        A header, then a line for each pair: x, a and, in an optional third column, how often it was seen. The values of
        x and a are text.

    Raises
    ------
    InputError
        Where there is no such file, it is no text, there is no pair, a line has too few or too many cells, a value is
        empty, or a third cell is no number ≥ 0.
    """
    (line, header), *pairs = _lines(path)
    if len(header) not in (2, 3):
        raise InputError(f"{path}, line {line}: {len(header)} columns; two (x, a) or three (x, a, count) are right")
    if len(header) == 3 and _number(header[2]) is not None:
        raise InputError(f"{path}, line {line}: {header[2]!r} is a number; the first line must name the columns")
    if not pairs:
        raise InputError(f"{path} holds a header only; at least one pair is needed")
    _refuse_ragged(path, len(header), pairs)
    for line, cells in pairs:
        for j in (0, 1):
            if not cells[j].strip():
                raise InputError(f"{path}, line {line}, column {j + 1} is empty; drop missing observations first")
    return Context.from_pairs(
        [cells[0] for _, cells in pairs],
        [cells[1] for _, cells in pairs],
        [_count(path, line, cells, 2) for line, cells in pairs] if len(header) == 3 else None,
    )


def _lines(path: str | PathLike[str]) -> list[Line]:
    """The lines of the file that are not blank; at least one."""
    text = _text(path)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(path, text), strict=True)
        lines = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reader.line_num}: {error}; comma- or tab-separated values are right"
        ) from error
    if not lines:
        raise InputError(f"{path} is empty; a table or a list of pairs is right")
    return lines


def _text(path: str | PathLike[str]) -> str:
    try:
        data = Path(path).read_bytes()
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not text in UTF-8; comma- or tab-separated values are right") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{path} is not a whole gzip file; compress it again or give the plain text") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{path} cannot be read ({reason}); the path of a CSV or TSV file is right") from error
    if "\0" in text:
        raise InputError(f"{path} is a binary file; comma- or tab-separated values are right")
    return text


def _delimiter(path: str | PathLike[str], text: str) -> str:
    """Tab for .tsv and .tab, else the first of comma, tab and semicolon that the first line holds."""
    if {".tsv", ".tab"} & {suffix.lower() for suffix in Path(path).suffixes}:
        return "\t"
    first = text.lstrip().partition("\n")[0]
    return next((mark for mark in ",\t;" if mark in first), ",")


def _refuse_ragged(path: str | PathLike[str], width: int, lines: list[Line]) -> None:
    for line, cells in lines:
        if len(cells) != width:
            raise InputError(f"{path}, line {line} has {len(cells)} cells; {width}, as in the first line, are right")


def _number(cell: str) -> float | None:
    """The finite number that a cell holds, if it holds one."""
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in cell else None


def _count(path: str | PathLike[str], line: int, cells: list[str], column: int) -> float:
    number = _number(cells[column])
    if number is None or number < 0:
        where = f"{path}, line {line}, column {column + 1}"
        raise InputError(f"{where} is {cells[column]!r}; a finite number ≥ 0 is right")
    return number
