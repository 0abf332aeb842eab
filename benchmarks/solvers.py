"""KISE and SVME on 10,000 samples with 512 random features and d = 64, against the dense eigenproblem of the kernel."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np
import scipy.linalg
from numpy.typing import NDArray

from benchmarks.measure import Row
from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.features import RandomFourier
from contextures.solvers.kise import KISE
from contextures.solvers.svme import SVME

Array = NDArray[np.float64]

SAMPLES, DENSE_SAMPLES, CHECKED = 10_000, 5_000, 1_500
"""Samples of the solvers; of the dense baseline, which takes more than a minute at 10,000; and of the comparison."""
COLUMNS, WIDTH, D, GAMMA = 8, 512, 64, 0.1
SECONDS, GIGABYTES = 10.0, 1.0
"""The limits."""


def points(n: int) -> Array:
    return np.random.default_rng(0).normal(size=(n, COLUMNS))


def kernel(x: Array, y: Array) -> Array:
    return gaussian_kernel(x, y, GAMMA)


def features(seed: int) -> RandomFourier:
    return RandomFourier(WIDTH, gamma=GAMMA, random_state=seed)


def kise(x: Array) -> Array:
    """Return the top eigenvalues of the centred kernel over the random features."""
    return KISE(D, kernel=kernel, features=features(1)).fit(x).eigenvalues_


def svme(x: Array) -> Array:
    """Return the top canonical correlations of the points and noisy copies."""
    copies = x + np.random.default_rng(1).normal(size=x.shape)
    return SVME(D, features=features(1), a_features=features(2)).fit(x, copies).singular_values_


def dense(x: Array) -> Array:
    """Return the top eigenvalues of the centred kernel matrix over n, by scipy.linalg.eigh."""
    n, matrix = len(x), kernel(x, x)
    means = matrix.mean(axis=0)
    matrix -= means
    matrix -= (means - means.mean())[:, None]
    window = (n - D, n - 1)
    values = scipy.linalg.eigh(matrix, subset_by_index=window, overwrite_a=True)[0]
    return values[::-1] / n


def alone(name: str, n: int) -> tuple[float, float]:
    """Return the seconds of one run in a fresh process, and the most memory of this process in gigabytes."""
    code = f"from benchmarks import solvers; solvers.report({name!r}, {n})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    seconds, gigabytes = json.loads(done.stdout)
    return seconds, gigabytes


def report(name: str, n: int) -> None:
    """Print what `alone` reads."""
    import resource  # only on Unix

    x = points(n)
    start = time.perf_counter()
    {"kise": kise, "svme": svme, "dense": dense}[name](x)
    seconds = time.perf_counter() - start
    unit = 1e9 if sys.platform == "darwin" else 1e9 / 1024
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit]))


def rows() -> Iterator[Row]:
    """Measure both solvers; the dense baseline has half as many samples."""
    sample = points(CHECKED)
    ours, exact = kise(sample), dense(sample)
    assert (ours <= exact + 1e-9).all()  # an optimum over a smaller class
    assert 0.9 * exact.sum() < ours.sum()
    seconds, gigabytes = alone("dense", DENSE_SAMPLES)
    for name in ("kise", "svme"):
        own, memory = alone(name, SAMPLES)
        yield Row(
            f"{name.upper()}, {SAMPLES:,} samples, {WIDTH} features, d = {D}",
            f"scipy.linalg.eigh, {DENSE_SAMPLES:,} samples",
            f"{own:.1f} s, {memory:.2f} GB",
            f"{seconds:.1f} s, {gigabytes:.2f} GB",
            seconds / own,
            f"< {SECONDS:.0f} s, {GIGABYTES:.0f} GB",
            own < SECONDS and memory < GIGABYTES,
        )
