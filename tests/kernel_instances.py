"""An instance of finite kernels, seen in floats and as plain arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from contextures.measure.domain import FINITE_KERNELS
from contextures.measure.instance import Instance
from contextures.measure.worlds.stkr import KernelWorld

QUANTITIES = FINITE_KERNELS.quantities


def example(**changes: Any) -> Instance:
    """Three inputs, a kernel of rank two with irrational eigenvalues, and every other field."""
    fields = {
        "marginal": ["1", "2", "3"],
        "base": [["1", "0"], ["2", "1"], ["-1", "3"]],
        "scale": "1/3",
        "powers": ["1", "2"],
        "task": ["2", "-1", "1"],
        "other_task": ["1", "1", "-3"],
        "tilt": [["1"], ["0"], ["1"]],
        "measure": ["1", "-2", "1"],
        "unlabelled": ["1", "2", "1"],
        "encoder": [["1"], ["0"], ["2"]],
        "epsilon": "2",
        "eta": "1/20",
        "beta": "1/4",
        "delta": "1/4",
        "sigma": "1/2",
        "t": "2",
        "decay": "1/2",
    }
    return FINITE_KERNELS.read({**fields, "d": 1, "n": 2, "m": 2, "p": 2, **changes})


def floats(name: str, instance: Instance) -> float:
    value = QUANTITIES[name](KernelWorld.of_floats(instance))
    return float(np.asarray(value[0] if isinstance(value, list) else value).ravel()[0])
