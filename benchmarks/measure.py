"""Timing, and the row of the table that comes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    task, baseline : str
        What is measured, and against what.
    ours, theirs : str
        What was measured, with units.
    ratio : float
        How many times faster than the baseline it is.
    target : str
        What is wanted.
    met : bool or None
        Whether it was reached; None where nothing was wanted.
    """

    task: str
    baseline: str
    ours: str
    theirs: str
    ratio: float
    target: str
    met: bool | None


def seconds(run: Callable[[], Any], repeats: int = 5) -> float:
    """Return the shortest time of several runs, after one that does not count."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)
