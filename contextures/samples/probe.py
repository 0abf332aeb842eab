"""The error of a ridge probe on the first d features, for every d at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike

from contextures import arrays
from contextures.arrays import FloatArray
from contextures.errors import InputError

POINTS = 4096
"""Points that are worked on at a time."""
RIDGES = tuple(10.0**power for power in range(-6, 3))
"""Candidates for the ridge, in units of the mean squared error per squared norm of the weights."""


@dataclass(frozen=True, eq=False)
class ProbeErrors:
    """Test errors of linear probes.

    Attributes
    ----------
    errors : ndarray, (k,)
        Mean squared error on the test points with the first 1, …, k features, summed over outputs.
    ridges : ndarray, (k,)
        The ridge that was chosen for each.
    baseline : float
        The error of the mean of the training targets alone.
    """

    errors: FloatArray
    ridges: FloatArray
    baseline: float

    def __repr__(self) -> str:
        """The best error and its d."""
        return f"ProbeErrors(best_error={self.best_error:.4g}, best_d={self.best_d}, baseline={self.baseline:.4g})"

    @property
    def best_d(self) -> int:
        """The smallest d of least error; 0 without features."""
        return int(np.argmin(self.errors)) + 1 if self.errors.size else 0

    @property
    def best_error(self) -> float:
        """err_{d*} = min_d of the error; the baseline without features."""
        return float(self.errors.min()) if self.errors.size else self.baseline


def probe_errors(
    features: ArrayLike,
    targets: ArrayLike,
    test_features: ArrayLike,
    test_targets: ArrayLike,
    ridges: tuple[float, ...] = RIDGES,
) -> ProbeErrors:
    """Return the test error of min_{w, b} (1/n) Σ ‖wᵀΦ_d(x) + b − y‖² + α‖w‖² for the first d = 1, …, k features.

    Parameters
    ----------
    features, test_features : array_like, (n, k) and (m, k)
    targets, test_targets : array_like, (n,) or (n, q), and alike for the test
    ridges : tuple of float
        Values of α > 0. For each d the one of least leave-one-out error on the training points is taken.

    Raises
    ------
    InputError
        Where shapes do not fit, there are fewer than two training points, or a ridge is not positive.

    Notes
    -----
    One Cholesky factorisation LLᵀ of the centred Gram matrix plus nα serves all d: the leading blocks of L, of
    L⁻¹Φᵀy and of L⁻¹Φᵀ are those of the first d features, so predictions are running sums over features, and so are
    the leverages that leave-one-out errors need.
    """
    inputs, outputs = _columns(features, "features"), _columns(targets, "targets")
    others, truth = _columns(test_features, "test_features"), _columns(test_targets, "test_targets")
    n, k = inputs.shape
    if n < 2 or len(outputs) != n or len(truth) != len(others) or others.shape[1] != k:
        raise InputError(
            f"features {inputs.shape}, targets {outputs.shape}, test features {others.shape} and test targets "
            f"{truth.shape} do not fit; (n, k), (n, q), (m, k) and (m, q) with n ≥ 2 are right"
        )
    if not ridges or min(ridges) <= 0:
        raise InputError(f"the ridges are {ridges}; at least one number, all > 0, is right")
    centre, mean = inputs.mean(axis=0), outputs.mean(axis=0)
    outputs, truth = outputs - mean, truth - mean
    baseline = float(np.square(truth).sum(axis=1).mean())
    if k == 0:
        return ProbeErrors(np.empty(0), np.empty(0), baseline)
    gram, cross = np.zeros((k, k)), np.zeros((k, outputs.shape[1]))
    for at in _blocks(n):
        centred = inputs[at] - centre
        gram += centred.T @ centred
        cross += centred.T @ outputs[at]
    least = np.full(k, np.inf)
    errors, chosen = np.empty(k), np.empty(k)
    for ridge in sorted(ridges, reverse=True):
        loo, error = _all_dimensions(gram, cross, inputs, outputs, others, truth, centre, n * ridge)
        better = loo < least
        least[better], errors[better], chosen[better] = loo[better], error[better], ridge
    return ProbeErrors(errors, chosen, baseline)


def _all_dimensions(
    gram: FloatArray,
    cross: FloatArray,
    inputs: FloatArray,
    outputs: FloatArray,
    others: FloatArray,
    truth: FloatArray,
    centre: FloatArray,
    penalty: float,
) -> tuple[FloatArray, FloatArray]:
    """Leave-one-out errors and test errors for one ridge, (k,) each."""
    penalised = gram.copy()
    penalised[np.diag_indices_from(penalised)] += penalty
    factor = scipy.linalg.cholesky(penalised, lower=True, overwrite_a=True)
    weights = scipy.linalg.solve_triangular(factor, cross, lower=True)
    loo, error = np.zeros(len(gram)), np.zeros(len(gram))
    for at in _blocks(len(inputs)):
        whitened = scipy.linalg.solve_triangular(factor, (inputs[at] - centre).T, lower=True)
        leverage = 1.0 - 1.0 / len(inputs) - np.cumsum(np.square(whitened), axis=0)
        np.maximum(leverage, 1e-12, out=leverage)
        for output in range(outputs.shape[1]):
            fitted = np.cumsum(whitened * weights[:, output, None], axis=0)
            loo += np.square((outputs[at, output] - fitted) / leverage).sum(axis=1)
    for at in _blocks(len(others)):
        unseen = scipy.linalg.solve_triangular(factor, (others[at] - centre).T, lower=True)
        for output in range(outputs.shape[1]):
            predicted = np.cumsum(unseen * weights[:, output, None], axis=0)
            error += np.square(truth[at, output] - predicted).sum(axis=1)
    return loo / len(inputs), error / len(others)


def _blocks(points: int) -> list[slice]:
    return [slice(start, start + POINTS) for start in range(0, points, POINTS)]


def _columns(values: ArrayLike, name: str) -> FloatArray:
    array = arrays.doubles(values, name)
    return array[:, None] if array.ndim == 1 else array
