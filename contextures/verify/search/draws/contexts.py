"""Draws whole instances on a family of laws: encoders, tasks and settings, random and aimed at weak spots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.instance import Batch
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.search.draws.laws import FAMILIES, Laws
from contextures.verify.search.draws.supply import Family, Generator, Sizes, Supply

Array = NDArray[Any]

SIMPLE = (1, 2, 3, 4, 6, 12, 60)
"""Denominators in which a singular function is recognised as rational."""
FINEST = 100_000
"""Largest common denominator of conditional means before they are rounded."""
CLASSES = 4
"""Number of nested features."""
LEVELS = 100_000
"""Denominator of a setting that aims at a real number."""
SMALL = 500
"""Largest denominator of a setting that is told exactly."""
CONVERGENTS = 16
"""Steps of a continued fraction, more than denominators up to ``SMALL`` take."""


class Contexts(Supply):
    """Finite contexts with encoders, tasks and settings."""

    domain = FINITE_CONTEXTS
    families = FAMILIES

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw N and M up to 8, small ones more often, and d from 1 to N."""
        lengths = np.arange(2, 9)
        chances = 1.0 / lengths
        n, m = (int(k) for k in rng.choice(lengths, 2, p=chances / chances.sum()))
        room = max(1, n - 2)
        d = int(rng.integers(1, room + 1)) if rng.random() < 0.8 else int(rng.integers(1, n + 1))
        sizes = {"N": n, "M": m, "d": d, **family.sizes(rng)}
        return {**sizes, "M": sizes["N"]} if family.square else sizes

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw N and M from 3 to 6."""
        n = int(rng.choice([3, 4, 5, 5, 6]))
        m = n if family.square or rng.random() < 0.6 else int(rng.integers(3, 6))
        return {"N": n, "M": m, "d": int(rng.integers(1, n))}

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield sizes from 2×2 upwards, the most square ones first."""
        deep = "encoder" in needs or "d" in symbols
        sizes = [
            {"N": n, "M": m, "d": d}
            for n in range(2, largest - 1)
            for m in range(2, largest - n + 1)
            for d in range(1, n + 1 if deep else 2)
        ]
        yield from sorted(sizes, key=lambda size: (*self.extent(size), abs(size["N"] - size["M"])))

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return N + M and d."""
        return sizes["N"] + sizes["M"], sizes["d"]

    def suits(self, family: Family, sizes: Sizes) -> bool:
        """Tell whether N = M where the family needs it."""
        return not family.square or sizes["N"] == sizes["M"]

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, ContextWorld]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        n, m, d = sizes["N"], sizes["M"], sizes["d"]
        chosen = {"d": d}
        laws = family.draw(rng, count, n, m)
        fields: dict[str, Array] = {"joint": laws.weights}
        world = ContextWorld.of_whole(fields, chosen)
        modes = whole_functions(rng, world.left_modes.functions) if laws.modes is None else laws.modes
        right_modes = whole_functions(rng, world.right_modes.functions) if "dual_encoder" in needs else modes
        makers: dict[str, Callable[[], Array]] = {
            "other": lambda: _other_law(rng, family, laws.weights),
            "channel": lambda: channels(rng, count, m),
            "features": lambda: _positions(rng, count, n),
            "targets": lambda: rng.integers(-3, 4, (count, m, 2)),
            "encoder": lambda: _encoders(
                rng,
                modes,
                _conditional(laws.weights, fields.get("targets"), d),
                d,
                *[_padded(rng, _by_sign(laws.weights, modes), d)] * 2,
                _conditional(_balanced(laws.weights), None, d),
            ),
            "dual_encoder": lambda: _encoders(
                rng,
                right_modes,
                _conditional(laws.weights.swapaxes(1, 2), fields.get("features"), d),
                d,
                *[_padded(rng, _at_scale(right_modes, world.singular_values, world.p_a), d)] * 2,
            ),
            "classes": lambda: _encoders(rng, modes, _conditional(laws.weights, None, CLASSES), CLASSES),
            "transform": lambda: _unimodular(rng, count, d),
            "weights": lambda: rng.integers(-4, 5, (count, d, 2)),
            "task": lambda: _tasks(rng, modes, count, n),
            "dual_task": lambda: rng.integers(-5, 6, (count, m)),
            "loss_kernel": lambda: rng.integers(-4, 5, (count, m, m)),
        }
        for name in makers:
            if name in needs:
                fields[name] = makers[name]()
        if "epsilon" in needs:
            fields["epsilon"] = _epsilons(rng, ContextWorld.of_whole(fields, chosen), count)
        batch = self.domain.world.batch(fields, chosen)
        return batch, ContextWorld.of_batch(batch)

    def drawn(self, batch: Batch) -> Laws:
        """Return the joint laws; their modes are found by floats."""
        return Laws(batch.fields["joint"])


def whole_functions(rng: Generator, functions: Array) -> Array:
    """Return functions (B, N, n) in whole numbers, each up to a factor: exactly if that is simple, else rounded."""
    size = np.abs(functions).max(1, keepdims=True, initial=0.0)
    unit = functions / np.where(size == 0, 1.0, size)
    whole = np.rint(unit * rng.choice([3, 12, 100, 1000], (len(functions), 1, 1)))
    for grid in SIMPLE[::-1]:
        simple = np.abs(unit * grid - np.rint(unit * grid)).max(1, keepdims=True, initial=0.0) < 1e-9
        whole = np.where(simple, np.rint(unit * grid), whole)
    return np.asarray(whole, dtype=np.int64)


def _conditional(weights: Array, values: Array | None, d: int) -> Array:
    """Return d conditional means E[v|row] in whole numbers, of the given values or of indicators of the columns."""
    count, n, m = weights.shape
    if values is None:
        values = np.broadcast_to(np.eye(m, d, dtype=np.int64), (count, m, d))
    total = weights.sum(2)
    common = np.ones(count, dtype=np.int64)
    for k in range(n):
        common = np.where(common > FINEST, common, np.lcm(common, np.minimum(total[:, k], FINEST)))
    common = np.where(common > FINEST, 1000, common)
    means = np.rint(weights @ values * (common[:, None] / total)[:, :, None]).astype(np.int64)
    return np.concatenate([means[:, :, :d], np.zeros((count, n, max(0, d - values.shape[2])), dtype=np.int64)], axis=2)


def pick(rng: Generator, count: int, options: list[Array]) -> Array:
    """Choose one option for each instance."""
    chosen = rng.integers(0, len(options), count)
    return np.stack(options)[chosen, np.arange(count)]


def _padded(rng: Generator, columns: Array, d: int) -> Array:
    """Cut or fill to d columns; what is filled in is random."""
    count, n, have = columns.shape
    extra = rng.integers(-3, 4, (count, n, max(0, d - have)))
    return np.concatenate([columns[:, :, :d], extra], axis=2)


def _by_sign(weights: Array, modes: Array) -> Array:
    """Return the modes in the order of E[f(X)f(A)]/E[f(X)²] where A takes the values of X, else as they are.

    On a graph these are the eigenvalues of the walk with their signs.
    """
    if weights.shape[1] != weights.shape[2]:
        return modes
    functions = modes.astype(float)
    size = (weights.sum(2)[:, :, None] * functions**2).sum(1)
    value = (functions * (weights @ functions)).sum(1) / np.where(size > 0, size, 1.0)
    order = np.argsort(-np.round(value, 12), axis=1, kind="stable")
    return np.take_along_axis(modes, order[:, None, :], axis=2)


def _balanced(weights: Array) -> Array:
    """Return P⁺(x,a)/√P_A(a) in whole numbers, exactly where the roots have rational ratios."""
    total = weights.sum(1)
    root = np.sqrt(total / np.gcd.reduce(total, axis=1)[:, None])
    whole = np.rint(root).astype(np.int64)
    rational = (np.abs(root - whole) < 1e-9).all(1) & (root.prod(1) < FINEST)
    common = np.lcm.reduce(np.where(rational[:, None], whole, 1), axis=1)[:, None, None]
    rounded = np.ceil(weights * (100 / root[:, None, :])).astype(np.int64)
    return np.asarray(np.where(rational[:, None, None], weights * common // whole[:, None, :], rounded))


def _at_scale(modes: Array, values: list[Array], law: Array) -> Array:
    """Return multiples of the modes, shifted, whose variances are close to the squares of the values.

    Where whole numbers can have the variance s_j² they do: then the spectral losses are at their minimum.
    """
    shifted = modes - modes.min(1, keepdims=True)
    shifted = shifted // np.maximum(np.gcd.reduce(shifted, axis=1, keepdims=True), 1)
    mean = (law[:, :, None] * shifted).sum(1)
    variance = (law[:, :, None] * shifted**2).sum(1) - mean**2
    wanted = np.zeros_like(variance)
    for k, value in enumerate(values[: wanted.shape[1]]):
        wanted[:, k] = value
    factor = np.rint(wanted / np.sqrt(np.where(variance > 0, variance, 1.0))).astype(np.int64)
    return np.asarray(shifted * np.maximum(factor, 1)[:, None, :])


def _encoders(rng: Generator, modes: Array, means: Array, d: int, *others: Array) -> Array:
    """Random encoders, the modes, their rotations and tilts, conditional means, constants, lost dimensions.

    ``modes`` are singular functions (B, N, n) and ``means`` conditional means (B, N, d), in whole numbers, ``others``
    further encoders.
    """
    count, n, have = modes.shape
    if have == 0:
        return rng.integers(-3, 4, (count, n, d))
    top = _padded(rng, modes, d)
    shuffled = np.take_along_axis(modes, rng.permuted(np.tile(np.arange(have), (count, 1)), axis=1)[:, None, :], axis=2)
    instance = np.arange(count)
    column = rng.integers(0, d, (count,))
    tilted = _tilted(rng, top, modes, column, rng.integers(0, have, (count,)))
    drifted = _tilted(rng, top, modes, np.full(count, d - 1), rng.integers(min(d, have - 1), have, (count,)))
    lost = top.copy()
    lost[instance, :, column] = lost[:, :, 0] * rng.integers(0, 2, (count, 1))
    points = np.zeros((count, n, d), dtype=np.int64)
    points[instance[:, None], rng.integers(0, n, (count, d)), np.arange(d)] = 1
    return pick(
        rng,
        count,
        [
            rng.integers(-3, 4, (count, n, d)),
            rng.integers(-9, 10, (count, n, d)) * (rng.random((count, n, d)) < 0.5),
            top,
            top * rng.integers(1, 4, (count, 1, 1)),
            top @ _unimodular(rng, count, d),
            means,
            np.where(np.arange(d) == column[:, None, None], means[:, :, :1], means),
            tilted,
            drifted,
            tilted + rng.integers(-3, 4, (count, 1, d)),
            _padded(rng, shuffled, d),
            lost,
            points,
            *others,
        ],
    )


def _tilted(rng: Generator, top: Array, modes: Array, column: Array, towards: Array) -> Array:
    """Tilt one column of each encoder towards a mode, by a little or a lot."""
    instance = np.arange(len(top))
    kept, added = rng.choice([1, 2, 4, 10, 30], (len(top), 1)), rng.integers(-3, 4, (len(top), 1))
    tilted = top.copy()
    tilted[instance, :, column] = kept * top[instance, :, column] + added * modes[instance, :, towards]
    return tilted


def _tasks(rng: Generator, modes: Array, count: int, n: int) -> Array:
    """Random tasks, single modes, mixtures of two, points, constants."""
    instance = np.arange(count)
    first, second = rng.integers(0, modes.shape[2], (2, count))
    single = modes[instance, :, first]
    top = (
        rng.integers(1, 40, (count, 1)) * modes[:, :, 0] + rng.integers(-6, 7, (count, 1)) * modes[instance, :, second]
    )
    mixed = rng.integers(-5, 6, (count, 1)) * single + rng.integers(-5, 6, (count, 1)) * modes[instance, :, second]
    point = (np.arange(n) == rng.integers(0, n, (count, 1))).astype(np.int64)
    constant = np.ones((count, n), dtype=np.int64) * rng.integers(-1, 2, (count, 1))
    return pick(rng, count, [rng.integers(-4, 5, (count, n)), single, top, top, mixed, point, constant])


def _unimodular(rng: Generator, count: int, d: int) -> Array:
    """Return invertible whole-number matrices."""
    below = np.tril(rng.integers(-2, 3, (count, d, d)), -1) + np.eye(d, dtype=np.int64)
    diagonal = np.eye(d, dtype=np.int64) * rng.choice([-1, 1, 2], (count, 1, d))
    above = np.triu(rng.integers(-2, 3, (count, d, d)), 1) + diagonal
    return np.asarray(below @ above)


def _positions(rng: Generator, count: int, n: int) -> Array:
    """Return distinct points of the plane, on a line half of the time."""
    line = rng.permuted(np.tile(np.arange(n), (count, 1)), axis=1) * rng.integers(1, 4, (count, 1))
    height = rng.integers(-3, 4, (count, n)) * rng.integers(0, 2, (count, 1))
    return np.stack([line, height], axis=2)


def channels(rng: Generator, count: int, m: int) -> Array:
    """Return weights of P(b|a): noisy copies, merges, random ones."""
    size = int(rng.integers(1, m + 2))
    random = rng.integers(0, 5, (count, m, size))
    merge = (rng.integers(0, size, (count, m, 1)) == np.arange(size)).astype(np.int64)
    copy = np.eye(m, size, dtype=np.int64) * rng.integers(1, 20, (count, 1, 1)) + rng.integers(0, 2, (count, m, size))
    channel = pick(rng, count, [random, merge, copy])
    channel[:, :, 0] += channel.sum(2) == 0
    used = channel.sum(1) > 0
    channel[:, 0, :] += ~used
    return channel


def _other_law(rng: Generator, family: Family, weights: Array) -> Array:
    """Return a second law: the first disturbed, or an independent one."""
    count, n, m = weights.shape
    disturbed = weights * rng.choice([1, 3, 30], (count, 1, 1)) + rng.integers(0, 3, (count, n, m))
    return pick(rng, count, [disturbed, disturbed, family.draw(rng, count, n, m).weights])


def _epsilons(rng: Generator, world: ContextWorld, count: int) -> Array:
    """Draw ε: simple, at and between the thresholds that a spectrum defines, at the edge for the task, at 0 and 1."""
    values = np.zeros((world.d + 2, count))
    for k, value in enumerate(world.singular_values[: world.d + 2]):
        values[k] = np.clip(value, 0.0, 1.0)
    s_1, s_2, following = values[0], values[1], values[world.d]
    start, half, end = 1 - s_1, 1 - np.sqrt((s_1**2 + s_2**2) / 2), 1 - following
    share = rng.random(count) ** rng.choice([0.3, 1.0, 4.0], count)
    simple = rng.integers(0, 21, count)
    options = [
        np.stack([simple, np.full(count, 20)], axis=1),
        near(start + share * (half - start)),
        near(start + share * (half - start)),
        near(start + share * (end - start)),
        near(start + share * s_1),
        near(half),
        near(end),
        _exactly(start),
        np.stack([rng.integers(0, 2, count), np.ones(count, dtype=np.int64)], axis=1),
        near(np.abs(world.kernel_x - 1).max((1, 2)), up=True),
    ]
    if "task" in world.fields:
        f = world.task
        norm = world.inner_x(f, f)
        image = (world.backward @ f[:, :, None])[:, :, 0]
        rho = np.sqrt(world.inner_a(image, image) / np.where(norm > 0, norm, 1.0))
        options += [near(np.clip(1 - rho, 0.0, 1.0), up=True)] * 4
    return pick(rng, count, options)


def near(values: Array, up: bool = False) -> Array:
    """Return ratios of denominator ``LEVELS`` near the values, or just above them."""
    scaled = np.maximum(values, 0.0) * LEVELS
    rounded = np.floor(scaled) + 1 if up else np.rint(scaled)
    rounded = np.where(values <= 1.0, np.minimum(rounded, LEVELS), rounded)
    return np.stack([rounded.astype(np.int64), np.full(len(values), LEVELS)], axis=1)


def _exactly(values: Array) -> Array:
    """Return the values as small ratios where they are ones, else the next ratio of denominator ``LEVELS``."""
    ratios = near(values, up=True)
    rest = np.clip(values, 0.0, 1.0)
    tops, bottoms = (np.zeros(len(values)), np.ones(len(values))), (np.ones(len(values)), np.zeros(len(values)))
    for _ in range(CONVERGENTS):
        whole = np.floor(rest)
        tops, bottoms = (tops[1], whole * tops[1] + tops[0]), (bottoms[1], whole * bottoms[1] + bottoms[0])
        hit = (bottoms[1] <= SMALL) & (np.abs(tops[1] / bottoms[1] - values) < 1e-12)
        ratios[hit] = np.stack([tops[1], bottoms[1]], axis=1)[hit]
        rest = 1 / np.maximum(rest - whole, 1 / SMALL**2)
    return ratios
