"""Correlations of τ with the probe's error: those of Table 1 of C25 against those obtained."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from contextures.verify.large.table1 import Line


def draw(axes: Any, lines: list[Line], measure: str) -> None:
    """Draw one measure.

    Parameters
    ----------
    axes : matplotlib Axes
    lines : list of Line
        Those over all contexts are drawn.
    measure : {"pearson", "distance"}
    """
    points = [
        (getattr(line, f"printed_{measure}"), getattr(line, measure), line.dataset)
        for line in lines
        if line.context == "all" and getattr(line, measure) is not None and line.printed_pearson is not None
    ]
    low = -1.0 if measure == "pearson" else 0.0
    axes.plot([low, 1], [low, 1], color="0.7", linewidth=0.8, zorder=0)
    axes.axhline(0, color="0.9", linewidth=0.8, zorder=0)
    for printed, obtained, name in points:
        axes.plot(printed, obtained, "o", color="C0", markersize=4)
        axes.annotate(name, (printed, obtained), xytext=(4, 3), textcoords="offset points", fontsize=7)
    axes.set(xlim=(low, 1.0), ylim=(low, 1.0), xlabel="printed", ylabel="obtained", title=f"{measure} correlation")
    axes.set_aspect("equal")


def picture(lines: list[Line], path: str | PathLike[str]) -> None:
    """Write both measures to a file whose suffix tells the format; the same lines give the same bytes."""
    import matplotlib
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "contextures", "svg.fonttype": "path"}):
        figure = Figure(figsize=(10, 5), layout="constrained")
        FigureCanvasAgg(figure)
        for axes, measure in zip(figure.subplots(1, 2), ("pearson", "distance"), strict=True):
            draw(axes, lines, measure)
        figure.savefig(path, metadata={"Date": None})
