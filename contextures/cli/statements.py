"""The statements a command speaks of: the catalogue, and those of a file of one's own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

if TYPE_CHECKING:
    from contextures.theory.catalogue import Catalogue

OwnFile: TypeAlias = Annotated[
    str | None, typer.Option("--file", help="A Python file of statements of your own.", metavar="CONJECTURES.py")
]


def with_own(file: str | None) -> Catalogue:
    """Return the catalogue and the statements of a file; what cannot be used there is told on standard error.

    Raises
    ------
    InputError
        If the file cannot be read, is no Python, or makes no statement that can be used.
    """
    from contextures.theory.catalogue import Catalogue, catalogue

    if file is None:
        return catalogue
    from contextures.verify.campaign.conjectures import load

    found = load(file)
    for problem in found.problems:
        print(f"contextures: {problem}", file=sys.stderr)
    return Catalogue([*catalogue.values(), *found.statements.values()])
