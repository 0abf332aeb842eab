"""A law that depends on one column of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
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
        return self.law.at(texts(points, self.column) if hasattr(points, "columns") else points)


def texts(frame: Any, column: str) -> NDArray[np.str_]:
    """Return a column of a data frame as text, (m,); whole numbers look the same as floats.

    Raises
    ------
    InputError
        Where there is no such column, or an entry is missing.
    """
    names = list(map(str, frame.columns))
    if column not in names:
        raise InputError(f"the table has no column {column!r}; it has {', '.join(names[:20])}")
    values = frame.iloc[:, names.index(column)]
    refuse_missing(values)
    return as_text(values)


def refuse_missing(labels: Any) -> None:
    """Raise InputError where a label is None or NaN."""
    values = labels.astype(object).where(~labels.isna(), None) if hasattr(labels, "isna") else np.asarray(labels)
    for i, value in enumerate(values if values.dtype.kind in "Of" else ()):
        if value is None or value != value:
            raise InputError(f"label {i} is missing; drop the points without a label first")
