"""What a visitor wants, as the page that the site opens its statements with: errata, sharper theorems, audits."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from catalogue_pages import anchor, badge, escaped

from contextures.cli.catalogue import source_text
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Statement
from contextures.verify.report.opening import Row, Rows, errata, first_sentence, sharper

HEAD = """# What was found

The most that this software has to tell, each line with a proof or an exact counterexample behind it.
{counts}
"""
STACK = '<div class="stack" markdown>\n'
"""Of a table whose cells stand below one another on a phone."""


def page(docs: Path) -> str:
    """Return the page.

    Parameters
    ----------
    docs : Path
        The folder with verdicts.json and audits.json.
    """
    found = json.loads((docs / "verdicts.json").read_text(encoding="utf-8"))["statements"]
    rows: Rows = {(row["id"], row["variant"]): row for row in found}
    return "\n".join([HEAD.format(counts=_counts(rows)), *_errata(rows), *_sharper(rows), *_audits(docs)])


def _counts(rows: Rows) -> str:
    printed, corrected = ([row for (_, form), row in rows.items() if form == name] for name in _FORMS)
    kept = sum(row["verdict"] == "proved" for row in printed + corrected)
    fallen, unread = sum(map(_falls, printed)), sum(map(_unread, printed))
    return (
        f"Of {len(printed)} statements {fallen - unread} fall as printed, and {unread} that were not read in print "
        f"(reconstructed or folklore); of {len(corrected)} corrected forms {sum(map(_falls, corrected))} fall. "
        f"{kept} forms are proved."
    )


def _falls(row: Row) -> bool:
    return bool(row["verdict"] == "refuted")


def _unread(row: Row) -> bool:
    """Whether it falls in parts alone that no text was seen to print."""
    fallen = [part for part in row["parts"] if part["verdict"] == "refuted"]
    return bool(fallen) and (row["reconstructed"] or all(part.get("reconstructed") for part in fallen))


_FORMS = ("printed", "corrected")


def _errata(rows: Rows) -> list[str]:
    lines = [
        "## Errata that matter\n",
        STACK,
        "| print | source | what is wrong | corrected form |",
        "| --- | --- | --- | --- |",
    ]
    for s in errata(catalogue.values(), rows):
        cells = (_link(s), source_text(s.source), escaped(first_sentence(s.why)))
        lines.append(f"| {' | '.join(cells)} | {badge(rows[s.id, 'corrected']['verdict'])} |")
    return [*lines, "\n</div>\n\n[All errata](errata.md), each with its counterexample and what holds instead.\n"]


def _sharper(rows: Rows) -> list[str]:
    lines = ["## Sharper theorems\n", STACK, STACK, "| theorem | what it says | verdict |", "| --- | --- | --- |"]
    for s in sharper(catalogue.values(), rows):
        variant, claim = list(s.variants.items())[-1]
        lines.append(f"| {_link(s)} | {escaped(claim.text)} | {badge(rows[s.id, variant]['verdict'])} |")
    return [*lines, "\n</div>\n\n[Each with its display, its picture and its proof](sharper.md).\n"]


def _audits(docs: Path) -> list[str]:
    found = json.loads((docs / "audits.json").read_text(encoding="utf-8"))["audits"]
    broken = [audit for audit in found if audit["violated"]]
    lines = [
        "## Audits\n",
        f"{len(broken)} of {len(found)} functions break what they promise on some finite law; the worst:\n",
        "| function | promise | n | δ | P(miss) |",
        "| --- | --- | --- | --- | --- |",
    ]
    worst = sorted(broken, key=_excess, reverse=True)[:6]
    for audit in worst:
        miss = float(Fraction(audit["miss"]))
        lines.append(f"| `{audit['name']}` | {audit['kind']} | {audit['n']} | {audit['delta']} | {miss:.3g} |")
    return [*lines, "\n[The gallery](audits.md), with the law of each; [how to audit a function](auditing.md).\n"]


def _excess(audit: dict[str, Any]) -> Fraction:
    return Fraction(audit["miss"]) - Fraction(audit["delta"])


def _link(statement: Statement) -> str:
    return f"[{escaped(statement.title)}](catalogue/{statement.chapter}.md#{anchor(statement.id)})"
