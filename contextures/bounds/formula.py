"""The formula of a bound: which side of a claim it is, the settings it needs, and its value at settings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp

from contextures.bounds.compute import compute, limit_value
from contextures.bounds.known import DIMENSION, MissingSettings, Settings, to_float
from contextures.bounds.settings import ENTRY, listed
from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.theory.limit import Limit, Side
from contextures.theory.statement import Claim, Inequality, Part, Statement, Variant
from contextures.theory.symbols.classical import SETTINGS, mean
from contextures.theory.symbols.vocabulary import Meaning, Vocabulary
from contextures.theory.typeset import relation_tex, tex_of

READINGS = {
    Side.UPPER: "{of} <= value, but for {but}",
    Side.LOWER: "value <= {of}, but for {but}",
    Side.INTERVAL: "lower <= {of} <= value, but for {but}",
    Side.PVALUE: "value is a p-value for {of}",
    Side.AT_MOST: "{of} <= value",
    Side.AT_LEAST: "value <= {of}",
    Side.NUMBER: "{of} = value",
}
"""What a limit says of its value."""
RELATIONS = {
    Side.UPPER: ("", r"\le"),
    Side.LOWER: ("", r"\ge"),
    Side.INTERVAL: ("", r"\le"),
    Side.PVALUE: ("p-value for ", "="),
    Side.AT_MOST: ("", r"\le"),
    Side.AT_LEAST: ("", r"\ge"),
    Side.NUMBER: ("", "="),
}
"""How a limit is written behind what it bounds."""


def limit_tex(limit: Limit, vocabulary: Vocabulary) -> str:
    """Return what a limit says as TeX."""
    words, sign = RELATIONS[limit.side]
    below = "" if limit.lower is None else rf"{tex_of(limit.lower, vocabulary)} \le "
    return rf"{below}\text{{{words}{limit.of}}} {sign} {tex_of(limit.value, vocabulary)}"


def _part(name: str, limit: Limit) -> Part:
    """Write a limit as a part of a claim."""
    bounded, below = sp.Symbol(limit.of), limit.side in (Side.LOWER, Side.AT_LEAST)
    lhs, rhs = (limit.value, bounded) if below else (bounded, limit.value)
    return Part(name, lhs, "<=", rhs, given=limit.given)


def _rank(side: sp.Expr) -> int:
    """A formula before a number before a single symbol, which is what is bounded."""
    return 0 if side.is_Symbol or isinstance(side, sp.Indexed) else 1 if side.is_number else 2


@dataclass(frozen=True)
class Formula:
    """One side of a part of a claim, as something to compute.

    Attributes
    ----------
    statement : Statement
    variant : {"printed", "corrected"}
    part : Part
    limit : Limit or None
        What the part gives from settings, where the claim says so; the part is then that formula.
    """

    statement: Statement
    variant: Variant
    part: Part
    claim: Claim = field(repr=False)
    limit: Limit | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls, statement: Statement, variant: str | None = None, part: str | None = None, *, moved: bool = False
    ) -> Formula:
        """Choose the form (the corrected one where there is one) and the part (the first that holds a formula).

        Parameters
        ----------
        statement : Statement
        variant, part : str, optional
        moved : bool, optional
            Whether a limit on [0, 1] is wanted on [a, b].

        Raises
        ------
        InputError
            Where there is no such form or part.
        """
        forms = statement.variants
        chosen = next((form for form in forms if form == variant), None) if variant else list(forms)[-1]
        if chosen is None:
            raise InputError(f"{statement.id} has no {variant} form; it has {listed(list(forms))}")
        claim = forms[chosen]
        if variant is None and not claim.limits and statement.printed.limits:
            chosen, claim = "printed", statement.printed
        if claim.limits:
            return cls._of_limit(statement, chosen, claim, part, moved)
        if claim.ill_posed:
            raise InputError(f"the {chosen} form of {statement.id} is ill-posed and has no formula: {claim.ill_posed}")
        names = [p.name for p in claim.parts]
        if part is not None and part not in names:
            raise InputError(f"{statement.id} has no part {part!r}; its parts are {listed(names)}")
        ranked = sorted(claim.parts, key=lambda p: -max(map(_rank, (p.lhs, p.rhs))))
        found = claim.part(part) if part else ranked[0]
        return cls(statement, chosen, found, claim)

    @classmethod
    def _of_limit(cls, statement: Statement, variant: Variant, claim: Claim, part: str | None, moved: bool) -> Formula:
        """What a claim says of a part from settings: by default the limit, else the first part."""
        names = list(claim.limits)
        if part is not None and part not in names:
            known = [p.name for p in claim.parts]
            what = "gives no number from settings" if part in known else "is no part"
            raise InputError(f"{part!r} {what} of {statement.id}; {listed(names)} {'is' if len(names) == 1 else 'are'}")
        name = part or next((n for n in names if n == "limit"), names[0])
        limit = claim.limits[name].rescaled if moved else claim.limits[name]
        found = _part(name, limit)
        return cls(statement, variant, found, Claim("", "", (found,)), limit)

    def holding(self, limit: Limit) -> Formula:
        """Return the formula of another limit in place of this one's."""
        found = _part(self.part.name, limit)
        return replace(self, part=found, claim=Claim("", "", (found,)), limit=limit)

    @property
    def vocabulary(self) -> Vocabulary:
        """What the settings mean."""
        return self.statement.vocabulary if self.limit is None else SETTINGS

    @cached_property
    def above(self) -> bool:
        """Whether the formula is the larger side."""
        if self.limit is not None:
            return self.limit.side not in (Side.LOWER, Side.AT_LEAST)
        return _rank(self.part.rhs) >= _rank(self.part.lhs)

    @property
    def tex(self) -> str:
        """What it says as TeX."""
        known = self.vocabulary
        return relation_tex(self.part, known) if self.limit is None else limit_tex(self.limit, known)

    @property
    def expression(self) -> sp.Expr:
        """The formula."""
        return self.part.rhs if self.above else self.part.lhs

    @property
    def bounded(self) -> sp.Expr:
        """The other side: what is bounded."""
        return self.part.lhs if self.above else self.part.rhs

    @property
    def reading(self) -> str:
        """The relation in words, such as ``probe_error <= value``."""
        if self.limit is not None:
            return READINGS[self.limit.side].format(of=self.limit.of, but=self.limit.but)
        sides = (self.bounded, "value") if self.above else ("value", self.bounded)
        return f"{sides[0]} {self.part.relation} {sides[1]}"

    @property
    def terms(self) -> dict[str, sp.Expr]:
        """The named terms of the part; where it names none, the summands by their formulas; of a limit the excess."""
        if self.limit is not None:
            if self.limit.terms or mean not in self.limit.value.free_symbols or self.limit.side is not Side.UPPER:
                return dict(self.limit.terms)
            return {"mean": mean, "excess": self.limit.value - mean}
        return dict(self.part.terms) or {str(term): term for term in sp.Add.make_args(self.expression)}

    @property
    def hypotheses(self) -> tuple[Inequality, ...]:
        """Everything that is assumed for the part."""
        return self.claim.hypotheses(self.part)

    @cached_property
    def symbols(self) -> dict[str, sp.Basic]:
        """Symbols and sequences of the formula and its hypotheses by name, indices of the part included."""
        found: dict[str, sp.Basic] = {}
        bound: set[str] = set()
        expressions = [self.expression, *self._told_beside, *(side for h in self.hypotheses for side in (h.lhs, h.rhs))]
        for expression in expressions:
            bound |= {str(v) for sum_ in expression.atoms(sp.Sum) for v in sum_.variables}
            found |= {str(symbol): symbol for symbol in expression.free_symbols if symbol.is_Symbol}
            found |= {str(e.base.label): e.base for e in expression.atoms(sp.Indexed)}
        return {name: symbol for name, symbol in found.items() if name not in bound}

    @property
    def _told_beside(self) -> tuple[sp.Expr, ...]:
        """The lower end of an interval and what is known beside a limit."""
        if self.limit is None:
            return ()
        return (*self.limit.expressions[1:], *self.limit.beside.values())

    @cached_property
    def sequences(self) -> frozenset[str]:
        """Names of the sequences among them."""
        return frozenset(name for name, symbol in self.symbols.items() if isinstance(symbol, sp.IndexedBase))

    @property
    def names(self) -> list[str]:
        """Names that may be set, in the order of the vocabulary; a sequence stands for its entries too."""
        names = set(self.symbols) | ({DIMENSION} if self.sequences and self.limit is None else set())
        return [name for name in self.vocabulary if name in names]

    def symbol_of(self, name: str) -> sp.Symbol | None:
        """Return the symbol that a setting is a value of; None where the formula has none of that name."""
        if name in self.symbols and name not in self.sequences:
            return self.symbols[name]
        if name == DIMENSION and self.limit is None and DIMENSION in self.vocabulary:
            return sp.Symbol(DIMENSION, integer=True)
        entry = ENTRY.fullmatch(name)
        return sp.Symbol(name, real=True) if entry and entry["base"] in self.sequences else None

    def meaning(self, name: str) -> Meaning:
        """Return the meaning of a setting; that of its sequence for an entry."""
        vocabulary = self.vocabulary
        if name in vocabulary:
            return vocabulary[name]
        entry = ENTRY.fullmatch(name)
        return vocabulary[entry["base"] if entry else name]

    def value(self, settings: Settings) -> Any:
        """Return the value of the formula."""
        return compute(self.expression, settings) if self.limit is None else limit_value(self.expression, settings)

    def computed(self, expression: sp.Expr, settings: Settings) -> Any:
        """Return the value of a term or of a side of a hypothesis."""
        return compute(expression, settings) if self.limit is None else limit_value(expression, settings)

    def violated(self, settings: Settings) -> tuple[list[Inequality], list[Inequality], Any]:
        """Return the hypotheses that fail (everywhere), those that cannot be told, and where none is known to fail.

        The last is True, or a mask over the arrays of the settings.
        """
        failing, open_, mask = [], [], np.asarray(True)
        for hypothesis in self.hypotheses:
            try:
                lhs, rhs = (self.computed(side, settings) for side in (hypothesis.lhs, hypothesis.rhs))
            except (MissingSettings, NotCertifiable, UndefinedError):
                open_.append(hypothesis)
                continue
            held = _holds(lhs, hypothesis.relation, rhs)
            if not np.any(held):
                failing.append(hypothesis)
            mask = mask & held
        return failing, open_, mask


def _holds(lhs: Any, relation: str, rhs: Any) -> Any:
    """Decide a relation between exact numbers (what is open counts as met), or elementwise between floats."""
    if not isinstance(lhs, np.ndarray) and not isinstance(rhs, np.ndarray):
        return np.asarray(numbers.holds(lhs, relation, rhs) is not False)
    lhs, rhs = (side if isinstance(side, np.ndarray) else to_float(side) for side in (lhs, rhs))
    if relation == "<":
        return np.asarray(lhs < rhs)
    slack = 1e-12 * np.maximum(np.abs(lhs), np.abs(rhs))
    return np.asarray(lhs <= rhs + slack if relation == "<=" else np.abs(lhs - rhs) <= slack)
