"""The picture of an audit: how often the answer misses, against the mean of the law."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from contextures.verify.audit.promises import Promise, nearest

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from contextures.verify.audit.result import Audit

BLUE, VERMILION, GREY = "#0072B2", "#D55E00", "#8C8C8C"
"""Colours of Okabe and Ito, which colour-blind readers tell apart."""
INCHES = (5.0, 3.1)
TIMELESS: dict[str, dict[str, None]] = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {}}
"""The forms, and the metadata that they must not have."""


def draw(audit: Audit, axes: Axes | None = None) -> Axes:
    """Draw an audit; see `Audit.plot`."""
    if axes is None:
        from matplotlib.figure import Figure

        axes = Figure(figsize=INCHES, layout="constrained").add_subplot()
    conformal = audit.question.promise is Promise.CONFORMAL
    (_thresholds if conformal else _misses)(audit, axes)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    sign = ">" if audit.violated else "≤"
    name = audit.function.rpartition(":")[2]
    title = f"{name}, n = {audit.n}: P(miss) up to {nearest(audit.exact_miss):.4g} {sign} δ = {audit.delta}"
    axes.set_title(title, fontsize="medium", loc="left")
    return axes


def _misses(audit: Audit, axes: Any) -> None:
    means, misses = zip(*audit.curve, strict=True) if audit.curve else ((), ())
    delta, worst = float(audit.delta), nearest(audit.exact_miss)
    axes.plot(means, misses, color=BLUE, linewidth=1.3, label="probability of a miss")
    axes.axhline(delta, color=GREY, linestyle="--", linewidth=1.2, label=f"δ = {audit.delta}")
    colour = VERMILION if audit.violated else BLUE
    axes.plot([float(audit.mean or 0)], [worst], "o", color=colour, label="the law found")
    top = max([delta, worst, *misses])
    axes.set(xlabel="mean of the law", ylabel="P(miss)", ylim=(-0.02 * top, 1.25 * top))
    axes.set_yticks([tick for tick in axes.get_yticks() if 0 <= tick <= 1])
    axes.legend(frameon=False, fontsize="small", loc="upper center", ncols=3)


def _thresholds(audit: Audit, axes: Any) -> None:
    scores, thresholds = (list(column) for column in zip(*audit.curve, strict=True))
    finite = [t for t in thresholds if abs(t) != float("inf")]
    step = (scores[-1] - scores[0]) / (len(scores) - 1)
    top = max([*scores, *finite]) + step
    drawn = [min(max(t, scores[0] - step), top) for t in thresholds]
    axes.plot(scores, scores, color=GREY, linestyle="--", linewidth=1.2, label="the score left out")
    for missed, colour, name in ((False, BLUE, "threshold"), (True, VERMILION, "threshold below it: a miss")):
        some = [(s, d) for s, t, d in zip(scores, thresholds, drawn, strict=True) if (t < s) is missed]
        if some:
            axes.plot(*zip(*some, strict=True), "o", color=colour, markersize=4, label=name)
    if len(finite) < len(thresholds):
        axes.annotate("∞", (scores[0], top), ha="center", va="bottom", color=BLUE)
    axes.set(xlabel="score left out", ylabel="threshold from the others")
    axes.legend(frameon=False, fontsize="small")


def image(audits: Sequence[Audit], form: str) -> bytes:
    """Return pictures below each other as a file of a form that Matplotlib knows."""
    import io

    import matplotlib
    from matplotlib.figure import Figure

    figure = Figure(figsize=(INCHES[0], INCHES[1] * len(audits)), layout="constrained")
    for audit, axes in zip(audits, figure.subplots(len(audits), squeeze=False)[:, 0], strict=True):
        audit.plot(axes)
    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "contextures"}):
        figure.savefig(buffer, format=form, dpi=150, metadata=TIMELESS[form])
    return buffer.getvalue()
