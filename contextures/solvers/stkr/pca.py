"""Kernel PCA as an encoder: the top eigenfunctions of a kernel, estimated from unlabelled points."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import scipy.sparse

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Sample, spans
from contextures.samples.kernels import Kernel, gaussian_kernel, kernel_values
from contextures.settings import count
from contextures.solvers.estimator import Transformer, fitted, validated
from contextures.solvers.stkr.gram import Gram


class KernelPCAEncoder(Transformer):
    """The first d eigenfunctions ψ̂_i of the empirical kernel operator, each of norm 1 on the sample.

    Parameters
    ----------
    n_components : int
        d ≥ 1, below the number of points and at most the rank of the Gram matrix.
    kernel : Kernel or "precomputed"
        A symmetric function of two blocks of points; default: `gaussian_kernel` with γ = 1.
    center : bool
        Whether the kernel is centred over the sample.
    chunk_size : int
        Points whose kernel values are held at a time in `transform`.

    Attributes
    ----------
    eigenvalues_ : ndarray, (d,)
        λ̃_1 ≥ … ≥ λ̃_d of G_K/m.
    coefficients_ : ndarray, (m, d)
        ψ̂_i(x) = Σ_j K(x, x_j) coefficients_[j, i] + offset_[i].
    offset_ : ndarray, (d,)

    Notes
    -----
    S24 §4 and Z24. A ridge on these eigenfunctions, with the norm of H_K, is STKR with s = `Truncation` where all
    points are used for both.
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        kernel: Kernel | str = gaussian_kernel,
        center: bool = True,
        chunk_size: int = 1024,
    ) -> None:
        self.n_components, self.kernel, self.center, self.chunk_size = n_components, kernel, center, chunk_size

    def fit(self, X: Any, y: Any = None) -> Self:
        """Find the eigenfunctions from m points, or from their Gram matrix, dense or sparse; y is not used.

        Raises
        ------
        InputError
            Where the kernel is asymmetric, indefinite or constant, d is no whole number ≥ 1 or above the rank, or
            eigenvalues d and d + 1 are equal.
        """
        d = count(self.n_components, "n_components")
        precomputed = isinstance(self.kernel, str)
        if precomputed and self.kernel != "precomputed":
            raise InputError(f"the kernel is {self.kernel!r}; a function or 'precomputed' is right")
        points: Any = self._points(X, fit=True)
        gram = Gram(self._values(points, points), center=self.center)
        values, vectors = gram.eigenpairs(d)
        self.eigenvalues_ = values
        self.coefficients_ = vectors / (np.sqrt(gram.size) * values)
        self.offset_ = np.zeros(d)
        if self.center:
            self.coefficients_ -= self.coefficients_.mean(axis=0)
            self.offset_ = -gram.column_means @ self.coefficients_
        self.points_ = None if precomputed else points
        return self

    def transform(self, X: Any) -> FloatArray:
        """Return ψ̂_1, …, ψ̂_d at points, (n, d).

        Parameters
        ----------
        X : array_like, (n, k)
            Points; with a precomputed kernel their values (n, m) with the points of the fit, dense or sparse.

        Raises
        ------
        InputError
            Where the values are not finite or have a wrong shape, or nothing was fitted yet.
        """
        coefficients: FloatArray = fitted(self, "coefficients_")
        points: Any = self._points(X, fit=False)
        values = np.empty((points.shape[0], coefficients.shape[1]))
        for start, stop in spans(points.shape[0], self.chunk_size):
            values[start:stop] = self._values(points[start:stop], self.points_) @ coefficients + self.offset_
        return values

    def fit_transform(self, X: Any, y: Any = None) -> FloatArray:
        """Return ψ̂_1, …, ψ̂_d at the points of the fit."""
        return self.fit(X).transform(X)

    def __sklearn_tags__(self) -> Any:
        """Say what points are: those of a precomputed kernel may be sparse."""
        tags = super().__sklearn_tags__()
        tags.input_tags.pairwise = tags.input_tags.sparse = isinstance(self.kernel, str)
        return tags

    def __sklearn_is_fitted__(self) -> bool:
        """Whether there are eigenfunctions."""
        return hasattr(self, "coefficients_")

    @property
    def _n_features_out(self) -> int:
        """The number of columns of `transform`."""
        return int(self.coefficients_.shape[1])

    def _points(self, X: Any, *, fit: bool) -> Any:
        """Points as an array of finite numbers; values of a precomputed kernel may be sparse."""
        checked = validated(self, X, fit=fit, sparse=isinstance(self.kernel, str))
        if scipy.sparse.issparse(checked):
            return checked
        sample = Sample(checked, None, "X")
        return sample.all(max(len(sample), 1))

    def _values(self, points: Any, others: Any) -> Any:
        return points if isinstance(self.kernel, str) else kernel_values(self.kernel, points, others)
