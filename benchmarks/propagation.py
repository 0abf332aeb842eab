"""STKR-Prop on sparse graphs: one fit, against SciPy's BiCGSTAB on the same system, and its cost as edges grow."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator

import numpy as np
import scipy.sparse
from numpy.typing import NDArray
from scipy.sparse.linalg import LinearOperator, bicgstab

from benchmarks.measure import Row
from contextures.solvers.stkr.gram import Gram
from contextures.solvers.stkr.graphs import graph_kernel
from contextures.solvers.stkr.regression import STKR

NODES, EDGES, GROWN, SHARE, BETA, TOLERANCE = 20_000, 1_000_000, 4_000_000, 0.1, 0.01, 1e-6
"""Nodes, edges of the graph and of the larger one, the share of nodes that have a label, β and the residual."""
SECONDS, STEPS = 10.0, 40
"""The limit, and the steps whose cost is compared."""


def graph(edges: int) -> scipy.sparse.csr_array:
    """Return a connected random graph: a ring and random edges."""
    rng, ring = np.random.default_rng(0), np.arange(NODES)
    first = np.concatenate([ring, rng.integers(0, NODES, edges - NODES)])
    second = np.concatenate([(ring + 1) % NODES, rng.integers(0, NODES, edges - NODES)])
    weights = scipy.sparse.coo_array((np.ones(edges), (first, second)), shape=(NODES, NODES)).tocsr()
    return scipy.sparse.csr_array(weights + weights.T)


def labels() -> NDArray[np.float64]:
    """Return labels of some nodes, NaN elsewhere."""
    rng = np.random.default_rng(1)
    y = np.full(NODES, np.nan)
    y[rng.choice(NODES, int(SHARE * NODES), replace=False)] = rng.normal(size=int(SHARE * NODES))
    return y


def stkr(weights: scipy.sparse.csr_array, max_iter: int = 10_000) -> tuple[float, STKR]:
    """Return the seconds of a fit with the inverse Laplacian, the kernel included, and the fit."""
    y = labels()
    start = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = STKR(kernel="precomputed", beta=BETA, tol=TOLERANCE, solver="richardson", max_iter=max_iter)
        model.fit(graph_kernel(weights), y)
    return time.perf_counter() - start, model


def baseline(weights: scipy.sparse.csr_array, model: STKR) -> tuple[float, NDArray[np.float64]]:
    """Return the seconds of SciPy on (N·1_L G/N + nβ(1 − ηG/N))c = y, and the values at the nodes."""
    y = labels()
    start = time.perf_counter()
    gram = Gram(graph_kernel(weights))
    known, eta = ~np.isnan(y), 0.9 / model.top_eigenvalue_
    right, ridge = np.where(known, y - y[known].mean(), 0.0), known.sum() * BETA

    def system(dual: NDArray[np.float64]) -> NDArray[np.float64]:
        image = gram.apply(dual)
        product: NDArray[np.float64] = ridge * (dual - eta * image) + NODES * known * image
        return product

    dual, failed = bicgstab(LinearOperator((NODES, NODES), matvec=system), right, rtol=TOLERANCE, maxiter=100_000)
    assert failed == 0
    return time.perf_counter() - start, NODES * gram.apply(dual) + y[known].mean()


def rows() -> Iterator[Row]:
    """Measure the fit, then the time of a step on a graph with four times the edges."""
    weights = graph(EDGES)
    seconds, model = stkr(weights)
    assert model.residuals_[-1] <= TOLERANCE
    theirs, values = baseline(weights, model)
    assert np.linalg.norm(values - model.values_[:, 0]) <= 2.0 * model.error_bound_
    yield Row(
        f"STKR-Prop, {NODES:,} nodes, {EDGES:,} edges, β = {BETA}, {model.n_iter_} steps",
        "scipy.sparse.linalg.bicgstab",
        f"{seconds:.1f} s",
        f"{theirs:.1f} s",
        theirs / seconds,
        f"< {SECONDS:.0f} s",
        seconds < SECONDS,
    )
    larger = graph(GROWN)
    short, long = (min(stkr(g, STEPS)[0] for _ in range(2)) for g in (weights, larger))
    yield Row(
        f"STKR-Prop, the kernel and {STEPS} steps, {GROWN:,} edges",
        f"{EDGES:,} edges",
        f"{long:.2f} s",
        f"{short:.2f} s",
        short / long,
        "≥ 0.2×",
        long <= 5.0 * short,
    )
