"""Means and covariances of paired features, accumulated in chunks: memory (p + q)², whatever the sample size."""

from __future__ import annotations

import numpy as np

from contextures.verify.arrays import FloatArray


class Moments:
    """Weighted mean and covariance of the rows it is given, by the update that does not cancel (Chan et al. 1983).

    Parameters
    ----------
    width : int
        Number of features.

    Attributes
    ----------
    mass : float
        Sum of the weights so far.
    mean : ndarray, (width,)
    """

    def __init__(self, width: int) -> None:
        self.mass = 0.0
        self.mean: FloatArray = np.zeros(width)
        self._scatter: FloatArray = np.zeros((width, width))

    def update(self, rows: FloatArray, weights: FloatArray | None = None) -> None:
        """Add rows.

        Parameters
        ----------
        rows : ndarray, (b, width)
        weights : ndarray, (b,), optional
            Positive; default: 1 each.
        """
        mass = float(len(rows)) if weights is None else float(weights.sum())
        mean: FloatArray = np.average(rows, axis=0, weights=weights)
        centred = rows - mean
        if weights is not None:
            centred *= np.sqrt(weights)[:, None]
        self._scatter += centred.T @ centred
        step = mean - self.mean
        total = self.mass + mass
        self._scatter += np.outer(step, step * (self.mass * mass / total))
        self.mean = self.mean + step * (mass / total)
        self.mass = total

    @property
    def covariance(self) -> FloatArray:
        """Covariance with denominator `mass` (that of the empirical law), (width, width), symmetric."""
        return self._scatter / self.mass
