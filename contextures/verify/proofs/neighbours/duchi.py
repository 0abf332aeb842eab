"""Proofs of section 7b.2: u = √(2ρ/n), s² the variance of the sample, b = z̄ − min z."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import Identity, proof

CAUCHY = "the inequality of Cauchy and Schwarz"
EQUALITY = "there is equality in it for proportional vectors only"
BERNSTEIN = "the empirical Bernstein inequality of Maurer and Pontil"
UNION = "the union bound"
SQUARE = "a square is not negative"

n, rho, s, b, u, t, M, K = sp.symbols("n rho s b u t M K", positive=True)


def above() -> Iterable[Identity]:
    """R_n − z̄ is the largest n⁻¹Σ(np_i − 1)(z_i − z̄), at most n⁻¹√(2ρ)·√(ns²)."""
    yield "n⁻¹√(2ρ)√(ns²) = √(2ρs²/n)", sp.sqrt(2 * rho) * sp.sqrt(n * s**2) / n - sp.sqrt(2 * rho * s**2 / n)


def below() -> Iterable[Identity]:
    """np_i = 1 + c(z_i − z̄) with c = min(u/s, 1/b) is in the ball, ½Σ(np_i − 1)² = ½c²ns² ≤ ρ, and has the mean
    z̄ + cs²: us more than z̄ where ub ≤ s, else s²/b, which exceeds us − bu²/4 by a square. bu²/4 = bρ/(2n), and
    b ≤ (1 − 1/n)M, as z̄ is at most the largest z_i less an n-th of the range."""
    yield "½c²ns² = ρ at c = u/s", (u / s) ** 2 * n * s**2 / 2 - n * u**2 / 2
    rest = s**2 / b - u * s + b * u**2 / 4
    yield "s²/b − us + bu²/4 = (s/√b − u√b/2)²", rest - (s / sp.sqrt(b) - u * sp.sqrt(b) / 2) ** 2
    yield "bu²/4 = bρ/(2n)", b * (2 * rho / n) / 4 - b * rho / (2 * n)


upper = proof("neighbours.duchi-variance", "upper", facts=(CAUCHY,))(above)
sharp = proof("neighbours.duchi-constant", "sample", "range", facts=(SQUARE,))(below)
lower = proof("neighbours.duchi-variance", "lower", facts=(SQUARE, "½(1 − 1/n) ≤ 2"))(below)


@proof("neighbours.duchi-constant", "attained")
def attained() -> Iterable[Identity]:
    """The even law on the n − 1 ones is in the ball of ρ = 2n/(n − 1), and no mean is larger than 1: R_n = 1."""
    outside = ((n - 1) * (n / (n - 1) - 1) ** 2 + 1) / 2
    yield "½Σ(np_i − 1)² = ρ/4", outside - 2 * n / (n - 1) / 4
    yield "1 − z̄ = 1/n", 1 - (n - 1) / n - 1 / n
    variance = (n - 1) / n**2
    yield "2ρs²/n = (2/n)²", 2 * (2 * n / (n - 1)) * variance / n - (2 / n) ** 2
    yield "s² = z̄(1 − z̄)", variance - ((n - 1) / n) * (1 - (n - 1) / n)


@proof("neighbours.duchi-exact", "if", "only-if", facts=(CAUCHY, EQUALITY))
def exactly() -> Iterable[Identity]:
    """Equality in the upper bound needs np_i − 1 = c(z_i − z̄) with ½c²ns² = ρ, c = u/s > 0, and then p ≥ 0 says that
    1 − cb ≥ 0, which is ub ≤ s; and where it holds this p is in the ball and has that mean."""
    yield from above()
    yield "½c²ns² = ρ at c = u/s", (u / s) ** 2 * n * s**2 / 2 - n * u**2 / 2
    yield "1 − (u/s)b = (s − ub)/s", 1 - u * b / s - (s - u * b) / s


@proof("neighbours.duchi-closed", "lower", "upper", "two-values", facts=(CAUCHY,))
def closed() -> Iterable[Identity]:
    """The law with c = min(u/s, 1/b) gives cs² = min(us, s²/b) more than z̄; no law gives more than us, by
    neighbours.duchi-variance, or than max z. For values 1 and 0 on shares m and 1 − m, s² = m(1 − m) and b = m, so that
    s²/b = 1 − m = max z − z̄, and values and units of another kind move all sides alike."""
    yield from above()
    yield from below()
    m = sp.Symbol("m", positive=True)
    yield "m(1 − m)/m = 1 − m", m * (1 - m) / m - (1 - m)


def certified() -> Iterable[Identity]:
    """For each f, with L = ln(2/δ) = t at δ = 2e^{−t}: E f ≤ z̄ + √(2Vt/n) + 7Mt/(3(n − 1)) but with probability δ.
    V = ns²/(n − 1), and ρ ≥ tn/(n − 1) makes the root at most √(2ρs²/n), which is at most R_n − z̄ +
    (1 − 1/n)Mρ/(2n) by neighbours.duchi-constant. K functions fail with probability 2Ke^{−t} at most."""
    yield "ln(2/δ) = t", sp.log(2 / (2 * sp.exp(-t))) - t
    yield "2Vt/n = 2ρs²/n at ρ = tn/(n − 1)", 2 * (n * s**2 / (n - 1)) * t / n - 2 * (t * n / (n - 1)) * s**2 / n
    yield from below()


lean = proof("neighbours.duchi-certificate-lean", "limit", facts=(BERNSTEIN, UNION, SQUARE))(certified)


@proof(
    "neighbours.duchi-certificate", "limit", facts=(BERNSTEIN, UNION, SQUARE, "n/(n − 1) ≤ 2 for n ≥ 2", "ln 12 > 2")
)
def printed() -> Iterable[Identity]:
    """At n = 1 the right side is at least 0 + 33Mt > M. From n = 2 on ρ ≥ 9t ≥ tn/(n − 1), so that
    neighbours.duchi-certificate-lean holds, and its additive terms are at most Mρ/(2n) + 14Mt/(3n) ≤ (55/54)Mρ/n, less
    than (11/3)Mρ/n; the probability 2Ke^{−t} is less than 2(3K + 1)e^{−t}."""
    yield from certified()
    yield "½ + (14/3)/9 = 55/54", sp.Rational(1, 2) + sp.Rational(14, 3) / 9 - sp.Rational(55, 54)
