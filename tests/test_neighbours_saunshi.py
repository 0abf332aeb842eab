"""Section 7b.5, disjoint augmentations: verdicts from a search, and second routes by listing everything."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest

import contextures as cx
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import saunshi
from contextures.theory.neighbours.eigenspaces import column_basis
from contextures.theory.neighbours.heads import by_relations
from tests.searching import find

RNG = np.random.default_rng(19)


@pytest.mark.parametrize("statement", saunshi.STATEMENTS, ids=lambda s: s.id)
def test_nothing_falls(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=1)
        assert not found.fallen
        if statement.id == "neighbours.saunshi-scramble":
            (tally,) = found.tallies.values()
            assert tally.constant == pytest.approx(0.5 / np.sqrt(np.log(2) / 2))


def test_the_contrastive_loss_by_listing_all_views() -> None:
    domain = domain_of(saunshi.AVERAGING)
    fields = {"law": np.array([[1, 2]]), "views": np.array([[[1, 3], [2, 1]]]), "f": RNG.integers(-2, 3, (1, 2, 2, 2))}
    seen = domain.world.of_batch(domain.world.batch(fields, {"m": 2}))
    p, views, f = seen["law"][0], seen["views"][0], seen["f"][0]
    every = list(product(range(2), range(2)))
    total = 0.0
    for (x, w), plus, first, second in product(every, range(2), every, every):
        chance = p[x] * views[x, w] * views[x, plus]
        for i, j in (first, second):
            chance *= p[i] * views[i, j]
        scores = np.array([f[x, w] @ f[x, plus], *(f[x, w] @ f[i, j] for i, j in (first, second))])
        total -= chance * np.log(np.exp(scores[0]) / np.exp(scores).sum())
    assert domain.quantities["contrastive_before"](seen)[0] == pytest.approx(total)


def test_the_worst_labels_of_the_best_head_by_many_heads() -> None:
    domain = domain_of(saunshi.SCRAMBLE)
    for _ in range(5):
        values = RNG.integers(-3, 4, (1, 4, 1, 2))
        seen = domain.world.of_batch(domain.world.batch({"views": np.ones((1, 4, 1), dtype=int), "f": values}, {}))
        scores = np.sign(values[0, :, 0] @ RNG.normal(size=(2, 4000)))
        worst = max(
            min(int((np.array(labels)[:, None] != scores).sum(0).min()), 4)
            for labels in set(permutations([1, 1, -1, -1]))
        )
        found = by_relations(seen, *column_basis(seen, seen["f"][:, :, 0]), saunshi.hardest_labels)
        assert found[0] == worst
