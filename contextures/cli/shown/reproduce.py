"""How studies that were run are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contextures.cli.console import Grid, Printer

if TYPE_CHECKING:
    from contextures.studies.reproduce import Reproduction
    from contextures.studies.tabular_runs import TabularStudy


def show_table1(found: Reproduction) -> None:
    """Print the correlations beside the printed ones; of several seeds by seed, with mean and standard error."""
    from contextures.studies.table1_seeds import MeanLine, obtained

    console = Printer()
    seeds = [] if not found.runs else next(line.seeds for line in found.lines if isinstance(line, MeanLine))
    columns = [f"seed {seed}" for seed in seeds]
    grid = Grid("table", "contexts", *columns, "Pearson", "printed", *columns, "distance", "printed", right=True)
    for line in found.lines:
        if line.context == "all":
            cells = [line.dataset, line.counted]
            for measure in ("pearson", "distance"):
                by_seed = getattr(line, f"{measure}s") if isinstance(line, MeanLine) else ()
                cells += [_three(value) for value in by_seed]
                cells += [str(obtained(line, measure)), _three(getattr(line, f"printed_{measure}"))]
            grid.add_row(*cells)
    console.table(grid)
    if found.cpu_seconds is not None:
        minutes = found.cpu_seconds / 60
        console.print(f"{len(found.contexts)} contexts took {minutes:,.1f} minutes of one processor")
    if found.infinite:
        console.print(f"contexts of infinite τ are left out of the correlations: {found.infinite}")
    if found.incomplete:
        console.print(f"warning: {found.incomplete} spectra may be incomplete")
    if found.runs:
        console.print("± is the standard error of the mean over seeds")
    files = "table1.csv and table1.svg" if found.runs else "contexts.csv, table1.csv and table1.svg"
    console.print(f"{files} are in {found.folder}", soft_wrap=True)


def show_tabular(found: TabularStudy) -> None:
    """Print the ranks of all methods, and the errors of the best one and the baselines at each table."""
    from contextures.studies.seeds import mean_of
    from contextures.studies.tabular import BASELINES, CONTEXTS

    console = Printer()
    grid = Grid("method", *(f"seed {seed}" for seed in found.seeds), "mean rank", right=True)
    for method, places, mean in found.ranked():
        grid.add_row(method, *(f"{place:.2f}" for place in places), str(mean))
    console.table(grid)
    grid = Grid("table", *BASELINES, "least of the contexts", "which", right=True)
    for name in found.tables:
        means = {method: mean_of(found.errors(name, method)) for method in (*BASELINES, *CONTEXTS)}
        best = min(CONTEXTS, key=lambda method: means[method].mean or 0.0)
        grid.add_row(name, *(str(means[method]) for method in (*BASELINES, best)), best)
    console.table(grid)
    if len(found.seeds) > 1:
        console.print("± is the standard error of the mean over seeds")
    console.print(f"errors.csv and ranks.csv are in {found.folder}", soft_wrap=True)


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
