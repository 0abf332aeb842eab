"""Section 7b.5, `garrido`: what the search finds, the certificate of what falls, and what is attained."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import sympy as sp

from contextures.exact.arithmetic import Floats
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import garrido
from contextures.theory.statement import Statement, Variant
from contextures.verify.certificates.byhand.recipes import script
from contextures.verify.certificates.byhand.subject import Subject
from contextures.verify.proofs import proofs_of
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.search import search_chunks
from tests.searching import find

ROWS = [(statement, variant) for statement in garrido.STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    found = find(statement, variant, 2)
    assert found.fallen == ({"rows"} if (statement, variant) == (garrido.NORMALISED, "printed") else set())
    assert proofs_of(statement, variant).keys() == found.tallies.keys() - found.fallen
    for document in found.certificates.values():
        exec(compile(script(Subject.of(document)), "<script>", "exec"), {"print": lambda *told: None})


@pytest.mark.parametrize("statement", garrido.STATEMENTS, ids=[s.id for s in garrido.STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


def measured(first: Any) -> dict[str, float]:
    """The quantities of one matrix, in floats."""
    domain, units = domain_of(garrido.DUALITY), np.eye(len(first), first.shape[1])[None]
    fields = {"first": first[None], "second": first[None], "units": units, "others": units}
    world = domain.world(fields, {}, Floats())
    return {name: float(np.asarray(quantity(world))[0]) for name, quantity in domain.quantities.items()}


def test_penalties_pair_by_pair() -> None:
    matrix = np.random.default_rng(0).normal(size=(3, 4))
    found = measured(matrix)
    rows = sum((matrix[i] @ matrix[j]) ** 2 for i in range(3) for j in range(3) if i != j)
    columns = sum((matrix[:, i] @ matrix[:, j]) ** 2 for i in range(4) for j in range(4) if i != j)
    assert found["difference"] == pytest.approx(rows - columns)


@pytest.mark.parametrize(
    ("matrix", "end"), [(np.eye(3)[:1].T @ np.ones((1, 4)), -3 / 4), (np.ones((3, 1)) @ np.eye(4)[:1], 2 / 3)]
)
def test_one_row_and_one_column_are_at_the_ends(matrix: Any, end: float) -> None:
    found = measured(matrix)
    assert found["difference"] == pytest.approx(end * found["size"] ** 2)


def test_matrices_of_even_norms_are_met_and_a_wrong_value_falls() -> None:
    claim = garrido.NORMALISED.variants["corrected"]
    wrong = dataclasses.replace(claim.part("both"), rhs=claim.part("both").rhs * sp.Rational(11, 10))
    planted = dataclasses.replace(garrido.NORMALISED, printed=claim.alone(wrong), corrected=None, why="", faults=())
    assert search_chunks(planted, "printed", 0, range(2))["both"].refuters
