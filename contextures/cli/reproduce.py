"""`contextures reproduce`: published experiments, run again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from contextures.cli.console import Grid, Printer
from contextures.cli.options import columns
from contextures.cli.progress import Remaining

if TYPE_CHECKING:
    from contextures.studies.reproduce import Reproduction, Unit

app = typer.Typer(help="Run published experiments again.")


@app.callback()
def _group() -> None:
    """Run published experiments again."""


@app.command()
def table1(
    data: Annotated[
        Path | None, typer.Option(help="A folder of tables; OpenML has those that it lacks.", metavar="DIR")
    ] = None,
    datasets: Annotated[
        str | None, typer.Option(help="Names with commas between; all that are there by default.", metavar="NAME,…")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Worker processes, with one BLAS thread each.", metavar="J")] = 1,
    scheduler: Annotated[
        str | None,
        typer.Option(help="Address of a dask scheduler: the work is done on its cluster.", metavar="ADDRESS"),
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the checkpoints of an earlier run.")] = False,
    out: Annotated[Path, typer.Option(help="Folder for checkpoints and results.", metavar="DIR")] = Path(
        "contextures-results/table1"
    ),
    levels: Annotated[int, typer.Option(help="Levels of association of each kind of context.")] = 35,
    every: Annotated[int, typer.Option(help="Compute only every N-th level.", metavar="N")] = 1,
    seed: Annotated[int, typer.Option(help="Seed of the split and of the masks.", metavar="S")] = 0,
    pretrain: Annotated[float, typer.Option(help="Part of the rows that contexts are made from.")] = 0.6,
    labelled: Annotated[float, typer.Option(help="Part of the rows that probes learn from.")] = 0.2,
    k_low: Annotated[int, typer.Option(help="The smallest K.")] = 2,
    k_high: Annotated[float, typer.Option(help="The largest K, as a part of the rows for contexts.")] = 0.5,
    gamma_span: Annotated[float, typer.Option(help="γ runs from 1/(span · columns) to span/columns.")] = 256.0,
    rank: Annotated[int, typer.Option(help="d_0, and the largest d.")] = 512,
    beta: Annotated[float, typer.Option(help="Weight of what d dimensions keep.")] = 1.0,
    mask: Annotated[float, typer.Option(help="Part of the features that a mask hides.")] = 0.2,
    draws: Annotated[int, typer.Option(help="Masks that are averaged.")] = 50,
) -> None:
    """Table 1 of C25: the correlation of τ with the error of the best linear probe, over contexts of four kinds."""
    from contextures.figures.table1 import picture
    from contextures.studies.reproduce import reproduce
    from contextures.workers import connected

    with connected(scheduler) as backend:
        found = reproduce(
            "table1",
            data=data,
            datasets=columns(datasets),
            jobs=jobs,
            backend=backend,
            resume=resume,
            out=out,
            watch=_watch,
            pretrain=pretrain,
            labelled=labelled,
            seed=seed,
            levels=levels,
            every=every,
            k_low=k_low,
            k_high=k_high,
            gamma_span=gamma_span,
            rank=rank,
            beta=beta,
            mask=mask,
            draws=draws,
        )
    picture(list(found.lines), out / "table1.svg")
    _show(found)


def _watch(units: Sequence[Unit]) -> Remaining:
    """Say what was noticed of the tables, and show how far the work is."""
    console = Console(stderr=True, highlight=False)
    for line in dict.fromkeys(f"{unit.name}: {note}" for unit in units for note in unit.notes):
        console.print(line, soft_wrap=True)
    return Remaining(units)


def _show(found: Reproduction) -> None:
    console = Printer()
    grid = Grid("table", "contexts", "Pearson", "printed", "distance", "printed", right=True)
    for line in found.lines:
        if line.context == "all":
            values = (line.pearson, line.printed_pearson, line.distance, line.printed_distance)
            cells = ["" if value is None else f"{value:.3f}" for value in values]
            grid.add_row(line.dataset, str(line.contexts), *cells)
    console.table(grid)
    if found.incomplete:
        console.print(f"warning: {found.incomplete} spectra may be incomplete")
    console.print(f"contexts.csv, table1.csv and table1.svg are in {found.folder}", soft_wrap=True)
