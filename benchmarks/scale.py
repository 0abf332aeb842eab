"""Neighbours and spectra of 100,000 points, in processor seconds, each in a fresh process with two threads."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import scipy.sparse.linalg
from numpy.typing import NDArray

from benchmarks import THREADS
from benchmarks.contexts import normalised
from benchmarks.measure import Row
from contextures.samples.data_context import DataContext
from contextures.samples.neighbours import nearest
from contextures.samples.sampled import knn_context
from contextures.samples.search import neighbours_of

Array = NDArray[np.float64]

N, COLUMNS, SHEETS, WIDTH, K = 100_000, 16, 20, 4, 30
"""Points, their columns, the curved sheets that they lie on, the dimension of these, and neighbours."""
ASKED = 2000
"""Points for which all distances are computed."""
LIMITS = {16: (12.0, 0.8), 64: (20.0, 1.0), 256: (60.0, 2.5)}
"""Processor seconds and gigabytes that the spectrum of so many values may take."""


def points() -> Array:
    """Return points near curved sheets."""
    rng = np.random.default_rng(0)
    place, sheet = rng.normal(size=(N, WIDTH)), rng.integers(SHEETS, size=N)
    flat, wave = rng.normal(size=(2, SHEETS, WIDTH, COLUMNS)) / np.sqrt(WIDTH)
    found: Array = rng.normal(size=(SHEETS, COLUMNS))[sheet] + 0.05 * rng.normal(size=(N, COLUMNS))
    found += np.einsum("ij,ijk->ik", place, flat[sheet]) + 0.3 * np.einsum("ij,ijk->ik", np.sin(2 * place), wave[sheet])
    return found


def context() -> DataContext:
    """Return the context of 30 exact neighbours."""
    return knn_context(points(), K, approximate=False)


def search() -> list[float]:
    """Return the processor seconds of all neighbours, and of a point by all distances, which must agree."""
    sample = points()
    start = time.process_time()
    found = neighbours_of(sample, sample, K)
    middle = time.process_time()
    expected = nearest(sample, sample[:ASKED], K)
    end = time.process_time()
    assert (found[:ASKED] == expected).all()
    return [middle - start, (end - middle) / ASKED * N]


def approximate() -> list[float]:
    """Return the processor seconds of a context of approximate neighbours, audit included, and its recall."""
    sample = points()
    start = time.process_time()
    made = knn_context(sample, K, approximate=True)
    return [time.process_time() - start, made.recall]


def spectrum(rank: int) -> list[float]:
    """Return the processor seconds of a spectrum and of ARPACK's, gigabytes, and how far ARPACK is off.

    It sees one copy of a repeated value, and the value 1 is repeated where the neighbours fall into components.
    """
    made = context()
    start = time.process_time()
    found = made.spectrum(rank)
    middle = time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e9 / 1024)
    assert found.complete
    between = time.process_time()
    values = scipy.sparse.linalg.svds(
        normalised(made), rank + 1, solver="arpack", return_singular_vectors=False, tol=1e-8
    )
    end = time.process_time()
    error = float(np.abs(np.sort(values)[::-1][1:] - found.singular_values).max())
    return [middle - start, end - between, memory, error]


def alone(call: str) -> list[float]:
    """Return what a function returns in a fresh process with two threads."""
    code = f"import json; from benchmarks import scale; print(json.dumps(scale.{call}))"
    environment = {**os.environ, **dict.fromkeys(THREADS, "2")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment)
    numbers: list[float] = json.loads(done.stdout)
    return numbers


def rows() -> Iterator[Row]:
    """Measure each task."""
    ours, theirs = alone("search()")
    task = f"{K} exact neighbours, {N:,} points, {COLUMNS} columns"
    yield Row(
        task, "all distances", f"{ours:.1f} s CPU", f"{theirs:.1f} s CPU", theirs / ours, "8×", theirs >= 8 * ours
    )
    quick, recall = alone("approximate()")
    yield Row(
        f"{K} approximate neighbours, audit included",
        "all distances",
        f"{quick:.1f} s CPU, recall {recall:.4f}",
        f"{theirs:.1f} s CPU",
        theirs / quick,
        "6×, 0.999",
        theirs >= 6 * quick and recall >= 0.999,
    )
    for rank, (limit, room) in LIMITS.items():
        ours, theirs, memory, error = alone(f"spectrum({rank})")
        yield Row(
            f"{rank} singular triplets of these neighbours",
            "ARPACK, not checked for completeness",
            f"{ours:.1f} s CPU, {memory:.2f} GB",
            f"{theirs:.1f} s CPU, error {error:.0e}",
            theirs / ours,
            f"< {limit:.0f} s, {room:.1f} GB",
            ours <= limit and memory <= room,
        )
