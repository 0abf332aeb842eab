"""Audits a function of one's own: is the guarantee that it promises true?"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from contextures.errors import InputError
from contextures.verify.audit.conformal import audit_threshold
from contextures.verify.audit.laws import audit_limit
from contextures.verify.audit.oracle import Oracle
from contextures.verify.audit.process import Runner
from contextures.verify.audit.promises import Promise
from contextures.verify.audit.question import Number, question
from contextures.verify.audit.result import Audit
from contextures.verify.audit.serve import Call
from contextures.verify.audit.target import target_of

MINUTE = 60.0
"""Time for which the search is made at its usual length."""


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
        if asked.promise is Promise.CONFORMAL:
            return audit_threshold(oracle, seed, started)
        return audit_limit(oracle, float(time_budget) / MINUTE, seed, started)
