"""Chebyshev polynomials T_m of an operator: small on [0, a] and growing fast beyond, so that they bring out the top."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np

from contextures.arrays import FloatArray
from contextures.samples.lanczos import Apply
from contextures.samples.threads import ALONE, Team

STEPS, STARTS = 40, 6
"""Lanczos steps, and random directions, from which the number of eigenvalues above a point is estimated."""
SPREAD = 1e6
"""The largest value of the polynomial: above, rounding at the top eigenvalue would drown the k-th."""
KNOWN = 1e10
"""Its largest value at 1, the eigenvalue of what is known and left out."""
DEGREE = 8
"""The highest degree of a filter: a product is then paid for by the orthogonalisation that it saves."""


@dataclass(frozen=True)
class Filter:
    """T_m scaled to [0, a].

    Attributes
    ----------
    degree : int
        m ≥ 1.
    edge : float
        a in (0, 1): T_m is within [−1, 1] up to it, and increases beyond.
    """

    degree: int
    edge: float

    def __call__(self, apply: Apply, vectors: FloatArray, team: Team = ALONE) -> FloatArray:
        """Return T_m(S)V."""
        return next(islice(iterates(apply, vectors, self.edge, team), self.degree - 1, None))

    def value(self, points: FloatArray) -> FloatArray:
        """Return T_m at points ≥ a."""
        return np.asarray(np.cosh(self.degree * np.arccosh(np.maximum(2.0 * points / self.edge - 1.0, 1.0))))

    def tolerance(self, values: FloatArray) -> FloatArray:
        """Return how large the residual of T_m(S) may be, at values θ of it, for one of 1 of S.

        Where θ = T_m(λ), |λ' − λ| is at most |T_m(λ') − θ| over the slope of T_m at a if λ' > a, where T_m is convex,
        and at most λ|T_m(λ') − θ|/(θ − 1) if not.
        """
        above = np.maximum(values - 1.0, 0.0)
        heights = self.edge * (1.0 + np.cosh(np.arccosh(np.maximum(values, 1.0)) / self.degree)) / 2.0
        return np.asarray(np.minimum(2.0 * self.degree**2 / self.edge, above / heights))


def iterates(apply: Apply, vectors: FloatArray, edge: float, team: Team = ALONE) -> Iterator[FloatArray]:
    """Yield T_m(S)V for m = 1, 2, …, T_m scaled to [0, a]."""
    before, now = vectors, apply(vectors)

    def first(at: slice) -> None:
        now[at] *= 2.0 / edge
        now[at] -= vectors[at]

    team.each(first, len(vectors))
    while True:
        yield now
        following = apply(now)
        team.each(partial(_step, following, now, before, edge), len(vectors))
        before, now = now, following


def _step(following: FloatArray, now: FloatArray, before: FloatArray, edge: float, at: slice) -> None:
    """Turn some rows of S T_m(S)V into those of T_{m+1}(S)V, in place."""
    part = following[at]
    part *= 4.0 / edge
    part -= 2.0 * now[at]
    part -= before[at]


def filter_for(
    apply: Apply, n: int, count: int, rng: np.random.Generator, known: FloatArray, team: Team = ALONE
) -> Filter | None:
    """Return the filter that brings out the top `count` eigenvalues of S; None where none of degree 2 or more does.

    Parameters
    ----------
    apply : Apply
    n, count : int
    rng : Generator
    known : ndarray, (n, l)
        Orthonormal eigenvectors of value at most 1 that are left out.
    """
    edge, top = upper_edge(apply, n, count, rng, known, team)
    if not 0.0 < edge < top:
        return None
    growth = np.arccosh(2.0 * top / edge - 1.0) / np.arccosh(SPREAD), np.arccosh(2.0 / edge - 1.0) / np.arccosh(KNOWN)
    degree = int(min(DEGREE, 1.0 / max(growth)))
    return Filter(degree, edge) if degree > 1 else None


def upper_edge(
    apply: Apply, n: int, count: int, rng: np.random.Generator, known: FloatArray, team: Team = ALONE
) -> tuple[float, float]:
    """Return an estimate of the point above which `count` eigenvalues of S lie, and of the largest one.

    Parameters
    ----------
    apply : Apply
    n, count : int
    rng : Generator
    known : ndarray, (n, l)
        Orthonormal vectors that are left out.

    Notes
    -----
    Gauss quadrature of the spectral measures of random directions, by Lanczos without reorthogonalisation (Golub and
    Meurant 2010).
    """
    now = rng.standard_normal((n, STARTS))
    now -= known @ (known.T @ now)
    now /= np.linalg.norm(now, axis=0)
    before, off = np.zeros_like(now), np.zeros(STARTS)
    diagonals, others = np.zeros((STARTS, STEPS)), np.zeros((STARTS, STEPS))
    for step in range(STEPS):
        image = apply(now)
        image -= known @ (known.T @ image)
        image -= off * before
        diagonals[:, step] = np.einsum("ij,ij->j", now, image)
        image -= diagonals[:, step] * now
        off = np.linalg.norm(image, axis=0)
        others[:, step] = off
        before, now = now, image / np.maximum(off, 1e-300)
    tridiagonal = np.zeros((STARTS, STEPS, STEPS))
    at = np.arange(STEPS)
    tridiagonal[:, at, at] = diagonals
    tridiagonal[:, at[1:], at[:-1]] = others[:, :-1]
    nodes, vectors = np.linalg.eigh(tridiagonal)
    weights = np.square(vectors[:, 0, :]).ravel() * (n - known.shape[1]) / STARTS
    order = np.argsort(-nodes.ravel())
    points, above = nodes.ravel()[order], np.cumsum(weights[order])
    return float(np.interp(count, above, points)), float(points[0])
