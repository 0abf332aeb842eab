"""How long `contextures list` takes in a fresh process, against a process that imports NumPy only."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.measure import Row, seconds

LIMIT = 0.6
"""Seconds that the command may take."""
LIST = "import sys; sys.argv = ['contextures', 'list']; from contextures.cli import main; main()"


def process(code: str) -> float:
    """Return the seconds that a fresh process takes."""
    return seconds(lambda: subprocess.run([sys.executable, "-c", code], capture_output=True, check=True))


def rows() -> Iterator[Row]:
    """Measure both."""
    ours, theirs = process(LIST), process("import numpy")
    yield Row(
        "contextures list",
        'python -c "import numpy"',
        f"{ours:.2f} s",
        f"{theirs:.2f} s",
        theirs / ours,
        f"< {LIMIT} s",
        ours < LIMIT,
    )
