"""Bounds over one or two settings: a line for each bound or term, or a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError

if TYPE_CHECKING:
    from contextures.bounds.comparison import Comparison
    from contextures.bounds.result import Bound
    from contextures.bounds.settings import Axis

FORMATS = ("pdf", "png", "svg")
"""What a picture can be written as."""
WIDTH, HEIGHT = 5.0, 3.2
"""Inches."""


@dataclass(frozen=True)
class Sweep:
    """Bounds over the values of one or two settings.

    Attributes
    ----------
    names : tuple of str
        The settings.
    axes : tuple of ndarray
        Their values, ascending.
    logs : tuple of bool
        Whether each is spaced by equal ratios.
    lines : dict of str to ndarray
        By label, the values: ``(n,)``, or ``(n, m)`` with two settings.
    """

    names: tuple[str, ...]
    axes: tuple[NDArray[np.float64], ...]
    logs: tuple[bool, ...]
    lines: dict[str, NDArray[np.float64]]


def swept(axes: Sequence[Axis], found: Sequence[Bound]) -> Sweep:
    """Return the bounds of a sweep as lines; of a single one over one setting its terms too, and the exact risk.

    Parameters
    ----------
    axes : sequence of Axis
        One or two settings.
    found : sequence of Bound
        At these values of the settings, the first along the first axis.
    """
    shape = tuple(len(axis.values) for axis in axes)
    lines: dict[str, NDArray[np.float64]] = {}
    for b in found:
        lines[b.id] = np.broadcast_to(b.value, shape)
        if len(found) == 1 and len(b.terms) > 1 and len(axes) == 1:
            lines |= {name: np.broadcast_to(term, shape) for name, term in b.terms.items()}
        if b.risk is not None:
            lines.setdefault("exact risk of the contexture", np.broadcast_to(b.risk, shape))
    names, values, logs = zip(*((axis.name, axis.values, axis.log) for axis in axes), strict=True)
    return Sweep(names, values, logs, lines)


def draw(axes: Any, sweep: Sweep) -> None:
    """Draw a sweep on Matplotlib axes: lines over one setting, a map of the first line over two.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    sweep : Sweep
    """
    from contextures.style import DASHES

    axes.set_xlabel(sweep.names[0])
    axes.set_xscale("log" if sweep.logs[0] else "linear")
    if len(sweep.names) == 1:
        for k, (label, values) in enumerate(sweep.lines.items()):
            axes.plot(sweep.axes[0], values, DASHES[k % len(DASHES)], label=label)
        positive = [v[np.isfinite(v)] for v in sweep.lines.values()]
        flat = np.concatenate(positive)
        if len(flat) and flat.min() > 0 and flat.max() > 100 * flat.min():
            axes.set_yscale("log")
        axes.set_ylabel("value")
        axes.legend()
        return
    label, values = next(iter(sweep.lines.items()))
    axes.set_ylabel(sweep.names[1])
    axes.set_yscale("log" if sweep.logs[1] else "linear")
    drawn = axes.pcolormesh(sweep.axes[0], sweep.axes[1], values.T, shading="nearest", rasterized=True)
    axes.figure.colorbar(drawn, ax=axes, label=label)


def picture(sweep: Sweep, suffix: str) -> bytes:
    """Return a picture of a sweep, byte by byte the same for the same data.

    Parameters
    ----------
    sweep : Sweep
    suffix : {"pdf", "png", "svg"}
    """
    from contextures.style import render

    return render(lambda figure: draw(figure.subplots(), sweep), HEIGHT, suffix, width=WIDTH)


def drawn(comparison: Comparison, suffix: str) -> bytes:
    """Return a picture of limits side by side.

    Parameters
    ----------
    comparison : Comparison
    suffix : {"pdf", "png", "svg"}
    """
    from contextures.style import render

    height = 0.22 * sum(row.value is not None for row in comparison.rows) + 0.8
    return render(lambda figure: comparison.plot(figure.subplots()), height, suffix, width=WIDTH)


def suffix_of(path: str) -> str:
    """Return the format that a path asks for; InputError where it is none of pdf, png and svg."""
    suffix = Path(path).suffix.lower().lstrip(".")
    if suffix not in FORMATS:
        raise InputError(f"{path} names no picture; a file that ends in {', '.join(FORMATS)} is right")
    return suffix
