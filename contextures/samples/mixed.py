"""Mixtures of contexts of samples: sparse where the contexts are, else applied without being formed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.sparse.linalg import LinearOperator

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.concatenated import concatenated, refuse_unheld
from contextures.samples.conditionals import Conditional, Matrix, is_sparse
from contextures.samples.data_context import DataContext
from contextures.samples.matching import chained, over_one_law
from contextures.samples.matrices import MOST_ENTRIES, after, beside, column_masses, rows_of, selection
from contextures.samples.mixed_laws import Chained, Combined, Joined, Shared
from contextures.samples.sample_law import Names


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
        self.laws = over_one_law(contexts)[0]
        self.contexts, self.d = contexts, d

    def __len__(self) -> int:
        return len(self.contexts)

    def of_best_encoder(self, w: FloatArray) -> FloatArray:
        """Return loss_j(Φ) = d − ‖T_j*Φ‖², (r,), for the top-d left singular functions Φ of the combination."""
        left = mix_samples(self.contexts, w).spectrum(self.d).left
        masses = self.contexts[0].p_x[:, None] * left
        kept = [
            float((np.square(law.T @ masses) / context.p_a[:, None]).sum())
            for law, context in zip(self.laws, self.contexts, strict=True)
        ]
        return self.d - np.array(kept)


def mix_samples(contexts: Sequence[DataContext], weights: FloatArray) -> DataContext:
    """Return the convex combination; see `contextures.mix`."""
    matrices, labels = over_one_law(contexts)
    used = [(w, c, matrix) for w, c, matrix in zip(weights.tolist(), contexts, matrices, strict=True) if w > 0]
    joint = beside([w * matrix for w, _, matrix in used])
    laws = [_over_values(context) for _, context, _ in used]
    known = tuple(law for law in laws if law is not None)
    law = Combined(known, np.array([w for w, *_ in used])) if len(known) == len(laws) else None
    description = " + ".join(f"{w:.4g}·({context.description})" for w, context, _ in used)
    mixed = DataContext.from_conditional(joint, contexts[0].p_x, law=law, description=description)
    return replace(_noted(mixed, [context for _, context, _ in used]), row_labels=labels)


def convolve_samples(contexts: Sequence[DataContext]) -> DataContext:
    """Return the convolution; see `contextures.convolve`. The values of A of each are the points of the next one."""
    steps = [rows_of(later.conditional, rows) for later, rows in zip(contexts[1:], chained(contexts), strict=True)]
    first, last = contexts[0], contexts[-1]
    matrix = reduce(after, steps, first.conditional)
    reached = np.flatnonzero(column_masses(matrix, first.p_x) > 0)
    if len(reached) < matrix.shape[1]:
        steps.append(selection(reached, matrix.shape[1]).T.tocsr())
        matrix = after(matrix, steps[-1]) if isinstance(matrix, LinearOperator) else matrix[:, reached]
    law = _over_values(first)
    known = None if law is None else Chained(law, tuple(steps))
    description = " then ".join(f"({context.description})" for context in contexts)
    mixed = _noted(DataContext.from_conditional(matrix, first.p_x, law=known, description=description), contexts)
    values = None if last.column_labels is None else last.column_labels[last.kept_columns][reached]
    return replace(mixed, row_labels=first.row_labels, column_labels=values)


def concatenate_samples(contexts: Sequence[DataContext]) -> DataContext:
    """Return the concatenation; see `contextures.concatenate`. Only tuples of values that occur are kept."""
    conditionals, labels = joined(contexts)
    joint: Matrix
    if all(map(is_sparse, conditionals)):
        joint, columns = _of_sparse(conditionals)
    else:
        joint = concatenated(conditionals, contexts[0].p_x)
        columns = joint.columns()
    laws = tuple(law for law in map(_over_values, contexts) if law is not None)
    law = Joined(laws, columns, np.asarray(joint.T @ contexts[0].p_x)) if len(laws) == len(contexts) else None
    description = " and ".join(f"({context.description})" for context in contexts)
    mixed = _noted(DataContext.from_conditional(joint, contexts[0].p_x, law=law, description=description), contexts)
    return replace(mixed, row_labels=labels)


def joined(contexts: Sequence[DataContext]) -> tuple[list[Matrix], Names | None]:
    """Return P⁺(a|x) of contexts that can be concatenated, their points in one order, and the labels of these.

    Raises
    ------
    InputError
        Where the points or the laws P_X differ, or memory would not hold the concatenation.
    """
    laws, labels = over_one_law(contexts)
    if not all(map(is_sparse, laws)):
        refuse_unheld(laws)
        return laws, labels
    entries = np.prod([np.diff(sp.csr_array(law).indptr).astype(float) for law in laws], axis=0).sum()
    if entries > MOST_ENTRIES:
        raise InputError(f"the concatenation has {entries:.1e} entries; at most {MOST_ENTRIES:.0e} can be held")
    return laws, labels


def _over_values(context: DataContext) -> Conditional | None:
    """The law of a context at new points, over its kept values of A."""
    columns = context.column_of[context.kept_columns]
    if context.law is None or (len(columns) == context.core.shape[1] and (columns == np.arange(len(columns))).all()):
        return context.law
    return Shared(context.law, columns)


def _noted(mixed: DataContext, contexts: Sequence[DataContext]) -> DataContext:
    """The mixture, with what was done to the samples of its contexts, and what is approximate in them.

    Its law is exact for the contexts as they are. What their cuts change in its spectrum is not known.
    """
    notes = dict.fromkeys(note for context in contexts for note in context.preprocessing)
    parts = dict.fromkeys(part for context in contexts for part in _as_parts(context))
    audits = [context.audit for context in contexts if context.audit is not None]
    cuts = [context.cut for context in contexts if context.cut is not None]
    most = max(cuts, key=lambda cut: cut.mass, default=None)
    return replace(
        mixed,
        preprocessing=tuple(notes),
        audit=min(audits, key=lambda audit: audit.recall, default=None),
        cut=None if most is None else replace(most, partial=True),
        parts=tuple(parts),
    )


def _as_parts(context: DataContext) -> tuple[str, ...]:
    """What is approximate in a context, as it is told of a mixture with it."""
    own = (f"the part ({context.description}) by itself: {note}" for note in context.approximations)
    return context.parts or tuple(own)


def _of_sparse(laws: Sequence[Matrix]) -> tuple[sp.csr_array, IntArray]:
    """The law of independent draws over the tuples of values that occur, and the values of each tuple, (c, r)."""
    joint = sp.csr_array(laws[0])
    columns = np.arange(joint.shape[1])[:, None]
    for law in laws[1:]:
        joint, first, second = _pairs(joint, sp.csr_array(law))
        columns = np.column_stack([columns[first], second])
    return joint, columns


def _pairs(first: sp.csr_array, second: sp.csr_array) -> tuple[sp.csr_array, IntArray, IntArray]:
    """Return the law of two independent draws over the pairs of values that occur, and both values of each pair."""
    many, few = np.diff(first.indptr), np.diff(second.indptr)
    entries = int((many.astype(np.int64) * few).sum())
    row = np.repeat(np.arange(first.shape[0]), many)
    repeats = few[row]
    left = np.repeat(np.arange(len(row)), repeats)
    offset = np.arange(entries) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    right = second.indptr[row[left]] + offset
    key = first.indices[left].astype(np.int64) * second.shape[1] + second.indices[right]
    values, column = np.unique(key, return_inverse=True)
    data = first.data[left] * second.data[right]
    joint = sp.csr_array((data, (row[left], column)), shape=(first.shape[0], len(values)))
    return joint, *np.divmod(values, second.shape[1])
