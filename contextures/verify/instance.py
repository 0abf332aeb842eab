"""Instances: what a claim is tried on, as batches of whole numbers and as single exact instances.

Everything random is generated as whole numbers (weights of a joint law, values of an encoder), so that each instance
of a batch *is* rational: a suspect needs no rounding before it is evaluated exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.verify.arithmetic import as_matrix
from contextures.verify.numbers import RATIO, rational

Array = NDArray[Any]

LAWS = ("joint", "other")
"""Fields that are joint laws: positive weights, normalised to sum 1."""
RATIOS = ("epsilon",)
"""Fields that are one rational number, kept as (numerator, denominator)."""
FIELDS: dict[str, str] = {
    "joint": "joint law P⁺, (N, M)",
    "other": "second joint law of the same shape, (N, M)",
    "channel": "weights of P(b|a), (M, L)",
    "encoder": "values of Φ, (N, d)",
    "dual_encoder": "values of Ψ, (M, d)",
    "classes": "nested features of the inputs, (N, K)",
    "transform": "invertible map of the encoder, (d, d)",
    "features": "positions of the inputs, (N, p)",
    "weights": "linear encoder W, (d, p)",
    "targets": "vectors attached to the values of A, (M, p)",
    "task": "values of f, (N,)",
    "dual_task": "values of g, (M,)",
    "loss_kernel": "kernel k_Λ on A, (M, M)",
    "epsilon": "incompatibility ε",
}


@dataclass(frozen=True)
class Batch:
    """Many instances of one shape.

    Attributes
    ----------
    fields : mapping of str to ndarray of int64
        Each with the batch axis first; a ratio is ``(B, 2)``, numerator and denominator.
    d : int
        Dimension of the encoders.
    """

    fields: Mapping[str, Array]
    d: int

    def __len__(self) -> int:
        return len(self.fields["joint"])

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of inputs and of context values."""
        n, m = self.fields["joint"].shape[1:]
        return n, m

    def take(self, which: Any) -> Batch:
        """Return some of the instances, in that order."""
        return Batch({name: values[which] for name, values in self.fields.items()}, self.d)

    def instance(self, index: int) -> Instance:
        """Return one instance in exact numbers."""
        exact: dict[str, Any] = {}
        for name, values in self.fields.items():
            if name in RATIOS:
                exact[name] = Fraction(int(values[index, 0]), int(values[index, 1]))
            else:
                exact[name] = fractions(values[index])
        return Instance(exact, self.d)


def _rationals(values: Array) -> Array:
    return np.asarray(np.vectorize(rational, otypes=[object])(values))


def _fraction(value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, str | Fraction | int | np.integer):
        raise TypeError(f"{value!r} is neither a whole number nor a ratio p/q")
    if isinstance(value, str) and not RATIO.fullmatch(value):
        raise ValueError(f"{value[:40]!r} is no ratio p/q of whole numbers")
    return Fraction(value) if isinstance(value, str | Fraction) else Fraction(int(value))


def fractions(values: Any) -> Array:
    """Turn nested whole numbers, fractions or strings into an object array of fractions."""
    shape = np.shape(values)
    flat = np.empty(shape, dtype=object)
    flat.ravel()[:] = [_fraction(v) for v in np.asarray(values, dtype=object).ravel()]
    return flat


@dataclass(frozen=True)
class Instance:
    """One instance in exact numbers; joint laws are normalised.

    Attributes
    ----------
    fields : mapping of str to ndarray of Fraction, or Fraction for a ratio
    d : int
    """

    fields: Mapping[str, Any]
    d: int

    def __post_init__(self) -> None:
        normalised = {
            name: values / values.sum() if name in LAWS and values.sum() else values
            for name, values in self.fields.items()
        }
        object.__setattr__(self, "fields", normalised)

    def rationals(self) -> dict[str, Any]:
        """Return the fields in the numbers of the exact back end."""
        return {
            name: rational(values) if name in RATIOS else _rationals(values) for name, values in self.fields.items()
        }

    def floats(self) -> dict[str, Array]:
        """Return the fields as a batch of one, in floats."""
        return {name: np.asarray(values, dtype=float)[None] for name, values in self.fields.items()}

    def to_json(self) -> dict[str, Any]:
        """Write every number as a string."""
        document: dict[str, Any] = {
            name: str(values) if name in RATIOS else np.vectorize(str, otypes=[object])(values).tolist()
            for name, values in self.fields.items()
        }
        return {**document, "d": self.d}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Instance:
        """Read what :meth:`to_json` wrote.

        Raises
        ------
        InputError
            If a field is unknown, malformed, of the wrong shape or no law.
        """
        fields: dict[str, Any] = {}
        for name, value in document.items():
            if name == "d":
                continue
            if name not in FIELDS:
                raise InputError(f"instance: unknown field {name!r}; the fields are {', '.join(FIELDS)} and d")
            if name not in RATIOS and not isinstance(value, list):
                raise InputError(f"instance: {name} is {value!r}; a list is needed, {FIELDS[name]}")
            try:
                fields[name] = _fraction(value) if name in RATIOS else fractions(value)
            except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
                raise InputError(
                    f"instance: {name} is not made of rationals p/q written as strings ({error})"
                ) from None
        d = document.get("d")
        if "joint" not in fields or not isinstance(d, int) or isinstance(d, bool) or d < 1:
            raise InputError("instance: a joint law and a whole number d ≥ 1 are needed")
        instance = cls(fields, d)
        instance._check_shapes()
        return instance

    def _check_shapes(self) -> None:
        joint = self.fields["joint"]
        if joint.ndim != 2:
            raise InputError("instance: joint must be a table of rows of equal length")
        n, m = joint.shape
        shapes: dict[str, tuple[int | None, ...]] = {
            "joint": (n, m),
            "other": (n, m),
            "channel": (m, None),
            "encoder": (n, self.d),
            "dual_encoder": (m, self.d),
            "classes": (n, None),
            "targets": (m, None),
            "transform": (self.d, self.d),
            "features": (n, None),
            "weights": (self.d, None),
            "task": (n,),
            "dual_task": (m,),
            "loss_kernel": (m, m),
        }
        for name, values in self.fields.items():
            wanted = shapes.get(name, ())
            fits = values is not None and len(np.shape(values)) == len(wanted)
            if not fits or any(w is not None and w != got for w, got in zip(wanted, np.shape(values), strict=True)):
                raise InputError(f"instance: {name} has shape {np.shape(values)}, {FIELDS[name]} is needed")
        for name in LAWS:
            if name in self.fields:
                law = self.fields[name]
                if (law < 0).any() or not law.sum(0).all() or not law.sum(1).all():
                    raise InputError(f"instance: {name} must have no negative entry and no row or column of zero mass")
        if "channel" in self.fields:
            channel = self.fields["channel"]
            if (channel < 0).any() or not channel.sum(0).all() or not channel.sum(1).all():
                raise InputError("instance: channel must have no negative entry and no row or column of zero mass")
        if "transform" in self.fields and as_matrix(_rationals(self.fields["transform"])).det() == 0:
            raise InputError("instance: transform must be invertible")
