"""Proofs of section 7.3, `gauss`: the alignment is the squared length of T f, component by component."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.verify.proofs.registry import Identity, proof

SVD = "the singular value decomposition"
TRACE = "von Neumann's trace inequality"
CHAIN = "KL is not negative"

s, m2 = sp.symbols("s_1^2 m2")


def split() -> Identity:
    """A component in one singular direction: its mean and the coefficient of ν_i."""
    mean, coefficient, value = sp.symbols("m c s_i")
    return "E(E[f|X_0])² of f = m + cν_i is m² + s_i²c²", (mean**2 + value**2 * coefficient**2) - mean**2 - (
        value * coefficient
    ) ** 2


@proof("neighbours.gauss-hgr", "equal", "every", "nonnegative", "at-most-one", facts=(SVD, "the law of total variance"))
def hgr() -> Iterable[Identity]:
    """E[g|X_0] = Tg, and the largest ‖Tg‖²/‖g‖² over g of mean 0 is s_1²; Var E[g|X_0] ≤ Var g."""
    yield split()


@proof("neighbours.gauss-alignment", "bound", facts=(SVD,))
def alignment() -> Iterable[Identity]:
    """E u·v = Σ_j‖Tf_j‖² as the views are independent given X_0: ‖m‖² + Σ_j‖Tf̃_j‖² ≤ ‖m‖² + s_1²Σ_j‖f̃_j‖², and
    Σ_j‖f̃_j‖² = 1 − ‖m‖²."""
    yield split()
    yield "m² + s(1 − m²) = s + (1 − s)m²", m2 + s * (1 - m2) - (s + (1 - s) * m2)


@proof("neighbours.gauss-alignment-centred", "bound", facts=("neighbours.gauss-alignment",))
def centred() -> Iterable[Identity]:
    """The bound at m = 0."""
    yield "s + (1 − s)·0 = s", (s + (1 - s) * m2).subs(m2, 0) - s


@proof("neighbours.gauss-alignment-attained", "gap", facts=("neighbours.gauss-spectral",))
def gap() -> Iterable[Identity]:
    """Σs_i²λ_i(Cov u) ≤ s_1²λ_1 + s_2²(1 − ‖m‖² − λ_1)."""
    second, top = sp.symbols("s_2^2 lambda_1")
    rest = s + (1 - s) * m2 - (s - second) * (1 - m2 - top)
    yield "m² + s_1²λ_1 + s_2²(1 − m² − λ_1)", m2 + s * top + second * (1 - m2 - top) - rest


@proof("neighbours.gauss-alignment-attained", "two", facts=(SVD, "a quadratic has at most two roots"))
def attained() -> Iterable[Identity]:
    """Equality needs every f̃_j in the eigenspace of s_1², the multiples of ν_1: f(a) = m + wν_1(a) lies on a line, of
    which the sphere has two points at most, and f is not constant."""
    t, along, length = sp.symbols("t mw w2")
    at = m2 + 2 * t * along + t**2 * length - 1
    yield "‖m + tw‖² − 1 is a quadratic in t", sp.diff(at, t, 3)


@proof("neighbours.gauss-floor", "bound", facts=("a variance is not negative",))
def floor() -> Iterable[Identity]:
    """E u·v = E‖E[f|X_0]‖², and the mean of E[f|X_0] is m."""
    yield split()


@proof("neighbours.gauss-isotropic", "bound", "level", facts=(SVD, "Ky Fan's theorem"))
def isotropic() -> Iterable[Identity]:
    """√d·f_j are orthonormal functions of mean 0, so that Σ_j‖T√d f_j‖² ≤ s_1² + … + s_d². Where the mean of these is
    s_1², all of them are."""
    d, first, last = sp.symbols("d s_1 s_d", positive=True)
    yield "d components of variance 1/d", d * (1 / d) - 1
    yield "s_1² less the mean, one term", (d * first**2 - ((d - 1) * first**2 + last**2)) - (first**2 - last**2)


@proof("neighbours.gauss-spectral", "bound", "sharper", facts=(SVD, TRACE))
def spectral() -> Iterable[Identity]:
    """Σ_j‖Tf̃_j‖² is the trace of T*T times Σ_jf̃_j⊗f̃_j, whose eigenvalues are those of Cov u; these sum to 1 − ‖m‖², and
    each s_i² is at most s_1²."""
    yield split()
    yield "m² + s(1 − m²) = s + (1 − s)m²", m2 + s * (1 - m2) - (s + (1 - s) * m2)


@proof("neighbours.gauss-radial", "bound", "equality", facts=(CHAIN,))
def radial() -> Iterable[Identity]:
    """KL(ρ‖γ) = KL(μ‖σ) + Σμ(u)KL(κ(·|u)‖ξ(·|u)), and the last sum is 0 where κ = ξ."""
    p, q, x, y = sp.symbols("mu sigma kappa xi", positive=True)
    terms = sp.log(p) - sp.log(q) + sp.log(x) - sp.log(y)
    yield "log(μκ/(σξ)) = log(μ/σ) + log(κ/ξ)", sp.expand_log(sp.log(p * x) - sp.log(q * y)) - terms
