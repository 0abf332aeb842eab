"""SVME and KISE as solvers: exact on the empirical law, invariant as they should be, and lean."""

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

from contextures.contexts.context import Context
from contextures.contexts.encoders import ratio_trace
from contextures.contexts.laws import cube, mixture, ring
from contextures.contexts.tables import TABLES, load_table
from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.features import OneHot, RandomFourier
from contextures.solvers.kise import KISE
from contextures.solvers.moments import Moments
from contextures.solvers.stochastic import StochasticSVME
from contextures.solvers.subspace import subspace_error
from contextures.solvers.svme import SVME
from tests.solving import CLOSE, Array, angle, gaussian_pairs, indicators, kernel_of


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


# ------------------------------------------------------------------------------------------------------------ exactness
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


# ----------------------------------------------------------------------------------------------------------- invariance
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


# --------------------------------------------------------------------------------------------------------------- memory
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
