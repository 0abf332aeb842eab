"""Joint laws, contexts with a property, and graphs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.verify.strategies.drawing import Integers, at_least, filled, matrix, ordered

Property = Literal[
    "any", "independent", "identity", "deterministic", "symmetric", "uniform", "disconnected", "low-rank", "repeated"
]
PROPERTIES: tuple[Property, ...] = (
    "any", "independent", "identity", "deterministic", "symmetric", "uniform", "disconnected", "low-rank", "repeated",
)  # fmt: skip
"""What `contexts` can be asked for."""


def joint_laws(
    min_inputs: int = 2, max_inputs: int = 5, min_contexts: int = 2, max_contexts: int = 5, largest: int = 9
) -> SearchStrategy[Integers]:
    """Draw whole-number weights of a joint law.

    Parameters
    ----------
    min_inputs, max_inputs, min_contexts, max_contexts : int, optional
        Numbers of values of X and of A, at least 1.
    largest : int, optional
        Largest weight, at least 1.

    Returns
    -------
    strategy of ndarray of int, (n_x, n_a)
        No row or column is zero; `Context.from_table` takes it.

    Raises
    ------
    InputError
        For a number out of range.
    """
    ordered(1, min_inputs=min_inputs, max_inputs=max_inputs)
    ordered(1, min_contexts=min_contexts, max_contexts=max_contexts)
    at_least(1, largest=largest)
    return _joint_laws(min_inputs, max_inputs, min_contexts, max_contexts, largest)


@st.composite
def _joint_laws(
    draw: DrawFn, min_inputs: int, max_inputs: int, min_contexts: int, max_contexts: int, largest: int
) -> Integers:
    n, m = draw(st.integers(min_inputs, max_inputs)), draw(st.integers(min_contexts, max_contexts))
    return filled(matrix(draw, n, m, 0, largest))


def _independent(draw: DrawFn, n: int) -> Integers:
    rows, columns = matrix(draw, n, 1, 1, 5), matrix(draw, 1, draw(st.integers(2, n + 1)), 1, 5)
    return rows * columns


def _identity(draw: DrawFn, n: int) -> Integers:
    return np.diag(matrix(draw, 1, n, 1, 6)[0])


def _deterministic(draw: DrawFn, n: int) -> Integers:
    m = draw(st.integers(2, n))
    labels = np.array([*range(m), *(draw(st.integers(0, m - 1)) for _ in range(n - m))])
    return np.asarray(matrix(draw, n, 1, 1, 6) * (labels[:, None] == np.arange(m)))


def _symmetric(draw: DrawFn, n: int) -> Integers:
    half = np.triu(matrix(draw, n, n, 0, 6))
    return _connected_rows(half + np.triu(half, 1).T)


def _connected_rows(weights: Integers) -> Integers:
    empty = weights.sum(1) == 0
    return np.asarray(weights + np.diag(empty.astype(np.int64)))


def _uniform(draw: DrawFn, n: int) -> Integers:
    """A sum of permutation matrices: both marginals are uniform."""
    total = np.zeros((n, n), dtype=np.int64)
    for _ in range(draw(st.integers(1, 3))):
        order = draw(st.permutations(range(n)))
        total += draw(st.integers(1, 4)) * np.eye(n, dtype=np.int64)[list(order)]
    return total


def _disconnected(draw: DrawFn, n: int) -> Integers:
    """Two blocks: s_1 = 1."""
    cut = draw(st.integers(1, n - 1))
    weights = np.zeros((n, n), dtype=np.int64)
    weights[:cut, :cut] = filled(matrix(draw, cut, cut, 0, 6))
    weights[cut:, cut:] = filled(matrix(draw, n - cut, n - cut, 0, 6))
    return weights


def _low_rank(draw: DrawFn, n: int) -> Integers:
    """At most two distinct conditional laws, mixed: all singular values but s_1 vanish."""
    kinds = filled(matrix(draw, 2, n, 0, 4))
    shares = matrix(draw, n, 2, 0, 4)
    shares[shares.sum(1) == 0, 0] = 1
    return filled(np.asarray(shares @ kinds))


def _repeated(draw: DrawFn, n: int) -> Integers:
    """a·I + b·J: every singular value is a/(a + n·b)."""
    a, b = draw(st.integers(1, 8)), draw(st.integers(0, 4))
    return a * np.eye(n, dtype=np.int64) + b


_MAKERS: dict[str, Callable[[DrawFn, int], Integers]] = {
    "independent": _independent,
    "identity": _identity,
    "deterministic": _deterministic,
    "symmetric": _symmetric,
    "uniform": _uniform,
    "disconnected": _disconnected,
    "low-rank": _low_rank,
    "repeated": _repeated,
}


def contexts(property: Property = "any", min_inputs: int = 2, max_inputs: int = 5) -> SearchStrategy[Context]:
    """Draw a finite context with a given property.

    Parameters
    ----------
    property : str, optional
        One of `PROPERTIES`: ``"independent"`` (every s_i = 0), ``"identity"`` (A determines X and back),
        ``"deterministic"`` (A is a function of X), ``"symmetric"`` (an undirected graph), ``"uniform"`` (both
        marginals), ``"disconnected"`` (s_1 = 1), ``"low-rank"`` (s_2 = 0), ``"repeated"`` (all s_i equal), or
        ``"any"``: every one of them and no particular one.
    min_inputs, max_inputs : int, optional
        Number of values of X, at least 2.

    Returns
    -------
    strategy of Context

    Raises
    ------
    InputError
        For an unknown property, or a number out of range.
    """
    if property not in PROPERTIES:
        raise InputError(f"no contexts are called {property!r}; there are {', '.join(PROPERTIES)}")
    ordered(2, min_inputs=min_inputs, max_inputs=max_inputs)
    return _contexts(property, min_inputs, max_inputs)


@st.composite
def _contexts(draw: DrawFn, property: Property, min_inputs: int, max_inputs: int) -> Context:
    if property == "any":
        chosen = draw(st.sampled_from(PROPERTIES))
        if chosen == "any":
            return Context.from_table(draw(joint_laws(min_inputs, max_inputs)))
    else:
        chosen = property
    return Context.from_table(_MAKERS[chosen](draw, draw(st.integers(min_inputs, max_inputs))))


def graphs(min_nodes: int = 2, max_nodes: int = 6) -> SearchStrategy[Context]:
    """Draw the edge law of an undirected weighted graph, self-loops allowed, as a context.

    Parameters
    ----------
    min_nodes, max_nodes : int, optional
        At least 2.

    Returns
    -------
    strategy of Context

    Raises
    ------
    InputError
        For a number out of range.
    """
    ordered(2, min_nodes=min_nodes, max_nodes=max_nodes)
    return contexts("symmetric", min_nodes, max_nodes)
