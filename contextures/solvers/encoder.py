"""A fitted linear encoder, and its values chunk by chunk."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Features, Sample, spans
from contextures.solvers.estimator import Transformer, fitted, validated


class Encoder(Transformer):
    """A fitted linear encoder Φ(x) = V(F(x) − E F): what SVME, KISE and their stochastic versions share.

    With scikit-learn it is one of its transformers, at any place of a pipeline, with `set_output` and
    `get_feature_names_out`; columns of data frames are compared by name.
    """

    chunk_size: int = 2048
    features: Features
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
        fitted(self, "components_")
        sample = Sample(self._points(X, fit=False), self.features_, "X")
        return encode(sample, self.components_, self.mean_, self.chunk_size)

    def fit_transform(self, X: Any, y: Any = None, **settings: Any) -> FloatArray:
        """Return Φ(X) after `fit`, whose arguments it takes."""
        values: FloatArray = self.fit(X, y, **settings).transform(X)
        return values

    def __sklearn_tags__(self) -> Any:
        """Say that the second argument of `fit` is needed, and which points are taken."""
        tags = super().__sklearn_tags__()
        tags.target_tags.required = True
        tags.target_tags.multi_output = True
        tags.input_tags.sparse = self.features is None
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        """Whether there is an encoder."""
        return hasattr(self, "components_")

    @property
    def _n_features_out(self) -> int:
        """The number of columns of `transform`."""
        return len(self.components_)

    def _points(self, X: Any, *, fit: bool) -> Any:
        """Points, with their number of columns and their names checked; vectors are for feature maps."""
        return validated(self, X, fit=fit, numbers=self.features is None, sparse=True, least=1 + fit)


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
