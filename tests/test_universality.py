"""Which transforms keep the order of all targets: decided, and proved."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import arb, fmpq

from contextures.errors import InputError
from contextures.exact.numbers import NotCertifiable, ball
from contextures.measure.domain import FINITE_KERNELS
from contextures.measure.instance import Instance
from contextures.measure.suprema import universality as decided
from contextures.measure.suprema.universality import Decision, proof, universality
from contextures.measure.worlds.stkr import KernelWorld
from tests.kernel_instances import QUANTITIES, example, floats

GEOMETRIC = [Fraction(1, 2**k) for k in range(6)]
HARMONIC = [Fraction(1, k) for k in range(1, 7)]
CASES = {
    "power 1": (lambda v: v, Fraction(1), "established"),
    "power 2": (lambda v: v**2, Fraction(2), "established"),
    "power 3/2": (lambda v: arb(v) ** (arb(3) / 2), Fraction(3, 2), "established"),
    "power 1/2": (lambda v: arb(v).sqrt(), Fraction(1, 2), "denied"),
    "inverse laplacian": (lambda v: v / (1 - fmpq(9, 10) * v), None, "established"),
    "truncation": (lambda v: v if v >= fmpq(1, 4) else fmpq(0), None, "established"),
    "polynomial": (lambda v: v + v * v, None, "denied"),
    "cubic": (lambda v: v + v**3, None, "denied"),
    "square and cube": (lambda v: v**2 + v**3, None, "denied"),
    "exponential": (lambda v: arb(v).exp() - 1, None, "denied"),
    "sum of inverse powers": (lambda v: v**2 / (1 + v), None, "established"),
    "decreasing": (lambda v: 1 / v, None, "denied"),
    "reversed truncation": (lambda v: v if v < fmpq(1, 4) else fmpq(0), None, "denied"),
}


def order_is_kept(decision: Decision, s: Any, spectrum: list[Fraction]) -> None:
    """A pair with r_{K^p}(f) ≥ r_{K^p}(g) on a fine grid of p, and r_t(f) < r_t(g)."""
    first, second = (np.array([float(v) for v in part]) for part in (decision.first, decision.second))
    assert first.sum() == pytest.approx(1)
    assert second.sum() == pytest.approx(1)
    x = np.array([1 / float(v) for v in spectrum])
    for p in np.concatenate([np.linspace(1, 5, 2001), np.linspace(5, 60, 200)]):
        powers = (x / x.max()) ** p
        assert first @ powers <= second @ powers + 1e-15
    image = [s(fmpq(v.numerator, v.denominator)) for v in spectrum]
    values = np.array([float(arb(v).mid()) for v in image])
    if (values[first > 0] == 0).any():
        assert (values[second > 0] > 0).all()  # r_t(f) = 0 < r_t(g)
    else:
        assert first @ (1 / values) > second @ (1 / values)


@pytest.mark.parametrize("spectrum", [GEOMETRIC, HARMONIC], ids=["geometric", "harmonic"])
@pytest.mark.parametrize("case", CASES)
def test_universality(case, spectrum):
    s, exponent, expected = CASES[case]
    decision = universality(s, spectrum, exponent)
    assert decision.verdict == expected
    assert decision.argument
    if expected == "denied":
        order_is_kept(decision, s, spectrum)


def test_the_worst_error_where_the_transform_of_the_last_eigenvalue_is_tiny():
    """s = λ³ spreads 1/s(λ_i) over twelve orders of magnitude; the exact value is proved by its witnesses."""
    base = [[-2, -4, -3, 4], [0, -4, -1, -1], [-1, 0, -2, 0], [3, -3, 1, -4], [-2, 2, -3, 1]]
    document = {
        "marginal": ["5/21", "5/21", "1/7", "1/7", "5/21"],
        "base": [[str(v) for v in row] for row in base],
        "scale": "1/22",
        "powers": ["0", "0", "1"],
        "task": ["160", "-197", "55", "-365", "223"],
        "encoder": [["1"], ["-3"], ["2"], ["-2"], ["1"]],
        "epsilon": "5839/240",
    }
    instance = FINITE_KERNELS.read({**document, "d": 1, "n": 2, "m": 2, "p": 3})
    seen = KernelWorld.of_floats(instance)
    inverse = [1 / float(seen.s(v)[0]) for v in seen.eigenvalues[:4]]
    assert inverse[-1] > 1e12 * inverse[0]
    exact = QUANTITIES["error"](KernelWorld.of_instance(instance))
    low, high = float(ball(exact.lo)), float(ball(exact.hi))
    assert high - low < 1e-9 * high
    assert floats("error", instance) == pytest.approx(high, rel=1e-9)
    size = float(sum(p * v**2 for p, v in zip(*(instance.fields[k] for k in ("marginal", "task")), strict=True)))
    epsilon = float(instance.fields["epsilon"])
    share = (epsilon / inverse[0] - 1) / (inverse[1] / inverse[0] - 1)
    assert floats("error_top", instance) == pytest.approx(share * size, rel=1e-9)


def test_a_transform_that_vanishes_at_the_largest_eigenvalue_gives_no_value():
    """s(λ) = λ − λ² at eigenvalues 1, 1 and smaller ones: 1/s(λ_1) is infinite in floats and undefined exactly."""
    base = [
        [6, 6, 9, 9, 3],
        [-2, 6, 9, 9, 3],
        [0, -8, 9, 9, 3],
        [0, 0, -21, 9, 3],
        [0, 0, 0, -30, 3],
        [0, 0, 0, 0, -39],
    ]
    document = {
        "marginal": ["1/14", "3/14", "3/14", "3/14", "3/14", "1/14"],
        "base": [[str(v) for v in row] for row in base],
        "scale": "1/125",
        "powers": ["0", "1", "-1"],
        "task": ["1", "0", "0", "0", "0", "0"],
        "encoder": [["3"], ["3"], ["3"], ["3"], ["-10"], ["0"]],
        "epsilon": "1/4",
    }
    instance = FINITE_KERNELS.read({**document, "d": 1, "n": 1, "m": 2, "p": 1})
    assert np.isnan(floats("penalised_top", instance))


@pytest.mark.parametrize("case", [name for name, (_, _, verdict) in CASES.items() if verdict == "established"])
def test_what_is_established_keeps_the_order_of_random_pairs(case):
    s = CASES[case][0]
    x = np.array([1 / float(v) for v in GEOMETRIC])
    values = np.array([float(arb(s(fmpq(v.numerator, v.denominator))).mid()) for v in GEOMETRIC])
    with np.errstate(divide="ignore"):
        h = 1 / values
    rng, exponents, met = np.random.default_rng(0), np.linspace(1, 60, 400), 0
    powers = (x[None, :] / x.max()) ** exponents[:, None]
    for _ in range(3000):
        first, second = rng.dirichlet(np.full(len(x), 0.3), 2) * (rng.random((2, len(x))) < 0.7)
        if first.sum() == 0 or second.sum() == 0:
            continue
        first, second = first / first.sum(), second / second.sum()
        if (powers @ first <= powers @ second).all():
            met += 1
            smooth = [
                np.inf if (h[part > 0] == np.inf).any() else part[part > 0] @ h[part > 0] for part in (first, second)
            ]
            assert smooth[0] <= smooth[1] * (1 + 1e-12)
    assert met > 100


def test_few_eigenvalues_suffice_for_convex_transforms():
    """On three points 1/s need only be convex and not fall in 1/λ, as λ+λ² and e^λ−1 do; on four the premise fails."""
    for s in (lambda v: v + v * v, lambda v: arb(v).exp() - 1):
        assert universality(s, GEOMETRIC[:3]).verdict == "established"
        assert universality(s, HARMONIC[:4]).verdict == "denied"
    assert universality(lambda v: arb(v).sqrt(), GEOMETRIC[:2]).verdict == "established"


def test_representations_are_exact():
    x = [fmpq(1), fmpq(2), fmpq(3), fmpq(5)]
    h = [2 * v + v**3 - 7 for v in x]
    found = decided.representation(x, h)
    assert found is not None
    weights = {name: fmpq(*map(int, value.split("/"))) for name, value in found.items()}
    rebuilt = [
        weights["constant"] + sum((w * v ** int(p) for p, w in weights.items() if p.isdigit()), fmpq(0)) for v in x
    ]
    rebuilt[-1] += weights.get("limit", fmpq(0))
    assert rebuilt == h
    assert decided.representation(x, [1 / v for v in x]) is None


def test_proofs_for_all_exponents_are_refused_where_there_are_none():
    x = [fmpq(1), fmpq(2), fmpq(4)]
    assert proof(x, [fmpq(-1), fmpq(0), fmpq(1)])
    assert proof(x, [fmpq(2), fmpq(-3), fmpq(1)])  # D(1) = 0 and D(p) = (2^p − 1)(2^p − 2)
    assert not proof(x, [fmpq(4), fmpq(-5), fmpq(1)])  # D(p) = (2^p − 1)(2^p − 4) < 0 at p = 1
    assert not proof(x, [fmpq(1), fmpq(0), fmpq(0)])


@pytest.mark.parametrize(
    ("spectrum", "s"),
    [([1], lambda v: v), ([1, 1], lambda v: v), ([1, 0], lambda v: v), (["x", 1], lambda v: v), ([1, 2], lambda v: -v)],
)
def test_what_universality_refuses(spectrum, s):
    with pytest.raises(InputError):
        universality(s, spectrum)


def target_instance(powers: list[str], tilt: list[list[str]], **changes: Any) -> Instance:
    """The cube of four points with characters of squared sizes 4, 2, 1 as the eigenvalues, and a target kernel."""
    characters = [[2, 1, 1], [2, -1, -1], [-2, 1, -1], [-2, -1, 1]]
    fields = {
        "marginal": ["1"] * 4,
        "base": [[str(v) for v in row] for row in characters],
        "scale": "1",
        "powers": powers,
        "tilt": tilt,
    }
    return example(**fields, task=["1", "0", "0", "-1"], other_task=["1", "-1", "0", "0"], encoder=[["1"]] * 4,
                   measure=["1", "-1", "0", "0"], unlabelled=["1"] * 4, **changes)  # fmt: skip


NO_TILT = [["0"]] * 4


@pytest.mark.parametrize(
    ("powers", "tilt", "kept", "diagonal"),
    [
        (["0", "1"], NO_TILT, True, True),
        (["1"], [["0"], ["0"], ["1"], ["-1"]], False, False),  # splits an eigenspace, and mixes
        (["0"], [["1"], ["1"], ["-1"], ["-1"]], True, True),  # the first mode alone
        (["0"], [["1"], ["-1"], ["1"], ["-1"]], False, False),  # one mode of two of the second eigenvalue
        (["1"], [["3"], ["3"], ["-3"], ["-3"]], True, True),  # more weight on the first
        (["1"], [["0"], ["1"], ["-1"], ["0"]], False, False),
    ],
)
def test_a_target_keeps_the_order_or_a_pair_breaks_it(powers, tilt, kept, diagonal):
    instance = target_instance(powers, tilt)
    exact = KernelWorld.of_instance(instance)
    assert (floats("order_defect", instance) == 0) == kept
    assert (floats("target_mixing", instance) == 0) == diagonal
    assert (QUANTITIES["target_mixing"](exact) == 0) == diagonal
    try:
        defect = QUANTITIES["order_defect"](exact)
    except NotCertifiable:  # a space that is no sum of top eigenspaces
        assert not kept
        assert powers == ["0"]
    else:
        assert (isinstance(defect, fmpq) and defect == 0) == kept


def test_an_increasing_transform_that_does_not_keep_the_order():
    """s = λ + λ³ at λ = 1/2^k: the matrices of the kernel know it, and a pair of functions proves it."""
    spaces = [[8, 0, 0, 0], [4, 8, 0, 0], [4, 4, 8, 0], [4, 4, 4, 8], [-20, -16, -12, -8]]
    base, law = np.array(spaces), ["1"] * 5
    document = {
        "marginal": law,
        "base": [[str(v) for v in row] for row in base],
        "scale": "1/1",
        "powers": ["1", "0", "1"],
        "tilt": [["0"]] * 5,
    }
    fields = {name: ["1", "0", "0", "0", "-1"] for name in ("task", "other_task", "measure")}
    instance = example(**document, **fields, encoder=[["1"]] * 5, unlabelled=law)
    assert floats("order_defect", instance) > 1e-4
    assert floats("cone_defect", instance) == pytest.approx(floats("order_defect", instance), rel=1e-6)
    assert floats("largest_drop", instance) > 1e-4
    assert floats("target_mixing", instance) == 0


def test_the_distance_from_the_cone_is_what_a_pair_can_lose():
    rng = np.random.default_rng(1)
    for _ in range(60):
        x = np.cumsum(rng.integers(1, 5, 4)).astype(float)
        h = rng.integers(1, 30, 4).astype(float)
        distance, drop = decided.cone_distance(x, h), decided.largest_drop(x, h)
        assert distance <= drop
        assert drop - 2 * decided.SOLVED <= 2 * distance + 1e-9  # 2 = √4, between the norms
