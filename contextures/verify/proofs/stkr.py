"""Proofs of chapter 5 on kernels, in the coefficients u_i of a function in the eigenfunctions."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import proof


@proof("stkr.inverse-laplacian", "series", "rest", "norm", facts=("the spectral theorem for T_K",))
def inverse_laplacian() -> Iterable[sp.Expr]:
    """At p = 0 the rest is λ/(1−ηλ) itself; from p to p + 1 it loses the next term. ηλ_i ≤ ηλ_1 < 1. The norm in
    H_{K_s} of f = Σu_iψ_i in the range is Σu_i²/s(λ_i), term by term u_i²/λ_i − ηu_i²."""
    eta, lam, u = sp.symbols("eta lambda u", positive=True)
    p = sp.Symbol("p", integer=True, nonnegative=True)
    s = lam / (1 - eta * lam)
    yield s - (eta**p * lam ** (p + 1) / (1 - eta * lam)).subs(p, 0)
    following = eta ** (p + 1) * lam ** (p + 2) / (1 - eta * lam)
    yield eta**p * lam ** (p + 1) / (1 - eta * lam) - eta**p * lam ** (p + 1) - following
    yield u**2 / s - (u**2 / lam - eta * u**2)
