"""The two back ends against each other, and the exact one against definitions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from contextures.exact import arithmetic
from contextures.exact.arithmetic import Floats, Rationals
from contextures.exact.numbers import NotCertifiable, UndefinedError, rational

FLOATS, RATIONALS = Floats(), Rationals()
CLOSE = {"rtol": 0, "atol": 1e-10}
check = settings(max_examples=150, deadline=None, derandomize=True)
square_tables = st.integers(1, 4).flatmap(lambda n: arrays(np.int64, (n, n), elements=st.integers(-3, 3)))
tables = st.tuples(st.integers(1, 5), st.integers(0, 5)).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.integers(-2, 2))
)


def exact(values: Any) -> np.ndarray:
    return np.vectorize(lambda v: rational(int(v)), otypes=[object])(np.asarray(values, dtype=object))


def floats(values: Any) -> np.ndarray:
    return np.asarray(values, dtype=float)


def weights(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """A law of n points, in floats and in rationals."""
    whole = rng.integers(1, 20, n)
    return whole / whole.sum(), exact(whole) / fmpq(int(whole.sum()))


def laws(seed: int, n: int, m: int, count: int = 12) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Whole-number laws, some of low rank, and the operator TT* of each in rationals."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        table = rng.integers(0, 6, (n, m)) if k % 2 else rng.integers(0, 4, (n, 2)) @ rng.integers(1, 4, (2, m))
        table[:, 0] += table.sum(1) == 0
        table[0] += table.sum(0) == 0
        joint = exact(table) / fmpq(int(table.sum()))
        p_x, p_a = joint.sum(1), joint.sum(0)
        yield joint.sum(1), (joint / p_x[:, None]) @ (joint.T / p_a[:, None])


def operators(seed: int, n: int, m: int) -> tuple[np.ndarray, np.ndarray, list[tuple[np.ndarray, np.ndarray]]]:
    """Weights and operators of a batch, in floats, and of each instance in rationals."""
    each = list(laws(seed, n, m))
    return np.stack([floats(p) for p, _ in each]), np.stack([floats(k) for _, k in each]), each


SHAPES = [(2, 2), (3, 2), (3, 5), (5, 3), (6, 6)]


@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_eigenvalues_agree(n, m):
    p, operator, each = operators(1, n, m)
    batch = np.stack(FLOATS.eigenvalues(operator, p), axis=1)
    assert batch.shape == (len(each), n)
    for row, (p_one, one) in zip(batch, each, strict=True):
        single = RATIONALS.eigenvalues(one, p_one)
        assert len(single) == n
        np.testing.assert_allclose(floats(single), row, **CLOSE)
        assert single[0] == 1
        np.testing.assert_allclose(np.sort(np.linalg.eigvals(floats(one)).real)[::-1], row, rtol=0, atol=1e-7)


@pytest.mark.parametrize(("n", "m"), SHAPES)
def test_pseudo_inverses_satisfy_penrose(n, m):
    _, _, each = operators(2, n, m)
    singular = 0
    for p_one, one in each:
        inverse = RATIONALS.pseudo_inverse(one, p_one)
        singular += RATIONALS.rank(one, p_one) < n
        assert (one @ inverse @ one == one).all()
        assert (inverse @ one @ inverse == inverse).all()
        for product in (one @ inverse, inverse @ one):
            flux = p_one[:, None] * product
            assert (flux == flux.T).all(), "not self-adjoint in L²(p)"
    assert singular


def encoders(seed: int, n: int, d: int) -> np.ndarray:
    """Random columns, and ones that depend on each other, are constant or zero."""
    rng = np.random.default_rng(seed)
    columns = rng.integers(-4, 5, (12, n, d))
    columns[3, :, -1] = 2 * columns[3, :, 0]
    columns[4] = rng.integers(-2, 3, (n, 1)) @ rng.integers(-2, 3, (1, d))
    columns[5], columns[6, :, 0], columns[7, :, 0] = 0, 0, 1
    columns[8] = 1000 * columns[8] + 1
    return columns


@pytest.mark.parametrize(("n", "d"), [(1, 1), (2, 1), (2, 4), (4, 2), (4, 4), (5, 7), (6, 3)])
def test_projectors_and_ranks_agree(n, d):
    columns = encoders(3, n, d)
    pairs = [weights(np.random.default_rng(k), n) for k in range(len(columns))]
    p = np.stack([pair[0] for pair in pairs])
    batch, ranks = FLOATS.projector(columns.astype(float), p), FLOATS.rank(columns.astype(float), p)
    for k, (_, p_one) in enumerate(pairs):
        one = exact(columns[k])
        projector = RATIONALS.projector(one, p_one)
        np.testing.assert_allclose(batch[k], floats(projector), **CLOSE)
        assert (projector @ projector == projector).all()
        assert (projector @ one == one).all()
        flux = p_one[:, None] * projector
        assert (flux == flux.T).all()
        rank = np.linalg.matrix_rank(columns[k])
        assert ranks[k] == rank == RATIONALS.rank(one, p_one) == np.trace(projector)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_inverses_agree(size):
    rng = np.random.default_rng(4)
    matrices = rng.integers(-3, 4, (30, size, size))
    matrices[:5, :, -1] = matrices[:5, :, 0] * (size > 1)
    inverted = FLOATS.inverse(matrices.astype(float), np.abs(matrices).max((1, 2)))
    singular = 0
    for matrix, found in zip(matrices, inverted, strict=True):
        if round(np.linalg.det(matrix)) == 0:
            singular += 1
            assert np.isnan(found).all()
            with pytest.raises(UndefinedError):
                RATIONALS.inverse(exact(matrix), None)
            continue
        inverse = RATIONALS.inverse(exact(matrix), None)
        assert (inverse @ exact(matrix) == exact(np.eye(size, dtype=int))).all()
        np.testing.assert_allclose(found, floats(inverse), **CLOSE)
    assert 5 <= singular < 25


def test_scalars_agree():
    assert FLOATS.constant(3) == 3.0
    assert RATIONALS.constant(3) == fmpq(3)
    assert (FLOATS.zeros_like(np.ones(2)) == 0).all()
    assert RATIONALS.zeros_like(fmpq(1)) == fmpq(0)
    np.testing.assert_array_equal(FLOATS.sqrt(np.array([4.0, -1e-18])), [2.0, 0.0])
    assert RATIONALS.sqrt(fmpq(4)) == fmpq(2)
    np.testing.assert_array_equal(FLOATS.largest([np.array([1.0, 5.0]), 2.0]), [2.0, 5.0])
    assert RATIONALS.largest([fmpq(1), fmpq(2)]) == fmpq(2)
    a = np.arange(12.0).reshape(2, 2, 3)
    assert arithmetic.transpose(a).shape == (2, 3, 2)
    np.testing.assert_array_equal(arithmetic.trace(a[:, :, :2]), [a[0, 0, 0] + a[0, 1, 1], a[1, 0, 0] + a[1, 1, 1]])


@check
@given(tables)
def test_null_spaces_and_independent_columns(table):
    a = exact(table).reshape(table.shape)
    rank = np.linalg.matrix_rank(table) if table.size else 0
    kernel = arithmetic.null_space(a)
    assert kernel.shape == (table.shape[1], table.shape[1] - rank)
    assert (a @ kernel == 0).all()
    if kernel.size:
        assert arithmetic.as_matrix(kernel).rank() == kernel.shape[1]
    chosen = arithmetic.independent_columns(a)
    assert len(chosen) == rank
    assert rank == 0 or np.linalg.matrix_rank(table[:, chosen]) == rank
    for k in range(table.shape[1]):
        before = [c for c in chosen if c <= k]
        assert len(before) == np.linalg.matrix_rank(table[:, : k + 1]), "not the first ones"


def is_semidefinite(matrix: np.ndarray) -> bool:
    """Every principal minor is nonnegative."""
    n = len(matrix)
    return all(
        arithmetic.as_matrix(matrix[np.ix_(rows, rows)]).det() >= 0
        for size in range(1, n + 1)
        for rows in itertools.combinations(range(n), size)
    )


@check
@given(square_tables, st.booleans(), st.integers(-1, 1))
def test_semidefiniteness_against_principal_minors(table, gram, shift):
    symmetric = table @ table.T if gram else table + table.T
    matrix = exact(symmetric + shift * np.eye(len(table), dtype=int))
    before = matrix.copy()
    assert arithmetic.is_positive_semidefinite(matrix) is is_semidefinite(matrix)
    assert (matrix == before).all(), "the argument was changed"


@pytest.mark.parametrize("n", [3, 5, 8])
def test_semidefiniteness_at_the_edge(n):
    rng = np.random.default_rng(5)
    tiny = fmpq(1, 10**60)
    for rank in range(1, n + 1):
        factor = rng.integers(-4, 5, (n, rank))
        gram = exact(factor @ factor.T)
        vector = exact(rng.integers(-3, 4, (n, 1)))
        vector[0, 0] += fmpq(7)
        assert np.linalg.eigvalsh((factor @ factor.T).astype(float))[0] > -1e-10
        assert arithmetic.is_positive_semidefinite(gram)
        lowered = gram - tiny * (vector @ vector.T)
        singular = arithmetic.as_matrix(gram).rank() < n
        outside = arithmetic.as_matrix(np.hstack([gram, vector])).rank() > arithmetic.as_matrix(gram).rank()
        assert arithmetic.is_positive_semidefinite(lowered) is not outside
        assert arithmetic.is_positive_semidefinite(gram + tiny * (vector @ vector.T))
        assert arithmetic.is_positive_semidefinite(gram - tiny * exact(np.eye(n, dtype=int))) is not singular


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([[0, 1], [1, 0]], False),
        ([[0, 0], [0, 1]], True),
        ([[0, 0], [0, -1]], False),
        ([[1, 1, 1], [1, 1, 0], [1, 0, 5]], False),
        ([[1, 2, 3], [2, 4, 6], [3, 6, 9]], True),
    ],
)
def test_semidefiniteness_with_zero_pivots(matrix, expected):
    assert arithmetic.is_positive_semidefinite(exact(matrix)) is expected


@check
@given(square_tables)
def test_roots_are_those_of_the_characteristic_polynomial(table):
    symmetric = table + table.T
    found = arithmetic.roots(exact(symmetric))
    assert sum(count for _, count in found) == len(table)
    expanded = sorted(float(root) for root, count in found for _ in range(count))
    np.testing.assert_allclose(expanded, np.linalg.eigvalsh(symmetric.astype(float)), rtol=0, atol=1e-7)
    polynomial = arithmetic.as_matrix(exact(symmetric)).charpoly()
    for root, _ in found:
        if isinstance(root, fmpq):
            assert polynomial(root) == 0
        else:
            assert sum((arb(polynomial[k]) * root**k for k in range(len(table) + 1)), arb(0)).contains(0)


def test_repeated_irrational_roots_keep_their_multiplicity():
    block = np.array([[1, 1], [1, 0]])
    found = arithmetic.roots(exact(np.kron(np.eye(3, dtype=int), block)))
    assert [count for _, count in found] == [3, 3]
    assert sorted(float(root) for root, _ in found) == pytest.approx([(1 - 5**0.5) / 2, (1 + 5**0.5) / 2], abs=1e-14)
    values = RATIONALS.eigenvalues(exact(np.kron(np.eye(2, dtype=int), block)), exact([1, 1, 1, 1]))
    assert [float(v) > 0 for v in values] == [True, True, False, False]


def test_spectra_that_are_not_real_are_refused():
    with pytest.raises(NotCertifiable):
        arithmetic.roots(exact([[0, -1], [1, 0]]))


def test_rank_and_projector_of_nearly_dependent_columns_follow_the_tolerance():
    p = np.full((2, 3), 1 / 3)
    columns = np.array([[[1.0, 1.0], [0.0, 0.0], [-1.0, -1.0]]] * 2)
    columns[0, 1, 1], columns[1, 1, 1] = 1e-6, 1e-12
    np.testing.assert_array_equal(FLOATS.rank(columns, p), [2, 1])
    np.testing.assert_allclose(np.trace(FLOATS.projector(columns, p), axis1=1, axis2=2), [2, 1], atol=1e-9)
