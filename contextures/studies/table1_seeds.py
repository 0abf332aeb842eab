"""Table 1 under several seeds: each correlation by seed, its mean and standard error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from contextures.studies.seeds import Mean, mean_of
from contextures.studies.table1 import Line


@dataclass(frozen=True)
class MeanLine(Line):
    """What was obtained on one table under several seeds: numbers of contexts in all, means of the correlations.

    Attributes
    ----------
    seeds : tuple of int
    pearsons, distances : tuple of (float or None)
        The correlations under each seed.
    pearson_error, distance_error : float or None
        Standard errors of the means.
    """

    seeds: tuple[int, ...]
    pearsons: tuple[float | None, ...]
    distances: tuple[float | None, ...]
    pearson_error: float | None
    distance_error: float | None

    def cells(self) -> dict[str, Any]:
        """Return a row of a CSV file, a column for each seed and measure."""
        row = {field.name: getattr(self, field.name) for field in fields(Line)}
        row |= {"pearson_error": self.pearson_error, "distance_error": self.distance_error}
        for measure, values in (("pearson", self.pearsons), ("distance", self.distances)):
            row |= {f"{measure}_seed_{seed}": value for seed, value in zip(self.seeds, values, strict=True)}
        return row


def mean_lines(seeds: tuple[int, ...], runs: Sequence[Sequence[Line]]) -> list[MeanLine]:
    """Return the lines of several runs, of one seed each, as means; a table that a run lacks is left out."""
    by_key = [{(line.dataset, line.context): line for line in run} for run in runs]
    lines = []
    for key in by_key[0]:
        if not all(key in run for run in by_key):
            continue
        found = [run[key] for run in by_key]
        pearson, distance = (mean_of(getattr(line, name) for line in found) for name in ("pearson", "distance"))
        lines.append(
            MeanLine(
                *key,
                contexts=sum(line.contexts for line in found),
                infinite=sum(line.infinite for line in found),
                incomplete=sum(line.incomplete for line in found),
                pearson=pearson.mean,
                distance=distance.mean,
                printed_pearson=found[0].printed_pearson,
                printed_distance=found[0].printed_distance,
                seeds=seeds,
                pearsons=tuple(line.pearson for line in found),
                distances=tuple(line.distance for line in found),
                pearson_error=pearson.error,
                distance_error=distance.error,
            )
        )
    return lines


def obtained(line: Line, measure: str) -> Mean:
    """Return a correlation of a line with its standard error, None where it is of one seed."""
    return Mean(getattr(line, measure), getattr(line, f"{measure}_error", None))
