"""Feature maps of solvers: they estimate a kernel, and see what is not linear."""

from __future__ import annotations

import numpy as np

from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.features import Landmarks, OneHot, RandomFourier
from contextures.solvers.svme import SVME
from tests.solving import gaussian_pairs


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
