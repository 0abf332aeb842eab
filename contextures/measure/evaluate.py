"""Evaluates the expressions of a claim over a world: by walking the tree, in floats or in exact numbers.

Constants stay exact and an unknown node is an error. (Compiled code would not do: it turns 1/3 into a float.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

import flint
import numpy as np
import sympy as sp
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError, ball
from contextures.measure.quantities.registry import Quantity
from contextures.measure.special import exact as exact_functions
from contextures.measure.special import floats as float_functions
from contextures.measure.world import World
from contextures.theory.statement import Inequality, Part


class Field(Protocol):
    """Scalar operations of a back end."""

    def constant(self, value: sp.Rational) -> Any:
        """Return a rational constant."""

    def infinity(self, sign: int) -> Any:
        """Return ±∞."""

    def add(self, values: list[Any]) -> Any:
        """Return the sum."""

    def multiply(self, values: list[Any]) -> Any:
        """Return the product."""

    def power(self, base: Any, exponent: sp.Rational) -> Any:
        """Return a rational power."""

    def exponential(self, base: Any, exponent: Any) -> Any:
        """Return a power whose exponent was evaluated too."""

    def extreme(self, values: list[Any], sign: int) -> Any:
        """Return the maximum (sign 1) or the minimum (sign −1)."""

    def function(self, name: str, value: Any) -> Any:
        """Apply exp, log, sin, cos, tan, asin, acos, atan or Abs."""

    def special(self, name: str, values: list[Any]) -> Any:
        """Apply a function of `measure.special`."""

    def choose(self, lhs: Any, relation: str, rhs: Any, then: Any, otherwise: Any) -> Any:
        """Return one of two values by a condition."""


FUNCTIONS = {"exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "Abs"}


HUGE = 10_000
"""Size of an exponent beyond which a power is no longer written out as a rational."""
ZERO = 1e-14
"""Size below which a denominator counts as zero, in floats."""


class FloatField:
    """Batches of floats."""

    def constant(self, value: sp.Rational) -> float:
        """Round once."""
        return int(value.p) / int(value.q)

    def infinity(self, sign: int) -> float:
        """Return a float infinity."""
        return sign * np.inf

    def add(self, values: list[Any]) -> Any:
        """Add elementwise."""
        return sum(values[1:], values[0])

    def multiply(self, values: list[Any]) -> Any:
        """Multiply elementwise."""
        product = values[0]
        for value in values[1:]:
            product = product * value
        return product

    def power(self, base: Any, exponent: sp.Rational) -> Any:
        """Raise elementwise; a root of what rounding left slightly below zero is 0, and 1/0 is not a number."""
        base, p, q = np.asarray(base, dtype=float)[()], int(exponent.p), int(exponent.q)
        if q != 1 and np.any(slightly := (base < 0) & (base > -ZERO)):
            base = np.where(slightly, 0.0, base)
        if p < 0 and np.any(none := ~(np.abs(base) > ZERO)):
            base = np.where(none, np.nan, base)
        return np.sqrt(base) if (p, q) == (1, 2) else base**p if q == 1 else base ** (p / q)

    def exponential(self, base: Any, exponent: Any) -> Any:
        """Raise elementwise."""
        return np.power(np.asarray(base, dtype=float), exponent)

    def extreme(self, values: list[Any], sign: int) -> Any:
        """Take the elementwise extreme."""
        combine = np.maximum if sign > 0 else np.minimum
        best = values[0]
        for value in values[1:]:
            best = combine(best, value)
        return best

    def function(self, name: str, value: Any) -> Any:
        """Apply elementwise."""
        return getattr(np, {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "Abs": "abs"}.get(name, name))(value)

    def special(self, name: str, values: list[Any]) -> Any:
        """Apply elementwise."""
        return float_functions.FUNCTIONS[name](*values)

    def choose(self, lhs: Any, relation: str, rhs: Any, then: Any, otherwise: Any) -> Any:
        """Choose elementwise."""
        return np.where(lhs < rhs if relation == "<" else lhs <= rhs, then, otherwise)


class ExactField:
    """Exact numbers."""

    def constant(self, value: sp.Rational) -> fmpq:
        """Keep the constant."""
        return fmpq(int(value.p), int(value.q))

    def infinity(self, sign: int) -> arb:
        """Return an infinite ball."""
        return arb.pos_inf() if sign > 0 else arb.neg_inf()

    def add(self, values: list[Any]) -> Any:
        """Add."""
        return numbers.add(values)

    def multiply(self, values: list[Any]) -> Any:
        """Multiply."""
        return numbers.multiply(values)

    def power(self, base: Any, exponent: sp.Rational) -> Any:
        """Raise."""
        return numbers.power(base, self.constant(exponent))

    def exponential(self, base: Any, exponent: Any) -> Any:
        """Raise, to a rational power where the exponent is rational and not huge."""
        if isinstance(exponent, fmpq) and abs(exponent) <= HUGE:
            return numbers.power(base, exponent)
        base, exponent = ball(base), ball(exponent)
        if not base > 0:
            return base**exponent
        # A positive power is monotone in both: its corners enclose it. (A ball around them would reach below zero.)
        corners = [b**e for b in (base.lower(), base.upper()) for e in (exponent.lower(), exponent.upper())]
        ends = [[end(corner) for corner in corners] for end in (arb.lower, arb.upper)]
        return numbers.Bracket(numbers.smallest(ends[0]), numbers.largest(ends[1]))

    def extreme(self, values: list[Any], sign: int) -> Any:
        """Take the extreme."""
        return numbers.largest(values) if sign > 0 else numbers.smallest(values)

    def function(self, name: str, value: Any) -> Any:
        """Apply to a ball; Abs of a rational stays rational."""
        if name == "Abs":
            return numbers.absolute(value)
        if name in ("log", "exp"):
            return numbers.log(value) if name == "log" else numbers.exp(value)
        inner = ball(value)
        if name in ("asin", "acos") and abs(inner) > 1:
            raise UndefinedError(f"{name} of {inner}")
        return getattr(inner, name)()

    def special(self, name: str, values: list[Any]) -> Any:
        """Apply, without leaving the rationals where that can be."""
        return exact_functions.FUNCTIONS[name](*values)

    def choose(self, lhs: Any, relation: str, rhs: Any, then: Any, otherwise: Any) -> Any:
        """Choose; where the condition is open the result holds both values."""
        decided = numbers.holds(lhs, relation, rhs)
        if decided is None:
            return ball(then).union(ball(otherwise))
        return then if decided else otherwise


@lru_cache(maxsize=1024)
def _names(expression: sp.Expr) -> tuple[str, ...]:
    """The names of the symbols of an index expression."""
    return tuple(sorted(map(str, expression.free_symbols)))


@lru_cache(maxsize=8192)
def _whole(expression: sp.Expr, known: tuple[tuple[str, int], ...]) -> int:
    """The value of an index expression where some symbols are known by name."""
    given = dict(known)
    value = expression.subs({symbol: given[str(symbol)] for symbol in expression.free_symbols if str(symbol) in given})
    if not value.is_Integer:
        raise TypeError(f"{expression} is not a whole number here")
    return int(value)


KINDS: dict[str, tuple[type, ...]] = {
    "symbol": (sp.Symbol,),
    "rational": (sp.Rational,),
    "add": (sp.Add,),
    "multiply": (sp.Mul,),
    "power": (sp.Pow,),
    "piecewise": (sp.Piecewise,),
    "sum": (sp.Sum,),
    "indexed": (sp.Indexed,),
    "largest": (sp.Max,),
    "smallest": (sp.Min,),
    "infinity": (type(sp.oo), type(-sp.oo)),
    "e": (type(sp.E),),
}
"""The nodes that are evaluated in ways of their own; other ones are functions."""


@lru_cache(maxsize=1024)
def _kind(node: type) -> str:
    """What a node is, by its type."""
    kinds = (kind for kind, types in KINDS.items() if issubclass(node, types))
    function = "function" if node.__name__ in FUNCTIONS else "special"
    return next(kinds, function if node.__name__ in {*FUNCTIONS, *exact_functions.FUNCTIONS} else "")


class Evaluator:
    """Evaluates expressions over one world.

    Parameters
    ----------
    world : World
    quantities : mapping of str to Quantity
        How each symbol is measured on it.
    """

    def __init__(self, world: World, quantities: Mapping[str, Quantity]) -> None:
        self.world = world
        self.quantities = quantities
        self.field: Field = ExactField() if world.exact else FloatField()
        self._sides: dict[Any, tuple[Any, Any]] = {}

    def whole(self, expression: sp.Expr, indices: Mapping[str, int]) -> int:
        """Return the value of an index expression, a whole number."""
        known = {**self.world.sizes, **indices}
        return _whole(expression, tuple((name, known[name]) for name in _names(expression) if name in known))

    def value(self, expression: sp.Expr, indices: Mapping[str, int] | None = None) -> Any:
        """Return the value of an expression: an array ``(B,)`` or a float, or one exact number.

        Raises
        ------
        TypeError
            For a node that is not supported.
        UndefinedError
            Where the exact value does not exist.
        """
        indices = indices or {}
        kind = _kind(expression.func)
        if kind == "symbol":
            return self._symbol(expression.name, indices)
        if kind == "rational":
            return self.field.constant(expression)
        if kind == "power" and expression.exp.is_Rational:
            return self.field.power(self.value(expression.base, indices), expression.exp)
        if kind == "piecewise":
            return self._piecewise(expression.args, indices)
        if kind == "sum":
            return self._sum(expression, indices)
        if kind == "indexed":
            return self._entry(expression.base.label.name, self.whole(expression.indices[0], indices))
        if kind == "infinity":
            return self.field.infinity(1 if expression is sp.oo else -1)
        if kind == "e":
            return self.field.function("exp", self.field.constant(sp.S.One))
        values = [self.value(argument, indices) for argument in expression.args]
        match kind:
            case "add":
                return self.field.add(values)
            case "multiply":
                return self.field.multiply(values)
            case "power":
                return self.field.exponential(*values)
            case "largest" | "smallest":
                return self.field.extreme(values, 1 if kind == "largest" else -1)
            case "function" if len(values) == 1:
                return self.field.function(type(expression).__name__, values[0])
            case "special":
                return self.field.special(type(expression).__name__, values)
        raise TypeError(f"cannot evaluate {type(expression).__name__} in {expression}")

    def _symbol(self, name: str, indices: Mapping[str, int]) -> Any:
        sizes = indices if name in indices else self.world.sizes
        return self.field.constant(sp.Integer(sizes[name])) if name in sizes else self.quantities[name](self.world)

    def _entry(self, name: str, index: int) -> Any:
        quantity = self.quantities[name]
        entries = quantity(self.world)
        position = index - quantity.first
        if position < 0:
            raise TypeError(f"{name}[{index}] is before the first entry, {name}[{quantity.first}]")
        if position >= len(entries):
            return self.field.constant(sp.S.Zero)
        if entries[position] is None:
            raise UndefinedError(f"{name}[{index}] has no value")
        return entries[position]

    def _sum(self, expression: sp.Sum, indices: Mapping[str, int]) -> Any:
        (index, first, last), *more = expression.limits
        if more:
            raise TypeError(f"a sum over one index at a time: {expression}")
        terms = [
            self.value(expression.function, {**indices, index.name: k})
            for k in range(self.whole(first, indices), self.whole(last, indices) + 1)
        ]
        return self.field.add(terms) if terms else self.field.constant(sp.S.Zero)

    def _piecewise(self, cases: Sequence[tuple[sp.Expr, sp.Basic]], indices: Mapping[str, int]) -> Any:
        (then, condition), *rest = cases
        if condition is sp.true:
            return self.value(then, indices)
        if isinstance(condition, sp.GreaterThan | sp.StrictGreaterThan):
            condition = condition.reversed
        if not isinstance(condition, sp.LessThan | sp.StrictLessThan) or not rest:
            raise TypeError(f"a condition must be a < b or a <= b, and one case must remain, not {condition}")
        lhs, rhs = self.value(condition.lhs, indices), self.value(condition.rhs, indices)
        relation = "<" if isinstance(condition, sp.StrictLessThan) else "<="
        decided: bool | None = None
        if self.world.exact:
            decided = numbers.holds(lhs, relation, rhs)
        elif np.ndim(lhs) == np.ndim(rhs) == 0:
            decided = bool(lhs < rhs if relation == "<" else lhs <= rhs)
        if decided is not None:
            return self.value(then, indices) if decided else self._piecewise(rest, indices)
        return self.field.choose(lhs, relation, rhs, self.value(then, indices), self._piecewise(rest, indices))

    def indices(self, part: Part) -> list[dict[str, int]]:
        """Return the index assignments a part is claimed for."""
        if part.over is None:
            return [{}]
        index, first, last = part.over
        return [{index.name: k} for k in range(self.whole(first, {}), self.whole(last, {}) + 1)]

    def sides(self, inequality: Inequality, indices: Mapping[str, int] | None = None) -> tuple[Any, Any]:
        """Return the values of the two sides, which are computed once."""
        key = inequality.lhs, inequality.rhs, tuple((indices or {}).items())
        if key not in self._sides:
            self._sides[key] = self.value(inequality.lhs, indices), self.value(inequality.rhs, indices)
        return self._sides[key]


TINY = 1e-6
"""Smallest scale of a margin, so that rounding of two vanishing sides is no violation."""


def margin(evaluator: Evaluator, inequality: Inequality, indices: Mapping[str, int] | None = None) -> Any:
    """Return (rhs − lhs)/scale of each instance of a batch, −|lhs − rhs|/scale for an equality; NaN where undefined."""
    with np.errstate(all="ignore"):
        lhs, rhs = (np.asarray(side, dtype=float) for side in evaluator.sides(inequality, indices))
        scale = getattr(inequality, "scale", None)
        if scale is None:
            size = np.maximum(np.maximum(np.abs(lhs), np.abs(rhs)), TINY)
        else:
            size = np.asarray(evaluator.value(scale, indices), dtype=float)
        difference = rhs - lhs
        found = np.where(np.isinf(difference), np.sign(difference), difference / size)
        return np.broadcast_to(-np.abs(found) if inequality.relation == "==" else found, (evaluator.world.count,))


def decide(
    evaluator: Evaluator, inequality: Inequality, indices: Mapping[str, int] | None = None
) -> tuple[bool | None, Any, Any]:
    """Decide a relation exactly; return the decision (None: open) and the two sides.

    Raises
    ------
    UndefinedError
        Where a side has no value.
    NotCertifiable
        Where a side is out of reach.
    """
    with flint.ctx.workprec(numbers.PRECISION):
        lhs, rhs = evaluator.sides(inequality, indices)
        if any(isinstance(side, arb) and side.is_nan() for side in (lhs, rhs)):
            raise NotCertifiable("the enclosure of a side is lost")
        return numbers.holds(lhs, inequality.relation, rhs), lhs, rhs
