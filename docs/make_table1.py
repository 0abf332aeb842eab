"""Writes table1.md, table1.csv, table1-contexts.csv and assets/table1.svg: ``python docs/make_table1.py FOLDER``.

FOLDER is that of `contextures reproduce table1 --out FOLDER`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from contextures.figures.table1 import picture
from contextures.studies.experiment import Protocol, results
from contextures.studies.table1 import CHOICES, FIELDS, PRINTED, Line, as_csv, sensitivity, summary

DOCS = Path(__file__).parent
FULL = 140
"""Contexts of a table at every level."""
FIFTH = 28
"""Contexts of a table at every fifth level of each kind."""


def main(folder: Path) -> None:
    """Write the four files."""
    names = [name for name in PRINTED if (folder / name).is_dir()]
    found = results(names, Protocol(), folder)
    lines = summary(found)
    (DOCS / "table1.csv").write_text(
        as_csv([rounded(asdict(line)) for line in lines], [field.name for field in fields(Line)]), encoding="utf-8"
    )
    (DOCS / "table1-contexts.csv").write_text(as_csv(map(rounded, found), FIELDS), encoding="utf-8")
    picture(lines, DOCS / "assets" / "table1.svg")
    page = (DOCS / "table1.md").read_text(encoding="utf-8")
    for name, text in (("obtained", obtained(lines, found)), ("choices", choices(found))):
        before, _, rest = page.partition(f"<!-- {name} -->\n")
        page = f"{before}<!-- {name} -->\n{text}<!-- end -->\n\n{rest.partition('<!-- end -->')[2].lstrip()}"
    (DOCS / "table1.md").write_text(page, encoding="utf-8")


def rounded(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with floats to eight digits."""
    return {key: float(f"{value:.8g}") if isinstance(value, float) else value for key, value in row.items()}


def obtained(lines: Iterable[Line], found: list[dict[str, Any]]) -> str:
    """Return the table of correlations, printed and obtained."""
    kinds = ("all", "knn", "rbf", "knn-mask", "rbf-mask")
    text = "| table | contexts | printed | obtained | knn | rbf | knn-mask | rbf-mask |\n|" + "---|" * 8 + "\n"
    by_table: dict[str, dict[str, Line]] = {}
    for line in lines:
        by_table.setdefault(line.dataset, {})[line.context] = line
    for name, row in by_table.items():
        printed = PRINTED[name]
        levels = [result["level"] for result in found if result["dataset"] == name]
        extent = {FULL: "", FIFTH: ", every fifth level"}.get(len(levels), ", partial")
        count = f"{len(levels)}{extent}"
        cells = [pair(row[kind].pearson, row[kind].distance) for kind in kinds]
        text += f"| {name} | {count} | {printed.pearson:.2f}, {printed.distance:.2f} | {' | '.join(cells)} |\n"
    return text


def choices(found: list[dict[str, Any]]) -> str:
    """Return the table of correlations under other choices."""
    text = f"| table | {' | '.join(CHOICES)} |\n|" + "---|" * (len(CHOICES) + 1) + "\n"
    for name in dict.fromkeys(result["dataset"] for result in found):
        answers = sensitivity(result for result in found if result["dataset"] == name)
        text += f"| {name} | {' | '.join(pair(*answer) for answer in answers.values())} |\n"
    return text


def pair(pearson: float | None, distance: float | None) -> str:
    """Return both correlations, or a dash."""
    return "–" if pearson is None or distance is None else f"{pearson:.2f}, {distance:.2f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
