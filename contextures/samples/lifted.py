"""Points so close together that their squared distances underflow, multiplied by a power of two."""

from __future__ import annotations

import numpy as np

from contextures.arrays import FloatArray

CLOSE = 2.0**-300
"""Points that spread less than this in every column are lifted: squares of less than 2⁻⁵³⁷ are lost."""
FAR = 2.0**200
"""Coordinates of lifted queries are cut here, where all points, which are below 1, are equally far to rounding."""
LOOKED_AT = 10_000
"""Points, about, that tell of most samples that they are not close."""


def lifted(points: FloatArray, queries: FloatArray) -> tuple[FloatArray, FloatArray] | None:
    """Return points and queries with the same neighbours, of which distances can be squared; None where they can be.

    Parameters
    ----------
    points, queries : ndarray, (n, p) and (m, p)

    Notes
    -----
    A column in which all points agree is left out: it adds the same to all distances of a query.
    """
    spread = np.ptp(points[:: max(1, len(points) // LOOKED_AT)], axis=0)
    if spread.max() < CLOSE:
        spread = np.ptp(points, axis=0)
    if spread.max() >= CLOSE or not spread.any():
        return None
    varied = points[:, spread > 0]
    power = -int(np.frexp(np.abs(varied).max())[1])
    with np.errstate(over="ignore"):
        moved = np.ldexp(queries[:, spread > 0], power)
    return np.ldexp(varied, power), np.clip(moved, -FAR, FAR)
