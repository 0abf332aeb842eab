"""Exact neighbours by blocks of queries, in worker processes or on a dask cluster, kept so that a search can go on."""

from __future__ import annotations

import io
from pathlib import Path

import joblib
import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.errors import InputError
from contextures.files import write_bytes
from contextures.samples.search import neighbours_of
from contextures.workers import Backend, outcomes, workers

BLOCKS = 16
"""Blocks of queries, at least; they do not depend on the number of jobs."""
ROWS = 50_000
"""Queries of a block, at most."""


def block_neighbours(
    points: FloatArray,
    queries: FloatArray,
    k: int,
    *,
    jobs: int = 1,
    backend: Backend = "loky",
    folder: str | Path | None = None,
) -> IntArray:
    """Return what `neighbours_of` returns, block by block.

    Parameters
    ----------
    points, queries : ndarray, (n, p) and (m, p)
    k : int
        From 1 to n.
    jobs : int
        Worker processes.
    backend : {"loky", "dask"}
        Processes of this machine, or the cluster of this process's `dask.distributed.Client`.
    folder : path, optional
        Where each block is kept as soon as it is there; a search of the same points goes on from what it finds.

    Raises
    ------
    InputError
        Where the folder cannot be written, or a block in it is not sound.
    """
    size = max(1, min(ROWS, -(-len(queries) // BLOCKS)))
    spans = [(start, min(start + size, len(queries))) for start in range(0, len(queries), size)]
    found = np.empty((len(queries), k), dtype=np.int64)
    name = "" if folder is None else joblib.hash((points, queries, k))
    kept = {span: _path(folder, name, span) for span in spans} if folder is not None else {}
    for (start, stop), path in kept.items():
        if path.is_file():
            found[start:stop] = _read(path, (stop - start, k), len(points))
    open_spans = [span for span in spans if not (span in kept and kept[span].is_file())]
    calls = [(points, queries[start:stop], k) for start, stop in open_spans]
    with workers(jobs, backend):
        for (start, stop), block in zip(open_spans, outcomes(neighbours_of, calls), strict=True):
            found[start:stop] = block
            if folder is not None:
                _write(kept[start, stop], block)
    return found


def _path(folder: str | Path, name: str, span: tuple[int, int]) -> Path:
    return Path(folder) / f"neighbours-{name[:16]}-{span[0]}-{span[1]}.npy"


def _write(path: Path, block: IntArray) -> None:
    content = io.BytesIO()
    np.save(content, block)
    write_bytes(path, content.getvalue())


def _read(path: Path, shape: tuple[int, int], n: int) -> IntArray:
    try:
        block: IntArray = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise InputError(f"{path} is no block of neighbours ({error}); delete it, and it is made again") from error
    if block.shape != shape or block.dtype.kind != "i" or not (block.min() >= 0 and block.max() < n):
        raise InputError(f"{path} is no block of {shape[0]} × {shape[1]} neighbours; delete it, and it is made again")
    return block
