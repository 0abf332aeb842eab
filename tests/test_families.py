"""Families of joint laws: sound, of the structure they claim, repeatable."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from contextures.exact.arithmetic import is_positive_semidefinite
from contextures.exact.numbers import rational
from contextures.measure.world import apply
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.search.draws import laws as families
from contextures.verify.search.draws.laws import FAMILIES, Laws
from tests.families import BY_NAME, SHAPES, SQUARE, each_family, shapes

Array = NDArray[Any]


@functools.cache
def drawn(name: str, n: int, m: int, count: int = 30) -> Laws:
    return BY_NAME[name].draw(np.random.default_rng([n, m]), count, n, m)


def spectra(weights: Array) -> Array:
    """Singular values, one row an instance."""
    return np.stack(ContextWorld.of_whole({"joint": weights}, {"d": 1}).singular_values, axis=1)


def law(weights: Array, index: int) -> ContextWorld:
    return ContextWorld.of_instance(ContextWorld.batch({"joint": weights}, {"d": 1}).instance(index))


def whole(values: Array) -> Array:
    return np.vectorize(lambda v: rational(int(v)), otypes=[object])(values)


# ------------------------------------------------------------------------------------------------------------ all laws
def test_names_are_unique():
    assert len(BY_NAME) == len(FAMILIES)


@each_family
def test_weights_are_whole_nonnegative_and_without_gaps(family):
    for n, m in shapes(family):
        weights = drawn(family.name, n, m).weights
        assert weights.shape == (30, n, m)
        assert weights.dtype == np.int64
        assert (weights >= 0).all()
        assert (weights.sum(1) > 0).all()
        assert (weights.sum(2) > 0).all()
        assert weights.sum((1, 2)).max() < 2**62, "the sum may overflow"
        assert len(np.unique(weights.reshape(30, -1), axis=0)) > 1 or n * m <= 6


@each_family
def test_the_same_seed_gives_the_same_laws(family):
    n, m = shapes(family)[-1]
    for seed in (0, 1):
        first, second = (family.draw(np.random.default_rng(seed), 20, n, m) for _ in range(2))
        np.testing.assert_array_equal(first.weights, second.weights)
        if first.modes is not None:
            np.testing.assert_array_equal(first.modes, second.modes)
    other = family.draw(np.random.default_rng(2), 20, n, m)
    assert (other.weights != first.weights).any()


@pytest.mark.parametrize("name", ["cube", "contrasts", "product"])
def test_declared_modes_are_exact_singular_functions_in_order(name):
    positive = 0
    for n, m in SHAPES:
        weights, modes = drawn(name, n, m)
        assert modes is not None
        assert modes.shape == (30, n, n - 1)
        for k in range(0, 30, 3):
            world = law(weights, k)
            functions = whole(modes[k])
            assert ((world.p_x[:, None] * functions).sum(0) == 0).all(), "not of mean zero"
            gram = functions.T @ (world.p_x[:, None] * functions)
            assert all(gram[i, j] == 0 for i in range(n - 1) for j in range(i)), "not orthogonal"
            eigenvalues = []
            for column in range(n - 1):
                f = functions[:, column]
                image = apply(world.operator_x, f)
                eigenvalue = world.inner_x(f, image) / gram[column, column]
                assert (image == eigenvalue * f).all(), "not an eigenfunction"
                eigenvalues.append(eigenvalue)
            assert eigenvalues == sorted(eigenvalues, reverse=True)
            squares = [value if isinstance(value, fmpq) else value.radicand for value in world.singular_values]
            assert [v * v if isinstance(v, fmpq) else None for v in world.singular_values] == eigenvalues[
                : len(squares)
            ]
            positive += sum(value > 0 for value in eigenvalues)
    assert positive > 100


def test_other_families_declare_no_modes():
    for family in FAMILIES:
        if family.name not in ("cube", "contrasts", "product"):
            n, m = shapes(family)[0]
            assert drawn(family.name, n, m).modes is None


def test_gaps_are_filled_and_nothing_else_is_changed():
    weights = np.array([[[0, 0, 2], [0, 0, 0]], [[1, 2, 3], [4, 5, 6]]])
    before = weights.copy()
    filled = families.without_gaps(np.random.default_rng(0), weights)
    np.testing.assert_array_equal(weights, before)
    np.testing.assert_array_equal(filled[1], before[1])
    assert (filled[0].sum(0) > 0).all()
    assert (filled[0].sum(1) > 0).all()
    assert filled[0, 0, 2] in (1, 2)
    assert set(np.unique(filled[0])) <= {0, 1, 2}


# ----------------------------------------------------------------------------------------------------------- structure
def components(weights: Array) -> Array:
    """Connected components of the bipartite graph of each law."""
    n, m = weights.shape[1:]
    counts = []
    for table in weights:
        graph = np.zeros((n + m, n + m), dtype=np.int64)
        graph[:n, n:] = table
        counts.append(connected_components(csr_matrix(graph), directed=False)[0])
    return np.array(counts)


def test_disconnected_laws_fall_into_blocks():
    repeated = 0
    for n, m in SHAPES:
        weights = drawn("disconnected", n, m).weights
        blocks = components(weights)
        assert (blocks >= 2).all()
        ones = (spectra(weights) > 1 - 1e-9).sum(1)
        np.testing.assert_array_equal(ones, blocks - 1)
        repeated += (ones >= 2).sum()
    assert repeated >= 30


@pytest.mark.parametrize("name", ["identity", "labels"])
def test_identity_and_labels_have_ones(name):
    for n, m in shapes(BY_NAME[name]):
        weights = drawn(name, n, m).weights
        for k in range(3):
            assert law(weights, k).singular_values == [fmpq(1)] * (min(n, m) - 1)
        np.testing.assert_allclose(spectra(weights), 1.0, rtol=0, atol=1e-12)


def test_the_identity_is_diagonal():
    for n, m in SQUARE:
        off = drawn("identity", n, m).weights * (1 - np.eye(n, dtype=np.int64))
        assert not off.any()


def test_each_input_has_one_label():
    for n, m in SHAPES:
        if n >= m:
            assert ((drawn("labels", n, m).weights > 0).sum(2) == 1).all()


def test_independent_laws_have_no_spectrum():
    for n, m in SHAPES:
        weights = drawn("independent", n, m).weights
        assert law(weights, 0).singular_values == [fmpq(0)] * (min(n, m) - 1)
        np.testing.assert_allclose(spectra(weights), 0.0, rtol=0, atol=1e-12)


def test_near_independence_is_weak_but_not_nothing():
    largest = np.concatenate([spectra(drawn("near-independence", n, m).weights)[:, 0] for n, m in SHAPES])
    assert largest.max() < 0.3
    assert 1e-6 < np.median(largest) < 0.1


def test_near_identity_is_strong_but_not_everything():
    largest = np.concatenate([spectra(drawn("near-identity", n, m).weights)[:, 0] for n, m in SQUARE])
    assert np.median(largest) > 0.7
    assert (largest < 1 - 1e-9).mean() > 0.7


def rank(table: Array) -> int:
    return int(fmpq_mat(*table.shape, [rational(int(v)) for v in table.ravel()]).rank())


@pytest.mark.parametrize("name", ["low-rank", "duplicated"])
def test_deficient_laws_have_a_kernel(name):
    for n, m in [(4, 5), (5, 4), (6, 6), (7, 4), (8, 8)]:
        weights = drawn(name, n, m).weights
        ranks = np.array([rank(table) for table in weights])
        assert (ranks < min(n, m)).mean() > 0.8
        np.testing.assert_array_equal((spectra(weights) > 1e-9).sum(1), ranks - 1)


def test_duplicated_laws_repeat_rows():
    for n, m in [(4, 5), (6, 6), (8, 8)]:
        distinct = np.array([len(np.unique(table, axis=0)) for table in drawn("duplicated", n, m).weights])
        assert (distinct < n).mean() > 0.9


def test_unequal_laws_have_unequal_marginals():
    weights = drawn("unequal", 6, 6).weights
    ratio = weights.sum(2).max(1) / weights.sum(2).min(1)
    assert np.median(ratio) > 100


def test_small_and_sparse_and_dense_entries():
    assert set(np.unique(drawn("small", 6, 6).weights)) == {0, 1, 2, 3}
    zeros = (drawn("sparse", 8, 8).weights == 0).mean((1, 2))
    assert zeros.min() < 0.45
    assert zeros.max() > 0.7
    dense = drawn("dense", 6, 6).weights
    assert dense.max() >= 1000
    assert (dense == 0).any()
    assert ((dense > 0).all((1, 2))).any()


def test_cyclic_laws_are_convolutions_with_the_spectrum_of_the_noise():
    for n, m in SQUARE:
        weights = drawn("cyclic", n, m).weights
        for shift in range(n):
            np.testing.assert_array_equal(np.roll(weights, (shift, shift), axis=(1, 2)), weights)
        noise = weights[:, :, 0]
        expected = np.sort(np.abs(np.fft.fft(noise)[:, 1:] / noise.sum(1, keepdims=True)), axis=1)[:, ::-1]
        np.testing.assert_allclose(spectra(weights), expected, rtol=0, atol=1e-12)


def test_cubes_have_the_spectrum_of_the_walsh_transform():
    for n, m in [(2, 2), (4, 5), (8, 8)]:
        points = 2 ** int(np.log2(min(n, m)))
        characters = np.array([[(-1) ** bin(a & b).count("1") for b in range(points)] for a in range(points)])
        for weights in drawn("cube", n, m).weights[:8]:
            distinct = np.unique(weights / weights.sum(1, keepdims=True), axis=0)
            assert len(distinct) <= points
            table = weights[:points, :points].astype(float) if (n, m) == (points, points) else None
            if table is not None:
                expected = np.sort(np.abs(table[0] @ characters[:, 1:]) / table[0].sum())[::-1]
                np.testing.assert_allclose(spectra(weights[None])[0], expected, rtol=0, atol=1e-12)


def test_contrasts_have_rational_singular_values():
    values = set()
    for n, m in SHAPES:
        weights = drawn("contrasts", n, m).weights
        for k in range(0, 30, 5):
            found = law(weights, k).singular_values
            assert all(isinstance(value, fmpq) for value in found)
            values |= {str(value) for value in found}
    assert len(values) > 10
    repeated = np.diff(spectra(drawn("contrasts", 6, 6).weights), axis=1)
    assert (np.abs(repeated) < 1e-12).any()
    assert (np.abs(repeated) > 1e-3).any()


def test_products_have_the_products_of_two_spectra():
    genuine = 0
    for n, m in [(4, 4), (4, 6), (6, 6), (8, 8), (8, 5)]:
        weights = drawn("product", n, m).weights
        for k in range(0, 30, 6):
            found = law(weights, k).singular_values
            assert all(isinstance(value, fmpq) for value in found)
            positive = [value for value in found if value > 0]
            genuine += any(a * b in positive for i, a in enumerate(positive) for b in positive[i + 1 :])
    assert genuine > 10
    tables = np.array([[[2, 1], [1, 2]], [[3, 1], [1, 3]]])
    whole_law = np.kron(tables[0], tables[1])[None]
    np.testing.assert_allclose(spectra(whole_law)[0], [1 / 2, 1 / 3, 1 / 6], rtol=0, atol=1e-12)


def positive_values_are_equal(weights: Array) -> Array:
    values = spectra(weights)
    return ((np.abs(values - values[:, :1]) < 1e-9) | (values < 1e-9)).all(1)


def test_erasure_has_one_positive_singular_value():
    for n, m in SHAPES:
        if n >= m - 1:
            weights = drawn("erasure", n, m).weights
            assert positive_values_are_equal(weights).all()
            assert m < 3 or (spectra(weights)[:, 0] > 0.1).all()


def test_erasure_has_one_positive_singular_value_where_classes_are_left_over():
    assert positive_values_are_equal(drawn("erasure", 4, 8).weights).all()


def test_graphs_and_walks_are_symmetric():
    bipartite = 0
    for n, m in SQUARE:
        for name in ("graph", "squared"):
            weights = drawn(name, n, m).weights
            np.testing.assert_array_equal(weights, weights.transpose(0, 2, 1))
        for weights in drawn("squared", n, m).weights[:8]:
            assert is_positive_semidefinite(whole(weights))
        graphs = drawn("graph", n, m).weights
        degree = graphs.sum(2)
        normal = graphs / np.sqrt(degree[:, :, None] * degree[:, None, :])
        eigenvalues = np.linalg.eigvalsh(normal)
        np.testing.assert_allclose(
            spectra(graphs), np.sort(np.abs(eigenvalues[:, :-1]), axis=1)[:, ::-1], rtol=0, atol=1e-7
        )
        bipartite += (eigenvalues[:, 0] < -1 + 1e-9).sum()
        kinds = [components(graphs[k : k + 1])[0] for k in range(30)]
        assert min(kinds) == 1
    assert bipartite >= 10
