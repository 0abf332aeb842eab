"""Run benchmarks and print the table: ``python -m benchmarks [NAME ...]``; without a name, the short ones."""

from __future__ import annotations

import sys
from types import ModuleType

from rich.console import Console
from rich.table import Table

from benchmarks import (
    calculator,
    certification,
    contexts,
    declared,
    hunting,
    propagation,
    risks,
    scale,
    solvers,
    spectral_check,
    start_up,
)

SHORT = (spectral_check, certification, calculator, declared, solvers, propagation, risks, start_up)
"""What runs where nothing is named: under a minute."""
LONG = (contexts, hunting, scale)


def main() -> None:
    """Measure and print."""
    console = Console(width=None if sys.stdout.isatty() else 132)
    table = Table(title="Contextures against a baseline measured in the same run")
    for heading in ("task", "against"):
        table.add_column(heading)
    for heading in ("contextures", "baseline", "ratio", "target"):
        table.add_column(heading, justify="right")
    table.add_column("met")
    with console.status("measuring"):
        for benchmark in chosen(sys.argv[1:]):
            for row in benchmark.rows():
                met = "yes" if row.met else "no"
                table.add_row(row.task, row.baseline, row.ours, row.theirs, f"{row.ratio:.1f}×", row.target, met)
    console.print(table)


def chosen(names: list[str]) -> list[ModuleType]:
    """Return the benchmarks of some names; the short ones where there is none."""
    by_name = {module.__name__.rpartition(".")[2]: module for module in SHORT + LONG}
    for name in names:
        if name not in by_name:
            sys.exit(f"no benchmark is called {name!r}; there are {', '.join(by_name)}")
    return [by_name[name] for name in names] or list(SHORT)


if __name__ == "__main__":
    main()
