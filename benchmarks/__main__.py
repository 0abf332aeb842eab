"""Run benchmarks and print the table: ``python -m benchmarks [NAME ...]``; without a name, the short ones."""

from __future__ import annotations

import argparse
import math
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
    """Measure and print; where a benchmark takes long, each row as it is had."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(_by_name()))
    parser.add_argument("--points", type=_counts, default=(scale.N,), metavar="N,…", help="sizes of scale")
    parser.add_argument("--ranks", type=_counts, default=scale.RANKS, metavar="D,…", help="singular triplets of scale")
    parser.add_argument("--kept", metavar="DIR", help="where scale keeps what it measured, and goes on from")
    given = parser.parse_args()
    modules = chosen(given.names)
    console = Console(width=None if sys.stdout.isatty() else 132)
    table = Table(title="Contextures against a baseline measured in the same run")
    for heading in ("task", "against"):
        table.add_column(heading)
    for heading in ("contextures", "baseline", "ratio", "target"):
        table.add_column(heading, justify="right")
    table.add_column("met")
    with console.status("measuring"):
        for benchmark in modules:
            long = benchmark in LONG
            for row in scale.rows(given.points, given.ranks, given.kept) if benchmark is scale else benchmark.rows():
                met = "–" if row.met is None else "yes" if row.met else "no"
                ratio = "–" if math.isnan(row.ratio) else f"{row.ratio:.1f}×"
                cells = row.task, row.baseline, row.ours, row.theirs, ratio, row.target, met
                table.add_row(*cells)
                if long:
                    print(" | ".join(cells), file=sys.stderr, flush=True)
    console.print(table)


def _counts(text: str) -> tuple[int, ...]:
    counts = tuple(int(part) for part in text.split(","))
    if min(counts) < 1:
        raise ValueError
    return counts


def _by_name() -> dict[str, ModuleType]:
    return {module.__name__.rpartition(".")[2]: module for module in SHORT + LONG}


def chosen(names: list[str]) -> list[ModuleType]:
    """Return the benchmarks of some names; the short ones where there is none."""
    by_name = _by_name()
    for name in names:
        if name not in by_name:
            sys.exit(f"no benchmark is called {name!r}; there are {', '.join(by_name)}")
    return [by_name[name] for name in names] or list(SHORT)


if __name__ == "__main__":
    main()
