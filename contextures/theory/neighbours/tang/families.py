"""Draws of laws by their spectrum and of task covariances: ties, tails, blocks, tilted planes, nearly isotropic ones.

Positions are those of the descending singular values. A row of the codes of an orthogonal matrix is the normal of a
reflection; two of them in one plane turn it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rng = np.random.Generator
Drawn = dict[str, Any]
Array = NDArray[np.int64]
Draw = Callable[[Rng, int, dict[str, int]], Drawn]


def _descending(rng: Rng, count: int, n: int, rank: int, steps: int = 4) -> Array:
    """Singular values with ties, zero beyond a rank."""
    found = rng.integers(0, steps, (count, n))
    rank = max(1, min(rank, n))
    found[:, rank:] = 0
    found[:, rank - 1] += 1
    return np.ascontiguousarray(found[:, ::-1].cumsum(1)[:, ::-1])


def _spectrum(rng: Rng, count: int, n: int, rank: int) -> Array:
    """Singular values: flat, flat on the top, of one large gap, or of any steps."""
    found = _descending(rng, count, n, rank)
    flat = (np.arange(n) < rank).astype(np.int64) * np.ones((count, 1), dtype=np.int64)
    nearly = 50 * flat + found * flat
    powers = flat * 2 ** np.maximum(rank - 1 - np.arange(n), 0)
    return np.choose(rng.integers(0, 5, (count, 1)), [found, found, flat, nearly, powers])


def _planes(rng: Rng, count: int, n: int, firsts: Array, seconds: Array) -> Array:
    """Reflections in planes of two coordinates each, one a row."""
    found = np.zeros((count, n, n), dtype=np.int64)
    for row, (i, j) in enumerate(zip(firsts, seconds, strict=True)):
        found[:, row, i] = rng.integers(1, 9, count)
        found[:, row, j] = rng.integers(-8, 9, count)
    return found


def _within(rng: Rng, count: int, n: int, low: int, high: int, rows: int) -> Array:
    """Reflections of the coordinates from low to high."""
    found = np.zeros((count, n, n), dtype=np.int64)
    rows = min(rows, n)
    found[:, :rows, low:high] = rng.integers(-3, 4, (count, rows, max(0, high - low)))
    return found


def _levels(rng: Rng, count: int, n: int) -> Array:
    """Eigenvalues: small, of two levels, nearly equal, or with one that is heavy."""
    small = rng.integers(0, 5, (count, n))
    two = np.where(rng.random((count, n)) < 0.5, 1, rng.integers(1, 12, (count, 1)))
    nearly = 30 + rng.integers(0, 4, (count, n))
    heavy = 1 + 40 * (np.arange(n) == rng.integers(0, n, (count, 1)))
    return np.choose(rng.integers(0, 4, (count, 1)), [small, two, nearly, heavy]).astype(np.int64)


def _mixed_rank(rng: Rng, n: int, d: int) -> int:
    return int(rng.choice([d, d + 1, 2 * d, 2 * d + 1, n]))


def diagonal(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Task covariances that are diagonal in the singular functions, half of them in their order."""
    n, d = sizes["n"], sizes["d"]
    lam = _levels(rng, count, n)
    ordered = rng.random((count, 1)) < 0.5
    lam = np.where(ordered, -np.sort(-lam, axis=1), lam)
    zero = np.zeros((count, n, n), dtype=np.int64)
    return {"s": _spectrum(rng, count, n, _mixed_rank(rng, n, d)), "lam": lam, "turn": zero}


def tilted(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Planes of one early and one late singular function each, tilted."""
    n, d = sizes["n"], sizes["d"]
    pairs = max(0, min(d, n - d))
    turn = _planes(rng, count, n, np.arange(pairs), d + np.arange(pairs))
    return {"s": _spectrum(rng, count, n, _mixed_rank(rng, n, d)), "lam": _levels(rng, count, n), "turn": turn}


def at_the_gap(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """The plane of ν_d and ν_{d+1}, tilted, in spectra that fall there."""
    n, d = sizes["n"], sizes["d"]
    s = _descending(rng, count, n, min(n, 2 * d), 3)
    s[:, :d] += rng.integers(0, 6, (count, 1))
    turn = _planes(rng, count, n, np.array([d - 1]), np.array([min(d, n - 1)]))
    lam = np.ones((count, n), dtype=np.int64)
    lam[:, min(d, n - 1)] += rng.integers(0, 9, count)
    lam *= rng.integers(1, 6, (count, 1))
    lam[:, d:] += rng.integers(0, 2, (count, 1))
    return {"s": s, "lam": lam, "turn": turn}


def blocks(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Task covariances that are block diagonal for the first d singular functions and the others."""
    n, d = sizes["n"], sizes["d"]
    turn = _within(rng, count, n, 0, d, 1)
    turn[:, n - 1] += _within(rng, count, n, d, n, 1)[:, 0]
    lam = _levels(rng, count, n)
    calm = rng.random((count, 1)) < 0.5
    top = np.arange(n) < d
    lam = np.where(calm, np.where(top, 5 + lam % 3, lam % 4), lam)
    return {"s": _spectrum(rng, count, n, _mixed_rank(rng, n, d)), "lam": lam, "turn": turn}


def heavy_tail(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Isotropic on the first 2d singular functions, or nearly, and any on the others, where little of the law is."""
    n, d = sizes["n"], sizes["d"]
    r = min(2 * d, n)
    top = np.arange(n) < r
    heavy = rng.integers(0, 60, (count, n)) * 10 ** rng.integers(0, 4, (count, 1))
    lam = np.where(top, rng.integers(1, 3, (count, 1)), heavy)
    lam = lam + np.where(top & (rng.random((count, 1)) < 0.5), rng.integers(0, 2, (count, n)), 0)
    s = _descending(rng, count, n, n if rng.random() < 0.7 else r, 3)
    s = s + np.where(top, rng.integers(0, 8, (count, 1)), 0)
    if (chance := rng.random()) < 0.4:
        turn = np.zeros((count, n, n), dtype=np.int64)
    elif chance < 0.8:
        turn = _within(rng, count, n, r, n, 2)
    else:
        turn = _planes(rng, count, n, np.array([0]), np.array([n - 1]))
    return {"s": s, "lam": lam, "turn": turn}


def far_tail(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Λ of two levels on the first 2d singular functions, and far more on the others; a large gap in the spectrum."""
    n, d = sizes["n"], sizes["d"]
    place = np.arange(n)
    s = np.where(place < d, rng.integers(2, 6, (count, 1)), 1) + 0 * place
    lam = np.where(place < d, 2, rng.integers(2, 5, (count, 1)))
    lam = np.where(place < 2 * d, lam, rng.integers(1, 10, (count, n)) * 10 ** rng.integers(1, 4, (count, 1)))
    return {"s": s, "lam": lam, "turn": np.zeros((count, n, n), dtype=np.int64)}


def opposed(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Flat on the first 2d singular values, where Λ is small on the first half and large on the second."""
    n, d = sizes["n"], sizes["d"]
    place = np.arange(n)
    s = np.where(place < 2 * d, 2, np.where(rng.random((count, 1)) < 0.5, 0, 1)).astype(np.int64)
    low, more = rng.integers(0, 3, (count, 1)), rng.integers(1, 6, (count, 1))
    between = low + rng.integers(0, 7, (count, n)) % (more + 1)
    lam = np.where(place < d, low, np.where(place < 2 * d, low + more, between))
    return {"s": s, "lam": lam, "turn": _within(rng, count, n, 2 * d, n, 1)}


def one_block(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Two covariances of one compression to the first 2d singular functions, or of one image in X."""
    n, d = sizes["n"], sizes["d"]
    r = min(2 * d, n)
    s = _descending(rng, count, n, n if rng.random() < 0.8 else r, 3)
    turn = _within(rng, count, n, 0, r, 1)
    lam = rng.integers(1, 4, (count, n))
    other = np.where(np.arange(n) < r, lam, rng.integers(0, 200, (count, n)))
    after = turn.copy()
    if r < n and rng.random() < 0.2:
        turn = _within(rng, count, n, 0, n, n - 1)
        after = np.roll(turn, 1, axis=1)
        after[:, 0] = np.eye(n, dtype=np.int64)[n - 1]
        other = lam
    return {"s": s, "lam": lam, "turn": turn, "lam2": other, "turn2": after}


def near_spectral(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
    """Encoders near that of the first d singular functions, or of others in their places."""
    n, d = sizes["n"], sizes["d"]
    phi = 20 * np.eye(n, dtype=np.int64)[:, :d] + rng.integers(-4, 5, (count, n, d)) * rng.integers(0, 2, (count, 1, 1))
    if d < n and rng.random() < 0.4:
        phi[:, d - 1, d - 1], phi[:, d, d - 1] = rng.integers(0, 21, count), rng.integers(1, 21, count)
    return {**tilted(rng, count, sizes), "phi": phi}


def mixed(*draws: Draw) -> Draw:
    """One family of several: each instance is of one of them."""

    def drawn(rng: Rng, count: int, sizes: dict[str, int]) -> Drawn:
        every = [draw(rng, count, sizes) for draw in draws]
        chosen = rng.integers(0, len(draws), count)
        return {
            name: np.stack([some[name] for some in every])[chosen, np.arange(count)]
            for name in set.intersection(*(set(some) for some in every))
        }

    return drawn


FAMILIES = {
    "in place": mixed(diagonal, blocks),
    "opposed": opposed,
    "tilted": mixed(tilted, at_the_gap),
    "tail": mixed(heavy_tail, far_tail, far_tail),
    "one block": one_block,
    "near the spectral encoder": near_spectral,
}
NEAR = {called: {"n": (3, 6), "d": (1, 2)} for called in ("tail", "one block", "opposed")}
