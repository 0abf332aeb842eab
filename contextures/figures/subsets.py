"""Squared singular values estimated from m of the points, against the exact ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.samples.data_context import DataContext
from contextures.samples.sampled import knn_context, rbf_context
from contextures.samples.subset import subset_spectrum
from contextures.style import BLACK, BLUE, GREEN, MARKERS, SKY, VERMILION, letter, logarithmic

COLOURS = (SKY, GREEN, BLUE)
"""From few points to many."""


def data(
    source: Source,
    *,
    rows: int = 2000,
    neighbours: int = 150,
    gamma: float = 0.2,
    rank: int = 48,
    sizes: Sequence[int] = (125, 250, 500, 1000, 2000),
    shown: Sequence[int] = (125, 500, 2000),
    repeats: int = 5,
) -> Arrays:
    """Return exact and estimated s_i² of KNN, and the mean error of the estimates over m, of a Gaussian kernel too.

    The encoder is the exact top singular functions; the sample of m points is drawn anew each time.
    """
    table = source.points(rows)
    contexts = (knn_context(table.points, neighbours), rbf_context(table.points, gamma))
    exact, estimates = [], []
    for context in contexts:
        spectrum = context.spectrum(rank)
        exact.append(np.square(spectrum.singular_values))
        found = [[_estimated(context, spectrum.left, m, source.seed + k) for k in range(repeats)] for m in sizes]
        estimates.append(found)
    squares, estimated = np.array(exact), np.array(estimates)
    return {
        "sizes": np.array(sizes),
        "shown": np.array(shown),
        "exact": squares[0],
        "estimates": estimated[0, [list(sizes).index(m) for m in shown], 0],
        "errors": np.nanmean(np.abs(estimated - squares[:, None, None]), axis=-1),
        "settings": np.array([gamma, neighbours]),
        "table": np.array([table.name, f"{len(table.points):,}"]),
    }


def _estimated(context: DataContext, encoder: FloatArray, m: int, seed: int) -> FloatArray:
    """Estimates of s_i², NaN for those that the sample does not show."""
    found = subset_spectrum(context, encoder, m, seed=seed).squares
    return np.pad(found, (0, encoder.shape[1] - len(found)), constant_values=np.nan)


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the estimates of one sample of each size, and the mean error over the size."""
    upper, lower = figure.subplots(2, 1)
    index = np.arange(1, len(arrays["exact"]) + 1)
    upper.plot(index, arrays["exact"], color=BLACK, label="exact")
    for squares, m, colour, marker in zip(arrays["estimates"], arrays["shown"], COLOURS, MARKERS, strict=False):
        upper.plot(index, squares, marker, color=colour, markersize=2.4, label=f"m = {m:,}")
    gamma, neighbours = arrays["settings"]
    name, count = arrays["table"]
    upper.set(xlabel="i", ylabel="$s_i^2$", ylim=(0, 1.02))
    upper.legend()
    letter(upper, "a", f"{neighbours:g} neighbours, {name} ({count} rows)")
    labels = (f"{neighbours:g} neighbours", f"Gaussian kernel, γ = {gamma:g}")
    for errors, label, colour, style in zip(arrays["errors"], labels, (BLUE, VERMILION), ("o-", "s--"), strict=True):
        lower.plot(arrays["sizes"], np.median(errors, axis=1), style, color=colour, label=label)
        lower.fill_between(
            arrays["sizes"], errors.min(axis=1), errors.max(axis=1), color=colour, alpha=0.2, linewidth=0
        )
    logarithmic(lower, "both")
    lower.set_xticks(arrays["sizes"], [f"{m:,}" for m in arrays["sizes"]])
    lower.set(xlabel="points m of the sample", ylabel="mean error of $s_i^2$")
    lower.legend()
    letter(lower, "b", "median and range of samples")


PICTURE = Picture(
    "subsets", "Eigenvalues estimated from a part of the points", data, draw, height=4.0, extra="data", cost=12
)
