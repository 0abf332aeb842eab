"""SVME from paired samples: two encoders, one of X and one of A, that meet on pairs."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Features, Sample, same_length, weights_of
from contextures.settings import count, number
from contextures.solvers.encoder import Encoder, encode
from contextures.solvers.estimator import fitted
from contextures.solvers.moments import pair_moments
from contextures.solvers.pencil import top_singular, whitener


class SVME(Encoder):
    """Minimise E‖Φ(X) − Ψ(A)‖² subject to Cov[Φ] = I over encoders that are linear in features of X and of A.

    Parameters
    ----------
    n_components : int
        d ≥ 1, at most the rank of the centred features of X.
    regularization : float
        λ ≥ 0, a ridge on both encoders in units of the average variance of a feature. Zero is allowed for singular
        covariances too: then functions are unique, their coefficients have no part that is constant on the sample.
    features, a_features : Features, optional
        Feature maps of X and A, copied before they are fitted; default: the columns as they stand.
    chunk_size : int
        Samples whose features are in memory at a time.

    Attributes
    ----------
    singular_values_ : ndarray, (d,)
        Estimates of s_1 ≥ … ≥ s_d, in [0, 1]; shrunk by a ridge.
    components_ : ndarray, (d, p)
        V with Φ(x) = V(F(x) − mean_); Cov[Φ] = I on the sample for every λ.
    a_components_ : ndarray, (d, q)
        W with Ψ(a) = W(G(a) − a_mean_), the ridge regression of Φ on A: an estimate of T*Φ.
    mean_, a_mean_ : ndarray, (p,) and (q,)
    features_, a_features_ : Features
        The fitted maps.
    loss_ : float
        d − Σ singular_values_²: E‖Φ − Ψ‖² on the sample, and the penalty of Ψ.

    Notes
    -----
    D25 ch. 2 (reconstructed). With Ψ minimised out the objective is d − Tr(V C_xa (C_a + λ)⁻¹ C_ax Vᵀ): canonical
    correlations between the two feature sets. A ridge chooses the span of Φ under V(C_x + λ)Vᵀ = I; inside this span
    the coordinates are normalised without it. Memory is O((p + q)²) and one chunk, time O(n(p + q)²): neither the
    features of the sample nor a matrix over pairs of samples is held. On one-hot features with λ = 0 it is the exact
    decomposition of the empirical law.

    Examples
    --------
    >>> from contextures.solvers.features import OneHot
    >>> from contextures.solvers.svme import SVME
    >>> hair, eyes = ["dark", "dark", "fair", "fair", "red"] * 2, ["brown", "blue", "blue", "blue", "brown"] * 2
    >>> solver = SVME(1, regularization=0, features=OneHot(), a_features=OneHot()).fit(hair, eyes)
    >>> solver.singular_values_.round(4)
    array([0.7638])
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        regularization: float = 1e-6,
        features: Features = None,
        a_features: Features = None,
        chunk_size: int = 2048,
    ) -> None:
        self.n_components, self.regularization = n_components, regularization
        self.features, self.a_features, self.chunk_size = features, a_features, chunk_size

    def fit(self, X: Any, y: Any = None, *, sample_weight: ArrayLike | None = None) -> Self:
        """Solve for the pairs (X[i], A[i]), A being y.

        Parameters
        ----------
        X : array_like, sparse matrix, data frame or memory map, (n, k)
        y : the same, (n, l) or (n,)
            A, a row for each row of X.
        sample_weight : array_like, (n,), optional
            Weights ≥ 0 of the pairs; their sum does not matter.

        Raises
        ------
        InputError
            Where there is no A, the lengths differ, an entry or a feature is not finite, a weight is negative,
            d < 1, or d exceeds the rank of the centred features of X.
        """
        d, ridge = count(self.n_components, "n_components"), number(self.regularization, "regularization")
        if y is None:
            raise InputError(
                "SVME requires y to be passed, but the target y is None: A is missing, and SVME takes pairs, one row "
                "of A for each row of X"
            )
        xs = Sample(self._points(X, fit=True), self.features, "X", fit=True)
        contexts = Sample(y, self.a_features, "A", fit=True)
        p, moments = pair_moments(xs, contexts, weights_of(sample_weight, same_length(xs, contexts)), self.chunk_size)
        covariance = moments.covariance
        a_white = whitener(covariance[p:, p:], ridge)
        factor = covariance[:p, p:] @ a_white
        values, vectors = top_singular(covariance[:p, :p], factor, d, ridge, "X")
        self.features_, self.a_features_ = xs.features, contexts.features
        self.singular_values_ = np.minimum(values, 1.0)
        self.components_ = vectors.T.copy()
        self.a_components_: FloatArray = (a_white @ (factor.T @ vectors)).T
        self.mean_, self.a_mean_ = moments.mean[:p].copy(), moments.mean[p:].copy()
        self.loss_ = float(d - (self.singular_values_**2).sum())
        return self

    def transform_a(self, A: Any) -> FloatArray:
        """Return Ψ(A).

        Parameters
        ----------
        A : array_like, (n, l)

        Returns
        -------
        ndarray, (n, d)
            Estimates of (T*Φ)(a).

        Raises
        ------
        InputError
            As for `transform`.
        """
        fitted(self, "a_components_")
        return encode(Sample(A, self.a_features_, "A"), self.a_components_, self.a_mean_, self.chunk_size)
