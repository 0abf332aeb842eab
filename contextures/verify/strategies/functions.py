"""Functions of the inputs of a context: encoders and tasks."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from contextures.contexts.context import Context
from contextures.errors import InputError
from contextures.verify.strategies.drawing import Integers, at_least, matrix


def _fits(context: Context) -> None:
    """Raise InputError for what is no context."""
    if not isinstance(context, Context):
        raise InputError(f"a `Context` is needed, not {context!r:.40}; draw it first, or use `flatmap`")


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
    values = matrix(draw, n, d, -3, 3)
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
    values: Integers = matrix(draw, 1, context.n_x, -4, 4)[0]
    if not constant and np.ptp(values) == 0:
        values[draw(st.integers(0, context.n_x - 1))] += 1
    return values
