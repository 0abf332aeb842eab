"""Which rows of a table a saved context was made from, and which are left for a probe and its test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.base_laws import POINTS, bases
from contextures.samples.column_law import OfColumn, texts
from contextures.samples.conditionals import Conditional, Gaussian, as_points
from contextures.samples.cut import Nearest
from contextures.samples.data_context import DataContext
from contextures.samples.model_laws import Leaves, Taught
from contextures.samples.modelled import learns_nothing
from contextures.samples.named_laws import Listed, Words, documents
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.remembered import Remembered, marks_of
from contextures.samples.split import Split

LEAST = 4
"""New rows below which there is no probe with a test."""
SEEN = "the context was made from every row, those of the test too"
"""What is said where no row is left that is new to the context."""
TAUGHT = (
    "the model of the context may have learned the target of the test's rows, so that the probe error may be too small"
)
"""What is said where a model that was fitted elsewhere may know the answers."""


@dataclass(frozen=True, eq=False)
class Rows:
    """What each row of a table serves for.

    Attributes
    ----------
    sample : ndarray of int, (n_x,) or None
        The rows of the points of the context, in their order; None where the table lacks some.
    seen : int
        How many of the rows are points of the context.
    probe, test : ndarrays of int
    notes : tuple of str
    """

    sample: IntArray | None
    seen: int
    probe: IntArray
    test: IntArray
    notes: tuple[str, ...] = ()


def allot(context: DataContext, frame: Any, split: Split) -> Rows:
    """Tell the rows that a context was made from, by their values, from those for a probe and its test.

    Parameters
    ----------
    context : DataContext
        Of which the law at new points takes the rows; or known on its sample only, which is then the table, row by row.
    frame : DataFrame
    split : Split
        Where its first part is the sample, the split stands. Otherwise rows that are points of the context are left to
        it, and the others are split in proportion; where there are no others, the parts for probe and test serve, which
        the context has seen. The notes tell whether it may have seen their target too.

    Raises
    ------
    InputError
        Where the rows do not fit, or there are too few.
    """
    n = len(frame)
    first, probe, test = split.rows(n)
    if context.law is None:
        if n != context.n_x:
            raise InputError(
                f"{context.description} is known on its {context.n_x} points only; as many rows, in the same order, "
                f"are right, not {n}"
            )
        return Rows(np.arange(n), n, probe, test, _of_every_row(context))
    held, taught = _held(context, (*POINTS, OfColumn, Remembered)), told_of_model(context)
    if held is None:
        unknown = "no row is known to be a point of the context"
        return Rows(None, 0, *split.without_pretraining(np.arange(n), LEAST), (unknown, *taught))
    sample, points = held[0], held[1](frame)
    if len(first) == len(sample) and (points[first] == sample).all():
        return Rows(first, len(first), probe, test, taught)
    found = _matched(sample, points)
    seen = found[found >= 0]
    own = found if len(seen) == len(sample) else None
    others = np.setdiff1d(np.arange(n), seen)
    if not others.size:
        return Rows(own, len(seen), probe, test, _of_every_row(context))
    notes = [f"{len(seen)} of the {n} rows are among the {len(sample)} points of the context; the others are new to it"]
    if own is None:
        notes.append("no compatibility: the target is known at some points of the context only")
    return Rows(own, len(seen), *split.without_pretraining(others, LEAST), (*notes, *taught))


def told_of_model(context: DataContext) -> tuple[str, ...]:
    """Return what is to be said where the law of a context rests on a fitted model; trees cut at random learn no y."""
    return (TAUGHT,) if any(_is_model(law) for law, _ in bases(context.law)) else ()


def _of_every_row(context: DataContext) -> tuple[str, ...]:
    """What is said of a context that was made from every row: whether it knows their target is told by its law."""
    laws = [law for law, _ in bases(context.law)]
    if any(map(_is_model, laws)):
        return SEEN, TAUGHT
    if all(isinstance(law, (*POINTS, OfColumn, Remembered)) for law in laws):
        return (f"{SEEN}, though not from their target",)
    return (f"{SEEN}; whether from their target too is not known, and if so, the probe error is too small",)


def _is_model(law: Conditional | None) -> bool:
    """Whether a law is that of a fitted model which may have learned a target."""
    known = law.law if isinstance(law, Remembered) else law
    return isinstance(known, Leaves | Taught) and not learns_nothing(known.model)


def points_of_sample(context: DataContext) -> FloatArray | None:
    """Return the points that a context was made from, preprocessed, (n_x, p); None where its law does not hold them."""
    found = _held(context, POINTS)
    return None if found is None else found[0]


def known_by_rank(context: DataContext) -> bool:
    """Whether a context knows its points by their order alone: its law takes no rows of a table."""
    return any(law is None or isinstance(law, Listed) for law, _ in bases(context.law))


def _held(context: DataContext, kinds: tuple[type, ...]) -> tuple[NDArray[Any], Callable[[Any], NDArray[Any]]] | None:
    """What the law of a context holds of each of its points, (n_x, q), and how to tell that of the rows of a table."""
    for law, steps in bases(context.law):
        if isinstance(law, kinds):
            held, told = _told(law, steps)
            once = isinstance(law, Gaussian | Nearest | OfColumn)  # of the distinct points
            if len(held) == (context.core.shape[0] if once else context.n_x):
                return (held[context.row_of] if once else held), told
    return None


def _told(law: Any, steps: Preprocessor | None) -> tuple[NDArray[Any], Callable[[Any], NDArray[Any]]]:
    """What a law holds of points, and how to tell that of rows."""
    if isinstance(law, OfColumn):
        return law.law.labels[:, None], lambda frame: texts(frame, law.column)[:, None]
    if isinstance(law, Remembered):
        column = law.law.column if isinstance(law.law, Words) else None
        return law.marks[:, None], lambda frame: _marked(frame, steps, column)[:, None]
    width = law.points.shape[1]
    return law.points, lambda frame: as_points(frame, width) if steps is None else steps.transform(frame)


def _marked(frame: Any, steps: Preprocessor | None, column: str | None) -> NDArray[np.uint64]:
    if column is not None:
        return marks_of(documents(frame, column))
    return marks_of(frame if steps is None else steps.transform(frame))


def _matched(sample: NDArray[Any], points: NDArray[Any]) -> IntArray:
    """The row that equals each point of the sample, copies in order and each row once; −1 where there is none."""
    if sample.shape[1] != points.shape[1]:
        return np.full(len(sample), -1)
    ids = np.unique(np.concatenate([sample, points]), axis=0, return_inverse=True)[1].ravel()
    mine, theirs = (_numbered(part, len(ids)) for part in np.split(ids, [len(sample)]))
    order = np.argsort(theirs)
    place = np.minimum(np.searchsorted(theirs, mine, sorter=order), len(theirs) - 1)
    return np.where(theirs[order[place]] == mine, order[place], -1)


def _numbered(ids: IntArray, most: int) -> IntArray:
    """Numbers that tell copies apart: the first, second, … of each id."""
    order = np.argsort(ids, kind="stable")
    starts = np.flatnonzero(np.diff(ids[order], prepend=-1))
    times = np.empty(len(ids), dtype=np.int64)
    times[order] = np.arange(len(ids)) - np.repeat(starts, np.diff(np.append(starts, len(ids))))
    return np.asarray(ids * most + times, dtype=np.int64)
