"""Functions that the bounds of statistics speak of, as SymPy functions: named here, evaluated by `measure.special`.

They stay as they are written: SymPy neither rewrites nor evaluates them.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sympy as sp

__all__ = [
    "BetaQuantile",
    "BinaryKL",
    "BinomialCDF",
    "BinomialLower",
    "BinomialUpper",
    "KLFirst",
    "KLLower",
    "KLUpper",
    "NormalQuantile",
    "SharedAngle",
    "Xi",
    "bentkus_upper",
]


class Special(sp.Function):  # type: ignore[misc]
    """A real function that is typeset by a pattern in its arguments."""

    pattern: ClassVar[str]

    def _eval_is_extended_real(self) -> bool:
        return True

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        written = self.pattern % tuple(printer._print(argument) for argument in self.args)
        return written if exp is None else rf"\left({written}\right)^{{{exp}}}"


class BinaryKL(Special):
    """kl(q‖p) = q·ln(q/p) + (1−q)·ln((1−q)/(1−p)) in nats, 0·ln 0 = 0; ∞ where p ∈ {0, 1}, q ≠ p."""

    nargs = 2
    pattern = r"\mathrm{kl}(%s\|%s)"


class KLUpper(Special):
    """kl^{−1,+}(q, ε) = max{p ≤ 1: kl(q‖p) ≤ ε}."""

    nargs = 2
    pattern = r"\mathrm{kl}^{-1,+}\left(%s,%s\right)"


class KLLower(Special):
    """kl^{−1,−}(q, ε) = min{p ≥ 0: kl(q‖p) ≤ ε}."""

    nargs = 2
    pattern = r"\mathrm{kl}^{-1,-}\left(%s,%s\right)"


class KLFirst(Special):
    """min{q ≥ 0: kl(q‖p) ≤ ε}, arguments (p, ε)."""

    nargs = 2
    pattern = r"\min\{q:\mathrm{kl}(q\|%s)\le %s\}"


class BinomialCDF(Special):
    """P(Bin(n, p) ≤ k), arguments (k, n, p); k any real number."""

    nargs = 3
    pattern = r"F_\mathrm{Bin}\left(%s;%s,%s\right)"


class BinomialUpper(Special):
    """max{u ≤ 1: P(Bin(n, u) ≤ k) ≥ δ}, arguments (k, n, δ): the limit of Clopper and Pearson."""

    nargs = 3
    pattern = r"U_\mathrm{Bin}\left(%s;%s,%s\right)"


class BinomialLower(Special):
    """min{u ≥ 0: P(Bin(n, u) ≥ k) ≥ δ} = 1 − BinomialUpper(n − k, n, δ), arguments (k, n, δ)."""

    nargs = 3
    pattern = r"L_\mathrm{Bin}\left(%s;%s,%s\right)"


class BetaQuantile(Special):
    """The level-quantile of Beta(a, b), arguments (level, a, b): 0 where a = 0, 1 where b = 0."""

    nargs = 3
    pattern = r"B^{-1}_{%s}\left(%s,%s\right)"


class NormalQuantile(Special):
    """The quantile of the standard normal law."""

    nargs = 1
    pattern = r"\Phi^{-1}\left(%s\right)"


class SharedAngle(Special):
    """max over θ ≤ t of sin²(A+C), sin²A = θε/((1−θ)(1−ε)), tan²C = θ(t−θ)/(1−t); 1 from t = 1−ε on; of (t, ε)."""

    nargs = 2
    pattern = r"\sin^2_{\max}\left(%s,%s\right)"


class Xi(Special):
    """ξ(n) = Σ_k C(n, k)(k/n)^k(1 − k/n)^{n−k}, between √n and 2√n."""

    nargs = 1
    pattern = r"\xi(%s)"


def bentkus_upper(total: sp.Expr, n: sp.Expr, delta: sp.Expr) -> sp.Expr:
    """Return max{u ≤ 1: e·P(Bin(n, u) ≤ ⌈total⌉) ≥ δ}."""
    return BinomialUpper(sp.ceiling(total), n, delta * sp.exp(-1))
