"""Sums of rational multiples of logarithms of rationals, with an exact sign.

Logarithms of pairwise coprime whole numbers above 1 are independent over the rationals, so a sum is zero only if it is
zero over a coprime base of its arguments, which greatest common divisors find. And no such sum but zero is rational
(Lindemann), so that what is not zero is told from zero by a ball that is small enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import flint
from flint import arb, fmpq, fmpz

FINEST = 1 << 15
"""Bits of a ball beyond which a sum that is not zero is not looked at again."""


@dataclass(frozen=True, slots=True)
class Logarithms:
    """The number offset + Σ c·log r.

    Attributes
    ----------
    offset : fmpq
    terms : tuple of (fmpq, fmpq)
        Pairs (r, c) of an argument r > 0, r ≠ 1, and its factor c ≠ 0; no argument twice, in order.
    """

    offset: fmpq
    terms: tuple[tuple[fmpq, fmpq], ...]


def logarithm(value: fmpq) -> fmpq | Logarithms:
    """Return log r of a rational r > 0."""
    return fmpq(0) if value == 1 else Logarithms(fmpq(0), ((value, fmpq(1)),))


def combine(values: Iterable[tuple[fmpq, fmpq | Logarithms]]) -> fmpq | Logarithms:
    """Return Σ c·v of rationals and sums of logarithms v, for pairs (c, v)."""
    offset = fmpq(0)
    terms: dict[fmpq, fmpq] = {}
    for factor, value in values:
        if isinstance(value, fmpq):
            offset += factor * value
            continue
        offset += factor * value.offset
        for argument, inner in value.terms:
            terms[argument] = terms.get(argument, fmpq(0)) + factor * inner
    kept = tuple(sorted((argument, factor) for argument, factor in terms.items() if factor != 0))
    return Logarithms(offset, kept) if kept else offset


def enclosure(value: Logarithms) -> arb:
    """Return a ball that holds the value."""
    total = arb(value.offset)
    for argument, factor in value.terms:
        total += arb(factor) * arb(argument).log()
    return total


def sign(value: fmpq | Logarithms) -> int:
    """Return −1, 0 or 1.

    Raises
    ------
    ArithmeticError
        Where a sum that is not zero is closer to it than 2^−32768.
    """
    if isinstance(value, fmpq):
        return (value > 0) - (value < 0)
    found = _sign_of_ball(enclosure(value))
    if found:
        return found
    if _vanishes(value.terms):
        return sign(value.offset)
    bits = flint.ctx.prec
    while bits < FINEST:
        bits *= 2
        with flint.ctx.workprec(bits):
            found = _sign_of_ball(enclosure(value))
        if found:
            return found
    raise ArithmeticError("a sum of logarithms is too close to zero")


def _sign_of_ball(found: arb) -> int:
    return int(found > 0) - int(found < 0)


def _vanishes(terms: Iterable[tuple[fmpq, fmpq]]) -> bool:
    """Tell whether Σ c·log r = 0, by the exponents over a coprime base."""
    powers: dict[int, fmpq] = {}
    for argument, factor in terms:
        for end, signed in ((argument.p, factor), (argument.q, -factor)):
            powers[int(end)] = powers.get(int(end), fmpq(0)) + signed
    base = _coprime_base(powers)
    totals = dict.fromkeys(base, fmpq(0))
    for whole, factor in powers.items():
        left = whole
        for element in base:
            exponent, left = _valuation(left, element)
            totals[element] += exponent * factor
    return all(total == 0 for total in totals.values())


def _coprime_base(numbers: Iterable[int]) -> list[int]:
    """Return pairwise coprime whole numbers > 1 of which every given one is a product of powers."""
    base: list[int] = []
    pending = [number for number in numbers if number > 1]
    while pending:
        number = pending.pop()
        for k, element in enumerate(base):
            common = int(fmpz(number).gcd(element))
            if common > 1:
                del base[k]
                pending += [part for part in (common, number // common, element // common) if part > 1]
                break
        else:
            if number > 1:
                base.append(number)
    return base


def _valuation(number: int, element: int) -> tuple[int, int]:
    """Return how often an element divides a number, and what is left of the number."""
    count = 0
    while number > 1 and number % element == 0:
        number //= element
        count += 1
    return count, number
