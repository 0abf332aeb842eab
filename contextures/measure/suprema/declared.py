"""Suprema and infima over declared fields: by enumeration, by an exact programme, or from a witness on one side."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations, product
from math import factorial, prod
from typing import Any

import numpy as np
from flint import fmpq
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.arrays import ExactArray
from contextures.measure.encoding import as_exact, as_floats, rational_array
from contextures.measure.suprema.witnessed import witnessed
from contextures.measure.worlds.declared.world import DeclaredWorld
from contextures.theory.domain import Best
from contextures.theory.sorts import Channel, Count, Labels, Mass, Permutation, Sort, Subset, Unit

Array = NDArray[Any]
Function = Callable[[DeclaredWorld], Any]

MOST = 4096
"""Choices that are enumerated at most."""


def optimum(world: DeclaredWorld, name: str, best: Best, function: Function) -> Any:
    """Return the extreme value of a function of a world over the fields of `best`.

    Finite fields are enumerated, and so are the corners where the function is affine in a mass or a channel; a
    quadratic form of a unit vector has its extreme eigenvalue; elsewhere a witness proves one side.

    Raises
    ------
    InputError
        If there are more choices than can be enumerated, or the sort does not go with the shape.
    NotCertifiable
        Where a witness is needed and none is given.
    """
    if best.shape == "quadratic":
        return _quadratic(world, name, best, function)
    if best.shape == "affine" or all(
        isinstance(sort, Labels | Permutation | Subset | Count) for sort in best.fields.values()
    ):
        return _enumerated(world, name, best, function)
    return witnessed(world, name, best, function)


def _choices(world: DeclaredWorld, name: str, sort: Sort) -> tuple[int, int, tuple[int, ...]]:
    """How many options each of how many places has, and the shape of the field."""
    lengths = world.shape_of(sort)
    if isinstance(sort, Labels):
        return world.labels_of(sort) or 1, prod(lengths), lengths
    if isinstance(sort, Subset):
        return 2, prod(lengths), lengths
    if isinstance(sort, Count):
        return sort.high - sort.low + 1, 1, ()
    if isinstance(sort, Permutation):
        return lengths[0], lengths[0], lengths
    if isinstance(sort, Mass | Channel):
        return lengths[-1], prod(lengths[:-1]), lengths
    raise InputError(
        f"{name}: a function that is affine in {sort.words} has no corners to look at; a mass or a channel has"
    )


def _codes(sort: Sort, options: int, places: int, lengths: tuple[int, ...]) -> list[Array]:
    """Every value of a finite field, every corner of a mass or a channel."""
    every = permutations(range(options)) if isinstance(sort, Permutation) else product(range(options), repeat=places)
    chosen = np.array(list(every), dtype=np.int64)
    if isinstance(sort, Count):
        return list(chosen[:, 0] + sort.low)
    if isinstance(sort, Mass | Channel):
        return list(np.eye(options, dtype=np.int64)[chosen].reshape(-1, *lengths))
    return list(chosen.reshape(-1, *lengths))


def _enumerated(world: DeclaredWorld, name: str, best: Best, function: Function) -> Any:
    numbers_of = {key: _choices(world, name, sort) for key, sort in best.fields.items()}
    total = prod(
        factorial(options) if isinstance(best.fields[key], Permutation) else options**places
        for key, (options, places, _) in numbers_of.items()
    )
    if total > MOST:
        raise InputError(f"{name}: {total:,} choices; at most {MOST:,} are enumerated, so smaller sizes are right")
    codes = [_codes(best.fields[key], *found) for key, found in numbers_of.items()]
    values = []
    for chosen in product(*codes):
        fields = {}
        for (key, sort), whole in zip(best.fields.items(), chosen, strict=True):
            if world.exact:
                fields[key] = rational_array(as_exact(sort, whole, 1))
            else:
                one = as_floats(sort, np.asarray(whole)[None], 1)
                fields[key] = np.broadcast_to(one, (world.count, *one.shape[1:]))
        values.append(function(world.holding(fields, best.fields)))
    if world.exact:
        return numbers.largest(values) if best.sense == "largest" else numbers.smallest(values)
    choose = np.fmax if best.sense == "largest" else np.fmin
    return choose.reduce([np.broadcast_to(value, (world.count,)) for value in values])


def _quadratic(world: DeclaredWorld, name: str, best: Best, function: Function) -> Any:
    """The extreme eigenvalue of the form u ↦ f(u), by polarisation."""
    key, sort = next(iter(best.fields.items()))
    if len(best.fields) > 1 or not isinstance(sort, Unit) or sort.axes[0] != 1:
        raise InputError(f"{name}: a quadratic function is of one unit vector, sorts.unit(1, dimension)")
    d = world.shape_of(sort)[1]
    basis = np.eye(d, dtype=np.int64)

    def at(vector: Array) -> Any:
        held = rational_array(vector[None]) if world.exact else np.broadcast_to(vector * 1.0, (world.count, 1, d))
        return function(world.holding({key: held}, best.fields))

    diagonal = [at(vector) for vector in basis]
    form: list[list[Any]] = [[None] * d for _ in range(d)]
    for i in range(d):
        form[i][i] = diagonal[i]
        for j in range(i):
            twice = at(basis[i] + basis[j])
            if world.exact:
                rest = numbers.negative(numbers.add([diagonal[i], diagonal[j]]))
                half = numbers.multiply([fmpq(1, 2), numbers.add([twice, rest])])
            else:
                half = (twice - diagonal[i] - diagonal[j]) / 2
            form[i][j] = form[j][i] = half
    place = 0 if best.sense == "largest" else -1
    if world.exact:
        return world.eigenvalues(ExactArray(form)).values[place]
    rows = [np.stack([np.broadcast_to(value, (world.count,)) for value in row], axis=-1) for row in form]
    return world.eigenvalues(np.stack(rows, axis=-2))[..., place]
