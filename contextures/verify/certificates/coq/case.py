"""A certificate as its templates see it: fields in fractions, and the reason where there is no formal counterpart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import numpy as np

from contextures.errors import InputError
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.certificates.coq.literals import Row


class NoFormal(InputError):
    """A certificate has no formal counterpart; the message says why."""


@dataclass(frozen=True)
class Case:
    """A certificate to be written.

    Attributes
    ----------
    subject : Subject
    """

    subject: Subject

    @property
    def where(self) -> str:
        """The statement and the part."""
        return f"{self.subject.statement.id}, part {self.subject.part.name!r}"

    @property
    def symbol(self) -> str:
        """The name of the formal statement."""
        return f"{self.subject.statement.id.partition('.')[2]}_{self.subject.part.name}_printed".replace("-", "_")

    def refuse(self, reason: str) -> NoFormal:
        """Return the error that says why there is no formal counterpart."""
        return NoFormal(f"no Coq file for {self.where}: {reason}")

    def has(self, name: str) -> bool:
        """Whether the instance has a field."""
        return name in self.subject.instance.fields

    def ratio(self, name: str) -> Fraction:
        """A field that is a number."""
        return Fraction(self.subject.instance.fields[name])

    def row(self, name: str) -> Row:
        """A field on one axis."""
        return [Fraction(value) for value in self.subject.instance.fields[name]]

    def rows(self, name: str) -> list[Row]:
        """A field on two axes."""
        return [[Fraction(value) for value in values] for values in self.subject.instance.fields[name]]

    def columns(self, name: str) -> list[Row]:
        """A field on two axes, one row a column of it: the functions of an encoder."""
        return [list(values) for values in zip(*self.rows(name), strict=True)]

    def size(self, name: str) -> int:
        """A size of the instance."""
        return int(self.subject.instance.sizes[name])

    @property
    def witness(self) -> dict[str, Any]:
        """The witnesses, as the certificate has them."""
        return dict(self.subject.document["witness"])

    def side(self, name: str) -> Fraction:
        """A rational side; NoFormal where it is an enclosure."""
        text = self.subject.document[name].get("exact")
        if text is None:
            raise self.refuse("a side is not rational")
        return Fraction(text)


Template: TypeAlias = Callable[[Case], str]
TEMPLATES: dict[tuple[str, str], Template] = {}
"""Statement and part of its printed form → what writes the instance, the hypotheses and the theorem."""


def template(id_: str, *parts: str) -> Callable[[Template], Template]:
    """Register what writes the certificates of parts of a printed statement."""

    def register(write: Template) -> Template:
        for part in parts:
            TEMPLATES[id_, part] = write
        return write

    return register


def matrix(values: list[Row]) -> np.ndarray[Any, Any]:
    """Floats, for what is only looked for."""
    return np.array(values, dtype=float)
