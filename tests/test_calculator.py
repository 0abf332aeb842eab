"""The calculator: values against other formulas, all solutions of a range, and one sentence for bad settings."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures import Claim, Hypothesis, InputError, Part, Source, Statement
from contextures.bounds.settings import Axis, Interval, read
from contextures.samples.saved import save_context
from contextures.theory.catalogue import Catalogue
from contextures.theory.statement import Kind
from contextures.theory.symbols.vocabulary import Vocabulary

V = Vocabulary("mine")
error = V.real("error", "what is bounded", "≥ 0", "e")
x = V.real("x", "a setting", "[-10, 10]", "x")
y = V.real("y", "another setting", "> 0", "y")
n = V.integer("n", "sample size", "n ≥ 1")
d = V.integer("d", "dimension", "d ≥ 1")
i = V.integer("i", "index", "i ≥ 1")
s = V.indexed("s", "values, descending", "[0, 1]", "s")


def statement(name: str, value: sp.Expr, given: tuple[Hypothesis, ...] = (), **more: Any) -> Statement:
    part = Part("bound", error, "<=", value, **more)
    return Statement(f"mine.{name}", name, Kind.INEQUALITY, Source("ours"), V, Claim("", "", (part,), given))


HUMP, TAIL = x * (4 - x), sp.sqrt(sp.Sum(s[i] ** 2, (i, 1, d)) / n)
MINE = Catalogue(
    [
        statement("cubic", x**3 - x),
        statement("square", (x - 1) ** 2),
        statement("pole", 1 / x),
        statement("bumpy", sp.sin(5 * x) + x / 2),
        statement("rate", y / sp.sqrt(n)),
        statement("valley", y * n / 100 + 9 / n),
        statement("above-one", x**2, (Hypothesis("one", sp.S(1), "<=", x, "x is at least 1"),)),
        statement("terms", HUMP + TAIL, terms={"hump": HUMP, "tail": TAIL}),
        statement("power", (2 - x) ** n),
        statement("next", s[d + 1] + sp.Sum(s[i], (i, 1, d)) / 10),
    ]
)


def bound(name: str, **settings: Any) -> cx.Bound:
    return cx.bound(f"mine.{name}", statements=MINE, **settings)


@pytest.mark.parametrize("text", ["0.1", "1/10", 0.1, Fraction(1, 10), "1e-1"])
def test_settings_are_exact_rationals(text: Any) -> None:
    assert bound("above-one", x=1 + Fraction(str(read("x", text)))).exact == "121/100"


def test_a_value_without_a_rational_form_is_the_nearest_float() -> None:
    found = bound("rate", y=1, n=2)
    assert found.exact is None
    assert found.value == 1 / np.sqrt(2)


def test_terms_add_up_and_sums_are_written_out() -> None:
    found = bound("terms", x=1, n=4, d=2, s_1="3/5", s_2="2/5")
    assert found.terms["hump"] == 3
    assert found.terms["tail"] == pytest.approx(np.sqrt((0.36 + 0.16) / 4))
    assert sum(found.terms.values()) == pytest.approx(found.value)


def test_a_list_is_a_whole_sequence() -> None:
    assert bound("next", s=["1/2", "1/4"], d=1).exact == "3/10"
    assert bound("next", s="1/2,1/4", d=5).exact == "3/40"
    assert bound("next", s=[0.5, 0.25], d=np.array([1, 2, 3])).value == pytest.approx([0.3, 0.075, 0.075])


def test_a_power_may_be_a_setting() -> None:
    assert bound("power", x="1/2", n=3).exact == "27/8"
    assert bound("power", x=np.array([0.0, 0.5]), n=np.array([[1], [3]])).value == pytest.approx(
        np.array([[2.0, 1.5], [8.0, 3.375]])
    )


def test_arrays_agree_with_single_settings() -> None:
    grid = np.linspace(0.1, 0.45, 7)
    values = cx.bound("optimality.minimax-value", s_1=0.9, s_next=0.5, epsilon=grid).value
    single = [cx.bound("optimality.minimax-value", s_1=0.9, s_next=0.5, epsilon=e).value for e in grid]
    assert values == pytest.approx(single, abs=1e-15)


def test_where_a_hypothesis_fails_an_array_has_no_value() -> None:
    found = bound("above-one", x=np.array([0.5, 1.0, 2.0]))
    assert np.isnan(found.value[0])
    assert list(found.value[1:]) == [1.0, 4.0]


# ---------------------------------------------------------------------------------------------------------- inverse


def test_all_solutions_of_a_bound_that_is_not_monotone() -> None:
    found = bound("cubic", solve="x", target=0)
    assert found.solutions == (-1.0, 0.0, 1.0)
    assert [s.exact for s in found.inverse.solutions] == ["-1", "0", "1"]
    assert found.inverse.kept == ((-10.0, -1.0), (0.0, 1.0))


def test_solutions_against_a_fine_grid() -> None:
    grid = np.linspace(-10, 10, 200_001)
    values = np.sin(5 * grid) + grid / 2 - 0.3
    crossings = grid[:-1][values[:-1] * values[1:] < 0]
    assert bound("bumpy", solve="x", target=0.3).solutions == pytest.approx(crossings, abs=2e-4)


@pytest.mark.parametrize("target", [0.2, 0.5, 0.7, 1])
def test_a_range_on_which_the_bound_is_not_defined_hides_no_solution(target: float) -> None:
    found = cx.bound("optimality.trace-gap", s_1="4/5", trace_gap="1/10", solve="epsilon", target=target)
    (solution,) = found.inverse.solutions
    at = cx.bound("optimality.trace-gap", s_1="4/5", trace_gap="1/10", epsilon=solution.value)
    assert at.value == pytest.approx(target, abs=1e-9)
    ((start, stop),) = found.inverse.kept
    assert start == pytest.approx(0.2)
    assert stop == pytest.approx(1.0 if target == 1 else solution.value)


def test_a_target_that_is_touched() -> None:
    assert bound("square", solve="x", target=0).solutions == (1.0,)


def test_a_pole_is_no_solution() -> None:
    assert bound("pole", solve="x", target=5, within=(-3, 3)).solutions == (0.2,)


def test_whole_numbers_give_the_first_that_keeps_the_target() -> None:
    found = bound("rate", y=3, solve="n", target="1/100")
    assert found.solutions == (90_000.0,)
    assert found.value == 0.01
    runs = bound("valley", y=4, solve="n", target="6/5", within=(1, 1000)).inverse.kept
    keeps = [k for k in range(1, 1001) if Fraction(4 * k, 100) + Fraction(9, k) <= Fraction(6, 5)]
    assert runs == ((keeps[0], keeps[-1]),)


def test_an_exponent_is_solved_for_over_a_wide_range() -> None:
    assert bound("power", x="1/2", solve="n", target=50).inverse.kept == ((1, 9),)
    assert bound("power", x="1/2", n=100_000).value == np.inf


def test_an_index_is_solved_for() -> None:
    spectrum = [1.0, 0.6, 0.3, 0.1]
    found = bound("next", s=spectrum, solve="d", target=0.45, within=(1, 4))
    values = [[*spectrum, 0.0][k] + sum(spectrum[:k]) / 10 for k in range(1, 5)]
    kept = [k for a, b in found.inverse.kept for k in range(int(a), int(b) + 1)]
    assert kept == [k for k, value in enumerate(values, start=1) if value <= 0.45]


@pytest.mark.parametrize(("name", "settings", "expected"), [("valley", {"y": 4}, 15), ("next", {"s": [1, 0.6]}, 2)])
def test_the_best_whole_number(name: str, settings: dict[str, Any], expected: int) -> None:
    setting = "n" if name == "valley" else "d"
    found = bound(name, best=setting, **settings)
    assert found.settings[setting] == expected


def test_the_best_real_number() -> None:
    assert bound("square", best="x").settings["x"] == pytest.approx(1.0, abs=1e-6)


def test_a_hypothesis_limits_the_solutions() -> None:
    assert bound("above-one", solve="x", target=4).solutions == (2.0,)


# ---------------------------------------------------------------------------------------------------------- contexts


def test_a_context_supplies_its_spectrum_and_the_exact_risk() -> None:
    context = cx.load_table("smoking")
    found = cx.bound("optimality.minimax-value", context=context, d=1, epsilon=0.8)
    s_1, s_2 = context.singular_values[:2]
    assert found.value == pytest.approx((s_1**2 - 0.04) / (s_1**2 - s_2**2))
    assert found.supplied == ("s",)
    assert found.exact is None
    assert found.risk == pytest.approx(cx.worst_case_error(context, context.left[:, :1], 0.8))


def test_a_data_context_supplies_what_its_finite_form_does(tmp_path: Path) -> None:
    data = cx.knn_context(np.random.default_rng(0).normal(size=(30, 2)), 5)
    finite = cx.Context.from_conditional(data.core.toarray(), data.p_rows)
    settings = {"d": 3, "N": 10**6, "delta": 0.05}
    whole, wanted = (cx.bound("bounds.kernel-pca-explicit", context=c, **settings) for c in (data, finite))
    assert whole.value == pytest.approx(wanted.value)
    assert set(whole.supplied) >= {"kappa", "S_lambda"}
    part = cx.bound("bounds.kernel-pca-explicit", context=data.spectrum(5), **settings)
    assert part.value == pytest.approx(wanted.value)
    save_context(data, tmp_path / "context.npz")
    loaded = cx.load_context(tmp_path / "context.npz")
    assert cx.bound("bounds.kernel-pca-explicit", context=loaded, **settings).value == pytest.approx(wanted.value)
    with pytest.raises(InputError, match="lacks lambda_10"):
        cx.bound("bounds.kernel-pca-explicit", context=data.spectrum(5), **{**settings, "d": 9})


def test_what_is_set_goes_before_what_is_supplied() -> None:
    context = cx.load_table("smoking")
    assert cx.bound("optimality.minimax-value", context=context, s_1=1, s_next=0, epsilon="1/2", d=1).exact == "3/4"


# ---------------------------------------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: bound("rate", y=1), "lacks n (sample size"),
        (lambda: bound("rate", y=1, n=2, z=3), "no setting 'z'; its settings are y, n"),
        (lambda: bound("rate", y=1, n=2.5), "n is 5/2; a whole number"),
        (lambda: bound("rate", y=0, n=2), "out of its range > 0"),
        (lambda: bound("rate", y="one", n=2), "a finite number such as"),
        (lambda: bound("rate", y=1 + 2j, n=2), "a real number, or an array of them, is right"),
        (lambda: bound("rate", y=float("nan"), n=2), "finite number"),
        (lambda: bound("rate", y="1/0", n=2), "denominator is zero"),
        (lambda: bound("pole", x=0), "no value"),
        (lambda: bound("above-one", x="1/2"), "assumes one: 1 <= x (x is at least 1)"),
        (lambda: bound("next", s=[0.1, 0.5], d=1), "s descends"),
        (lambda: bound("next", s_1=1), "lacks d"),
        (lambda: bound("square", solve="x", target=-1), "runs from 0 to 121"),
        (lambda: bound("square", solve="x"), "come together"),
        (lambda: bound("square", x=1, solve="x", target=1), "both set and to be found"),
        (lambda: bound("square", solve="z", target=1), "z is no setting"),
        (lambda: bound("square", solve="x", target=1, within=(2, 1)), "START < STOP"),
        (lambda: bound("square", x=1, variant="corrected"), "no corrected form"),
        (lambda: bound("square", x=1, part="other"), "its parts are bound"),
        (lambda: bound("square", x=1, context=3), "no context"),
        (lambda: bound("rate", y=np.ones(2), n=np.ones(3)), "do not broadcast"),
        (lambda: cx.compare_bounds(["mine.rate", "mine.square"], statements=MINE, z=1), "a setting of none"),
        (lambda: Axis.of("x=1:2"), "cannot be read"),
        (lambda: Axis.of("x=1:2:1"), "2 to 1000000"),
        (lambda: Axis.of("x=2:1:5"), "START < STOP"),
        (lambda: Axis.of("x=0:1:5:log"), "START > 0"),
        (lambda: Axis.of("n=1:1.2:5").whole(), "one whole number"),
    ],
)
def test_bad_settings_are_told_in_one_sentence(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("[0, 1]", ["0", "1", "1/2"], ["-1", "3/2"]),
        ("[0, 1)", ["0"], ["1"]),
        ("(0, 1)", ["1/2"], ["0", "1"]),
        ("> 0", ["1"], ["0"]),
        ("≥ 1", ["1", "7"], ["0"]),
        ("d ≥ 1", ["1"], ["0"]),
        ("[0, r]", ["9"], ["-1"]),
        ("ℝ", ["-9"], []),
        ("[−1, 1]", ["-1"], ["-2"]),
    ],
)
def test_ranges_are_read_from_the_vocabulary(text: str, inside: list[str], outside: list[str]) -> None:
    interval = Interval.of(text)
    assert all(interval.holds(read("x", value)) for value in inside)
    assert not any(interval.holds(read("x", value)) for value in outside)


def test_every_statement_has_a_formula_that_names_its_settings() -> None:
    for id_ in cx.catalogue:
        with pytest.raises(InputError, match="settings are") as caught:
            cx.bound(id_, no_such_setting=1)
        assert id_ in str(caught.value)


def test_every_part_that_names_terms_adds_them_up() -> None:
    for statement_, claim in itertools.chain.from_iterable(
        ((s_, c) for c in s_.variants.values()) for s_ in cx.catalogue.values()
    ):
        for part in claim.parts:
            assert not part.terms or sp.Add(*part.terms.values()) in (part.lhs, part.rhs), statement_.id
