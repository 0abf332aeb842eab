"""Certificates whose two sides are rational expressions in the fields: the fields, the claim on them, its sides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from contextures.theory.sorts import Count
from contextures.verify.certificates.coq.case import TEMPLATES, Case
from contextures.verify.certificates.coq.literals import q, table, vector

Extra = Callable[[Case], str]
IS_LAW = "ltac:(check)"
"""The proof that a law is one."""


@dataclass(frozen=True)
class Plain:
    """What is written of a certificate beside what the claim itself says.

    Attributes
    ----------
    fields : mapping of str to str
        The fields of the instance that the claim takes, by their names in Coq.
    claim : str
        The arguments of the claim.
    lhs, rhs : str
        Its two sides.
    beside : callable or None
        Further notations and lemmas.
    values : pair of Fraction or None
        Values of the two sides, where they are not those of the certificate.
    """

    fields: Mapping[str, str]
    claim: str
    lhs: str
    rhs: str
    beside: Extra | None = None
    values: tuple[Fraction, Fraction] | None = None

    def write(self, case: Case) -> str:
        """Write the body of the file."""
        left, right = self.values or (case.side("lhs"), case.side("rhs"))
        notations = "".join(f"Notation {name} := {literal(case, of)}.\n" for name, of in self.fields.items())
        return (
            f"{notations}{self.beside(case) if self.beside else ''}\n"
            f"Lemma lhs : ({self.lhs} = {q(left)})%R. Proof. by check. Qed.\n"
            f"Lemma rhs : ({self.rhs} = {q(right)})%R. Proof. by check. Qed.\n\n"
            f"Theorem refuted : ~ {case.symbol} R.\n"
            f"Proof. by move=> claim; refute (claim {self.claim}) lhs rhs. Qed.\n"
        )


def literal(case: Case, name: str) -> str:
    """A field as it is written: a number, a whole number, a function or a table; what is no field stands as it is."""
    if name in case.subject.instance.sizes:
        return f"{case.size(name)}%N"
    if not case.has(name):
        return name
    sort, value = case.subject.instance.sorts[name], case.subject.instance.fields[name]
    if isinstance(sort, Count):
        return f"{int(value)}%N"
    if sort.axes:
        return vector(case.row(name)) if len(np.shape(value)) == 1 else table(case.rows(name))
    return q(case.ratio(name))


def plain(id_: str, part: str, fields: str, claim: str, lhs: str, rhs: str, **more: Any) -> None:
    """Register a certificate; fields are told as ``name=field``, or by their common name, apart by spaces."""
    told = {item.partition("=")[0]: item.rpartition("=")[2] for item in fields.split()}
    TEMPLATES[id_, part] = Plain(told, claim, lhs, rhs, **more).write
