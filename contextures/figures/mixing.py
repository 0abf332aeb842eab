"""Mixing two contexts: the spectra of a convolution, a convex combination and a concatenation, and their τ."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.contexts.context import Context
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.samples.mixing import concatenate, convolve, mix
from contextures.samples.usefulness import usefulness
from contextures.style import BLUE, GREEN, VERMILION, letter

OPERATIONS: dict[str, tuple[Callable[..., Context], tuple[str, str]]] = {
    "convolution": (convolve, ("strong", "strong")),
    "convex combination": (mix, ("strong", "weak")),
    "concatenation": (concatenate, ("weak", "weak")),
}
"""What is made of two contexts, and how strong they are."""


def data(source: Source, *, points: int = 40, weak: float = 0.5, strong: float = 40.0) -> Arrays:
    """Return the spectra of two contexts and of what is made of them, and the τ of each, for every operation.

    Points of the plane; the first context sees one coordinate, the second the other, through Gaussian kernels of small
    γ (weak) or large γ (strong).
    """
    places = source.rng("mixing").normal(size=(points, 2))
    gammas = {"weak": weak, "strong": strong}
    spectra, taus = [], []
    for operation, strengths in OPERATIONS.values():
        parents = [_seen(places[:, k], gammas[strength]) for k, strength in enumerate(strengths)]
        contexts = [*parents, operation(*parents)]
        spectra.append([context.singular_values[: points - 1] for context in contexts])
        taus.append([usefulness(context).tau for context in contexts])
    return {"spectra": np.square(spectra), "tau": np.array(taus), "operation": np.array(list(OPERATIONS))}


def _seen(places: FloatArray, gamma: float) -> Context:
    """P⁺(a|x) in proportion to exp(−γ(x − a)²) over the points."""
    weights = np.exp(-gamma * np.square(places[:, None] - places))
    return Context.from_conditional(weights / weights.sum(axis=1, keepdims=True), np.full(len(places), 1 / len(places)))


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw a panel an operation: both parents and what is made of them."""
    panels = figure.subplots(3, 1, sharex=True)
    rows = zip("abc", panels, arrays["operation"], arrays["spectra"], arrays["tau"], strict=True)
    for which, axes, operation, spectra, taus in rows:
        _, strengths = OPERATIONS[str(operation)]
        labels = [f"{strength}, coordinate {k}" for k, strength in enumerate(strengths, 1)]
        styles = ((VERMILION, ":"), (GREEN, "--"), (BLUE, "-"))
        for spectrum, tau, label, (colour, dash) in zip(spectra, taus, [*labels, "made of both"], styles, strict=True):
            shown = spectrum[:30]
            axes.plot(np.arange(1, len(shown) + 1), shown, dash, color=colour, label=rf"{label}, $\tau$ = {tau:.2f}")
        axes.set(ylabel="$s_i^2$", ylim=(0, 1.02))
        axes.legend()
        letter(axes, which, str(operation))
    panels[-1].set_xlabel("i")


PICTURE = Picture("mixing", "Three ways to mix two contexts, and their spectra", data, draw, height=4.8)
