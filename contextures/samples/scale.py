"""A move to the middle and a unit for points, so that single precision holds them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from contextures.arrays import FloatArray

MIDDLE = 10_000
"""Points whose median is taken for the middle, about."""


@dataclass(frozen=True, eq=False)
class Scale:
    """Points moved to the middle and shrunk, so that single precision holds them.

    Attributes
    ----------
    centre : ndarray, (p,)
    unit : float
    """

    centre: FloatArray
    unit: float

    @classmethod
    def of(cls, points: FloatArray) -> Scale:
        """Return what brings the coordinates of points into [−1, 1], the median of some of them to 0."""
        centre = np.median(points[:: max(1, len(points) // MIDDLE)], axis=0)
        unit = float(np.maximum(points.max(axis=0) - centre, centre - points.min(axis=0)).max())
        return cls(centre, unit or 1.0)

    def __call__(self, points: FloatArray) -> FloatArray:
        """Return the points moved and shrunk."""
        moved: FloatArray = (points - self.centre) / self.unit
        return moved
