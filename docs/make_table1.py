"""Writes table1.md, table1.csv, table1-contexts.csv and assets/table1.svg: ``python docs/make_table1.py FOLDER``.

FOLDER is that of `contextures reproduce table1 --out FOLDER`. All its tables are taken, or those that are named after
it; what the page says of others stands.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
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


def main(folder: Path, chosen: Sequence[str] = ()) -> None:
    """Write the four files."""
    names = [name for name in PRINTED if (folder / name).is_dir() and (not chosen or name in chosen)]
    found = results(names, Protocol(), folder)
    lines = summary(found)
    _merge("table1.csv", [rounded(asdict(line)) for line in lines], [field.name for field in fields(Line)])
    _merge("table1-contexts.csv", [rounded(result) for result in found], FIELDS)
    with (DOCS / "table1.csv").open(encoding="utf-8") as file:
        picture([_line(row) for row in csv.DictReader(file)], DOCS / "assets" / "table1.svg")
    page = (DOCS / "table1.md").read_text(encoding="utf-8")
    for name, text in (("obtained", obtained(lines, found)), ("choices", choices(found))):
        before, _, rest = page.partition(f"<!-- {name} -->\n")
        old, _, after = rest.partition("<!-- end -->")
        head = "".join(text.splitlines(keepends=True)[:2])
        rows = {line.split("|")[1].strip(): line for part in (old, text) for line in part.splitlines(keepends=True)[2:]}
        body = "".join(rows[table] for table in PRINTED if table in rows)
        page = f"{before}<!-- {name} -->\n{head}{body}<!-- end -->\n\n{after.lstrip()}"
    (DOCS / "table1.md").write_text(page, encoding="utf-8")


def _merge(name: str, rows: list[dict[str, Any]], columns: Sequence[str]) -> None:
    """Replace the rows of some tables in a file, and leave those of others."""
    with (DOCS / name).open(encoding="utf-8") as file:
        kept = list(csv.DictReader(file))
    written = {row["dataset"] for row in rows}
    both: list[dict[str, Any]] = [*(row for row in kept if row["dataset"] not in written), *rows]
    both.sort(key=lambda row: list(PRINTED).index(row["dataset"]))
    (DOCS / name).write_text(as_csv(both, columns), encoding="utf-8")


def _line(row: dict[str, str]) -> Line:
    """A row of table1.csv as what it was made of."""
    values: dict[str, Any] = {name: None if text == "" else text for name, text in row.items()}
    for field in fields(Line)[2:]:
        if values[field.name] is not None:
            values[field.name] = (int if field.type == "int" else float)(values[field.name])
    return Line(**values)


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
    main(Path(sys.argv[1]), sys.argv[2:])
