"""Declared domains: what claims speak of, as fields of given sorts over named finite spaces, and quantities on them.

A declaration holds functions and runs none; `contextures.measure` does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, final

import sympy as sp

from contextures.errors import InputError
from contextures.theory.sorts import Axis, Sort
from contextures.theory.symbols.vocabulary import Vocabulary

SIZES = (2, 4)
"""Fewest and most points of a space, unless it is said otherwise."""

Sense = Literal["largest", "smallest"]


@final
@dataclass(frozen=True)
class Best:
    """What a quantity is a supremum or infimum over.

    Attributes
    ----------
    fields : mapping of str to Sort
        The fields that are optimised inside the quantity.
    sense : {"largest", "smallest"}
    shape : {"any", "affine", "quadratic"}
        How the function depends on the field, where that makes the optimum exact: affine in a pmf or a channel,
        quadratic in a unit vector.
    at : callable or None
        Where the optimum is, or nearly: from a world in floats to the fields, one choice an instance.
    """

    fields: Mapping[str, Sort]
    sense: Sense
    shape: str = "any"
    at: Callable[[Any], Mapping[str, Any]] | None = None


@final
@dataclass(frozen=True, eq=False)
class Declared:
    """A quantity of a domain: the function that measures a symbol.

    Attributes
    ----------
    name : str
    function : callable
        From a world to one number an instance.
    best : Best or None
        What it is a supremum or infimum over.
    """

    name: str
    function: Callable[[Any], Any]
    best: Best | None = None

    @property
    def text(self) -> str:
        """How it is measured, in words, where the function says so."""
        return inspect.getdoc(self.function) or ""


@final
class Domain:
    """What a statement speaks of.

    Parameters
    ----------
    name : str
        In words, such as "a Markov chain U, X, Y".
    fields : mapping of str to Sort
        What an instance holds, by name; see `contextures.sorts`.
    sizes : mapping of str to (int, int), optional
        Fewest and most points of a space, both included. Default: 2 to 4.
    fixed : mapping of str to int, optional
        The size of a space.
    shared : mapping of str to (int, int), optional
        Least and largest of whole numbers that all instances of a batch share, such as a sample size: sizes of which
        no field has an axis. `World.size` tells them.
    together : callable, optional
        Which sizes go together: from sizes by name to a bool, true where all are least. Default: all do.
    families : mapping of str to callable, optional
        Further draws by name: ``draw(rng, count, sizes)`` returns fields by name, each an array ``(count, ...)`` of
        whole numbers (weights where the sort is normalised, fractions for a ratio); the rest is drawn as usual.
    near : mapping of str to mapping, optional
        By the name of a family: fewest and most points of the spaces that it looks at; of others, all their sizes.

    Raises
    ------
    InputError
        If a field is no sort, or a space is no axis of any field, or its size is no size, or `near` names no family.

    Examples
    --------
    >>> from contextures import Domain, sorts
    >>> chain = Domain("a chain U, X, Y", {"first": sorts.law("u", "x"), "second": sorts.channel("x", "y")})
    >>> chain
    Domain('a chain U, X, Y': first (u, x), second (x, y))
    """

    strategy: ClassVar[Callable[[Domain], Any] | None] = None
    """What draws instances: a room above says it, since a declaration runs nothing."""

    def __init__(
        self,
        name: str,
        fields: Mapping[str, Sort],
        *,
        sizes: Mapping[str, tuple[int, int]] | None = None,
        fixed: Mapping[str, int] | None = None,
        shared: Mapping[str, tuple[int, int]] | None = None,
        together: Callable[[Mapping[str, int]], bool] | None = None,
        families: Mapping[str, Callable[..., Mapping[str, Any]]] | None = None,
        near: Mapping[str, Mapping[str, tuple[int, int]]] | None = None,
    ) -> None:
        if not isinstance(name, str) or not name.strip():
            raise InputError(f"the name of a domain is {name!r}; words are right")
        if not isinstance(fields, Mapping) or not fields:
            raise InputError(f"the domain {name!r} has no fields; a mapping of names to sorts is right")
        for called, sort in fields.items():
            if not isinstance(called, str) or not called.isidentifier():
                raise InputError(f"the domain {name!r}: the field {called!r} has no name of letters, digits and _")
            if not isinstance(sort, Sort):
                raise InputError(
                    f"the domain {name!r}: the field {called!r} is {sort!r:.60}; a sort of `contextures.sorts` is right"
                )
        self.name = name
        self.fields = dict(fields)
        self.families = dict(families or {})
        self.near = {called: dict(some) for called, some in (near or {}).items()}
        if unknown := next((called for called in self.near if called not in self.families), None):
            raise InputError(f"the domain {name!r}: near[{unknown!r}] is of no family; a name in `families` is right")
        self.shared = tuple(self._unshown(shared or {}))
        self.bounds = self._sizes({**(sizes or {}), **(shared or {})}, fixed or {})
        self.together = together or _all_together
        if not self.together({axis: low for axis, (low, _) in self.bounds.items()}):
            raise InputError(f"the domain {name!r}: the least sizes do not go together, so that there is no instance")
        self.quantities: dict[str, Declared] = {}
        self.vocabulary = Vocabulary(name)

    def __repr__(self) -> str:
        told = (
            f"{name} ({', '.join(map(str, sort.axes))})" if sort.axes else name for name, sort in self.fields.items()
        )
        return f"Domain({self.name!r}: {', '.join(told)})"

    @property
    def spaces(self) -> tuple[str, ...]:
        """The names of the spaces, in the order of the fields, and of the whole numbers that are shared."""
        return (*self._shown, *self.shared)

    @property
    def _shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(a for sort in self.fields.values() for a in sort.spaces if isinstance(a, str)))

    def _unshown(self, shared: Mapping[str, Any]) -> Mapping[str, Any]:
        for called in shared:
            if not isinstance(called, str) or not called.isidentifier():
                raise InputError(f"{self.name}: the shared number {called!r} has no name of letters, digits and _")
            if called in self.fields or called in self._shown:
                raise InputError(f"{self.name}: {called!r} is a field or a space; a shared number has its own name")
        return shared

    def quantity(
        self,
        text: str = "",
        *,
        range: str = "any real number",
        tex: str | None = None,
        name: str | None = None,
        best: Mapping[str, Sort] | None = None,
        sense: Sense = "largest",
        shape: Literal["any", "affine", "quadratic"] = "any",
        witness: str | Sequence[str] = (),
        at: Callable[[Any], Mapping[str, Any]] | None = None,
    ) -> Callable[[Callable[[Any], Any]], sp.Symbol]:
        r"""Make a symbol of a function that measures it.

        Parameters
        ----------
        text : str, optional
            What it is, in words. Default: the function's name.
        range : str, optional
            Where its values lie, in words.
        tex : str, optional
            How it is typeset.
        name : str, optional
            Name of the symbol. Default: the function's.
        best : mapping of str to Sort, optional
            Fields that are optimised inside: the quantity is the extreme value of the function over them.
        sense : {"largest", "smallest"}, optional
        shape : {"any", "affine", "quadratic"}, optional
            How the function depends on the field of `best`, where that makes the optimum exact.
        witness : str or sequence of str, optional
            Fields of the domain that are optimised inside instead of drawn: short for naming their sorts in `best`.
        at : callable, optional
            Where the optimum is looked for: a function from a world in floats to the fields of `best`, one choice an
            instance. Default: a search of random choices.

        Returns
        -------
        callable
            A decorator that returns the symbol.

        Raises
        ------
        InputError
            If the name is taken, or no name, or what is optimised is no sort, or no field where one is named.
        """
        inside = self._optimised(best or {}, (witness,) if isinstance(witness, str) else tuple(witness), sense, shape)

        def make(function: Callable[[Any], Any]) -> sp.Symbol:
            called = str(name or getattr(function, "__name__", ""))
            if not callable(function) or not called.isidentifier():
                raise InputError(f"{self.name}: {function!r:.60} is no function with a name")
            if called in self.quantities:
                raise InputError(f"{self.name}: two quantities have the name {called!r}; one name, one quantity")
            over = Best(inside, sense, shape, at) if inside else None
            self.quantities[called] = Declared(called, function, over)
            return self.vocabulary.real(called, text or called.replace("_", " "), range, tex or _tex(called))

        return make

    def instances(self) -> Any:
        """Return a Hypothesis strategy of exact instances, fields by name (the extra `strategies`).

        Raises
        ------
        InputError
            Where the extra is missing, or the class was not taken from `contextures` and nothing says how to draw.
        """
        if Domain.strategy is None:
            raise InputError("nothing draws instances yet; `from contextures import Domain`, or import its strategies")
        return Domain.strategy(self)

    def _sizes(self, sizes: Mapping[str, Any], fixed: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
        """Fewest and most points of every space."""
        known = self.spaces
        for axis in (*sizes, *fixed):
            if axis not in known:
                raise InputError(f"{self.name}: the space {axis!r} is of no field; the spaces are {', '.join(known)}")
        if both := sorted(set(sizes) & set(fixed)):
            raise InputError(f"{self.name}: the space {both[0]!r} has sizes and a fixed one; one of the two is right")
        bounds: dict[str, Any] = {
            **dict.fromkeys(known, SIZES), **sizes, **{axis: (length, length) for axis, length in fixed.items()}
        }  # fmt: skip
        for axis, bound in bounds.items():
            whole = isinstance(bound, tuple | list) and len(bound) == 2 and all(type(end) is int for end in bound)
            if not whole or not 1 <= bound[0] <= bound[1]:
                raise InputError(f"{self.name}: the sizes of {axis!r} are {bound!r}; (least, most) from 1 up are right")
        return {axis: (bound[0], bound[1]) for axis, bound in bounds.items()}

    def _optimised(
        self, best: Mapping[str, Sort], witnesses: tuple[str, ...], sense: str, shape: str
    ) -> dict[str, Sort]:
        """The fields that are optimised inside a quantity, by name."""
        if sense not in ("largest", "smallest"):
            raise InputError(f"{self.name}: sense is {sense!r}; 'largest' or 'smallest' is right")
        if shape not in ("any", "affine", "quadratic"):
            raise InputError(f"{self.name}: shape is {shape!r}; 'any', 'affine' or 'quadratic' is right")
        for called, sort in best.items():
            if called in self.fields:
                raise InputError(f"{self.name}: {called!r} is a field; what is optimised has a name of its own")
            if not isinstance(sort, Sort):
                raise InputError(
                    f"{self.name}: best[{called!r}] is {sort!r:.60}; a sort of `contextures.sorts` is right"
                )
            for axis in sort.spaces:
                if isinstance(axis, str) and axis not in self.spaces:
                    raise InputError(f"{self.name}: best[{called!r}] runs over the space {axis!r}, which no field has")
        for called in witnesses:
            if called not in self.fields:
                known = ", ".join(self.fields)
                raise InputError(f"{self.name}: the witness {called!r} is no field; the fields are {known}")
        return {**{called: self.fields[called] for called in witnesses}, **best}


def hidden_spaces(domain: Domain, names: Iterable[str], needed: Iterable[str]) -> list[str]:
    """Return the spaces that some fields have no axis of, although they are needed, or are sets of their labels."""
    sorts, wanted = [domain.fields[name] for name in names], set(needed)
    shown = {axis for sort in sorts for axis in sort.axes}
    wanted |= {axis for sort in sorts for axis in sort.spaces if isinstance(axis, str)}
    return [axis for axis in domain.spaces if axis in wanted and axis not in shown]


def axis_length(axis: Axis, sizes: Mapping[str, int]) -> int | None:
    """Return the length of an axis at some sizes; None where it is free."""
    return axis if isinstance(axis, int) else None if axis is None else sizes[axis]


def _all_together(sizes: Mapping[str, int]) -> bool:
    return True


def _tex(name: str) -> str:
    return rf"\mathrm{{{name.replace('_', chr(92) + '_')}}}"
