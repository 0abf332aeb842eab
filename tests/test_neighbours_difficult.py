"""Section 7.5, `difficult`: what falls, what is proved, and eigenvalues against the whole matrix."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp
from flint import ctx

import contextures as cx
from contextures.exact import numbers
from contextures.exact.arithmetic import Floats
from contextures.measure.declared import world_of
from contextures.measure.domain import domain_of
from contextures.measure.evaluate import Evaluator
from contextures.theory.neighbours import difficult
from contextures.theory.neighbours.difficult import bounds, classes, graph, remedies, spectrum
from contextures.verify.proofs import proofs_of
from contextures.verify.search.search import search_chunks
from tests.searching import find

FALLEN = {
    "neighbours.difficult-larger": {"ratio", "bound"},
    "neighbours.difficult-harder": {"bound"},
    "neighbours.difficult-eigenvalue-norange": {"value"},
    "neighbours.difficult-eigenvalue-with": {"eigenvalue"},
    "neighbours.difficult-removal-when": {"hard", "few"},
    "neighbours.difficult-margin-sign": {"increasing"},
    "neighbours.difficult-temperature-threshold": {"better"},
}


@pytest.mark.parametrize("statement", difficult.STATEMENTS, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_the_rest_is_proved(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, 2, seed=1)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
        assert not found.open - found.fallen
        if statement.corrected is None or variant == "corrected":
            assert proofs_of(statement, variant).keys() == found.tallies.keys()


def similarities(n: int, n_d: int, r: int, alpha: float, beta: float, gamma: float) -> Any:
    """The whole matrix, the difficult points of each class first."""
    classes_ = np.repeat(np.arange(r + 1), n)
    hard = np.tile(np.arange(n) < n_d, r + 1)
    apart = np.where(hard[:, None] & hard[None, :], gamma, beta)
    found = np.where(classes_[:, None] == classes_[None, :], alpha, apart)
    np.fill_diagonal(found, 1)
    return found


@pytest.mark.parametrize("hard", ["gamma", "beta"])
def test_eigenvalues_by_symmetry_are_those_of_the_whole_matrix(hard: str) -> None:
    rng = np.random.default_rng(3)
    for _ in range(25):
        n, r = int(rng.integers(2, 6)), int(rng.integers(1, 4))
        n_d = int(rng.integers(1, n))
        beta, gamma, alpha = np.sort(rng.random(3))
        level = {"n": n, "n_d": n_d, "r": r, "alpha": alpha, "beta": beta, "gamma": gamma}
        matrix = similarities(n, n_d, r, alpha, beta, level[hard])
        sums = matrix.sum(1)
        expected = np.linalg.eigvalsh(matrix / np.sqrt(sums[:, None] * sums))[::-1]
        fields = {name: np.array([value], dtype=float) for name, value in level.items()}
        world = world_of(classes.CLASSED)(fields, {}, Floats())
        values = [spectrum.largest(world, world[hard], place)[0] for place in range(1, (r + 1) * n + 1)]
        assert values == pytest.approx(expected)


def test_the_eigenvalue_that_difficult_pairs_cost_is_attained() -> None:
    domain = domain_of(spectrum.WITH)
    level = {"n": 4, "n_d": 2, "r": 3, "k": 4} | {"alpha": "1/2", "beta": "1/4", "gamma": "1/3"}
    instance = domain.world.instance({name: Fraction(value) for name, value in level.items()}, {})
    with ctx.workprec(numbers.PRECISION):
        evaluator = Evaluator(domain.world.of_instance(instance), domain.quantities)
        first = spectrum.WITH.corrected.part("first")
        assert evaluator.value(first.lhs) == evaluator.value(first.rhs)


def test_the_factorisation_with_roots() -> None:
    rng = np.random.default_rng(5)
    weights, f = rng.random((4, 4)), rng.normal(size=(4, 2))
    weights = weights + weights.T
    for w in (weights, weights / weights.sum()):
        degree = w.sum(1)
        normal, rows = w / np.sqrt(degree[:, None] * degree), np.sqrt(degree)[:, None] * f
        assert graph._distance(w, f @ f.T) == pytest.approx(((normal - rows @ rows.T) ** 2).sum())


@pytest.mark.parametrize(
    ("statement", "variant", "name", "side", "factor"),
    [
        (remedies.TEMPERATURE_ORDER, "printed", "smaller", "lhs", sp.Rational(21, 20)),
        (remedies.MARGIN_ENTRY, "printed", "entry", "lhs", sp.Rational(21, 20)),
        (spectrum.WITHOUT, "printed", "value", "rhs", sp.Rational(21, 20)),
        (spectrum.WITH, "corrected", "first", "rhs", sp.Rational(19, 20)),
        (spectrum.WITH, "corrected", "later", "rhs", sp.Rational(19, 20)),
        (bounds.REMOVAL, "printed", "better", "lhs", sp.Rational(21, 20)),
        (graph.FACTORISATION, "printed", "plain", "rhs", sp.Rational(21, 20)),
    ],
)
def test_planted_errors_fall(
    statement: Any, variant: Any, name: str, side: str, factor: sp.Rational, scaled_falls: Callable[..., bool]
) -> None:
    assert scaled_falls(statement, variant, name, side, factor)


@pytest.mark.parametrize(
    ("statement", "variant", "name", "hypothesis"),
    [
        (bounds.LARGER, "corrected", "if", bounds.FEW),
        (bounds.REMOVAL_EXACT, "printed", "if", bounds.HELPS),
        (bounds.REMOVAL_EXACT, "printed", "only-if", bounds.HURTS),
        (remedies.MARGIN_SIGN, "corrected", "increasing-if", remedies.SLOW),
    ],
)
def test_exact_conditions_cannot_be_loosened(statement: Any, variant: Any, name: str, hypothesis: Any) -> None:
    """With the condition 5 % looser the claim falls."""
    claim = statement.variants[variant]
    part = claim.part(name)
    loose = dataclasses.replace(hypothesis, lhs=hypothesis.lhs * sp.Rational(19, 20))
    given = tuple(loose if h.name == hypothesis.name else h for h in part.given)
    planted = dataclasses.replace(
        statement,
        printed=claim.alone(dataclasses.replace(part, given=given)),
        corrected=None,
        why="",
        faults=(),
    )
    assert search_chunks(planted, "printed", 0, range(4))[name].refuters


def test_every_row_is_there() -> None:
    assert len(difficult.STATEMENTS) == 15
    assert {str(s.domain) for s in difficult.STATEMENTS} == {str(classes.CLASSED), str(graph.GRAPH)}
