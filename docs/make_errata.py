"""Writes docs/errata.md from the catalogue, the verdicts and the ablation: ``python docs/make_errata.py``."""

from __future__ import annotations

import json
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from contextures.cli.catalogue import source_text
from contextures.cli.findings import hypothesis_lines, tight_lines
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Fault, Statement
from contextures.verify.campaign.longrun import ablation

DOCS = Path(__file__).parent
SIGNS = {"<=": "≰", "<": "≮", "==": "≠"}
HEAD = """# Errata

What falls among the statements encoded so far, what is wrong with the print, and the strongest form that survives the
same search. Each refutation has an exact certificate: `contextures verify ID` finds one, `contextures check`
re-verifies it, and `contextures export` writes it as a note or as a script that can be followed by hand. A print that
does not fall but leaves a constant open is listed too, with the constant.

Of each corrected form it is said what a search found: the best ratio of its two sides (1: the bound is attained) with
the instance that attains it, and which of its hypotheses were seen to be needed.
"""
OPEN = "constant left open"


def title(chapter: str) -> str:
    """Return the heading of a chapter: the first sentence of its module."""
    line = (import_module(f"contextures.theory.{chapter}").__doc__ or chapter).splitlines()[0].partition(". ")[0]
    return line.rstrip(".").replace(": ", " · ", 1)


def rows() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the committed verdicts by id and form."""
    found = json.loads((DOCS / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    return {(row["id"], row["variant"]): row for row in found}


def summary(fallen: list[Statement], unsaid: list[Statement]) -> str:
    """Return the table of the kinds of error, and of what was left open."""
    found = [(str(fault), [s for s in fallen if fault in s.faults]) for fault in Fault]
    kinds = sorted((row for row in found if row[1]), key=lambda row: -len(row[1]))
    kinds += [(OPEN, unsaid)] if unsaid else []
    lines = [f"| {kind} | {len(some)} | {', '.join(f'`{s.id}`' for s in some)} |" for kind, some in kinds]
    return "\n".join(["| kind | prints | statements |", "| --- | --- | --- |", *lines]) + "\n"


def entry(statement: Statement, verdicts: dict[tuple[str, str], dict[str, Any]]) -> str:
    """Return what is said of one print: what is wrong, the certificate, the correction and what was found of it."""
    assert statement.corrected is not None
    printed, corrected = verdicts[statement.id, "printed"], verdicts[statement.id, "corrected"]
    falls = printed["verdict"] == "refuted"
    lines = [
        f"### `{statement.id}`: {', '.join(statement.faults) if falls else OPEN}\n",
        f"{statement.title}, {source_text(statement.source)}.\n",
        f"{statement.why}\n",
    ]
    lines += [certificate(part) for part in printed["parts"] if part["certificate"]]
    lines += [] if not falls else [""]
    lines += [f"**Corrected** ({told(corrected)}). {statement.corrected.text}\n"]
    known = ((a.hypothesis, a) for a in ablation(statement.id, "corrected"))
    lines += [f"- {line}" for line in (*tight_lines(corrected["parts"], statement), *hypothesis_lines(known))]
    return "\n".join(lines).rstrip() + "\n"


def certificate(part: dict[str, Any]) -> str:
    """Return the line of a certificate: the part, its two sides, and where it is."""
    document = json.loads((DOCS / part["certificate"]).read_text(encoding="utf-8"))
    sides = f"{value(document['lhs'])} {SIGNS[document['relation']]} {value(document['rhs'])}"
    return f"- Part `{part['name']}` is refuted: {sides} at the instance of [this certificate]({part['certificate']})."


def value(side: dict[str, str]) -> str:
    """Return a side in a few digits: the rational where it is short, else a decimal."""
    if "exact" in side and len(side["exact"]) <= 12:
        return side["exact"]
    ends = [side["exact"]] if "exact" in side else [side["lo"], side["hi"]]
    return f"{sum(float(Fraction(end)) if '/' in end else float(end) for end in ends) / len(ends):.4g}"


def told(row: dict[str, Any]) -> str:
    """Return the verdict of a form and the effort."""
    return f"{row['verdict']}; {row['hypotheses_met']:,} instances met its hypotheses"


def text() -> str:
    """Return the page."""
    verdicts = rows()
    everything = [s for s in catalogue.values() if s.corrected is not None]
    fallen = [s for s in everything if verdicts[s.id, "printed"]["verdict"] == "refuted"]
    unsaid = [s for s in everything if s not in fallen]
    page = [HEAD, summary(fallen, unsaid)]
    for chapter in dict.fromkeys(s.chapter for s in catalogue.values()):
        statements = [s for s in catalogue.values() if s.chapter == chapter]
        falls, leaves = (len([s for s in some if s.chapter == chapter]) for some in (fallen, unsaid))
        count = f"{len(statements)} statements; {falls or 'no'} printed form{'s fall' if falls != 1 else ' falls'}"
        count += f", {leaves} leave{'s' * (leaves == 1)} a constant open that is told here" if leaves else ""
        page.append(f"## {title(chapter)}\n\n{count}.\n")
        page += [entry(s, verdicts) for s in statements if s.corrected is not None]
    return "\n".join(page)


if __name__ == "__main__":
    (DOCS / "errata.md").write_text(text(), encoding="utf-8")
