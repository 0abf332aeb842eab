"""The transform and the ridge of STKR chosen by cross-validation on the labelled points, from one factorisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.linalg
from scipy.sparse.linalg import LinearOperator, eigsh

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.settings import count, number
from contextures.solvers.stkr.gram import Gram
from contextures.solvers.stkr.solve import DENSE, NOTHING, fit_transform
from contextures.solvers.stkr.transforms import Transform, Truncation, transformed

RANK = 256
"""Eigenpairs that choices are made from where there are too many points for all of them."""
SINGLY = 50
"""Labelled points up to which each is left out alone by default."""
FOLDS = 10
"""Parts that more labelled points are left out in by default."""


@dataclass(frozen=True, eq=False)
class Offset:
    """What is known of the mean of f over all points before the labels are seen.

    Attributes
    ----------
    mean : ndarray, (C,)
    weight : float
        ≥ 0, and infinite for a given mean. The mean of f is taken for Gaussian, with the variance of f at a point over
        this weight.
    """

    mean: FloatArray
    weight: float

    def found(self, system: FloatArray, scale: float, y: FloatArray) -> FloatArray:
        """Return the mean of f, (C,), by generalised least squares.

        Parameters
        ----------
        system : ndarray, (n, n)
            Covariance of the labels for a known mean: K_s + nβI.
        scale : float
            The mean of K_s(x, x).
        y : ndarray, (n, C)
        """
        if np.isinf(self.weight):
            return self.mean
        shares = scale * scipy.linalg.solve(system, np.ones(len(y)), assume_a="pos")
        mean: FloatArray = (shares @ y + self.weight * self.mean) / (shares.sum() + self.weight)
        return mean


@dataclass(frozen=True, eq=False)
class Chosen:
    """The transform and ridge that were chosen.

    Attributes
    ----------
    transform, ridge : int
        Positions of both among the candidates.
    beta : float
        β.
    offset : ndarray, (C,)
        The mean of f over all points.
    losses : ndarray, (number of transforms, number of ridges)
        Mean squared errors at the labels left out; NaN where none could be.
    """

    transform: int
    ridge: int
    beta: float
    offset: FloatArray
    losses: FloatArray


def chosen(
    gram: Gram,
    labelled: IntArray,
    y: FloatArray,
    transforms: Sequence[Transform],
    betas: Sequence[float],
    offset: Offset | None,
    scored: IntArray,
    cv: int | None,
    seed: int,
    rank: int | None,
) -> Chosen:
    """Choose a transform and a ridge.

    Parameters
    ----------
    gram : Gram
    labelled : ndarray of int, (n,)
    y : ndarray, (n, C)
    transforms : sequence of Transform
    betas : sequence of float
        > 0, in units of the mean of K_s(x, x).
    offset : Offset or None
        What is known of the mean of f; None for the mean of the labels.
    scored : ndarray of int
        Positions among the labels of those whose errors count.
    cv : int or None
        Parts that are left out in turn, at least 2; None for single points up to 50 labels, and 10 parts beyond.
    seed : int
        Of the division into parts.
    rank : int or None
        Eigenpairs; None for all up to 2000 points, and 256 beyond.

    Returns
    -------
    Chosen
        The first candidates, unless others are better by more than the standard error of the difference.

    Raises
    ------
    InputError
        Where there is no candidate, one does not suit the spectrum, or a setting is out of range.
    """
    if not len(transforms) or not len(betas):
        raise InputError("there is no candidate; at least one transform and one of betas are right")
    ridges = [number(beta, "betas", positive=True) for beta in betas]
    values, vectors = _factorised(gram, rank)
    parts = _parts(len(y), cv, seed)
    images = [_image(s, gram, values) for s in transforms]
    losses = np.zeros((len(images), len(ridges), len(scored)))
    for i, image in enumerate(images):
        kernel = gram.size * (vectors[labelled] * image) @ vectors[labelled].T
        for j, ridge in enumerate(ridges):
            predicted = np.full_like(y, np.nan)
            for out in parts if len(scored) > 1 else ():
                kept = np.setdiff1d(np.arange(len(y)), out)
                predicted[out] = _predicted(kernel, kept, out, y[kept], ridge * image.sum(), image.sum(), offset)
            losses[i, j] = np.square(predicted - y).sum(axis=1)[scored]
    i, j = _best(losses)
    scale = float(images[i].sum())
    beta = ridges[j] * scale
    kernel = gram.size * (vectors[labelled] * images[i]) @ vectors[labelled].T
    system = kernel + len(y) * beta * np.eye(len(y))
    mean = y.mean(axis=0) if offset is None else offset.found(system, scale, y)
    found = losses.mean(axis=2) if len(scored) > 1 else np.full(losses.shape[:2], np.nan)
    return Chosen(i, j, beta, mean, found)


def _factorised(gram: Gram, rank: int | None) -> tuple[FloatArray, FloatArray]:
    """Eigenvalues of G_K/N, descending, and eigenvectors: all that are positive, or the first."""
    if rank is None and gram.size > DENSE:
        rank = RANK
    if rank is not None and count(rank, "rank") < gram.size - 1 and gram.size > DENSE:
        start = np.random.default_rng(0).normal(size=gram.size)
        operator = LinearOperator((gram.size, gram.size), matvec=gram.apply, matmat=gram.apply, dtype=np.float64)
        values, vectors = eigsh(operator, k=rank, which="LA", v0=start)
        return np.maximum(values[::-1], 0.0), vectors[:, ::-1]
    dense = gram.apply(np.eye(gram.size)) if gram.sparse else gram.dense()
    values, vectors = scipy.linalg.eigh((dense + dense.T) / 2)
    kept = np.flatnonzero(values > NOTHING * values[-1])[::-1]
    return values[kept][:rank], vectors[:, kept[:rank]]


def _image(s: Transform, gram: Gram, values: FloatArray) -> FloatArray:
    """The transform at eigenvalues, which are at most λ̂_1."""
    fitted = fit_transform(s, gram)
    if isinstance(fitted, Truncation):
        return np.where(np.arange(len(values)) < fitted.rank, values, 0.0)
    return transformed(fitted, np.minimum(values, gram.top))


def _parts(n: int, cv: int | None, seed: int) -> list[IntArray]:
    """The positions that are left out in turn."""
    number_of = (n if n <= SINGLY else FOLDS) if cv is None else count(cv, "cv")
    if number_of < 2 and cv is not None:
        raise InputError("cv is 1; at least 2 parts are right")
    return np.array_split(np.random.default_rng(seed).permutation(n), min(number_of, n))


def _predicted(
    kernel: FloatArray, kept: IntArray, out: IntArray, y: FloatArray, beta: float, scale: float, offset: Offset | None
) -> FloatArray:
    """Values at labelled points that were left out, from the others."""
    if not len(kept):
        return np.zeros((len(out), y.shape[1]))
    system = kernel[np.ix_(kept, kept)] + len(kept) * beta * np.eye(len(kept))
    mean = y.mean(axis=0) if offset is None else offset.found(system, scale, y)
    values: FloatArray = mean + kernel[np.ix_(out, kept)] @ scipy.linalg.solve(system, y - mean, assume_a="pos")
    return values


def _best(losses: FloatArray) -> tuple[int, int]:
    """The candidates of least loss; the first ones where the gain over them is within its standard error."""
    points = losses.shape[2]
    if points < 2:
        return 0, 0
    i, j = np.unravel_index(int(np.argmin(losses.mean(axis=2))), losses.shape[:2])
    gain = losses[0, 0] - losses[i, j]
    return (int(i), int(j)) if gain.mean() > gain.std(ddof=1) / np.sqrt(points) else (0, 0)
