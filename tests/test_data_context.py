"""Contexts of samples: laws, spectra against the finite decomposition, completeness, extension, refusals."""

from __future__ import annotations

import gc
import weakref

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp
from scipy.sparse.linalg import aslinearoperator
from scipy.spatial.distance import cdist
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.neighbors import NearestNeighbors

from contextures import Context, DataContext, InputError, knn_context, label_context, rbf_context
from contextures.samples import completeness, conditionals, iterated, spectral
from contextures.samples.conditionals import gaussian_law
from contextures.samples.corruption import masks
from contextures.samples.kernels import exponentials
from contextures.samples.lanczos import EigenPairs, top_eigenpairs
from contextures.samples.neighbours import merged, nearest
from contextures.studies.levels import Family

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(300, 4))
REPEATED = np.repeat(RNG.normal(size=(60, 3)), 5, axis=0)
BLOBS = np.concatenate([RNG.normal(size=(20, 2)) + 100 * i for i in range(90)])
CELL = knn_context(RNG.normal(size=(12, 2)), 4).conditional.toarray()
COPIES = np.kron(np.eye(100), CELL) * 0.9 + 0.1 / 1200
"""A dense law without components, in which every singular value but one occurs a hundred times."""


def dense(context):
    """P⁺(a|x) over the original points, as an array of floats."""
    law = context.conditional
    if sp.issparse(law):
        return law.toarray()
    return np.asarray(law @ np.eye(law.shape[1]), dtype=float)


def agrees(context, spectrum, tolerance=1e-8):
    """Compare a spectrum with the finite context's own decomposition; return the finite context."""
    law = dense(context)
    exact = Context.from_conditional(law / law.sum(axis=1, keepdims=True), context.p_x)
    k, p_x, p_a = len(spectrum.singular_values), context.p_x, context.p_a
    assert np.abs(spectrum.singular_values**2 - exact.singular_values[:k] ** 2).max() <= tolerance
    assert exact.singular_values[context.rank_bound :] == pytest.approx(0, abs=1e-7)
    left, right, identity = spectrum.left, spectrum.right, np.eye(k)
    assert np.abs(left.T @ (left * p_x[:, None]) - identity).max() < 1e-10
    assert np.abs(right.T @ (right * p_a[:, None]) - identity).max() < 1e-10
    assert np.abs(p_x @ left).max() < 1e-7
    assert np.abs(p_a @ right).max() < 1e-7
    s = spectrum.singular_values
    assert (np.abs(law @ right - left * s) * s).max() < 100 * tolerance
    assert context.chi_square == pytest.approx(exact.chi_square, abs=1e-6)
    return exact


# ----------------------------------------------------------------------------------------------------------- neighbours
@pytest.mark.parametrize("k", [1, 5, 60, 299])
@pytest.mark.parametrize(
    "points",
    [CLOUD, RNG.integers(0, 3, size=(300, 4)).astype(float), RNG.integers(0, 2, size=(300, 12)) * 0.1 + 1e3, REPEATED],
    ids=["cloud", "lattice", "far lattice", "repeated"],
)
def test_neighbours_are_those_of_the_definition_with_ties_by_index(points, k):
    squares = ((points[:, None] - points) ** 2).sum(axis=2)
    assert (nearest(points, points, k) == np.argsort(squares.round(9), axis=1, kind="stable")[:, :k]).all()


def test_neighbours_agree_with_scikit_learn():
    others = RNG.normal(size=(50, 4))
    expected = NearestNeighbors(n_neighbors=7).fit(CLOUD).kneighbors(others, return_distance=False)
    assert (nearest(CLOUD, others, 7) == expected).all()


@pytest.mark.parametrize("power", [-400, -560, -700, -1000])
def test_points_so_close_that_squares_underflow_have_the_neighbours_of_others(power):
    """A power of two changes no digit; beyond 2⁻¹⁰²² some are lost, so whole numbers are taken there."""
    whole = np.round(RNG.normal(size=(200, 3)) * 2**30)
    close = np.ldexp(whole, power)
    assert close.any(axis=1).all()
    context, expected = knn_context(close, 5), knn_context(whole, 5)
    np.testing.assert_array_equal(dense(context), dense(expected))
    assert context.spectrum(3).singular_values == pytest.approx(expected.spectrum(3).singular_values)
    np.testing.assert_array_equal(context.at(close[:9]).toarray(), expected.at(whole[:9]).toarray())
    masked = [knn_context(x, 5, mask=0.34, draws=3) for x in (close, whole)]
    np.testing.assert_array_equal(dense(masked[0]), dense(masked[1]))


def test_a_column_in_which_close_points_agree_does_not_hide_how_they_differ():
    close = np.ldexp(np.round(CLOUD * 2**30), -700)
    beside = np.column_stack([np.ones(len(close)), close])
    np.testing.assert_array_equal(dense(knn_context(beside, 5)), dense(knn_context(np.round(CLOUD * 2**30), 5)))
    law = knn_context(beside, 5).law
    np.testing.assert_array_equal(
        law.at(np.column_stack([np.full(300, 7.0), close])).toarray(), dense(knn_context(beside, 5))
    )
    assert set(law.at(np.full((1, 5), 3.0)).indices) == set(range(5)), "from far away all are tied"


def test_one_query_serves_every_smaller_number_of_neighbours():
    grid = RNG.integers(0, 4, size=(200, 3)).astype(float)
    assert (nearest(grid, grid, 40)[:, :9] == nearest(grid, grid, 9)).all()


# ----------------------------------------------------------------------------------------------------------------- laws
def test_the_law_of_neighbours_is_uniform_on_them():
    law = dense(knn_context(CLOUD, 6))
    assert set(np.unique(law.round(15))) == {0.0, round(1 / 6, 15)}
    assert (law.diagonal() > 0).all()


def test_the_gaussian_law_is_that_of_scikit_learn():
    kernel = rbf_kernel(REPEATED, gamma=0.7)
    context = rbf_context(REPEATED, 0.7)
    assert context.core.shape == (60, 60)
    assert dense(context) == pytest.approx(kernel / kernel.sum(axis=1, keepdims=True), abs=1e-12)


def test_a_masked_law_is_the_average_over_masks():
    groups = [[0], [1, 2], [3]]
    context = knn_context(CLOUD, 6, mask=0.34, draws=5, groups=groups, seed=3)
    chosen = masks(groups, 0.34, 5, 3)
    assert {len(columns) for columns in chosen} <= {2, 3}
    assert dense(context) == pytest.approx(sum(dense(knn_context(CLOUD[:, c], 6)) for c in chosen) / 5)
    kernels = rbf_context(CLOUD, 0.4, mask=0.34, draws=5, groups=groups, seed=3)
    assert dense(kernels) == pytest.approx(sum(dense(rbf_context(CLOUD[:, c], 0.4)) for c in chosen) / 5)


def test_merging_keeps_the_order_of_appearance():
    points, row_of, counts = merged(np.array([[2.0], [1.0], [2.0], [0.0]]))
    assert points.ravel().tolist() == [2, 1, 0]
    assert row_of.tolist() == [0, 1, 0, 2]
    assert counts.tolist() == [2, 1, 1]


# -------------------------------------------------------------------------------------------------------------- spectra
@pytest.mark.parametrize(
    "context",
    [
        knn_context(CLOUD, 5),
        knn_context(REPEATED, 3),
        knn_context(REPEATED, 8, mask=0.3, draws=7),
        rbf_context(CLOUD, 0.01),
        rbf_context(REPEATED, 0.5),
        rbf_context(REPEATED, 50.0, mask=0.3, draws=7),
        label_context(["b", "a", "b", "c"]),
    ],
    ids=repr,
)
def test_the_whole_spectrum_is_that_of_the_finite_context(context):
    spectrum = context.spectrum()
    agrees(context, spectrum)
    assert spectrum.complete
    assert spectrum.whole


@pytest.mark.parametrize("rank", [50, 130, 500])
def test_repeated_values_are_all_found(rank):
    context = DataContext.from_conditional(COPIES)
    spectrum = context.spectrum(rank, method="lanczos")
    agrees(context, spectrum)
    assert spectrum.complete
    assert spectrum.method == "lanczos"


@pytest.mark.parametrize("rank", [80, 100])
def test_components_are_counted_and_their_functions_exact(rank):
    context = knn_context(BLOBS, 5)
    spectrum = context.spectrum(rank, method="lanczos")
    agrees(context, spectrum)
    units = int((spectrum.singular_values > 1 - 1e-12).sum())
    pairs = [(int(x), int(a) + len(BLOBS)) for x, a in zip(*context.conditional.nonzero(), strict=True)]
    assert units == min(rank, nx.number_connected_components(nx.Graph(pairs)) - 1)
    assert spectrum.complete
    assert spectrum.method == ("components" if rank == 80 else "lanczos")


def test_many_components_need_no_matrix_of_their_indicators():
    context = DataContext.from_conditional(sp.eye_array(30_000))
    spectrum = context.spectrum(7)
    assert spectrum.method == "components"
    assert spectrum.singular_values == pytest.approx(np.ones(7))
    assert spectrum.left.T @ spectrum.left / 30_000 == pytest.approx(np.eye(7), abs=1e-9)
    assert np.abs(spectrum.left.mean(axis=0)).max() < 1e-9


def test_an_operator_is_enough():
    context = DataContext.from_conditional(aslinearoperator(COPIES))
    spectrum = context.spectrum(60, method="lanczos")
    agrees(context, spectrum)
    assert spectrum.complete


def test_single_precision_says_what_it_resolves():
    context = rbf_context(CLOUD, 0.1, dtype=np.float32)
    spectrum = context.spectrum(method="lanczos", rank=100)
    agrees(context, spectrum, 1e-6)
    assert spectrum.complete
    assert spectrum.resolved < 100
    assert spectrum.triplets.resolution == 1e-6


def test_weighted_points():
    p_x = RNG.dirichlet(np.ones(12))
    context = DataContext.from_conditional(CELL, p_x)
    agrees(context, context.spectrum())


def test_a_missed_direction_is_found_by_the_probe_and_refuted_by_cholesky():
    operator = DataContext.from_conditional(COPIES).operator
    known = operator.small[:, None]
    whole = spectral._dense(operator, known, 131)
    lacking = np.delete(np.arange(131), 7)
    pairs = EigenPairs(whole.values[lacking], whole.vectors[:, lacking], np.zeros(130), 0)
    rng = np.random.default_rng(0)
    found = completeness.probe(operator.gram, known, pairs, 130, 1e-8, rng)
    assert (found.missed, found.sure) == (True, True)
    assert not completeness.excludes(operator, known, pairs, 1e-8)
    found = completeness.probe(operator.gram, known, whole, 131, 1e-8, rng)
    assert (found.missed, found.sure) == (False, True)
    assert completeness.excludes(operator, known, whole, 1e-8)


def test_a_result_that_misses_directions_is_repaired(monkeypatch):
    calls = []

    def careless(apply, n, k, **settings):
        calls.append(k)
        if len(calls) > 1:
            return top_eigenpairs(apply, n, k, **settings)
        pairs, kept = top_eigenpairs(apply, n, k + 3, **settings), np.arange(3, k + 3)
        return EigenPairs(pairs.values[kept], pairs.vectors[:, kept], pairs.residuals[kept], pairs.basis_size)

    context = DataContext.from_conditional(COPIES)
    operator = context.operator
    monkeypatch.setattr(iterated, "top_eigenpairs", careless)
    pairs, sure, note = iterated._lanczos(operator, operator.small[:, None], 120, 1e-8, 0, False)
    assert (sure, len(pairs.values)) == (True, 120)
    assert "were added" in note
    assert pairs.values == pytest.approx(context.spectrum(120, method="dense").singular_values ** 2, abs=1e-8)


def test_an_iteration_that_is_cut_short_is_not_complete(monkeypatch):
    def hasty(*arguments, **settings):
        return top_eigenpairs(*arguments, **{**settings, "max_steps": 2})

    monkeypatch.setattr(iterated, "top_eigenpairs", hasty)
    spectrum = knn_context(CLOUD, 5).spectrum(20, method="lanczos")
    assert not spectrum.complete
    assert spectrum.residuals.max() > 1e-8


def test_certified_completeness():
    context = DataContext.from_conditional(COPIES)
    spectrum = context.spectrum(60, method="lanczos", certify=True)
    assert spectrum.complete
    assert any("Cholesky" in check for check in spectrum.checks)


# ------------------------------------------------------------------------------------------------------------ extension
@pytest.mark.parametrize(
    "context",
    [knn_context(REPEATED, 8), knn_context(REPEATED, 8, mask=0.3, draws=4), rbf_context(REPEATED, 0.5)],
    ids=repr,
)
def test_the_extension_agrees_on_the_sample(context):
    spectrum = context.spectrum()
    assert spectrum.transform(REPEATED) == pytest.approx(spectrum.left[:, : spectrum.resolved], abs=1e-6)


def test_the_extension_is_the_average_of_right_functions_over_the_neighbours():
    spectrum = knn_context(CLOUD, 5).spectrum(10)
    new = RNG.normal(size=(7, 4))
    means = spectrum.right[nearest(CLOUD, new, 5)].mean(axis=1)
    assert spectrum.transform(new) == pytest.approx(means / spectrum.singular_values)


def test_new_labels_and_far_points():
    assert label_context(["a", "b", "b"]).spectrum().transform(["b", "a"]).shape == (2, 1)
    assert np.isfinite(rbf_context(CLOUD, 5.0).spectrum(4).transform(np.full((1, 4), 1e3))).all()


# ------------------------------------------------------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: knn_context(CLOUD, 300), "k is 300 of 300 points"),
        (lambda: knn_context(CLOUD, 0), "k is 0"),
        (
            lambda: knn_context(CLOUD, 3, backend="dask"),
            r"no cluster; a `dask.distributed.Client`, made first, connects",
        ),
        (lambda: knn_context(CLOUD[:1], 1), "k is 1 of 1 points; at least two points are right"),
        (
            lambda: rbf_context(REPEATED, 1.0, kept=60),
            "kept is 60 of 60 distinct points; a number of neighbours from 1",
        ),
        (lambda: knn_context(CLOUD, 2.5), "k is 2.5"),
        (lambda: rbf_context(CLOUD, 0.0), "gamma is 0.0"),
        (lambda: rbf_context(CLOUD, -1), "gamma is -1"),
        (lambda: rbf_context(CLOUD, 1.0, dtype=np.int64), "float64 or float32"),
        (lambda: knn_context(np.where(CLOUD > 2, np.nan, CLOUD), 3), "is nan; a finite number"),
        (lambda: rbf_context(np.where(CLOUD > 2, np.inf, CLOUD), 3), "is inf; a finite number"),
        (lambda: knn_context([["a"], ["b"]], 1), "real numbers are right"),
        (lambda: knn_context(CLOUD, 3, mask=1.0), "mask is 1"),
        (lambda: knn_context(CLOUD[:, :1], 3, mask=0.2), "n_features = 1"),
        (lambda: knn_context(CLOUD, 3, mask=0.2, groups=[[0, 1], [1, 2, 3]]), "each of the 4 columns once"),
        (lambda: label_context([1, 1]), "at least two classes"),
        (lambda: label_context([1.0, np.nan]), "label 1 is missing"),
        (lambda: label_context(np.array([1, "a"], dtype=object)), "cannot be sorted"),
        (lambda: label_context([1, "a", None]), "label 2 is missing"),
        (lambda: DataContext.from_conditional([[0.5, 0.6]]), "sums to 1.1"),
        (lambda: DataContext.from_conditional(sp.csr_array([[1.5, -0.5]])), "holds -0.5"),
        (lambda: DataContext.from_conditional(CELL, np.ones(12)), "sums to 12"),
        (lambda: DataContext.from_conditional(CELL, np.eye(12)[0]), "is 0; leave out"),
        (lambda: rbf_context(np.zeros((5, 2)), 1.0).spectrum(), "one distinct point"),
        (lambda: DataContext.from_conditional(CELL).spectrum(3).transform(CLOUD), "known on its sample only"),
        (lambda: knn_context(CLOUD, 3).spectrum(3).transform(CLOUD[:, :2]), "points has shape"),
        (lambda: label_context(["a", "b"]).spectrum().transform(["c"]), "none of the 2 classes"),
        (lambda: knn_context(CLOUD, 3).spectrum(0), "rank is 0"),
        (lambda: knn_context(CLOUD, 3).spectrum(3, method="magic"), "method is 'magic'"),
    ],
)
def test_what_cannot_be_used_is_refused(make, message):
    with pytest.raises(InputError, match=message):
        make()


# ------------------------------------------------------------------------------------------------------------ precision
@pytest.mark.parametrize("far", [1e6, 1e10, 1e12, 1e100])
def test_a_far_point_spoils_no_other(far):
    points = RNG.normal(size=(200, 2))
    points[0] = far
    squares = cdist(points, points, "sqeuclidean")
    law = np.exp(-squares)
    assert rbf_context(points, 1.0).core == pytest.approx(law / law.sum(axis=1, keepdims=True), abs=1e-12)
    order = np.argsort(squares, axis=1, kind="stable")[1:, :5]
    assert (np.sort(knn_context(points, 5).law.at(points).indices.reshape(200, 5)[1:]) == np.sort(order)).all()
    ((context, _),) = Family("rbf", points, points[:3], [[0], [1]], 0.2, 2, 0).contexts([1.0])
    assert context.core == pytest.approx(law / law.sum(axis=1, keepdims=True), abs=1e-12)


@pytest.mark.parametrize(("scale", "gamma"), [(1.0, 10.0), (30.0, 2.0), (1.0, 0.05)])
def test_single_precision_knows_squares_to_a_millionth(scale, gamma):
    points = scale * RNG.standard_t(4, size=(700, 5))
    exact = rbf_context(points, gamma).spectrum(200)
    for method in ("dense", "lanczos"):
        single = rbf_context(points, gamma, dtype=np.float32).spectrum(200, method=method)
        assert single.complete
        assert np.square(single.singular_values) == pytest.approx(np.square(exact.singular_values), abs=1e-6)


def test_a_spectrum_of_near_ones_is_whole():
    """The eigensolver for a part of the spectrum can lose pairs of so tight a cluster."""
    found = rbf_context(np.random.default_rng(0).normal(size=(2600, 3)), 1500.0).spectrum(256, method="dense")
    assert found.singular_values.shape == (256,)
    assert found.complete


def test_operators_of_whole_and_short_numbers_are_applied_in_double_precision():
    for kind in (np.int64, np.float16, bool):
        operator = aslinearoperator(np.eye(6, dtype=kind))
        assert DataContext.from_conditional(operator).spectrum().singular_values == pytest.approx(np.ones(5))
    with pytest.raises(InputError, match="operator of type complex128"):
        DataContext.from_conditional(aslinearoperator(np.eye(6, dtype=complex)))


@pytest.mark.parametrize("tol", [0.5, 0.0, np.nan])
def test_a_tolerance_out_of_range_is_refused(tol):
    with pytest.raises(InputError, match="tol"):
        rbf_context(CLOUD, 1.0).spectrum(3, tol=tol)


def test_coordinates_whose_squares_overflow_are_refused():
    for make in (lambda x: rbf_context(x, 1.0), lambda x: knn_context(x, 1)):
        with pytest.raises(InputError, match="overflows"):
            make([[1e200], [0.0], [1.0]])


@pytest.mark.parametrize("method", ["dense", "lanczos"])
def test_a_context_leaves_memory_with_its_last_name(method):
    """Tables of gigabytes must not wait for a collection of cycles."""
    gc.disable()
    try:
        context = rbf_context(CLOUD, 1.0)
        alive = weakref.ref(context.core)
        spectrum = context.spectrum(5, method=method)
        spectrum.transform(CLOUD[:1])
        del context, spectrum
        assert alive() is None
    finally:
        gc.enable()


def test_exponentials_are_those_of_numpy_and_zero_where_these_vanish():
    exponents = np.concatenate([np.linspace(-649, 0, 500), [-651.0, -709.0, -720.0, -746.0, -1e5, -np.inf]])
    assert (exponentials(exponents.copy()) == np.where(exponents < -650, 0.0, np.exp(exponents))).all()
    assert (exponentials(exponents[:500].copy()) == np.exp(exponents[:500])).all()


def test_a_law_does_not_depend_on_the_blocks_that_it_is_computed_in(monkeypatch):
    squares, weights = np.random.default_rng(0).gamma(2.0, size=(40, 30)), np.arange(1.0, 31.0)
    whole = gaussian_law(squares, 300.0, weights)
    monkeypatch.setattr(conditionals, "CACHED", 100)
    assert (gaussian_law(squares, 300.0, weights) == whole).all()
    assert whole.sum(axis=1) == pytest.approx(1.0)
