"""STKR on a graph: error against labels and against unlabelled points, and the iteration against its bound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from contextures.figures.picture import Arrays, Picture
from contextures.figures.source import Source
from contextures.studies.few_labels import Convergence, Errors, convergence, digits, study
from contextures.style import COLOURS, MARKERS, letter

METHODS = ("stkr inverse laplacian", "stkr truncated", "label propagation", "label spreading", "kernel ridge")


def data(
    source: Source,
    *,
    labels: Sequence[int] = (10, 20, 50, 200),
    unlabelled: Sequence[int] = (50, 200, 500, 1500),
    repeats: int = 2,
    methods: Sequence[str] = METHODS,
    images: int = 1797,
) -> Arrays:
    """Return errors on scikit-learn's digits as labels and unlabelled points grow, and the residuals of all steps."""
    problem = digits(images=images)
    middle = labels[len(labels) // 2]
    studies = {
        "labels": study(problem, labels=labels, methods=methods, repeats=repeats, seed=source.seed),
        "unlabelled": study(
            problem, labels=(middle,), unlabelled=unlabelled, methods=methods, repeats=repeats, seed=source.seed
        ),
    }
    runs = convergence(problem, middle, seed=source.seed)
    steps = [len(run.residuals) for run in runs]
    return {
        **{f"{axis}_{f.name}": getattr(found, f.name) for axis, found in studies.items() for f in fields(Errors)},
        "run": np.repeat([run.name for run in runs], steps),
        "residual": np.concatenate([run.residuals for run in runs]),
        "bound": np.concatenate([run.bound for run in runs]),
    }


def draw(figure: Figure, arrays: Arrays) -> None:
    """Draw the two studies, and the residuals with their bounds dashed."""
    panels = figure.subplots(3, 1)
    for axes, which, axis in zip(panels, "ab", ("labels", "unlabelled"), strict=False):
        draw_errors(axes, Errors(**{f.name: arrays[f"{axis}_{f.name}"] for f in fields(Errors)}), axis)
        letter(axes, which)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    names = list(dict.fromkeys(arrays["run"].tolist()))
    runs = [
        Convergence(name, *(arrays[what][arrays["run"] == name] for what in ("residual", "bound"))) for name in names
    ]
    draw_convergence(panels[2], runs)
    letter(panels[2], "c")


def draw_errors(axes: Axes, errors: Errors, axis: str) -> None:
    """Draw the mean error of every method, with standard errors, against ``labels`` or ``unlabelled``."""
    for k, method in enumerate(dict.fromkeys(errors.method.tolist())):
        places, means, spread = errors.mean(method, axis)
        colour, marker = COLOURS[k % len(COLOURS)], MARKERS[k % len(MARKERS)]
        axes.errorbar(places, means, spread, label=method, color=colour, marker=marker)
    axes.set_xscale("log")
    ticks = sorted(set(getattr(errors, axis).tolist()))
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.set(xlabel="labelled points" if axis == "labels" else "unlabelled points", ylabel="share of wrong classes")
    axes.set_ylim(bottom=0)


def draw_convergence(axes: Axes, runs: Sequence[Convergence]) -> None:
    """Draw the relative residual of every step, and dashed what the condition number allows."""
    for k, run in enumerate(runs):
        axes.loglog(np.arange(1, len(run.residuals) + 1), run.residuals, color=COLOURS[k], label=run.name)
        axes.loglog(np.arange(1, len(run.bound) + 1), run.bound, color=COLOURS[k], linewidth=0.8, linestyle="--")
    axes.set_ylim(bottom=min(float(run.residuals.min()) for run in runs))
    axes.set(xlabel="step", ylabel="relative residual, bound")
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.32), ncols=2)


PICTURE = Picture(
    "stkr",
    "Few labels on the digits graph, and STKR-Prop against its bound",
    data,
    draw,
    height=6.6,
    extra="data",
    cost=40,
)
