"""How many settings a second the calculator evaluates, against the same formula written in NumPy by hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

import contextures as cx
from benchmarks.measure import Row, seconds

COUNT = 1_000_000
"""Settings of a batch."""
PER_SECOND = 1_000_000
"""Settings a second that are wanted."""


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
