"""Numbers, functions and tables as Coq writes them: closed rationals of a real field R."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

Row = list[Fraction]


def number(value: Fraction) -> str:
    """A binary rational: 3, -2#1 and 5#24."""
    whole = value.denominator == 1 and value >= 0
    return str(value.numerator) if whole else f"{value.numerator}#{value.denominator}"


def q(value: Fraction) -> str:
    """A number of the field."""
    text = number(value)
    return f"(q R ({text}))" if "#" in text else f"(q R {text})"


def listed(items: Iterable[str]) -> str:
    """A list."""
    return f"[:: {'; '.join(items)}]"


def row(values: Iterable[Fraction]) -> str:
    """A list of numbers."""
    return listed(map(number, values))


def rows(values: Iterable[Row]) -> str:
    """A list of lists of numbers."""
    return listed(map(row, values))


def numbers(values: Iterable[Fraction]) -> str:
    """Numbers by their index, 0 beyond the last."""
    return f"(numbers R {row(values)})"


def vector(values: Row) -> str:
    """A function on a finite set."""
    return f"(vector R {len(values)} {row(values)})"


def table(values: list[Row], width: int | None = None) -> str:
    """A function on pairs; also a family of functions, one a row."""
    return f"(table R {len(values)} {len(values[0]) if width is None else width} {rows(values)})"


def functions(values: list[Row], size: int) -> str:
    """Functions by their index."""
    return f"(functions R {size} {rows(values)})"


def entries(values: list[Row]) -> str:
    """A table by whole numbers."""
    return f"(entries R {rows(values)})"


def ordinal(index: int, size: int) -> str:
    """An element of a finite set."""
    return f"(@Ordinal {size} {index} isT)"


def groups(members: list[Row]) -> str:
    """Subsets of a finite set, from their 0/1 rows."""
    inside = listed(listed("true" if value else "false" for value in values) for values in members)
    size = len(members[0])
    return f"(fun k : 'I_{len(members)} => [pred i : 'I_{size} | nth false (nth [::] {inside} k) i])"
