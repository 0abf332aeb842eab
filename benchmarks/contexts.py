"""Top 512 singular triplets of contexts of samples, the construction included, each in a fresh process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy.linalg
import scipy.sparse
from numpy.typing import NDArray

from benchmarks import THREADS
from benchmarks.measure import Row
from contextures.samples.data_context import DataContext
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.sampled import knn_context, rbf_context
from contextures.samples.tables import read_features

Array = NDArray[np.float64]

RANK, DENSE_SAMPLES = 512, 10_000
"""Singular triplets, and samples of both baselines."""
DATA = Path(__file__).parents[2] / "shared" / "data"
"""Where real tables are taken from; without it made-up points of the same size are."""
LIMITS = {
    "knn": ("30 neighbours, 10,000 samples", 15.0, 2.0),
    "knn-large": ("30 neighbours, 28,155 samples", 60.0, 2.0),
    "knn-table": ("30 neighbours, cps88wages, 28,155 samples", 60.0, 2.0),
    "knn-wide": ("1000 neighbours, cps88wages, 28,155 samples", 240.0, 2.0),
    "rbf": ("Gaussian kernel, kings_county, 21,613 samples, double precision", 60.0, 12.0),
    "rbf-single": ("Gaussian kernel, kings_county, 21,613 samples, single precision", 60.0, 6.0),
}
"""What is measured, and the seconds and gigabytes it may take with two cores."""


def cloud(n: int, p: int = 12) -> Array:
    return np.random.default_rng(0).normal(size=(n, p))


def points(name: str) -> Array:
    """Return a real table as a context sees it, or points as many and as often repeated."""
    if (DATA / f"{name}.csv.gz").is_file():
        table = read_features(DATA / f"{name}.csv.gz", "__target__")
        return Preprocessor(table.categorical).fit(table.features).transform(table.features)
    rng = np.random.default_rng(1)
    if name == "cps88wages":
        return cloud(6_362)[rng.integers(6_362, size=28_155)]
    return cloud(21_613) @ rng.normal(size=(12, 20)) / 4 + 0.3 * rng.normal(size=(21_613, 20))


def made(name: str) -> DataContext:
    """Return the context of a task."""
    if name == "knn":
        return knn_context(cloud(DENSE_SAMPLES), 30)
    if name == "knn-large":
        return knn_context(cloud(28_155), 30)
    if name in ("knn-table", "knn-wide"):
        return knn_context(points("cps88wages"), 1000 if name == "knn-wide" else 30)
    sample = points("kings_county")
    return rbf_context(sample, 1 / sample.shape[1], dtype=np.float32 if name == "rbf-single" else np.float64)


def ours(name: str) -> Array:
    """Return s² of a task, whose completeness must have been checked."""
    spectrum = made(name).spectrum(RANK)
    assert spectrum.complete
    return np.square(spectrum.singular_values)


def kernel(name: str) -> Array:
    """Return the dense kernel QQᵀ without the constant."""
    q = normalised(made(name))
    gram: Array = (q @ q.T).toarray()
    gram -= 1.0 / len(gram)
    return gram


def eigh(name: str) -> Array:
    """Return s² by scipy.linalg.eigh on the dense kernel."""
    return np.asarray(scipy.linalg.eigh(kernel(name), overwrite_a=True)[0][::-1][:RANK])


def top_eigh(name: str) -> Array:
    """Return s² by the same, asked for no more than the top."""
    gram = kernel(name)
    n = len(gram)
    return np.asarray(scipy.linalg.eigh(gram, subset_by_index=(n - RANK, n - 1), overwrite_a=True)[0][::-1])


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
    """Return the seconds and gigabytes of one run in a fresh process with two threads, and s²."""
    code = f"from benchmarks import contexts; contexts.report({method!r}, {name!r})"
    environment = {**os.environ, **dict.fromkeys(THREADS, "2")}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environment)
    seconds, gigabytes, squares = json.loads(done.stdout)
    return seconds, gigabytes, np.array(squares)


def report(method: str, name: str) -> None:
    """Print what `alone` reads."""
    import resource  # only on Unix

    start = time.perf_counter()
    squares = {"ours": ours, "eigh": eigh, "top eigh": top_eigh, "arpack": arpack}[method](name)
    seconds = time.perf_counter() - start
    unit = 1e9 if sys.platform == "darwin" else 1e9 / 1024
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, squares.tolist()]))


def rows() -> Iterator[Row]:
    """Measure every task; the baselines take the first one, in minutes."""
    dense_time, dense_memory, exact = alone("eigh", "knn")
    found: dict[str, Array] = {}
    for name, (task, limit, room) in LIMITS.items():
        seconds, memory, squares = alone("ours", name)
        found[name], own = squares, f"{seconds:.1f} s, {memory:.2f} GB"
        fast = seconds <= limit and memory <= room
        target = f"< {limit:.0f} s, {room:.0f} GB"
        if name == "knn":
            assert np.abs(squares - exact).max() <= 1e-8
            for method, label in (("top eigh", f"eigh, top {RANK} alone"), ("arpack", "TruncatedSVD, ARPACK")):
                other, taken, approximate = alone(method, name)
                theirs = f"{other:.1f} s, {taken:.2f} GB, error {np.abs(approximate - exact).max():.0e}"
                yield Row(task, label, own, theirs, other / seconds, target, fast)
            fast, target = fast and 10 * seconds <= dense_time, f"{target}, 10×"
        if name == "rbf-single":
            error = float(np.abs(squares - found["rbf"]).max())
            fast, own, target = fast and error <= 1e-6, f"{own}, error {error:.0e}", f"{target}, 1e-6"
        yield Row(
            task,
            f"scipy.linalg.eigh, {DENSE_SAMPLES:,} samples",
            own,
            f"{dense_time:.1f} s, {dense_memory:.2f} GB",
            dense_time / seconds,
            target,
            fast,
        )
