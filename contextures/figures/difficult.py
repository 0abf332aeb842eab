"""What difficult examples do to an error bound, and to the margin that makes up for them."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.measure.formula import value_at
from contextures.style import BLACK, COLOURS
from contextures.theory.catalogue import catalogue


def data(
    source: Source, *, size: int = 60, similarities: tuple[float, ...] = (0.2, 0.4, 0.6), points: int = 201
) -> Arrays:
    """Return by how much the bound grows with n_d difficult points of n a class, and the margin against γ.

    Two classes, β = 0.01; on the left γ is halfway from β to α, on the right half of the points are difficult.
    """
    del source
    larger = catalogue["neighbours.difficult-larger"].printed.part("bound")
    margin = catalogue["neighbours.difficult-margin-sign"].printed.part("positive").rhs
    counts, share = np.arange(1, size), np.linspace(0, 1, points)[1:-1]
    fixed = {"n": size, "r": 1, "beta": 0.01, "delta": 0.01}
    growth, margins = [], []
    for alpha in similarities:
        at = {**fixed, "alpha": alpha, "gamma": (0.01 + alpha) / 2, "n_d": counts}
        sides = [value_at(side, at, exact=False) for side in larger.sides]
        growth.append(sides[1] / sides[0] - 1)
        wide = {**fixed, "r": 40, "alpha": alpha, "gamma": 0.01 + share * (alpha - 0.01), "n_d": size // 2}
        margins.append(value_at(margin, wide, exact=False))
    return {
        "alpha": np.array(similarities),
        "share": counts / size,
        "growth": np.array(growth),
        "gamma": share,
        "margin": np.array(margins),
    }


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the growth of the bound against the share of difficult points, and the margin against the difficulty."""
    left, right = figure.subplots(1, 2)
    for colour, alpha, growth, margin in zip(
        COLOURS, arrays["alpha"], arrays["growth"], arrays["margin"], strict=False
    ):
        left.plot(arrays["share"], 1e3 * growth, color=colour, label=f"α = {alpha:g}")
        right.plot(arrays["gamma"], margin / margin.max(), color=colour)
        top = int(margin.argmax())
        right.plot(arrays["gamma"][top], 1.0, "o", color=colour, markersize=3)
    left.axhline(0, color=BLACK, linewidth=0.6, linestyle="--")
    left.set(xlabel="share of difficult points in a class", ylabel="bound (4) over bound (3) less 1, in ‰")
    left.legend()
    right.set(xlabel="difficulty (γ − β)/(α − β)", ylabel="margin over its largest", ylim=(0, 1.08))


PICTURE = Picture(
    "difficult", "What difficult examples do to an error bound, and the margin that makes up for them", data, draw
)
