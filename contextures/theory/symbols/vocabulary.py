"""Vocabularies: name, meaning, range and TeX of every symbol of a chapter.

A symbol is either a *setting* (chosen: ``d``, ``epsilon``) or *measured* on an instance (``s[1]``, ``error``).
Names are ASCII, unique inside a vocabulary, and are the names used on the command line and in JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sympy as sp


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a symbol stands for.

    Attributes
    ----------
    name : str
        ASCII name.
    text : str
        What it is, in words.
    range : str
        Where its values lie.
    tex : str
        How it is typeset.
    """

    name: str
    text: str
    range: str
    tex: str


@dataclass(frozen=True)
class Vocabulary:
    """The symbols of one chapter; a later chapter starts from an earlier one and adds its own.

    Attributes
    ----------
    chapter : str
    meanings : dict of str to Meaning
    parent : Vocabulary or None
        The one it starts from.
    """

    chapter: str
    meanings: dict[str, Meaning] = field(default_factory=dict)
    parent: Vocabulary | None = None

    def extended(self, chapter: str) -> Vocabulary:
        """Return the vocabulary of a chapter that keeps every symbol of this one."""
        return Vocabulary(chapter, dict(self.meanings), self)

    def _add(self, name: str, text: str, range_: str, tex: str) -> None:
        if name in self.meanings:
            raise ValueError(f"symbol {name!r} has two meanings in chapter {self.chapter!r}")
        self.meanings[name] = Meaning(name, text, range_, tex)

    def integer(self, name: str, text: str, range_: str, tex: str | None = None) -> sp.Symbol:
        """Add a whole number: a size or an index."""
        self._add(name, text, range_, tex or name)
        return sp.Symbol(name, integer=True)

    def real(self, name: str, text: str, range_: str, tex: str) -> sp.Symbol:
        """Add a real number."""
        self._add(name, text, range_, tex)
        return sp.Symbol(name, real=True)

    def indexed(self, name: str, text: str, range_: str, tex: str) -> sp.IndexedBase:
        """Add a sequence of real numbers, zero beyond its last entry."""
        self._add(name, text, range_, tex)
        return sp.IndexedBase(name, real=True)

    def __getitem__(self, name: str) -> Meaning:
        return self.meanings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.meanings)
