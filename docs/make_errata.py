"""Writes docs/errata.md from the catalogue, the verdicts and the ablation: ``python docs/make_errata.py``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from contextures.cli.catalogue import source_text
from contextures.cli.findings import hypothesis_lines, tight_lines
from contextures.cli.markdown import certificate_text, escaped, form_text
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Fault, Statement
from contextures.verify.campaign.longrun import ablation
from contextures.verify.campaign.verdict import Verdict

DOCS = Path(__file__).parent
HEAD = """# Errata

What falls among the statements of the catalogue, what is wrong with the print, and the strongest form that survives the
same search. Each refutation has an exact certificate: `contextures verify ID` finds one, `contextures check`
re-verifies it, and `contextures export` writes it as a note that can be followed by hand or, where fractions hold both
sides, as a script that needs no part of this package.

Of each corrected form it is said what a search found: the best ratio of its two sides (1: the bound is attained) with
the instance that attains it, and which of its hypotheses were seen to be needed. All is for finite spaces.
"""
OPEN, SHARPENED = "constant left open", "sharpened"


class Section(Enum):
    """Where a print stands, with what is said of it there."""

    GENUINE = "Genuine", "A counterexample is known that hinges on nothing degenerate and on no boundary."
    BOUNDARY = (
        "Boundary and degenerate cases",
        "The print falls, but every counterexample found hinges on something: a lost dimension, the end of a spectrum, "
        "the boundary of a setting, a constant. What it hinges on is said with the certificate or in the reason; "
        "elsewhere no counterexample is known.",
    )
    RECALLED = (
        "Reconstructed or folklore",
        "No paper is said to print these: the line that falls is rebuilt from companion texts, a reading of a "
        "sentence, or what is widely taken for a guarantee. What it is taken from is named, after “after”.",
    )
    ILL_POSED = (
        "Ill-posed or second-hand",
        "As printed these have no definite content, or the line is known from another text alone, out of its context. "
        "They are no errata: the reason is given, and a form that can be searched.",
    )
    OPEN = (
        "Left open in print",
        "Nothing falls here: a constant that the print leaves open is told, or a form sharpened.",
    )


def section(statement: Statement, printed: dict[str, Any]) -> Section:
    """Return where a statement with a correction, or an ill-posed print, stands."""
    if statement.printed.ill_posed or statement.source.second_hand:
        return Section.ILL_POSED
    if printed["verdict"] != Verdict.REFUTED:
        return Section.OPEN
    head = leading(printed)
    if statement.source.reconstructs(head["name"]):
        return Section.RECALLED
    return Section.BOUNDARY if head.get("hinges") or at_boundary(statement) else Section.GENUINE


def at_boundary(statement: Statement) -> bool:
    """Tell whether nothing is wrong with a print but for a boundary."""
    return Fault.BOUNDARY in statement.faults and set(statement.faults) <= {Fault.BOUNDARY, Fault.ONLY_IF}


def leading(printed: dict[str, Any]) -> dict[str, Any]:
    """Return the part whose certificate heads a row."""
    return next(part for part in printed["parts"] if part["certificate"] == printed["certificate"])


def title(chapter: str) -> str:
    """Return the heading of a chapter: the first sentence of its module."""
    line = (import_module(f"contextures.theory.{chapter}").__doc__ or chapter).splitlines()[0].partition(". ")[0]
    return line.rstrip(".").replace(": ", " · ", 1)


def rows() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the committed verdicts by id and form."""
    found = json.loads((DOCS / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    return {(row["id"], row["variant"]): row for row in found}


def summary(listed: Mapping[Section, list[Statement]]) -> str:
    """Return the table of the kinds of error in print, of what was not read in print, and of what was left open."""
    fallen = listed[Section.GENUINE] + listed[Section.BOUNDARY]
    found = [(str(fault), [s for s in fallen if fault in s.faults]) for fault in Fault]
    kinds = sorted((row for row in found if row[1]), key=lambda row: -len(row[1]))
    others = {"reconstructed or folklore": listed[Section.RECALLED], f"{OPEN}, or {SHARPENED}": listed[Section.OPEN]}
    kinds += [other for other in others.items() if other[1]]
    lines = [f"| {kind} | {len(some)} | {', '.join(f'`{s.id}`' for s in some)} |" for kind, some in kinds]
    return "\n".join(["| kind | prints | statements |", "| --- | --- | --- |", *lines]) + "\n"


def entry(statement: Statement, verdicts: dict[tuple[str, str], dict[str, Any]]) -> str:
    """Return what is said of one print: what is wrong, the certificates, the correction and what was found of it."""
    printed = verdicts[statement.id, "printed"]
    told = {
        Verdict.ILL_POSED: str(Fault.ILL_POSED),
        Verdict.REFUTED: ", ".join(statement.faults),
        Verdict.CONSTANT: OPEN,
    }
    kinds = told.get(printed["verdict"], SHARPENED)
    reasons = [reason for reason in (statement.printed.ill_posed, statement.why) if reason]
    lines = [
        f"### `{statement.id}`: {kinds}\n",
        f"{statement.title}, {source_text(statement.source)}.\n",
        *(f"{led(escaped(reason))}\n" for reason in reasons),
    ]
    certified = sorted(
        (part for part in printed["parts"] if part["certificate"]), key=lambda p: len(p.get("hinges", ()))
    )
    lines += [certificate(part) for part in certified]
    lines += [""] if certified else []
    if statement.corrected is not None:
        corrected = verdicts[statement.id, "corrected"]
        lines += [f"**Corrected** ({form_text(corrected)}). {escaped(statement.corrected.text)}\n"]
        known = ((a.hypothesis, a) for a in ablation(statement.id, "corrected"))
        lines += [f"- {line}" for line in (*tight_lines(corrected["parts"], statement), *hypothesis_lines(known))]
    return "\n".join(lines).rstrip() + "\n"


def led(reason: str) -> str:
    """Return a reason whose first sentence stands out."""
    first, stop, rest = reason.partition(". ")
    return f"**{first.rstrip('.')}.** {rest}" if stop else f"**{first}**"


def certificate(part: dict[str, Any]) -> str:
    """Return the line of a certificate."""
    document = json.loads((DOCS / part["certificate"]).read_text(encoding="utf-8"))
    return f"- {certificate_text(part, document, part['certificate'])}"


def text() -> str:
    """Return the page."""
    verdicts = rows()
    told_of = [s for s in catalogue.values() if s.corrected is not None or s.printed.ill_posed]
    listed: dict[Section, list[Statement]] = {found: [] for found in Section}
    for statement in told_of:
        listed[section(statement, verdicts[statement.id, "printed"])].append(statement)
    page = [HEAD, summary(listed)]
    for found, statements in listed.items():
        if not statements:
            continue
        heading, words = found.value
        page.append(f"## {heading}\n\n{words}\n")
        for chapter in dict.fromkeys(s.chapter for s in statements):
            page.append(f"**{title(chapter)}**\n")
            page += [entry(s, verdicts) for s in statements if s.chapter == chapter]
    return "\n".join(page)


if __name__ == "__main__":
    (DOCS / "errata.md").write_text(text(), encoding="utf-8")
