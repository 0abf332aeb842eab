"""Coverage of intervals for a probability, exactly: which of them keep what they say."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from scipy.stats import binom

from contextures.arrays import FloatArray
from contextures.bounds.formula import Formula
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.measure.formula import value_at
from contextures.style import BLACK, BLUE, ORANGE
from contextures.theory.catalogue import catalogue

INTERVALS = (
    ("Clopper–Pearson", "classical.clopper-pearson", "interval", True),
    ("kl, ln(2/δ)", "classical.chernoff-kl", "two-sided", True),
    ("Hoeffding, ln(2/δ)", "classical.hoeffding", "two-sided", True),
    ("Bentkus, δ/2", "classical.bentkus", "limit", True),
    ("emp. Bernstein, δ/2", "classical.empirical-bernstein", "", True),
    ("Wald", "classical.folk-intervals", "wald", False),
    ("Wilson", "classical.folk-intervals", "wilson", False),
    ("Jeffreys", "classical.folk-intervals", "jeffreys", False),
    ("Hoeffding, ln(1/δ)", "classical.one-log", "hoeffding", False),
)
"""Name, statement, part, and whether it is a guarantee."""


def intervals(size: int, level: float) -> FloatArray:
    """Return both ends of each interval at each count, (9, 2, size + 1)."""
    found = []
    for _, id_, part, _ in INTERVALS:
        limit = Formula.of(catalogue[id_], "printed", part or None).limit
        assert limit is not None
        counts = np.arange(size + 1.0)
        shares = counts / size
        at = {"count": counts, "mean": shares, "n": size, "delta": level, "a": 0, "b": 1}
        at["variance"] = size / (size - 1) * shares * (1 - shares)
        if limit.lower is not None:
            ends = [value_at(expression, at, exact=False) for expression in (limit.lower, limit.value)]
        else:
            high = value_at(limit.value, {**at, "delta": level / 2}, exact=False)
            ends = [1 - high[::-1], high]
        found.append(ends)
    return np.array(found)


def data(source: Source, *, sizes: tuple[int, ...] = (10, 50), level: float = 0.05, points: int = 2001) -> Arrays:
    """Return the exact coverage of each interval over p, (2, 9, points)."""
    del source
    p = np.linspace(0, 1, points + 2)[1:-1]
    coverage = []
    for size in sizes:
        chances = binom.pmf(np.arange(size + 1)[:, None], size, p)
        low, high = np.moveaxis(intervals(size, level), 1, 0)
        inside = (low[..., None] <= p) & (p <= high[..., None])
        coverage.append((chances * inside).sum(1))
    return {"p": p, "coverage": np.array(coverage), "sizes": np.array(sizes), "level": np.array(level)}


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw a panel for each interval, with a line for each sample size."""
    panels = figure.subplots(3, 3, sharex=True, sharey=True)
    for place, ((name, *_, holds), axes) in enumerate(zip(INTERVALS, panels.ravel(), strict=True)):
        for size, lines, colour in zip(arrays["sizes"], arrays["coverage"], (ORANGE, BLUE), strict=True):
            axes.plot(arrays["p"], lines[place], color=colour, linewidth=0.7, label=f"n = {size:g}")
        axes.axhline(1 - float(arrays["level"]), color=BLACK, linewidth=0.6, linestyle="--")
        axes.set_title(name if holds else f"{name} *", loc="left", fontsize=5.5)
        axes.set(xlim=(0, 1), ylim=(0.7, 1.01), xticks=(0, 0.5, 1), xticklabels=("0", "0.5", "1"))
    panels[2, 0].legend(loc="lower center", fontsize=5.5)
    figure.supxlabel("p   (* no guarantee for every p and δ; δ/2: at each end)", fontsize=6.5)
    figure.supylabel("exact coverage", fontsize=6.5)


PICTURE = Picture("coverage", "Exact coverage of nine intervals for a probability", data, draw, height=3.6)
