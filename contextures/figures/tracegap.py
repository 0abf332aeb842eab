"""The trace-gap bound against the exact worst case: encoders that lie above the printed bound refute it."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.contexts import laws
from contextures.contexts.context import Context
from contextures.figures.encoded import evaluator, measured, sides
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.style import BLACK, BLUE, SKY, VERMILION
from contextures.theory.catalogue import catalogue

HALVES = ((3, 1), (3, 1), (1, 3), (1, 3))
"""Four equally likely inputs; A tells the first two from the others, with s_1 = ½, and no other singular value."""
OTHER = (1.0, -1.0, 1.0, -1.0)
"""A function with s_i = 0."""
BITS, FLIP = 3, 0.25
"""A cube whose s_1 is ½ too."""


def data(source: Source, *, epsilon: float = 0.6, encoders: int = 120, steps: int = 80) -> Arrays:
    """Return trace gap, exact worst case, printed and corrected bound of many encoders, each (4, B).

    Random ones of one to four columns near the top singular functions of a cube; and, ordered by their trace gap, turns
    of μ_1 towards a function with s_i = 0. The bounds depend on s_1 only, which is ½ in both.
    """
    cube, halves, rng = laws.cube(BITS, FLIP), Context.from_table(HALVES), source.rng("trace-gap")
    random = []
    for d in (1, 2, 3, 4):
        noise = rng.normal(size=(encoders, cube.n_x, d)) * rng.uniform(0, 1.2, (encoders, 1, 1))
        random.append(_values(cube, cube.left[:, :d] + noise, epsilon))
    angle = np.linspace(0, np.pi / 2, steps + 1)[:-1, None]
    turned = np.cos(angle) * halves.left[:, 0] + np.sin(angle) * np.array(OTHER)
    return {
        "random": np.concatenate(random, axis=1),
        "turned": _values(halves, turned[:, :, None], epsilon),
        "epsilon": np.array(epsilon),
        "top": halves.singular_values[:1],
    }


def _values(context: Context, encoders: FloatArray, epsilon: float) -> FloatArray:
    statement = catalogue["optimality.trace-gap"]
    evaluate = evaluator(context, encoders, np.full(len(encoders), epsilon))
    bounds = [sides(evaluate, claim, claim.part("bound"))[1] for claim in statement.variants.values()]
    return np.stack([measured(evaluate, "trace_gap"), measured(evaluate, "error"), *bounds])


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the exact errors over the trace gap, and the two bounds."""
    axes = figure.subplots()
    gap, error, printed, corrected = arrays["turned"]
    random_gap, random_error, random_printed, _ = arrays["random"]
    above = random_error > random_printed
    axes.plot(random_gap[~above], random_error[~above], ".", color=BLACK, markersize=2, label="an encoder, exactly")
    axes.plot(
        random_gap[above],
        random_error[above],
        "x",
        color=VERMILION,
        markersize=2.6,
        label="one above the printed bound",
    )
    axes.plot(gap, printed, "--", color=VERMILION, label="bound as printed")
    axes.plot(gap, corrected, color=BLUE, label="corrected bound")
    axes.plot(
        gap[::5], error[::5], "o", color=BLUE, markerfacecolor=SKY, markersize=3.5, label="encoders that attain it"
    )
    top, epsilon = float(arrays["top"][0]), float(arrays["epsilon"])
    axes.set(xlabel="trace gap TG of the encoder", ylabel="worst-case error", xlim=(0, 1.01 * top**2), ylim=(0, 1.05))
    axes.set_title(f"s₁ = {top:g}, ε = {epsilon:g}", loc="left")
    axes.legend(loc="lower right")


PICTURE = Picture("trace-gap", "The trace-gap bound, printed and corrected, against the exact worst case", data, draw)
