"""Singular values and functions of an operator with the constants split off."""

from __future__ import annotations

import numpy as np

from contextures.arrays import FloatArray


def decompose(centred: FloatArray, p_x: FloatArray, p_a: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Decompose Q̃ on the orthogonal complements of √P_X and √P_A.

    Parameters
    ----------
    centred : ndarray, (N, M)
        Q̃ = Q − √P_X √P_Aᵀ.
    p_x, p_a : ndarray, (N,) and (M,)
        The marginals, > 0, of sum 1.

    Returns
    -------
    singular_values : ndarray, (r,)
        s_1 ≥ … ≥ s_r in [0, 1], r = min(N, M) − 1, zeros included.
    left, right : ndarray, (N, r) and (M, r)
        Columns μ_i and ν_i: of mean zero and orthonormal in L²(P_X) and L²(P_A), also where s_i = 0 (where the null
        vectors of Q̃ itself may contain the constant).

    Notes
    -----
    Householder reflections map the constants to the first coordinates; there Q̃ is zero but for an (N − 1, M − 1) core.
    A singular value exceeds 1 only by rounding.
    """
    x, a = np.sqrt(p_x), np.sqrt(p_a)
    core = _reflected(a, _reflected(x, centred).T).T[1:, 1:]
    u, s, vt = np.linalg.svd(core, full_matrices=False)
    left = _reflected(x, np.pad(u, ((1, 0), (0, 0)))) / x[:, None]
    right = _reflected(a, np.pad(vt.T, ((1, 0), (0, 0)))) / a[:, None]
    return np.minimum(s, 1.0), left, right


def _reflected(root: FloatArray, columns: FloatArray) -> FloatArray:
    """The columns under the reflection that exchanges e_0 and −root, for a unit vector root ≥ 0."""
    mirror = root.copy()
    mirror[0] += 1.0  # now |mirror|² / 2 = 1 + root_0 = mirror[0], never near zero
    return columns - np.outer(mirror, mirror @ columns / mirror[0])
