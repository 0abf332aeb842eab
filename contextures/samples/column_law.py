"""A law that depends on one column of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import is_missing
from contextures.errors import InputError
from contextures.reading.frames import as_pandas, is_frame, is_series, values_of
from contextures.samples.conditionals import Classes, Matrix
from contextures.samples.preprocessing import as_text


@dataclass(frozen=True, eq=False)
class OfColumn:
    """All mass on the class that a column holds.

    Attributes
    ----------
    law : Classes
        Of the values of the column as text.
    column : str
    """

    law: Classes
    column: str

    def at(self, points: Any) -> Matrix:
        """Return the law at m rows of a data frame, or at m labels, (m, c)."""
        return self.law.at(texts(points, self.column) if is_frame(points) else points)


def texts(frame: Any, column: str) -> NDArray[np.str_]:
    """Return a column of a data frame as text, (m,); whole numbers look the same as floats.

    Raises
    ------
    InputError
        Where there is no such column, or an entry is missing.
    """
    table = as_pandas(frame)
    if column not in table:
        raise InputError(f"the table has no column {column!r}; it has {', '.join(table.columns[:20])}")
    values = table[column]
    refuse_missing(values)
    return as_text(values)


def refuse_missing(labels: Any) -> None:
    """Raise InputError where a label is None or NaN."""
    values = values_of(labels) if is_series(labels) else np.asarray(labels)
    for i, value in enumerate(values if values.dtype.kind in "Of" else ()):
        if is_missing(value):
            raise InputError(f"label {i} is missing; drop the points without a label first")
