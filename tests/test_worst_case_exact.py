"""The worst case over compatible tasks in exact numbers: bounds, witnesses and the value at the edge."""

from __future__ import annotations

from fractions import Fraction

import flint
import numpy as np
import pytest
from flint import fmpq

from contextures.exact.numbers import Bracket, NotCertifiable, UndefinedError, ball, rational
from contextures.measure.domain import FINITE_CONTEXTS
from contextures.measure.encoding import fractions
from contextures.measure.instance import Instance
from contextures.measure.suprema import worst_case
from contextures.measure.worlds.contexts import ContextWorld
from contextures.verify.search.draws.laws import contrasts
from tests.context_worlds import ends
from tests.worst_tasks import IDENTITY, LAW, TWO_BLOCKS, columns, drawn, instance


def random_instances(seed: int, count: int, n: int, m: int, d: int) -> list[Instance]:
    world = drawn(seed, count, n, m, d)
    scaled = [world.fields["joint"][k] * 10**6 for k in range(count)]
    return [
        ContextWorld.instance(
            {
                "joint": fractions(np.rint(scaled[k]).astype(np.int64)),
                "encoder": fractions(world.fields["encoder"][k].astype(np.int64)),
                "epsilon": Fraction(float(world.fields["epsilon"][k])).limit_denominator(1000) + Fraction(1, 1000),
            },
            {"d": d},
        )
        for k in range(count)
        if world.fields["epsilon"][k] < 0.999
    ]


@pytest.mark.parametrize(("n", "m", "d"), [(2, 2, 1), (3, 3, 1), (4, 3, 2), (5, 5, 1), (6, 4, 3)])
def test_exact_bounds_hold_the_float_value(n, m, d):
    widths = []
    for one in random_instances(n, 12, n, m, d):
        exact = ContextWorld.of_instance(one)
        error = FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0]
        witness = worst_case.find_witness(exact)
        assert witness["task"] is not None
        low, high = ends(worst_case.bounds(exact, witness))
        assert low - 1e-9 <= error <= high + 1e-9
        assert 0 <= low <= high <= 1
        assert high - error < 1e-8, "the dual is not sharp"
        widths.append(high - low)
    assert len(widths) >= 8
    assert max(widths) < 2e-3


def test_the_dual_point_of_a_rational_spectrum_is_exact_whatever_epsilon():
    laws, tried = contrasts(np.random.default_rng(2), 24, 5, 5), 0
    for weights, modes in zip(laws.weights, laws.modes, strict=True):
        s_1, _, s_3, *_ = ContextWorld.of_whole({"joint": weights[None]}, {"d": 2}).singular_values
        if s_1[0] - s_3[0] < 1e-6:
            continue
        epsilon = Fraction(float(1 - 0.6 * s_1[0] - 0.4 * s_3[0])).limit_denominator(99_991)
        fields = {"joint": fractions(weights), "encoder": fractions(modes[:, :2]), "epsilon": epsilon}
        exact = ContextWorld.of_instance(ContextWorld.instance(fields, {"d": 2}))
        found = worst_case.bounds(exact, worst_case.find_witness(exact))
        high = found.hi if isinstance(found, Bracket) else found
        assert high == FINITE_CONTEXTS.quantities["error_contexture"](exact)
        tried += 1
    assert tried >= 15


def test_primal_witnesses_are_sharp():
    widths = []
    for one in random_instances(4, 12, 4, 3, 2):
        exact = ContextWorld.of_instance(one)
        low, high = ends(worst_case.bounds(exact, worst_case.find_witness(exact)))
        widths.append(high - low)
    assert max(widths) < 1e-6


@pytest.mark.parametrize(("n", "m", "d"), [(3, 3, 1), (4, 4, 2), (5, 3, 2)])
def test_exact_bounds_for_equality_are_above_the_float_value(n, m, d):
    seen = 0
    for one in random_instances(n + 30, 12, n, m, d):
        value = FINITE_CONTEXTS.quantities["error_at_compatibility"](ContextWorld.of_floats(one))[0]
        exact = ContextWorld.of_instance(one)
        found = FINITE_CONTEXTS.quantities["error_at_compatibility"](exact)
        if np.isneginf(value):
            assert not isinstance(found, Bracket) or not np.isfinite(ends(found)[0])
            continue
        seen += 1
        assert float(found.hi) >= value - 1e-9
        if n >= 4:
            assert float(found.hi) <= value + 1e-8
        witness = exact.witnesses["error_at_compatibility"]
        assert Fraction(witness["eta"]) < 0 or float(found.hi) == pytest.approx(
            FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0], abs=1e-8
        )
    assert seen >= 5


def test_a_negative_multiplier_is_for_equality_only():
    one = instance(LAW, columns("1 0 2 0"), "3/5")
    exact = ContextWorld.of_instance(one)
    witness = {"eta": "-1/1000", "t": "1", "task": None}
    shifted = {"eta": "-1", "t": "2", "task": None}
    for wrong in (witness, shifted):
        with pytest.raises(NotCertifiable):
            worst_case.bounds(exact, wrong)
    assert float(worst_case.bounds(exact, shifted, equality=True).hi) == 2


@pytest.mark.parametrize("n", [3, 4])
def test_wrong_witnesses_are_rejected(n):
    tried = 0
    for one in random_instances(n + 50, 8, n, 3, 1):
        exact = ContextWorld.of_instance(one)
        right = worst_case.find_witness(exact)
        bracket = worst_case.bounds(exact, right)
        error = FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0]
        if error > 1e-6:
            low = {**right, "t": str(rational(Fraction(float(error)).limit_denominator(10**9) - Fraction(1, 10**7)))}
            with pytest.raises(NotCertifiable):
                worst_case.bounds(exact, low)
        with pytest.raises(NotCertifiable):
            worst_case.bounds(exact, {**right, "eta": str(-Fraction(right["eta"]) - 1)})
        with pytest.raises(NotCertifiable):
            worst_case.bounds(exact, {**right, "task": ["1"] * n})
        seen = ContextWorld.of_floats(one)
        level = (1 - float(one.fields["epsilon"])) ** 2
        rho = np.zeros(1) if n - 1 > 2 else seen.singular_values[-1] ** 2
        if rho[0] < level - 1e-6:
            tried += 1
            last = seen.left_modes.functions[0, :, -1]
            outside = [str(Fraction(float(v)).limit_denominator(10**6)) for v in last]
            assert worst_case.primal_value(exact, np.array([rational(v) for v in outside], dtype=object)) is None
            with pytest.raises(NotCertifiable):
                worst_case.bounds(exact, {**right, "task": outside})
        loose = worst_case.bounds(exact, {"eta": "0", "t": "3/2", "task": None})
        assert (loose.lo, loose.hi) == (fmpq(0), fmpq(3, 2))
        assert ends(bracket)[1] <= 1
    assert tried >= 2


def test_a_missing_witness_is_not_searched_for():
    one = instance(LAW, columns("1 0 2 0"), "3/5")
    with pytest.raises(NotCertifiable):
        FINITE_CONTEXTS.quantities["error"](ContextWorld.of_instance(one, {}))
    found = ContextWorld.of_instance(one)
    value = FINITE_CONTEXTS.quantities["error"](found)
    assert FINITE_CONTEXTS.quantities["error"](ContextWorld.of_instance(one, found.witnesses)) == value


def test_dual_points_exactly():
    one = instance(LAW, columns("1 0 2 0"), "3/5")
    exact = ContextWorld.of_instance(one)
    assert worst_case.is_dual_point(exact, fmpq(0), fmpq(1))
    assert not worst_case.is_dual_point(exact, fmpq(0), fmpq(1) - fmpq(1, 10**40))
    assert worst_case.is_dual_point(exact, fmpq(1), fmpq(2))
    assert not worst_case.is_dual_point(exact, fmpq(1), fmpq(1, 2))


@pytest.mark.parametrize(
    ("joint", "encoder", "epsilon"),
    [
        (TWO_BLOCKS, columns("1 0 2 0"), "0"),
        (IDENTITY, columns("1 0 2 0"), "0"),
        (
            [["2", "1", "0", "0"], ["1", "2", "0", "0"], ["0", "0", "1", "0"], ["0", "0", "0", "2"]],
            columns("1 0 2 0", "0 1 4 4"),
            "0",
        ),
        ([["3", "1"], ["1", "3"], ["3", "1"], ["1", "3"]], columns("1 0 5 1"), "1/2"),
        ([["1", "2"], ["2", "4"], ["3", "6"]], columns("1 0 5"), "1"),
    ],
)
def test_the_exact_value_at_the_edge(joint, encoder, epsilon):
    one = instance(joint, encoder, epsilon)
    exact = ContextWorld.of_instance(one)
    value = worst_case.edge_value(exact)
    assert value is not None
    seen = ContextWorld.of_floats(one)
    objective, values, _ = worst_case.coordinates(seen)
    top = np.abs(values[0] - values[0, 0]) < 1e-9
    expected = np.linalg.eigvalsh(objective[0][np.ix_(top, top)])[-1]
    low, high = ends(value)
    assert low - 1e-12 <= expected <= high + 1e-12
    assert high - low < 1e-12
    assert FINITE_CONTEXTS.quantities["error"](seen)[0] == pytest.approx(expected, abs=1e-9)
    assert ends(worst_case.exact_value(ContextWorld.of_instance(one, {}), "error")) == (low, high)


@pytest.mark.parametrize(
    ("joint", "encoder", "epsilon"),
    [
        ([["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]], columns("1 0 5"), "1/3"),
        ([["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]], columns("1 0 5"), "0"),
        ([["1", "2"], ["2", "1"], ["3", "1"], ["1", "1"]], columns("1 0 5 2", "0 1 1 1"), "1"),
        (IDENTITY, columns("1 0 5 2"), "0"),
    ],
)
def test_the_exact_value_at_either_edge_with_equality(joint, encoder, epsilon):
    one = instance(joint, encoder, epsilon)
    expected = FINITE_CONTEXTS.quantities["error_at_compatibility"](ContextWorld.of_floats(one))[0]
    low, high = ends(worst_case.exact_value(ContextWorld.of_instance(one, {}), "error_at_compatibility", equality=True))
    assert low - 1e-9 <= expected <= high + 1e-9
    assert high - low < 1e-12


def test_there_is_no_edge_value_elsewhere():
    square = [["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]]
    second = instance(square, columns("1 0 2"), "1/3")
    assert ContextWorld.of_instance(second).arithmetic.eigenvalues(ContextWorld.of_instance(second).operator_x, None)[
        1
    ] == fmpq(4, 9)
    assert worst_case.edge_value(ContextWorld.of_instance(second)) is None
    assert worst_case.edge_value(ContextWorld.of_instance(instance(square, columns("1 0 2"), "1/1000000"))) is None
    assert worst_case.edge_value(ContextWorld.of_instance(instance(LAW, columns("1 0 2 0"), "0"))) is None
    assert worst_case.edge_value(ContextWorld.of_instance(instance(LAW, columns("1 0 2 0"), "1"))) is None


def test_just_above_the_edge_exactly():
    square = [["5", "1", "0"], ["1", "5", "0"], ["0", "0", "6"]]
    for epsilon in ("1/1000000", "1/1000"):
        one = instance(square, columns("1 0 2"), epsilon)
        low, high = ends(FINITE_CONTEXTS.quantities["error"](ContextWorld.of_instance(one)))
        error = FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0]
        assert low - 1e-9 <= error <= high + 1e-9
        assert high - error < 1e-7


def test_primal_values_are_exact():
    exact = ContextWorld.of_instance(instance(TWO_BLOCKS, columns("1 0 0 0"), "1/4"))
    with flint.ctx.workprec(53):
        task = np.array([rational(v) for v in ("1", "1", "0", "0")], dtype=object)
        value = worst_case.primal_value(exact, task)
    phi, f, p = np.array([1.0, 0, 0, 0]), np.array([1.0, 1, 0, 0]), np.array([2, 2, 4, 4]) / 12
    phi, f = phi - p @ phi, f - p @ f
    rest = f - phi * (p @ (phi * f)) / (p @ phi**2)
    assert isinstance(value, fmpq)
    assert float(value) == pytest.approx((p @ rest**2) / (p @ f**2), abs=1e-15)
    assert ball(value).contains(value)
    assert worst_case.primal_value(exact, np.array([fmpq(7)] * 4, dtype=object)) is None


@pytest.mark.parametrize("witness", [None, {"eta": "1000000", "t": "0", "task": None}])
def test_without_compatible_tasks_the_exact_error_is_undefined(witness):
    one = instance(LAW, columns("1 0 2 0"), "1/1000")
    assert np.isnan(FINITE_CONTEXTS.quantities["error"](ContextWorld.of_floats(one))[0])
    with pytest.raises((UndefinedError, NotCertifiable)):
        FINITE_CONTEXTS.quantities["error"](
            ContextWorld.of_instance(one, None if witness is None else {"error": witness})
        )
