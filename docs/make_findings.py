"""Writes docs/findings.md from the catalogue: ``python docs/make_findings.py``."""

from __future__ import annotations

from pathlib import Path

from contextures.cli.catalogue import source_text
from contextures.theory.catalogue import catalogue

CHAPTERS = {"contexts": "1 · Contexts", "objectives": "2 · Objectives", "optimality": "3 · Optimality"}
HEAD = """# Findings

What falls among the statements encoded so far, what is wrong with the print, and the strongest form that survives the
same search. Each refutation has an exact certificate: `contextures verify ID` finds one, and `contextures check`
re-verifies it. The corrected forms were also searched on 100,000 instances each, local optimisation included
(`contextures verify --instances 100000 --seed 7`): none falls, and no suspect of theirs is left undecided.
"""


def text() -> str:
    """Return the page."""
    page = [HEAD]
    for chapter, title in CHAPTERS.items():
        statements = [s for s in catalogue.values() if s.chapter == chapter]
        fallen = [s for s in statements if s.corrected is not None]
        page.append(f"## Chapter {title}\n\n{len(statements)} statements; {len(fallen) or 'no'} printed forms fall.\n")
        page += [
            f"### `{s.id}`: {', '.join(s.faults)}\n\n{s.title}, {source_text(s.source)}.\n\n{s.why}\n\n"
            f"**Corrected.** {s.corrected.text}\n"
            for s in fallen
            if s.corrected is not None
        ]
    return "\n".join(page)


if __name__ == "__main__":
    Path(__file__).with_name("findings.md").write_text(text(), encoding="utf-8")
