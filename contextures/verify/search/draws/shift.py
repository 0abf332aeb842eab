"""Draws what claims on losses are tried on: laws, losses, groups, contaminations and settings at weak spots."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import GROUPED_LOSSES, SHIFTED_LOSSES
from contextures.measure.instance import Batch
from contextures.measure.world import World
from contextures.measure.worlds.shift import LossWorld
from contextures.verify.search.draws.supply import Family, Generator, Sizes, Supply

Array = NDArray[Any]

FINE, SIMPLE = 10_000, 72
"""Denominators of a setting that aims at a real number, or at a simple one."""


def _dense(rng: Generator, count: int, n: int) -> Array:
    return rng.integers(1, 12, (count, n))


def _sparse(rng: Generator, count: int, n: int) -> Array:
    weights = rng.integers(0, 5, (count, n))
    weights[:, 0] += weights.sum(1) == 0
    return weights


def _equal(rng: Generator, count: int, n: int) -> Array:
    return np.ones((count, n), dtype=np.int64)


def _uneven(rng: Generator, count: int, n: int) -> Array:
    """One point holds nearly everything."""
    weights = rng.integers(1, 4, (count, n))
    weights[np.arange(count), rng.integers(0, n, count)] *= rng.choice([5, 50, 500], count)
    return weights


def _geometric(rng: Generator, count: int, n: int) -> Array:
    return np.asarray(rng.permuted(np.tile(2 ** np.arange(n), (count, 1)), axis=1))


class Losses(Supply):
    """Laws on points with losses and a level that is chosen."""

    domain = SHIFTED_LOSSES
    families = (
        Family("equal", _equal, rational=True),
        Family("dense", _dense),
        Family("sparse", _sparse, rational=True),
        Family("uneven", _uneven),
        Family("geometric", _geometric),
    )
    cost = 2.0

    def sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw n up to 7, a family of up to 3 losses and groups, and the order of the moment."""
        n, members, groups = (int(rng.integers(low, high)) for low, high in ((1, 8), (1, 4), (1, 4)))
        return {"n": n, "T": members, "K": groups, "k": int(rng.choice([1, 1, 2, 3]))}

    def modest_sizes(self, rng: Generator, family: Family) -> Sizes:
        """Draw n from 2 to 4."""
        return {"n": int(rng.integers(2, 5)), "T": int(rng.integers(1, 3)), "K": int(rng.integers(1, 3)), "k": 1}

    def small_sizes(self, needs: frozenset[str], symbols: frozenset[str], largest: int) -> Iterator[Sizes]:
        """Yield sizes from one point upwards."""
        members = (1, 2) if "losses" in needs else (1,)
        for n in range(1, min(largest, 5) + 1):
            for size in members:
                for groups in (1, 2) if "groups" in needs else (1,):
                    yield {"n": n, "T": size, "K": groups, "k": 1}

    def extent(self, sizes: Sizes) -> tuple[int, int]:
        """Return n and k."""
        return sizes["n"], sizes["k"]

    def draw(
        self, rng: Generator, family: Family, count: int, sizes: Sizes, needs: frozenset[str]
    ) -> tuple[Batch, LossWorld]:
        """Draw a batch with the fields that are needed, and the world it is seen in."""
        n = sizes["n"]
        fields: dict[str, Array] = {"law": family.draw(rng, count, n)}
        makers: dict[str, Callable[[], Array]] = {
            "losses": lambda: _losses(rng, count, sizes["T"], n),
            "groups": lambda: _groups(rng, count, sizes["K"], n),
            "contamination": lambda: _contamination(rng, fields, count, n),
            "epsilon": lambda: _shares(rng, count),
            "alpha": lambda: _levels(rng, fields),
            "beta": lambda: rng.choice(ORDERS, count),
            "rho": lambda: _radii(rng, self.domain.world, fields, sizes["k"]),
        }
        for name, make in makers.items():
            if name in needs:
                fields[name] = make()
        if {"contamination", "losses"} <= set(fields):
            _hide_losses(rng, fields)
        batch = self.domain.world.batch(fields, {"k": sizes["k"]})
        return batch, LossWorld.of_batch(batch)


class Grouped(Losses):
    """Laws on points with losses and overlapping groups; the level is the share of the smallest."""

    domain = GROUPED_LOSSES


ORDERS = np.array([[3, 2], [2, 1], [2, 1], [3, 1], [5, 4], [4, 1]])
"""Orders of divergences, as ratios."""


def _pick(rng: Generator, count: int, options: list[Array]) -> Array:
    """Choose one option for each instance."""
    chosen = rng.integers(0, len(options), count)
    return np.asarray(np.stack(options)[chosen, np.arange(count)])


def _losses(rng: Generator, count: int, size: int, n: int) -> Array:
    """Small whole numbers: nonnegative, of either sign, 0/1, with plateaus, with one peak."""
    shape = (count, size, n)
    peak = rng.integers(0, 2, shape)
    peak[np.arange(count)[:, None], np.arange(size), rng.integers(0, n, (count, size))] = rng.choice([5, 30, 200])
    options = [
        rng.integers(0, 9, shape),
        rng.integers(-5, 6, shape),
        rng.integers(0, 2, shape),
        rng.integers(0, 3, shape) * rng.integers(1, 4, (count, 1, 1)),
        peak,
        np.sort(rng.integers(0, 30, shape), axis=-1)[..., ::-1] * (rng.random((count, 1, 1)) < 0.8),
    ]
    return _pick(rng, count, options)


def _groups(rng: Generator, count: int, size: int, n: int) -> Array:
    """Memberships: of any share; groups overlap and need not cover; nearly everything, one point, or disjoint."""
    groups = (rng.random((count, size, n)) < rng.choice([0.3, 0.6, 0.9], (count, 1, 1))).astype(np.int64)
    groups[np.arange(count)[:, None], np.arange(size), rng.integers(0, n, (count, size))] = 1
    if size <= n:
        owner = rng.permuted(np.arange(n) % (size + rng.integers(0, 2, (count, 1))), axis=1)
        disjoint = (owner[:, None, :] == np.arange(size)[:, None]).astype(np.int64)
        groups = np.where(rng.random((count, 1, 1)) < 0.3, disjoint, groups)
    return np.asarray(groups)


def _contamination(rng: Generator, fields: dict[str, Array], count: int, n: int) -> Array:
    """Any law, the law itself, a point."""
    point = (np.arange(n) == rng.integers(0, n, (count, 1))).astype(np.int64)
    any_ = rng.integers(0, 5, (count, n))
    any_[:, 0] += any_.sum(1) == 0
    options = [any_, fields["law"], point, point]
    return _pick(rng, count, options)


def _hide_losses(rng: Generator, fields: dict[str, Array]) -> None:
    """Put some contaminations on the point of largest, or of least, first loss; take the law off a few of these."""
    losses, count = fields["losses"][:, 0], len(fields["losses"])
    n = losses.shape[1]
    extreme = np.where(rng.random(count) < 0.5, losses.argmax(1), losses.argmin(1))
    hit = rng.random(count) < 0.4
    point = (np.arange(n) == extreme[:, None]).astype(np.int64)
    fields["contamination"] = np.where(hit[:, None], point, fields["contamination"])
    without = fields["law"] * (1 - point)
    free = hit & (rng.random(count) < 0.5) & (without.sum(1) > 0)
    fields["law"] = np.where(free[:, None], without, fields["law"])


def _shares(rng: Generator, count: int) -> Array:
    """ε: simple, small, close to ½."""
    bottom = rng.choice([3, 4, 5, 10, 12, 20, 100, 1000], count)
    top = np.where(rng.random(count) < 0.3, 1, rng.integers(0, 1 + bottom // 2))
    return np.stack([np.maximum(top, 1) * (rng.random(count) < 0.95), bottom], axis=1)


def _levels(rng: Generator, fields: dict[str, Array]) -> Array:
    """α: simple, the mass of a set of points, ε/(1−ε), 1."""
    law = fields["law"]
    count, n = law.shape
    subset = (law * (rng.random((count, n)) < 0.5)).sum(1)
    total = law.sum(1)
    simple = np.stack([rng.integers(1, 13, count), np.full(count, 12)], axis=1)
    atoms = np.stack([np.where(subset > 0, subset, total), total], axis=1)
    small = np.stack([np.ones(count, dtype=np.int64), rng.choice([20, 100, 1000], count)], axis=1)
    options = [simple, simple, atoms, atoms, small]
    if "epsilon" in fields:
        top, bottom = fields["epsilon"].T
        options.append(np.stack([np.where(top > 0, top, 1), np.where(top > 0, bottom - top, 1)], axis=1))
    return _pick(rng, count, options)


def _radii(rng: Generator, world: type[World], fields: dict[str, Array], k: int) -> Array:
    """ρ: simple, and just above the radii that a level and an order define."""
    count = len(fields["law"])
    simple = np.stack([rng.integers(0, 25, count), rng.choice([1, 4, 8, 100], count)], axis=1)
    options = [simple]
    if "epsilon" in fields:
        top, bottom = fields["epsilon"].T
        options.append(np.stack([np.maximum(bottom - 2 * top, 0), np.maximum(2 * top, 1)], axis=1))
    if "groups" in fields:
        options.append(_square_radii(fields))
    if {"groups", "alpha"} & set(fields):
        seen = world.of_whole(fields, {"k": k})
        assert isinstance(seen, LossWorld)
        alpha = np.nan_to_num(np.clip(seen.alpha, 0.01, 1.0), nan=1.0)
        order = seen.fields.get("beta", np.full(count, 2.0))
        scale = order * (order - 1)
        for radius in (
            (alpha**-order - order / alpha + order - 1) / scale,
            (alpha ** (1 - order) - 1) / scale,
        ):
            capped = np.minimum(radius, 1e9)
            options.append(np.stack([np.ceil(capped * FINE - 1e-9).astype(np.int64), np.full(count, FINE)], axis=1))
            options.append(np.stack([np.ceil(capped * SIMPLE - 1e-9).astype(np.int64), np.full(count, SIMPLE)], axis=1))
    return _pick(rng, count, options)


def _square_radii(fields: dict[str, Array]) -> Array:
    """ρ from ½(1/α − 1)² on at which a loss that is 1 on a mass α has the rational χ² risk α + s, s² = 2ρα(1−α)."""
    masses = ((fields["groups"] != 0) * fields["law"][:, None, :]).sum(-1).min(-1)
    total = fields["law"].sum(-1)
    held = np.clip(masses / total, 0.01, 0.99)
    root = np.ceil(SIMPLE * (1 - held) ** 1.5 / held**0.5).astype(np.int64)
    apart = np.where((masses > 0) & (masses < total), 2 * masses * (total - masses), 1)
    return np.stack([root**2 * np.where(apart > 1, total, 1) ** 2, SIMPLE**2 * apart], axis=1)
