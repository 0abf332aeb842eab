"""What each statement is, without its formulas: a file that ships, so that to list the catalogue is not to build it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from contextures.errors import InputError

if TYPE_CHECKING:
    from contextures.theory.statement import Statement

FILE = "index.json"
"""Written from the catalogue by ``python docs/make_index.py``; a test holds it to the catalogue."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as it is listed.

    Attributes
    ----------
    id, title, chapter : str
    kind : {"identity", "inequality", "equivalence", "existence"}
    source : str
        Where it is printed.
    reconstructed : bool
        True where the text was not consulted.
    variants : tuple of str
        The forms it has.
    ill_posed : bool
        True where the printed form has no definite content.
    """

    id: str
    title: str
    chapter: str
    kind: str
    source: str
    reconstructed: bool
    variants: tuple[str, ...]
    ill_posed: bool

    @classmethod
    def of(cls, statement: Statement) -> Entry:
        """Return the entry of a statement."""
        return cls(
            statement.id,
            statement.title,
            statement.chapter,
            str(statement.kind),
            str(statement.source),
            statement.source.reconstructed,
            tuple(statement.variants),
            bool(statement.printed.ill_posed),
        )


def index() -> tuple[Entry, ...]:
    """Return the entries of the catalogue, in its order."""
    rows = json.loads((files("contextures.theory") / FILE).read_text(encoding="utf-8"))["statements"]
    return tuple(Entry(**{**row, "variants": tuple(row["variants"])}) for row in rows)


def listed(entries: Iterable[Entry]) -> dict[str, Any]:
    """Return the document that `contextures list --json` writes."""
    return {"format": 1, "statements": [{**asdict(entry), "variants": list(entry.variants)} for entry in entries]}


def matching(ids: Iterable[str], globs: Iterable[str]) -> list[str]:
    """Return the ids that match any of the globs, in their order; all where there is no glob.

    Raises
    ------
    InputError
        If one of the globs matches nothing.
    """
    ids, globs = list(ids), list(globs)
    for glob in globs:
        if not isinstance(glob, str) or not any(fnmatchcase(id_, glob) for id_ in ids):
            raise InputError(f"no statement matches {glob!r}; `contextures list` shows the ids")
    return [id_ for id_ in ids if not globs or any(fnmatchcase(id_, glob) for glob in globs)]
