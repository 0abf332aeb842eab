"""What all estimators share: their settings by name, as scikit-learn wants them, and the settings' checks."""

from __future__ import annotations

from inspect import signature
from numbers import Integral, Real
from typing import Any, Self

import numpy as np

from contextures.errors import InputError


class Estimator:
    """An object with settings: `__init__` stores its arguments under their own names, `fit` checks and uses them.

    This is all that ``sklearn.base.clone``, grids and pipelines need; scikit-learn itself is not imported.
    """

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the settings by name.

        Parameters
        ----------
        deep : bool, default True
            Whether the settings of estimators among the settings are listed too, as ``name__setting``.
        """
        params = {name: getattr(self, name) for name in signature(type(self)).parameters}
        if deep:
            nested = {n: v for n, v in params.items() if hasattr(v, "get_params") and not isinstance(v, type)}
            for name, value in nested.items():
                params |= {f"{name}__{key}": setting for key, setting in value.get_params().items()}
        return params

    def set_params(self, **params: Any) -> Self:
        """Change settings, by the names of `get_params`, and return the estimator.

        Raises
        ------
        InputError
            Where there is no setting of that name.
        """
        for name, value in params.items():
            own, _, rest = name.partition("__")
            valid = self.get_params(deep=False)
            if own not in valid:
                raise InputError(f"{type(self).__name__} has no setting {own!r}; it has {', '.join(valid)}")
            if rest:
                valid[own].set_params(**{rest: value})
            else:
                setattr(self, own, value)
        return self

    def __repr__(self) -> str:
        """The settings that differ from their defaults."""
        defaults = {name: parameter.default for name, parameter in signature(type(self)).parameters.items()}
        params = self.get_params(deep=False)
        shown = [f"{name}={value!r}" for name, value in params.items() if value is not defaults[name]]
        return f"{type(self).__name__}({', '.join(shown)})"

    def _fitted(self, attribute: str) -> Any:
        """Return what `fit` has set.

        Raises
        ------
        InputError
            Where nothing was fitted yet.
        """
        if not hasattr(self, attribute):
            raise InputError(f"this {type(self).__name__} is not fitted; call fit first")
        return getattr(self, attribute)


def is_whole(value: Any, least: int) -> bool:
    """Tell whether a setting is a whole number that is large enough."""
    return isinstance(value, Integral) and not isinstance(value, bool) and int(value) >= least


def is_number(value: Any) -> bool:
    """Tell whether a setting is a real number; NaN and the infinities are."""
    return isinstance(value, Real) and not isinstance(value, bool)


def count(value: Any, name: str) -> int:
    """Return a setting that is a whole number ≥ 1.

    Raises
    ------
    InputError
        Where it is not.
    """
    if not is_whole(value, 1):
        raise InputError(f"{name} is {value!r}; a whole number ≥ 1 is right")
    return int(value)


def number(value: Any, name: str, *, positive: bool = False) -> float:
    """Return a setting that is a finite number ≥ 0, or > 0 if `positive`.

    Raises
    ------
    InputError
        Where it is not.
    """
    try:
        found = float(value) if is_number(value) else np.nan
    except OverflowError:
        found = np.inf
    if not (np.isfinite(found) and (found > 0 if positive else found >= 0)):
        raise InputError(f"{name} is {value!r}; a finite number {'> 0' if positive else '≥ 0'} is right")
    return found


def checked_seed(value: Any) -> int:
    """Return a seed of NumPy's generators.

    Raises
    ------
    InputError
        Where it is no whole number ≥ 0.
    """
    if not is_whole(value, 0):
        raise InputError(f"seed is {value!r}; a whole number ≥ 0 is right")
    return int(value)
