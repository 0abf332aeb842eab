"""Singular functions of a law on a sample: at its points, at new points, and in files."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cached_property
from typing import Any, Self

import numpy as np

from contextures.archive import Path, write_arrays
from contextures.arrays import FloatArray, read_only
from contextures.contexts.shown import shares
from contextures.errors import InputError
from contextures.markup import card, paragraph
from contextures.samples.conditionals import Matrix, is_sparse
from contextures.samples.sample_law import SampleLaw
from contextures.samples.triplets import Triplets
from contextures.settings import count

CELLS = 2**24
"""Probabilities at new points that are held at a time, where a law is no sparse one."""


class SingularFunctions:
    """The top singular values and functions of a law.

    Parameters
    ----------
    context : SampleLaw
    triplets : Triplets
        Of its core.
    """

    def __init__(self, context: SampleLaw, triplets: Triplets) -> None:
        self.context, self.triplets = context, triplets

    def __repr__(self) -> str:
        """Number of values, and whether they are complete."""
        s = self.singular_values
        top = f"s_1={s[0]:.4g}, " if len(s) else ""
        return f"{type(self).__name__}({len(s)} values, {top}complete={self.complete}, method={self.method!r})"

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
        return self.triplets.checks + self.context.approximations

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

    def first(self, rank: int | None) -> Self:
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
        return type(self)(
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
        write_arrays(path, "spectrum", {**self.context.packed(), **triplets})

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
        core, size = self.context.core, len(points) if isinstance(points, np.ndarray) or hasattr(points, "iloc") else 1
        step = size if is_sparse(core) else max(1, CELLS // core.shape[1])
        if size <= step:
            return self.extend(self.context.at(points))
        rows = points.iloc if hasattr(points, "iloc") else points
        parts = [self.extend(self.context.at(rows[start : start + step])) for start in range(0, size, step)]
        return np.concatenate(parts)

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
