"""A sharp Gaussian kernel, cut to the nearest points: a sparse law, and how far its spectrum is from the whole one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from contextures.arrays import FloatArray
from contextures.samples.conditionals import Matrix, Neighbours, ReducedSquares, as_points, gaussian_law, row_blocks
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.search import neighbours_of

SHARES = 1e-4
"""The part of a row's mass that may be left out of a law that is cut without being asked."""
FEWEST, MOST = 64, 1024
"""Points that are kept, at least and at most, where none are asked for."""
SAMPLED = 500
"""Rows on which that is tried."""
EXACT = 150_000
"""Up to so many points the mass that is left out is computed for each, and estimated beyond."""


@dataclass(frozen=True)
class Cut:
    """What was left out of a law.

    Attributes
    ----------
    kept : int
        Points that the law of each point is cut to, its nearest.
    mass : float
        The largest part of a row's mass that is left out.
    share : float
        The largest part of a column's mass that is left out.
    rows : int
        Rows that this is the largest of: all, or a sample.
    exact : bool
        Whether these are all.
    partial : bool
        Whether it is a part of the law that was cut, mixed with others: then no bound on the spectrum is known.
    """

    kept: int
    mass: float
    share: float
    rows: int
    exact: bool
    partial: bool = False

    @property
    def bound(self) -> float:
        """How far every singular value may be from that of the whole kernel; ∞ where that is not known.

        With E the part left out, ε = max_x E(A|x) and ρ = max_a Σ_x P_X(x)E(a|x)/P_A(a), E has norm at most √(ερ) from
        L²(P_A) to L²(P_X), by Jensen's inequality; the rest is the law that was cut with rows divided by at least 1 − ε
        and masses of A multiplied by a number in [1 − ρ, 1/(1 − ε)], which multiplies singular values (Ostrowski).
        """
        if self.partial or not self.exact or self.mass >= 1:
            return np.inf
        ratio = max(1.0 / np.sqrt(1.0 - self.mass) - 1.0, 1.0 - (1.0 - self.mass) * np.sqrt(1.0 - self.share))
        return float(np.sqrt(self.mass * self.share) + ratio)

    def __str__(self) -> str:
        """What was left out, in words."""
        kernel = "the kernel of a part" if self.partial else "the kernel"
        if not self.exact:
            return (
                f"{kernel} is cut to the {self.kept} nearest points; the mass left out is an estimate: at most "
                f"{self.mass:.1e} of a row in {self.rows:,} rows drawn at random"
            )
        known = "" if self.partial else f": every s_i is within {self.bound:.1e} of that of the whole kernel"
        said = f"{kernel} is cut to the {self.kept} nearest points, which leaves out at most {self.mass:.1e} of a row"
        return said + known


def cut_law(law: KernelLaw, kept: int, seed: int = 0) -> tuple[Matrix, Cut]:
    """Return the law on the nearest points of each, (n, n), with rows of sum 1, and what was left out.

    Parameters
    ----------
    law : KernelLaw
    kept : int
        From 1 to n.
    seed : int
        Of the rows on which the mass is estimated beyond 150,000 points.
    """
    points, n = law.points, len(law.points)
    positions = neighbours_of(points, points, kept)
    values: FloatArray = np.empty((n, kept))
    for rows in row_blocks(n, kept * points.shape[1]):
        apart = points[positions[rows]] - points[rows, None, :]
        values[rows] = np.einsum("ijk,ijk->ij", apart, apart)
    values *= -law.gamma
    np.exp(values, out=values)
    values *= law.weights[positions]
    sums = values.sum(axis=1)
    if n <= EXACT:
        masses, _, diagonal = law.sums
        whole = law.weights / diagonal
        left = np.maximum(1.0 - sums / whole, 0.0)
        joint = np.bincount(positions.ravel(), ((law.p_rows / whole)[:, None] * values).ravel(), minlength=n)
        cut = Cut(kept, float(left.max()), float(np.maximum(1.0 - joint / masses, 0.0).max()), n, True)
    else:
        cut = Cut(kept, float(left_out(law, kept, seed).max()), np.nan, SAMPLED, False)
    values /= sums[:, None]
    index = np.int32 if n * kept < 2**31 else np.int64
    pointers = np.arange(0, n * kept + 1, kept, dtype=index)
    cells: Any = values.ravel()
    core = sp.csr_array((cells, positions.ravel().astype(index), pointers), shape=(n, n))
    core.sort_indices()
    return core, cut


def left_out(law: KernelLaw, kept: int, seed: int) -> FloatArray:
    """Return the mass beyond the largest entries of some rows drawn at random, at most 500."""
    n = len(law.points)
    chosen = np.sort(np.random.default_rng(seed).choice(n, min(SAMPLED, n), replace=False))
    masses, reduced = [], ReducedSquares(law.points, law.gamma)
    for rows in row_blocks(len(chosen), n):
        squares = reduced(law.points[chosen[rows]])
        values = gaussian_law(squares, law.gamma, law.weights)
        nearest = np.argpartition(squares, kept - 1, axis=1)[:, :kept] if kept < n else np.arange(n)[None]
        masses.append(1.0 - np.take_along_axis(values, nearest, axis=1).sum(axis=1))
    return np.asarray(np.maximum(np.concatenate(masses), 0.0))


def points_to_keep(law: KernelLaw, seed: int = 0) -> int | None:
    """Return to how many points a kernel can be cut at little loss, or None where it is too smooth."""
    kept = FEWEST
    while kept <= min(MOST, len(law.points) // 4):
        if left_out(law, kept, seed).max() <= SHARES:
            return kept
        kept *= 2
    return None


@dataclass(frozen=True, eq=False)
class Nearest:
    """A Gaussian law on the nearest points alone.

    Attributes
    ----------
    points : ndarray, (c, p)
        The distinct values of A.
    weights : ndarray, (c,)
    gamma : float
    kept : int
    """

    points: FloatArray
    weights: FloatArray
    gamma: float
    kept: int

    def at(self, points: Any) -> Matrix:
        """Return the law at m points as a sparse array, (m, c)."""
        matrix = Neighbours(self.points, self.kept).at(points)
        rows = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        apart = as_points(points, self.points.shape[1])[rows] - self.points[matrix.indices]
        squares = np.einsum("ij,ij->i", apart, apart).reshape(-1, self.kept)
        squares -= squares.min(axis=1, keepdims=True)
        values = np.exp(-self.gamma * squares) * self.weights[matrix.indices].reshape(squares.shape)
        matrix.data = (values / values.sum(axis=1, keepdims=True)).ravel()
        return matrix
