"""What a visitor wants first: the errata that matter, and what is sharper here than in print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from contextures.formulas import prose
from contextures.markup import Raw, element, joined, table
from contextures.theory.statement import Fault, Statement

Row = Mapping[str, Any]
Rows = Mapping[tuple[str, str], Row]
SHOWN = 12
"""Statements that a page opens with."""
EACH = 3
"""Of one chapter at most."""
HOLDS = ("proved", "argued")
WEIGHTY = (Fault.SQUARE, Fault.CONSTANT, Fault.QUANTIFIER, Fault.HYPOTHESIS)
"""Kinds of error that change what a reader computes, the gravest first."""


def errata(statements: Iterable[Statement], rows: Rows) -> list[Statement]:
    """Return the prints that fall most gravely: of a text that was read, by a counterexample that hinges on nothing.

    Parameters
    ----------
    statements : iterable of Statement
    rows : mapping of (str, str) to dict
        The rows of a campaign by id and form.
    """
    fallen = [s for s in statements if _genuine(s, rows.get((s.id, "printed")))]
    return _few(sorted(fallen, key=_gravity))


def sharper(statements: Iterable[Statement], rows: Rows) -> list[Statement]:
    """Return what is known here and not in print: corrected forms of prints that stand, and theorems of ours."""
    found = []
    for statement in statements:
        forms = {variant: rows.get((statement.id, variant), {}).get("verdict") for variant in statement.variants}
        ours = statement.source.key == "ours" and forms["printed"] in HOLDS
        if ours or (forms["printed"] not in (None, "refuted", "ill-posed") and forms.get("corrected") in HOLDS):
            found.append(statement)
    return _few(found)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text."""
    return text.partition(". ")[0].rstrip(".") + "."


def _genuine(statement: Statement, row: Row | None) -> bool:
    if row is None or row["verdict"] != "refuted" or statement.corrected is None:
        return False
    leading: Row = next((part for part in row["parts"] if part.get("certificate") == row["certificate"]), {})
    read = not (statement.source.reconstructed or statement.source.second_hand)
    return read and not leading.get("hinges") and leading.get("name") not in statement.source.recalled


def _gravity(statement: Statement) -> int:
    return min((WEIGHTY.index(fault) for fault in statement.faults if fault in WEIGHTY), default=len(WEIGHTY))


def _few(statements: Iterable[Statement]) -> list[Statement]:
    """The first, not too many of one chapter."""
    seen: Counter[str] = Counter()
    kept = []
    for statement in statements:
        seen[statement.chapter] += 1
        kept += [statement] if seen[statement.chapter] <= EACH else []
    return kept[:SHOWN]


def opening(statements: list[Statement], rows: Rows) -> Raw:
    """Return both as the sections that the report opens with; nothing where there is neither."""
    falls: list[list[str]] = [
        [_link(s), prose(str(s.source)), prose(first_sentence(s.why)), _badge(rows.get((s.id, "corrected")))]
        for s in errata(statements, rows)
    ]
    more: list[list[str]] = [[_link(s), prose(_claim(s)), _badge(_best(s, rows))] for s in sharper(statements, rows)]
    head = ["print", "source", "what is wrong", "corrected form"]
    return joined(
        _section("What falls, and matters", head, falls),
        _section("What is sharper here than in print", ["theorem", "what it says", "verdict"], more),
    )


def _section(title: str, head: list[str], rows: list[list[str]]) -> Raw:
    if not rows:
        return Raw("")
    return element("section", element("h2", title), table(head, rows, class_="stack"))


def _link(statement: Statement) -> Raw:
    return element("a", prose(statement.title), href=f"#{statement.id}")


def _claim(statement: Statement) -> str:
    """What is sharper: the corrected form, or the theorem itself."""
    return (statement.corrected or statement.printed).text


def _best(statement: Statement, rows: Rows) -> Row | None:
    return rows.get((statement.id, "corrected")) or rows.get((statement.id, "printed"))


def _badge(row: Row | None) -> Raw:
    return Raw("") if row is None else element("span", row["verdict"], class_=f"badge {row['verdict']}")
