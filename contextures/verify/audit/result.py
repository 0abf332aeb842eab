"""What an audit found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flint import fmpq

from contextures.exact import numbers
from contextures.exact.numbers import Exact
from contextures.markup import card, paragraph
from contextures.verify.audit.findings import MissedSample, Silence, brief, tell
from contextures.verify.audit.oracle import Asymmetry
from contextures.verify.audit.picture import Drawing, draw
from contextures.verify.audit.promises import SAYS, fraction, nearest
from contextures.verify.audit.question import Question

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMAT = 1
LONGEST = 300
"""Digits of a supremum that is written exactly."""


class Violation(AssertionError):
    """A guarantee that is not met: the message has the law and the most probable sample that is missed."""


@dataclass(frozen=True)
class Audit:
    """What an audit found: the law on which a guarantee fails most often, of those that were searched.

    Attributes
    ----------
    function : str
        Its name.
    kind : str
    n : int
    delta : Fraction
    domain : str
        ``unit``, ``binary``, the values given, or ``law``.
    order : {"any", "given"}
        Whether each multiset of values stands for all of its orders.
    miss : Fraction
        The exact probability of a miss at the law.
    law : dict of Fraction to Fraction, or None
        Probabilities of values; None for conformal prediction.
    mean : Fraction or None
    supremum : dict or None
        ``{"exact"}`` or ``{"lo", "hi"}``: the supremum of the miss over all laws on the two values of the law.
    missed_samples : tuple of MissedSample
        The most probable first, at most 1,000.
    missed_count : int
        How many there are.
    no_limit : Silence or None
    asymmetry : Asymmetry or None
        Two orders of a sample with different answers, if order any was asked for and given up.
    printed : tuple or None
        A sample, and what the function printed or warned of there.
    calls : int
        Of the function.
    truncated : bool
        Whether the time was over before the search.
    seed : int
    seconds : float
    certificate : dict or None
        That the guarantee is not met; `contextures.check` recomputes it without the function.
    """

    function: str
    question: Question = field(repr=False)
    ordered: bool = field(repr=False)
    exact_miss: fmpq = field(repr=False)
    weights: Mapping[Fraction, fmpq] | None = field(repr=False)
    exact_supremum: Exact | None = field(repr=False)
    missed_samples: tuple[MissedSample, ...] = field(repr=False)
    missed_count: int = field(repr=False)
    no_limit: Silence | None
    asymmetry: Asymmetry | None
    printed: tuple[tuple[float, ...], str] | None
    curve: tuple[tuple[float, float], ...] = field(repr=False)
    calls: int = field(repr=False)
    truncated: bool
    seed: int
    seconds: float = field(compare=False)
    certificate: dict[str, Any] | None = field(repr=False)

    @property
    def kind(self) -> str:
        """The promise."""
        return str(self.question.promise)

    @property
    def n(self) -> int:
        """Draws in a sample."""
        return self.question.size

    @property
    def delta(self) -> Fraction:
        """Probability with which it may fail."""
        return fraction(self.question.delta)

    allowed = delta

    @property
    def domain(self) -> str:
        """The laws that were searched."""
        values = ",".join(str(value) for value in self.question.values)
        return values if self.question.domain == "values" else self.question.domain

    @property
    def order(self) -> str:
        """Whether multisets stand for all of their orders."""
        return "given" if self.ordered else "any"

    @cached_property
    def miss(self) -> Fraction:
        """Exact probability of a miss."""
        return fraction(self.exact_miss)

    @property
    def violated(self) -> bool:
        """Whether a miss is more probable than it may be."""
        return bool(self.exact_miss > self.question.delta)

    @cached_property
    def law(self) -> dict[Fraction, Fraction] | None:
        """Probabilities of values."""
        return None if self.weights is None else {value: fraction(w) for value, w in self.weights.items()}

    @cached_property
    def mean(self) -> Fraction | None:
        """Mean of the law."""
        return None if self.law is None else sum((x * w for x, w in self.law.items()), Fraction(0))

    @cached_property
    def supremum(self) -> dict[str, str] | None:
        """Over all laws on the two values of the law."""
        if self.exact_supremum is None:
            return None
        written = numbers.describe(self.exact_supremum)
        if len(written.get("exact", "")) > LONGEST:
            return numbers.describe(numbers.ball(self.exact_supremum))
        return written

    def raise_if_violated(self) -> Audit:
        """Raise `AssertionError` where the guarantee is not met, with the law and a sample; else return the audit."""
        if self.violated:
            raise Violation(" ".join(self.lines()[:4]))
        return self

    def lines(self) -> list[str]:
        """Return what was found, in sentences."""
        number = nearest(self.exact_miss)
        found = f"{self.function} (n = {self.n}) misses with probability {number:.6g}"
        verdict = f"more than δ = {self.delta}" if self.violated else f"at most δ = {self.delta}"
        searched = "" if self.violated else ", at the worst law found"
        lines = [f"{found}, {verdict}{searched}; {SAYS[self.question.promise].partition(':')[0]}."]
        if self.law is not None:
            law = ", ".join(f"P({x}) = {brief(w)}" for x, w in self.law.items())
            lines.append(f"Law: {law}; mean {brief(self.mean or Fraction(0))}.")
        if self.missed_samples:
            first = self.missed_samples[0]
            answer = first.answer if isinstance(first.answer, float) else "({:.6g}, {:.6g})".format(*first.answer)
            answer = f"{answer:.6g}" if isinstance(answer, float) else answer
            seed = "" if first.seed is None else f" with seed {first.seed}"
            lines.append(
                f"Missed, of {self.missed_count:,} samples: {tell(first.sample)}{seed}, answer {answer}, "
                f"probability {float(first.probability):.6g}."
            )
        if self.no_limit is not None:
            silence = self.no_limit
            lines.append(
                f"No limit with probability {float(silence.probability):.6g}, such as on {tell(silence.sample)}: "
                f"{silence.error}."
            )
        return lines + self._remarks()

    def _repr_html_(self) -> str:
        """What was found, in sentences, for a notebook."""
        return card(f"Audit of {self.function}", *map(paragraph, self.lines()))

    def _remarks(self) -> list[str]:
        lines = []
        if self.exact_supremum is not None and self.exact_supremum != self.exact_miss:
            most = float(numbers.ball(self.exact_supremum).mid())
            lines.append(f"Over all laws on these two values the miss comes up to {most:.6g}.")
        if self.asymmetry is not None:
            one = self.asymmetry
            lines.append(
                f"The order matters ({one.answer} on {tell(one.sample)}, {one.other_answer} on {tell(one.other)}): "
                "all sequences were evaluated."
            )
        elif not self.ordered:
            lines.append("Each multiset was evaluated once: that the order does not matter was seen on some samples.")
        if self.question.seeds:
            lines.append(f"The seed is one of {len(self.question.seeds)}, each as probable.")
        if self.printed is not None:
            lines.append(f"It printed, on {tell(self.printed[0])}: {self.printed[1]}")
        if self.truncated:
            lines.append("The search was cut short, by the clock or by crashes.")
        return lines

    def to_json(self, certificate: str | None = None) -> dict[str, Any]:
        """Return the document that ``--json`` writes; see ``contextures/schemas/audit.json``.

        Parameters
        ----------
        certificate : str, optional
            Path of the certificate, if it was written.
        """
        law = None if self.weights is None else {str(value): str(w) for value, w in self.weights.items()}
        mean = None if law is None else str(sum((w * numbers.rational(x) for x, w in self._weights()), fmpq(0)))
        return {
            "format": FORMAT,
            "function": self.function,
            "kind": self.kind,
            "n": self.n,
            "delta": str(self.delta),
            "domain": self.domain,
            "order": self.order,
            "violated": self.violated,
            "miss": str(self.exact_miss),
            "allowed": str(self.allowed),
            "supremum": self.supremum,
            "law": law,
            "mean": mean,
            "missed_samples": [missed.to_json() for missed in self.missed_samples],
            "missed_count": self.missed_count,
            "no_limit": None if self.no_limit is None else self.no_limit.to_json(),
            "asymmetry": None if self.asymmetry is None else self.asymmetry.to_json(),
            "printed": None if self.printed is None else {"sample": list(self.printed[0]), "text": self.printed[1]},
            "null": None if self.question.null is None else str(self.question.null),
            "rounding": str(self.question.rounding),
            "seeds": list(self.question.seeds),
            "calls": self.calls,
            "truncated": self.truncated,
            "seed": self.seed,
            "certificate": certificate,
            "seconds": round(self.seconds, 3),
        }

    def _weights(self) -> list[tuple[Fraction, fmpq]]:
        return list((self.weights or {}).items())

    @property
    def drawing(self) -> Drawing:
        """What a picture of it shows."""
        name, mean = self.function.rpartition(":")[2], None if self.mean is None else float(self.mean)
        return Drawing(name, self.n, self.delta, nearest(self.exact_miss), self.violated, mean, self.curve)

    def plot(self, axes: Axes | None = None) -> Axes:
        """Draw the probability of a miss against the mean of the law, with δ and the law that was found.

        The laws are the exponential tilts of the one found, on two values all laws; of a p-value at its own level those
        that were tried; of conformal prediction the thresholds against the scores left out.

        Parameters
        ----------
        axes : Axes, optional
            Of Matplotlib; a new figure by default.

        Returns
        -------
        Axes
        """
        return draw(self.drawing, axes)
