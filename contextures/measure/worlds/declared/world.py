"""Instances of a declared domain: fields by name, spaces by size, and the outcomes of draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self, TypeVar

import numpy as np

from contextures.errors import InputError
from contextures.exact.arithmetic import Arithmetic
from contextures.exact.arrays import ExactArray
from contextures.measure.degenerate import degenerate
from contextures.measure.instance import Batch
from contextures.measure.outcomes import Samples, Sequences
from contextures.measure.worlds.declared.entries import Array, Numbers
from contextures.measure.worlds.declared.information import Information
from contextures.measure.worlds.declared.matrices import Matrices
from contextures.theory.sorts import Labels, Law, Mass, Sort

Made = TypeVar("Made")
Outcomes = TypeVar("Outcomes", Samples, Sequences)


class DeclaredWorld(Information, Matrices):
    """Instances of a declared domain.

    The same function of a world serves both back ends: index from the right, so that a batch axis in front does not
    matter. In floats the first axis is the batch; exact numbers have none.
    """

    title: ClassVar[str]
    shared: ClassVar[tuple[str, ...]]
    bounds: ClassVar[Mapping[str, tuple[int, int]]]

    def __init__(
        self,
        fields: Mapping[str, Any],
        chosen: Mapping[str, int],
        arithmetic: Arithmetic,
        witnesses: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(fields, chosen, arithmetic, witnesses)
        self.declared: Mapping[str, Sort] = type(self).sorts

    def __getitem__(self, name: str) -> Numbers:
        """Return a field: floats (whole numbers for labels, subsets and counts), or exact numbers.

        Raises
        ------
        InputError
            If the domain has no such field.
        """
        self.seen.add(name)
        if name not in self.fields:
            if name in self.declared:
                raise InputError(f"the field {name!r} is read at some instances only; read it first, and always")
            raise InputError(f"{self.title} has no field {name!r}; its fields are {', '.join(self.declared)}")
        return ExactArray(self.fields[name]) if self.exact else self.fields[name]

    @property
    def seen(self) -> set[str]:
        """The fields that were read, and the spaces whose size was asked for."""
        found: set[str] = self.cache.setdefault("fields read", set())
        return found

    @property
    def count(self) -> int:
        """Number of instances, in floats."""
        return len(next(iter(self.fields.values())))

    @property
    def sizes(self) -> dict[str, int]:
        """The whole numbers that a claim may speak of without a quantity: none."""
        return {}

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Count spaces of one point where there could be more, and fields that are degenerate for their sort."""
        lengths = self.lengths
        found = {
            f"{axis} = 1": self.everywhere(lengths.get(axis) == 1 < high)
            for axis, (_, high) in self.bounds.items()
            if axis not in self.shared
        }
        for name, sort in self.declared.items():
            if name in self.fields and name in read:
                found |= {f"{name} {how}": where for how, where in degenerate(sort, self.fields[name]).items()}
        return found

    @classmethod
    def extent(cls, batch: Batch) -> tuple[int, int]:
        """Return the number of points of all spaces, and the sum of the whole numbers that are shared."""
        lengths = batch.lengths
        shared = sum(lengths[name] for name in cls.shared if name in lengths)
        return sum(lengths.values()) - shared, shared

    @property
    def lengths(self) -> dict[str, int]:
        """The number of points of every space."""
        return self.once("lengths of axes", self._lengths)

    def _lengths(self) -> dict[str, int]:
        skipped = 0 if self.exact else 1
        shown = {
            axis: int(np.shape(value)[skipped + place])
            for name, value in self.fields.items()
            if name in self.declared
            for place, axis in enumerate(self.declared[name].axes)
            if isinstance(axis, str)
        }
        return {**shown, **self.chosen}

    def size(self, axis: str) -> int:
        """Return the number of points of a space."""
        self.seen.add(axis)
        found = self.lengths
        if axis not in found:
            raise InputError(f"{self.title} has no space {axis!r}; its spaces are {', '.join(found)}")
        return found[axis]

    def shape_of(self, sort: Sort) -> tuple[int, ...]:
        """Return the lengths of the axes of a sort."""
        return tuple(axis if isinstance(axis, int) else self.size(str(axis)) for axis in sort.axes)

    def labels_of(self, sort: Sort) -> int | None:
        """Return the number of labels of a sort; None where it has none."""
        if not isinstance(sort, Labels):
            return None
        return sort.into if isinstance(sort.into, int) else self.size(str(sort.into))

    def holding(self, fields: Mapping[str, Any], sorts: Mapping[str, Sort]) -> Self:
        """Return the same instances with further fields of given sorts, in the numbers of the back end."""
        made = type(self)({**self.fields, **fields}, self.chosen, self.arithmetic)
        made.declared = {**self.declared, **sorts}
        made.witnesses, made.may_search = self.witnesses, self.may_search
        made.cache = {"fields read": self.seen}
        if fields.keys().isdisjoint(self.fields):
            made.cache["outcomes"] = self._outcomes
        return made

    def repeated(self, times: int) -> Self:
        """Return a batch in which each instance stands several times, one after the other (floats)."""
        fields = {name: np.repeat(values, times, axis=0) for name, values in self.fields.items()}
        made = type(self)(fields, self.chosen, self.arithmetic)
        made.declared, made.cache = self.declared, {"fields read": self.seen}
        return made

    def identity(self, axis: str) -> Numbers:
        """Return the identity matrix of a space."""
        one = np.eye(self.size(axis), dtype=int)
        return ExactArray(one) if self.exact else one.astype(float)

    def indicator(self, labels: Numbers, axis: str) -> Numbers:
        """Return 1 where a label is the index of the new last axis, 0 elsewhere: (..., n, size of the space)."""
        found = labels[..., None] == np.arange(self.size(axis))
        return ExactArray(found.astype(int)) if self.exact else np.asarray(found, dtype=float)

    def samples(self, law: str | Numbers, n: int) -> Samples:
        """Return all outcomes of n draws from a one-axis law or mass, by how often each point is drawn.

        Parameters
        ----------
        law : str or array (..., k)
            The name of a field, or the probabilities of points.
        n : int
            At least 1.

        Raises
        ------
        InputError
            If the field is no law on one space, n is no whole number ≥ 1, or there are more than 200,000 outcomes.
        """
        return self._drawn(Samples.of, law, n)

    def sequences(self, law: str | Numbers, n: int) -> Sequences:
        """Return all sequences of n draws from a one-axis law or mass, in the order drawn.

        Parameters and errors are those of `samples`.
        """
        return self._drawn(Sequences.of, law, n)

    @property
    def _outcomes(self) -> dict[Any, Any]:
        """The outcomes of draws from fields that were listed, by what lists them."""
        found: dict[Any, Any] = self.cache.setdefault("outcomes", {})
        return found

    def _drawn(self, listed: Callable[..., Outcomes], law: str | Numbers, n: int) -> Outcomes:
        """List outcomes, those of a field once."""
        told, p = self._drawn_from(law, n)
        if not isinstance(law, str):
            return listed(told, p, int(n))
        key = listed, law, int(n)
        if key not in self._outcomes:
            self._outcomes[key] = listed(told, p, int(n))
        found: Outcomes = self._outcomes[key]
        return found

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """Return what is made once for these instances, by a name that nothing else has."""
        if key not in self.cache:
            self.cache[key] = make()
        found: Made = self.cache[key]
        return found

    def _drawn_from(self, law: str | Numbers, n: Any) -> tuple[str, Numbers]:
        told = repr(law) if isinstance(law, str) else "a law"
        sort = self.declared.get(law) if isinstance(law, str) else None
        if isinstance(law, str) and (not isinstance(sort, Law | Mass) or len(sort.axes) != 1):
            raise InputError(f"samples of {told}: the name of a law or mass on one space is right")
        if isinstance(n, bool) or not isinstance(n, int | np.integer) or n < 1:
            raise InputError(f"samples of {told}: n is {n!r}; a whole number ≥ 1 is right")
        return told, self[law] if isinstance(law, str) else law
