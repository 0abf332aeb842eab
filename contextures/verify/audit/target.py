"""The function that is audited: how it is named, and how a process of its own gets hold of it."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contextures.errors import InputError

HERE = Path(__file__).parent
LONGEST = 300
"""Characters of a message that are passed on."""
RIGHT = "FILE.py:FUNCTION or package.module:FUNCTION is right"


class Unusable(Exception):
    """What keeps a function from being called at all; one sentence."""


@dataclass(frozen=True)
class Target:
    """A function, or where to find it.

    Attributes
    ----------
    name : str
        For people: as it was given, or module and name of a callable.
    place : str
        Path of a file, or name of a module; empty where the function itself is given.
    attribute : str
        Its name there.
    function : callable or None
    """

    name: str
    place: str = ""
    attribute: str = ""
    function: Callable[..., Any] | None = None

    @property
    def is_file(self) -> bool:
        """Whether it is in a file, not in a module that Python finds."""
        return self.place.endswith(".py") or "/" in self.place or "\\" in self.place


def target_of(function: str | Callable[..., Any]) -> Target:
    """Return where a function is to be found; InputError where it cannot be."""
    if not isinstance(function, str):
        if not callable(function):
            raise InputError(f"{function!r:.60} is no function; f(sample, delta), or its name, is needed")
        kind = function if hasattr(function, "__qualname__") else type(function)
        return Target(f"{kind.__module__}:{kind.__qualname__}", function=function)
    place, colon, attribute = function.rpartition(":")
    if not colon or not place or not attribute:
        raise InputError(f"{function!r} names no function; {RIGHT}")
    found = Target(function, place, attribute)
    if found.is_file and not Path(place).is_file():
        raise InputError(f"{place} is not there, or is no file; {RIGHT}")
    return found


def load(target: Target) -> Callable[..., Any]:
    """Return the function, in the process in which it will run.

    Raises
    ------
    Unusable
        Where its file or module does not import, or has no such name.
    """
    if target.function is not None:
        return target.function
    holder: Any
    try:
        holder = _from_file(target.place) if target.is_file else _from_module(target.place)
    except BaseException as error:
        raise Unusable(f"{target.place} does not import: {told(error, target.place)}") from None
    for name in target.attribute.split("."):
        if not hasattr(holder, name):
            raise Unusable(f"{target.place} has no {target.attribute!r}; {_has(holder)}")
        holder = getattr(holder, name)
    if not callable(holder):
        raise Unusable(f"{target.attribute} in {target.place} is {holder!r:.40}, not a function")
    function: Callable[..., Any] = holder
    return function


def _from_file(path: str) -> Any:
    """Import a file, and leave nothing beside it."""
    sys.dont_write_bytecode = True
    where = Path(path).resolve()
    sys.path.insert(0, str(where.parent))
    spec = importlib.util.spec_from_file_location(where.stem, where)
    if spec is None or spec.loader is None:
        raise ImportError("not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[where.stem] = module
    spec.loader.exec_module(module)
    return module


def _from_module(name: str) -> Any:
    sys.path.insert(0, "")
    return importlib.import_module(name)


def _has(holder: Any) -> str:
    names = [name for name, value in vars(holder).items() if inspect.isfunction(value) and not name.startswith("_")]
    return f"it has {', '.join(names[:8])}{', …' if len(names) > 8 else ''}" if names else "it has no function"


def told(error: BaseException, file: str = "") -> str:
    """Say what was raised and on which line: the last one of a file, if any of it is in the traceback."""
    if isinstance(error, SyntaxError) and error.lineno:
        return f"SyntaxError: {error.msg} ({Path(error.filename or file).name}, line {error.lineno})"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not _ours(frame.filename)]
    last = [frame for frame in frames if Path(frame.filename).name == Path(file).name][-1:] or frames[-1:]
    where = "".join(f" ({Path(frame.filename).name}, line {frame.lineno})" for frame in last)
    return f"{type(error).__name__}: {' '.join(str(error).split()) or 'no message'}"[:LONGEST] + where


def _ours(file: str) -> bool:
    """Whether a frame is of this package, or of the import of a module."""
    return Path(file).parent == HERE or file.startswith("<frozen importlib") or Path(file).parent.name == "importlib"


def check_signature(function: Callable[..., Any], name: str, seeded: bool) -> None:
    """Raise Unusable where a function does not take what it is called with."""
    wanted = ("sample", "delta", "seed") if seeded else ("sample", "delta")
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return
    try:
        signature.bind(*wanted)
    except TypeError as error:
        call = f"f({', '.join(wanted)})"
        raise Unusable(f"{name} takes {signature} and is called {call}: {error}") from None
