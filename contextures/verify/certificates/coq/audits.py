"""A certificate of an audit as a Coq file: no function with the answers written in it keeps its promise."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from contextures.errors import InputError
from contextures.verify.audit.case import Case, Miss
from contextures.verify.audit.promises import Promise, fraction
from contextures.verify.certificates.coq.literals import listed, number, q, row

MOST = 400
"""Samples that a file lists."""
EVENTS = {
    Promise.UPPER: ("every_below", "fun x => x < {}"),
    Promise.LOWER: ("every_above", "fun x => {} < x"),
    Promise.INTERVAL: ("every_outside", "fun x y => ({0} < x) || (y < {0})"),
    Promise.PVALUE: ("every_at_most", "fun x => x <= {}"),
}
"""What proves that the answers to all samples miss, and what a miss is."""


def audit_script(document: Mapping[str, Any]) -> str:
    """Write the Coq file of a certificate of an audit that proves what it says.

    Parameters
    ----------
    document : mapping

    Returns
    -------
    str

    Raises
    ------
    InputError
        Where the promise has no formal statement, an answer is infinite, or too many samples miss; it says which.
    """
    case = Case.of(document)
    misses = _enough(case)
    body = _left_out if case.promise is Promise.CONFORMAL else _drawn
    total = sum((fraction(miss.probability) for miss in misses), Fraction(0))
    return (
        f"(** An audit of {case.function}, kind {case.promise}: it misses with probability {float(total):.6g} > "
        f"{case.delta}.\n    Written by `contextures export`, certificate {document['sha256'][:16]}. *)\n"
        "From Coq Require Import QArith_base.\n"
        "From Contextures Require Import Library Audits.\nImport GRing.Theory Num.Theory Order.Theory.\n"
        "Local Open Scope Q_scope.\n\nSection Instance.\nVariable R : rcfType.\n"
        f"Notation n := {case.size}%N.\nNotation delta := {q(fraction(case.delta))}.\n{body(case, misses, total)}"
        "End Instance.\n"
    )


def _left_out(case: Case, misses: list[Miss], total: Fraction) -> str:
    """Scores of which the last one is beyond the threshold from the others."""
    scores = sorted(case.scores)
    table = listed(
        f"({scores.index(next(iter(set(scores) - set(miss.sample))))}%N, {number(Fraction(miss.answer[0]))})"
        for miss in misses
    )
    missed = "(unzip1 table)"
    return (
        f"Notation scores := {row(scores)}.\nNotation table := {table}.\n\n"
        f"Lemma lhs : (\\sum_(i < n.+1) (if nat_of_ord i \\in {missed} then n.+1%:R^-1 else 0) = {q(total)})%R.\n"
        f"Proof. by rational. Qed.\nLemma rhs : delta = {q(fraction(case.delta))}. Proof. by []. Qed.\n"
        "(** Whatever it answers where another score is left out. *)\n"
        "Theorem refuted (f : nat -> R) : answers_without f table ->\n"
        "  ~ keeps_conformal n.+1 (numbers R scores) f delta.\nProof.\n"
        "move=> told; rewrite /keeps_conformal; apply/negP; rewrite -ltNge.\n"
        "by apply: (conformal_exceeds told); [vm_compute | rewrite lhs; check].\nQed.\n"
    )


def _drawn(case: Case, misses: list[Miss], total: Fraction) -> str:
    """Samples by how often each point is drawn."""
    points = sorted(case.law)
    weights = [fraction(case.law[point]) for point in points]
    scale = math.lcm(*(weight.denominator for weight in weights))
    counts = [[Counter(miss.sample)[point] for point in points] for miss in misses]
    delta, interval = fraction(case.delta), case.promise is Promise.INTERVAL
    bound = delta if case.promise is Promise.PVALUE else fraction(case.mean)
    tables = [
        listed(
            f"({listed(map(str, c))}%N, {number(Fraction(miss.answer[end]))})"
            for c, miss in zip(counts, misses, strict=True)
        )
        for end in range(case.promise.width)
    ]
    names = ("lower", "upper") if interval else ("table",)
    functions, told = ("f g", "told told'") if interval else ("f", "told")
    given = " -> ".join(f"answers {f} {name}" for f, name in zip(functions.split(), names, strict=True))
    value = "" if case.promise is Promise.PVALUE else " value"
    missed = f"(unzip1 {names[0]})"
    proof, event = EVENTS[case.promise]
    miss_here = f"(event := ({event.format(q(bound))})%R)"
    lemma = f"answered_both {miss_here} {told} erefl" if interval else f"answered {miss_here} {told}"
    mean = "" if case.promise is Promise.PVALUE else f"rewrite (_ : mean_of law value = {q(bound)}); last by weigh.\n"
    return (
        f"Notation shares := (map Qnum {row([w * scale for w in weights])}).\n"
        f"Notation law := (law_of R {scale} shares).\nNotation value := (map (q R) {row(points)}).\n"
        + "".join(f"Notation {name} := {table}.\n" for name, table in zip(names, tables, strict=True))
        + "\nLemma is_a_law : is_law law. Proof. by weigh. Qed.\n"
        f"Lemma lhs : Qeq_bool (total_z n shares {missed} / inject_Z (Zpos {scale} ^ Z.of_nat n)) "
        f"({number(total)}).\nProof. by vm_compute. Qed.\n"
        f"Lemma rhs : delta = {q(delta)}. Proof. by []. Qed.\n"
        "(** Whatever it answers to other samples. *)\n"
        f"Theorem refuted ({functions} : seq nat -> R) : {given} ->\n"
        f"  ~ keeps_{case.promise} law{value} n {functions} delta.\nProof.\nmove=> {told}.\n"
        f"move=> /(_ is_a_law); apply/negP; rewrite -ltNge.\n{mean}exceeds {missed}.\n"
        f"apply: ({lemma}); apply: {proof}; by vm_compute.\nQed.\n"
    )


def _enough(case: Case) -> list[Miss]:
    """The most probable samples that miss, as many as exceed δ."""
    name = f"no Coq file for the audit of {case.function}"
    if case.ordered or case.seeds:
        raise InputError(f"{name}: answers that depend on the order of a sample or on a seed have no formal statement")
    kept, total = list[Miss](), Fraction(0)
    for miss in case.misses():
        if total > fraction(case.delta):
            break
        kept.append(miss)
        total += fraction(miss.probability)
    if len(kept) > MOST:
        raise InputError(f"{name}: {len(kept)} samples must be listed, too many (at most {MOST})")
    if any("inf" in word for miss in kept for word in miss.answer):
        raise InputError(f"{name}: an answer is infinite")
    return kept
