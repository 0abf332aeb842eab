"""A context made from a sample: a sparse, dense or implicit conditional law on many points."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike
from scipy.sparse.linalg import LinearOperator

from contextures import arrays
from contextures.archive import Arrays, Path, write_arrays
from contextures.arrays import FloatArray, IntArray, read_only
from contextures.contexts.shown import shares
from contextures.errors import InputError
from contextures.markup import card, paragraph, table
from contextures.samples.approximate import Audit
from contextures.samples.conditionals import Columns, Conditional, Matrix, is_sparse
from contextures.samples.cut import Cut
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.landmarks import landmark_triplets
from contextures.samples.matrices import BLOCK, column_masses, normalised, selection
from contextures.samples.operator import Operator
from contextures.samples.packing import packed_law, packed_matrix
from contextures.samples.spectral import Triplets, top_triplets
from contextures.settings import count

DEFAULT_RANK = 512
"""Singular values that are computed unless said otherwise."""
ROUNDING = 1e-24
"""A variance below this part of the mean square is that of a constant."""


@dataclass(frozen=True, eq=False, repr=False)
class DataContext:
    """A law P⁺(a|x) on the n points of a sample, as a matrix that is never densified.

    Made by `knn_context`, `rbf_context`, `label_context` or `DataContext.from_conditional`. Points that occur more than
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
        How many of the nearest neighbours were found, where they are approximate.
    cut : Cut or None
        What was left out of the law, where it is a kernel cut to the nearest points.
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

    @classmethod
    def from_conditional(
        cls,
        P: Matrix,
        p_x: ArrayLike | None = None,
        *,
        law: Conditional | None = None,
        description: str = "a given conditional law",
    ) -> DataContext:
        """Context of any conditional law.

        Parameters
        ----------
        P : array_like, sparse array or LinearOperator, (n, m)
            Row x is P⁺(·|x): nonnegative, of sum 1. Single precision is kept. An operator is only checked for its row
            sums.
        p_x : array_like, (n,), optional
            P_X > 0, of sum 1. Default: uniform.
        law : Conditional, optional
            The law at new points.
        description : str

        Raises
        ------
        InputError
            Where a row is no probability vector, or `p_x` is no positive one of the right length.
        """
        matrix = normalised(P)
        n = matrix.shape[0]
        weights = np.full(n, 1.0 / n) if p_x is None else arrays.probabilities(p_x, "p_x", 1)
        if len(weights) != n:
            raise InputError(f"p_x has {len(weights)} entries; {n}, one for each row of P, are right")
        if not (weights > 0).all():
            raise InputError(f"p_x[{int(np.argmin(weights))}] is 0; leave out the points that never occur")
        return assembled(matrix, np.arange(n), weights, law, description)

    def __repr__(self) -> str:
        """Shape and kind."""
        return f"DataContext(n_x={self.n_x}, n_a={self.n_a}, {self.description})"

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
        """Whether the law is the one that is described, and not one of neighbours of which some are not the nearest."""
        return self.audit is None

    @property
    def recall(self) -> float:
        """The part of the nearest neighbours that was found, as measured; 1 for exact ones."""
        return 1.0 if self.audit is None else self.audit.recall

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
            Where the law is known on the sample only.
        """
        if self.law is None:
            raise InputError(f"{self.description} is known on its sample only; pass P⁺(·|x) of new points to extend")
        return self.law.at(points)

    @cached_property
    def kernel_diagonal(self) -> FloatArray | None:
        """k_X(x, x) = Σ_a P⁺(a|x)²/P_A(a) at the distinct points, (r,); None where the law is implicit."""
        weights = 1.0 / self.p_columns
        if is_sparse(self.core):
            return read_only(np.asarray(self.core.multiply(self.core) @ weights).ravel())
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
        write_arrays(path, "data context", self._packed())

    def _packed(self) -> Arrays:
        return {
            **packed_matrix(self.core, "core."),
            "row_of": self.row_of,
            "column_of": self.column_of,
            "p_rows": self.p_rows,
            "description": np.array(self.description),
            "preprocessing": np.array(self.preprocessing, dtype=str),
            **({} if self.audit is None else {"audit": np.array(astuple(self.audit))}),
            **({} if self.cut is None else {"cut": np.array(astuple(self.cut), dtype=np.float64)}),
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

    def spectrum(
        self,
        rank: int | None = None,
        *,
        method: str = "auto",
        tol: float | None = None,
        seed: int = 0,
        certify: bool = False,
    ) -> Spectrum:
        """Return the top singular values and functions, constant excluded.

        Parameters
        ----------
        rank : int, optional
            How many, at least 1; fewer where the context has fewer. Default: 512.
        method : {"auto", "dense", "lanczos"}
            By size and rank unless said otherwise; see `contextures.samples.spectral`. A kernel that is not held takes
            landmarks (`contextures.samples.landmarks`).
        tol : float, optional
            Largest residual of s² that counts as converged, at most 1e-3: 1e-8, or 1e-6 where the law is in single
            precision. `complete` holds to this tolerance.
        seed : int
            Of the random directions.
        certify : bool
            Prove that nothing is missing by a Cholesky factorisation in O(n³), up to order 14,000.

        Raises
        ------
        InputError
            Where there is no such method, the rank is no whole number ≥ 1, `tol` is out of range, or the context has
            one point or one value of A only.
        """
        wanted = DEFAULT_RANK if rank is None else count(rank, "rank")
        if self.rank_bound < 1:
            raise InputError("this context has one distinct point or one value of A, so no singular value to compute")
        if isinstance(self.core, KernelLaw) and method == "auto":
            return Spectrum(self, landmark_triplets(self.core, min(wanted, self.rank_bound), tol, seed))
        found = top_triplets(
            self.operator, min(wanted, self.rank_bound), method=method, tol=tol, seed=seed, certify=certify
        )
        return Spectrum(self, found)


class Spectrum:
    """The top singular values and functions of a `DataContext`.

    Parameters
    ----------
    context : DataContext
    triplets : Triplets
        Of the context's core.
    """

    def __init__(self, context: DataContext, triplets: Triplets) -> None:
        self.context, self.triplets = context, triplets

    def __repr__(self) -> str:
        """Number of values, and whether they are complete."""
        s = self.singular_values
        top = f"s_1={s[0]:.4g}, " if len(s) else ""
        return f"Spectrum({len(s)} values, {top}complete={self.complete}, method={self.method!r})"

    def _repr_html_(self) -> str:
        """The first values with their shares of χ², and what their completeness rests on, for a notebook."""
        state = "complete" if self.complete else "may be incomplete"
        told = paragraph(f"{state}: {'; '.join(self.checks)}")
        return card(repr(self), shares(self.singular_values, self.context.chi_square), told)

    @property
    def singular_values(self) -> FloatArray:
        """s_1 ≥ s_2 ≥ … in [0, 1], (k,), the constant s_0 = 1 excluded."""
        return self.triplets.singular_values

    @cached_property
    def left(self) -> FloatArray:
        """μ_i as columns at the original points, (n_x, k): of mean zero and orthonormal in L²(P_X)."""
        return read_only((self.triplets.u / np.sqrt(self.context.p_rows)[:, None])[self.context.row_of])

    @cached_property
    def right(self) -> FloatArray:
        """ν_i as columns at the kept values of A, (n_a, k): of mean zero and orthonormal in L²(P_A)."""
        columns = self.context.column_of[self.context.kept_columns]
        return read_only((self.triplets.v / np.sqrt(self.context.p_columns)[:, None])[columns])

    @property
    def residuals(self) -> FloatArray:
        """‖TT*μ_i − s_i²μ_i‖, (k,): some eigenvalue lies at most this far from s_i²."""
        return self.triplets.residuals

    @property
    def complete(self) -> bool:
        """Whether every residual is small and the search for missed values found none."""
        return self.triplets.complete

    @property
    def checks(self) -> tuple[str, ...]:
        """What `complete` rests on, and what is approximate."""
        told = (self.context.audit, self.context.cut)
        return self.triplets.checks + tuple(str(each) for each in told if each is not None)

    @property
    def method(self) -> str:
        """How it was computed."""
        return self.triplets.method

    @property
    def whole(self) -> bool:
        """Whether every singular value that can be positive is there; those beyond are zero."""
        return len(self.singular_values) == self.context.rank_bound

    @property
    def resolution(self) -> float:
        """How closely s² is known: ten times the largest residual, and at least what the precision allows."""
        return self.triplets.resolution

    @property
    def resolved(self) -> int:
        """The number of values whose square is above what the precision resolves; the later ones are of its size."""
        return int((np.square(self.singular_values) > self.resolution).sum())

    def first(self, rank: int | None) -> Spectrum:
        """Return the first values only; all of them for None.

        Raises
        ------
        InputError
            Where there are not as many.
        """
        have = len(self.singular_values)
        kept = have if rank is None else count(rank, "rank")
        if kept > have and not self.whole:
            raise InputError(f"the spectrum holds {have} values; compute {kept} of them from its context")
        cut, found = slice(0, kept), self.triplets
        s, residuals = found.singular_values[cut], found.residuals[cut]
        return Spectrum(
            self.context, replace(found, singular_values=s, u=found.u[:, cut], v=found.v[:, cut], residuals=residuals)
        )

    def save(self, path: Path) -> None:
        """Write the spectrum, with its context, to an .npz file; `contextures.load_spectrum` reads it.

        Raises
        ------
        InputError
            As for `DataContext.save`.
        """
        found = self.triplets
        triplets = {field.name: np.asarray(getattr(found, field.name)) for field in fields(found)}
        write_arrays(path, "spectrum", {**self.context._packed(), **triplets})

    def transform(self, points: Any) -> FloatArray:
        """Return the singular functions μ_i at new points, (k, resolved).

        Parameters
        ----------
        points : array_like
            As the context was made from.

        Raises
        ------
        InputError
            Where the context is known on its sample only, or the points do not fit.

        Notes
        -----
        μ_i(x) = E[ν_i(A)|x] / s_i, which agrees with `left` on the sample.
        """
        return self.extend(self.context.at(points))

    def extend(self, conditional: Matrix) -> FloatArray:
        """Return the singular functions at points with given laws over the columns of the core, (k, resolved).

        Parameters
        ----------
        conditional : array_like or sparse array, (k, c)
        """
        kept = slice(0, self.resolved)
        scaled = self.triplets.v[:, kept] / np.sqrt(self.context.p_columns)[:, None]
        scaled /= self.singular_values[kept]
        if isinstance(conditional, np.ndarray):
            scaled = scaled.astype(conditional.dtype, copy=False)
        values: FloatArray = np.asarray(conditional @ scaled, dtype=np.float64)
        return values


def assembled(
    matrix: Matrix, row_of: IntArray, p_rows: FloatArray, law: Conditional | None, description: str
) -> DataContext:
    """Return the context of a law (r, m) on distinct points; values of A of zero mass are dropped."""
    mass = column_masses(matrix, p_rows)
    column_of = np.arange(matrix.shape[1])
    positive = mass > 0
    if not positive.all():
        if isinstance(matrix, LinearOperator):
            raise InputError(
                f"column {int(np.argmin(mass))} of the operator has no mass; leave out values of A that never occur"
            )
        kept = np.flatnonzero(positive)
        column_of = np.full(matrix.shape[1], -1)
        column_of[kept] = np.arange(len(kept))
        matrix = matrix[:, kept]
        law = None if law is None else Columns(law, kept, mass[kept])
    return DataContext(matrix, read_only(row_of), read_only(column_of), read_only(p_rows), law, description)
