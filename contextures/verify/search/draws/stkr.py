"""Draws kernels on finite spaces: laws, features with generic and rational spectra, transforms, tasks, settings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import FINITE_KERNELS
from contextures.measure.instance import Batch
from contextures.measure.worlds.stkr import KernelWorld
from contextures.verify.search.draws.supply import Family, Generator, Sizes, Supply

Array = NDArray[Any]

GRID = 240
"""Denominator of settings that are drawn near a threshold."""
FINE = 100_000
"""Denominator of settings that aim at a real number."""


STRICT, LAX = [(1, 100), (1, 20), (1, 10), (1, 4)], [(1, 2), (3, 4), (9, 10), (99, 100)]
"""Values of δ; some hypotheses hold with hundreds of samples only for the lax ones."""
NEAR, FAR = [(7, 5), (3, 2), (2, 1)], [(3, 1), (5, 1), (10, 1)]
"""Values of t; 4e^{−t} + δ < 1 with a lax δ needs a far one."""


class Bases(NamedTuple):
    """Laws as weights (B, N) and features (B, N, R), in whole numbers."""

    law: Array
    base: Array


def generic(rng: Generator, count: int, n: int) -> Bases:
    """Draw random laws and features: irrational spectra."""
    size = int(rng.integers(1, n))
    return Bases(rng.integers(1, 7, (count, n)), rng.integers(-4, 5, (count, n, size)))


def uniform(rng: Generator, count: int, n: int) -> Bases:
    """Draw random features under the uniform law."""
    size = int(rng.integers(1, n))
    return Bases(np.ones((count, n), dtype=np.int64), rng.integers(-3, 4, (count, n, size)))


def contrasts(rng: Generator, count: int, n: int) -> Bases:
    """Draw weighted contrasts, orthogonal under the law, of random sizes: rational spectra."""
    law = rng.integers(1, int(rng.choice([2, 4])), (count, n))
    return Bases(law, _contrasts(law) * rng.integers(0, 5, (count, 1, n - 1)))


def unit_contrasts(rng: Generator, count: int, n: int) -> Bases:
    """Draw orthogonal contrasts of decreasing whole sizes."""
    law = rng.integers(1, int(rng.choice([2, 3])), (count, n))
    sizes = np.sort(rng.integers(1, 9, (count, n - 1)), axis=1)[:, ::-1]
    return Bases(law, _contrasts(law) * sizes[:, None, :])


def _contrasts(law: Array) -> Array:
    """Return the contrasts of the first k points with the next, (B, N, N−1)."""
    count, n = law.shape
    total = law.cumsum(1)
    functions = np.zeros((count, n, n - 1), dtype=np.int64)
    for k in range(1, n):
        functions[:, :k, k - 1] = law[:, k, None]
        functions[:, k, k - 1] = -total[:, k - 1]
    return functions


def characters(rng: Generator, count: int, n: int) -> Bases:
    """Draw multiples of the characters of the largest cube that fits, points copied: rational, repeated spectra."""
    bits = max(1, int(np.log2(n)))
    grid = np.arange(2**bits)
    table = 1 - 2 * (np.bitwise_count(grid[:, None] & grid[None, 1:]).astype(np.int64) % 2)
    base = table[np.arange(n) % 2**bits] * rng.choice([0, 1, 1, 2, 3], (count, 1, 2**bits - 1))
    return Bases(np.ones((count, n), dtype=np.int64), base)


def points(rng: Generator, count: int, n: int) -> Bases:
    """Draw indicators of the points, weighted: near the identity."""
    return Bases(rng.integers(1, 5, (count, n)), np.eye(n, dtype=np.int64) * rng.integers(0, 4, (count, n, 1)))


def line(rng: Generator, count: int, n: int) -> Bases:
    """Draw one feature: rank one."""
    return Bases(rng.integers(1, 6, (count, n)), rng.integers(-5, 6, (count, n, 1)))


def rare(rng: Generator, count: int, n: int) -> Bases:
    """Draw a rare point far off the others: κ² is far above λ_1."""
    law = rng.integers(3, 9, (count, n)) * 10 ** rng.integers(0, 3, (count, 1))
    law[:, -1] = 1
    base = rng.integers(-1, 2, (count, n, min(2, n - 1)))
    base[:, -1] += rng.integers(2, 9, base[:, -1].shape)
    return Bases(law, base)


def halves(rng: Generator, count: int, n: int) -> Bases:
    """Draw a mode of ±1 on two halves, and a weak one inside the second: κ² is close to λ_1."""
    law = np.ones((count, n), dtype=np.int64)
    law[:, 0] = n - 1
    base = np.zeros((count, n, n - 1), dtype=np.int64)
    base[:, 0, 0], base[:, 1:, 0] = 1, -1
    base[:, :, 0] *= rng.integers(3, 9, (count, 1))
    inner = _contrasts(law[:, 1:]) * rng.integers(0, 2, (count, 1, 1))
    base[:, 1:, 1:] = inner
    return Bases(law, base)


FAMILIES: tuple[Family, ...] = (
    Family("generic", generic),
    Family("contrasts", contrasts, rational=True),
    Family("characters", characters, rational=True),
    Family("rare", rare),
    Family("uniform", uniform),
    Family("unit-contrasts", unit_contrasts, rational=True),
    Family("points", points),
    Family("line", line, rational=True),
    Family("many-samples", halves, large=True),
    Family("one-point", points, near={"N": (4, 6), "d": (1, 1), "m": (1, 1)}),
    Family("modes-beyond", unit_contrasts, rational=True, near={"N": (5, 6), "d": (2, 2)}),
)


class Kernels(Supply):
    """Kernels on finite spaces with transforms, tasks, encoders, samples and settings."""

    domain = FINITE_KERNELS
    families = FAMILIES
    cost = 2.5

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw 2 to 6 inputs, few samples where there are many inputs, hundreds for one family."""
        if family.large:
            n = int(rng.choice([2, 3]))
            return {"N": n, "d": 1, "n": int(rng.integers(175, 240)), "m": int(rng.integers(1, 60)), "p": 1}
        n = int(rng.choice([3, 5, 5, 6] if family.rational and rng.random() < 0.7 else [2, 3, 3, 4, 5]))
        near = family.sizes(rng)
        n = near.get("N", n)
        most = {2: 8, 3: 5, 4: 3, 5: 2, 6: 2}[n]
        low = min(2, max(1, n - 2))
        return {
            "N": n,
            "d": int(rng.choice([1, low, low])) if rng.random() < 0.7 else int(rng.integers(1, n)),
            "n": int(rng.integers(1, most + 1)),
            "m": int(rng.integers(1, most + 1)),
            "p": int(rng.integers(1, 4)),
            **near,
        }

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw 3 to 5 inputs and few samples."""
        n = int(rng.choice([3, 3, 4, 5, 5]))
        few = int(rng.integers(1, 3))
        return {"N": n, "d": int(rng.integers(1, n - 1)), "n": few, "m": int(rng.integers(1, 3)), "p": 1}

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield two inputs and more; what the claim does not speak of stays 1."""
        deep = bool({"encoder", "unlabelled"} & needs) or "d" in symbols
        sampled = bool({"n", "m", "N", "delta"} & symbols)
        sizes = [
            {"N": size, "d": d, "n": n, "m": m, "p": 1}
            for size in range(2, min(largest, 6) + 1)
            for d in range(1, size if deep else 2)
            for n in range(1, 3 if sampled else 2)
            for m in range(1, 3 if sampled else 2)
        ]
        yield from sorted(sizes, key=self.extent)

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return the number of inputs, and the sum of the other sizes."""
        return sizes["N"], sum(value for name, value in sizes.items() if name != "N")

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, KernelWorld]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        if family.large:
            count = min(count, 12)
        n, chosen = sizes["N"], {name: value for name, value in sizes.items() if name != "N"}
        law, base = family.draw(rng, count, n)
        fields: dict[str, Array] = {"marginal": law}
        whole = {"base": base, "scale": np.ones((count, 2), dtype=np.int64)}
        unit = KernelWorld.of_whole({"marginal": law, **whole}, chosen)
        top = np.maximum(unit.spectrum[0][:, 0], 1e-9)
        wanted = top * rng.choice([0.5, 1.0, 1.0, 2.0], count)
        centred = base * law.sum(1)[:, None, None] - (law[:, :, None] * base).sum(1)[:, None, :]
        makers: dict[str, Callable[[], Array]] = {
            "base": lambda: base,
            "scale": lambda: np.stack([np.ones(count), np.maximum(1, np.rint(wanted))], axis=1).astype(np.int64),
            "powers": lambda: _powers(rng, count),
            "task": lambda: _functions(rng, centred, count),
            "other_task": lambda: _functions(rng, centred, count),
            "tilt": lambda: _tilts(rng, base, count),
            "measure": lambda: rng.integers(-4, 5, (count, n)),
            "unlabelled": lambda: _samples(rng, law),
            "encoder": lambda: _encoders(rng, centred, unit, sizes["d"]),
        }
        for name, make in makers.items():
            if name in needs:
                fields[name] = make()
        world = KernelWorld.of_whole({**whole, **fields}, chosen)
        settings: dict[str, Callable[[], Array]] = {
            "epsilon": lambda: _epsilons(rng, world, count),
            "eta": lambda: _etas(rng, world, count),
            "beta": lambda: _choose(rng, count, [(1, 100), (1, 20), (1, 8), (1, 2), (1, 1), (2, 1)]),
            "delta": lambda: _choose(rng, count, LAX if family.large else [*STRICT, *LAX]),
            "sigma": lambda: _choose(rng, count, [(0, 1), (1, 4), (1, 1), (3, 1)]),
            "t": lambda: _choose(rng, count, FAR if family.large else [*NEAR, *FAR]),
            "decay": lambda: _choose(rng, count, [(1, 4), (1, 2), (3, 4), (1, 1)]),
        }
        for name, make in settings.items():
            if name in needs:
                fields[name] = make()
        batch = self.domain.world.batch(fields, chosen)
        return batch, KernelWorld.of_batch(batch)

    def drawn(self, batch: Batch) -> tuple[Array, Array]:
        """Return the laws and the features; a claim that speaks of no kernel has none."""
        law = batch.fields["marginal"]
        return law, batch.fields.get("base", law[..., None])


def _choose(rng: Generator, count: int, options: list[tuple[int, int]]) -> Array:
    return np.array(options, dtype=np.int64)[rng.integers(0, len(options), count)]


def _powers(rng: Generator, count: int) -> Array:
    """Return coefficients of s: single powers, λ+λ², random ones."""
    size = int(rng.integers(1, 4))
    options = [
        np.eye(size, dtype=np.int64)[rng.integers(0, size, count)],
        np.ones((count, size), dtype=np.int64),
        rng.integers(0, 4, (count, size)),
    ]
    return np.stack(options)[rng.integers(0, 3, count), np.arange(count)]


def _functions(rng: Generator, centred: Array, count: int) -> Array:
    """Return functions in the range of the kernel, single features, mixtures; a few that are not, and constants."""
    n, size = centred.shape[1:]
    weights = rng.integers(-3, 4, (count, size, 1))
    single = np.eye(size, dtype=np.int64)[rng.integers(0, size, count)][..., None]
    spanned = (centred @ np.where(rng.random((count, 1, 1)) < 0.5, weights, single))[..., 0]
    divisor = np.gcd.reduce(spanned, axis=1)[:, None]
    spanned = spanned // np.maximum(divisor, 1)
    shifted = spanned + rng.integers(-2, 3, (count, 1))
    free = rng.integers(-4, 5, (count, n))
    options: Array = np.stack([spanned, spanned, shifted, free])
    return np.asarray(options[rng.integers(0, 4, count), np.arange(count)])


def _tilts(rng: Generator, base: Array, count: int) -> Array:
    """Return features of a target kernel: none, multiples of the kernel's own, mixtures of these, free ones."""
    n, size = base.shape[1:]
    own = base * rng.integers(0, 4, (count, 1, size))
    same = base * rng.integers(1, 4, (count, 1, 1))
    mixed = base @ rng.integers(-2, 3, (count, size, size))
    free = rng.integers(-2, 3, (count, n, size))
    options: Array = np.stack([np.zeros_like(base), np.zeros_like(base), own, own, same, mixed, free])
    return np.asarray(options[rng.integers(0, len(options), count), np.arange(count)])


def _samples(rng: Generator, law: Array) -> Array:
    """Return laws of unlabelled points: the law itself, small samples of it, one or two points, laws close to it."""
    count, n = law.shape
    few = np.zeros_like(law)
    few[np.arange(count), rng.integers(0, n, count)] += rng.integers(1, 3, count)
    few[np.arange(count), rng.integers(0, n, count)] += rng.integers(1, 3, count)
    small = rng.integers(0, 3, law.shape)
    small[np.arange(count), rng.integers(0, n, count)] += 1
    close = law * 10 + rng.integers(-2, 3, law.shape)
    options: Array = np.stack([law, small, few, np.maximum(close, 0)])
    return np.asarray(options[rng.integers(0, len(options), count), np.arange(count)])


def _encoders(rng: Generator, centred: Array, unit: KernelWorld, d: int) -> Array:
    """Return encoders: top modes, tilted ones, random ones; of the features in the order of their size."""
    count, n, size = centred.shape
    strength = (unit.law[..., None] * centred.astype(float) ** 2).sum(1)
    order = np.argsort(-strength, axis=1, kind="stable")
    sorted_ = np.take_along_axis(centred, order[:, None, :], axis=2)
    divisor = np.maximum(np.gcd.reduce(sorted_, axis=1), 1)
    sorted_ = sorted_ // divisor[:, None, :]
    filler = rng.integers(-3, 4, (count, n, max(0, d - size)))
    top = np.concatenate([sorted_[:, :, :d], filler], axis=2)
    instance = np.arange(count)
    tilted = top.copy()
    column, towards = rng.integers(0, d, count), rng.integers(0, size, count)
    kept, added = rng.choice([1, 2, 3, 5, 10, 30], (count, 1)), rng.integers(-3, 4, (count, 1))
    tilted[instance, :, column] = kept * top[instance, :, column] + added * sorted_[instance, :, towards]
    last = top.copy()
    last[instance, :, d - 1] = kept * top[:, :, d - 1] + added * sorted_[:, :, -1]
    mixed = np.concatenate([sorted_ @ rng.integers(-2, 3, (count, size, min(d, size))), filler], axis=2)
    options = np.stack([top, tilted, last, last, mixed, rng.integers(-3, 4, (count, n, d))])
    return np.asarray(options[rng.integers(0, len(options), count), instance])


def _ratio(values: Array, grid: int) -> Array:
    """Return ratios of that denominator near values, at least 0."""
    scaled = np.rint(np.clip(np.nan_to_num(values, posinf=1e6), 0.0, 1e6) * grid)
    return np.stack([scaled.astype(np.int64), np.full(len(values), grid)], axis=1)


def _epsilons(rng: Generator, world: KernelWorld, count: int) -> Array:
    """Draw ε: at and above the smoothness of the task, and between the thresholds of the class."""
    if "powers" not in world.fields:
        return _choose(rng, count, [(1, 1), (2, 1), (5, 1)])
    s = np.stack([world.s(value) for value in world.eigenvalues], axis=1)
    d = min(world.chosen["d"], s.shape[1] - 1)
    first, following = s[:, 0], s[:, d]
    with np.errstate(all="ignore"):
        share = rng.choice([0.05, 0.2, 0.4, 0.5, 0.5, 0.8, 1.0], count)
        between = (1 + share * np.where(following > 0, (first - following) / following, 3.0)) / first
        options = [_ratio(between, FINE), _ratio(between, GRID), _ratio(np.ceil(between * 12) / 12, 12)]
        if "task" in world.fields:
            smooth = world.norm(world.transformed, world.task) / world.inner(world.task, world.task)
            options += [_ratio(smooth + 1 / FINE, FINE), _ratio(np.ceil(smooth * GRID - 1e-9) / GRID, GRID)] * 2
    return np.stack(options)[rng.integers(0, len(options), count), np.arange(count)]


def _etas(rng: Generator, world: KernelWorld, count: int) -> Array:
    """Draw η: shares of 1/λ_1 and of 1/κ²."""
    with np.errstate(all="ignore"):
        limit = np.where(rng.random(count) < 0.6, 1 / world.eigenvalues[0], 1 / world.complexity)
        share = rng.choice([0.1, 0.5, 0.8, 0.9, 0.99], count)
        coarse = _ratio(np.floor(limit * share * 12) / 12, 12)
        return np.where((rng.random(count) < 0.5)[:, None], _ratio(limit * share, GRID), coarse)
