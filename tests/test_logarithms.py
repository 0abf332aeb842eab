"""Sums of logarithms: their exact sign against integer powers, and how they meet the other exact numbers."""

from __future__ import annotations

import math
from fractions import Fraction
from math import lcm, prod

import pytest
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from contextures.exact import numbers
from contextures.exact.logarithms import Logarithms, combine, enclosure, logarithm, sign
from contextures.exact.numbers import Surd, UndefinedError, add, describe, holds, log, multiply

positive = st.fractions(Fraction(1, 12), 12, max_denominator=12)
factors = st.fractions(-3, 3, max_denominator=4)


def exact(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def total(terms: list[tuple[Fraction, Fraction]]) -> fmpq | Logarithms:
    return combine((exact(factor), logarithm(exact(argument))) for argument, factor in terms)


@given(st.lists(st.tuples(positive, factors), max_size=5))
def test_the_sign_is_that_of_integer_powers(terms: list[tuple[Fraction, Fraction]]) -> None:
    common = lcm(*(factor.denominator for _, factor in terms)) if terms else 1
    product = prod((argument ** int(factor * common) for argument, factor in terms), start=Fraction(1))
    assert sign(total(terms)) == (product > 1) - (product < 1)


@given(st.lists(st.tuples(positive, factors), min_size=1, max_size=4), st.fractions(-4, 4, max_denominator=9))
def test_a_rational_beside_logarithms_is_told_apart(terms: list[tuple[Fraction, Fraction]], offset: Fraction) -> None:
    value = add([total(terms), exact(offset)])
    ball = enclosure(value) if isinstance(value, Logarithms) else arb(value)
    found = sign(value)
    assert (found > 0) >= bool(ball > 0)
    assert (found < 0) >= bool(ball < 0)
    assert (found == 0) <= ball.contains(0)


def test_what_is_nearly_equal_is_decided() -> None:
    close = combine([(fmpq(1), logarithm(fmpq(10**40 + 1))), (fmpq(-1), logarithm(fmpq(10**40)))])
    assert sign(close) == 1
    assert sign(combine([(fmpq(1), close), (fmpq(-1), fmpq(1, 10**40))])) == -1  # log(1 + x) < x
    huge = fmpq(2) ** 4000
    assert holds(log(huge), "==", multiply([fmpq(4000), log(fmpq(2))])) is True
    assert holds(log(huge * 3), "<", multiply([fmpq(4001), log(fmpq(2))])) is False


def test_logarithms_among_exact_numbers() -> None:
    six = add([log(fmpq(2)), log(fmpq(3))])
    assert holds(six, "==", log(fmpq(6))) is True
    assert holds(six, "<=", log(fmpq(6))) is True
    assert holds(six, "<", log(fmpq(6))) is False
    assert holds(six, "==", fmpq(7, 4)) is False
    assert holds(log(fmpq(2)), "<", fmpq(7, 10)) is True
    assert numbers.exp(six) == fmpq(6)
    assert log(fmpq(1)) == fmpq(0)
    assert holds(log(Surd(fmpq(2))), "==", multiply([fmpq(1, 2), log(fmpq(2))])) is True
    assert numbers.largest([log(fmpq(3)), fmpq(1), log(fmpq(2))]) == log(fmpq(3))
    assert holds(numbers.absolute(log(fmpq(1, 3))), "==", log(fmpq(3))) is True
    assert holds(numbers.negative(log(fmpq(3))), "==", log(fmpq(1, 3))) is True
    product = multiply([log(fmpq(2)), log(fmpq(3))])
    assert abs(float(product.mid()) - 0.7615) < 1e-4
    written = describe(six)
    assert Fraction(written["lo"]) <= Fraction(math.log(6)) + Fraction(1, 10**15)
    assert Fraction(written["hi"]) >= Fraction(math.log(6)) - Fraction(1, 10**15)
    with pytest.raises(UndefinedError):
        log(fmpq(0))
