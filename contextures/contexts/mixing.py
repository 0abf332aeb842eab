"""One context out of several with the same P_X: convolution, convex combination, concatenation; products of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from itertools import product as tuples

import numpy as np

from contextures import arrays
from contextures.arrays import FloatArray, Labels
from contextures.contexts.context import Context
from contextures.errors import InputError

AGREEMENT = 1e-8
"""How far two values of P_X(x) may be apart before the contexts are refused as being over different laws."""


def mix_finite(contexts: Sequence[Context], weights: FloatArray) -> Context:
    """Return the convex combination; see `contextures.mix`."""
    finite = _finite(contexts)
    conditionals = over_one_finite_law(finite)
    return _over(
        finite[0],
        np.hstack([share * conditional for share, conditional in zip(weights, conditionals, strict=True)]),
        [(j, label) for j, context in enumerate(finite) for label in context.column_labels],
    )


def concatenate_finite(contexts: Sequence[Context]) -> Context:
    """Return the concatenation; see `contextures.concatenate`."""
    joint, *others = joined_finite(contexts)
    for conditional in others:
        joint = (joint[:, :, None] * conditional[:, None, :]).reshape(len(joint), -1)
    return _over(contexts[0], joint, list(tuples(*(context.column_labels for context in contexts))))


def joined_finite(contexts: Sequence[Context]) -> list[FloatArray]:
    """Return the conditional laws of contexts that can be concatenated, the inputs in the order of the first context.

    Raises
    ------
    InputError
        If the inputs or the laws P_X differ, or the table would have too many cells.
    """
    conditionals = over_one_finite_law(contexts)
    cells = len(conditionals[0]) * float(np.prod([float(c.shape[1]) for c in conditionals]))
    if cells > arrays.MOST_CELLS:
        raise InputError(
            f"the concatenation has {cells:.1e} cells; at most {arrays.MOST_CELLS:.0e}, from contexts with fewer "
            "values of A, can be held"
        )
    return conditionals


def convolve_finite(contexts: Sequence[Context]) -> Context:
    """Return the convolution; see `contextures.convolve`."""
    finite = _finite(contexts)
    joint = finite[0].conditional
    for following, rows in zip(finite[1:], chained_finite(finite), strict=True):
        joint = joint @ following.conditional[rows]
    return _over(finite[0], joint, finite[-1].column_labels)


def chained_finite(contexts: Sequence[Context]) -> list[list[int]]:
    """Return the inputs of each context but the first that the values of A of the one before are.

    Raises
    ------
    InputError
        If a value of A is no input of the next context.
    """
    return [_positions(one.column_labels, following, k) for k, (one, following) in enumerate(pairwise(contexts), 2)]


def product_finite(contexts: Sequence[Context]) -> Context:
    """Return the context of independent pairs; see `contextures.product`."""
    _finite(contexts)
    cells = float(np.prod([float(context.n_x) * context.n_a for context in contexts]))
    if cells > arrays.MOST_CELLS:
        raise InputError(f"the product has {cells:.1e} cells; at most {arrays.MOST_CELLS:.0e} can be held")
    conditional: FloatArray = np.ones((1, 1))
    p_x: FloatArray = np.ones(1)
    for context in contexts:
        conditional = np.asarray(np.kron(conditional, context.conditional), dtype=np.float64)
        p_x = np.asarray(np.kron(p_x, context.p_x), dtype=np.float64)
    return Context.from_conditional(
        conditional,
        p_x,
        row_labels=tuples(*(context.row_labels for context in contexts)),
        column_labels=tuples(*(context.column_labels for context in contexts)),
    )


def centred_operators(contexts: Sequence[Context]) -> list[FloatArray]:
    """Return Q̃_j, (n_x, n_a), of contexts with one P_X, the inputs in the order of the first context.

    Raises
    ------
    InputError
        If the inputs or the laws P_X differ.
    """
    conditionals = over_one_finite_law(contexts)
    root = np.sqrt(contexts[0].p_x)[:, None]
    return [
        root * (conditional - context.p_a) / np.sqrt(context.p_a)
        for conditional, context in zip(conditionals, contexts, strict=True)
    ]


def _finite(contexts: Sequence[Context]) -> list[Context]:
    """The contexts as finite ones."""
    if not contexts:
        raise InputError("no context was given; at least one is needed")
    for k, context in enumerate(contexts, 1):
        if not isinstance(context, Context):
            raise InputError(f"argument {k} is a {type(context).__name__}; a finite Context is right")
    return list(contexts)


def over_one_finite_law(contexts: Sequence[Context]) -> list[FloatArray]:
    """Return the conditional laws of contexts with one P_X, the inputs in the order of the first context.

    Raises
    ------
    InputError
        If the inputs or the laws P_X differ.
    """
    _finite(contexts)
    first = contexts[0]
    conditionals = [first.conditional]
    for k, context in enumerate(contexts[1:], 2):
        if context.n_x != first.n_x:
            raise InputError(f"context {k} has {context.n_x} inputs and context 1 has {first.n_x}; the same are right")
        order = _positions(first.row_labels, context, k)
        off = np.abs(context.p_x[order] - first.p_x)
        if off.max() > AGREEMENT:
            x = int(off.argmax())
            raise InputError(
                f"context {k} has P_X({first.row_labels[x]}) = {context.p_x[order][x]:.6g} and context 1 has "
                f"{first.p_x[x]:.6g}; one P_X is right, which Context.from_conditional(context.conditional, p_x) sets"
            )
        conditionals.append(context.conditional[order])
    return conditionals


def _positions(labels: Labels, context: Context, k: int) -> list[int]:
    """Where the inputs with these labels are in context number k."""
    if labels == context.row_labels:
        return list(range(context.n_x))
    position = {label: i for i, label in enumerate(context.row_labels)}
    if len(position) < context.n_x:
        raise InputError(f"context {k} has two inputs of the same label; they can only be matched in the same order")
    missing = [label for label in labels if label not in position]
    if missing:
        raise InputError(
            f"context {k} has no input {missing[0]!r}; its inputs {_few(context.row_labels)} must include "
            f"{_few(labels)}"
        )
    return [position[label] for label in labels]


def _few(labels: Labels) -> str:
    """The first labels, for a message."""
    return ", ".join(map(repr, labels[:4])) + (", …" if len(labels) > 4 else "")


def _over(inputs: Context, conditional: FloatArray, column_labels: Iterable[object]) -> Context:
    """The context of a conditional law (n_x, M) over the inputs of a context, those of zero mass remembered."""
    size = inputs.original_shape[0]
    rows = np.zeros((size, conditional.shape[1]))
    rows[:, 0] = 1.0  # what an input of zero mass shows does not matter
    rows[inputs.kept_rows] = conditional
    p_x = np.zeros(size)
    p_x[inputs.kept_rows] = inputs.p_x
    dropped = iter(inputs.dropped_rows)
    kept = dict(zip(inputs.kept_rows.tolist(), inputs.row_labels, strict=True))
    labels = [kept[i] if i in kept else next(dropped) for i in range(size)]
    return Context.from_conditional(rows, p_x, row_labels=labels, column_labels=list(column_labels))
