"""Reads a file of conjectures: statements of one's own, and how their symbols are measured."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contextures.errors import InputError
from contextures.measure.domain import domain_of
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Claim, Kind, Source, Statement

NAME = "[A-Za-z0-9_-]+"
"""Of what files are called after."""
RIGHT = "a Python file that makes `contextures.Statement`s is needed; `docs/conjectures.md` shows one"


@dataclass(frozen=True)
class Conjectures:
    """What a file holds.

    Attributes
    ----------
    statements : Catalogue
        Those that could be made.
    problems : tuple of str
        One sentence for each thing that could not be used.
    """

    statements: Catalogue
    problems: tuple[str, ...]


def load(path: str | Path) -> Conjectures:
    """Run a file and collect the statements it makes.

    The file runs one top-level statement at a time: what raises, or would leave Python, is reported with its line, and
    the rest goes on.

    Parameters
    ----------
    path : path
        A Python file.

    Raises
    ------
    InputError
        If it cannot be read, is no Python, or makes no statement that can be used.
    """
    tree = _parsed(path)
    space: dict[str, Any] = {"__name__": "conjectures", "__file__": str(path)}
    problems: list[str] = []
    for node in tree.body:
        try:
            exec(compile(ast.Module([node], []), str(path), "exec"), space)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            problems.append(f"{path}, line {node.lineno}: {type(error).__name__}: {error}")
    found: dict[str, Statement] = {}
    for value in _statements(space):
        problem = _unusable(value, found)
        if problem:
            problems.append(f"{path}: {problem}")
        else:
            found[value.id] = value
    if not found:
        raise InputError("; ".join(problems) if problems else f"{path} makes no statement; {RIGHT}")
    return Conjectures(Catalogue(found.values()), tuple(problems))


def _parsed(path: str | Path) -> ast.Module:
    try:
        return ast.parse(Path(path).read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}); {RIGHT}") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not a text file; {RIGHT}") from None
    except (SyntaxError, ValueError) as error:
        where = f", line {error.lineno}" if isinstance(error, SyntaxError) and error.lineno else ""
        reason = error.msg if isinstance(error, SyntaxError) else error
        raise InputError(f"{path}{where} is no Python ({reason}); {RIGHT}") from None


def _statements(space: dict[str, Any]) -> list[Statement]:
    """The statements under the file's own names, in order, and those in its lists and tuples."""
    found: list[Statement] = []
    for value in space.values():
        members = value if isinstance(value, list | tuple) else [value]
        found += [s for s in members if isinstance(s, Statement) and not any(s is other for other in found)]
    return [s for s in found if not any(s is theirs for theirs in catalogue.values())]


def _unusable(statement: Statement, found: dict[str, Statement]) -> str:
    """Say why a statement cannot be searched; empty if it can."""
    if not isinstance(statement.id, str) or not re.fullmatch(rf"{NAME}\.{NAME}", statement.id):
        return f"the id {statement.id!r} is not of the form 'chapter.name', of letters, digits, - and _"
    fields: list[tuple[Statement | Claim, str, type]] = [
        (statement, "title", str),
        (statement, "kind", Kind),
        (statement, "source", Source),
    ]
    fields += [(claim, name, str) for claim in statement.variants.values() for name in ("text", "tex", "ill_posed")]
    for holder, name, kind in fields:
        if not isinstance(getattr(holder, name), kind):
            return f"{statement.id}: {name} is {getattr(holder, name)!r:.40}; a {kind.__name__} is needed"
    inequalities = [i for claim in statement.variants.values() for p in claim.parts for i in (p, *claim.hypotheses(p))]
    for name in (inequality.name for inequality in inequalities):
        if not isinstance(name, str) or not re.fullmatch(NAME, name):
            return f"{statement.id}: the name {name!r} is not of letters, digits, - and _"
    if statement.id in found:
        return f"two statements have the id {statement.id!r}"
    if statement.id in catalogue:
        return f"the id {statement.id!r} is taken by the catalogue"
    unknown = [used for used in statement.uses if used not in found]
    if unknown:
        return f"{statement.id} uses {', '.join(unknown)}, which the file does not make before it"
    try:
        domain = domain_of(statement)
    except (AttributeError, ValueError) as error:
        return f"{statement.id} has no vocabulary that can be measured ({error})"
    counted = {name for name in statement.vocabulary if name not in domain.quantities}
    added = set(statement.vocabulary) - set(getattr(statement.vocabulary.parent, "meanings", ()))
    used = frozenset[str]().union(*(claim.symbols for claim in statement.variants.values()))
    unmeasured = sorted(used & counted & added)
    if unmeasured and statement.vocabulary.parent is not None:
        return f"{statement.id}: nothing says how {', '.join(unmeasured)} is measured; `contextures.measure` does"
    return ""
