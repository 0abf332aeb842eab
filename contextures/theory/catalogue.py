"""The statements of all chapters, by id and by glob."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contextures.errors import InputError
from contextures.markup import card, table
from contextures.theory import bounds, classical, contexts, mixing, neighbours, objectives, optimality, shift, stkr
from contextures.theory.index import Entry, listed, matching
from contextures.theory.statement import Statement


class Catalogue(Mapping[str, Statement]):
    """An ordered, read-only collection of statements.

    Parameters
    ----------
    statements : iterable of Statement

    Raises
    ------
    ValueError
        If two statements share an id or one uses an id that is not there.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._by_id: dict[str, Statement] = {}
        for statement in statements:
            if statement.id in self._by_id:
                raise ValueError(f"two statements have the id {statement.id}")
            self._by_id[statement.id] = statement
        for statement in self._by_id.values():
            unknown = [used for used in statement.uses if used not in self._by_id]
            if unknown:
                raise ValueError(f"{statement.id} uses unknown statements: {', '.join(unknown)}")

    def __getitem__(self, id_: str) -> Statement:
        if not isinstance(id_, str):
            raise UnknownStatement(f"the id of a statement is text, such as 'contexts.pca', not {id_!r}")
        try:
            return self._by_id[id_]
        except KeyError:
            near = difflib.get_close_matches(id_, self._by_id, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else "`contextures list` shows them all"
            raise UnknownStatement(f"no statement has the id {id_!r}; {hint}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def match(self, *globs: str) -> list[Statement]:
        """Return the statements whose id matches any of the globs, in the order of the catalogue.

        Parameters
        ----------
        *globs : str
            Shell patterns such as ``"contexts.*"``; none means all.

        Raises
        ------
        InputError
            If one of the globs matches nothing.
        """
        return [self._by_id[id_] for id_ in matching(self._by_id, globs)]

    def __repr__(self) -> str:
        """How many statements, and of which chapters."""
        chapters = ", ".join(dict.fromkeys(statement.chapter for statement in self._by_id.values()))
        return f"Catalogue({len(self)} statements of {chapters})"

    def _repr_html_(self) -> str:
        """The statements in a table, for a notebook."""
        rows = [[s.id, s.title, str(s.source), ", ".join(s.variants)] for s in self._by_id.values()]
        return card(repr(self), table(["id", "title", "source", "forms"], rows))

    def to_json(self, *globs: str) -> dict[str, Any]:
        """Return the document that `contextures list --json` writes, of the statements that `match`."""
        return listed(map(Entry.of, self.match(*globs)))


class UnknownStatement(InputError, KeyError):
    """No statement has that id."""

    __str__ = InputError.__str__


catalogue = Catalogue(
    (
        *contexts.STATEMENTS,
        *objectives.STATEMENTS,
        *optimality.STATEMENTS,
        *mixing.STATEMENTS,
        *bounds.STATEMENTS,
        *stkr.STATEMENTS,
        *shift.STATEMENTS,
        *neighbours.STATEMENTS,
        *classical.STATEMENTS,
    )
)
