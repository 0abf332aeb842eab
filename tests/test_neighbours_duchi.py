"""Section 7b.2: what the search finds, planted errors, and second routes to the robust mean and to the limits."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from itertools import product
from math import log, prod, sqrt
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures.exact.arithmetic import Floats
from contextures.measure.domain import domain_of
from contextures.theory.neighbours import duchi
from contextures.theory.neighbours.duchi import certificate, variance
from contextures.theory.statement import Statement
from contextures.verify.proofs import proofs_of
from contextures.verify.search.agreement import disagreement
from contextures.verify.search.search import search_chunks
from tests.searching import find

STATEMENTS = duchi.STATEMENTS


@pytest.mark.parametrize("statement", STATEMENTS, ids=[s.id for s in STATEMENTS])
def test_nothing_falls_and_all_but_the_oracle_inequality_is_proved(statement: Statement) -> None:
    found = find(statement, "printed", 2)
    assert not found.fallen
    proved = {name for name, proof in proofs_of(statement, "printed").items() if proof.whole}
    assert proved == (set() if statement is certificate.ORACLE_INEQUALITY else found.tallies.keys())


@pytest.mark.parametrize("statement", STATEMENTS, ids=[s.id for s in STATEMENTS])
def test_the_back_ends_agree(statement: Statement) -> None:
    assert disagreement(statement) == ""


def falls(statement: Statement, part: str, **changed: Any) -> bool:
    """Whether a part with a change is refuted."""
    claim = statement.printed
    planted = dataclasses.replace(claim.part(part), **changed)
    tallies = search_chunks(dataclasses.replace(statement, printed=claim.alone(planted)), "printed", 0, range(3))
    return bool(tallies[part].refuters)


def test_planted_errors_fall() -> None:
    deviation, drop, rho, n = variance.deviation, variance.drop, variance.rho, variance.n
    less = sp.Max(0, deviation - sp.Rational(47, 100) * drop * rho / n)
    assert falls(variance.CONSTANT, "sample", lhs=less)
    assert falls(variance.VARIANCE, "upper", rhs=deviation * sp.Rational(19, 20))
    assert falls(variance.EXACT, "if", given=())
    assert falls(variance.EXACT, "only-if", given=())
    assert falls(variance.CLOSED, "two-values", given=())
    assert falls(variance.CLOSED, "lower", lhs=sp.Min(deviation, variance.s2 / drop * sp.Rational(21, 20)))
    without = sp.exp(-certificate.t) / 4
    assert falls(certificate.LEAN_CERTIFICATE, "limit", rhs=without)


def test_the_robust_mean_is_that_of_the_public_risk() -> None:
    sample, rho = [Fraction(3), Fraction(-1), Fraction(2), Fraction(2), Fraction(-5, 2)], Fraction(3, 2)
    domain = domain_of(variance.VARIANCE)
    fields = {"sample": np.array([[float(z) for z in sample]]), "rho": np.array([1.5])}
    world = domain.world({**fields, "below": np.zeros(1), "above": np.zeros(1)}, {}, Floats())
    found = float(domain.quantities["gain"](world)[0]) + float(sum(sample)) / 5
    assert found == pytest.approx(float(cx.chi2_risk([float(z) for z in sample], float(rho) / 5)))


def test_misses_are_sums_over_samples_in_order() -> None:
    law, f = np.array([0.3, 0.7]), np.array([[0.1, 0.9], [1.0, 0.2]])
    fields = {
        "law": law, "function": f, "width": 2.0, "t": 0.4, "extra": 0.0, "epsilon": 0.01, "ball": 5.0,
        "localisation": 0.0,
    }  # fmt: skip
    domain = domain_of(certificate.CERTIFICATE)
    world = domain.world({name: np.asarray(value)[None] for name, value in fields.items()}, {"n": 4}, Floats())
    lean = oracle = 0.0
    ball, true, spread = 0.4 * 4 / 3, 2 * f @ law, 4 * (f**2 @ law - (f @ law) ** 2)
    for points in product(range(2), repeat=4):
        chance = prod(law[z] for z in points)
        risks = [float(cx.chi2_risk(2 * g[list(points)], ball / 4)) for g in f]
        extra = 0.75 * 2 * ball / 8 + 7 * 2 * 0.4 / 9
        lean += chance * any(true[k] > risks[k] + extra for k in range(2))
        risks = [float(cx.chi2_risk(2 * g[list(points)], 5 / 4)) for g in f]
        root = sqrt(2 * 5 / 4)
        limit = min(true[k] + sqrt(91 * 5 * spread[k] / 180) for k in range(2))
        limit = (1 + 2 * root) * limit + (14 + 6 * root) * 2 * 15.4 / 4
        oracle += chance * any(true[k] > limit for k in range(2) if risks[k] < min(risks) + 1e-12)
    assert lean > 0
    assert domain.quantities["miss_lean"](world)[0] == pytest.approx(lean)
    assert domain.quantities["miss_oracle"](world)[0] == pytest.approx(oracle)
    required = 8 * 45 * 2 * (0.4 + log(np.ceil(log(4 / 0.4))))
    assert domain.quantities["asked"](world)[0] == pytest.approx(required)


def test_the_calculator_computes_the_limits() -> None:
    settings = {"n": 1000, "M": 1, "classes": 10, "delta": "1/20", "robust_mean": "1/10"}
    t = log(20 / 0.05)
    lean = cx.bound("neighbours.duchi-certificate-lean", radius=7, **settings)
    assert float(lean.value) == pytest.approx(0.1 + 0.999 * 7 / 2000 + 7 * t / (3 * 999))
    sample = {"n": 10, "mean": 1, "variance": "1/2", "radius": 3, "M": 1}
    low = cx.bound("neighbours.duchi-constant", **sample)
    assert float(low.value) == pytest.approx(1 + sqrt(2 * 3 * 0.45 / 10) - 0.45 * 3 / 10)
