"""What is asked of a function: promise, sizes, laws and how an answer is judged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np
from flint import fmpq

from contextures.errors import InputError
from contextures.exact.numbers import rational
from contextures.verify.audit.promises import Promise, fraction

Number: TypeAlias = int | float | str | Fraction
DOMAINS = ("unit", "binary")
ORDERS = ("any", "given")
DRAWS = 8
"""Draws of the seed of a random function, unless their number is said."""
MOST_VALUES = 200
NUMBER = re.compile(r"[-+]?(\d+/\d+|(\d+\.?\d*|\.\d+)(e[-+]?\d{1,2})?)", re.IGNORECASE)
"""How a number is written; its exponent, of two digits, keeps the floats of values apart from infinities."""
LONGEST_NUMBER = 40
"""Characters of a number; its digits make those of every result."""


@dataclass(frozen=True)
class Question:
    """What is asked.

    Attributes
    ----------
    promise : Promise
    size : int
        Number of draws n in a sample.
    delta, rounding : fmpq
    null : fmpq or None
        Level of a p-value where it is not the law's own mean.
    domain : str
        ``unit``, ``binary``, ``values`` or ``law``.
    values : tuple of Fraction
        Of the laws, ascending; of conformal prediction the scores; none where the search chooses.
    law : mapping of Fraction to fmpq, or None
        The one law that is asked about.
    ordered : bool
        Every sequence by itself.
    seeds : tuple of int
        Of a random function; empty where there is none.
    batched : bool
    """

    promise: Promise
    size: int
    delta: fmpq
    rounding: fmpq
    null: fmpq | None
    domain: str
    values: tuple[Fraction, ...]
    law: Mapping[Fraction, fmpq] | None
    ordered: bool
    seeds: tuple[int, ...]
    batched: bool

    @property
    def own_level(self) -> bool:
        """Whether a p-value is asked at the mean of each law."""
        return self.promise is Promise.PVALUE and self.null is None

    @property
    def draws(self) -> int:
        """How many seeds there are, 1 for a function without one."""
        return max(1, len(self.seeds))


def question(
    *,
    kind: str,
    n: int,
    delta: Number,
    domain: str | None,
    values: Iterable[Number] | None,
    law: Mapping[Number, Number] | None,
    order: str,
    null: Number | None,
    rounding: Number,
    seeded: bool | int,
    batched: bool,
    seed: int,
) -> Question:
    """Check what is asked; InputError, with what would be right, where it cannot be."""
    if kind not in list(Promise):
        raise InputError(f"kind is {kind!r}; {', '.join(Promise)} are right")
    promise = Promise(kind)
    if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
        raise InputError(f"n is {n!r}; a whole number from 1 on is right")
    level = number("delta", delta)
    if not 0 < level < 1:
        raise InputError(f"delta is {delta}; a number between 0 and 1 is right, such as 1/20")
    slack = number("rounding", rounding)
    if slack < 0:
        raise InputError(f"rounding is {rounding}; a number from 0 on is right")
    if order not in ORDERS:
        raise InputError(f"order is {order!r}; {' or '.join(ORDERS)} is right")
    if null is not None and promise is not Promise.PVALUE:
        raise InputError(f"null goes with kind pvalue, not with {promise}")
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise InputError(f"seed is {seed!r}; a whole number from 0 on is right")
    where, points, weights = _laws(promise, int(n), domain, values, law)
    if null is not None:
        null = number("null", null)
        highest = max(points) if points else Fraction(1)
        if not (min(points) if points else 0) <= null <= highest:
            raise InputError(f"null is {null}; no law on these values has a mean that ends there")
    return Question(
        promise,
        int(n),
        rational(level),
        rational(slack),
        None if null is None else rational(null),
        where,
        points,
        weights,
        order == "given",
        _seeds(seeded, seed),
        bool(batched),
    )


def number(name: str, value: Any) -> Fraction:
    """Read a rational number: a whole number, p/q, a decimal, or a float as it is printed."""
    text = str(value).strip()
    if isinstance(value, bool) or len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        raise InputError(f"{name} is {text[:LONGEST_NUMBER]!r}; a number such as 1/20 or 0.05 is right")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise InputError(f"{name} is {text!r}, which divides by zero; a number such as 1/20 is right") from None


def read_values(text: str) -> list[Fraction]:
    """Read values as the command line has them: ``0,1/2,1``, or ``0:1:5`` for 5 at equal distances from 0 to 1."""
    if ":" not in text:
        return [number("a value", part.strip()) for part in text.split(",")]
    parts = text.split(":")
    if len(parts) != 3 or not re.fullmatch(r"\s*\d{1,4}\s*", parts[2]) or not 2 <= int(parts[2]) <= MOST_VALUES:
        raise InputError(f"values are {text!r}; 0,1/2,1 or START:STOP:COUNT, of 2 to {MOST_VALUES} values, is right")
    start, stop, count = number("a value", parts[0]), number("a value", parts[1]), int(parts[2])
    return [start + (stop - start) * k / (count - 1) for k in range(count)]


def _laws(
    promise: Promise,
    size: int,
    domain: str | None,
    values: Iterable[Number] | None,
    law: Mapping[Number, Number] | None,
) -> tuple[str, tuple[Fraction, ...], Mapping[Fraction, fmpq] | None]:
    """Return which laws are meant, their values, and their weights where there is one law."""
    if sum(given is not None for given in (domain, values, law)) > 1:
        raise InputError("domain, values and law each say which laws are meant; one of them is right")
    if promise is Promise.CONFORMAL:
        if domain is not None or law is not None:
            raise InputError("kind conformal takes scores in any order, not a law; values= with n + 1 of them is right")
        if values is None:
            return "values", tuple(Fraction(k, size) for k in range(size + 1)), None
        scores = _distinct(values)
        if len(scores) != size + 1:
            raise InputError(f"kind conformal with n = {size} needs {size + 1} scores; there are {len(scores)}")
        return "values", scores, None
    if law is not None:
        weights = {number("a value", value): number("a probability", p) for value, p in law.items()}
        if len(weights) < len(law) or any(p <= 0 for p in weights.values()) or sum(weights.values()) != 1:
            raise InputError("law has probabilities that are not positive with sum 1, or a value twice")
        points = tuple(sorted(weights))
        return "law", points, {value: rational(weights[value]) for value in points}
    if values is not None:
        return "values", _distinct(values), None
    if domain is not None and domain not in DOMAINS:
        raise InputError(f"domain is {domain!r}; {' or '.join(DOMAINS)} is right, or values=")
    return (domain or "unit"), ((Fraction(0), Fraction(1)) if domain == "binary" else ()), None


def _distinct(values: Iterable[Number]) -> tuple[Fraction, ...]:
    if isinstance(values, str):
        values = read_values(values)
    points = [number("a value", value) for value in values]
    if not points:
        raise InputError("values are none; at least one is needed")
    if len(points) > MOST_VALUES:
        raise InputError(f"there are {len(points)} values; at most {MOST_VALUES} are right")
    again = sorted({str(point) for point in points if points.count(point) > 1})
    if again or len({float(point) for point in points}) < len(points):
        raise InputError(f"values: {again[0] if again else 'two of them'} occurs twice; distinct numbers are right")
    return tuple(sorted(points))


def _seeds(seeded: bool | int, seed: int) -> tuple[int, ...]:
    """Draw the seeds of a random function."""
    if not seeded:
        return ()
    count = DRAWS if seeded is True else int(seeded)
    if not 1 <= count <= 1000:
        raise InputError(f"seeded is {seeded!r}; True, or 1 to 1000 draws of the seed, is right")
    return tuple(int(s) for s in np.random.default_rng(seed).choice(2**31, size=count, replace=False))


def law_of(points: Iterable[Fraction], weights: Iterable[fmpq]) -> dict[Fraction, Fraction]:
    """Return a law as fractions, without the values of no weight."""
    return {point: fraction(weight) for point, weight in zip(points, weights, strict=True) if weight}
