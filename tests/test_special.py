"""Special functions: floats against SciPy's own routes, exact numbers against what defines them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb, e, log

import numpy as np
import pytest
import sympy as sp
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

from contextures.exact import numbers
from contextures.exact.arrays import ExactArray
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.formula import value_at
from contextures.measure.special import exact, floats
from contextures.theory import functions
from contextures.theory.functions import bentkus_upper

q, eps, k, n, p, delta = sp.symbols("q eps k n p delta")
unit = st.fractions(0, 1, max_denominator=40)
levels = st.fractions(Fraction(1, 1000), Fraction(999, 1000), max_denominator=1000)


def rational(value: Fraction | int) -> fmpq:
    return numbers.rational(value)


def near(found: object, wanted: float, tolerance: float = 1e-12) -> bool:
    return abs(float(numbers.ball(found).mid()) - float(wanted)) <= tolerance * max(1.0, abs(wanted))


def test_every_function_has_both_back_ends() -> None:
    named = {name for name in functions.__all__ if isinstance(getattr(functions, name), type)}
    assert named | {"ceiling", "floor"} == set(floats.FUNCTIONS) == set(exact.FUNCTIONS)


@given(unit, unit)
def test_kl_is_the_same_in_both(first: Fraction, second: Fraction) -> None:
    value = exact.binary_kl(rational(first), rational(second))
    batch = float(floats.binary_kl(float(first), float(second)))
    assert near(value, batch) if np.isfinite(batch) else numbers.ball(value) == arb.pos_inf()


@pytest.mark.parametrize("size", [Fraction(1, 1000), Fraction(31, 40), Fraction(309, 200), Fraction(9)], ids=str)
@pytest.mark.parametrize(
    "first", [Fraction(0), Fraction(1, 40), Fraction(1, 2), Fraction(20, 21), Fraction(1)], ids=str
)
def test_the_inverse_of_kl_is_where_kl_is_epsilon(first: Fraction, size: Fraction) -> None:
    for inverse, batch, sign in (
        (exact.kl_upper, floats.kl_upper, 1),
        (exact.kl_lower, floats.kl_lower, -1),
    ):
        found = float(batch(float(first), float(size)))
        assert near(inverse(rational(first), rational(size)), found)
        if 0 < found < 1:
            rounding = 1e-12 + 1e-16 / (1 - found) / float(size)
            assert float(floats.binary_kl(float(first), found)) == pytest.approx(float(size), rel=rounding)
            assert (found - float(first)) * sign > 0


def test_the_inverse_of_kl_holds_over_many_sizes() -> None:
    rng = np.random.default_rng(0)
    means, sizes = rng.uniform(0.001, 0.999, 20_000), 10 ** rng.uniform(-5, 0, 20_000)
    upper, lower = floats.kl_upper(means, sizes), floats.kl_lower(means, sizes)
    assert ((lower < means) & (means < upper)).all()
    for found in (upper, lower):
        kept = (found < 1 - 1e-6) & (found > 1e-290)
        assert kept.mean() > 0.9
        assert np.abs(floats.binary_kl(means, found) / sizes - 1)[kept].max() < 1e-9


def test_a_rational_is_compared_with_the_inverse_of_kl_exactly() -> None:
    limit = exact.kl_upper(fmpq(0), numbers.log(fmpq(20)))  # 1 − 1/20: kl(0‖p) = ln(1/(1 − p))
    assert numbers.holds(limit, "==", fmpq(19, 20))
    assert numbers.holds(fmpq(19, 20), "<=", limit)
    assert numbers.holds(fmpq(19, 20) + fmpq(1, 10**60), "<=", limit) is False
    with pytest.raises(UndefinedError, match="no p has"):
        exact.kl_upper(fmpq(1, 2), fmpq(-1))


def test_the_binomial_limit_at_no_hit_in_one_draw_is_one_less_delta() -> None:
    limit = exact.binomial_upper(fmpq(0), fmpq(1), fmpq(1, 20))
    assert numbers.holds(limit, "==", fmpq(19, 20))
    lower = exact.binomial_lower(fmpq(1), fmpq(1), fmpq(1, 20))
    assert numbers.holds(lower, "==", fmpq(1, 20))
    assert numbers.holds(ExactArray([lower])[0].item(), "<", fmpq(1, 19))


@given(st.integers(1, 30), levels, st.data())
def test_the_binomial_limit_is_where_the_tail_is_delta(size: int, level: Fraction, data: st.DataObject) -> None:
    hits = data.draw(st.integers(0, size))
    limit = exact.binomial_upper(fmpq(hits), fmpq(size), rational(level))
    wanted = 1.0 if hits == size else float(stats.beta.ppf(1 - float(level), hits + 1, size - hits))
    assert near(limit, wanted, 1e-10)
    assert float(floats.binomial_upper(hits, size, float(level))) == pytest.approx(wanted, rel=1e-10)
    lower = exact.binomial_lower(fmpq(hits), fmpq(size), rational(level))
    assert near(lower, float(floats.binomial_lower(hits, size, float(level))), 1e-10)


@given(st.integers(1, 40), unit, st.integers(-1, 41))
def test_the_binomial_tail_is_the_sum(size: int, chance: Fraction, hits: int) -> None:
    found = exact.binomial_cdf(fmpq(hits), fmpq(size), rational(chance))
    terms = (comb(size, j) * chance**j * (1 - chance) ** (size - j) for j in range(min(hits, size) + 1))
    assert found == rational(sum(terms, Fraction(0)))
    assert near(found, float(floats.binomial_cdf(hits, size, float(chance))))


def test_a_long_binomial_tail_is_a_ball() -> None:
    found = exact.binomial_cdf(fmpq(1_000), fmpq(100_000), fmpq(1, 97))
    assert isinstance(found, arb)
    assert near(found, float(stats.binom.cdf(1_000, 100_000, 1 / 97)))


def test_whole_numbers_next_to_a_product_of_floats() -> None:
    assert floats.ceiling(0.07 * 100) == 7
    assert floats.floor(0.29 * 100) == 29
    assert floats.ceiling(7.001) == 8
    assert exact.ceiling(fmpq(7, 2)) == 4
    assert exact.floor(numbers.square_root(fmpq(8))) == 2
    with pytest.raises(NotCertifiable):
        exact.floor(arb(2) + arb("0 +/- 0.1"))


def test_the_limit_of_bentkus_meets_its_tail() -> None:
    formula = bentkus_upper(n * q, n, delta)
    batch = float(value_at(formula, {"q": 0.123, "n": 50, "delta": 0.05}, exact=False))
    root = optimize.brentq(lambda u: e * stats.binom.cdf(7, 50, u) - 0.05, 0.123, 1)
    assert batch == pytest.approx(root, rel=1e-10)
    found = value_at(formula, {"q": fmpq(123, 1000), "n": 50, "delta": fmpq(1, 20)}, exact=True)
    assert near(found.item(), batch)


@given(st.integers(1, 60))
def test_xi_is_its_sum(size: int) -> None:
    shares = [Fraction(j, size) for j in range(size + 1)]
    wanted = sum(comb(size, j) * x**j * (1 - x) ** (size - j) for j, x in enumerate(shares))
    assert exact.xi(fmpq(size)) == rational(wanted)
    assert float(floats.xi(size)) == pytest.approx(float(wanted), rel=1e-13)


def test_xi_of_a_large_n_is_a_ball_around_the_floats() -> None:
    assert near(exact.xi(fmpq(5_000)), float(floats.xi(5_000)))
    assert 1 < float(floats.xi(10**9)) / 10**4.5 < 2


def test_quantiles_agree_with_scipy() -> None:
    for level, first, second in ((Fraction(1, 40), Fraction(15, 2), Fraction(387, 2)), (Fraction(9, 10), 3, 4)):
        found = exact.beta_quantile(rational(level), rational(first), rational(second))
        assert near(found, float(stats.beta.ppf(float(level), float(first), float(second))), 1e-10)
    assert float(floats.beta_quantile(0.3, 0, 5)) == 0
    assert exact.beta_quantile(fmpq(3, 10), fmpq(0), fmpq(5)) == 0
    assert float(floats.beta_quantile(0.3, 5, 0)) == 1
    assert exact.beta_quantile(fmpq(3, 10), fmpq(5), fmpq(0)) == 1
    assert near(exact.normal_quantile(fmpq(39, 40)), float(floats.normal_quantile(0.975)))
    assert float(floats.normal_quantile(0.975)) == pytest.approx(1.959963984540054)


def test_a_formula_is_one_value_for_each_setting() -> None:
    formula = functions.KLUpper(q, sp.log(1 / delta) / n)
    settings = {"q": np.array([[0.1, 0.2, 0.3]]), "delta": np.array([[0.05], [0.1]]), "n": 100}
    batch = value_at(formula, settings, exact=False)
    assert batch.shape == (2, 3)
    values = [Fraction(1, 10), Fraction(1, 5), Fraction(3, 10)]
    found = value_at(formula, {"q": ExactArray(values), "delta": fmpq(1, 20), "n": 100}, exact=True)
    assert found.shape == (3,)
    assert all(near(value, wanted) for value, wanted in zip(found.values, batch[0], strict=True))
    assert (found > ExactArray(values)).all()


def test_a_formula_of_a_sequence_has_its_index_last() -> None:
    z, i = sp.IndexedBase("z"), sp.Symbol("i", integer=True)
    formula = sp.Sum(z[i] * i, (i, 1, sp.Symbol("n", integer=True)))
    rows = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert value_at(formula, {"z": rows, "n": 2}, exact=False).tolist() == [5, 11]
    assert value_at(formula, {"z": ExactArray(rows.astype(int)), "n": 2}, exact=True).values.tolist() == [5, 11]


def test_functions_are_typeset() -> None:
    assert sp.latex(functions.KLUpper(q, eps)) == r"\mathrm{kl}^{-1,+}\left(q,eps\right)"
    assert sp.latex(functions.Xi(n) ** 2) == r"\left(\xi(n)\right)^{2}"


def test_a_crossing_moves_with_rationals() -> None:
    limit = exact.binomial_upper(fmpq(0), fmpq(1), fmpq(1, 20))
    moved = numbers.add([fmpq(1), numbers.multiply([fmpq(-2), limit])])
    assert numbers.holds(moved, "==", fmpq(-9, 10))
    assert numbers.holds(fmpq(-9, 10), "<", moved) is False
    assert near(numbers.multiply([limit, limit]), 0.95**2)
    assert numbers.describe(limit).keys() == {"lo", "hi"}
    assert log(20) == pytest.approx(float(numbers.ball(numbers.log(fmpq(20))).mid()))


@pytest.mark.parametrize("inverse", [floats.kl_upper, floats.kl_lower])
def test_an_average_that_rounding_put_beyond_an_end_is_the_end(inverse: Callable[..., np.ndarray]) -> None:
    assert inverse(1 + 2.0**-52, 0.1) == inverse(1.0, 0.1)
    assert inverse(-(2.0**-52), 0.1) == inverse(0.0, 0.1)
    assert np.isnan(inverse([1 + 1e-9, -1e-9], 0.1)).all()
