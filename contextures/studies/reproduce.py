"""Published experiments, run again, and the study of contexts on tables: by seed, table by table and resumable."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, overload

from contextures.errors import InputError, SettingError
from contextures.files import write_text
from contextures.markup import card, table
from contextures.settings import is_whole
from contextures.studies.experiment import Prepared, Protocol, checkpoint, results, run_family
from contextures.studies.levels import FAMILIES
from contextures.studies.seeds import folders_of, seeds_of
from contextures.studies.table1 import FIELDS, PRINTED, Line, as_csv, load, summary
from contextures.studies.table1_seeds import mean_lines, obtained
from contextures.studies.tabular import Plan
from contextures.studies.tabular_runs import TabularStudy, tabular
from contextures.studies.units import Watch, do, made, tables_of
from contextures.workers import Backend

STUDIES: dict[str, Any] = {"table1": Protocol, "tabular": Plan}
"""What can be run, and the settings of each."""
FOLDER = "contextures-results"
"""The folder in which each study has one for its checkpoints and results, unless said otherwise."""
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
        return self.protocol.computed(self.rows)

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
    runs : tuple of Reproduction
        What each seed gave, where there are several; `lines` are then of `contextures.studies.table1_seeds.MeanLine`,
        with the correlations under each seed and the standard errors of their means.
    """

    lines: tuple[Line, ...]
    contexts: tuple[dict[str, Any], ...]
    folder: Path
    runs: tuple[Reproduction, ...] = ()

    @property
    def incomplete(self) -> int:
        """How many spectra may be incomplete."""
        return sum(line.incomplete for line in self.lines if line.context == "all")

    @property
    def infinite(self) -> int:
        """How many contexts are left out because their τ is infinite."""
        return sum(line.infinite for line in self.lines if line.context == "all")

    @property
    def cpu_seconds(self) -> float | None:
        """Seconds of processor time that the contexts took, whichever run computed them; None where one has none."""
        told = [context["cpu_seconds"] for context in self.contexts if "cpu_seconds" in context]
        return float(sum(told)) if len(told) == len(self.contexts) else None

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
                line.counted,
                *(
                    cell
                    for measure in ("pearson", "distance")
                    for cell in (str(obtained(line, measure)), _three(getattr(line, f"printed_{measure}")))
                ),
            ]
            for line in self.lines
        ]
        return card(repr(self), table(head, rows))

    def to_json(self) -> dict[str, Any]:
        """Return the lines of table1.csv as a document."""
        return {"format": 1, "lines": [asdict(line) for line in self.lines]}


@overload
def reproduce(study: Literal["table1"] = "table1", **settings: Any) -> Reproduction: ...
@overload
def reproduce(study: Literal["tabular"], **settings: Any) -> TabularStudy: ...
@overload
def reproduce(study: str, **settings: Any) -> Reproduction | TabularStudy: ...
def reproduce(
    study: str = "table1",
    *,
    data: str | os.PathLike[str] | None = None,
    datasets: Iterable[str] | None = None,
    jobs: int = 1,
    backend: Backend = "loky",
    resume: bool = False,
    out: str | os.PathLike[str] | None = None,
    watch: Watch | None = None,
    **protocol: Any,
) -> Reproduction | TabularStudy:
    """Run a published experiment again, or the study of contexts on tables.

    Parameters
    ----------
    study : {"table1", "tabular"}
        Table 1 of C25, the correlation of τ with the error of the best linear probe, over contexts of four kinds; or
        encoders of contexts with a ridge probe against the columns and against gradient boosting.
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
    out : path, optional
        Folder for checkpoints and results: contexts.csv and table1.csv, or errors.csv and ranks.csv. By default that of
        the study in contextures-results.
    watch : callable, optional
        Called with the units of work; what it returns is entered while they are done.
    **protocol
        Settings of `contextures.studies.experiment.Protocol`: levels, every, every_large, seed, pretrain, labelled,
        k_low, k_high, gamma_span, rank, beta, mask and draws; or of `contextures.studies.tabular.Plan`: rows, folds,
        seed, k, share and draws. `seed` may be several: each has a folder of its own in `out`, called seed-S.

    Returns
    -------
    Reproduction or contextures.studies.tabular_runs.TabularStudy
        `contextures.figures.table1.picture` draws the lines of the first.

    Raises
    ------
    InputError
        Where a table is not there or too small, a folder holds other results, or a setting is out of range.
    """
    if study not in list(STUDIES):
        raise InputError(f"no study is called {study!r}; {' and '.join(STUDIES)} are right")
    if not is_whole(jobs, 1):
        raise SettingError(f"--jobs is {jobs!r}; at least 1 is right")
    known = [field.name for field in fields(STUDIES[study])]
    unknown = set(protocol) - set(known)
    if unknown:
        raise InputError(f"the study has no setting {', '.join(sorted(unknown))}; it has {', '.join(known)}")
    seeds = seeds_of(protocol.pop("seed", 0))
    settings = [STUDIES[study](**protocol, seed=seed) for seed in seeds]
    source, folder = None if data is None else Path(data).absolute(), Path(out or Path(FOLDER) / study)
    names = tables_of(None if data is None else Path(data), datasets)
    folders = folders_of(folder, seeds)
    if study == "tabular":
        return tabular(source, names, settings, folder, folders, resume, jobs, backend, watch)
    made(folder, [each / name for each in folders for name in names], resume)
    there = [[name for name in PRINTED if name in names or (each / name).is_dir()] for each in folders]
    for each, tables, chosen in zip(folders, there, settings, strict=True):
        results(tables, chosen, each)  # refuses a folder of other settings before anything is computed
    do(_units(source, names, settings, [each.absolute() for each in folders]), jobs, backend, watch)
    runs = [_gathered(*run) for run in zip(there, settings, folders, strict=True)]
    if len(runs) == 1:
        return runs[0]
    lines = mean_lines(seeds, [run.lines for run in runs])
    rows = [line.cells() for line in lines]
    write_text(folder / "table1.csv", as_csv(rows, rows[0] if rows else [field.name for field in fields(Line)]))
    return Reproduction(tuple(lines), tuple(each for run in runs for each in run.contexts), folder, tuple(runs))


def _gathered(names: list[str], protocol: Protocol, folder: Path) -> Reproduction:
    """The results of one seed, which are written."""
    found = results(names, protocol, folder)
    lines = summary(found)
    write_text(folder / "contexts.csv", as_csv(found, FIELDS))
    write_text(folder / "table1.csv", as_csv([asdict(line) for line in lines], [field.name for field in fields(Line)]))
    return Reproduction(tuple(lines), tuple(found), folder)


def _units(data: Path | None, names: list[str], protocols: list[Protocol], folders: list[Path]) -> list[Unit]:
    """The work on some tables, the smallest first; a table that cannot be used is refused."""
    units = []
    for name in names:
        table = load(name, data)
        for protocol, out in zip(protocols, folders, strict=True):
            Prepared.of(table, protocol)
            units += [Unit(name, kind, len(table.features), data, protocol, out, table.notes) for kind in FAMILIES]
    return sorted(units, key=lambda unit: unit.rows)


def _three(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
