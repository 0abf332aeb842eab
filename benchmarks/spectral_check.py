"""The full spectral check of chapter 1 on many small laws: in batches, against one law at a time with numpy.linalg."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Row, seconds
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.worlds.contexts import ContextWorld

Array = NDArray[np.float64]

WANTED = {(3, 3): 8, (4, 6): 5, (8, 8): 3, (12, 12): 2}
"""How many times faster than one law at a time, by shape."""
LAWS, SIZE, SAMPLE = 16_384, 512, 2_048
"""Laws in all, laws of a batch, and laws that are checked one at a time."""
DEFECTS = ("duality_defect_x", "duality_defect_a", "orthonormality_defect", "decomposition_defect")


def batched(weights: NDArray[np.int64]) -> Array:
    """Return singular values, defects, χ² defect and distance from the unit interval, one row a law."""
    rows = []
    for start in range(0, len(weights), SIZE):
        world = ContextWorld.of_whole({"joint": weights[start : start + SIZE]}, {"d": 1})
        defects = [FINITE_CONTEXTS.quantities[name](world) for name in DEFECTS]
        values = np.stack(FINITE_CONTEXTS.quantities["s"](world), axis=1)
        inertia = np.abs((values**2).sum(1) - FINITE_CONTEXTS.quantities["chi_square"](world))
        outside = np.maximum(values[:, 0] - 1.0, -values[:, -1])
        rows.append(np.column_stack([values, *defects, inertia, outside]))
    return np.concatenate(rows)


def one_law(weights: NDArray[np.int64]) -> list[float]:
    """Return the same for one law, as one would write it with numpy.linalg; the constant is the first singular pair."""
    joint = weights / weights.sum()
    p_x, p_a = joint.sum(1), joint.sum(0)
    product = np.outer(p_x, p_a)
    u, s, vt = np.linalg.svd(joint / np.sqrt(product))
    mu, nu = u / np.sqrt(p_x)[:, None], vt.T / np.sqrt(p_a)[:, None]
    r = len(s)
    forward, backward = joint / p_x[:, None], joint.T / p_a[:, None]
    rest_x = s * mu[:, :r] - forward @ nu[:, :r]
    rest_a = s * nu[:, :r] - backward @ mu[:, :r]
    duality_x = np.sqrt((p_x[:, None] * rest_x**2).sum(0)).max()
    duality_a = np.sqrt((p_a[:, None] * rest_a**2).sum(0)).max()
    gram_x, gram_a = mu.T @ (p_x[:, None] * mu), nu.T @ (p_a[:, None] * nu)
    orthonormality = max(np.abs(gram_x - np.eye(len(p_x))).max(), np.abs(gram_a - np.eye(len(p_a))).max())
    decomposition = np.abs(joint - (mu[:, :r] * s) @ nu[:, :r].T * product).max()
    inertia = abs((s[1:] ** 2).sum() - ((joint - product) ** 2 / product).sum())
    outside = max(s[1] - 1.0, -s[-1])
    return [*s[1:], duality_x, duality_a, orthonormality, decomposition, inertia, outside]


def rows() -> Iterator[Row]:
    """Measure each shape."""
    rng = np.random.default_rng(0)
    for (n, m), wanted in WANTED.items():
        weights = rng.integers(1, 20, (LAWS, n, m))
        sample = weights[:SAMPLE]
        np.testing.assert_allclose(batched(sample), [one_law(law) for law in sample], rtol=0, atol=1e-10)
        ours = LAWS / seconds(lambda weights=weights: batched(weights))
        theirs = SAMPLE / seconds(lambda sample=sample: [one_law(law) for law in sample], repeats=3)
        yield Row(
            f"spectral check {n}×{m}",
            "numpy.linalg, law by law",
            f"{ours:,.0f} laws/s",
            f"{theirs:,.0f} laws/s",
            ours / theirs,
            f"≥ {wanted}×",
            ours >= wanted * theirs,
        )
