"""Inverse questions: where a bound meets a target, and where it is best, over one setting.

Every box of values on which an enclosure excludes the target is left out for certain, so that no solution of a range is
missed, whether the bound is monotone or not; what remains is refined.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq

from contextures.bounds.boxes import BOXES, real_values
from contextures.bounds.compute import index_names
from contextures.bounds.formula import Formula
from contextures.bounds.known import DIMENSION, MissingSettings, Settings, to_float
from contextures.bounds.question import Inverse, Question, Sign, Solution, ball
from contextures.bounds.scan import EXAMINED, sampled, searched, sought
from contextures.bounds.settings import is_array, read
from contextures.errors import InputError


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
    question = Question(formula, settings, name, goal)
    if indexed:
        found = _one_by_one(question, lo, hi)
    elif symbol.is_integer:
        found = _whole(question, int(lo.ceil()), int(hi.floor()))
    else:
        found = real_values(question, lo, hi)
    if not found.solutions and not found.kept:
        raise InputError(_nothing(question, lo, hi))
    return found


def _one_by_one(question: Question, lo: fmpq, hi: fmpq) -> Inverse:
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


def _whole(question: Question, lo: int, hi: int) -> Inverse:
    """Divide the range of a whole number until the sign is certain on each piece."""
    pieces: list[tuple[int, int, Sign]] = []
    stack, looked = [(lo, hi)], 0
    while stack:
        first, last = stack.pop()
        looked += 1
        if looked > BOXES:
            raise InputError(f"{question.name} cannot be settled from {lo} to {hi}; give a narrower range")
        sign = question.sign(fmpq(first)) if first == last else question.sign(ball(fmpq(first), fmpq(last)))
        if sign or first == last:
            pieces.append((first, last, sign))
            continue
        middle = int((first * last) ** 0.5) if first > 0 and last > 4 * first else (first + last) // 2
        middle = min(max(middle, first), last - 1)
        stack += [(middle + 1, last), (first, middle)]
    return _runs(question, fmpq(lo), fmpq(hi), pieces)


def _runs(question: Question, lo: fmpq, hi: fmpq, pieces: list[tuple[int, int, Sign]]) -> Inverse:
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


def _nothing(question: Question, lo: fmpq, hi: fmpq) -> str:
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
