"""Limits: what a statement of chapter 8 gives from settings, such as an upper confidence limit from n, δ and the mean.

A limit is a formula over the settings, written once: the quantities that measure how often it misses evaluate the same
expression as the calculator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import sympy as sp

from contextures.theory.inequality import Hypothesis
from contextures.theory.symbols.classical import (
    SETTINGS,
    a,
    b,
    mean,
    second_moment,
    t,
    true_variance,
    variance,
)


class Side(StrEnum):
    """What a limit is."""

    UPPER = "upper"
    """P(what is bounded > value) ≤ δ."""
    LOWER = "lower"
    """P(what is bounded < value) ≤ δ."""
    INTERVAL = "interval"
    """P(what is bounded lies outside of two values) ≤ δ."""
    PVALUE = "p-value"
    """P(value ≤ u) ≤ u for all u where the mean is at least α."""
    AT_MOST = "at most"
    """What is bounded, a probability or an expectation, is at most the value."""
    AT_LEAST = "at least"
    """It is at least the value."""
    NUMBER = "number"
    """A number that is decided on before the data: a sample size, a rank."""


MEAN = "mean of the law"
"""What a limit bounds where nothing else is said."""
MOVED = (Side.UPPER, Side.LOWER, Side.INTERVAL)
"""What is in the unit of the data."""


NOT_EMPTY = Hypothesis("range", a, "<", b, "the range [a, b] is not empty")


class Need(StrEnum):
    """What a limit assumes of the data beside its settings."""

    INDEPENDENT = "independent draws from one law"
    WITHOUT_REPLACEMENT = "draws without replacement from a finite population"
    BOUNDED = "values in a range that is known before the data"
    BOUNDED_ABOVE = "values with an upper end that is known before the data"
    BINARY = "values 0 and 1"
    KNOWN_VARIANCE = "the variance of the law, which data do not tell"
    SAMPLE = "the sample itself, not only its mean"
    FIXED = "what the row calls fixed was chosen before the data"
    EXCHANGEABLE = "exchangeable scores"
    NO_TIES = "scores without ties"


@dataclass(frozen=True)
class Limit:
    """A formula that is worth computing from settings.

    Attributes
    ----------
    value : sympy.Expr
        Over the symbols of `theory.symbols.classical`; the upper end of an interval.
    side : Side
    of : str
        What is bounded, in words.
    terms : mapping of str to sympy.Expr
        Named summands of the value, if it has any worth showing apart.
    lower : sympy.Expr or None
        The lower end of an interval.
    given : tuple of Hypothesis
        What the settings must satisfy beside their ranges.
    needs : tuple of Need
        What is assumed of the data.
    scales : bool
        Whether it is stated on [0, 1] and holds on any [a, b] with the values moved there.
    but : str
        The probability with which it may fail, in words.
    useful : Hypothesis or None
        What must hold for the value to say anything; where it holds for a setting it holds beyond.
    beside : mapping of str to sympy.Expr
        What is known exactly beside the limit, by name.
    """

    value: sp.Expr
    side: Side = Side.UPPER
    of: str = MEAN
    terms: Mapping[str, sp.Expr] = field(default_factory=dict)
    lower: sp.Expr | None = None
    given: tuple[Hypothesis, ...] = ()
    needs: tuple[Need, ...] = (Need.INDEPENDENT, Need.BOUNDED)
    scales: bool = False
    but: str = "probability delta"
    useful: Hypothesis | None = None
    beside: Mapping[str, sp.Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", sp.sympify(self.value))
        object.__setattr__(self, "beside", {name: sp.sympify(known) for name, known in self.beside.items()})
        if (self.lower is None) == (self.side is Side.INTERVAL):
            raise ValueError("an interval has a lower end, and nothing else has one")
        if any(expression.has(sp.Float) for expression in self.expressions):
            raise ValueError(f"{self.value} holds a float; write an exact number such as Rational(1, 3)")
        if unknown := self.symbols - set(SETTINGS):
            raise ValueError(f"no such setting: {', '.join(sorted(unknown))}")
        if self.terms and sp.expand(sp.Add(*self.terms.values()) - self.value) != 0:
            raise ValueError(f"the named terms do not add up to {self.value}")

    @classmethod
    def of_terms(cls, terms: Mapping[str, sp.Expr], **more: Any) -> Limit:
        """Return the limit that is the sum of named terms; ``more`` is what a limit takes beside."""
        return cls(sp.Add(*terms.values()), terms=terms, **more)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        """The value, and the lower end if there is one."""
        return (self.value,) if self.lower is None else (self.value, self.lower)

    @property
    def symbols(self) -> frozenset[str]:
        """Names of the settings that enter the value, sequences included."""
        found: set[str] = set()
        for expression in (*self.expressions, *self.beside.values(), *(side for h in self.given for side in h.sides)):
            bound = {str(index) for sum_ in expression.atoms(sp.Sum) for index in sum_.variables}
            found |= {str(symbol) for symbol in expression.free_symbols if symbol.is_Symbol} - bound
        return frozenset(found)

    def at(self, **settings: object) -> Limit:
        """Return the limit with expressions in place of some settings, such as ``delta=delta / 2``."""
        return self._replaced({sp.Symbol(name): sp.sympify(value) for name, value in settings.items()})

    @property
    def rescaled(self) -> Limit:
        """The limit for values in [a, b], of one that is stated on [0, 1]."""
        if not self.scales:
            return self
        width = b - a
        inner = self._replaced({
            mean: (mean - a) / width,
            second_moment: (second_moment - 2 * a * mean + a**2) / width**2,
            variance: variance / width**2,
            true_variance: true_variance / width**2,
            t: t / width,
        })  # fmt: skip
        inner = replace(
            inner, given=(NOT_EMPTY, *(replace(h, text=h.text.replace("[0, 1]", "[a, b]")) for h in inner.given))
        )
        if self.side not in MOVED:
            return replace(inner, scales=False)
        lower = None if inner.lower is None else a + width * inner.lower
        terms = {name: width * term for name, term in inner.terms.items()}
        if terms:
            first = next(iter(terms))
            terms[first] = sp.expand(terms[first] + a)
        value = sp.Add(*terms.values()) if terms else a + width * inner.value
        return replace(inner, value=value, lower=lower, terms=terms, scales=False)

    def _replaced(self, by: Mapping[sp.Symbol, sp.Expr]) -> Limit:
        """Return the limit with expressions in place of symbols, by their names."""
        named = {str(symbol): value for symbol, value in by.items()}

        def put(expression: sp.Expr) -> sp.Expr:
            found = {symbol: named[str(symbol)] for symbol in expression.free_symbols if str(symbol) in named}
            return expression.xreplace(found)

        return replace(
            self,
            value=put(self.value),
            lower=None if self.lower is None else put(self.lower),
            terms={name: put(term) for name, term in self.terms.items()},
            beside={name: put(known) for name, known in self.beside.items()},
            given=tuple(replace(h, lhs=put(h.lhs), rhs=put(h.rhs)) for h in self.given),
        )
