"""A campaign: searches a list of statements on a fixed schedule, certifies what it finds and reports the verdicts.

The budget sets the schedule, a number of chunks for each form of a statement; the clock only stops. Each chunk has a
random stream of its own, so that neither the number of workers nor their order changes a result.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.measure.domain import domain_of, extras
from contextures.settings import is_number, is_whole
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.sorts import Sort
from contextures.theory.statement import Statement
from contextures.verify.campaign import work
from contextures.verify.campaign.asked import Ablation
from contextures.verify.campaign.checkpoint import Progress as Progressed
from contextures.verify.campaign.checkpoint import load, refuse, save
from contextures.verify.campaign.report import Report
from contextures.verify.campaign.schedule import Row, schedule
from contextures.verify.campaign.verdict import PartResult, Result
from contextures.verify.search.ablate import Constants, targets
from contextures.verify.search.agreement import disagreements
from contextures.verify.search.suspects import Tally
from contextures.workers import Backend, outcomes, workers

BLOCK = 9
"""Chunks of one unit of work."""
CHECKPOINT_INTERVAL = 5.0
"""Seconds between two checkpoints, unless another interval is asked for."""

Progress = Callable[[int, int, str], None]


def check_settings(time_budget: float, instances: int | None, seed: int, jobs: int, checkpoint_interval: float) -> None:
    """Raise InputError for a setting of `verify` that is out of range."""
    if not is_number(time_budget) or not 0 < time_budget < np.inf:
        raise InputError(f"the time budget must be a positive number of seconds, not {time_budget}")
    if not is_number(checkpoint_interval) or not checkpoint_interval >= 0:
        raise InputError(f"the checkpoint interval must be at least 0 seconds, not {checkpoint_interval}")
    if instances is not None and not is_whole(instances, 1):
        raise InputError(f"the number of instances must be at least 1, not {instances}")
    if not is_whole(seed, 0) or seed >= 2**63:
        raise InputError(f"the seed must be a whole number from 0 to 2⁶³ − 1, not {seed}")
    if not is_whole(jobs, 1):
        raise InputError(f"the number of jobs must be at least 1, not {jobs}")


def verify(
    *globs: str,
    time_budget: float = 240.0,
    instances: int | None = None,
    seed: int = 0,
    jobs: int = 1,
    ablate: bool = False,
    checkpoint: str | Path | None = None,
    checkpoint_interval: float = CHECKPOINT_INTERVAL,
    resume: bool = False,
    backend: Backend = "loky",
    statements: Catalogue = catalogue,
    tolerant: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Search statements for counterexamples and certify what is found.

    Parameters
    ----------
    *globs : str
        Which statements; none means all.
    time_budget : float, optional
        Seconds the schedule is made for and after which the clock stops it. A campaign that goes on from a checkpoint
        keeps the schedule it has; the seconds are then for the clock alone.
    instances : int, optional
        Instances for each form of a statement instead of what the budget allows.
    seed : int, optional
        Non-negative; the same seed gives the same results.
    jobs : int, optional
        Worker processes; results do not depend on it.
    ablate : bool, optional
        Whether to ask of each hypothesis if it is needed; the schedule is then shared by two searches.
    checkpoint : path, optional
        A file that is rewritten while the campaign runs, and when it is interrupted or the clock stops it.
    checkpoint_interval : float, optional
        Seconds from one checkpoint to the next, at least: with 0 a kill costs the units at work and no more; a long
        interval spares a slow disk.
    resume : bool, optional
        Whether to go on from the checkpoint, if it is there.
    backend : {"loky", "dask"}, optional
        Where the workers are: processes of this machine, or joblib's dask back end on the cluster of the
        `dask.distributed.Client` of this process (the extra ``scale``).
    statements : Catalogue, optional
    tolerant : bool, optional
        Whether a statement that raises is reported in `Report.problems` while the others go on.
    progress : callable, optional
        Called with units done, units in all, and the statement worked on.

    Returns
    -------
    Report

    Raises
    ------
    InputError
        For a glob that matches nothing, a quantity that is no number or differs in floats and exactly, a setting out of
        range, a checkpoint that cannot be used, or one that is there although the campaign is not to go on from it.
    """
    check_settings(time_budget, instances, seed, jobs, checkpoint_interval)
    chosen = statements.match(*globs)
    wrong = disagreements(statement for statement in chosen if statement.id not in catalogue)
    sound = [statement for statement in chosen if statement.id not in wrong]
    if wrong and not (tolerant and sound):
        raise InputError("; ".join(f"{id_}: {told}" for id_, told in wrong.items()))
    campaign = Campaign(sound, time_budget, instances, seed, ablate, tolerant)
    campaign.problems.update(wrong)
    if checkpoint is not None:
        campaign.keep(Path(checkpoint), resume, checkpoint_interval)
    with workers(jobs, backend, work.load):
        return campaign.run(progress)


class Campaign:
    """The units of work of a campaign, in their order, and what came of them.

    Parameters
    ----------
    statements : sequence of Statement
    time_budget, instances, seed, ablate, tolerant
        See `verify`.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        time_budget: float,
        instances: int | None,
        seed: int,
        ablate: bool,
        tolerant: bool,
    ) -> None:
        self.rows: list[Row] = [(s, variant) for s in statements for variant in s.variants]
        self.seconds, self.instances, self.seed = time_budget, instances, seed
        self.ablate, self.tolerant = ablate, tolerant
        share = time_budget / 2 if ablate else time_budget
        self.extras = extras()
        self.done = Progressed(
            time_budget=time_budget,
            schedule=schedule(self.rows, share, instances),
            found=[{part.name: Tally() for part in s.variants[v].parts} for s, v in self.rows],
            broken=[{target.key: Tally() for target in targets(s.variants[v])} for s, v in self.rows],
            spent=[0.0] * len(self.rows),
        )
        self.problems: dict[str, str] = {}
        self.truncated = False
        self.path: Path | None = None
        self.interval = CHECKPOINT_INTERVAL
        self._saved = time.monotonic()

    @property
    def units(self) -> list[tuple[int, range]]:
        """Row and chunks of each unit: the first chunk of every row, then blocks of all in turn.

        So that a campaign that the clock stops early has looked at every statement.
        """
        chunks = self.done.schedule
        starts = [0, *range(1, max(chunks), BLOCK)]
        ends = [*starts[1:], max(chunks)]
        return [
            (row, range(start, min(end, chunks[row])))
            for start, end in zip(starts, ends, strict=True)
            for row in range(len(self.rows))
            if start < chunks[row]
        ]

    @property
    def sorts(self) -> list[Mapping[str, Sort]]:
        """What the fields of the instances of each row are."""
        return [domain_of(statement).world.sorts for statement, _ in self.rows]

    @property
    def settings(self) -> dict[str, Any]:
        """What a checkpoint must agree with."""
        forms = [f"{s.id}/{v}/{s.variants[v]}" for s, v in self.rows]
        return {
            "version": version("contextures"),
            "seed": self.seed,
            "statements": hashlib.sha256("\n".join(forms).encode()).hexdigest(),
            "instances": self.instances,
            "ablation": self.ablate,
        }

    def keep(self, path: Path, resume: bool, interval: float) -> None:
        """Keep a checkpoint in a file; go on from what is there if asked to, else refuse to write over it."""
        if not resume:
            refuse(path)
        elif found := load(path, self.settings, self.sorts):
            self.done = found
        self.path, self.interval = path, interval

    def run(self, progress: Progress | None = None) -> Report:
        """Do what is left to do."""
        units = self.units
        self._tell = progress
        self._total = len(units) * (1 + self.ablate) + len(self.rows) * (1 + self.ablate)
        self._count = self.done.searched + self.done.ablated
        deadline = time.time() + self.seconds
        try:
            self._search(units, deadline)
            parts = self._certify()
            ablation: list[Ablation | None] = [None] * len(self.rows)
            if self.ablate:
                asked = [work.asked(*row, found) for row, found in zip(self.rows, parts, strict=True)]
                self._ablate(units, asked, deadline)
                ablation = list(self._needed(asked))
        finally:
            self._save()
        results = tuple(
            Result(*row, parts[k], ablation[k], self.done.spent[k])
            for k, row in enumerate(self.rows)
            if row[0].id not in self.problems
        )
        return Report(results, self.seed, self.done.time_budget, self.truncated, self.problems)

    def _work(self, function: Callable[..., Any], calls: Iterable[tuple[int, tuple[Any, ...]]]) -> Iterator[Any]:
        """Yield row and outcome of each call, in order; a statement that raises is set aside where tolerated."""
        calls = list(calls)
        always = (function, self.extras, self.tolerant)
        found = outcomes(work.attempt, ((*always, *self.rows[row], self.seed, *arguments) for row, arguments in calls))
        for (row, _), (outcome, problem, seconds) in zip(calls, found, strict=True):
            self.done.spent[row] += seconds
            self._count += 1
            if problem:
                self.problems.setdefault(self.rows[row][0].id, problem)
            if self._tell:
                self._tell(self._count, self._total, self.rows[row][0].id)
            yield row, outcome

    def _search(self, units: Sequence[tuple[int, range]], deadline: float) -> None:
        left = units[self.done.searched :]
        for row, outcome in self._work(work.search, ((row, (chunks, deadline)) for row, chunks in left)):
            if isinstance(outcome, str) or self.truncated:
                self.truncated = True
                continue
            for name, tally in (outcome or {}).items():
                self.done.found[row][name].add(tally)
            self.done.searched += 1
            self._save_now_and_then()

    def _ablate(self, units: Sequence[tuple[int, range]], asked: list[Constants], deadline: float) -> None:
        left = units[self.done.ablated :]
        for row, outcome in self._work(work.ablate, ((row, (chunks, asked[row], deadline)) for row, chunks in left)):
            if isinstance(outcome, str) or self.truncated:
                self.truncated = True
                continue
            for name, tally in (outcome or {}).items():
                self.done.broken[row][name].add(tally)
            self.done.ablated += 1
            self._save_now_and_then()

    def _certify(self) -> list[tuple[PartResult, ...]]:
        return [parts or () for _, parts in self._work(work.certify, enumerate((row,) for row in self.done.found))]

    def _needed(self, asked: list[Constants]) -> Iterator[Ablation]:
        for _, found in self._work(work.certify_needed, enumerate(zip(self.done.broken, asked, strict=True))):
            yield found or {}

    def _save_now_and_then(self) -> None:
        if time.monotonic() - self._saved >= self.interval:
            self._save()

    def _save(self) -> None:
        if self.path is not None and self.done.searched:
            save(self.path, self.settings, self.done)
        self._saved = time.monotonic()
