"""Contexts: the invariants of the theory, labels, counts and values, and what is refused."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contextures.contexts.context import Context
from contextures.contexts.tables import load_table
from contextures.errors import InputError

CLOSE = {"rtol": 0, "atol": 1e-10}

tables = st.tuples(st.integers(1, 6), st.integers(1, 6)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(0, 5))
)
tables = tables.filter(lambda table: table.any())
check = settings(max_examples=100, deadline=None, derandomize=True)


def padded(values: np.ndarray, length: int) -> np.ndarray:
    return np.pad(values, (0, length - len(values)))


# ----------------------------------------------------------------------------------------------------------- invariants
@check
@given(tables)
def test_the_decomposition_is_that_of_the_theory(table):
    c = Context.from_table(table)
    rank = min(c.shape) - 1
    s, left, right = c.singular_values, c.left, c.right
    assert (s.shape, left.shape, right.shape) == ((rank,), (c.n_x, rank), (c.n_a, rank))
    assert np.all((s >= 0) & (s <= 1))
    assert np.all(np.diff(s) <= 0)
    for functions, marginal in ((left, c.p_x), (right, c.p_a)):
        np.testing.assert_allclose(marginal @ functions, 0, **CLOSE)
        np.testing.assert_allclose(functions.T @ (marginal[:, None] * functions), np.eye(rank), **CLOSE)
    np.testing.assert_allclose(c.conditional @ right, left * s, **CLOSE)
    independent = np.outer(c.p_x, c.p_a)
    np.testing.assert_allclose(independent * (1 + (left * s) @ right.T), c.joint, **CLOSE)
    np.testing.assert_allclose(c.chi_square, ((c.joint - independent) ** 2 / independent).sum(), **CLOSE)
    np.testing.assert_allclose(c.kernel_x, 1 + (left * s**2) @ left.T, **CLOSE)
    np.testing.assert_allclose(c.kernel_a, 1 + (right * s**2) @ right.T, **CLOSE)


@check
@given(tables, st.randoms(use_true_random=False))
def test_transposition_and_permutation_keep_the_spectrum(table, random):
    s = Context.from_table(table).singular_values
    np.testing.assert_allclose(Context.from_table(table.T).singular_values, s, **CLOSE)
    rows, columns = (random.sample(range(k), k) for k in table.shape)
    np.testing.assert_allclose(Context.from_table(table[np.ix_(rows, columns)]).singular_values, s, **CLOSE)


@check
@given(tables, st.data())
def test_splitting_a_value_in_proportion_keeps_the_spectrum(table, data):
    context = Context.from_table(table)
    row = data.draw(st.integers(0, len(table) - 1))
    split = np.vstack([3 * table, 2 * table[row]])
    split[row] = table[row]
    values = Context.from_table(split).singular_values
    np.testing.assert_allclose(values, padded(context.singular_values, len(values)), **CLOSE)


@check
@given(tables)
def test_merging_values_raises_no_singular_value(table):
    assume(table.shape[1] > 1)
    context = Context.from_table(table)
    merged = Context.from_table(np.column_stack([table[:, 0] + table[:, 1], table[:, 2:]])).singular_values
    assert np.all(merged <= context.singular_values[: len(merged)] + 1e-12)


@check
@given(tables)
def test_all_constructors_agree(table):
    context = Context.from_table(table)
    x, a = np.nonzero(table)
    pairs = Context.from_pairs(x, a, table[x, a])
    repeated = Context.from_pairs(np.repeat(x, table[x, a]), np.repeat(a, table[x, a]).tolist())
    for other in (
        pairs,
        repeated,
        Context.from_table(pd.DataFrame(table)),
        Context.from_table(scipy.sparse.csr_array(table)),
    ):
        np.testing.assert_array_equal(other.counts, context.counts)
        np.testing.assert_array_equal(other.joint, context.joint)
        assert other.row_labels == context.row_labels
    conditional = Context.from_conditional(context.conditional, context.p_x)
    np.testing.assert_allclose(conditional.joint, context.joint, **CLOSE)


# ----------------------------------------------------------------------------------------------- labels, counts, values
def test_what_has_no_mass_is_dropped_and_remembered():
    frame = pd.DataFrame([[1, 0, 2], [0, 0, 0], [3, 0, 1]], index=["p", "q", "r"], columns=["u", "v", "w"])
    context = Context.from_table(frame)
    assert (context.shape, context.original_shape) == ((2, 2), (3, 3))
    assert (context.row_labels, context.column_labels) == (("p", "r"), ("u", "w"))
    assert (context.dropped_rows, context.dropped_columns) == (("q",), ("v",))
    np.testing.assert_array_equal(context.kept_rows, [0, 2])
    np.testing.assert_array_equal(context.kept_columns, [0, 2])
    np.testing.assert_array_equal(context.counts, [[1, 2], [3, 1]])
    assert repr(context) == "Context(n_x=2, n_a=2, total=7)"


def test_only_whole_numbers_are_counts():
    assert Context.from_table([[1.0, 2.0], [3.0, 4.0]]).total == 10
    assert Context.from_table([[0.1, 0.2], [0.3, 0.4]]).total is None
    assert Context.from_table([[2**60 + 1, 1], [1, 1]]).total == 2**60 + 4
    assert Context.from_table([[2**63, 1], [1, 1]]).total == 2**63 + 3
    assert Context.from_table([[2.0**63, 1], [1, 1]]).total is None
    assert Context.from_pairs(["a", "b"], [0, 1], [2**53 + 1, 1]).counts.tolist() == [[2**53 + 1, 0], [0, 1]]
    assert Context.from_table([[True, False], [True, True]]).total == 3
    assert repr(Context.from_table([[0.5, 0.5]])) == "Context(n_x=1, n_a=2)"


def test_exact_numbers_are_accepted():
    context = Context.from_table([[Fraction(1, 3), Fraction(1, 6)], [0, Fraction(1, 2)]])
    np.testing.assert_allclose(context.p_x, [0.5, 0.5], **CLOSE)


def test_labels_of_pairs_are_sorted_if_they_can_be():
    context = Context.from_pairs(["b", "a", "b"], [(1, 2), 3, "z"])
    assert (context.row_labels, context.column_labels) == (("a", "b"), ((1, 2), 3, "z"))


def test_a_context_cannot_be_changed():
    context = load_table("smoking")
    for name in (
        "joint",
        "counts",
        "kept_rows",
        "p_x",
        "conditional",
        "operator",
        "centred_operator",
        "kernel_x",
        "left",
    ):
        with pytest.raises(ValueError, match="read-only"):
            getattr(context, name)[0] = 0
    with pytest.raises(AttributeError):
        context.joint = context.joint
    assert context.left is context.left


def test_values_on_x_are_those_of_the_kept_rows():
    context = Context.from_table([[1, 2], [0, 0], [3, 1]])
    np.testing.assert_array_equal(context.on_x([5, 6, 7]), [5.0, 7.0])
    np.testing.assert_array_equal(context.on_x([5, 7]), [5.0, 7.0])
    encoder = np.arange(6).reshape(3, 2)
    np.testing.assert_array_equal(context.on_x(encoder), encoder[[0, 2]])
    np.testing.assert_array_equal(context.encoder_on_x(encoder), encoder[[0, 2]])
    np.testing.assert_array_equal(context.encoder_on_x([5, 6, 7]), [[5.0], [7.0]])
    given_values = np.array([1.0, 2.0])
    context.on_x(given_values)[0] = 9
    assert given_values[0] == 1


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1, 2, 3, 4], r"values has 4 rows; a function on X has 2 or 3 here"),
        ([1, np.nan, 2], r"values\[1\] is nan"),
        ([[1, 2], [np.inf, 3]], r"values\[1, 0\] is inf"),
        (["a", "b"], "values holds values of type <U1; real numbers are right"),
        (np.zeros((3, 2, 2)), r"values has shape \(3, 2, 2\)"),
        (np.zeros((3, 0)), r"values has shape \(3, 0\)"),
        (3.0, r"values has shape \(\)"),
    ],
)
def test_values_on_x_that_cannot_be_used(values, message):
    with pytest.raises(InputError, match=message):
        Context.from_table([[1, 2], [0, 0], [3, 1]]).on_x(values)


# ------------------------------------------------------------------------------------------------------------ bad input
@pytest.mark.parametrize(
    ("table", "message"),
    [
        ([[1, -1], [2, 3]], r"counts\[0, 1\] is -1.0; a number ≥ 0 is right"),
        ([[1, 2], [np.nan, 3]], r"counts\[1, 0\] is nan"),
        ([[1, 2], [np.inf, 3]], r"counts\[1, 0\] is inf"),
        ([[0, 0], [0, 0]], "the entries sum to 0; a joint law needs a positive, finite total mass"),
        ([[1e308, 1e308], [1e308, 1e308]], "the entries sum to inf"),
        ([[1, 2], [3]], "counts is ragged"),
        ([["1", "2"], ["3", "4"]], "counts holds values of type <U1"),
        ([[1j, 2]], "counts holds values of type complex128"),
        ([[1, None], [2, 3]], r"counts\[0, 1\] is None; a real number is right"),
        ([[10**400, 1]], "counts holds a number beyond double precision"),
        ([1, 2, 3], r"counts has shape \(3,\); a matrix with at least one entry is right"),
        (np.ones((2, 2, 2)), r"counts has shape \(2, 2, 2\)"),
        ([], r"counts has shape \(0,\)"),
        ([[], []], r"counts has shape \(2, 0\)"),
        (None, "counts is None; a real number is right"),
    ],
)
def test_tables_that_cannot_be_used(table, message):
    with pytest.raises(InputError, match=message) as caught:
        Context.from_table(table)
    assert "\n" not in str(caught.value)


def test_labels_of_the_wrong_number():
    with pytest.raises(InputError, match="row_labels has 1 labels; 2 are right"):
        Context.from_table([[1, 2], [3, 4]], row_labels=["a"])
    with pytest.raises(InputError, match="column_labels has 3 labels; 2 are right"):
        Context.from_table([[1, 2], [3, 4]], column_labels="abc")


def test_labels_and_values_that_are_no_list():
    with pytest.raises(InputError, match="row_labels is 5; a list of values is right"):
        Context.from_table([[1, 2], [3, 4]], row_labels=5)
    with pytest.raises(InputError, match="xs is None; a list of values is right"):
        Context.from_pairs(None, [1, 2])


@pytest.mark.parametrize(
    ("conditional", "p_x", "message"),
    [
        ([[0.5, 0.5], [0.5, 0.6]], [0.5, 0.5], "row 1 of P sums to 1.1; a sum of 1 is right"),
        ([[0.5, 0.5], [0.0, 0.0]], [1, 0], "row 1 of P sums to 0"),
        ([[1.5, -0.5]], [1], r"P\[0, 1\] is -0.5"),
        ([[0.5, 0.5], [0.5, 0.5]], [0.5, 0.4], "p_x sums to 0.9"),
        ([[0.5, 0.5], [0.5, 0.5]], [1.0], "p_x has 1 entries; 2, one for each row of P, are right"),
        ([[0.5, 0.5], [0.5, 0.5]], [[0.5, 0.5]], r"p_x has shape \(1, 2\); a vector"),
        ([[0.5, 0.5], [0.5, 0.5]], [1.5, -0.5], r"p_x\[1\] is -0.5"),
        ([0.5, 0.5], [1.0], r"P has shape \(2,\)"),
    ],
)
def test_conditional_laws_that_cannot_be_used(conditional, p_x, message):
    with pytest.raises(InputError, match=message):
        Context.from_conditional(conditional, p_x)


@pytest.mark.parametrize(
    ("xs", "as_", "counts", "message"),
    [
        ([1, 2], [1], None, "xs has 2 values and as_ has 1; equally many are right"),
        ([], [], None, "xs is empty"),
        ([1.0, float("nan")], [1, 2], None, "xs holds NaN"),
        ([1, 2], np.array([0.0, np.nan]), None, "as_ holds NaN"),
        ([[1], [2]], [1, 2], None, "xs holds a value that is not hashable"),
        ([1, 2], [1, 2], [1], "counts has 1 entries; 2, one for each pair, are right"),
        ([1, 2], [1, 2], [1, -1], r"counts\[1\] is -1.0"),
        ([1, 2], [1, 2], [0, 0], "the entries sum to 0"),
        (range(10**4), range(20000, 30001), None, "xs has 10000 values and as_ has 10001"),
        (range(10001), range(10001), None, r"xs and as_ have 10001 and 10001 distinct values; merge them, to 1e\+08"),
    ],
)
def test_pairs_that_cannot_be_used(xs, as_, counts, message):
    with pytest.raises(InputError, match=message):
        Context.from_pairs(xs, as_, counts)


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([[0, 1], [2, 0]], r"W\[0, 1\] = 1 but W\[1, 0\] = 2; equal is right"),
        ([[0, 1, 1], [1, 0, 1]], r"W has shape \(2, 3\); a square matrix is right"),
        ([[0, -1], [-1, 0]], r"W\[0, 1\] is -1.0"),
        (scipy.sparse.csr_array([[0.0, np.nan], [np.nan, 0.0]]), r"W\[0, 1\] is nan"),
        ([[0, 0], [0, 0]], "the entries sum to 0"),
    ],
)
def test_graphs_that_cannot_be_used(weights, message):
    with pytest.raises(InputError, match=message):
        Context.from_graph(weights)


def test_asymmetry_of_rounding_size_is_no_fault():
    weights = np.array([[0.0, 1.0], [1.0 + 1e-15, 0.0]])
    np.testing.assert_array_equal(Context.from_graph(weights).joint, [[0, 0.5], [0.5, 0]])
