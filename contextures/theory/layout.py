"""Formulas laid out in Unicode, in the names that the command line and JSON use."""

from __future__ import annotations

import textwrap

import sympy as sp
from sympy.printing.pretty.pretty import PrettyPrinter
from sympy.printing.pretty.stringpict import prettyForm

from contextures.theory.statement import Inequality, Part

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
SIGNS = {"<=": " ≤ ", "<": " < ", "==": " = "}


class _Printer(PrettyPrinter):  # type: ignore[misc]
    """SymPy's printer; indices are subscripts, small powers stay on the line, and names are those one types."""

    def _print_Symbol(self, symbol: sp.Symbol) -> prettyForm:
        stem, _, index = symbol.name.partition("_")
        plain = "_" in symbol.name and (len(index) > 1 or len(stem) > 1)
        return prettyForm(symbol.name) if plain else super()._print_Symbol(symbol)

    def _print_Indexed(self, entry: sp.Indexed) -> prettyForm:
        index = ",".join(str(index).replace(" ", "") for index in entry.indices)
        return super()._print_Symbol(sp.Symbol(f"{entry.base.label}_{index}"))

    def _print_Pow(self, power: sp.Pow) -> prettyForm:
        base = self._print(power.base)
        if base.height() > 1 or power.exp not in map(sp.Integer, range(2, 10)):
            return super()._print_Pow(power)
        if not power.base.is_Atom and not isinstance(power.base, sp.Indexed):
            base = prettyForm(*base.parens())
        return prettyForm(*base.right(RAISED[int(power.exp)]), binding=prettyForm.POW)


def lines(inequality: Inequality, width: int) -> list[str]:
    """Return an inequality as lines of text.

    Parameters
    ----------
    inequality : Inequality
        A hypothesis or a part of a claim.
    width : int
        Columns to stay within: cases that are too wide stand below one another, other formulas are folded.
    """
    printer = _Printer({"use_unicode": True, "wrap_line": False})
    row = _row(printer, inequality)
    if row.width() > width and isinstance(inequality.rhs, sp.Piecewise):
        told = []
        for value, condition in inequality.rhs.args:
            case = Inequality(inequality.name, inequality.lhs, inequality.relation, value)
            guard = "otherwise" if condition is sp.true else f"if {_text(printer, condition)}"
            told += lines(case, width)
            told += textwrap.wrap(f"{guard}{_range(inequality)}", width, initial_indent="  ", subsequent_indent="     ")
        return told
    text = row.render(use_unicode=True, wrap_line=True, num_columns=max(width, 40))
    return [line.rstrip() for line in text.splitlines()]


def _row(printer: _Printer, inequality: Inequality) -> prettyForm:
    left, right = (printer._print(side) for side in (inequality.lhs, inequality.rhs))
    row = prettyForm(*left.right(SIGNS[inequality.relation]))
    row = prettyForm(*row.right(right))
    return prettyForm(*row.right(_range(inequality)))


def _range(inequality: Inequality) -> str:
    """Say for which indices a part is claimed."""
    over = inequality.over if isinstance(inequality, Part) else None
    return "" if over is None else f"   for {over[0]} = {over[1]}, …, {over[2]}"


def _text(printer: _Printer, condition: sp.Basic) -> str:
    """Return a condition on one line where it has one, else as SymPy writes it."""
    form = printer._print(condition)
    return str(form) if form.height() == 1 else str(condition)
