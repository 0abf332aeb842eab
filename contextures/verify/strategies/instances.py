"""Instances of a declared domain."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import prod
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from contextures.errors import InputError
from contextures.measure.encoding import as_exact, sound
from contextures.theory.domain import Domain, axis_length
from contextures.theory.sorts import (
    Channel,
    Count,
    Graph,
    Labels,
    Law,
    Lines,
    Mass,
    Permutation,
    Ratio,
    Sort,
    Subset,
    Symmetric,
    Unit,
    Weights,
)
from contextures.verify.strategies.drawing import Integers, at_least, filled


def instances(domain: Domain, largest: int = 6) -> SearchStrategy[dict[str, Any]]:
    """Draw instances of a declared domain in exact numbers.

    Parameters
    ----------
    domain : Domain
    largest : int, optional
        Largest whole number of the codes: weights, entries, numerators; at least 1.

    Returns
    -------
    SearchStrategy
        Of mappings from field names to object arrays of Fraction; a ratio is a Fraction, a count an int.

    Raises
    ------
    InputError
        If that is no domain, or ``largest`` is no whole number ≥ 1.

    Examples
    --------
    >>> from contextures import Domain, sorts
    >>> from contextures.strategies import instances
    >>> dice = Domain("a die", {"p": sorts.mass("x")}, fixed={"x": 6})
    >>> found = instances(dice).example()  # doctest: +SKIP
    """
    if not isinstance(domain, Domain):
        raise InputError(f"a `Domain` is needed, not {domain!r:.40}")
    at_least(1, largest=largest)
    return _instances(domain, largest)


@st.composite
def _instances(draw: DrawFn, domain: Domain, largest: int) -> dict[str, Any]:
    sizes = {axis: draw(st.integers(low, high)) for axis, (low, high) in domain.bounds.items()}
    fields = {}
    for name, sort in domain.fields.items():
        shape = tuple(length for axis in sort.axes if (length := axis_length(axis, sizes)) is not None)
        whole = draw(_codes(sort, shape, sizes, largest).filter(partial(_is_sound, sort, sizes)))
        fields[name] = as_exact(sort, whole, 1)
    return fields


def _is_sound(sort: Sort, sizes: dict[str, int], whole: Integers) -> bool:
    return bool(sound(sort, whole[None], sizes)[0])


def _codes(sort: Sort, shape: tuple[int, ...], sizes: dict[str, int], largest: int) -> SearchStrategy[Integers]:
    """Codes of a sort, most of which are sound."""
    if isinstance(sort, Ratio):
        count = prod(shape)
        several = st.lists(_ratio_codes(sort, largest), min_size=count, max_size=count)
        return several.map(lambda codes: np.array(codes, dtype=np.int64).reshape(*shape, 2))
    if isinstance(sort, Count):
        return st.integers(sort.low, sort.high).map(lambda value: np.array(value, dtype=np.int64))
    if isinstance(sort, Labels):
        bounds = (0, (axis_length(sort.into, sizes) or 1) - 1)
    elif isinstance(sort, Subset):
        bounds = (0, 1)
    elif isinstance(sort, Law | Lines | Mass | Channel | Weights | Graph):
        bounds = (0, largest)
    else:
        bounds = (-largest, largest)
    if isinstance(sort, Permutation):
        return st.permutations(range(shape[0])).map(lambda image: np.array(image, dtype=np.int64))
    entries = st.lists(st.integers(*bounds), min_size=prod(shape), max_size=prod(shape))
    found = entries.map(lambda values: np.array(values, dtype=np.int64).reshape(shape))
    return found.map(partial(_repaired, sort))


def _ratio_codes(sort: Ratio, largest: int) -> SearchStrategy[Integers]:
    low = sort.low if sort.low is not None else Fraction(-largest) if sort.high is None else sort.high - largest
    high = sort.high if sort.high is not None else low + largest
    parts = st.integers(1, 4 * largest).flatmap(lambda of: st.integers(0, of).map(lambda step: Fraction(step, of)))
    values = parts.map(lambda part: low + (high - low) * part)
    return values.filter(sort.holds).map(lambda value: np.array(value.as_integer_ratio(), dtype=np.int64))


def _repaired(sort: Sort, whole: Integers) -> Integers:
    """Put a 1 where a sort wants something positive, and mirror what it wants symmetric."""
    whole = whole.copy()
    if isinstance(sort, Graph | Symmetric):
        whole = np.triu(whole) + np.triu(whole, 1).T
    if isinstance(sort, Law | Lines) and whole.ndim == 2:
        return filled(whole)
    if isinstance(sort, Law | Lines):
        return np.maximum(whole, 1)
    if isinstance(sort, Graph):
        lone = np.flatnonzero(whole.sum(1) == 0)
        whole[lone, lone] = 1
    if isinstance(sort, Channel | Unit):
        whole[..., 0] += (whole == 0).all(-1)
    if isinstance(sort, Mass) and not whole.any():
        whole[0] = 1
    return whole
