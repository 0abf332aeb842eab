"""Exact neighbours by blocks of queries, in worker processes or on a dask cluster, kept so that a search can go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from contextures.arrays import FloatArray, IntArray
from contextures.samples.conditionals import Corrupted, Masked, Matrix, averaged, uniform_on
from contextures.samples.kept_blocks import Folder, Kept
from contextures.samples.search import neighbours_of, shared_index
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
    folder: Folder = None,
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
    spans = [slice(start, min(start + size, len(queries))) for start in range(0, len(queries), size)]
    names = [f"{span.start}-{span.stop}" for span in spans]
    kept = Kept.of(folder, points, queries, k)
    index = None if all(map(kept.has, names)) else shared_index(points, len(queries), k)
    calls = ((points, queries[span], k, index) for span in spans)
    found = np.empty((len(queries), k), dtype=np.int64)
    shapes = [(span.stop - span.start, k) for span in spans]
    for span, block in zip(spans, _searched(names, shapes, calls, len(points), kept, jobs, backend), strict=True):
        found[span] = block
    return found


def drawn_neighbours(
    law: Masked | Corrupted, points: FloatArray, *, jobs: int = 1, backend: Backend = "loky", folder: Folder = None
) -> Matrix:
    """Return what a law of neighbours after masks or corruptions is at points, draw by draw; as `block_neighbours`."""
    base: Any = law.law
    n, draws = len(base.points), len(law.columns if isinstance(law, Masked) else law.replaced)
    names, shapes = [f"{i}-of-{draws}" for i in range(draws)], [(len(points), base.k)] * draws
    calls = ((each.points, moved, each.k) for each, moved in law.drawn(points))
    kept = Kept.of(folder, vars(law), vars(base), points)
    return averaged(uniform_on(found, n) for found in _searched(names, shapes, calls, n, kept, jobs, backend))


def _searched(
    names: Sequence[str],
    shapes: Sequence[tuple[int, int]],
    calls: Iterable[tuple[Any, ...]],
    n: int,
    kept: Kept,
    jobs: int,
    backend: Backend,
) -> Iterator[IntArray]:
    """Yield the neighbours of each call, in order: what is kept, and else what the workers find."""
    known = {name: kept.read(name, shape, n) for name, shape in zip(names, shapes, strict=True) if kept.has(name)}
    with workers(jobs, backend):
        fresh = outcomes(neighbours_of, (call for name, call in zip(names, calls, strict=True) if name not in known))
        for name in names:
            found = known[name] if name in known else next(fresh)
            if name not in known:
                kept.write(name, found)
            yield found
