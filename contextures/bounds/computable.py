"""What of the catalogue is computed from settings alone: every formula with the settings that it takes.

A formula whose entries of sequences are few and fixed (``s_1``, ``s_next``) takes these as numbers; one that sums over
a sequence, or whose entries depend on a size, takes the whole sequence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from contextures.bounds.compute import index_names, unrolled
from contextures.bounds.formula import Formula
from contextures.bounds.known import MissingSettings, Settings
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Inequality, Statement, Variant


@dataclass(frozen=True)
class Computable:
    """One formula of a statement.

    Attributes
    ----------
    statement : Statement
    variant : {"printed", "corrected"}
    part : str
    formula : Formula
        What `bound` evaluates; a limit on [0, 1] is the one moved to [a, b].
    """

    statement: Statement
    variant: Variant
    part: str
    formula: Formula

    @cached_property
    def few(self) -> bool:
        """Whether the entries of sequences are few and fixed."""
        if self.formula.limit is not None:
            return not self.formula.sequences
        try:
            for expression in (self.formula.expression, *self.formula.terms.values()):
                unrolled(expression, Settings({}))
        except MissingSettings:
            return False
        return True

    def plain(self, expression: sp.Expr) -> sp.Expr:
        """Return an expression with symbols in place of the entries of sequences, where these are few."""
        return unrolled(expression, Settings({})) if self.few and self.formula.limit is None else expression

    @cached_property
    def value(self) -> sp.Expr:
        """The formula."""
        return self.plain(self.formula.expression)

    @property
    def lower(self) -> sp.Expr | None:
        """The lower end of an interval."""
        return None if self.formula.limit is None else self.formula.limit.lower

    @cached_property
    def terms(self) -> dict[str, sp.Expr]:
        """What the value is the sum of."""
        return {name: self.plain(term) for name, term in self.formula.terms.items()}

    @cached_property
    def hypotheses(self) -> tuple[tuple[Inequality, sp.Expr, sp.Expr], ...]:
        """What is assumed of settings: each with its two sides; those that no number tells are left out."""
        found = []
        for hypothesis in self.formula.hypotheses:
            try:
                found.append((hypothesis, self.plain(hypothesis.lhs), self.plain(hypothesis.rhs)))
            except MissingSettings:
                continue
        return tuple(found)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Names of the settings without which there is no value, sequences included."""
        ends = [] if self.lower is None else [self.lower]
        return self._ordered(names_of([self.value, *ends]))

    @cached_property
    def optional(self) -> tuple[str, ...]:
        """Names of the settings of hypotheses alone."""
        sides = [side for _, *both in self.hypotheses for side in both]
        return self._ordered(names_of(sides) - set(self.needed))

    @property
    def sequences(self) -> frozenset[str]:
        """Names of those that are sequences."""
        return frozenset(
            name for name in (*self.needed, *self.optional) if name in self.formula.sequences and not self.few
        )

    @cached_property
    def sizes(self) -> frozenset[str]:
        """Names of the whole numbers that limits of sums and indices speak of."""
        return frozenset().union(*(index_names(e, Settings({})) for e in (self.value, *self.terms.values())))

    def whole(self, name: str) -> bool:
        """Tell whether a setting is a whole number."""
        symbol = self.formula.symbol_of(name)
        return symbol is not None and bool(symbol.is_integer)

    def _ordered(self, names: set[str]) -> tuple[str, ...]:
        order = list(self.formula.vocabulary)

        def place(name: str) -> tuple[int, str]:
            base = name if name in order else name.rpartition("_")[0]
            return (order.index(base) if base in order else len(order), name.replace("_next", "_~"))

        return tuple(sorted(names, key=place))


def names_of(expressions: list[sp.Expr]) -> set[str]:
    """Return the names of the settings in expressions, without indices of sums."""
    found: set[str] = set()
    for expression in expressions:
        bound = {str(index) for sum_ in expression.atoms(sp.Sum) for index in sum_.variables}
        entries = expression.atoms(sp.Indexed)
        names = {str(s) for s in expression.free_symbols if s.is_Symbol} - {str(entry) for entry in entries}
        found |= (names | {str(entry.base.label) for entry in entries}) - bound
    return found


def computable(statements: Catalogue = catalogue) -> dict[str, list[Computable]]:
    """Return, by the id of its statement, every formula that settings alone give a value.

    A part that claims no more than that one quantity is another, or a number, has no formula.
    """
    found: dict[str, list[Computable]] = {}
    for id_, statement in statements.items():
        for variant, claim in statement.variants.items():
            for part in _parts(statement, variant):
                formula = Formula.of(statement, variant, part, moved=True)
                if claim.limits or not (formula.expression.is_Atom or isinstance(formula.expression, sp.Indexed)):
                    found.setdefault(id_, []).append(Computable(statement, variant, part, formula))
    return found


def _parts(statement: Statement, variant: Variant) -> list[str]:
    claim = statement.variants[variant]
    if claim.limits:
        return list(claim.limits)
    limited = any(form.limits for form in statement.variants.values())
    return [] if claim.ill_posed or limited else [part.name for part in claim.parts]
