"""Audits a conformal threshold over all orders of n + 1 scores."""

from __future__ import annotations

import time

import numpy as np
from flint import fmpq

from contextures.exact.numbers import rational
from contextures.verify.audit.case import Miss
from contextures.verify.audit.details import certified, shown
from contextures.verify.audit.findings import Silence
from contextures.verify.audit.oracle import Oracle
from contextures.verify.audit.promises import Answers, below, ends, fraction, nearest, written
from contextures.verify.audit.result import Audit
from contextures.verify.audit.samples import as_floats, left_out


def audit_threshold(oracle: Oracle, seed: int, started: float) -> Audit:
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
    oracle.conclude()
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
    none = np.isnan(answers).any(axis=2).sum() if oracle.no_limits else 0
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
        missed_samples=shown(misses),
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
