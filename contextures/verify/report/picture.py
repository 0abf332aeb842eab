"""A certificate as a picture: both sides of the relation against a parameter of the instance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.exact.arithmetic import Floats
from contextures.markup import Raw, element, joined
from contextures.measure.domain import MeasuredDomain
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Instance
from contextures.theory.sorts import Law, Mass, Ratio
from contextures.theory.statement import Claim, Part
from contextures.verify.search.suspects import met

Array = NDArray[np.float64]

POINTS = 121
SIGNS = {"<=": "≤", "<": "<", "==": "="}
WIDTH, HEIGHT = 460.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 58.0, 12.0, 12.0, 40.0


@dataclass(frozen=True)
class Curves:
    """Both sides of a part along a path through an instance.

    Attributes
    ----------
    name : str
        What varies, in words.
    parameter : ndarray (n,)
    here : float
        The parameter of the instance itself.
    lhs, rhs : ndarray (n,)
    met : ndarray of bool (n,)
        Where the hypotheses are met.
    """

    name: str
    parameter: Array
    here: float
    lhs: Array
    rhs: Array
    met: NDArray[np.bool_]


def curves(
    domain: MeasuredDomain, claim: Claim, part: Part, instance: Instance, index: dict[str, int]
) -> Curves | None:
    """Return both sides along the path that moves a setting, or mixes the main law with the uniform one.

    Parameters
    ----------
    domain : MeasuredDomain
    claim, part
    instance : Instance
    index : dict
        The index at which the part is looked at.

    Returns
    -------
    Curves or None
        None where nothing can be moved.
    """
    path = _path(domain, part, claim, instance)
    if path is None:
        return None
    name, parameter, here, fields = path
    evaluator = Evaluator(domain.world(fields, instance.sizes, Floats()), domain.quantities)
    with np.errstate(all="ignore"):
        try:
            sides = [np.broadcast_to(np.asarray(v, dtype=float), POINTS) for v in evaluator.sides(part, index)]
            holds = np.ones(POINTS, dtype=bool)
            for hypothesis in claim.hypotheses(part):
                holds &= met(evaluator, hypothesis)
        except (ArithmeticError, np.linalg.LinAlgError):
            return None
    return Curves(name, parameter, here, sides[0], sides[1], holds)


def _path(
    domain: MeasuredDomain, part: Part, claim: Claim, instance: Instance
) -> tuple[str, Array, float, dict[str, Any]] | None:
    constant = {
        name: np.repeat(values, POINTS, axis=0) if np.ndim(values) else np.full(POINTS, float(values))
        for name, values in instance.floats().items()
    }
    settings = [
        name
        for name in instance.fields
        if isinstance(instance.sorts[name], Ratio)
        and (name in part.symbols or any(name in hypothesis.symbols for hypothesis in claim.hypotheses(part)))
    ]
    if settings:
        name = settings[0]
        here = float(instance.fields[name])
        parameter = np.linspace(0.0, max(1.0, 1.5 * here), POINTS)
        parameter[np.abs(parameter - here).argmin()] = here
        return instance.sorts[name].text or name, parameter, here, {**constant, name: parameter}
    main = next(iter(instance.fields))
    if not isinstance(instance.sorts[main], Law | Mass):
        return None
    law = constant[main]
    parameter = np.linspace(0.0, 0.999, POINTS)
    share = parameter.reshape(-1, *[1] * (law.ndim - 1))
    mixed = (1 - share) * law + share / law[0].size
    return (
        f"share of the uniform law in the {instance.sorts[main].text or main}",
        parameter,
        0.0,
        {**constant, main: mixed},
    )


def svg(found: Curves, relation: str) -> Raw | None:
    """Draw both sides; None where neither is finite at two points."""
    values = np.concatenate([found.lhs, found.rhs])
    finite = values[np.isfinite(values)]
    if len(finite) < 4:
        return None
    low, high = (
        np.percentile(finite, [0, 98])
        if np.ptp(finite) > 50 * (np.median(np.abs(finite)) + 1e-9)
        else (
            finite.min(),
            finite.max(),
        )
    )
    pad = 0.06 * (high - low) or 0.5
    low, high = low - pad, high + pad
    start, end = found.parameter[0], found.parameter[-1]

    def across(x: float) -> float:
        return float(LEFT + (x - start) / (end - start) * (WIDTH - LEFT - RIGHT))

    def up(y: float) -> float:
        return float(HEIGHT - BOTTOM - (y - low) / (high - low) * (HEIGHT - TOP - BOTTOM))

    shapes = [_band(found, across)]
    shapes += [_axis_labels(found, low, high, across, up)]
    for side, class_ in ((found.lhs, "lhs"), (found.rhs, "rhs")):
        shapes.append(element("path", d=_line(found.parameter, np.clip(side, low, high), across, up), class_=class_))
    at = int(np.abs(found.parameter - found.here).argmin())
    for side, class_ in ((found.lhs, "lhs"), (found.rhs, "rhs")):
        if np.isfinite(side[at]):
            shapes.append(
                element(
                    "circle",
                    cx=f"{across(found.here):.1f}",
                    cy=f"{up(float(np.clip(side[at], low, high))):.1f}",
                    r="4",
                    class_=f"dot {class_}",
                )
            )
    legend = f"left side (solid) {SIGNS[relation]} right side (dashed) is claimed; dots: here; grey: hypotheses met"
    drawing = element(
        "svg",
        element("title", f"Both sides against the {found.name}"),
        *shapes,
        viewBox=f"0 0 {WIDTH:.0f} {HEIGHT:.0f}",
        role="img",
        class_="curves",
    )
    return element("figure", drawing, element("figcaption", legend))


def _band(found: Curves, across: Any) -> Raw:
    """Grey where the hypotheses are met."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], found.met.astype(int), [0]])))
    size = {"y": f"{TOP:.0f}", "height": f"{HEIGHT - TOP - BOTTOM:.0f}"}
    bands = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        x, end = across(found.parameter[first]), across(found.parameter[last - 1])
        bands.append(element("rect", x=f"{x - 1:.1f}", width=f"{end - x + 2:.1f}", class_="met", **size))
    return joined(*bands)


def _axis_labels(found: Curves, low: float, high: float, across: Any, up: Any) -> Raw:
    floor, edge = f"{HEIGHT - BOTTOM:.0f}", f"{LEFT:.0f}"
    marks = [
        element("line", x1=edge, y1=floor, x2=f"{WIDTH - RIGHT:.0f}", y2=floor, class_="axis"),
        element("line", x1=edge, y1=f"{TOP:.0f}", x2=edge, y2=floor, class_="axis"),
    ]
    beside, below = f"{LEFT - 6:.0f}", f"{HEIGHT - BOTTOM + 15:.0f}"
    marks += [
        element("text", f"{value:.3g}", x=beside, y=f"{up(value) + 4:.1f}", text_anchor="end")
        for value in np.linspace(low, high, 5)[1:-1]
    ]
    marks += [
        element("text", f"{value:.2g}", x=f"{across(value):.1f}", y=below, text_anchor="middle")
        for value in np.linspace(found.parameter[0], found.parameter[-1], 5)
    ]
    middle = f"{(LEFT + WIDTH - RIGHT) / 2:.0f}"
    marks.append(element("text", found.name, x=middle, y=f"{HEIGHT - 6:.0f}", text_anchor="middle"))
    return joined(*marks)


def _line(xs: Array, ys: Array, across: Any, up: Any) -> str:
    """Return a path that is broken where a value is missing."""
    parts, drawing = [], False
    for x, y in zip(xs, ys, strict=True):
        if not np.isfinite(y):
            drawing = False
            continue
        parts.append(f"{'L' if drawing else 'M'}{across(x):.1f} {up(y):.1f}")
        drawing = True
    return "".join(parts)
