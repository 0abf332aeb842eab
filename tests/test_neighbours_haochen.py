"""Section 7b.1: verdicts from a search, and second routes: linear programmes, all partitions, projections."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

import contextures as cx
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import eigenspaces, graphs, haochen, heads, partitions
from contextures.theory.neighbours.haochen import recovery
from tests.searching import find

FALLEN = {
    "neighbours.haochen-singleton": {"singleton", "partition"},
    "neighbours.haochen-any-matrix": {"right", "left"},
    "neighbours.haochen-exact": {"recovery", "any-head"},
}
CONSTANTS = {"neighbours.haochen-main", "neighbours.haochen-finite"}
RNG = np.random.default_rng(11)


@pytest.mark.parametrize("statement", haochen.STATEMENTS, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_nothing_else(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=1)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
        if statement.id in CONSTANTS:
            assert 0 < next(iter(found.tallies.values())).constant < 10


def world(name: str = "neighbours.haochen-lambda", **fields: np.ndarray) -> object:
    domain = domain_of(next(s for s in haochen.STATEMENTS if s.id == name))
    return domain.world.of_batch(domain.world.batch(fields, {}))


def separable(rows: np.ndarray, code: int) -> bool:
    """Whether a linear programme finds a head that is negative on the rows of a code alone."""
    sides = np.array([1 if code >> a & 1 else -1 for a in range(len(rows))])
    bounds = np.array([-1.0 if side > 0 else 0.0 for side in sides])
    found = linprog(
        np.zeros(rows.shape[1]), A_ub=sides[:, None] * rows, b_ub=bounds, bounds=[(None, None)] * rows.shape[1]
    )
    return bool(found.status == 0)


def test_heads_are_those_of_linear_programmes() -> None:
    fields = {"law": np.ones((1, 2, 5), dtype=int), "y": np.array([[0, 1]]), "turn": np.ones((1, 5, 1), dtype=int)}
    any_world = world(**fields)
    for _ in range(12):
        rows = RNG.integers(-2, 3, (int(RNG.integers(2, 6)), int(RNG.integers(1, 4)))).astype(float)
        basis, count = eigenspaces.column_basis(any_world, rows[None])
        told = heads.told_apart(any_world, basis, count)[0]
        assert told.tolist() == [separable(rows, code) for code in range(2 ** len(rows))]


def set_partitions(size: int, parts: int) -> list[list[list[int]]]:
    """All partitions into so many parts, by labels."""
    found = [
        [[i for i in range(size) if row[i] == p] for p in range(parts)] for row in product(range(parts), repeat=size)
    ]
    return [groups for groups in found if all(groups)]


def test_partitions_by_enumeration() -> None:
    w = RNG.integers(0, 4, (5, 5)) + np.eye(5)
    w = w + w.T
    any_world = world(law=np.ones((1, 1, 5), dtype=int), y=np.array([[0]]), turn=np.ones((1, 5, 1), dtype=int))
    found = partitions.expansions(any_world, w[None])[0]
    for parts in range(1, 6):
        best = min(
            max(w[np.ix_(group, [b for b in range(5) if b not in group])].sum() / w[group].sum() for group in groups)
            for groups in set_partitions(5, parts)
        )
        assert found[parts - 1] == pytest.approx(best)
    assert partitions.components(np.kron(np.eye(3), np.ones((2, 2)))) == 3


def test_a_minimiser_spans_top_eigenfunctions() -> None:
    law = RNG.integers(1, 9, (6, 3, 5))
    seen = world(law=law, y=np.zeros((6, 3), dtype=int), turn=RNG.integers(-3, 4, (6, 5, 2)))
    w = graphs.affinity(seen["law"])
    functions, count = eigenspaces.top_functions(seen, w, 2, seen["turn"])
    assert count.tolist() == [2] * 6
    values = graphs.graph_eigenvalues(seen, seen["law"])
    for k in range(6):
        operator = w[k] / w[k].sum(-1, keepdims=True)
        inside = functions[k].T @ (w[k].sum(-1)[:, None] * operator @ functions[k])
        assert sorted(np.linalg.eigvalsh(inside))[::-1] == pytest.approx(values[k, :2])
    assert np.moveaxis(graphs.spectrum(seen, w), -1, 0) == pytest.approx(np.moveaxis(values, -1, 0), abs=1e-9)


def test_both_back_ends_choose_the_same_functions_in_a_tie() -> None:
    law = np.eye(5, dtype=int)[None]
    turn = RNG.integers(-3, 4, (1, 5, 3))
    domain = domain_of(recovery.LAMBDA)
    batch = domain.world.batch({"law": law, "y": np.array([[0, 1, 0, 1, 1]]), "turn": turn}, {})
    floats, exactly = domain.world.of_batch(batch), domain.world.of_instance(batch.instance(0))
    for name in ("view", "vote", "alpha", "apart", "gap"):
        assert float(domain.quantities[name](floats)[0]) == pytest.approx(float(domain.quantities[name](exactly)))


def test_the_best_head_of_a_subspace_with_constants_errs_on_half_its_distance_at_most() -> None:
    """The inequality behind the sharp constant, on random subspaces and labels."""
    any_world = world(law=np.ones((1, 1, 5), dtype=int), y=np.array([[0]]), turn=np.ones((1, 5, 1), dtype=int))
    members = graphs.subsets(6)
    for _ in range(200):
        p, labels = RNG.dirichlet(np.ones(6)), RNG.choice([-1.0, 1.0], 6)
        rows = np.column_stack([np.ones(6), RNG.normal(size=(6, int(RNG.integers(0, 3))))])
        told = heads.told_apart(any_world, rows[None], np.array([rows.shape[1]]))[0]
        error = ((labels != 1 - 2 * members) @ p)[told].min()
        fit = np.linalg.lstsq(np.sqrt(p)[:, None] * rows, np.sqrt(p) * labels, rcond=None)[0]
        assert error <= p @ (labels - rows @ fit) ** 2 / 2 + 1e-12
