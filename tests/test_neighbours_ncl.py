"""Section 7.4: verdicts from a search, and second routes of what the statements speak of."""

from __future__ import annotations

import numpy as np
import pytest

import contextures as cx
from contextures.theory.neighbours import graphs, ncl
from contextures.theory.neighbours.ncl import latent
from contextures.verify.proofs import proofs_of
from tests.searching import find

FALLEN = {
    "neighbours.ncl-narrow": {"lower"},
    "neighbours.ncl-one-hot": {"indicator"},
    "neighbours.ncl-unique-wide": {"unique"},
}
RNG = np.random.default_rng(7)


@pytest.mark.parametrize("statement", ncl.STATEMENTS, ids=lambda s: s.id)
@pytest.mark.parametrize("seed", [0, 1])
def test_the_search_finds_what_falls_and_nothing_else(statement: cx.Statement, seed: int) -> None:
    for variant in statement.variants:
        found = find(statement, variant, 2, seed=seed)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
        assert not found.open - found.fallen


@pytest.mark.parametrize("statement", ncl.STATEMENTS, ids=lambda s: s.id)
def test_what_stands_is_proved(statement: cx.Statement) -> None:
    for variant, claim in statement.variants.items():
        standing = {part.name for part in claim.parts} - (
            FALLEN.get(statement.id, set()) if variant == "printed" else set()
        )
        assert set(proofs_of(statement, variant)) == standing


def test_the_loss_is_that_of_pairs() -> None:
    law, f = RNG.dirichlet(np.ones(12)).reshape(3, 4), RNG.normal(size=(4, 2))
    p, joint = law.sum(0), sum(np.outer(row, row) / row.sum() for row in law)
    pairs = -2 * np.einsum("ab,ai,bi->", joint, f, f) + np.einsum("a,b,ab->", p, p, (f @ f.T) ** 2)
    assert graphs.loss(law, f) == pytest.approx(pairs)
    assert graphs.loss_of(graphs.affinity(law), graphs.gram(f)) == pytest.approx(pairs)


def test_the_residual_is_that_of_the_matrices() -> None:
    law, f = RNG.dirichlet(np.ones(12)).reshape(3, 4), RNG.normal(size=(4, 2))
    root = np.sqrt(law.sum(0))
    scaled, rows = graphs.affinity(law) / np.outer(root, root), root[:, None] * f
    assert graphs.residual(graphs.affinity(law), graphs.gram(f)) == pytest.approx(np.sum((scaled - rows @ rows.T) ** 2))
    assert graphs.size(graphs.affinity(law)) == pytest.approx(np.sum(scaled**2))


def test_a_gradient_descent_finds_nothing_below_the_posterior() -> None:
    law = RNG.dirichlet(np.ones(10)).reshape(2, 5)
    w = graphs.affinity(law)
    best = graphs.loss_of(w, latent.optimal_gram(law))
    assert best == pytest.approx(-graphs.size(w))
    both = graphs.independent(w)
    f = RNG.uniform(size=(5, 2))
    for _ in range(4000):
        f = np.maximum(f - 0.2 * (both * (f @ f.T) - w) @ f, 0)
    assert best - 1e-9 <= graphs.loss(law, f) <= best + 1e-4


def test_split_coordinates_are_another_minimiser() -> None:
    law = np.array([[0.2, 0.0, 0.3], [0.0, 0.4, 0.1]])
    phi = (latent.posterior(law) / np.sqrt(law.sum(-1))[:, None]).T
    split = np.column_stack([0.6 * phi[:, 0], 0.8 * phi[:, 0], phi[:, 1]])
    assert graphs.loss(law, split) == pytest.approx(graphs.loss(law, phi))
