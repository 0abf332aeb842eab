"""Spectra of contexts against correspondence analysis, those of graphs, and what is known in closed form."""

from __future__ import annotations

from functools import reduce
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from contextures.contexts.context import Context
from contextures.contexts.tables import TABLES, load_table
from contextures.errors import InputError

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
CLOSE = {"rtol": 0, "atol": 1e-10}


def random_context(seed: int, n: int, m: int) -> Context:
    return Context.from_table(np.random.default_rng(seed).dirichlet(np.full(n * m, 0.5)).reshape(n, m))


def padded(values: np.ndarray, length: int) -> np.ndarray:
    return np.pad(values, (0, length - len(values)))


# ----------------------------------------------------------------------------------------------------- oracle libraries
def assert_agrees_with_correspondence_analysis(frame: pd.DataFrame) -> None:
    import prince

    context = Context.from_table(frame)
    analysis = prince.CA(n_components=min(frame.shape) - 1).fit(frame)
    np.testing.assert_allclose(context.singular_values**2, analysis.eigenvalues_, **CLOSE)
    np.testing.assert_allclose(context.chi_square, analysis.total_inertia_, **CLOSE)
    for functions, coordinates in (
        (context.left, analysis.row_coordinates(frame)),
        (context.right, analysis.column_coordinates(frame)),
    ):
        np.testing.assert_allclose(np.abs(functions * context.singular_values), np.abs(coordinates), **CLOSE)
    assert context.row_labels == tuple(frame.index)
    assert context.column_labels == tuple(frame.columns)


@pytest.mark.parametrize("name", ["haireye", "housetasks", "smoke"])
def test_public_tables_agree_with_correspondence_analysis(name):
    path = DATA / f"ct_{name}.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there: the shared data are not part of the project")
    assert_agrees_with_correspondence_analysis(pd.read_csv(path, index_col=0))


@pytest.mark.parametrize("name", TABLES)
def test_shipped_tables_agree_with_correspondence_analysis(name):
    context = load_table(name)
    frame = pd.DataFrame(context.counts, index=context.row_labels, columns=context.column_labels)
    assert_agrees_with_correspondence_analysis(frame)


@pytest.mark.parametrize(
    ("name", "shape", "total", "inertias"),
    [
        ("smoking", (5, 4), 193, [0.07475911, 0.01001718, 0.00041357]),
        ("hair_eye", (4, 4), 592, [0.2087727, 0.0222266, 0.0025984]),
    ],
)
def test_shipped_tables_have_their_published_inertias(name, shape, total, inertias):
    context = load_table(name)
    assert (context.shape, context.total) == (shape, total)
    np.testing.assert_allclose(context.singular_values**2, inertias, rtol=0, atol=5e-8)


def test_unknown_shipped_table():
    with pytest.raises(InputError, match=r"no table is called 'smoke'; the shipped ones are hair_eye, smoking"):
        load_table("smoke")


def random_graph() -> nx.Graph:
    rng = np.random.default_rng(5)
    graph = nx.gnp_random_graph(12, 0.4, seed=3)
    graph.add_edges_from((u, u) for u in range(0, 12, 3))
    for u, v in graph.edges:
        graph[u][v]["weight"] = rng.uniform(0.1, 2)
    return graph


@pytest.mark.parametrize(
    "graph",
    [
        nx.path_graph(2),
        nx.path_graph(7),
        nx.cycle_graph(8),
        nx.cycle_graph(9),
        nx.complete_graph(6),
        nx.complete_bipartite_graph(3, 5),
        nx.disjoint_union(nx.cycle_graph(3), nx.path_graph(4)),
        random_graph(),
    ],
    ids=["edge", "path", "even cycle", "odd cycle", "complete", "bipartite", "disconnected", "weighted with loops"],
)
def test_graph_spectra_agree_with_the_normalised_laplacian(graph):
    eigenvalues = 1 - np.linalg.eigvalsh(nx.normalized_laplacian_matrix(graph).toarray())
    expected = np.sort(np.abs(np.sort(eigenvalues)[:-1]))[::-1]
    for weights in (nx.to_numpy_array(graph), nx.to_scipy_sparse_array(graph), nx.to_pandas_adjacency(graph)):
        context = Context.from_graph(weights)
        np.testing.assert_allclose(context.singular_values, expected, **CLOSE)
        assert context.counts is None
    degrees = np.array([d for _, d in graph.degree(weight="weight")]) - np.diag(nx.to_numpy_array(graph))
    np.testing.assert_allclose(context.p_x, degrees / degrees.sum(), **CLOSE)  # networkx counts a loop twice


def test_isolated_nodes_are_dropped():
    graph = nx.Graph([("a", "c"), ("c", "d")])
    graph.add_node("b")
    context = Context.from_graph(nx.to_pandas_adjacency(graph, nodelist=list("abcd")))
    assert context.dropped_rows == context.dropped_columns == ("b",)
    assert context.row_labels == ("a", "c", "d")
    assert context.original_shape == (4, 4)


# -------------------------------------------------------------------------------------------------------- known spectra
@pytest.mark.parametrize(("n", "m"), [(1, 1), (1, 4), (4, 1), (3, 5), (6, 6)])
def test_independence_has_a_zero_spectrum(n, m):
    rng = np.random.default_rng(n)
    context = Context.from_table(np.outer(rng.dirichlet(np.ones(n)), rng.dirichlet(np.ones(m))))
    assert context.singular_values.shape == (min(n, m) - 1,)
    np.testing.assert_allclose(context.singular_values, 0, atol=1e-14)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_a_equal_to_x_has_a_spectrum_of_ones(n):
    context = Context.from_table(np.diag(np.random.default_rng(n).dirichlet(np.ones(n))))
    np.testing.assert_allclose(context.singular_values, np.ones(n - 1), **CLOSE)


@pytest.mark.parametrize("p", [0.0, 0.1, 0.5, 0.8])
def test_binary_symmetric_channel(p):
    bits = 4
    channel = reduce(np.kron, [[[1 - p, p], [p, 1 - p]]] * bits)
    context = Context.from_conditional(channel, np.full(2**bits, 2.0**-bits))
    sizes = np.sort([subset.bit_count() for subset in range(1, 2**bits)])
    np.testing.assert_allclose(context.singular_values, np.abs(1 - 2 * p) ** sizes, **CLOSE)


@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
def test_binary_erasure_channel(alpha):
    bits = 3
    channel = reduce(np.kron, [[[1 - alpha, 0, alpha], [0, 1 - alpha, alpha]]] * bits)
    context = Context.from_conditional(channel, np.full(2**bits, 2.0**-bits))
    sizes = np.sort([subset.bit_count() for subset in range(1, 2**bits)])
    expected = np.sqrt((1 - alpha) ** sizes) if alpha < 1 else []
    np.testing.assert_allclose(context.singular_values, expected, **CLOSE)


@pytest.mark.parametrize("m", [2, 5, 8])
def test_cyclic_convolution(m):
    noise = np.random.default_rng(m).dirichlet(np.ones(m))
    channel = np.array([np.roll(noise, x) for x in range(m)])
    context = Context.from_conditional(channel, np.full(m, 1 / m))
    np.testing.assert_allclose(context.singular_values, np.sort(np.abs(np.fft.fft(noise)[1:]))[::-1], **CLOSE)


@pytest.mark.parametrize("rho", [0.3, 0.8, -0.6])
def test_discretised_gaussian_channel(rho):
    grid = np.linspace(-9, 9, 121)
    x, a = grid[:, None], grid[None, :]
    context = Context.from_table(np.exp(-(x**2 - 2 * rho * x * a + a**2) / (2 * (1 - rho**2))))
    np.testing.assert_allclose(context.singular_values[:8], np.abs(rho) ** np.arange(1, 9), rtol=0, atol=1e-9)


def test_deterministic_labels():
    labels = [0, 2, 1, 0, 1, 2, 2]
    context = Context.from_pairs(range(7), labels)
    np.testing.assert_allclose(context.singular_values, [1, 1], **CLOSE)
    indicator = np.eye(3)[labels]
    projected = context.left @ (context.left.T @ (context.p_x[:, None] * indicator))
    np.testing.assert_allclose(projected, indicator - context.p_x @ indicator, **CLOSE)
