"""How far what networks learn is the contexture, against their width and depth: it rises, then saturates."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from contextures.arrays import FloatArray
from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.samples.alignment import canonical_correlations, mutual_neighbours
from contextures.samples.data_context import DataContext
from contextures.samples.sampled import knn_context
from contextures.style import BLUE, VERMILION, letter, logarithmic


def data(
    source: Source,
    *,
    rows: int = 2000,
    neighbours: int = 30,
    d: int = 64,
    widths: Sequence[int] = (2, 4, 8, 16, 32, 64, 128, 256),
    depths: Sequence[int] = (1, 2, 3, 4, 5),
    width: int = 64,
    depth: int = 3,
    outputs: int = 128,
    epochs: int = 60,
    repeats: int = 2,
) -> Arrays:
    """Return the alignment of trained networks with the top-d singular functions of KNN, over width and over depth.

    Multilayer perceptrons predict E[g(A)|x] for random functions g of A (the squared error of g(A) itself differs by a
    constant), so that their last hidden layer, of d units, learns the contexture as far as they can express it
    (`objectives.supervised-regression`). CCA R² and mutual neighbours, each (sizes, repeats).
    """
    table = source.points(rows)
    context = knn_context(table.points, neighbours)
    top = context.spectrum(d).left
    targets = _targets(context, outputs, source.rng("alignment"))
    arrays: dict[str, Any] = {"widths": np.array(widths), "depths": np.array(depths), "fixed": np.array([depth, width])}
    for name, layers in (
        ("over_width", [(w,) * (depth - 1) + (d,) for w in widths]),
        ("over_depth", [(width,) * (k - 1) + (d,) for k in depths]),
    ):
        hidden = [
            [_hidden(layer, table.points, targets, epochs, source.seed + k) for k in range(repeats)] for layer in layers
        ]
        arrays[name] = np.array(
            [[[alike(h, top) for h in row] for row in hidden] for alike in (_correlation, mutual_neighbours)]
        )
    return {**arrays, "table": np.array([table.name, f"{len(table.points):,}", f"{neighbours}", f"{d}"])}


def _correlation(hidden: FloatArray, top: FloatArray) -> float:
    """CCA R², over all of the top functions also where the layer has fewer dimensions."""
    return float(np.square(canonical_correlations(hidden, top)).sum() / top.shape[1])


def _targets(context: DataContext, count: int, rng: np.random.Generator) -> FloatArray:
    """E[g(A)|x] for functions g drawn in all directions of L²(P_A) alike, (n, count), centred and scaled."""
    functions = rng.normal(size=(context.n_a, count)) / np.sqrt(context.p_a)[:, None]
    values = np.asarray(context.conditional @ functions)
    values -= values.mean(axis=0)
    return np.asarray(values / values.std())


def _hidden(layers: tuple[int, ...], points: FloatArray, targets: FloatArray, epochs: int, seed: int) -> FloatArray:
    """Train a network and return its last hidden layer, (n, d)."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPRegressor

    network = MLPRegressor(
        hidden_layer_sizes=layers,
        activation="tanh",
        alpha=0.0,
        batch_size=min(128, len(points)),
        learning_rate_init=2e-3,
        max_iter=epochs,
        n_iter_no_change=epochs,
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        network.fit(points, targets)
    values = points
    for weights, shift in zip(network.coefs_[:-1], network.intercepts_[:-1], strict=True):
        values = np.tanh(values @ weights + shift)
    return values


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw both alignments over the width, and over the depth."""
    panels = figure.subplots(1, 2, sharey=True)
    name, count, neighbours, d = arrays["table"]
    depth, width = arrays["fixed"]
    for axes, sizes, values in zip(panels, ("widths", "depths"), ("over_width", "over_depth"), strict=True):
        styles = ((BLUE, "o-", "CCA R²"), (VERMILION, "s--", "mutual neighbours"))
        for measured, (colour, style, label) in zip(arrays[values], styles, strict=True):
            axes.plot(arrays[sizes], measured.mean(axis=1), style, color=colour, label=label)
    logarithmic(panels[0])
    panels[0].set(xlabel="width of the other layers", ylabel=f"alignment with top {d}", ylim=(0, None))
    panels[1].set(xlabel="hidden layers", xticks=arrays["depths"])
    panels[1].legend(loc="lower right")
    letter(panels[0], "a", f"{depth} hidden layers")
    letter(panels[1], "b", f"width {width}")
    figure.suptitle(f"K = {neighbours} neighbours, {name} ({count} rows)", x=0.02, ha="left", fontsize=7.5)


PICTURE = Picture(
    "alignment",
    "What networks learn against the contexture, by width and depth",
    data,
    draw,
    extra="data",
    cost=40,
)
