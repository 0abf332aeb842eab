"""Section 7.2: verdicts from a search, and second routes of eigenvalues and errors."""

from __future__ import annotations

import numpy as np
import pytest

import contextures as cx
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import adainf, graphs
from contextures.theory.neighbours.adainf import inflation, spectra
from tests.searching import find

FALLEN = {
    "neighbours.adainf-inflated-error": {"bound"},
    "neighbours.adainf-connectivity": {"all", "same-nodes"},
}
RNG = np.random.default_rng(13)


@pytest.mark.parametrize("statement", adainf.STATEMENTS, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_nothing_else(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=2)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())


def test_the_graph_of_a_channel_is_that_of_pairs() -> None:
    p, views = RNG.dirichlet(np.ones(3)), RNG.dirichlet(np.ones(4), 3)
    pairs = np.einsum("i,ix,iy->xy", p, views, views)
    assert graphs.channel_affinity(p, views) == pytest.approx(pairs)
    assert graphs.affinity(p[:, None] * views) == pytest.approx(pairs)


def test_eigenvalues_are_those_of_the_laplacian() -> None:
    domain = domain_of(spectra.SPECTRUM)
    fields = {"raw": RNG.integers(1, 5, (4, 3)), "views": RNG.integers(1, 5, (4, 3, 4))}
    seen = domain.world.of_batch(domain.world.batch(fields, {}))
    w = graphs.channel_affinity(seen["raw"], seen["views"])
    found = spectra.laplacian_eigenvalues(seen, w)
    for k in range(4):
        degrees = w[k].sum(1)
        laplacian = np.eye(4) - w[k] / np.sqrt(np.outer(degrees, degrees))
        assert found[k] == pytest.approx(np.linalg.eigvalsh(laplacian), abs=1e-12)


def test_a_rare_generated_item_ruins_a_constant_representation() -> None:
    domain = domain_of(inflation.INFLATED_ERROR)
    fields = {
        "real": np.array([[1, 1, 0]]),
        "generated": np.array([[0, 0, 1]]),
        "beta": np.array([[7, 8]]),
        "views": np.array([[[1, 0], [0, 1], [1, 1]]]),
        "y": np.array([[0, 1, 0]]),
        "z": np.array([[0, 1]]),
        "turn": np.array([[[1], [0]]]),
    }
    seen = domain.world.of_batch(domain.world.batch(fields, {}))
    value = {name: float(domain.quantities[name](seen)[0]) for name in ("error", "least_error", "eigenvalue", "alpha")}
    assert value == {"error": 0.5, "least_error": 0.5, "eigenvalue": pytest.approx(0.125), "alpha": 0.0}


def test_more_coordinates_than_labels_do_not_help() -> None:
    """Three real items in a row of eigenfunctions, the middle one of another label, k = 2."""
    domain = domain_of(inflation.INFLATED_ERROR)
    fields = {
        "real": np.array([[1, 1, 1, 0]]),
        "generated": np.array([[0, 0, 0, 1]]),
        "beta": np.array([[15, 16]]),
        "views": np.array([[[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 1, 1]]]),
        "y": np.array([[0, 1, 0, 0]]),
        "z": np.array([[0, 1, 0]]),
        "turn": np.array([[[1, 0], [0, 0], [-1, 0]]]),
    }
    seen = domain.world.of_batch(domain.world.batch(fields, {}))
    error, gap = (float(domain.quantities[name](seen)[0]) for name in ("least_error", "eigenvalue"))
    assert gap > 0
    assert error == pytest.approx(1 / 3)
    assert error > 2 * (1 - 15 / 16)


def test_either_order_of_the_labels_is_the_exchange_of_the_labels() -> None:
    """The best error under the other order is that of the exchanged labels under this one."""
    domain = domain_of(inflation.INFLATED_ERROR)
    fields = {
        "real": RNG.integers(1, 4, (40, 3)),
        "generated": RNG.integers(1, 4, (40, 3)),
        "beta": np.tile([1, 2], (40, 1)),
        "views": RNG.integers(0, 3, (40, 3, 4)) + np.eye(3, 4, dtype=int),
        "y": RNG.integers(0, 2, (40, 3)),
        "z": RNG.integers(0, 2, (40, 4)),
        "turn": RNG.integers(-2, 3, (40, 4, 2)),
    }
    other = {**fields, "y": 1 - fields["y"], "z": 1 - fields["z"]}
    first, second = (domain.world.of_batch(domain.world.batch(held, {})) for held in (fields, other))
    values = {name: [domain.quantities[name](seen) for seen in (first, second)] for name in ("error", "least_error")}
    assert values["least_error"][0] == pytest.approx(values["least_error"][1])
    connected = domain.quantities["eigenvalue"](first) > 0
    assert values["least_error"][0][connected] == pytest.approx(np.minimum(*values["error"])[connected])
