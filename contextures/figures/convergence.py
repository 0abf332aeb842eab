"""SVME and KISE from samples: distance from the exact singular functions, and time, as sample and spaces grow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.studies.convergence import study
from contextures.style import BLACK, BLUE, GREEN, MARKERS, VERMILION, letter

METHODS = {
    "svme": ("SVME", BLUE, "-"),
    "svme-stochastic": ("SVME, mini-batches", BLUE, ":"),
    "kise-pairs": ("KISE, pairs", VERMILION, "-"),
    "kise-pairs-stochastic": ("KISE, pairs, mini-batches", VERMILION, ":"),
    "kise-kernel": ("KISE, kernel", GREEN, "-"),
    "kise-kernel-stochastic": ("KISE, kernel, mini-batches", GREEN, ":"),
}
AXES = {
    "n": "pairs n in the sample",
    "d": "components d",
    "n_x": "values of X, N",
    "n_a": "values of A, M",
}


def data(
    source: Source,
    *,
    sizes: Sequence[int] = (500, 1000, 2000, 4000, 8000),
    components: Sequence[int] = (1, 2, 3, 4),
    spaces: Sequence[int] = (6, 12, 24),
    repeats: int = 4,
    stochastic_repeats: int = 2,
) -> Arrays:
    """Return the runs of the convergence study: what was varied, its value, the mean sine and the seconds of each.

    Mini-batches over the sample size only.
    """
    stochastic = [method for method in METHODS if method.endswith("stochastic")]
    direct = [method for method in METHODS if method not in stochastic]
    runs = (
        study(methods=direct, sizes=sizes, components=components, rows=spaces, columns=spaces, repeats=repeats,
              seed=source.seed),
        study(methods=stochastic, sizes=sizes, components=(), rows=(), columns=(), repeats=stochastic_repeats,
              seed=source.seed),
    )  # fmt: skip
    value = [np.select([part.varied == name for name in AXES], [getattr(part, name) for name in AXES]) for part in runs]
    return {
        "method": np.concatenate([part.method for part in runs]),
        "varied": np.concatenate([part.varied for part in runs]),
        "value": np.concatenate(value),
        "error": np.concatenate([part.mean_error for part in runs]),
        "seconds": np.concatenate([part.seconds for part in runs]),
    }


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the error over the sample size, d, N and M, and the time over the sample size; medians of the samples."""
    panels = figure.subplots(3, 2)
    for which, axes, varied in zip("abcd", panels[:2].flat, AXES, strict=True):
        _curves(axes, arrays, varied, "error")
        letter(axes, which)
    for axes in panels[:2, 0]:
        axes.set_ylabel("mean sine to top d")
    sizes = np.unique(arrays["value"][arrays["varied"] == "n"])
    slope = 9.0 / np.sqrt(sizes)
    panels[0, 0].plot(sizes, slope, color=BLACK, linewidth=0.6)
    panels[0, 0].annotate("∝ 1/√n", (sizes[1], slope[1]), (3, 3), textcoords="offset points", fontsize=6)
    _curves(panels[2, 0], arrays, "n", "seconds")
    panels[2, 0].set_ylabel("seconds to fit")
    letter(panels[2, 0], "e")
    panels[2, 1].axis("off")
    panels[2, 1].legend(*panels[0, 0].get_legend_handles_labels(), loc="center")


def _curves(axes: Axes, arrays: Arrays, varied: str, what: str) -> None:
    for (method, (label, colour, dash)), marker in zip(METHODS.items(), MARKERS, strict=False):
        chosen = (arrays["method"] == method) & (arrays["varied"] == varied)
        values = np.unique(arrays["value"][chosen])
        middle = [np.median(arrays[what][chosen & (arrays["value"] == value)]) for value in values]
        if len(values):
            axes.plot(values, middle, dash, marker=marker, markersize=2.6, color=colour, label=label)
    axes.set(xscale="linear" if varied == "d" else "log", yscale="log", xlabel=AXES[varied])
    ticks = np.unique(arrays["value"][arrays["varied"] == varied])
    axes.set_xticks(ticks := ticks[::2] if len(ticks) > 4 else ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()


PICTURE = Picture(
    "convergence",
    "SVME and KISE against the exact singular functions, and their time",
    data,
    draw,
    height=5.0,
    cost=25,
)
