"""Exact answers beside a bound: what the settings, or a table, tell of the same question."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from contextures.bounds.compute import limit_value
from contextures.bounds.formula import Formula
from contextures.bounds.known import MissingSettings, Settings, exact_text, to_float
from contextures.bounds.pair import Pair


@dataclass(frozen=True)
class Answer:
    """Something that is known exactly.

    Attributes
    ----------
    value : float or ndarray
    exact : str or None
        ``p/q`` where it is rational.
    """

    value: float | NDArray[np.float64]
    exact: str | None = None


def answers(formula: Formula, settings: Settings) -> dict[str, Answer]:
    """Return what is known beside a limit, by name."""
    if formula.limit is None:
        return {}
    found = {}
    for name, expression in formula.limit.beside.items():
        try:
            value = limit_value(expression, settings)
        except MissingSettings:
            continue
        found[name] = Answer(value) if isinstance(value, np.ndarray) else Answer(to_float(value), exact_text(value))
    if isinstance(settings.supply, Pair):
        found |= {name: Answer(value) for name, value in settings.supply.answers.items()}
    return found
