"""What the upper limits of a mean add to it, against the sample size."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from contextures.bounds.formula import Formula
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.measure.formula import value_at
from contextures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION
from contextures.theory.catalogue import catalogue

LIMITS = (
    ("Hoeffding", "classical.hoeffding", "limit", GREY, "-"),
    ("empirical Bernstein", "classical.empirical-bernstein", "", GREEN, "-"),
    ("unexpected Bernstein, γ = ½", "classical.unexpected-bernstein", "", PURPLE, "-"),
    ("kl", "classical.chernoff-kl", "limit", BLUE, "-"),
    ("Bentkus", "classical.bentkus", "limit", SKY, "-"),
    ("Bernstein, v known", "classical.bernstein", "limit", ORANGE, "-"),
    ("Clopper–Pearson", "classical.clopper-pearson", "upper", BLACK, "-"),
    ("Bernstein with V (no guarantee)", "classical.bernstein-plug-in", "", VERMILION, "--"),
)
"""Name, statement, part, colour and line."""


def data(source: Source, *, share: float = 0.1, level: float = 0.05, most: int = 10_000) -> Arrays:
    """Return the excess of each limit over a mean of 0/1 data, at sample sizes with a whole number of ones."""
    del source
    step = round(1 / share)
    sizes = np.unique(np.rint(np.geomspace(step, most, 60) / step)) * step
    at = {"n": sizes, "mean": share, "count": np.rint(share * sizes), "delta": level, "a": 0, "b": 1, "gamma": 0.5}
    at |= {"variance": sizes / (sizes - 1) * share * (1 - share), "true_variance": share * (1 - share)}
    at["second_moment"] = share
    found = []
    for _, id_, part, *_ in LIMITS:
        limit = Formula.of(catalogue[id_], "printed", part or None).limit
        assert limit is not None
        found.append(value_at(limit.value, at, exact=False) - share)
    return {"n": sizes, "excess": np.array(found), "fixed": np.array([share, level])}


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw a line for each limit."""
    axes = figure.subplots()
    for (name, *_, colour, line), values in zip(LIMITS, arrays["excess"], strict=True):
        axes.loglog(arrays["n"], values, line, color=colour, label=name)
    share, level = arrays["fixed"]
    axes.set(xlabel="sample size n", ylabel="upper limit less the mean", ylim=(3e-3, 3))
    axes.set_title(f"0/1 data of mean {share:g}, δ = {level:g}", loc="left")
    axes.legend(loc="upper right", fontsize=5.5)


PICTURE = Picture("widths", "What upper limits add to a mean, against the sample size", data, draw)
