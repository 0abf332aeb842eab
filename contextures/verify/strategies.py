"""Hypothesis strategies for property tests of one's own: laws, contexts, encoders, tasks, graphs, groups and losses.

Everything is made of small whole numbers, so that Hypothesis shrinks a counterexample to one that can be checked by
hand. Needs the extra ``strategies``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.contexts.context import Context
from contextures.errors import InputError

NEEDED = "contextures.strategies needs the extra strategies: pip install 'contextures[strategies]'"
try:
    from hypothesis import strategies as st
    from hypothesis.strategies import DrawFn, SearchStrategy
except ImportError:
    raise InputError(NEEDED) from None

Integers = NDArray[np.int64]
Property = Literal[
    "any", "independent", "identity", "deterministic", "symmetric", "uniform", "disconnected", "low-rank", "repeated"
]
PROPERTIES: tuple[Property, ...] = (
    "any", "independent", "identity", "deterministic", "symmetric", "uniform", "disconnected", "low-rank", "repeated",
)  # fmt: skip
"""What `contexts` can be asked for."""
LARGEST = 10**9
"""Of the ends of a range of ratios."""


def at_least(bound: int, /, **numbers: int) -> None:
    """Raise InputError for a number that is not whole, or too small."""
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | np.integer) or number < bound:
            raise InputError(f"{name} is {number!r}; a whole number of at least {bound} is right")


def _ordered(bound: int, /, **numbers: int) -> None:
    """Raise InputError where the second of two numbers is the smaller one, or one is below the least."""
    at_least(bound, **numbers)
    (low_name, low), (high_name, high) = numbers.items()
    if low > high:
        raise InputError(f"{low_name} is {low} and {high_name} is {high}; the former is at most the latter")


def _fits(context: Context) -> None:
    """Raise InputError for what is no context."""
    if not isinstance(context, Context):
        raise InputError(f"a `Context` is needed, not {context!r:.40}; draw it first, or use `flatmap`")


def _matrix(draw: DrawFn, n: int, m: int, low: int, high: int) -> Integers:
    entries = draw(st.lists(st.integers(low, high), min_size=n * m, max_size=n * m))
    return np.array(entries, dtype=np.int64).reshape(n, m)


def filled(weights: Integers) -> Integers:
    """Put a 1 into each empty row and column."""
    weights = weights.copy()
    weights[weights.sum(1) == 0, 0] = 1
    weights[0, weights.sum(0) == 0] = 1
    return weights


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
    _ordered(1, min_inputs=min_inputs, max_inputs=max_inputs)
    _ordered(1, min_contexts=min_contexts, max_contexts=max_contexts)
    at_least(1, largest=largest)
    return _joint_laws(min_inputs, max_inputs, min_contexts, max_contexts, largest)


@st.composite
def _joint_laws(
    draw: DrawFn, min_inputs: int, max_inputs: int, min_contexts: int, max_contexts: int, largest: int
) -> Integers:
    n, m = draw(st.integers(min_inputs, max_inputs)), draw(st.integers(min_contexts, max_contexts))
    return filled(_matrix(draw, n, m, 0, largest))


def _independent(draw: DrawFn, n: int) -> Integers:
    rows, columns = _matrix(draw, n, 1, 1, 5), _matrix(draw, 1, draw(st.integers(2, n + 1)), 1, 5)
    return rows * columns


def _identity(draw: DrawFn, n: int) -> Integers:
    return np.diag(_matrix(draw, 1, n, 1, 6)[0])


def _deterministic(draw: DrawFn, n: int) -> Integers:
    m = draw(st.integers(2, n))
    labels = np.array([*range(m), *(draw(st.integers(0, m - 1)) for _ in range(n - m))])
    return np.asarray(_matrix(draw, n, 1, 1, 6) * (labels[:, None] == np.arange(m)))


def _symmetric(draw: DrawFn, n: int) -> Integers:
    half = np.triu(_matrix(draw, n, n, 0, 6))
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
    weights[:cut, :cut] = filled(_matrix(draw, cut, cut, 0, 6))
    weights[cut:, cut:] = filled(_matrix(draw, n - cut, n - cut, 0, 6))
    return weights


def _low_rank(draw: DrawFn, n: int) -> Integers:
    """At most two distinct conditional laws, mixed: all singular values but s_1 vanish."""
    kinds = filled(_matrix(draw, 2, n, 0, 4))
    shares = _matrix(draw, n, 2, 0, 4)
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
    _ordered(2, min_inputs=min_inputs, max_inputs=max_inputs)
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
    _ordered(2, min_nodes=min_nodes, max_nodes=max_nodes)
    return contexts("symmetric", min_nodes, max_nodes)


def encoders(context: Context, dimension: int | None = None) -> SearchStrategy[Integers]:
    """Draw an encoder of the inputs of a context: any, of indicators, of conditional means, with a lost dimension.

    Parameters
    ----------
    context : Context
    dimension : int, optional
        Number of functions; from 1 to n_x if not given.

    Returns
    -------
    strategy of ndarray of int, (n_x, d)

    Raises
    ------
    InputError
        If the context is none, or the dimension below 1.
    """
    _fits(context)
    if dimension is not None:
        at_least(1, dimension=dimension)
    return _encoders(context, dimension)


@st.composite
def _encoders(draw: DrawFn, context: Context, dimension: int | None) -> Integers:
    n = context.n_x
    d = draw(st.integers(1, n)) if dimension is None else dimension
    values = _matrix(draw, n, d, -3, 3)
    kind = draw(st.sampled_from(["any", "indicators", "means", "lost"]))
    if kind == "indicators":
        values = np.eye(n, dtype=np.int64)[:, [draw(st.integers(0, n - 1)) for _ in range(d)]]
    elif kind == "means":
        conditional = context.joint / context.p_x[:, None]
        columns = [draw(st.integers(0, context.n_a - 1)) for _ in range(d)]
        values = np.rint(12 * conditional[:, columns]).astype(np.int64)
    elif kind == "lost":
        values[:, -1] = values[:, 0]
    return values


def tasks(context: Context, constant: bool = False) -> SearchStrategy[Integers]:
    """Draw a real function of the inputs of a context, in whole numbers.

    Parameters
    ----------
    context : Context
    constant : bool, optional
        Whether it may be constant.

    Returns
    -------
    strategy of ndarray of int, (n_x,)

    Raises
    ------
    InputError
        If the context is none, or has one input, on which every function is constant, and none may be.
    """
    _fits(context)
    if context.n_x == 1 and not constant:
        raise InputError(
            "the context has one input, on which every function is constant; two, or constant=True, is right"
        )
    return _tasks(context, constant)


@st.composite
def _tasks(draw: DrawFn, context: Context, constant: bool) -> Integers:
    values: Integers = _matrix(draw, 1, context.n_x, -4, 4)[0]
    if not constant and np.ptp(values) == 0:
        values[draw(st.integers(0, context.n_x - 1))] += 1
    return values


def ratios(least: int = 0, most: int = 1, largest: int = 12) -> SearchStrategy[Fraction]:
    """Draw a rational setting such as ε, its ends included.

    Parameters
    ----------
    least, most : int, optional
        The ends.
    largest : int, optional
        Largest denominator, at least 1.

    Returns
    -------
    strategy of Fraction

    Raises
    ------
    InputError
        For ends in the wrong order, or a number out of range.
    """
    _ordered(-LARGEST, least=least, most=most)
    at_least(1, largest=largest)
    return _ratios(least, most, largest)


@st.composite
def _ratios(draw: DrawFn, least: int, most: int, largest: int) -> Fraction:
    bottom = draw(st.integers(1, largest))
    return Fraction(draw(st.integers(least * bottom, most * bottom)), bottom)


class Sample(NamedTuple):
    """Points with their masses, losses and groups.

    Attributes
    ----------
    mass : ndarray of Fraction, (n,)
        Positive, of sum 1.
    losses : ndarray of Fraction, (n,)
    groups : ndarray of int, (n,)
        From 0 to the number of groups, less one; none is empty.
    """

    mass: NDArray[Any]
    losses: NDArray[Any]
    groups: Integers


def losses(points: int, least: int = 0, most: int = 6) -> SearchStrategy[NDArray[Any]]:
    """Draw a loss for each of some points.

    Parameters
    ----------
    points : int
        At least 1.
    least, most : int, optional
        Between what they are.

    Returns
    -------
    strategy of ndarray of Fraction, (points,)

    Raises
    ------
    InputError
        For ends in the wrong order, or a number out of range.
    """
    at_least(1, points=points)
    _ordered(-LARGEST, least=least, most=most)
    return _losses(points, least, most)


@st.composite
def _losses(draw: DrawFn, points: int, least: int, most: int) -> NDArray[Any]:
    return np.array([draw(ratios(least, most, 4)) for _ in range(points)], dtype=object)


def samples(max_points: int = 6, max_groups: int = 3) -> SearchStrategy[Sample]:
    """Draw points with masses, losses and groups, for claims about shifts of the law.

    Parameters
    ----------
    max_points, max_groups : int, optional
        At least 1.

    Returns
    -------
    strategy of Sample

    Raises
    ------
    InputError
        For a number out of range.
    """
    at_least(1, max_points=max_points, max_groups=max_groups)
    return _samples(max_points, max_groups)


@st.composite
def _samples(draw: DrawFn, max_points: int, max_groups: int) -> Sample:
    count = draw(st.integers(1, max_points))
    weights = _matrix(draw, 1, count, 1, 6)[0]
    groups = draw(st.integers(1, min(max_groups, count)))
    labels = [*range(groups), *(draw(st.integers(0, groups - 1)) for _ in range(count - groups))]
    mass = np.array([Fraction(int(w), int(weights.sum())) for w in weights], dtype=object)
    return Sample(mass, draw(losses(count)), np.array(labels, dtype=np.int64))


def value_laws(values: Iterable[int | str | Fraction], largest: int = 20) -> SearchStrategy[dict[Fraction, Fraction]]:
    """Draw laws on given values, such as `contextures.audit` evaluates with ``law=``.

    Parameters
    ----------
    values : iterable of int, str or Fraction
        Distinct; a law may leave some out.
    largest : int, optional
        Of the whole numbers whose ratios the probabilities are, at least 1.

    Returns
    -------
    strategy of dict of Fraction to Fraction
        Probabilities, positive, with sum 1, of the values in ascending order.

    Raises
    ------
    InputError
        For no values, or a value twice, or a number out of range.
    """
    at_least(1, largest=largest)
    points = [Fraction(value) for value in values]
    if not points or len(set(points)) < len(points):
        raise InputError(f"values are {', '.join(map(str, points)) or 'none'}; distinct numbers are right")
    return _value_laws(sorted(points), largest)


@st.composite
def _value_laws(draw: DrawFn, points: list[Fraction], largest: int) -> dict[Fraction, Fraction]:
    weights = _matrix(draw, 1, len(points), 0, largest)[0]
    weights[0] += not weights.any()
    total = int(weights.sum())
    return {point: Fraction(int(w), total) for point, w in zip(points, weights, strict=True) if w}


__all__ = [
    "PROPERTIES",
    "Property",
    "Sample",
    "contexts",
    "encoders",
    "graphs",
    "joint_laws",
    "losses",
    "ratios",
    "samples",
    "tasks",
    "value_laws",
]
