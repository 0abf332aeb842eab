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
        order = sorted(set(entries.tolist()))
        places = {value: place for place, value in enumerate(order)}
        ranks = np.array([places[value] for value in entries])
        return ExactArray([order[int(rank)] for rank in _best(ranks[None], size, most or size)[0]])
    return _best(values, size, most or size)


def _best(values: Any, size: int, most: int) -> Any:
    """The best partitions of all views, one part of which has the first view: the rest U is partitioned first."""
    rest = 2 * np.arange(1, 2 ** (size - 1))
    beside = values[:, 2**size - 1 - rest]
    alone = values[:, rest]
    found, current = [values[:, -1]], alone
    for parts in range(2, most + 1):
        if parts > 2:
            first, second, starts = _splits(size - 1)
            worst = np.full((len(values), 1), values.max() + 1)
            one, more = np.concatenate([worst, alone], axis=1), np.concatenate([worst, current], axis=1)
            current = np.minimum.reduceat(np.maximum(one[:, first], more[:, second]), starts, axis=1)
        found.append(np.maximum(beside, current).min(-1))
    return np.stack(found, axis=-1)


def components(w: Any) -> Any:
    """Number of connected components, from which views walks reach which, (...)."""
    reached = connections(w)
    earlier = np.tril(np.ones(reached.shape[-2:], dtype=int), -1)
    return ((reached * earlier).max(-1) == 0).sum(-1)
