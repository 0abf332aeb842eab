"""Proofs of section 7.5, `difficult`: quotients of affine functions, and the symmetries of the classes."""

from __future__ import annotations

from collections.abc import Iterable

import sympy as sp

from contextures.theory.neighbours.difficult.bounds import LEFT, PRINTED
from contextures.theory.neighbours.difficult.classes import (
    a,
    alpha,
    at,
    beta,
    c_0,
    c_1,
    c_2,
    gamma,
    higher,
    n,
    n_d,
    p,
    q_3,
    q_4,
    q_5,
    r,
    t,
)
from contextures.theory.neighbours.difficult.remedies import LEAST, MARGIN, MOST, SHARE, TEMPERATURE
from contextures.theory.neighbours.difficult.spectrum import CONTRAST
from contextures.verify.proofs.registry import IN_WORDS, Identity, proof

SIGN = n * p - (n_d - 1) * a
LARGER = "4δ/(1−q) + 8δ grows with q < 1"
SYMMETRY = "the symmetries of the classes block-diagonalise Ā"


def cleared(remainder: sp.Expr) -> sp.Expr:
    """The numerator of a remainder over its common denominator, which is not zero."""
    return sp.numer(sp.together(remainder))


@proof("neighbours.difficult-factorisation", "shares", "plain", facts=("F_xᵀF_x′ = √(w_xw_x′)·f(x)ᵀf(x′)",))
def factorised() -> Iterable[Identity]:
    """Entry by entry, with i the inner product f(x)ᵀf(x′)."""
    weight, pair, i = sp.symbols("w w_xw_y i", positive=True)
    yield (
        "(w/√v − √v·i)² = w²/v − 2wi + vi²",
        pair * (weight / pair - i) ** 2 - (weight**2 / pair - 2 * weight * i + pair * i**2),
    )


@proof("neighbours.difficult-larger", "if", "only-if", variant="corrected", facts=(LARGER,))
def larger() -> Iterable[Identity]:
    """All factors but n(α+rβ) − (n_d−1)(1−α) are positive."""
    yield "q_4 − q_3 = rt(np − (n_d−1)a)/(c_1c_2)", cleared(q_4 - q_3 - r * t * SIGN / (c_1 * c_2))


@proof("neighbours.difficult-harder", "if", "only-if", variant="corrected", facts=(LARGER,))
def harder() -> Iterable[Identity]:
    """All factors but n(α+rβ) − (n_d−1)(1−α) are positive."""
    grown = r * (higher - gamma) * SIGN / (c_1 * at(c_1, higher))
    yield "q_4(γ′) − q_4(γ) = r(γ′−γ)(np − (n_d−1)a)/(c_1c_1′)", cleared(at(q_4, higher) - q_4 - grown)


@proof("neighbours.difficult-reduces", "same")
def reduces() -> Iterable[Identity]:
    """The ratios are the same."""
    yield "q_4 = q_3 at γ = β", cleared(at(q_4, beta) - q_3)


def removed() -> Identity:
    """The difference of the ratios, over positive denominators."""
    sign = r * t * LEFT - n_d * a * p
    return "(q_4 − q_5)·c_1·(a + (n−n_d)p) = rt·[…] − n_d·a·p", cleared((q_4 - q_5) * c_1 * (a + (n - n_d) * p) - sign)


def solved() -> Identity:
    """The condition of the corollary, over a positive denominator."""
    sign = r * t * LEFT - n_d * a * p
    return "the printed condition, times its denominator", cleared((t - PRINTED) * r * (a + (n - n_d) * p) - sign)


@proof("neighbours.difficult-removal", "better", facts=(LARGER,))
def removal() -> Iterable[Identity]:
    """The printed condition says that q_4 − q_5 is positive."""
    yield removed()
    yield solved()


@proof("neighbours.difficult-removal-exact", "if", "only-if", "corollary-only-if", facts=(LARGER,))
def removal_exact() -> Iterable[Identity]:
    """q_4 − q_5 has the sign of rt·[(n−n_d)p − (n_d−1)a] − n_d·a·p, which is that of the printed condition."""
    yield removed()
    yield solved()


@proof(
    "neighbours.difficult-removal-when", "hard-if", "hard-only-if", "few-if", "few-only-if", variant="corrected",
    facts=(LARGER,),
)  # fmt: skip
def removal_when() -> Iterable[Identity]:
    """The sign of q_4 − q_5 at γ = α, and at n_d = 1."""
    name, remainder = removed()
    yield name, remainder
    yield "at γ = α, t is α − β", at(t, alpha) - (alpha - beta)
    one = (r * t * LEFT - n_d * a * p).xreplace({n_d: sp.Integer(1)})
    yield "at n_d = 1 the sign is that of r(n−1)t − a", one - p * (r * (n - 1) * t - a)


@proof("neighbours.difficult-margin-entry", "entry")
def margin_entry() -> Iterable[Identity]:
    """γc_2 − βc_1 = (γ−β)c_0."""
    yield "γ/c_1 − c_1m = β/c_2", cleared(gamma / c_1 - c_1 * MARGIN - beta / c_2)


def positive() -> Iterable[Identity]:
    """c_0 is a sum of terms ≥ 0 of which nα is positive; c_1, c_2 and γ−β are positive."""
    yield "c_0 = (1−α) + nα + (n−n_d)rβ", c_0 - (a + n * alpha + (n - n_d) * r * beta)


margin_positive = proof("neighbours.difficult-margin-sign", "positive")(positive)
margin_positive_corrected = proof("neighbours.difficult-margin-sign", "positive", variant="corrected")(positive)


@proof("neighbours.difficult-margin-sign", "increasing-if", "increasing-only-if", variant="corrected")
def margin_grows() -> Iterable[Identity]:
    """m is t/(c_2 + xt)² times c_0/c_2, and all factors of the difference but c_2² − x²tu are positive."""
    c, x, gap, wider = sp.symbols("c_2 x t u", positive=True)
    yield "c_1 = c_2 + xt with x = n_dr", c_1 - (c_2 + n_d * r * t)
    grown = (wider - gap) * (c**2 - x**2 * gap * wider) / ((c + x * gap) ** 2 * (c + x * wider) ** 2)
    yield "u/(c_2+xu)² − t/(c_2+xt)², factored", wider / (c + x * wider) ** 2 - gap / (c + x * gap) ** 2 - grown


@proof("neighbours.difficult-temperature-entry", "entry", "below-one")
def temperature() -> Iterable[Identity]:
    """1 − τ is a product of positive numbers."""
    yield "τγ/c_1 = β/c_2", cleared(TEMPERATURE * gamma / c_1 - beta / c_2)
    yield "1 − τ = (γ−β)c_0/(γc_2)", cleared(1 - TEMPERATURE - t * c_0 / (gamma * c_2))


@proof("neighbours.difficult-temperature-order", "smaller")
def temperature_order() -> Iterable[Identity]:
    """τ(γ) − τ(γ′) is a product of positive numbers."""
    fallen = beta * c_0 * (higher - gamma) / (c_2 * gamma * higher)
    yield "τ(γ) − τ(γ′) = βc_0(γ′−γ)/(c_2γγ′)", cleared(TEMPERATURE - at(TEMPERATURE, higher) - fallen)


@proof("neighbours.difficult-temperature-threshold", "if", "only-if", variant="corrected")
def threshold() -> Iterable[Identity]:
    """(4) − (11) has the sign of the right side less the left one."""
    factor = 1 - SHARE + (gamma / beta) ** 2 * SHARE
    below = 1 / (1 - q_4) - factor / (1 - q_3)
    scale = t * c_2 / (n * p * c_2 * n**2 * beta**2 * (n * p + (n_d - 1) * r * t))
    yield "1/(1−q_4) − […]/(1−q_3), factored", cleared(below - (MOST - LEAST) * scale)


def without() -> Iterable[Identity]:
    """All row sums are c_2, and the similarity matrix is (1−α) + (α−β)·(same class) + β·(all): c_2 once, (1−α) + n(α−β)
    r times, 1−α on the rest, in this order as α > β."""
    yield "(1−α) + n(α−β) + (r+1)nβ = c_2", a + n * (alpha - beta) + (r + 1) * n * beta - c_2


eigenvalue_without = proof("neighbours.difficult-eigenvalue-without", "value", facts=(SYMMETRY,))(without)
eigenvalue_any = proof(
    "neighbours.difficult-eigenvalue-norange", "value", "below", variant="corrected", facts=(SYMMETRY,)
)(without)


def rows() -> Iterable[Identity]:
    """One pair with itself, n−1 of the class, and r classes of n_d difficult and n−n_d easy points."""
    own = 1 + (n - 1) * alpha
    yield "difficult: c_1", own + r * (n_d * gamma + (n - n_d) * beta) - c_1
    yield "easy: c_2", own + r * n * beta - c_2


row_sums = proof("neighbours.difficult-eigenvalue-with", "difficult-rows", "easy-rows")(rows)
row_sums_corrected = proof(
    "neighbours.difficult-eigenvalue-with", "difficult-rows", "easy-rows", variant="corrected"
)(rows)  # fmt: skip


@proof(
    "neighbours.difficult-eigenvalue-with",
    "first",
    "later",
    "printed-first",
    "printed-later",
    variant="corrected",
    scope=IN_WORDS,
    facts=(SYMMETRY,),
)
def eigenvalues() -> Iterable[Identity]:
    """Ā has the eigenvalues 1 and λ (functions of difficult and easy that all classes share, a 2×2 block), those of a
    2×2 block S r times each (such functions that sum to zero over the classes), (1−α)/c_1 and (1−α)/c_2 (functions
    that sum to zero on the difficult, or the easy, points of a class). As det(S − q_3) < 0, one eigenvalue of S is
    above q_3 and one below; (1−α)/c_1 is below q_3. So at most 1, λ and r others exceed q_3: `later`; and at most r + 1
    eigenvalues exceed λ, which is above q_3: `first`."""
    shared = sp.Matrix(
        [
            [(a + (alpha + r * gamma) * n_d) / c_1, p * (n - n_d) / c_1],
            [p * n_d / c_2, (a + p * (n - n_d)) / c_2],
        ]
    )
    yield "the block of functions that all classes share has the eigenvalue 1", cleared((shared - sp.eye(2)).det())
    yield "and λ", cleared(shared.trace() - 1 - CONTRAST)
    apart = sp.Matrix(
        [
            [(a + (alpha - gamma) * n_d) / c_1, (alpha - beta) * (n - n_d) / c_1],
            [(alpha - beta) * n_d / c_2, (a + (alpha - beta) * (n - n_d)) / c_2],
        ]
    )
    below = n_d * t * (alpha - beta) * (n - n_d) * (a * r + c_2) / (c_1 * c_2**2)
    yield "det(S − q_3) < 0", cleared((apart - q_3 * sp.eye(2)).det() + below)
    few = n_d * p - (n_d - 1) * (a + (n - n_d) * p)
    yield "q_4 − λ = rt(n_dp − (n_d−1)(a + (n−n_d)p))/(c_1c_2)", cleared(q_4 - CONTRAST - r * t * few / (c_1 * c_2))
    yield "q_4 − q_3 = rt(np − (n_d−1)a)/(c_1c_2)", cleared(q_4 - q_3 - r * t * SIGN / (c_1 * c_2))
    yield (
        "λ − q_3 = n_dr(γ−β)(n−n_d)(α+rβ)/(c_1c_2)",
        cleared(CONTRAST - q_3 - n_d * r * t * (n - n_d) * p / (c_1 * c_2)),
    )
