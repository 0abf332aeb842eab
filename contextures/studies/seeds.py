"""Several seeds of one study: where each is kept, and means over them with their standard errors."""

from __future__ import annotations

from collections.abc import Iterable
from operator import index
from pathlib import Path
from typing import NamedTuple

import numpy as np

from contextures.errors import SettingError


class Mean(NamedTuple):
    """The mean of one number over seeds, and its standard error, None where fewer than two seeds gave it."""

    mean: float | None
    error: float | None

    def __str__(self) -> str:
        """Both, to three digits."""
        if self.mean is None:
            return ""
        return f"{self.mean:.3f}" + ("" if self.error is None else f" ± {self.error:.3f}")


def mean_of(values: Iterable[float | None]) -> Mean:
    """Return the mean of what seeds gave, without those that gave nothing."""
    found = np.array([value for value in values if value is not None], dtype=np.float64)
    if not len(found):
        return Mean(None, None)
    return Mean(float(found.mean()), float(found.std(ddof=1) / np.sqrt(len(found))) if len(found) > 1 else None)


def seeds_of(given: int | Iterable[int]) -> tuple[int, ...]:
    """Return one seed or several.

    Raises
    ------
    InputError
        Where there is none, one is no whole number ≥ 0, or one is there twice.
    """
    try:
        seeds = tuple(map(index, given)) if isinstance(given, Iterable) else (index(given),)
        sound = bool(seeds) and min(seeds) >= 0 and len(set(seeds)) == len(seeds)
    except TypeError:
        sound = False
    if not sound:
        raise SettingError(f"--seed is {given!r}; a whole number ≥ 0, or several different ones, are right")
    return seeds


def folders_of(out: Path, seeds: tuple[int, ...]) -> list[Path]:
    """Return where the run of each seed is kept: in `out` itself if it is the only one, else in a folder there."""
    return [out] if len(seeds) == 1 else [out / f"seed-{seed}" for seed in seeds]
