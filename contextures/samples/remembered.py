"""A law that knows which points it was learned from, by marks that tell points apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.reading.frames import as_pandas, is_frame, is_series, values_of
from contextures.samples.conditionals import Conditional, Matrix
from contextures.samples.preprocessing import as_text

BYTES = 8
"""Of a mark: of 10⁶ points two that differ have the same one with a probability of 3·10⁻⁸."""


@dataclass(frozen=True, eq=False)
class Remembered:
    """Another law, with a mark of every point of the sample.

    Attributes
    ----------
    law : Conditional
    marks : ndarray of uint64, (n,)
        In the order of the points.
    """

    law: Conditional
    marks: NDArray[np.uint64]

    def at(self, points: Any) -> Matrix:
        """Return the law at m points."""
        return self.law.at(points)


def marks_of(points: Any) -> NDArray[np.uint64]:
    """Return a mark of each point, (m,): equal for equal numbers, whatever their type, and for equal texts.

    Parameters
    ----------
    points : DataFrame, array_like (m, p), or sequence of str
    """
    return np.array([int.from_bytes(blake2b(row, digest_size=BYTES).digest(), "little") for row in _rows(points)], "u8")


def _rows(points: Any) -> Iterable[bytes]:
    if is_frame(points):
        frame = as_pandas(points)
        columns = [as_text(frame[name]) for name in frame.columns]
        return (_bytes(row) for row in zip(*columns, strict=True))
    values = np.asarray(values_of(points) if is_series(points) else points)
    if values.dtype.kind not in "buif":
        return (_bytes(map(str, np.atleast_1d(row))) for row in values)
    numbers = np.ascontiguousarray(values, dtype=np.float64) + 0.0  # one zero
    return (row.tobytes() for row in numbers)


def _bytes(cells: Iterable[str]) -> bytes:
    """The cells of a row, also with half of a surrogate pair, as text that was decoded in part has."""
    return "\x1f".join(cells).encode("utf-8", "surrogatepass")
