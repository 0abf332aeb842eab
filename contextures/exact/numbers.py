"""Exact scalars: rationals, square roots of rationals, balls and two-sided bounds, and what can be concluded from them.

A value is a ``fmpq`` while it is rational. What leaves the rationals becomes a ``Surd`` (so that its square is rational
again), a sum of ``Logarithms`` (whose sign is exact), a ``Crossing`` (which is compared with rationals exactly), a
``Bracket`` (a supremum known between two rationals) or, in general, a python-flint ball ``arb``.
A comparison is true only if it is certain.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from flint import arb, fmpq

from contextures.exact.crossings import Crossing
from contextures.exact.logarithms import Logarithms, combine, enclosure, logarithm, sign

RATIO = re.compile(r"-?\d{1,4000}(/\d{1,4000})?")
"""How a rational is written in a certificate."""
PRECISION = 160
"""Bits of the balls."""


class UndefinedError(ArithmeticError):
    """The expression has no value at this instance (0/0, a root of a negative number): nothing is claimed there."""


class NotCertifiable(ArithmeticError):
    """The exact value is out of reach at this instance, although it exists."""


@dataclass(frozen=True, slots=True)
class Surd:
    """The square root of a positive rational that is not a square."""

    radicand: fmpq


@dataclass(frozen=True, slots=True)
class Bracket:
    """A number known to lie between two rationals; an end that is not known is the ball −∞ or ∞."""

    lo: fmpq | arb
    hi: fmpq | arb


Exact: TypeAlias = Any
"""One of fmpq, arb, Surd, Logarithms, Crossing, Bracket (python-flint ships no types)."""


def rational(value: int | Fraction | str | fmpq) -> fmpq:
    """Turn an integer, a fraction or a string ``p/q`` into a rational."""
    if isinstance(value, fmpq):
        return value
    if isinstance(value, str) and not RATIO.fullmatch(value):
        raise ValueError(f"{value[:40]!r} is no ratio p/q of whole numbers")
    value = Fraction(value)
    return fmpq(value.numerator, value.denominator)


def ball(value: Exact) -> arb:
    """Return a ball that holds the value."""
    if isinstance(value, Surd):
        return arb(value.radicand).sqrt()
    if isinstance(value, Bracket):
        return arb(value.lo).union(arb(value.hi))
    if isinstance(value, Crossing):
        return value.ball
    return enclosure(value) if isinstance(value, Logarithms) else arb(value)


def lower(value: Exact) -> fmpq | arb:
    """Return a lower bound: a rational, or a ball that compares only where it is certain."""
    if isinstance(value, Bracket):
        return value.lo
    if isinstance(value, Crossing):
        return value.ends[0]
    return ball(value) if isinstance(value, Surd | Logarithms) else value


def upper(value: Exact) -> fmpq | arb:
    """Return an upper bound: a rational, or a ball that compares only where it is certain."""
    if isinstance(value, Bracket):
        return value.hi
    if isinstance(value, Crossing):
        return value.ends[1]
    return ball(value) if isinstance(value, Surd | Logarithms) else value


def _order(a: Exact, b: Exact) -> int | None:
    """The sign of a − b where both are sums of logarithms, crossings or rationals, and it is exact; else None."""
    if isinstance(a, Crossing) and isinstance(b, fmpq):
        return a.sign(b)
    if isinstance(a, fmpq) and isinstance(b, Crossing):
        found = b.sign(a)
        return None if found is None else -found
    kinds = (Logarithms, fmpq)
    if not (isinstance(a, kinds) and isinstance(b, kinds)) or (isinstance(a, fmpq) and isinstance(b, fmpq)):
        return None
    return sign(combine(((fmpq(1), a), (fmpq(-1), b))))


def certainly_less(a: Exact, b: Exact) -> bool:
    """Tell whether a < b for certain."""
    if isinstance(a, Surd) and isinstance(b, Surd):
        return bool(a.radicand < b.radicand)
    order = _order(a, b)
    return bool(upper(a) < lower(b)) if order is None else order < 0


def certainly_at_most(a: Exact, b: Exact) -> bool:
    """Tell whether a ≤ b for certain."""
    if isinstance(a, Surd) and isinstance(b, Surd):
        return bool(a.radicand <= b.radicand)
    order = _order(a, b)
    return bool(upper(a) <= lower(b)) if order is None else order <= 0


def certainly_equal(a: Exact, b: Exact) -> bool:
    """Tell whether a = b for certain; only rationals, equal roots and sums of logarithms ever are."""
    if isinstance(a, Surd) and isinstance(b, Surd):
        return bool(a.radicand == b.radicand)
    if (order := _order(a, b)) is not None:
        return order == 0
    return isinstance(a, fmpq) and isinstance(b, fmpq) and bool(a == b)


def holds(lhs: Exact, relation: str, rhs: Exact) -> bool | None:
    """Decide a relation: True or False where it is certain, None where it is open."""
    if relation == "<=":
        return True if certainly_at_most(lhs, rhs) else False if certainly_less(rhs, lhs) else None
    if relation == "<":
        return True if certainly_less(lhs, rhs) else False if certainly_at_most(rhs, lhs) else None
    if certainly_equal(lhs, rhs):
        return True
    return False if certainly_less(lhs, rhs) or certainly_less(rhs, lhs) else None


NEGLIGIBLE = fmpq(1, 10**9)
"""A violation that is certainly smaller than this is none that floats could tell."""


def at_most_slightly_above(lhs: Exact, relation: str, rhs: Exact) -> bool:
    """Tell whether lhs certainly exceeds rhs (for an equality: differs from it) by a negligible amount at most."""
    excess = ball(lhs) - ball(rhs)
    return bool(excess < NEGLIGIBLE and (relation != "==" or -excess < NEGLIGIBLE))


def add(values: Sequence[Exact]) -> Exact:
    """Add values."""
    rationals = [v for v in values if isinstance(v, fmpq)]
    others = [v for v in values if not isinstance(v, fmpq)]
    total = sum(rationals, fmpq(0))
    if not others:
        return total
    if all(isinstance(v, Logarithms) for v in others):
        return combine((fmpq(1), v) for v in (total, *others))
    if len(others) == 1 and not total:
        return others[0]
    if len(others) == 1 and isinstance(others[0], Crossing):
        return others[0].moved(total, fmpq(1))
    if len(others) == 1 and isinstance(others[0], Bracket):
        return Bracket(others[0].lo + total, others[0].hi + total)
    return sum((ball(v) for v in others), arb(total))


def multiply(values: Sequence[Exact]) -> Exact:
    """Multiply values."""
    product = fmpq(1)
    surds: list[Surd] = []
    others: list[Exact] = []
    for value in values:
        if isinstance(value, fmpq):
            product *= value
        elif isinstance(value, Surd):
            surds.append(value)
        else:
            others.append(value)
    if product == 0 and all(ball(v).is_finite() for v in others):
        return fmpq(0)
    if surds:
        radicand = fmpq(1)
        for surd in surds:
            radicand *= surd.radicand
        root = square_root(radicand)
        if isinstance(root, fmpq):
            product *= root
        elif product > 0 and not others:
            return square_root(product**2 * radicand)
        else:
            others.append(root)
    if not others:
        return product
    if len(others) == 1 and product == 1:
        return others[0]
    if len(others) == 1 and isinstance(others[0], Logarithms):
        return combine(((product, others[0]),))
    if len(others) == 1 and isinstance(others[0], Crossing):
        return others[0].moved(fmpq(0), product)
    if len(others) == 1 and isinstance(others[0], Bracket) and product > 0:
        return Bracket(product * others[0].lo, product * others[0].hi)
    result = arb(product)
    for value in others:
        result *= ball(value)
    return result


def negative(value: Exact) -> Exact:
    """Change the sign."""
    if isinstance(value, Bracket):
        return Bracket(-value.hi, -value.lo)
    return multiply([fmpq(-1), value])


def absolute(value: Exact) -> Exact:
    """Return the size."""
    if isinstance(value, fmpq):
        return abs(value)
    if isinstance(value, Logarithms):
        return value if sign(value) >= 0 else combine(((fmpq(-1), value),))
    return value if isinstance(value, Surd) else abs(ball(value))


def square_root(value: Exact) -> Exact:
    """Take the square root; rational where it can be."""
    if isinstance(value, fmpq):
        if value < 0:
            raise UndefinedError("square root of a negative number")
        root = _rational_root(value)
        return Surd(value) if root is None else root
    if isinstance(value, Bracket) and value.lo >= 0:
        return arb(value.lo).sqrt().union(arb(value.hi).sqrt())
    enclosure = ball(value)
    if enclosure < 0:
        raise UndefinedError("square root of a negative number")
    if not enclosure >= 0:
        raise NotCertifiable("a number under a root may be negative")
    return enclosure.sqrt()


def _rational_root(value: fmpq) -> fmpq | None:
    numerator, denominator = value.p.isqrt(), value.q.isqrt()
    exact = numerator * numerator == value.p and denominator * denominator == value.q
    return fmpq(numerator, denominator) if exact else None


def log(value: Exact) -> Exact:
    """Take the natural logarithm: of a rational, or a root of one, exactly."""
    if isinstance(value, Surd):
        return combine(((fmpq(1, 2), logarithm(value.radicand)),))
    if isinstance(value, fmpq) and value > 0:
        return logarithm(value)
    inner = ball(value)
    if inner <= 0:
        raise UndefinedError("logarithm of a number that is not positive")
    return inner.log()


def exp(value: Exact) -> Exact:
    """Take the exponential; rational for whole multiples of logarithms."""
    if isinstance(value, fmpq) and value == 0:
        return fmpq(1)
    if isinstance(value, Logarithms) and value.offset == 0 and all(factor.q == 1 for _, factor in value.terms):
        return multiply([power(argument, factor) for argument, factor in value.terms])
    return ball(value).exp()


def power(base: Exact, exponent: fmpq) -> Exact:
    """Raise to a rational power."""
    if exponent.q != 1:
        return power(square_root(base), fmpq(exponent.p)) if exponent.q == 2 else ball(base) ** arb(exponent)
    n = int(exponent.p)
    if isinstance(base, Surd):
        whole = power(base.radicand, fmpq(n // 2))
        return whole if n % 2 == 0 else multiply([whole, base])
    if isinstance(base, fmpq):
        if base == 0 and n < 0:
            raise UndefinedError("division by zero")
        return base**n
    if isinstance(base, Bracket) and n > 0 and base.lo >= 0:
        return Bracket(base.lo**n, base.hi**n)
    product, factor = arb(1), ball(base)
    for _ in range(abs(n)):
        product *= factor
    if n < 0 and product.contains(0):
        raise NotCertifiable("a denominator may be zero")
    return product if n >= 0 else 1 / product


def largest(values: Sequence[Exact]) -> Exact:
    """Return the largest value."""
    return _extreme(values, sign=1)


def smallest(values: Sequence[Exact]) -> Exact:
    """Return the smallest value."""
    return _extreme(values, sign=-1)


def _extreme(values: Sequence[Exact], sign: int) -> Exact:
    best = values[0]
    for value in values[1:]:
        first, second = (best, value) if sign > 0 else (value, best)
        if certainly_at_most(first, second):
            best = value
        elif not certainly_at_most(second, first):
            best = ball(best).max(ball(value)) if sign > 0 else ball(best).min(ball(value))
    return best


def describe(value: Exact) -> dict[str, str]:
    """Write a value for JSON: ``{"exact": "p/q"}``, or ``{"lo", "hi"}`` with the true value between them."""
    if isinstance(value, fmpq):
        return {"exact": str(value)}
    if isinstance(value, Bracket):
        ends = ((value.lo, True), (value.hi, False))
        lo, hi = (str(end) if isinstance(end, fmpq) else _decimal(end, down) for end, down in ends)
        return {"lo": lo, "hi": hi}
    found = ball(value)
    written = {"lo": _decimal(found.lower(), down=True), "hi": _decimal(found.upper(), down=False)}
    return {"radicand": str(value.radicand), **written} if isinstance(value, Surd) else written


def _decimal(end: arb, down: bool) -> str:
    if not end.is_finite():
        return "-inf" if end < 0 else "inf" if end > 0 else "nan"
    mid = end.mid().fmpq()
    digits = 20
    scaled = mid * fmpq(10) ** digits
    whole = scaled.floor() - 1 if down else scaled.ceil() + 1
    text = str(abs(whole)).rjust(digits + 1, "0")
    return f"{'-' if whole < 0 else ''}{text[:-digits]}.{text[-digits:]}"
