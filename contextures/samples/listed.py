"""Contexts of lists: the views of an item, and the neighbours of a node in a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike

from contextures import arrays
from contextures.arrays import FloatArray, is_missing, read_only
from contextures.errors import InputError
from contextures.reading.frames import is_series, values_of
from contextures.samples.data_context import DataContext, assembled
from contextures.samples.named_laws import Listed
from contextures.samples.sample_law import Names


def view_context(
    items: Sequence[Hashable],
    views: Sequence[Hashable],
    weights: ArrayLike | None = None,
    *,
    order: Sequence[Hashable] | None = None,
) -> DataContext:
    """Context of listed views: A is a view of item x, such as an augmentation, in proportion to its weight.

    Parameters
    ----------
    items, views : sequences of labels, (m,)
        A pair each. Labels are compared as text.
    weights : array_like, (m,), optional
        > 0; those of a pair that occurs more than once are added. Default: 1.
    order : sequence of labels, optional
        The items in the order that points are to have. Default: that in which they appear.

    Returns
    -------
    DataContext
        P_X is uniform on the items. A new point is given by the list of its views, or a mapping from views to weights;
        views of no item do not count.

    Raises
    ------
    InputError
        Where the lengths differ, a label is missing, a weight is not positive, or `order` holds an item without a view,
        one twice, or not all.

    Examples
    --------
    >>> from contextures import view_context
    >>> context = view_context(["cat", "cat", "dog", "dog"], ["fur", "paw", "paw", "bone"])
    >>> context.spectrum().singular_values.round(3)
    array([0.707])
    >>> context.spectrum().transform([["fur"], ["paw"]]).round(3).shape
    (2, 1)
    """
    matrix, _, names, labels = _counted(items, views, weights, order, "item")
    return _listed(matrix, None, names, labels, f"views of {matrix.shape[0]} items")


def graph_context(
    sources: Sequence[Hashable],
    targets: Sequence[Hashable],
    weights: ArrayLike | None = None,
    *,
    order: Sequence[Hashable] | None = None,
    uniform: bool = False,
) -> DataContext:
    """Context of a graph given by its edges: A is a neighbour of node x, in proportion to the weight of their edge.

    Parameters
    ----------
    sources, targets : sequences of labels, (m,)
        The ends of each edge, which has no direction; labels are compared as text.
    weights : array_like, (m,), optional
        > 0; those of an edge that is listed more than once are added. Default: 1.
    order : sequence of labels, optional
        The nodes in the order that points are to have. Default: that in which they appear.
    uniform : bool
        Whether P_X is uniform, as in other contexts of samples that it may be mixed with; else it is in proportion to
        the degree, the law that a walk keeps.

    Returns
    -------
    DataContext
        Its singular values, for P_X by degree, are the absolute eigenvalues of the normalised adjacency matrix. A new
        node is given by the list of its neighbours, or a mapping from them to weights.

    Raises
    ------
    InputError
        Where the lengths differ, a label is missing, a weight is not positive, or `order` holds a node without an edge,
        one twice, or not all.

    Examples
    --------
    >>> from contextures import graph_context
    >>> graph_context(["a", "b", "c"], ["b", "c", "a"]).spectrum().singular_values.round(3)
    array([0.5, 0.5])
    """
    one, other = _texts(sources, "sources"), _texts(targets, "targets")
    if len(one) != len(other):
        raise InputError(f"{len(one)} sources and {len(other)} targets; two ends of each edge are right")
    w = _weights(weights, len(one))
    back = [i for i in range(len(one)) if one[i] != other[i]]
    ends = list(dict.fromkeys(end for edge in zip(one, other, strict=True) for end in edge))
    sides = one + [other[i] for i in back], other + [one[i] for i in back]
    matrix, degrees, names, labels = _counted(*sides, np.r_[w, w[back]], ends if order is None else order, "node")
    masses = None if uniform else degrees / degrees.sum()
    words = f"neighbours in a graph of {len(degrees)} nodes and {len(one)} edges"
    return _listed(matrix, masses, names, labels, words)


def _counted(
    items: Sequence[Hashable], values: Sequence[Hashable], weights: ArrayLike | None, order: Any, what: str
) -> tuple[sp.csr_array, FloatArray, Names, Names]:
    """Weights of pairs as a matrix with rows of sum 1, their sums before, and the labels of its rows and columns."""
    rows, columns = _texts(items, f"{what}s"), _texts(values, "values")
    if len(rows) != len(columns) or not len(rows):
        raise InputError(
            f"{len(rows)} {what}s and {len(columns)} values of A; one for each, and at least one, are right"
        )
    names = list(dict.fromkeys(rows)) if order is None else _texts(order, "order")
    twin = next((name for name, times in Counter(names).items() if times > 1), None)
    if twin is not None:
        raise InputError(f"order holds {twin!r} more than once; each {what} once is right")
    place = {name: i for i, name in enumerate(names)}
    unknown = next((row for row in rows if row not in place), None)
    if unknown is not None:
        raise InputError(f"{what} {unknown!r} is not in the order of points; all of them are right")
    labels = np.array(names if what == "node" else sorted(set(columns)), dtype=np.str_)
    column = {str(name): j for j, name in enumerate(labels)}
    where = [place[row] for row in rows], [column[value] for value in columns]
    counts = sp.coo_array((_weights(weights, len(rows)), where), shape=(len(names), len(labels))).tocsr()
    sums: FloatArray = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
    if not (sums > 0).all():
        raise InputError(f"{what} {names[int(np.argmin(sums))]!r} has nothing listed; leave it out")
    return sp.csr_array(sp.diags_array(1.0 / sums) @ counts), sums, np.array(names, dtype=np.str_), labels


def _listed(matrix: sp.csr_array, masses: FloatArray | None, names: Names, labels: Names, words: str) -> DataContext:
    p_x = np.full(matrix.shape[0], 1.0 / matrix.shape[0]) if masses is None else masses
    context = assembled(matrix, np.arange(len(p_x)), p_x, Listed(labels, matrix.T @ p_x), words)
    return replace(context, row_labels=read_only(names), column_labels=read_only(labels))


def _texts(labels: Any, name: str) -> list[str]:
    """Labels as text; InputError where one is missing."""
    if isinstance(labels, str) or not isinstance(labels, Iterable):
        raise InputError(f"{name} is of type {type(labels).__name__}; a list of labels is right")
    given = list(values_of(labels) if is_series(labels) else labels)
    for i, label in enumerate(given):
        if not isinstance(label, Hashable):
            raise InputError(f"{name} holds several values at position {i}; one label is right")
        if is_missing(label):
            raise InputError(f"{name} holds a missing label at position {i}; leave it out")
    return [str(label) for label in given]


def _weights(weights: Any, size: int) -> FloatArray:
    if weights is None:
        return np.ones(size)
    w = arrays.nonnegative(weights, "weights", 1, positive=True)
    if len(w) != size:
        raise InputError(f"weights has {len(w)} entries; {size}, one for each pair, are right")
    return w
