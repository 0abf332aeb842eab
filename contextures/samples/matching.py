"""Which point of one context is which of another: by its label where labels are known, else by position."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from contextures.arrays import IntArray
from contextures.contexts.mixing import AGREEMENT
from contextures.errors import InputError
from contextures.samples.conditionals import Matrix
from contextures.samples.data_context import DataContext
from contextures.samples.matrices import rows_of
from contextures.samples.sample_law import Names


def over_one_law(contexts: Sequence[DataContext]) -> tuple[list[Matrix], Names | None]:
    """Return P⁺(a|x) of contexts with one P_X, (n_x, n_a), their points in one order, and the labels of these.

    Parameters
    ----------
    contexts : sequence of DataContext
        Those with labels are put in the order of the first of them; the others are in that order.

    Raises
    ------
    InputError
        Where the points or the laws P_X differ.
    """
    first = contexts[0]
    known = next((k for k, context in enumerate(contexts, 1) if context.row_labels is not None), None)
    labels = None if known is None else contexts[known - 1].row_labels
    laws = []
    for k, context in enumerate(contexts, 1):
        if context.n_x != first.n_x and (k == known or labels is None or context.row_labels is None):
            raise InputError(f"context {k} has {context.n_x} points and context 1 has {first.n_x}; the same are right")
        if labels is None or context.row_labels is None:
            order = np.arange(context.n_x)
        else:
            order = _places(labels, context.row_labels, k, f"context {known} has; the same points are right")
            if len(order) < context.n_x:
                odd = str(np.delete(context.row_labels, order)[0])
                raise InputError(f"context {known} has no point {odd!r}, which context {k} has; the same are right")
        if np.abs(context.p_x[order] - first.p_x).max() > AGREEMENT:
            raise InputError(f"context {k} has another P_X than context 1; one law of the points is right")
        laws.append(rows_of(context.conditional, order))
    return laws, labels


def chained(contexts: Sequence[DataContext]) -> list[IntArray]:
    """Return the points of each context but the first that the values of A of the one before are, (n_a,).

    Raises
    ------
    InputError
        Where a value of A is no point of the next context.
    """
    rows = []
    for k, (context, following) in enumerate(pairwise(contexts), 2):
        if context.column_labels is not None and following.row_labels is not None:
            values = context.column_labels[context.kept_columns]
            what = f"is a value of A in context {k - 1}; a context on all of these is right"
            rows.append(_places(values, following.row_labels, k, what))
        elif len(context.column_of) != following.n_x:
            raise InputError(
                f"context {k} has {following.n_x} points and context {k - 1} has {len(context.column_of)} values of A; "
                "a context on the values of A is right, such as neighbours in the same sample"
            )
        else:
            rows.append(context.kept_columns)
    return rows


def _places(labels: Names, among: Names, k: int, what: str) -> IntArray:
    """The position of each label among those of context k; InputError, which says what the labels are, for none."""
    position = {label: i for i, label in enumerate(among.tolist())}
    missing = next((label for label in labels.tolist() if label not in position), None)
    if missing is not None:
        raise InputError(f"context {k} has no point {missing!r}, which {what}")
    return np.array([position[label] for label in labels.tolist()], dtype=np.int64)
