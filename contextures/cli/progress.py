"""How far the work is, on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from contextures.studies.units import Unit


@contextmanager
def progress(errors: Console, description: str) -> Iterator[Callable[[int, int, str], None]]:
    """Give a function that shows what is done, of how much, and what is worked on; nothing but on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=name)


class Remaining(Progress):
    """Progress in units of guessed time, told from the checkpoints that are there, whoever writes them.

    Parameters
    ----------
    units : sequence of Unit
    """

    def __init__(self, units: Sequence[Unit]) -> None:
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
        self.add_task("study", total=sum(unit.cost for unit in units), left="")

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
