"""Neighbours and spectra of many points, in processor seconds, each in a fresh process with two threads.

What is measured is written as it is had, to a folder: ``python -m benchmarks scale --points 100000,1000000 --kept DIR``
goes on from there.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse.linalg
from numpy.typing import NDArray

from benchmarks import THREADS
from benchmarks.contexts import normalised
from benchmarks.measure import Row
from contextures.samples.approximate import BEYOND
from contextures.samples.data_context import DataContext
from contextures.samples.neighbours import nearest
from contextures.samples.sampled import knn_context
from contextures.samples.saved import load_saved
from contextures.samples.search import neighbours_of

Array = NDArray[np.float64]

N, RANKS = 100_000, (16, 64, 256)
"""Points and singular triplets, unless said otherwise."""
COLUMNS, SHEETS, WIDTH, K = 16, 20, 4, 30
"""Columns of the points, the curved sheets that they lie on, the dimension of these, and neighbours."""
ASKED = 2000
"""Points for which all distances are computed."""
LIMITS = {
    100_000: {16: (12.0, 0.8), 64: (20.0, 1.0), 256: (60.0, 2.5)},
    1_000_000: {16: (160.0, 3.0), 64: (240.0, 5.0), 256: (1200.0, 14.0)},
}
"""Processor seconds and gigabytes that the spectrum of so many points and values may take."""
PATIENCE = 5.0, 10.0
"""A baseline is stopped after so many times our processor seconds, and so many more."""
REPEATS, SPREAD = 5, 1.5
"""Repetitions beside another job, and by what factor their times may differ."""


def points(n: int) -> Array:
    """Return points near curved sheets."""
    rng = np.random.default_rng(0)
    place, sheet = rng.normal(size=(n, WIDTH)), rng.integers(SHEETS, size=n)
    flat, wave = rng.normal(size=(2, SHEETS, WIDTH, COLUMNS)) / np.sqrt(WIDTH)
    found: Array = rng.normal(size=(SHEETS, COLUMNS))[sheet] + 0.05 * rng.normal(size=(n, COLUMNS))
    for part in np.array_split(np.arange(n), max(1, n // 100_000)):
        found[part] += np.einsum("ij,ijk->ik", place[part], flat[sheet[part]])
        found[part] += 0.3 * np.einsum("ij,ijk->ik", np.sin(2 * place[part]), wave[sheet[part]])
    return found


def search(n: int, path: str) -> list[float]:
    """Return the processor seconds of exact neighbours, and of a point by all distances; keep their context."""
    sample = points(n)
    start = time.process_time()
    found = neighbours_of(sample, sample, K)
    middle = time.process_time()
    expected = nearest(sample, sample[:ASKED], K)
    end = time.process_time()
    assert (found[:ASKED] == expected).all()
    knn_context(sample, K, approximate=False).save(path)
    return [middle - start, (end - middle) / min(ASKED, n) * n]


def approximate(n: int, path: str) -> list[float]:
    """Return the processor seconds of a context of approximate neighbours, audit included, and its recall.

    The seconds of all distances come next; the context is kept where there is none of exact neighbours.
    """
    sample = points(n)
    start = time.process_time()
    made = knn_context(sample, K, approximate=True)
    middle = time.process_time()
    nearest(sample, sample[:ASKED], K)
    end = time.process_time()
    if not Path(path).exists():
        made.save(path)
    return [middle - start, made.recall, (end - middle) / min(ASKED, n) * n]


def spectrum(rank: int, path: str) -> list[float]:
    """Return the processor seconds of a spectrum, those by the clock, and gigabytes of the process; keep its values."""
    made = _context(path)
    start, clock = time.process_time(), time.perf_counter()
    found = made.spectrum(rank)
    end, late = time.process_time(), time.perf_counter()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e9 / 1024)
    assert found.complete
    np.save(f"{path}.{rank}.npy", found.singular_values)
    return [end - start, late - clock, memory]


def arpack(rank: int, path: str) -> list[float]:
    """Return the processor seconds of ARPACK, and how far its values are off.

    It sees one copy of a repeated value, and the value 1 is repeated where the neighbours fall into components.
    """
    matrix, ours = normalised(_context(path)), np.load(f"{path}.{rank}.npy")
    start = time.process_time()
    values = scipy.sparse.linalg.svds(matrix, rank + 1, solver="arpack", return_singular_vectors=False, tol=1e-8)
    end = time.process_time()
    return [end - start, float(np.abs(np.sort(values)[::-1][1:] - ours).max())]


def _context(path: str) -> DataContext:
    found = load_saved(path)
    assert isinstance(found, DataContext)
    return found


class Measured:
    """Numbers of calls of this module, each in a fresh process, kept in a file as soon as they are had.

    Parameters
    ----------
    folder : Path
        Where they are, and contexts.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "scale.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        lines = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        self.known: dict[str, Any] = dict(json.loads(line) for line in lines)

    def context(self, n: int) -> str:
        """Return the file of the context of n points."""
        return str(self.folder / f"context-{n}.npz")

    def __call__(self, function: str, n: int, rank: int | None = None, most: float | None = None) -> list[float] | None:
        """Return what a function gives, with two threads; None where it took more processor seconds than it may."""
        shown = f"{n if rank is None else rank}, {self.context(n)!r}"
        key = f"{function} {n}" + ("" if rank is None else f" {rank}")
        if key not in self.known:
            print(f"{time.strftime('%H:%M:%S')} {key}", file=sys.stderr, flush=True)
            self._keep(key, _alone(f"{function}({shown})", most))
        found: list[float] | None = self.known[key]
        return found

    def spread(self, n: int, rank: int) -> list[float]:
        """Return the seconds by the clock of several spectra beside a job that has a core for itself."""
        key = f"spread {n} {rank}"
        if key not in self.known:
            busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            try:
                clocks = []
                for i in range(REPEATS):
                    print(f"{time.strftime('%H:%M:%S')} {key}, {i + 1} of {REPEATS}", file=sys.stderr, flush=True)
                    took = _alone(f"spectrum({rank}, {self.context(n)!r})", None)
                    assert took is not None
                    clocks.append(took[1])
            finally:
                busy.kill()
                busy.wait()
            self._keep(key, clocks)
        found: list[float] = self.known[key]
        return found

    def _keep(self, key: str, found: list[float] | None) -> None:
        self.known[key] = found
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, found]) + "\n")


def _alone(call: str, most: float | None) -> list[float] | None:
    """Return what a call gives in a fresh process, or None where it was ended after its processor seconds."""
    limit = (
        "" if most is None else f"import resource; resource.setrlimit(resource.RLIMIT_CPU, ({int(most) + 1},) * 2); "
    )
    code = f"{limit}import json; from benchmarks import scale; print(json.dumps(scale.{call}))"
    environment = {**os.environ, **dict.fromkeys(THREADS, "2")}
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment)
    if most is not None and done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return None
    done.check_returncode()
    numbers: list[float] = json.loads(done.stdout)
    return numbers


def rows(sizes: Sequence[int] = (N,), ranks: Sequence[int] = RANKS, kept: str | None = None) -> Iterator[Row]:
    """Measure each task."""
    with tempfile.TemporaryDirectory() as scratch:
        measured = Measured(Path(scratch if kept is None else kept))
        for n in sizes:
            yield from _neighbours(measured, n)
            for rank in ranks:
                yield _spectrum(measured, n, rank)
            if n <= BEYOND:
                yield _steadiness(measured, n, ranks[min(1, len(ranks) - 1)])


def _neighbours(measured: Measured, n: int) -> Iterator[Row]:
    if n <= BEYOND:
        ours, theirs = _there(measured("search", n))
        task = f"{K} exact neighbours, {n:,} points, {COLUMNS} columns"
        shown = f"{ours:.1f} s CPU", f"{theirs:.1f} s CPU"
        yield Row(task, "all distances", *shown, theirs / ours, "8×", theirs >= 8 * ours)
    quick, recall, theirs = _there(measured("approximate", n))
    yield Row(
        f"{K} approximate neighbours, {n:,} points, audit included",
        "all distances",
        f"{quick:.1f} s CPU, recall {recall:.4f}",
        f"{theirs:.1f} s CPU",
        theirs / quick,
        "6×, 0.999",
        theirs >= 6 * quick and recall >= 0.999,
    )


def _spectrum(measured: Measured, n: int, rank: int) -> Row:
    ours, clock, memory = _there(measured("spectrum", n, rank))
    limit, room = LIMITS.get(n, {}).get(rank, (None, None))
    most = PATIENCE[0] * ours + PATIENCE[1]
    found = measured("arpack", n, rank, most=most) if n <= BEYOND else None
    told = f"stopped after {most:.0f} s CPU" if n <= BEYOND else "not run"
    return Row(
        f"{rank} singular triplets of neighbours, {n:,} points",
        "ARPACK, not checked for completeness",
        f"{ours:.1f} s CPU, {clock:.1f} s, {memory:.2f} GB",
        told if found is None else f"{found[0]:.1f} s CPU, error {found[1]:.0e}",
        float("nan") if n > BEYOND else (most if found is None else found[0]) / ours,
        "–" if limit is None else f"< {limit:.0f} s CPU, {room:.1f} GB",
        None if limit is None or room is None else ours <= limit and memory <= room,
    )


def _steadiness(measured: Measured, n: int, rank: int) -> Row:
    clocks = measured.spread(n, rank)
    return Row(
        f"{rank} singular triplets, {n:,} points, {REPEATS} times beside a busy core",
        "the quickest of them",
        f"{max(clocks):.1f} s",
        f"{min(clocks):.1f} s",
        min(clocks) / max(clocks),
        f"within {SPREAD:g}×",
        max(clocks) <= SPREAD * min(clocks),
    )


def _there(found: list[float] | None) -> list[float]:
    assert found is not None
    return found
