"""Audits a function of one's own: is the guarantee that it promises true?"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from contextures.errors import InputError
from contextures.exact.numbers import rational
from contextures.verify.audit.certificate import Miss
from contextures.verify.audit.oracle import SHUFFLES, Asymmetry, Oracle
from contextures.verify.audit.process import Runner
from contextures.verify.audit.promises import Answers, Floats, Promise, below, ends, fraction, nearest, written
from contextures.verify.audit.question import Number, Question, question
from contextures.verify.audit.result import SHOWN, Audit, MissedSample, Silence, certified, tell
from contextures.verify.audit.samples import as_floats, left_out, space
from contextures.verify.audit.search import Search, Worst
from contextures.verify.audit.serve import Call
from contextures.verify.audit.target import target_of

MINUTE = 60.0
"""Time for which the search is made at its usual length."""
SPOT = 2_000
"""Samples of which some are shuffled to see whether the order matters."""
POINTS = 301
"""Laws of a curve."""
TILT = 12.0
"""Largest exponent of a tilt, over the range of the values."""


def audit(
    function: str | Callable[..., Any],
    kind: str = "upper",
    n: int = 10,
    delta: Number = "1/20",
    *,
    domain: str | None = None,
    values: Iterable[Number] | None = None,
    law: Mapping[Number, Number] | None = None,
    order: str = "any",
    null: Number | None = None,
    rounding: Number = "1e-9",
    seeded: bool | int = False,
    batched: bool = False,
    time_budget: float = MINUTE,
    seed: int = 0,
) -> Audit:
    """Search the finite law on which the promise of a function fails most often, by exact enumeration of all samples.

    The function runs in a process of its own: an endless loop, a crash or an exception is a finding about a sample.

    Parameters
    ----------
    function : callable or str
        ``f(sample, delta)`` of a float array (n,) in the order drawn and a float, or where to find it:
        ``FILE.py:FUNCTION`` or ``package.module:FUNCTION``.
    kind : {"upper", "lower", "interval", "pvalue", "conformal"}
        What it promises: a confidence limit of the mean, with P(miss) ≤ δ; ``(low, high)``; a p-value of the hypothesis
        that the mean is at least a level, which it gets in place of δ; a threshold that the next score exceeds with
        probability at most δ.
    n : int
        Draws in a sample, at least 1.
    delta : number or str
        In (0, 1); a rational such as "1/20".
    domain : {"unit", "binary"}, optional
        Laws on values of [0, 1] that the search chooses (the default), or on {0, 1}.
    values : iterable of numbers, optional
        The values of the laws instead; for ``conformal`` the n + 1 distinct scores.
    law : mapping of numbers to probabilities, optional
        The one law to evaluate instead of a search.
    order : {"any", "given"}
        Whether each multiset of values is evaluated once, for all of its orders, or every sequence.
    null : number, optional
        The level of a p-value; then the laws are those of at least this mean. By default the level is each law's mean.
    rounding : number
        What misses by no more than this counts as no miss.
    seeded : bool or int
        Call ``f(sample, delta, seed)`` with 8 seeds, or so many, each as probable.
    batched : bool
        Call the function with arrays (B, n); it returns (B,) or, of an interval, (B, 2) or two arrays.
    time_budget : float
        Seconds. It also sets how long the search is meant to be.
    seed : int
        Of the search, and of the seeds of a random function.

    Returns
    -------
    Audit

    Raises
    ------
    InputError
        Where the function cannot be loaded, answers one sample in two ways, or gives no limit on any sample.

    Examples
    --------
    >>> found = audit(lambda sample, delta: sample.mean(), n=5, delta="1/10", values=(0, 1))
    >>> found.violated, float(found.miss) > 0.99
    (True, True)
    """
    started = time.monotonic()
    asked = question(
        kind=kind,
        n=n,
        delta=delta,
        domain=domain,
        values=values,
        law=law,
        order=order,
        null=null,
        rounding=rounding,
        seeded=seeded,
        batched=batched,
        seed=seed,
    )
    if isinstance(time_budget, bool) or not time_budget > 0 or math.isinf(time_budget):
        raise InputError(f"time_budget is {time_budget!r}; seconds, more than 0, are right")
    target = target_of(function)
    call = Call(asked.promise.width, bool(asked.seeds), asked.batched)
    with Runner(target, call, float(time_budget)) as runner:
        oracle = Oracle(runner, asked, np.random.default_rng((seed, 1)))
        work = _conformal if asked.promise is Promise.CONFORMAL else _laws
        return work(oracle, float(time_budget) / MINUTE, seed, started)


def _laws(oracle: Oracle, effort: float, seed: int, started: float) -> Audit:
    """Audit a limit, an interval or a p-value."""
    asked = oracle.question
    asymmetry = None if asked.ordered else _asymmetry(oracle)
    ordered = asked.ordered or asymmetry is not None
    while True:
        search = Search(oracle, asked, ordered, effort, oracle.runner.deadline, np.random.default_rng(seed))
        worst = search.worst()
        if ordered or not worst.times.any():
            break
        samples = as_floats(worst.points)[worst.space.rows[_likely(worst)[:SHUFFLES]]]
        asymmetry = oracle.asymmetry(samples, _level(asked, worst.mean))
        if asymmetry is None:
            break
        ordered = True
    truncated = search.over()
    _check_answered(oracle)
    oracle.recheck()
    misses = _misses(asked, worst, ordered)
    law = {x: w for x, w in zip(worst.points, worst.weights, strict=True) if w}
    violated = worst.miss > asked.delta
    name = oracle.runner.target.name
    return Audit(
        function=name,
        question=asked,
        ordered=ordered,
        exact_miss=worst.miss,
        weights=law,
        exact_supremum=worst.supremum,
        missed_samples=_shown(misses),
        missed_count=len(misses),
        no_limit=_silence(oracle, worst),
        asymmetry=asymmetry,
        printed=oracle.printed,
        curve=_curve(asked, worst),
        calls=oracle.calls,
        truncated=truncated,
        seed=seed,
        seconds=time.monotonic() - started,
        certificate=certified(name, asked, ordered, law, misses) if violated else None,
    )


def _level(asked: Question, mean: fmpq) -> float:
    return nearest(mean if asked.own_level else asked.delta if asked.null is None else asked.null)


def _asymmetry(oracle: Oracle) -> Asymmetry | None:
    """Look at some samples of three values for an order that matters."""
    asked = oracle.question
    if asked.size == 1:
        return None
    points = asked.values or (Fraction(0), Fraction(1, 2), Fraction(1))
    points = (points[0], points[len(points) // 2], points[-1]) if len(points) > 3 else points
    middle = rational((points[0] + points[-1]) / 2)
    if len(points) > 1:  # what is known of two values is worth most if the time is short
        oracle.answers(as_floats((points[0], points[-1]))[space(2, asked.size, False).rows], _level(asked, middle))
    rows = np.random.default_rng(0).integers(len(points), size=(SPOT, asked.size))
    samples = np.unique(np.sort(as_floats(points)[rows], axis=1), axis=0)
    return oracle.asymmetry(samples, _level(asked, middle))


def _check_answered(oracle: Oracle) -> None:
    """Raise InputError where nothing was learnt."""
    if oracle.answered:
        return
    name = oracle.runner.target.name
    if not oracle.no_limits:
        raise InputError(f"{name} answers no sample within {oracle.runner.seconds:g} seconds; more time is needed")
    first = oracle.no_limits[0]
    raise InputError(f"{name} gives no limit on any sample, such as on {tell(first.sample)}: {first.error}")


def _likely(worst: Worst) -> Any:
    """Return the samples that miss, the most probable first."""
    logs = np.log(np.maximum([nearest(w) for w in worst.weights], 1e-300))
    orders = np.array([math.log(k) for k in worst.space.orders])
    rows = np.flatnonzero(worst.times)
    return rows[np.argsort(-(worst.space.counts[rows] @ logs + orders[rows]), kind="stable")]


def _misses(asked: Question, worst: Worst, ordered: bool) -> list[Miss]:
    """Return what misses, the most probable first, with exact probabilities."""
    low, high = ends(asked.promise, worst.answers, asked.delta, asked.rounding)
    mean = worst.mean
    missing = below(high, mean - asked.rounding) | below(-low, -mean - asked.rounding)
    seeds: tuple[int | None, ...] = asked.seeds or (None,)
    powers = dict(zip(worst.points, worst.weights, strict=True))
    found = []
    for k in _likely(worst):
        sample = tuple(worst.points[i] for i in worst.space.rows[k])
        probability = fmpq(worst.space.orders[int(k)], asked.draws)
        for value, count in zip(worst.points, worst.space.counts[k], strict=True):
            probability *= powers[value] ** int(count)
        if probability:
            found += [
                Miss(sample, tuple(written(worst.answers[k, s])), seeds[s], probability)
                for s in np.flatnonzero(missing[k])
            ]
    return found


def _shown(misses: list[Miss]) -> tuple[MissedSample, ...]:
    def number(word: str) -> float:
        return float(word) if "inf" in word else nearest(rational(word))

    return tuple(
        MissedSample(
            miss.sample,
            number(miss.answer[0]) if len(miss.answer) == 1 else tuple(number(word) for word in miss.answer),
            fraction(miss.probability),
            miss.seed,
        )
        for miss in misses[:SHOWN]
    )


def _silence(oracle: Oracle, worst: Worst) -> Silence | None:
    """Return the samples without a limit: their probability under the law, and one of them."""
    if not oracle.no_limits:
        return None
    errors = {found.sample: found.error for found in reversed(oracle.no_limits)}
    samples = as_floats(worst.points)[worst.space.rows]
    none = np.isnan(worst.answers).any(axis=2).sum(axis=1)
    none *= np.array([tuple(sample.tolist()) in errors for sample in samples])
    probability = worst.space.probability(list(worst.weights), none) / oracle.question.draws
    sample = oracle.no_limits[0].sample
    if probability:
        sample = tuple(samples[int(np.argmax(none * _floats(worst)))].tolist())
    return Silence(fraction(probability), sample, errors[sample])


def _floats(worst: Worst) -> Floats:
    """Return the probability of each sample in floats."""
    weights = np.array([nearest(w) for w in worst.weights])
    return np.asarray(np.prod(weights**worst.space.counts, axis=1) * np.array([float(k) for k in worst.space.orders]))


def _curve(asked: Question, worst: Worst) -> tuple[tuple[float, float], ...]:
    """Return means and misses of the exponential tilts of a law, on both sides of each answer."""
    if worst.seen or asked.own_level or len(worst.points) < 2:
        return worst.seen
    values = as_floats(worst.points)
    span = values[-1] - values[0]
    weights = np.array([nearest(w) for w in worst.weights])
    if not weights.all():
        weights = 0.99 * weights + 0.01 / len(weights)
    low, high = ends(asked.promise, worst.answers, asked.delta, asked.rounding)
    slack = nearest(asked.rounding)
    edges = np.unique(np.concatenate([(high + slack).ravel(), (low - slack).ravel()]))
    edges = edges[(edges > values[0]) & (edges < values[-1])]
    grid = np.linspace(values[0], values[-1], POINTS)[1:-1]
    if len(edges) <= POINTS:
        grid = np.sort(np.concatenate([grid, edges - 1e-7 * span, edges + 1e-7 * span]))
        grid = grid[(grid > values[0]) & (grid < values[-1])]
    tilts = np.linspace(-TILT, TILT, 2001) / span
    laws = weights * np.exp(tilts[:, None] * (values - values.mean()))
    laws /= laws.sum(axis=1, keepdims=True)
    if len(values) == 2:
        second = (grid - values[0]) / span
        laws = np.stack([1 - second, second], axis=1)
    means = laws @ values
    orders = np.array([float(k) for k in worst.space.orders])
    found = []
    for mean, chosen in zip(means, laws, strict=True):
        share = ((mean > high + slack) | (mean < low - slack)).mean(axis=1)
        found.append((float(mean), float((np.prod(chosen**worst.space.counts, axis=1) * orders) @ share)))
    return tuple(found)


def _conformal(oracle: Oracle, effort: float, seed: int, started: float) -> Audit:
    """Audit a threshold over all orders of the scores."""
    asked = oracle.question
    scores = as_floats(asked.values)
    delta = nearest(asked.delta)
    asymmetry = None
    if not asked.ordered and asked.size > 1:
        asymmetry = oracle.asymmetry(scores[left_out(asked.size, False).rows], delta)
    ordered = asked.ordered or asymmetry is not None
    every = left_out(asked.size, ordered)
    answers: Answers = oracle.answers(scores[every.rows], delta)
    truncated = oracle.over
    _check_answered(oracle)
    oracle.recheck()
    _, high = ends(asked.promise, answers, asked.delta, asked.rounding)
    missing = np.zeros(high.shape, dtype=bool)
    for k, score in enumerate(asked.values):
        rows = every.last == k
        missing[rows] = below(high[rows], rational(score) - asked.rounding)
    each = fmpq(1, len(every.rows) * asked.draws)
    seeds: tuple[int | None, ...] = asked.seeds or (None,)
    misses = [
        Miss(tuple(asked.values[i] for i in every.rows[k]), tuple(written(answers[k, s])), seeds[s], each)
        for k, s in np.argwhere(missing)
    ]
    errors = {found.sample: found.error for found in reversed(oracle.no_limits)}
    none = np.isnan(answers).any(axis=2).sum() if errors else 0
    total = each * len(misses)
    name = oracle.runner.target.name
    thresholds = {int(k): float(high[row].min()) for row, k in reversed(list(enumerate(every.last)))}
    first = oracle.no_limits[0] if oracle.no_limits else None
    return Audit(
        function=name,
        question=asked,
        ordered=ordered,
        exact_miss=total,
        weights=None,
        exact_supremum=None,
        missed_samples=_shown(misses),
        missed_count=len(misses),
        no_limit=None if first is None else Silence(fraction(each * int(none)), first.sample, first.error),
        asymmetry=asymmetry,
        printed=oracle.printed,
        curve=tuple((float(scores[k]), thresholds[k]) for k in sorted(thresholds)),
        calls=oracle.calls,
        truncated=truncated,
        seed=seed,
        seconds=time.monotonic() - started,
        certificate=certified(name, asked, ordered, None, misses) if total > asked.delta else None,
    )
