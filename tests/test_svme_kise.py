"""SVME and KISE as solvers: exact on the empirical law, invariant as they should be, and lean; and what they refuse."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.linalg
import scipy.sparse
from numpy.typing import NDArray

from contextures.contexts.context import Context
from contextures.contexts.encoders import ratio_trace
from contextures.contexts.laws import cube, gaussian_channel, mixture, parities, ring
from contextures.contexts.tables import TABLES, load_table
from contextures.errors import InputError
from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.features import Landmarks, OneHot, RandomFourier
from contextures.solvers.kise import KISE
from contextures.solvers.moments import Moments
from contextures.solvers.stochastic import StochasticKISE, StochasticSVME
from contextures.solvers.subspace import subspace_error
from contextures.solvers.svme import SVME
from contextures.studies.convergence import METHODS, draw_pairs, draw_partners, study

Array = NDArray[Any]
CLOSE = {"rtol": 0, "atol": 1e-10}


def indicators(size: int) -> OneHot:
    return OneHot(categories=range(size))


def kernel_of(context: Context) -> Callable[[Array, Array], Array]:
    values = context.kernel_x
    return lambda x, y: values[np.ix_(x, y)]


def cells(context: Context) -> tuple[Array, Array, Array]:
    """The law as weighted pairs."""
    x, a = np.nonzero(context.joint)
    return x, a, context.joint[x, a]


def exact_svme(context: Context, d: int, **settings: Any) -> SVME:
    """SVME on the law itself, with one-hot features."""
    x, a, weight = cells(context)
    solver = SVME(d, **{"regularization": 0} | settings, features=indicators(context.n_x), a_features=OneHot())
    return solver.fit(x, a, sample_weight=weight)


def exact_kise(context: Context, d: int, **settings: Any) -> KISE:
    """KISE on the law itself, from its kernel."""
    solver = KISE(d, kernel=kernel_of(context), **{"regularization": 0} | settings, features=indicators(context.n_x))
    return solver.fit(np.arange(context.n_x), sample_weight=context.p_x)


def paired_kise(context: Context, d: int) -> KISE:
    """KISE on the law of two draws that share a context."""
    law = context.kernel_x * np.outer(context.p_x, context.p_x)
    x, y = np.nonzero(law)
    return KISE(d, regularization=0, features=indicators(context.n_x)).fit(x, y, sample_weight=law[x, y])


def gaussian_pairs(n: int, k: int = 3, rho: float = 0.8, seed: int = 0) -> tuple[Array, Array]:
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, k))
    return x, rho * x + np.sqrt(1 - rho**2) * rng.normal(size=(n, k))


def angle(first: Array, second: Array) -> float:
    """Largest principal-angle sine between the centred spans of two sets of columns."""
    p, q = (np.linalg.qr(values - values.mean(axis=0))[0] for values in (first, second))
    return float(np.linalg.norm(p - q @ (q.T @ p), 2))


LAWS = {
    "dense": Context.from_table(np.random.default_rng(0).gamma(0.7, size=(7, 5)) + 1e-3),
    "wide": Context.from_table(np.random.default_rng(1).gamma(0.7, size=(4, 9)) + 1e-3),
    "sparse": Context.from_table(np.random.default_rng(2).integers(0, 3, (8, 8))),
    "cube": cube(3, 0.2),
    "blocks": Context.from_table(scipy.linalg.block_diag(np.ones((2, 3)), [[1, 2]], [[3], [1]])),
    "rank 2": mixture(8, 6, 3, 0),
    "graph": ring(9, 3, 0),
    **{name: load_table(name) for name in TABLES},
}


# ---------------------------------------------------------------------------------------------------------- exactness
@pytest.mark.parametrize("name", LAWS)
def test_svme_on_indicators_is_the_exact_decomposition(name):
    context = LAWS[name]
    for d in range(1, len(context.singular_values) + 1):
        solver = exact_svme(context, d)
        values = context.singular_values[:d]
        encoder, partner = solver.transform(np.arange(context.n_x)), solver.transform_a(np.arange(context.n_a))
        np.testing.assert_allclose(solver.singular_values_, values, **CLOSE)
        np.testing.assert_allclose(solver.loss_, d - values @ values, **CLOSE)
        np.testing.assert_allclose(context.p_x @ encoder, 0, **CLOSE)
        np.testing.assert_allclose(encoder.T @ (context.p_x[:, None] * encoder), np.eye(d), **CLOSE)
        np.testing.assert_allclose(ratio_trace(context, encoder), values @ values, **CLOSE)
        np.testing.assert_allclose(partner, (context.joint.T @ encoder) / context.p_a[:, None], **CLOSE)
        if values[-1] > 1e-6:
            assert subspace_error(context, encoder).largest < 1e-7
        squares = ((encoder[:, None] - partner) ** 2).sum(axis=2)
        np.testing.assert_allclose((context.joint * squares).sum(), solver.loss_, **CLOSE)


@pytest.mark.parametrize("name", LAWS)
def test_kise_agrees_from_kernel_and_from_pairs(name):
    context = LAWS[name]
    d = min(3, len(context.singular_values))
    values = context.singular_values[:d] ** 2
    for solver in (exact_kise(context, d), exact_kise(context, d, chunk_size=2), paired_kise(context, d)):
        encoder = solver.transform(np.arange(context.n_x))
        np.testing.assert_allclose(solver.eigenvalues_, values, **CLOSE)
        np.testing.assert_allclose(solver.singular_values_**2, values, **CLOSE)
        np.testing.assert_allclose(solver.loss_, 2 * (d - values.sum()), **CLOSE)
        np.testing.assert_allclose(encoder.T @ (context.p_x[:, None] * encoder), np.eye(d), **CLOSE)
        np.testing.assert_allclose(ratio_trace(context, encoder), values.sum(), **CLOSE)
        other = exact_svme(context, d)
        np.testing.assert_allclose(other.singular_values_**2, solver.eigenvalues_, **CLOSE)


def test_svme_of_counts_is_correspondence_analysis():
    rng = np.random.default_rng(0)
    x = rng.choice(["red", "green", "blue"], 300)
    a = np.where(rng.random(300) < 0.5, x, rng.choice(["red", "green", "blue", "none"], 300))
    solver = SVME(2, regularization=0, features=OneHot(), a_features=OneHot()).fit(x, a)
    context = Context.from_pairs(x.tolist(), a.tolist())
    np.testing.assert_allclose(solver.singular_values_, context.singular_values[:2], **CLOSE)
    encoder = solver.transform(np.array(context.row_labels))
    assert subspace_error(context, encoder).largest < 1e-7


def test_kise_from_a_kernel_is_the_eigenproblem_of_its_matrix():
    x, _ = gaussian_pairs(60)
    solver = KISE(4, kernel=gaussian_kernel, regularization=0, features=lambda rows: gaussian_kernel(rows, x)).fit(x)
    centring = np.eye(60) - 1 / 60
    exact = np.linalg.eigvalsh(centring @ gaussian_kernel(x, x) @ centring / 60)[::-1][:4]
    np.testing.assert_allclose(solver.eigenvalues_, exact, rtol=1e-6)


def test_repeated_singular_values_are_compared_as_spaces():
    context = cube(4, 0.25)
    assert np.ptp(context.singular_values[:4]) < 1e-12
    for solver in (exact_svme(context, 4), exact_kise(context, 4)):
        assert subspace_error(context, solver.transform(np.arange(16))).largest < 1e-7
    for solver in (exact_svme(context, 2), exact_kise(context, 2)):
        assert subspace_error(context, solver.transform(np.arange(16))).largest < 1e-7


# --------------------------------------------------------------------------------------------------------- invariance
def test_linear_changes_of_the_features_change_nothing():
    x, a = gaussian_pairs(500)
    rng = np.random.default_rng(1)
    turn, turn_a = rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    svme, kise = SVME(2, regularization=0).fit(x, a), KISE(2, regularization=0).fit(x, a)
    for shift, scale in ((0.0, 1.0), (5.0, 1.0), (0.0, np.array([1e-6, 1.0, 1e6]))):
        y, b = (x @ turn) * scale + shift, (a @ turn_a) * scale + shift
        other = SVME(2, regularization=0).fit(y, b)
        np.testing.assert_allclose(other.singular_values_, svme.singular_values_, rtol=0, atol=1e-9)
        assert angle(other.transform(y), svme.transform(x)) < 1e-6
        other = KISE(2, regularization=0).fit(y, (a @ turn) * scale + shift)
        np.testing.assert_allclose(other.eigenvalues_, kise.eigenvalues_, rtol=0, atol=1e-9)
        assert angle(other.transform(y), kise.transform(x)) < 1e-6


@pytest.mark.parametrize("regularization", [1e-6, 0.3, 10.0])
def test_rotations_change_nothing_under_a_ridge(regularization):
    x, a = gaussian_pairs(500)
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(3, 3)))[0]
    for solver in (SVME(2, regularization=regularization), KISE(2, regularization=regularization)):
        values = solver.fit(x, a).singular_values_
        encoder = solver.transform(x)
        np.testing.assert_allclose(solver.fit(x @ turn, a @ turn).singular_values_, values, **CLOSE)
        assert angle(solver.transform(x @ turn), encoder) < 1e-7


@pytest.mark.parametrize("chunk_size", [1, 7, 100, 10**6])
def test_chunks_change_nothing(chunk_size):
    x, a = gaussian_pairs(150)
    weight = np.random.default_rng(3).uniform(0.5, 2, 150)
    features = RandomFourier(12, gamma=0.3, random_state=0)
    solvers: list[tuple[Any, tuple[Array, ...]]] = [
        (SVME(3, features=features, a_features=features), (x, a)),
        (KISE(3, features=features), (x, a)),
        (KISE(3, features=features, kernel=gaussian_kernel), (x,)),
    ]
    for solver, sample in solvers:
        whole = solver.fit(*sample, sample_weight=weight).transform(x)
        values = solver.singular_values_
        solver.set_params(chunk_size=chunk_size).fit(*sample, sample_weight=weight)
        np.testing.assert_allclose(solver.singular_values_, values, **CLOSE)
        np.testing.assert_allclose(solver.transform(x), whole, rtol=0, atol=1e-7)


def test_weights_are_repetitions():
    x, a = gaussian_pairs(40)
    weight = np.random.default_rng(0).integers(1, 4, 40)
    for make, sample in (
        (SVME(2), (x, a)),
        (KISE(2), (x, a)),
        (KISE(2, kernel=gaussian_kernel), (x,)),
    ):
        weighted = make.fit(*sample, sample_weight=weight).singular_values_
        repeated = make.fit(*(np.repeat(part, weight, axis=0) for part in sample)).singular_values_
        np.testing.assert_allclose(weighted, repeated, **CLOSE)


def test_the_same_sample_in_other_clothes():
    x, a = gaussian_pairs(30)
    values = SVME(2).fit(x, a).singular_values_
    clothes: list[Callable[[Array], Any]] = [pd.DataFrame, scipy.sparse.csr_array, np.ndarray.tolist, np.asfortranarray]
    for dress in clothes:
        np.testing.assert_allclose(SVME(2, chunk_size=8).fit(dress(x), dress(a)).singular_values_, values, **CLOSE)
    fractions = [[Fraction(float(value)) for value in row] for row in x]
    np.testing.assert_allclose(SVME(2).fit(fractions, a).singular_values_, values, **CLOSE)
    assert SVME(1).fit(x[:, :1], a[:, 0]).transform(x[:, :1]).shape == (30, 1)


def test_means_do_not_cancel():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(1000, 3))
    moments = Moments(3)
    for block in np.split(rows + 1e8, 10):
        moments.update(block)
    np.testing.assert_allclose(moments.covariance, np.cov(rows.T, bias=True), rtol=0, atol=1e-6)


# ------------------------------------------------------------------------------------------------------ regularisation
def test_a_vanishing_ridge_is_none_and_an_infinite_one_is_partial_least_squares():
    x, a = gaussian_pairs(400)
    x = x * [3.0, 1.0, 0.3]
    exact = SVME(2, regularization=0).fit(x, a)
    near = SVME(2, regularization=1e-12).fit(x, a)
    np.testing.assert_allclose(near.singular_values_, exact.singular_values_, **CLOSE)
    assert angle(near.transform(x), exact.transform(x)) < 1e-7
    far = SVME(2, regularization=1e8).fit(x, a)
    cross = np.cov(x.T, a.T, bias=True)[:3, 3:]
    assert angle(far.transform(x), x @ np.linalg.svd(cross)[0][:, :2]) < 1e-6
    assert far.singular_values_.max() < 1e-3
    np.testing.assert_allclose(np.cov(far.transform(x).T, bias=True), np.eye(2), rtol=0, atol=1e-8)
    far = KISE(2, regularization=1e8).fit(x, a)
    assert np.isfinite(far.eigenvalues_).all()


def test_a_ridge_helps_where_features_are_many():
    x, a = gaussian_pairs(400, k=2)
    fresh, partner = gaussian_pairs(5000, k=2, seed=9)
    features = RandomFourier(200, gamma=0.3, random_state=0)

    def held_out(regularization: float) -> float:
        solver = SVME(2, regularization=regularization, features=features, a_features=features).fit(x, a)
        encoder = solver.transform(fresh)
        return float(((encoder - solver.transform_a(partner)) ** 2).sum(axis=1).mean() / encoder.var(axis=0).sum())

    assert held_out(1e-1) < held_out(1e-6) / 2


def test_the_constraint_holds_and_the_loss_is_the_loss():
    x, a = gaussian_pairs(300)
    for regularization in (0.0, 1e-3, 1.0):
        solver = SVME(2, regularization=regularization).fit(x, a)
        encoder, partner = solver.transform(x), solver.transform_a(a)
        np.testing.assert_allclose(np.cov(encoder.T, bias=True), np.eye(2), **CLOSE)
        penalty = regularization * np.cov(a.T, bias=True).trace() / 3 * (solver.a_components_**2).sum()
        loss = ((encoder - partner) ** 2).sum(axis=1).mean()
        np.testing.assert_allclose(loss + penalty, solver.loss_, **CLOSE)
        assert ((solver.singular_values_ >= 0) & (solver.singular_values_ <= 1)).all()


def test_singular_covariances_are_handled():
    x, a = gaussian_pairs(200)
    redundant = np.column_stack([x, x @ [[1], [2], [3]], np.full(200, 0.1), np.zeros(200)])
    exact = SVME(3, regularization=0).fit(x, a)
    for regularization in (0.0, 1e-9):
        solver = SVME(3, regularization=regularization).fit(redundant, np.column_stack([a, a]))
        np.testing.assert_allclose(solver.singular_values_, exact.singular_values_, rtol=0, atol=1e-6)
        assert angle(solver.transform(redundant), exact.transform(x)) < 1e-3
        with pytest.raises(InputError, match="n_components is 4 but X has 6 features, which span 3 dimensions"):
            SVME(4, regularization=regularization).fit(redundant, a)
        with pytest.raises(InputError, match="at most 3 is right"):
            KISE(4, regularization=regularization).fit(redundant, redundant)


def test_more_components_than_the_context_side_has():
    x, a = gaussian_pairs(100)
    solver = SVME(3, regularization=0).fit(x, a[:, 0])
    assert solver.singular_values_[0] > 0.5
    np.testing.assert_allclose(solver.singular_values_[1:], 0, **CLOSE)
    assert solver.transform_a(a[:, 0]).shape == (100, 3)
    constant = SVME(2).fit(x, np.ones(100))
    np.testing.assert_allclose(constant.singular_values_, 0, **CLOSE)
    np.testing.assert_allclose(np.cov(constant.transform(x).T, bias=True), np.eye(2), **CLOSE)


# ---------------------------------------------------------------------------------------------------------- stochastic
def test_stochastic_svme_comes_to_the_same_space():
    context = gaussian_channel(10, 8, 0.8)
    x, a = draw_pairs(context, 20_000, np.random.default_rng(0))
    features = {"features": indicators(10), "a_features": indicators(8)}
    exact = SVME(2, **features).fit(x, a)
    solver = StochasticSVME(2, **features, n_batches=2000, random_state=0).fit(x, a)
    assert angle(solver.transform(x), exact.transform(x)) < 0.05
    np.testing.assert_allclose(solver.singular_values_, exact.singular_values_, rtol=0, atol=0.02)
    np.testing.assert_allclose(np.cov(solver.transform(x).T), np.eye(2), rtol=0, atol=0.1)
    encoder = solver.transform(x)
    averages = np.array([encoder[a == value].mean(axis=0) for value in range(8)])
    np.testing.assert_allclose(solver.transform_a(np.arange(8)), averages, rtol=0, atol=0.1)
    np.testing.assert_allclose(solver.loss_, exact.loss_, rtol=0, atol=0.05)


@pytest.mark.parametrize("from_kernel", [False, True])
def test_stochastic_kise_comes_to_the_same_space(from_kernel):
    context = gaussian_channel(10, 8, 0.8)
    sample = draw_partners(context, 20_000, np.random.default_rng(0))
    kernel = kernel_of(context) if from_kernel else None
    sample = sample[:1] if from_kernel else sample
    solver = StochasticKISE(2, kernel=kernel, features=indicators(10), n_batches=2000, random_state=0).fit(*sample)
    few = [part[:3000] for part in sample] if from_kernel else sample
    exact = KISE(2, kernel=kernel, features=indicators(10)).fit(*few)
    assert angle(solver.transform(sample[0]), exact.transform(sample[0])) < 0.06
    np.testing.assert_allclose(solver.singular_values_, exact.singular_values_, rtol=0, atol=0.03)
    np.testing.assert_allclose(np.cov(solver.transform(sample[0]).T), np.eye(2), rtol=0, atol=0.1)


def test_stochastic_solvers_come_closer_with_more_batches():
    x, a = gaussian_pairs(5000, k=4, rho=0.7)
    a = a * [3.0, 1.0, 0.5, 0.1]
    a[:, 2:] += np.random.default_rng(5).normal(size=(5000, 2))
    exact = SVME(2).fit(x, a).transform(x)
    few, many = (
        np.mean(
            [
                angle(StochasticSVME(2, n_batches=n, random_state=seed).fit(x, a).transform(x), exact)
                for seed in range(4)
            ]
        )
        for n in (20, 3000)
    )
    assert many < 0.06 < few


def test_partial_fit_learns_from_a_stream():
    context = gaussian_channel(10, 8, 0.8)
    rng = np.random.default_rng(0)
    svme = StochasticSVME(2, features=indicators(10), a_features=indicators(8), random_state=0)
    kise = StochasticKISE(2, features=indicators(10), random_state=0)
    kernel = StochasticKISE(2, features=indicators(10), kernel=kernel_of(context), random_state=0)
    for _ in range(1000):
        svme.partial_fit(*draw_pairs(context, 128, rng))
        x, y = draw_partners(context, 128, rng)
        kise.partial_fit(x, y)
        kernel.partial_fit(x)
    for solver in (svme, kise, kernel):
        assert solver.n_batches_ == 1000
        assert subspace_error(context, solver.transform(np.arange(10))).largest < 0.15
        np.testing.assert_allclose(solver.singular_values_, context.singular_values[:2], rtol=0, atol=0.05)


def test_stochastic_solvers_are_seeded_and_start_anew():
    x, a = gaussian_pairs(300)
    for make in (StochasticSVME, StochasticKISE):
        solver = make(2, n_batches=30, random_state=3)
        first = solver.fit(x, a).components_
        np.testing.assert_array_equal(solver.fit(x, a).components_, first)
        np.testing.assert_array_equal(make(2, n_batches=30, random_state=3).fit(x, a).components_, first)
        assert np.abs(make(2, n_batches=30, random_state=4).fit(x, a).components_ - first).max() > 0
        assert solver.set_params(n_components=3).fit(x, a).components_.shape == (3, 3)


# -------------------------------------------------------------------------------------------------------------- memory
def peak(run: Callable[[], Any]) -> int:
    tracemalloc.start()
    run()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most


def test_memory_does_not_grow_with_the_square_of_the_sample():
    features = RandomFourier(32, gamma=0.3, random_state=0)

    def growth(solver: Any, pairs: bool) -> tuple[int, int]:
        small, large = (gaussian_pairs(n)[: 1 + pairs] for n in (1000, 4000))
        return peak(lambda: solver.fit(*small)), peak(lambda: solver.fit(*large))

    constant: list[Any] = [
        SVME(4, features=features, a_features=features, chunk_size=256),
        KISE(4, features=features, chunk_size=256),
        StochasticSVME(4, features=features, a_features=features, n_batches=20, random_state=0),
    ]
    for solver in constant:
        small, large = growth(solver, True)
        assert large < small + 50_000  # one permutation of the sample
    small, large = growth(KISE(4, features=features, kernel=gaussian_kernel, chunk_size=256), False)
    assert large - small < 3 * 3000 * 32 * 8  # the features, not 4000² kernel values (128 MB)


# ------------------------------------------------------------------------------------------------------------ features
def test_random_fourier_features_estimate_the_kernel():
    x, _ = gaussian_pairs(40)
    features = RandomFourier(20_000, gamma=0.4, random_state=0).fit(x).transform(x)
    np.testing.assert_allclose(features @ features.T, gaussian_kernel(x, x, 0.4), rtol=0, atol=0.05)


def test_landmarks_reproduce_the_kernel():
    x, y = gaussian_pairs(30)
    everywhere = Landmarks(100, gamma=0.4, random_state=0).fit(x)
    np.testing.assert_allclose(
        everywhere.transform(x) @ everywhere.transform(x).T, gaussian_kernel(x, x, 0.4), rtol=0, atol=1e-9
    )
    linear = Landmarks(5, kernel=lambda u, v: u @ v.T, random_state=0).fit(x)
    assert linear.transform(y).shape == (30, 3)
    np.testing.assert_allclose(linear.transform(y) @ linear.transform(y).T, y @ y.T, rtol=0, atol=1e-9)


def test_landmark_features_see_what_is_not_linear():
    rng = np.random.default_rng(0)
    x = rng.uniform(-1, 1, (2000, 1))
    a = x**2 + 0.1 * rng.normal(size=(2000, 1))
    landmarks = Landmarks(30, gamma=3.0, random_state=0)
    assert SVME(1).fit(x, a).singular_values_[0] < 0.1
    assert SVME(1, features=landmarks, a_features=landmarks).fit(x, a).singular_values_[0] > 0.9


def test_indicators_of_several_columns():
    table = np.array([[0, 5], [1, 5], [0, 7]])
    np.testing.assert_array_equal(OneHot().fit(table).transform(table), [[1, 0, 1, 0], [0, 1, 1, 0], [1, 0, 0, 1]])


# --------------------------------------------------------------------------------------------------- as in scikit-learn
def test_estimators_work_with_scikit_learn():
    sklearn = pytest.importorskip("sklearn")
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    x, a = gaussian_pairs(100)
    for solver in (SVME(2, regularization=0.1), KISE(2), StochasticSVME(2, random_state=0), StochasticKISE(2)):
        clone = sklearn.base.clone(solver)
        assert clone is not solver
        assert clone.get_params() == solver.get_params()
    polynomial = preprocessing.PolynomialFeatures(2, include_bias=False)
    solver = SVME(2, features=polynomial, a_features=polynomial)
    assert solver.fit_transform(x, a).shape == (100, 2)
    assert not hasattr(polynomial, "n_output_features_")  # it is a copy that was fitted


def test_settings_have_names():
    solver = SVME(3, features=OneHot(), chunk_size=5)
    assert repr(solver) == "SVME(n_components=3, features=OneHot(), chunk_size=5)"
    assert "features__categories" in solver.get_params()
    assert solver.set_params(features__categories=[1, 2], n_components=4).features.categories == [1, 2]
    with pytest.raises(InputError, match="no setting 'ridge'; it has n_components"):
        solver.set_params(ridge=1)


def test_one_feature_map_may_serve_both_sides():
    x, a = np.array([0, 0, 1, 1, 0]), np.array(["u", "u", "v", "v", "v"])
    shared = OneHot()
    both = SVME(1, regularization=0, features=shared, a_features=shared).fit(x, a)
    np.testing.assert_allclose(both.singular_values_, Context.from_pairs(x, a.tolist()).singular_values, **CLOSE)


# ------------------------------------------------------------------------------------------------------ subspace error
def test_subspace_error_of_known_angles():
    context = Context.from_table(np.random.default_rng(0).gamma(0.7, size=(7, 6)) + 1e-2)
    mu = context.left
    turned = np.column_stack([mu[:, 0] * np.cos(0.3) + mu[:, 3] * np.sin(0.3), mu[:, 1] + 5.0])
    error = subspace_error(context, turned @ [[2.0, 1.0], [0.0, 3.0]])
    np.testing.assert_allclose(error, [np.sin(0.3), np.sin(0.3) / 2], **CLOSE)
    np.testing.assert_allclose(subspace_error(context, mu[:, [0, 4]]), [1.0, 0.5], **CLOSE)
    np.testing.assert_allclose(subspace_error(context, np.ones(7)), [1.0, 1.0], **CLOSE)
    np.testing.assert_allclose(subspace_error(context, mu[:, [0, 0]]), [1.0, 0.5], **CLOSE)
    with pytest.raises(InputError, match="at most 5"):
        subspace_error(context, np.eye(7)[:, :6])


def test_subspace_error_knows_ties():
    context = cube(3, 0.2)
    first, second, third = (parities(3)[:, 1 << k] for k in range(3))
    assert subspace_error(context, np.column_stack([first + second, second - third])).largest < 1e-9
    assert subspace_error(context, first * second).largest == pytest.approx(1)


# ---------------------------------------------------------------------------------------------------------------- study
def test_study_comes_closer_with_more_samples():
    result = study(
        sizes=(300, 30_000), components=(1,), rows=(5,), columns=(5,), methods=("svme", "kise-pairs"), repeats=3
    )
    for method in ("svme", "kise-pairs"):
        few, many = (
            result.subspace_error[(result.method == method) & (result.varied == "n") & (result.n == n)].mean()
            for n in (300, 30_000)
        )
        assert many < few / 3
    assert (result.ratio_trace <= result.optimum + 1e-12).all()
    assert (result.mean_error <= result.subspace_error + 1e-12).all()
    assert (result.peak_bytes > 0).all()
    assert (result.seconds > 0).all()


def test_study_is_seeded_and_covers_all_methods():
    settings = {"sizes": (400,), "components": (1, 2), "rows": (), "columns": (9,), "n": 300}
    first, second = study(**settings), study(**settings)
    assert set(first.method) == set(METHODS)
    assert set(first.varied) == {"n", "d", "n_a"}
    for name in ("subspace_error", "ratio_trace", "singular_error", "n", "d", "n_x", "n_a"):
        np.testing.assert_array_equal(getattr(first, name), getattr(second, name))
    with pytest.raises(InputError, match="no method is called 'pca'; there are svme"):
        study(methods=["pca"])
    with pytest.raises(InputError, match="at most min"):
        study(components=(12,))
    with pytest.raises(InputError, match="rho is 1"):
        study(rho=1)


# ------------------------------------------------------------------------------------------------------------ bad input
X, A = gaussian_pairs(20)
SOLVERS = (SVME, KISE, StochasticSVME, StochasticKISE)


def with_entry(value: float) -> Array:
    array = X.copy()
    array[7, 1] = value
    return array


@pytest.mark.parametrize("make", SOLVERS)
@pytest.mark.parametrize(
    ("settings", "x", "a", "message"),
    [
        ({"n_components": 0}, X, A, "n_components is 0; a whole number ≥ 1"),
        ({"n_components": -2}, X, A, "n_components is -2"),
        ({"n_components": 1.5}, X, A, "n_components is 1.5"),
        ({"n_components": True}, X, A, "n_components is True"),
        ({"n_components": 4}, X, A, "n_components is 4 but .* has 3 features; at most 3"),
        ({"regularization": -1}, X, A, "regularization is -1; a finite number ≥ 0"),
        ({"regularization": float("nan")}, X, A, "regularization is nan"),
        ({"features": 3}, X, A, "the features of X are 3; a map"),
        ({}, X, A[:-1], "X has 20 samples and .* has 19"),
        ({}, X[:0], A[:0], r"X has shape \(0, 3\); .* at least one sample|0 sample\(s\) \(shape=\(0, 3\)\)"),
        ({}, [], [], r"X has shape \(0,\)|Expected 2D array, got 1D"),
        ({}, X[:, :0], A, r"X has shape \(20, 0\)|0 feature\(s\) \(shape=\(20, 0\)\)"),
        ({}, X[None], A, r"X has shape \(1, 20, 3\)|array with dim 3"),
        ({}, with_entry(np.nan), A, r"X\[7, 1\] is NaN; a finite number"),
        ({}, with_entry(np.inf), A, r"X\[7, 1\] is inf"),
        ({}, X, with_entry(np.nan), r"\[7, 1\] is NaN"),
        ({}, [[1, 2], [3]], A, "X is ragged|inhomogeneous"),
        ({}, X.astype(str), A, "X holds values of type|not compatible with arrays of bytes/strings"),
        ({}, X[:1], A[:1], r"span [01] dimensions|1 sample\(s\)"),
        ({}, np.ones((20, 3)), np.ones((20, 3)), "span 0 dimensions"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(make, settings, x, a, message):
    with pytest.raises(InputError, match=message) as caught:
        make(**{"n_components": 2} | settings).fit(x, a)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("make", "sample"), [(SVME, (X, A)), (KISE, (X, A))])
@pytest.mark.parametrize(
    ("weight", "message"),
    [
        (np.zeros(20), "every weight in sample_weight is zero"),
        (np.append(np.ones(19), -1), r"sample_weight\[19\] is -1"),
        (np.ones(19), r"sample_weight has shape \(19,\); \(20,\)"),
        (np.full(20, np.nan), r"sample_weight\[0\] is nan"),
        (np.full(20, np.inf), r"sample_weight\[0\] is inf"),
    ],
)
def test_bad_weights_are_refused(make, sample, weight, message):
    with pytest.raises(InputError, match=message):
        make(2).fit(*sample, sample_weight=weight)


def refused(message: str, run: Callable[[], Any]) -> None:
    with pytest.raises(InputError, match=message):
        run()


def test_other_bad_input_is_refused():
    refused("A is missing", lambda: SVME(2).fit(X))
    refused("A is missing", lambda: StochasticSVME(2).fit(X))
    refused("this SVME is not fitted; call fit first", lambda: SVME(2).transform(X))
    refused("X has 2 features, but SVME is expecting 3 features", lambda: SVME(2).fit(X, A).transform(X[:, :2]))
    refused("A has 2 features; 3 are right", lambda: SVME(2).fit(X, A).transform_a(A[:, :2]))
    refused(r"X\[7, 1\] is NaN", lambda: SVME(2).fit(X, A).transform(with_entry(np.nan)))
    refused("chunk_size is 0", lambda: SVME(2, chunk_size=0).fit(X, A))
    refused("batch_size is 0", lambda: StochasticSVME(2, batch_size=0).fit(X, A))
    refused("n_batches is 0", lambda: StochasticKISE(2, n_batches=0).fit(X, A))
    refused("step is 2; a number from 0 to 1", lambda: StochasticSVME(2, step=2).fit(X, A))
    refused("hold is 0", lambda: StochasticSVME(2, hold=0).fit(X, A))
    refused("one row for each", lambda: SVME(2, features=lambda rows: np.ones((1, 4))).fit(X, A))
    refused("holds -1.0|expecting 3 features", lambda: StochasticSVME(2).partial_fit(X, A).partial_fit(X[:, :2], A))


def test_overflow_is_refused():
    for make in SOLVERS:
        refused("squares overflow; rescale", lambda make=make: make(2).fit(X * 1e200, A))
    refused("products overflow", lambda: KISE(2, kernel=lambda x, y: np.full((len(x), len(y)), 1e308)).fit(X * 1e9))
    begun = StochasticSVME(2).partial_fit(X, A)
    refused("step 0.5 is too long", lambda: begun.partial_fit(X * 1e200, A))
    wild = StochasticSVME(2).partial_fit(X, A).partial_fit(X, A * 1e200)
    assert np.isfinite(wild.components_).all()
    refused("step 0.5 is too long", lambda: wild.partial_fit(X, A * 1e200))
    np.testing.assert_allclose(SVME(2).fit(X * 1e-100, A).singular_values_, SVME(2).fit(X, A).singular_values_, **CLOSE)


def test_bad_kernels_are_refused():
    refused("either a kernel or a second sample", lambda: KISE(2).fit(X))
    refused("either a kernel or a second sample", lambda: KISE(2, kernel=gaussian_kernel).fit(X, A))
    refused("either a kernel or a second sample", lambda: StochasticKISE(2).fit(X))
    refused("minimum of 2", lambda: StochasticKISE(2, kernel=gaussian_kernel).fit(X[:1]))
    refused("the kernel gave shape", lambda: KISE(2, kernel=lambda x, y: np.ones(3)).fit(X))
    refused(
        "not symmetric on points 0 to 19",
        lambda: KISE(2, kernel=lambda x, y: x @ np.triu(np.ones((3, 3))) @ y.T).fit(X),
    )
    refused("kernel of points 0 and 0 is nan", lambda: KISE(2, kernel=lambda x, y: np.full((20, 20), np.nan)).fit(X))
    refused("X has 3 features and y has 2", lambda: KISE(2).fit(X, A[:, :2]))


def test_bad_feature_maps_are_refused():
    refused("n_features is 0", lambda: RandomFourier(0).fit(X))
    refused("gamma is 0; a finite number > 0", lambda: RandomFourier(3, gamma=0).fit(X))
    refused("gamma is -1", lambda: Landmarks(3, gamma=-1).fit(X))
    refused("n_landmarks is 0", lambda: Landmarks(0).fit(X))
    refused("kernel is zero", lambda: Landmarks(3, kernel=lambda x, y: np.zeros((len(x), len(y)))).fit(X))
    refused("kernel gave shape", lambda: Landmarks(3, kernel=lambda x, y: np.zeros(3)).fit(X))
    refused("X has 2 columns; 3 are right", lambda: RandomFourier(3).fit(X).transform(X[:, :2]))
    refused("X has 2 columns; 3 are right", lambda: Landmarks(3).fit(X).transform(X[:, :2]))
    refused("X has 2 columns; 1 are right", lambda: OneHot().fit([1, 2]).transform([[1, 2]]))
    refused("X holds 3, which is none of the 2 categories", lambda: OneHot().fit([1, 2]).transform([3]))
    refused("NaN", lambda: OneHot().fit([1.0, float("nan")]))
    refused("cannot be sorted", lambda: OneHot().fit(np.array([1, "a"], dtype=object)))
    refused("not fitted", lambda: OneHot().transform([1]))
