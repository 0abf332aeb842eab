"""The spectrum of a context from an encoder and a part of the points (C25 App. D)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg
from numpy.typing import ArrayLike

from contextures import arrays
from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.markup import card, firsts
from contextures.samples.data_context import DataContext, known_context
from contextures.samples.matrices import column_masses
from contextures.settings import checked_seed, count

DEPENDENT = 1e-10
"""Directions of the features whose variance is below this part of the largest one are left out."""


@dataclass(frozen=True, eq=False)
class SubsetSpectrum:
    """An estimate of the top squared singular values.

    Attributes
    ----------
    squares : ndarray, (k,)
        Estimates of s_1² ≥ s_2² ≥ …: generalised eigenvalues of B = Cov[T*Φ] and C = Cov[Φ].
    components : ndarray, (p, k)
        V with ΦV of identity covariance on the points that were used: estimates of μ_i.
    sample_size : int
    """

    squares: FloatArray
    components: FloatArray
    sample_size: int

    def __repr__(self) -> str:
        """How many estimates there are, from how many points, and the first."""
        top = f", s_1²={self.squares[0]:.4g}" if len(self.squares) else ""
        return f"SubsetSpectrum({len(self.squares)} values from {self.sample_size} points{top})"

    def _repr_html_(self) -> str:
        """The first estimates, for a notebook."""
        return card(repr(self), firsts(["s_i²"], self.squares))


def subset_spectrum(
    context: Context | DataContext, encoder: ArrayLike, sample_size: int | None = None, seed: int = 0
) -> SubsetSpectrum:
    """Estimate the spectrum from the values of an encoder at some of the points.

    Parameters
    ----------
    context : Context or DataContext
    encoder : array_like, (n, p)
        Values of Φ at the points of the context.
    sample_size : int, optional
        m points drawn from P_X with replacement; default: all points, once.
    seed : int
        Of the draw.

    Returns
    -------
    SubsetSpectrum
        With all points and an encoder whose span holds the top singular functions it is exact.

    Raises
    ------
    InputError
        Where the encoder has the wrong length, is constant, or m is no whole number ≥ 2.

    Notes
    -----
    C25 App. D: m = Θ(d log d) points suffice for the top d. (T*Φ)(a) = E[Φ(X)|a] is estimated on the same points, with
    P⁺(x|a) in proportion to P⁺(a|x), and Cov over P_A by the law of A on them. Each a is seen through few points when
    the law is sparse, as with few neighbours; then the estimates are too large, as those of `knn_context` on the
    subset are.
    """
    values = arrays.finite(encoder, "encoder")
    values = values[:, None] if values.ndim == 1 else values
    n = known_context(context).n_x
    if values.ndim != 2 or len(values) != n:
        raise InputError(f"the encoder has shape {values.shape}; one row for each of the {n} points is right")
    weights = np.asarray(context.p_x)
    if sample_size is None:
        drawn, masses = np.arange(n), weights
    else:
        size = count(sample_size, "sample_size")
        if size < 2:
            raise InputError("sample_size is 1; at least 2 points are right")
        found, times = np.unique(
            np.random.default_rng(checked_seed(seed)).choice(n, size=size, p=weights), return_counts=True
        )
        drawn, masses = found, times / size
    centred = values[drawn] - masses @ values[drawn]
    covariance = centred.T @ (centred * masses[:, None])
    image, law = _image(context, drawn, masses, centred)
    between = image.T @ (image * law[:, None])
    scales, basis = np.linalg.eigh(covariance)
    kept = scales > DEPENDENT * scales[-1]
    if not scales[-1] > 0 or scales[-1] <= 1e-24 * float(np.square(values).max(initial=0.0)):
        raise InputError("the encoder is constant on the points; one that varies is right")
    whitener = basis[:, kept] / np.sqrt(scales[kept])
    squares, vectors = scipy.linalg.eigh(whitener.T @ between @ whitener)
    return SubsetSpectrum(
        np.clip(squares[::-1], 0.0, 1.0), whitener @ vectors[:, ::-1], n if sample_size is None else int(sample_size)
    )


def _image(context: Any, drawn: Any, masses: FloatArray, centred: FloatArray) -> tuple[FloatArray, FloatArray]:
    """E[Φ̃(X)|a] and the law of A, for X on the points drawn."""
    if isinstance(context, Context):
        rows = context.conditional[drawn]
        law = rows.T @ masses
        sums = rows.T @ (centred * masses[:, None])
    else:
        weights = np.zeros(len(context.p_rows))
        np.add.at(weights, context.row_of[drawn], masses)
        totals = np.zeros((len(context.p_rows), centred.shape[1]))
        np.add.at(totals, context.row_of[drawn], centred * masses[:, None])
        law, sums = column_masses(context.core, weights), context.backward(totals)
    seen = law > 0
    return sums[seen] / law[seen, None], law[seen]
