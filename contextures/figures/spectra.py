"""Spectra of weak, moderate and strong contexts: neighbours of a table, crops of images."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from matplotlib.figure import Figure

from contextures.arrays import IntArray
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.samples.data_context import DataContext
from contextures.samples.sampled import knn_context
from contextures.style import BLUE, GREEN, VERMILION, letter, logarithmic

NAMES = ("weak", "moderate", "strong")
STYLES = ((VERMILION, ":"), (BLUE, "-"), (GREEN, "--"))
"""Of a weak, a moderate and a strong context, in every figure."""


def data(
    source: Source,
    *,
    neighbours: Sequence[int] = (150, 30, 5),
    rows: int | None = None,
    crops: Sequence[int] = (2, 3, 4),
    images: int = 400,
    rank: int = 100,
) -> Arrays:
    """Return s_1², s_2², … of KNN contexts of a table and of crops of images, from weak to strong."""
    table, pictures = source.points(rows), source.images(images)
    by_neighbours = [knn_context(table.points, k).spectrum(rank).singular_values for k in neighbours]
    by_crops = [crop_context(pictures.pixels, size).spectrum(rank).singular_values for size in crops]
    return {
        "table": np.array([table.name, f"{len(table.points):,}"]),
        "neighbours": np.array(neighbours),
        "by_neighbours": np.square(by_neighbours),
        "images": np.array([pictures.name, f"{len(pictures.pixels):,}"]),
        "crops": np.array(crops),
        "by_crops": np.square(by_crops),
    }


def crop_context(images: IntArray, size: int) -> DataContext:
    """Return the context of crops: A is a square of an image at a random place, and the place.

    Parameters
    ----------
    images : ndarray of 0 and 1, (n, h, w)
    size : int
        Side of the square.
    """
    squares = np.lib.stride_tricks.sliding_window_view(images, (size, size), axis=(1, 2))
    places = squares.shape[1] * squares.shape[2]
    codes = squares.reshape(len(images), places, size * size) @ (1 << np.arange(size * size))
    _, columns = np.unique(codes * places + np.arange(places), return_inverse=True)
    row = np.repeat(np.arange(len(images)), places)
    shares = sp.csr_array((np.full(row.size, 1 / places), (row, columns.ravel())))
    return DataContext.from_conditional(shares, description=f"crops of {size} × {size}")


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the spectra of the table above those of the images."""
    upper, lower = figure.subplots(2, 1, sharex=True)
    for axes, values, sizes, word in (
        (upper, arrays["by_neighbours"], arrays["neighbours"], "K = {}"),
        (lower, arrays["by_crops"], arrays["crops"], "{0} × {0}"),
    ):
        for spectrum, size, name, (colour, dash) in zip(values, sizes, NAMES, STYLES, strict=True):
            label = f"{name}, {word.format(size)}"
            axes.plot(np.arange(1, len(spectrum) + 1), spectrum, dash, color=colour, label=label)
        axes.set(ylim=(0, 1.02), ylabel="$s_i^2$")
        logarithmic(axes)
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    lower.set_xlabel("i")
    name, count = arrays["table"]
    letter(upper, "a", f"K neighbours, {count} rows of {name}")
    name, count = arrays["images"]
    letter(lower, "b", f"crops of {count} images, {name}")


PICTURE = Picture(
    "spectra", "Spectra of weak, moderate and strong contexts", data, draw, height=3.4, extra="data", cost=25
)
