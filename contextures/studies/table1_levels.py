"""Which levels of K and γ, of those that C25 leaves open, agree best with what its Table 1 prints?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.studies.table1 import PRINTED, distance_correlation, pearson_correlation

STEP = 5
"""Levels between the borders of ranges that are tried."""
LEAST = 6
"""Contexts that a range must leave of every table."""


class Range(NamedTuple):
    """Levels of K and of γ from the first to below the last, and whether τ near 1 + β is left out.

    K falls in association with its level, from 2 to half of the points; γ rises, from 1/(256 p) to 256/p.
    """

    k_first: int
    k_last: int
    gamma_first: int
    gamma_last: int
    trusted: bool

    def __str__(self) -> str:
        """The ranges in words."""
        near = ", τ near 1 + β left out" if self.trusted else ""
        return f"K {self.k_first}–{self.k_last - 1}, γ {self.gamma_first}–{self.gamma_last - 1}{near}"


@dataclass(frozen=True, eq=False)
class Levels:
    """How well each range agrees with what is printed.

    Attributes
    ----------
    tables : tuple of str
    ranges : tuple of Range
        Those that leave six contexts of every table. The first is what Table 1 was run with here: all levels.
    obtained : ndarray, (number of ranges, number of tables, 2)
        Pearson's and the distance correlation of τ and the error.
    """

    tables: tuple[str, ...]
    ranges: tuple[Range, ...]
    obtained: FloatArray

    @property
    def printed(self) -> FloatArray:
        """What Table 1 prints, (number of tables, 2)."""
        return np.array([[PRINTED[name].pearson, PRINTED[name].distance] for name in self.tables])

    @property
    def gaps(self) -> FloatArray:
        """Mean squared differences of both correlations, (number of ranges, number of tables)."""
        gaps: FloatArray = np.square(self.obtained - self.printed).mean(axis=2)
        return gaps

    @property
    def best(self) -> int:
        """The range of least mean gap."""
        return int(self.gaps.mean(axis=1).argmin())

    def left_out(self) -> tuple[list[int], FloatArray]:
        """Return for each table the range that is best on the others, and its gap on this one, (number of tables,)."""
        gaps = self.gaps
        others = (gaps.sum(axis=1)[:, None] - gaps) / (len(self.tables) - 1)
        chosen = others.argmin(axis=0)
        return chosen.tolist(), gaps[chosen, np.arange(len(self.tables))]

    def mean_alone(self) -> FloatArray:
        """Return the gaps of a guess without contexts, the mean printed on the other tables, (number of tables,)."""
        printed = self.printed
        guess = (printed.sum(axis=0) - printed) / (len(self.tables) - 1)
        gaps: FloatArray = np.square(guess - printed).mean(axis=1)
        return gaps

    def alike(self) -> list[int]:
        """Return the ranges whose gap is above the least by at most its standard error over tables, best first."""
        excess = self.gaps - self.gaps[self.best]
        spread = excess.std(axis=1, ddof=1) / np.sqrt(len(self.tables))
        found = np.flatnonzero(excess.mean(axis=1) <= spread)
        order = np.argsort(excess.mean(axis=1)[found], kind="stable")
        return [int(i) for i in found[order]]


def levels(rows: Iterable[Mapping[str, Any]], last: int = 35) -> Levels:
    """Compare every range of levels with what is printed.

    Parameters
    ----------
    rows : iterable of dict
        Contexts as in `table1-contexts.csv`: dataset, context, level, tau (missing where infinite), near_limit, error.
    last : int
        Levels of each kind.

    Raises
    ------
    InputError
        Where there are not two tables, or one has fewer than six contexts.
    """
    tables: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        if row["tau"] not in (None, "") and row["dataset"] in PRINTED:
            tables.setdefault(row["dataset"], []).append(row)
    if len(tables) < 2:
        raise InputError(f"the contexts are of {len(tables)} tables; at least two are right")
    borders = [(i, j) for i in range(0, last, STEP) for j in range(i + STEP, last + 1, STEP)]
    whole = Range(0, last, 0, last, False)
    tried = [Range(*k, *gamma, trusted) for k, gamma, trusted in product(borders, borders, (False, True))]
    ranges = [whole, *(each for each in tried if each != whole)]
    obtained = np.stack([_correlations(found, ranges) for found in tables.values()], axis=1)
    kept = np.flatnonzero(np.isfinite(obtained).all(axis=(1, 2)))
    if not len(kept) or kept[0] != 0:
        few = list(tables)[int(np.isnan(obtained[0]).any(axis=1).argmax())]
        raise InputError(f"{few} has too few contexts; {LEAST} that differ in τ and error are right")
    return Levels(tuple(tables), tuple(ranges[i] for i in kept), obtained[kept])


def _correlations(rows: Sequence[Mapping[str, Any]], ranges: Sequence[Range]) -> FloatArray:
    """Both correlations on one table over each range, (number of ranges, 2); NaN where few contexts are left."""
    tau, error = (np.array([float(row[name]) for row in rows]) for name in ("tau", "error"))
    level = np.array([int(row["level"]) for row in rows])
    near = np.array([str(row["near_limit"]) == "True" for row in rows])
    of_k = np.array([str(row["context"]).startswith("knn") for row in rows])
    known: dict[bytes, tuple[float, float]] = {}
    found = np.zeros((len(ranges), 2))
    for i, each in enumerate(ranges):
        first = np.where(of_k, each.k_first, each.gamma_first)
        end = np.where(of_k, each.k_last, each.gamma_last)
        kept = (level >= first) & (level < end) & ~(near & each.trusted)
        key = kept.tobytes()
        if key not in known:
            pearson, distance = (f(tau[kept], error[kept]) for f in (pearson_correlation, distance_correlation))
            few = kept.sum() < LEAST or pearson is None or distance is None
            known[key] = (np.nan, np.nan) if few else (float(pearson or 0.0), float(distance or 0.0))
        found[i] = known[key]
    return found
