"""How a comparison of limits is printed."""

from __future__ import annotations

from contextures.bounds.comparison import Comparison, Row
from contextures.cli.console import Grid, Printer


def show(found: Comparison) -> None:
    """Print the limits that stand, those that are refuted, and why the others do not apply."""
    console = Printer()
    applied = [row for row in found.rows if row.value is not None]
    console.print(", ".join(f"{name} = {value:.10g}" for name, value in found.settings.items()), soft_wrap=True)
    _table(console, [row for row in applied if not row.refuted], found.two_sided)
    if refuted := [row for row in applied if row.refuted]:
        console.print("No guarantees: these are refuted.")
        _table(console, refuted, found.two_sided)
    for row in found.rows:
        if row.value is None:
            console.print(f"{row.name} does not apply: {row.why}", soft_wrap=True)


def _table(console: Printer, rows: list[Row], both: bool) -> None:
    grid = Grid("limit", *["lower"] * both, "upper", "over the mean", "verdict", "", folds=("",))
    for row in rows:
        low = [] if not both else ["" if row.lower is None else f"{row.lower:.6g}"]
        told = [
            *["best"] * row.best,
            *["folklore or reconstructed"] * row.reconstructed,
            *[row.chosen] * bool(row.chosen),
        ]
        cells = [row.name, *low, f"{row.value:.6g}", f"{row.excess:.6g}", row.verdict or "not searched yet"]
        grid.add_row(*cells, ", ".join(told))
    console.table(grid)
