"""The guarantee of a function against the exact miss: what is known by hand, by brute force and by other routes."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import contextures as cx
from contextures import Audit, InputError, audit
from contextures.exact.numbers import ball
from contextures.strategies import value_laws
from contextures.verify.audit.promises import Promise, above, below, ends
from contextures.verify.audit.samples import as_floats, space
from contextures.verify.audit.simplex import Simplex
from contextures.verify.audit.twopoints import TwoPoints, simplest

HALF = Fraction(1, 2)


def hoeffding(sample, delta):
    return min(1.0, sample.mean() + math.sqrt(math.log(1 / delta) / (2 * len(sample))))


def clopper_pearson(sample, delta):
    n, k = len(sample), round(sample.sum())
    return 1.0 if k == n else stats.beta.ppf(1 - delta, k + 1, n - k)


def plug_in(sample, delta):
    n, log = len(sample), math.log(1 / delta)
    return sample.mean() + math.sqrt(2 * sample.var(ddof=1) * log / n) + log / (3 * n)


def wilson(sample, delta):
    n, p, z = len(sample), sample.mean(), stats.norm.isf(delta / 2)
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def conformal(sample, delta):
    k = math.ceil((len(sample) + 1) * (1 - Fraction(delta).limit_denominator(1000)))
    return np.sort(sample)[k - 1] if k <= len(sample) else math.inf


def miss_by_hand(function, law, n, delta, misses, rounding=Fraction(1, 10**9)):
    """Enumerate every sequence in plain Python, with fractions."""
    mean = sum((x * w for x, w in law.items()), Fraction(0))
    total = Fraction(0)
    for sample in product(law, repeat=n):
        answer = function(np.array([float(x) for x in sample]), delta)
        if misses(answer, mean, rounding):
            total += math.prod(law[x] for x in sample)
    return total


def too_low(answer, mean, rounding):
    return answer < mean - rounding


# Two points, exactly.


def test_a_tight_limit_comes_up_to_delta_and_is_not_blamed():
    found = audit(clopper_pearson, n=12, domain="binary")
    assert not found.violated
    assert Fraction(49, 1000) < found.miss <= Fraction(1, 20)
    assert float(ball(found.exact_supremum).mid()) == pytest.approx(0.05, abs=1e-7)
    assert found.raise_if_violated() is found
    assert found.certificate is None


def test_without_rounding_the_last_digit_counts():
    def short_by_a_digit(sample, delta):
        return clopper_pearson(sample, delta) - 1e-12 * (sample.sum() < 3)

    short = audit(short_by_a_digit, n=3, domain="binary", rounding=0)
    assert short.violated
    assert short.miss - Fraction(1, 20) < Fraction(1, 10**9)
    assert cx.check(short.certificate).proves


@pytest.mark.parametrize("kind", ["upper", "lower"])
def test_the_mean_itself_is_no_limit_in_either_direction(kind):
    found = audit(lambda sample, delta: sample.mean(), kind, n=5, delta="1/10", domain="binary")
    assert found.violated
    assert found.miss > Fraction(999, 1000)
    sure = {"upper": (Fraction(0),) * 5, "lower": (Fraction(1),) * 5}[kind]
    assert found.missed_samples[0].sample == sure


def test_a_constant_answer_misses_surely():
    found = audit(lambda sample, delta: 0.5, n=2, domain="binary")
    assert found.miss == 1
    assert found.supremum == {"exact": "1"}
    assert found.mean > HALF


def test_the_supremum_of_wilson_is_that_of_a_fine_grid():
    found = audit(wilson, "interval", n=15, domain="binary")
    answers = [wilson(np.repeat([0.0, 1.0], [15 - k, k]), 0.05) for k in range(16)]

    def miss(p):
        return sum(stats.binom.pmf(k, 15, p) for k, (low, high) in enumerate(answers) if not low <= p <= high)

    ends_ = {p for pair in answers for p in pair}
    near = [miss(p + s) for p in ends_ for s in (-1e-6, 1e-6) if 0 < p + s < 1]
    assert found.violated
    assert float(ball(found.exact_supremum).mid()) == pytest.approx(max(near), rel=1e-4)
    assert max(miss(p) for p in np.linspace(0, 1, 2001)) <= float(ball(found.exact_supremum).mid())


def test_an_inner_maximum_is_a_root_of_the_derivative():
    # Only one success in three is missed: 3p(1 − p)² is largest at p = 1/3.
    found = audit(lambda sample, delta: -1.0 if sample.sum() == 1 else 1.0, n=3, domain="binary")
    assert float(ball(found.exact_supremum).mid()) == pytest.approx(4 / 9, abs=1e-12)
    assert abs(found.miss - Fraction(4, 9)) < Fraction(1, 10**4)
    assert abs(found.mean - Fraction(1, 3)) < Fraction(1, 100)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-2, 12), st.integers(-2, 12)), min_size=4, max_size=4),
    st.sampled_from([(Fraction(0), Fraction(1)), (Fraction(1, 4), HALF)]),
)
def test_the_pieces_agree_with_evaluation_at_many_laws(pairs, points):
    """Intervals with any ends: the supremum is above every value, and the law that is returned is near it."""
    n, rounding, delta = 3, fmpq(1, 1000), fmpq(1, 20)
    every = space(2, n, False)
    answers = np.array(pairs, dtype=float)[:, None, :] / 10
    low, high = ends(Promise.INTERVAL, answers, delta, rounding)
    two = TwoPoints(every, low, high, points, rounding)
    peak = two.peak(delta)
    supremum = ball(peak.supremum)
    for p in (fmpq(k, 23) for k in range(24)):
        assert not two.miss(p) > supremum
    assert two.miss(peak.p) == peak.miss
    assert not peak.miss > supremum
    assert peak.miss >= supremum * (1 - fmpq(1, 1000)) or peak.miss == 0 == float(supremum)
    assert two.sketch == pytest.approx(float(supremum.mid()), abs=0.5)
    assert two.sketch <= float(supremum.mid()) + 1e-9


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_the_simplest_fraction_lies_between(a, b):
    if a != b:
        low, high = min(a, b), max(a, b)
        found = simplest(low, high)
        assert low < found < high
        size = found.denominator
        assert not any(low < Fraction(k, q) < high for q in range(1, min(size, 40)) for k in range(q + 1))


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**20), 10**20), st.integers(1, 10**20))
def test_floats_are_compared_with_rationals_exactly(x, p, q):
    assert below(np.array([x]), fmpq(p, q))[0] == (Fraction(x) < Fraction(p, q))
    assert above(np.array([x]), fmpq(p, q))[0] == (Fraction(x) > Fraction(p, q))


def test_infinities_and_nan_are_no_rationals():
    assert below(np.array([-np.inf, np.inf, np.nan]), fmpq(0)).tolist() == [True, False, False]
    assert above(np.array([-np.inf, np.inf, np.nan]), fmpq(0)).tolist() == [False, True, False]


# One law, against every sequence in plain Python.


@settings(max_examples=15, deadline=None)
@given(law=value_laws(["0", "1/3", "1"]))
def test_the_miss_at_a_law_is_that_of_every_sequence(law):
    found = audit(plug_in, n=4, law=law)
    assert found.miss == miss_by_hand(plug_in, law, 4, 0.05, too_low)
    assert found.law == law


def test_strategy_of_laws():
    with pytest.raises(InputError, match="distinct"):
        value_laws([0, "0"])
    with pytest.raises(InputError, match="largest"):
        value_laws([0], largest=0)


@pytest.mark.parametrize("order", ["any", "given"])
def test_missed_samples_add_up_to_the_miss(order):
    found = audit(plug_in, n=5, values="0,1/2,1", order=order)
    assert found.violated
    assert sum(missed.probability for missed in found.missed_samples) == found.miss
    assert found.missed_count == len(found.missed_samples)
    by_hand = miss_by_hand(plug_in, {x: w for x, w in found.law.items() if w}, 5, 0.05, too_low)
    assert found.miss == by_hand


def test_an_empty_interval_misses_once_whatever_the_mean():
    found = audit(lambda sample, delta: (0.6, 0.4), "interval", n=2, domain="binary")
    assert found.miss == 1
    assert found.supremum == {"exact": "1"}


# More values.


def test_three_values_are_climbed_past_what_two_can_do():
    # It misses only samples in which all three values occur, as a law on two of them never draws.
    def rainbow(sample, delta):
        return -1.0 if len(set(sample)) == 3 else 1.0

    found = audit(rainbow, n=3, values="0,1/2,1")
    assert found.miss == pytest.approx(6 / 27, rel=1e-3)
    assert len(found.law) == 3
    assert found.supremum is None


def test_the_climb_reaches_a_maximum_at_the_open_edge_of_a_slab():
    every, points, rounding = space(3, 4, False), (Fraction(0), HALF, Fraction(1)), fmpq(1, 10**9)
    sums = as_floats(points)[every.rows].sum(axis=1)
    high = np.where(sums <= 1, 0.6, 1.0)[:, None]
    low = np.full_like(high, -np.inf)
    simplex = Simplex(every, low, high, points, rounding)
    best, weights = simplex.climb(np.random.default_rng(0), np.zeros((0, 3)), lambda: False)
    law, miss = simplex.exact(weights, fmpq(1, 20))
    grid = [
        float(simplex.miss([fmpq(a, 40), fmpq(b, 40), fmpq(40 - a - b, 40)])) for a in range(41) for b in range(41 - a)
    ]
    assert float(miss.p) / float(miss.q) >= max(grid) * 0.999
    assert best == pytest.approx(float(miss.p) / float(miss.q), rel=1e-3)
    assert simplex.mean(law) > fmpq(6, 10)


def test_values_that_the_search_chooses():
    # It fails at constants near 1 only: all draws equal and above 0.9.
    def proud(sample, delta):
        return 0.9 if sample.min() > 0.9 else 1.0

    found = audit(proud, n=6)
    assert found.violated
    assert found.miss > Fraction(99, 100)
    assert found.mean > Fraction(9, 10)
    assert found.domain == "unit"


def test_what_is_rare_and_large_is_found():
    # Small values hide a rare 1: the largest draw seen is taken as the bound.
    found = audit(lambda sample, delta: sample.max(), n=8)
    assert found.violated
    assert max(found.law) == 1 or found.miss > Fraction(9, 10)


# P-values.


def binomial(sample, level):
    return stats.binom.cdf(math.floor(sample.sum() + 1e-9), len(sample), level)


def test_a_binomial_p_value_is_valid_for_bits_and_nearly_attains_its_level():
    found = audit(binomial, "pvalue", n=8, domain="binary")
    assert not found.violated
    assert found.miss > Fraction(49, 1000)


def test_its_floor_is_not_valid_for_losses():
    found = audit(binomial, "pvalue", n=6)
    assert found.violated
    assert cx.check(found.certificate).proves
    again = audit(binomial, "pvalue", n=6, law=found.law)
    assert again.miss == found.miss


def test_a_p_value_at_a_level_is_audited_over_all_larger_means():
    found = audit(lambda sample, level: 0.0 if sample.sum() == 0 else 1.0, "pvalue", n=4, null="1/2", domain="binary")
    assert found.mean >= HALF
    assert found.miss == HALF**4
    assert found.law == {Fraction(0): HALF, Fraction(1): HALF}
    with pytest.raises(InputError, match="null"):
        audit(binomial, "pvalue", n=4, null=2, domain="binary")


# Conformal prediction.


def test_a_conformal_threshold_misses_as_often_as_it_may():
    found = audit(conformal, "conformal", n=9, delta="1/10")
    assert found.miss == Fraction(1, 10)
    assert not found.violated
    assert found.law is None
    assert found.mean is None
    assert audit(conformal, "conformal", n=9, delta="1/20").miss == 0


def test_a_quantile_without_correction_misses_more_often():
    found = audit(lambda sample, delta: np.quantile(sample, 1 - delta), "conformal", n=9, delta="1/10")
    assert found.miss == Fraction(2, 10)
    assert cx.check(found.certificate).proves


def test_scores_of_ones_own_in_every_order():
    found = audit(lambda sample, delta: sample[-1], "conformal", n=3, delta="1/4", values=[0, 1, 2, 10])
    assert found.order == "given"
    assert found.asymmetry is not None
    assert found.miss == HALF
    assert cx.check(found.certificate).proves


# Order, chance and batches.


def test_a_function_of_the_order_is_evaluated_on_every_sequence():
    def first(sample, delta):
        return sample[0] + 0.25

    found = audit(first, n=3, domain="binary")
    assert found.order == "given"
    assert "order matters" in " ".join(found.lines())
    assert found.miss == miss_by_hand(first, found.law, 3, 0.05, too_low)
    assert found.missed_samples[0].sample[0] == 0


def test_a_function_of_the_order_with_too_many_sequences_is_told():
    with pytest.raises(InputError, match=r"so that every sequence counts: there are 1,048,576 of 20 draws"):
        audit(lambda sample, delta: sample[0], n=20, domain="binary")


def test_a_random_function_is_audited_with_its_seeds():
    def coin(sample, delta, seed):
        return 1.0 if seed % 4 else 0.0

    found = audit(coin, n=2, seeded=40, domain="binary")
    failing = sum(seed % 4 == 0 for seed in found.question.seeds)
    assert found.miss == Fraction(failing, 40)
    assert {missed.seed % 4 for missed in found.missed_samples} == {0}
    assert cx.check(found.certificate).proves


def test_batches_give_what_single_calls_give(no_clock):
    single = audit(plug_in, n=6, seed=3, time_budget=10)
    many = audit(
        lambda samples, delta: np.array([plug_in(sample, delta) for sample in samples]),
        n=6,
        batched=True,
        seed=3,
        time_budget=10,
    )
    assert (many.miss, many.law) == (single.miss, single.law)
    pairs = audit(lambda samples, delta: (samples.mean(1) - 0.1, samples.mean(1) + 0.1), "interval", n=4, batched=True)
    assert pairs.violated


def test_the_same_seed_gives_the_same_audit(no_clock):
    assert audit(plug_in, n=5, seed=1, time_budget=9) == audit(plug_in, n=5, seed=1, time_budget=9)


# What the result says.


def test_violations_are_failing_assertions():
    with pytest.raises(AssertionError, match=re.escape("Law: P(0) =")) as raised:
        audit(plug_in, n=10, domain="binary").raise_if_violated()
    assert "10×0" in str(raised.value)
    assert "δ = 1/20" in str(raised.value)


@pytest.mark.parametrize(
    "case",
    [
        {"function": hoeffding},
        {"function": plug_in},
        {"function": wilson, "kind": "interval"},
        {"function": binomial, "kind": "pvalue", "domain": "binary"},
        {"function": conformal, "kind": "conformal", "delta": "1/4"},
        {"function": lambda sample, delta: sample[0], "kind": "lower"},
        {"function": lambda sample, delta: math.inf if sample.sum() else math.nan},
        {"function": lambda sample, delta, seed: sample.mean() + seed % 2, "seeded": True},
    ],
)
def test_json_obeys_its_schema_and_pictures_can_be_drawn(valid, case):
    found = audit(**{"n": 3, "time_budget": 20, **case})
    assert isinstance(found, Audit)
    valid("audit", found.to_json("certificates/x.json"))
    if found.certificate is not None:
        valid("audit-certificate", found.certificate)
        assert cx.check(found.certificate).proves
    axes = found.plot()
    assert axes.get_title("left").startswith(found.function.rpartition(":")[2])
    assert axes.lines
    assert all(np.isfinite(line.get_xydata()).all() for line in axes.lines)


@pytest.mark.parametrize(
    ("settings_", "words"),
    [
        ({"n": 0}, "n is 0"),
        ({"n": 2.5}, "n is 2.5"),
        ({"n": True}, "n is True"),
        ({"delta": 0}, "delta"),
        ({"delta": "1"}, "between 0 and 1"),
        ({"delta": "x"}, "delta is 'x'"),
        ({"delta": "1/0"}, "divides by zero"),
        ({"delta": "1e99999999"}, "delta"),
        ({"kind": "upper limit"}, "kind is"),
        ({"values": [0, 0.0]}, "occurs twice"),
        ({"values": []}, "none"),
        ({"values": "0:1:x"}, "START:STOP:COUNT"),
        ({"values": [0, 1], "domain": "binary"}, "one of them"),
        ({"domain": "integers"}, "domain is"),
        ({"order": "sorted"}, "order is"),
        ({"null": "1/2"}, "kind pvalue"),
        ({"rounding": -1}, "rounding is"),
        ({"law": {0: "1/2"}}, "sum 1"),
        ({"seed": -1}, "seed is"),
        ({"seeded": 2000}, "seeded is"),
        ({"time_budget": 0}, "time_budget is"),
        ({"kind": "conformal", "n": 3, "values": [0, 1]}, "needs 4 scores"),
        ({"kind": "conformal", "domain": "unit"}, "conformal takes scores"),
        ({"n": 20, "order": "given", "domain": "binary"}, "1,048,576 sequences"),
        ({"n": 10, "order": "given", "values": "0:1:5"}, "9,765,625 sequences"),
        ({"n": 400_000, "domain": "binary"}, "400,001 samples"),
        ({"n": 100_000, "domain": "unit"}, "10,000,100,000 numbers; at most 200,000,000 are enumerated: a smaller n"),
    ],
)
def test_bad_questions_are_told(settings_, words):
    with pytest.raises(InputError, match=re.escape(words)):
        audit(hoeffding, **settings_)
