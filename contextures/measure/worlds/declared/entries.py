"""What a world computes entry by entry, in floats and exactly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.arrays import ExactArray, rationals
from contextures.measure.formula import value_at
from contextures.measure.world import World

Array = NDArray[Any]
Numbers = Any
"""An array of the back end: floats with the batch axis first, or an `ExactArray` without it."""

ROUNDING = 1e-12
"""What rounding may leave of zero under a root, and of a difference, in floats."""
LARGE = 1e300
"""Size up to which a difference is measured in the numbers themselves."""


class Entries(World):
    """Instances whose numbers are computed with entry by entry."""

    def log(self, value: Numbers) -> Numbers:
        """Take the natural logarithm."""
        return self._entrywise(np.log, value)

    def exp(self, value: Numbers) -> Numbers:
        """Take the exponential."""
        return self._entrywise(np.exp, value)

    def sqrt(self, value: Numbers) -> Numbers:
        """Take the square root."""
        if not self.exact:
            value = np.asarray(value, dtype=float)
            value = np.where((value < 0) & (value > -ROUNDING), 0.0, value)
        return self._entrywise(np.sqrt, value)

    def absolute(self, value: Numbers) -> Numbers:
        """Return the size."""
        return self._entrywise(np.absolute, value)

    def maximum(self, first: Numbers, second: Numbers) -> Numbers:
        """Return the larger of two numbers."""
        return self._entrywise(np.maximum, first, second)

    def minimum(self, first: Numbers, second: Numbers) -> Numbers:
        """Return the smaller of two numbers."""
        return self._entrywise(np.minimum, first, second)

    def reaches(self, first: Numbers, second: Numbers) -> Any:
        """Tell where first ≥ second; in floats, what misses by rounding reaches it too."""
        if self.exact:
            return ExactArray(first) >= ExactArray(second)
        return ~self.exceeds(second, first)

    def exceeds(self, first: Numbers, second: Numbers) -> Any:
        """Tell where first > second; in floats, by more than rounding."""
        if self.exact:
            return ExactArray(first) > ExactArray(second)
        with np.errstate(all="ignore"):
            return np.asarray(first - second > ROUNDING * np.clip(np.abs(second), 1.0, LARGE))

    def where(self, condition: Any, then: Numbers, otherwise: Numbers) -> Numbers:
        """Choose by a condition, entry by entry."""
        if self.exact:
            then, otherwise = ExactArray(then), ExactArray(otherwise)
        return np.where(condition, then, otherwise)

    def between(self, low: Numbers, high: Numbers, *, likely: Numbers) -> Numbers:
        """Return one number an instance that is known to lie between two ends; in floats, a likely value."""
        if not self.exact:
            return likely
        ends = (end(ExactArray(value).item()) for end, value in ((numbers.lower, low), (numbers.upper, high)))
        return ExactArray(np.array(numbers.Bracket(*ends), dtype=object))

    def floor(self, value: Numbers) -> Numbers:
        """Return the largest whole number that is at most the value (in floats: to rounding)."""
        return self._whole(lambda v: v.floor(), np.floor, value, ROUNDING)

    def ceiling(self, value: Numbers) -> Numbers:
        """Return the smallest whole number that is at least the value (in floats: to rounding)."""
        return self._whole(lambda v: v.ceil(), np.ceil, value, -ROUNDING)

    def value(self, expression: Any, **settings: Any) -> Numbers:
        """Return the value of a formula over settings, such as a limit's, in the numbers of the back end.

        Parameters
        ----------
        expression : sympy.Expr
        **settings : array or number
            By the names of the symbols: they broadcast together. The last axis of a sequence is its index, from 1.

        Raises
        ------
        InputError
            Where the formula has a symbol that is not set.
        """
        return value_at(expression, settings, exact=self.exact)

    def _whole(self, exactly: Callable[[Any], Any], function: Any, value: Numbers, slack: float) -> Numbers:
        """Round to integers: of a rational exactly, of a float as if it were slightly moved."""
        if not self.exact:
            return function(np.asarray(value) + slack).astype(np.int64)
        entries = rationals(ExactArray(value))
        found = np.array([int(exactly(entry)) for entry in entries.ravel()], dtype=np.int64)
        return found.reshape(entries.shape)

    def _entrywise(self, function: Callable[..., Any], *values: Numbers) -> Numbers:
        if self.exact:
            return function(*map(ExactArray, values))
        with np.errstate(all="ignore"):
            return function(*values)
