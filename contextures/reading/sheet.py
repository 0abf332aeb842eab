"""The cells of a file in rows and columns, with their names and labels, and what was understood of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from os import PathLike
from typing import Any, Literal, TypeAlias

from contextures.errors import InputError, SettingError
from contextures.reading.cells import number
from contextures.reading.content import Content
from contextures.reading.dialect import Line, delimiter_of, lines_of
from contextures.reading.options import DELIMITERS, PLAIN, Reading, position

CORNERS = frozenset({"", "row", "rows", "label", "labels", "name", "names", "index", "id"})
"""What the first name says where the first column holds labels (lower case)."""
UNNAMED = "Unnamed: 0"
"""What pandas calls a first column without a name."""

Holds: TypeAlias = Literal["table", "pairs", "samples"]
"""What the cells of a file are."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """Rows of cells of equal length.

    Attributes
    ----------
    name : str
        What the file is called in messages.
    lines : list of int
        The number of each row's line in the file.
    cells : list of list of str
        Without the spaces around them.
    names : list of str or None
        Of the columns, without a name "".
    places : list of int
        The number of each column in the file, from 1.
    labels : list of str or None
        Of the rows.
    said : tuple of str
        What was understood of the layout.
    reading : Reading
    """

    name: str
    lines: list[int]
    cells: list[list[str]]
    names: list[str] | None
    places: list[int]
    labels: list[str] | None
    said: tuple[str, ...]
    reading: Reading

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.places)

    def column(self, j: int) -> list[str]:
        """Return the cells of a column."""
        return [row[j] for row in self.cells]

    def title(self, j: int) -> str:
        """Return how a column is called: by its name, else its number in the file."""
        return (self.names[j] if self.names is not None else "") or f"column {self.places[j]}"

    def where(self, i: int, j: int) -> str:
        """Return where a cell is."""
        return f"{self.name}, line {self.lines[i]}, column {self.places[j]}"

    def chosen(self, columns: Sequence[int]) -> Sheet:
        """Return the sheet with some of its columns."""
        return replace(
            self,
            cells=[[row[j] for j in columns] for row in self.cells],
            names=None if self.names is None else [self.names[j] for j in columns],
            places=[self.places[j] for j in columns],
        )

    def labelled(self, j: int, why: str) -> Sheet:
        """Return the sheet with the labels of its rows taken from a column, which is left out."""
        rest = self.chosen([i for i in range(self.width) if i != j])
        return replace(rest, labels=self.column(j), said=(*self.said, why))

    def saying(self, *words: str) -> Sheet:
        """Return the sheet with more that was understood."""
        return replace(self, said=(*self.said, *words))

    def understood(self, what: str) -> str:
        """Return what was understood in one line, without line breaks."""
        return " ".join(f"{self.name}: {'; '.join((what, *self.said))}".split())


def read_sheet(path: str | PathLike[str], holds: Holds, reading: Reading | None = None) -> Sheet:
    """Return the cells of a file.

    Parameters
    ----------
    path : path
        Text, also compressed; a spreadsheet or parquet file, through pandas; "-" is standard input.
    holds : {"table", "pairs", "samples"}
        What the cells are, on which the reading of labels rests.
    reading : Reading, optional

    Raises
    ------
    InputError
        Where it cannot be read, rows are of unequal length, or it can be read in two ways.
    """
    return sheet_of(Content(path), holds, PLAIN if reading is None else reading)


def sheet_of(content: Content, holds: Holds, reading: Reading) -> Sheet:
    """Return the cells of a content; see `read_sheet`."""
    lines, headed, said = _split(content, reading)
    lines, said = _without_empty_end(content.name, lines, said)
    (first_line, first), body = lines[0], lines[1:]
    short = headed is not False and _is_short(first, body)
    first = ["", *first] if short else first
    lines = [(first_line, first), *body]
    _refuse_ragged(content.name, lines)
    header = short or (_has_header(content.name, lines, holds) if headed is None else headed)
    names = None
    if header:
        names = ["" if name == UNNAMED and j == 0 else name for j, name in enumerate(first)]
        _refuse_twins(content.name, names)
        lines = lines[1:]
        said = (*said, f"names in line {first_line}")
    else:
        said = (*said, f"no names: line {first_line} holds values")
    if not lines:
        guessed = ", or --no-header says that it is a pair" if holds == "pairs" and headed is None else ""
        raise SettingError(f"{content.name} holds a {_only(holds)}{guessed}")
    sheet = Sheet(
        content.name,
        [line for line, _ in lines],
        [cells for _, cells in lines],
        names,
        list(range(1, len(first) + 1)),
        None,
        said,
        reading,
    )
    sheet = _with_index(sheet, holds)
    if reading.columns is not None:
        places = [position(c, sheet.names, sheet.width, sheet.name) for c in reading.columns]
        left = sheet.width - len(places)
        sheet = sheet.chosen(places).saying(*([f"left out {left} columns that are not named"] if left else []))
    return sheet


def _only(holds: Holds) -> str:
    return {
        "table": "line of labels only; a table needs at least one line of numbers",
        "pairs": "header only; at least one pair is needed",
        "samples": "header only, so there is no row; at least one is needed",
    }[holds]


def _split(content: Content, reading: Reading) -> tuple[list[Line], bool | None, tuple[str, ...]]:
    """The lines of a content, whether the first is known to be a header, and what was understood."""
    if content.text is None:
        return (*_of_frame(content, reading), (("a spreadsheet" if content.sheet else "a parquet file"),))
    mark = reading.delimiter
    if mark is None:
        tabs = content.suffix in (".tsv", ".tab")
        mark = delimiter_of(content.text, content.name) if not tabs or "\t" not in content.text else "\t"
        if tabs and mark not in ("\t", " ") and mark in content.text:
            raise SettingError(
                f"{content.name} holds no tabs, though its suffix says so, and splits at {DELIMITERS[mark]}; "
                "--delimiter says which"
            )
    lines = lines_of(content.text, mark, content.name)
    wide = max(len(cells) for _, cells in lines) > 1
    return lines, reading.header, (f"{DELIMITERS.get(mark, repr(mark))} between cells",) if wide else ()


def _of_frame(content: Content, reading: Reading) -> tuple[list[Line], bool | None]:
    """The cells of a data frame as text, numbers without loss."""
    frame = content.frame
    rows = [[_text(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    if content.sheet:
        lines = [(i, row) for i, row in enumerate(rows, start=1) if any(row)]
        if not lines:
            raise InputError(f"{content.name} is empty; a table or a list of pairs is right")
        return lines, reading.header
    names = [str(name) for name in frame.columns]
    if frame.index.name is not None or str(frame.index.dtype) not in ("int64", "uint64"):
        names, rows = ["", *names], [[_text(label), *row] for label, row in zip(frame.index, rows, strict=True)]
    return [(0, names), *((i, row) for i, row in enumerate(rows, start=1))], True


def _text(value: Any) -> str:
    """A value of a data frame as a cell of text."""
    if value is None or value is not value or type(value).__name__ in ("NAType", "NaTType"):
        return ""
    if isinstance(value, float):
        whole = math.isfinite(value) and value.is_integer() and abs(value) < 2**53
        return "" if math.isnan(value) else str(int(value)) if whole else repr(float(value))
    item = value.item() if hasattr(value, "item") else value
    return str(item).strip()


def _without_empty_end(name: str, lines: list[Line], said: tuple[str, ...]) -> tuple[list[Line], tuple[str, ...]]:
    """Lines without last cells that are empty on all of them, as trailing delimiters make."""
    (_, first), body = lines[0], lines[1:]
    extra = 0
    while body and len(body[0][1]) - extra > 1 and all(len(c) > extra + 1 and not c[-1 - extra] for _, c in body):
        wide = len(body[0][1]) - extra
        if len(first) >= wide and first[wide - 1]:
            break
        extra += 1
    if not extra:
        return lines, said
    width = len(body[0][1]) - extra
    return (
        [(lines[0][0], first[:width]), *((line, cells[: len(cells) - extra]) for line, cells in body)],
        (*said, f"left out {'an empty last column' if extra == 1 else f'{extra} empty last columns'} without a name"),
    )


def _is_short(first: list[str], body: list[Line]) -> bool:
    """Whether a first line is one cell short, as R writes names, which leaves the column of labels without one."""
    words = any(number(cells[0]) is None for _, cells in body)
    numbers = all(number(cell) is not None for cell in first)
    named = words if numbers else first[0].lower() not in CORNERS
    return bool(body) and named and all(len(cells) == len(first) + 1 for _, cells in body)


def _refuse_ragged(name: str, lines: list[Line]) -> None:
    width = len(lines[0][1])
    for line, cells in lines:
        if len(cells) != width:
            raise InputError(f"{name}, line {line} has {len(cells)} cells; {width}, as in the first line, are right")


def _refuse_twins(name: str, names: list[str]) -> None:
    twin = next((title for title, times in Counter(filter(None, names)).items() if times > 1), None)
    if twin is not None:
        raise InputError(f"{name} has two columns called {twin!r}; different names are right")


def _has_header(name: str, lines: list[Line], holds: Holds) -> bool:
    """Whether the first line holds names.

    Raises
    ------
    InputError
        Where it may be either.
    """
    (line, first), body = lines[0], lines[1:]
    values = [cell for cell in first if number(cell) is not None]
    names_needed = f"{name}, line {line}: {first[-1]!r} is a number; the first line must name the columns"
    either = SettingError(
        f"{name}, line {line} may hold the names of the columns or values; --header or --no-header says which"
    )
    if len(values) == len(first):
        if body and len(first) > 1 and first == [str(j) for j in range(len(first))]:
            if len(first) > 2 and any(_is_fractional(cell) for _, cells in body for cell in cells):
                return True  # what pandas writes of columns without names, above numbers of another kind
            raise either
        if holds == "pairs":
            raise SettingError(f"{names_needed}, or --no-header says that it is a pair")
        return False
    if holds == "pairs" and not values and len(first) == 2:
        _refuse_names_that_are_labels(name, lines)
    if not values or holds == "table" or (not first[0] and len(values) == len(first) - 1):
        return True
    if holds == "pairs" and len(first) == 3 and number(first[2]) is not None:
        raise SettingError(f"{names_needed}, or --no-header says that it is a pair")
    words = [j for j, cell in enumerate(first) if number(cell) is None]
    above = all(number(cells[j]) is not None for _, cells in body for j in words if cells[j])
    if body and above and len(set(first)) == len(first) and all(value.isdecimal() for value in values):
        return True
    raise either


def _refuse_names_that_are_labels(name: str, lines: list[Line]) -> None:
    """Raise where two words above a list of pairs may be a pair: they are equal, or stand further down too."""
    (line, first), body = lines[0], lines[1:]
    labels = {cell for _, cells in body for cell in cells}
    again = [cell for cell in dict.fromkeys(first) if cell in labels]
    if again or first[0] == first[1]:
        found = " and ".join(map(repr, again or first[:1]))
        where = f"stand{'s' * (len(again) == 1)} further down too" if again else "stands there twice"
        raise SettingError(
            f"{name}, line {line} may hold the names of the columns or a pair: {found} {where}; --header or "
            "--no-header says which"
        )


def _with_index(sheet: Sheet, holds: Holds) -> Sheet:
    """The sheet with the labels of its rows apart, where a column holds them."""
    index = sheet.reading.index
    if index is False:
        return sheet
    if index is not None:
        j = position(str(index), sheet.names, sheet.width, sheet.name)
        return sheet.labelled(j, f"labels in {_called(sheet, j)}")
    if holds == "table" or sheet.names is None or sheet.width < 2:
        return sheet
    title, cells = sheet.names[0], sheet.column(0)
    if sheet.reading.columns is not None and title in tuple(sheet.reading.columns):
        return sheet
    if counts_rows(cells) and title.lower() in CORNERS:
        return sheet.labelled(0, f"left out {_called(sheet, 0)}, which counts the rows")
    if title:
        return sheet
    fractional = [cell for cell in cells if _is_fractional(cell)]
    if fractional:
        raise SettingError(
            f"{sheet.name} has a first column without a name that holds {fractional[0]}: labels or values; --index 1 "
            "or --no-index says which"
        )
    return sheet.labelled(0, f"left out {_called(sheet, 0)}, as labels")


def _is_fractional(cell: str) -> bool:
    """Whether a cell holds a number that is not whole."""
    value = number(cell)
    return value is not None and not float(value).is_integer()


def counts_rows(cells: Sequence[str]) -> bool:
    """Whether cells count from 0 or 1 on, in order."""
    start = cells[0] if cells else ""
    return start in ("0", "1") and all(cell == str(int(start) + i) for i, cell in enumerate(cells))


def _called(sheet: Sheet, j: int) -> str:
    named = sheet.names is not None and sheet.names[j]
    return f"the column {sheet.title(j)!r}" if named else f"column {sheet.places[j]}, without a name"
