"""The minimax error against d and ε: the formula, the exact worst case, and the task that attains it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.contexts.laws import gaussian_channel
from contextures.figures.encoded import evaluator, measured, sides
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.style import BLACK, COLOURS, DASHES, GREY, letter
from contextures.theory.catalogue import catalogue


def data(
    source: Source,
    *,
    points: int = 18,
    rho: float = 0.9,
    levels: Sequence[float] = (0.15, 0.25, 0.4),
    dimensions: Sequence[int] = (1, 2, 4, 8),
    most: int = 10,
    steps: int = 60,
    rivals: int = 15,
) -> Arrays:
    """Return the error of the contexture over d at some ε and over ε at some d, and that of other encoders over d.

    A discretised Gaussian channel. Other encoders turn each singular function towards a random later one.
    """
    context, rng = gaussian_channel(points, points, rho), source.rng("minimax")
    one = evaluator(context, context.left[None, :, :1], [0.5])
    half_way = catalogue["optimality.minimax-value"].printed.given[-1]
    ds = range(1, most + 1)
    grid = np.linspace(1 - context.singular_values[0] + 1e-9, 0.75, steps)
    return {
        "d": np.array(ds),
        "levels": np.array(levels),
        "over_d": np.stack([_contexture(context, d, levels) for d in ds], axis=2),
        "rivals": np.array([_rivals(context, d, levels[len(levels) // 2], rivals, rng) for d in ds]),
        "epsilon": grid,
        "dimensions": np.array(dimensions),
        "over_epsilon": np.stack([_contexture(context, d, grid) for d in dimensions], axis=1),
        "printed_end": np.asarray(one.value(half_way.rhs))[0],
    }


def _contexture(context: Context, d: int, epsilon: Sequence[float] | FloatArray) -> FloatArray:
    """The formula (NaN where its hypotheses fail), the exact error and the error of the worst task, (3, B)."""
    claim = catalogue["optimality.minimax-value"].corrected
    assert claim is not None
    evaluate = evaluator(context, np.broadcast_to(context.left[:, :d], (len(epsilon), context.n_x, d)), epsilon)
    formula, _ = sides(evaluate, claim, claim.part("lower"))
    return np.stack([formula, measured(evaluate, "error"), measured(evaluate, "error_primal")])


def _rivals(context: Context, d: int, epsilon: float, count: int, rng: np.random.Generator) -> FloatArray:
    """Errors of encoders that turn each of the top-d singular functions towards a later one, (count,)."""
    modes = context.left.shape[1]
    later = np.stack([rng.permutation(np.arange(d, modes))[np.arange(d) % (modes - d)] for _ in range(count)])
    angle = rng.uniform(0, 0.5, (count, 1, d))
    encoders = np.cos(angle) * context.left[:, :d] + np.sin(angle) * np.moveaxis(context.left[:, later], 1, 0)
    return measured(evaluator(context, encoders, np.full(count, epsilon)), "error")


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the error over d, with other encoders in grey, above the error over ε."""
    upper, lower = figure.subplots(2, 1)
    _, exact, attained = arrays["over_d"]
    for k, level in enumerate(arrays["levels"]):
        upper.plot(arrays["d"], exact[k], DASHES[k], color=COLOURS[k], label=f"ε = {level:g}")
        upper.plot(arrays["d"], attained[k], "o", color=COLOURS[k])
    spread, middle = arrays["rivals"], arrays["levels"][len(arrays["levels"]) // 2]
    places = np.repeat(arrays["d"], spread.shape[1])
    label = f"other encoders, ε = {middle:g}"
    upper.plot(places, spread.ravel(), ".", color=GREY, markersize=2, zorder=1, label=label)
    upper.set(xlabel="dimension d of the encoder", xticks=arrays["d"])
    upper.legend(ncols=2)
    letter(upper, "a", "the contexture and other encoders")

    formula, exact, attained = arrays["over_epsilon"]
    every = slice(None, None, 6)
    for k, d in enumerate(arrays["dimensions"]):
        lower.plot(arrays["epsilon"], exact[k], DASHES[k], color=COLOURS[k], label=f"d = {d}")
        lower.plot(arrays["epsilon"][every], attained[k][every], "o", color=COLOURS[k])
    lower.plot(arrays["epsilon"], formula.T, color=BLACK, linewidth=0.6)
    lower.plot([], [], color=BLACK, linewidth=0.6, label="formula")
    lower.plot([], [], "o", color=BLACK, label="a task that attains it")
    lower.axvline(arrays["printed_end"], color=GREY, linewidth=0.8, linestyle=":")
    place = (float(arrays["printed_end"]), 0.98)
    lower.annotate(
        "printed range ends", place, (-3, 0), textcoords="offset points", fontsize=6, ha="right", va="top", rotation=90
    )
    lower.set(xlabel="incompatibility allowed, ε")
    lower.legend(ncols=2)
    letter(lower, "b", "the contexture")
    for axes in (upper, lower):
        axes.set(ylabel="worst-case error", ylim=(0, 1.03))


PICTURE = Picture(
    "minimax",
    "The minimax error against d and ε, and the task that attains it",
    data,
    draw,
    height=4.2,
    cost=2,
)
