"""STKR in pictures: error against labels and against unlabelled points, and the iteration against its bound."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from contextures.verify.large.stkr.study import Convergence, Errors

COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#D55E00", "#E69F00", "#999999")
"""Okabe and Ito's colours, which colour-blind readers tell apart."""
MARKERS = "osD^v*"


def draw_errors(ax: Axes, errors: Errors, axis: str) -> None:
    """Draw the mean error of every method, with standard errors, against ``labels`` or ``unlabelled``."""
    methods = list(dict.fromkeys(errors.method.tolist()))
    for k, method in enumerate(methods):
        places, means, spread = errors.mean(method, axis)
        colour, marker = COLOURS[k % len(COLOURS)], MARKERS[k % len(MARKERS)]
        ax.errorbar(places, means, spread, label=method, color=colour, marker=marker, markersize=4, linewidth=1.2)
    ax.set_xscale("log")
    ticks = sorted(set(getattr(errors, axis).tolist()))
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.minorticks_off()
    ax.set_xlabel("labelled points" if axis == "labels" else "unlabelled points")
    ax.set_ylabel("share of wrong classes")
    ax.set_ylim(bottom=0)
    ax.set_title(str(errors.problem[0]))


def draw_convergence(ax: Axes, runs: Sequence[Convergence]) -> None:
    """Draw the relative residual of every step, and dashed what the condition number allows."""
    for k, run in enumerate(runs):
        ax.semilogy(run.residuals, color=COLOURS[k], linewidth=1.2, label=run.name)
        ax.semilogy(run.bound, color=COLOURS[k], linewidth=1.0, linestyle="--")
    ax.set_xscale("log")
    ax.set_xlim(left=1)
    ax.set_ylim(bottom=min(float(run.residuals.min()) for run in runs))
    ax.set_xlabel("step")
    ax.set_ylabel("relative residual (dashed: bound)")
    ax.legend(fontsize="small")
