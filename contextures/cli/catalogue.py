"""`contextures list`: what is claimed, and where it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from contextures.cli.console import Grid, Printer
from contextures.cli.options import JsonOption
from contextures.cli.output import check_target, write_answer
from contextures.cli.statements import OwnFile, with_own
from contextures.theory.index import Entry, index, listed, matching

if TYPE_CHECKING:
    from contextures.theory.statement import Source


def list_statements(
    glob: Annotated[str | None, typer.Argument(help="Ids to list, such as 'optimality.*'.", metavar="GLOB")] = None,
    file: OwnFile = None,
    json: JsonOption = None,
) -> None:
    """List the statements of the catalogue."""
    check_target(json, reads=(file,))
    known = {entry.id: entry for entry in (index() if file is None else map(Entry.of, with_own(file).values()))}
    entries = [known[id_] for id_ in matching(known, [glob] if glob else [])]
    if not write_answer(listed(entries), json):
        return
    grid = Grid("id", "title", "source", "forms", folds=("title", "source", "forms"))
    for entry in entries:
        forms = ", ".join(entry.variants) + (" (the print is ill-posed)" if entry.ill_posed else "")
        grid.add_row(entry.id, entry.title, _shown(entry.source, entry.reconstructed), forms)
    console = Printer()
    console.table(grid)
    console.print(f"{len(entries)} statements")


def source_text(source: Source) -> str:
    """Return the source as it is shown."""
    return _shown(str(source), source.reconstructed)


def _shown(source: str, reconstructed: bool) -> str:
    """A reconstructed text is never said to be printed there."""
    return f"after {source} (reconstructed)" if reconstructed else source
