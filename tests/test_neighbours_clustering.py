"""Section 7.7, `clustering`: what falls, what is proved, and second routes to the quantities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy as sp
from scipy.special import logsumexp

import contextures as cx
from contextures.exact.arithmetic import Floats
from contextures.measure.declared import world_of
from contextures.theory.neighbours import clustering
from contextures.theory.neighbours.clustering import energies, graphs, kernels, objectives, simplex
from contextures.verify.proofs import proofs_of
from tests.searching import find

FALLEN = {
    "neighbours.clustering-multinomial": {"probabilities"},
    "neighbours.clustering-laplacian": {"semidefinite"},
    "neighbours.clustering-gaussian-free": {"identity"},
    "neighbours.clustering-main": {"difference", "minimisers"},
}
SHOWN = {"neighbours.clustering-clip": {"asymmetric"}}
RNG = np.random.default_rng(7)


@pytest.mark.parametrize("statement", clustering.STATEMENTS, ids=lambda s: s.id)
def test_the_search_finds_what_falls_and_the_rest_is_proved(statement: cx.Statement) -> None:
    for variant in statement.variants:
        found = find(statement, variant, seed=2)
        assert found.fallen == (FALLEN.get(statement.id, set()) if variant == "printed" else set())
        assert not found.open - found.fallen
        if statement.corrected is None or variant == "corrected":
            assert proofs_of(statement, variant).keys() == found.tallies.keys() - SHOWN.get(statement.id, set())


def measured(domain: Any, name: str, **fields: Any) -> float:
    """One quantity at one instance, in floats."""
    world = world_of(domain)({key: np.asarray(value, dtype=float)[None] for key, value in fields.items()}, {}, Floats())
    return float(domain.quantities[name].function(world)[0])


def rows_of(pi: Any) -> Any:
    """E W from its rows."""
    others = pi * (1 - np.eye(len(pi)))
    return others / others.sum(1, keepdims=True)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_graphs_by_their_rows(n: int) -> None:
    pi, half = RNG.random((n, n)), RNG.random((n, n)) + 0.1
    kernel = half + half.T
    mean = rows_of(pi)
    assert graphs.expected(pi[None], n)[0] == pytest.approx(mean)
    logits = np.log(kernel) - np.where(np.eye(n), np.inf, 0)
    loss = -(mean * (np.log(kernel) - logsumexp(logits, axis=1, keepdims=True))).sum()
    for name in ("cross", "infonce"):
        assert measured(kernels.RELATED, name, pi=pi, kernel=kernel) == pytest.approx(loss)


def sphere(n: int, q: int) -> Any:
    points = RNG.normal(size=(n, q))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_the_two_objectives_by_rows(n: int) -> None:
    half = RNG.random((n, n))
    pairs, slack, z = half + half.T, 0.7, sphere(n, 3)
    off = pairs * (1 - np.eye(n))
    scale = off.sum(1).max() * (1 + slack)
    pi = off / scale + np.diag(1 - off.sum(1) / scale)
    near = z @ z.T - 1
    log_r = logsumexp(near - np.where(np.eye(n), np.inf, 0), axis=1).sum()
    entropy = -(mean := rows_of(pi))[mean > 0] @ np.log(mean[mean > 0])
    fields = {"pairs": pairs, "slack": slack, "z": z}
    laplacian = np.diag(pi.sum(1)) - pi * (1 - np.eye(n))
    expected = {
        "objective": np.trace(z.T @ laplacian @ z) + log_r,
        "excess": -(mean * near).sum() + log_r - entropy,
        "difference": -(mean * near).sum() - np.trace(z.T @ laplacian @ z),
        "pull_of_loops": -((mean - pi) * (1 - np.eye(n)) * near).sum(),
        "loops_around": (mean - pi)[1:, 0].sum(),
    }
    for name, value in expected.items():
        assert measured(objectives.RELATED, name, **fields) == pytest.approx(value)


def test_the_relations_of_pairs() -> None:
    edges, left, right = np.array([[1, 1], [0, 1]]), sphere(2, 2), sphere(2, 2)
    pi = np.array([[0, 0, 0.5, 0.5], [0, 0, 0, 1], [1, 0, 0, 0], [0.5, 0.5, 0, 0]])
    z = np.concatenate([left, right])
    value = measured(objectives.PAIRED, "pair_attraction", edges=edges, left=left, right=right)
    assert value == pytest.approx((pi * (1 - z @ z.T)).sum())
    assert measured(objectives.PAIRED, "asymmetry", edges=edges, left=left, right=right) == 0.5


def test_the_best_temperature_by_a_general_optimiser() -> None:
    """max(P1) is the least max(P2)/τ over temperatures, where the first score is between the mean and the largest."""
    psi = np.array([0.4, -1.0, 0.1, 0.9])
    temperatures = np.geomspace(0.05, 50, 20001)
    values = logsumexp((psi - psi[0]) / temperatures[:, None], axis=1)
    best = temperatures[values.argmin()]
    softmax = np.exp(psi / best) / np.exp(psi / best).sum()
    assert softmax @ psi == pytest.approx(psi[0], abs=1e-3)
    assert -(softmax * np.log(softmax)).sum() == pytest.approx(values.min(), abs=1e-3)


@pytest.mark.parametrize(
    ("statement", "variant", "name", "side", "factor"),
    [
        (energies.LAPLACIAN, "corrected", "only-if", "rhs", sp.Rational(21, 20)),
        (energies.GAUSSIAN, "printed", "identity", "rhs", sp.Rational(21, 20)),
        (objectives.MAIN, "corrected", "loops", "rhs", sp.Rational(21, 20)),
        (objectives.MAIN, "corrected", "only-if", "rhs", sp.Rational(19, 20)),
        (objectives.CLIP, "printed", "equal", "rhs", sp.Rational(21, 20)),
        (kernels.INFONCE, "printed", "identity", "rhs", sp.Rational(21, 20)),
        (kernels.CROSS_ENTROPY, "printed", "sum", "rhs", sp.Rational(21, 20)),
        (simplex.EXPONENTIAL, "printed", "upper", "rhs", sp.Rational(19, 20)),
        (simplex.DUAL, "printed", "bound", "rhs", sp.Rational(19, 20)),
        (simplex.SOLE, "printed", "only", "rhs", sp.Rational(19, 20)),
    ],
)
def test_planted_errors_fall(
    statement: Any, variant: Any, name: str, side: str, factor: sp.Rational, scaled_falls: Callable[..., bool]
) -> None:
    assert scaled_falls(statement, variant, name, side, factor)
