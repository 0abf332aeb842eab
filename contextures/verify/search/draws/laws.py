"""Families of joint laws to try claims on: random, structured and with rational spectra, all as whole-number weights.

A family returns weights ``(B, N, M)`` without empty rows or columns and, where the singular functions are rational, the
left ones as whole numbers ``(B, N, N−1)`` in descending order of their singular values.
"""

from __future__ import annotations

from math import gcd
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.verify.search.draws.supply import Family, Generator

Array = NDArray[Any]


class Laws(NamedTuple):
    """Weights of a batch of joint laws, and rational singular functions where they are known."""

    weights: Array
    modes: Array | None = None


def without_gaps(rng: Generator, weights: Array) -> Array:
    """Put a 1 somewhere in each empty row and column."""
    weights = weights.copy()
    for axis, size in ((2, weights.shape[2]), (1, weights.shape[1])):
        batch, line = np.nonzero(weights.sum(axis) == 0)
        other = rng.integers(0, size, len(batch))
        weights[(batch, line, other) if axis == 2 else (batch, other, line)] = 1
    return weights


def dense(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw gamma weights of random concentration on a random grid."""
    shape = rng.choice([0.2, 0.5, 1.0, 3.0, 20.0], (count, 1, 1))
    grid = rng.choice([3, 10, 100, 1000], (count, 1, 1))
    gamma = rng.gamma(shape, size=(count, n, m))
    scaled = gamma / gamma.max((1, 2), keepdims=True) * grid
    return Laws(without_gaps(rng, np.rint(scaled).astype(np.int64)))


def small(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw from the grid 0..3."""
    return Laws(without_gaps(rng, rng.integers(0, 4, (count, n, m))))


def sparse(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw few non-zero entries."""
    keep = rng.random((count, n, m)) < rng.uniform(0.15, 0.7, (count, 1, 1))
    return Laws(without_gaps(rng, rng.integers(1, 10, (count, n, m)) * keep))


def disconnected(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw laws that fall into blocks: s_1 = 1, often repeated."""
    blocks = rng.integers(2, max(3, min(n, m) + 1), (count, 1))
    row, column = rng.integers(0, blocks, (count, n)), rng.integers(0, blocks, (count, m))
    for k in range(min(n, m)):
        row[:, k] = column[:, k] = k % blocks[:, 0]
    return Laws(without_gaps(rng, rng.integers(1, 8, (count, n, m)) * (row[:, :, None] == column[:, None, :])))


def low_rank(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw products of thin factors: T and T* have kernels."""
    rank = int(rng.integers(1, max(2, min(n, m))))
    return Laws(without_gaps(rng, rng.integers(0, 5, (count, n, rank)) @ rng.integers(0, 5, (count, rank, m))))


def duplicated(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Repeat rows and columns of a smaller law."""
    kernel = rng.integers(0, 9, (count, max(2, n // 2), max(2, m // 2)))
    rows = rng.integers(0, kernel.shape[1], (count, n, 1))
    columns = rng.integers(0, kernel.shape[2], (count, 1, m))
    return Laws(without_gaps(rng, kernel[np.arange(count)[:, None, None], rows, columns]))


def near_independence(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Disturb a product law a little."""
    product = rng.integers(1, 5, (count, n, 1)) * rng.integers(1, 5, (count, 1, m))
    return Laws(product * rng.choice([5, 20, 100], (count, 1, 1)) + rng.integers(0, 3, (count, n, m)))


def independent(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw product laws: every s_i = 0."""
    return Laws(rng.integers(1, 6, (count, n, 1)) * rng.integers(1, 6, (count, 1, m)))


def near_identity(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Add a little noise to a diagonal."""
    diagonal = np.eye(n, m, dtype=np.int64) * rng.integers(5, 60, (count, n, 1))
    return Laws(without_gaps(rng, diagonal + rng.integers(0, 3, (count, n, m))))


def identity(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Take A = X: every s_i = 1."""
    return Laws(np.eye(n, dtype=np.int64) * rng.integers(1, 7, (count, n, 1)))


def labels(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Give each input one label: s_i = 1 for i below the number of classes."""
    label = rng.integers(0, m, (count, n))
    label[:, : min(n, m)] = np.arange(min(n, m))
    return Laws(without_gaps(rng, rng.integers(1, 6, (count, n, 1)) * (label[:, :, None] == np.arange(m))))


def unequal(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw marginals that differ by orders of magnitude."""
    rows, columns = (10 ** rng.integers(0, 4, shape) for shape in ((count, n, 1), (count, 1, m)))
    return Laws(without_gaps(rng, rng.integers(0, 6, (count, n, m)) * rows * columns))


def cyclic(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Convolve on ℤ_n: |DFT| of the noise."""
    noise = rng.integers(0, 6, (count, n))
    noise[:, 0] += 1
    return Laws(noise[:, (np.arange(n)[:, None] - np.arange(n)) % n])


def cube(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Convolve on the largest cube {0,1}^k that fits, duplicated to the asked sizes; characters are the functions."""
    bits = int(np.log2(min(n, m)))
    points = 2**bits
    noise = rng.integers(0, 5, (count, points))
    noise[:, 0] += rng.integers(1, 9, count)
    grid = np.arange(points)
    characters = 1 - 2 * np.bitwise_count(grid[:, None] & grid).astype(np.int64).__mod__(2)
    order = np.argsort(-np.abs(noise @ characters[:, 1:]), axis=1, kind="stable")
    modes = np.moveaxis(characters[:, 1:].T[order], 1, 2)
    law = Laws(noise[:, grid[:, None] ^ grid], modes)
    return _widened(rng, law, n, m)


def contrasts(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Prescribe rational singular values on weighted contrasts: 1 on k points, balanced on the next, 0 beyond."""
    size = min(n, m)
    w = rng.integers(1, int(rng.choice([2, 3])), (count, size))
    total = w.cumsum(1)
    functions = np.zeros((count, size, size - 1), dtype=np.int64)
    norms = np.ones((count, size - 1), dtype=np.int64)
    for k in range(1, size):
        functions[:, :k, k - 1] = w[:, k, None]
        functions[:, k, k - 1] = -total[:, k - 1]
        norms[:, k - 1] = total[:, k - 1] * w[:, k] * total[:, k]
    common = np.lcm.reduce(norms, axis=1) if size > 1 else np.ones(count, dtype=np.int64)
    steps = rng.integers(0, 7, (count, size - 1))
    steps[:, 0] = rng.integers(1, 7, count)
    steps = np.take_along_axis(steps, rng.permuted(np.tile(np.arange(size - 1), (count, 1)), axis=1), axis=1)
    factor = steps * (common[:, None] // norms) * total[:, -1:]
    correlated = np.einsum("bxk,bk,byk->bxy", functions, factor, functions)
    # 1 + Σ s_k f_k f_k/‖f_k‖² must not be negative: s_k = steps/divisor with the divisor large enough.
    divisor = np.maximum(-(correlated.min((1, 2)) // common), steps.max(1, initial=1)) + rng.integers(0, 3, count)
    weights = (w[:, :, None] * w[:, None, :]) * (divisor[:, None, None] * common[:, None, None] + correlated)
    weights //= np.array([gcd(*map(int, row.ravel())) for row in weights])[:, None, None]
    order = np.argsort(-steps, axis=1, kind="stable")
    modes = np.take_along_axis(functions, order[:, None, :], axis=2)
    return _widened(rng, Laws(weights, modes), n, m)


def _widened(rng: Generator, laws: Laws, n: int, m: int) -> Laws:
    """Split points into equal copies until the law has the asked sizes; new modes live on the copies, with s = 0."""
    weights, modes = laws
    assert modes is not None
    while weights.shape[2] < m:
        copied = int(rng.integers(weights.shape[2]))
        weights = np.concatenate([2 * weights, weights[:, :, copied : copied + 1]], axis=2)
        weights[:, :, copied] //= 2
    while weights.shape[1] < n:
        size = weights.shape[1]
        copied = int(rng.integers(size))
        weights = np.concatenate([2 * weights, weights[:, copied : copied + 1, :]], axis=1)
        weights[:, copied, :] //= 2
        difference = np.zeros((len(modes), size + 1, 1), dtype=np.int64)
        difference[:, copied], difference[:, size] = 1, -1
        modes = np.concatenate([np.concatenate([modes, modes[:, copied : copied + 1]], axis=1), difference], axis=2)
    return Laws(weights, modes)


def product(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw pairs of independent contexts with rational spectra: the products of 1 and the s_i of the two."""
    if min(n, m) < 4:
        return contrasts(rng, count, n, m)
    rows, columns = (int(rng.integers(2, size // 2 + 1)) for size in (n, m))
    first = contrasts(rng, count, rows, columns)
    second = contrasts(rng, count, n // rows, m // columns)
    size = len(first.weights[0]) * len(second.weights[0])
    weights = np.einsum("bxa,byc->bxyac", first.weights, second.weights).reshape(count, size, -1)
    known = [law.modes for law in (first, second) if law.modes is not None]
    whole = [np.concatenate([np.ones_like(modes[:, :, :1]), modes], axis=2) for modes in known]
    modes = np.einsum("bxi,byj->bxyij", *whole).reshape(count, size, -1)[:, :, 1:]
    order = np.argsort(-_explained(weights, modes), axis=1, kind="stable")
    return _widened(rng, Laws(weights, np.take_along_axis(modes, order[:, None, :], axis=2)), n, m)


def _explained(weights: Array, modes: Array) -> Array:
    """Return s_i² of singular functions, in floats that are equal where these are."""
    law, functions = weights.astype(float), modes.astype(float)
    images = law.swapaxes(1, 2) @ functions
    moved = (images**2 / law.sum(1)[:, :, None]).sum(1)
    return np.asarray(np.round(moved / (functions**2 * law.sum(2)[:, :, None]).sum(1), 12))


def erasure(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Erase the input with a probability (the last symbols), else show it or its class: all positive s_i are equal."""
    shown = max(1, min(n, m - 1))
    cell = np.zeros((count, n, m), dtype=np.int64)
    cell[:, np.arange(n), np.arange(n) % shown] = rng.integers(1, 6, (count, 1))
    cell[:, :, min(shown, m - 1) :] += rng.integers(1, 6, (count, 1, 1))
    return Laws(cell * rng.integers(1, 4, (count, n, 1)))


def graph(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Walk on a path, cycle, star, complete, bipartite or random graph, with random weights and loops."""
    x = np.arange(n)
    distance = np.abs(x[:, None] - x)
    kinds = np.stack(
        [
            distance == 1,
            (distance == 1) | (distance == n - 1),
            (x[:, None] == 0) ^ (x == 0),
            distance > 0,
            (distance % 2) == 1,
            distance <= 1,
        ]
    )
    edges = kinds[rng.integers(0, len(kinds), count)].astype(np.int64)
    random = np.triu(rng.random((count, n, n)) < 0.5)
    edges = np.where(rng.random((count, 1, 1)) < 0.25, edges * 0 + (random | random.transpose(0, 2, 1)), edges)
    weights = np.triu(np.where(rng.random((count, 1, 1)) < 0.5, 1, rng.integers(1, 6, (count, n, n))))
    walk = edges * (weights + np.triu(weights, 1).transpose(0, 2, 1))
    lonely = np.nonzero(walk.sum(2) == 0)
    walk[lonely[0], lonely[1], lonely[1]] = 1
    return Laws(walk)


def squared(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Walk twice on a small random graph: a positive semi-definite symmetric law."""
    weights = np.triu(rng.integers(0, 4, (count, n, n)))
    walk = without_gaps(rng, weights + np.triu(weights, 1).transpose(0, 2, 1))
    walk = walk + np.eye(n, dtype=np.int64)
    walk = walk + walk.transpose(0, 2, 1)
    degree = walk.sum(2)
    common = np.lcm.reduce(degree, axis=1)
    return Laws(walk @ ((common[:, None] // degree)[:, :, None] * walk))


ROOT_SQUARES = {
    2: ((3, 4), (1, 1)),
    3: ((1, 2, 2), (2, 3, 6), (1, 4, 8)),
    4: ((1, 1, 1, 1), (1, 1, 3, 5), (2, 2, 4, 5)),
    5: ((1, 1, 1, 2, 3), (2, 2, 2, 2, 3)),
    6: ((1, 1, 1, 2, 3, 3),),
    7: ((1, 1, 1, 1, 1, 2, 4),),
    8: ((1, 1, 1, 1, 1, 1, 1, 3),),
}
"""Whole numbers whose squares add up to a square, by how many they are."""


def square_marginal(rng: Generator, count: int, n: int, m: int) -> Laws:
    """Draw laws with rational √P_A(a): P_A in proportion to squares, each P(x|a) a shuffle of the same weights."""
    choices = ROOT_SQUARES.get(m, ((1,) * m,))
    roots = rng.permuted(np.array(choices)[rng.integers(0, len(choices), count)], axis=1)
    column = rng.integers(0, 4, (count, 1, n))
    column[:, 0, 0] += 1
    columns = rng.permuted(np.broadcast_to(column, (count, m, n)), axis=2).transpose(0, 2, 1)
    empty = (columns.sum(2) == 0).any(1)
    return Laws((columns + empty[:, None, None]) * roots[:, None, :] ** 2)


FAMILIES: tuple[Family, ...] = (
    Family("dense", dense, large=True),
    Family("small", small),
    Family("sparse", sparse),
    Family("disconnected", disconnected),
    Family("low-rank", low_rank),
    Family("duplicated", duplicated),
    Family("near-independence", near_independence, large=True),
    Family("independent", independent),
    Family("near-identity", near_identity, large=True),
    Family("identity", identity, square=True),
    Family("labels", labels),
    Family("unequal", unequal, large=True),
    Family("cyclic", cyclic, square=True, rational=True),
    Family("cube", cube, rational=True),
    Family("contrasts", contrasts, rational=True),
    Family("product", product, rational=True),
    Family("erasure", erasure),
    Family("graph", graph, square=True, rational=True),
    Family("squared", squared, square=True, rational=True),
    Family("square-marginal", square_marginal),
    Family("small-graph", graph, square=True, rational=True, near={"N": (3, 4), "d": (1, 1)}),
)
"""All families, in the order in which the search takes them."""
