"""`contextures reproduce`: published experiments, run again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import typer
from rich import box
from rich.console import Console, RenderableType
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from contextures.errors import InputError
from contextures.files import write_text

WEIGHTS = {"knn": 1.0, "rbf": 1.0, "knn-mask": 1.5, "rbf-mask": 2.0}
"""Time of a context of each kind against the others, roughly."""

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
    from contextures.studies.experiment import Protocol, results
    from contextures.studies.table1 import PRINTED

    if jobs < 1:
        raise InputError(f"--jobs is {jobs}; at least 1 is right")
    protocol = Protocol(
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
    names = _names(data, datasets)
    if not resume and any((out / name).is_dir() and any((out / name).iterdir()) for name in names):
        raise InputError(f"{out} holds results of an earlier run; --resume goes on with it, or give another --out")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{out} cannot be made ({(error.strerror or str(error)).lower()})") from error
    there = [name for name in PRINTED if name in names or (out / name).is_dir()]
    results(there, protocol, out)  # refuses a folder of other settings before anything is computed
    _run(_units(data, names, protocol, out), jobs)
    _report(results(there, protocol, out), out)


@dataclass(frozen=True)
class Unit:
    """All contexts of one kind on one table.

    Attributes
    ----------
    name : str
    kind : str
    rows : int
        Rows of the table, which its time grows with.
    data : Path or None
    protocol : Protocol
    out : Path
    """

    name: str
    kind: str
    rows: int
    data: Path | None
    protocol: Any
    out: Path

    @property
    def contexts(self) -> range:
        """Levels of its contexts."""
        return range(0, self.protocol.levels, self.protocol.every)

    @property
    def cost(self) -> float:
        """A guess of its time, in units that do not matter."""
        return len(self.contexts) * (self.rows**2 * WEIGHTS[self.kind] + 1e6)

    @property
    def done(self) -> float:
        """The part of its cost that its checkpoints are worth."""
        from contextures.studies.experiment import checkpoint

        written = sum(checkpoint(self.out, self.name, self.kind, level).exists() for level in self.contexts)
        return self.cost * written / len(self.contexts)

    def work(self) -> None:
        """Compute all of it."""
        from contextures.studies.experiment import run_family
        from contextures.studies.table1 import load

        for _ in run_family(load(self.name, self.data), self.kind, self.protocol, self.out):
            pass


def _names(data: Path | None, datasets: str | None) -> list[str]:
    from contextures.studies.table1 import PRINTED, available

    if datasets is None:
        return list(PRINTED) if data is None else available(data)
    names = [name.strip() for name in datasets.split(",") if name.strip()]
    if not names:
        raise InputError("--datasets names no table")
    for name in names:
        if name not in PRINTED:
            raise InputError(f"{name} is no table of Table 1, which has {', '.join(PRINTED)}")
    return names


def _units(data: Path | None, names: list[str], protocol: Any, out: Path) -> list[Unit]:
    from contextures.studies.experiment import Prepared
    from contextures.studies.levels import FAMILIES
    from contextures.studies.table1 import load

    units = []
    for name in names:
        table = load(name, data)
        Prepared.of(table, protocol)  # refuses before anything is computed
        for note in table.notes:
            Console(stderr=True, highlight=False).print(f"{name}: {note}", soft_wrap=True)
        units += [Unit(name, kind, len(table.features), data, protocol, out) for kind in FAMILIES]
    return sorted(units, key=lambda unit: unit.rows)


def _run(units: list[Unit], jobs: int) -> None:
    """Compute what is missing, with progress and the time that remains on a terminal."""
    import joblib

    from contextures.workers import workers

    with Remaining(units), workers(min(jobs, os.cpu_count() or 1)):
        for _ in joblib.Parallel(return_as="generator_unordered")(joblib.delayed(Unit.work)(unit) for unit in units):
            pass


class Remaining(Progress):
    """Progress in units of guessed time, told from the checkpoints that are there, whoever writes them.

    Parameters
    ----------
    units : list of Unit
    """

    def __init__(self, units: list[Unit]) -> None:
        errors = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[left]}"))
        self.units, self.began, self.first = units, time.monotonic(), sum(unit.done for unit in units)
        super().__init__(
            *columns,
            TimeElapsedColumn(),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
            refresh_per_second=1,
        )
        self.add_task("table 1", total=sum(unit.cost for unit in units), left="")

    def get_renderables(self) -> Iterable[RenderableType]:
        """Count the checkpoints before each drawing."""
        if not self.tasks:
            return super().get_renderables()
        done, total = sum(unit.done for unit in self.units), sum(unit.cost for unit in self.units)
        left = ""
        if done > self.first:
            minutes = (time.monotonic() - self.began) * (total - done) / (done - self.first) / 60
            left = f"about {minutes:.0f} min left"
        self.update(self.task_ids[0], completed=done, left=left)
        return super().get_renderables()


def _report(found: list[dict[str, Any]], out: Path) -> None:
    from contextures.figures.table1 import picture
    from contextures.studies.table1 import FIELDS, Line, as_csv, summary

    lines = summary(found)
    write_text(out / "contexts.csv", as_csv(found, FIELDS))
    write_text(out / "table1.csv", as_csv([asdict(line) for line in lines], [field.name for field in fields(Line)]))
    picture(lines, out / "table1.svg")
    console = Console(highlight=False, markup=False)
    grid = Table("table", "contexts", "Pearson", "printed", "distance", "printed", box=box.SIMPLE_HEAD)
    for column in grid.columns[1:]:
        column.justify = "right"
    for line in lines:
        if line.context == "all":
            values = (line.pearson, line.printed_pearson, line.distance, line.printed_distance)
            cells = ["" if value is None else f"{value:.3f}" for value in values]
            grid.add_row(line.dataset, str(line.contexts), *cells)
    console.print(grid)
    bad = sum(line.incomplete for line in lines if line.context == "all")
    if bad:
        console.print(f"warning: {bad} spectra may be incomplete")
    console.print(f"contexts.csv, table1.csv and table1.svg are in {out}", soft_wrap=True)
