"""How text is split into cells: by what stands between them on every line of its head."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass

from contextures.errors import InputError, SettingError
from contextures.reading.cells import number
from contextures.reading.options import DELIMITERS

HEAD = 2**18
"""Characters that a delimiter is looked for in."""

Line = tuple[int, list[str]]
"""The number of a line, from 1, and its cells."""


@dataclass(frozen=True)
class Split:
    """The lines of a head, split one way.

    Attributes
    ----------
    mark : str
    width : int
        The number of cells that most lines have.
    even : float
        The part of the lines that have as many; of the first line one less is right too.
    short : bool
        Whether the first line has one less, and the last cells of the others are not all empty.
    """

    mark: str
    width: int
    even: float
    short: bool = False


def delimiter_of(text: str, name: str) -> str:
    """Return what stands between the cells of a text.

    Raises
    ------
    InputError
        Where two marks split all lines alike.
    """
    head = text if len(text) <= HEAD else text[: text.rfind("\n", 0, HEAD) + 1 or HEAD]
    found = [split for mark in DELIMITERS if mark != " " and (split := _split(head, mark)) is not None]
    whole = [split for split in found if split.even == 1]
    if any(not split.short for split in whole):
        whole = [split for split in whole if not split.short]
    if len(whole) > 1:
        ways = " or ".join(f"{split.width} cells at {DELIMITERS[split.mark]}" for split in whole)
        raise SettingError(f"{name} splits into {ways}, on every line; --delimiter says which")
    if whole:
        return whole[0].mark
    spaces = _spaced(head)
    if spaces:
        return " "
    return max(found, key=lambda split: split.even).mark if found else ","


def lines_of(text: str, mark: str, name: str) -> list[Line]:
    """Return the lines that are not blank, split into cells without the spaces around them.

    Raises
    ------
    InputError
        Where quotes do not close, or there is no line.
    """
    if mark == " ":
        lines = [(i, line.split()) for i, line in enumerate(text.splitlines(), start=1) if line.strip()]
    else:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True, skipinitialspace=mark != "\t")
        lines = []
        try:
            for cells in reader:
                if cells:
                    lines.append((reader.line_num, [cell.strip() for cell in cells]))
        except csv.Error as error:
            raise InputError(
                f"{name}, line {reader.line_num}: {error}; comma- or tab-separated values are right"
            ) from error
    lines = _without_blank_ends(lines)
    if not lines:
        raise InputError(f"{name} is empty; a table or a list of pairs is right")
    return lines


def _without_blank_ends(lines: list[Line]) -> list[Line]:
    """Lines without those of empty cells at both ends, and without blank ones among lines of several cells."""
    full = [i for i, (_, cells) in enumerate(lines) if any(cells)]
    if not full:
        return []
    wide = any(len(cells) > 1 for _, cells in lines)
    return [line for line in lines[full[0] : full[-1] + 1] if any(line[1]) or len(line[1]) > 1 or not wide]


def _split(head: str, mark: str) -> Split | None:
    """How a mark splits the head; None where it does not occur, or quotes do not close."""
    if mark not in head:
        return None
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=mark, strict=True, skipinitialspace=mark != "\t")
    try:
        rows = [cells for cells in reader if any(map(str.strip, cells))]
    except csv.Error as error:
        # the head of a longer text may end inside of quotes
        return None if "unexpected end" not in str(error) else Split(mark, 0, 0.0)
    if not rows:
        return None
    widths = [len(cells) for cells in rows]
    width, _ = Counter(widths[1:] or widths).most_common(1)[0]
    if width == 1:
        return Split(mark, 1, 0.0)
    even = (widths[0] in (width, width - 1)) + sum(found == width for found in widths[1:])
    labels = widths[0] < width and any(cells[-1].strip() for cells in rows[1:])
    return Split(mark, width, even / len(widths), labels)


def _spaced(head: str) -> bool:
    """Whether every line holds equally many numbers, more than one, with spaces between them."""
    rows = [line.split() for line in head.splitlines() if line.strip()]
    return (
        bool(rows)
        and len(rows[0]) > 1
        and all(len(row) == len(rows[0]) and all(number(cell) is not None for cell in row) for row in rows)
    )
