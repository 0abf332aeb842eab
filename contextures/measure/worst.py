"""The law on given values under which a limit misses the mean most often, by exact enumeration of all samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import comb
from typing import Any, final

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.arrays import ExactArray
from contextures.exact.enumeration import coefficients, count_probabilities, count_vectors
from contextures.exact.numbers import NotCertifiable, rational
from contextures.measure.formula import value_at
from contextures.theory.limit import MEAN, Limit, Side

Floats = NDArray[np.float64]

MOST = 20_000
"""Samples that are listed at most."""
LAWS = 200_000
"""Laws of a grid at most."""
INSIDE = 12
"""Laws between two neighbouring answers, on two values."""
FINE = 10**9
"""Denominator of the laws on two values."""
ROUNDING = 1e-12
"""By how much a float must be passed."""


@final
@dataclass(frozen=True)
class WorstLaw:
    """The worst law that was found.

    Attributes
    ----------
    law : dict of Fraction to Fraction
        The probability of each value.
    mean : Fraction
    miss : Fraction
        The exact probability that the limit misses the mean.
    means, misses : ndarray (L,)
        In floats: the largest probability of a miss that was seen at each mean, in ascending order.
    """

    law: dict[Fraction, Fraction]
    mean: Fraction
    miss: Fraction
    means: Floats
    misses: Floats


def worst_law(limit: Limit, n: int, delta: Any, values: Any = (0, 1), *, grid: int = 60, **settings: Any) -> WorstLaw:
    """Find the law on given values under which a limit misses the mean most often.

    On two values every piece between two answers is looked at, just beyond each of them too, where the miss of a tight
    limit is largest; on more, all laws whose probabilities are multiples of 1/grid.

    Parameters
    ----------
    limit : Limit
        Of the mean, such as ``catalogue["classical.hoeffding"].printed.limits["limit"]``.
    n : int
        Draws.
    delta : Fraction, int or str p/q
    values : sequence of Fraction, int or str p/q, optional
    grid : int, optional
    **settings : Fraction
        What else the limit speaks of: ``a`` and ``b`` are 0 and 1 unless given.

    Raises
    ------
    InputError
        If the limit is of something else or reads what no sample tells, or samples or laws are too many.
    NotCertifiable
        If the exact limit of a sample cannot be told from the mean.
    """
    points = tuple(sorted({Fraction(str(value)) for value in values}))
    _of_mean(limit)
    if len(points) < 2:
        raise InputError(f"values {', '.join(map(str, points))}: two or more are right")
    samples, laws = comb(n + len(points) - 1, n), comb(grid + len(points) - 1, grid)
    if samples > MOST or (len(points) > 2 and laws > LAWS):
        raise InputError(f"{samples:,} samples and {laws:,} laws; at most {MOST:,} and {LAWS:,}")
    known = {"a": 0, "b": 1, **settings, "n": n, "delta": Fraction(str(delta))}
    ends = partial(_ends, limit, count_vectors(len(points), n), points, known)
    low, high = ends(exact=False)
    candidates = _two(low, high, points) if len(points) == 2 else count_vectors(len(points), grid) / grid
    misses = _misses(candidates, np.array([float(x) for x in points]), n, low, high)
    means = candidates @ np.array([float(x) for x in points])
    unit = FINE if len(points) == 2 else grid
    whole = np.rint(candidates[int(misses.argmax())] * unit).astype(int)
    weights = [Fraction(int(w), int(whole.sum())) for w in whole]
    mean = sum((w * x for w, x in zip(weights, points, strict=True)), Fraction(0))
    return WorstLaw(
        dict(zip(points, weights, strict=True)), mean, _fraction(_exact_miss(weights, mean, n, *ends(exact=True))),
        *_largest(means, misses),
    )  # fmt: skip


def miss_probability(limit: Limit, law: Mapping[Any, Any], n: int, delta: Any, **settings: Any) -> fmpq:
    """Return the exact probability that a limit misses the mean of a law.

    Parameters
    ----------
    limit : Limit
        Of the mean.
    law : mapping of fmpq, Fraction, int or str p/q
        The probability of each value.
    n : int
        Draws.
    delta : fmpq, Fraction, int or str p/q
    **settings
        What else the limit speaks of: ``a`` and ``b`` are 0 and 1 unless given.

    Raises
    ------
    InputError
        If the limit is of something else or reads what no sample tells, or samples are too many.
    NotCertifiable
        If the exact limit of a sample cannot be told from the mean.
    """
    _of_mean(limit)
    masses = {Fraction(str(x)): Fraction(str(mass)) for x, mass in law.items() if Fraction(str(mass)) > 0}
    points = tuple(sorted(masses))
    if (samples := comb(n + len(points) - 1, n)) > MOST:
        raise InputError(f"{samples:,} samples; at most {MOST:,}")
    known = {"a": 0, "b": 1, **settings, "n": n, "delta": Fraction(str(delta))}
    weights = [masses[x] for x in points]
    mean = sum((w * x for w, x in zip(weights, points, strict=True)), Fraction(0))
    low, high = _ends(limit, count_vectors(len(points), n), points, known, exact=True)
    return _exact_miss(weights, mean, n, low, high)


def _of_mean(limit: Limit) -> None:
    if limit.side not in (Side.UPPER, Side.LOWER, Side.INTERVAL) or limit.of != MEAN:
        raise InputError(f"a limit of the {limit.of}, {limit.side}; an upper or lower limit or an interval of the mean")


def _ends(limit: Limit, counts: Any, points: tuple[Fraction, ...], known: dict[str, Any], *, exact: bool) -> Any:
    """What each sample leaves to the mean, (K,) each; None where there is no end."""
    value = ExactArray(list(points)) if exact else np.array([float(x) for x in points])
    n = known["n"]
    told = {key: held if exact or isinstance(held, int) else float(held) for key, held in known.items()}
    mean, square = (counts * value).sum(-1) / n, (counts * value**2).sum(-1) / n
    told |= {"mean": mean, "second_moment": square}
    if "mu" in told:
        over = [max(rational(z) - rational(known["mu"]), fmpq(0)) for z in points]
        above = ExactArray(over) if exact else np.array([int(z.p) / int(z.q) for z in over])
        told["mean_plus"] = (counts * above).sum(-1) / n
        told["mean_minus"] = told["mean_plus"] - mean + told["mu"]
    if n > 1:
        told["variance"] = (square - mean**2) * n / (n - 1)
    if set(points) <= {0, 1}:
        told["count"] = counts[:, -1] * int(points[-1])
    rows = np.repeat(np.tile(np.arange(len(points)), len(counts)), counts.ravel()).reshape(len(counts), n)
    told["sample"] = value[rows]
    found = {
        name: None if formula is None else value_at(formula, told, exact=exact) + 0 * mean
        for name, formula in (("value", limit.value), ("lower", limit.lower))
    }
    if limit.side is Side.LOWER:
        return found["value"], None
    return found["lower"], found["value"]


def _two(low: Floats | None, high: Floats | None, points: tuple[Fraction, ...]) -> Floats:
    """Laws on two values: on both sides of each answer, and between two of them."""
    start, width = float(points[0]), float(points[1] - points[0])
    passed = np.concatenate([(end - start) / width for end in (low, high) if end is not None])
    edges = np.unique(np.concatenate([[0.0, 1.0], passed[(passed > 0) & (passed < 1)]]))
    inner = edges[:-1, None] + np.diff(edges)[:, None] * np.linspace(0, 1, INSIDE + 2)[None, 1:-1]
    every = np.concatenate([np.floor(edges * FINE - 1), np.ceil(edges * FINE + 1), np.rint(inner * FINE).ravel()])
    p = np.unique(np.clip(np.concatenate([every, [0, FINE]]), 0, FINE)) / FINE
    return np.stack([1 - p, p], axis=1)


def _misses(laws: Floats, points: Floats, n: int, low: Floats | None, high: Floats | None) -> Floats:
    """The probability of a miss under each law, in floats."""
    means, found = laws @ points, []
    step = max(1, 2_000_000 // len(count_vectors(len(points), n)))
    for k in range(0, len(laws), step):
        part, at = laws[k : k + step], means[k : k + step, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            chances = count_probabilities(np.maximum(part, 1e-300), n)
        missed = np.zeros(chances.shape, dtype=bool)
        if high is not None:
            missed |= at > high + ROUNDING
        if low is not None:
            missed |= at < low - ROUNDING
        found.append((chances * missed).sum(1))
    return np.concatenate(found)


def _exact_miss(weights: list[Fraction], mean: Fraction, n: int, low: Any, high: Any) -> fmpq:
    """The probability of a miss under one law, exactly."""
    counts, ways = count_vectors(len(weights), n), coefficients(len(weights), n)
    at, total = rational(mean), fmpq(0)
    powers = [[rational(w) ** k for k in range(n + 1)] for w in weights]
    for k, row in enumerate(counts):
        missed = [
            numbers.holds(*pair)
            for pair in (
                *([(high.values[k], "<", at)] if high is not None else []),
                *([(at, "<", low.values[k])] if low is not None else []),
            )
        ]
        if None in missed:
            raise NotCertifiable("whether the mean passes a limit is open")
        if any(missed):
            term = fmpq(ways[k])
            for place, count in enumerate(row):
                term *= powers[place][int(count)]
            total += term
    return total


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _largest(means: Floats, misses: Floats) -> tuple[Floats, Floats]:
    """The largest miss at each mean, ascending."""
    order = np.lexsort((-misses, means))
    kept = np.append(True, np.diff(means[order]) > ROUNDING)
    return means[order][kept], misses[order][kept]
