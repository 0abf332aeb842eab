"""Chapter 7, information and modes: channels, half of the squares of the modes, and the loss of two encoders."""

from __future__ import annotations

import math
from fractions import Fraction

from contextures.verify.certificates.coq.case import Case, template
from contextures.verify.certificates.coq.classical import notations
from contextures.verify.certificates.coq.linear import ZERO, columns
from contextures.verify.certificates.coq.literals import Row, q, row, table
from contextures.verify.certificates.coq.logarithms import (
    LN,
    Terms,
    above,
    below,
    decided,
    factors,
    information,
    scale,
    sum_of,
)
from contextures.verify.certificates.coq.spectrum import product

MOST_FACTORS = 64
"""Factors of a whole power, beyond which its logarithm is not bounded."""


def weighted(masses: Row, channel: list[Row]) -> list[Row]:
    """The law of an input of these masses and of what a channel makes of it."""
    return [[m * v for v in line] for m, line in zip(masses, channel, strict=True)]


@template("neighbours.head-lower-input", "bound")
def from_input(case: Case) -> str:
    """A target that is drawn from the input."""
    if case.ratio("around_z") or case.ratio("around_w") or case.ratio("around_r") != 1:
        raise case.refuse("an encoding is drawn around its arrow, or a target is not drawn from the input alone")
    law, encoder, projector, target = (case.rows(name) for name in ("first", "encoder", "projector", "r_from_x"))
    encoded = weighted([sum(column, ZERO) for column in columns(law)], encoder)
    joints = (
        product(columns(encoded), target),
        weighted([sum(column, ZERO) for column in columns(encoded)], projector),
        product(law, target),
        product(law, encoder),
    )
    laws = ("both_from (pA P) K G", "sent_on (pA P) K H", "through P G", "through P K")
    terms = [information(joint) for joint in joints]
    lemmas = "".join(
        f"Lemma {name} : mutual_information ln ({written}) = {sum_of(found)}.\n"
        f"Proof. by rewrite (information_of _ (P' := {table(joint)})); [logarithms | check]. Qed.\n"
        for name, written, joint, found in zip(
            ("target", "projection", "label", "rhs"), laws, joints, terms, strict=True
        )
    )
    left: Terms = [*terms[0], *((-a, b) for a, b in terms[1]), *terms[2]]
    return (
        f"{LN}{notations(case, 'P=first K=encoder H=projector G=r_from_x')}\n{lemmas}"
        f"Lemma lhs : (mutual_information ln ({laws[0]}) - mutual_information ln ({laws[1]})\n"
        f"  + mutual_information ln ({laws[2]}) = {sum_of(left)})%R.\n"
        "Proof. by rewrite target projection label -logs_opp -!logs_cat. Qed.\n\n"
        f"Theorem refuted : ~ {case.symbol} ln.\nProof.\n"
        "move=> claim; have := claim _ _ _ _ _ P K H G ltac:(check) ltac:(premise) ltac:(premise) ltac:(premise).\n"
        f"rewrite lhs rhs; apply/negP; rewrite -ltNge; {decided(terms[3], left, case)}\nQed.\n"
    )


def between(case: Case, terms: Terms, apart: Fraction) -> tuple[int, Row]:
    """A whole number and factors of a whole power, which tell a sum of logarithms from a rational."""
    whole = scale(case, terms)
    power = math.prod((b ** int(a * whole) for a, b in terms if a), start=Fraction(1))
    for size in range(1, MOST_FACTORS + 1):
        parts = factors(power, size)
        if above(parts) / whole < apart or below(parts) / whole > apart:
            return whole, parts
    raise case.refuse("the sides are too near each other")


@template("neighbours.zheng-information", "local", "at-most", "at-least")
def strength(case: Case) -> str:
    """The information of a law and half of the squares of its modes."""
    law = case.rows("law")
    p, r = [sum(line, ZERO) for line in law], [sum(column, ZERO) for column in columns(law)]
    squares = (v**2 / (a * b) for line, a in zip(law, p, strict=True) for v, b in zip(line, r, strict=True))
    half = (sum(squares, ZERO) - 1) / 2
    terms = information(law)
    whole, parts = between(case, terms, half)
    low, high = below(parts) / whole, above(parts) / whole
    part = case.subject.part.name
    sides = ("rhs", "lhs") if part == "at-least" else ("lhs", "rhs")
    known, bound, apart = (
        ("low _", "low", "lt_le_trans low") if low > half else ("_ high", "high", "le_lt_trans high _")
    )
    end = f"apply/negP; rewrite -ltNge; apply: {apart}; check."
    if part == "local":
        end = f"move=> same; move: {bound}; rewrite same; apply/negP; rewrite -ltNge; check."
    return (
        f"{LN}{notations(case, 'P=law')}\n"
        f"Lemma {sides[0]} : mutual_information ln P = {sum_of(terms)}. Proof. by logarithms. Qed.\n"
        f"Lemma {sides[1]} : half_strength P = {q(half)}. Proof. by check. Qed.\n"
        f"Lemma near : ({q(low)} <= {sum_of(terms)} <= {q(high)})%R.\nProof.\n"
        f"by apply: (logs_within natural (D := {whole}%positive) (f := {row(parts)})); vm_compute.\nQed.\n\n"
        f"Theorem refuted : ~ {case.symbol} ln.\nProof.\nmove=> claim; have /andP[{known}] := near.\n"
        f"have := claim _ _ P ltac:(check); rewrite lhs rhs.\nby {end}\nQed.\n"
    )
