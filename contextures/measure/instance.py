"""Instances: what a claim is tried on, as batches of whole numbers and as single exact instances.

Everything random is generated as whole numbers (weights of a joint law, values of an encoder, the code of an orthogonal
matrix), so that each instance of a batch *is* rational: a suspect needs no rounding before it is evaluated exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from contextures.errors import InputError
from contextures.measure.encoding import as_exact, as_floats, rational_array, sound
from contextures.measure.reading import check_value, read_value, write_value
from contextures.theory.domain import axis_length
from contextures.theory.sorts import Labels, Law, Mass, Sort

Array = NDArray[Any]
Sorts = Mapping[str, Sort]


def of_sort(names: Iterable[str], sorts: Sorts, *kinds: type[Sort]) -> list[str]:
    """Return the names of the fields that are of one of the kinds, in their order."""
    return [name for name in names if isinstance(sorts[name], kinds)]


@dataclass(frozen=True)
class Batch:
    """Many instances of one shape.

    Attributes
    ----------
    fields : mapping of str to ndarray of int64
        Each with the batch axis first, in the code of its sort; see `contextures.measure.encoding`. The first is the
        main one.
    sizes : mapping of str to int
        Whole numbers that all instances share, such as the dimension ``d`` of the encoders.
    sorts : mapping of str to Sort
        What each field is.
    units : mapping of str to int
        What the numbers of a field are divided by, where that is not 1.
    """

    fields: Mapping[str, Array]
    sizes: Mapping[str, int]
    sorts: Sorts
    units: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.fields.values())))

    @property
    def extent(self) -> tuple[int, int]:
        """Number of points of the main field's spaces, and the sum of the sizes: what a small instance has less of."""
        return sum(next(iter(self.fields.values())).shape[1:]), sum(self.sizes.values())

    def holding(
        self,
        fields: Mapping[str, Array],
        sizes: Mapping[str, int] | None = None,
        units: Mapping[str, int] | None = None,
    ) -> Self:
        """Return a batch of other instances of the same sorts; sizes and units are those of this one unless given."""
        own = self.units if units is None else units
        kept = {name: unit for name, unit in own.items() if name in fields}
        return type(self)(fields, self.sizes if sizes is None else sizes, self.sorts, kept)

    def take(self, which: Any) -> Self:
        """Return some of the instances, in that order."""
        return self.holding({name: values[which] for name, values in self.fields.items()})

    @property
    def lengths(self) -> dict[str, int]:
        """The size of every space that has a name."""
        shown = {
            axis: values.shape[1 + place]
            for name, values in self.fields.items()
            for place, axis in enumerate(self.sorts[name].axes)
            if isinstance(axis, str)
        }
        return {**shown, **self.sizes}

    def unit(self, name: str) -> int:
        """Return what the numbers of a field are divided by."""
        return self.units.get(name, 1)

    def instance(self, index: int) -> Instance:
        """Return one instance in exact numbers."""
        exact = {
            name: as_exact(self.sorts[name], values[index], self.unit(name)) for name, values in self.fields.items()
        }
        return Instance(exact, self.sizes, self.sorts)

    def floats(self) -> dict[str, Array]:
        """Return the fields in floats."""
        return {name: as_floats(self.sorts[name], values, self.unit(name)) for name, values in self.fields.items()}

    def sound(self) -> NDArray[np.bool_]:
        """Tell which instances are what their fields promise: no line of zero mass, no singular matrix."""
        found, lengths = np.ones(len(self), dtype=bool), self.lengths
        for name, values in self.fields.items():
            found &= sound(self.sorts[name], values, lengths)
        return found


@dataclass(frozen=True)
class Instance:
    """One instance in exact numbers; laws are normalised.

    Attributes
    ----------
    fields : mapping of str to ndarray of Fraction, or Fraction for a ratio, or int for a count
    sizes : mapping of str to int
    sorts : mapping of str to Sort
    """

    fields: Mapping[str, Any]
    sizes: Mapping[str, int]
    sorts: Sorts

    def __post_init__(self) -> None:
        laws = of_sort(self.fields, self.sorts, Law, Mass)
        normalised = {
            name: values / values.sum() if name in laws and values.sum() else values
            for name, values in self.fields.items()
        }
        object.__setattr__(self, "fields", normalised)

    def rationals(self) -> dict[str, Any]:
        """Return the fields in the numbers of the exact back end."""
        return {name: rational_array(values) for name, values in self.fields.items()}

    def floats(self) -> dict[str, Array]:
        """Return the fields as a batch of one, in floats."""
        return {name: np.asarray(values, dtype=float)[None] for name, values in self.fields.items()}

    def to_json(self) -> dict[str, Any]:
        """Write every number of a field as a string, and every size that no field shows as a whole number."""
        document = {name: write_value(self.sorts[name], values) for name, values in self.fields.items()}
        return {**document, **{name: size for name, size in self.sizes.items() if name not in document}}

    @classmethod
    def from_json(cls, document: Mapping[str, Any], main: str, sizes: Iterable[str], sorts: Sorts) -> Instance:
        """Read what :meth:`to_json` wrote.

        Parameters
        ----------
        document : mapping
        main : str
            The field that must be there.
        sizes : iterable of str
            Names of the whole numbers that must be there.
        sorts : mapping of str to Sort
            What each field is.

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
            if name not in sorts:
                known = ", ".join([*sorts, *sizes])
                raise InputError(f"instance: unknown field {name!r}; the fields are {known}")
            fields[name] = read_value(sorts[name], name, value)
        whole = {size: document.get(size) for size in sizes}
        if main not in fields or any(
            not isinstance(value, int) or isinstance(value, bool) or value < 1 for value in whole.values()
        ):
            also = "".join(f", a whole number {size} ≥ 1" for size in sizes)
            raise InputError(f"instance: a {sorts[main].text or main}{also} are needed")
        chosen = {size: int(value) for size, value in whole.items() if value}
        instance = cls({main: fields[main], **fields}, chosen, sorts)
        instance._check()
        return instance

    def _check(self) -> None:
        lengths: dict[str, int] = dict(self.sizes)
        for name, values in self.fields.items():
            sort, shape = self.sorts[name], np.shape(values)
            fits = len(shape) == len(sort.axes)
            if not fits or any(
                (lengths.setdefault(axis, got) if isinstance(axis, str) else axis or got) != got
                for axis, got in zip(sort.axes, shape, strict=True)
            ):
                known = ", ".join(f"{axis} = {lengths[axis]}" for axis in sort.axes if axis in lengths)
                raise InputError(
                    f"instance: {name} has shape {shape}; {sort} is needed{f' with {known}' * bool(known)}"
                )
        for name, values in self.fields.items():
            sort = self.sorts[name]
            into = axis_length(sort.into, lengths) if isinstance(sort, Labels) else None
            check_value(sort, name, values, into)
