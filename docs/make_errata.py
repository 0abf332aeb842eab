"""Writes docs/errata.md from the catalogue: ``python docs/make_errata.py``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from contextures.cli.catalogue import source_text
from contextures.theory.catalogue import catalogue
from contextures.theory.statement import Fault, Statement

HEAD = """# Errata

What falls among the statements encoded so far, what is wrong with the print, and the strongest form that survives the
same search. Each refutation has an exact certificate: `contextures verify ID` finds one, `contextures check`
re-verifies it, and `contextures export` writes it as a note or as a script that can be followed by hand.
"""


def title(chapter: str) -> str:
    """Return the heading of a chapter: the first sentence of its module."""
    line = (import_module(f"contextures.theory.{chapter}").__doc__ or chapter).splitlines()[0].partition(". ")[0]
    return line.rstrip(".").replace(": ", " · ", 1)


def summary(fallen: list[Statement]) -> str:
    """Return the table of the kinds of error."""
    rows = [
        (fault, [s for s in fallen if fault in s.faults]) for fault in Fault if any(fault in s.faults for s in fallen)
    ]
    rows.sort(key=lambda row: -len(row[1]))
    lines = [f"| {fault} | {len(found)} | {', '.join(f'`{s.id}`' for s in found)} |" for fault, found in rows]
    return "\n".join(["| kind | prints | statements |", "| --- | --- | --- |", *lines]) + "\n"


def text() -> str:
    """Return the page."""
    everything = [s for s in catalogue.values() if s.corrected is not None]
    page = [HEAD, summary(everything)]
    for chapter in dict.fromkeys(s.chapter for s in catalogue.values()):
        statements = [s for s in catalogue.values() if s.chapter == chapter]
        fallen = [s for s in statements if s.corrected is not None]
        page.append(f"## {title(chapter)}\n\n{len(statements)} statements; {len(fallen) or 'no'} printed forms fall.\n")
        page += [
            f"### `{s.id}`: {', '.join(s.faults)}\n\n{s.title}, {source_text(s.source)}.\n\n{s.why}\n\n"
            f"**Corrected.** {s.corrected.text}\n"
            for s in fallen
            if s.corrected is not None
        ]
    return "\n".join(page)


if __name__ == "__main__":
    Path(__file__).with_name("errata.md").write_text(text(), encoding="utf-8")
