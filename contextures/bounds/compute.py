"""The value of an expression at settings.

Sums and entries of sequences are unrolled to plain symbols (``s_1``, ``s_next``), so that settings are what the
command line names; what remains is evaluated by the same walk of the tree that the verifier uses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import flint
import numpy as np
import sympy as sp
from flint import fmpq
from numpy.typing import NDArray

from contextures.bounds.known import DIMENSION, MissingSettings, Settings, to_float
from contextures.bounds.settings import NEXT, Value, is_array
from contextures.exact import numbers
from contextures.exact.arithmetic import Floats, Rationals
from contextures.exact.numbers import UndefinedError
from contextures.measure.evaluate import Evaluator
from contextures.measure.formula import value_at
from contextures.measure.quantities.registry import Quantity
from contextures.measure.world import World
from contextures.theory.symbols.classical import DEFAULTS


def unrolled(expression: sp.Expr, settings: Settings, indices: Mapping[str, int] | None = None) -> sp.Expr:
    """Write the sums of an expression out and its entries of sequences as symbols.

    Parameters
    ----------
    expression : sympy.Expr
    settings : Settings
        Its whole numbers are what indices and limits may speak of.
    indices : mapping of str to int, optional
        Values of the indices of sums.

    Raises
    ------
    MissingSettings
        Where a size is not known.
    """
    indices = indices or {}
    sizes = {**settings.sizes, **indices}
    if isinstance(expression, sp.Sum):
        (index, first, last), *more = expression.limits
        if more:
            raise TypeError(f"a sum over one index at a time: {expression}")
        steps = range(_whole(first, sizes), _whole(last, sizes) + 1)
        return sp.Add(*(unrolled(expression.function, settings, {**indices, str(index): k}) for k in steps))
    if isinstance(expression, sp.Indexed):
        return _entry(expression, settings, sizes)
    if expression.is_Symbol and str(expression) in indices:
        return sp.Integer(indices[str(expression)])
    if not expression.args:
        return expression
    return expression.func(*(unrolled(argument, settings, indices) for argument in expression.args))


def _entry(expression: sp.Indexed, settings: Settings, sizes: Mapping[str, int]) -> sp.Expr:
    base, index = str(expression.base.label), expression.indices[0]
    if _is_next(index) and (settings.follows(base) or DIMENSION not in sizes):
        return sp.Symbol(f"{base}_{NEXT}", real=True)
    return sp.Symbol(f"{base}_{_whole(index, sizes)}", real=True)


def _is_next(index: sp.Expr) -> bool:
    return bool(index == sp.Symbol(DIMENSION, integer=True) + 1)


def _whole(expression: sp.Expr, sizes: Mapping[str, int]) -> int:
    unknown = {str(symbol) for symbol in expression.free_symbols if str(symbol) not in sizes}
    if unknown:
        raise MissingSettings(frozenset(unknown))
    return int(expression.subs({symbol: sizes[str(symbol)] for symbol in expression.free_symbols}))


def index_names(expression: sp.Expr, settings: Settings) -> frozenset[str]:
    """Names of the whole numbers in limits of sums, and in indices of entries that have no name of their own."""
    entries = expression.atoms(sp.Indexed)
    indices = [e.indices[0] for e in entries if not (_is_next(e.indices[0]) and settings.follows(str(e.base.label)))]
    bound: set[str] = set()
    for sum_ in expression.atoms(sp.Sum):
        bound |= {str(variable) for variable in sum_.variables}
        indices += [limit for _, *limits in sum_.limits for limit in limits]
    return frozenset({str(symbol) for index in indices for symbol in index.free_symbols} - bound)


def compute(expression: sp.Expr, settings: Settings) -> Any:
    """Return the value of an expression: an exact number, or an array of floats where a setting takes many values.

    Raises
    ------
    MissingSettings
        Where a setting is not known.
    UndefinedError
        Where the exact value does not exist.
    """
    varying = [name for name in index_names(expression, settings) if is_array(settings.values.get(name))]
    if varying:
        return _by_size(expression, settings, varying)
    plain = unrolled(expression, settings)
    known = settings.at(plain)
    exact = not any(is_array(value) for value in known.values())
    if not exact:
        known = {name: value if is_array(value) else to_float(value) for name, value in known.items()}
    world = World(known, {}, Rationals() if exact else Floats())
    evaluator = Evaluator(world, {name: Quantity(name, _given(name)) for name in known})
    if exact:
        with flint.ctx.workprec(numbers.PRECISION):
            return evaluator.value(plain)
    with np.errstate(all="ignore"):
        return evaluator.value(plain)


def _given(name: str) -> Any:
    return lambda world: world.fields[name]


def _by_size(expression: sp.Expr, settings: Settings, varying: list[str]) -> NDArray[np.float64]:
    """Evaluate for each combination of sizes that indices speak of."""
    arrays = {name: value for name, value in settings.values.items() if is_array(value)}
    broadcast = dict(zip(arrays, np.broadcast_arrays(*arrays.values()), strict=True))
    shape = next(iter(broadcast.values())).shape
    flat = {name: value.ravel() for name, value in broadcast.items()}
    result = np.full(int(np.prod(shape)), np.nan)
    combinations, which = np.unique(np.stack([flat[name] for name in varying]), axis=1, return_inverse=True)
    for k, combination in enumerate(combinations.T):
        members = np.flatnonzero(which.ravel() == k)
        sizes = {name: fmpq(int(size)) for name, size in zip(varying, combination, strict=True)}
        rest = {name: value[members] for name, value in flat.items() if name not in sizes}
        try:
            value = compute(expression, settings.having(**rest, **sizes))
        except UndefinedError:
            value = np.nan
        result[members] = value if isinstance(value, np.ndarray) else to_float(value)
    return result.reshape(shape)


def limit_value(expression: sp.Expr, settings: Settings) -> Any:
    """Return the value of a limit's formula: an exact number, or floats where a setting takes many values.

    Raises
    ------
    MissingSettings
        Where a setting is not known.
    """
    names = {str(symbol) for symbol in expression.free_symbols}
    names -= {str(index) for sum_ in expression.atoms(sp.Sum) for index in sum_.variables}
    names -= {str(entry) for entry in expression.atoms(sp.Indexed)}
    known: dict[str, Any] = {}
    for name in names:
        value = settings.sequences.get(name, settings[name])
        known[name] = fmpq(DEFAULTS[name]) if value is None and name in DEFAULTS else value
    if absent := frozenset(name for name, value in known.items() if value is None):
        raise MissingSettings(absent)
    if any(is_array(value) for value in known.values()):
        floats = {
            n: v if is_array(v) else _row(v) if n in settings.sequences else to_float(v) for n, v in known.items()
        }
        whole = {name for name in known if isinstance(known[name], fmpq) and known[name].q == 1}
        return value_at(expression, {n: int(known[n].p) if n in whole else v for n, v in floats.items()}, exact=False)
    return value_at(expression, known, exact=True).item()


def _row(values: Sequence[Value]) -> NDArray[np.float64]:
    return np.array([to_float(value) for value in values])
