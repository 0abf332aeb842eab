"""`contextures reproduce`: published experiments, run again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from contextures.cli.options import columns
from contextures.cli.progress import Remaining
from contextures.cli.shown.reproduce import show_table1, show_tabular

if TYPE_CHECKING:
    from contextures.studies.units import Unit

app = typer.Typer(help="Run published experiments again, and the study of contexts on tables.")
DataOption = Annotated[
    Path | None, typer.Option("--data", help="A folder of tables; OpenML has those that it lacks.", metavar="DIR")
]
DatasetsOption = Annotated[
    str | None, typer.Option(help="Names with commas between; all that are there by default.", metavar="NAME,…")
]
JobsOption = Annotated[int, typer.Option(help="Worker processes, with one BLAS thread each.", metavar="J")]
SchedulerOption = Annotated[
    str | None,
    typer.Option(help="Address of a dask scheduler: the work is done on its cluster.", metavar="ADDRESS"),
]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on with the checkpoints of an earlier run.")]
OutOption = Annotated[Path, typer.Option(help="Folder for checkpoints and results.", metavar="DIR")]
SeedOption = Annotated[
    list[int] | None, typer.Option(help="Seed of rows, masks and models, 0 by default; repeatable.", metavar="S")
]


@app.command()
def table1(
    data: DataOption = None,
    datasets: DatasetsOption = None,
    jobs: JobsOption = 1,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("contextures-results/table1"),
    levels: Annotated[int, typer.Option(help="Levels of association of each kind of context.")] = 35,
    every: Annotated[int, typer.Option(help="Compute only every N-th level.", metavar="N")] = 1,
    every_large: Annotated[int, typer.Option(help="The same for tables of more than 10,000 rows.", metavar="N")] = 1,
    seed: SeedOption = None,
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

    with _running(data, datasets, jobs, scheduler, resume, out, seed) as run:
        found = reproduce(
            "table1",
            **run,
            pretrain=pretrain,
            labelled=labelled,
            levels=levels,
            every=every,
            every_large=every_large,
            k_low=k_low,
            k_high=k_high,
            gamma_span=gamma_span,
            rank=rank,
            beta=beta,
            mask=mask,
            draws=draws,
        )
    picture(list(found.lines), out / "table1.svg")
    show_table1(found)


@app.command()
def tabular(
    data: DataOption = None,
    datasets: DatasetsOption = None,
    jobs: JobsOption = 1,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("contextures-results/tabular"),
    seed: SeedOption = None,
    rows: Annotated[int, typer.Option(help="Rows of a table, drawn at random where it has more.")] = 1000,
    folds: Annotated[int, typer.Option(help="Parts that are the test in turn.")] = 3,
    k: Annotated[int, typer.Option("--k", help="Neighbours.", metavar="K")] = 30,
    share: Annotated[float, typer.Option(help="Part of the features that is hidden or replaced.")] = 0.3,
    draws: Annotated[int, typer.Option(help="Masks or corruptions that are averaged.")] = 20,
) -> None:
    """Encoders of contexts with a ridge probe, against the columns themselves and against gradient boosting."""
    from contextures.studies.reproduce import reproduce

    with _running(data, datasets, jobs, scheduler, resume, out, seed) as run:
        found = reproduce(
            "tabular",
            **run,
            rows=rows,
            folds=folds,
            k=k,
            share=share,
            draws=draws,
        )
    show_tabular(found)


@contextmanager
def _running(
    data: Path | None,
    datasets: str | None,
    jobs: int,
    scheduler: str | None,
    resume: bool,
    out: Path,
    seed: list[int] | None,
) -> Iterator[dict[str, Any]]:
    """Give the settings of a run that all studies share, connected to the scheduler meanwhile."""
    from contextures.workers import connected

    with connected(scheduler) as backend:
        yield {
            "data": data,
            "datasets": columns(datasets),
            "jobs": jobs,
            "backend": backend,
            "resume": resume,
            "out": out,
            "watch": _watch,
            "seed": seed or 0,
        }


def _watch(units: Sequence[Unit]) -> Remaining:
    """Say what was noticed of the tables, and show how far the work is."""
    console = Console(stderr=True, highlight=False)
    for line in dict.fromkeys(f"{unit.name}: {note}" for unit in units for note in unit.notes):
        console.print(line, soft_wrap=True)
    return Remaining(units)
