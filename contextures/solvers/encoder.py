"""A fitted linear encoder, and its values chunk by chunk."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Features, Sample, spans
from contextures.settings import Estimator


class Encoder(Estimator):
    """A fitted linear encoder Φ(x) = V(F(x) − E F): what SVME, KISE and their stochastic versions share."""

    chunk_size: int = 2048
    features_: Features
    components_: FloatArray
    mean_: FloatArray

    def transform(self, X: Any) -> FloatArray:
        """Return Φ(X).

        Parameters
        ----------
        X : array_like, (n, k)
            Points, or features where the estimator has no feature map.

        Returns
        -------
        ndarray, (n, d)
            Of mean zero and identity covariance on the sample that was fitted.

        Raises
        ------
        InputError
            Where the number of features differs from that in `fit`, or one is not finite.
        """
        self._fitted("components_")
        return encode(Sample(X, self.features_, "X"), self.components_, self.mean_, self.chunk_size)

    def fit_transform(self, X: Any, A: Any = None, **settings: Any) -> FloatArray:
        """Return Φ(X) after `fit`, whose arguments it takes."""
        fitted = self.fit(X, A, **settings)  # type: ignore[attr-defined]
        values: FloatArray = fitted.transform(X)
        return values


def encode(sample: Sample, components: FloatArray, mean: FloatArray, chunk_size: int) -> FloatArray:
    """Return the values (n, d) of a linear encoder with components (d, p), chunk by chunk.

    Raises
    ------
    InputError
        Where the sample has another number of features than p.
    """
    values = np.empty((len(sample), len(components)))
    for start, stop in spans(len(sample), chunk_size):
        features = sample.chunk(start, stop)
        if features.shape[1] != len(mean):
            raise InputError(f"{sample.name} has {features.shape[1]} features; {len(mean)} are right, as in fit")
        np.matmul(features - mean, components.T, out=values[start:stop])
    return values
