"""Conductances of a graph: φ(S) of all sets of views, and the best partitions into m parts."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from contextures.exact.arrays import ExactArray, rationals
from contextures.theory.neighbours.graphs import connections, subsets


def conductances(world: Any, w: Any) -> Any:
    """φ(S) = w(S, Sᶜ)/w(S) by the binary code of S, (..., 2^a); of the empty set 0."""
    members = subsets(w.shape[-1])
    inside = members @ w
    cut, mass = (inside * (1 - members)).sum(-1), inside.sum(-1)
    return cut / world.where(mass > 0, mass, 1)


@cache
def _splits(size: int) -> tuple[Any, Any, Any]:
    """Codes of T and S − T for all S and their proper parts T with the first point of S, and where each S starts."""
    first: list[int] = []
    second: list[int] = []
    starts: list[int] = []
    for whole in range(1, 2**size):
        lowest, rest = whole & -whole, whole & (whole - 1)
        starts.append(len(first))
        part = rest
        while part:
            part = (part - 1) & rest
            first.append(lowest | part)
            second.append(rest & ~part)
        if starts[-1] == len(first):  # a single point has no proper part
            first.append(0)
            second.append(0)
    return np.array(first), np.array(second), np.array(starts)


def expansions(world: Any, w: Any, most: int | None = None) -> Any:
    """ρ_1 = 0, ρ_2, …, ρ_most: the smallest max φ over the partitions into m non-empty parts, (..., most)."""
    values = conductances(world, w)
    size = w.shape[-1]
    if world.exact:
        entries = rationals(values)
        order = np.array(sorted(range(len(entries)), key=entries.__getitem__))[None]
        return ExactArray(entries[order[0]])[_best(order, size, most or size)[0]]
    order = np.argsort(values, axis=-1)
    return np.take_along_axis(np.take_along_axis(values, order, axis=-1), _best(order, size, most or size), axis=-1)


def _best(order: Any, size: int, most: int) -> Any:
    """Places, in the order of φ, of the best partitions of all views into 1, …, most parts, (b, most).

    One part has the first view; the rest U of the views is partitioned first.
    """
    ranks = np.empty(order.shape[::-1], dtype=np.int16)
    np.put_along_axis(ranks, order.T, np.arange(len(ranks), dtype=np.int16)[:, None], axis=0)
    worst = np.full((1, len(order)), np.iinfo(np.int16).max, dtype=np.int16)
    rest = 2 * np.arange(1, 2 ** (size - 1))
    beside, alone = ranks[2**size - 1 - rest], ranks[rest]
    found, current = [ranks[-1]], alone
    for parts in range(2, most + 1):
        if parts > 2:
            first, second, starts = _splits(size - 1)
            one, more = np.concatenate([worst, alone]), np.concatenate([worst, current])
            current = np.minimum.reduceat(np.maximum(one[first], more[second]), starts, axis=0)
        found.append(np.maximum(beside, current).min(0))
    return np.stack(found, axis=-1).astype(int)


def components(w: Any) -> Any:
    """Number of connected components, from which views walks reach which, (...)."""
    reached = connections(w)
    earlier = np.tril(np.ones(reached.shape[-2:], dtype=int), -1)
    return ((reached * earlier).max(-1) == 0).sum(-1)
