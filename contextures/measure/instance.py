"""Instances: what a claim is tried on, as batches of whole numbers and as single exact instances.

Everything random is generated as whole numbers (weights of a joint law, values of an encoder), so that each instance
of a batch *is* rational: a suspect needs no rounding before it is evaluated exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.exact.arithmetic import as_matrix
from contextures.exact.numbers import RATIO, rational

Array = NDArray[Any]


class Sort(StrEnum):
    """What the numbers of a field are."""

    LAW = "law"
    """Weights, normalised to sum 1; each line along each axis has positive mass."""
    WEIGHTS = "weights"
    """Weights that are not normalised; each line along each axis has positive mass."""
    MASS = "mass"
    """Weights, normalised to sum 1; single entries may be zero."""
    RATIO = "ratio"
    """One rational number, in a batch as (numerator, denominator)."""
    VALUES = "values"
    """Any numbers."""
    INVERTIBLE = "invertible"
    """An invertible matrix."""


@dataclass(frozen=True)
class Field:
    """A field of an instance.

    Attributes
    ----------
    text : str
        What it is, in words.
    sort : Sort
    shape : tuple of (str or None)
        Dimensions: those of one name agree in all fields of an instance; None is free.
    """

    text: str
    sort: Sort
    shape: tuple[str | None, ...] = ()

    def __str__(self) -> str:
        axes = ", ".join(axis or "any" for axis in self.shape)
        return f"{self.text}, ({axes}{',' if len(self.shape) == 1 else ''})" if self.shape else self.text


FIELDS: dict[str, Field] = {
    "joint": Field("joint law P⁺", Sort.LAW, ("N", "M")),
    "other": Field("second joint law of the same shape", Sort.LAW, ("N", "M")),
    "channel": Field("weights of P(b|a)", Sort.WEIGHTS, ("M", None)),
    "encoder": Field("values of Φ", Sort.VALUES, ("N", "d")),
    "dual_encoder": Field("values of Ψ", Sort.VALUES, ("M", "d")),
    "classes": Field("nested features of the inputs", Sort.VALUES, ("N", None)),
    "transform": Field("invertible map of the encoder", Sort.INVERTIBLE, ("d", "d")),
    "features": Field("positions of the inputs", Sort.VALUES, ("N", None)),
    "weights": Field("linear encoder W", Sort.VALUES, ("d", None)),
    "targets": Field("vectors attached to the values of A", Sort.VALUES, ("M", None)),
    "task": Field("values of f", Sort.VALUES, ("N",)),
    "dual_task": Field("values of g", Sort.VALUES, ("M",)),
    "loss_kernel": Field("kernel k_Λ on A", Sort.VALUES, ("M", "M")),
    "epsilon": Field("ε", Sort.RATIO),
    "B": Field("bound B on the norm of a task", Sort.RATIO),
    "delta": Field("probability δ of failure", Sort.RATIO),
    "sigma": Field("size σ of the noise", Sort.RATIO),
    "second": Field("weights of the second P(a|x)", Sort.WEIGHTS, ("N", None)),
    "third": Field("weights of the third P(a|x)", Sort.WEIGHTS, ("N", None)),
    "mixture": Field("weights w of the contexts", Sort.MASS, ("J",)),
    "mixture_other": Field("other weights w′ of the contexts", Sort.MASS, ("J",)),
    "channel_after": Field("weights of P(c|b)", Sort.WEIGHTS, (None, None)),
    "pair": Field("joint law of an independent pair", Sort.LAW, (None, None)),
    "encoder_second": Field("values of Φ_2", Sort.VALUES, ("N", "d")),
    "rate": Field("step size η", Sort.RATIO),
    "law": Field("pmf P on the points", Sort.MASS, ("n",)),
    "contamination": Field("pmf P̃ on the points", Sort.MASS, ("n",)),
    "losses": Field("losses ℓ(θ; ·) of a family", Sort.VALUES, ("T", "n")),
    "groups": Field("memberships of groups, not 0 inside", Sort.VALUES, ("K", "n")),
    "alpha": Field("rate or level α", Sort.RATIO),
    "rho": Field("radius ρ", Sort.RATIO),
    "beta": Field("β", Sort.RATIO),
    "marginal": Field("law P of the inputs", Sort.LAW, ("N",)),
    "base": Field("features whose inner products are the base kernel, centred then", Sort.VALUES, ("N", None)),
    "scale": Field("factor of the base kernel", Sort.RATIO),
    "powers": Field("coefficients π_p of the transform s, p = 1, 2, …", Sort.VALUES, (None,)),
    "other_task": Field("values of a second function", Sort.VALUES, ("N",)),
    "measure": Field("signed measure on the inputs", Sort.VALUES, ("N",)),
    "unlabelled": Field("empirical law of unlabelled points", Sort.MASS, ("N",)),
    "eta": Field("strength η of the inverse Laplacian", Sort.RATIO),
    "t": Field("deviation t", Sort.RATIO),
    "decay": Field("exponent p of the decay of s(λ_i)", Sort.RATIO),
    "target_law": Field("law Q of the inputs", Sort.MASS, ("N",)),
    "tv": Field("radius in total variation", Sort.RATIO),
    "inputs": Field("samples x_i", Sort.VALUES, ("n", "p")),
    "labels": Field("labels y_i", Sort.VALUES, ("n",)),
    "start": Field("starting point θ⁽⁰⁾", Sort.VALUES, ("p",)),
    "schedule": Field("sizes of the weights at each step", Sort.VALUES, (None, "n")),
    "sample_weights": Field("weights q of the samples", Sort.MASS, ("n",)),
    "sample_weights_other": Field("other weights q′ of the samples", Sort.MASS, ("n",)),
    "step": Field("step size η", Sort.RATIO),
    "ridge": Field("weight μ of the penalty", Sort.RATIO),
    "point": Field("a point θ", Sort.VALUES, ("p",)),
}
"""Every field of every chapter's instances, by name."""


def of_sort(names: Iterable[str], *sorts: Sort) -> list[str]:
    """Return the names of the fields that are of one of the sorts, in their order."""
    return [name for name in names if FIELDS[name].sort in sorts]


@dataclass(frozen=True)
class Batch:
    """Many instances of one shape.

    Attributes
    ----------
    fields : mapping of str to ndarray of int64
        Each with the batch axis first; a ratio is ``(B, 2)``, numerator and denominator. The first is the main one.
    sizes : mapping of str to int
        Whole numbers that all instances share, such as the dimension ``d`` of the encoders.
    """

    fields: Mapping[str, Array]
    sizes: Mapping[str, int]

    def __len__(self) -> int:
        return len(next(iter(self.fields.values())))

    @property
    def extent(self) -> tuple[int, int]:
        """Number of points of the main field's spaces, and the sum of the sizes: what a small instance has less of."""
        return sum(next(iter(self.fields.values())).shape[1:]), sum(self.sizes.values())

    def take(self, which: Any) -> Batch:
        """Return some of the instances, in that order."""
        return Batch({name: values[which] for name, values in self.fields.items()}, self.sizes)

    def instance(self, index: int) -> Instance:
        """Return one instance in exact numbers."""
        exact: dict[str, Any] = {}
        for name, values in self.fields.items():
            if FIELDS[name].sort is Sort.RATIO:
                exact[name] = Fraction(int(values[index, 0]), int(values[index, 1]))
            else:
                exact[name] = fractions(values[index])
        return Instance(exact, self.sizes)

    def sound(self) -> NDArray[np.bool_]:
        """Tell which instances are what their fields promise: no line of zero mass, no singular matrix."""
        sound = np.ones(len(self), dtype=bool)
        for name in of_sort(self.fields, Sort.LAW, Sort.WEIGHTS, Sort.MASS):
            values = self.fields[name]
            sound &= (values >= 0).reshape(len(self), -1).all(1)
            if FIELDS[name].sort is Sort.MASS:
                sound &= values.reshape(len(self), -1).sum(1) > 0
                continue
            axes = range(1, values.ndim)
            for axis in axes:
                others = tuple(other for other in axes if other != axis)
                sound &= (values.sum(others) > 0).all(-1)
        for name in of_sort(self.fields, Sort.INVERTIBLE):
            sound &= np.abs(np.linalg.det(self.fields[name].astype(float))) > 0.5
        return sound


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
    """One instance in exact numbers; laws are normalised.

    Attributes
    ----------
    fields : mapping of str to ndarray of Fraction, or Fraction for a ratio
    sizes : mapping of str to int
    """

    fields: Mapping[str, Any]
    sizes: Mapping[str, int]

    def __post_init__(self) -> None:
        laws = of_sort(self.fields, Sort.LAW, Sort.MASS)
        normalised = {
            name: values / values.sum() if name in laws and values.sum() else values
            for name, values in self.fields.items()
        }
        object.__setattr__(self, "fields", normalised)

    def rationals(self) -> dict[str, Any]:
        """Return the fields in the numbers of the exact back end."""
        return {
            name: rational(values) if FIELDS[name].sort is Sort.RATIO else _rationals(values)
            for name, values in self.fields.items()
        }

    def floats(self) -> dict[str, Array]:
        """Return the fields as a batch of one, in floats."""
        return {name: np.asarray(values, dtype=float)[None] for name, values in self.fields.items()}

    def to_json(self) -> dict[str, Any]:
        """Write every number of a field as a string, and every size as a whole number."""
        document: dict[str, Any] = {
            name: str(values)
            if FIELDS[name].sort is Sort.RATIO
            else np.vectorize(str, otypes=[object])(values).tolist()
            for name, values in self.fields.items()
        }
        return {**document, **self.sizes}

    @classmethod
    def from_json(cls, document: Mapping[str, Any], main: str, sizes: Iterable[str]) -> Instance:
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        document : mapping
        main : str
            The field that must be there.
        sizes : iterable of str
            Names of the whole numbers that must be there.

        Raises
        ------
        InputError
            If a field is unknown, malformed, of the wrong shape or no law.
        """
        sizes = tuple(sizes)
        fields: dict[str, Any] = {}
        for name, value in document.items():
            if name in sizes:
                continue
            if name not in FIELDS:
                known = ", ".join([*FIELDS, *sizes])
                raise InputError(f"instance: unknown field {name!r}; the fields are {known}")
            ratio = FIELDS[name].sort is Sort.RATIO
            if not ratio and not isinstance(value, list):
                raise InputError(f"instance: {name} is {value!r}; a list is needed, {FIELDS[name]}")
            try:
                fields[name] = _fraction(value) if ratio else fractions(value)
            except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
                raise InputError(
                    f"instance: {name} is not made of rationals p/q written as strings ({error})"
                ) from None
        whole = {size: document.get(size) for size in sizes}
        if main not in fields or any(
            not isinstance(value, int) or isinstance(value, bool) or value < 1 for value in whole.values()
        ):
            also = "".join(f", a whole number {size} ≥ 1" for size in sizes)
            raise InputError(f"instance: a {FIELDS[main].text}{also} are needed")
        instance = cls({main: fields[main], **fields}, {size: int(value) for size, value in whole.items() if value})
        instance._check()
        return instance

    def _check(self) -> None:
        lengths: dict[str, int] = dict(self.sizes)
        for name, values in self.fields.items():
            field, shape = FIELDS[name], np.shape(values)
            fits = len(shape) == len(field.shape)
            if not fits or any(
                axis and lengths.setdefault(axis, got) != got for axis, got in zip(field.shape, shape, strict=True)
            ):
                known = ", ".join(f"{axis} = {lengths[axis]}" for axis in field.shape if axis in lengths)
                raise InputError(
                    f"instance: {name} has shape {shape}; {field} is needed{f' with {known}' * bool(known)}"
                )
            if field.sort is Sort.INVERTIBLE and as_matrix(_rationals(values)).det() == 0:
                raise InputError(f"instance: {name} must be invertible")
            if field.sort in (Sort.LAW, Sort.WEIGHTS, Sort.MASS):
                _check_mass(name, field.sort, values)


def _check_mass(name: str, sort: Sort, values: Array) -> None:
    if (values < 0).any():
        raise InputError(f"instance: {name} must have no negative entry")
    if sort is Sort.MASS:
        if not values.sum():
            raise InputError(f"instance: {name} must have positive mass")
        return
    for axis in range(values.ndim):
        others = tuple(other for other in range(values.ndim) if other != axis)
        if not np.all(values.sum(others) if others else values):
            raise InputError(f"instance: {name} must have no row or column of zero mass")
