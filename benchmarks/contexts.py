"""Top 512 singular triplets of contexts of samples, the construction included, each in a fresh process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import scipy.linalg
import scipy.sparse
from numpy.typing import NDArray

from benchmarks.measure import Row
from contextures.verify.large.data_context import DataContext
from contextures.verify.large.sampled import knn_context, rbf_context

Array = NDArray[np.float64]

RANK, DENSE_SAMPLES = 512, 10_000
"""Singular triplets, and samples of both baselines."""
LIMITS = {
    "knn": ("30 neighbours, 10,000 samples", 15.0, 2.0),
    "knn-large": ("30 neighbours, 28,155 samples", 60.0, 2.0),
    "knn-wide": ("1000 neighbours, 28,155 samples, 6,400 of them distinct", 240.0, 2.0),
    "rbf-single": ("Gaussian kernel, 21,613 samples, single precision", 60.0, 6.0),
    "rbf": ("Gaussian kernel, 21,613 samples, double precision", 120.0, 12.0),
}
"""What is measured, and the seconds and gigabytes it may take with two cores."""


def cloud(n: int, p: int = 12) -> Array:
    return np.random.default_rng(0).normal(size=(n, p))


def made(name: str) -> DataContext:
    """Return the context of a task."""
    if name == "knn":
        return knn_context(cloud(DENSE_SAMPLES), 30)
    if name == "knn-large":
        return knn_context(cloud(28_155), 30)
    if name == "knn-wide":
        return knn_context(cloud(6_400)[np.random.default_rng(1).integers(6_400, size=28_155)], 1000)
    precision = np.float32 if name == "rbf-single" else np.float64
    return rbf_context(cloud(21_613, 90), 1 / 90, dtype=precision)


def ours(name: str) -> Array:
    """Return s² of a task, whose completeness must have been checked."""
    spectrum = made(name).spectrum(RANK)
    assert spectrum.complete
    return np.square(spectrum.singular_values)


def eigh(name: str) -> Array:
    """Return s² by scipy.linalg.eigh on the dense kernel."""
    q = normalised(made(name))
    gram = (q @ q.T).toarray()
    n = len(gram)
    gram -= 1.0 / n
    return scipy.linalg.eigh(gram, subset_by_index=(n - RANK, n - 1), overwrite_a=True)[0][::-1]


def arpack(name: str) -> Array:
    """Return s² by scikit-learn's TruncatedSVD with ARPACK, the constant left out."""
    from sklearn.decomposition import TruncatedSVD

    model = TruncatedSVD(RANK + 1, algorithm="arpack", tol=1e-8, random_state=0).fit(normalised(made(name)))
    return np.sort(np.square(model.singular_values_))[::-1][1:]


def normalised(context: DataContext) -> scipy.sparse.csr_array:
    """Return Q as a sparse array."""
    columns = scipy.sparse.diags_array(1.0 / np.sqrt(context.n_x * context.p_a))
    return scipy.sparse.csr_array(context.conditional @ columns)


def alone(method: str, name: str) -> tuple[float, float, Array]:
    """Return the seconds and gigabytes of one run in a fresh process, and s²."""
    code = f"from benchmarks import contexts; contexts.report({method!r}, {name!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    seconds, gigabytes, squares = json.loads(done.stdout)
    return seconds, gigabytes, np.array(squares)


def report(method: str, name: str) -> None:
    """Print what `alone` reads."""
    import resource  # only on Unix

    start = time.perf_counter()
    squares = {"ours": ours, "eigh": eigh, "arpack": arpack}[method](name)
    seconds = time.perf_counter() - start
    unit = 1e9 if sys.platform == "darwin" else 1e9 / 1024
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, squares.tolist()]))


def rows() -> Iterator[Row]:
    """Measure every task; the baselines take the first one, in minutes."""
    dense_time, dense_memory, exact = alone("eigh", "knn")
    other_time, other_memory, approximate = alone("arpack", "knn")
    for name, (task, limit, room) in LIMITS.items():
        seconds, memory, squares = alone("ours", name)
        fast = seconds <= limit and memory <= room
        target = f"< {limit:.0f} s, {room:.0f} GB"
        if name == "knn":
            assert np.abs(squares - exact).max() <= 1e-8
            fast, target = fast and 10 * seconds <= dense_time, f"{target}, 10×"
            error = np.abs(approximate - exact).max()
            theirs = f"{other_time:.1f} s, {other_memory:.2f} GB, error {error:.0e}"
            own = f"{seconds:.1f} s, {memory:.2f} GB"
            yield Row(task, "TruncatedSVD, ARPACK", own, theirs, other_time / seconds, target, fast)
        yield Row(
            task,
            f"scipy.linalg.eigh, {DENSE_SAMPLES:,} samples",
            f"{seconds:.1f} s, {memory:.2f} GB",
            f"{dense_time:.1f} s, {dense_memory:.2f} GB",
            dense_time / seconds,
            target,
            fast,
        )
