"""Larger feature classes never lose, never pass the contexture, and stop there: exactly, on finite contexts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.linalg
from numpy.typing import NDArray

from contextures.contexts.context import Context
from contextures.contexts.laws import cube, gaussian_channel, mixture, parities, ring
from contextures.contexts.tables import load_table
from contextures.errors import InputError
from contextures.solvers.svme import SVME
from contextures.studies.scaling import Scaling, experiment, scaling

Array = NDArray[Any]
CLOSE = {"rtol": 0, "atol": 1e-10}
RANDOM = Context.from_table(np.random.default_rng(0).gamma(0.7, size=(9, 7)) + 1e-2)


@pytest.fixture(scope="module", params=range(3))
def results(request: pytest.FixtureRequest) -> tuple[Scaling, ...]:
    return experiment(request.param)


def test_the_statement_holds(results):
    assert len({result.name for result in results}) == 5
    for result in results:
        assert result.margin > -1e-9
        for values in (result.svme, result.kise, result.ratio_trace):
            assert (np.diff(values) > -1e-9).all()
            assert values.shape == result.sizes.shape
        assert (result.kise < result.bound + 1e-9).all()
        assert result.saturation is not None
        full = result.sizes >= result.saturation
        np.testing.assert_array_equal(result.contains, full)
        np.testing.assert_allclose(result.kise[full], result.bound, **CLOSE)
        np.testing.assert_allclose(result.ratio_trace[full], result.bound, **CLOSE)
        np.testing.assert_allclose(result.svme[full], result.bound - result.d, **CLOSE)
        assert result.kise[0] < result.bound - 1e-3


def test_the_experiment_has_steps(results):
    cubic, _, graph, low_rank, table = results
    assert len(np.unique(cubic.kise.round(9))) > 1
    assert len(np.unique(graph.kise.round(9))) > 5
    assert low_rank.saturation == 6
    assert table.saturation == table.sizes[1] == 3


def generalised_optimum(context: Context, features: Array, d: int) -> float:
    """Sum of the top eigenvalues of B v = λ C v, with covariances as one would write them."""
    centred = features - context.p_x @ features
    weighted = centred * context.p_x[:, None]
    values = scipy.linalg.eigh(weighted.T @ context.kernel_x @ weighted, centred.T @ weighted, eigvals_only=True)
    return float(values[::-1][:d].sum())


def test_values_are_generalised_eigenvalues():
    features = np.random.default_rng(1).normal(size=(9, 8))
    result = scaling(RANDOM, features, 3)
    np.testing.assert_array_equal(result.sizes, range(3, 9))
    exact = np.array([generalised_optimum(RANDOM, features[:, :k], 3) for k in result.sizes])
    np.testing.assert_allclose(result.kise, exact, **CLOSE)
    np.testing.assert_allclose(result.ratio_trace, exact, **CLOSE)
    np.testing.assert_allclose(result.svme, exact - 3, **CLOSE)


def test_values_are_those_of_the_solver_on_the_law_itself():
    features = np.random.default_rng(1).normal(size=(9, 8))
    x, a = np.nonzero(RANDOM.joint)
    result = scaling(RANDOM, features, 2)
    for k, value in zip(result.sizes, result.svme, strict=True):
        solver = SVME(
            2, regularization=0, features=lambda rows, k=k: features[rows, :k], a_features=lambda rows: np.eye(7)[rows]
        )
        solver.fit(x, a, sample_weight=RANDOM.joint[x, a])
        np.testing.assert_allclose(-solver.loss_, value, **CLOSE)


def test_no_encoder_of_the_class_does_better():
    rng = np.random.default_rng(2)
    features = rng.normal(size=(9, 5))
    result = scaling(RANDOM, features, 2, sizes=[5])
    root = np.sqrt(RANDOM.p_x)[:, None]
    for _ in range(300):
        encoder = features @ rng.normal(size=(5, 2))
        encoder = np.linalg.qr(root * (encoder - RANDOM.p_x @ encoder))[0] / root
        partner = (RANDOM.joint.T @ encoder) / RANDOM.p_a[:, None]
        loss = (RANDOM.joint * ((encoder[:, None] - partner) ** 2).sum(axis=2)).sum()
        assert -loss <= result.svme[0] + 1e-12


def test_sizes_that_cannot_meet_the_constraint_are_left_out():
    mu = RANDOM.left
    features = np.column_stack([np.ones(9), mu[:, 4], mu[:, 4] + 2, mu[:, 0], mu[:, 1], mu[:, 1]])
    result = scaling(RANDOM, features, 2)
    np.testing.assert_array_equal(result.sizes, [4, 5, 6])
    np.testing.assert_array_equal(result.contains, [False, True, True])
    assert result.saturation == 5
    s = RANDOM.singular_values
    np.testing.assert_allclose(result.kise, [s[0] ** 2 + s[4] ** 2, *[s[0] ** 2 + s[1] ** 2] * 2], **CLOSE)
    never = scaling(RANDOM, features, 2, sizes=[4])
    assert never.saturation is None
    assert never.margin > -1e-12


def test_any_choice_of_repeated_functions_saturates():
    context, words = cube(3, 0.2), parities(3)
    mixed = np.column_stack([words[:, 1] + words[:, 2], words[:, 7], words[:, 4] - words[:, 1], np.eye(8)])
    result = scaling(context, mixed, 2)
    assert result.saturation == 3
    np.testing.assert_allclose(result.kise[result.sizes == 3], 2 * 0.6**2, **CLOSE)


def test_known_spectra():
    np.testing.assert_allclose(
        cube(3, 0.1).singular_values, sorted([0.8] * 3 + [0.64] * 3 + [0.512], reverse=True), **CLOSE
    )
    words = parities(3)
    np.testing.assert_allclose(cube(3, 0.1).conditional @ words[:, 5], 0.64 * words[:, 5], **CLOSE)
    np.testing.assert_allclose(mixture(8, 9, 3, 0).singular_values[2:], 0, **CLOSE)
    assert mixture(8, 9, 3, 0).singular_values[1] > 0.01
    np.testing.assert_allclose(gaussian_channel(60, 60, 0.5).singular_values[:2], [0.5, 0.25], rtol=0, atol=0.07)
    graph = ring(9, 4, 0)
    np.testing.assert_array_equal(graph.joint, graph.joint.T)
    assert graph.singular_values[0] < 1


@pytest.mark.parametrize(
    ("features", "d", "sizes", "message"),
    [
        (np.eye(4), 0, None, "d is 0; a whole number"),
        (np.eye(4), 4, None, "d is 4; at most 3"),
        (np.eye(4)[:, :1], 2, None, "d is 2 but the centred features span 1"),
        (np.ones((4, 3)), 1, None, "span 0"),
        (np.eye(5), 1, None, "has 5 rows"),
        (np.full((4, 2), np.nan), 1, None, "nan"),
        (np.eye(4), 1, [], "increasing numbers from 1 to 4"),
        (np.eye(4), 1, [2, 2], "increasing numbers"),
        (np.eye(4), 1, [0, 2], "increasing numbers"),
        (np.eye(4), 1, [2, 5], "increasing numbers"),
    ],
)
def test_bad_input_is_refused(features, d, sizes, message):
    with pytest.raises(InputError, match=message):
        scaling(load_table("hair_eye"), features, d, sizes=sizes)
