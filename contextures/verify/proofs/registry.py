"""What a symbolic proof is: expressions that must vanish, the facts they rest on, and the scope they have."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any

import sympy as sp

from contextures.theory.statement import Variant

Remainders = Callable[[], Iterable[sp.Expr]]

WHOLE = "every instance"
"""The scope of a proof that covers a part as it stands."""


@dataclass(frozen=True)
class Proof:
    """A proof of some parts of one form of a statement.

    Attributes
    ----------
    id : str
        The statement.
    variant : {"printed", "corrected"}
    parts : tuple of str
        The parts it speaks of.
    remainders : callable
        Returns SymPy expressions; the proof holds if each of them is zero.
    scope : str
        For which instances it holds, in words.
    facts : tuple of str
        Textbook theorems that it uses beside the computation.
    """

    id: str
    variant: Variant
    parts: tuple[str, ...]
    remainders: Remainders = field(repr=False)
    scope: str = WHOLE
    facts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the scope is the parts as they stand; only then are they *proved*."""
        return self.scope == WHOLE

    @property
    def how(self) -> str:
        """The argument, in words."""
        return " ".join((inspect.getdoc(self.remainders) or "").split())

    @cached_property
    def holds(self) -> bool:
        """Whether every remainder is zero; computed once."""
        found = list(self.remainders())
        return bool(found) and all(vanishes(expression) for expression in found)

    def record(self) -> dict[str, Any]:
        """Return what a verdict says about it."""
        return {"scope": self.scope, "whole": self.whole, "how": self.how, "facts": list(self.facts)}


def vanishes(expression: sp.Expr) -> bool:
    """Tell whether SymPy reduces an expression to zero; letters that do not commute are only expanded."""
    expanded = sp.expand(expression)
    if expanded == 0:
        return True
    return bool(expanded.is_commutative) and sp.simplify(expanded) == 0


def proof(
    id_: str, *parts: str, variant: Variant = "printed", scope: str = WHOLE, facts: tuple[str, ...] = ()
) -> Callable[[Remainders], Proof]:
    """Make a proof of a function that returns what must vanish; its docstring is the argument.

    Parameters
    ----------
    id_ : str
        The statement.
    *parts : str
        The parts that are proved.
    variant : {"printed", "corrected"}, optional
    scope : str, optional
        For which instances; ``WHOLE`` unless the proof covers less than the parts say.
    facts : tuple of str, optional
        Textbook theorems that it uses.
    """

    def make(remainders: Remainders) -> Proof:
        return Proof(id_, variant, parts, remainders, scope, facts)

    return make


def proved(*modules: ModuleType) -> tuple[Proof, ...]:
    """Collect the proofs of modules, in the order they are written."""
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Proof))
