"""The value of a formula over settings, in arrays of either back end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import flint
import numpy as np
import sympy as sp
from flint import fmpq
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.arithmetic import Floats, Rationals
from contextures.exact.arrays import ExactArray
from contextures.measure.evaluate import Evaluator
from contextures.measure.quantities.registry import Quantity
from contextures.measure.world import World


def value_at(expression: sp.Expr, settings: Mapping[str, Any], *, exact: bool) -> Any:
    """Return the value of a formula, of the shape that its settings broadcast to.

    Parameters
    ----------
    expression : sympy.Expr
    settings : mapping of str to array or number
        By the names of the symbols; further ones are allowed. The last axis of a sequence (an indexed symbol) is its
        index, from 1. What limits of sums and indices speak of is one whole number.
    exact : bool
        Whether the result is an `ExactArray`; else an array of floats.

    Raises
    ------
    InputError
        Where a setting is missing.
    UndefinedError, NotCertifiable
        Where an exact value does not exist, or is out of reach.
    """
    expression = sp.sympify(expression)
    plain, sequences = _names(expression)
    if missing := sorted((plain | sequences) - set(settings)):
        raise InputError(f"the formula lacks {', '.join(missing)}")
    sizes = {name: int(whole) for name in plain if (whole := _size(settings[name])) is not None}
    rows = {name: settings[name] for name in sorted(sequences)}
    scalars = {name: settings[name] for name in sorted(plain - set(sizes))}
    if exact:
        return _exactly(expression, scalars, rows, sizes)
    fields: dict[str, Any] = {name: np.asarray(value, dtype=float) for name, value in scalars.items()}
    fields |= {name: np.moveaxis(np.asarray(value, dtype=float), -1, 0) for name, value in rows.items()}
    with np.errstate(all="ignore"):
        return np.asarray(Evaluator(*_evaluated(fields, sizes, Floats())).value(expression), dtype=float)


@lru_cache(maxsize=1024)
def _names(expression: sp.Expr) -> tuple[frozenset[str], frozenset[str]]:
    """Names of the settings of a formula that are numbers, and of those that are sequences."""
    sequences = frozenset(str(entry.base.label) for entry in expression.atoms(sp.Indexed))
    bound = {str(index) for sum_ in expression.atoms(sp.Sum) for index in sum_.variables}
    plain = frozenset(str(symbol) for symbol in expression.free_symbols if symbol.is_Symbol)
    return plain - sequences - bound, sequences


def _size(value: Any) -> int | None:
    """A whole number as Python holds it; None for anything else, arrays of one entry included."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    return int(value) if whole else int(value.p) if isinstance(value, fmpq) and value.q == 1 else None


def _evaluated(
    fields: Mapping[str, Any], sizes: Mapping[str, int], arithmetic: Any
) -> tuple[World, dict[str, Quantity]]:
    """A world of settings, and how each is measured on it."""
    return World(fields, sizes, arithmetic), {name: Quantity(name, _given(name)) for name in fields}


def _given(name: str) -> Any:
    return lambda world: world.fields[name]


def _exactly(
    expression: sp.Expr, scalars: Mapping[str, Any], rows: Mapping[str, Any], sizes: Mapping[str, int]
) -> ExactArray:
    arrays: dict[str, NDArray[Any]] = {name: ExactArray(value).values for name, value in {**scalars, **rows}.items()}
    shapes = [array.shape[:-1] if name in rows else array.shape for name, array in arrays.items()]
    shape = np.broadcast_shapes(*shapes)
    spread = {
        name: np.broadcast_to(array, shape + array.shape[-1:] if name in rows else shape)
        for name, array in arrays.items()
    }
    varying = frozenset(name for name, array in arrays.items() if name in rows or array.size > 1)
    found, known, shared = np.empty(shape, dtype=object), dict[Any, Any](), dict[Any, Any]()
    with flint.ctx.workprec(numbers.PRECISION):
        for place in np.ndindex(*shape):
            fields = {name: list(array[place]) if name in rows else array[place] for name, array in spread.items()}
            key = tuple(tuple(map(str, value)) if isinstance(value, list) else str(value) for value in fields.values())
            if key not in known:
                world, quantities = _evaluated(fields, sizes, Rationals())
                known[key] = _Sharing(world, quantities, varying, shared).value(expression)
            found[place] = known[key]
    return ExactArray(found)


class _Sharing(Evaluator):
    """Evaluates what no varying setting enters once for all worlds; a sum has such a factor for each index.

    Parameters
    ----------
    world : World
    quantities : mapping of str to Quantity
    varying : frozenset of str
        Names of the settings that differ from world to world.
    shared : dict
        What was evaluated.
    """

    def __init__(
        self, world: World, quantities: Mapping[str, Quantity], varying: frozenset[str], shared: dict[Any, Any]
    ) -> None:
        super().__init__(world, quantities)
        self.varying, self.shared = varying, shared

    def value(self, expression: sp.Expr, indices: Mapping[str, int] | None = None) -> Any:
        if not expression.args or not self.varying.isdisjoint(frozenset.union(*_names(expression))):
            return super().value(expression, indices)
        key = expression, tuple((indices or {}).items())
        if key not in self.shared:
            self.shared[key] = super().value(expression, indices)
        return self.shared[key]
