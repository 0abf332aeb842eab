"""Tables that notebooks show of contexts and their spectra."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from contextures.arrays import FloatArray
from contextures.markup import SHOWN, Raw, element, table

BESIDE = 8
"""Columns that a notebook shows."""


def shares(values: FloatArray, chi_square: float) -> Raw:
    """A table of the first values, their squares, and the part of χ² that these make up, in percent."""
    squares = np.square(values[:SHOWN])
    parts = 100 * squares / chi_square if chi_square > 0 else 0 * squares
    rows = [
        [str(i + 1), f"{values[i]:.6f}", f"{squares[i]:.8f}", f"{parts[i]:.2f}", f"{parts[: i + 1].sum():.2f}"]
        for i in range(len(squares))
    ]
    return table(["i", "s_i", "s_i²", "percent", "cumulative"], rows)


def corner(entries: FloatArray, row_labels: Sequence[object], column_labels: Sequence[object]) -> Raw:
    """A table of the first rows and columns, with their labels; `…` stands for the rest."""
    height, width = entries.shape
    beside, below = ["…"] * (width > BESIDE), [["…"] * (1 + min(width, BESIDE + 1))] * (height > SHOWN)
    rows = [
        [element("strong", str(label)), *(f"{entry:.4g}" for entry in line), *beside]
        for label, line in zip(row_labels[:SHOWN], entries[:SHOWN, :BESIDE], strict=True)
    ]
    return table(["", *map(str, column_labels[:BESIDE]), *beside], rows + below)


def first_value(singular_values: FloatArray) -> str:
    """The largest singular value, as what follows a size; nothing where there is none."""
    return f", s_1={singular_values[0]:.4g}" if len(singular_values) else ""
