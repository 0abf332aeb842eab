"""How a real task lies along the singular functions of a context: its cosine with each of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.figures.spectra import NAMES, STYLES
from contextures.samples.sampled import knn_context
from contextures.style import BLUE, letter, logarithmic


def data(source: Source, *, neighbours: Sequence[int] = (150, 30, 5), rows: int = 2000, rank: int = 128) -> Arrays:
    """Return |⟨f, μ_i⟩|/‖f‖ for the target f of a table, on KNN contexts from weak to strong."""
    table = source.points(rows)
    left = [knn_context(table.points, k).spectrum(rank).left for k in neighbours]
    cosines = [np.abs(functions.T @ table.target) / len(table.target) for functions in left]
    return {
        "cosines": np.stack(cosines),
        "neighbours": np.array(neighbours),
        "table": np.array([table.name, f"{len(table.target):,}"]),
    }


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the cosines on the moderate context, and the share of the task in the top d of each."""
    upper, lower = figure.subplots(2, 1, sharex=True)
    moderate = arrays["cosines"][1]
    index = np.arange(1, len(moderate) + 1)
    upper.vlines(index, 0, moderate, color=BLUE, linewidth=0.9)
    upper.set(ylabel="|cosine| with $\\mu_i$", ylim=(0, None))
    name, count = arrays["table"]
    letter(upper, "a", f"the target of {name} ({count} rows), K = {arrays['neighbours'][1]}")
    for cosines, k, word, (colour, dash) in zip(arrays["cosines"], arrays["neighbours"], NAMES, STYLES, strict=True):
        lower.plot(index, np.cumsum(cosines**2), dash, color=colour, label=f"{word}, K = {k}")
    lower.set(xlabel="i in (a), d in (b)", ylabel="share, sum of squares", ylim=(0, 1))
    logarithmic(lower)
    lower.legend()
    letter(lower, "b", "what the top d functions hold of it")


PICTURE = Picture(
    "task-cosines", "A real task along the singular functions", data, draw, height=3.4, extra="data", cost=15
)
