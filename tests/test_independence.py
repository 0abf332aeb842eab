"""Tests of independence and bootstrap intervals against SciPy, exact enumeration and plain loops."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from contextures.contexts import independence
from contextures.contexts.context import Context
from contextures.contexts.independence import bootstrap, independence_test, permutation_test
from contextures.contexts.tables import TABLES, load_table
from contextures.errors import InputError

CLOSE = {"rtol": 1e-9, "atol": 1e-12}
ONE_ROW = Context.from_table([[1, 2, 3]])


# ------------------------------------------------------------------------------------------------- χ² and random tables
@pytest.mark.parametrize("context", [*map(load_table, TABLES), Context.from_table([[3, 1], [2, 8]]), ONE_ROW])
def test_chi_square_test_agrees_with_scipy(context):
    result = independence_test(context)
    expected = stats.chi2_contingency(context.counts, correction=False)
    np.testing.assert_allclose(
        [result.statistic, result.dof, result.p_value, result.min_expected],
        [expected.statistic, expected.dof, expected.pvalue, expected.expected_freq.min()],
        **CLOSE,
    )
    assert result.small_expected == (expected.expected_freq.min() < 5)


def test_permutation_test_agrees_with_the_exact_conditional_law():
    table = np.array([[7, 2], [3, 8]])
    context = Context.from_table(table)
    resamples = 20000
    result = permutation_test(context, resamples, seed=1)
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    first = np.arange(max(0, columns[0] - rows[1]), min(rows[0], columns[0]) + 1)
    weights = stats.hypergeom(table.sum(), rows[0], columns[0]).pmf(first)
    expected = rows[0] * columns[0] / table.sum()
    exact = weights[np.abs(first - expected) >= abs(table[0, 0] - expected) - 1e-9].sum()
    assert abs(result.p_value - exact) < 4 * np.sqrt(exact * (1 - exact) / resamples)
    assert result.p_value == (1 + result.exceedances) / (1 + resamples)
    np.testing.assert_allclose(result.statistic, independence_test(context).statistic, **CLOSE)
    assert (result.resamples, result.seed) == (resamples, 1)


def test_permutation_test_agrees_with_chi_square_in_large_samples():
    counts = np.random.default_rng(0).multinomial(5000, np.outer([0.2, 0.3, 0.5], [0.4, 0.6]).ravel()).reshape(3, 2)
    context = Context.from_table(counts)
    assert abs(permutation_test(context, 4000).p_value - independence_test(context).p_value) < 0.03


def test_a_table_that_fits_independence_best_has_p_value_one():
    assert permutation_test(Context.from_table([[3, 6], [2, 4], [1, 2]]), 200).p_value == 1
    assert permutation_test(ONE_ROW, 10).p_value == 1


def test_strong_dependence_has_the_smallest_p_value():
    assert permutation_test(Context.from_table(np.diag([50, 50])), 99).p_value == 1 / 100


# ------------------------------------------------------------------------------------------------------------ bootstrap
def reference_sample(context: Context, resamples: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    sample = np.zeros((resamples, len(context.singular_values)))
    for row in sample:
        table = rng.multinomial(context.total, context.joint.ravel()).reshape(context.shape)
        values = Context.from_table(table).singular_values
        row[: len(values)] = values
    return sample


@pytest.mark.parametrize("context", [load_table("smoking"), Context.from_table([[1, 0, 2], [0, 3, 0], [1, 0, 0]])])
@pytest.mark.parametrize("method", ["basic", "percentile"])
def test_bootstrap_agrees_with_a_plain_loop(context, method):
    result = bootstrap(context, 60, seed=3, level=0.9, method=method)
    sample, s = reference_sample(context, 60, 3), context.singular_values
    low, high = np.quantile(sample, [0.05, 0.95], axis=0)
    if method == "basic":
        low, high = 2 * s - high, 2 * s - low
    np.testing.assert_allclose(result.lower, np.clip(low, 0, 1), rtol=0, atol=1e-10)
    np.testing.assert_allclose(result.upper, np.clip(high, 0, 1), rtol=0, atol=1e-10)
    np.testing.assert_allclose(result.bias, sample.mean(axis=0) - s, rtol=0, atol=1e-10)
    np.testing.assert_allclose(result.standard_error, sample.std(axis=0, ddof=1), rtol=0, atol=1e-10)
    assert (result.level, result.method, result.resamples, result.seed) == (0.9, method, 60, 3)


def test_large_samples_have_short_intervals_about_the_truth():
    truth = load_table("hair_eye")
    result = bootstrap(Context.from_table(truth.counts * 10000), 200)
    assert np.all(result.upper - result.lower < 2e-3)
    assert np.all((result.lower < truth.singular_values) & (truth.singular_values < result.upper))


def test_small_singular_values_are_biased_upward_and_the_basic_interval_says_so():
    context = load_table("smoking")
    percentile, basic = (bootstrap(context, 400, method=method) for method in ("percentile", "basic"))
    assert np.all(percentile.bias > 0)
    assert np.all(basic.upper < percentile.upper)


def test_a_table_of_one_row_has_no_intervals():
    result = bootstrap(ONE_ROW, 5)
    assert result.lower.shape == result.upper.shape == result.bias.shape == (0,)


# ------------------------------------------------------------------------------------------- reproducibility, bad input
@pytest.mark.parametrize("resample", [permutation_test, bootstrap])
def test_results_depend_on_the_seed_alone(resample, monkeypatch):
    context = load_table("smoking")
    first = resample(context, 50, seed=7)
    monkeypatch.setattr(independence, "CELLS_AT_ONCE", 40)
    np.testing.assert_equal(vars(resample(context, 50, seed=7)), vars(first))
    assert repr(resample(context, 50, seed=8)) != repr(first)


@pytest.mark.parametrize("test", [independence_test, permutation_test, bootstrap])
def test_a_law_without_counts_is_refused(test):
    with pytest.raises(InputError, match="the context holds no counts"):
        test(Context.from_table([[0.2, 0.3], [0.4, 0.1]]))


@pytest.mark.parametrize(
    ("resample", "arguments", "message"),
    [
        (permutation_test, {"resamples": 0}, "the number of resamples is 0; 1 or more is right"),
        (permutation_test, {"seed": -1}, "seed is -1; a whole number ≥ 0 is right"),
        (bootstrap, {"resamples": 1}, "the number of resamples is 1; 2 or more is right"),
        (bootstrap, {"seed": -1}, "seed is -1"),
        (bootstrap, {"level": 1.0}, "level is 1.0; a coverage between 0 and 1 is right"),
        (bootstrap, {"level": float("nan")}, "level is nan"),
        (bootstrap, {"method": "normal"}, "method is 'normal'; 'basic' or 'percentile' is right"),
    ],
)
def test_arguments_out_of_range_are_refused(resample, arguments, message):
    with pytest.raises(InputError, match=message):
        resample(load_table("smoking"), **arguments)
