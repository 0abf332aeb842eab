"""A conditional law on the points of a sample: what it is, its marginals, and how it is applied."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray
from scipy.sparse.linalg import LinearOperator

from contextures import arrays
from contextures.archive import Arrays, Path, write_arrays
from contextures.arrays import FloatArray, IntArray, read_only
from contextures.errors import InputError
from contextures.markup import card, table
from contextures.samples.approximate import Audit
from contextures.samples.base_laws import refuse_no_point
from contextures.samples.concatenated import Concatenated
from contextures.samples.conditionals import Conditional, Matrix, is_sparse
from contextures.samples.cut import Cut
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.matrices import BLOCK, column_masses, selection
from contextures.samples.operator import Operator
from contextures.samples.packing import packed_law, packed_matrix

Names: TypeAlias = NDArray[np.str_]
"""Labels as text, (n,), each once."""

ROUNDING = 1e-24
"""A variance below this part of the mean square is that of a constant."""


@dataclass(frozen=True, eq=False, repr=False)
class SampleLaw:
    """A law P⁺(a|x) on the n points of a sample, as a matrix that is never densified.

    Points that occur more than
    once are stored once, in the *core*; everything public speaks of the original points.

    Attributes
    ----------
    core : ndarray, sparse array or LinearOperator, (r, c)
        P⁺(·|x) of the distinct points, over the distinct values of A of positive mass.
    row_of : ndarray of int, (n,)
        The row of the core that each point has.
    column_of : ndarray of int, (m,)
        The column of the core that each value of A has; −1 where its mass is zero, which drops it.
    p_rows : ndarray, (r,)
        P_X of the distinct points.
    law : Conditional or None
        The law at new points, over the columns of the core; None where it is known on the sample only.
    description : str
        What the context is, in words.
    preprocessing : tuple of str
        What was done to the columns of a data frame first, a sentence each.
    audit : Audit or None
        How many of the nearest neighbours were found, where they are approximate; of a mixture, in the part where they
        are fewest.
    cut : Cut or None
        What was left out of the law, where it is a kernel cut to the nearest points; of a mixture, of the part that
        leaves out most.
    parts : tuple of str
        What is approximate in the parts of a mixture, a sentence each. Its law is exact for the parts as they are.
    row_labels : ndarray of str, (n,), or None
        The labels of the points, where they are known, as of nodes and items: contexts are then mixed by label.
    column_labels : ndarray of str, (m,), or None
        Those of the values of A.
    """

    core: Matrix
    row_of: IntArray
    column_of: IntArray
    p_rows: FloatArray
    law: Conditional | None
    description: str
    preprocessing: tuple[str, ...] = ()
    audit: Audit | None = None
    cut: Cut | None = None
    parts: tuple[str, ...] = ()
    row_labels: Names | None = None
    column_labels: Names | None = None

    def __repr__(self) -> str:
        """Shape and kind."""
        return f"{type(self).__name__}(n_x={self.n_x}, n_a={self.n_a}, {self.description})"

    def _repr_html_(self) -> str:
        """What it is and its size, for a notebook."""
        rows = [["points", str(self.n_x)], ["of them different", str(len(self.p_rows))], ["values of A", str(self.n_a)]]
        return card(self.description, table(["", "number"], rows))

    @property
    def n_x(self) -> int:
        """Number n of points, repeated ones included."""
        return len(self.row_of)

    @property
    def exact_neighbours(self) -> bool:
        """Whether no neighbours are approximate, in no part either."""
        return self.audit is None

    @property
    def recall(self) -> float:
        """The part of the nearest neighbours that was found, as measured; 1 for exact ones, of parts the least."""
        return 1.0 if self.audit is None else self.audit.recall

    @property
    def approximations(self) -> tuple[str, ...]:
        """What is approximate, a sentence each; of a mixture, part by part."""
        return self.parts or tuple(str(each) for each in (self.audit, self.cut) if each is not None)

    @cached_property
    def kept_columns(self) -> IntArray:
        """Original positions of the values of A of positive mass, (n_a,)."""
        return read_only(np.flatnonzero(self.column_of >= 0))

    @property
    def n_a(self) -> int:
        """Number of values of A of positive mass, repeated ones included."""
        return len(self.kept_columns)

    @property
    def shape(self) -> tuple[int, int]:
        """(n_x, n_a)."""
        return self.n_x, self.n_a

    @property
    def rank_bound(self) -> int:
        """The most singular values that can be positive, constant excluded: those of the core."""
        return int(min(self.core.shape)) - 1

    @cached_property
    def p_x(self) -> FloatArray:
        """The marginal P_X of the original points, (n_x,)."""
        return read_only((self.p_rows / np.bincount(self.row_of))[self.row_of])

    @cached_property
    def p_columns(self) -> FloatArray:
        """P_A of the columns of the core, (c,)."""
        if isinstance(self.core, KernelLaw):
            return read_only(self.core.sums[0])
        return read_only(column_masses(self.core, self.p_rows))

    @cached_property
    def p_a(self) -> FloatArray:
        """The marginal P_A, (n_a,)."""
        columns = self.column_of[self.kept_columns]
        return read_only((self.p_columns / np.bincount(columns))[columns])

    def forward(self, values: FloatArray) -> FloatArray:
        """Return Σ_c P⁺(c|x) g(c) at the rows of the core, (r, q), for g (c, q), in the precision of the core."""
        return np.asarray(self.core @ values.astype(self.core.dtype, copy=False), dtype=np.float64)

    def backward(self, values: FloatArray) -> FloatArray:
        """Return Σ_x P⁺(c|x) f(x) at the columns of the core, (c, q), for f (r, q), in the precision of the core."""
        return np.asarray(self.core.T @ values.astype(self.core.dtype, copy=False), dtype=np.float64)

    @property
    def operator(self) -> Operator:
        """Q of the core, applied without being formed."""
        return Operator(self.core, self.p_rows, self.p_columns)

    @property
    def conditional(self) -> Matrix:
        """P⁺(a|x) over the original points and kept values of A, (n_x, n_a): sparse if the core is, else implicit.

        A core without repetitions is returned as it is.
        """
        if self.core.shape == self.shape:
            return self.core
        rows = selection(self.row_of, self.core.shape[0])
        columns = self.column_of[self.kept_columns]
        share = selection(columns, self.core.shape[1]) / np.bincount(columns)
        if is_sparse(self.core):
            return sp.csr_array(rows @ self.core @ share.T)
        core, shape = self.core, self.shape
        return LinearOperator(
            shape,
            dtype=core.dtype,
            matvec=lambda v: rows @ (core @ (share.T @ v)),
            matmat=lambda v: rows @ (core @ (share.T @ v)),
            rmatvec=lambda u: share @ (core.T @ (rows.T @ u)),
            rmatmat=lambda u: share @ (core.T @ (rows.T @ u)),
        )

    def at(self, points: Any) -> Matrix:
        """Return P⁺(·|x) at new points over the columns of the core, (k, c).

        Raises
        ------
        InputError
            Where the law is known on the sample only, or is that of a mixture whose contexts take different points.
        """
        if self.law is None:
            raise InputError(f"{self.description} is known on its sample only; pass P⁺(·|x) of new points to extend")
        refuse_no_point(self.law, self.description)
        return self.law.at(points)

    @cached_property
    def kernel_diagonal(self) -> FloatArray | None:
        """k_X(x, x) = Σ_a P⁺(a|x)²/P_A(a) at the distinct points, (r,); None where the law is implicit."""
        weights = 1.0 / self.p_columns
        if is_sparse(self.core):
            return read_only(np.asarray(self.core.multiply(self.core) @ weights).ravel())
        if isinstance(self.core, Concatenated):
            return read_only(self.core.diagonal(weights))
        if not isinstance(self.core, np.ndarray):
            return None
        parts = [
            np.square(self.core[i : i + BLOCK], dtype=np.float64) @ weights for i in range(0, len(self.core), BLOCK)
        ]
        return read_only(np.concatenate(parts))

    @cached_property
    def chi_square(self) -> float:
        """Σ_i s_i² over the whole spectrum, constant excluded: ‖Q‖_F² − 1."""
        total = 0.0
        if isinstance(self.core, KernelLaw):
            total = float((self.core.sums[1] / self.p_columns).sum())
        elif self.kernel_diagonal is not None:
            total = float(self.kernel_diagonal @ self.p_rows)
        else:
            operator = self.operator
            n = len(operator.small)
            for start in range(0, n, BLOCK):
                units = np.zeros((n, min(BLOCK, n - start)))
                units[np.arange(start, start + units.shape[1]), np.arange(units.shape[1])] = 1.0
                total += float(np.square(operator.across(units)).sum())
        return max(float(total) - 1.0, 0.0)

    def save(self, path: Path) -> None:
        """Write the context to an .npz file, whole or not at all; `contextures.load_context` reads it.

        Parameters
        ----------
        path : path
            The law at new points is kept too, so that singular functions can still be extended.

        Raises
        ------
        InputError
            Where the file cannot be written, the law is implicit and has more than 10⁸ cells, or what gives it at new
            points is of your own making.
        """
        write_arrays(path, "data context", self.packed())

    def packed(self) -> Arrays:
        """Return the law as named arrays, for a file."""
        return {
            **packed_matrix(self.core, "core."),
            "row_of": self.row_of,
            "column_of": self.column_of,
            "p_rows": self.p_rows,
            "description": np.array(self.description),
            "preprocessing": np.array(self.preprocessing, dtype=str),
            **({} if self.audit is None else {"audit": np.array(astuple(self.audit))}),
            **({} if self.cut is None else {"cut": np.array(astuple(self.cut), dtype=np.float64)}),
            **({"parts": np.array(self.parts, dtype=str)} if self.parts else {}),
            **({} if self.row_labels is None else {"row_labels": self.row_labels}),
            **({} if self.column_labels is None else {"column_labels": self.column_labels}),
            **packed_law(self.law, "law."),
        }

    def compatibility(self, f: ArrayLike) -> float:
        """Return ρ(f) = ‖T*f̃‖ / ‖f̃‖, the largest correlation of a task with a function of A, without a spectrum.

        Parameters
        ----------
        f : array_like, (n_x,) or (n_x, q)
            The task at the original points. Of several outputs, ρ² is the average weighted by their variances.

        Returns
        -------
        float
            In [0, 1].

        Raises
        ------
        InputError
            Where the task is constant, not finite or of the wrong length.

        Notes
        -----
        C25 Definition 13. Points that coincide but differ in f lower it: no function of A can tell them apart.
        """
        values = arrays.finite(f, "f")
        values = values[:, None] if values.ndim == 1 else values
        if values.ndim != 2 or len(values) != self.n_x:
            raise InputError(f"f has shape {values.shape}; one value for each of the {self.n_x} points is right")
        centred = values - self.p_x @ values
        variance = float(self.p_x @ np.square(centred).sum(axis=1))
        if variance <= ROUNDING * float(self.p_x @ np.square(values).sum(axis=1)):
            raise InputError("the compatibility of a constant task is not defined")
        joined = selection(self.row_of, len(self.p_rows)).T @ (centred * self.p_x[:, None])
        image = self.backward(joined)
        square = float((np.square(image).sum(axis=1) / self.p_columns).sum())
        return float(np.sqrt(min(square / variance, 1.0)))
