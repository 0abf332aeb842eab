"""What a symbolic proof is: identities that the machine checks, the facts they rest on, and the scope they have."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any, TypeAlias

import sympy as sp

from contextures.theory.statement import Variant

Identity: TypeAlias = tuple[str, sp.Expr]
"""An identity as it reads, and its left side less its right side, which must vanish."""
Identities: TypeAlias = Callable[[], Iterable[Identity]]

WHOLE = "every instance"
"""The scope of a proof that covers a part as it stands: the identities and the named facts carry it."""
IN_WORDS = "every instance, but the argument is in words beside the identities"
"""The scope where the step from the identities to the claim is more than named facts and a line: *argued*."""


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
    identities : callable
        Returns pairs of an identity in words and its remainder, a SymPy expression; the proof holds if each is zero.
    scope : str
        For which instances it holds, in words.
    facts : tuple of str
        Textbook theorems that it uses beside the computation.
    """

    id: str
    variant: Variant
    parts: tuple[str, ...]
    identities: Identities = field(repr=False)
    scope: str = WHOLE
    facts: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether the scope is the parts as they stand and the machine carries them; only then are they *proved*."""
        return self.scope == WHOLE

    @property
    def argued(self) -> bool:
        """Whether the scope is the parts as they stand, but words carry them beside the identities."""
        return self.scope == IN_WORDS

    @property
    def how(self) -> str:
        """The argument, in words."""
        return " ".join((inspect.getdoc(self.identities) or "").split())

    @cached_property
    def holds(self) -> bool:
        """Whether every remainder is zero; computed once."""
        found = list(self.identities())
        return bool(found) and all(vanishes(remainder) for _, remainder in found)

    @cached_property
    def checked(self) -> tuple[str, ...]:
        """The identities that the machine checks, as they read."""
        return tuple(dict.fromkeys(text for text, _ in self.identities()))

    def record(self) -> dict[str, Any]:
        """Return what a verdict says about it."""
        return {
            "scope": self.scope,
            "whole": self.whole,
            "argued": self.argued,
            "how": self.how,
            "checked": list(self.checked),
            "facts": list(self.facts),
        }


def vanishes(expression: sp.Expr) -> bool:
    """Tell whether SymPy reduces an expression to zero; letters that do not commute are only expanded."""
    expanded = sp.expand(expression)
    if expanded == 0:
        return True
    return bool(expanded.is_commutative) and sp.simplify(expanded) == 0


def proof(
    id_: str, *parts: str, variant: Variant = "printed", scope: str = WHOLE, facts: tuple[str, ...] = ()
) -> Callable[[Identities], Proof]:
    """Make a proof of a function that returns identities; its docstring is the argument.

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

    def make(identities: Identities) -> Proof:
        return Proof(id_, variant, parts, identities, scope, facts)

    return make


def proved(*modules: ModuleType) -> tuple[Proof, ...]:
    """Collect the proofs of modules, in the order they are written."""
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Proof))
