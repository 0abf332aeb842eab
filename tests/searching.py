"""A search of one form of a statement whose counterexamples are judged and certified as they are found, not made small.

How small they become is seen in the committed certificates, and by the campaign tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contextures.measure.domain import domain_of
from contextures.theory.statement import Statement, Variant
from contextures.verify.certificates import certificate
from contextures.verify.certificates.judge import judge
from contextures.verify.proofs import proofs_of
from contextures.verify.search.search import search_chunks
from contextures.verify.search.suspects import Tally


@dataclass(frozen=True)
class Found:
    """What a search saw of each part, and a certificate for each that falls, by name."""

    tallies: dict[str, Tally]
    certificates: dict[str, dict[str, Any]]

    @property
    def fallen(self) -> set[str]:
        """The parts that fall."""
        return set(self.certificates)

    @property
    def open(self) -> set[str]:
        """The parts of which a suspect is neither confirmed nor cleared."""
        return {name for name, tally in self.tallies.items() if tally.undecided}


def find(statement: Statement, variant: Variant, chunks: int = 1, seed: int = 0) -> Found:
    """Search a form: each part is met, each example is found, what falls is certified, and no proof speaks of it."""
    claim = statement.variants[variant]
    tallies = search_chunks(statement, variant, seed, range(chunks))
    assert [name for name, tally in tallies.items() if not tally.met] == []
    assert [part.name for part in claim.parts if part.exists and not tallies[part.name].refuters] == []
    documents = {}
    for part in claim.parts:
        if part.exists or not (refuters := tallies[part.name].refuters):
            continue
        instance = refuters[0].batch.instance(0)
        finding = judge(domain_of(statement), claim, part, instance)
        documents[part.name] = certificate.certificate(statement, variant, part, instance, finding)
        assert certificate.check(documents[part.name]).proves, part.name
    assert not documents.keys() & proofs_of(statement, variant).keys()
    return Found(tallies, documents)
