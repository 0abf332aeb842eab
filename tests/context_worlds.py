"""Instances of finite contexts seen through floats, and tables to compute their quantities from again."""

from __future__ import annotations

from typing import Any

import flint
import numpy as np
from flint import arb, fmpq
from numpy.typing import NDArray

from contextures.exact import numbers
from contextures.exact.numbers import Bracket
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.search.draws.laws import Laws, contrasts

Array = NDArray[Any]


def world_of(joint: Any, d: int = 1, **fields: Any) -> ContextWorld:
    """See one instance as a batch of one."""
    values = {"joint": joint, **fields}
    return ContextWorld.of_whole({name: np.asarray(v)[None] for name, v in values.items()}, {"d": d})


def measure(name: str, world: ContextWorld) -> Any:
    with np.errstate(all="ignore"):
        return FINITE_CONTEXTS.quantities[name](world)


def value(name: str, world: ContextWorld) -> float:
    return float(np.asarray(measure(name, world))[0])


def spectrum(world: ContextWorld) -> Array:
    return np.array([float(v[0]) for v in world.singular_values])


def ends(found: Any) -> tuple[float, float]:
    with flint.ctx.workprec(numbers.PRECISION):
        if isinstance(found, Bracket):
            low = float(found.lo) if isinstance(found.lo, fmpq) else -np.inf
            return low, float(found.hi)
        enclosure = numbers.ball(found)
        if enclosure == arb.pos_inf() or enclosure == arb.neg_inf():
            return float(enclosure), float(enclosure)
        return float(enclosure.lower()), float(enclosure.upper())


def tables(seed: int, count: int, n: int, m: int, zeros: float = 0.3) -> list[Array]:
    rng = np.random.default_rng(seed)
    joint = rng.integers(1, 15, (count, n, m)) * (rng.random((count, n, m)) > zeros)
    joint[:, :, 0] += joint.sum(2) == 0
    joint[:, 0, :] += joint.sum(1) == 0
    return list(joint)


def normalised(table: Array) -> tuple[Array, Array, Array, Array]:
    """Law, marginals and Q."""
    law = table / table.sum()
    p, q = law.sum(1), law.sum(0)
    return law, p, q, law / np.sqrt(np.outer(p, q))


def centred_q(table: Array) -> Array:
    _, p, q, full = normalised(table)
    return full - np.outer(np.sqrt(p), np.sqrt(q))


def known_contextures(n: int, m: int, count: int = 12) -> Laws:
    return contrasts(np.random.default_rng([n, m]), count, n, m)
