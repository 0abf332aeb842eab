"""How alike two representations of the same points are: canonical correlations and shared neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples.neighbours import nearest
from contextures.samples.sampled import matrix
from contextures.settings import count

DEPENDENT = 1e-10
"""Directions whose variance, with columns of variance 1, is below this part of the largest one are left out."""


def canonical_correlations(first: ArrayLike, second: ArrayLike) -> FloatArray:
    """Return the canonical correlations of two representations, descending, (min of the two ranks,).

    Parameters
    ----------
    first, second : array_like, (n, p) and (n, q)
        Values at the same points.

    Raises
    ------
    InputError
        Where the lengths differ, an entry is not finite, or one of them is constant.
    """
    bases = [whitened(values, name) for values, name in zip(_pair(first, second), ("first", "second"), strict=True)]
    correlations: FloatArray = np.linalg.svd(bases[0].T @ bases[1], compute_uv=False) / len(bases[0])
    return np.minimum(correlations, 1.0)


def cca_alignment(first: ArrayLike, second: ArrayLike) -> float:
    """Return the mean squared canonical correlation, R², over the smaller of the two ranks: in [0, 1].

    Parameters
    ----------
    first, second : array_like, (n, p) and (n, q)

    Raises
    ------
    InputError
        As for `canonical_correlations`.

    Notes
    -----
    Invariant under invertible linear maps of either (Kornblith et al. 2019), unless one brings the variance of a
    direction, columns scaled to 1, below 1e-10 of the largest; 1 where one span holds the other. C25 §3 compares
    encoders with the top singular functions so.
    """
    return float(np.square(canonical_correlations(first, second)).mean())


def mutual_neighbours(first: ArrayLike, second: ArrayLike, k: int = 10, *, whiten: bool = True) -> float:
    """Return the mean part of the k nearest neighbours that a point has in both representations: in [0, 1].

    Parameters
    ----------
    first, second : array_like, (n, p) and (n, q)
    k : int
        From 1 to n − 1; the point itself does not count.
    whiten : bool
        Whether both are centred and whitened first, as in C25.

    Raises
    ------
    InputError
        Where the lengths differ, an entry is not finite, one of them is constant, or k is out of range.

    Notes
    -----
    Huh et al. (2024).
    """
    pair = _pair(first, second)
    n, k = len(pair[0]), count(k, "k")
    if k >= n:
        raise InputError(f"k is {k} of {n} points; a number of neighbours from 1 to {n - 1} is right")
    found = []
    for values, name in zip(pair, ("first", "second"), strict=True):
        points = whitened(values, name) if whiten else values
        near = nearest(points, points, k + 1)
        others = near != np.arange(n)[:, None]
        others[others.all(axis=1), -1] = False  # a copy of the point stands for it
        found.append(np.nonzero(others)[0] * n + near[others])
    both = np.intersect1d(found[0], found[1], assume_unique=True)
    return len(both) / (n * k)


def whitened(values: FloatArray, name: str = "values") -> FloatArray:
    """Return centred values in coordinates of variance 1 and correlation 0, (n, rank).

    Raises
    ------
    InputError
        Where the values are constant.

    Notes
    -----
    Columns are scaled to variance 1 first, so that their units do not tell which directions are left out.
    """
    centred = values - values.mean(axis=0)
    deviations = centred.std(axis=0)
    varies = deviations > DEPENDENT * np.abs(values).max(axis=0)
    if not varies.any():
        raise InputError(f"{name} is constant; a representation that varies is right")
    basis, scales, _ = np.linalg.svd(centred[:, varies] / deviations[varies], full_matrices=False)
    kept = scales > np.sqrt(DEPENDENT) * scales[0]
    white: FloatArray = basis[:, kept] * np.sqrt(len(values))
    return white


def _pair(first: ArrayLike, second: ArrayLike) -> tuple[FloatArray, FloatArray]:
    a, b = matrix(first), matrix(second)
    if len(a) != len(b):
        raise InputError(f"the representations have {len(a)} and {len(b)} points; equally many are right")
    return a, b
