"""Errors that can be planted in the code that measures, and how one is planted while a block runs.

An error is a sign, a factor, a dropped term, an index or a constant, ``<`` for ``<=``, the least for the largest, or
the wrong marginal, in a function of `contextures.measure` or in one that a declared domain is measured with.
"""

from __future__ import annotations

import ast
import gc
import importlib
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

from contextures import measure, theory

PACKAGES = (
    *(f"{measure.__name__}.{folder}" for folder in ("quantities", "worlds", "suprema")),
    *(f"{theory.__name__}.{chapter}" for chapter in ("neighbours", "classical")),
)
"""Where errors are planted."""

OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
RELATIONS: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}
MARGINALS = {"p_x": "p_a", "p_a": "p_x"}
OF_WORLDS = {"exceeds": "reaches", "reaches": "exceeds", "maximum": "minimum", "minimum": "maximum"}
"""Methods of a world that are taken for one another."""


class Site(NamedTuple):
    """A place where an error can be planted: the function, the place of the node in it, and which error."""

    path: str
    function: str
    line: int
    place: int
    error: str

    def __str__(self) -> str:
        return f"{self.name}, line {self.line}: {self.error}"

    @property
    def name(self) -> str:
        """The module and the function; of a declared domain the folder too."""
        path = Path(self.path)
        return ".".join((*((path.parent.name,) if self.declared else ()), path.stem, self.function))

    @property
    def declared(self) -> bool:
        """Whether the function belongs to what declares a domain."""
        return Path(self.path).is_relative_to(Path(str(theory.__file__)).parent)


def _errors(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Yield the errors that can be planted at a node, each with what plants it."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        other = OPERATORS[type(node.op)]
        yield f"{type(node.op).__name__} for {other.__name__}", lambda n: setattr(n, "op", other())
        if isinstance(node.op, ast.Add | ast.Sub):
            yield "a term is dropped", lambda n: setattr(n, "right", ast.Constant(0))
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in RELATIONS:
        relation = RELATIONS[type(node.ops[0])]
        yield f"{relation.__name__} for {type(node.ops[0]).__name__}", lambda n: n.ops.__setitem__(0, relation())
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield f"{node.value + 1} for {node.value}", lambda n: setattr(n, "value", n.value + 1)
    elif isinstance(node, ast.Attribute) and node.attr in MARGINALS:
        yield f"{MARGINALS[node.attr]} for {node.attr}", lambda n: setattr(n, "attr", MARGINALS[n.attr])
    elif isinstance(node, ast.Attribute) and node.attr in OF_WORLDS and ast.unparse(node.value) == "world":
        yield f"{OF_WORLDS[node.attr]} for {node.attr}", lambda n: setattr(n, "attr", OF_WORLDS[n.attr])


def _nodes(function: ast.FunctionDef) -> list[ast.AST]:
    """The nodes of a function in order, without what is said of errors, nested functions and loops without an end."""
    found: list[ast.AST] = []
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if not isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr | ast.While | ast.FunctionDef | ast.ClassDef):
            found.append(node)
            waiting += ast.iter_child_nodes(node)
    return found


def _functions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    """The functions of a module and the methods of its classes, by qualified name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{m.name}", m) for m in node.body if isinstance(m, ast.FunctionDef))


@cache
def _source(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


@cache
def sites() -> tuple[Site, ...]:
    """Return every place where an error can be planted."""
    found: list[Site] = []
    for name in PACKAGES:
        package = importlib.import_module(name)
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            path = str(importlib.import_module(info.name).__file__)
            for name, function in _functions(ast.parse(_source(path))):
                for place, node in enumerate(_nodes(function)):
                    found += [Site(path, name, getattr(node, "lineno", 0), place, error) for error, _ in _errors(node)]
    return tuple(found)


def _planted(site: Site) -> CodeType:
    """Return the code of the function with the error."""
    tree = ast.parse(_source(site.path))
    function = dict(_functions(tree))[site.function]
    node = _nodes(function)[site.place]
    dict(_errors(node))[site.error](node)
    waiting: list[Any] = [compile(ast.fix_missing_locations(tree), site.path, "exec")]
    while waiting:
        code = waiting.pop()
        if isinstance(code, CodeType):
            if code.co_qualname == site.function:
                return code
            waiting += code.co_consts
    raise LookupError(site)


@contextmanager
def plant(site: Site) -> Iterator[None]:
    """Plant an error while the block runs, wherever the function is already held."""
    held = [
        found
        for found in gc.get_objects()
        if isinstance(found, FunctionType)
        and (found.__code__.co_filename, found.__code__.co_qualname) == (site.path, site.function)
    ]
    before = [function.__code__ for function in held]
    code = _planted(site)
    try:
        for function in held:
            function.__code__ = code
        yield
    finally:
        for function, own in zip(held, before, strict=True):
            function.__code__ = own
