"""How a declared domain is measured: its world, and its quantities held to one number an instance."""

from __future__ import annotations

from typing import Any, final
from weakref import WeakKeyDictionary

import numpy as np

from contextures.errors import InputError
from contextures.exact.arithmetic import Floats
from contextures.exact.arrays import ExactArray
from contextures.exact.numbers import NotCertifiable, UndefinedError
from contextures.measure.draws import draw
from contextures.measure.encoding import as_floats
from contextures.measure.quantities.registry import Quantity
from contextures.measure.suprema.declared import optimum
from contextures.measure.worlds.declared.world import DeclaredWorld
from contextures.theory.domain import Declared, Domain, axis_length
from contextures.theory.sorts import Labels

_WORLDS: WeakKeyDictionary[Domain, type[DeclaredWorld]] = WeakKeyDictionary()
_READ: WeakKeyDictionary[Declared, tuple[str, ...]] = WeakKeyDictionary()


def world_of(domain: Domain) -> type[DeclaredWorld]:
    """Return the kind of world that instances of a domain are seen in."""
    if domain not in _WORLDS:
        own = {
            "title": domain.name,
            "shared": domain.shared,
            "bounds": dict(domain.bounds),
            "main": next(iter(domain.fields)),
            "sorts": dict(domain.fields),
        }
        _WORLDS[domain] = type("DeclaredWorld", (DeclaredWorld,), own)
    return _WORLDS[domain]


def quantities_of(domain: Domain) -> dict[str, Quantity]:
    """Return the quantities of a domain by name."""
    found = {}
    for name, declared in domain.quantities.items():
        reading = Reading(domain, declared)
        found[name] = Quantity(name, reading, needs=_fields_read(domain, reading))
    return found


def _fields_read(domain: Domain, reading: Reading) -> tuple[str, ...]:
    """The fields that a quantity reads and the spaces whose size it asks for, as seen on a few instances."""
    if (known := _READ.get(reading.declared)) is not None:
        return known
    rng, seen = np.random.default_rng(0), set[str]()
    for end in (0, 1):
        sizes = {axis: bounds[0 if axis in domain.shared else end] for axis, bounds in domain.bounds.items()}
        fields = {}
        for name, sort in domain.fields.items():
            shape = tuple(length for axis in sort.axes if (length := axis_length(axis, sizes)) is not None)
            into = axis_length(sort.into, sizes) if isinstance(sort, Labels) else None
            whole, unit = draw(sort, rng, "dense", 3, shape, into)
            fields[name] = as_floats(sort, whole, unit)
        world = world_of(domain)(fields, sizes, Floats())
        try:
            reading(world)
        except (ArithmeticError, InputError):
            return (*domain.fields, *domain.spaces)
        seen |= world.seen
    seen -= set(reading.declared.best.fields if reading.declared.best is not None else ())
    _READ[reading.declared] = tuple(name for name in (*domain.fields, *domain.spaces) if name in seen)
    return _READ[reading.declared]


@final
class Reading:
    """Measures a quantity of a declared domain, and says what is wrong with a function that gives no number.

    Parameters
    ----------
    domain : Domain
    declared : Declared
    """

    def __init__(self, domain: Domain, declared: Declared) -> None:
        self.domain, self.declared = domain, declared
        self.__doc__ = declared.text or "By its function."

    def __call__(self, world: DeclaredWorld) -> Any:
        """Return (B,) floats, or one exact number."""
        if self.declared.best is not None:
            return optimum(world, self.declared.name, self.declared.best, self._value)
        return self._value(world)

    def _value(self, world: DeclaredWorld) -> Any:
        try:
            with np.errstate(all="ignore"):
                found = self.declared.function(world)
        except (InputError, NotCertifiable, UndefinedError, KeyboardInterrupt):
            raise
        except Exception as error:
            raise self._wrong(f"raises {type(error).__name__}: {error}", world) from error
        return self._exact(found, world) if world.exact else self._floats(found, world)

    def _floats(self, found: Any, world: DeclaredWorld) -> Any:
        try:
            value = np.asarray(found, dtype=float if found is not None else int)  # NumPy makes NaN of None
        except (TypeError, ValueError):
            raise self._wrong(f"returns {found!r:.60}, which is no number", world) from None
        if value.shape not in ((), (world.count,)):
            right = f"({world.count},), one number an instance, is right"
            raise self._wrong(f"returns an array of shape {value.shape}; {right}", world)
        return np.broadcast_to(value, (world.count,))

    def _exact(self, found: Any, world: DeclaredWorld) -> Any:
        if np.shape(found):
            raise self._wrong(f"returns an array of shape {np.shape(found)}; (), one number, is right", world)
        try:
            return ExactArray(found).item()
        except TypeError as error:
            raise self._wrong(f"returns {error}", world) from None

    def _wrong(self, what: str, world: DeclaredWorld) -> InputError:
        end = "exact numbers" if world.exact else "floats"
        return InputError(f"{self.domain.name}: the quantity {self.declared.name!r} {what} (in {end})")
