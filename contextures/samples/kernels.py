"""Kernels as functions of two blocks of points, and their values checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError

Kernel = Callable[[Any, Any], FloatArray]
"""A symmetric function: kernel(X, Y) is the (n, m) matrix of its values on the rows of X (n, k) and Y (m, k)."""

FAINT = -650.0
"""Exponents below this count as −∞: below −708 NumPy takes 20 to 400 times as long."""
SYMMETRY = 1e-8
"""How far kernel(x, y) and kernel(y, x) may be apart, relative to the largest value in a block."""


def gaussian_kernel(X: FloatArray, Y: FloatArray, gamma: float = 1.0) -> FloatArray:
    """Return exp(−γ‖x − y‖²), (n, m).

    Parameters
    ----------
    X, Y : ndarray, (n, k) and (m, k), or vectors
    gamma : float
        γ > 0.
    """
    X, Y = (np.asarray(points, dtype=np.float64).reshape(len(points), -1) for points in (X, Y))
    squares = np.einsum("ij,ij->i", X, X)[:, None] + np.einsum("ij,ij->i", Y, Y)
    squares -= 2.0 * (X @ Y.T)
    np.maximum(squares, 0.0, out=squares)
    squares *= -gamma
    return exponentials(squares)


def exponentials(exponents: FloatArray) -> FloatArray:
    """Replace numbers ≤ 0 by their exponentials, in place, those below 10⁻²⁸² by 0, and return them."""
    faint = exponents < FAINT
    if faint.any():
        np.maximum(exponents, FAINT, out=exponents)
        np.exp(exponents, out=exponents)
        np.copyto(exponents, 0.0, where=faint)
    else:
        np.exp(exponents, out=exponents)
    return exponents


def kernel_values(kernel: Kernel, points: Any, others: Any, row: int = 0, column: int = 0) -> FloatArray:
    """Return kernel(points, others), checked.

    Parameters
    ----------
    kernel : Kernel
    points, others : arrays of n and m points
    row, column : int
        Positions of the first point of each in the sample, for error messages.

    Returns
    -------
    ndarray, (n, m)

    Raises
    ------
    InputError
        Where the values are no (n, m) matrix of finite numbers, or not symmetric although both blocks are the same.
    """
    values: FloatArray = np.asarray(kernel(points, others), dtype=np.float64)
    expected = points.shape[0], others.shape[0]
    if values.shape != expected:
        raise InputError(f"the kernel gave shape {values.shape} for blocks of {expected} points; {expected} is right")
    if not np.isfinite(values).all():
        i, j = np.argwhere(~np.isfinite(values))[0]
        raise InputError(f"the kernel of points {row + i} and {column + j} is {values[i, j]}; a finite number is right")
    if points is others and (np.abs(values - values.T) > SYMMETRY * np.abs(values).max()).any():
        raise InputError(
            f"the kernel is not symmetric on points {row} to {row + len(values) - 1}; kernel(x, y) = "
            "kernel(y, x) is right"
        )
    return values
