"""The catalogue of statements as pages: a table of all of them, and a page a chapter."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import Any

from contextures.cli.catalogue import source_text
from contextures.cli.findings import hypothesis_lines, tight_lines
from contextures.formulas import lowered
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Claim, Statement, Variant
from contextures.verify.campaign.longrun import ablation
from contextures.verify.campaign.verdict import Verdict
from contextures.verify.certificates.byhand.note import hinges_text, note
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.proofs import elsewhere_of
from contextures.verify.report.steps import steps

Rows = dict[tuple[str, str], dict[str, Any]]

HEAD = """# Catalogue of statements

What the theory claims, and what a search for counterexamples says of it. The pages are written from the code and from
the verdicts of a committed run; `contextures verify ID` repeats it.

| verdict | what it says |
| --- | --- |
| {refuted} | an exact counterexample is known; `contextures check` re-verifies it without the search |
| {unrefuted} | no counterexample among those that met the hypotheses; *tightness* 1: equality was met, not trivially |
| {constant} | the claim leaves a constant open; the smallest one that fits the search is told |
| {vacuous} | nothing met the hypotheses: the search says nothing |
| {argued} | an argument in words covers the whole; SymPy checks the identities it uses |
| {proved} | a proof covers the whole: identities that SymPy checks and named theorems, or [Coq](../formal.md) |
| {ill_posed} | as printed the form has no definite content; nothing is searched, its corrected form is |

"After X (reconstructed)" means that the text of X was not consulted: the form is rebuilt from companion texts and
derivation, and its verdict is on that form.
"""


def pages(docs: Path) -> dict[str, str]:
    """Return the pages by path.

    Parameters
    ----------
    docs : Path
        The folder with verdicts.json and the certificates.
    """
    rows = {(row["id"], row["variant"]): row for row in json.loads((docs / "verdicts.json").read_text())["statements"]}
    chapters = dict.fromkeys(statement.chapter for statement in catalogue.values())
    return {
        "catalogue/index.md": _overview(rows, list(chapters)),
        **{f"catalogue/{chapter}.md": _chapter(chapter, rows, docs) for chapter in chapters},
    }


def title(chapter: str) -> str:
    """Return the title of a chapter, from the first line of its module."""
    line = (import_module(f"contextures.theory.{chapter}").__doc__ or "").partition("\n")[0]
    number, _, subject = line.partition(". ")[0].rstrip(".").removeprefix("Chapter ").partition(": ")
    return f"{number} · {subject[:1].upper()}{subject[1:]}"


def _of(chapter: str) -> list[Statement]:
    return [statement for statement in catalogue.values() if statement.chapter == chapter]


def _overview(rows: Rows, chapters: list[str]) -> str:
    badges = {verdict.name.lower(): badge(verdict) for verdict in Verdict}
    page = [HEAD.format(**badges)]
    for chapter in chapters:
        page.append(f"## {title(chapter)}\n")
        page.append("| statement | | source | printed | corrected |\n| --- | --- | --- | --- | --- |")
        for s in _of(chapter):
            verdicts = [_verdict(rows.get((s.id, variant))) if variant in s.variants else "" for variant in _VARIANTS]
            page.append(
                f"| [`{s.id.partition('.')[2]}`]({chapter}.md#{anchor(s.id)}) | {escaped(s.title)} "
                f"| {source_text(s.source)} | {verdicts[0]} | {verdicts[1]} |"
            )
        page.append("")
    return "\n".join(page)


_VARIANTS: tuple[Variant, Variant] = ("printed", "corrected")


def _chapter(chapter: str, rows: Rows, docs: Path) -> str:
    page = [f"# {title(chapter)}\n"]
    for statement in _of(chapter):
        page += _statement(statement, rows, docs)
    return "\n".join(page)


def _statement(statement: Statement, rows: Rows, docs: Path) -> list[str]:
    page = [
        f"## {escaped(statement.title)} {{ #{anchor(statement.id)} }}\n",
        f"`{statement.id}` · {statement.kind} · {source_text(statement.source)}"
        + "".join(f"\n· uses {_link(used)}" for used in statement.uses[:1])
        + "".join(f", {_link(used)}" for used in statement.uses[1:])
        + "\n",
    ]
    for variant, claim in statement.variants.items():
        row = rows.get((statement.id, variant))
        page.append(f"**{statement.heading(variant)}** {_verdict(row)}{_effort(row)}\n")
        page += _claim(claim)
        if row:
            page += _tightness(row)
        page += [*known, ""] if (known := _elsewhere(statement, variant)) else []
        page += _hypotheses(statement, variant)
        if row and row["certificate"]:
            page += _certificate(row, docs)
        if variant == "printed" and statement.why:
            page.append(f"**What is wrong** ({', '.join(statement.faults)}). {escaped(statement.why)}\n")
    if statement.note:
        page.append(f"**Reading.** {escaped(statement.note)}\n")
    return page


def _claim(claim: Claim) -> list[str]:
    why = [f"**Why it is ill-posed.** {escaped(claim.ill_posed)}\n"] if claim.ill_posed else []
    return [f"{escaped(claim.text)}\n", rf"\[{claim.tex}\]" + "\n", *why]


def _tightness(row: dict[str, Any]) -> list[str]:
    """The best ratio of each part, the instance that attains it, and the constant that is conjectured."""
    lines = [f"- {escaped(line)}" for line in tight_lines(row["parts"], catalogue[row["id"]])]
    return ['??? note "How tight it is"\n', *(f"    {line}" for line in lines), ""] if lines else []


def _elsewhere(statement: Statement, variant: Variant) -> list[str]:
    """Machine-checked proofs that others have published, a line each."""
    return [
        f"- part `{name}`: proved elsewhere, in [{known.library.name}]({known.library.url}) ({known.library.prover}), "
        f"`{known.theorem}`; covers {escaped(known.covers)}; leaves {escaped(known.leaves)}"
        for name, others in elsewhere_of(statement, variant).items()
        for known in others
    ]


def _hypotheses(statement: Statement, variant: Variant) -> list[str]:
    """What a long run has seen of each hypothesis."""
    known = ((found.hypothesis, found) for found in ablation(statement.id, variant))
    lines = [f"- {line}" for line in hypothesis_lines(known)]
    return ['??? note "Which hypotheses are needed"\n', *(f"    {line}" for line in lines), ""] if lines else []


def _certificate(row: dict[str, Any], docs: Path) -> list[str]:
    document = json.loads((docs / row["certificate"]).read_text(encoding="utf-8"))
    written = note(Subject.of(document))
    lines = [steps(written), "", escaped(hinges_text(document)), ""]
    lines += [
        f"[The certificate](../{row['certificate']}) proves it: `contextures check {Path(row['certificate']).name}`."
    ]
    subtitle = written.subtitle.rstrip(".").replace(" of the printed form is refuted", "").replace("Part ", "part ")
    return [f'??? note "A counterexample to {subtitle}"\n', *(f"    {line}".rstrip() for line in lines), ""]


def _effort(row: dict[str, Any] | None) -> str:
    if row is None or row["verdict"] == Verdict.ILL_POSED:
        return ""
    told = [f"{row['hypotheses_met']:,} instances met the hypotheses"]
    if row["tightness"] is not None:
        told.append(f"tightness {row['tightness']:.3f}")
    if row["undecided"]:
        told.append(f"{row['undecided']} suspects undecided")
    told += [
        f"smallest {part['constant']['name']} in part `{part['name']}`: {_number(part['constant']['smallest'])}"
        for part in row["parts"]
        if part.get("constant")
    ]
    failing = [part["name"] for part in row["parts"] if part["verdict"] == row["verdict"] != "unrefuted"]
    if failing and len(row["parts"]) > 1 and row["verdict"] in ("refuted", "vacuous"):
        told.append(f"{row['verdict']} in {', '.join(f'`{name}`' for name in failing)}")
    if row["proof"]:
        told.append(f"proof for {escaped(row['proof']['scope'])}")
    checked = [part["name"] for part in row["parts"] if part.get("formal")]
    if checked:
        told.append(f"[checked in Coq](../formal.md): {', '.join(f'`{name}`' for name in checked)}")
    return " · " + " · ".join(told)


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"


def _verdict(row: dict[str, Any] | None) -> str:
    return "not searched" if row is None else badge(row["verdict"])


def badge(verdict: str) -> str:
    """Return a verdict as a badge."""
    return f'<span class="badge {verdict}">{verdict}</span>'


def _link(id_: str) -> str:
    return f"[`{id_}`]({id_.partition('.')[0]}.md#{anchor(id_)})"


def anchor(id_: str) -> str:
    """Return where a statement is on the page of its chapter."""
    return id_.replace(".", "-")


def escaped(text: str) -> str:
    """Return a text in which Markdown sees no emphasis and no link, with its indices lowered."""
    plain = re.sub(r"([*\[\]|])", r"\\\1", text.replace("<", "&lt;"))
    return lowered(plain)
