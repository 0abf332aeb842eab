"""Inequalities, kept as their two sides: SymPy rewrites a whole relation and may collapse it to ``True``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import sympy as sp

Relation = Literal["<=", "<", "=="]


@dataclass(frozen=True)
class Inequality:
    """Two unevaluated sides and the relation between them.

    Attributes
    ----------
    name : str
        Unique among the hypotheses, or among the parts, of a claim.
    lhs, rhs : sympy.Expr
        The two sides, over the symbols of the chapter.
    relation : {"<=", "<", "=="}
    text : str
        The relation in words; empty where the formula says it all.
    """

    name: str
    lhs: sp.Expr
    relation: Relation
    rhs: sp.Expr
    text: str = ""

    def __post_init__(self) -> None:
        if self.relation not in get_args(Relation):
            raise ValueError(f"{self.name}: {self.relation!r} is no relation; {', '.join(get_args(Relation))} are")
        for side in ("lhs", "rhs"):
            object.__setattr__(self, side, sp.sympify(getattr(self, side)))
        for expression in self.sides:
            if expression.has(sp.Float):
                raise ValueError(
                    f"{self.name}: {expression} holds a float; write an exact number such as Rational(1, 3)"
                )

    @property
    def sides(self) -> tuple[sp.Expr, ...]:
        """The expressions that are evaluated."""
        return self.lhs, self.rhs

    @cached_property
    def symbols(self) -> frozenset[str]:
        """Names of the symbols in them."""
        expressions = self.sides
        bound = {str(index) for e in expressions for sum_ in e.atoms(sp.Sum) for index in sum_.variables}
        return frozenset({str(symbol) for e in expressions for symbol in e.free_symbols if symbol.is_Symbol} - bound)


@dataclass(frozen=True)
class Hypothesis(Inequality):
    """Something that is assumed."""
