"""Writes the tables of tabular.md and tabular.json: ``python docs/make_tabular.py DATA FOLDER``.

DATA is a folder of tables, FOLDER holds the checkpoints, one a table; what has one is not computed again.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from contextures.studies.reproduce import reproduce
from contextures.studies.tabular import BASELINES, CONTEXTS, ranks

DOCS = Path(__file__).parent
SHORT = ("raw features", "gradient boosting", "kernel", "random trees", "trees", "teacher", "trees + kernel")
"""Methods that the table of all tables shows."""


def main(data: Path, folder: Path) -> None:
    """Compute what is missing, and write."""
    found = list(reproduce("tabular", data=data, out=folder, resume=True).results[0])
    (DOCS / "tabular.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    write(found)


def write(found: list[dict[str, Any]]) -> None:
    """Replace the tables of the page."""
    page = (DOCS / "tabular.md").read_text(encoding="utf-8")
    for name, text in (("methods", methods(found)), ("tables", tables(found))):
        before, rest = page.split(f"<!-- {name} -->\n")
        page = f"{before}<!-- {name} -->\n{text}<!-- end of {name} -->{rest.partition(f'<!-- end of {name} -->')[2]}"
    (DOCS / "tabular.md").write_text(page, encoding="utf-8")


def methods(found: list[dict[str, Any]]) -> str:
    """One row a method: its mean rank, and at how many tables it beats each baseline beyond the standard error."""
    places = ranks(found)
    text = "| method | learned the target | mean rank of 16 | against raw features | against gradient boosting |\n"
    text += "|---|---|---|---|---|\n"
    for name in sorted(places, key=lambda name: places[name]):
        learned = "–" if name in BASELINES else "half" if CONTEXTS[name][0] else "no"
        cells = ["–" if name == other else _against(found, name, other) for other in BASELINES]
        text += f"| {name} | {learned} | {places[name]:.1f} | {' | '.join(cells)} |\n"
    return text


def _against(found: list[dict[str, Any]], name: str, other: str) -> str:
    """Wins, losses and the rest, over tables: mean difference of the folds beyond its standard error."""
    counts = {"better": 0, "worse": 0, "level": 0}
    for result in found:
        gain = np.array(result["errors"][other]) - np.array(result["errors"][name])
        error = gain.std(ddof=1) / np.sqrt(len(gain))
        counts["better" if gain.mean() > error else "worse" if gain.mean() < -error else "level"] += 1
    return f"{counts['better']} better, {counts['worse']} worse, {counts['level']} level"


def tables(found: list[dict[str, Any]]) -> str:
    """One row a table: means over folds."""
    text = f"| table | rows | {' | '.join(SHORT)} | best of all contexts |\n|{'---|' * (len(SHORT) + 3)}\n"
    for result in found:
        means = {name: float(np.mean(values)) for name, values in result["errors"].items()}
        best = min(CONTEXTS, key=lambda name: means[name])
        cells = [f"{means[name]:.3f}" for name in SHORT]
        task = "" if result["task"] == "classification" else ", 1 − R²"
        rows = f"{result['rows']}" + (f" of {result['of']}" if result["rows"] < result["of"] else "")
        text += f"| {result['table']}{task} | {rows} | {' | '.join(cells)} | {means[best]:.3f}, {best} |\n"
    return text


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
