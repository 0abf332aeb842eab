"""Runs of the command line, in this process and in one of their own, and what they leave."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import NamedTuple, TypeAlias


class Told(NamedTuple):
    """Exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Run: TypeAlias = Callable[..., Told]
"""Runs the command line with some arguments."""


def process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-c", "from contextures.cli import main; main()", *map(str, arguments)]
    variables = {**os.environ, "COLUMNS": "200", "PYTHONIOENCODING": "utf-8", **environment}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=variables, encoding="utf-8")


def is_one_sentence(errors: str) -> None:
    """Assert that standard error holds one line that says what is wrong, and no traceback."""
    assert errors.startswith("contextures: ")
    assert errors.count("\n") == 1
    assert errors.endswith("\n")
    assert "Traceback" not in errors
