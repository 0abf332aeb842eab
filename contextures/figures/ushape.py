"""The error of the best probe against how strong the association is: it is least in between."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.figures.association import measures
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.style import BLUE, VERMILION, letter

KINDS = {"knn": ("neighbours", BLUE, "o-"), "rbf": ("Gaussian kernel", VERMILION, "s--")}
AXES = {
    "decay_rate": r"decay rate $\lambda$ of $s_i^2\approx e^{-\lambda i}$",
    "kernel_deviation": "kernel deviation E$|k_X-1|$",
    "lipschitz": "Lipschitz constant of $k_X$",
}


def data(source: Source, *, levels: int = 14, rows: int = 2000, rank: int = 256) -> Arrays:
    """Return the error of the best probe and three measures of association, over K and over γ."""
    found = measures(source, tuple(KINDS), levels, rows, rank)
    table = source.table(rows)
    return {**{name: found[name] for name in (*AXES, "error")}, "table": np.array([table.name])}


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the error over each measure."""
    panels = figure.subplots(3, 1, sharey=True)
    for which, axes, (measure, label) in zip("abc", panels, AXES.items(), strict=True):
        for values, errors, (name, colour, style) in zip(arrays[measure], arrays["error"], KINDS.values(), strict=True):
            shown = values > 0
            axes.plot(values[shown], errors[shown], style, color=colour, markersize=2.6, linewidth=0.9, label=name)
        axes.set(xscale="log", xlabel=label, ylabel="test error, best d")
        letter(axes, which, f"the target of {arrays['table'][0]}" if which == "a" else "")
    panels[0].invert_xaxis()
    panels[0].legend()


PICTURE = Picture(
    "u-shape", "The error of the best probe against the association", data, draw, height=4.6, extra="data", cost=30
)
