"""The expression walker: every node in both back ends, what it refuses, and margins."""

from __future__ import annotations

import flint
import numpy as np
import pytest
import sympy as sp
from flint import arb, fmpq

from contextures.exact import numbers
from contextures.exact.numbers import Surd, UndefinedError, ball
from contextures.measure import evaluate
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.evaluate import Evaluator, decide, margin
from contextures.measure.instance import Batch
from contextures.measure.worlds.contexts import ContextWorld
from contextures.theory.statement import Hypothesis, Part
from contextures.theory.symbols.contexts import M, N, d, i, r, s
from contextures.theory.symbols.optimality import epsilon, norm_f, rho_square, trace_gap

# Two instances with s = (3/8, 3/8) and s = (1/2, 0), ε = 1/3 and 1, a task and a constant; N = M = 3, d = 1.
EPSILONS = [[1, 3], [1, 1]]
LAWS = [[[14, 5, 5], [5, 14, 5], [5, 5, 14]], [[7, 4, 1], [4, 4, 4], [1, 4, 7]]]
TASKS = [[0, 1, 3], [5, 5, 5]]


def batch() -> Batch:
    fields = {
        "joint": np.array(LAWS),
        "epsilon": np.array(EPSILONS),
        "task": np.array(TASKS),
        "encoder": np.array([[[1], [0], [2]], [[1], [1], [1]]]),
    }
    return ContextWorld.batch(fields, {"d": 1})


@pytest.fixture
def floats() -> Evaluator:
    return Evaluator(ContextWorld.of_batch(batch()), FINITE_CONTEXTS.quantities)


@pytest.fixture
def exact() -> list[Evaluator]:
    return [Evaluator(ContextWorld.of_instance(batch().instance(k)), FINITE_CONTEXTS.quantities) for k in range(2)]


e, q = epsilon, norm_f
NODES = {
    "integer": sp.Integer(3),
    "rational": sp.Rational(-2, 7),
    "size": N + 10 * M + 100 * d + 1000 * r,
    "setting": e,
    "measured": q,
    "power of a setting": (2 + e) ** d,
    "number to a measured power": 3**q,
    "measured power": (1 + e) ** (q - 1),
    "entry": s[1],
    "last entry": s[r],
    "index arithmetic": s[d + 1],
    "beyond the rank": s[r + 1] + s[10**6] + 1,
    "sum": 1 + e + q,
    "product": -3 * e * q,
    "square": (1 - e) ** 2,
    "fourth power": s[1] ** 4,
    "inverse": 1 / (1 + e),
    "inverse cube": (1 + e) ** -3,
    "quotient": (s[1] ** 2 - e) / (2 + q),
    "square root": sp.sqrt(e),
    "inverse root": 1 / sp.sqrt(e),
    "root of a sum": sp.sqrt(1 + e + q),
    "cube root": sp.root(e, 3),
    "power 3/2": (1 + e) ** sp.Rational(3, 2),
    "nested roots": sp.sqrt(1 + sp.sqrt(2)),
    "maximum": sp.Max(e, s[1], sp.Rational(1, 2)),
    "minimum": sp.Min(e, s[1], sp.Rational(1, 2)),
    "absolute value": sp.Abs(e - sp.Rational(1, 2)),
    "absolute value of a root": sp.Abs(1 - sp.sqrt(2 + e)),
    "exponential": sp.exp(-e),
    "logarithm": sp.log(1 + e),
    "sine": sp.sin(e),
    "cosine": sp.cos(e),
    "tangent": sp.tan(e),
    "arc sine": sp.asin(e / 2),
    "arc cosine": sp.acos(e / 2),
    "arc tangent": sp.atan(e),
    "indexed sum": sp.Sum(s[i] ** 2, (i, 1, r)),
    "sum of the index": sp.Sum(i * s[i] + i, (i, 1, d + 1)),
    "sum beyond the rank": sp.Sum(s[i], (i, 1, 50)),
    "empty sum": sp.Sum(s[i] + 1, (i, d + 1, d)) + 2,
    "sum of constants": sp.Sum(e, (i, 2, 4)),
    "piecewise": sp.Piecewise((q, e <= s[1]), (e, True)),
    "strict piecewise": sp.Piecewise((1, e < sp.Rational(1, 3)), (2, True)),
    "three cases": sp.Piecewise((1, e < 0), (s[1], e <= sp.Rational(1, 3)), (q + 5, True)),
}


SIZES = {N: 3, M: 3, d: 1, r: 2}
SPECTRA = ((sp.Rational(3, 8), sp.Rational(3, 8)), (sp.Rational(1, 2), sp.Integer(0)))


def unrolled(function: sp.Expr, limits: sp.Tuple) -> sp.Expr:
    index, first, last = limits
    terms = range(int(first.subs(SIZES)), int(last.subs(SIZES)) + 1)
    return sum((function.subs(index, k) for k in terms), sp.Integer(0))


def reference(expression: sp.Expr, k: int) -> float:
    """Let SymPy do it, with 40 digits."""
    mean = sp.Rational(sum(TASKS[k]), 3)
    values = {e: sp.Rational(*EPSILONS[k]), q: sum((v - mean) ** 2 for v in TASKS[k]) / 3}
    plain = expression.replace(sp.Sum, unrolled).subs(SIZES)
    spectrum = {s[j]: SPECTRA[k][j - 1] if j <= 2 else 0 for j in (int(x.indices[0]) for x in plain.atoms(sp.Indexed))}
    return float(plain.subs(spectrum).subs(values).evalf(40))


def test_the_example_has_the_spectrum_it_says(floats):
    np.testing.assert_allclose(np.stack(floats.world.singular_values), [[3 / 8, 1 / 2], [3 / 8, 0]], rtol=0, atol=1e-15)


@pytest.mark.parametrize("name", NODES)
def test_both_back_ends_agree_with_sympy(name, floats, exact):
    expression = NODES[name]
    batch_value = np.broadcast_to(floats.value(expression), 2)
    for k in range(2):
        expected = reference(expression, k)
        with flint.ctx.workprec(numbers.PRECISION):
            single = ball(exact[k].value(expression))
        assert batch_value[k] == pytest.approx(expected, abs=1e-12)
        assert float(single.lower()) - 1e-15 <= expected <= float(single.upper()) + 1e-15
        assert float(single.rad()) < 1e-30


def test_rational_expressions_stay_rational(exact):
    for name in (
        "sum",
        "product",
        "square",
        "fourth power",
        "quotient",
        "indexed sum",
        "maximum",
        "piecewise",
        "absolute value",
        "size",
    ):
        assert isinstance(exact[0].value(NODES[name]), fmpq), name
    assert exact[0].value(sp.Rational(1, 3) + e) == fmpq(2, 3)
    assert exact[0].value(sp.sqrt(e)) == Surd(fmpq(1, 3))
    assert exact[0].value(sp.sqrt(e) ** 2 * 3) == fmpq(1)
    assert exact[0].value(sp.Sum(s[i] ** 2, (i, 1, r))) == fmpq(9, 32)


def test_constants_are_not_rounded(exact):
    tenth = sp.Rational(1, 10)
    assert exact[0].value(tenth + tenth + tenth) == fmpq(3, 10)
    assert exact[0].value(sp.Rational(1, 3) * e * 9) == fmpq(1)


@pytest.mark.parametrize("sign", [1, -1])
def test_infinity(sign, floats, exact):
    infinity = sp.oo * sign
    assert floats.value(infinity) == sign * np.inf
    assert exact[0].value(infinity) == (arb.pos_inf() if sign > 0 else arb.neg_inf())
    assert decide(exact[0], Part("below", e, "<", sp.oo))[0] is True
    assert decide(exact[0], Part("above", e, "<=", -sp.oo))[0] is False


def test_the_constant_encoder_has_an_infinite_trace_gap(floats, exact):
    assert floats.value(trace_gap)[1] == np.inf
    assert exact[1].value(trace_gap) == arb.pos_inf()
    part = Part("gap", trace_gap, "<=", 1)
    assert margin(floats, part)[1] == -1
    assert decide(exact[1], part)[0] is False


UNKNOWN = [
    sp.sign(e),
    sp.frac(e),
    sp.gamma(1 + e),
    sp.erf(e),
    sp.sinh(e),
    sp.Heaviside(e),
    sp.LambertW(e),
    sp.Mod(q, 2),
    sp.KroneckerDelta(i, 1),
    sp.I * e,
    sp.zoo,
    sp.nan,
    sp.pi,
    sp.Float("0.5"),
    sp.Integral(e, (e, 0, 1)),
    sp.Product(s[i], (i, 1, 2)),
    sp.Function("g")(e),
    sp.Eq(e, 1),
    sp.true,
]


@pytest.mark.parametrize("expression", UNKNOWN, ids=str)
def test_unknown_nodes_are_refused(expression, floats, exact):
    for evaluator in (floats, *exact):
        with pytest.raises(TypeError):
            evaluator.value(expression, {"i": 1})


@pytest.mark.parametrize(
    "expression",
    [
        sp.Sum(s[i] * s[sp.Symbol("j", integer=True)], (i, 1, 2), (sp.Symbol("j", integer=True), 1, 2)),
        s[0],
        s[-1],
        s[e],
        s[sp.Rational(1, 2)],
        sp.Sum(s[i], (i, 1, e)),
        s[sp.Symbol("unbound", integer=True)],
        sp.Piecewise((1, sp.Eq(e, 1)), (2, True)),
        sp.Piecewise((1, sp.And(e <= 1, q <= 1)), (2, True)),
        sp.Piecewise((1, e <= 1)),
    ],
    ids=str,
)
def test_ill_formed_expressions_are_refused(expression, floats, exact):
    for evaluator in (floats, *exact):
        with pytest.raises(TypeError):
            evaluator.value(expression)


def test_indices_may_be_given(floats, exact):
    assert floats.value(s[i + 1], {"i": 0})[0] == pytest.approx(3 / 8)
    assert exact[0].value(i * s[i], {"i": 2}) == fmpq(3, 4)
    assert exact[0].value(s[i], {"i": 3}) == fmpq(0)
    assert exact[0].whole(d + i + r, {"i": 7}) == 10
    assert exact[0].whole(sp.Max(N, M), {}) == 3


def test_parts_claimed_for_a_range(floats):
    assert floats.indices(Part("one", e, "<=", 1)) == [{}]
    assert floats.indices(Part("range", s[i], "<=", 1, over=(i, d, r + 1))) == [{"i": 1}, {"i": 2}, {"i": 3}]
    assert floats.indices(Part("none", s[i], "<=", 1, over=(i, r, d))) == []


@pytest.mark.parametrize("make", [Hypothesis, Part])
@pytest.mark.parametrize(("lhs", "rhs"), [(sp.Float("0.5") * e, 1), (e, 0.5), (0.25, e), (sp.sqrt(e + sp.Float(1)), 1)])
def test_floats_in_a_claim_are_refused(make, lhs, rhs):
    with pytest.raises(ValueError, match="float"):
        make("name", lhs, "<=", rhs)


def test_floats_in_a_scale_are_refused():
    with pytest.raises((ValueError, TypeError)):
        Evaluator(ContextWorld.of_batch(batch()), FINITE_CONTEXTS.quantities).value(
            Part("name", e, "<=", 1, scale=sp.Float("0.5")).scale
        )


# -------------------------------------------------------------------------------------------------------- piecewise
def test_the_branches_of_a_batch_are_chosen_one_by_one(floats):
    expression = sp.Piecewise((10 + e, e <= sp.Rational(1, 3)), (-e, True))
    np.testing.assert_allclose(floats.value(expression), [10 + 1 / 3, -1], rtol=0, atol=1e-14)


def test_an_open_condition_holds_both_branches():
    # The singular values are irrational here, so that balls cannot tell the two sides apart.
    world = ContextWorld.of_instance(
        FINITE_CONTEXTS.read({"joint": [["1", "2", "0"], ["2", "1", "1"], ["1", "1", "4"]], "d": 1})
    )
    assert isinstance(world.singular_values[0], arb)
    square = sp.Pow(s[1] ** 2 + s[2], 2, evaluate=False)
    expanded = s[1] ** 4 + 2 * s[1] ** 2 * s[2] + s[2] ** 2
    value = Evaluator(world, FINITE_CONTEXTS.quantities).value(sp.Piecewise((3, square <= expanded), (5, True)))
    assert value.contains(3)
    assert value.contains(5)
    assert decide(Evaluator(world, FINITE_CONTEXTS.quantities), Part("open", square, "<=", expanded))[0] is None


def test_the_branch_not_taken_may_be_undefined(exact):
    expression = sp.Piecewise((7, q <= 0), (1 / q, True))
    assert exact[1].value(expression) == fmpq(7)


def test_the_branch_not_taken_may_be_undefined_in_a_batch(floats):
    np.testing.assert_allclose(floats.value(sp.Piecewise((7, q <= 0), (1 / q, True)))[1], 7)


@pytest.mark.parametrize("condition", [sp.Lt(0, q), sp.Le(0, q), sp.Lt(s[2] / 2, s[1])], ids=str)
def test_conditions_that_sympy_turns_around(condition, floats, exact):
    expression = sp.Piecewise((1, condition), (2, True))
    assert list(floats.value(expression)) == [int(v.value(expression)) for v in exact]


# ----------------------------------------------------------------------------------------------------------- margins
def test_margins_are_positive_where_a_claim_holds(floats):
    # ε = 1/3 and 1, relative to the larger side.
    np.testing.assert_allclose(margin(floats, Part("a", e, "<=", 2)), [5 / 6, 1 / 2], rtol=0, atol=1e-15)
    np.testing.assert_allclose(margin(floats, Part("a", 2, "<=", e)), [-5 / 6, -1 / 2], rtol=0, atol=1e-15)
    np.testing.assert_allclose(margin(floats, Part("a", e, "<", 1)), [2 / 3, 0], rtol=0, atol=1e-15)
    np.testing.assert_allclose(margin(floats, Part("a", -e, "<=", 0)), [1, 1], rtol=0, atol=1e-15)


def test_margins_of_equalities_are_never_positive(floats):
    np.testing.assert_allclose(margin(floats, Part("a", e, "==", sp.Rational(1, 3))), [0, -2 / 3], rtol=0, atol=1e-15)
    np.testing.assert_allclose(margin(floats, Part("a", sp.Rational(1, 3), "==", e)), [0, -2 / 3], rtol=0, atol=1e-15)


def test_margins_use_the_scale_of_the_part(floats):
    part = Part("a", e, "<=", 2, scale=sp.Integer(10))
    np.testing.assert_allclose(margin(floats, part), [1 / 6, 1 / 10], rtol=0, atol=1e-15)
    part = Part("a", e, "==", 2, scale=1 + e)
    np.testing.assert_allclose(margin(floats, part), [-(5 / 3) / (4 / 3), -1 / 2], rtol=0, atol=1e-15)
    part = Part("a", s[i], "<=", 1, over=(i, 1, 2), scale=1 + s[i])
    np.testing.assert_allclose(
        margin(floats, part, {"i": 1}), [(5 / 8) / (11 / 8), (1 / 2) / (3 / 2)], rtol=0, atol=1e-14
    )


def test_rounding_of_vanishing_sides_is_no_violation(floats):
    small = sp.Rational(1, 10**15)
    found = margin(floats, Part("a", small, "<=", 0))
    assert (found < 0).all()
    assert (found > -1e-8).all()
    assert (margin(floats, Part("a", sp.Rational(1, 10**6), "<=", 0)) == -1).all()


third = sp.Rational(1, 3)


@pytest.mark.parametrize(
    "expression", [1 / (e - third), 1 / (e - third) ** 2, sp.sqrt(-e), sp.log(-e), sp.acos(2 + e)], ids=str
)
def test_margins_are_not_a_number_where_a_side_is_undefined(expression, floats, exact):
    part = Part("a", expression, "<=", 1)
    assert np.isnan(margin(floats, part)[0])
    with pytest.raises(UndefinedError):
        decide(exact[0], part)


def test_negative_roots_of_zero_are_undefined(floats, exact):
    part = Part("a", 1 / sp.sqrt(q), "<=", 1)
    with pytest.raises(UndefinedError):
        decide(exact[1], part)
    assert np.isnan(margin(floats, part)[1])


def test_infinite_sides_have_margins_of_a_sign(floats):
    assert (margin(floats, Part("a", sp.oo, "<=", e)) == -1).all()
    assert (margin(floats, Part("a", e, "<=", sp.oo)) == 1).all()
    assert (margin(floats, Part("a", e, "==", sp.oo)) == -1).all()
    assert np.isnan(margin(floats, Part("a", sp.oo, "<=", sp.oo))).all()


def test_margins_have_the_shape_of_the_batch(floats):
    assert margin(floats, Part("a", sp.Integer(1), "<=", 2)).shape == (2,)
    assert margin(floats, Hypothesis("a", N, "<=", 3)).shape == (2,)


def test_roots_of_rounding_are_zero():
    field = evaluate.FloatField()
    np.testing.assert_array_equal(field.power(np.array([-1e-16, 4.0]), sp.Rational(1, 2)), [0, 2])
    with np.errstate(invalid="ignore"):
        assert np.isnan(field.power(np.array([-1e-3]), sp.Rational(1, 2)))


# --------------------------------------------------------------------------------------------------------- decisions
def test_decisions_are_exact(exact):
    assert decide(exact[0], Part("a", e, "<=", third))[0] is True
    assert decide(exact[0], Part("a", e, "<", third))[0] is False
    assert decide(exact[0], Part("a", e, "==", third))[0] is True
    assert decide(exact[0], Part("a", e, "<=", third - sp.Rational(1, 10**50)))[0] is False
    assert decide(exact[0], Part("a", sp.exp(e), "<", sp.exp(third) + sp.Rational(1, 10**40)))[0] is True
    assert decide(exact[0], Part("a", sp.exp(e), "<=", sp.exp(third)))[0] is None
    verdict, lhs, rhs = decide(exact[0], Part("a", rho_square, "<=", s[1] ** 2))
    assert verdict is True
    assert (lhs, rhs) == (fmpq(9, 64), fmpq(9, 64))


def test_decisions_leave_the_working_precision_as_it_was(exact):
    before = flint.ctx.prec
    decide(exact[0], Part("a", sp.exp(e), "<=", 1))
    with pytest.raises(UndefinedError):
        decide(exact[1], Part("a", 1 / q, "<=", 1))
    assert flint.ctx.prec == before


def test_a_division_by_what_may_be_zero_is_open(exact):
    # exp(ε) − exp(1/3) is 0, exp(ε) − exp(1/3) + 10⁻⁶⁰ is not, but no ball tells.
    close = 1 / (sp.exp(e) - sp.exp(sp.Rational(1, 3)) + sp.Rational(1, 10**60))
    try:
        verdict = decide(exact[0], Part("a", close, "<=", 1))[0]
    except numbers.NotCertifiable:
        verdict = None
    assert verdict is None
