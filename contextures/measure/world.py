"""A world: instances seen through a back end, with what is defined about them computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from contextures.exact.arithmetic import Arithmetic, Floats, Rationals
from contextures.exact.numbers import NotCertifiable
from contextures.measure.instance import FIELDS, Batch, Instance, Sort

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
    """

    main: ClassVar[str]
    choices: ClassVar[tuple[str, ...]] = ()

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
    def of_batch(cls, batch: Batch) -> Self:
        """See a batch through floats."""
        fields: dict[str, Any] = {}
        for name, values in batch.fields.items():
            sort = FIELDS[name].sort
            if sort is Sort.RATIO:
                fields[name] = values[:, 0] / values[:, 1]
            elif sort in (Sort.LAW, Sort.MASS):
                fields[name] = values / values.sum(tuple(range(1, values.ndim)), keepdims=True)
            else:
                fields[name] = values.astype(float)
        return cls(fields, batch.sizes, Floats())

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
