"""Where the worst law is looked for: on two values exactly, on more by climbing, on values that the search chooses."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations

import numpy as np
from flint import fmpq

from contextures.errors import InputError
from contextures.exact.numbers import Exact, rational
from contextures.verify.audit.levels import OwnLevels
from contextures.verify.audit.oracle import Oracle
from contextures.verify.audit.promises import Answers, Floats, ends, missed, nearest
from contextures.verify.audit.question import Question
from contextures.verify.audit.samples import Integers, Space, as_floats, checked_number, number, space
from contextures.verify.audit.simplex import Simplex
from contextures.verify.audit.twopoints import TwoPoints

Points = tuple[Fraction, ...]


def _fractions(text: str) -> Points:
    return tuple(Fraction(word) for word in text.split())


GRID = _fractions("0 1/1000 1/100 1/20 1/10 1/4 1/2 3/4 9/10 19/20 99/100 999/1000 1")
"""Values that are tried first: constants near the ends, and what is rare and large beside them."""
THIRD = _fractions("0 1/100 1/10 1/2 9/10 99/100 1")
"""Values that are put beside a pair."""
ROUNDS = 40
"""Pairs and, a quarter of it, triples that are moved, in a minute."""
LEADERS = 3
"""Pairs that are moved and judged exactly."""
CALLS = 400_000
"""Calls of the function after which no other values are tried."""
LARGE = 5_000
"""Samples of more than two values that the search chooses, at most."""
WIDE = 60_000
"""Samples of all values that are given, beyond which three of them at a time are tried."""
CERTAIN = 0.999
"""A miss of this probability is bad enough to stop."""
BETTER = fmpq(10001, 10000)
"""By what factor more values must raise the miss to be shown."""
MOST_PAIRS = 120
PLACES = 1000
"""Values that the search moves are multiples of 1/1000."""


@dataclass(frozen=True, eq=False)
class Worst:
    """The worst law that was found, and what happens there.

    Attributes
    ----------
    points : tuple of Fraction (m,)
    weights : tuple of fmpq (m,)
    miss : fmpq
        Exact.
    supremum : Exact or None
        Over all laws on these points, if there are two.
    space : Space
    answers : ndarray (K, seeds, width)
    times : ndarray (K,)
        Seeds that miss at each sample.
    seen : tuple of pairs
        Mean and miss of other laws, of a p-value at its own level.
    """

    points: Points
    weights: tuple[fmpq, ...]
    miss: fmpq
    supremum: Exact | None
    space: Space
    answers: Answers
    times: Integers
    seen: tuple[tuple[float, float], ...] = ()

    @property
    def mean(self) -> fmpq:
        """The mean of the law."""
        return sum((w * rational(x) for w, x in zip(self.weights, self.points, strict=True)), fmpq(0))


@dataclass
class Search:
    """A search for the worst law.

    Attributes
    ----------
    oracle : Oracle
    question : Question
    ordered : bool
        Every sequence by itself.
    effort : float
        1 in a minute.
    deadline : float
    rng : Generator
    """

    oracle: Oracle
    question: Question
    ordered: bool
    effort: float
    deadline: float
    rng: np.random.Generator
    _sketches: dict[Points, float] = field(default_factory=dict)
    _climbs: dict[Points, tuple[float, Floats]] = field(default_factory=dict)

    def over(self) -> bool:
        """Whether the time is over."""
        return self.oracle.over or time.monotonic() >= self.deadline

    @property
    def done(self) -> bool:
        """Whether to stop: for want of time or of calls, or since nothing is worse."""
        return self.over() or self.oracle.calls > CALLS or self.best_sketch > CERTAIN

    @property
    def best_sketch(self) -> float:
        """The largest miss in floats so far."""
        return max((*self._sketches.values(), *(miss for miss, _ in self._climbs.values())), default=-1.0)

    def worst(self) -> Worst:
        """Return the worst law that is found."""
        question = self.question
        if question.law is not None:
            return self._at(question.values, list(question.law.values()))
        if len(question.values) == 1:
            return self._at(question.values, [fmpq(1)])
        return self._own_level() if question.own_level else self._fixed_level()

    # Answers that do not depend on the law.

    def _table(self, points: Points) -> tuple[Space, Answers, Floats, Floats]:
        every = space(len(points), self.question.size, self.ordered)
        level = self.question.delta if self.question.null is None else self.question.null
        answers = self.oracle.answers(as_floats(points)[every.rows], nearest(level))
        return every, answers, *ends(self.question.promise, answers, self.question.delta, self.question.rounding)

    def _two(self, points: Points) -> TwoPoints:
        every, _, low, high = self._table(points)
        return TwoPoints(every, low, high, (points[0], points[1]), self.question.rounding, self.question.null)

    def _allowed(self, points: Points) -> bool:
        """Whether there is a law on the points whose mean is meant."""
        return self.question.null is None or rational(points[-1]) >= self.question.null

    def _sketch(self, points: Points) -> None:
        if points not in self._sketches and self._allowed(points):
            self._sketches[points] = self._two(points).sketch

    def _fixed_level(self) -> Worst:
        chosen = bool(self.question.values)
        for points in self._pairs():
            if self.done and self._sketches:
                break
            self._sketch(points)
        if not chosen:
            self._move_pairs()
        for points in self._more() if len(self.question.values) != 2 else ():
            if self.done:
                break
            self._climb(points)
        return self._judged()

    def _pairs(self) -> Iterator[Points]:
        """Pairs of values: those given, or those of the grid, the ends first."""
        values = self.question.values or GRID
        checked_number(2, self.question.size, self.ordered)
        pairs = sorted(combinations(values, 2), key=lambda pair: pair[0] - pair[1])
        if len(pairs) > MOST_PAIRS:
            kept = np.sort(self.rng.permutation(np.arange(1, len(pairs)))[: MOST_PAIRS - 1])
            pairs = [pairs[0], *(pairs[int(k)] for k in kept)]
        yield from pairs

    def _leaders(self) -> list[Points]:
        return sorted(self._sketches, key=lambda points: -self._sketches[points])[:LEADERS]

    def _move_pairs(self) -> None:
        """Move the best pairs a little, in a way that knows small numbers and numbers near 1."""
        for _ in range(round(ROUNDS * self.effort)):
            if self.done or not self._sketches:
                return
            leaders = self._leaders()
            moved = self._moved(leaders[int(self.rng.integers(len(leaders)))])
            if moved is not None:
                self._sketch(moved)

    def _moved(self, points: Points) -> Points | None:
        values = np.array([float(point) for point in points])
        which = self.rng.random(len(values)) < 0.6
        step = 10 ** self.rng.uniform(-3, -0.5, len(values)) * self.rng.choice([-1, 1], len(values))
        whole = np.rint(np.clip(values + which * step, 0, 1) * PLACES).astype(int)
        moved = tuple(sorted({Fraction(int(w), PLACES) for w in whole}))
        return moved if len(moved) == len(points) else None

    def _more(self) -> Iterator[Points]:
        """Three values or more: those given, or some that go with the best pairs."""
        size, values = self.question.size, self.question.values
        if values:
            every = checked_number(len(values), size, True) if self.ordered else number(len(values), size, False)
            if every <= WIDE:
                yield values
            elif number(3, size, self.ordered) <= WIDE:
                triples = list(combinations(values, 3))
                for k in self.rng.permutation(len(triples))[: round(ROUNDS * self.effort)]:
                    yield triples[int(k)]
            return
        if number(3, size, self.ordered) > LARGE:
            return
        leaders = self._leaders()[:2]
        beside = [tuple(sorted({*pair, third})) for pair in leaders for third in THIRD if third not in pair]
        common = [_fractions(text) for text in ("0 1/2 1", "0 1/10 1", "0 9/10 1", "0 1/100 1")]
        yield from dict.fromkeys([*common, *beside])
        for _ in range(round(ROUNDS * self.effort / 4)):
            best = max(self._climbs, key=lambda points: self._climbs[points][0], default=common[0])
            moved = self._moved(best)
            if moved is not None:
                yield moved
        if number(4, size, self.ordered) <= LARGE // 5 and self._climbs:
            best = max(self._climbs, key=lambda points: self._climbs[points][0])
            yield from (tuple(sorted({*best, other})) for other in THIRD if other not in best)

    def _simplex(self, points: Points) -> Simplex:
        every, _, low, high = self._table(points)
        null = self.question.null
        means = None if null is None else (max(null, rational(points[0])), rational(points[-1]))
        return Simplex(every, low, high, points, self.question.rounding, means)

    def _climb(self, points: Points) -> None:
        if points in self._climbs or not self._allowed(points):
            return
        self._climbs[points] = self._simplex(points).climb(self.rng, np.zeros((0, len(points))), self.over)

    def _judged(self) -> Worst:
        """Evaluate the best laws exactly, and return the worst of them."""
        found: list[Worst] = []
        for points in self._leaders():
            two = self._two(points)
            peak = two.peak(self.question.delta)
            found.append(self._at(points, [1 - peak.p, peak.p], peak.supremum))
        two_values = max((worst.miss for worst in found), default=fmpq(-1))
        for points in sorted(self._climbs, key=lambda points: -self._climbs[points][0])[:2]:
            if self._climbs[points][0] > nearest(two_values):
                weights, miss = self._simplex(points).exact(self._climbs[points][1], self.question.delta)
                if miss > two_values * BETTER or (miss > self.question.delta >= two_values):
                    found.append(self._at(points, weights))
        if not found:
            raise InputError("no law on these values has a mean that is asked about")
        return max(found, key=lambda worst: worst.miss)

    # A p-value at the mean of each law.

    def _own_level(self) -> Worst:
        values, size = self.question.values, self.question.size
        pairs = list(self._pairs())
        if not values:
            some = _fractions("0 1/100 1/10 1/2 9/10 99/100 1")
            pairs = [pair for pair in pairs if set(pair) <= set(some)]
        best: tuple[float, OwnLevels, list[fmpq]] | None = None
        for points in pairs[: max(1, round(ROUNDS * self.effort))]:
            levels = OwnLevels(self.oracle, self.question, space(2, size, self.ordered), points)
            p, miss = levels.two_points()
            if best is None or miss > best[0]:
                best = (miss, levels, [1 - p, p])
            if self.over() or self.oracle.calls > CALLS or miss > CERTAIN:
                break
        assert best is not None
        found = self._at(best[1].names, best[2], seen=tuple(sorted(best[1].seen)))
        triples = [values] if len(values) > 2 else [] if values else [_fractions("0 1/2 1"), _fractions("0 1/10 1")]
        for points in triples:
            if self.over() or number(len(points), size, self.ordered) > LARGE or nearest(found.miss) > CERTAIN:
                break
            levels = OwnLevels(self.oracle, self.question, space(len(points), size, self.ordered), points)
            means = [float(x) for x in np.linspace(float(points[0]), float(points[-1]), 9)[1:-1]]
            weights, exact = levels.many_points(self.rng, [nearest(found.mean), *means], self.over)
            if exact > found.miss * BETTER:
                found = self._at(points, weights)
        return found

    # One law.

    def _at(
        self,
        points: Points,
        weights: list[fmpq],
        supremum: Exact | None = None,
        seen: tuple[tuple[float, float], ...] = (),
    ) -> Worst:
        """Evaluate one law exactly."""
        question = self.question
        every = space(len(points), question.size, self.ordered)
        mean = sum((w * rational(x) for w, x in zip(weights, points, strict=True)), fmpq(0))
        level = mean if question.own_level else question.delta if question.null is None else question.null
        answers = self.oracle.answers(as_floats(points)[every.rows], nearest(level))
        low, high = ends(question.promise, answers, question.delta, question.rounding)
        times = np.asarray(missed(low, high, mean, question.rounding).sum(axis=1))
        miss = every.probability(list(weights), times) / question.draws
        return Worst(points, tuple(weights), miss, supremum, every, answers, times, seen)
