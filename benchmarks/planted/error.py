"""A true and tight bound of a declared domain, and the same bound with a small error in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy as sp

import contextures as cx


@dataclass(frozen=True)
class Planted:
    """An error planted in a true bound that is attained or approached by instances of its domain.

    Attributes
    ----------
    original, mutant : Statement
    error : str
        What is wrong, in words.
    """

    original: cx.Statement
    mutant: cx.Statement
    error: str


def planted(
    domain: cx.Domain,
    id_: str,
    text: str,
    lhs: sp.Expr,
    rhs: sp.Expr,
    *,
    less: str = "0",
    more: str = "0",
    instead: tuple[sp.Expr, sp.Expr] | None = None,
    error: str = "",
    given: Sequence[cx.Hypothesis] = (),
) -> Planted:
    """Make the bound lhs ≤ rhs, and plant an error.

    Parameters
    ----------
    domain : Domain
    id_ : str
        ``chapter.name``.
    text : str
        The bound in words.
    lhs, rhs : sympy.Expr
    less, more : str ``p/q``, optional
        The share that is taken off the right side, or added to the left one.
    instead : (sympy.Expr, sympy.Expr), optional
        The two sides with an error of another kind; ``error`` says which.
    given : sequence of Hypothesis, optional
    """
    wrong = instead or ((1 + sp.Rational(more)) * lhs, (1 - sp.Rational(less)) * rhs)
    told = error or (f"{less} less on the right" if less != "0" else f"{more} more on the left")
    claim = cx.Claim(text, f"{sp.latex(lhs)} \\le {sp.latex(rhs)}", (cx.Part("bound", lhs, "<=", rhs),), tuple(given))
    original = cx.Statement(
        id=id_, title=text, kind=cx.Kind.INEQUALITY, source=cx.Source("known"), domain=domain, printed=claim
    )
    mutant = replace(
        original, id=f"{id_}-wrong", printed=replace(claim, parts=(cx.Part("bound", wrong[0], "<=", wrong[1]),))
    )
    return Planted(original, mutant, told)
