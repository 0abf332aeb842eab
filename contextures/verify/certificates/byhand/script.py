"""A script that is being written: the recipes that its lines come from, and expressions as Python source."""

from __future__ import annotations

import keyword
import math
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import sympy as sp
from flint import fmpq
from sympy.printing.str import StrPrinter

from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.evaluate import Evaluator
from contextures.measure.quantities.registry import Quantity
from contextures.measure.world import World

T = TypeVar("T")

WIDEST = 100
"""Characters of a table of numbers that is written with spaces."""

Recipe = Callable[["Script"], None]
RECIPES: dict[tuple[Quantity, str], Recipe] = {}
"""Quantity, and what of it (`recipe`) → the function that writes the lines computing it."""
INGREDIENTS: dict[type[World], dict[str, Recipe]] = {}
"""Kind of world → name → the function that writes the lines which several recipes share; see `ingredient`."""


class NoScript(ArithmeticError):
    """A relation cannot be recomputed with fractions alone."""


def recipe(quantity: Quantity, of: str = "") -> Callable[[Recipe], Recipe]:
    """Register how the value of a quantity is computed, under the name that `variable` gives its symbol.

    Parameters
    ----------
    quantity : Quantity
        So that symbols of one name in two chapters never share a recipe.
    of : str, optional
        ``"square"``: the square of a root, in a variable ``…_squared``; ``"entry"``: one entry of an indexed symbol, at
        `Script.position`, in a variable ``…_2``; ``"lower"`` or ``"upper"``: a bound that a witness proves, for a
        supremum that is a side by itself.
    """

    def register(write: Recipe) -> Recipe:
        RECIPES[quantity, of] = write
        return write

    return register


def ingredient(*worlds: type[World], name: str = "") -> Callable[[Recipe], Recipe]:
    """Register lines that several recipes share, for kinds of world and those derived from them.

    The name is the function's unless given.
    """

    def register(write: Recipe) -> Recipe:
        for world in worlds:
            INGREDIENTS.setdefault(world, {})[name or write.__name__] = write
        return write

    return register


class Script:
    """A script that is being written.

    Parameters
    ----------
    evaluator : Evaluator
        Over the exact world of the instance; it tells what is rational, and sizes.
    instance : mapping
        The fields as fractions.
    """

    def __init__(self, evaluator: Evaluator, instance: Mapping[str, Any]) -> None:
        self.evaluator = evaluator
        self.instance = instance
        self.lines: list[str] = []
        self.known: set[str] = set()
        self.ends: dict[str, int] = {}
        self.position = 0

    @property
    def world(self) -> World:
        """The exact world of the instance."""
        return self.evaluator.world

    def size(self, name: str) -> int:
        """Return a whole number that the claim may speak of."""
        return int(self.world.sizes[name])

    def use(self, *names: str) -> None:
        """Write ingredients, each once."""
        for name in names:
            if name not in self.known:
                self.known.add(name)
                ChainMap(*(INGREDIENTS.get(kind, {}) for kind in type(self.world).__mro__))[name](self)

    def measure(self, name: str, of: str = "") -> str:
        """Write what computes a symbol, once, and return its variable.

        Raises
        ------
        NoScript
            For one without a recipe.
        """
        called = {"square": f"{name}_squared", "entry": f"{name}_{self.position}"}
        key = f"{name}:{self.position if of == 'entry' else of}"
        if key not in self.known:
            if self._has(name, of):
                RECIPES[self.evaluator.quantities[name], of](self)
            elif not of and self._has(name, "square"):
                self._root(variable(name), self.value(name), self.measure(name, "square"))
            else:
                raise NoScript(f"there is no recipe for {name}")
            self.known.add(key)
        return called.get(of, variable(name))

    def _has(self, name: str, of: str) -> bool:
        return (self.evaluator.quantities.get(name), of) in RECIPES

    def _root(self, name: str, value: Fraction, square: str) -> None:
        """Write a root that is rational and not negative; its square checks it."""
        self.put(f"{name} = {literal(value)}", f"assert {name}**2 == {square}")

    def attempt(self, write: Callable[[], T]) -> T:
        """Do something that writes lines; where it raises `NoScript`, none are left."""
        before = list(self.lines), set(self.known), dict(self.ends)
        try:
            return write()
        except NoScript:
            self.lines, self.known, self.ends = before
            raise

    def put(self, *lines: str) -> None:
        """Write lines."""
        self.lines += lines

    def sequence(self, name: str, values: str, end: int) -> None:
        """Write an indexed symbol as a list, counted from 1 as in print; it is zero beyond the end."""
        self.put(f"{name} = [None] + {values}")
        self.ends[name] = end

    def rational(self, expression: sp.Expr) -> Fraction:
        """Return the exact value of an expression.

        Raises
        ------
        NoScript
            If it is not rational.
        """
        try:
            value = self.evaluator.value(expression)
        except (UndefinedError, NotCertifiable) as error:
            raise NoScript(str(error)) from None
        if not isinstance(value, fmpq):
            raise NoScript(f"{expression} is not rational")
        return Fraction(int(value.p), int(value.q))

    def value(self, name: str) -> Fraction:
        """Return the exact value of a symbol; NoScript if it is not rational."""
        return self.rational(sp.Symbol(name, real=True))

    def entries(self, name: str, count: int, power: int = 1) -> list[Fraction]:
        """Return the first entries of an indexed symbol, raised to a power; NoScript where one is irrational."""
        return [self.rational(sp.IndexedBase(name)[k] ** power) for k in range(1, count + 1)]

    def code(self, expression: sp.Expr, index: Mapping[str, int], bound: str = "") -> str:
        """Return a side of a relation in Python, having written what computes its symbols.

        A supremum that is a side by itself is bounded from where its witness proves it, ``"lower"`` or ``"upper"``.

        Raises
        ------
        NoScript
            For a root, a function or a symbol without a recipe.
        """
        if expression.is_Symbol and self._has(str(expression), bound):
            return self.measure(str(expression), bound)
        return str(_Python().doprint(self._named(expression, {**self.world.sizes, **index})))

    def _named(self, expression: sp.Expr, sizes: Mapping[str, int]) -> sp.Expr:
        """Return the expression with its symbols replaced by what they are called in the script."""
        if expression.is_Rational:
            return expression
        if expression.is_Symbol:
            name = str(expression)
            return sp.Integer(sizes[name]) if name in sizes else sp.Symbol(self.measure(name))
        if isinstance(expression, sp.Indexed):
            return self._entry(expression, sizes)
        if isinstance(expression, sp.Sum):
            (letter, first, last), *_ = expression.limits
            whole = range(self.evaluator.whole(first, sizes), self.evaluator.whole(last, sizes) + 1)
            return sp.Add(*(self._named(expression.function, {**sizes, str(letter): k}) for k in whole))
        if expression.is_Pow and expression.exp.is_Integer:
            return self._power(expression.base, int(expression.exp), sizes)
        if expression.is_Pow and self.rational(expression.exp).denominator == 1:
            return sp.Pow(self._named(expression.base, sizes), self._named(expression.exp, sizes), evaluate=False)
        if expression.is_Mul:
            return self._product(expression.args, sizes)
        if isinstance(expression, sp.Max) and self._is_rational(expression):
            return self._largest(expression.args, sizes)
        if isinstance(expression, sp.Add | sp.Max | sp.Min | sp.Abs):
            return expression.func(*(self._named(argument, sizes) for argument in expression.args))
        raise NoScript(f"{expression} is not a rational expression")

    def _product(self, factors: Sequence[sp.Expr], sizes: Mapping[str, int]) -> sp.Expr:
        """A product of roots is rational more often than each of them."""
        roots = [f for f in factors if f.is_Symbol and self._has(str(f), "square") and not self._is_rational(f)]
        if not roots:
            return sp.Mul(*(self._named(factor, sizes) for factor in factors))
        value, squares = self.rational(sp.Mul(*roots)), [self.measure(str(root), "square") for root in roots]
        name = "_times_".join(variable(str(root)) for root in roots)
        self._root(name, value, " * ".join(squares))
        return sp.Mul(sp.Symbol(name), *(self._named(factor, sizes) for factor in factors if factor not in roots))

    def _largest(self, terms: Sequence[sp.Expr], sizes: Mapping[str, int]) -> sp.Expr:
        """The largest of some terms; of one that is a root the square shows that it is no larger than the others."""
        roots = [term for term in terms if not self._is_rational(term)]
        largest = sp.Max(*(self._named(term, sizes) for term in terms if term not in roots))
        if roots:
            most = _Python().doprint(largest)
            squares = (_Python().doprint(self._named(root**2, sizes)) for root in roots)
            self.put(*(f"assert {most} >= 0 and {square} <= ({most})**2" for square in squares))
        return largest

    def _is_rational(self, expression: sp.Expr) -> bool:
        try:
            self.rational(expression)
        except NoScript:
            return False
        return True

    def _power(self, base: sp.Expr, exponent: int, sizes: Mapping[str, int]) -> sp.Expr:
        """An even power of a root is rational more often than the root."""
        atom = str(base.base.label if isinstance(base, sp.Indexed) else base)
        if exponent % 2 or not self._has(atom, "square"):
            return self._named(base, sizes) ** exponent
        if isinstance(base, sp.Indexed):
            return self._entry(base, sizes, "square") ** (exponent // 2)
        return sp.Symbol(self.measure(atom, "square")) ** (exponent // 2)

    def _entry(self, entry: sp.Indexed, sizes: Mapping[str, int], of: str = "") -> sp.Expr:
        """An entry of a list, or by itself where another entry is not rational."""
        name, self.position = str(entry.base.label), self.evaluator.whole(entry.indices[0], sizes)
        self.rational(sp.IndexedBase(name)[self.position] ** (2 if of else 1))
        try:
            called = self.attempt(lambda: self.measure(name, of))
        except NoScript:
            if of or not self._has(name, "entry"):
                raise
            return sp.Symbol(self.measure(name, "entry"))
        return sp.Symbol(f"{called}[{self.position}]") if self.position <= self.ends[called] else sp.Integer(0)


class _Python(StrPrinter):  # type: ignore[misc]
    """Prints an expression whose symbols are Python already."""

    def _print_Rational(self, expr: sp.Rational) -> str:
        return f"F({expr.p}, {expr.q})"

    def _print_Half(self, expr: sp.Rational) -> str:
        return self._print_Rational(expr)

    def _print_Exp1(self, expr: sp.Expr) -> str:
        return "exp(1)"

    def _print_Max(self, expr: sp.Max) -> str:
        return f"max({self.stringify(expr.args, ', ')})"

    def _print_Min(self, expr: sp.Min) -> str:
        return f"min({self.stringify(expr.args, ', ')})"

    def _print_Abs(self, expr: sp.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"


def rational_source(expression: sp.Expr) -> str:
    """Return an expression whose symbols are variables as Python source; NoScript where it leaves the rationals."""
    for node in sp.preorder_traversal(expression):
        rational = node.is_Rational or node.is_Symbol or isinstance(node, sp.Add | sp.Mul | sp.Max | sp.Min | sp.Abs)
        if not rational and not (node.is_Pow and node.exp.is_Integer):
            raise NoScript(f"{expression} is not a rational expression")
    return str(_Python().doprint(expression))


def real_source(expression: sp.Expr) -> str:
    """Return an expression as Python source that calls ``log``, ``exp`` and ``sqrt``; NoScript for anything else."""
    for node in sp.preorder_traversal(expression):
        power = node.is_Pow and (node.exp.is_Integer or abs(node.exp) == sp.Rational(1, 2) or node.base is sp.E)
        known = node.is_Rational or node.is_Symbol or isinstance(node, sp.Add | sp.Mul | sp.Abs | sp.log | sp.exp)
        if not (known or power or node is sp.E):
            raise NoScript(f"{expression} is no formula of rationals, logarithms, exponentials and roots")
    return str(_Python().doprint(expression))


def variable(name: str) -> str:
    """Return the Python name of a symbol."""
    taken = keyword.iskeyword(name) or any(name in ingredients for ingredients in INGREDIENTS.values()) or name == "F"
    return f"{name}_" if taken else name


def literal(values: Any, row: str = "row") -> str:
    """Return nested fractions as Python source: whole numbers over one common denominator; a row has a name."""
    if np.ndim(values) == 0:
        number = Fraction(str(values))
        return f"F({number})" if number.denominator == 1 else f"F({number.numerator}, {number.denominator})"
    exact = np.vectorize(lambda value: Fraction(str(value)), otypes=[object])(np.asarray(values, dtype=object))
    bottom = math.lcm(*(v.denominator for v in exact.ravel()))
    numerators = str(np.vectorize(int, otypes=[object])(exact * bottom).tolist())
    if len(numerators) > WIDEST - 30:
        numerators = numerators.replace(", ", ",")
    entry = "F(v)" if bottom == 1 else f"F(v, {bottom})"
    if np.ndim(values) == 1:
        return f"[{entry} for v in {numerators}]"
    if len(numerators) > WIDEST - 40:
        numerators = numerators.replace("],[", "],\n    [")
    return f"[[{entry} for v in {row}] for {row} in {numerators}]"


def columns(values: Any) -> str:
    """Return the columns of a table of fractions as Python source: functions, each a list of values."""
    return literal(np.asarray(values, dtype=object).T, "f")
