"""Graphs in chapter 2: what the graph objective learns, and the spectra of graphs."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np
import pytest
from flint import fmpq

from contextures import Context
from contextures.exact.numbers import UndefinedError
from contextures.measure.domain import FINITE_CONTEXTS
from tests.descent import CLOSE, angle, case, top
from tests.losses import Space, centre, edge_space, listed, measured, weighted


def node_edge(graph_: Any) -> Context:
    """X a node in proportion to its degree, A one of its edges in proportion to its weight."""
    nodes, edges = list(graph_), list(graph_.edges(data="weight", default=1))
    table = np.zeros((len(nodes), len(edges)))
    for k, (u, v, w) in enumerate(edges):
        table[nodes.index(u), k] = table[nodes.index(v), k] = w
    return Context.from_table(table)


NODE_EDGE = {
    "path": nx.path_graph(4),
    "weighted": weighted(nx.complete_graph(4), loops=False, seed=5),
    "loops": weighted(nx.path_graph(4), loops=True, seed=6),
}


@pytest.mark.parametrize("where", NODE_EDGE)
def test_the_graph_objective_learns_the_node_edge_context(where):
    space, d, T, (phi,) = case("graph", where)
    context = node_edge(NODE_EDGE[where])
    np.testing.assert_allclose(context.p_x, space.p_x, atol=1e-14)
    half = (np.eye(space.n) + T.t) / 2
    np.testing.assert_allclose(context.kernel_x * context.p_x, half, atol=1e-14)
    phi = centre(phi, space.p_x)
    assert angle(phi, top(half, space.p_x, d, centred=True), space.p_x) < CLOSE
    assert angle(phi, context.left[:, :d], space.p_x) < CLOSE
    world = space.world(d, encoder=phi)
    assert measured("edge_gap", world) == pytest.approx(0, abs=1e-5)
    other = Space(context.joint).world(d, encoder=phi)
    assert measured("learning_gap", other) == pytest.approx(0, abs=1e-5)
    probe = np.random.default_rng(0).integers(-3, 4, (space.n, d))
    edges = Space(context.joint).world(d, encoder=probe)
    assert measured("edge_gap", space.world(d, encoder=probe)) == pytest.approx(measured("learning_gap", edges))
    assert measured("graph_loss", space.world(d, encoder=probe)) == pytest.approx(measured("kise_pair_loss", edges))


def test_on_a_path_the_graph_objective_does_not_learn_the_contexture():
    space, _, _, (phi,) = case("graph", "path")
    context = Context.from_graph(space.weights)
    assert context.singular_values[0] == pytest.approx(1)
    assert angle(centre(phi, space.p_x), context.left[:, :1], space.p_x) == pytest.approx(np.pi / 2, abs=CLOSE)
    assert measured("learning_gap", space.world(1, encoder=phi)) == pytest.approx(1 - 1 / 4, abs=1e-5)
    sides = np.array([[1], [-1], [1], [-1]])  # μ_1, and the worst there is
    exact = space.exact(1, encoder=sides)
    assert FINITE_CONTEXTS.quantities["learning_gap"](exact) == 0
    assert FINITE_CONTEXTS.quantities["graph_loss"](exact) == 2


SPECTRA = {
    **{f"path-{n}": nx.path_graph(n) for n in (2, 3, 6)},
    **{f"cycle-{n}": nx.cycle_graph(n) for n in (3, 4, 7)},
    **{f"complete-{n}": nx.complete_graph(n) for n in (3, 5)},
    "bipartite-2-3": nx.complete_bipartite_graph(2, 3),
    "star-5": nx.star_graph(5),
    "two-parts": nx.disjoint_union(nx.cycle_graph(3), nx.path_graph(3)),
}


@pytest.mark.parametrize("name", SPECTRA)
@pytest.mark.parametrize(("weights", "loops"), [(False, False), (True, False), (True, True)])
def test_spectra_of_graphs(name, weights, loops):
    graph_ = weighted(SPECTRA[name], loops, seed=len(name)) if weights else SPECTRA[name]
    space = edge_space(graph_)
    spectrum = np.sort(nx.normalized_laplacian_spectrum(graph_))
    world = space.world(1)
    assert measured("asymmetry", world) == 0
    np.testing.assert_allclose(listed("laplacian_eigenvalue", world), spectrum, atol=1e-10)
    np.testing.assert_allclose(listed("walk_eigenvalue", world), 1 - spectrum[1:], atol=1e-10)
    exact = space.exact(1)
    np.testing.assert_allclose(listed("laplacian_eigenvalue", exact), spectrum, atol=1e-10)
    np.testing.assert_allclose(listed("walk_eigenvalue", exact), 1 - spectrum[1:], atol=1e-10)
    np.testing.assert_allclose(listed("s", world), np.sort(np.abs(1 - spectrum[1:]))[::-1], atol=1e-10)


def test_laws_that_are_no_graph():
    directed = np.array([[0, 3, 1], [1, 0, 2], [1, 1, 0]])
    assert measured("asymmetry", Space(directed).world(1)) == pytest.approx(2 / 9)
    assert FINITE_CONTEXTS.quantities["asymmetry"](Space(directed).exact(1)) == fmpq(2, 9)
    oblong = Space([[1, 2, 3], [2, 1, 1]])
    assert measured("asymmetry", oblong.world(1)) == pytest.approx(1)
    assert FINITE_CONTEXTS.quantities["asymmetry"](oblong.exact(1)) == 1
    encoder = np.array([[1], [0]])
    for name in ("graph_loss", "edge_gap"):
        assert np.isnan(measured(name, oblong.world(1, encoder=encoder)))
        with pytest.raises(UndefinedError):
            FINITE_CONTEXTS.quantities[name](oblong.exact(1, encoder=encoder))
    for name in ("walk_eigenvalue", "laplacian_eigenvalue"):
        assert np.isnan(listed(name, oblong.world(1))).all()
        with pytest.raises(UndefinedError):
            FINITE_CONTEXTS.quantities[name](oblong.exact(1))


def test_spectra_of_graphs_in_closed_form():
    def walk(graph_: Any) -> list[Any]:
        return list(FINITE_CONTEXTS.quantities["walk_eigenvalue"](edge_space(graph_).exact(1)))

    assert walk(nx.complete_graph(5)) == [fmpq(-1, 4)] * 4
    assert walk(nx.complete_bipartite_graph(2, 3)) == [0, 0, 0, -1]
    assert walk(nx.star_graph(4)) == [0, 0, 0, -1]
    for n in (4, 6):
        path = listed("walk_eigenvalue", edge_space(nx.path_graph(n)).exact(1))
        np.testing.assert_allclose(path, np.cos(np.pi * np.arange(1, n) / (n - 1)), atol=1e-12)
        cycle = listed("walk_eigenvalue", edge_space(nx.cycle_graph(n)).exact(1))
        np.testing.assert_allclose(cycle, np.sort(np.cos(2 * np.pi * np.arange(1, n) / n))[::-1], atol=1e-12)
