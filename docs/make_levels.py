"""Writes the part of table1.md on levels, from table1-contexts.csv: ``python docs/make_levels.py``."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from contextures.studies.table1_levels import Levels, levels

DOCS = Path(__file__).parent
BEGIN, END = "<!-- levels -->", "<!-- end of levels -->"


def main() -> None:
    """Replace that part of the page."""
    with (DOCS / "table1-contexts.csv").open(encoding="utf-8") as file:
        found = levels(csv.DictReader(file))
    page = (DOCS / "table1.md").read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    text = f"{before}{BEGIN}\n{part(found)}{END}{rest.partition(END)[2]}"
    (DOCS / "table1.md").write_text(text, encoding="utf-8")


def part(found: Levels) -> str:
    """Return the tables: what is compared, and the ranges that are best."""
    gaps = found.gaps
    _, alone = found.left_out()
    rows = {
        "all levels, as run": gaps[0],
        f"the best range on all {len(found.tables)} tables: {found.ranges[found.best]}": gaps[found.best],
        "the range that is best on the other tables": alone,
        "no context: the mean of what is printed for the other tables": found.mean_alone(),
    }
    text = "| guess | gap of a table, root mean square | gap less that of all levels, mean ± standard error |\n"
    text += "|---|---|---|\n"
    for name, gap in rows.items():
        change = gap - gaps[0]
        error = change.std(ddof=1) / np.sqrt(len(change))
        text += f"| {name} | {np.sqrt(gap.mean()):.2f} | {change.mean():+.3f} ± {error:.3f} |\n"
    alike = [found.ranges[i] for i in found.alike()]
    k, gamma = ((_span(r[i] for r in alike), _span(r[i + 1] - 1 for r in alike)) for i in (0, 2))
    text += f"\n{len(alike)} of {len(found.ranges)} ranges are within a standard error of the best. Among them "
    text += f"the first level of K is {k[0]} and the last {k[1]}, the first of γ {gamma[0]} and the last {gamma[1]}.\n"
    text += "\n| table | printed | all levels | best range | best on the others |\n|---|---|---|---|---|\n"
    chosen, _ = found.left_out()
    for t, name in enumerate(found.tables):
        pairs = [found.printed[t], *(found.obtained[i, t] for i in (0, found.best, chosen[t]))]
        text += f"| {name} | " + " | ".join(f"{a:.2f}, {b:.2f}" for a, b in pairs) + f" ({found.ranges[chosen[t]]}) |\n"
    return text


def _span(values: Iterable[int]) -> str:
    """The least and the largest of some numbers."""
    numbers = sorted(values)
    return f"{numbers[0]} to {numbers[-1]}"


if __name__ == "__main__":
    main()
