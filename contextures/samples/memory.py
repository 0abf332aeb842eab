"""The memory that is left, and what does not fit into it."""

from __future__ import annotations

import os
from pathlib import Path

from contextures.errors import InputError

GROUP = Path("/sys/fs/cgroup")
"""Where Linux tells what a container may use."""


def available() -> float:
    """Return the bytes of memory that are left to this process, as far as the system tells; ∞ if it does not."""
    left = float("inf")
    try:
        left = float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
        lines = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
        left = float(lines["MemAvailable"].split()[0]) * 1024
    except (AttributeError, KeyError, OSError, ValueError):
        pass
    try:
        most, used = ((GROUP / name).read_text().strip() for name in ("memory.max", "memory.current"))
        left = min(left, float(most) - float(used))
    except (OSError, ValueError):
        pass
    return left


def refuse_beyond(needed: float, what: str, instead: str) -> None:
    """Raise InputError where more memory is needed than is left.

    Parameters
    ----------
    needed : float
        Bytes.
    what : str
        What needs them.
    instead : str
        What would be right.
    """
    left = available()
    if needed > left:
        raise InputError(f"{what} needs {needed / 1e9:.1f} GB of memory, of which {left / 1e9:.1f} are left; {instead}")
