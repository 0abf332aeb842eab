"""Threads of this process that share the rows of an array, while BLAS keeps to one thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_info, threadpool_limits

from contextures.workers import cores

Part = TypeVar("Part")

LEAST, PARTS = 8192, 32
"""Rows of a block, at least, and blocks into which more rows are cut."""


class Team:
    """Threads that each take the next block of rows.

    The blocks depend on the number of rows alone, and so does what is added up over them.

    Parameters
    ----------
    pool : Executor, optional
        By default all is done in this thread.
    """

    def __init__(self, pool: Executor | None = None) -> None:
        self._pool = pool

    def each(self, work: Callable[[slice], Part], n: int, parts: list[slice] | None = None) -> list[Part]:
        """Return what work gives for the blocks of n rows, or other parts of them, in their order."""
        parts = blocks(n) if parts is None else parts
        if self._pool is None or len(parts) == 1:
            return [work(part) for part in parts]
        pending = [self._pool.submit(work, part) for part in parts]
        try:
            return [future.result() for future in pending]
        finally:
            for future in pending:
                future.cancel()


ALONE = Team()
"""No thread but this one."""


@contextmanager
def team() -> Iterator[Team]:
    """Hold BLAS to one thread, and give as many threads as it might have had.

    Two threads of BLAS wait for each other at every product with a thin matrix, and for long where another program has
    one of the cores; threads that take blocks as they come do not.
    """
    count = allowed()
    with threadpool_limits(1, user_api="blas"):
        if count == 1:
            yield ALONE
            return
        with ThreadPoolExecutor(count, thread_name_prefix="rows") as pool:
            yield Team(pool)


def blocks(n: int) -> list[slice]:
    """Cut n rows into blocks."""
    size = max(LEAST, -(-n // PARTS))
    return [slice(start, min(start + size, n)) for start in range(0, n, size)]


def allowed() -> int:
    """As many as BLAS was allowed, by the environment or by `threadpoolctl`, and no more than there are cores."""
    allowed = [int(found["num_threads"]) for found in threadpool_info() if found["user_api"] == "blas"]
    return min([cores(), *allowed])
