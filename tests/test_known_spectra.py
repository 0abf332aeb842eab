"""Spectra that are known in closed form, in both back ends."""

from __future__ import annotations

import functools
import itertools
from typing import Any

import networkx as nx
import numpy as np
import pytest

from contextures.measure.worlds.contexts import ContextWorld
from tests.context_worlds import Array, ends, spectrum, world_of


def bits(flip: int, keep: int, n: int) -> Array:
    return functools.reduce(np.kron, [np.array([[keep, flip], [flip, keep]])] * n)


def assert_spectrum(joint: Any, expected: Any) -> None:
    joint = np.asarray(joint)
    wanted = np.sort(np.asarray(expected, dtype=float))[::-1]
    found = spectrum(world_of(joint))
    padded = np.pad(wanted, (0, max(0, len(found) - len(wanted))))
    np.testing.assert_allclose(found, padded, rtol=0, atol=1e-12)
    exact = ContextWorld.of_instance(ContextWorld.batch({"joint": joint[None]}, {"d": 1}).instance(0)).singular_values
    for one, truth in zip(exact, padded, strict=True):
        low, high = ends(one)
        assert low - 1e-12 <= truth <= high + 1e-12


@pytest.mark.parametrize(("flip", "keep", "n"), [(1, 3, 1), (1, 4, 2), (2, 3, 3), (3, 1, 2), (1, 1, 2)])
def test_binary_symmetric_channels(flip, keep, n):
    rate = abs(keep - flip) / (keep + flip)
    assert_spectrum(
        bits(flip, keep, n), [rate**size for size in range(1, n + 1) for _ in itertools.combinations(range(n), size)]
    )


@pytest.mark.parametrize(("erased", "shown", "n"), [(1, 3, 1), (1, 1, 2), (2, 1, 3)])
def test_binary_erasure_channels(erased, shown, n):
    one = np.array([[shown, 0, erased], [0, shown, erased]])
    kept = shown / (shown + erased)
    joint = functools.reduce(np.kron, [one] * n)
    assert_spectrum(
        joint, [np.sqrt(kept) ** size for size in range(1, n + 1) for _ in itertools.combinations(range(n), size)]
    )


@pytest.mark.parametrize("noise", [[3, 1], [1, 2, 0], [5, 1, 0, 1], [1, 1, 1, 0, 0], [4, 2, 1, 1, 0, 3]])
def test_cyclic_convolutions(noise):
    n = len(noise)
    joint = np.array([[noise[(a - x) % n] for a in range(n)] for x in range(n)])
    assert_spectrum(joint, np.abs(np.fft.fft(noise)[1:]) / np.sum(noise))


@pytest.mark.parametrize("label", [[0, 0, 1], [0, 1, 2, 2], [0, 1, 0, 1, 2, 2]])
def test_deterministic_labels(label):
    joint = (np.arange(1, len(label) + 1)[:, None]) * (np.array(label)[:, None] == np.arange(max(label) + 1))
    assert_spectrum(joint, [1] * max(label))


GRAPHS = {
    "path": nx.path_graph(5),
    "cycle": nx.cycle_graph(6),
    "star": nx.star_graph(4),
    "complete": nx.complete_graph(4),
    "bipartite": nx.complete_bipartite_graph(2, 3),
    "petersen": nx.petersen_graph(),
    "two parts": nx.disjoint_union(nx.cycle_graph(3), nx.path_graph(3)),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_graphs(name):
    laplacian = nx.normalized_laplacian_matrix(GRAPHS[name]).toarray()
    values = np.sort(np.abs(1 - np.linalg.eigvalsh(laplacian)))
    assert_spectrum(nx.to_numpy_array(GRAPHS[name], dtype=np.int64), values[:-1])


def test_identity_and_independence():
    assert_spectrum(np.diag([1, 5, 2, 7]), [1, 1, 1])
    assert_spectrum(np.outer([1, 2, 3], [4, 1, 1, 2]), [0, 0])


def test_products_multiply_their_spectra():
    a, b = np.array([[3, 1], [1, 2], [2, 2]]), np.array([[1, 4, 2], [3, 1, 1]])
    first, second = (np.array([1.0, *spectrum(world_of(t))]) for t in (a, b))
    found = spectrum(world_of(np.kron(a, b)))
    expected = np.sort(np.outer(first, second).ravel())[::-1][1:]
    np.testing.assert_allclose(found, np.pad(expected, (0, len(found) - len(expected))), rtol=0, atol=1e-12)
