"""Pictures of a table: the map of its rows and columns, and its singular values."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Literal, TypeAlias

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.contexts.correspondence import Map, Points
from contextures.contexts.independence import Bootstrap
from contextures.errors import InputError
from contextures.style import BLUE, GREY, MARKERS, VERMILION

MapKind: TypeAlias = Literal["symmetric", "rows", "columns"]
MAPS: dict[str, tuple[str, str]] = {
    "symmetric": ("principal", "principal"),
    "rows": ("principal", "standard"),
    "columns": ("standard", "principal"),
}
"""The coordinates of the rows and of the columns in each kind of map."""
MOST_LABELLED = 60
"""Points of one kind, above which the labels of those nearest to the centre are left out."""


def draw_map(points: Map, axes: Any, kind: MapKind = "symmetric", dims: tuple[int, int] = (1, 2)) -> None:
    """Draw rows and columns on two axes of a table, supplementary points hollow, labels beside their points.

    Parameters
    ----------
    points : Map
    axes : Axes of Matplotlib
    kind : {"symmetric", "rows", "columns"}
        Principal coordinates of both; or of the rows (or columns) alone, which lie at the averages of the others.
    dims : (int, int)
        Which axes, from 1; of a table of one axis the second is left empty.

    Raises
    ------
    InputError
        Where the kind or an axis is none.
    """
    if kind not in MAPS:
        raise InputError(f"the map is {kind!r}; one of {', '.join(MAPS)} is right")
    r = len(points.singular_values)
    if not all(isinstance(i, int) and 1 <= i <= max(r, 2) for i in dims) or dims[0] == dims[1] or dims[0] > r:
        raise InputError(f"the axes of the map are {dims}; two different ones from 1 to {r} are right")
    sides = [
        (points.rows, points.supplementary_rows, MAPS[kind][0], BLUE, MARKERS[0], "rows"),
        (points.columns, points.supplementary_columns, MAPS[kind][1], VERMILION, MARKERS[2], "columns"),
    ]
    texts, places = [], []
    axes.axhline(0, color=GREY, linewidth=0.6, zorder=0)
    axes.axvline(0, color=GREY, linewidth=0.6, zorder=0)
    for own, extra, coordinates, colour, marker, name in sides:
        for some, face, told in ((own, colour, name), (extra, "none", f"supplementary {name}")):
            if some.labels:
                at = _plane(some, coordinates, dims)
                axes.scatter(*at.T, s=16, facecolors=face, edgecolors=colour, marker=marker, label=told, linewidths=0.9)
                texts += _labels(axes, some, at, colour)
                places.append(at)
    shares = 100 * points.singular_values**2 / max(float((points.singular_values**2).sum()), np.finfo(float).tiny)
    for set_label, i in ((axes.set_xlabel, dims[0]), (axes.set_ylabel, dims[1])):
        set_label(f"axis {i}" + (f" ({shares[i - 1]:.1f} % of the inertia)" if i <= r else ""))
    axes.set_aspect("equal", adjustable="box")
    axes.margins(0.16)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 0), borderaxespad=4.2, ncols=4)  # in heights of a letter
    _apart(axes, texts, np.concatenate(places))


def draw_scree(context: Context, axes: Any, intervals: Bootstrap | None = None) -> None:
    """Draw the singular values of a table, with their intervals where there are any."""
    s = context.singular_values
    index = np.arange(1, len(s) + 1)
    axes.bar(index, s, color=BLUE, width=0.62, label="$s_i$")
    if intervals is not None:
        ends = np.maximum(np.stack([s - intervals.lower, intervals.upper - s]), 0.0)
        told = f"{intervals.level:.0%} interval, {intervals.method} bootstrap"
        axes.errorbar(index, s, yerr=ends, fmt="none", ecolor=VERMILION, capsize=2.5, elinewidth=1.0, label=told)
        axes.legend()
    axes.set(
        xlabel="i",
        ylabel="singular value $s_i$",
        ylim=(0, 1.2 * float(np.max(s if intervals is None else intervals.upper))),
    )
    axes.xaxis.get_major_locator().set_params(integer=True)


def _plane(points: Points, coordinates: str, dims: tuple[int, int]) -> FloatArray:
    """Coordinates on two axes; 0 on one that the table has not, or on which they are not defined."""
    values: FloatArray = getattr(points, coordinates)
    padded = np.pad(np.nan_to_num(values), ((0, 0), (0, max(0, 2 - values.shape[1]))))
    return padded[:, [i - 1 for i in dims]]


def _labels(axes: Any, points: Points, at: FloatArray, colour: str) -> list[Any]:
    """The labels of the points farthest from the centre, all where they are few."""
    far = np.argsort(-(at**2).sum(axis=1), kind="stable")[:MOST_LABELLED]
    return [axes.text(*at[i], str(points.labels[i]), color=colour, fontsize=6.5) for i in sorted(far.tolist())]


def _apart(axes: Any, texts: list[Any], places: FloatArray) -> None:
    """Move labels from each other and from the points, where adjustText is installed."""
    if find_spec("adjustText") is None:
        return
    from adjustText import adjust_text

    axes.figure.draw_without_rendering()  # where things are is known only then
    adjust_text(
        texts,
        x=places[:, 0],
        y=places[:, 1],
        ax=axes,
        expand=(1.3, 1.6),
        force_text=(0.5, 0.8),
        prevent_crossings=False,
        iter_lim=600,
        arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.5},
    )
