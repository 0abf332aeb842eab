"""Feature maps that the solvers take: one-hot, random Fourier features of a Gaussian kernel, kernels at landmarks.

Raw columns need no map. A map holds nothing of the size of the sample; its `transform` makes an (n, p) matrix, and the
solvers call it chunk by chunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.chunks import Sample
from contextures.samples.kernels import Kernel, gaussian_kernel, kernel_values
from contextures.settings import Estimator, count, number

LANDMARK_TOLERANCE = 1e-12
"""Eigenvalues of the kernel at the landmarks below this part of the largest one are dropped."""


class OneHot(Estimator):
    """The indicators of the values of each column.

    With them a linear feature class is all of L²(P_X), and SVME on pairs is the exact decomposition of their law.

    Parameters
    ----------
    categories : sequence, optional
        The values of a single column. Default: those that `fit` sees, column by column.

    Attributes
    ----------
    categories_ : list of ndarray
        The values of each column, in the order of the features.
    """

    def __init__(self, categories: Sequence[Any] | NDArray[Any] | None = None) -> None:
        self.categories = categories

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Learn the values.

        Parameters
        ----------
        X : array_like, (n,) or (n, k)
            Values that can be sorted; no NaN.
        y : ignored

        Raises
        ------
        InputError
            Where a value is NaN, values cannot be sorted, or X has no entry.
        """
        columns = [np.asarray(self.categories)] if self.categories is not None else list(_columns(X).T)
        self.categories_ = []
        for column in columns:
            try:
                values = np.unique(column)
            except TypeError as error:
                raise InputError("X mixes values that cannot be sorted; values of one type are right") from error
            if (values != values).any():
                raise InputError("X holds NaN; drop the missing observations first")
            self.categories_.append(values)
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Return the indicators.

        Parameters
        ----------
        X : array_like, (n,) or (n, k)

        Returns
        -------
        ndarray, (n, p)
            p is the number of values of all columns together.

        Raises
        ------
        InputError
            Where a value is not among the categories, or the number of columns differs from that in `fit`.
        """
        categories, columns = self._fitted("categories_"), _columns(X).T
        if len(columns) != len(categories):
            raise InputError(f"X has {len(columns)} columns; {len(categories)} are right, as in fit")
        blocks = []
        for column, values in zip(columns, categories, strict=True):
            position = np.minimum(np.searchsorted(values, column), len(values) - 1)
            unknown = values[position] != column
            if unknown.any():
                raise InputError(
                    f"X holds {column[unknown].tolist()[0]!r}, which is none of the {len(values)} categories of fit"
                )
            block = np.zeros((len(column), len(values)))
            block[np.arange(len(column)), position] = 1.0
            blocks.append(block)
        return np.concatenate(blocks, axis=1)


class RandomFourier(Estimator):
    """√(2/p) cos(⟨ω_j, x⟩ + b_j) with ω_j normal of variance 2γ: inner products estimate exp(−γ‖x − y‖²).

    Parameters
    ----------
    n_features : int
        p ≥ 1.
    gamma : float
        γ > 0.
    random_state : int, SeedSequence, Generator or None
        Whatever `numpy.random.default_rng` takes.

    Attributes
    ----------
    frequencies_ : ndarray, (k, p)
    phases_ : ndarray, (p,)

    Notes
    -----
    Rahimi and Recht (2007).
    """

    def __init__(self, n_features: int = 512, *, gamma: float = 1.0, random_state: Any = None) -> None:
        self.n_features, self.gamma, self.random_state = n_features, gamma, random_state

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Draw the frequencies.

        Parameters
        ----------
        X : array_like, (n, k) or (n,)
            Only the number of columns is used.
        y : ignored

        Raises
        ------
        InputError
            Where a setting is out of its range.
        """
        p, gamma = count(self.n_features, "n_features"), number(self.gamma, "gamma", positive=True)
        rng = np.random.default_rng(self.random_state)
        self.frequencies_: FloatArray = rng.normal(scale=np.sqrt(2.0 * gamma), size=(_columns(X).shape[1], p))
        self.phases_: FloatArray = rng.uniform(0.0, 2.0 * np.pi, p)
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Return the features.

        Parameters
        ----------
        X : array_like, (n, k) or (n,)

        Returns
        -------
        ndarray, (n, p)

        Raises
        ------
        InputError
            Where the number of columns differs from that in `fit`, or an entry is not finite.
        """
        frequencies = self._fitted("frequencies_")
        angles: FloatArray = _numeric(X, len(frequencies)) @ frequencies
        angles += self.phases_
        np.cos(angles, out=angles)
        angles *= np.sqrt(2.0 / len(self.phases_))
        return angles


class Landmarks(Estimator):
    """Nyström features k(x, Z) K_ZZ^{-1/2} of a kernel at random points Z of the sample.

    Linear functions of them are the functions Σ_j c_j k(·, z_j), and their Euclidean norm is that of the kernel's
    Hilbert space, so that the solvers' ridge is that of kernel ridge regression.

    Parameters
    ----------
    n_landmarks : int
        At least 1; the whole sample where it is smaller.
    gamma : float
        γ > 0 of the Gaussian kernel exp(−γ‖x − y‖²), used where no kernel is given.
    kernel : Kernel, optional
        A symmetric, positive semidefinite kernel.
    random_state : int, SeedSequence, Generator or None

    Attributes
    ----------
    landmarks_ : ndarray, (m, k)
    normalizer_ : ndarray, (m, p)
        K_ZZ^{-1/2} in the coordinates of the eigenvectors; p is the rank of K_ZZ.

    Notes
    -----
    Williams and Seeger (2001).
    """

    def __init__(
        self, n_landmarks: int = 512, *, gamma: float = 1.0, kernel: Kernel | None = None, random_state: Any = None
    ) -> None:
        self.n_landmarks, self.gamma, self.kernel, self.random_state = n_landmarks, gamma, kernel, random_state

    def fit(self, X: ArrayLike, y: Any = None) -> Self:
        """Draw the landmarks.

        Parameters
        ----------
        X : array_like, (n, k) or (n,)
        y : ignored

        Raises
        ------
        InputError
            Where a setting is out of its range, an entry is not finite, or the kernel is zero or not finite.
        """
        m, points = count(self.n_landmarks, "n_landmarks"), _columns(X)
        rng = np.random.default_rng(self.random_state)
        chosen = np.sort(rng.choice(len(points), size=min(m, len(points)), replace=False))
        self.landmarks_ = _numeric(points[chosen], points.shape[1])
        values, vectors = np.linalg.eigh(self._kernel(self.landmarks_))
        kept = values > LANDMARK_TOLERANCE * values[-1]
        if not values[-1] > 0:
            raise InputError("the kernel is zero at the landmarks; a positive semidefinite kernel is right")
        self.normalizer_: FloatArray = vectors[:, kept] / np.sqrt(values[kept])
        return self

    def transform(self, X: ArrayLike) -> FloatArray:
        """Return the features.

        Parameters
        ----------
        X : array_like, (n, k) or (n,)

        Returns
        -------
        ndarray, (n, p)

        Raises
        ------
        InputError
            Where the number of columns differs from that in `fit`, or an entry is not finite.
        """
        normalizer = self._fitted("normalizer_")
        values: FloatArray = self._kernel(_numeric(X, self.landmarks_.shape[1])) @ normalizer
        return values

    def _kernel(self, points: FloatArray) -> FloatArray:
        """Values of the kernel between points and landmarks."""
        if self.kernel is None:
            return gaussian_kernel(points, self.landmarks_, number(self.gamma, "gamma", positive=True))
        return kernel_values(self.kernel, points, self.landmarks_)


def _columns(X: Any) -> NDArray[Any]:
    """Points as a matrix."""
    points: NDArray[Any] = Sample(X, None, "X").points
    points = points.toarray() if hasattr(points, "toarray") else points
    return points[:, None] if points.ndim == 1 else points


def _numeric(X: Any, width: int) -> FloatArray:
    """Points as a matrix of finite numbers with a given number of columns."""
    sample = Sample(X, None, "X")
    points = sample.chunk(0, len(sample))
    if points.shape[1] != width:
        raise InputError(f"X has {points.shape[1]} columns; {width} are right, as in fit")
    return points
