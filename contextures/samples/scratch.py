"""Room for points: memory, or a scratch file where they are many."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage
from tempfile import gettempdir, mkstemp
from weakref import finalize

import numpy as np

from contextures.arrays import FloatArray
from contextures.errors import InputError
from contextures.samples import memory

SHARE = 8
"""Points take at most this part of the memory that is left, or lie on disk."""


def room(shape: tuple[int, int], name: str) -> FloatArray:
    """Return where numbers of a shape are written: memory, or a memory map of a scratch file that goes with them.

    Raises
    ------
    InputError
        Where there is less memory and disk than they need.
    """
    needed = 8.0 * shape[0] * shape[1]
    left, folder = memory.available(), Path(gettempdir())
    if needed <= left / SHARE:
        return np.empty(shape)
    free = float(disk_usage(folder).free)
    if needed > free:
        raise InputError(
            f"{name} of {shape[0]:,} × {shape[1]} numbers needs {needed / 1e9:.1f} GB of memory, of which "
            f"{left / 1e9:.1f} are left, or of disk in {folder}, of which {free / 1e9:.1f}; fewer rows or columns, or "
            "a .npy file of doubles, which is read where it lies, are right"
        )
    handle, path = mkstemp(prefix="contextures-", suffix=".npy", dir=folder)
    os.close(handle)
    points = np.lib.format.open_memmap(path, mode="w+", dtype=np.float64, shape=shape)
    finalize(points.base, _drop, path)  # the map itself, which views of the points hold too
    return points


def _drop(path: str) -> None:
    """Remove a scratch file, whose memory map is gone or, at the end of the process, about to go."""
    with suppress(OSError):
        os.unlink(path)
