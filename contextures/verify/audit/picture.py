"""The picture of an audit: how often the answer misses, against the mean of the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES = (5.0, 3.1)


@dataclass(frozen=True)
class Drawing:
    """What a picture shows.

    Attributes
    ----------
    name : str
        Of the function.
    size : int
    delta : Fraction
    miss : float
    violated : bool
    mean : float or None
        None for conformal prediction.
    curve : tuple of pairs
        Mean and miss or, of conformal prediction, the score left out and the threshold.
    """

    name: str
    size: int
    delta: Fraction
    miss: float
    violated: bool
    mean: float | None
    curve: tuple[tuple[float, float], ...]


def draw(drawing: Drawing, axes: Axes | None = None) -> Axes:
    """Draw on axes, or on those of a new figure."""
    if axes is None:
        from matplotlib.figure import Figure

        axes = Figure(figsize=INCHES, layout="constrained").add_subplot()
    (_thresholds if drawing.mean is None else _misses)(drawing, axes)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    sign = ">" if drawing.violated else "≤"
    title = f"{drawing.name}, n = {drawing.size}: P(miss) up to {drawing.miss:.4g} {sign} δ = {drawing.delta}"
    axes.set_title(title, fontsize="small", loc="left")
    return axes


def _misses(drawing: Drawing, axes: Any) -> None:
    from contextures.style import BLUE, GREY, VERMILION

    means, misses = zip(*drawing.curve, strict=True) if drawing.curve else ((), ())
    delta, worst = float(drawing.delta), drawing.miss
    axes.plot(means, misses, color=BLUE, linewidth=1.3, label="probability of a miss")
    axes.axhline(delta, color=GREY, linestyle="--", linewidth=1.2, label=f"δ = {drawing.delta}")
    colour = VERMILION if drawing.violated else BLUE
    axes.plot([drawing.mean], [worst], "o", color=colour, label="the law found")
    top = max([delta, worst, *misses])
    axes.set(xlabel="mean of the law", ylabel="P(miss)", ylim=(-0.02 * top, 1.25 * top))
    axes.set_yticks([tick for tick in axes.get_yticks() if -1e-9 <= tick <= 1 + 1e-9])
    axes.legend(frameon=False, fontsize="small", loc="upper center", ncols=3)


def _thresholds(drawing: Drawing, axes: Any) -> None:
    from contextures.style import BLUE, GREY, VERMILION

    scores, thresholds = (list(column) for column in zip(*drawing.curve, strict=True))
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


def image(drawings: Sequence[Drawing], form: str) -> bytes:
    """Return pictures below each other as a file of a form that Matplotlib knows."""
    import io

    import matplotlib
    from matplotlib.figure import Figure

    from contextures.style import TIMELESS

    figure = Figure(figsize=(INCHES[0], INCHES[1] * len(drawings)), layout="constrained")
    for drawing, axes in zip(drawings, figure.subplots(len(drawings), squeeze=False)[:, 0], strict=True):
        draw(drawing, axes)
    buffer = io.BytesIO()
    with matplotlib.rc_context({"svg.hashsalt": "contextures"}):
        figure.savefig(buffer, format=form, dpi=150, metadata=TIMELESS[form])
    return buffer.getvalue()
