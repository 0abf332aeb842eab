"""The map of a table: its rows and columns as points, with what correspondence analysis says of each."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from contextures.arrays import FloatArray, Labels
from contextures.contexts.context import Context
from contextures.errors import InputError


@dataclass(frozen=True, eq=False, repr=False)
class Points:
    """Rows or columns of a table as points.

    Attributes
    ----------
    labels : tuple
    mass : ndarray, (n,)
        P_X or P_A; of supplementary points the share of their own table, which has no part in the axes.
    inertia : ndarray, (n,)
        Mass times squared distance from the average; those of the rows, and those of the columns, sum to Σ_i s_i². 0
        for supplementary points.
    principal : ndarray, (n, r)
        s_i μ_i or s_i ν_i: Euclidean distances are χ² distances of profiles.
    standard : ndarray, (n, r)
        μ_i or ν_i, of variance 1; NaN for supplementary points where s_i = 0.
    contributions : ndarray, (n, r)
        Parts of each axis, which sum to 1 over the points; 0 for supplementary ones.
    cos2 : ndarray, (n, r)
        Part of the squared distance that each axis shows, in [0, 1]; 0 for a point at the average.
    """

    labels: Labels
    mass: FloatArray
    inertia: FloatArray
    principal: FloatArray
    standard: FloatArray
    contributions: FloatArray
    cos2: FloatArray

    def __repr__(self) -> str:
        """How many points and axes."""
        return f"Points({len(self.labels)} on {self.principal.shape[1]} axes)"

    def first(self, rank: int) -> Self:
        """Return the points on the first axes."""
        cut = (self.principal, self.standard, self.contributions, self.cos2)
        return type(self)(self.labels, self.mass, self.inertia, *(values[:, :rank] for values in cut))

    def to_json(self) -> dict[str, Any]:
        """Return what `contextures spectrum --coordinates --json` writes of them; what is not a number is null."""
        numbers = ("mass", "inertia", "principal", "standard", "contributions", "cos2")
        return {"labels": list(self.labels), **{name: _listed(getattr(self, name)) for name in numbers}}


@dataclass(frozen=True, eq=False, repr=False)
class Map:
    """Rows and columns of a table as points of the same axes.

    Attributes
    ----------
    rows, columns : Points
    supplementary_rows, supplementary_columns : Points
        Points that are shown and have no part in the axes; there may be none.
    singular_values : ndarray, (r,)
    """

    rows: Points
    columns: Points
    supplementary_rows: Points
    supplementary_columns: Points
    singular_values: FloatArray

    def __repr__(self) -> str:
        """How many points there are."""
        extra = len(self.supplementary_rows.labels) + len(self.supplementary_columns.labels)
        told = f"Map({len(self.rows.labels)} rows, {len(self.columns.labels)} columns"
        return f"{told}, {extra} supplementary)" if extra else f"{told})"

    def first(self, rank: int) -> Self:
        """Return the map on the first axes."""
        return type(self)(
            self.rows.first(rank),
            self.columns.first(rank),
            self.supplementary_rows.first(rank),
            self.supplementary_columns.first(rank),
            self.singular_values[:rank],
        )

    def to_json(self) -> dict[str, Any]:
        """Return the points by kind."""
        kinds = ("rows", "columns", "supplementary_rows", "supplementary_columns")
        return {kind: getattr(self, kind).to_json() for kind in kinds}


@dataclass(frozen=True, eq=False)
class Extra:
    """Lines of a table that have no part in its law: (k, n_a) for rows, (n_x, k) transposed for columns.

    Attributes
    ----------
    labels : tuple
    profiles : ndarray, (k, n)
        Each of sum 1.
    mass : ndarray, (k,)
    """

    labels: Labels
    profiles: FloatArray
    mass: FloatArray


def without_lines(
    context: Context, rows: Iterable[Hashable], columns: Iterable[Hashable]
) -> tuple[Context, Extra, Extra]:
    """Return the context of the other rows and columns, and the named ones as supplementary lines of it.

    Raises
    ------
    InputError
        Where a label is unknown or given twice, fewer than one row and column are left, or a supplementary line is zero
        on what is left.
    """
    out = [_places(context.row_labels, rows, "row"), _places(context.column_labels, columns, "column")]
    kept = [np.setdiff1d(np.arange(size), places) for size, places in zip(context.shape, out, strict=True)]
    if not all(len(places) for places in kept):
        raise InputError("every row or column is supplementary; at least one of each must have a part in the law")
    table: Any = context.joint if context.counts is None else context.counts
    names = context.row_labels, context.column_labels
    active = Context.from_table(
        table[np.ix_(*kept)],
        row_labels=[names[0][i] for i in kept[0]],
        column_labels=[names[1][i] for i in kept[1]],
    )
    inside = [kept[0][active.kept_rows], kept[1][active.kept_columns]]
    total = float(context.joint[np.ix_(*kept)].sum())
    return (
        active,
        _extra(context.joint[np.ix_(out[0], inside[1])], tuple(names[0][i] for i in out[0]), total, "row"),
        _extra(context.joint[np.ix_(inside[0], out[1])].T, tuple(names[1][i] for i in out[1]), total, "column"),
    )


def nothing(size: int) -> Extra:
    """Return no supplementary lines over so many values."""
    return Extra((), np.zeros((0, size)), np.zeros(0))


def map_of(context: Context, rows: Extra | None = None, columns: Extra | None = None) -> Map:
    """Return the rows and columns of a context as points, and supplementary ones on the same axes.

    References
    ----------
    Greenacre (2017), Correspondence Analysis in Practice, 3rd ed.
    """
    s = context.singular_values
    return Map(
        _points(context.row_labels, context.p_x, context.left, s),
        _points(context.column_labels, context.p_a, context.right, s),
        _placed(rows or nothing(context.n_a), context.p_a, context.right, s),
        _placed(columns or nothing(context.n_x), context.p_x, context.left, s),
        s,
    )


def _listed(values: FloatArray) -> Any:
    """Numbers as lists, None for what is none."""
    as_objects = values.astype(object)
    as_objects[np.isnan(values)] = None
    return as_objects.tolist()


def _points(labels: Labels, mass: FloatArray, functions: FloatArray, s: FloatArray) -> Points:
    principal = functions * s
    squares = (principal**2).sum(axis=1)
    return Points(
        labels, mass, mass * squares, principal, functions, mass[:, None] * functions**2, _parts(principal, squares)
    )


def _placed(extra: Extra, mass: FloatArray, functions: FloatArray, s: FloatArray) -> Points:
    """Supplementary points: averages of the other side's functions, by the transition formula."""
    principal = extra.profiles @ functions
    squares = ((extra.profiles - mass) ** 2 / mass).sum(axis=1)
    standard = np.divide(principal, s, out=np.full_like(principal, np.nan), where=s > 0)
    zero = np.zeros(principal.shape)
    return Points(
        extra.labels, extra.mass, np.zeros(len(squares)), principal, standard, zero, _parts(principal, squares)
    )


def _parts(principal: FloatArray, squares: FloatArray) -> FloatArray:
    return np.divide(principal**2, squares[:, None], out=np.zeros_like(principal), where=squares[:, None] > 0)


def _places(labels: Labels, chosen: Iterable[Hashable], kind: str) -> Any:
    """Positions of labels; of a label that is no text, its text will do."""
    by_text = {str(label): i for i, label in enumerate(labels)}
    places = []
    for label in chosen:
        if str(label) not in by_text:
            known = ", ".join(map(str, labels[:8])) + (", …" if len(labels) > 8 else "")
            raise InputError(f"the supplementary {kind} {label!r} is none of the table's: {known}")
        places.append(by_text[str(label)])
    if len(set(places)) < len(places):
        raise InputError(f"a supplementary {kind} is given twice; once is right")
    return np.array(places, dtype=np.int64)


def _extra(lines: FloatArray, labels: Labels, total: float, kind: str) -> Extra:
    sums = lines.sum(axis=1)
    empty = np.flatnonzero(sums == 0)
    if empty.size:
        raise InputError(f"the supplementary {kind} {labels[empty[0]]!r} is zero on all that is not supplementary")
    return Extra(labels, lines / sums[:, None], sums / total)
