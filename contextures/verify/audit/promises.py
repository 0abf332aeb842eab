"""What a function promises, and when a sample breaks the promise: decided exactly, since floats are rationals."""

from __future__ import annotations

import math
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Answers: TypeAlias = NDArray[np.float64]
"""What a function answered, (samples, seeds, width): one number or, of an interval, two; NaN is no limit."""


class Promise(StrEnum):
    """What the answer of a function is said to be."""

    UPPER = "upper"
    LOWER = "lower"
    INTERVAL = "interval"
    PVALUE = "pvalue"
    CONFORMAL = "conformal"

    @property
    def width(self) -> int:
        """Numbers in one answer."""
        return 2 if self is Promise.INTERVAL else 1


SAYS = {
    Promise.UPPER: "it returns an upper confidence limit of the mean: P(answer < mean) ≤ δ",
    Promise.LOWER: "it returns a lower confidence limit of the mean: P(answer > mean) ≤ δ",
    Promise.INTERVAL: "it returns a confidence interval of the mean: P(mean outside) ≤ δ",
    Promise.PVALUE: "it returns a p-value of the hypothesis that the mean is at least a level: P(answer ≤ δ) ≤ δ",
    Promise.CONFORMAL: "it returns a threshold that the next score exceeds with probability at most δ",
}
"""The promise in words."""


def fraction(value: fmpq) -> Fraction:
    """Turn a rational of FLINT into a fraction."""
    return Fraction(int(value.p), int(value.q))


def rational_of(value: float) -> fmpq:
    """Turn a finite float into the rational that it is."""
    return fmpq(*value.as_integer_ratio())


def nearest(value: fmpq) -> float:
    """Return the nearest float; an infinity where there is none."""
    try:
        return int(value.p) / int(value.q)
    except OverflowError:
        return math.copysign(math.inf, int(value.p))


def below(values: Floats, bound: fmpq) -> NDArray[np.bool_]:
    """Tell which floats are less than a rational, exactly; NaN is not."""
    last = nearest(bound)
    if math.isinf(last) or rational_of(last) >= bound:
        last = math.nextafter(last, -math.inf)
    return values <= last


def above(values: Floats, bound: fmpq) -> NDArray[np.bool_]:
    """Tell which floats are greater than a rational, exactly; NaN is not."""
    return below(-values, -bound)


def ends(promise: Promise, answers: Answers, delta: fmpq, rounding: fmpq) -> tuple[Floats, Floats]:
    """Return what each answer leaves to the mean: it is missed where it is more than ``rounding`` outside.

    Parameters
    ----------
    promise : Promise
        Of a p-value: one at most δ leaves nothing, another one everything. Of conformal prediction, the next score has
        the place of the mean.
    answers : ndarray (samples, seeds, width)
    delta, rounding : fmpq

    Returns
    -------
    low, high : ndarray (samples, seeds)
        Where there is no limit, −∞ and ∞.
    """
    none = np.isnan(answers).any(axis=2)
    first, last = answers[:, :, 0], answers[:, :, -1]
    low = np.full(none.shape, -np.inf)
    high = np.full(none.shape, np.inf)
    if promise in (Promise.LOWER, Promise.INTERVAL):
        low = first
    if promise in (Promise.UPPER, Promise.INTERVAL, Promise.CONFORMAL):
        high = last
    if promise is Promise.PVALUE:
        high = np.where(above(first, delta - rounding), np.inf, -np.inf)
    low, high = np.where(none, -np.inf, low), np.where(none, np.inf, high)
    for place in np.argwhere(np.isfinite(low) & np.isfinite(high) & (low > high)):
        k = tuple(place)
        if rational_of(float(high[k])) + rounding < rational_of(float(low[k])) - rounding:  # an empty interval
            low[k] = high[k] = -np.inf
    return low, high


def missed(low: Floats, high: Floats, mean: fmpq, rounding: fmpq) -> NDArray[np.bool_]:
    """Tell which intervals miss a mean by more than ``rounding``, exactly."""
    return below(high, mean - rounding) | above(low, mean + rounding)


def written(answer: Any) -> list[str]:
    """Write an answer for a certificate: the rationals that its floats are, or an infinity."""
    return [str(rational_of(float(x))) if math.isfinite(x) else "inf" if x > 0 else "-inf" for x in answer]


def shown(answer: Any) -> Any:
    """Write an answer for people and JSON: a number, a list of two, an infinity as a word."""
    numbers = [float(x) if math.isfinite(x) else "inf" if x > 0 else "-inf" for x in answer]
    return numbers if len(numbers) > 1 else numbers[0]
