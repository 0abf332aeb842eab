"""How far the span of an encoder is from the top-d singular functions of a context."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.errors import InputError

TIE = 1e-9
"""Singular values closer than this to s_d are taken as equal to it."""
DEPENDENT = 1e-10
"""A column whose part outside the span of those before it is below this part of its norm adds nothing to the span."""


class SubspaceError(NamedTuple):
    """Sines of the principal angles between two spaces of dimension d, in L²(P_X): the largest and the mean."""

    largest: float
    mean: float


def subspace_error(context: Context, encoder: ArrayLike) -> SubspaceError:
    """Return how far the centred span of an encoder is from that of μ_1, …, μ_d.

    Parameters
    ----------
    context : Context
    encoder : array_like, (N, d) or (N,)
        Values of Φ on the rows of the context, the original or the kept ones; d ≤ min(N, M) − 1.

    Returns
    -------
    SubspaceError
        Both in [0, 1]; 0 exactly where Φ learns the contexture. A dimension that the span lacks counts as a sine of 1.

    Raises
    ------
    InputError
        Where the encoder has the wrong length, an entry that is not finite, or more columns than the context has
        singular values.

    Notes
    -----
    Where s_d is repeated the top-d space is a choice; the one that is nearest in the sum of squared sines is taken.
    """
    values = context.encoder_on_x(encoder)
    d, s = values.shape[1], context.singular_values
    if d > len(s):
        raise InputError(f"the encoder has {d} columns; this context has {len(s)} singular values, so at most {len(s)}")
    basis, _ = orthonormal(values, context.p_x)
    target = np.sqrt(context.p_x)[:, None] * nearest_top(context, basis, d)
    outside = basis - target @ (target.T @ basis)
    sines = np.linalg.svd(outside, compute_uv=False) if basis.shape[1] else np.zeros(0)
    sines = np.append(np.minimum(sines, 1.0), np.ones(d - basis.shape[1]))
    return SubspaceError(float(sines.max()), float(sines.mean()))


def nearest_top(context: Context, basis: FloatArray, d: int) -> FloatArray:
    """Return the top-d singular functions, (N, d): of those tied with s_d the ones nearest to a space.

    Parameters
    ----------
    context : Context
    basis : ndarray, (N, r)
        √P_X times an orthonormal basis of the space.
    d : int
        At most the number of singular values.
    """
    s = context.singular_values
    above, tied = s > s[d - 1] + TIE, np.abs(s - s[d - 1]) <= TIE
    functions = context.left[:, tied]
    overlap = functions.T @ (np.sqrt(context.p_x)[:, None] * basis)
    rotation = np.linalg.svd(overlap)[0]
    return np.concatenate([context.left[:, above], functions @ rotation[:, : d - int(above.sum())]], axis=1)


def orthonormal(functions: FloatArray, p_x: FloatArray) -> tuple[FloatArray, list[int]]:
    """Return an orthonormal basis of the centred spans of the first 1, 2, … functions.

    Parameters
    ----------
    functions : ndarray, (N, k)
    p_x : ndarray, (N,)
        P_X > 0.

    Returns
    -------
    basis : ndarray, (N, r)
        √P_X times functions of mean zero that are orthonormal in L²(P_X).
    ranks : list of int, of length k
        The first ranks[j] columns of the basis span the first j + 1 functions, centred.
    """
    root = np.sqrt(p_x)
    known, ranks = root[:, None], []
    for column in (functions * root[:, None]).T:
        size, rest = np.linalg.norm(column), column
        for _ in range(2):  # twice is enough
            rest = rest - known @ (known.T @ rest)
        if np.linalg.norm(rest) > DEPENDENT * size:
            known = np.column_stack([known, rest / np.linalg.norm(rest)])
        ranks.append(known.shape[1] - 1)
    return known[:, 1:], ranks
