"""Mixtures of contexts of samples: sparse where the contexts are, else applied without being formed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator, aslinearoperator

from contextures.errors import InputError
from contextures.verify.arrays import FloatArray
from contextures.verify.large.conditionals import Conditional, Matrix, is_sparse
from contextures.verify.large.data_context import DataContext

AGREEMENT = 1e-8
"""How far two values of P_X(x) may be apart before the contexts are refused as being over different laws."""
MOST_ENTRIES = 10**8
"""The largest number of entries of a sparse mixture (1.2 GB)."""
DENSE = 0.2
"""Part of the entries of a product of sparse laws above which it is applied factor by factor."""


@dataclass(frozen=True, eq=False)
class MixedLaw:
    """The law of a mixture at new points, from those of its contexts.

    Attributes
    ----------
    contexts : tuple of DataContext
        Each with a law at new points.
    joined : callable
        Makes the law of the mixture out of those of the contexts, over their kept values of A.
    """

    contexts: tuple[DataContext, ...]
    joined: Callable[[list[Matrix]], Matrix]

    def at(self, points: Any) -> Matrix:
        """Return the law at m points, (m, n_a)."""
        return self.joined([over_values(context, context.at(points)) for context in self.contexts])


def samples(contexts: Sequence[Any]) -> list[DataContext]:
    """Return the contexts as contexts of samples; InputError where one is none."""
    for k, context in enumerate(contexts, 1):
        if not isinstance(context, DataContext):
            raise InputError(f"argument {k} is a {type(context).__name__} among contexts of samples; one sort is right")
    return list(contexts)


class SampleLosses:
    """loss_j of the encoder that is best for some weights, from operators; see `contextures.learn_weights`.

    Parameters
    ----------
    contexts : sequence of r DataContext
        Over the same points.
    d : int
        Dimension of the encoder.
    """

    def __init__(self, contexts: Sequence[DataContext], d: int) -> None:
        _check_points(contexts)
        self.contexts, self.d = contexts, d

    def __len__(self) -> int:
        return len(self.contexts)

    def of_best_encoder(self, w: FloatArray) -> FloatArray:
        """Return loss_j(Φ) = d − ‖T_j*Φ‖², (r,), for the top-d left singular functions Φ of the combination."""
        left = mix_samples(self.contexts, w).spectrum(self.d).left
        kept = [
            float((np.square(c.conditional.T @ (c.p_x[:, None] * left)) / c.p_a[:, None]).sum()) for c in self.contexts
        ]
        return self.d - np.array(kept)


def mix_samples(contexts: Sequence[DataContext], weights: FloatArray) -> DataContext:
    """Return the convex combination; see `contextures.mix`."""
    _check_points(contexts)
    used = [(w, context) for w, context in zip(weights, contexts, strict=True) if w > 0]

    def joined(laws: list[Matrix]) -> Matrix:
        return _beside([w * law for (w, _), law in zip(used, laws, strict=True)])

    return _mixed(
        [context for _, context in used],
        joined([context.conditional for _, context in used]),
        joined,
        " + ".join(f"{w:.4g}·({context.description})" for w, context in used),
    )


def convolve_samples(contexts: Sequence[DataContext]) -> DataContext:
    """Return the convolution; see `contextures.convolve`. The values of A of each are the points of the next one."""
    for k, (context, following) in enumerate(pairwise(contexts), 2):
        if len(context.column_of) != following.n_x:
            raise InputError(
                f"context {k} has {following.n_x} points and context {k - 1} has {len(context.column_of)} values of A; "
                "a context on the values of A is right, such as neighbours in the same sample"
            )
    steps = [contexts[0].conditional]
    for context, following in pairwise(contexts):
        steps.append(_rows(following.conditional, context.kept_columns))

    def joined(laws: list[Matrix]) -> Matrix:
        return reduce(_after, steps[1:], laws[0])

    first = contexts[0]
    law = None if first.law is None else MixedLaw((first,), joined)
    description = " then ".join(f"({context.description})" for context in contexts)
    return _reached(joined(steps[:1]), first.p_x, law, description)


def concatenate_samples(contexts: Sequence[DataContext]) -> DataContext:
    """Return the concatenation; see `contextures.concatenate`. Only pairs of values that occur are kept."""
    _check_points(contexts)
    for k, context in enumerate(contexts, 1):
        if not is_sparse(context.conditional):
            raise InputError(
                f"context {k} is not sparse; the concatenation would have n³ entries, and sparse ones such as "
                "neighbours are right"
            )
    joint = sp.csr_array(contexts[0].conditional)
    for context in contexts[1:]:
        joint = _pairs(joint, sp.csr_array(context.conditional))
    description = " and ".join(f"({context.description})" for context in contexts)
    return DataContext.from_conditional(joint, contexts[0].p_x, description=description)


def over_values(context: DataContext, law: Matrix) -> Matrix:
    """Return a law over the columns of the core as one over the kept values of A, equal values sharing its mass."""
    columns = context.column_of[context.kept_columns]
    if len(columns) == context.core.shape[1] and (columns == np.arange(len(columns))).all():
        return law
    multiplicity = np.bincount(columns)
    share = sp.csr_array(
        (1.0 / multiplicity[columns], (columns, np.arange(len(columns)))), shape=(len(multiplicity), len(columns))
    )
    return law @ share


def _check_points(contexts: Sequence[DataContext]) -> None:
    first = contexts[0]
    for k, context in enumerate(contexts[1:], 2):
        if context.n_x != first.n_x:
            raise InputError(f"context {k} has {context.n_x} points and context 1 has {first.n_x}; the same are right")
        if np.abs(context.p_x - first.p_x).max() > AGREEMENT:
            raise InputError(f"context {k} has another P_X than context 1; one law of the points is right")


def _mixed(
    contexts: Sequence[DataContext], matrix: Matrix, joined: Callable[[list[Matrix]], Matrix], description: str
) -> DataContext:
    known = all(context.law is not None for context in contexts)
    law: Conditional | None = MixedLaw(tuple(contexts), joined) if known else None
    return DataContext.from_conditional(matrix, contexts[0].p_x, law=law, description=description)


def _reached(matrix: Matrix, p_x: FloatArray, law: Conditional | None, description: str) -> DataContext:
    """Return a context, of an operator without the values of A that are never reached."""
    if isinstance(matrix, LinearOperator):
        reached = np.flatnonzero(np.asarray(matrix.rmatvec(p_x)).ravel() > 0)
        if len(reached) < matrix.shape[1]:
            kept = sp.csr_array(
                (np.ones(len(reached)), (reached, np.arange(len(reached)))), shape=(matrix.shape[1], len(reached))
            )
            matrix = matrix @ aslinearoperator(kept)
            law = None
    return DataContext.from_conditional(matrix, p_x, law=law, description=description)


def _beside(laws: list[Matrix]) -> Matrix:
    """Put laws side by side."""
    if all(is_sparse(law) for law in laws):
        return sp.csr_array(sp.hstack(laws, format="csr"))
    parts = [aslinearoperator(law) for law in laws]
    ends = np.cumsum([part.shape[1] for part in parts])

    def across(v: Any) -> Any:
        return sum(part @ piece for part, piece in zip(parts, np.split(v, ends[:-1]), strict=True))

    def back(u: Any) -> Any:
        return np.concatenate([part.H @ u for part in parts])

    shape = (parts[0].shape[0], int(ends[-1]))
    dtype = np.result_type(*(part.dtype for part in parts))
    return LinearOperator(shape, dtype=dtype, matvec=across, matmat=across, rmatvec=back, rmatmat=back)


def _after(first: Matrix, second: Matrix) -> Matrix:
    """Multiply two laws; only sparse ones whose product stays sparse are multiplied out."""
    if is_sparse(first) and is_sparse(second):
        per_row = np.diff(sp.csr_array(second).indptr)
        most = float((sp.csr_array(first).astype(bool).astype(np.float64) @ per_row).sum())
        if most <= min(DENSE * first.shape[0] * second.shape[1], MOST_ENTRIES):
            return sp.csr_array(first @ second)
    if isinstance(first, np.ndarray) and is_sparse(second):
        return first @ second
    return aslinearoperator(first) @ aslinearoperator(second)


def _rows(law: Matrix, rows: Any) -> Matrix:
    """Return some rows of a law."""
    if not isinstance(law, LinearOperator):
        return law[rows]
    if len(rows) == law.shape[0]:
        return law
    chosen = sp.csr_array((np.ones(len(rows)), (np.arange(len(rows)), rows)), shape=(len(rows), law.shape[0]))
    return aslinearoperator(chosen) @ law


def _pairs(first: sp.csr_array, second: sp.csr_array) -> sp.csr_array:
    """Return the law of two independent draws, over the pairs of values that occur."""
    many, few = np.diff(first.indptr), np.diff(second.indptr)
    entries = int((many.astype(np.int64) * few).sum())
    if entries > MOST_ENTRIES:
        raise InputError(f"the concatenation has {entries:.1e} entries; at most {MOST_ENTRIES:.0e} can be held")
    row = np.repeat(np.arange(first.shape[0]), many)
    repeats = few[row]
    left = np.repeat(np.arange(len(row)), repeats)
    offset = np.arange(entries) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    right = second.indptr[row[left]] + offset
    key = first.indices[left].astype(np.int64) * second.shape[1] + second.indices[right]
    values, column = np.unique(key, return_inverse=True)
    data = first.data[left] * second.data[right]
    return sp.csr_array((data, (row[left], column)), shape=(first.shape[0], len(values)))
