"""Some rows of a table of numbers, copied once: to memory, or to a scratch file where they are many."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.arrays import IntArray, read_only
from contextures.reading.content import with_pandas
from contextures.samples.scratch import room

CELLS = 2**20
"""Numbers that are copied at a time."""


def rows_of(features: Any, chosen: IntArray, name: str) -> Any:
    """Return some rows of a data frame of pandas, or of an array, (m, p).

    Parameters
    ----------
    features : DataFrame or ndarray, (n, p)
    chosen : ndarray of int, (m,)
    name : str
        What the table is called in messages.

    Returns
    -------
    DataFrame or ndarray
        Where all are doubles they lie where `room` says, and nothing can change the array: whatever keeps it need not
        copy it again.

    Raises
    ------
    InputError
        Where there is less memory and disk than they need.
    """
    if not hasattr(features, "iloc"):
        if features.dtype != np.float64:
            return features[chosen]
        points = room((len(chosen), features.shape[1]), name)
        step = max(1, CELLS // features.shape[1])
        for start in range(0, len(chosen), step):
            points[start : start + step] = features[chosen[start : start + step]]
        return read_only(points)
    if not all(kind == np.float64 for kind in features.dtypes):
        return features.iloc[chosen]
    values = room((features.shape[1], len(chosen)), name).T
    for j in range(features.shape[1]):
        values[:, j] = features.iloc[:, j].to_numpy()[chosen]
    return with_pandas().DataFrame(values, index=features.index[chosen], columns=features.columns, copy=False)
