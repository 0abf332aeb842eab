"""Where a bound meets a target over a real setting: boxes without a certain sign are halved, the rest is refined."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import numpy as np
from flint import fmpq
from scipy.optimize import brentq, minimize_scalar

from contextures.bounds.known import to_float
from contextures.bounds.question import Inverse, Question, Solution, ball
from contextures.bounds.settings import read
from contextures.errors import InputError
from contextures.exact import numbers

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


def real_values(question: Question, lo: fmpq, hi: fmpq) -> Inverse:
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


def _admitted_pieces(question: Question, lo: fmpq, hi: fmpq) -> list[tuple[fmpq, fmpq]]:
    """Return the pieces of a range on which no hypothesis fails; outside them nothing is claimed."""
    inner = [read(question.name, end) for end in _thresholds(question, to_float(lo), to_float(hi))]
    ends = [lo, *inner, hi]
    return [(a, b) for a, b in pairwise(ends) if a < b and question.admitted(_middle(a, b))]


def _kept(question: Question, pieces: list[tuple[fmpq, fmpq]], inner: list[float]) -> list[tuple[float, float]]:
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


def _thresholds(question: Question, lo: float, hi: float) -> list[float]:
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


def _boxes(question: Question, lo: fmpq, hi: fmpq) -> list[tuple[fmpq, fmpq]]:
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
            box = ball(first, last)
            if question.sign(box) or (first < last and question.meets(box)):
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


def _refined(question: Question, first: fmpq, last: fmpq) -> Solution | None:
    """Return the solution in a box, if there is one: by a change of sign, else where the bound comes closest."""
    signs = question.sign(first), question.sign(last)
    a, b = to_float(first), to_float(last)
    for end, sign in ((first, signs[0]), (last, signs[1])):
        if sign == 0 and question.meets(end):
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
    if first <= candidate <= last and question.meets(candidate):
        return Solution(to_float(candidate), str(candidate))
    scale = max(abs(to_float(question.target)), 1e-9)
    close = abs(question.float_at(root)) <= (TOUCH if signs[0] * signs[1] >= 0 else 1e-4) * scale
    return Solution(float(root)) if close else None


def _changes(question: Question, a: float, b: float) -> bool:
    ends = question.float_at(a), question.float_at(b)
    return ends[0] * ends[1] < 0
