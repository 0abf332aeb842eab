"""Means and covariances of paired features, accumulated in chunks: memory O((p + q)²), whatever the sample size."""

from __future__ import annotations

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Sample, spans

CONSTANT = 1e-12
"""A standard deviation below this part of the mean is rounding error."""


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
            ≥ 0; default: 1 each.
        """
        if weights is not None and not weights.any():
            return
        with np.errstate(over="ignore", invalid="ignore"):  # `covariance` refuses what comes of it
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
        """Covariance with denominator `mass` (that of the empirical law), (width, width), symmetric.

        A feature whose standard deviation is rounding error of its mean is constant: its row and column are zero.

        Raises
        ------
        InputError
            Where the squares of the features overflow.
        """
        covariance = self._scatter / self.mass
        if not np.isfinite(covariance).all():
            raise InputError("the features are so large that their squares overflow; rescale them")
        constant = np.diag(covariance) <= (CONSTANT * self.mean) ** 2
        covariance[constant] = 0.0
        covariance[:, constant] = 0.0
        return covariance


def pair_moments(first: Sample, second: Sample, weights: FloatArray | None, chunk_size: int) -> tuple[int, Moments]:
    """Return the number p of features of the first sample, and the moments of all p + q features, first ones first."""
    moments, p = None, 0
    for start, stop in spans(len(first), chunk_size):
        left = first.chunk(start, stop)
        rows, p = np.concatenate([left, second.chunk(start, stop)], axis=1), left.shape[1]
        moments = Moments(rows.shape[1]) if moments is None else moments
        moments.update(rows, None if weights is None else weights[start:stop])
    assert moments is not None
    return p, moments
