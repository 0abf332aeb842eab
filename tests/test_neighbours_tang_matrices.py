"""Section 7.1, matrices, tasks, losses and oscillation: what the search finds of each row, and second routes."""

from __future__ import annotations

import pytest

from contextures.measure.domain import domain_of
from contextures.theory.neighbours.tang import (
    corrected,
    losses,
    matrices,
    minors,
    oscillation,
    posthoc,
    priors,
    tasks,
    truncation,
)
from contextures.theory.statement import Statement, Variant
from contextures.verify.certificates import certificate
from contextures.verify.certificates.judge import judge
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.search import search_chunks

MODULES = (matrices, truncation, tasks, priors, losses, corrected, posthoc, oscillation, minors)
STATEMENTS = tuple(statement for module in MODULES for statement in module.STATEMENTS)
FALLEN = {
    "neighbours.tang-eckart-young": {"column-space", "unique-only-if"},
    "neighbours.tang-coherent": {"exact"},
    "neighbours.tang-contrastive-loss-free": {"identity", "minimiser"},
    "neighbours.tang-corrected-loss-free": {"span"},
    "neighbours.tang-posthoc-trained": {"any", "minimiser"},
    "neighbours.tang-isotropy-flatness": {"bound"},
}
"""The parts of the prints that fall."""
ROWS = [(statement, variant) for statement in STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    tallies = search_chunks(statement, variant, 0, range(2))
    shown = {part.name for part in statement.variants[variant].parts if part.exists}
    assert all(tallies[name].refuters for name in shown)
    fallen = {name for name, tally in tallies.items() if tally.refuters} - shown
    assert fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
    assert all(tally.met for tally in tallies.values())
    for name in fallen:
        claim, instance = statement.variants[variant], tallies[name].refuters[0].batch.instance(0)
        finding = judge(domain_of(statement), claim, claim.part(name), instance)
        document = certificate.certificate(statement, variant, claim.part(name), instance, finding)
        assert certificate.check(document).proves


@pytest.mark.parametrize("statement", STATEMENTS, ids=[s.id for s in STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""
