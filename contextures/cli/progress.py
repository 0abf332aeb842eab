"""How far the work is, on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def progress(errors: Console, description: str) -> Iterator[Callable[[int, int, str], None]]:
    """Give a function that shows what is done, of how much, and what is worked on; nothing but on a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as bar:
        task = bar.add_task(description, total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=name)
