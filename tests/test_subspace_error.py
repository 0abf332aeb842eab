"""The error of a subspace, and the study of how it falls with samples."""

from __future__ import annotations

import numpy as np
import pytest

from contextures.contexts.context import Context
from contextures.contexts.laws import cube, parities
from contextures.errors import InputError
from contextures.solvers.subspace import subspace_error
from contextures.studies.convergence import METHODS, study
from tests.solving import CLOSE


# ------------------------------------------------------------------------------------------------------- subspace error
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
