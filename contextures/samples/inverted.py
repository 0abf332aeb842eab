"""The inverse of σ − TT* for a σ just above 1: it spreads out eigenvalues that crowd below 1."""

from __future__ import annotations

import numpy as np
import scipy.linalg

from contextures.arrays import FloatArray
from contextures.samples.conditionals import row_blocks
from contextures.samples.operator import Operator
from contextures.samples.threads import ALONE

NEAR = 30.0
"""σ − 1 is the estimate of 1 − λ_k over this: λ_k may lie well nearer to 1 than estimated."""
NEAREST = 1e-12
"""The least σ − 1, which a Cholesky factorisation still tells from 0."""
FINEST = 1e-13
"""The least tolerance, which rounding allows."""


class Inverse:
    """θ = δ/(σ − λ) for every eigenvalue λ of S = TT*, σ = 1 + δ, with the same eigenvectors.

    Parameters
    ----------
    operator : Operator
    known : ndarray, (n, l)
        Orthonormal eigenvectors of value 1, which become ones of value δ/σ.
    k : int
        Eigenvalues that are wanted.

    Raises
    ------
    numpy.linalg.LinAlgError
        Where σ − S is not positive definite to rounding, or the k-th eigenvalue seems to be 1.

    Notes
    -----
    Eigenvalues sum to at least what the largest diagonal entries sum to, so the k-th largest entry is a guess of λ_k
    where S is near a diagonal matrix, as it is for sharp kernels. Where ‖θu − δ(σ − S)⁻¹u‖ = r, ‖Su − λu‖ ≤ σr/θ.
    """

    sparse = False
    team = ALONE

    def __init__(self, operator: Operator, known: FloatArray, k: int) -> None:
        self.small = operator.small
        matrix = operator.matrix()
        last = len(matrix) - k
        self.gap = 1.0 - float(np.partition(np.diag(matrix), last)[last])
        for rows in row_blocks(*matrix.shape):
            matrix[rows] -= known[rows] @ known.T
        if self.gap < FINEST:
            raise np.linalg.LinAlgError("all that is wanted is 1 to rounding")
        self.shift = max(self.gap / NEAR, NEAREST)
        np.negative(matrix, out=matrix)
        matrix[np.diag_indices_from(matrix)] += 1.0 + self.shift
        self._factor = scipy.linalg.cholesky(matrix.T, lower=True, overwrite_a=True, check_finite=False)

    def gram(self, vectors: FloatArray) -> FloatArray:
        """Return δ(σ − S)⁻¹V."""
        solved: FloatArray = scipy.linalg.cho_solve((self._factor, True), vectors, check_finite=False)
        solved *= self.shift
        return solved

    def tolerance(self, tol: float) -> float:
        """Return how large a residual of the inverse may be for one of S that is small beside 1 − λ."""
        return max(tol * min(self.gap, 1.0 / NEAR), FINEST)

    def told(self, theta: float, tol: float) -> float:
        """Return how far above λ_k an eigenvalue of S lies whose θ is larger than θ_k by `tol`."""
        return tol * self.shift / theta**2
