"""Limits solved backwards: the sample size, the level or the class size at which a limit meets a target.

A limit is sampled over the whole range of the setting. Where it changes sides of the target a real setting is found by
bisection in floats, a whole one by bisection in exact numbers: it keeps the target, and its neighbour does not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds.formula import Formula
from contextures.bounds.known import Settings, to_float
from contextures.bounds.question import Inverse, Solution
from contextures.bounds.scan import sampled, sampled_at, searched, sought
from contextures.bounds.settings import is_array, read
from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError

HALVINGS = 100
AFTER = 20_000
"""Whole numbers from the first answer on that are looked at one by one, for a limit that goes up and down."""
ONE_BY_ONE = 200_000
"""Whole numbers below the first answer that are looked at one by one, in case an earlier one keeps the target."""


def solve(
    formula: Formula, settings: Settings, name: str, target: Any, within: tuple[Any, Any] | None = None
) -> Inverse:
    """Find where a limit meets a target, over one setting.

    Parameters
    ----------
    formula : Formula
        Of a limit.
    settings : Settings
        The others; one value each.
    name : str
    target : number
    within : (number, number), optional

    Raises
    ------
    InputError
        Where the setting is unknown, or no value of it keeps the target.
    """
    goal = read("the target", target)
    if is_array(goal) or any(is_array(value) for value in settings.values.values()):
        raise InputError("a search for a setting takes one target and one value of every other setting")
    whole = sought(formula, settings, name).is_integer
    lo, hi = searched(formula, settings, name, within)
    question = _Question(formula, settings, name, goal)
    values, bounds = sampled(formula, settings, name, lo, hi)
    kept = question.kept(bounds)
    ends = np.flatnonzero(kept[1:] != kept[:-1])
    edge = question.whole_edge if whole else question.edge
    edges = [edge(float(values[k]), float(values[k + 1]), bool(kept[k + 1])) for k in ends]
    if whole and len(edges) and not kept[0]:
        edges[0] = question.first(int(np.ceil(to_float(lo))), int(edges[0]))
    runs: list[tuple[float, float]] = []
    start = float(values[0]) if kept[0] else None
    for found in edges:
        if start is None:
            start = found
        else:
            runs.append((start, found))
            start = None
    if start is not None:
        runs.append((start, float(values[-1])))
    if whole and runs:
        runs = question.one_by_one(runs)
        edges = [end for run in runs for end in run if to_float(lo) < end < to_float(hi)]
    if not runs:
        best = bounds[np.isfinite(bounds)]
        reach = f"it is {(best.min() if formula.above else best.max()):.6g} at best" if best.size else "it has no value"
        searched_range = f"{to_float(lo):g} to {to_float(hi):g}"
        raise InputError(
            f"no {name} from {searched_range} brings {formula.statement.id} to {to_float(goal):g}; {reach}"
        )
    solutions = tuple(Solution(found, str(int(found)) if whole else None) for found in dict.fromkeys(edges))
    return Inverse(name, to_float(goal), (to_float(lo), to_float(hi)), solutions, tuple(runs))


class _Question:
    """A limit as a function of one setting, against a target."""

    def __init__(self, formula: Formula, settings: Settings, name: str, target: fmpq) -> None:
        self.formula, self.settings, self.name, self.target = formula, settings, name, target

    def kept(self, bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell where the limit keeps the target, in floats; where it has no value it does not."""
        goal = to_float(self.target)
        with np.errstate(invalid="ignore"):
            return np.asarray(bounds <= goal if self.formula.above else bounds >= goal)

    def keeps(self, value: int) -> bool:
        """Tell whether it does at a whole number, exactly where that can be decided."""
        at = self.settings.having(**{self.name: fmpq(value)})
        failing, _, _ = self.formula.violated(at)
        if failing:
            return False
        try:
            found = self.formula.value(at)
        except (UndefinedError, NotCertifiable):
            return False
        sides = (found, self.target) if self.formula.above else (self.target, found)
        return numbers.holds(sides[0], "<=", sides[1]) is True

    def whole_edge(self, first: float, last: float, begins: bool) -> float:
        """Return the whole number between two at which keeping begins, or the last before it ends."""
        low, high = int(first), int(last)
        while low > 0 and self.keeps(low) == begins:
            low -= 1  # floats were mistaken at the end of the bracket
        while self.keeps(high) != begins:
            high += 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.keeps(middle) == begins else (middle, high)
        return float(high if begins else low)

    def first(self, low: int, found: int) -> float:
        """Return the first whole number that keeps the target, where a limit goes up and down in between."""
        start = max(low, found - ONE_BY_ONE)
        values = np.arange(start, found, dtype=float)
        if values.size:
            for value in values[self.kept(sampled_at(self.formula, self.settings, self.name, values))]:
                if self.keeps(int(value)):
                    return float(value)
        return float(found)

    def one_by_one(self, runs: list[tuple[float, float]]) -> list[tuple[float, float]]:
        """Look at every whole number from the first that keeps the target, as many as ``AFTER``, for gaps in a run."""
        begin, end = int(runs[0][0]), int(min(runs[-1][1], runs[0][0] + AFTER))
        values = np.arange(begin, end + 1)
        kept = self.kept(sampled_at(self.formula, self.settings, self.name, values.astype(float)))
        for k in np.flatnonzero(kept[1:] != kept[:-1]):
            kept[k : k + 2] = [self.keeps(int(value)) for value in values[k : k + 2]]
        good = values[kept].astype(float)
        gaps = np.flatnonzero(np.diff(good) > 1)
        found = list(zip(good[[0, *gaps + 1]].tolist(), good[[*gaps, -1]].tolist(), strict=True))
        for first, last in runs:
            if last > end:
                joins = first <= end + 1 and found[-1][1] == end
                found[-1:] = [(found[-1][0], last)] if joins else [found[-1], (max(first, end + 1.0), last)]
        return found

    def edge(self, first: float, last: float, begins: bool) -> float:
        """Return where keeping begins or ends, of the side that keeps the target."""
        for _ in range(HALVINGS):
            middle = (first + last) / 2
            if middle in (first, last):
                break
            kept = bool(self.kept(sampled_at(self.formula, self.settings, self.name, np.array([middle])))[0])
            first, last = (first, middle) if kept == begins else (middle, last)
        return last if begins else first
