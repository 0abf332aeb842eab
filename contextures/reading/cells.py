"""Cells as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from contextures.errors import SettingError

COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?|[+-]?\d+,\d*")
"""A number with a decimal comma."""
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
"""A whole number with commas between thousands, which may be a decimal comma."""


def number(cell: str, decimal: str = ".") -> float | None:
    """Return the number that a cell holds, also infinite or NaN, or None."""
    if decimal == ",":
        cell = cell.replace(",", ".") if "." not in cell else "."
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def exact(cell: str, decimal: str = ".") -> int | float | None:
    """Return the number that a cell holds, whole numbers without rounding."""
    digits = cell.removeprefix("+").removeprefix("-")
    return int(cell) if digits.isdecimal() and len(digits) < 400 else number(cell, decimal)


def decimal_of(cells: Sequence[str], where: str) -> str:
    """Return the decimal mark of cells: a comma where that makes numbers of all, and a point does not.

    Raises
    ------
    InputError
        Where every comma in them may also stand between thousands.
    """
    marked = [cell for cell in cells if "," in cell]
    if not marked or not all(COMMA.fullmatch(c) or GROUPED.fullmatch(c) for c in marked):
        return "."
    if any(number(cell) is None for cell in cells if "," not in cell):
        return "."
    if all(GROUPED.fullmatch(cell) for cell in marked):
        cell = marked[0]
        raise SettingError(
            f"{where} holds {cell!r}, which is {cell.replace(',', '')} or {cell.replace(',', '.', 1)}; write it "
            "without the comma, or say --decimal ,"
        )
    if any("." in cell for cell in cells) or any(cell.count(",") > 1 for cell in marked):
        raise SettingError(
            f"{where} holds {marked[0]!r} beside decimal points or thousands; one decimal mark is right (--decimal)"
        )
    return ","
