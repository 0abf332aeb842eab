"""Expressions as JavaScript, written by SymPy's printer: functions of settings ``v``, in doubles over what special.js
offers or in the exact numbers of exact.js."""

from __future__ import annotations

from typing import Any

import sympy as sp
from sympy.printing.jscode import JavascriptCodePrinter
from sympy.printing.precedence import precedence

FUNCTIONS = {
    "ceiling": "F.ceiling",
    "floor": "F.floor",
    "BinaryKL": "F.binaryKL",
    "KLUpper": "F.klUpper",
    "KLLower": "F.klLower",
    "KLFirst": "F.klFirst",
    "BinomialCDF": "F.binomialCDF",
    "BinomialUpper": "F.binomialUpper",
    "BinomialLower": "F.binomialLower",
    "BetaQuantile": "F.betaQuantile",
    "NormalQuantile": "F.normalQuantile",
    "SharedAngle": "F.sharedAngle",
    "Xi": "F.xi",
}
"""Functions of special.js, by the name of the SymPy function."""
EXACT = {
    "ceiling": "ceiling",
    "floor": "floor",
    "log": "log",
    "exp": "exp",
    "BinaryKL": "binaryKL",
    "BinomialCDF": "binomialCDF",
    "Xi": "xi",
}
"""Those of exact.js, which are rational at some rationals; the others never are."""


class _Printer(JavascriptCodePrinter):  # type: ignore[misc]
    """SymPy's printer, with settings, sums and entries of sequences, and no factor moved into a denominator."""

    def __init__(self) -> None:
        super().__init__({"user_functions": FUNCTIONS})
        self.indices: list[str] = []

    def _print_Symbol(self, symbol: sp.Symbol) -> str:
        return str(symbol) if str(symbol) in self.indices else f"v.{symbol}"

    def _print_Indexed(self, entry: sp.Indexed) -> str:
        return f"F.entry(v.{entry.base.label}, {self._print(entry.indices[0])})"

    def _print_Sum(self, expression: sp.Sum) -> str:
        (index, first, last), *more = expression.limits
        if more:
            raise TypeError(f"a sum over one index at a time: {expression}")
        ends = f"{self._print(first)}, {self._print(last)}"
        self.indices.append(str(index))
        body = self._print(expression.function)
        self.indices.pop()
        return f"F.sum({ends}, ({index}) => {body})"

    def _print_Pow(self, expression: sp.Pow) -> str:
        return f"F.power({self._print(expression.base)}, {self._print(expression.exp)})"

    def _print_Mul(self, expression: sp.Mul) -> str:
        return "*".join(self.parenthesize(factor, precedence(expression)) for factor in expression.args)

    def _print_Rational(self, number: sp.Rational) -> str:
        return f"{number.p}/{number.q}"

    def _print_Exp1(self, _: Any) -> str:
        return "Math.E"

    def _print_Infinity(self, _: Any) -> str:
        return "Infinity"

    def _print_NegativeInfinity(self, _: Any) -> str:
        return "(-Infinity)"

    def _print_not_supported(self, expression: Any) -> str:
        raise TypeError(f"cannot write {type(expression).__name__} in {expression} as JavaScript")

    emptyPrinter = _print_Basic = _print_not_supported


class _ExactPrinter(_Printer):
    """SymPy's printer for the exact numbers of exact.js."""

    def _print_Indexed(self, entry: sp.Indexed) -> str:
        return f"Q.entry(v.{entry.base.label}, {self._print(entry.indices[0])})"

    def _print_Sum(self, expression: sp.Sum) -> str:
        return super()._print_Sum(expression).replace("F.sum", "Q.sum", 1)

    def _print_Pow(self, expression: sp.Pow) -> str:
        return self._call("power", expression)

    def _print_Add(self, expression: sp.Add) -> str:
        return self._call("add", expression)

    def _print_Mul(self, expression: sp.Mul) -> str:
        return self._call("multiply", expression)

    def _print_Max(self, expression: sp.Max) -> str:
        return self._call("max", expression)

    def _print_Min(self, expression: sp.Min) -> str:
        return self._call("min", expression)

    def _print_Abs(self, expression: sp.Abs) -> str:
        return self._call("absolute", expression)

    def _print_Piecewise(self, expression: sp.Piecewise) -> str:
        pieces = (f"[{self._print(condition)}, () => {self._print(value)}]" for value, condition in expression.args)
        return f"Q.piecewise({', '.join(pieces)})"

    def _print_Relational(self, relation: sp.Rel) -> str:
        sides = f"{self._print(relation.lts)}, {self._print(relation.gts)}"
        return (
            f"Q.less({sides})" if relation.func in (sp.StrictLessThan, sp.StrictGreaterThan) else f"Q.atMost({sides})"
        )

    def _print_Function(self, expression: sp.Function) -> str:
        name = type(expression).__name__
        if name in EXACT:
            return self._call(EXACT[name], expression)
        return f"Q.inexact({FUNCTIONS[name]}, {', '.join(map(self._print, expression.args))})"

    def _print_BooleanTrue(self, _: Any) -> str:
        return "true"

    _print_floor = _print_ceiling = _print_Function

    def _print_Exp1(self, _: Any) -> str:
        return "Q.e"

    def _print_Rational(self, number: sp.Rational) -> str:
        return f"Q.ratio({number.p}n, {number.q}n)"

    def _print_Integer(self, number: sp.Integer) -> str:
        return f"Q.ratio({number.p}n)"

    def _call(self, name: str, expression: sp.Expr) -> str:
        return f"Q.{name}({', '.join(map(self._print, expression.args))})"


def written(expression: sp.Expr) -> str:
    """Return an expression as JavaScript over the settings ``v``.

    Parameters
    ----------
    expression : sympy.Expr
        Of what `measure.formula.value_at` evaluates.

    Raises
    ------
    TypeError
        Where a function is not known there.
    """
    return str(_Printer()._print(sp.sympify(expression)))


def function(expression: sp.Expr) -> str:
    """Return an expression as an arrow function of the settings."""
    return f"(v) => {written(expression)}"


def exact_function(expression: sp.Expr) -> str:
    """Return an expression as an arrow function of exact settings, of which the value is as exact as it can be."""
    return f"(v) => {_ExactPrinter()._print(sp.sympify(expression))}"
