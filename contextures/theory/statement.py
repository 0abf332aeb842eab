"""Statements, the claims they make, and where they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

import sympy as sp

from contextures.formulas import mathml
from contextures.markup import badge, card, element, joined, paragraph
from contextures.theory.domain import Domain
from contextures.theory.inequality import Hypothesis as Hypothesis
from contextures.theory.inequality import Inequality as Inequality
from contextures.theory.inequality import Relation as Relation
from contextures.theory.limit import Limit
from contextures.theory.symbols.vocabulary import Vocabulary
from contextures.theory.verdicts import verdict_of

Variant = Literal["printed", "corrected"]


class Kind(StrEnum):
    """What sort of statement it is."""

    IDENTITY = "identity"
    INEQUALITY = "inequality"
    EQUIVALENCE = "equivalence"
    EXISTENCE = "existence"


class Fault(StrEnum):
    """What is wrong with a printed statement."""

    CONSTANT = "constant"
    SQUARE = "missing square"
    HYPOTHESIS = "missing hypothesis"
    QUANTIFIER = "quantifier"
    BOUNDARY = "boundary"
    ONLY_IF = "only-if"
    TYPO = "typo"
    ILL_POSED = "ill-posed"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement is printed.

    Attributes
    ----------
    key : str
        Paper key (``C25``, ``D25``, …), ``classical`` or ``ours``.
    where : str
        Number in that source; empty where there is none.
    reconstructed : bool
        True where the text was not consulted: the form is rebuilt from companion texts and derivation.
    second_hand : bool
        True where the line is known from another text alone, out of its context: what falls is then no erratum.
    recalled : tuple of str
        Parts that were not seen in a text although others of the statement were: folklore, or from memory.
    """

    key: str
    where: str = ""
    reconstructed: bool = False
    second_hand: bool = False
    recalled: tuple[str, ...] = ()

    def __str__(self) -> str:
        rest = f"({', '.join(self.recalled)}: folklore / reconstructed)" if self.recalled else ""
        return f"{self.key} {self.where} {rest}".replace("  ", " ").strip()

    def reconstructs(self, part: str) -> bool:
        """Tell whether a part is folklore or reconstructed, and no print of the source."""
        return self.reconstructed or part in self.recalled


@dataclass(frozen=True)
class Part(Inequality):
    """Something that is claimed.

    Attributes
    ----------
    given : tuple of Hypothesis
        Hypotheses of this part alone, beside those of its claim.
    scale : sympy.Expr or None
        What the margin is measured in; the larger side where None.
    over : tuple or None
        ``(index, first, last)``: the relation is claimed for each index in that range.
    terms : mapping of str to sympy.Expr
        Named summands of one side, where they are worth showing apart.
    constant : sympy.Symbol or None
        A factor that the source leaves unspecified; the larger side is affine in it, and the smallest one that fits is
        what a search reports.
    exists : bool
        Whether it is claimed of some instance and not of all: an example proves it, and no search refutes it.
    """

    given: tuple[Hypothesis, ...] = ()
    scale: sp.Expr | None = None
    over: tuple[sp.Symbol, sp.Expr, sp.Expr] | None = None
    terms: Mapping[str, sp.Expr] = field(default_factory=dict)
    constant: sp.Symbol | None = None
    exists: bool = False

    def __post_init__(self) -> None:
        if self.terms and sp.Add(*self.terms.values()) not in (self.lhs, self.rhs):
            raise ValueError(f"{self.name}: the named terms add up to neither side")
        if self.constant is not None and (self.relation != "<=" or sp.diff(self.rhs, self.constant, 2) != 0):
            raise ValueError(f"{self.name}: the larger side must be affine in {self.constant}")
        if self.scale is not None:
            object.__setattr__(self, "scale", sp.sympify(self.scale))
        if self.over is not None:
            object.__setattr__(self, "over", tuple(sp.sympify(bound) for bound in self.over))
        super().__post_init__()

    @classmethod
    def of_terms(cls, name: str, lhs: sp.Expr, terms: Mapping[str, sp.Expr], **more: Any) -> Part:
        """Return the part that a quantity is at most the sum of named terms; ``more`` is what a part takes beside."""
        return cls(name, lhs, "<=", sp.Add(*terms.values()), terms=terms, **more)

    @property
    def negation(self) -> Part:
        """What is refuted by an example of a part that exists: the opposite relation, of every instance."""
        if self.relation == "==":
            raise ValueError(f"{self.name}: the negation of an equality is no relation")
        opposite: Relation = "<" if self.relation == "<=" else "<="
        return replace(self, lhs=self.rhs, relation=opposite, rhs=self.lhs, exists=False)

    @property
    def affine(self) -> tuple[sp.Expr, sp.Expr]:
        """The larger side as offset and slope in the unspecified constant."""
        return self.rhs.subs(self.constant, 0), sp.diff(self.rhs, self.constant)

    def fixed(self, value: sp.Rational) -> Part:
        """Return the part with a value in place of the unspecified constant."""
        terms = {name: term.subs(self.constant, value) for name, term in self.terms.items()}
        return replace(self, rhs=self.rhs.subs(self.constant, value), terms=terms, constant=None)

    @property
    def sides(self) -> tuple[sp.Expr, ...]:
        """The two sides, and the scale if there is one."""
        return (*super().sides, self.scale) if self.scale is not None else super().sides


@dataclass(frozen=True)
class Claim:
    """One form of a statement: what is assumed and what is claimed.

    Attributes
    ----------
    text : str
        The claim in our own words.
    tex : str
        The formula, transcribed.
    parts : tuple of Part
    given : tuple of Hypothesis
        Hypotheses of every part.
    ill_posed : str
        Why the form has no definite content: what it needs is undefined, or its quantifiers say nothing. There is
        nothing to search then, and it has no parts.
    limits : mapping of str to Limit
        What parts give from settings, by the part; the calculator computes these.
    """

    text: str
    tex: str
    parts: tuple[Part, ...] = ()
    given: tuple[Hypothesis, ...] = ()
    ill_posed: str = ""
    limits: Mapping[str, Limit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.parts and not self.ill_posed:
            raise ValueError("a claim needs at least one part, or the reason why it is ill-posed")
        if self.ill_posed and (self.parts or self.given):
            raise ValueError("an ill-posed claim has no parts and no hypotheses: nothing of it can be searched")
        for part in self.parts:
            names = [h.name for h in self.hypotheses(part)]
            if len(set(names)) < len(names):
                raise ValueError(f"part {part.name!r}: two hypotheses share a name in {names}")
        names = [part.name for part in self.parts]
        if len(set(names)) < len(names):
            raise ValueError(f"two parts share a name in {names}")
        if stray := sorted(set(self.limits) - set(names)):
            raise ValueError(f"a limit of no part: {', '.join(stray)}")

    def hypotheses(self, part: Part) -> tuple[Hypothesis, ...]:
        """Everything that is assumed for one part."""
        return self.given + part.given

    @property
    def searched(self) -> Claim:
        """The claim that a counterexample is looked for: with the negation of each part that exists."""
        return replace(self, parts=tuple(part.negation if part.exists else part for part in self.parts))

    def alone(self, part: Part) -> Claim:
        """Return the claim that makes one part and no other."""
        limits = {name: limit for name, limit in self.limits.items() if name == part.name}
        return replace(self, parts=(part,), limits=limits)

    def part(self, name: str) -> Part:
        """Return the part of that name; KeyError where there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    @cached_property
    def symbols(self) -> frozenset[str]:
        """Names of all symbols of the claim."""
        names: frozenset[str] = frozenset()
        for part in self.parts:
            bound = {str(part.over[0])} if part.over else set()
            ranges = {str(x) for e in part.over[1:] for x in e.free_symbols} if part.over else set()
            for inequality in (part, *self.hypotheses(part)):
                names |= (inequality.symbols - bound) | ranges
        return names


@dataclass(frozen=True, repr=False)
class Statement:
    """A published statement, with its printed form and, where that falls, a corrected one.

    Attributes
    ----------
    id : str
        ``chapter.name``, stable.
    title : str
    kind : Kind
    source : Source
    vocabulary : Vocabulary
        What the symbols mean: that of a chapter, or of the domain.
    printed : Claim
    corrected : Claim or None
    faults : tuple of Fault
        Kinds of error of the printed form.
    why : str
        What is wrong with the print and what the correction changes.
    note : str
        Readings taken where the text leaves a choice.
    uses : tuple of str
        Ids of statements this one rests on.
    domain : Domain or None
        The declared domain it speaks of.
    """

    id: str
    title: str
    kind: Kind
    source: Source
    vocabulary: Vocabulary = None  # type: ignore[assignment]
    printed: Claim = None  # type: ignore[assignment]
    corrected: Claim | None = None
    faults: tuple[Fault, ...] = ()
    why: str = ""
    note: str = ""
    uses: tuple[str, ...] = ()
    domain: Domain | None = None

    def __post_init__(self) -> None:
        known = self.vocabulary if self.domain is None else self.domain.vocabulary
        if known is None or self.vocabulary not in (None, known) or self.printed is None:
            raise ValueError(
                f"{self.id}: a printed claim is needed, and either a domain or the vocabulary of a chapter"
            )
        object.__setattr__(self, "vocabulary", known)
        for variant, claim in self.variants.items():
            unknown = claim.symbols - set(self.vocabulary)
            if unknown:
                raise ValueError(
                    f"{self.id} ({variant}): no such symbol in its vocabulary: {', '.join(sorted(unknown))}"
                )
        if (self.corrected is None) != (not self.why):
            raise ValueError(f"{self.id}: a correction and the reason for it come together")
        if self.corrected is not None and self.corrected.ill_posed:
            raise ValueError(f"{self.id}: a corrected form must have a definite content")

    def __repr__(self) -> str:
        """The id, the title and the forms."""
        return f"Statement({self.id}: {self.title}; {', '.join(self.variants)})"

    def _repr_html_(self) -> str:
        """The forms with their formulas and what the catalogue says of each part, for a notebook."""
        blocks = [paragraph(element("code", self.id), f", {self.kind}, {self.source}")]
        for variant, claim in self.variants.items():
            blocks += [paragraph(element("strong", self.heading(variant)), f". {claim.text}"), mathml(claim.tex, True)]
            blocks += [paragraph(badge("ill-posed"), f" {claim.ill_posed}")] if claim.ill_posed else []
            known = [(part.name, verdict_of(self.id, variant, part.name)) for part in claim.parts]
            told = [joined(f" {name}: ", badge(verdict)) for name, verdict in known if verdict is not None]
            blocks += [paragraph(*told)] if told else []
        blocks += [paragraph(text) for text in (self.why, self.note) if text]
        return card(self.title, *blocks)

    @property
    def chapter(self) -> str:
        """The part of the id before the dot."""
        return self.id.partition(".")[0]

    @property
    def variants(self) -> dict[Variant, Claim]:
        """The forms of the statement by name."""
        forms: dict[Variant, Claim] = {"printed": self.printed}
        if self.corrected is not None:
            forms["corrected"] = self.corrected
        return forms

    def heading(self, variant: Variant) -> str:
        """Return what a form is shown under; what no paper prints is never said to be printed."""
        if variant == "printed" and self.source.reconstructed:
            return "As reconstructed"
        if variant == "printed" and self.source.recalled:
            return f"Printed, but for {', '.join(self.source.recalled)} (folklore / reconstructed)"
        return "As stated" if variant == "printed" and self.source.key == "ours" else variant.capitalize()
