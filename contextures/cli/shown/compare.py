"""How a comparison of limits is printed."""

from __future__ import annotations

from contextures.bounds.comparison import Comparison, Row
from contextures.cli.console import Grid, Printer


def show(found: Comparison) -> None:
    """Print the limits that stand, those that are refuted, and why the others do not apply."""
    console = Printer()
    applied = [row for row in found.rows if row.value is not None]
    console.print(", ".join(f"{name} = {value:.10g}" for name, value in found.settings.items()), soft_wrap=True)
    if found.law is not None:
        masses = ", ".join(f"{mass} on {z}" for z, mass in found.law.items())
        console.print(f"misses are exact, under the law of {masses}", soft_wrap=True)
    _table(console, [row for row in applied if not row.refuted], found)
    if refuted := [row for row in applied if row.refuted]:
        console.print("No guarantees: these are refuted.")
        _table(console, refuted, found)
    for row in found.rows:
        if row.value is None:
            missed = "" if row.miss is None else f"; it misses with probability {_chance(row)}"
            console.print(f"{row.name} does not apply: {row.why}{missed}", soft_wrap=True)
    for need, names in found.needs.items():
        console.print(f"needed, {need}: {found.told(names)}", soft_wrap=True)


def _chance(row: Row) -> str:
    return "" if row.miss is None else f"{float(row.miss):.6g}"


def _table(console: Printer, rows: list[Row], found: Comparison) -> None:
    both, law = found.two_sided, found.law is not None
    grid = Grid("limit", *["lower"] * both, "upper", "over the mean", *["miss"] * law, "verdict", "", folds=("",))
    for row in rows:
        low = [] if not both else ["" if row.lower is None else f"{row.lower:.6g}"]
        cells = [row.name, *low, f"{row.value:.6g}", f"{row.excess:.6g}", *[_chance(row)] * law]
        cells += [row.verdict or "not searched yet"]
        grid.add_row(*cells, row.remarks)
    console.table(grid)
