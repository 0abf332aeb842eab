"""Losses, weights and settings that come from outside: checked once, in floats or, where fractions come in, exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from contextures.arrays import SUM_TOLERANCE, finite
from contextures.errors import InputError
from contextures.exact.arithmetic import Arithmetic, Array, Floats, Rationals
from contextures.exact.numbers import ball, rational
from contextures.risks.tails import descending


@dataclass(frozen=True)
class Problem:
    """A batch of laws, in floats or in rationals, and the settings that go with each.

    Attributes
    ----------
    losses, weights : ndarray (..., n)
        In the order given; object arrays of rationals where ``exact``.
    settings : dict of str to ndarray (...)
    exact : bool
    """

    losses: Array
    weights: Array
    settings: dict[str, Array]
    exact: bool

    def solve(self, risk: Callable[..., Any]) -> Any:
        """Return ``risk(law, arithmetic, **settings)`` of each law: at once in floats, one after the other exactly."""
        if not self.exact:
            # a risk is homogeneous in the losses: squares of scaled ones neither overflow nor vanish
            scale = np.ldexp(1.0, np.frexp(np.abs(self.losses).max(-1))[1] - 1)
            scale = np.where(scale > 0, scale, 1.0)
            law = descending(self.losses / scale[..., None], self.weights)
            with np.errstate(over="ignore"):
                found = risk(law, Floats(), **self.settings) * scale
            return float(found) if np.ndim(found) == 0 else np.asarray(found)
        shape = self.losses.shape[:-1]
        values = np.empty(shape, dtype=object)
        arithmetic: Arithmetic = Rationals()
        for index in np.ndindex(shape):
            law = descending(self.losses[index], self.weights[index])
            chosen = {name: setting[index] for name, setting in self.settings.items()}
            values[index] = public(risk(law, arithmetic, **chosen))
        return values[()]


def public(value: Any) -> Fraction | float:
    """Return a rational as a fraction and anything else rounded."""
    if isinstance(value, fmpq):
        return Fraction(int(value.p), int(value.q))
    return float(ball(value).mid())


def problem(losses: Any, weights: Any, **settings: Any) -> Problem:
    """Check losses, weights and settings and bring them to one shape.

    Parameters
    ----------
    losses : array_like, (..., n)
    weights : array_like, (n,) or (..., n), or None
        A pmf; None for equal weights.
    **settings : number or array_like (...)
        Already known to be in range.

    Raises
    ------
    InputError
        Where a loss is not finite, there is no point, the weights are negative, do not sum to 1 or do not fit.
    """
    given = [losses, *([] if weights is None else [weights]), *settings.values()]
    exact = _holds_fractions(given)
    loss = _numbers(losses, "losses", exact)
    if loss.ndim == 0 or loss.shape[-1] == 0:
        raise InputError(f"losses has shape {loss.shape}; at least one point along the last axis is right")
    n = loss.shape[-1]
    if weights is None:
        pmf = np.full(n, fmpq(1, n), dtype=object) if exact else np.full(n, 1.0 / n)
    else:
        pmf = _pmf(weights, n, exact)
    try:
        shape = np.broadcast_shapes(loss.shape[:-1], pmf.shape[:-1], *(np.shape(s) for s in settings.values()))
    except ValueError:
        shapes = ", ".join(str(np.shape(value)) for value in given)
        raise InputError(f"losses, weights and settings have shapes {shapes}, which do not go together") from None
    return Problem(
        np.broadcast_to(loss, (*shape, n)),
        np.broadcast_to(pmf, (*shape, n)),
        {name: np.broadcast_to(_numbers(s, name, exact), shape) for name, s in settings.items()},
        exact,
    )


def _holds_fractions(given: list[Any]) -> bool:
    """Tell whether all entries are fractions and whole numbers, a fraction among them; float arrays are not read."""
    if any(isinstance(value, np.ndarray) and value.dtype.kind == "f" for value in given):
        return False
    flat = [entry for value in given for entry in _objects(value).flat]
    return any(isinstance(e, Fraction) for e in flat) and all(isinstance(e, Fraction | int | np.integer) for e in flat)


def _objects(value: Any) -> Array:
    try:
        return np.asarray(value, dtype=object)
    except ValueError:
        raise InputError("losses, weights and settings must be rectangular arrays of numbers") from None


def _numbers(value: Any, name: str, exact: bool) -> Array:
    """Return finite numbers of the back end."""
    checked = finite(value, name)
    return np.asarray(np.vectorize(rational, otypes=[object])(_objects(value))) if exact else checked


def _pmf(weights: Any, n: int, exact: bool) -> Array:
    pmf = _numbers(weights, "weights", exact)
    if pmf.ndim == 0 or pmf.shape[-1] != n:
        raise InputError(f"weights has shape {pmf.shape}; {n} along the last axis, one for each point, are right")
    if (pmf < 0).any():
        where = tuple(int(i) for i in np.argwhere(pmf < 0)[0])
        raise InputError(f"weights[{', '.join(map(str, where))}] is {pmf[where]}; a number ≥ 0 is right")
    sums = pmf.sum(-1)
    wrong = np.argwhere(np.asarray(sums != 1 if exact else np.abs(sums - 1) > SUM_TOLERANCE))
    if len(wrong):
        row = tuple(int(i) for i in wrong[0])
        name = f"weights[{', '.join(map(str, row))}]" if row else "weights"
        total = np.asarray(sums)[row]
        raise InputError(f"{name} sums to {total if exact else format(total, '.9g')}; a sum of 1 is right")
    return pmf if exact else np.asarray(pmf / sums[..., None])


def in_range(value: Any, name: str, right: str, test: Callable[[Array], Array]) -> Any:
    """Return a setting, a number or an array of them, after a test of its range.

    Raises
    ------
    InputError
        Where an entry is no number or fails the test; ``right`` says what would pass.
    """
    try:
        if np.iscomplexobj(value):
            raise TypeError
        numbers = np.asarray(value, dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"{name} is {value!r}; {right} is right") from None
    wrong = np.argwhere(~test(numbers) | np.isnan(numbers))
    if len(wrong):
        where = tuple(int(i) for i in wrong[0])
        index = f"[{', '.join(map(str, where))}]" if where else ""
        raise InputError(f"{name}{index} is {_objects(value)[where]}; {right} is right")
    return value


def single(value: Any, name: str) -> float:
    """Return a setting that was tested, as a float; InputError where it is several."""
    if np.ndim(value):
        raise InputError(f"{name} is {value!r}; one number is right")
    return float(value)


def share(value: Any, name: str = "alpha") -> Any:
    """Check a level in (0, 1]."""
    return in_range(value, name, "a number above 0 and at most 1", lambda v: (v > 0) & (v <= 1))


def proportion(value: Any, name: str = "epsilon") -> Any:
    """Check a proportion in [0, 1)."""
    return in_range(value, name, "a number of at least 0 and below 1", lambda v: (v >= 0) & (v < 1))


def radius(value: Any, name: str = "rho") -> Any:
    """Check a radius in [0, ∞)."""
    return in_range(value, name, "a finite number ≥ 0", lambda v: (v >= 0) & np.isfinite(v))


def order(value: Any, name: str = "beta") -> Any:
    """Check an order of a divergence in (1, ∞)."""
    return in_range(value, name, "a finite number above 1", lambda v: (v > 1) & np.isfinite(v))
