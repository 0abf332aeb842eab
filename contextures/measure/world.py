"""A world: instances seen through a back end, with what is defined about them computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from contextures.exact.arithmetic import Arithmetic, Floats, Rationals
from contextures.exact.numbers import NotCertifiable
from contextures.measure.instance import Batch, Instance
from contextures.theory.sorts import Sort

Array = NDArray[Any]

DIGITS = 12
"""Decimal digits of the witnesses that are searched for, unless they are set coarser."""


class World:
    """Instances and what is defined about them; each domain has a subclass that says what that is.

    Parameters
    ----------
    fields : mapping
        Arrays of the numbers of the back end.
    chosen : mapping of str to int
        Whole numbers that are chosen, such as the dimension ``d``.
    arithmetic : Arithmetic
    witnesses : mapping, optional
        Witnesses of suprema by name of the quantity. Without the argument they are searched for; with it one that is
        missing is an error.

    Attributes
    ----------
    main : str
        The field that every instance has.
    choices : tuple of str
        Names of the whole numbers that are chosen.
    sorts : mapping of str to Sort
        Every field that an instance may have, and what it is.
    """

    main: ClassVar[str]
    choices: ClassVar[tuple[str, ...]] = ()
    sorts: ClassVar[Mapping[str, Sort]]

    def __init__(
        self,
        fields: Mapping[str, Any],
        chosen: Mapping[str, int],
        arithmetic: Arithmetic,
        witnesses: Mapping[str, Any] | None = None,
    ) -> None:
        self.fields = fields
        self.chosen = chosen
        self.arithmetic = arithmetic
        self.witnesses: dict[str, Any] = dict(witnesses or {})
        self.may_search = witnesses is None
        self.digits = DIGITS
        self.cache: dict[str, Any] = {}

    @classmethod
    def batch(cls, fields: Mapping[str, Array], sizes: Mapping[str, int]) -> Batch:
        """Return a batch of instances, from whole numbers, the main field first."""
        return Batch(fields, sizes, cls.sorts)

    @classmethod
    def instance(cls, fields: Mapping[str, Any], sizes: Mapping[str, int]) -> Instance:
        """Return an instance, from fractions."""
        return Instance(fields, sizes, cls.sorts)

    @classmethod
    def extent(cls, batch: Batch) -> tuple[int, int]:
        """Return what a small instance has less of: points of its spaces, and the sum of the sizes."""
        return batch.extent

    @classmethod
    def of_batch(cls, batch: Batch) -> Self:
        """See a batch through floats."""
        return cls(batch.floats(), batch.sizes, Floats())

    @classmethod
    def of_whole(cls, fields: Mapping[str, Array], sizes: Mapping[str, int]) -> Self:
        """See whole numbers, as a batch holds them, through floats."""
        return cls.of_batch(cls.batch(fields, sizes))

    @classmethod
    def of_floats(cls, instance: Instance) -> Self:
        """See one instance through floats, as a batch of one."""
        return cls(instance.floats(), instance.sizes, Floats())

    @classmethod
    def of_instance(cls, instance: Instance, witnesses: Mapping[str, Any] | None = None) -> Self:
        """See one instance through exact numbers; with witnesses given, none is searched for."""
        return cls(instance.rationals(), instance.sizes, Rationals(), witnesses)

    def witness(self, name: str, make: Callable[[], Any]) -> Any:
        """Return the witness of a supremum: the one given, or one made for it where search is allowed."""
        if name not in self.witnesses:
            if not self.may_search:
                raise NotCertifiable(f"no witness of {name}")
            self.witnesses[name] = make()
        return self.witnesses[name]

    def hinges(self, read: frozenset[str]) -> dict[str, Array]:
        """Tell what each instance hinges on, should it be a counterexample: what is degenerate or lost in it.

        Parameters
        ----------
        read : frozenset of str
            The symbols of the part and its hypotheses, and the fields that they are measured on: what they do not
            speak of is no hinge.

        Returns
        -------
        dict of str to ndarray of bool
            By what it is in words, where it is so: (B,) in floats, () exactly.
        """
        shape = np.shape(self.fields[self.main])[0 if self.exact else 1 :]
        return {
            f"{axis} = 1": self.everywhere(length == 1)
            for axis, length in zip(self.sorts[self.main].axes, shape, strict=False)
        }

    def everywhere(self, value: bool) -> Array:
        """Return what is so of all instances, or of none."""
        return np.full(() if self.exact else (self.count,), value)

    @property
    def exact(self) -> bool:
        """Whether the numbers are exact."""
        return self.arithmetic.exact

    @property
    def count(self) -> int:
        """Number of instances, in floats."""
        return len(self.fields[self.main])

    @property
    def sizes(self) -> dict[str, int]:
        """The whole numbers that a claim may speak of."""
        return dict(self.chosen)


def apply(operator: Array, f: Array) -> Array:
    """Apply a matrix to a function."""
    return np.asarray((operator @ f[..., :, None])[..., 0])
