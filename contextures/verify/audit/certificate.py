"""The certificate of an audit, and its re-verification: P(miss) is recomputed without the function."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial, inf, prod
from typing import Any

from flint import fmpq

from contextures.errors import InputError
from contextures.exact.numbers import RATIO, rational
from contextures.verify.audit.promises import SAYS, Promise
from contextures.verify.certificates.document import FORMAT, Check, digest

KIND = "audit"
MOST = 20_000
"""Missed samples that are written down, if they are enough to exceed δ; the most probable ones."""
INSTANCE = frozenset({"function", "n", "delta", "rounding", "order", "null", "seeds", "batched", "law", "scores"})
WITNESS = frozenset({"samples", "seeds", "answers", "complete"})


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


def certificate(function: str, instance: Mapping[str, Any], promise: Promise, misses: Sequence[Miss]) -> dict[str, Any]:
    """Write a certificate that a guarantee is not met.

    Parameters
    ----------
    function : str
        Its name, for people.
    instance : mapping
        Everything but the function: sizes, level, order, law or scores.
    promise : Promise
    misses : sequence of Miss
        The most probable first.

    Returns
    -------
    dict
        Every number in it is a string, but n and the seeds.
    """
    delta = rational(instance["delta"])
    kept, total = 0, fmpq(0)
    for miss in misses:
        if kept >= MOST and total > delta:
            break
        kept, total = kept + 1, total + miss.probability
    document = {
        "format": FORMAT,
        "kind": KIND,
        "id": name_of(function),
        "variant": "printed",
        "part": str(promise),
        "hypothesis": None,
        "instance": {"function": function, **instance},
        "witness": {
            "samples": [" ".join(str(x) for x in miss.sample) for miss in misses[:kept]],
            "seeds": [miss.seed for miss in misses[:kept] if miss.seed is not None],
            "answers": [" ".join(miss.answer) for miss in misses[:kept]],
            "complete": kept == len(misses),
        },
        "index": {},
        "lhs": {"exact": str(total)},
        "relation": "<=",
        "rhs": {"exact": str(delta)},
        "hypotheses": {},
    }
    return {**document, "sha256": digest(document)}


def name_of(function: str) -> str:
    """Return the id of audits of a function, of which files are called after."""
    letters = "".join(c if (c.isalnum() and c.isascii()) or c == "_" else "-" for c in function.rpartition(":")[2])
    return f"audit.{letters.strip('-') or 'function'}"


def recompute(document: Mapping[str, Any]) -> Check:
    """Re-verify a certificate of an audit whose hash is right.

    Raises
    ------
    InputError
        If it is not one.
    """
    if not isinstance(document["instance"], dict) or not set(document["instance"]) >= INSTANCE:
        raise InputError("not a certificate of an audit: its instance lacks what `contextures audit` writes there")
    if not isinstance(document["witness"], dict) or not set(document["witness"]) >= WITNESS:
        raise InputError("not a certificate of an audit: its witness lacks what `contextures audit` writes there")
    try:
        case = Case.of(document)
        misses = case.misses()
        total = sum((miss.probability for miss in misses), fmpq(0))
    except _Wrong as wrong:
        return Check(False, str(wrong))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        return Check(False, f"it cannot be evaluated ({type(error).__name__}: {str(error)[:100]})")
    expected = {"lhs": {"exact": str(total)}, "relation": "<=", "rhs": {"exact": str(case.delta)}}
    if {key: document[key] for key in expected} != expected or document["hypotheses"] or document["hypothesis"]:
        return Check(False, "the values written in it are not those recomputed")
    if total <= case.delta:
        return Check(False, "the samples that miss have no probability beyond δ")
    return Check(True, f"{case.told(total)}, by the answers written in it")


class _Wrong(Exception):
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
            raise _Wrong(f"there is no guarantee of kind {document['part']!r}")
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
                raise _Wrong(f"the answer {' '.join(answer)} to the sample {_brief(sample)} is no miss")
            found.append(Miss(sample, answer, seed, self.probability(sample) / draws))
        return found

    def _look_over(self) -> None:
        """Raise where the parts do not go together."""
        if not 0 < self.delta < 1 or self.rounding < 0 or self.size < 1:
            raise _Wrong("n, delta and rounding are not in their ranges")
        conformal = self.promise is Promise.CONFORMAL
        if conformal and (self.law or len(set(self.scores)) != self.size + 1):
            raise _Wrong("conformal prediction takes n + 1 distinct scores and no law")
        if not conformal:
            if self.scores or any(w <= 0 for w in self.law.values()) or sum(self.law.values(), fmpq(0)) != 1:
                raise _Wrong("its law is none: weights are positive, with sum 1")
            if self.null is not None and (self.promise is not Promise.PVALUE or self.mean < self.null):
                raise _Wrong("the mean of the law is below the level of the hypothesis")
        if len(set(self.seeds)) < len(self.seeds) or not set(self.drawn) <= set(self.seeds):
            raise _Wrong("its seeds are not distinct, or a sample has another one")
        drawn = self.drawn if self.seeds else (None,) * len(self.samples)
        if len(drawn) != len(self.samples) or len(self.answers) != len(self.samples):
            raise _Wrong("samples, seeds and answers are not of one number")
        if len(set(zip(self.samples, drawn, strict=True))) < len(self.samples):
            raise _Wrong("a sample is counted twice")
        known = set(self.scores if conformal else self.law)
        for sample in self.samples:
            if len(sample) != self.size or not set(sample) <= known or (conformal and len(set(sample)) < self.size):
                raise _Wrong(f"the sample {_brief(sample)} is none of the law's")
            if not self.ordered and list(sample) != sorted(sample):
                raise _Wrong(f"the sample {_brief(sample)} is not in ascending order, in which it counts for all")

    def missed(self, sample: tuple[Fraction, ...], answer: tuple[str, ...]) -> bool:
        """Tell whether an answer misses, by more than rounding."""
        if len(answer) != self.promise.width:
            raise _Wrong(f"{' '.join(answer)} is no answer of kind {self.promise}")
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
            f"{self.function} (n = {self.size}, δ = {self.delta}) misses with probability {_decimal(total)} > "
            f"{self.delta} {where}{assumed}; {SAYS[self.promise].partition(':')[0]}"
        )


def _decimal(value: fmpq) -> str:
    return f"{int(value.p) / int(value.q):.6g}"


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
