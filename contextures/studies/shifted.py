"""A study of shift on a real table: contexture features from all rows, a probe on a part, judged under other laws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray
from contextures.risks.robust import chi2_risk, cvar, worst_group_risk


@dataclass(frozen=True)
class ShiftStudy:
    """Risks of the probe on the judged rows, for each number of features and each kind of shift.

    Attributes
    ----------
    dimensions : tuple of int
    mean, worst_group : ndarray (D,)
        Mean squared residual, over all judged rows and over the worst group, as shares of the variance of the target.
    tails : ndarray (A, D)
        CVaR_α of the squared residuals for each level.
    balls : ndarray (R, D)
        Their χ² risk for each radius.
    alphas, radii : tuple of float
    """

    dimensions: tuple[int, ...]
    mean: FloatArray
    worst_group: FloatArray
    tails: FloatArray
    balls: FloatArray
    alphas: tuple[float, ...]
    radii: tuple[float, ...]

    def best(self, risks: FloatArray) -> int:
        """Return the number of features of least risk."""
        return self.dimensions[int(np.argmin(risks))]


def study(
    features: FloatArray,
    target: FloatArray,
    groups: NDArray[np.bool_],
    fitted: NDArray[np.bool_],
    dimensions: Sequence[int],
    *,
    alphas: Sequence[float] = (1.0, 0.5, 0.2, 0.1, 0.05, 0.01),
    radii: Sequence[float] = (0.0, 0.05, 0.5, 2.0, 10.0),
) -> ShiftStudy:
    """Fit a probe on some rows for each number of features and judge it on the others.

    Parameters
    ----------
    features : ndarray (n, d)
        Singular functions of a context of the rows, the strongest first.
    target : ndarray (n,)
    groups : ndarray of bool, (K, n)
    fitted : ndarray of bool, (n,)
        Rows the probe is fitted on.
    dimensions : sequence of int
    alphas, radii : sequences of float

    Returns
    -------
    ShiftStudy
    """
    judged = ~fitted
    scale = float(np.var(target[judged]))
    squares = []
    for d in dimensions:
        columns = np.concatenate([np.ones((len(target), 1)), features[:, :d]], axis=1)
        weights, *_ = np.linalg.lstsq(columns[fitted], target[fitted], rcond=None)
        squares.append((target[judged] - columns[judged] @ weights) ** 2 / scale)
    table = np.stack(squares)
    return ShiftStudy(
        tuple(dimensions),
        table.mean(1),
        np.asarray(worst_group_risk(table, groups[:, judged])),
        np.stack([np.asarray(cvar(table, alpha)) for alpha in alphas]),
        np.stack([np.asarray(chi2_risk(table, rho)) for rho in radii]),
        tuple(alphas),
        tuple(radii),
    )
