"""Points read in blocks: a memory map of doubles stays one; other files and arrays become one where they are large."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.matrix_files import holds_objects
from contextures.samples.parquet_numbers import NumberFile
from contextures.samples.scratch import room

CELLS = 2**22
"""Numbers of a block."""
SUFFIXES = (".npy", ".parquet")
"""Files that are read in blocks."""

Blocks = Iterator[Any]
"""Arrays of some rows each, in order."""


def in_blocks(source: Any) -> bool:
    """Whether a source is a path, a memory map or an array of dask."""
    return isinstance(source, str | PathLike | np.memmap) or hasattr(source, "dask")


def points_of(source: Any) -> FloatArray:
    """Return points as a matrix of finite numbers, (n, p), on disk where they are many.

    Parameters
    ----------
    source : path, memory map or dask array, (n, p) or (n,)
        A file that `numpy.save` wrote (.npy), or a parquet file whose columns are all numbers.

    Returns
    -------
    ndarray or memmap, (n, p)
        A memory map of doubles, row by row, is taken as it stands, and must not change. Of all else a copy is made, in
        memory up to an eighth of what is left of it, else in a memory map of a scratch file in the folder for temporary
        files, which goes with the points.

    Raises
    ------
    InputError
        Where the file cannot be read, holds other than real numbers, an entry is not finite, which is named by its row,
        a block of an array of dask cannot be computed, or there is less memory and disk than the points need.
    """
    name = str(source) if isinstance(source, str | PathLike) else "X"
    shape, blocks, whole = _opened(source, name)
    columns = shape[1]
    if 0 in shape:
        raise InputError(f"{name} has shape {shape}; (n, p) with at least one point and one column is right")
    points = room(shape, name) if whole is None else whole
    start = 0
    for block in blocks:
        part = np.asarray(block).reshape(-1, columns)
        if whole is None:
            points[start : start + len(part)] = part
        wrong = np.argwhere(~np.isfinite(points[start : start + len(part)]))
        if len(wrong):
            i, j = wrong[0]
            raise InputError(
                f"{name}[{start + i}, {j}] is {part[i, j]}; a finite number is right (row {start + i}, from 0)"
            )
        start += len(part)
    return points


def _opened(source: Any, name: str) -> tuple[tuple[int, int], Blocks, Any]:
    """The shape of a source, its blocks, and the points themselves where they are doubles on disk."""
    if not isinstance(source, str | PathLike):
        return _array(source, name)
    path = Path(source)
    if path.suffix == ".parquet":
        return *_parquet(path), None
    if path.suffix != ".npy":
        raise InputError(f"{name} is neither a .npy nor a .parquet file; these hold points")
    try:
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"{name} cannot be read ({reason}); what numpy.save writes is right") from error
    except (ValueError, EOFError) as error:
        if holds_objects(path):
            raise InputError(f"{name} holds values of type object; real numbers are right") from error
        raise InputError(
            f"{name} cannot be read as points (no whole file of numbers); what numpy.save writes is right"
        ) from error
    return _array(mapped, name)


def _array(array: Any, name: str) -> tuple[tuple[int, int], Blocks, Any]:
    """A memory map, or an array of dask by its own chunks of rows."""
    if np.dtype(array.dtype).kind not in "buif":
        raise InputError(f"{name} holds values of type {array.dtype}; real numbers are right")
    shape = array.shape
    if len(shape) not in (1, 2) or any(not size == size for size in shape):
        raise InputError(f"{name} has shape {shape}; (n, p), both known, is right")
    columns = int(shape[1]) if len(shape) == 2 else 1
    chunks = getattr(array, "chunks", None)
    if chunks is None:
        step = max(1, CELLS // max(columns, 1))
        ends = np.arange(0, shape[0] + step, step)
    else:
        ends = np.concatenate([[0], np.cumsum(chunks[0])])
    ready = chunks is None and array.dtype == np.float64 and array.flags.c_contiguous
    whole = array.reshape(-1, columns) if ready and array.size else None
    return (int(shape[0]), columns), _pieces(lambda at: array[at], ends), whole


def _pieces(piece: Callable[[slice], Any], ends: IntArray) -> Blocks:
    for start, stop in pairwise(ends):
        part = piece(slice(int(start), int(stop)))
        yield _computed(part, start, stop) if hasattr(part, "compute") else part


def _computed(part: Any, start: int, stop: int) -> Any:
    """A block of an array of dask; InputError, which says what was raised, where it cannot be computed."""
    try:
        return part.compute()
    except MemoryError:
        raise
    except Exception as error:
        raise InputError(
            f"rows {start} to {stop - 1} (from 0) of X cannot be computed ({type(error).__name__}: "
            f"{' '.join(str(error).split())}); an array of dask whose blocks can be is right"
        ) from error


def _parquet(path: Path) -> tuple[tuple[int, int], Blocks]:
    """A parquet file by its batches."""
    file = NumberFile(path)
    odd = file.odd(flags=True)
    if odd is not None:
        raise InputError(f"{path} holds column {odd[0]!r} of type {odd[1]}; real numbers are right")
    return file.shape, file.points()
