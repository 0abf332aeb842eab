"""What spectra of many points rest on: threads, renumbering, filters, and the probe for what was missed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from threadpoolctl import threadpool_info, threadpool_limits

from contextures import knn_context
from contextures.samples import chebyshev, completeness, iterated, operator, orthonormal, threads
from contextures.samples.chebyshev import Filter, filter_for, iterates, upper_edge
from contextures.samples.completeness import probe
from contextures.samples.lanczos import EigenPairs, top_eigenpairs
from contextures.samples.threads import ALONE, Team, team

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(600, 3))
TRIPLES = np.concatenate([RNG.normal(size=(400, 2)), np.kron(RNG.normal(size=(50, 2)) * 40, np.ones((4, 1)))])
SIZE = 400
VALUES = np.concatenate([np.linspace(0.95, 0.7, 10), np.sort(RNG.uniform(0, 0.6, SIZE - 10))[::-1]])
"""Of a diagonal operator, whose eigenvectors are the axes."""
NOTHING = np.zeros((SIZE, 0))


def diagonal(vectors):
    return VALUES[:, None] * vectors


def axes(chosen, residuals=None):
    """Exact eigenpairs of the diagonal operator."""
    chosen = np.asarray(chosen)
    vectors = np.zeros((SIZE, len(chosen)))
    vectors[chosen, np.arange(len(chosen))] = 1.0
    return EigenPairs(VALUES[chosen], vectors, np.zeros(len(chosen)) if residuals is None else residuals, 0)


# -------------------------------------------------------------------------------------------------------------- threads
def test_what_is_added_up_does_not_depend_on_the_number_of_threads(monkeypatch):
    monkeypatch.setattr(threads, "LEAST", 7)
    basis, block = RNG.normal(size=(9, 500)), RNG.normal(size=(4, 500))
    expected = orthonormal.overlaps(ALONE, basis, block)
    assert expected == pytest.approx(basis @ block.T)
    for count in (2, 3):
        with ThreadPoolExecutor(count) as pool:
            assert (orthonormal.overlaps(Team(pool), basis, block) == expected).all()


def test_blocks_cover_the_rows_once():
    for n in (0, 1, 8192, 8193, 10**6):
        rows = threads.blocks(n)
        assert sum(part.stop - part.start for part in rows) == n
        assert len(rows) <= threads.PARTS
        assert all(first.stop == second.start for first, second in pairwise(rows))


def test_blas_has_one_thread_meanwhile_and_its_own_number_after():
    def allowed():
        return [found["num_threads"] for found in threadpool_info() if found["user_api"] == "blas"]

    with threadpool_limits(2, user_api="blas"):
        before = allowed()
        with team():
            assert set(allowed()) <= {1}
        assert allowed() == before


def test_what_a_thread_raises_is_raised(monkeypatch):
    monkeypatch.setattr(threads, "LEAST", 1)

    def fails(at):
        if at.start == 2:
            raise ZeroDivisionError
        return at.start

    with ThreadPoolExecutor(2) as pool, pytest.raises(ZeroDivisionError):
        Team(pool).each(fails, 9)


# -------------------------------------------------------------------------------------------------- orthonormal blocks
def test_blocks_become_orthonormal_or_are_refused():
    block = RNG.normal(size=(5, 300)) * np.array([1, 1e-3, 1, 1e-4, 10])[:, None]
    span = np.linalg.qr(block.T)[0]
    assert orthonormal.orthonormalise(ALONE, block)
    assert np.abs(block @ block.T - np.eye(5)).max() < 1e-14
    assert np.linalg.norm(block.T - span @ (span.T @ block.T)) < 1e-10
    dependent = np.concatenate([block[:2], block[:1] + 1e-9 * block[2:3]])
    assert not orthonormal.orthonormalise(ALONE, dependent.copy())
    assert not orthonormal.orthonormalise(ALONE, block * 1e-12, least=1e-11)


@pytest.mark.parametrize("b", [2, 5, 10, 64])
def test_blocks_are_told_apart_as_far_as_is_said(b):
    for _ in range(20):
        u, v = (np.linalg.qr(RNG.normal(size=(m, b)))[0] for m in (300, b))
        s = np.ones(b)
        s[RNG.integers(1, b) :] = 1.1 * b / orthonormal.SOUND
        block = (v * s) @ u.T
        assert orthonormal.orthonormalise(ALONE, block)
        assert np.abs(block @ block.T - np.eye(b)).max() < 1e-14
        assert np.linalg.norm(block - block @ u @ u.T) < 1e-8
        s[-1] = 0.5 / orthonormal.SOUND
        assert not orthonormal.orthonormalise(ALONE, (v * s) @ u.T)


@pytest.mark.parametrize("b", [32, 64])
def test_what_is_dependent_only_in_all_is_refused_or_made_orthonormal(b):
    """Kahan's triangle: pivots fall to 1e-4, the least singular value far below what a Gram matrix shows."""
    sine = 1e-4 ** (1 / (b - 1))
    kahan = sine ** np.arange(b)[:, None] * (np.eye(b) - (1 - sine**2) ** 0.5 * np.triu(np.ones((b, b)), 1))
    for _ in range(20):
        columns = np.linalg.qr(RNG.normal(size=(300, b)))[0] @ kahan
        block = columns.T.copy()
        if orthonormal.orthonormalise(ALONE, block):
            assert np.abs(block @ block.T - np.eye(b)).max() < 1e-14
        q, r = orthonormal.decomposed(ALONE, columns)
        assert np.abs(q.T @ q - np.eye(b)).max() < 1e-13
        assert q @ r == pytest.approx(columns, abs=1e-12)


@pytest.mark.parametrize("smallest", [1.0, 1e-3, 1e-12])
def test_small_singular_values_are_kept(smallest):
    u, v = (np.linalg.qr(RNG.normal(size=(m, 6)))[0] for m in (200, 6))
    s = np.geomspace(1.0, smallest, 6)
    q, r = orthonormal.decomposed(ALONE, (u * s) @ v.T)
    assert np.abs(q.T @ q - np.eye(6)).max() < 1e-13
    assert np.linalg.svd(r)[1] == pytest.approx(s, rel=1e-3, abs=1e-15)


# -------------------------------------------------------------------------------------------------------------- filters
def test_iterates_are_chebyshev_polynomials():
    start, edge = RNG.normal(size=(SIZE, 2)), 0.6
    x = 2.0 * VALUES / edge - 1.0
    for m, values in zip(range(1, 7), iterates(diagonal, start, edge), strict=False):
        expected = np.polynomial.chebyshev.chebval(x, np.eye(m + 1)[m])
        assert values == pytest.approx(expected[:, None] * start)
    chosen = Filter(6, edge)
    assert chosen(diagonal, start) == pytest.approx(values)
    assert chosen.value(VALUES[:10]) == pytest.approx(expected[:10])


def test_the_edge_has_about_as_many_values_above_it():
    edge, top = upper_edge(diagonal, SIZE, 60, np.random.default_rng(1), NOTHING)
    assert 30 < (edge < VALUES).sum() < 100
    assert top == pytest.approx(VALUES[0], abs=0.02)
    below, _ = upper_edge(diagonal, SIZE, 60, np.random.default_rng(1), axes(range(10)).vectors)
    assert below < edge


@pytest.mark.parametrize("tol", [1e-4, 1e-8])
def test_a_residual_within_the_tolerance_of_a_filter_is_within_that_of_the_operator(tol):
    rng = np.random.default_rng(2)
    chosen = filter_for(diagonal, SIZE, 40, rng, NOTHING)
    assert chosen is not None
    assert chosen.degree > 1
    found = top_eigenpairs(
        lambda vectors: chosen(diagonal, vectors), SIZE, 12, tol=tol, rng=rng, block=4, scale=chosen.tolerance
    )
    rayleigh = np.einsum("ij,ij->j", found.vectors, diagonal(found.vectors))
    assert np.linalg.norm(diagonal(found.vectors) - found.vectors * rayleigh, axis=0).max() <= tol
    assert rayleigh == pytest.approx(VALUES[:12], abs=tol)


def test_there_is_no_filter_where_it_would_drown_the_last_value():
    assert filter_for(lambda v: 1e-9 * diagonal(v), SIZE, 40, np.random.default_rng(0), NOTHING) is None
    steep = np.geomspace(0.9, 1e-9, SIZE)[:, None]
    assert filter_for(lambda v: steep * v, SIZE, 300, np.random.default_rng(0), NOTHING) is None


@pytest.mark.parametrize("points", [CLOUD, TRIPLES], ids=["cloud", "copies"])
@pytest.mark.parametrize("block", [2, 8])
def test_a_filtered_spectrum_of_renumbered_rows_is_that_of_the_whole_matrix(points, block, monkeypatch):
    context = knn_context(points, 5)
    exact = context.spectrum(40, method="dense")
    monkeypatch.setattr(operator, "SCATTERED", 0)
    monkeypatch.setattr(iterated, "FILTERED", 0)
    monkeypatch.setattr(iterated, "THIN_FROM", 0)
    monkeypatch.setattr(iterated, "THIN_BLOCK", block)
    monkeypatch.setattr(threads, "LEAST", 100)
    found = context.spectrum(40, method="lanczos")
    assert found.complete
    assert found.singular_values**2 == pytest.approx(exact.singular_values**2, abs=1e-10)
    law = context.conditional
    assert np.abs(law @ found.right - found.left * found.singular_values).max() < 1e-6
    assert found.left.T @ found.left / context.n_x == pytest.approx(np.eye(40), abs=1e-10)


def test_an_edge_that_was_guessed_too_high_is_noticed(monkeypatch):
    monkeypatch.setattr(iterated, "FILTERED", 0)
    monkeypatch.setattr(chebyshev, "upper_edge", lambda *_: (0.97, 0.999))
    context = knn_context(CLOUD[:400], 5)
    found = context.spectrum(40, method="lanczos")
    exact = context.spectrum(40, method="dense")
    assert exact.singular_values[-1] ** 2 < 0.97
    assert found.complete
    assert found.singular_values == pytest.approx(exact.singular_values, abs=1e-8)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_renumbered_law_becomes_the_operator_where_it_stands(dtype, monkeypatch):
    monkeypatch.setattr(operator, "SCATTERED", 0)
    law = knn_context(CLOUD, 5).core.astype(dtype)
    given = operator.Operator(law.copy(), np.full(600, 1 / 600), np.asarray(law.sum(axis=0)) / 600)
    moved, order = given.renumbered()
    vectors = RNG.normal(size=(600, 3))
    product = np.empty((600, 3))
    product[order.rows] = moved.forward(vectors[order.columns])
    assert np.shares_memory(moved.core.data, moved.support.data) == (dtype == np.float64)
    assert product == pytest.approx(given.forward(vectors), abs=1e-12 if dtype == np.float64 else 1e-6)
    precise = np.empty((600, 3))
    precise[order.rows] = moved.precise.forward(vectors[order.columns])
    assert precise == pytest.approx(given.precise.forward(vectors), abs=1e-12)
    assert (given.support != law).nnz == 0


def test_renumbering_brings_neighbours_together(monkeypatch):
    monkeypatch.setattr(operator, "SCATTERED", 0)
    given = knn_context(RNG.permutation(np.arange(500.0))[:, None], 5).operator
    moved, order = given.renumbered()
    assert order is not None
    vectors = RNG.normal(size=(500, 3))
    assert moved.gram(vectors[order.rows]) == pytest.approx(given.gram(vectors)[order.rows])

    def width(law):
        rows = sp.coo_array(law)
        return np.abs(rows.row - rows.col).max()

    assert width(moved.core) < 20 < width(given.core)


# ---------------------------------------------------------------------------------------------------------------- probe
def looked(pairs, k, seed):
    return probe(diagonal, NOTHING, pairs, k, 1e-8, np.random.default_rng(seed))


@pytest.mark.parametrize("missed", [0, 4, 8])
@pytest.mark.parametrize("seed", range(5))
def test_a_planted_miss_is_found(missed, seed):
    found = looked(axes(np.delete(np.arange(18), missed)), 9, seed)
    assert (found.missed, found.sure) == (True, True)


@pytest.mark.parametrize("seed", range(5))
def test_what_lacks_nothing_passes_with_a_p_value(seed):
    found = looked(axes(range(18)), 10, seed)
    assert (found.missed, found.sure) == (False, True)
    assert found.p_value is not None
    assert found.p_value <= completeness.LEVEL
    assert "p = " in found.note


def test_the_p_value_is_one(monkeypatch):
    """With one direction and a level of 0.1, at most a tenth of planted misses may pass; and nearly as many do."""
    monkeypatch.setattr(completeness, "STARTS", 1)
    monkeypatch.setattr(completeness, "LEVEL", 0.1)
    pairs, trials = axes(np.delete(np.arange(18), 4)), 1000
    passed = sum(not looked(pairs, 9, seed).missed for seed in range(trials))
    assert 0 < passed <= 0.1 * trials + 4 * np.sqrt(0.09 * trials)


def test_pairs_that_have_not_converged_hide_nothing():
    """A direction of a large value that lies half in a pair set aside."""
    pairs = axes(np.delete(np.arange(14), 3))
    vectors = pairs.vectors.copy()
    mixed = np.zeros(SIZE)
    mixed[[3, SIZE - 1]] = 0.6, 0.8
    vectors[:, 9] = mixed
    value = mixed @ (VALUES * mixed)
    residual = np.linalg.norm(VALUES * mixed - value * mixed)
    order = np.argsort(-np.r_[pairs.values[:9], value, pairs.values[10:]], kind="stable")
    values = np.r_[pairs.values[:9], value, pairs.values[10:]][order]
    residuals = np.r_[np.zeros(9), residual, np.zeros(3)][order]
    for seed in range(5):
        found = looked(EigenPairs(values, vectors[:, order], residuals, 0), 9, seed)
        assert found.missed or not found.sure


def test_values_too_close_for_a_probe_are_searched_for_and_the_note_says_what_was_excluded(monkeypatch):
    monkeypatch.setattr(completeness, "MOST_DEGREE", 8)
    monkeypatch.setattr(completeness, "SHORT_DEGREE", 8)
    found = looked(axes(range(60)), 52, 0)
    assert (found.missed, found.sure, found.p_value) == (False, True, None)
    above = float(found.note.partition("excludes one above ")[2].partition(",")[0])
    assert VALUES[52] < above < 1.0


def test_checks_of_a_spectrum_tell_the_p_value():
    spectrum = knn_context(CLOUD, 5).spectrum(20, method="lanczos")
    assert spectrum.complete
    assert any("p = " in check for check in spectrum.checks)
