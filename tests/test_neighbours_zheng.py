"""Section 7b.4: what the search finds of each row, and second routes to the quantities."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from contextures.measure.domain import domain_of
from contextures.theory.neighbours import zheng
from contextures.theory.statement import Statement, Variant
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.draws import supply_of
from tests.searching import find

FALLEN = {
    "neighbours.zheng-operator": {"operator"},
    "neighbours.zheng-orthogonal": {"any", "pmi"},
    "neighbours.zheng-information": {"local", "pmi", "at-most", "at-least"},
    "neighbours.zheng-nested": {"simultaneous", "sequential"},
}
"""The parts of the prints that fall."""
ROWS = [(statement, variant) for statement in zheng.STATEMENTS for variant in statement.variants]


@pytest.mark.parametrize(("statement", "variant"), ROWS, ids=[f"{s.id}-{v}" for s, v in ROWS])
def test_what_a_search_finds_of_each_row(statement: Statement, variant: Variant) -> None:
    found = find(statement, variant, 2)
    assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())


@pytest.mark.parametrize("statement", zheng.STATEMENTS, ids=[s.id for s in zheng.STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


def drawn(**sizes: int) -> Any:
    """Instances at given sizes: their fields, and the quantities by name, in floats."""
    domain = domain_of(zheng.STATEMENTS[0])
    supply, rng = supply_of(domain), np.random.default_rng(0)
    family = next(family for family in supply.families if family.name == "dense")
    _, world = supply.draw(rng, family, 5, {"x": 3, "y": 4, "d": 2, **sizes}, domain.fields)
    return world.fields, {name: np.asarray(quantity(world)) for name, quantity in domain.quantities.items()}


def test_the_h_score_by_samples_of_the_definition() -> None:
    fields, found = drawn()
    for b in range(5):
        law, f, g = fields["law"][b], fields["fs"][b], fields["gs"][b]
        p, q = law.sum(1), law.sum(0)
        covariance = f.T @ law @ g - np.outer(p @ f, q @ g)
        expected = np.trace(covariance) - np.trace((f.T * p) @ f @ ((g.T * q) @ g)) / 2
        assert found["h_score"][b] == pytest.approx(expected)


def test_the_largest_nested_score_is_that_of_the_singular_value_decomposition() -> None:
    fields, found = drawn()
    for b in range(5):
        law, base = fields["law"][b], fields["base"][b]
        p, q = law.sum(1), law.sum(0)
        form = law / np.sqrt(np.outer(p, q)) - np.sqrt(np.outer(p, q))
        along = np.sqrt(p) * base
        image = form.T @ along / (along @ along)
        rest = form - np.outer(along, image)
        assert found["most_base"][b] == pytest.approx((along @ along) * (image @ image) / 2)
        assert found["most_rest"][b] == pytest.approx(np.linalg.svd(rest, compute_uv=False)[0] ** 2 / 2)


@pytest.mark.parametrize(("x", "y"), [(2, 4), (4, 2), (3, 3)])
def test_what_is_left_of_a_score_in_the_direction_of_its_first_mode(x: int, y: int) -> None:
    fields, found = drawn(x=x, y=y)
    compared = 0
    for b in range(5):
        law, score = fields["law"][b], fields["score"][b]
        p, q = law.sum(1), law.sum(0)
        form = np.sqrt(np.outer(p, q)) * score
        form = (np.eye(x) - np.sqrt(np.outer(p, p))) @ form @ (np.eye(y) - np.sqrt(np.outer(q, q)))
        u, s, v = np.linalg.svd(form)
        f, g = u[:, 0] / np.sqrt(p), v[0] / np.sqrt(q)
        left = (p * f) @ (score - s[0] * np.outer(f, g))
        if s[0] > 1e-9:
            compared += 1
            assert found["residual_any"][b] == pytest.approx(q @ left**2)
    assert compared


def test_the_rate_between_information_and_squares_is_one_half_at_independence() -> None:
    _, found = drawn()
    low, high = found["rate_least"], found["rate_most"]
    assert (low < 1 / 2).all()
    assert ((high > 1 / 2) & (high <= 1)).all()
