"""Random values of each sort, in kinds that aim at weak spots, as codes of whole numbers and the unit they are in."""

from __future__ import annotations

from fractions import Fraction
from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.encoding import sound
from contextures.theory.sorts import (
    Channel,
    Count,
    Graph,
    Invertible,
    Labels,
    Law,
    Lines,
    Mass,
    Orthogonal,
    Permutation,
    Ratio,
    Semidefinite,
    Sort,
    Subset,
    Symmetric,
    Unit,
    Values,
    Weights,
)

Array = NDArray[Any]
Generator = np.random.Generator

KINDS = (
    "any", "dense", "small", "sparse", "wide", "deterministic", "equal", "independent", "identity", "symmetric",
    "repeated", "near", "boundary",
)  # fmt: skip
"""What can be drawn of a sort; a sort that has no such kind draws any."""
UNITS = (1, 1, 2, 3, 5, 10, 60)
LIMIT = 10**5
"""Size of the whole numbers that are drawn."""


def draw(
    sort: Sort, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None = None
) -> tuple[Array, int]:
    """Draw values of a sort.

    Parameters
    ----------
    sort : Sort
    rng : Generator
    kind : str
        One of `KINDS`; with "any" each value is of a kind of its own.
    count : int
    shape : tuple of int
        Lengths of the axes.
    into : int, optional
        The number of labels.

    Returns
    -------
    whole : ndarray of int64, (count, ...)
    unit : int
    """
    unit = int(rng.choice(UNITS)) if isinstance(sort, Values | Weights | Graph | Symmetric | Semidefinite) else 1
    if kind != "any":
        found = _kind(sort, rng, kind, count, shape, into)
        return found, unit
    named = [k for k in KINDS if k != "any"]
    options = [_kind(sort, rng, k, count, shape, into) for k in rng.choice(named, 4, replace=False)]
    chosen = rng.integers(0, len(options), count)
    return np.stack(options)[chosen, np.arange(count)], unit


def _kind(sort: Sort, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    found = np.asarray(_draw(sort, rng, kind, count, shape, into), dtype=np.int64)
    lost = ~sound(sort, found, {} if into is None else {str(getattr(sort, "into", "")): into})
    if lost.any():
        found[lost] = np.asarray(_draw(sort, rng, "dense", int(lost.sum()), shape, into), dtype=np.int64)
    return found


@singledispatch
def _draw(sort: Sort, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    """Any numbers."""
    return _values(rng, kind, (count, *shape))


@_draw.register
def _(sort: Values, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    return _values(rng, kind, (count, *shape))


def _values(rng: Generator, kind: str, shape: tuple[int, ...]) -> Array:
    lead = (shape[0], *[1] * (len(shape) - 1))
    if kind == "equal":
        return np.broadcast_to(rng.integers(-5, 6, lead), shape)
    if kind in ("sparse", "identity", "deterministic"):
        return rng.integers(-9, 10, shape) * (rng.random(shape) < 0.35)
    if kind == "wide":
        return rng.choice([-1, 1], shape) * np.rint(10 ** rng.uniform(0, 4, shape)).astype(np.int64)
    if kind == "small":
        return rng.integers(-1, 2, shape)
    if kind == "repeated":
        return rng.integers(0, 2, shape) * rng.integers(1, 6, lead) + rng.integers(-5, 6, lead)
    if kind == "near":
        return 1000 * rng.integers(-3, 4, lead) + rng.integers(-2, 3, shape)
    if kind == "boundary":
        return np.where(rng.random(shape) < 0.8, 0, rng.integers(-50, 51, shape))
    return rng.integers(-9, 10, shape) if kind != "symmetric" else np.abs(rng.integers(-9, 10, shape))


def _positive(rng: Generator, kind: str, shape: tuple[int, ...]) -> Array:
    """Weights ≥ 0."""
    lead = (shape[0], *[1] * (len(shape) - 1))
    if kind == "equal":
        return np.ones(shape, dtype=np.int64)
    if kind == "sparse":
        return rng.integers(1, 10, shape) * (rng.random(shape) < 0.5)
    if kind == "wide":
        return np.rint(10 ** rng.uniform(0, 4, shape)).astype(np.int64)
    if kind == "small":
        return rng.integers(0, 3, shape)
    if kind == "near":
        return 100 + rng.integers(0, rng.choice([3, 30], lead), shape)
    if kind == "repeated":
        return rng.integers(1, 3, shape) * rng.integers(1, 6, lead)
    if kind == "boundary":
        heavy = rng.random(shape).argsort(-1) == 0
        return np.where(heavy, rng.integers(20, 2000, lead), rng.integers(0, 3, shape))
    return rng.integers(1, 10, shape)


def _outer(rng: Generator, count: int, shape: tuple[int, ...]) -> Array:
    """Products of weights on each axis."""
    found = np.ones((count, *shape), dtype=np.int64)
    for axis, length in enumerate(shape):
        line = rng.integers(1, 7, (count, length))
        found = found * line.reshape(count, *[length if k == axis else 1 for k in range(len(shape))])
    return found


def _staircase(rng: Generator, count: int, n: int, m: int, shuffled: bool) -> Array:
    """Weights on pairs (i, i mod m), or (j mod n, j): the identity where n = m, shuffled or not."""
    found = np.zeros((count, n, m), dtype=np.int64)
    longer = np.arange(max(n, m))
    rows, columns = (np.broadcast_to(longer % length, (count, len(longer))) for length in (n, m))
    if shuffled:
        rows, columns = (
            np.take_along_axis(rng.random((count, length)).argsort(1), places, axis=1)
            for length, places in ((n, rows), (m, columns))
        )
    found[np.arange(count)[:, None], rows, columns] = rng.integers(1, 6, rows.shape) if shuffled else 1
    return found


def _filled(weights: Array) -> Array:
    """Put a 1 into each line without weight, along every axis."""
    found = weights.copy()
    for axis in range(1, found.ndim):
        others = tuple(a for a in range(1, found.ndim) if a != axis)
        empty = found.sum(others) == 0 if others else found == 0
        for k, i in np.argwhere(empty):
            place = [int(k), *[int((i * (a + 1)) % found.shape[a]) for a in range(1, found.ndim)]]
            place[axis] = int(i)
            found[tuple(place)] = 1
    return found


@_draw.register(Law)
@_draw.register(Lines)
def _(sort: Law | Lines, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    if kind == "independent":
        return _outer(rng, count, shape)
    if len(shape) == 2:
        n, m = shape
        if kind in ("identity", "deterministic"):
            return _staircase(rng, count, n, m, kind == "deterministic")
        if kind == "symmetric" and n == m:
            half = rng.integers(0, 6, (count, n, m))
            return _filled(half + half.swapaxes(1, 2))
        if kind == "repeated" and n > 1:
            found = _filled(rng.integers(0, 6, (count, n, m)))
            found[:, 1] = found[:, 0]
            return _filled(found)
        if kind == "near":
            noise = rng.integers(0, 4, (count, n, m))
            base = _outer(rng, count, shape) if rng.random() < 0.5 else _staircase(rng, count, n, m, False)
            return _filled(20 * base + noise)
    if kind in ("identity", "deterministic") and len(shape) > 2:
        kind = "sparse"
    return _filled(_positive(rng, kind, (count, *shape)))


@_draw.register
def _(sort: Mass, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    if kind in ("deterministic", "identity"):
        return np.eye(shape[-1], dtype=np.int64)[rng.integers(0, shape[-1], (count, *shape[:-1]))]
    found = _positive(rng, kind, (count, *shape))
    empty = found.reshape(count, -1).sum(1) == 0
    found[empty] += 1
    return found


@_draw.register
def _(sort: Channel, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    to = shape[-1]
    rows = (count, *shape[:-1])
    if kind in ("deterministic", "identity"):
        image = np.arange(shape[-2]) % to if kind == "identity" else rng.integers(0, to, rows)
        return np.broadcast_to(np.eye(to, dtype=np.int64)[image], (count, *shape)).copy()
    if kind == "independent":
        line = rng.integers(0, 6, (count, *[1] * (len(shape) - 1), to))
        line[..., 0] += line.sum(-1) == 0
        return np.broadcast_to(line, (count, *shape)).copy()
    if kind == "near":
        image = np.arange(shape[-2]) % to if rng.random() < 0.5 else rng.integers(0, to, rows)
        return np.eye(to, dtype=np.int64)[np.broadcast_to(image, rows)] * 20 + rng.integers(0, 3, (count, *shape))
    if kind == "symmetric" and to == shape[-2]:
        half = rng.integers(0, 4, (count, *shape))
        return half + half.swapaxes(-1, -2) + np.eye(to, dtype=np.int64)
    found = _positive(rng, kind, (count, *shape))
    found[..., 0] += found.sum(-1) == 0
    return found


@_draw.register
def _(sort: Weights, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    return _positive(rng, kind, (count, *shape))


@_draw.register
def _(sort: Graph, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    n = shape[0]
    if kind == "identity":
        return np.broadcast_to(np.eye(n, dtype=np.int64), (count, n, n)).copy()
    if kind in ("deterministic", "repeated"):
        step = np.arange(n)
        ring = np.zeros((n, n), dtype=np.int64)
        ring[step[: n if kind == "repeated" else n - 1], (step + 1)[: n if kind == "repeated" else n - 1] % n] = 1
        found = np.broadcast_to(np.maximum(ring, ring.T), (count, n, n)) * rng.integers(1, 4, (count, 1, 1))
    elif kind == "independent":
        side = rng.integers(0, 2, (count, n))
        found = (side[:, :, None] != side[:, None, :]) * rng.integers(1, 5, (count, 1, 1))
    else:
        half = np.triu(_positive(rng, kind, (count, n, n)), 0 if rng.random() < 0.5 else 1)
        found = half + np.triu(half, 1).swapaxes(1, 2)
    found = np.array(found)
    lone = found.sum(2) == 0
    found[:, np.arange(n), np.arange(n)] += lone
    return found


@_draw.register
def _(sort: Symmetric, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    n = shape[0]
    if kind in ("identity", "repeated", "deterministic"):
        level = rng.integers(-3, 4, (count, n)) if kind == "deterministic" else rng.integers(-3, 4, (count, 1))
        return np.eye(n, dtype=np.int64) * level[:, None, :]
    if kind in ("independent", "boundary"):
        line = rng.integers(-3, 4, (count, n))
        return rng.choice([-1, 1], (count, 1, 1)) * line[:, :, None] * line[:, None, :]
    half = np.triu(_values(rng, kind, (count, n, n)))
    return half + np.triu(half, 1).swapaxes(1, 2)


@_draw.register
def _(sort: Semidefinite, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    n = shape[0]
    if kind in ("identity", "repeated", "equal"):
        return np.broadcast_to(np.eye(n, dtype=np.int64), (count, n, n)) * rng.integers(0, 4, (count, 1, 1))
    if kind == "deterministic":
        return np.eye(n, dtype=np.int64) * rng.integers(0, 6, (count, 1, n))
    found = rng.integers(-4, 5, (count, n, n)) if kind != "small" else rng.integers(-1, 2, (count, n, n))
    if kind in ("boundary", "independent", "sparse"):
        found[:, :, int(rng.integers(1, n + 1)) :] = 0
    if kind == "near":
        found[:, :, 0] *= 20
    return found


@_draw.register
def _(sort: Invertible, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    return np.triu(rng.integers(-3, 4, (count, *shape)), 1) + np.eye(shape[0], dtype=np.int64)


@_draw.register
def _(sort: Labels, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    most = into or 1
    if kind in ("equal", "independent"):
        return np.broadcast_to(rng.integers(0, most, (count, 1)), (count, *shape)).copy()
    if kind in ("identity", "symmetric", "repeated"):
        blocks = np.arange(shape[0]) % most if kind == "identity" else np.arange(shape[0]) * most // shape[0]
        return np.broadcast_to(blocks, (count, *shape)).copy()
    return rng.integers(0, most, (count, *shape))


@_draw.register
def _(sort: Permutation, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    plain = np.broadcast_to(np.arange(shape[0]), (count, shape[0]))
    if kind in ("identity", "equal"):
        return plain.copy()
    if kind in ("symmetric", "repeated"):
        return plain[:, ::-1].copy()
    if kind == "deterministic":
        return np.roll(plain, 1, axis=1)
    return rng.permuted(plain, axis=1)


@_draw.register
def _(sort: Subset, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    if kind in ("equal", "boundary"):
        return np.broadcast_to(rng.integers(0, 2, (count, *[1] * len(shape))), (count, *shape)).copy()
    if kind in ("deterministic", "identity"):
        return np.eye(shape[-1], dtype=np.int64)[rng.integers(0, shape[-1], (count, *shape[:-1]))]
    return rng.integers(0, 2, (count, *shape))


@_draw.register
def _(sort: Unit, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    n, d = shape
    first = np.eye(d, dtype=np.int64)[0]
    if kind in ("identity", "deterministic", "small"):
        image = np.arange(n) % d if kind == "identity" else rng.integers(0, d, (count, n))
        found = np.broadcast_to(np.eye(d, dtype=np.int64)[image] + first, (count, n, d)).copy()
        return _half(found)
    found = rng.integers(-9, 10, shape if count == 0 else (count, *shape))
    if kind in ("equal", "independent"):
        found = np.broadcast_to(found[:, :1], (count, n, d)).copy()
    if kind == "near":
        found = 30 * found[:, :1] + rng.integers(-2, 3, (count, n, d))
    if kind in ("symmetric", "repeated"):
        found[:, 1::2] = _opposite(found[:, ::2][:, : found[:, 1::2].shape[1]])
    if kind in ("sparse", "boundary"):
        found *= rng.random(found.shape) < 0.5
    found[..., 0] += (found == 0).all(-1)
    return found


def _half(found: Array) -> Array:
    """Turn 2e into e."""
    doubled = (found[..., 0] == 2) & (found[..., 1:] == 0).all(-1)
    found[..., 0] -= doubled
    return found


def _opposite(axis: Array) -> Array:
    """The axis of the half-turn whose vector is minus that of this axis: orthogonal in its plane with e."""
    if axis.shape[-1] == 1:
        return -axis
    rest = (axis[..., 1:] ** 2).sum(-1)
    turned = axis * axis[..., :1]
    turned[..., 0] = -rest
    still = (turned == 0).all(-1)
    turned[..., 1] += still
    return turned


@_draw.register
def _(sort: Orthogonal, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    n = shape[0]
    found = np.zeros((count, n, n), dtype=np.int64)
    if kind in ("identity", "equal"):
        return found
    if kind in ("deterministic", "symmetric", "repeated", "small"):
        i, j = rng.integers(0, n, (2, count, n, 1))
        columns, rows = np.arange(n), rng.integers(1, n + 1, (count, 1, 1))
        swaps = (columns == i).astype(np.int64) - ((columns == j) & (i != j))
        return np.where(columns[:, None] < rows, swaps, 0)
    found = rng.integers(-5, 6, (count, n, n))
    found[:, int(rng.integers(1, n + 1)) :] = 0
    return found


@_draw.register
def _(sort: Ratio, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    lead = (count, *[1] * len(shape)) if kind in ("equal", "deterministic") else (count, *shape)
    low = sort.low if sort.low is not None else (Fraction(0) if sort.high is None else sort.high - 10)
    high = sort.high if sort.high is not None else low + 10
    fine = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 20, 100])
    if kind in ("boundary", "near", "wide"):
        fine = np.array([100, 1000, 10_000])
    if kind in ("small", "identity", "deterministic", "equal"):
        fine = np.array([1, 2, 3, 4])
    bottom = rng.choice(fine, lead)
    steps = rng.integers(0, bottom + 1)
    if kind in ("boundary", "near", "wide"):
        steps = np.where(rng.random(lead) < 0.5, rng.integers(0, 3, lead), bottom - rng.integers(0, 3, lead))
    if kind == "repeated" and shape:
        steps, bottom = (
            np.take(drawn, rng.integers(0, 2, shape[-1]) % shape[-1], axis=-1) for drawn in (steps, bottom)
        )
    span = high - low
    top = low.numerator * span.denominator * bottom + span.numerator * low.denominator * steps
    found = np.stack([top, low.denominator * span.denominator * bottom], axis=-1).astype(np.int64)
    found //= np.gcd(found[..., :1], found[..., 1:])
    inside = sound(sort, found.reshape(-1, 2), {}).reshape(lead)
    middle = (low + span / 2).as_integer_ratio()
    found[~inside] = middle
    return np.broadcast_to(found, (count, *shape, 2)).copy()


@_draw.register
def _(sort: Count, rng: Generator, kind: str, count: int, shape: tuple[int, ...], into: int | None) -> Array:
    if kind in ("small", "boundary", "equal"):
        return rng.choice([sort.low, min(sort.high, sort.low + 1), sort.high], count)
    return rng.integers(sort.low, sort.high + 1, count)
