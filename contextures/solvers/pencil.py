"""The symmetric eigenproblem B v = λ C v on the range of C, and its form B = GGᵀ as a singular value problem."""

from __future__ import annotations

import numpy as np
import scipy.linalg

from contextures.arrays import FloatArray
from contextures.errors import InputError

TIE = 1e-9
"""Values closer than this part of the largest one count as equal: rounding must not choose the basis they share."""
RANK_TOLERANCE = 1e-11
"""Directions whose variance is below this part of the largest one's are taken as constant."""


def whitener(covariance: FloatArray, regularization: float = 0.0) -> FloatArray:
    """Return W with Wᵀ(C + λI)W = I on the range of C.

    Parameters
    ----------
    covariance : ndarray, (p, p)
        C, symmetric and positive semidefinite.
    regularization : float
        λ ≥ 0, in units of the average variance of a feature.

    Returns
    -------
    ndarray, (p, r)
        r is the rank of C: of the correlation matrix if λ = 0, so that the units of the features do not matter.
    """
    variances = np.maximum(np.diag(covariance), 0.0)
    average = float(variances.mean())
    if not average > 0:
        return np.zeros((len(covariance), 0))
    if regularization:
        scale = np.full(len(covariance), np.sqrt(average))
    else:
        scale = np.sqrt(variances)
        scale[scale == 0] = np.inf
    values, vectors = np.linalg.eigh(covariance / scale[:, None] / scale)
    kept = values > RANK_TOLERANCE * values[-1]
    white: FloatArray = vectors[:, kept] / np.sqrt(values[kept] + regularization) / scale[:, None]
    return white


def top_singular(
    covariance: FloatArray, factor: FloatArray, d: int, regularization: float, name: str
) -> tuple[FloatArray, FloatArray]:
    """Maximise Tr(VᵀGGᵀV) over V with VᵀCV = I.

    Parameters
    ----------
    covariance : ndarray, (p, p)
        C.
    factor : ndarray, (p, q)
        G, with columns in the range of C.
    d : int
        Number of columns of V, ≥ 1.
    regularization : float
        λ ≥ 0 as in `whitener`: the span of V is the best one for the constraint Vᵀ(C + λI)V = I, its coordinates are
        those with VᵀCV = I and VᵀGGᵀV diagonal.
    name : str
        What the caller calls the points, for error messages.

    Returns
    -------
    values : ndarray, (d,)
        Singular values of VᵀG, descending, ≥ 0.
    vectors : ndarray, (p, d)
        V.

    Raises
    ------
    InputError
        Where d exceeds the rank of C.
    """
    vectors = whitener(covariance, regularization)
    check_rank(vectors, d, name)
    left, values, _ = np.linalg.svd(vectors.T @ factor)
    vectors = vectors @ left[:, :d]
    vectors = vectors @ _again(vectors.T @ covariance @ vectors)
    left, values, _ = np.linalg.svd(vectors.T @ factor)
    values = np.pad(values, (0, d - len(values)))
    return values, _settled(vectors @ left, values)


def top_eigen(
    covariance: FloatArray, form: FloatArray, d: int, regularization: float, name: str
) -> tuple[FloatArray, FloatArray]:
    """Maximise Tr(VᵀBV) over V with VᵀCV = I.

    Parameters
    ----------
    covariance : ndarray, (p, p)
        C.
    form : ndarray, (p, p)
        B, symmetric, not necessarily positive.
    d, regularization, name
        As for `top_singular`.

    Returns
    -------
    values : ndarray, (d,)
        Diagonal of VᵀBV, descending.
    vectors : ndarray, (p, d)
        V.

    Raises
    ------
    InputError
        Where d exceeds the rank of C, or B is not finite.
    """
    if not np.isfinite(form).all():
        raise InputError("the kernel or the features are so large that their products overflow; rescale them")
    vectors = whitener(covariance, regularization)
    check_rank(vectors, d, name)
    _, inner = np.linalg.eigh(vectors.T @ form @ vectors)
    vectors = vectors @ inner[:, ::-1][:, :d]
    vectors = vectors @ _again(vectors.T @ covariance @ vectors)
    values, inner = np.linalg.eigh(vectors.T @ form @ vectors)
    return values[::-1].copy(), _settled(vectors @ inner[:, ::-1], values[::-1])


def check_rank(white: FloatArray, d: int, name: str) -> None:
    """Raise where d exceeds the rank r of the covariance that `white`, (p, r), whitens.

    Raises
    ------
    InputError
        Naming d, p, r and the points, `name`.
    """
    width, rank = white.shape
    if d > rank:
        what = "" if rank == width else f", which span {rank} dimensions when centred"
        raise InputError(f"n_components is {d} but {name} has {width} features{what}; at most {rank} is right")


def _again(covariance: FloatArray) -> FloatArray:
    """The whitener of d features that are independent, but for rounding."""
    white = whitener(covariance)
    if white.shape[1] < len(white):
        raise InputError("the covariance is singular in double precision; fewer components or features are right")
    return white


def signs(vectors: FloatArray) -> FloatArray:
    """Return the factors ±1, (d,), that make the entry of largest modulus of each column positive."""
    largest = vectors[np.abs(vectors).argmax(axis=0), np.arange(vectors.shape[1])]
    return np.where(largest < 0, -1.0, 1.0)


def _settled(vectors: FloatArray, values: FloatArray) -> FloatArray:
    """Return columns of descending values with their signs, and bases of equal values, chosen by their entries."""
    vectors = vectors.copy()
    apart = np.flatnonzero(np.diff(values) < -TIE * max(abs(values[0]), abs(values[-1]))) + 1
    for tied in np.split(np.arange(len(values)), apart):
        if len(tied) > 1:
            vectors[:, tied] @= scipy.linalg.qr(vectors[:, tied].T, pivoting=True)[0]
    return vectors * signs(vectors)
