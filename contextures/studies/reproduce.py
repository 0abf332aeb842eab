"""Published experiments, run again: Table 1 of C25, context by context and resumable."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeAlias

from contextures.errors import InputError, SettingError
from contextures.files import write_text
from contextures.markup import card, table
from contextures.studies.experiment import Prepared, Protocol, checkpoint, results, run_family
from contextures.studies.levels import FAMILIES
from contextures.studies.table1 import FIELDS, PRINTED, Line, as_csv, available, load, summary
from contextures.workers import Backend, outcomes, workers

STUDIES = ("table1",)
"""What can be reproduced."""
FOLDER = "contextures-results/table1"
"""Where checkpoints and results are, unless said otherwise."""
WEIGHTS = {"knn": 1.0, "rbf": 1.0, "knn-mask": 1.5, "rbf-mask": 2.0}
"""Time of a context of each kind against the others, roughly."""


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
    notes : tuple of str
        What was noticed of the table, a sentence each.
    """

    name: str
    kind: str
    rows: int
    data: Path | None
    protocol: Protocol
    out: Path
    notes: tuple[str, ...] = ()

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
        written = sum(checkpoint(self.out, self.name, self.kind, level).exists() for level in self.contexts)
        return self.cost * written / len(self.contexts)

    def work(self) -> None:
        """Compute all of it."""
        for _ in run_family(load(self.name, self.data), self.kind, self.protocol, self.out):
            pass


Watch: TypeAlias = Callable[[Sequence[Unit]], AbstractContextManager[Any]]
"""What is entered while units of work are done, and can follow them by their checkpoints."""


@dataclass(frozen=True, repr=False)
class Reproduction:
    """What was obtained beside what is printed.

    Attributes
    ----------
    lines : tuple of Line
        Correlations of τ with the error, in [−1, 1], over all contexts of a table and over each kind.
    contexts : tuple of dict
        The checkpoint of each context.
    folder : Path
        Where the checkpoints are, and these as contexts.csv and table1.csv.
    """

    lines: tuple[Line, ...]
    contexts: tuple[dict[str, Any], ...]
    folder: Path

    @property
    def incomplete(self) -> int:
        """How many spectra may be incomplete."""
        return sum(line.incomplete for line in self.lines if line.context == "all")

    def __repr__(self) -> str:
        """How many contexts of how many tables, and where."""
        tables = len({line.dataset for line in self.lines})
        return f"Reproduction({len(self.contexts)} contexts of {tables} tables, in {str(self.folder)!r})"

    def _repr_html_(self) -> str:
        """Correlations beside those that are printed, a row for each table and kind, for a notebook."""
        head = ["table", "contexts", "number", "Pearson", "printed", "distance", "printed"]
        rows = [
            [
                line.dataset,
                line.context,
                str(line.contexts),
                *(
                    "" if value is None else f"{value:.3f}"
                    for value in (line.pearson, line.printed_pearson, line.distance, line.printed_distance)
                ),
            ]
            for line in self.lines
        ]
        return card(repr(self), table(head, rows))

    def to_json(self) -> dict[str, Any]:
        """Return the lines of table1.csv as a document."""
        return {"format": 1, "lines": [asdict(line) for line in self.lines]}


def reproduce(
    study: str = "table1",
    *,
    data: str | os.PathLike[str] | None = None,
    datasets: Iterable[str] | None = None,
    jobs: int = 1,
    backend: Backend = "loky",
    resume: bool = False,
    out: str | os.PathLike[str] = FOLDER,
    watch: Watch | None = None,
    **protocol: Any,
) -> Reproduction:
    """Run a published experiment again: the correlation of τ with the error of the best linear probe.

    Parameters
    ----------
    study : {"table1"}
        Table 1 of C25, over contexts of four kinds.
    data : path, optional
        A folder of tables; OpenML has those that it lacks.
    datasets : iterable of str, optional
        Names of tables; all that are there by default.
    jobs : int
        Worker processes ≥ 1, with one BLAS thread each.
    backend : {"loky", "dask"}
        Processes of this machine, or the cluster of this process's `dask.distributed.Client`, whose workers see the
        same folders.
    resume : bool
        Whether to go on with the checkpoints of an earlier run in `out`, else refused there.
    out : path
        Folder for checkpoints and results, contexts.csv and table1.csv.
    watch : callable, optional
        Called with the units of work; what it returns is entered while they are done.
    **protocol
        Settings of `contextures.studies.experiment.Protocol`: levels, every, seed, pretrain, labelled, k_low, k_high,
        gamma_span, rank, beta, mask and draws.

    Returns
    -------
    Reproduction
        `contextures.figures.table1.picture` draws its lines.

    Raises
    ------
    InputError
        Where a table is not there or too small, a folder holds other results, or a setting is out of range.
    """
    if study not in STUDIES:
        raise InputError(f"no study is called {study!r}; {', '.join(STUDIES)} is right")
    if jobs < 1:
        raise SettingError(f"--jobs is {jobs}; at least 1 is right")
    unknown = set(protocol) - {field.name for field in fields(Protocol)}
    if unknown:
        known = ", ".join(field.name for field in fields(Protocol))
        raise InputError(f"the study has no setting {', '.join(sorted(unknown))}; it has {known}")
    settings, source, folder = Protocol(**protocol), None if data is None else Path(data), Path(out)
    names = _names(source, datasets)
    if not resume and any((folder / name).is_dir() and any((folder / name).iterdir()) for name in names):
        raise SettingError(f"{folder} holds results of an earlier run; --resume goes on with it, or give another --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made ({(error.strerror or str(error)).lower()})") from error
    there = [name for name in PRINTED if name in names or (folder / name).is_dir()]
    results(there, settings, folder)  # refuses a folder of other settings before anything is computed
    units = _units(source and source.absolute(), names, settings, folder.absolute())
    with (watch or nullcontext)(units), workers(min(jobs, os.cpu_count() or 1), backend):
        for _ in outcomes(Unit.work, ((unit,) for unit in units), ordered=False):
            pass
    found = results(there, settings, folder)
    lines = summary(found)
    write_text(folder / "contexts.csv", as_csv(found, FIELDS))
    write_text(folder / "table1.csv", as_csv([asdict(line) for line in lines], [field.name for field in fields(Line)]))
    return Reproduction(tuple(lines), tuple(found), folder)


def _names(data: Path | None, datasets: Iterable[str] | None) -> list[str]:
    """The tables that are wanted."""
    if datasets is None:
        return list(PRINTED) if data is None else available(data)
    names = list(datasets)
    if not names:
        raise SettingError("--datasets names no table")
    for name in names:
        if name not in PRINTED:
            raise InputError(f"{name} is no table of Table 1, which has {', '.join(PRINTED)}")
    return names


def _units(data: Path | None, names: list[str], protocol: Protocol, out: Path) -> list[Unit]:
    """The work on some tables, the smallest first; a table that cannot be used is refused."""
    units = []
    for name in names:
        table = load(name, data)
        Prepared.of(table, protocol)
        units += [Unit(name, kind, len(table.features), data, protocol, out, table.notes) for kind in FAMILIES]
    return sorted(units, key=lambda unit: unit.rows)
