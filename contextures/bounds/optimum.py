"""Where a bound is best over one setting."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq
from scipy.optimize import minimize_scalar

from contextures.bounds.formula import Formula
from contextures.bounds.known import Settings
from contextures.bounds.scan import EXAMINED, sampled, sampled_at, searched, sought
from contextures.bounds.settings import read, shown
from contextures.errors import InputError


def best(formula: Formula, settings: Settings, name: str, within: tuple[Any, Any] | None = None) -> Any:
    """Return the value of a setting at which an upper bound is least (a lower bound: greatest).

    Raises
    ------
    InputError
        Where the setting is unknown, or no value of it is admitted.
    """
    symbol = sought(formula, settings, name)
    lo, hi = searched(formula, settings, name, within)
    sign = 1.0 if formula.above else -1.0
    values, bounds = sampled(formula, settings, name, lo, hi)
    if not np.isfinite(bounds).any():
        raise InputError(f"{formula.statement.id} has no value for {name} from {shown(lo)} to {shown(hi)}")
    k = int(np.nanargmin(sign * bounds))
    around = values[max(k - 1, 0)], values[min(k + 1, len(values) - 1)]
    if symbol.is_integer and around[1] - around[0] <= EXAMINED:
        near, exact = sampled(formula, settings, name, fmpq(int(around[0])), fmpq(int(around[1])))
        return fmpq(int(near[int(np.nanargmin(sign * exact))]))
    if symbol.is_integer:
        return fmpq(int(values[k]))

    refused = float(np.nanmax(sign * bounds)) + 1.0

    def objective(x: float) -> float:
        value = sampled_at(formula, settings, name, np.array([x]))[0]
        return float(sign * value) if np.isfinite(value) else refused

    refined = minimize_scalar(objective, bounds=around, method="bounded", options={"xatol": 1e-12 * around[1]})
    better = refined.x if refined.fun <= sign * bounds[k] else values[k]
    return read(name, float(better))
