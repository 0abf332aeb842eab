"""Audits a limit, an interval or a p-value: the worst law, and what happens there."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
from flint import fmpq

from contextures.errors import InputError
from contextures.exact.numbers import rational
from contextures.verify.audit.details import certified, curve, likely, misses_of, shown, silence
from contextures.verify.audit.findings import tell
from contextures.verify.audit.oracle import SHUFFLES, Asymmetry, Oracle
from contextures.verify.audit.promises import nearest
from contextures.verify.audit.question import Question
from contextures.verify.audit.result import Audit
from contextures.verify.audit.samples import MOST, as_floats, number, space
from contextures.verify.audit.search import Search

SPOT = 2_000
"""Samples of which some are shuffled to see whether the order matters."""


def audit_limit(oracle: Oracle, effort: float, seed: int, started: float) -> Audit:
    """Audit a limit, an interval or a p-value."""
    asked = oracle.question
    asymmetry = None if asked.ordered else _asymmetry(oracle)
    ordered = asked.ordered or asymmetry is not None
    while True:
        if asymmetry is not None:
            _check_sequences(oracle, asymmetry)
        search = Search(oracle, asked, ordered, effort, oracle.runner.deadline, np.random.default_rng(seed))
        worst = search.worst()
        if ordered or not worst.times.any():
            break
        samples = as_floats(worst.points)[worst.space.rows[likely(worst)[:SHUFFLES]]]
        asymmetry = oracle.asymmetry(samples, _level(asked, worst.mean))
        if asymmetry is None:
            break
        ordered = True
    truncated = search.over()
    oracle.conclude()
    misses = misses_of(asked, worst)
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
        missed_samples=shown(misses),
        missed_count=len(misses),
        no_limit=silence(oracle, worst),
        asymmetry=asymmetry,
        printed=oracle.printed,
        curve=curve(asked, worst),
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


def _check_sequences(oracle: Oracle, asymmetry: Asymmetry) -> None:
    """Raise InputError where the order matters and the sequences are too many to enumerate."""
    size = oracle.question.size
    sequences = number(2, size, True)
    if sequences > MOST:
        raise InputError(
            f"{oracle.runner.target.name} answers {asymmetry.answer} to {tell(asymmetry.sample)} and "
            f"{asymmetry.other_answer} to {tell(asymmetry.other)}, so that every sequence counts: there are "
            f"{sequences:,} of {size} draws from 2 points, and at most {MOST:,} are enumerated; a smaller n is right"
        )
