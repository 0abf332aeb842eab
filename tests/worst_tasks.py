"""Instances, drawn and written down, whose worst task is looked for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.instance import Instance
from contextures.measure.worlds.contexts import ContextWorld

Array = NDArray[Any]


def drawn(seed: int, count: int, n: int, m: int, d: int) -> ContextWorld:
    rng = np.random.default_rng(seed)
    joint = rng.integers(0, 9, (count, n, m)) + (rng.random((count, n, m)) < 0.5)
    joint[:, :, 0] += joint.sum(2) == 0
    joint[:, 0, :] += joint.sum(1) == 0
    modes = ContextWorld.of_whole({"joint": joint}, {"d": d}).left_modes.functions
    order = rng.permuted(np.tile(np.arange(n - 1), (count, 1)), axis=1)[:, None, :d]
    near = np.rint(
        4 * np.take_along_axis(modes, np.where(rng.random((count, 1, 1)) < 0.6, np.sort(order), order), axis=2)
    )
    padded = np.concatenate([near, np.zeros((count, n, d - near.shape[2]))], axis=2).astype(np.int64)
    fields = {"joint": joint, "encoder": padded + rng.integers(-2, 3, (count, n, d))}
    s_1 = np.array(ContextWorld.of_whole(fields, {"d": d}).singular_values[0])
    above = np.ceil(np.clip(1 - s_1, 0, 1) * 1000)
    numerator = np.minimum(1000, above + np.rint((1000 - above) * rng.random(count) ** 4)).astype(np.int64)
    fields["epsilon"] = np.stack([numerator, np.full(count, 1000)], axis=1)
    return ContextWorld.of_whole(fields, {"d": d})


def general(seed: int, count: int, n: int) -> tuple[Array, Array, Array]:
    """Any symmetric form, a spectrum with repeated values now and then, and a level inside it."""
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(count, n, n))
    a = a + a.transpose(0, 2, 1)
    values = -np.sort(-rng.integers(0, 5, (count, n)) / 4, axis=1)
    level = values[:, -1] + (values[:, 0] - values[:, -1]) * rng.uniform(0.02, 0.98, count)
    return a, values, level


LAW = [["4", "1", "0"], ["1", "2", "1"], ["0", "1", "6"], ["2", "1", "1"]]
IDENTITY = [["1", "0", "0", "0"], ["0", "2", "0", "0"], ["0", "0", "3", "0"], ["0", "0", "0", "4"]]
TWO_BLOCKS = [["1", "1", "0", "0"], ["1", "1", "0", "0"], ["0", "0", "3", "1"], ["0", "0", "1", "3"]]


def instance(joint: Any, encoder: Any, epsilon: str) -> Instance:
    return FINITE_CONTEXTS.read({"joint": joint, "encoder": encoder, "epsilon": epsilon, "d": len(encoder[0])})


def columns(*values: str) -> list[list[str]]:
    return [list(row) for row in zip(*(value.split() for value in values), strict=True)]
