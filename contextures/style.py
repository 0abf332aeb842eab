"""How every figure looks: one column wide, in colours that all readers tell apart, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Literal

import matplotlib as mpl
import matplotlib.style
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

TIMELESS: Mapping[str, dict[str, None]] = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}
"""The formats, and the metadata that they must not have."""

WIDTH = 3.4
"""Inches of one column."""

BLACK, BLUE, VERMILION, GREEN, ORANGE, SKY, PURPLE, GREY = (
    "#000000", "#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#CC79A7", "#8C8C8C",
)  # fmt: skip
"""The colours of Okabe and Ito, which colour-blind readers tell apart, and a grey."""
COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY, BLACK)
"""For curves, in this order; dashes or markers tell them apart as well."""
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":")

STYLE: Mapping[str, Any] = MappingProxyType(
    {
        "font.family": "DejaVu Sans",
        "font.size": 7.0,
        "axes.titlesize": 7.5,
        "axes.labelsize": 7.5,
        "xtick.labelsize": 6.5,
        "ytick.labelsize": 6.5,
        "legend.fontsize": 6.5,
        "legend.frameon": False,
        "legend.handlelength": 1.8,
        "legend.labelspacing": 0.3,
        "legend.columnspacing": 1.2,
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#E3E3E3",
        "grid.linewidth": 0.5,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.minor.width": 0.4,
        "ytick.minor.width": 0.4,
        "lines.linewidth": 1.3,
        "lines.markersize": 3.2,
        "axes.prop_cycle": cycler(color=COLOURS),
        "figure.constrained_layout.use": True,
        "figure.constrained_layout.w_pad": 0.03,
        "figure.constrained_layout.h_pad": 0.03,
        "savefig.dpi": 300,
        "pdf.fonttype": 42,
        "svg.fonttype": "path",
        "svg.hashsalt": "contextures",
    }
)
"""Settings on top of Matplotlib's defaults, whatever the user's own are."""


def render(
    draw: Callable[[Figure], None], height: float, format: str, *, title: str = "", width: float = WIDTH
) -> bytes:
    """Draw a figure in the style and return the file: the same bytes for the same drawing.

    Parameters
    ----------
    draw : callable
        Draws on an empty figure.
    height : float
        Inches.
    format : {"pdf", "svg", "png"}
    title : str
        Goes into the metadata of the file.
    width : float
        Inches.

    Returns
    -------
    bytes
    """
    with mpl.style.context(["default", dict(STYLE)]):
        figure = Figure(figsize=(width, height))
        draw(figure)
        buffer = io.BytesIO()
        figure.savefig(buffer, format=format, metadata={"Title": title, **TIMELESS[format]})
    return buffer.getvalue()


@contextmanager
def drawing(axes: Axes | None, width: float = 1.5 * WIDTH, height: float = 1.2 * WIDTH) -> Iterator[Axes]:
    """Give axes to draw on in the style: those given, or those of a new figure of a size in inches."""
    with mpl.style.context(["default", dict(STYLE)]):
        yield Figure(figsize=(width, height)).add_subplot() if axes is None else axes


def written(axes: Axes, format: str, *, title: str = "") -> bytes:
    """Return the file of the figure of some axes: the same bytes for the same drawing.

    Parameters
    ----------
    axes : Axes
    format : {"pdf", "svg", "png"}
    title : str
        Goes into the metadata of the file.
    """
    with mpl.style.context(["default", dict(STYLE)]):
        buffer = io.BytesIO()
        figure = axes.get_figure(root=True)
        assert isinstance(figure, Figure)
        figure.savefig(buffer, format=format, metadata={"Title": title, **TIMELESS[format]}, bbox_inches="tight")
    return buffer.getvalue()


def letter(axes: Axes, which: str, title: str = "") -> None:
    """Write the letter of a panel, and its title, above it on the left."""
    axes.set_title(f"({which}) {title}".rstrip(), loc="left")


def logarithmic(axes: Axes, which: Literal["x", "y", "both"] = "x") -> None:
    """Make axes logarithmic, with numbers written out at their ticks."""
    for name in "xy" if which == "both" else which:
        axes.set(**{f"{name}scale": "log"})
        axis = {"x": axes.xaxis, "y": axes.yaxis}[name]
        axis.set_major_formatter("{x:g}")
        axis.set_minor_formatter(NullFormatter())
