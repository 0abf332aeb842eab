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
from contextures.verify.certificates.byhand.subject import Subject

HOLDS = {"<=": r"\le", "<": "<", "==": "="}
FAILS = {"<=": r"\nleq", "<": r"\nless", "==": r"\neq"}
SHORT = 24
"""Characters of a rational that is written out; a longer one is rounded."""


@dataclass(frozen=True)
class Line:
    """One quantity of a note: its TeX, what it is, and its value at the instance as TeX."""

    tex: str
    text: str
    value: str


def value_tex(value: dict[str, str]) -> str:
    """Return a number of a certificate as TeX: exact, or rounded between its bounds."""
    if "exact" in value:
        exact = value["exact"]
        top, _, bottom = exact.partition("/")
        if len(exact) <= SHORT:
            return number_tex(exact)
        return rf"\approx {int(top) / int(bottom or 1):.6g}"
    if "radicand" in value:
        return rf"\sqrt{{{number_tex(value['radicand'])}}}"
    ends = [value["lo"], value["hi"]]
    if ends[0] == ends[1]:
        return r"\infty" if ends[0] == "inf" else r"-\infty"
    return rf"\in[{_decimal(ends[0])},\,{_decimal(ends[1])}]"


def between(document: dict[str, Any]) -> str:
    """Return the sign between the two sides of a certificate: the relation in an example, else its negation."""
    signs = HOLDS if document["kind"] == "example" else FAILS
    return signs[document["relation"]]


def _decimal(end: str) -> str:
    if end in ("inf", "-inf"):
        return end.replace("inf", r"\infty")
    top, _, bottom = end.partition("/")
    return f"{float(top) / float(bottom or 1):.8g}" if bottom else f"{float(top):.8g}"


def equal(value: dict[str, str]) -> str:
    """Return `` = value``, without a second relation where the value is only enclosed or rounded."""
    tex = value_tex(value)
    return tex if tex.startswith((r"\in", r"\approx")) else f"={tex}"


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
    hinges: str = ""

    def markdown(self) -> str:
        """Return the note in Markdown with TeX formulas."""
        lines = [f"# {self.title}", "", self.subtitle, "", f"**Claim.** {self.claim}", "", f"$${self.formula}$$", ""]
        lines += _section("The instance", self.instance, "- {text}: ${tex} {value}$")
        lines += _section("Quantities there", self.quantities, "- ${tex} {value}$, {text}")
        lines += _section("Hypotheses", self.given, "- {text}: ${tex}$, that is ${value}$")
        return "\n".join(
            [*lines, "## The two sides", "", f"$${self.conclusion}$$", "", self.hinges, "", self.recheck, ""]
        )

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
            ("The instance", self.instance, r"\item {text}: ${tex} {value}$"),
            ("Quantities there", self.quantities, r"\item ${tex} {value}$, {text}"),
            ("Hypotheses", self.given, r"\item {text}: ${tex}$, that is ${value}$"),
        ):
            if entries:
                lines += [rf"\subsection*{{{title}}}", r"\begin{itemize}"]
                lines += [_filled(form, replace(entry, text=_escaped(entry.text))) for entry in entries]
                lines.append(r"\end{itemize}")
        lines += [r"\subsection*{The two sides}", rf"\[{self.conclusion}\]"]
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
    return re.sub(r"\{(text|tex|value)\}", lambda place: str(getattr(entry, place[1])), form)


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
        conclusion=rf"{tex_of(part.lhs, vocabulary)} {equal(document['lhs'])}"
        rf"\quad{between(document)}\quad {tex_of(part.rhs, vocabulary)} {equal(document['rhs'])}{index}",
        hinges=hinges_text(document),
        recheck="`contextures check` recomputes all of this from the instance, in rationals and balls.",
    )


def _compared(hypothesis: Hypothesis, written: dict[str, Any], sign: str | None) -> str:
    lhs, rhs = value_tex(written["lhs"]), value_tex(written["rhs"])
    relation = sign or HOLDS[hypothesis.relation]
    return f"{lhs} {relation} {rhs}".replace(r"\in[", "[")
