"""Inverse questions: where a bound meets a target, and where it is best, over one setting.

Every box of values on which an enclosure excludes the target is left out for certain, so that no solution of a range is
missed, whether the bound is monotone or not; what remains is refined.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import numpy as np
from flint import arb, fmpq
from scipy.optimize import brentq, minimize_scalar

from contextures.bounds.compute import index_names
from contextures.bounds.formula import Formula
from contextures.bounds.known import DIMENSION, MissingSettings, Settings, to_float
from contextures.bounds.scan import EXAMINED, sampled, searched, sought
from contextures.bounds.settings import is_array, read
from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError

WIDTH = fmpq(1, 2**44)
"""Relative width of the boxes that are not divided further."""
ABOUT_ZERO = fmpq(1, 2**16)
"""Share of the range below which a value counts as that share, for the width of its box."""
BOXES = 2_000
"""Boxes that are looked at."""
SMALL = fmpq(1, 2**10)
"""Share of the range that a box which cannot be settled may have."""
SIMPLE = 10**6
"""Largest denominator of a solution that is told exactly."""
TOUCH = 1e-9
"""Relative distance at which a bound that does not cross a target touches it."""
ADMISSIONS = 257
"""Values at which the hypotheses are looked at."""

Sign = int
"""−1 below the target, 1 above, 0 equal or not known."""


@dataclass(frozen=True)
class Solution:
    """A value of the setting at which the bound meets the target.

    Attributes
    ----------
    value : float
        For a whole number: the first or the last one that keeps the target.
    exact : str or None
        The value where it is rational and certain.
    """

    value: float
    exact: str | None = None


@dataclass(frozen=True)
class Inverse:
    """All solutions in a range.

    Attributes
    ----------
    name : str
        The setting.
    target : float or str
        In words where the question is from where on the value says anything.
    range : (float, float)
        What was searched.
    solutions : tuple of Solution
        In ascending order.
    kept : tuple of (float, float)
        Where the bound keeps the target: is at most (a lower bound: at least) that large.
    """

    name: str
    target: float | str
    range: tuple[float, float]
    solutions: tuple[Solution, ...]
    kept: tuple[tuple[float, float], ...]


def solve(
    formula: Formula, settings: Settings, name: str, target: Any, within: tuple[Any, Any] | None = None
) -> Inverse:
    """Find every value of one setting at which a bound meets a target.

    Parameters
    ----------
    formula : Formula
    settings : Settings
        The others; one value each.
    name : str
        The setting to find.
    target : number
    within : (number, number), optional
        Where to look; by default the range of the setting, up to 10¹².

    Raises
    ------
    InputError
        Where the setting is unknown, a range is empty, or no value of it meets the target.
    """
    goal = read("the target", target)
    if is_array(goal):
        raise InputError("the target is an array; one number is right")
    symbol = sought(formula, settings, name)
    lo, hi = searched(formula, settings, name, within)
    indexed = name == DIMENSION or name in index_names(formula.expression, settings)
    question = _Question(formula, settings, name, goal)
    if indexed:
        found = _one_by_one(question, lo, hi)
    elif symbol.is_integer:
        found = _whole(question, int(lo.ceil()), int(hi.floor()))
    else:
        found = _real(question, lo, hi)
    if not found.solutions and not found.kept:
        raise InputError(_nothing(question, lo, hi))
    return found


class _Question:
    """A bound as a function of one setting, against a target."""

    def __init__(self, formula: Formula, settings: Settings, name: str, target: fmpq) -> None:
        self.formula, self.settings, self.name, self.target = formula, settings, name, target

    def at(self, value: Any) -> Any:
        """Return the bound at a rational or over a ball."""
        return self.formula.value(self.settings.having(**{self.name: value}))

    def float_at(self, value: float) -> float:
        """Return bound − target in floats."""
        result = self.at(np.array([value]))
        return float(np.asarray(result, dtype=float).ravel()[0]) - int(self.target.p) / int(self.target.q)

    def sign(self, value: Any) -> Sign:
        """Return the sign of bound − target where it is certain."""
        try:
            found = self.at(value)
        except (UndefinedError, NotCertifiable):
            return 0
        if numbers.certainly_less(found, self.target):
            return -1
        return 1 if numbers.certainly_less(self.target, found) else 0

    def admitted(self, value: Any) -> bool:
        """Tell whether no hypothesis fails at a value."""
        failing, _, _ = self.formula.violated(self.settings.having(**{self.name: value}))
        return not failing

    def keeps(self, sign: Sign) -> bool:
        """Tell whether a bound on that side of the target keeps it."""
        return sign <= 0 if self.formula.above else sign >= 0

    def inverse(self, lo: fmpq, hi: fmpq, solutions: list[Solution], kept: list[tuple[float, float]]) -> Inverse:
        """Put the answer together."""
        ends = (to_float(lo), to_float(hi))
        return Inverse(self.name, to_float(self.target), ends, tuple(solutions), tuple(kept))


def _one_by_one(question: _Question, lo: fmpq, hi: fmpq) -> Inverse:
    """The setting is an index: look at every value, up to where the bound is still known."""
    signs: list[tuple[int, Sign]] = []
    for value in range(int(lo.ceil()), min(int(hi.floor()), int(lo.ceil()) + EXAMINED) + 1):
        try:
            signs.append((value, question.sign(fmpq(value))))
        except MissingSettings:
            if not signs:
                raise
            break
    return _runs(question, lo, fmpq(signs[-1][0]), [(v, v, s) for v, s in signs])


def _whole(question: _Question, lo: int, hi: int) -> Inverse:
    """Divide the range of a whole number until the sign is certain on each piece."""
    pieces: list[tuple[int, int, Sign]] = []
    stack, looked = [(lo, hi)], 0
    while stack:
        first, last = stack.pop()
        looked += 1
        if looked > BOXES:
            raise InputError(f"{question.name} cannot be settled from {lo} to {hi}; give a narrower range")
        sign = question.sign(fmpq(first)) if first == last else question.sign(_ball(fmpq(first), fmpq(last)))
        if sign or first == last:
            pieces.append((first, last, sign))
            continue
        middle = int((first * last) ** 0.5) if first > 0 and last > 4 * first else (first + last) // 2
        middle = min(max(middle, first), last - 1)
        stack += [(middle + 1, last), (first, middle)]
    return _runs(question, fmpq(lo), fmpq(hi), pieces)


def _runs(question: _Question, lo: fmpq, hi: fmpq, pieces: list[tuple[int, int, Sign]]) -> Inverse:
    """Join pieces of whole numbers that keep the target; the ends of the runs inside the range are the solutions."""
    runs: list[list[int]] = []
    for first, last, sign in pieces:
        if not question.keeps(sign) or not question.admitted(fmpq(first)):
            continue
        if runs and runs[-1][1] == first - 1:
            runs[-1][1] = last
        else:
            runs.append([first, last])
    solutions = []
    for first, last in runs:
        solutions += [Solution(float(end), str(end)) for end in dict.fromkeys((first, last)) if lo < end < hi]
    return question.inverse(lo, hi, solutions, [(float(first), float(last)) for first, last in runs])


def _real(question: _Question, lo: fmpq, hi: fmpq) -> Inverse:
    """Divide the range until the sign is certain or the box tiny; refine in the boxes that remain."""
    pieces = _admitted_pieces(question, lo, hi)
    with flint.ctx.workprec(numbers.PRECISION):
        open_ = [box for first, last in pieces for box in _boxes(question, first, last)]
    solutions, breaks = [], []
    for first, last in open_:
        found = _refined(question, first, last)
        if found is None:
            breaks.append(to_float((first + last) / 2))
        elif question.admitted(read(question.name, found.value)):
            solutions.append(found)
    marks = [*breaks, *(s.value for s in solutions)]
    return question.inverse(lo, hi, solutions, _kept(question, pieces, marks))


def _admitted_pieces(question: _Question, lo: fmpq, hi: fmpq) -> list[tuple[fmpq, fmpq]]:
    """Return the pieces of a range on which no hypothesis fails; outside them nothing is claimed."""
    inner = [read(question.name, end) for end in _thresholds(question, to_float(lo), to_float(hi))]
    ends = [lo, *inner, hi]
    return [(a, b) for a, b in pairwise(ends) if a < b and question.admitted(_middle(a, b))]


def _kept(question: _Question, pieces: list[tuple[fmpq, fmpq]], inner: list[float]) -> list[tuple[float, float]]:
    """Return where the bound keeps the target; it changes sides at inner marks only."""
    kept: list[tuple[float, float]] = []
    for first, last in pieces:
        a, b = to_float(first), to_float(last)
        for start, stop in pairwise([a, *sorted(mark for mark in inner if a < mark < b), b]):
            if not question.keeps(question.sign(read(question.name, (start + stop) / 2))):
                continue
            if kept and kept[-1][1] == start:
                kept[-1] = kept[-1][0], stop
            else:
                kept.append((start, stop))
    return kept


def _thresholds(question: _Question, lo: float, hi: float) -> list[float]:
    """Return where the hypotheses begin or cease to hold, as far as a grid tells."""
    grid = np.geomspace(lo, hi, ADMISSIONS) if lo > 0 else np.linspace(lo, hi, ADMISSIONS)
    _, _, mask = question.formula.violated(question.settings.having(**{question.name: grid}))
    inside = np.broadcast_to(mask, grid.shape)
    found = []
    for k in np.flatnonzero(inside[1:] != inside[:-1]):
        start, stop = float(grid[k]), float(grid[k + 1])
        for _ in range(60):
            middle = (start + stop) / 2
            if question.admitted(read(question.name, middle)) == inside[k]:
                start = middle
            else:
                stop = middle
        found.append(stop)
    return found


def _boxes(question: _Question, lo: fmpq, hi: fmpq) -> list[tuple[fmpq, fmpq]]:
    """Return the boxes without a certain sign, neighbours joined; a plateau at the target is left to its ends.

    All boxes are halved before any is halved again. Where a bound touches the target there are too many of them to go
    on until they are tiny; then small ones must do.
    """
    level, looked = [(lo, hi)], 0
    tiny: list[tuple[fmpq, fmpq]] = []
    while level and looked + len(level) <= BOXES:
        looked += len(level)
        halves = []
        for first, last in level:
            box = _ball(first, last)
            if question.sign(box) or (first < last and _meets(question, box)):
                continue
            size = max(abs(first), abs(last), (hi - lo) * ABOUT_ZERO)
            if last - first <= size * WIDTH:
                tiny.append((first, last))
            else:
                middle = _middle(first, last)
                halves += [(first, middle), (middle, last)]
        level = halves
    if any(last - first > (hi - lo) * SMALL for first, last in level):
        ends = f"{to_float(lo):g} to {to_float(hi):g}"
        raise InputError(f"{question.name} cannot be settled from {ends}; give a narrower range")
    joined: list[list[fmpq]] = []
    for first, last in sorted([*tiny, *level]):
        if joined and joined[-1][1] == first:
            joined[-1][1] = last
        else:
            joined.append([first, last])
    return [(first, last) for first, last in joined]


def _middle(first: fmpq, last: fmpq) -> Any:
    """The geometric mean of ends that are far apart, else the arithmetic one."""
    if first > 0 and last > 4 * first:
        return read("", float((to_float(first) * to_float(last)) ** 0.5))
    return (first + last) / 2


def _ball(first: fmpq, last: fmpq) -> arb:
    return arb(first).union(arb(last))


def _refined(question: _Question, first: fmpq, last: fmpq) -> Solution | None:
    """Return the solution in a box, if there is one: by a change of sign, else where the bound comes closest."""
    signs = question.sign(first), question.sign(last)
    a, b = to_float(first), to_float(last)
    for end, sign in ((first, signs[0]), (last, signs[1])):
        if sign == 0 and _meets(question, end):
            return Solution(to_float(end), str(end) if end.q <= SIMPLE else None)
    if signs[0] * signs[1] < 0:
        root = brentq(question.float_at, a, b, xtol=1e-300, rtol=1e-15) if _changes(question, a, b) else (a + b) / 2
    else:
        spread = b - a
        root = (
            minimize_scalar(
                lambda x: abs(question.float_at(x)),
                bounds=(a, b),
                method="bounded",
                options={"xatol": 1e-12 * max(spread, 1e-300)},
            ).x
            if spread > 0
            else a
        )
    simple = Fraction(root).limit_denominator(SIMPLE)
    candidate = fmpq(simple.numerator, simple.denominator)
    if first <= candidate <= last and _meets(question, candidate):
        return Solution(to_float(candidate), str(candidate))
    scale = max(abs(to_float(question.target)), 1e-9)
    close = abs(question.float_at(root)) <= (TOUCH if signs[0] * signs[1] >= 0 else 1e-4) * scale
    return Solution(float(root)) if close else None


def _changes(question: _Question, a: float, b: float) -> bool:
    ends = question.float_at(a), question.float_at(b)
    return ends[0] * ends[1] < 0


def _meets(question: _Question, value: fmpq | arb) -> bool:
    try:
        return numbers.certainly_equal(question.at(value), question.target)
    except (UndefinedError, NotCertifiable):
        return False


def _nothing(question: _Question, lo: fmpq, hi: fmpq) -> str:
    """Say that no value meets the target, and what can be reached."""
    values = sampled(question.formula, question.settings, question.name, lo, hi)[1]
    finite = values[np.isfinite(values)]
    where = f"for {question.name} from {to_float(lo):g} to {to_float(hi):g}"
    if not len(finite):
        return f"{question.formula.statement.id} has no value {where}"
    return (
        f"no {question.name} meets the target {to_float(question.target):g}: {where} "
        f"{question.formula.statement.id} runs from {finite.min():.6g} to {finite.max():.6g}"
    )
