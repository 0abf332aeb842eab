"""What a certificate is about: its statement, its part and its instance, seen through exact numbers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from contextures.errors import InputError
from contextures.measure.domain import domain_of
from contextures.measure.evaluate import Evaluator
from contextures.measure.instance import Instance
from contextures.theory.catalogue import Catalogue, catalogue
from contextures.theory.statement import Claim, Part, Statement
from contextures.verify.certificates.certificate import check, part_of


@dataclass(frozen=True)
class Subject:
    """A certificate that was found to prove what it says.

    Attributes
    ----------
    statement, claim, part
        What it is about.
    document : dict
        The certificate.
    """

    statement: Statement
    claim: Claim
    part: Part
    document: dict[str, Any]

    @classmethod
    def of(cls, document: Any, statements: Catalogue = catalogue) -> Subject:
        """Look up what a certificate is about.

        Raises
        ------
        InputError
            If it is no certificate, or does not prove what it says.
        """
        outcome = check(document, statements)
        if not outcome.proves:
            raise InputError(f"the certificate does not prove what it says: {outcome.reason}")
        statement = statements[document["id"]]
        claim = statement.variants[document["variant"]]
        return cls(statement, claim, part_of(claim, document), document)

    @cached_property
    def instance(self) -> Instance:
        """Its instance."""
        return domain_of(self.statement).read(self.document["instance"])

    @cached_property
    def evaluator(self) -> Evaluator:
        """An evaluator over the exact world of the instance, with the witnesses of the certificate."""
        domain = domain_of(self.statement)
        return Evaluator(domain.world.of_instance(self.instance, self.document["witness"]), domain.quantities)
