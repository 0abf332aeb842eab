"""What is known where a bound is computed: values by name, sequences, and what a context supplies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
import sympy as sp
from flint import fmpq

from contextures.bounds.settings import ENTRY, NEXT, Value, is_array, listed
from contextures.errors import InputError
from contextures.exact import numbers
from contextures.exact.numbers import Exact

DIMENSION = "d"
"""The size that the suffix ``next`` refers to: the entry d + 1."""


class MissingSettings(InputError):
    """Settings that a formula needs were not given; ``names`` says which."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(f"missing: {listed(sorted(names))}")
        self.names = names


@dataclass(frozen=True)
class Settings:
    """Values by name, each a rational, a ball or an array; arrays broadcast together.

    Attributes
    ----------
    values : mapping of str to value
    sequences : mapping of str to list
        Sequences that are known as a whole, by name: their entries from the first index, zero beyond the last one.
    firsts : mapping of str to int
        Index of the first entry, where it is not 1.
    supply : Supply or None
        Where further values come from: a context.
    """

    values: Mapping[str, Value]
    sequences: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    firsts: Mapping[str, int] = field(default_factory=dict)
    supply: Supply | None = None

    @property
    def sizes(self) -> dict[str, int]:
        """The settings that are whole numbers."""
        return {name: int(v.p) for name, v in self.values.items() if isinstance(v, fmpq) and v.q == 1}

    def having(self, **values: Value) -> Settings:
        """Return the settings with some of them changed."""
        return replace(self, values={**self.values, **values})

    def follows(self, base: str) -> bool:
        """Tell whether the entry d + 1 of a sequence is known by that name."""
        return f"{base}_{NEXT}" in self.values or (base in self.sequences and DIMENSION in self.values)

    def __getitem__(self, name: str) -> Value | None:
        """Return a value; None where it is not known."""
        if name in self.values:
            return self.values[name]
        entry = ENTRY.fullmatch(name)
        if entry and entry["base"] in self.sequences:
            return self._entry(entry["base"], entry["index"])
        return self.supply.value(name, self.values.get(DIMENSION)) if self.supply else None

    def _entry(self, base: str, index: str) -> Value | None:
        entries, first = self.sequences[base], self.firsts.get(base, 1)
        if index != NEXT:
            position = int(index) - first
            return entries[position] if position < len(entries) else fmpq(0)
        d = self.values.get(DIMENSION)
        if d is None:
            return None
        if not is_array(d):
            return self._entry(base, str(int(d.p) + 1))
        padded = np.array([*map(to_float, entries), 0.0])
        return padded[np.minimum(d.astype(int) + 1 - first, len(entries))]

    def at(self, expression: sp.Expr) -> dict[str, Value]:
        """Return the values of the symbols of an unrolled expression; MissingSettings where one is not known."""
        known = {str(symbol): self[str(symbol)] for symbol in expression.free_symbols}
        absent = frozenset(name for name, value in known.items() if value is None)
        if absent:
            raise MissingSettings(absent)
        return known


class Supply(Protocol):
    """What supplies settings that were not given."""

    def value(self, name: str, d: Value | None) -> Value | None:
        """Return the value of a setting for a dimension; None where it is none of its."""


def to_float(value: Any) -> float:
    """Return the nearest float of an exact number, as far as its enclosure tells."""
    if isinstance(value, fmpq):
        return int(value.p) / int(value.q)
    return float(value) if isinstance(value, float) else float(numbers.ball(value).mid())


def exact_text(value: Exact) -> str | None:
    """Write a rational value as ``p/q``; None for any other."""
    return str(value) if isinstance(value, fmpq) else None
