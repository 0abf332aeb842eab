"""A bound as a function of one setting, against a target: the question of an inverse, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb, fmpq

from contextures.bounds.formula import Formula
from contextures.bounds.known import Settings, to_float
from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError

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


class Question:
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

    def meets(self, value: fmpq | arb) -> bool:
        """Tell whether the bound certainly is the target at a value."""
        try:
            return numbers.certainly_equal(self.at(value), self.target)
        except (UndefinedError, NotCertifiable):
            return False

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


def ball(first: fmpq, last: fmpq) -> arb:
    """Return the ball of all values between two."""
    return arb(first).union(arb(last))
