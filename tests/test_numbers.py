"""Exact scalars: every result holds the true value, and what is called certain is true."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

import flint
import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contextures.exact import numbers
from contextures.exact.numbers import Bracket, NotCertifiable, Surd, UndefinedError, rational

MP = mpmath.mp.clone()
MP.dps = 120
check = settings(max_examples=150, deadline=None, derandomize=True)
fractions = st.fractions(min_value=-50, max_value=50, max_denominator=60)
positive = st.fractions(min_value=Fraction(1, 60), max_value=50, max_denominator=60)


class Known(NamedTuple):
    """An exact number and, found another way, its true value."""

    value: Any
    truth: mpmath.mpf


def mp(value: Fraction | fmpq) -> mpmath.mpf:
    value = Fraction(str(value)) if isinstance(value, fmpq) else value
    return MP.mpf(value.numerator) / value.denominator


def ends(value: Any) -> tuple[mpmath.mpf, mpmath.mpf]:
    if isinstance(value, fmpq):
        return mp(value), mp(value)
    if isinstance(value, Bracket):
        return mp(value.lo), mp(value.hi)
    enclosure = numbers.ball(value)
    assert enclosure.is_finite()
    return mp(enclosure.lower().mid().fmpq()), mp(enclosure.upper().mid().fmpq())


def assert_holds(value: Any, truth: mpmath.mpf) -> None:
    low, high = ends(value)
    slack = MP.mpf(10) ** -90 * (1 + abs(truth))
    assert low - slack <= truth <= high + slack, f"{value} does not hold {MP.nstr(truth, 30)}"


def as_ball(q: Fraction, radius: Fraction) -> arb:
    return arb(rational(q)) + arb(0, 1) * arb(rational(radius))


leaves = st.one_of(
    fractions.map(lambda q: Known(rational(q), mp(q))),
    positive.map(lambda q: Known(numbers.square_root(rational(q)), MP.sqrt(mp(q)))),
    st.tuples(fractions, positive, st.floats(0, 1)).map(
        lambda t: Known(
            Bracket(rational(t[0] - t[1] / 1000), rational(t[0] + t[1] / 1000)),
            mp(t[0] + t[1] / 1000 * (2 * Fraction(t[2]) - 1)),
        )
    ),
    st.tuples(fractions, positive).map(lambda t: Known(as_ball(t[0], t[1] / 10**6), mp(t[0] + t[1] / 10**6))),
)


def combined(children: st.SearchStrategy[Known]) -> st.SearchStrategy[Known]:
    several = st.lists(children, min_size=1, max_size=3)
    return st.one_of(
        several.map(lambda xs: Known(numbers.add([x.value for x in xs]), MP.fsum(x.truth for x in xs))),
        several.map(lambda xs: Known(numbers.multiply([x.value for x in xs]), MP.fprod(x.truth for x in xs))),
        several.map(lambda xs: Known(numbers.largest([x.value for x in xs]), max(x.truth for x in xs))),
        several.map(lambda xs: Known(numbers.smallest([x.value for x in xs]), min(x.truth for x in xs))),
        st.tuples(children, st.integers(0, 4)).map(
            lambda t: Known(numbers.power(t[0].value, fmpq(t[1])), t[0].truth ** t[1])
        ),
    )


known = st.recursive(leaves, combined, max_leaves=6)


@check
@given(known)
def test_results_hold_the_true_value(number):
    assert_holds(*number)


@check
@given(known, st.integers(-4, -1))
def test_negative_powers_hold_the_true_value(number, exponent):
    low, high = ends(number.value)
    assume(low > 0 or high < 0)
    assert_holds(numbers.power(number.value, fmpq(exponent)), number.truth**exponent)


@check
@given(known)
def test_square_roots_hold_the_true_value(number):
    assume(ends(number.value)[0] >= 0)
    assert_holds(numbers.square_root(number.value), MP.sqrt(number.truth))
    assert_holds(numbers.power(number.value, fmpq(3, 2)), MP.sqrt(number.truth) ** 3)


@check
@given(st.lists(fractions, min_size=1, max_size=4), st.integers(-3, 4))
def test_rationals_stay_rational(values, exponent):
    exact = [rational(v) for v in values]
    product = Fraction(1)
    for value in values:
        product *= value
    assert numbers.add(exact) == rational(sum(values))
    assert numbers.multiply(exact) == rational(product)
    assert numbers.largest(exact) == rational(max(values))
    assert numbers.smallest(exact) == rational(min(values))
    if exponent >= 0 or values[0] != 0:
        assert numbers.power(exact[0], fmpq(exponent)) == rational(values[0] ** exponent)


@check
@given(positive, st.integers(-5, 6))
def test_powers_of_roots_are_rational_where_they_can_be(q, exponent):
    root = numbers.square_root(rational(q))
    power = numbers.power(root, fmpq(exponent))
    assert_holds(power, MP.sqrt(mp(q)) ** exponent)
    if exponent % 2 == 0:
        assert power == rational(q ** (exponent // 2))
    assert numbers.power(power, fmpq(2)) == rational(q**exponent)


@check
@given(positive, positive)
def test_products_of_roots_collapse(p, q):
    roots = [numbers.square_root(rational(v)) for v in (p, q)]
    product = numbers.multiply(roots)
    assert isinstance(product, fmpq | Surd)
    assert numbers.power(product, fmpq(2)) == rational(p * q)
    assert numbers.multiply([*roots, *roots]) == rational(p * q)
    assert numbers.certainly_equal(numbers.multiply([roots[0], rational(q)]), numbers.square_root(rational(p * q * q)))


@pytest.mark.parametrize(
    ("value", "root"),
    [
        ("0", "0"),
        ("1", "1"),
        ("9/4", "3/2"),
        ("1/1000000", "1/1000"),
        ("10000000000000000000000000000000000000000/49", "100000000000000000000/7"),
    ],
)
def test_roots_of_squares_are_rational(value, root):
    assert numbers.square_root(rational(value)) == rational(root)


@pytest.mark.parametrize("value", ["2", "1/2", "8/9", "99999999999999999999999999999999999999"])
def test_other_roots_are_surds(value):
    assert numbers.square_root(rational(value)) == Surd(rational(value))


def test_roots_of_irrational_numbers_are_balls():
    fourth = numbers.square_root(numbers.square_root(fmpq(2)))
    assert isinstance(fourth, arb)
    assert_holds(fourth, MP.mpf(2) ** MP.mpf("0.25"))
    assert_holds(numbers.power(fmpq(5), fmpq(1, 3)), MP.cbrt(5))
    assert_holds(numbers.power(Surd(fmpq(5)), fmpq(-2, 3)), 1 / MP.cbrt(5))


def test_what_lies_between_zero_and_a_bound_has_a_root():
    root = numbers.square_root(Bracket(fmpq(0), fmpq(2)))
    assert_holds(root, MP.mpf(0))
    assert_holds(root, MP.sqrt(2))
    assert root < fmpq(3, 2)
    with pytest.raises(NotCertifiable, match="may be negative"):
        numbers.square_root(Bracket(fmpq(-1), fmpq(2)))


@pytest.mark.parametrize(
    "evaluate",
    [
        lambda: numbers.square_root(fmpq(-1, 10**30)),
        lambda: numbers.square_root(Bracket(fmpq(-2), fmpq(-1))),
        lambda: numbers.square_root(arb(-1)),
        lambda: numbers.power(fmpq(-4), fmpq(1, 2)),
        lambda: numbers.power(fmpq(0), fmpq(-1)),
        lambda: numbers.power(fmpq(0), fmpq(-3, 2)),
    ],
)
def test_what_has_no_value_is_undefined(evaluate: Callable[[], Any]):
    with pytest.raises(UndefinedError):
        evaluate()


def test_zero_annihilates_what_is_finite_only():
    assert numbers.multiply([fmpq(0), Surd(fmpq(2)), Bracket(fmpq(0), fmpq(1)), arb(3)]) == fmpq(0)
    assert numbers.multiply([fmpq(0), arb.pos_inf()]).is_nan()


def test_brackets_stay_brackets_under_monotone_maps():
    bracket = Bracket(fmpq(1, 3), fmpq(1, 2))
    assert numbers.add([bracket, fmpq(1), fmpq(1, 6)]) == Bracket(fmpq(3, 2), fmpq(5, 3))
    assert numbers.multiply([fmpq(6), bracket]) == Bracket(fmpq(2), fmpq(3))
    assert numbers.power(bracket, fmpq(2)) == Bracket(fmpq(1, 9), fmpq(1, 4))
    assert_holds(numbers.multiply([fmpq(-1), bracket]), MP.mpf(-1) / 3)
    assert_holds(numbers.multiply([fmpq(-1), bracket]), MP.mpf(-1) / 2)


@pytest.mark.parametrize("around", [arb(0, 0.5), Bracket(fmpq(-1, 2), fmpq(1, 2))])
@pytest.mark.parametrize("exponent", [1, 2, 3])
def test_powers_of_what_is_centred_at_zero(around, exponent):
    power = numbers.power(around, fmpq(exponent))
    for truth in (MP.mpf(0), MP.mpf("0.5"), MP.mpf("-0.25")):
        assert_holds(power, truth**exponent)


def test_even_powers_of_a_bracket_around_zero():
    square = numbers.power(Bracket(fmpq(-2), fmpq(1)), fmpq(2))
    for truth in (0, 1, 4):
        assert_holds(square, MP.mpf(truth))


RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    "==": lambda a, b: a == b,
}


@check
@given(known, known, st.sampled_from(sorted(RELATIONS)))
def test_what_is_decided_is_true(a, b, relation):
    # Two ways to the same irrational number agree to 90 digits only.
    close = abs(a.truth - b.truth) < MP.mpf(10) ** -90 * (1 + abs(a.truth))
    truth = relation != "<" if close else RELATIONS[relation](a.truth, b.truth)
    decided = numbers.holds(a.value, relation, b.value)
    assert decided is None or decided == truth
    assert not numbers.certainly_less(a.value, b.value) or (a.truth < b.truth and not close)
    assert not numbers.certainly_at_most(a.value, b.value) or a.truth <= b.truth or close
    assert not numbers.certainly_equal(a.value, b.value) or close


@check
@given(fractions, fractions, st.sampled_from(sorted(RELATIONS)))
def test_rationals_are_always_decided(a, b, relation):
    assert numbers.holds(rational(a), relation, rational(b)) is RELATIONS[relation](a, b)


@check
@given(positive, positive, st.sampled_from(sorted(RELATIONS)))
def test_roots_are_always_decided(p, q, relation):
    a, b = (numbers.square_root(rational(v)) for v in (p, q))
    assert numbers.holds(a, relation, b) is RELATIONS[relation](p, q)
    if p != q * q:
        assert numbers.holds(a, relation, rational(q)) is RELATIONS[relation](p, q * q)


@pytest.mark.parametrize("relation", sorted(RELATIONS))
@pytest.mark.parametrize("wide", [Bracket(fmpq(9, 10), fmpq(11, 10)), arb(1, 0.1)])
def test_what_overlaps_is_open(wide, relation):
    for other in (fmpq(1), Bracket(fmpq(1), fmpq(2)), arb(1, 0.01)):
        assert numbers.holds(wide, relation, other) is None
        assert numbers.holds(other, relation, wide) is None


def test_brackets_that_touch_are_at_most_but_not_less():
    a, b = Bracket(fmpq(0), fmpq(1)), Bracket(fmpq(1), fmpq(2))
    assert numbers.holds(a, "<=", b) is True
    assert numbers.holds(a, "<", b) is None
    assert numbers.holds(b, "<", a) is False
    assert numbers.holds(a, "==", b) is None
    assert numbers.holds(a, "==", Bracket(fmpq(2), fmpq(3))) is False


def test_balls_that_may_be_equal_are_open():
    two = numbers.multiply([numbers.add([Surd(fmpq(2)), fmpq(1)]), numbers.add([Surd(fmpq(2)), fmpq(-1)])])
    assert numbers.holds(two, "==", fmpq(1)) is None
    assert numbers.holds(two, "<=", fmpq(1)) is None
    assert numbers.holds(two, "==", fmpq(101, 100)) is False


def test_a_wider_ball_is_the_answer_where_the_extreme_is_open():
    largest = numbers.largest([fmpq(1), arb(1, 0.25), fmpq(1, 2)])
    assert_holds(largest, MP.mpf(1))
    assert_holds(largest, MP.mpf("1.25"))
    assert ends(largest)[0] >= MP.mpf("0.99")
    smallest = numbers.smallest([Bracket(fmpq(0), fmpq(2)), fmpq(1)])
    assert_holds(smallest, MP.mpf(0))
    assert_holds(smallest, MP.mpf(1))
    assert ends(smallest)[1] <= MP.mpf("1.01")


def test_extremes_of_comparable_values_are_those_values():
    assert numbers.largest([fmpq(1), Surd(fmpq(2)), Surd(fmpq(3))]) == Surd(fmpq(3))
    assert numbers.smallest([Surd(fmpq(3)), Surd(fmpq(2)), Bracket(fmpq(5), fmpq(6))]) == Surd(fmpq(2))


def test_precision_narrows_balls():
    widths = []
    for bits in (30, numbers.PRECISION):
        with flint.ctx.workprec(bits):
            low, high = ends(numbers.square_root(numbers.square_root(fmpq(2))))
            widths.append(high - low)
    assert widths[1] < MP.mpf(10) ** -40 < MP.mpf(10) ** -12 < widths[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, fmpq(3)),
        ("-2/6", fmpq(-1, 3)),
        (Fraction(1, 7), fmpq(1, 7)),
        (fmpq(1, 2), fmpq(1, 2)),
    ],
)
def test_rationals_are_read(value, expected):
    assert rational(value) == expected


@pytest.mark.parametrize("text", ["0.05", "1e9", " 1/2", "1/-2", "", "one"])
def test_only_ratios_of_whole_numbers_are_read(text):
    with pytest.raises(ValueError, match="is no ratio"):
        rational(text)


@check
@given(known)
def test_descriptions_enclose(number):
    text = numbers.describe(number.value)
    if "exact" in text:
        assert rational(text["exact"]) == number.value
        return
    low, high = Fraction(text["lo"]), Fraction(text["hi"])
    assert mp(low) <= number.truth + MP.mpf(10) ** -90
    assert number.truth <= mp(high) + MP.mpf(10) ** -90
    inner_low, inner_high = ends(number.value)
    assert mp(low) <= inner_low
    assert inner_high <= mp(high)
    assert mp(high - low) <= inner_high - inner_low + MP.mpf(10) ** -18
    assert ("radicand" in text) is isinstance(number.value, Surd)


@pytest.mark.parametrize(
    "value", [arb(fmpq(1, 3)) * fmpq(1, 10**30), arb(fmpq(-1, 3)) * 10**25, arb(fmpq(-1, 3)) * fmpq(1, 10**30)]
)
def test_descriptions_of_very_small_and_large_balls_enclose(value):
    text = numbers.describe(value)
    assert mp(Fraction(text["lo"])) < ends(value)[0] <= ends(value)[1] < mp(Fraction(text["hi"]))


def test_descriptions_of_what_is_not_finite():
    assert numbers.describe(arb.pos_inf()) == {"lo": "inf", "hi": "inf"}
    assert numbers.describe(arb.neg_inf()) == {"lo": "-inf", "hi": "-inf"}
    assert numbers.describe(arb.nan()) == {"lo": "nan", "hi": "nan"}


def test_descriptions_of_half_bounded_brackets():
    assert numbers.describe(Bracket(arb.neg_inf(), fmpq(1, 2))) == {"lo": "-inf", "hi": "1/2"}


def test_zero_times_what_may_be_infinite_is_not_zero():
    product = numbers.multiply([fmpq(0), Bracket(arb.neg_inf(), fmpq(1))])
    assert numbers.holds(product, "==", fmpq(0)) is None
