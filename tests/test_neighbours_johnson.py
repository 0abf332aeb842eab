"""Section 7b.5, nearly invariant functions: verdicts from a search, and second routes by optimisation."""

from __future__ import annotations

import numpy as np
import pytest

import contextures as cx
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import graphs, johnson
from tests.searching import find

FALLEN = {"neighbours.johnson-unique": {"unique"}}
RNG = np.random.default_rng(17)


@pytest.mark.parametrize("statement", johnson.STATEMENTS, ids=lambda s: s.id)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_search_finds_what_falls_and_nothing_else(statement: cx.Statement, seed: int) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=seed)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())


def test_the_error_is_that_of_the_worst_function() -> None:
    """No function of F_ε is further from V, and one that a generalised eigenproblem gives is as far."""
    domain = domain_of(johnson.MINIMAX)
    columns = np.concatenate([np.ones((5, 4, 1), dtype=int), RNG.integers(-3, 4, (5, 4, 1))], axis=-1)
    fields = {"law": RNG.integers(1, 9, (5, 3, 4)), "columns": columns, "epsilon": np.tile([1, 2], (5, 1))}
    seen = domain.world.of_batch(domain.world.batch(fields, {}))
    found = domain.quantities["error"](seen)
    for k in range(5):
        w = graphs.affinity(seen["law"][k])
        p = w.sum(1)
        drift = 2 * (np.diag(p) - w)
        outside = np.eye(4) - seen.projector(columns[k : k + 1].astype(float), p[None])[0]
        distance = outside.T @ np.diag(p) @ outside
        best = 0.0
        for h in RNG.normal(size=(4000, 4)):
            best = max(best, 0.5 * (h @ distance @ h) / max(h @ drift @ h, 1e-12))
        assert best <= found[k] + 1e-9
        values = np.linalg.eigvals(np.linalg.pinv(drift) @ distance).real
        assert found[k] == pytest.approx(0.5 * values.max())


def test_a_space_without_the_constants_has_infinite_error() -> None:
    domain = domain_of(johnson.MINIMAX)
    fields = {
        "law": np.ones((1, 2, 3), dtype=int),
        "columns": np.array([[[1], [-1], [0]]]),
        "epsilon": np.array([[1, 1]]),
    }
    batch = domain.world.batch(fields, {})
    assert np.isinf(domain.quantities["error"](domain.world.of_batch(batch))).all()
    assert float(domain.quantities["error"](domain.world.of_instance(batch.instance(0)))) == np.inf
