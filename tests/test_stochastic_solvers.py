"""Stochastic SVME and KISE: they come to the space of the exact solvers, from a stream too."""

from __future__ import annotations

import numpy as np
import pytest

from contextures.contexts.laws import gaussian_channel
from contextures.solvers.kise import KISE
from contextures.solvers.stochastic import StochasticKISE, StochasticSVME
from contextures.solvers.subspace import subspace_error
from contextures.solvers.svme import SVME
from contextures.studies.convergence import draw_pairs, draw_partners
from tests.solving import angle, gaussian_pairs, indicators, kernel_of


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
