"""The metric $\\tau$ of many contexts against the error of their best probe, and how the two correlate."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.figures.association import measures
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.studies.table1 import distance_correlation, pearson_correlation
from contextures.style import COLOURS, MARKERS, logarithmic

KINDS = {
    "knn": "neighbours",
    "rbf": "Gaussian kernel",
    "knn-mask": "neighbours, masked",
    "rbf-mask": "Gaussian kernel, masked",
}

LARGE = 100
"""Values of τ from which ticks are powers of ten."""


def data(source: Source, *, levels: int = 9, rows: int = 1500, rank: int = 256, draws: int = 20) -> Arrays:
    """Return τ and the error of the best probe for all four kinds of context, and their correlations."""
    found = measures(source, tuple(KINDS), levels, rows, rank, draws)
    tau, error = found["tau"], found["error"]
    both = np.isfinite(tau) & np.isfinite(error)
    correlations = [correlation(tau[both], error[both]) for correlation in (pearson_correlation, distance_correlation)]
    return {
        "tau": tau,
        "error": error,
        "correlations": np.array(correlations, dtype=float),
        "table": np.array([source.table(rows).name]),
    }


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw a point a context."""
    axes = figure.subplots()
    for k, label in enumerate(KINDS.values()):
        axes.plot(arrays["tau"][k], arrays["error"][k], MARKERS[k], color=COLOURS[k], label=label)
    pearson, distance = arrays["correlations"]
    axes.set_title(f"{arrays['table'][0]}: correlation {pearson:.2f} (Pearson), {distance:.2f} (distance)", loc="left")
    axes.set_xscale("log")
    if np.nanmax(arrays["tau"]) < LARGE:
        logarithmic(axes)
        axes.set_xticks([tick for tick in (1, 2, 3, 5, 10, 20, 50) if tick < 2 * np.nanmax(arrays["tau"])])
    axes.set(xlabel="metric $\\tau$ of the context, from its spectrum alone", ylabel="test error of the best probe")
    axes.legend()


PICTURE = Picture("tau", "The metric τ against the error of the best probe", data, draw, extra="data", cost=40)
