"""The work of a study in units that have checkpoints, done by worker processes, and which tables and seeds it is on."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from contextures.errors import InputError, SettingError
from contextures.studies.table1 import PRINTED, available
from contextures.workers import Backend, outcomes, workers


class Unit(Protocol):
    """A part of a study that one worker does."""

    @property
    def name(self) -> str:
        """Its table."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was noticed of the table, a sentence each."""

    @property
    def cost(self) -> float:
        """A guess of its time, in units that do not matter."""

    @property
    def done(self) -> float:
        """The part of its cost that its checkpoints are worth."""

    def work(self) -> None:
        """Compute all of it that has no checkpoint."""


Watch: TypeAlias = Callable[[Sequence[Any]], AbstractContextManager[Any]]
"""What is entered while units of work are done, and can follow them by their checkpoints."""


def do(units: Sequence[Unit], jobs: int, backend: Backend, watch: Watch | None) -> None:
    """Do all units by worker processes, or on a cluster."""
    with (watch or nullcontext)(units), workers(min(jobs, os.cpu_count() or 1), backend):
        for _ in outcomes(_work, ((unit,) for unit in units), ordered=False):
            pass


def _work(unit: Unit) -> None:
    unit.work()


def tables_of(data: Path | None, datasets: Iterable[str] | None) -> list[str]:
    """Return the names of the tables that are wanted; all that are there by default.

    Raises
    ------
    InputError
        Where one is none of Table 1, or none is named.
    """
    if datasets is None:
        return list(PRINTED) if data is None else available(data)
    names = list(datasets)
    if not names:
        raise SettingError("--datasets names no table")
    for name in names:
        if name not in PRINTED:
            raise InputError(f"{name} is no table of Table 1, which has {', '.join(PRINTED)}")
    return names


def made(folder: Path, began: Iterable[Path], resume: bool) -> Path:
    """Make the folder of a run, which goes on where it began only if that is wanted, and return it.

    Raises
    ------
    InputError
        Where it cannot be made, or an earlier run began in it.
    """
    if not resume and any(path.is_file() or (path.is_dir() and any(path.iterdir())) for path in began):
        raise SettingError(f"{folder} holds results of an earlier run; --resume goes on with it, or give another --out")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be made ({(error.strerror or str(error)).lower()})") from error
    return folder
