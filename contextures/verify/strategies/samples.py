"""Ratios, losses, and samples with masses and groups; laws on given values."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.verify.strategies.drawing import Integers, at_least, matrix, ordered

LARGEST = 10**9
"""Of the ends of a range of ratios."""


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
    ordered(-LARGEST, least=least, most=most)
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
    ordered(-LARGEST, least=least, most=most)
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
    weights = matrix(draw, 1, count, 1, 6)[0]
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
    weights = matrix(draw, 1, len(points), 0, largest)[0]
    weights[0] += not weights.any()
    total = int(weights.sum())
    return {point: Fraction(int(w), total) for point, w in zip(points, weights, strict=True) if w}
