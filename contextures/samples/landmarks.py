"""The top of the spectrum of a smooth Gaussian kernel: a space from landmarks, and an exact pass that bounds errors."""

from __future__ import annotations

from functools import partial

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.kernels import gaussian_kernel
from contextures.samples.memory import refuse_beyond
from contextures.samples.orthonormal import decomposed, inner, times
from contextures.samples.threads import Team, team
from contextures.samples.triplets import Triplets

LANDMARKS, PER_VALUE = (500, 2000), 8
"""Landmarks, at least and at most, and for each singular value."""
PICKED = 100
"""Landmarks that are drawn at a time."""
NEGLIGIBLE = 1e-14
"""A direction of the kernel below this part of its trace, or of a batch, is left out."""
MORE = 0.5, 16
"""The space has this part, and this number, more directions than values are wanted: the trace gap closes."""
ROUNDING = 1e-13
"""The trace gap is not known more closely."""
TOLERANCE = 1e-3
"""The largest trace gap that counts as small, unless said otherwise."""


def landmark_triplets(law: KernelLaw, rank: int, tol: float | None = None, seed: int = 0) -> Triplets:
    """Return the Ritz values and vectors of QQᵀ on a space that landmarks give, with a two-sided bound.

    Parameters
    ----------
    law : KernelLaw
    rank : int
        From 1 to n − 1.
    tol : float, optional
        The largest trace gap with which the values count as complete; 1e-3 by default.
    seed : int
        Of the landmarks.

    Returns
    -------
    Triplets
        Its residuals are bounds, √(s² gap), as QQᵀ is positive semidefinite.

    Raises
    ------
    InputError
        Where the gap is not below the largest value: the kernel is too sharp for landmarks; or there is less memory
        than they need.

    Notes
    -----
    Randomly pivoted Cholesky (Chen, Epperly, Tropp and Webber 2022) gives K ≈ FFᵀ, hence a space U of left singular
    vectors; one pass over the n² entries of the law gives P_A, QᵀU and ‖Q‖_F² exactly. Its Ritz values θ_i satisfy
    θ_i ≤ s_i² ≤ θ_i + gap for every i, with the gap ‖Q‖_F² − Σθ, the constant counted among them: each s_i² − θ_i is
    nonnegative, and so is what is left.
    """
    n = len(law.points)
    with team() as crew:
        wanted = min(n - 1, rank + int(MORE[0] * rank) + MORE[1])
        basis = _space(law, wanted, seed, crew)
        root_x = np.sqrt(law.p_rows)
        image = law.sweep(basis * root_x[:, None], crew)
        p_columns, squares, _ = law.sums
        image /= np.sqrt(p_columns)[:, None]
        q, triangle = decomposed(crew, image)
        left, s, right = np.linalg.svd(triangle)
        k = min(rank, len(s))
        u, v = times(crew, basis, right.T[:, :k]), times(crew, q, left[:, :k])
    gap = max(float((squares / p_columns).sum()) - 1.0 - float(np.square(s).sum()), ROUNDING)
    top = float(s[0] ** 2) if len(s) else 0.0
    if gap >= top:
        raise InputError(
            f"a kernel of γ = {law.gamma:g} is too sharp for landmarks: its trace gap is {gap:.2g}, its largest s² "
            f"{top:.2g}; kept=K, which cuts it to the K nearest points, is right"
        )
    tol = TOLERANCE if tol is None else tol
    return Triplets(
        singular_values=np.clip(s[:k], 0.0, 1.0),
        u=u,
        v=v,
        residuals=s[:k] * np.sqrt(gap),
        complete=gap <= tol,
        checks=(f"every s_i² is at least its value, and at most {gap:.1e} larger (trace gap), tolerance {tol:.0e}",),
        method="landmarks",
        resolution=gap,
    )


def _space(law: KernelLaw, wanted: int, seed: int, crew: Team) -> FloatArray:
    """Orthonormal columns (n, ≤ wanted), orthogonal to √P_X, near the top left singular vectors of Q."""
    n = len(law.points)
    count = min(n, max(LANDMARKS[0], min(LANDMARKS[1], PER_VALUE * wanted)))
    refuse_beyond(
        24.0 * n * count,
        f"a space of {count:,} landmarks of {n:,} points",
        "fewer values, or kept=K, which cuts the kernel to the K nearest points, are right",
    )
    factor = pivoted_cholesky(law, count, seed, crew)
    ones = law.weights
    sums = np.maximum(factor @ (factor.T @ ones), ones)
    columns = ones * np.maximum(factor @ (factor.T @ (law.p_rows / sums)), law.p_rows / sums)
    root_x = np.sqrt(law.p_rows)
    near, far = factor * (root_x / sums)[:, None], factor * (ones / np.sqrt(columns))[:, None]
    values, vectors = np.linalg.eigh(inner(crew, near, near))
    kept = values > NEGLIGIBLE * values[-1]
    half = vectors[:, kept] * np.sqrt(values[kept])
    _, turned = np.linalg.eigh(half.T @ inner(crew, far, far) @ half)
    top = turned[:, ::-1][:, : wanted + 1]
    basis = times(crew, near, (vectors[:, kept] / np.sqrt(values[kept])) @ top)
    whole = np.concatenate([root_x[:, None], basis], axis=1)
    return decomposed(crew, whole)[0][:, 1 : wanted + 1]


def _columns(
    columns: FloatArray, points: FloatArray, factor: FloatArray, chosen: IntArray, gamma: float, at: slice
) -> None:
    """Fill in some rows of the columns at landmarks of what is left of the kernel."""
    columns[at] = gaussian_kernel(points[at], points[chosen], gamma)
    columns[at] -= factor[at] @ factor[chosen].T


def pivoted_cholesky(law: KernelLaw, count: int, seed: int, crew: Team) -> FloatArray:
    """Return F (n, ≤ count) with FFᵀ near the kernel exp(−γ‖x − a‖²), from columns at landmarks.

    Parameters
    ----------
    law : KernelLaw
    count : int
    seed : int
    crew : Team

    Notes
    -----
    Landmarks are drawn in proportion to what is left of the diagonal, in batches; within a batch directions that others
    give already are dropped.
    """
    n, points = len(law.points), law.points
    rng = np.random.default_rng(seed)
    rest = np.ones(n)
    factor = np.zeros((n, count))
    size = 0
    while size < count and rest.sum() > NEGLIGIBLE * n:
        chosen = np.unique(rng.choice(n, min(PICKED, count - size), p=rest / rest.sum()))
        columns = np.empty((n, len(chosen)))

        crew.each(partial(_columns, columns, points, factor[:, :size], chosen, law.gamma), n)
        values, vectors = np.linalg.eigh(columns[chosen])
        good = values > np.sqrt(NEGLIGIBLE) * max(float(values[-1]), 0.0)
        if not good.any():
            break
        fresh = times(crew, columns, vectors[:, good] / np.sqrt(values[good]))
        factor[:, size : size + fresh.shape[1]] = fresh
        size += fresh.shape[1]
        rest = np.maximum(rest - np.einsum("ij,ij->i", fresh, fresh), 0.0)
        rest[chosen] = 0.0
    return factor[:, :size]
