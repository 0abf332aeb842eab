"""What a run of the command line leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias


class Told(NamedTuple):
    """Exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Told]
"""Runs the command line with some arguments."""
