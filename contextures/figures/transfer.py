"""The worst error of the contexture under a shift of the inputs, against how far they may shift."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from contextures.contexts.laws import gaussian_channel
from contextures.contexts.transfer import worst_transfer_error
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.style import BLUE, GREEN, GREY, ORANGE, VERMILION, letter

STYLES = ((BLUE, "-"), (VERMILION, "--"), (GREEN, "-."), (ORANGE, ":"), (GREY, "-"))


def data(
    source: Source,
    *,
    points: int = 7,
    correlation: float = 0.8,
    epsilon: float = 0.35,
    dimensions: Sequence[int] = (1, 2, 3, 4, 5),
    levels: int = 13,
) -> Arrays:
    """Return the worst error of the top-d functions of a Gaussian channel over tasks and laws with dQ/dP ≤ 1/α."""
    context = gaussian_channel(points, points, correlation)
    grid = np.geomspace(1, 16, levels)
    errors = [
        [worst_transfer_error(context, context.left[:, :d], epsilon, 1 / most) for most in grid] for d in dimensions
    ]
    return {"most": grid, "dimensions": np.array(dimensions), "error": np.array(errors)}


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the errors, and their share of the bound: 1/α times the error at α = 1."""
    left, right = figure.subplots(1, 2)
    styles = STYLES[: len(arrays["error"])]
    for d, errors, (colour, dash) in zip(arrays["dimensions"], arrays["error"], styles, strict=True):
        left.plot(arrays["most"], errors, dash, color=colour, label=str(d))
        right.plot(arrays["most"], errors / errors[0] / arrays["most"], dash, color=colour)
    for ax in (left, right):
        ax.set(xscale="log", xlabel="largest dQ/dP, 1/α")
    left.set(yscale="log", ylabel="worst error")
    left.legend(title="d")
    letter(left, "a", "over tasks and laws")
    right.set(ylabel="share of the bound", ylim=(0, 1.05))
    letter(right, "b", "of 1/α × unshifted")


PICTURE = Picture("transfer", "The worst error of the contexture under a shift of the inputs", data, draw, cost=2)
