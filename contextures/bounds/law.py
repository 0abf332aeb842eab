"""A finite law that is given: its moments, and the exact probability with which a limit misses its mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import log
from typing import Any

import numpy as np
from flint import fmpq

from contextures.bounds import betting
from contextures.bounds.settings import is_array, read, shown
from contextures.errors import InputError
from contextures.exact.enumeration import sequences
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.worst import miss_probability
from contextures.theory.limit import Limit, Need, Side

ORDERED = 4096
"""Samples in the order drawn that are looked at, at most."""
OPEN = 1e-9
"""How near, relatively, a capital in floats may come to the level without being open."""


@dataclass(frozen=True, eq=False)
class Law:
    """A law on finitely many values.

    Attributes
    ----------
    masses : dict of fmpq to fmpq
        The positive probability of each value, ascending.
    """

    masses: dict[fmpq, fmpq]

    @classmethod
    def of(cls, source: Mapping[Any, Any] | str | Law) -> Law:
        """Return the law that is given: a mapping of values to probabilities, or text such as ``0=1/2,1=1/2``.

        Raises
        ------
        InputError
            Where a piece is no ``VALUE=PROBABILITY``, a value comes twice, or the probabilities do not add up to 1.
        """
        if isinstance(source, Law):
            return source
        if isinstance(source, str):
            pieces = [piece.partition("=") for piece in source.split(",")]
            if odd := next((piece for piece in pieces if not (piece[0].strip() and piece[2].strip())), None):
                raise InputError(f"the law holds {''.join(odd)!r}; VALUE=PROBABILITY such as 0=1/2,1=1/2 is right")
            pairs = [(value, mass) for value, _, mass in pieces]
        elif isinstance(source, Mapping):
            pairs = list(source.items())
        else:
            raise InputError(f"the law is {source!r}; a mapping of values to probabilities is right")
        found: dict[fmpq, fmpq] = {}
        for value, mass in pairs:
            point, share = read("a value of the law", value), read("a probability of the law", mass)
            if is_array(point) or is_array(share) or point in found or share < 0:
                raise InputError(f"the law gives {value} the probability {mass}; each value once, none negative")
            found[point] = share
        if (total := sum(found.values(), fmpq(0))) != 1:
            raise InputError(f"the probabilities of the law add up to {shown(total)}; 1 is right")
        return cls({point: found[point] for point in sorted(found) if found[point] > 0})

    def expectation(self, function: Any = lambda z: z) -> fmpq:
        """Return the mean of a function of the value."""
        return sum((mass * function(z) for z, mass in self.masses.items()), fmpq(0))

    @cached_property
    def mean(self) -> fmpq:
        """The mean."""
        return self.expectation()

    @cached_property
    def variance(self) -> fmpq:
        """The variance."""
        return self.expectation(lambda z: (z - self.mean) ** 2)

    @property
    def fractions(self) -> dict[Fraction, Fraction]:
        """The probability of each value."""
        return {fraction(z): fraction(mass) for z, mass in self.masses.items()}

    @property
    def binary(self) -> bool:
        """Whether all values are 0 or 1."""
        return all(z in (0, 1) for z in self.masses)

    def mirrored(self, total: fmpq) -> Law:
        """Return the law of total − Z."""
        return Law({total - z: mass for z, mass in reversed(self.masses.items())})

    def miss(self, limit: Limit, n: int, delta: fmpq, both: bool, settings: Mapping[str, Any]) -> Fraction | None:
        """Return the exact probability that a limit misses the mean; None where it is not for this law or is open.

        Parameters
        ----------
        limit : Limit
        n : int
        delta : fmpq
        both : bool
            Whether a one-sided limit is meant at δ/2, with its mirror image.
        settings : mapping
            What is fixed before the data.
        """
        if Need.BINARY in limit.needs and not self.binary:
            return None
        told = {**settings, "true_variance": self.variance}
        try:
            if not both or limit.side is Side.INTERVAL:
                return fraction(miss_probability(limit, self.masses, n, delta, **told))
            total = told["a"] + told["b"]
            turned = {**told, **({"mu": total - told["mu"]} if "mu" in told else {})}
            above = miss_probability(limit, self.masses, n, delta / 2, **told)
            return fraction(above + miss_probability(limit, self.mirrored(total).masses, n, delta / 2, **turned))
        except (NotCertifiable, UndefinedError, InputError):
            return None

    def miss_of_betting(self, n: int, delta: fmpq, both: bool, low: fmpq, high: fmpq) -> Fraction | None:
        """Return the exact probability that the limit by betting misses; None where samples are too many or it is open.

        A sample misses where the capital at the mean exceeds 1/δ; one that is within rounding of it leaves it open.
        """
        if len(self.masses) ** n > ORDERED:
            return None
        level = delta / 2 if both else delta
        found = self._ruin(n, level, low, high)
        other = self.mirrored(low + high)._ruin(n, level, low, high) if both else fmpq(0)
        return None if found is None or other is None else fraction(found + other)

    def _ruin(self, n: int, delta: fmpq, low: fmpq, high: fmpq) -> fmpq | None:
        inner = {(z - low) / (high - low): mass for z, mass in self.masses.items()}
        points = np.array([int(z.p) / int(z.q) for z in inner])
        masses = list(inner.values())
        mean, level = float(points @ [int(m.p) / int(m.q) for m in masses]), int(delta.p) / int(delta.q)
        total = fmpq(0)
        for row in sequences(len(points), n):
            values = points[row]
            with np.errstate(divide="ignore"):
                capital = np.cumsum(np.log1p(-betting.stakes(values, level) * (values - mean))).max()
            if abs(capital + log(level)) <= OPEN * (1 + abs(log(level))):
                return None
            if capital > -log(level):
                chance = fmpq(1)
                for place in row:
                    chance *= masses[int(place)]
                total += chance
        return total


def fraction(value: fmpq) -> Fraction:
    """Return a rational as Python has it."""
    return Fraction(int(value.p), int(value.q))
