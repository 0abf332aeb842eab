"""Proofs of section 7b.3, `tosh`, in projections of L²(X, Z): P = E[·|X] and Q = E[·|Z]."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.letters import letters
from contextures.verify.proofs.registry import Identity, proof

CONTRACTION = "a projection lengthens no function"
NORM = "an operator and its adjoint have one norm"

P, Q = letters("P Q")


def projected(expression: sp.Expr) -> sp.Expr:
    """Use P² = P and Q² = Q."""
    return sp.expand(sp.expand(expression).subs({P**2: P, Q**2: Q}))


def split() -> Identity:
    """The error, with g = E[Y|X,Z]: (PQ − 1)g is P(Q − 1)g, a function of X, and (P − 1)g, orthogonal to it."""
    error, views = (Q * P - 1) * (P * Q - 1), (P - 1) * (P - 1) + (Q - 1) * P * P * (Q - 1)
    return "(PQ − 1)*(PQ − 1) = (P − 1)² + (P(Q − 1))*P(Q − 1)", projected(error - views)


@proof("neighbours.tosh-orthogonal", "sum", facts=(CONTRACTION,))
def orthogonal() -> Iterable[Identity]:
    """With g = E[Y|X,Z], μ = PQg and ε_X = ‖(P − 1)g‖², the error is ε_X + ‖P(Q − 1)g‖² ≤ ε_X + ‖(Q − 1)g‖²."""
    yield split()


@proof("neighbours.tosh-orthogonal", "spectral", facts=(NORM,))
def spectral() -> Iterable[Identity]:
    """(Q − 1)g is orthogonal to the functions of Z, so that ‖P(Q − 1)g‖² ≤ ‖P(1 − Q)‖²·ε_Z, and ‖P(1 − Q)‖² =
    ‖(1 − Q)P‖² is the largest ‖f‖² − ‖Qf‖² over unit functions f of X: 0 for constants, 1 − s² at most for mean 0."""
    yield split()
    yield "P(1 − Q)(1 − Q)P = P − PQP", projected(P * (1 - Q) * (1 - Q) * P - P + P * Q * P)
    yield "(1 − Q)(1 − Q) = 1 − Q", projected((1 - Q) * (1 - Q) - (1 - Q))


@proof("neighbours.tosh-redundancy", "bound", facts=(CONTRACTION, "2√(ε_Xε_Z) ≥ 0"))
def redundancy() -> Iterable[Identity]:
    """The error is ε_X + ‖P(Q − 1)g‖² ≤ ε_X + ε_Z already, without the cross term."""
    yield split()
