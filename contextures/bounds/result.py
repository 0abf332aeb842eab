"""What a bound is worth at settings, with everything that is told beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.bounds.answers import Answer
from contextures.bounds.estimate import Estimate
from contextures.bounds.formula import Formula
from contextures.bounds.question import Inverse
from contextures.bounds.settings import finite
from contextures.formulas import mathml
from contextures.markup import Raw, badge, card, element, paragraph, table
from contextures.theory.statement import Variant


@dataclass(frozen=True, repr=False)
class Bound:
    """What a bound is worth at settings.

    Attributes
    ----------
    id : str
    variant : {"printed", "corrected"}
    part : str
        The part of the claim.
    reading : str
        What is bounded, and on which side.
    value : float or ndarray
        An array where a setting is one; NaN where a hypothesis fails or there is no value.
    exact : str or None
        ``p/q`` where the value is rational and nothing was measured.
    terms : dict of str to (float or ndarray)
        They add up to the value.
    settings : dict of str to (float or ndarray)
        What was used.
    supplied : tuple of str
        Those of them that came from the context.
    assumed : tuple of str
        Hypotheses that the settings do not tell.
    risk : float, ndarray or None
        With a finite context: the exact value of what is bounded, for the top-d functions of the context.
    estimate : Estimate or None
        With a finite context and a bound on samples: what is bounded, from random samples.
    beside : mapping of str to Answer
        What is known exactly beside the bound, by name.
    inverse : Inverse or None
        Where a setting was solved for; the value is that at the first solution.
    lower : float, ndarray or None
        The lower end of an interval, whose upper end is the value.
    verdict : str or None
        What the catalogue says of the part; None where it was not searched yet.
    reconstructed : bool
        Whether the form is folklore or reconstructed, and no print of a paper.
    formula : Formula or None
        What was computed.
    """

    id: str
    variant: Variant
    part: str
    reading: str
    value: float | NDArray[np.float64]
    exact: str | None
    terms: dict[str, float | NDArray[np.float64]]
    settings: dict[str, float | NDArray[np.float64]]
    supplied: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    risk: float | NDArray[np.float64] | None = None
    estimate: Estimate | None = None
    inverse: Inverse | None = None
    beside: Mapping[str, Answer] = field(default_factory=dict)
    lower: float | NDArray[np.float64] | None = None
    verdict: str | None = None
    reconstructed: bool = False
    formula: Formula | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        """What is bounded, and the value."""
        return f"Bound({self.id} ({self.variant}): {self.reading}, value {self.exact or _short(self.value)})"

    def _repr_html_(self) -> str:
        """The value, its terms and the settings, for a notebook."""
        lower = "" if self.lower is None else f"lower {_short(self.lower)}, "
        value = f"{lower}value {_short(self.value)}{f' = {self.exact}' if self.exact else ''}"
        origin = ", folklore or reconstructed, no print of a paper" if self.reconstructed else ""
        blocks = [] if self.formula is None else [mathml(self.formula.tex, True)]
        blocks += [paragraph(self.reading), paragraph(element("strong", value))]
        blocks += [paragraph("verdict: ", badge(self.verdict), origin)]
        blocks += [_listed("term", self.terms)] if len(self.terms) > 1 else []
        blocks += [_listed("beside", {name: known.value for name, known in self.beside.items()})] if self.beside else []
        blocks += [_listed("setting", self.settings)] if self.settings else []
        blocks += [paragraph(f"assumed: {'; '.join(self.assumed)}")] if self.assumed else []
        return card(f"{self.id} ({self.variant}, {self.part})", *blocks)

    @property
    def solutions(self) -> tuple[float, ...]:
        """The values of the setting that was solved for; empty where none was."""
        return tuple(s.value for s in self.inverse.solutions) if self.inverse else ()

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures bound --json` writes."""
        document: dict[str, Any] = {
            "format": 1,
            "id": self.id,
            "variant": self.variant,
            "part": self.part,
            "reading": self.reading,
            "value": _plain(self.value),
            "lower": None if self.lower is None else _plain(self.lower),
            "exact": self.exact,
            "terms": {name: _plain(value) for name, value in self.terms.items()},
            "settings": {name: _plain(value) for name, value in self.settings.items()},
            "supplied": list(self.supplied),
            "assumed": list(self.assumed),
            "risk": None if self.risk is None else _plain(self.risk),
            "estimate": asdict(self.estimate) if self.estimate else None,
            "beside": {
                name: {"value": _plain(known.value), "exact": known.exact} for name, known in self.beside.items()
            },
            "solutions": list(self.solutions),
            "verdict": self.verdict,
            "reconstructed": self.reconstructed,
        }
        if self.inverse:
            document["solved"] = {
                "name": self.inverse.name,
                "target": self.inverse.target,
                "range": list(self.inverse.range),
                "kept": [list(run) for run in self.inverse.kept],
            }
        return document


class Bounds(tuple[Bound, ...]):
    """Several bounds at the same settings, in the order asked for."""

    def __repr__(self) -> str:
        """The bounds, one a line."""
        return f"Bounds({', '.join(map(repr, self))})"

    def _repr_html_(self) -> str:
        """A row for each bound, for a notebook."""
        rows = [[found.id, found.variant, found.reading, found.exact or _short(found.value)] for found in self]
        return card(f"{len(self)} bounds", table(["bound", "form", "reading", "value"], rows))

    def to_json(self) -> dict[str, Any]:
        """Return the document that `contextures bound --json` writes of several."""
        return {"format": 1, "bounds": [found.to_json() for found in self]}


def _listed(name: str, values: Mapping[str, Any]) -> Raw:
    """A table of named values."""
    return table([name, "value"], [[key, _short(value)] for key, value in values.items()])


def _short(value: float | NDArray[np.float64]) -> str:
    """A value, or the shape and the ends of an array."""
    if not np.ndim(value):
        return f"{float(value):.6g}"
    known = np.asarray(value)[~np.isnan(value)]
    ends = f" from {known.min():.4g} to {known.max():.4g}" if known.size else ""
    return f"of shape {np.shape(value)}{ends}"


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [_plain(v) for v in value.tolist()] if value.ndim else finite(float(value))
    return [_plain(v) for v in value] if isinstance(value, list) else finite(value)
