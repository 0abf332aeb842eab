"""Orthonormal bases of thin blocks of vectors, held as rows (b, n) or as columns (n, b), by their Gram matrices."""

from __future__ import annotations

import numpy as np
import scipy.linalg

from contextures.arrays import FloatArray
from contextures.samples.threads import Team

SOUND = 1e7
"""A Gram matrix does while the length of a block times that of its pseudo-inverse is below this; beyond, QR does."""


def overlaps(team: Team, basis: FloatArray, block: FloatArray) -> FloatArray:
    """Return the inner products (s, b) of the rows of a basis (s, n) with those of a block (b, n)."""
    return np.asarray(sum(team.each(lambda at: basis[:, at] @ block[:, at].T, block.shape[1])))


def subtract(team: Team, block: FloatArray, coefficients: FloatArray, basis: FloatArray) -> None:
    """Take coefficients' (b, s) part of a basis (s, n) from a block (b, n), in place."""

    def work(at: slice) -> None:
        block[:, at] -= coefficients.T @ basis[:, at]

    team.each(work, block.shape[1])


def combine(team: Team, coefficients: FloatArray, block: FloatArray) -> None:
    """Replace the first rows of a block (s, n) by combinations (t, s) of all, t ≤ s, in place."""
    kept = len(coefficients)

    def work(at: slice) -> None:
        block[:kept, at] = coefficients @ block[:, at]

    team.each(work, block.shape[1])


def inner(team: Team, first: FloatArray, second: FloatArray) -> FloatArray:
    """Return the inner products (s, t) of columns (n, s) with columns (n, t)."""
    return np.asarray(sum(team.each(lambda at: first[at].T @ second[at], len(first))))


def times(team: Team, columns: FloatArray, matrix: FloatArray) -> FloatArray:
    """Return columns (n, s) times a matrix (s, t)."""
    product = np.empty((len(columns), matrix.shape[1]))

    def work(at: slice) -> None:
        product[at] = columns[at] @ matrix

    team.each(work, len(columns))
    return product


def orthonormalise(team: Team, block: FloatArray, least: float = 0.0) -> bool:
    """Make the rows of a block (b, n) orthonormal, in place; False where they are near dependent, or short.

    Parameters
    ----------
    team : Team
    block : ndarray, (b, n)
        Its span stays what it was.
    least : float
        The part of a row outside the span of those before it that is long enough.

    Notes
    -----
    Cholesky of the Gram matrix, twice (Yamamoto and others 2015): as good as Householder's. It succeeds while the
    length of the block, the root of its sum of squares, times that of its pseudo-inverse is below 10⁷: where no
    direction is 10⁷/b times shorter than another, and not where one is 10⁷ times shorter.
    """
    for shortest in (least, 0.0):
        inverse = _whitener(overlaps(team, block, block), shortest)
        if inverse is None:
            return False
        combine(team, inverse, block)
    return True


def decomposed(team: Team, columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return Q (n, k) with orthonormal columns and a triangle R (k, k) with QR = columns."""
    rows = np.ascontiguousarray(columns.T)
    del columns  # which may be all that holds them
    triangle = np.eye(len(rows))
    for _ in range(2):
        gram = overlaps(team, rows, rows)
        inverse = _whitener(gram)
        if inverse is None:
            q, r = np.linalg.qr(rows.T)
            return q, r @ triangle
        triangle = scipy.linalg.cholesky(gram) @ triangle
        combine(team, inverse, rows)
    return np.ascontiguousarray(rows.T), triangle


def _whitener(gram: FloatArray, least: float = 0.0) -> FloatArray | None:
    """The inverse of the Cholesky factor L of a Gram matrix LLᵀ, or None where it is not safe to use."""
    try:
        factor = scipy.linalg.cholesky(gram, lower=True)
    except np.linalg.LinAlgError:
        return None
    length = np.sqrt(np.trace(gram))
    if not np.diag(factor).min() > max(length / SOUND, least):
        return None
    inverse: FloatArray = scipy.linalg.solve_triangular(factor, np.eye(len(gram)), lower=True)
    return inverse if length * np.linalg.norm(inverse) < SOUND else None
