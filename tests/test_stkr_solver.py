"""STKR as a solver: equal to the formula from the spectrum, honest about its residual, and what it refuses."""

from __future__ import annotations

import warnings
from typing import Any

import networkx as nx
import numpy as np
import pytest
import scipy.linalg
import scipy.sparse
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.decomposition import KernelPCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.kernel_ridge import KernelRidge
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

import contextures as cx
from contextures.errors import InputError
from contextures.solvers.stkr.gram import Gram
from contextures.solvers.stkr.graphs import graph_kernel, neighbour_graph
from contextures.solvers.stkr.iteration import contraction
from contextures.solvers.stkr.pca import KernelPCAEncoder
from contextures.solvers.stkr.solve import solve
from contextures.solvers.stkr.transforms import (
    InverseLaplacian,
    InversePolynomial,
    Polynomial,
    Truncation,
    interpolant,
)
from contextures.studies import few_labels as study_module
from contextures.studies.few_labels import METHODS, convergence, digits, karate, study, table

Array = NDArray[Any]
N, BETA = 60, 0.01
LABELLED = np.array([3, 7, 20, 41, 55])
TRANSFORMS = {
    "ridge": Polynomial(),
    "polynomial": Polynomial((1.0, 2.0, 0.0, 3.0)),
    "inverse laplacian": InverseLaplacian(0.95, relative=True),
    "inverse polynomial": InversePolynomial((1.0, -0.3, -0.2)),
    "truncated": Truncation(4),
    "exponential": lambda values: np.expm1(3.0 * values),
}


@pytest.fixture(scope="module")
def points() -> Array:
    return np.random.default_rng(0).normal(size=(N, 2))


@pytest.fixture(scope="module")
def labels() -> Array:
    return np.random.default_rng(1).normal(size=(len(LABELLED), 2))


def centred(kernel: Array) -> Array:
    projector = np.eye(len(kernel)) - 1.0 / len(kernel)
    return projector @ kernel @ projector


def by_the_spectrum(kernel: Array, s: Any, y: Array) -> Array:
    """f̂ at all points as one would write it, from all eigenvalues."""
    values, vectors = np.linalg.eigh(kernel / len(kernel))
    values = values.clip(0.0)
    if isinstance(s, Truncation):
        image = np.where(np.arange(len(values)) >= len(values) - s.rank, values, 0.0)
    else:
        image = (s.fitted(values[-1]) if hasattr(s, "fitted") else s)(values)
    transformed = len(kernel) * (vectors * image) @ vectors.T
    system = transformed[np.ix_(LABELLED, LABELLED)] + len(LABELLED) * BETA * np.eye(len(LABELLED))
    return transformed[:, LABELLED] @ np.linalg.solve(system, y)


@pytest.mark.parametrize("name", TRANSFORMS)
@pytest.mark.parametrize("center", [True, False])
def test_direct_and_iterative_solves_are_the_formula(points, labels, name, center):
    s, kernel = TRANSFORMS[name], rbf_kernel(points, gamma=0.5)
    exact = by_the_spectrum(centred(kernel) if center else kernel, s, labels)
    gram = Gram(kernel, center=center)
    direct = solve(gram, LABELLED, labels, s, BETA, solver="direct")
    np.testing.assert_allclose(direct.values, exact, atol=1e-9)
    np.testing.assert_allclose(N * gram.apply(direct.dual), direct.values, atol=1e-9)
    if isinstance(s, Truncation):
        sparse = solve(Gram(scipy.sparse.csr_array(kernel), center=center), LABELLED, labels, s, BETA)
        np.testing.assert_allclose(sparse.values, exact, atol=1e-8)
        return
    for matrix in (kernel, scipy.sparse.csr_array(kernel)):
        for accelerate in (True, False):
            found = solve(
                Gram(matrix, center=center), LABELLED, labels, s, BETA, solver="richardson", tol=1e-8,
                accelerate=accelerate,
            )  # fmt: skip
            assert found.converged
            error = np.linalg.norm(found.values - exact, axis=0).max()
            assert error <= found.error_bound + 1e-9
            np.testing.assert_allclose(N * gram.apply(found.dual), found.values, atol=1e-9)


def test_a_looser_tolerance_is_reported_as_it_is(points, labels):
    gram = Gram(rbf_kernel(points, gamma=0.5))
    exact = solve(gram, LABELLED, labels, Polynomial((0.0, 1.0)), BETA, solver="direct").values
    last = np.inf
    for tol in (1e-1, 1e-3, 1e-5):
        found = solve(gram, LABELLED, labels, Polynomial((0.0, 1.0)), BETA, solver="richardson", tol=tol)
        assert found.residual <= tol < found.residuals[-2]
        error = np.linalg.norm(found.values - exact, axis=0).max()
        assert error <= found.error_bound < last
        last = found.error_bound


def test_the_iteration_obeys_its_bound():
    for run in convergence(karate(), 8):
        assert run.residuals[-1] < 1e-6
        assert (run.residuals <= run.bound * (1 + 1e-6)).all(), run.name


def test_contraction_is_that_of_the_polynomials():
    """The factors of Chebyshev's polynomials, and of (1 − t/centre)^k, on a fine grid."""
    low, high, steps = 0.3, 7.0, 6
    grid = np.linspace(low, high, 4001)
    centre, half = (high + low) / 2, (high - low) / 2
    np.testing.assert_allclose(
        contraction(low, high, steps, False), [np.abs((1 - grid / centre) ** k).max() for k in range(steps + 1)]
    )
    chebyshev = [
        np.abs(np.polynomial.chebyshev.Chebyshev.basis(k)((grid - centre) / half)).max()
        / np.abs(np.polynomial.chebyshev.Chebyshev.basis(k)(-centre / half))
        for k in range(steps + 1)
    ]
    np.testing.assert_allclose(contraction(low, high, steps, True), chebyshev)


def test_a_ridge_is_kernel_ridge(points):
    y = np.sin(points[:, 0])
    ours = cx.STKR(Polynomial(), beta=0.1, gamma=0.5, center=False).fit(points[:20], y[:20], points[20:])
    theirs = KernelRidge(alpha=20 * 0.1, kernel="rbf", gamma=0.5).fit(points[:20], y[:20])
    np.testing.assert_allclose(ours.predict(points), theirs.predict(points), atol=1e-9)
    np.testing.assert_allclose(ours.values_[:, 0], theirs.predict(points), atol=1e-9)


@pytest.mark.parametrize("name", TRANSFORMS)
@pytest.mark.parametrize("center", [True, False])
def test_induction_agrees_with_transduction(points, name, center):
    y = np.full(N, np.nan)
    y[LABELLED] = np.sin(points[LABELLED, 0])
    fitted = cx.STKR(TRANSFORMS[name], gamma=0.5, center=center).fit(points, y)
    np.testing.assert_allclose(fitted.predict(points), fitted.values_[:, 0], atol=1e-8)
    assert (fitted.labeled_ == ~np.isnan(y)).all()
    kernel = rbf_kernel(points, gamma=0.5)
    precomputed = cx.STKR(TRANSFORMS[name], kernel="precomputed", center=center).fit(kernel, y)
    function = cx.STKR(TRANSFORMS[name], kernel=lambda a, b: rbf_kernel(a, b, gamma=0.5), center=center).fit(points, y)
    for other in (precomputed.predict(kernel[:7]), function.predict(points[:7])):
        np.testing.assert_allclose(other, fitted.predict(points[:7]), atol=1e-8)


def test_inductive_values_are_those_of_the_computable_kernel(points):
    """K̂_s = Σ π_pK̂^p, K̂^p(x, x') = v_K(x)ᵀG_K^{p−2}v_K(x')/N^{p−1}, summed as printed."""
    pi, new = (0.5, 2.0, 1.0), np.random.default_rng(2).normal(size=(4, 2))
    fit, y = points[:30], np.sin(points[:10, 0])
    model = cx.STKR(Polynomial(pi), beta=0.1, gamma=0.5, center=False).fit(fit[:10], y, fit[10:])
    gram, size = rbf_kernel(fit, gamma=0.5), len(fit)

    def computable(a: Array, b: Array) -> Array:
        total = pi[0] * rbf_kernel(a, b, gamma=0.5)
        for p in (2, 3):
            inner = np.linalg.matrix_power(gram, p - 2) / size ** (p - 1)
            total = total + pi[p - 1] * rbf_kernel(a, fit, gamma=0.5) @ inner @ rbf_kernel(fit, b, gamma=0.5)
        return total

    alpha = np.linalg.solve(computable(fit[:10], fit[:10]) + 10 * 0.1 * np.eye(10), y)
    np.testing.assert_allclose(model.predict(new), computable(new, fit[:10]) @ alpha, atol=1e-9)


def test_kernel_pca_encoder(points):
    new = np.random.default_rng(2).normal(size=(5, 2))
    ours = cx.KernelPCAEncoder(3, kernel=lambda a, b: rbf_kernel(a, b, gamma=0.5)).fit(points)
    theirs = KernelPCA(3, kernel="rbf", gamma=0.5).fit(points)
    np.testing.assert_allclose(ours.eigenvalues_, theirs.eigenvalues_ / N)
    scale = np.sqrt(theirs.eigenvalues_ / N)
    for sample in (points, new):
        np.testing.assert_allclose(np.abs(ours.transform(sample)), np.abs(theirs.transform(sample)) / scale, atol=1e-9)
    np.testing.assert_allclose(ours.transform(points).T @ ours.transform(points) / N, np.eye(3), atol=1e-9)


def test_truncation_is_a_ridge_on_kernel_pca(points):
    encoder = KernelPCAEncoder(4, kernel=lambda a, b: rbf_kernel(a, b, gamma=0.5)).fit(points)
    features = encoder.transform(points) * np.sqrt(encoder.eigenvalues_)
    y = np.full(N, np.nan)
    y[LABELLED] = target = np.sin(points[LABELLED, 0])
    rows = features[LABELLED]
    weights = np.linalg.solve(rows.T @ rows + len(LABELLED) * BETA * np.eye(4), rows.T @ (target - target.mean()))
    fitted = cx.STKR(Truncation(4), gamma=0.5, beta=BETA).fit(points, y)
    np.testing.assert_allclose(fitted.values_[:, 0], features @ weights + target.mean(), atol=1e-9)


@pytest.mark.parametrize("estimator", [cx.STKR(), cx.STKR(solver="richardson"), cx.STKRClassifier(unlabeled=None)])
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning", "ignore::FutureWarning")
def test_scikit_learn_accepts_the_estimators(estimator):
    results = check_estimator(estimator, on_fail=None, on_skip=None)
    assert [r["check_name"] for r in results if r["status"] == "failed"] == []
    assert sum(r["status"] == "passed" for r in results) > 45


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning", "ignore::FutureWarning")
def test_only_the_mark_of_unlabelled_points_is_in_scikit_learns_way():
    """The check that fails takes −1 for a class."""
    results = check_estimator(cx.STKRClassifier(), on_fail=None, on_skip=None)
    assert [r["check_name"] for r in results if r["status"] == "failed"] == ["check_classifiers_classes"]


def test_estimators_in_pipelines_and_grids(points):
    y = (points[:, 0] > 0).astype(int)
    search = GridSearchCV(make_pipeline(StandardScaler(), cx.STKRClassifier()), {"stkrclassifier__beta": [0.01, 0.1]})
    assert search.fit(points, y).score(points, y) > 0.9
    assert clone(cx.STKR(Polynomial((0.0, 1.0)), beta=0.3)).beta == 0.3


def test_classes_spread_from_few_labels():
    problem = karate()
    y = np.full(34, -1)
    y[[0, 33]] = problem.classes[[0, 33]]
    found = cx.STKRClassifier(InverseLaplacian(0.99, relative=True), kernel="precomputed").fit(problem.kernel, y)
    assert (found.transduction_ != problem.classes).sum() <= 3
    assert found.transduction_[0] == y[0]
    assert found.solver_ == "richardson"


def test_labels_of_any_type(points):
    names = np.where(points[:, 0] > 0, "plus", "minus").astype(object)
    partly = names.copy()
    partly[20:] = -1
    by_mark = cx.STKRClassifier().fit(points, partly)
    by_points = cx.STKRClassifier().fit(points[:20], names[:20], points[20:])
    assert set(by_mark.classes_) == {"minus", "plus"}
    np.testing.assert_array_equal(by_mark.predict(points), by_points.predict(points))
    np.testing.assert_allclose(by_mark.decision_function(points), by_points.decision_function(points), atol=1e-9)


def test_sparse_graphs_stay_sparse(monkeypatch):
    """No array of N² numbers, or of N·n, is ever made."""
    import tracemalloc

    rng = np.random.default_rng(0)
    size = 4000
    ends = rng.integers(0, size, (2, 5 * size))
    weights = scipy.sparse.coo_array((np.ones(5 * size), ends), shape=(size, size)).tocsr()
    kernel = graph_kernel(weights + weights.T + scipy.sparse.eye_array(size))
    y = np.full(size, np.nan)
    y[:400] = rng.normal(size=400)
    tracemalloc.start()
    for s in (None, Polynomial((0.0, 1.0)), Truncation(3)):
        cx.STKR(s, kernel="precomputed").fit(kernel, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * size * 400


def test_lazy_walks_are_kernels():
    for graph in (nx.complete_bipartite_graph(3, 4), nx.path_graph(7), nx.karate_club_graph()):
        kernel = graph_kernel(nx.to_numpy_array(graph)).toarray() / len(graph)
        values = np.linalg.eigvalsh(kernel)
        assert values[0] > -1e-12
        np.testing.assert_allclose(values[-1], 1.0)
    walk = nx.to_numpy_array(nx.path_graph(7))
    degrees = np.sqrt(walk.sum(axis=0))
    np.testing.assert_allclose(
        graph_kernel(walk, 0.7).toarray() / 7, 0.7 * np.eye(7) + 0.3 * walk / np.outer(degrees, degrees)
    )


def test_neighbour_graphs_are_symmetric(points):
    graph = neighbour_graph(points, 4)
    assert (graph != graph.T).nnz == 0
    assert (graph.sum(axis=1) >= 4).all()
    assert graph.diagonal().sum() == 0


def test_the_interpolant_follows_s():
    grid = np.linspace(0.0, 0.8, 101)
    found = interpolant(np.expm1, 0.8)
    np.testing.assert_allclose(found(grid), np.expm1(grid), atol=1e-10)
    matrix = np.diag(grid)
    np.testing.assert_allclose(
        (matrix @ found.quotient(lambda v: matrix @ v, np.eye(101))).diagonal(), np.expm1(grid), atol=1e-10
    )


def test_too_few_steps_warn(points):
    with pytest.warns(ConvergenceWarning, match="relative residual"):
        fitted = cx.STKR(solver="richardson", max_iter=3).fit(points, points[:, 0])
    assert fitted.n_iter_ == 3
    assert fitted.residuals_[-1] > 1e-6


PATH = nx.to_numpy_array(nx.path_graph(4))
GOOD = graph_kernel(PATH)
Y4 = np.array([1.0, 0.0, np.nan, np.nan])
REFUSED = {
    "beta": (lambda: cx.STKR(beta=0.0).fit([[0.0], [1.0]], [0, 1]), "beta is 0.0; a finite number > 0"),
    "beta negative": (lambda: cx.STKR(beta=-1).fit([[0.0], [1.0]], [0, 1]), "beta is -1"),
    "no labels": (lambda: cx.STKR().fit([[0.0], [1.0]], [np.nan, np.nan]), "no point has a label"),
    "no classes": (lambda: cx.STKRClassifier().fit([[0.0], [1.0]], [-1, -1]), "no point has a label"),
    "one class": (lambda: cx.STKRClassifier().fit([[0.0], [1.0], [2.0]], [3, 3, -1]), "one class only, 3"),
    "eta": (lambda: cx.STKR(InverseLaplacian(2.0), kernel="precomputed", center=False).fit(GOOD, Y4), "too large.*λ̂_1"),
    "eta at the end": (
        lambda: cx.STKR(InverseLaplacian(1.0, relative=True), kernel="precomputed").fit(GOOD, Y4),
        "eta is 1 in units",
    ),
    "eta negative": (lambda: cx.STKR(InverseLaplacian(-0.1), kernel="precomputed").fit(GOOD, Y4), "eta is -0.1"),
    "pole": (lambda: cx.STKR(InversePolynomial((1.0, -5.0)), kernel="precomputed").fit(GOOD, Y4), "denominator"),
    "indefinite": (lambda: cx.STKR(kernel="precomputed").fit(PATH, Y4), "indefinite: .* -0.4"),
    "indefinite sparse": (
        lambda: cx.STKR(kernel="precomputed").fit(scipy.sparse.csr_array(PATH), Y4),
        "indefinite",
    ),
    "asymmetric": (lambda: cx.STKR(kernel="precomputed").fit(np.triu(np.ones((4, 4))), Y4), r"G\[0, 1\] = 1 but"),
    "asymmetric sparse": (
        lambda: cx.STKR(kernel="precomputed").fit(scipy.sparse.csr_array(np.triu(np.ones((4, 4)))), Y4),
        "symmetric kernel or graph",
    ),
    "isolated": (lambda: cx.STKR(kernel="precomputed").fit(np.diag([1.0, 1, 0, 1]), Y4), "point 2 is isolated"),
    "isolated node": (lambda: graph_kernel(np.diag([1.0, 1, 0, 1])), "node 2 is isolated"),
    "asymmetric graph": (lambda: graph_kernel(np.triu(np.ones((3, 3)))), r"W\[0, 1\] = 1 but W\[1, 0\] = 0"),
    "negative weight": (lambda: graph_kernel(-np.ones((2, 2))), "≥ 0"),
    "rectangular graph": (lambda: graph_kernel(np.ones((2, 3))), "square"),
    "restless": (lambda: graph_kernel(PATH, 0.1), "laziness"),
    "constant kernel": (lambda: cx.STKR().fit(np.ones((3, 1)), [0.0, 1.0, 2.0]), "constant"),
    "rectangular kernel": (lambda: cx.STKR(kernel="precomputed").fit(np.ones((4, 3)), Y4), "shape"),
    "unlabelled twice": (lambda: cx.STKR(kernel="precomputed").fit(GOOD, Y4, np.ones((2, 4))), "precomputed kernel"),
    "kernel": (lambda: cx.STKR(kernel="nonsense").fit(np.eye(3), [0, 1, 2]), "no kernel is called 'nonsense'"),
    "coefficients": (lambda: cx.STKR(Polynomial((1.0, -1.0))).fit(np.eye(3), [0, 1, 2]), r"coefficients\[1\] is -1"),
    "no coefficient": (lambda: cx.STKR(Polynomial((0.0, 0.0))).fit(np.eye(3), [0, 1, 2]), "all 0"),
    "s at zero": (lambda: cx.STKR(np.exp).fit(np.eye(3), [0, 1, 2]), r"s\(0\) is not 0"),
    "s negative": (lambda: cx.STKR(np.negative).fit(np.eye(3), [0, 1, 2]), "≥ 0 is right"),
    "s no function": (lambda: cx.STKR("square").fit(np.eye(3), [0, 1, 2]), "s is 'square'"),
    "s rough": (lambda: cx.STKR(np.sqrt, solver="richardson").fit(np.eye(3), [0, 1, 2]), "polynomial of degree"),
    "rank": (lambda: cx.STKR(Truncation(0)).fit(np.eye(3), [0, 1, 2]), "rank is 0"),
    "rank too high": (lambda: cx.STKR(Truncation(3)).fit(np.eye(3), [0, 1, 2]), "rank is 3 for 3 points"),
    "repeated eigenvalue": (lambda: cx.STKR(Truncation(1)).fit(np.eye(3), [0, 1, 2]), "eigenvalues 1 and 2"),
    "solver": (lambda: cx.STKR(solver="magic").fit(np.eye(3), [0, 1, 2]), "solver is 'magic'"),
    "direct on sparse": (lambda: cx.STKR(kernel="precomputed", solver="direct").fit(GOOD, Y4), "fill a sparse kernel"),
    "steps for a truncation": (
        lambda: cx.STKR(Truncation(1), solver="richardson").fit([[0.0], [1.0], [3.0]], [0, 1, 2]),
        "eigenvectors",
    ),
    "tolerance": (lambda: cx.STKR(tol=0).fit(np.eye(3), [0, 1, 2]), "tol is 0"),
    "method": (lambda: study(karate(), labels=(4,), methods=("magic",)), "no method is called 'magic'"),
    "too few labels": (lambda: study(karate(), labels=(1,)), "1 labels for 2 classes"),
    "too many points": (lambda: study(karate(), labels=(4,), unlabelled=(31,)), "31 unlabelled points"),
    "neighbours": (lambda: neighbour_graph(np.eye(3), 3), "neighbours is 3"),
    "encoder kernel": (lambda: cx.KernelPCAEncoder(1, kernel="rbf").fit(np.eye(3)), "'precomputed'"),
    "encoder unfitted": (lambda: cx.KernelPCAEncoder(1).transform(np.eye(3)), "not fitted"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused(name):
    call, message = REFUSED[name]
    with pytest.raises(InputError, match=message), warnings.catch_warnings():
        call()


def test_the_limit_of_eta_is_that_of_the_sample(points):
    """η = 0.99/λ̂_1 is solved and η = 1.01/λ̂_1 refused, whatever λ_1 is."""
    top = cx.STKR().fit(points, points[:, 0]).top_eigenvalue_
    exact = scipy.linalg.eigvalsh(centred(rbf_kernel(points)))[-1] / N
    assert top == pytest.approx(exact, rel=1e-9)
    cx.STKR(InverseLaplacian(0.99 / top)).fit(points, points[:, 0])
    with pytest.raises(InputError, match="too large"):
        cx.STKR(InverseLaplacian(1.01 / top)).fit(points, points[:, 0])


def test_the_study_compares_all_methods_on_the_same_points():
    found = study(karate(), labels=(4, 8), repeats=2, seed=3)
    assert set(found.method) == set(METHODS)
    places, means, spread = found.mean("stkr inverse laplacian", "labels")
    np.testing.assert_array_equal(places, [4, 8])
    assert ((means >= 0) & (means < 0.5)).all()
    assert (spread >= 0).all()
    np.testing.assert_array_equal(found.error, study(karate(), labels=(4, 8), repeats=2, seed=3).error)


def test_unlabelled_points_help_on_digits():
    found = study(
        digits(), labels=(50,), unlabelled=(50, 1500), repeats=2, methods=("stkr inverse laplacian", "kernel ridge")
    )
    _, (few, many), _ = found.mean("stkr inverse laplacian", "unlabelled")
    assert many < few
    _, (before, after), _ = found.mean("kernel ridge", "unlabelled")
    assert before == pytest.approx(after, abs=0.05)


@pytest.mark.parametrize("method", METHODS)
def test_no_method_of_the_study_changes_the_kernel_of_the_others(method):
    points = np.random.default_rng(0).normal(size=(30, 2))
    kernel = rbf_kernel(points)
    y = np.where(np.arange(30) < 6, np.arange(30) % 2, -1)
    before, labels = kernel.copy(), y.copy()
    METHODS[method](kernel, y)
    np.testing.assert_array_equal(kernel, before)
    np.testing.assert_array_equal(y, labels)


def test_kernel_ridge_of_the_study_is_supervised():
    problem = table("two", np.random.default_rng(0).normal(size=(30, 2)), np.arange(30) % 2)
    y = np.where(np.arange(30) < 10, problem.classes, -1)
    codes = 2.0 * y[:10] - 1.0
    ridge = KernelRidge(alpha=study_module.BETA * 10, kernel="precomputed").fit(
        problem.kernel[:10, :10], codes - codes.mean()
    )
    expected = (ridge.predict(problem.kernel[:, :10]) + codes.mean() > 0).astype(int)
    np.testing.assert_array_equal(METHODS["kernel ridge"](problem.kernel, y), expected)
