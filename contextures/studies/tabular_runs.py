"""The study of contexts on tables as a run: all tables and seeds, by worker processes, with means and ranks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from contextures.errors import InputError, SettingError
from contextures.files import write_text
from contextures.markup import card, table
from contextures.samples.modelled import booster
from contextures.studies.seeds import Mean, mean_of
from contextures.studies.table1 import as_csv, load
from contextures.studies.tabular import BASELINES, CONTEXTS, Plan, divided, kept, kept_in, ranks, run
from contextures.studies.units import Watch, do, made
from contextures.workers import Backend


@dataclass(frozen=True)
class TableUnit:
    """All methods on one table under one seed.

    Attributes
    ----------
    name : str
    data : Path or None
    plan : Plan
    out : Path
    rows : int
        Rows of it that are taken.
    notes : tuple of str
        What was noticed of the table, a sentence each.
    """

    name: str
    data: Path | None
    plan: Plan
    out: Path
    rows: int
    notes: tuple[str, ...] = ()

    @property
    def cost(self) -> float:
        """A guess of its time, in units that do not matter."""
        return self.plan.folds * float(self.rows)

    @property
    def done(self) -> float:
        """All of its cost once it has a checkpoint."""
        return self.cost if kept_in(self.out, self.name).exists() else 0.0

    def work(self) -> None:
        """Compute it."""
        run(load(self.name, self.data), self.plan, self.out)


@dataclass(frozen=True, repr=False)
class TabularStudy:
    """Errors of every method on every table, by seed.

    Attributes
    ----------
    seeds : tuple of int
    results : tuple of tuples of dict
        The checkpoints of each seed, a table each: `errors` holds those of a method on the folds.
    folder : Path
        Where they are, and errors.csv and ranks.csv.
    """

    seeds: tuple[int, ...]
    results: tuple[tuple[dict[str, Any], ...], ...]
    folder: Path

    @property
    def tables(self) -> list[str]:
        """Names of the tables."""
        return [found["table"] for found in self.results[0]]

    def errors(self, name: str, method: str) -> list[float]:
        """Return the mean error over the folds of a table under each seed: 1 − R², or the share of wrong classes."""
        at = self.tables.index(name)
        return [float(np.mean(found[at]["errors"][method])) for found in self.results]

    def ranks(self) -> dict[str, list[float]]:
        """Return the mean rank of each method over the tables under each seed, 1 for the least error."""
        by_seed = [ranks(found) for found in self.results]
        return {method: [places[method] for places in by_seed] for method in by_seed[0]}

    def ranked(self) -> list[tuple[str, list[float], Mean]]:
        """Return the methods with their ranks by seed and over seeds, the best one first."""
        found = [(method, places, mean_of(places)) for method, places in self.ranks().items()]
        return sorted(found, key=lambda row: row[2].mean or 0.0)

    def __repr__(self) -> str:
        """How many tables and seeds, and where."""
        return f"TabularStudy({len(self.tables)} tables, {len(self.seeds)} seeds, in {str(self.folder)!r})"

    def _repr_html_(self) -> str:
        """The ranks, for a notebook."""
        head = ["method", *(f"seed {seed}" for seed in self.seeds), "mean rank"]
        rows = [[method, *(f"{place:.2f}" for place in places), str(mean)] for method, places, mean in self.ranked()]
        return card(repr(self), table(head, rows))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of errors.csv: a method on a table, with its error under each seed, the mean and its error."""
        for found in self.results[0]:
            for method in (*BASELINES, *CONTEXTS):
                values = self.errors(found["table"], method)
                yield {"table": found["table"], "task": found["task"], "rows": found["rows"], "method": method} | (
                    self._told(values)
                )

    def to_json(self) -> dict[str, Any]:
        """Return the rows of errors.csv and the ranks as a document."""
        ranks = [{"method": method, **self._told(places)} for method, places, _ in self.ranked()]
        return {"format": 1, "seeds": list(self.seeds), "errors": list(self.rows()), "ranks": ranks}

    def write(self) -> None:
        """Write errors.csv and ranks.csv; raises as `write_text` does."""
        document = self.to_json()
        for name in ("errors", "ranks"):
            write_text(self.folder / f"{name}.csv", as_csv(document[name], document[name][0]))

    def _told(self, values: list[float]) -> dict[str, float | None]:
        mean = mean_of(values)
        by_seed = {f"seed_{seed}": value for seed, value in zip(self.seeds, values, strict=True)}
        return {"mean": mean.mean, "standard_error": mean.error, **by_seed}


def tabular(
    data: Path | None,
    names: list[str],
    plans: list[Plan],
    folder: Path,
    folders: list[Path],
    resume: bool,
    jobs: int,
    backend: Backend,
    watch: Watch | None,
) -> TabularStudy:
    """Run the study of some tables under plans that differ in their seeds, each in a folder of its own.

    Raises
    ------
    InputError
        Where a table cannot be used or is too small, a checkpoint was made by another plan, or the folder holds an
        earlier run that is not to be gone on with.
    """
    made(folder, [kept_in(each, name) for each in folders for name in names], resume)
    units = []
    for name in names:
        sample = load(name, data)
        rows = min(len(sample.features), plans[0].rows)
        for plan, out in zip(plans, folders, strict=True):
            kept(kept_in(out, name), plan)  # refuses another plan before anything is computed
            fold = next(divided(sample, plan))
            if len(fold.points) <= plan.k:
                raise InputError(f"k is {plan.k}, and a fold of {name} has {len(fold.points)} points; fewer are right")
            _refuse_few(name, int(fold.half.sum()), plan)
            units.append(TableUnit(name, data, plan, out.absolute(), rows, sample.notes))
    do(units, jobs, backend, watch)
    found = [tuple(_there(out, name, plan) for name in names) for plan, out in zip(plans, folders, strict=True)]
    study = TabularStudy(tuple(plan.seed for plan in plans), tuple(found), folder)
    study.write()
    return study


def _refuse_few(name: str, points: int, plan: Plan) -> None:
    """Raise SettingError where the models of a fold have too few points for a tree of gradient boosting."""
    least = 2 * booster(True, plan.seed).min_samples_leaf
    if points < least:
        rows = next(n for n in count(plan.folds) if (n - -(-n // plan.folds)) // 2 >= least)
        raise SettingError(
            f"{name}: models learn from {points} points, half of those of a fold, and boosting splits no fewer than "
            f"{least}; a table of {rows} rows, and --rows no less, are right with {plan.folds} folds"
        )


def _there(out: Path, name: str, plan: Plan) -> dict[str, Any]:
    found = kept(kept_in(out, name), plan)
    assert found is not None
    return found
