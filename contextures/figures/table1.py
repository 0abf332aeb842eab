"""Correlations of τ with the probe's error: those of Table 1 of C25 against those obtained."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextures.studies.table1 import Line


def draw(axes: Any, lines: list[Line], measure: str) -> None:
    """Draw one measure: a row a table, from what is printed to what was obtained.

    Parameters
    ----------
    axes : matplotlib Axes
    lines : list of Line
        Those over all contexts are drawn.
    measure : {"pearson", "distance"}
    """
    rows = [
        (line.dataset, getattr(line, f"printed_{measure}"), getattr(line, measure))
        for line in lines
        if line.context == "all" and getattr(line, measure) is not None and line.printed_pearson is not None
    ]
    names, printed, obtained = zip(*rows, strict=True) if rows else ((), (), ())
    heights = range(len(rows))
    axes.hlines(heights, printed, obtained, color="0.8", linewidth=1.5, zorder=0)
    axes.plot(printed, heights, "o", color="C0", markerfacecolor="white", markersize=5, label="printed")
    axes.plot(obtained, heights, "o", color="C0", markersize=5, label="obtained")
    axes.axvline(0, color="0.8", linewidth=0.8, zorder=0)
    axes.set_yticks(heights, names)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    low = -1.0 if measure == "pearson" else 0.0
    axes.set(xlim=(low - 0.03, 1.03), xlabel=f"{measure} correlation of τ and the error")


def picture(lines: list[Line], path: str | PathLike[str]) -> None:
    """Write both measures to a file whose suffix tells the format; the same lines give the same bytes."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "contextures", "svg.fonttype": "path"}):
        figure = Figure(figsize=(9, 4), layout="constrained")
        FigureCanvasAgg(figure)
        panels = figure.subplots(1, 2, sharey=True)
        for axes, measure in zip(panels, ("pearson", "distance"), strict=True):
            draw(axes, lines, measure)
        figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper right", ncols=2, frameon=False)
        figure.savefig(path, metadata={"Date": None})
