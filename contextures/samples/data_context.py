"""A context made from a sample, and its spectrum: a sparse, dense or implicit conditional law on many points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.linalg import LinearOperator

from contextures import arrays
from contextures.arrays import FloatArray, IntArray, read_only
from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.samples.conditionals import Columns, Conditional, Matrix
from contextures.samples.kept_blocks import Folder
from contextures.samples.kept_runs import KeptRun
from contextures.samples.kernel_law import KernelLaw
from contextures.samples.landmarks import landmark_triplets
from contextures.samples.matrices import column_masses, normalised
from contextures.samples.sample_law import SampleLaw
from contextures.samples.singular_functions import SingularFunctions
from contextures.samples.spectral import top_triplets
from contextures.settings import checked_seed, count

DEFAULT_RANK = 512
"""Singular values that are computed unless said otherwise."""


@dataclass(frozen=True, eq=False, repr=False)
class DataContext(SampleLaw):
    """A context on the n points of a sample: a law P⁺(a|x) that is never densified.

    Made by `knn_context`, `rbf_context`, `label_context` or `DataContext.from_conditional`; its attributes are those of
    `SampleLaw`.
    """

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

    def spectrum(
        self,
        rank: int | None = None,
        *,
        method: str = "auto",
        tol: float | None = None,
        seed: int = 0,
        certify: bool = False,
        folder: Folder = None,
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
        folder : path, optional
            Where the state of Lanczos is kept at each restart: a spectrum that was interrupted goes on from there, with
            the same result. Nothing stays once it is computed. Landmarks are not kept.

        Raises
        ------
        InputError
            Where there is no such method, the rank is no whole number ≥ 1, `tol` or the seed is out of range, the
            context has one point or one value of A only, or the folder cannot be written, or holds a state that is not
            sound.
        """
        wanted, seed = DEFAULT_RANK if rank is None else count(rank, "rank"), checked_seed(seed)
        if self.rank_bound < 1:
            raise InputError("this context has one distinct point or one value of A, so no singular value to compute")
        if isinstance(self.core, KernelLaw) and method == "auto":
            return Spectrum(self, landmark_triplets(self.core, min(wanted, self.rank_bound), tol, seed))
        wanted = min(wanted, self.rank_bound)
        run = KeptRun.of(folder, self.core, self.p_rows, wanted, method, tol, seed, certify)
        found = top_triplets(self.operator, wanted, method=method, tol=tol, seed=seed, certify=certify, run=run)
        return Spectrum(self, found)


def known_context(context: Any) -> Context | DataContext:
    """Return a context of either kind as it is.

    Raises
    ------
    InputError
        Where it is anything else.
    """
    if not isinstance(context, Context | DataContext):
        raise InputError(f"context is a {type(context).__name__}; a Context or DataContext is right")
    return context


class Spectrum(SingularFunctions):
    """The top singular values and functions of a `DataContext`."""

    context: DataContext


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
