"""The matrices of a finite context as letters that do not commute: every identity in them holds for all sizes.

``X`` and ``A`` are the diagonal matrices of the marginals, ``P`` the joint law, ``T = X⁻¹P`` and ``T_star = A⁻¹Pᵀ``.
The singular value decomposition is ``P = H·U·S·Vᵀ·K`` with ``H² = X``, ``K² = A`` and orthogonal ``U`` and ``V``.
"""

from __future__ import annotations

import sympy as sp


def letters(names: str) -> tuple[sp.Symbol, ...]:
    """Return matrices of any size."""
    return tuple(sp.symbols(names, commutative=False))


X, A, P, Pt, H, K, U, Ut, V, Vt, S, St = letters("X A P Pt H K U Ut V Vt S St")
Phi, Phit, Psi, Psit, G, Gt = letters("Phi Phit Psi Psit G Gt")

T, T_star = X**-1 * P, A**-1 * Pt


def through_svd(expression: sp.Expr) -> sp.Expr:
    """Write an expression in the decomposition, and cancel what is orthogonal."""
    spelled = expression.subs({P: H * U * S * Vt * K, Pt: K * V * St * Ut * H, X: H**2, A: K**2})
    expanded = sp.expand(spelled)
    for product in (Ut * U, Vt * V, U * Ut, V * Vt):
        expanded = sp.expand(expanded.subs(product, 1))
    return expanded
