"""Points read in blocks: a memory map of a .npy file, a parquet file, or an array of dask; never more than one copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.samples.memory import refuse_beyond

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
    """Return points as a matrix of finite numbers, (n, p).

    Parameters
    ----------
    source : path, memory map or dask array, (n, p) or (n,)
        A file that `numpy.save` wrote (.npy), or a parquet file whose columns are all numbers.

    Raises
    ------
    InputError
        Where the file cannot be read, holds other than real numbers, an entry is not finite, which is named by its row,
        or there is less memory than the points need.
    """
    name = str(source) if isinstance(source, str | PathLike) else "X"
    shape, blocks = _opened(source, name)
    rows, columns = shape
    if 0 in shape:
        raise InputError(f"{name} has shape {shape}; (n, p) with at least one point and one column is right")
    refuse_beyond(8.0 * rows * columns, f"{name} of {rows:,} × {columns} numbers", "fewer rows or columns are right")
    points: FloatArray = np.empty(shape)
    start = 0
    for block in blocks:
        part = np.asarray(block).reshape(-1, columns)
        points[start : start + len(part)] = part
        wrong = np.argwhere(~np.isfinite(points[start : start + len(part)]))
        if len(wrong):
            i, j = wrong[0]
            raise InputError(
                f"{name}[{start + i}, {j}] is {part[i, j]}; a finite number is right (row {start + i}, from 0)"
            )
        start += len(part)
    return points


def _opened(source: Any, name: str) -> tuple[tuple[int, int], Blocks]:
    """The shape of a source, and its blocks."""
    if not isinstance(source, str | PathLike):
        return _array(source, name)
    path = Path(source)
    if path.suffix == ".parquet":
        return _parquet(path)
    if path.suffix != ".npy":
        raise InputError(f"{name} is neither a .npy nor a .parquet file; these hold points")
    try:
        return _array(np.load(path, mmap_mode="r", allow_pickle=False), name)
    except (OSError, ValueError, EOFError) as error:
        raise InputError(f"{name} cannot be read as points ({error}); what numpy.save writes is right") from error


def _array(array: Any, name: str) -> tuple[tuple[int, int], Blocks]:
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
    return (int(shape[0]), columns), _pieces(lambda at: array[at], ends)


def _pieces(piece: Callable[[slice], Any], ends: IntArray) -> Blocks:
    for start, stop in pairwise(ends):
        part = piece(slice(int(start), int(stop)))
        yield part.compute() if hasattr(part, "compute") else part


def _parquet(path: Path) -> tuple[tuple[int, int], Blocks]:
    """A parquet file by its batches."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InputError(f"{path} is a parquet file, which needs pyarrow: pip install 'contextures[data]'") from None
    try:
        file = pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path} is no parquet file that can be read ({error})") from error
    for column in file.schema_arrow:
        kind = column.type
        if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)):
            raise InputError(f"{path} holds column {column.name!r} of type {kind}; real numbers are right")
    shape = file.metadata.num_rows, len(file.schema_arrow)
    batches = file.iter_batches(max(1, CELLS // max(shape[1], 1)))
    return shape, (
        np.column_stack(
            [np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64) for column in batch.columns]
        )
        for batch in batches
    )
