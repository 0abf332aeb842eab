"""What the function answers: asked once a sample, spot-checked for being a function, and a symmetric one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.verify.audit.findings import tell
from contextures.verify.audit.process import Runner
from contextures.verify.audit.promises import Answers, Floats, shown
from contextures.verify.audit.question import Question

TWICE = 5
"""Samples that are asked about twice at once."""
AGAIN = 10
"""Samples that are asked about again at the end."""
SHUFFLES = 20
"""Samples whose order is changed to see whether it matters."""


@dataclass(frozen=True)
class NoLimit:
    """A sample on which the function gave no limit.

    Attributes
    ----------
    sample : tuple of float
    error : str
        What it raised, that it returned NaN, or how its process ended.
    """

    sample: tuple[float, ...]
    error: str


@dataclass(frozen=True)
class Asymmetry:
    """Two orders of a sample with different answers."""

    sample: tuple[float, ...]
    answer: Any
    other: tuple[float, ...]
    other_answer: Any

    def to_json(self) -> dict[str, Any]:
        """Return it for a result's JSON."""
        return {
            "sample": list(self.sample),
            "answer": self.answer,
            "other": list(self.other),
            "other_answer": self.other_answer,
        }


@dataclass
class Oracle:
    """Asks a process, remembers, and checks by samples what cannot be known.

    Attributes
    ----------
    runner : Runner
    question : Question
    rng : Generator
    no_limits : list of NoLimit
    printed : tuple of sample and words, or None
        The first thing that was printed or warned of.
    calls : int
    """

    runner: Runner
    question: Question
    rng: np.random.Generator
    no_limits: list[NoLimit] = field(default_factory=list)
    printed: tuple[tuple[float, ...], str] | None = None
    calls: int = 0
    _known: dict[bytes, Floats] = field(default_factory=dict)
    _checked: bool = False

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self.runner.over

    def answers(self, samples: Floats, level: float) -> Answers:
        """Return the answers to samples, (K, seeds, width); NaN is no limit, or no answer before the time was over.

        Parameters
        ----------
        samples : ndarray (K, n)
        level : float
            δ or, of a p-value, the level.
        """
        tag = np.float64(level).tobytes()
        keys = [sample.tobytes() + tag for sample in samples]
        asked = [k for k, key in enumerate(keys) if key not in self._known]
        if asked:
            found, reached = self._ask(samples[asked], level)
            self._known.update((keys[k], found[row]) for row, k in enumerate(asked[:reached]))
            if not self._checked:
                self._checked = True
                self._compare(samples[asked][: min(TWICE, reached)], level, found)
        none = np.full((self.question.draws, self.question.promise.width), np.nan)
        return np.stack([self._known.get(key, none) for key in keys])

    def _ask(self, samples: Floats, level: float) -> tuple[Answers, int]:
        """Ask; return the answers and how many samples were reached with every seed."""
        draws, width = self.question.draws, self.question.promise.width
        seeds = np.repeat(np.array(self.question.seeds or (0,), dtype=np.int64), len(samples))
        many = np.tile(samples, (draws, 1))
        replies = self.runner.ask(many, np.full(len(many), level), seeds)
        self.calls += replies.asked
        reached = len(samples) if replies.asked == len(many) else replies.asked if draws == 1 else 0
        nan = np.flatnonzero(np.isnan(replies.answers[: replies.asked]).any(axis=1))
        for row in nan:
            error = replies.errors.get(int(row), "it returned NaN")
            self.no_limits.append(NoLimit(tuple(many[row].tolist()), error))
        if self.printed is None and replies.printed:
            where = min(replies.printed)
            self.printed = (tuple(many[where].tolist()), replies.printed[where])
        return replies.answers.reshape(draws, len(samples), width).transpose(1, 0, 2), reached

    def _compare(self, samples: Floats, level: float, first: Answers) -> None:
        """Raise InputError where a sample has another answer now."""
        again, reached = self._ask(samples, level)
        for sample, one, two in zip(samples[:reached], first, again, strict=False):
            if not self._same(one, two):
                raise InputError(
                    f"{self.runner.target.name} answers differently to one sample: first {_brief(one)}, then "
                    f"{_brief(two)} to {sample.tolist()}; a deterministic function is right, or f(sample, delta, seed) "
                    "with --seeded"
                )

    def _same(self, one: Floats, two: Floats) -> bool:
        slack = float(self.question.rounding)
        return bool(np.allclose(one, two, rtol=1e-12, atol=slack, equal_nan=True))

    def conclude(self) -> None:
        """Ask some samples again; InputError where an answer has changed, or where no sample had one."""
        keys = [key for key, found in self._known.items() if not np.isnan(found).any()]
        name = self.runner.target.name
        if not keys and not self.no_limits:
            raise InputError(f"{name} answers no sample within {self.runner.seconds:g} seconds; more time is needed")
        if not keys:
            first = self.no_limits[0]
            raise InputError(f"{name} gives no limit on any sample, such as on {tell(first.sample)}: {first.error}")
        for k in self.rng.permutation(len(keys))[:AGAIN]:
            key = keys[int(k)]
            sample, level = np.frombuffer(key[:-8]), float(np.frombuffer(key[-8:])[0])
            self._compare(sample[None], level, self._known[key][None])

    def asymmetry(self, samples: Floats, level: float) -> Asymmetry | None:
        """Look for a sample to which another order has another answer, by a shuffle and a reversal of some."""
        varied = np.flatnonzero((samples != samples[:, :1]).any(axis=1))
        some = samples[np.sort(self.rng.permutation(varied)[:SHUFFLES])]
        if not len(some):
            return None
        orders = np.concatenate([some[:, ::-1], self.rng.permuted(some, axis=1)])
        before, after = self.answers(some, level), self.answers(orders, level)
        if self.over:
            return None
        for k in range(len(orders)):
            if not self._same(before[k % len(some)], after[k]):
                one, two = some[k % len(some)], orders[k]
                return Asymmetry(
                    tuple(one.tolist()), _brief(before[k % len(some)]), tuple(two.tolist()), _brief(after[k])
                )
        return None


def _brief(answers: Floats) -> Any:
    """The answers to one sample, for people: the first seed's."""
    return "no limit" if np.isnan(answers[0]).any() else shown(answers[0])
