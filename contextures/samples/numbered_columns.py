"""Columns of an array by their numbers, from 0: those that are points, and one that is to be predicted."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from contextures.arrays import FloatArray, IntArray, read_only
from contextures.errors import InputError
from contextures.samples.scratch import room

CELLS = 2**20
"""Numbers that are copied at a time."""


def numbered_columns(
    points: FloatArray, name: str, chosen: Iterable[str] | None, target: str | None
) -> tuple[FloatArray, FloatArray | None, str]:
    """Return the points without the target, (n, q), the target, (n,), and what was understood, in words.

    Parameters
    ----------
    points : ndarray, (n, p)
        Where all columns are points, they are returned as they are; of others a copy is made, which lies where `room`
        says.
    name : str
        What the array is called in messages.
    chosen : iterable of str, optional
        The numbers of the columns that are points, from 0; by default all but the target.
    target : str, optional
        The number of the column to predict.

    Raises
    ------
    InputError
        Where there is no column of a number, none is left, or there is less memory and disk than they need.
    """
    width = points.shape[1]
    last = None if target is None else _place(target, width, name)
    places = [j for j in (range(width) if chosen is None else (_place(c, width, name) for c in chosen)) if j != last]
    if not places:
        raise InputError(f"{name} has no column besides the target")
    words = f"{name}: {len(points)} rows; {len(places)} of {width} columns, numbered from 0 to {width - 1}"
    if last is None:
        return _copied(points, np.array(places), name), None, words
    return _copied(points, np.array(places), name), np.array(points[:, last]), f"{words}; the target is column {last}"


def _place(number: str, width: int, name: str) -> int:
    """The position of a column."""
    if not (number.isdecimal() and int(number) < width):
        raise InputError(f"{name} has no column {number!r}; its columns are numbered from 0 to {width - 1}")
    return int(number)


def _copied(points: FloatArray, places: IntArray, name: str) -> FloatArray:
    """Some columns, which nothing can change: whatever keeps them need not copy them again."""
    if len(places) == points.shape[1] and (places == np.arange(len(places))).all():
        return points
    copy = room((len(points), len(places)), name)
    step = max(1, CELLS // points.shape[1])
    for start in range(0, len(points), step):
        copy[start : start + step] = points[start : start + step][:, places]
    return read_only(copy)
