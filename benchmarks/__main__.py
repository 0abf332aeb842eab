"""Run every benchmark and print the table: ``python -m benchmarks``."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import certification, propagation, solvers, spectral_check, start_up


def main() -> None:
    """Measure and print."""
    console = Console(width=None if sys.stdout.isatty() else 132)
    table = Table(title="Contextures against a baseline measured in the same run, one BLAS thread")
    for heading in ("task", "against"):
        table.add_column(heading)
    for heading in ("contextures", "baseline", "ratio", "target"):
        table.add_column(heading, justify="right")
    table.add_column("met")
    with console.status("measuring"):
        for benchmark in (spectral_check, certification, solvers, propagation, start_up):
            for row in benchmark.rows():
                met = "yes" if row.met else "no"
                table.add_row(row.task, row.baseline, row.ours, row.theirs, f"{row.ratio:.1f}×", row.target, met)
    console.print(table)


if __name__ == "__main__":
    main()
