"""What is degenerate for each sort: the ends of its range, masses at one point, and what vanishes."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.exact.numbers import rational
from contextures.theory.sorts import Labels, Mass, Ratio, Sort, Subset, Symmetric, Values, Weights

Array = NDArray[Any]


@singledispatch
def degenerate(sort: Sort, values: Array) -> dict[str, Array]:
    """Tell, by what is so, where the numbers of a field are degenerate for its sort.

    Parameters
    ----------
    sort : Sort
    values : ndarray
        Floats with the batch axis first, or exact numbers without it.

    Returns
    -------
    dict of str to ndarray of bool
        (B,) or (); empty for a sort that has no degenerate numbers.
    """
    return {}


@degenerate.register
def _(sort: Ratio, values: Array) -> dict[str, Array]:
    if sort.axes:
        return {}
    ends = [end for end in (sort.low, sort.high) if end is not None]
    return {f"= {end}": np.asarray(values == (rational(end) if _exact(values) else float(end))) for end in ends}


@degenerate.register
def _(sort: Mass, values: Array) -> dict[str, Array]:
    return {"at one point": np.asarray((values == 1).any(_axes(sort)))}


@degenerate.register
def _(sort: Subset, values: Array) -> dict[str, Array]:
    axes = _axes(sort)
    return {"empty": np.asarray((values == 0).all(axes)), "full": np.asarray((values == 1).all(axes))}


@degenerate.register
def _(sort: Labels, values: Array) -> dict[str, Array]:
    axes = _axes(sort)
    return {"constant": np.asarray(np.asarray(values).min(axes) == np.asarray(values).max(axes))}


@degenerate.register(Values)
@degenerate.register(Weights)
@degenerate.register(Symmetric)
def _(sort: Sort, values: Array) -> dict[str, Array]:
    return {"= 0": np.asarray((values == 0).all(_axes(sort)))}


def _axes(sort: Sort) -> tuple[int, ...]:
    """The axes of an array of the sort, from the right."""
    return tuple(range(-len(sort.axes), 0))


def _exact(values: Any) -> bool:
    return not np.issubdtype(np.asarray(values).dtype, np.number)
