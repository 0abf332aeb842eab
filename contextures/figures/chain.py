"""Every term of the chain from unlabelled samples to the error of the task, against d, n and N."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from contextures.bounds.bound import bound
from contextures.contexts.laws import gaussian_channel
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, letter

STATEMENT = "bounds.pretrain-downstream"
STYLES = ((BLUE, "-"), (ORANGE, "--"), (GREEN, "-."), (PURPLE, ":"))
AXES = {"d": "dimension d", "n": "labelled samples n", "N": "unlabelled samples N"}


def data(
    source: Source,
    *,
    points: int = 16,
    rho: float = 0.7,
    unlabelled: int = 10**5,
    labelled: int = 10**6,
    steps: int = 41,
) -> Arrays:
    """Return the terms of the bound over d, over n and over N, (terms, steps) each, on a discretised Gaussian channel.

    ε = 1/10, B = 1, σ = 1/10, δ = 1/20; N, n and the best d where they are not varied.
    """
    context = gaussian_channel(points, points, rho)
    fixed: dict[str, Any] = {"epsilon": "1/10", "B": 1, "sigma": "1/10", "delta": "1/20"}
    sizes: dict[str, Any] = {"N": unlabelled, "n": labelled}
    dimensions = np.arange(1, context.n_x + 1)
    by_d = bound(STATEMENT, context=context, d=dimensions, **sizes, **fixed)
    best = int(dimensions[np.nanargmin(by_d.value)])
    n_values = np.unique(np.geomspace(1e2, 1e10, steps).round())
    found = {
        "d": (dimensions, by_d),
        "n": (n_values, bound(STATEMENT, context=context, d=best, **{**sizes, "n": n_values}, **fixed)),
        "N": (n_values, bound(STATEMENT, context=context, d=best, **{**sizes, "N": n_values}, **fixed)),
    }
    arrays: dict[str, Any] = {"best": np.array(best), "sizes": np.array([unlabelled, labelled])}
    for name, (values, result) in found.items():
        terms = np.stack([np.broadcast_to(term, values.shape) for term in result.terms.values()])
        arrays |= {name: values, f"over_{name}": np.where(np.isnan(result.value), np.nan, terms)}
    return {**arrays, "terms": np.array(list(by_d.terms))}


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the terms and their sum over each size."""
    panels = figure.subplots(3, 1)
    unlabelled, labelled = (f"$10^{{{np.log10(size):g}}}$" for size in arrays["sizes"])
    best = int(arrays["best"])
    notes = (f"N = {unlabelled}, n = {labelled}", f"N = {unlabelled}, d = {best}", f"n = {labelled}, d = {best}")
    for which, axes, (name, label), note in zip("abc", panels, AXES.items(), notes, strict=True):
        values, terms = arrays[name], arrays[f"over_{name}"]
        axes.plot(values, terms.sum(axis=0), color=BLACK, linewidth=1.8, label="total")
        for term, word, (colour, dash) in zip(terms, arrays["terms"], STYLES, strict=True):
            axes.plot(values, np.where(term > 0, term, np.nan), dash, color=colour, label=str(word))
        axes.set(xlabel=label, ylabel="bound on error", yscale="log", xscale="linear" if name == "d" else "log")
        letter(axes, which, note)
    panels[0].axvline(best, color=GREY, linewidth=0.8, linestyle=":")
    panels[0].annotate(
        "best d", (best, 1), (3, -7), xycoords=("data", "axes fraction"), textcoords="offset points", fontsize=6
    )
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=3)


PICTURE = Picture(
    "chain", "Every term from pretraining to the task, against d, n and N", data, draw, height=5.4, cost=3
)
