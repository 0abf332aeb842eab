"""Draw the pictures of docs/sharper.md for chapters 1–5: ``python docs/make_sharper.py``.

The modules beside it draw those on samples, of chapter 6, of chapter 7 and of chapter 8.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import binom

from contextures.contexts import laws
from contextures.contexts.context import Context
from contextures.exact.arithmetic import Floats
from contextures.figures.encoded import evaluator, measured, sides
from contextures.measure.domain import FINITE_CONTEXTS, LEARNING
from contextures.measure.special.joint_angle import largest_share
from contextures.measure.worlds.bounds import LearningWorld
from contextures.measure.worlds.contexts import ContextWorld
from contextures.style import BLUE, ORANGE, SKY, VERMILION, render
from contextures.theory.catalogue import catalogue

PICTURES = Path(__file__).parent / "images"
Values = np.ndarray


def trace_gap(figure: Figure) -> None:
    """Bounds over the exact worst case, for the contexture of points on a line, tilts of it and random encoders."""
    steps = np.subtract.outer(np.arange(8), np.arange(8))
    line, rng, epsilon = Context.from_table(np.exp(-((steps / 2) ** 2))), np.random.default_rng(0), 0.35
    columns = {"print": VERMILION, "in TG alone": SKY, "S and g apart": BLUE}
    points: dict[str, list[Values]] = {name: [] for name in ("error", *columns)}
    claims = catalogue["optimality.trace-gap"].variants
    for d in (1, 2, 3, 4, 5):
        noise = rng.normal(size=(120, line.n_x, d)) * rng.choice([0.0, 0.03, 0.1, 0.3], (120, 1, 1))
        evaluate = evaluator(line, line.left[:, :d] + noise, np.full(120, epsilon))
        part = claims["corrected"].part("subfamily")
        best = np.min([evaluate.value(part.rhs, index) for index in evaluate.indices(part)], axis=0)
        points["error"].append(measured(evaluate, "error"))
        points["print"].append(sides(evaluate, claims["printed"], claims["printed"].part("bound"))[1])
        points["in TG alone"].append(sides(evaluate, claims["corrected"], claims["corrected"].part("bound"))[1])
        points["S and g apart"].append(best)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="black", linewidth=0.6)
    for name, colour in columns.items():
        axes.plot(np.concatenate(points["error"]), np.concatenate(points[name]), ".", ms=3, color=colour, label=name)
    axes.set(xlabel="worst-case error, exactly", ylabel="bound", xlim=(0, 1), ylim=(0, 1.5))
    axes.legend(title="bound", loc="lower right")


def converse(figure: Figure) -> None:
    """The largest error at ρ = 1 − ε of the least lucky encoder, against ε, with few and with enough inputs."""
    panels = figure.subplots(1, 2, sharey=True)
    for axes, inputs in zip(panels, (3, 4), strict=True):
        context = Context.from_table(np.eye(inputs) * 6 + np.diag([4, 2, 1, 0][:inputs]) + 1)
        values = context.singular_values**2
        epsilon = np.linspace(1 - context.singular_values[0], 1 - context.singular_values[1], 41)[:-1]
        rng, least = np.random.default_rng(1), np.full(len(epsilon), np.inf)
        for _ in range(150):
            tilted = context.left[:, :1] + rng.normal(size=(inputs, 1)) * rng.choice([0.0, 0.2, 1.0, 5.0])
            encoders = np.broadcast_to(tilted, (len(epsilon), inputs, 1))
            least = np.minimum(least, measured(evaluator(context, encoders, epsilon), "error_at_compatibility"))
        level = (1 - epsilon) ** 2
        full, rest = (values[0] - level) / (values[0] - values[1]), (level - values[1]) / (values[0] - values[1])
        axes.plot(epsilon, full, "--", color=VERMILION, label="as printed")
        axes.plot(epsilon, np.minimum(full, rest), color=BLUE, label="for every N")
        axes.plot(epsilon[::2], least[::2], "o", ms=3, color=BLUE, markerfacecolor=SKY, label="worst encoder found")
        axes.set(xlabel="ε", title=f"N = {inputs}, d = 1", ylim=(0, 1.05))
    panels[0].set_ylabel("largest error at ρ = 1 − ε")
    panels[0].legend(loc="upper left")


def low_variance(figure: Figure) -> None:
    """cos(f, Tg) for g = T*f over the compatibility of f, and the least that it can be."""
    context, rng = laws.cube(3, 0.15), np.random.default_rng(2)
    modes = context.left.shape[1]
    task = (rng.normal(size=(900, modes)) * 10 ** rng.uniform(-2, 1, (900, modes))) @ context.left.T
    joint = np.broadcast_to(context.joint, (900, *context.shape))
    world = ContextWorld({"joint": joint, "task": task}, {"d": 1}, Floats())
    squares = [FINITE_CONTEXTS.quantities[name](world) for name in ("rho_square", "image_alignment_square")]
    rho, cosine = np.sqrt(squares)
    axes, top = figure.subplots(), float(context.singular_values[0])
    axes.plot(rho, cosine, ".", ms=2.5, color=SKY, label="a task f")
    axes.plot([0, top], [0, 1], color=BLUE, label="ρ(f)/s₁")
    axes.set(xlabel="compatibility ρ(f)", ylabel="cos(f, Tg), g = T*f", xlim=(0, 1.05 * top), ylim=(0, 1.03))
    axes.legend(loc="lower right")


def contrastive(figure: Figure) -> None:
    """The contrastive loss of multiples of three encoders that all learn the contexture."""
    context, scale = Context.from_table([[6, 1, 1], [1, 3, 1], [1, 1, 2]]), np.linspace(0, 1.6, 81)
    values = context.singular_values[:2]
    axes = figure.subplots()
    shapes = {
        "(s₁ν₁, s₂ν₂)": (values, BLUE),
        "(ν₁, ν₂)/2": ([0.5, 0.5], ORANGE),
        "(ν₁, ν₂/4)": ([1.0, 0.25], VERMILION),
    }
    for name, (lengths, colour) in shapes.items():
        psi = scale[:, None, None] * context.right[:, :2] * np.asarray(lengths)
        joint = np.broadcast_to(context.joint, (len(scale), *context.shape))
        world = ContextWorld({"joint": joint, "dual_encoder": psi}, {"d": 2}, Floats())
        axes.plot(scale, FINITE_CONTEXTS.quantities["contrastive_loss"](world), color=colour, label=name)
    axes.axhline(-(values**4).sum() / 2, color="black", linewidth=0.6, linestyle=":")
    axes.set(xlabel="t", ylabel="L_C of t·Ψ", ylim=(-0.09, 0.15))
    axes.legend(title="Ψ", loc="upper left")


def weights(figure: Figure) -> None:
    """What a step loses, as printed and sharply, over the step size."""
    x = np.linspace(1e-3, 12, 400)
    sharp = (np.log(np.expm1(x) / x) - 1 + x / np.expm1(x)) / x
    axes = figure.subplots()
    axes.plot(x, x / 8, "--", color=VERMILION, label="x/8 (print)")
    axes.plot(x, sharp, color=BLUE, label="ψ(x)")
    axes.axhline(1, color="black", linewidth=0.6, linestyle=":")
    axes.set(xlabel="x = ηd", ylabel="loss of a step, over d", xlim=(0, 12), ylim=(0, 1.5))
    axes.legend(loc="upper left")


def angle(figure: Figure) -> None:
    """Exact errors of encoders of one trace gap, tilted towards every eigenvalue, under four bounds, over ε."""
    gap, epsilon = 0.5, np.linspace(0, 0.495, 100)
    odds = epsilon / (1 - epsilon)
    axes = figure.subplots()
    earlier = gap / (1 - gap) * (np.sqrt(gap) + epsilon) / (1 - epsilon)
    axes.plot(epsilon, earlier, "--", color=VERMILION, label="as reconstructed")
    closed = (np.sqrt(gap / (1 - gap) * odds) + gap / (2 - gap)) ** 2
    axes.plot(epsilon, closed, color=ORANGE, label="two angles apart")
    axes.plot(epsilon, largest_share(gap, epsilon), color=BLUE, label="one θ for both")
    rng = np.random.default_rng(3)
    theta, some = rng.uniform(0, gap, 250), rng.choice(epsilon[1:], 250)
    root, slope = np.sqrt(theta)[:, None, None], np.sqrt((gap - theta) / (1 - gap))
    signs = np.array([[1, -1], [-1, 1]])
    fields = {
        "joint": (1 + root * signs) / 4,
        "dual_encoder": np.stack([1 + slope, 1 - slope], axis=1)[:, :, None],
        "epsilon": some,
        "B": np.ones(250),
    }
    errors = LEARNING.quantities["error"](LearningWorld(fields, {"d": 1}, Floats()))
    axes.plot(some, errors, ".", ms=2.5, color=SKY, label="an encoder of gap ½")
    axes.set(xlabel="ε", ylabel="error / B²", xlim=(0, 0.5), ylim=(0, 1.8))
    axes.legend(loc="upper left")


def deviation(figure: Figure) -> None:
    """The exact quantile of λ̂_1 − λ_1 for the three points whose norm is 0 or κ, in units of κ²/√N, over δ."""
    size, axes = 4000, figure.subplots()
    delta = np.logspace(-12, np.log10(0.5), 60)
    root = np.sqrt(np.log(1 / delta))
    found = (binom.isf(delta, size, 0.5) / size - 0.5) * np.sqrt(size)
    axes.plot(root, 2 * np.sqrt(2) + np.sqrt(19 * np.log(2 * (size + 1) / delta)), "--", color=VERMILION, label="print")
    axes.plot(root, 1 + root / np.sqrt(2), color=BLUE, label="1 + √(½ log 1/δ)")
    axes.plot(root, found, color=SKY, label="exactly, three points")
    axes.set(xlabel="√log(1/δ)", ylabel="(λ̂₁ − λ₁)√N/κ²", ylim=(0, 30))
    axes.legend(loc="upper left")


DRAWINGS: dict[str, tuple[Callable[[Figure], None], float, float]] = {
    "trace-gap": (trace_gap, 3.4, 2.7),
    "converse": (converse, 5.0, 2.5),
    "low-variance": (low_variance, 3.4, 2.5),
    "contrastive": (contrastive, 3.4, 2.5),
    "weights": (weights, 3.4, 2.5),
    "angle": (angle, 3.4, 2.7),
    "deviation": (deviation, 3.4, 2.5),
}


def main() -> None:
    """Write every picture."""
    for name, (draw, width, height) in DRAWINGS.items():
        (PICTURES / f"sharper-{name}.svg").write_bytes(render(draw, height, "svg", width=width))


if __name__ == "__main__":
    main()
