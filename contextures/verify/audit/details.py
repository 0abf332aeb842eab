"""What happens at the worst law: the samples that miss, those without a limit, the curve of laws like it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from flint import fmpq

from contextures.exact.numbers import rational
from contextures.verify.audit.case import Miss
from contextures.verify.audit.certificate import certificate
from contextures.verify.audit.findings import MissedSample, Silence
from contextures.verify.audit.oracle import Oracle
from contextures.verify.audit.promises import Floats, Promise, ends, fraction, missed, nearest, written
from contextures.verify.audit.question import Question
from contextures.verify.audit.samples import as_floats
from contextures.verify.audit.search import Worst

SHOWN = 1_000
"""Missed samples of a result; the most probable ones."""
POINTS = 301
"""Laws of a curve."""
TILT = 12.0
"""Largest exponent of a tilt, over the range of the values."""


def likely(worst: Worst) -> Any:
    """Return the samples that miss, the most probable first."""
    logs = np.log(np.maximum([nearest(w) for w in worst.weights], 1e-300))
    orders = np.array([math.log(k) for k in worst.space.orders])
    rows = np.flatnonzero(worst.times)
    return rows[np.argsort(-(worst.space.counts[rows] @ logs + orders[rows]), kind="stable")]


def misses_of(asked: Question, worst: Worst) -> list[Miss]:
    """Return what misses, the most probable first, with exact probabilities."""
    low, high = ends(asked.promise, worst.answers, asked.delta, asked.rounding)
    mean = worst.mean
    missing = missed(low, high, mean, asked.rounding)
    seeds: tuple[int | None, ...] = asked.seeds or (None,)
    powers = dict(zip(worst.points, worst.weights, strict=True))
    found = []
    for k in likely(worst):
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


def shown(misses: list[Miss]) -> tuple[MissedSample, ...]:
    """Return the most probable of what misses, for people."""

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


def silence(oracle: Oracle, worst: Worst) -> Silence | None:
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


def curve(asked: Question, worst: Worst) -> tuple[tuple[float, float], ...]:
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


def certified(name: str, question: Question, ordered: bool, law: Any, misses: list[Miss]) -> dict[str, Any]:
    """Write the certificate of a violation.

    Parameters
    ----------
    name : str
    question : Question
    ordered : bool
    law : mapping of Fraction to fmpq, or None
        None for conformal prediction, whose scores are the values of the question.
    misses : list of Miss
        The most probable first.
    """
    conformal = question.promise is Promise.CONFORMAL
    instance = {
        "n": question.size,
        "delta": str(question.delta),
        "rounding": str(question.rounding),
        "order": "given" if ordered else "any",
        "null": None if question.null is None else str(question.null),
        "seeds": list(question.seeds),
        "batched": question.batched,
        "law": None if conformal else {str(value): str(weight) for value, weight in law.items()},
        "scores": [str(score) for score in question.values] if conformal else None,
    }
    return certificate(name, instance, question.promise, misses)
