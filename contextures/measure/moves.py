"""Small changes of codes, sort by sort: the steps of a local search."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.theory.sorts import (
    Channel,
    Count,
    Graph,
    Labels,
    Law,
    Lines,
    Mass,
    Orthogonal,
    Permutation,
    Ratio,
    Sort,
    Subset,
    Symmetric,
    Weights,
)

Array = NDArray[Any]
Generator = np.random.Generator

LARGEST = 10**6
"""Size of whole numbers beyond which steps become no finer."""
MOVED = 0.3
"""Share of the changes of a law that keep its mass."""


@singledispatch
def move(sort: Sort, rng: Generator, whole: Array, into: int | None) -> Array:
    """Return disturbed copies of codes (B, …): an entry changes, two or a share of them; not always sound.

    Steps are of a size of its own in each copy, from a third of the largest entry to the least there is.
    """
    entries = whole.reshape(len(whole), -1)
    stepped = entries + hit(rng, entries.shape) * signed_steps(rng, entries, 3, entries.shape)
    return np.asarray(stepped).reshape(whole.shape)


@move.register(Lines)
@move.register(Weights)
def _(sort: Sort, rng: Generator, whole: Array, into: int | None) -> Array:
    entries = whole.reshape(len(whole), -1)
    stepped = entries + hit(rng, entries.shape) * signed_steps(rng, entries, 3, entries.shape)
    return np.asarray(np.maximum(stepped, 0)).reshape(whole.shape)


@move.register(Law)
@move.register(Mass)
def _(sort: Sort, rng: Generator, whole: Array, into: int | None) -> Array:
    entries = scaled(rng, whole.reshape(len(whole), -1), (1, 1, 10))
    steps = hit(rng, entries.shape) * signed_steps(rng, entries, 3, entries.shape)
    entries = entries + np.where(rng.random((len(entries), 1)) < MOVED, moved(rng, steps), steps)
    return np.maximum(entries, 0).reshape(whole.shape)


@move.register
def _(sort: Channel, rng: Generator, whole: Array, into: int | None) -> Array:
    """One row or a few are changed as a law is."""
    rows = whole.reshape(-1, whole.shape[-1])
    per = len(rows) // max(1, len(whole))
    chosen = hit(rng, (len(whole), per)).ravel()
    entries = scaled(rng, rows, (1, 1, 10))
    steps = hit(rng, entries.shape) * signed_steps(rng, entries, 3, entries.shape)
    entries = entries + np.where(rng.random((len(entries), 1)) < MOVED, moved(rng, steps), steps)
    return np.asarray(np.where(chosen[:, None], np.maximum(entries, 0), rows)).reshape(whole.shape)


@move.register(Graph)
@move.register(Symmetric)
def _(sort: Sort, rng: Generator, whole: Array, into: int | None) -> Array:
    entries = whole.reshape(len(whole), -1)
    step = (hit(rng, entries.shape) * signed_steps(rng, entries, 3, entries.shape)).reshape(whole.shape)
    found = whole + np.triu(step) + np.triu(step, 1).swapaxes(-1, -2)
    return np.maximum(found, 0) if isinstance(sort, Graph) else found


@move.register
def _(sort: Labels, rng: Generator, whole: Array, into: int | None) -> Array:
    fresh = rng.integers(0, into or 1, whole.shape)
    return np.where(hit(rng, whole.shape), fresh, whole)


@move.register
def _(sort: Permutation, rng: Generator, whole: Array, into: int | None) -> Array:
    """Two images change places."""
    found, rows = whole.copy(), np.arange(len(whole))
    first, second = rng.integers(0, whole.shape[-1], (2, len(whole)))
    found[rows, first], found[rows, second] = whole[rows, second], whole[rows, first]
    return found


@move.register
def _(sort: Subset, rng: Generator, whole: Array, into: int | None) -> Array:
    chosen = hit(rng, whole.reshape(len(whole), -1).shape).reshape(whole.shape)
    return np.where(chosen, 1 - whole, whole)


@move.register
def _(sort: Orthogonal, rng: Generator, whole: Array, into: int | None) -> Array:
    """One normal or a few are changed, finely where it is long."""
    rows = whole.reshape(-1, whole.shape[-1])
    chosen = hit(rng, (len(whole), whole.shape[-2])).ravel()
    entries = scaled(rng, rows, (1, 1, 10))
    stepped = entries + hit(rng, entries.shape) * signed_steps(rng, entries, 3, entries.shape)
    stepped = np.where(rng.random((len(rows), 1)) < 0.1, 0, stepped)
    return np.asarray(np.where(chosen[:, None], stepped, rows)).reshape(whole.shape)


@move.register
def _(sort: Ratio, rng: Generator, whole: Array, into: int | None) -> Array:
    """With axes: an entry changes, two or a share of them."""
    entries = scaled(rng, whole.reshape(-1, 2), (1, 1, 30, 1000))
    top = entries[:, :1]
    stepped = top + signed_steps(rng, top, 2, top.shape)
    entries[:, :1] = np.maximum(stepped, 0) if sort.low is None or sort.low >= 0 else stepped
    if sort.axes:
        chosen = hit(rng, (len(whole), len(entries) // max(1, len(whole)))).ravel()
        entries = np.where(chosen[:, None], entries, whole.reshape(-1, 2))
    return np.asarray(entries).reshape(whole.shape)


@move.register
def _(sort: Count, rng: Generator, whole: Array, into: int | None) -> Array:
    return np.asarray(np.clip(whole + rng.choice([-2, -1, 1, 2], whole.shape), sort.low, sort.high))


def scaled(rng: Generator, entries: Array, factors: tuple[int, ...]) -> Array:
    """Multiply what is a ratio or normalised by a factor for each row, so that finer steps exist."""
    factor = rng.choice(factors, (len(entries), 1))
    return np.asarray(np.where(np.abs(entries).max(1, initial=0, keepdims=True) < LARGEST, entries * factor, entries))


def moved(rng: Generator, steps: Array) -> Array:
    """Take each step back at another entry."""
    return np.asarray(steps - np.roll(steps, int(rng.integers(1, max(2, steps.shape[1]))), axis=1))


def signed_steps(rng: Generator, entries: Array, part: int, shape: tuple[int, ...]) -> Array:
    """Draw steps other than 0, up to a size for each row between 1 and the largest entry over ``part``."""
    largest = np.maximum(1.0, np.abs(entries).max(1, initial=1) / part)
    size = np.maximum(1, np.rint(largest ** rng.random(len(entries)))).astype(np.int64)[:, None]
    return np.asarray(rng.choice([-1, 1], shape) * rng.integers(1, size + 1, shape))


def hit(rng: Generator, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Choose the entries that change: one of each row, two, or a fifth of them at least."""
    count, length = shape
    ranks = rng.random(shape).argsort(1).argsort(1)
    share = np.maximum(1, np.rint(0.3 * length)).astype(np.int64)
    most = rng.choice([1, 2, share], count)
    return np.asarray(ranks < most[:, None])
