"""Chapter 5.1: verdicts of its statements, mutations that are caught, and the largest error of a trace gap."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import contextures as cx
from contextures import Part, Statement, catalogue
from contextures.exact.arithmetic import Floats
from contextures.exact.numbers import UndefinedError, ball, rational
from contextures.measure.domain import LEARNING, domain_of
from contextures.measure.encoding import fractions
from contextures.measure.evaluate import Evaluator, decide
from contextures.measure.special import joint_angle
from contextures.measure.worlds.bounds import LearningWorld
from contextures.theory.bounds import STATEMENTS
from contextures.theory.catalogue import Catalogue
from contextures.verify.certificates.judge import judge
from contextures.verify.search.draws import supply_of
from contextures.verify.search.suspects import Tally, look

RNG = np.random.default_rng


# ------------------------------------------------------------------------------------------------------ verdicts
@pytest.fixture(scope="module")
def report(searched: Callable[..., cx.Report]) -> cx.Report:
    return searched("bounds.*")


WANTED = {
    "bounds.context-complexity": "proved",
    "bounds.isometry": "proved",
    "bounds.approximation-angle": "argued",
    "bounds.approximation-sharp": "argued",
    "bounds.approximation-excess": "argued",
    "bounds.regression-explicit": "argued",
    "bounds.uniform-norm-explicit": "argued",
    "bounds.kernel-pca-sharp": "argued",
    "bounds.kernel-pca-unknown": "argued",
    "bounds.pretrain-downstream": "argued",
    "bounds.regression": "constant",
    "bounds.regression-constant": "constant",
}
"""Verdicts other than unrefuted."""


def test_verdicts(report: cx.Report) -> None:
    for result in report.results:
        wanted = WANTED.get(result.statement.id, "unrefuted")
        assert result.verdict == wanted, (result.statement.id, result.parts)
        assert sum(part.undecided for part in result.parts) <= 0.02 * max(p.instances for p in result.parts)


def test_the_smallest_constant_of_the_regression_bound(report: cx.Report) -> None:
    (part,) = report["bounds.regression", "printed"].parts
    name, smallest = part.constant
    assert name == "c_0"
    assert 0.3 < smallest < 10
    (part,) = report["bounds.regression-constant", "printed"].parts
    assert 1 < part.constant[1] < 3, "the least constant lies above 1, and 3 does"


def test_many_labels_on_an_input_that_is_seldom_seen_cost_more_than_two() -> None:
    """The least constant of one label is 1.54, of two 1.62: more labels are drawn, and reach beyond."""
    statement = catalogue["bounds.regression-constant"]
    supply, claim = supply_of(domain_of(statement)), statement.printed
    (family,) = [family for family in supply.families if family.name == "seldom"]
    found = {part.name: Tally() for part in claim.parts}
    for seed in range(4):
        rng = RNG(seed)
        sizes = supply.sizes(rng, family)
        assert sizes["n"] >= 3
        look(supply, claim, *supply.draw(rng, family, 128, sizes, supply.domain.needs(claim)), found)
    assert 1.65 < found["risk"].constant < 2 * np.sqrt(2) * np.exp(-0.5)


def mutated(id_: str, part: str, factor: sp.Rational) -> Statement:
    statement = catalogue[id_]
    parts = tuple(
        Part(p.name, p.lhs, p.relation, p.rhs * factor, given=p.given, scale=p.scale)
        for p in statement.printed.parts
        if p.name == part
    )
    return dataclasses.replace(statement, printed=dataclasses.replace(statement.printed, parts=parts), uses=())


@pytest.mark.parametrize(
    ("id_", "part", "factor"),
    [
        ("bounds.approximation-sharp", "bound", sp.Rational(9, 10)),
        ("bounds.approximation-angle", "bound", sp.Rational(99, 100)),
        ("bounds.approximation-excess", "projection", sp.Rational(99, 100)),
        ("bounds.context-complexity", "mean", sp.Rational(9, 10)),
        ("bounds.masking-complexity", "random", sp.Rational(11, 10)),
        ("bounds.masking-complexity", "block", sp.Rational(9, 10)),
        ("bounds.uniform-norm", "norm", sp.Rational(1, 8)),
        ("bounds.isometry", "upper", sp.Rational(9, 10)),
        ("bounds.kernel-pca-explicit", "trace-gap", sp.Rational(1, 3)),
        ("bounds.regression-explicit", "risk", sp.Rational(1, 10)),
    ],
)
def test_a_mutated_constant_is_refuted_exactly(id_: str, part: str, factor: sp.Rational) -> None:
    report = cx.verify(statements=Catalogue([mutated(id_, part, factor)]), instances=2500, time_budget=3600.0)
    (result,) = report.results
    assert result.verdict == "refuted"


INEXACT = ("regression", "regression-constant", "kernel-pca", "kernel-pca-unknown")


@pytest.mark.parametrize("id_", [s.id for s in STATEMENTS])
def test_exact_and_float_sides_agree(id_: str) -> None:
    statement = catalogue[id_]
    domain = domain_of(statement)
    supply, claim, rng = supply_of(domain), statement.printed, RNG(0)
    compared = 0
    for family in supply.families[:8]:
        batch, seen = supply.draw(rng, family, 4, supply.sizes(rng, family), domain.needs(claim))
        floats, exact = Evaluator(seen, domain.quantities), domain.world.of_instance(batch.instance(0))
        for part in claim.parts:
            if part.constant is not None:
                continue
            for index in floats.indices(part)[:2]:
                try:
                    _, *sides = decide(Evaluator(exact, domain.quantities), part, index)
                except ArithmeticError:
                    continue
                with np.errstate(all="ignore"):
                    values = [np.broadcast_to(v, (len(batch),))[0] for v in floats.sides(part, index)]
                for side, value in zip(sides, values, strict=True):
                    enclosure = ball(side)
                    if np.isfinite(value) and enclosure.is_finite():
                        compared += 1
                        slack = 1e-6 * (1 + abs(value))
                        assert float(enclosure.lower()) - slack <= value <= float(enclosure.upper()) + slack, part.name
    assert compared or id_.removeprefix("bounds.") in INEXACT


def test_the_judge_settles_what_floats_suspect() -> None:
    statement = catalogue["bounds.approximation"]
    instance = LearningWorld.instance(
        {
            "joint": fractions(np.array([[3, 1], [1, 3]])),
            "dual_encoder": fractions(np.array([[1], [1]])),
            "epsilon": fractions(np.array([1]))[0] / 3,
            "B": fractions(np.array([1]))[0],
        },
        {"d": 1},
    )
    finding = judge(LEARNING, statement.printed, statement.printed.parts[0], instance)
    assert finding.holds is True


# -------------------------------------------------------------------------------------------------- the sharp angle
@pytest.mark.parametrize(("gap", "epsilon"), [("1/2", "1/5"), ("4/5", "1/20"), ("1/3", "0"), ("9/10", "1/12")])
def test_the_largest_sum_of_angles_is_that_of_a_fine_grid_and_enclosed(gap: str, epsilon: str) -> None:
    t, e = float(Fraction(gap)), float(Fraction(epsilon))
    theta = np.linspace(0, t, 2_000_001)[:-1]
    angles = np.arcsin(np.sqrt(theta * e / ((1 - theta) * (1 - e)))) + np.arctan(np.sqrt(theta * (t - theta) / (1 - t)))
    expected = np.sin(angles.max()) ** 2
    assert joint_angle.largest_share(t, e) == pytest.approx(expected, rel=1e-9)
    exact = ball(joint_angle.largest_share_exactly(rational(gap), rational(epsilon)))
    assert float(exact.mid()) == pytest.approx(expected, rel=1e-9)
    assert float(exact.rad()) < 1e-12


@given(st.fractions(0, 1, max_denominator=60), st.fractions(0, 1, max_denominator=60))
def test_the_largest_sum_of_angles_is_the_same_in_both_back_ends(gap: Fraction, epsilon: Fraction) -> None:
    batch = float(joint_angle.largest_share(float(gap), float(epsilon)))
    if 1 in (gap, epsilon):
        assert np.isnan(batch)
        with pytest.raises(UndefinedError):
            joint_angle.largest_share_exactly(rational(str(gap)), rational(str(epsilon)))
    elif abs(float(gap + epsilon) - 1) > 1e-9:
        exact = ball(joint_angle.largest_share_exactly(rational(str(gap)), rational(str(epsilon))))
        assert batch == pytest.approx(float(exact.mid()), rel=1e-9)


def test_the_calculator_knows_the_largest_error_of_a_trace_gap() -> None:
    found = cx.bound("bounds.approximation-angle", tau="1/2", epsilon="1/5", B=2)
    assert found.value == pytest.approx(4 * float(joint_angle.largest_share(0.25, 0.2)), rel=1e-12)
    assert found.value < cx.bound("bounds.approximation-sharp", tau="1/2", epsilon="1/5", B=2).value
    many = cx.bound("bounds.approximation-angle", tau=np.array([0.5, 0.7]), epsilon=0.2, B=2).value
    assert many[0] == pytest.approx(found.value, rel=1e-9)
    assert many[1] > many[0]


@pytest.mark.parametrize(("gap", "epsilon"), [(0.5, 0.2), (0.2, 0.4), (0.8, 0.05)])
def test_an_encoder_on_two_points_attains_the_largest_error(gap: float, epsilon: float) -> None:
    """Eigenvalues 1 and θ, one function at the angle φ with sin²φ = (τ²−θ)/(1−θ), θ where the angles are largest."""
    grid = np.linspace(0, gap, 100_001)[:-1]
    sines = np.sqrt(grid * epsilon / ((1 - grid) * (1 - epsilon)))
    theta = grid[(np.arcsin(sines) + np.arctan(np.sqrt(grid * (gap - grid) / (1 - gap)))).argmax()]
    s = np.sqrt(theta)
    joint = np.array([[1 + s, 1 - s], [1 - s, 1 + s]]) / 4
    slope = np.sqrt((gap - theta) / (1 - gap))
    fields = {
        "joint": joint[None],
        "dual_encoder": np.array([[[1 + slope], [1 - slope]]]),
        "epsilon": np.array([epsilon]),
        "B": np.ones(1),
    }
    world = LearningWorld(fields, {"d": 1}, Floats())
    assert LEARNING.quantities["tau"](world)[0] ** 2 == pytest.approx(gap)
    assert LEARNING.quantities["error"](world)[0] == pytest.approx(
        float(joint_angle.largest_share(gap, epsilon)), rel=1e-6
    )
