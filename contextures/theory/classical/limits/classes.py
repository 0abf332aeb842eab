"""Limits of section 8.2: classes of functions."""

from __future__ import annotations

from collections.abc import Mapping

import sympy as sp

from contextures.theory.classical.limits.letters import LOSSES, PAIR, UNIT_MEAN, L, around, at_most
from contextures.theory.functions import BinomialCDF
from contextures.theory.inequality import Hypothesis
from contextures.theory.limit import Limit, Need, Side
from contextures.theory.symbols.classical import (
    M,
    beta,
    classes,
    d,
    delta,
    epsilon,
    growth,
    k,
    lambda_,
    mean,
    n,
    norm,
    rademacher,
    rho,
    sum_c2,
    t,
    vectors,
    weight,
)

DIMENSION = Hypothesis("dimension", d, "<=", n, "n ≥ d ≥ 1")
FIXED = (*LOSSES, Need.FIXED)


def _upper(terms: Mapping[str, sp.Expr], *given: Hypothesis, needs: tuple[Need, ...] = LOSSES) -> Limit:
    return Limit.of_terms(terms, given=(*UNIT_MEAN, *given), needs=needs)


def _stable(factor: int) -> Limit:
    spread = (2 * factor * n * beta + M) * sp.sqrt(L / (2 * n))
    given = (
        Hypothesis("mean-not-negative", 0, "<=", mean, "the mean of losses in [0, M]"),
        Hypothesis("mean-at-most-M", mean, "<=", M, "the mean of losses in [0, M]"),
    )
    return Limit.of_terms(
        {"mean": mean, "stability": factor * beta, "deviation": spread},
        of="risk",
        given=given if factor == 1 else (*given, PAIR),
        needs=LOSSES,
    )


finite = sp.log(2 * classes / delta) / (2 * n)
massart = norm * sp.sqrt(2 * sp.log(vectors)) / n
half = sp.sqrt(L / (2 * n))
compressed = k * sp.log(n / delta) / n
KEPT = Hypothesis("kept", 2 * k, "<=", n, "n ≥ 2k")
GENERALISES = "L(A(S)) − L_S(A(S)) in expectation"

LIMITS: Mapping[str, Mapping[str, Limit]] = {
    "classical.finite-class": {
        "one-sided": _upper({"mean": mean, "class": sp.sqrt(sp.log(classes / delta) / (2 * n))}, needs=FIXED),
        "two-sided": around(sp.sqrt(finite), needs=FIXED),
        "erm": Limit(2 * sp.sqrt(finite), of="L(ĥ) − min L", needs=FIXED),
        "occam": _upper({"mean": mean, "weight": sp.sqrt(sp.log(1 / (weight * delta)) / (2 * n))}, needs=FIXED),
    },
    "classical.realisable": {
        "": Limit(
            sp.ceiling(sp.log(classes / delta) / epsilon),
            Side.NUMBER,
            "n",
            given=(Hypothesis("epsilon", epsilon, "<", 1, "ε < 1"),),
            needs=(Need.INDEPENDENT, Need.BINARY, Need.FIXED),
        ),
    },
    "classical.massart": {"centred": at_most(massart, "R(A)"), "plain": at_most(massart, "R(A)")},
    "classical.massart-absolute": {
        "one": at_most(massart, "E max|Σσ_i a_i|/n"),
        "two": at_most(norm * sp.sqrt(2 * sp.log(2 * vectors)) / n, "E max|Σσ_i a_i|/n"),
    },
    "classical.rademacher-bound": {
        "expected": _upper({"mean": mean, "complexity": 2 * rademacher, "deviation": half}),
        "empirical": _upper(
            {"mean": mean, "complexity": 2 * rademacher, "deviation": 3 * sp.sqrt(sp.log(2 / delta) / (2 * n))}
        ),
        "symmetrisation": at_most(2 * rademacher, "E sup(Eg − average of g)", needs=LOSSES),
    },
    "classical.contraction": {"": at_most(rho * rademacher, "R(φ∘A)")},
    "classical.contraction-absolute": {
        "two": at_most(2 * rho * rademacher, "W(φ(A))"),
        "one": at_most(rho * rademacher, "W(φ(A))"),
    },
    "classical.vector-contraction": {"": at_most(sp.sqrt(2) * rho * rademacher, "E max Σσ_i h_i(t_i)")},
    "classical.sauer": {
        "sum": at_most(2**n * BinomialCDF(d, n, sp.Rational(1, 2)), "number of restrictions"),
        "power": at_most((sp.E * n / d) ** d, "number of restrictions", DIMENSION),
    },
    "classical.vc-bound": {
        "rademacher": _upper(
            {"mean": mean, "class": sp.sqrt(2 * d * sp.log(sp.E * n / d) / n), "deviation": half},
            DIMENSION,
            needs=(Need.INDEPENDENT, Need.BINARY),
        ),
        "growth": around(
            (4 + sp.sqrt(sp.log(growth))) / (delta * sp.sqrt(2 * n)), needs=(Need.INDEPENDENT, Need.BINARY)
        ),
        "vapnik": at_most(
            4 * growth * sp.exp(-n * epsilon**2 / 8), "P(max|L − L_S| > ε)", needs=(Need.INDEPENDENT, Need.BINARY)
        ),
    },
    "classical.mcdiarmid": {
        "tail": at_most(
            sp.exp(-2 * t**2 / sum_c2),
            "P(f − Ef ≥ t)",
            Hypothesis("changes", 0, "<", sum_c2),
            needs=(Need.INDEPENDENT,),
        ),
        "range": at_most(sum_c2 / 4, "Var f", needs=(Need.INDEPENDENT,)),
    },
    "classical.uniform-stability": {"replace": _stable(1), "remove": _stable(2)},
    "classical.regularised-erm": {
        "pointwise": at_most(2 * rho**2 / (lambda_ * n), "the change of a loss"),
        "expectation": at_most(2 * rho**2 / (lambda_ * n), GENERALISES, needs=(Need.INDEPENDENT,)),
    },
    "classical.compression": {
        "bound": _upper({"mean": mean, "slow": sp.sqrt(4 * compressed * mean), "fast": 8 * compressed}, KEPT),
        "consistent": Limit(8 * compressed, of="risk of a hypothesis without error", given=(KEPT,), needs=LOSSES),
        "held-out": _upper({"mean": mean, "slow": sp.sqrt(2 * mean * L / n), "fast": 4 * L / n}),
    },
}
