"""A certificate as a short note: the law, the quantities, the two sides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from contextures.exact import numbers
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.domain import domain_of
from contextures.theory.sorts import Sort
from contextures.theory.statement import Hypothesis
from contextures.theory.typeset import matrix_tex, number_tex, relation_tex, tex_of
from contextures.verify.certificates.byhand.steps import equal, step, value_tex
from contextures.verify.certificates.byhand.subject import Subject

HOLDS = {"<=": r"\le", "<": "<", "==": "="}
FAILS = {"<=": r"\nleq", "<": r"\nless", "==": r"\neq"}


@dataclass(frozen=True)
class Line:
    """One quantity of a note: its TeX, what it is, and its value at the instance as TeX."""

    tex: str
    text: str
    value: str

    @property
    def formula(self) -> str:
        """The TeX of both."""
        return f"{self.tex} {self.value}".strip()


def between(document: dict[str, Any]) -> str:
    """Return the sign between the two sides of a certificate: the relation in an example, else its negation."""
    signs = HOLDS if document["kind"] == "example" else FAILS
    return signs[document["relation"]]


def measured(subject: Subject) -> list[Line]:
    """Return every symbol of the part and its hypotheses with its value at the instance, in the vocabulary's order."""
    part, vocabulary = subject.part, subject.statement.vocabulary
    names: frozenset[str] = part.symbols.union(*(h.symbols for h in subject.claim.hypotheses(part)))
    if part.over:
        names -= {str(part.over[0])}
    return [
        Line(vocabulary[name].tex, vocabulary[name].text, _value(name, subject)) for name in vocabulary if name in names
    ]


def _value(name: str, subject: Subject) -> str:
    evaluator = subject.evaluator
    if name in evaluator.world.sizes:
        return f"={evaluator.world.sizes[name]}"
    try:
        value = evaluator.quantities[name](evaluator.world)
    except UndefinedError:
        return r":\ \text{no value}"
    except NotCertifiable:
        return r":\ \text{not computed}"
    if not isinstance(value, list):
        return equal(numbers.describe(value))
    entries = [value_tex(numbers.describe(v)) if v is not None else r"\text{no value}" for v in value]
    return "=(" + r",\ ".join(entries) + ")"


def fields(instance: dict[str, Any], sorts: Mapping[str, Sort]) -> list[Line]:
    """Return the fields of an instance, as a certificate holds it, as matrices."""
    lines = []
    for name, value in instance.items():
        if name not in sorts:
            lines.append(Line(name, "a size", f"={value}"))
            continue
        tex = _array_tex(value)
        written = name.replace("_", r"\_")
        lines.append(Line(rf"\mathrm{{{written}}}", sorts[name].text or sorts[name].words, f"={tex}"))
    return lines


def _array_tex(value: Any) -> str:
    """A number, a row, a matrix, or a row of what has one axis less."""
    if not isinstance(value, list):
        return number_tex(str(value))
    if value and isinstance(value[0], list) and not any(isinstance(entry, list) for entry in value[0]):
        return matrix_tex([[str(entry) for entry in row] for row in value])
    return "(" + r",\ ".join(map(_array_tex, value)) + ")"


@dataclass(frozen=True)
class Note:
    """What a note says, before it is Markdown or LaTeX."""

    title: str
    subtitle: str
    claim: str
    formula: str
    given: tuple[Line, ...]
    instance: tuple[Line, ...]
    quantities: tuple[Line, ...]
    conclusion: str
    recheck: str
    sides: tuple[Line, ...] = ()
    hinges: str = ""

    def markdown(self) -> str:
        """Return the note in Markdown with TeX formulas."""
        lines = [f"# {self.title}", "", self.subtitle, "", f"**Claim.** {self.claim}", "", f"$${self.formula}$$", ""]
        lines += _section("The instance", self.instance, "- {text}: ${formula}$")
        lines += _section("Quantities there", self.quantities, "- ${formula}$, {text}")
        lines += _section("Hypotheses", self.given, "- {text}: ${tex}$, that is ${value}$")
        lines += ["## The two sides", "", *(_filled("- {text}: ${formula}$", side) for side in self.sides), ""]
        return "\n".join([*lines, f"$${self.conclusion}$$", "", self.hinges, "", self.recheck, ""])

    def latex(self) -> str:
        """Return the note as a LaTeX document."""
        lines = [
            r"\documentclass{article}",
            r"\usepackage{amsmath,amssymb}",
            r"\usepackage{fontspec}",
            r"\begin{document}",
            rf"\section*{{{_escaped(self.title)}}}",
            _escaped(self.subtitle),
            "",
            rf"\textbf{{Claim.}} {_escaped(self.claim)}",
            rf"\[{self.formula}\]",
        ]
        for title, entries, form in (
            ("The instance", self.instance, r"\item {text}: ${formula}$"),
            ("Quantities there", self.quantities, r"\item ${formula}$, {text}"),
            ("Hypotheses", self.given, r"\item {text}: ${tex}$, that is ${value}$"),
        ):
            if entries:
                lines += [rf"\subsection*{{{title}}}", r"\begin{itemize}"]
                lines += [_filled(form, replace(entry, text=_escaped(entry.text))) for entry in entries]
                lines.append(r"\end{itemize}")
        lines += [r"\subsection*{The two sides}", *(_filled(r"{text}: ${formula}$\\", side) for side in self.sides)]
        lines += [rf"\[{self.conclusion}\]"]
        lines += [_escaped(self.hinges), "", _escaped(self.recheck), r"\end{document}"]
        return "\n".join(lines) + "\n"


def hinges_text(document: Mapping[str, Any]) -> str:
    """Return the sentence of what a certificate hinges on; empty where it does not say."""
    if "hinges" not in document:
        return ""
    found = document["hinges"]
    return f"It hinges on: {', '.join(found)}." if found else "It hinges on nothing degenerate and on no boundary."


def _section(title: str, entries: tuple[Line, ...], form: str) -> list[str]:
    if not entries:
        return []
    return [f"## {title}", "", *(_filled(form, entry) for entry in entries), ""]


def _filled(form: str, entry: Line) -> str:
    """Put a line into its form; TeX may hold a name in braces that reads like a place of the form."""
    return re.sub(r"\{(text|tex|value|formula)\}", lambda place: str(getattr(entry, place[1])), form)


def _escaped(text: str) -> str:
    return "".join(rf"\{c}" if c in "&%$#_{}" else c for c in text.replace("`", "'"))


def note(subject: Subject) -> Note:
    """Write the note of a certificate."""
    statement, claim, part, document = subject.statement, subject.claim, subject.part, subject.document
    vocabulary = statement.vocabulary
    broken = document["hypothesis"]
    given = []
    for hypothesis in claim.hypotheses(part):
        written = document["hypotheses"][hypothesis.name]
        sign = None if hypothesis.name != broken else FAILS[hypothesis.relation]
        words = f"{hypothesis.name}{' (broken here)' if hypothesis.name == broken else ''}"
        given.append(Line(relation_tex(hypothesis, vocabulary, sign), words, _compared(hypothesis, written, sign)))
    refuted = "is proved by an example" if part.exists else "is refuted"
    does = refuted if broken is None else f"fails without the hypothesis {broken!r}"
    index = "".join(rf"\quad({name}={value})" for name, value in document["index"].items())
    return Note(
        title=f"{statement.id}: {statement.title}",
        subtitle=f"Part {part.name!r} of the {document['variant']} form {does}.",
        claim=claim.text,
        formula=relation_tex(part, vocabulary),
        given=tuple(given),
        instance=tuple(fields(document["instance"], domain_of(statement).world.sorts)),
        quantities=tuple(measured(subject)),
        sides=tuple(
            Line(tex_of(side, vocabulary), f"{name} side", "" if side.is_number else step(side, document[key], subject))
            for name, side, key in (("left", part.lhs, "lhs"), ("right", part.rhs, "rhs"))
        ),
        conclusion=f"{_alone(document['lhs'])} {between(document)} {_alone(document['rhs'])}{index}",
        hinges=hinges_text(document),
        recheck="`contextures check` recomputes all of this from the instance, in rationals and balls.",
    )


def _alone(value: dict[str, str]) -> str:
    """A number that begins or ends a formula; an interval where it is only enclosed."""
    return value_tex(value).removeprefix(r"\in").removeprefix(r"\approx ")


def _compared(hypothesis: Hypothesis, written: dict[str, Any], sign: str | None) -> str:
    return f"{_alone(written['lhs'])} {sign or HOLDS[hypothesis.relation]} {_alone(written['rhs'])}"
