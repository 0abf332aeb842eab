"""Expressions of claims as TeX, in the symbols of their vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.printing.latex import LatexPrinter

from contextures.theory.statement import Inequality, Part
from contextures.theory.symbols.vocabulary import Vocabulary

RELATIONS = {"<=": r"\le", "<": "<", "==": "="}
PLAIN = re.compile(r"[\d.]+|\\infty|\\sqrt\{\d+\}")
"""Numbers that need no brackets."""


class _Printer(LatexPrinter):  # type: ignore[misc]
    """SymPy's printer, with the TeX of a vocabulary for every symbol and sequence."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__({"fold_short_frac": False})
        self.tex = {name: vocabulary[name].tex for name in vocabulary}

    def _print_Symbol(self, symbol: sp.Symbol, style: str = "plain") -> str:
        return self.tex.get(str(symbol)) or str(super()._print_Symbol(symbol, style))

    def _print_Indexed(self, entry: sp.Indexed) -> str:
        base = self.tex.get(str(entry.base.label), str(entry.base.label))
        index = ",".join(self._print(index) for index in entry.indices)
        return f"{{{base}}}_{{{index}}}"

    def _print_Piecewise(self, expression: sp.Piecewise) -> str:
        cases = [
            self._print(value) + r" & \text{" + ("otherwise" if condition is sp.true else "if ") + "}" + guard
            for value, condition in expression.args
            for guard in ["" if condition is sp.true else self._print(condition)]
        ]
        return r"\begin{cases}" + r" \\ ".join(cases) + r"\end{cases}"


def tex_of(expression: sp.Expr, vocabulary: Vocabulary) -> str:
    """Return an expression as TeX.

    Parameters
    ----------
    expression : sympy.Expr
    vocabulary : Vocabulary
        Whose symbols the expression is written in.
    """
    return str(_Printer(vocabulary).doprint(expression))


class _Filled(_Printer):
    """The same with numbers in place of symbols, in brackets where they are not plain."""

    def __init__(self, vocabulary: Vocabulary, values: Mapping[sp.Expr, str]) -> None:
        super().__init__(vocabulary)
        self.values = values

    def _put(self, atom: sp.Expr) -> str | None:
        tex = self.values.get(atom)
        return tex if tex is None or PLAIN.fullmatch(tex) else rf"\left({tex}\right)"

    def _print_Symbol(self, symbol: sp.Symbol, style: str = "plain") -> str:
        return self._put(symbol) or super()._print_Symbol(symbol, style)

    def _print_Indexed(self, entry: sp.Indexed) -> str:
        return self._put(entry) or super()._print_Indexed(entry)


def put_in(expression: sp.Expr, vocabulary: Vocabulary, values: Mapping[sp.Expr, str]) -> str:
    """Return an expression as TeX with numbers, as TeX too, in place of some of its symbols and entries."""
    return str(_Filled(vocabulary, values).doprint(expression))


def relation_tex(inequality: Inequality, vocabulary: Vocabulary, relation: str | None = None) -> str:
    """Return a hypothesis or a part as a formula; ``relation`` replaces its sign, for one that fails, say."""
    lhs, rhs = (tex_of(side, vocabulary) for side in (inequality.lhs, inequality.rhs))
    formula = f"{lhs} {relation or RELATIONS[inequality.relation]} {rhs}"
    over = inequality.over if isinstance(inequality, Part) else None
    if over is None:
        return formula
    index, first, last = (tex_of(bound, vocabulary) for bound in over)
    return rf"{formula} \quad ({index}={first},\dots,{last})"


def matrix_tex(rows: Any) -> str:
    """Return rows of numbers written as ``p/q`` as a TeX matrix."""
    return r"\begin{pmatrix}" + r" \\ ".join(" & ".join(number_tex(x) for x in row) for row in rows) + r"\end{pmatrix}"


def number_tex(value: str) -> str:
    """Return a number written as ``p/q`` as TeX."""
    top, _, bottom = value.partition("/")
    sign, size = ("-", top[1:]) if top.startswith("-") else ("", top)
    return rf"{sign}\tfrac{{{size}}}{{{bottom}}}" if bottom else value
