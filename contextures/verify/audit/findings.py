"""What the result of an audit is made of: samples that are missed, samples without a limit, in words and as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class MissedSample:
    """A sample whose answer misses.

    Attributes
    ----------
    sample : tuple of Fraction
        In ascending order, for all of its orders, or in the order drawn where every order counts by itself.
    answer : float or tuple of float
        ``inf`` and ``-inf`` are answers too.
    probability : Fraction
    seed : int or None
        Of a random function.
    """

    sample: tuple[Fraction, ...]
    answer: float | tuple[float, ...]
    probability: Fraction
    seed: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it for a result's JSON."""
        seed = {} if self.seed is None else {"seed": self.seed}
        return {
            "sample": [str(value) for value in self.sample],
            "answer": _answer_json(self.answer),
            "probability": str(self.probability),
            **seed,
        }


@dataclass(frozen=True)
class Silence:
    """Samples on which the function gave no limit.

    Attributes
    ----------
    probability : Fraction
        Of all of them, under the law of the audit.
    sample : tuple of float
        The most probable one, or one that was met on other values if the law has none.
    error : str
        What it raised there, that it returned NaN, or how its process ended.
    """

    probability: Fraction
    sample: tuple[float, ...]
    error: str

    def to_json(self) -> dict[str, Any]:
        """Return it for a result's JSON."""
        return {"probability": str(self.probability), "sample": list(self.sample), "error": self.error}


def brief(value: Fraction) -> str:
    """Return a fraction, or a decimal where it is long."""
    return str(value) if len(str(value)) <= 24 else f"{float(value):.8g}"


def tell(sample: tuple[Any, ...]) -> str:
    """Return a sample for people: runs of a value as ``3×1/2``."""
    runs: list[list[Any]] = []
    for value in sample:
        if runs and runs[-1][1] == value:
            runs[-1][0] += 1
        else:
            runs.append([1, value])
    words = [(f"{count}×" if count > 1 else "") + _value(value) for count, value in runs]
    return f"({', '.join(words if len(words) <= 12 else [*words[:6], '…', *words[-3:]])})"


def _value(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _answer_json(answer: Any) -> Any:
    if isinstance(answer, tuple):
        return [_answer_json(end) for end in answer]
    return answer if abs(answer) != float("inf") else "inf" if answer > 0 else "-inf"
