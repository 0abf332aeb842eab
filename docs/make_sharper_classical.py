"""Draw the pictures of docs/sharper.md for chapter 8: ``python docs/make_sharper_classical.py``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from scipy.special import rel_entr, xlogy
from scipy.stats import binom, hypergeom

from contextures.style import BLUE, ORANGE, SKY, VERMILION, render

PICTURES = Path(__file__).parent / "images"


def divergence(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return kl(first‖second) in nats."""
    return rel_entr(first, second) + rel_entr(1 - first, 1 - second)


def replacement(figure: Figure) -> None:
    """Prices of draws without replacement, and the largest moments over the number of errors, over m, at N = 120."""
    population, drawn = 120, np.arange(20, 101, 4)
    axes = figure.subplots()
    axes.plot(
        drawn, 3 * np.log(drawn) * np.sqrt(drawn * (1 - drawn / population)), "--", color=VERMILION, label="print"
    )
    paid, exact = [], []
    for m in drawn:
        j = np.arange(m + 1)
        paid.append(np.sum(binom.pmf(j, m, np.clip(j / m, 1e-300, 1))))
        moments = [
            np.sum(hypergeom.pmf(j, population, errors, m) * np.exp(m * divergence(j / m, errors / population)))
            for errors in range(1, population)
        ]
        exact.append(max(moments))
    axes.plot(drawn, paid, color=BLUE, label="ξ(m)")
    axes.plot(drawn, exact, ".", ms=4, color=SKY, label="largest moment")
    axes.set(xlabel="m of 120 examples", ylabel="price", ylim=(0, 100))
    axes.legend(loc="upper left")


def halves(figure: Figure) -> None:
    """Chances that the product of two capitals, doubled or lost at each toss, ever reaches 1/δ."""
    power = np.arange(0, 13)
    delta = np.linspace(0, 12, 200)
    axes = figure.subplots()
    axes.plot(delta, 1 + delta * np.log(2), color=BLUE, label="1 + ln(1/δ)")
    axes.plot(delta, np.ones_like(delta), "--", color=VERMILION, label="if it were a bet")
    axes.plot(power, 1 + power / 2, ".", ms=4, color=SKY, label="double or nothing")
    axes.set(xlabel="log₂(1/δ)", ylabel="chance of reaching 1/δ, over δ", ylim=(0, 14))
    axes.legend(loc="upper left")


def information(figure: Figure) -> None:
    """Informations of pairs of two even points and three others under the two bounds, over s_1²."""
    rng = np.random.default_rng(4)
    rows = np.stack([rng.dirichlet(np.full(3, rng.choice([0.3, 1, 4])), 2) for _ in range(300)])
    joint = rows / 2
    product = joint.sum(2, keepdims=True) * joint.sum(1, keepdims=True)
    found = xlogy(joint, joint / product).sum((1, 2))
    square = ((joint - product) ** 2 / product).sum((1, 2))
    s, axes = np.linspace(0, 0.995, 200), figure.subplots()
    axes.plot(s, np.log(1 + s), color=BLUE, label="ln(1 + s₁²)")
    axes.plot(s, s / 2, color=ORANGE, label="½s₁²")
    axes.plot(s, -np.log(1 - s) / 2, "--", color=VERMILION, label="Gaussian")
    axes.plot(square, found, ".", ms=2.5, color=SKY, label="a pair")
    axes.set(xlabel="s₁²", ylabel="I(X;Y) in nats", xlim=(0, 1), ylim=(0, 1))
    axes.legend(loc="upper left")


DRAWINGS: dict[str, tuple[Callable[[Figure], None], float, float]] = {
    "replacement": (replacement, 3.4, 2.5),
    "halves": (halves, 3.4, 2.5),
    "information": (information, 3.4, 2.5),
}


def main() -> None:
    """Write every picture."""
    for name, (draw, width, height) in DRAWINGS.items():
        (PICTURES / f"sharper-{name}.svg").write_bytes(render(draw, height, "svg", width=width))


if __name__ == "__main__":
    main()
