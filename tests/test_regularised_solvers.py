"""SVME and KISE under a ridge, with singular covariances, and with more components than there are."""

from __future__ import annotations

import numpy as np
import pytest

from contextures.errors import InputError
from contextures.solvers.features import RandomFourier
from contextures.solvers.kise import KISE
from contextures.solvers.svme import SVME
from tests.solving import CLOSE, angle, gaussian_pairs


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
