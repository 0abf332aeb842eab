"""Draw the pictures of docs/sharper.md on samples: ``python docs/make_sharper_samples.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import gammaln
from scipy.stats import binom

from contextures.exact.arithmetic import Floats
from contextures.measure.domain import LEARNING
from contextures.measure.worlds.bounds import LearningWorld
from contextures.style import BLUE, ORANGE, SKY, VERMILION, render

PICTURES = Path(__file__).parent / "images"


def projection(figure: Figure) -> None:
    """Projection errors of encoders of one function on two points, all of one trace gap, over the excess ω."""
    gap, epsilon, count = 0.5, 0.2, 60
    omega = np.linspace(0.004, gap - 0.004, count)
    following = gap - omega
    root, slope = np.sqrt(following)[:, None, None], np.sqrt(omega / (1 - gap))
    signs = np.array([[1, -1], [-1, 1]])
    fields = {
        "joint": (1 + root * signs) / 4,
        "dual_encoder": np.stack([1 + slope, 1 - slope], axis=1)[:, :, None],
        "epsilon": np.full(count, epsilon),
        "B": np.ones(count),
    }
    errors = LEARNING.quantities["error_projection"](LearningWorld(fields, {"d": 1}, Floats()))
    apart = gap / (1 - gap) * (np.sqrt(epsilon) + np.sqrt(omega)) ** 2 / (1 - epsilon)
    sine = np.sqrt(omega * (1 - following - epsilon)) + np.sqrt(epsilon * (1 - gap))
    axes = figure.subplots()
    axes.plot(omega, apart, "--", color=ORANGE, label="two roots apart")
    axes.plot(omega, gap / (1 - epsilon) * (sine / (1 - following)) ** 2, color=BLUE, label="sharp")
    axes.plot(omega[::3], errors[::3], ".", ms=4, color=SKY, label="an encoder on two points")
    axes.set(xlabel="ω", ylabel="projection error / B²", xlim=(0, gap), ylim=(0, 1.5))
    axes.legend(loc="upper left")


def pair(axes: Axes, size: int = 4000, following: float = 0.25) -> None:
    """Exact quantiles of the excess on an even pair of points, d = 1, and the bounds with a gap."""
    delta = np.logspace(-14, np.log10(0.5), 50)
    tilt = 2 * binom.isf(delta / 2, size, 0.5) / size - 1
    separation, log = 1 - following, np.log(1 / delta)
    excess = separation / 2 * (1 - np.cos(np.arctan(2 * np.sqrt(following) * tilt / separation)))
    norm = np.sqrt((2 + following) * following) + 2 * np.sqrt(following * log)
    norm = norm / np.sqrt(size)
    axes.plot(np.sqrt(log), size * 2 * norm**2 / separation, "--", color=VERMILION, label="2D²/γ")
    near = (separation - np.sqrt(separation**2 - 2 * norm**2)) / 2
    axes.plot(np.sqrt(log), size * near, color=BLUE, label="½(γ−√(γ²−2D²))")
    axes.plot(np.sqrt(log), size * excess, ".", ms=3, color=SKY, label="exactly, two points")
    axes.set(xlabel="√log(1/δ)", ylabel="(τ² − λ₂)N", ylim=(0, 80))
    axes.legend(loc="upper left")


def blocks(axes: Axes, size: int = 1000) -> None:
    """Probabilities that a block of three is missed, against what is lost then, and the bounds without a gap."""
    first, second = np.meshgrid(np.arange(size + 1), np.arange(size + 1), indexing="ij")
    third = size - first - second
    inside = third >= 0
    counts = np.stack([first, second, np.maximum(third, 0)]).astype(float)
    chances = np.where(inside, np.exp(gammaln(size + 1) - gammaln(counts + 1).sum(0) - size * np.log(3)), 0.0)
    _, left, right = 3 * counts / size
    lost, found = np.linspace(1, 15, 15) / np.sqrt(size), []
    for gamma in lost:
        mixed = (1 - np.sqrt(1 - gamma)) / 2
        straight, crossed = (1 - mixed) ** 2, mixed**2
        middle = (left + right) * (straight + crossed) / 2
        radius = np.hypot((left - right) * (straight - crossed) / 2, (left + right) * mixed * (1 - mixed))
        found.append(chances[3 * counts[0] / size < middle - radius - 1e-12].sum())
    root = np.sqrt(np.log(1 / np.array(found)))
    line = np.linspace(0, root.max(), 50)
    axes.plot(line, 6 + 6 * line, "--", color=VERMILION, label="kernel-pca-explicit")
    axes.plot(line, 4 + np.sqrt(12) * line, color=BLUE, label="kernel-pca-sharp")
    axes.plot(root, lost * np.sqrt(size), ".", ms=3, color=SKY, label="exactly, three blocks")
    axes.set(xlabel="√log(1/δ)", ylabel="(τ² − λ₃)√N", ylim=(0, 40))
    axes.legend(loc="upper left")


def kernel_pca(figure: Figure) -> None:
    """With a gap and without."""
    panels = figure.subplots(1, 2)
    pair(panels[0])
    blocks(panels[1])


DRAWINGS: dict[str, tuple[Callable[[Figure], None], float, float]] = {
    "projection": (projection, 3.4, 2.5),
    "kernel-pca": (kernel_pca, 6.0, 2.7),
}


def main() -> None:
    """Write every picture."""
    for name, (draw, width, height) in DRAWINGS.items():
        (PICTURES / f"sharper-{name}.svg").write_bytes(render(draw, height, "svg", width=width))


if __name__ == "__main__":
    main()
