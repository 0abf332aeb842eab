"""The record of a quantity, and the decorator that makes one of a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from contextures.measure.world import World


@dataclass(frozen=True)
class Quantity:
    """How a symbol is measured on a world.

    Attributes
    ----------
    name : str
        The symbol.
    measure : callable
        ``World -> scalar`` or, for an indexed symbol, ``World -> list of scalars``; a scalar is an array ``(B,)`` of
        floats or one exact number. One function serves both back ends.
    needs : tuple of str
        Fields of an instance it reads beside the main one.
    through : tuple of str
        Symbols of its domain that it is measured with, so that it reads their fields too.
    first : int
        Index of the first entry of an indexed symbol.
    cost : int
        About how many times dearer than a spectrum; the search plans with it.
    """

    name: str
    measure: Callable[[Any], Any]
    needs: tuple[str, ...] = ()
    through: tuple[str, ...] = ()
    first: int = 1
    cost: int = 1

    @property
    def method(self) -> str:
        """How it is measured, in words."""
        return inspect.getdoc(self.measure) or ""

    def __call__(self, world: World) -> Any:
        """Measure, once a world."""
        if self.name not in world.cache:
            world.cache[self.name] = self.measure(world)
        return world.cache[self.name]


def quantity(
    *needs: str, through: tuple[str, ...] = (), name: str = "", first: int = 1, cost: int = 1
) -> Callable[[Callable[[Any], Any]], Quantity]:
    """Make a quantity of a function; its name is the symbol unless given."""

    def make(measure: Callable[[Any], Any]) -> Quantity:
        return Quantity(name or measure.__name__, measure, needs, through, first, cost)

    return make


def measured(*modules: ModuleType) -> dict[str, Quantity]:
    """Collect the quantities of modules by name."""
    table: dict[str, Quantity] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Quantity) and table.setdefault(value.name, value) is not value:
                raise ValueError(f"two ways to measure {value.name}")
    return table
