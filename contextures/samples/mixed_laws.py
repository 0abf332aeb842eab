"""The laws of mixtures at any point, from those of the contexts that are mixed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator

from contextures.arrays import FloatArray, IntArray
from contextures.samples.concatenated import Concatenated
from contextures.samples.conditionals import Conditional, Matrix, is_sparse, over_known
from contextures.samples.matrices import after, beside, formed


@dataclass(frozen=True, eq=False)
class Shared:
    """Another law, whose columns are shared out to the values of A that they stand for, in equal parts.

    Attributes
    ----------
    law : Conditional
    columns : ndarray of int, (n_a,)
        The column of each value of A; every column occurs.
    """

    law: Conditional
    columns: IntArray

    def at(self, points: Any) -> Matrix:
        """Return the law at m points, (m, n_a)."""
        times = np.bincount(self.columns)
        places = (self.columns, np.arange(len(self.columns)))
        return self.law.at(points) @ sp.csr_array(
            (1.0 / times[self.columns], places), shape=(len(times), len(places[1]))
        )


@dataclass(frozen=True, eq=False)
class Combined:
    """A convex combination: laws side by side, each in proportion to its weight.

    Attributes
    ----------
    laws : tuple of Conditional
    weights : ndarray, (r,)
        > 0, of sum 1.
    """

    laws: tuple[Conditional, ...]
    weights: FloatArray

    def at(self, points: Any) -> Matrix:
        """Return the law at m points, (m, sum of the n_a)."""
        return beside([w * law.at(points) for w, law in zip(self.weights.tolist(), self.laws, strict=True)])


@dataclass(frozen=True, eq=False)
class Chained:
    """A convolution: another law, then the steps from each value of A to the next one.

    Attributes
    ----------
    law : Conditional
        Over n_0 values of A.
    steps : tuple of Matrix
        (n_0, n_1), (n_1, n_2), …
    """

    law: Conditional
    steps: tuple[Matrix, ...]

    def at(self, points: Any) -> Matrix:
        """Return the law at m points, over the values of A of the last step."""
        return reduce(after, self.steps, self.law.at(points))


@dataclass(frozen=True, eq=False)
class Joined:
    """A concatenation: independent draws from several laws, over the tuples of values that occur in the sample.

    At a new point other tuples may have mass, which is shared out among those that occur, in proportion.

    Attributes
    ----------
    laws : tuple of Conditional
    columns : ndarray of int, (c, r)
        The column of each law that each tuple consists of.
    p_columns : ndarray, (c,)
        P_A, the law where no tuple that occurs has any mass.
    """

    laws: tuple[Conditional, ...]
    columns: IntArray
    p_columns: FloatArray

    def at(self, points: Any) -> Matrix:
        """Return the law at m points, (m, c): sparse where all laws are, else implicit."""
        laws = [law.at(points) for law in self.laws]
        if not all(map(is_sparse, laws)):
            return self._implicit(laws)
        factors = [sp.csr_array(law)[:, column] for law, column in zip(laws, self.columns.T, strict=True)]
        return over_known(reduce(lambda product, factor: product.multiply(factor), factors).tocsr(), self.p_columns)

    def _implicit(self, laws: list[Matrix]) -> Matrix:
        factors = [formed(law) if isinstance(law, LinearOperator) else law for law in laws]
        tuples = np.ravel_multi_index(tuple(self.columns.T), tuple(law.shape[1] for law in factors))
        joint = Concatenated(factors, tuples)
        if len(tuples) == joint.tuples:
            return joint
        totals = joint @ np.ones(len(tuples))
        unknown = (totals <= 0).astype(np.float64)[:, None]
        scales, marginal = 1.0 / (totals[:, None] + unknown), self.p_columns[:, None]

        def across(v: Any) -> Any:
            v = v.reshape(len(tuples), -1)
            return (joint @ v) * scales + unknown * (marginal.T @ v)

        def back(u: Any) -> Any:
            u = u.reshape(len(totals), -1)
            return joint.T @ (u * scales) + marginal * (unknown.T @ u)

        return LinearOperator(joint.shape, dtype=joint.dtype, matvec=across, matmat=across, rmatvec=back, rmatmat=back)
