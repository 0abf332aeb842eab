"""Contexts of any size with a spectrum that is known, or decays as it should, for the studies."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.arrays import FloatArray
from contextures.contexts.context import Context


def gaussian_channel(n_x: int, n_a: int, rho: float) -> Context:
    """Return a discretised pair of normal variables of correlation ρ, on grids from −2.5 to 2.5; s_i is about ρ^i.

    Parameters
    ----------
    n_x, n_a : int
        N, M ≥ 2, numbers of grid points.
    rho : float
        ρ in (−1, 1).
    """
    x, a = np.linspace(-2.5, 2.5, n_x)[:, None], np.linspace(-2.5, 2.5, n_a)
    return Context.from_table(np.exp(-(x**2 - 2.0 * rho * x * a + a**2) / (2.0 * (1.0 - rho**2))))


def cube(bits: int, flip: float) -> Context:
    """Return uniform words of n bits, each bit flipped with probability p in A: s_S = |1 − 2p|^{|S|}.

    Parameters
    ----------
    bits : int
        n ≥ 1.
    flip : float
        p in [0, 1].
    """
    law = np.ones((1, 1))
    for _ in range(bits):
        law = np.kron(law, np.array([[1.0 - flip, flip], [flip, 1.0 - flip]]))
    return Context.from_table(law)


def parities(bits: int) -> FloatArray:
    """Return the singular functions of the cube, (2^n, 2^n): column S is Π_{i∈S} (−1)^{x_i}, S as a binary number."""
    values = np.ones((1, 1))
    for _ in range(bits):
        values = np.kron(values, np.array([[1.0, 1.0], [1.0, -1.0]]))
    return values


def mixture(n_x: int, n_a: int, rank: int, random_state: Any = None) -> Context:
    """Return a law P⁺ = Σ_z P(z) P(x|z) P(a|z) with random factors; s_i = 0 for i ≥ rank.

    Parameters
    ----------
    n_x, n_a, rank : int
        N, M and the number of values of z.
    random_state : int, SeedSequence, Generator or None
    """
    rng = np.random.default_rng(random_state)
    left, right = rng.dirichlet(np.full(n_x, 0.5), rank), rng.dirichlet(np.full(n_a, 0.5), rank)
    return Context.from_table(left.T @ (rng.dirichlet(np.full(rank, 5.0))[:, None] * right))


def ring(n: int, chords: int, random_state: Any = None) -> Context:
    """Return the random walk on a ring with loops and some random chords.

    Parameters
    ----------
    n : int
        Number of nodes, ≥ 3.
    chords : int
        Number of chords drawn (a chord may be drawn twice: it counts once).
    random_state : int, SeedSequence, Generator or None
    """
    rng = np.random.default_rng(random_state)
    weights = np.eye(n)
    ends = (
        np.concatenate([np.arange(n), rng.integers(0, n, chords)]),
        np.concatenate([np.arange(1, n + 1) % n, rng.integers(0, n, chords)]),
    )
    weights[ends] = 1.0
    return Context.from_graph(np.maximum(weights, weights.T))
