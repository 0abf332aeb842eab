"""How many settings a second the calculator evaluates, against the same formula written in NumPy or SciPy by hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.stats import beta

import contextures as cx
from benchmarks.measure import Row, seconds

COUNT = 1_000_000
"""Settings of a batch."""
PER_SECOND = 1_000_000
"""Settings a second that are wanted."""
INVERSIONS = 100_000
"""The same of limits that invert a tail."""


def rows() -> Iterator[Row]:
    """Measure the approximation bound, checks of ranges and hypotheses included, over two settings at once."""
    rng = np.random.default_rng(0)
    tau, epsilon = 0.9 * rng.random(COUNT), 0.9 * rng.random(COUNT)
    ours = seconds(lambda: cx.bound("bounds.approximation", tau=tau, epsilon=epsilon, B=1), 3)
    theirs = seconds(lambda: tau**2 / (1 - tau**2) * (tau + epsilon) / (1 - epsilon), 3)
    rate = COUNT / ours
    yield Row(
        f"bounds.approximation at {COUNT:,} settings, with its terms",
        "the formula in NumPy",
        f"{rate / 1e6:.1f} M/s",
        f"{COUNT / theirs / 1e6:.1f} M/s",
        theirs / ours,
        f"> {PER_SECOND / 1e6:.0f} M/s",
        rate > PER_SECOND,
    )
    yield from _limits(rng)


def _limits(rng: np.random.Generator) -> Iterator[Row]:
    """Measure a closed limit and one that inverts the binomial tail, over three settings at once."""
    for part, count, wanted in (("hoeffding", COUNT, PER_SECOND), ("clopper-pearson", INVERSIONS, INVERSIONS)):
        n, delta, ones = np.full(count, 500.0), rng.uniform(0.01, 0.5, count), rng.integers(0, 500, count).astype(float)
        if part == "hoeffding":
            given = {"mean": ones / n}
            theirs = seconds(lambda n=n, d=delta, k=ones: k / n + np.sqrt(np.log(1 / d) / (2 * n)), 3)
        else:
            given = {"count": ones}
            theirs = seconds(lambda n=n, d=delta, k=ones: beta.ppf(1 - d, k + 1, n - k), 3)
        ours = seconds(lambda p=part, n=n, d=delta, g=given: cx.bound(f"classical.{p}", n=n, delta=d, **g), 3)
        yield Row(
            f"classical.{part} at {count:,} settings",
            "the formula in NumPy" if part == "hoeffding" else "beta.ppf of SciPy",
            f"{count / ours / 1e6:.1f} M/s",
            f"{count / theirs / 1e6:.1f} M/s",
            theirs / ours,
            f"> {wanted / 1e6:g} M/s",
            count / ours > wanted,
        )
