"""The top of a singular value decomposition: what is known of it, and how vectors of one side give it whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from contextures.arrays import FloatArray
from contextures.samples.operator import Operator
from contextures.samples.orthonormal import decomposed, times

Found: TypeAlias = tuple[FloatArray, FloatArray, FloatArray, FloatArray]
"""Singular values, u, v and residuals."""


@dataclass(frozen=True, eq=False)
class Triplets:
    """The top of the singular value decomposition of Q̃.

    Attributes
    ----------
    singular_values : ndarray, (k,)
    u, v : ndarray, (r, k) and (c, k)
        Orthonormal singular vectors, orthogonal to √P_X and √P_A.
    residuals : ndarray, (k,)
        ‖QQᵀu − s²u‖, or that of QᵀQ and v where there are fewer columns than rows.
    complete : bool
        Whether the search for missed directions found none and every residual is within the tolerance.
    checks : tuple of str
        What `complete` rests on, or what failed.
    method : {"dense", "lanczos", "components"}
    resolution : float
        Values of s² below this cannot be told from rounding.
    """

    singular_values: FloatArray
    u: FloatArray
    v: FloatArray
    residuals: FloatArray
    complete: bool
    checks: tuple[str, ...]
    method: str
    resolution: float


def polished(operator: Operator, vectors: FloatArray) -> Found:
    """Return singular values and vectors of both sides of Q on a space of the smaller side, with residuals.

    Parameters
    ----------
    operator : Operator
    vectors : ndarray, (n, k)
        Orthonormal, and orthogonal to the constant.

    Notes
    -----
    The square roots of eigenvalues of QQᵀ would lose half the digits of small values.
    """
    crew, constant = operator.team, operator.root_a if operator.by_rows else operator.root_x
    basis, triangle = decomposed(crew, np.concatenate([constant[:, None], operator.across(vectors)], axis=1))
    left, s, right = np.linalg.svd(triangle[1:, 1:])
    near = times(crew, vectors, right.T)
    far = times(crew, basis[:, 1:], left)
    del basis
    gaps = operator.forward(far) if operator.by_rows else operator.backward(far)

    def squares(at: slice) -> FloatArray:
        gaps[at] -= near[at] * s
        return np.asarray(np.einsum("ij,ij->j", gaps[at], gaps[at]))

    residuals: FloatArray = s * np.sqrt(np.asarray(sum(crew.each(squares, len(gaps)))))
    return (s, near, far, residuals) if operator.by_rows else (s, far, near, residuals)
