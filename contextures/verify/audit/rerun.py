"""Runs the function again on the samples of a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from flint import fmpq

from contextures.errors import InputError
from contextures.verify.audit.case import Case
from contextures.verify.audit.certificate import KIND
from contextures.verify.audit.process import Runner
from contextures.verify.audit.promises import nearest, written
from contextures.verify.audit.samples import as_floats
from contextures.verify.audit.serve import Call
from contextures.verify.audit.target import target_of
from contextures.verify.certificates.document import Check

SECONDS = 600.0
"""Time after which a run is given up."""


def rerun(document: Mapping[str, Any], file: str | None = None) -> Check:
    """Run the audited function again on the samples of a certificate that proves what it says.

    Parameters
    ----------
    document : mapping
        Accepted by `contextures.check`.
    file : str, optional
        The file that holds the function now; by default it is found by its name.

    Returns
    -------
    Check
        Whether the samples that miss again have a probability beyond δ.

    Raises
    ------
    InputError
        Where the certificate is not of an audit, or the function cannot be found.
    """
    if document["kind"] != KIND:
        raise InputError("only a certificate of an audit has a function to run again")
    case = Case.of(document)
    place, _, attribute = case.function.rpartition(":")
    if file is None and (place in ("", "__main__") or "<" in attribute):
        raise InputError(f"{case.function} cannot be found by that name; --file FILE.py with the function is right")
    misses = case.misses()
    samples = np.array([as_floats(miss.sample) for miss in misses])
    seeds = np.array([miss.seed or 0 for miss in misses], dtype=np.int64)
    target = target_of(case.function if file is None else f"{file}:{attribute}")
    with Runner(target, Call(case.promise.width, bool(case.seeds), case.batched), SECONDS) as runner:
        replies = runner.ask(samples, np.full(len(misses), nearest(case.level)), seeds)
    total, other = fmpq(0), 0
    for miss, answer in zip(misses, replies.answers, strict=True):
        now = () if np.isnan(answer).any() else tuple(written(answer))
        other += now != miss.answer
        if now and case.missed(miss.sample, now):
            total += miss.probability
    changed = f"{other:,} of {len(misses):,} answers are others" if other else "the same answers"
    if total <= case.delta:
        return Check(False, f"run again it misses with probability {nearest(total):.6g} ≤ {case.delta}; {changed}")
    return Check(True, f"{case.told(total)}; run again: {changed}")
