"""A certificate of an audit, read: its law, its samples, which of them miss, and how probable they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, inf, prod
from typing import Any

from flint import fmpq

from contextures.exact.numbers import RATIO, rational
from contextures.verify.audit.promises import SAYS, Promise, nearest


@dataclass(frozen=True)
class Miss:
    """A sample that the answer to it misses.

    Attributes
    ----------
    sample : tuple of Fraction
    answer : tuple of str
        Rationals or infinities.
    seed : int or None
    probability : fmpq
        Of the sample in any order, unless every order counts by itself, and of the seed.
    """

    sample: tuple[Fraction, ...]
    answer: tuple[str, ...]
    seed: int | None
    probability: fmpq


class Wrong(Exception):
    """Why a certificate does not prove what it says."""


@dataclass(frozen=True)
class Case:
    """A certificate of an audit, read.

    Attributes
    ----------
    function : str
    promise : Promise
    size : int
    delta, rounding : fmpq
    null : fmpq or None
    ordered : bool
    seeds : tuple of int
    batched : bool
    law : dict of Fraction to fmpq
        Empty for conformal prediction.
    scores : tuple of Fraction
    samples, answers : tuple
        Of what misses: the draws, and rationals or infinities.
    drawn : tuple of int
        The seed of each.
    """

    function: str
    promise: Promise
    size: int
    delta: fmpq
    rounding: fmpq
    null: fmpq | None
    ordered: bool
    seeds: tuple[int, ...]
    batched: bool
    law: dict[Fraction, fmpq]
    scores: tuple[Fraction, ...]
    samples: tuple[tuple[Fraction, ...], ...]
    answers: tuple[tuple[str, ...], ...]
    drawn: tuple[int, ...]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Case:
        """Read a certificate."""
        instance, witness = document["instance"], document["witness"]
        if document["part"] not in list(Promise):
            raise Wrong(f"there is no guarantee of kind {document['part']!r}")
        law = {_ratio(value): rational(weight) for value, weight in (instance["law"] or {}).items()}
        return cls(
            str(instance["function"]),
            Promise(document["part"]),
            _whole(instance["n"]),
            rational(instance["delta"]),
            rational(instance["rounding"]),
            None if instance["null"] is None else rational(instance["null"]),
            {"any": False, "given": True}[instance["order"]],
            tuple(_whole(seed) for seed in instance["seeds"]),
            bool(instance["batched"]),
            law,
            tuple(_ratio(score) for score in instance["scores"] or ()),
            tuple(tuple(_ratio(word) for word in sample.split()) for sample in witness["samples"]),
            tuple(tuple(answer.split()) for answer in witness["answers"]),
            tuple(_whole(seed) for seed in witness["seeds"]),
        )

    @property
    def mean(self) -> fmpq:
        """The mean of the law."""
        return sum((rational(x) * w for x, w in self.law.items()), fmpq(0))

    @property
    def level(self) -> fmpq:
        """The number that the function is called with."""
        if self.promise is not Promise.PVALUE:
            return self.delta
        return self.mean if self.null is None else self.null

    def misses(self) -> list[Miss]:
        """Return what misses, each with its probability; every one is looked at."""
        self._look_over()
        seeds: Sequence[int | None] = self.drawn if self.seeds else [None] * len(self.samples)
        draws = max(1, len(self.seeds))
        found = []
        for sample, answer, seed in zip(self.samples, self.answers, seeds, strict=True):
            if not self.missed(sample, answer):
                raise Wrong(f"the answer {' '.join(answer)} to the sample {_brief(sample)} is no miss")
            found.append(Miss(sample, answer, seed, self.probability(sample) / draws))
        return found

    def _look_over(self) -> None:
        """Raise where the parts do not go together."""
        if not 0 < self.delta < 1 or self.rounding < 0 or self.size < 1:
            raise Wrong("n, delta and rounding are not in their ranges")
        conformal = self.promise is Promise.CONFORMAL
        if conformal and (self.law or len(set(self.scores)) != self.size + 1):
            raise Wrong("conformal prediction takes n + 1 distinct scores and no law")
        if not conformal:
            if self.scores or any(w <= 0 for w in self.law.values()) or sum(self.law.values(), fmpq(0)) != 1:
                raise Wrong("its law is none: weights are positive, with sum 1")
            if self.null is not None and (self.promise is not Promise.PVALUE or self.mean < self.null):
                raise Wrong("the mean of the law is below the level of the hypothesis")
        if len(set(self.seeds)) < len(self.seeds) or not set(self.drawn) <= set(self.seeds):
            raise Wrong("its seeds are not distinct, or a sample has another one")
        drawn = self.drawn if self.seeds else (None,) * len(self.samples)
        if len(drawn) != len(self.samples) or len(self.answers) != len(self.samples):
            raise Wrong("samples, seeds and answers are not of one number")
        if len(set(zip(self.samples, drawn, strict=True))) < len(self.samples):
            raise Wrong("a sample is counted twice")
        known = set(self.scores if conformal else self.law)
        for sample in self.samples:
            if len(sample) != self.size or not set(sample) <= known or (conformal and len(set(sample)) < self.size):
                raise Wrong(f"the sample {_brief(sample)} is none of the law's")
            if not self.ordered and list(sample) != sorted(sample):
                raise Wrong(f"the sample {_brief(sample)} is not in ascending order, in which it counts for all")

    def missed(self, sample: tuple[Fraction, ...], answer: tuple[str, ...]) -> bool:
        """Tell whether an answer misses, by more than rounding."""
        if len(answer) != self.promise.width:
            raise Wrong(f"{' '.join(answer)} is no answer of kind {self.promise}")
        first, last = _end(answer[0]), _end(answer[-1])
        if self.promise is Promise.PVALUE:
            return bool(first <= self.delta - self.rounding)
        target = self.mean
        if self.promise is Promise.CONFORMAL:
            (left,) = set(self.scores) - set(sample)
            target = rational(left)
        too_low = self.promise is not Promise.LOWER and last < target - self.rounding
        too_high = self.promise in (Promise.LOWER, Promise.INTERVAL) and first > target + self.rounding
        return bool(too_low or too_high)

    def probability(self, sample: tuple[Fraction, ...]) -> fmpq:
        """Return the probability of a sample: in any order, unless every order counts by itself."""
        if self.promise is Promise.CONFORMAL:
            return fmpq(1, factorial(self.size + 1) if self.ordered else self.size + 1)
        counts = Counter(sample)
        found = fmpq(1 if self.ordered else factorial(self.size) // prod(factorial(c) for c in counts.values()))
        for value, count in counts.items():
            found *= self.law[value] ** count
        return found

    def told(self, total: fmpq) -> str:
        """Say what it proves."""
        where = "over all orders of the scores" if self.promise is Promise.CONFORMAL else "under its law"
        assumed = "" if self.ordered else ", the order of a sample not mattering"
        return (
            f"{self.function} (n = {self.size}, δ = {self.delta}) misses with probability {nearest(total):.6g} > "
            f"{self.delta} {where}{assumed}; {SAYS[self.promise].partition(':')[0]}"
        )


def _brief(sample: tuple[Fraction, ...]) -> str:
    words = [str(x) for x in sample]
    return " ".join(words if len(words) <= 12 else [*words[:6], "…", *words[-3:]])


def _ratio(text: str) -> Fraction:
    if not isinstance(text, str) or not RATIO.fullmatch(text):
        raise ValueError(f"{text!r:.40} is no ratio p/q")
    return Fraction(text)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r:.40} is no whole number")
    return value


def _end(text: str) -> Any:
    """Read an answer: a rational, or an infinity (which compares with rationals)."""
    return {"inf": _Infinite(inf), "-inf": _Infinite(-inf)}.get(text) or rational(text)


@dataclass(frozen=True)
class _Infinite:
    """An infinity among rationals."""

    sign: float

    def __lt__(self, other: fmpq) -> bool:
        return self.sign < 0

    def __le__(self, other: fmpq) -> bool:
        return self.sign < 0

    def __gt__(self, other: fmpq) -> bool:
        return self.sign > 0
