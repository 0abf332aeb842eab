"""Solvers as estimators: the habits of scikit-learn, and what they refuse in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.features import Landmarks, OneHot, RandomFourier
from contextures.solvers.kise import KISE
from contextures.solvers.stochastic import StochasticKISE, StochasticSVME
from contextures.solvers.svme import SVME
from tests.solving import CLOSE, Array, gaussian_pairs


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
