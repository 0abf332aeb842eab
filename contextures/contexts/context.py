"""A context: the joint law of an input X and a context variable A, both with finitely many values."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from typing import Any, final

import numpy as np
from numpy.typing import ArrayLike

from contextures import arrays
from contextures.archive import packed_labels, read_arrays, unpacked_labels, write_arrays
from contextures.arrays import FloatArray, IntArray, Labels, read_only
from contextures.contexts.decomposition import decompose
from contextures.contexts.shown import corner
from contextures.errors import InputError
from contextures.markup import card
from contextures.reading.frames import labelled

TOTALS = frozenset({"total", "totals", "sum", "all", "(all)", "margin", "margins", "grand total", "σ", "∑", "sums"})
"""How the row or the column of totals is called (lower case)."""


@final
@dataclass(frozen=True, eq=False, repr=False)
class Context:
    """A joint law P⁺ of (X, A) on finitely many points, with its operator and its singular value decomposition.

    Made by `from_table`, `from_conditional`, `from_pairs` or `from_graph`. Rows (values of X) and columns (values of A)
    of zero mass are dropped and remembered; everything below is over the kept ones. All arrays are read-only.

    Attributes
    ----------
    joint : ndarray, (n_x, n_a)
        P⁺(x, a) ≥ 0, of sum 1, without a zero row or column.
    row_labels, column_labels : tuple
        Labels of the kept rows and columns; their original positions where the input had no labels.
    dropped_rows, dropped_columns : tuple
        Labels of the rows and columns of zero mass.
    kept_rows, kept_columns : ndarray of int, (n_x,) and (n_a,)
        Original positions of the kept rows and columns.
    original_shape : (int, int)
        Numbers of rows and columns before any were dropped.
    counts : ndarray of int or None, (n_x, n_a)
        The counts, if the law was given as whole numbers of observations; of Python's integers, where their total is
        2⁶³ or more.

    Notes
    -----
    The constants μ_0 = 1 and ν_0 = 1 are split off before the decomposition, so a repeated s_1 = 1 is no special case
    and null singular functions have mean zero too.
    """

    joint: FloatArray
    row_labels: Labels
    column_labels: Labels
    dropped_rows: Labels
    dropped_columns: Labels
    kept_rows: IntArray
    kept_columns: IntArray
    original_shape: tuple[int, int]
    counts: IntArray | None

    @classmethod
    def from_table(
        cls,
        counts: Any,
        *,
        row_labels: Iterable[Hashable] | None = None,
        column_labels: Iterable[Hashable] | None = None,
    ) -> Context:
        """Context of a contingency table or a joint pmf.

        Parameters
        ----------
        counts : array_like, sparse matrix or data frame, (N, M)
            Nonnegative numbers, not all zero; divided by their sum. Whole numbers are kept as `Context.counts`.
        row_labels, column_labels : iterables of N and M hashable values, optional
            Default: the labels of a data frame, else the positions 0, 1, ….

        Raises
        ------
        InputError
            Where the table is not a matrix of nonnegative finite numbers, or has no positive entry.
        """
        values, rows, columns = labelled(counts)
        table, whole = arrays.nonnegative(values, "counts", 2), arrays.whole(values, "counts")
        for labels, last, rest in ((rows, table[-1], table[:-1]), (columns, table[:, -1], table[:, :-1].T)):
            if labels and str(labels[-1]).lower() in TOTALS and len(rest) > 1 and np.allclose(last, rest.sum(axis=0)):
                raise InputError(
                    f"counts has a last line {labels[-1]!r} that holds totals; the table without them is right"
                )
        row_labels = rows if row_labels is None else row_labels
        column_labels = columns if column_labels is None else column_labels
        return cls._normalised(table, row_labels, column_labels, whole)

    @classmethod
    def from_conditional(
        cls,
        P: ArrayLike,
        p_x: ArrayLike,
        *,
        row_labels: Iterable[Hashable] | None = None,
        column_labels: Iterable[Hashable] | None = None,
    ) -> Context:
        """Context of the conditional law P⁺(a|x) and the marginal P_X.

        Parameters
        ----------
        P : array_like, (N, M)
            Row x is P⁺(·|x): nonnegative, of sum 1 (to 1e-8; rescaled to it).
        p_x : array_like, (N,)
            P_X: nonnegative, of sum 1 (to 1e-8; rescaled to it).
        row_labels, column_labels : iterables of N and M hashable values, optional
            Default: the positions 0, 1, ….

        Raises
        ------
        InputError
            Where a row of `P` or `p_x` is no probability vector, or their lengths differ.
        """
        conditional, marginal = arrays.probabilities(P, "P", 2), arrays.probabilities(p_x, "p_x", 1)
        if len(marginal) != len(conditional):
            raise InputError(f"p_x has {len(marginal)} entries; {len(conditional)}, one for each row of P, are right")
        return cls._normalised(conditional * marginal[:, None], row_labels, column_labels)

    @classmethod
    def from_pairs(cls, xs: Iterable[Hashable], as_: Iterable[Hashable], counts: ArrayLike | None = None) -> Context:
        """Context of paired observations (x_1, a_1), …, (x_n, a_n): their empirical law.

        Parameters
        ----------
        xs, as_ : iterables of n hashable values
            The values become the labels, sorted if they can be, else in the order in which they appear.
        counts : array_like, (n,), optional
            How often each pair was seen: nonnegative. Default: once.

        Raises
        ------
        InputError
            Where there is no pair, the lengths differ, or a value is NaN or not hashable.
        """
        table, x_labels, a_labels = arrays.cross_table(xs, as_, counts)
        return cls.from_table(table, row_labels=x_labels, column_labels=a_labels)

    @classmethod
    def from_graph(cls, W: Any) -> Context:
        """Context of an undirected graph: X a node in proportion to its degree, A a neighbour in proportion to w(x, a).

        Parameters
        ----------
        W : array_like, sparse matrix or data frame, (N, N)
            Symmetric nonnegative weights; loops w(u, u) are allowed and count once in the degree Σ_v w(u, v).

        Raises
        ------
        InputError
            Where the weights are negative, not finite, not square, not symmetric or all zero.

        Notes
        -----
        The singular values are the absolute eigenvalues of D^{-1/2}WD^{-1/2}. Isolated nodes are dropped. Whole weights
        are no counts of observations: `counts` is None.
        """
        values, rows, columns = labelled(W)
        if rows is not None and columns is not None and rows != columns:
            if set(rows) != set(columns) or not hasattr(W, "loc"):
                raise InputError(
                    "W has other labels of rows than of columns; the same nodes in the same order are right"
                )
            values = W.loc[:, rows]
        return cls._normalised(arrays.symmetric(values, "W"), rows, rows)

    @classmethod
    def _normalised(
        cls,
        table: FloatArray,
        row_labels: Iterable[Hashable] | None = None,
        column_labels: Iterable[Hashable] | None = None,
        counts: IntArray | None = None,
    ) -> Context:
        """The joint law in proportion to a nonnegative table, which holds these counts if they are given."""
        with np.errstate(over="ignore"):
            total = float(table.sum())
        if not 0 < total < np.inf:
            raise InputError(f"the entries sum to {total:g}; a joint law needs a positive, finite total mass")
        mass = table / total
        kept_rows, kept_columns = np.flatnonzero(mass.any(axis=1)), np.flatnonzero(mass.any(axis=0))
        kept = np.ix_(kept_rows, kept_columns)
        rows, dropped_rows = arrays.parted(row_labels, kept_rows, len(table), "row_labels")
        columns, dropped_columns = arrays.parted(column_labels, kept_columns, table.shape[1], "column_labels")
        return cls(
            joint=read_only(mass[kept]),
            row_labels=rows,
            column_labels=columns,
            dropped_rows=dropped_rows,
            dropped_columns=dropped_columns,
            kept_rows=read_only(kept_rows),
            kept_columns=read_only(kept_columns),
            original_shape=(table.shape[0], table.shape[1]),
            counts=None if counts is None else read_only(counts[kept]),
        )

    def save(self, path: str | PathLike[str]) -> None:
        """Write the context to an .npz file, whole or not at all.

        Raises
        ------
        InputError
            Where the file cannot be written, or a label is neither text nor a number.
        """
        labels = ("row_labels", "column_labels", "dropped_rows", "dropped_columns")
        stored = {name: packed_labels(getattr(self, name), name) for name in labels}
        stored |= {name: getattr(self, name) for name in ("joint", "kept_rows", "kept_columns")}
        stored["original_shape"] = np.array(self.original_shape)
        if self.counts is not None:
            stored["counts"] = self.counts if self.counts.dtype.kind == "i" else self.counts.astype(str)
        write_arrays(path, "context", stored)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Context:
        """Read a context that `save` wrote.

        Raises
        ------
        InputError
            Where there is no such file, or it holds no finite context.
        """
        stored = read_arrays(path, "context")[1]
        try:
            shape = stored["original_shape"].tolist()
            context = cls(
                joint=read_only(arrays.nonnegative(stored["joint"], "joint", 2)),
                row_labels=unpacked_labels(stored["row_labels"]),
                column_labels=unpacked_labels(stored["column_labels"]),
                dropped_rows=unpacked_labels(stored["dropped_rows"]),
                dropped_columns=unpacked_labels(stored["dropped_columns"]),
                kept_rows=read_only(stored["kept_rows"]),
                kept_columns=read_only(stored["kept_columns"]),
                original_shape=(shape[0], shape[1]),
                counts=read_only(_whole(stored["counts"])) if "counts" in stored else None,
            )
            context._refuse_unsound()
        except (KeyError, ValueError, IndexError, TypeError, AttributeError) as error:
            raise InputError(f"{path} is no whole saved context; a file written by `save` is right") from error
        return context

    def _refuse_unsound(self) -> None:
        """Raise InputError where what a file held is no context: masses, labels and positions that do not fit."""
        masses = self.joint.sum(axis=1), self.joint.sum(axis=0)
        if not all((mass > 0).all() for mass in masses) or abs(masses[0].sum() - 1) > arrays.SUM_TOLERANCE:
            raise InputError("the joint law has an empty row or column, or another sum than 1")
        sides = (
            (self.row_labels, self.dropped_rows, self.kept_rows),
            (self.column_labels, self.dropped_columns, self.kept_columns),
        )
        for size, kept, (labels, dropped, positions) in zip(self.original_shape, self.shape, sides, strict=True):
            fit = len(labels) == kept == len(positions) and len(dropped) == size - kept
            if not fit or not (np.diff(positions) > 0).all() or positions[0] < 0 or positions[-1] >= size:
                raise InputError("labels and positions do not fit the joint law")
        if self.counts is not None and (self.counts.shape != self.joint.shape or (self.counts < 0).any()):
            raise InputError("the counts do not fit the joint law")

    def __repr__(self) -> str:
        """Shape, and the number of observations if there is one."""
        return f"Context(n_x={self.n_x}, n_a={self.n_a}" + ("" if self.total is None else f", total={self.total}") + ")"

    def _repr_html_(self) -> str:
        """The counts where there are any, else the probabilities: a corner of the table, for a notebook."""
        entries = self.joint if self.counts is None else np.asarray(self.counts, dtype=float)
        labels = (self.row_labels or range(self.n_x), self.column_labels or range(self.n_a))
        return card(repr(self), corner(entries, *labels))

    @property
    def shape(self) -> tuple[int, int]:
        """(n_x, n_a)."""
        return self.n_x, self.n_a

    @property
    def n_x(self) -> int:
        """The number N of kept values of X."""
        return len(self.joint)

    @property
    def n_a(self) -> int:
        """The number M of kept values of A."""
        return len(self.joint.T)

    @property
    def total(self) -> int | None:
        """Number of observations; None where the law was not given as counts."""
        return None if self.counts is None else int(self.counts.sum())

    @cached_property
    def p_x(self) -> FloatArray:
        """The marginal P_X > 0, (n_x,)."""
        return read_only(self.joint.sum(axis=1))

    @cached_property
    def p_a(self) -> FloatArray:
        """The marginal P_A > 0, (n_a,)."""
        return read_only(self.joint.sum(axis=0))

    @cached_property
    def conditional(self) -> FloatArray:
        """The conditional law P⁺(a|x), (n_x, n_a), rows of sum 1: the matrix of T."""
        return read_only(self.joint / self.p_x[:, None])

    @cached_property
    def operator(self) -> FloatArray:
        """Q(x, a) = P⁺(x, a) / √(P_X(x) P_A(a)), (n_x, n_a): T in orthonormal coordinates."""
        return read_only(self.joint / np.sqrt(self.p_x)[:, None] / np.sqrt(self.p_a))

    @cached_property
    def centred_operator(self) -> FloatArray:
        """Q̃ = Q − √P_X √P_Aᵀ, (n_x, n_a): Q with the constants removed."""
        return read_only(self.operator - np.outer(np.sqrt(self.p_x), np.sqrt(self.p_a)))

    @cached_property
    def kernel_x(self) -> FloatArray:
        """The dual kernel k_X(x, x'), (n_x, n_x): that of TT* with respect to P_X."""
        scaled = self.operator / np.sqrt(self.p_x)[:, None]
        return read_only(scaled @ scaled.T)

    @cached_property
    def kernel_diagonal(self) -> FloatArray:
        """k_X(x, x) = 1 + χ²(P⁺(·|x) ‖ P_A), (n_x,); its largest entry is the context complexity κ²."""
        return read_only((self.conditional**2 / self.p_a).sum(axis=1))

    @cached_property
    def kernel_a(self) -> FloatArray:
        """The positive-pair kernel k_A(a, a'), (n_a, n_a): that of T*T with respect to P_A."""
        scaled = self.operator / np.sqrt(self.p_a)
        return read_only(scaled.T @ scaled)

    @cached_property
    def _decomposition(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        s, left, right = decompose(self.centred_operator, self.p_x, self.p_a)
        return read_only(s), read_only(left), read_only(right)

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (min(n_x, n_a) − 1,), zeros included and the constant s_0 = 1 excluded."""
        return self._decomposition[0]

    @property
    def left(self) -> FloatArray:
        """μ_1, μ_2, … as columns, (n_x, r): of mean zero and orthonormal in L²(P_X)."""
        return self._decomposition[1]

    @property
    def right(self) -> FloatArray:
        """ν_1, ν_2, … as columns, (n_a, r): of mean zero and orthonormal in L²(P_A)."""
        return self._decomposition[2]

    @cached_property
    def chi_square(self) -> float:
        """χ²(P⁺ ‖ P_X⊗P_A) = Σ_i s_i² ≥ 0, the total inertia of correspondence analysis."""
        return float(self.singular_values @ self.singular_values)

    def on_x(self, values: ArrayLike) -> FloatArray:
        """A function on X (a task, an encoder) restricted to the kept rows.

        Parameters
        ----------
        values : array_like, (N,) or (N, d)
            One finite value or one vector for each original row, or for each kept row; those of a series or data frame
            by the labels of the rows, where the context has such.

        Returns
        -------
        ndarray, (n_x,) or (n_x, d)

        Raises
        ------
        InputError
            Where the length is neither, an entry is not a finite number, or labels are not those of the rows.
        """
        array = arrays.finite(self._in_order(values), "values")
        if array.ndim not in (1, 2) or array.size == 0:
            raise InputError(f"values has shape {array.shape}; a function on X has shape (N,) or (N, d) with d ≥ 1")
        if len(array) == self.n_x:
            return array
        if len(array) == self.original_shape[0]:
            return array[self.kept_rows]
        expected = " or ".join(map(str, sorted({self.n_x, self.original_shape[0]})))
        raise InputError(f"values has {len(array)} rows; a function on X has {expected} here, one for each value of X")

    def _in_order(self, values: Any) -> Any:
        """Values with an index of labels in the order of the kept rows."""
        index = getattr(values, "index", None)
        if index is None or not hasattr(values, "loc") or type(index).__name__ == "RangeIndex":
            return values
        if set(index) != set(self.row_labels) and set(index) != {*self.row_labels, *self.dropped_rows}:
            odd = next((x for x in index if x not in self.row_labels), None) or self.row_labels[0]
            raise InputError(f"values has other labels than the rows of the context ({odd!r}); the same are right")
        if not index.is_unique:
            raise InputError("values has labels that occur twice; one value for each row is right")
        return values.loc[list(self.row_labels)]

    def encoder_on_x(self, values: ArrayLike) -> FloatArray:
        """`on_x`, always with columns: (n_x, d), where a single function (N,) is an encoder with d = 1."""
        array = self.on_x(values)
        return array[:, None] if array.ndim == 1 else array


def finite_context(context: Any) -> Context:
    """Return a finite context as it is.

    Raises
    ------
    InputError
        Where it is anything else.
    """
    if not isinstance(context, Context):
        raise InputError(
            f"context is a {type(context).__name__}; a finite Context, such as Context.from_table makes, is right"
        )
    return context


def _whole(stored: IntArray) -> IntArray:
    """Counts as they were saved: large ones as text."""
    return stored if stored.dtype.kind == "i" else np.array(list(map(int, stored.flat)), object).reshape(stored.shape)
