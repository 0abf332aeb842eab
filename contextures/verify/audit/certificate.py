"""The certificate of an audit, and its re-verification: P(miss) is recomputed without the function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flint import fmpq

from contextures.errors import InputError
from contextures.exact.numbers import rational
from contextures.verify.audit.case import Case, Miss, Wrong
from contextures.verify.audit.promises import Promise
from contextures.verify.certificates.document import FORMAT, Check, digest

KIND = "audit"
MOST = 20_000
"""Missed samples that are written down, if they are enough to exceed δ; the most probable ones."""
INSTANCE = frozenset({"function", "n", "delta", "rounding", "order", "null", "seeds", "batched", "law", "scores"})
WITNESS = frozenset({"samples", "seeds", "answers", "complete"})


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
    except Wrong as wrong:
        return Check(False, str(wrong))
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError) as error:
        return Check(False, f"it cannot be evaluated ({type(error).__name__}: {str(error)[:100]})")
    expected = {"lhs": {"exact": str(total)}, "relation": "<=", "rhs": {"exact": str(case.delta)}}
    if {key: document[key] for key in expected} != expected or document["hypotheses"] or document["hypothesis"]:
        return Check(False, "the values written in it are not those recomputed")
    if total <= case.delta:
        return Check(False, "the samples that miss have no probability beyond δ")
    return Check(True, f"{case.told(total)}, by the answers written in it")
