"""What a sample says: the settings of limits that are computed from numbers, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures import arrays
from contextures.bounds.settings import Value, read
from contextures.errors import InputError
from contextures.reading.cells import decimal_of, number
from contextures.reading.options import Reading, position
from contextures.reading.sheet import read_sheet

EXACTLY = 100_000
"""Values up to which sums are exact; a float means the decimal it is written as."""
TOLD = ("n", "mean", "second_moment", "variance", "count", "sample", "mean_plus", "mean_minus")
"""The settings that a sample may tell."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Numbers in the order drawn.

    Attributes
    ----------
    values : ndarray of float, (n,)
    understood : str
        What was understood of the file; empty where there is none.
    """

    values: NDArray[np.float64]
    understood: str = ""

    @classmethod
    def of(cls, source: Any, column: str | None = None, reading: Reading | None = None) -> Sample:
        """Return the sample that is given: an array or a series, or a file with one number a line, or a column of one.

        Raises
        ------
        InputError
            Where there is none, or a value is missing or no finite number.
        """
        if isinstance(source, str | PathLike):
            return cls(*_from_file(source, column, reading))
        if column is not None:
            raise InputError("a column is of a file; the sample is an array")
        values = arrays.finite(source, "the sample")
        if values.ndim == 2 and values.shape[1] == 1:
            values = values[:, 0]
        if values.ndim != 1 or not values.size:
            raise InputError(f"the sample has shape {values.shape}; one number for each draw is right")
        return cls(values)

    @property
    def binary(self) -> bool:
        """Whether all values are 0 or 1."""
        return bool(np.isin(self.values, (0, 1)).all())

    @cached_property
    def ascending(self) -> list[fmpq]:
        """The values in ascending order."""
        return [read("the sample", float(value)) for value in np.sort(self.values)]

    @cached_property
    def settings(self) -> dict[str, Value]:
        """The size, the mean and the second moment, the variance of two values or more, the count of zeros and ones."""
        n = len(self.values)
        if self.binary or n <= EXACTLY:
            first, second = self._sum(lambda z: z), self._sum(lambda z: z * z)
        else:
            first, second = (fmpq(*float(total).as_integer_ratio()) for total in self._totals())
        told = {"n": fmpq(n), "mean": first / n, "second_moment": second / n}
        if n > 1:
            told["variance"] = max(second - first * first / n, fmpq(0)) / (n - 1)
        if self.binary:
            told["count"] = first
        return told

    def split(self, mu: fmpq) -> dict[str, Value]:
        """Return the averages of what is above and below μ."""
        n = len(self.values)
        above = self._sum(lambda z: max(z - mu, fmpq(0)))
        return {"mean_plus": above / n, "mean_minus": above / n - self.settings["mean"] + mu}

    def outside(self, low: fmpq | None, high: fmpq | None) -> float | None:
        """Return a value that lies outside of a range, if one does."""
        least, most = self.ascending[0], self.ascending[-1]
        if high is not None and most > high:
            return float(self.values.max())
        return float(self.values.min()) if low is not None and least < low else None

    def _sum(self, function: Any) -> fmpq:
        values, counts = np.unique(self.values, return_counts=True)
        terms = (function(read("the sample", float(z))) * int(k) for z, k in zip(values, counts, strict=True))
        return sum(terms, fmpq(0))

    def _totals(self) -> Sequence[Any]:
        return self.values.sum(dtype=np.longdouble), (self.values.astype(np.longdouble) ** 2).sum()


def _from_file(
    path: str | PathLike[str], column: str | None, reading: Reading | None
) -> tuple[NDArray[np.float64], str]:
    sheet = read_sheet(path, "samples", reading)
    if column is not None:
        sheet = sheet.chosen([position(column, sheet.names, sheet.width, sheet.name)])
    if sheet.width != 1:
        raise InputError(f"{sheet.name} has {sheet.width} columns; one is right: name it with --column")
    cells = sheet.column(0)
    mark = sheet.reading.decimal or decimal_of([c for c in cells if not sheet.reading.is_missing(c)], sheet.name)
    found = np.empty(len(cells))
    for i, cell in enumerate(cells):
        value = None if sheet.reading.is_missing(cell) else number(cell, mark)
        if value is None or not np.isfinite(value):
            raise InputError(f"{sheet.where(i, 0)} is {cell!r}; a finite number is right")
        found[i] = value
    if not len(found):
        raise InputError(f"{sheet.name} holds no number; one number a line is right")
    return found, sheet.understood(f"{len(found)} numbers of {sheet.title(0)}")
