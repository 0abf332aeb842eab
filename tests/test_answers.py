"""Exact answers beside the limits: a given law, a table, ranks and their coverage; and limits of corrected forms."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

import contextures as cx
from contextures.bounds import betting
from tests.command_line import Run

COIN = {0: "9/10", 1: "1/10"}


def misses(found: cx.Comparison) -> dict[str, Any]:
    return {row.name.removeprefix("classical."): row.miss for row in found.rows}


# ------------------------------------------------------------------------------------------------------- a given law
def test_the_miss_of_each_limit_of_a_coin_is_a_binomial_sum() -> None:
    found = cx.compare(law=COIN, n=30, delta="1/5")
    told, n, p = misses(found), 30, 0.1
    chances = stats.binom.pmf(np.arange(n + 1), n, p)
    k = np.arange(n + 1)
    upper = {
        "clopper-pearson": np.append(stats.beta.ppf(0.8, k[:-1] + 1, n - k[:-1]), 1),
        "hoeffding": k / n + np.sqrt(np.log(5) / (2 * n)),
        "bernstein": k / n + np.sqrt(2 * 0.09 * np.log(5) / n) + np.log(5) / (3 * n),
    }
    assert upper["clopper-pearson"][0] < p
    for name, ends in upper.items():
        assert float(told[name]) == pytest.approx(chances[ends < p].sum(), abs=1e-14), name
    assert found.settings["true_variance"] == pytest.approx(0.09)
    assert found.settings["count"] == 3


def test_the_miss_on_both_sides_of_three_values_is_a_sum_over_sequences() -> None:
    law = {0: "1/2", "1/2": "1/4", 1: "1/4"}
    n, mean = 5, 0.375
    told = misses(cx.compare(law=law, n=n, delta="9/10", two_sided=True))
    radius = np.sqrt(np.log(1 / 0.45) / (2 * n))
    wanted = sum(
        float(np.prod([float(Fraction(law[z])) for z in drawn]))
        for drawn in product(law, repeat=n)
        if abs(float(np.mean([float(Fraction(str(z))) for z in drawn])) - mean) > radius
    )
    assert wanted > 0
    assert float(told["hoeffding"]) == pytest.approx(wanted, abs=1e-14)
    assert told["clopper-pearson"] is None


def test_the_miss_of_betting_is_a_sum_over_ordered_samples() -> None:
    n, delta = 6, 0.6
    told = misses(cx.compare(law={0: "1/4", 1: "3/4"}, n=n, delta="3/5"))
    wanted = sum(
        0.75 ** sum(drawn) * 0.25 ** (n - sum(drawn))
        for drawn in product((0.0, 1.0), repeat=n)
        if betting.upper_limit(np.array(drawn), delta) < 0.75
    )
    assert wanted > 0
    assert float(told["betting"]) == pytest.approx(wanted, abs=1e-12)
    assert misses(cx.compare(law={0: "1/4", 1: "3/4"}, n=40, delta="3/5"))["betting"] is None


def test_limits_that_stand_keep_their_level_and_a_folk_interval_does_not() -> None:
    told = misses(cx.compare(law=COIN, n=10, delta="1/20", two_sided=True))
    for name in ("clopper-pearson", "hoeffding", "chernoff-kl", "bentkus", "split-kl", "anderson"):
        assert told[name] <= Fraction(1, 20), name
    assert told["folk-intervals (wald)"] > Fraction(1, 3)


def test_the_command_writes_the_misses(run: Run) -> None:
    done = run("compare", "--law", "0=9/10,1=1/10", "n=10", "delta=1/20", "--json", "-")
    document = json.loads(done.out)
    assert document["law"] == {"0": "9/10", "1": "1/10"}
    told = {(row["id"], row["part"]): row["miss"] for row in document["limits"]}
    assert Fraction(told["classical.folk-intervals", "wald"]) >= Fraction(9, 10) ** 10
    words = run("compare", "--law", "0=9/10,1=1/10", "n=10", "delta=1/20").out
    assert "misses are exact, under the law of 9/10 on 0, 1/10 on 1" in words


@pytest.mark.parametrize(
    ("law", "message"),
    [
        ("0=1/2,1=1/3", "add up to 5/6"),
        ("0,1=1", "VALUE=PROBABILITY"),
        ("0=1/2,0=1/2", "each value once"),
        ({0: "3/2", 1: "-1/2"}, "none negative"),
        ({0: "1/2", 2: "1/2"}, "outside of the range"),
        (3, "a mapping of values"),
    ],
)
def test_what_is_no_law_is_refused(law: Any, message: str) -> None:
    with pytest.raises(cx.InputError, match=message):
        cx.compare(law=law, n=10, delta="1/20")


def test_a_law_goes_with_limits_of_one_mean_and_tells_the_variance() -> None:
    with pytest.raises(cx.InputError, match="one mean"):
        cx.compare(law=COIN, n=10, delta="1/20", mean="1/10", KL=1)
    with pytest.raises(cx.InputError, match="told by the law"):
        cx.compare(law=COIN, n=10, delta="1/20", true_variance="1/10")


def test_compare_is_a_word_of_bound(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "losses.csv").write_text("id,loss\na,0\nb,1\nc,0.5\nd,0.25\n")
    alias = run("bound", "--compare", "mean", "n=100", "mean=0.05", "delta=0.05")
    assert alias.out == run("compare", "n=100", "mean=0.05", "delta=0.05").out
    words = ("--data", "losses.csv", "--column", "loss")
    alias = run("bound", "--compare", "delta=0.05", *words)
    assert alias.out == run("compare", "delta=0.05", *words).out
    assert "classical.anderson" in alias.out
    done = run("bound", "--compare", "mean=0.1", "n=9", "delta=0.1", "--solve", "n")
    assert (done.code, done.err) == (2, "contextures: --compare does not go with --solve\n")


# ---------------------------------------------------------------------------------------- a table, and what is known
def test_the_smallest_error_is_beside_fano() -> None:
    counts = np.array([[3, 1], [1, 5], [2, 2]])
    found = cx.bound("classical.fano", context=cx.Context.from_table(counts))
    error = found.beside["smallest P(X̂ ≠ X)"].value
    guesses = product(range(3), repeat=2)
    assert error == pytest.approx(min(1 - sum(counts[g[y], y] for y in range(2)) / 14 for g in guesses))
    assert found.value <= error
    joint = counts / 14
    assert found.settings["H"] == pytest.approx(-(joint * np.log(joint / joint.sum(0))).sum())
    assert found.settings["m"] == 3


@pytest.mark.parametrize("id_", ["classical.makur-zheng", "classical.sdpi-chain", "classical.s-star"])
def test_the_contraction_is_enclosed_beside_its_bounds(id_: str) -> None:
    rng = np.random.default_rng(0)
    counts = rng.integers(1, 9, (2, 3))
    more = {"mi": "1/10"} if id_ == "classical.s-star" else {}
    found = cx.bound(id_, context=cx.Context.from_table(counts), **more)
    low, high = (found.beside[f"η_KL is at {end}"].value for end in ("least", "most"))
    p, rows = counts.sum(1) / counts.sum(), counts / counts.sum(1, keepdims=True)
    r = np.linspace(1e-6, 1 - 1e-6, 4001)
    r = r[np.abs(r - p[0]) > 1e-3]
    laws = np.stack([r, 1 - r], axis=1)
    after = (laws @ rows * np.log(laws @ rows / (p @ rows))).sum(1)
    peak = (after / (laws * np.log(laws / p)).sum(1)).max()
    assert low - 1e-4 <= peak <= high
    assert high - low < 1e-4
    if id_ == "classical.makur-zheng":
        assert found.value >= high
    elif id_ == "classical.sdpi-chain":
        assert found.value <= high
    else:
        assert found.value == pytest.approx(high / 10)


def test_what_takes_no_table_says_so() -> None:
    table = cx.Context.from_table([[1, 2], [3, 4]])
    with pytest.raises(cx.InputError, match="supplies nothing to"):
        cx.bound("classical.hoeffding", context=table, mean="1/10", n=10, delta="1/20")


def test_xi_is_exact_beside_its_range() -> None:
    found = cx.bound("classical.maurer-xi", part="range", n=6)
    from math import comb

    share = [Fraction(k, 6) for k in range(7)]
    xi = sum(comb(6, k) * share[k] ** k * (1 - share[k]) ** (6 - k) for k in range(7))
    assert Fraction(found.beside["ξ(n)"].exact or 0) == xi
    assert found.beside["√n"].value <= float(xi) <= found.value


# ------------------------------------------------------------------------------------------------------------- ranks
@pytest.mark.parametrize(("n", "alpha"), [(5, "1/4"), (4, "1/5"), (6, "2/5")])
def test_the_coverage_beside_a_rank_is_that_of_random_orders(n: int, alpha: str) -> None:
    for id_, part in (("classical.conformal", "lower"), ("classical.conformal-uncorrected", "order")):
        found = cx.bound(id_, part=part, variant="printed", n=n, alpha=alpha)
        rank = int(found.value)
        orders = list(permutations(range(n + 1)))
        covered = sum(order[-1] <= sorted(order[:-1])[rank - 1] for order in orders)
        assert Fraction(found.beside["coverage without ties"].exact or 0) == Fraction(covered, len(orders))


@pytest.mark.parametrize("alpha", ["1/10", "1/20", "99/1000", "1/3", "1/1000"])
@pytest.mark.parametrize(("id_", "part"), [("classical.conformal", None), ("classical.crc", "conformal")])
def test_the_smallest_n_of_a_finite_threshold(id_: str, part: str | None, alpha: str) -> None:
    found = cx.bound(id_, part=part, alpha=alpha, solve="n")
    (n,) = (int(value) for value in found.solutions)
    assert n + 1 == -(-1 // Fraction(alpha))
    ranks = [cx.bound(id_, part=part, alpha=alpha, n=size).value for size in (n - 1, n)]
    assert ranks[0] > n - 1
    assert ranks[1] <= n


def test_a_limit_that_goes_up_and_down_keeps_a_target_with_gaps() -> None:
    settings = {"alpha": "1/10", "delta": "1/20"}
    found = cx.bound("classical.conformal-training", **settings, solve="n", target="22/25")
    last = int(found.solutions[-1])
    limits = cx.bound("classical.conformal-training", **settings, n=np.arange(500, last + 2000)).value
    low = np.flatnonzero(limits < 0.88) + 500
    assert last == low[-1] + 1
    assert {int(n) for n in found.solutions} >= {558, 638, 640}


def test_the_smallest_n_of_a_level_given_the_calibration_scores() -> None:
    found = cx.bound("classical.conformal-training", alpha="1/10", delta="1/20", solve="n", target="22/25")
    n = int(found.solutions[0])

    def level(size: int) -> float:
        rank = int(np.ceil((size + 1) * 0.9 - 1e-9))
        return float(stats.beta.ppf(0.05, rank, size - rank + 1)) if rank <= size else 0.0

    assert level(n) >= 0.88
    assert max(map(level, range(1, n))) < 0.88
    assert found.value == pytest.approx(level(n), abs=1e-9)


def test_a_search_without_a_target_is_for_what_may_say_nothing() -> None:
    with pytest.raises(cx.InputError, match="come together"):
        cx.bound("classical.hoeffding", mean="1/10", delta="1/20", solve="n")


# ------------------------------------------------------------------------------------------------ limits by their form
def test_corrected_forms_are_the_limits_that_hold() -> None:
    losses = cx.bound("classical.clopper-pearson-losses", mean="1/7", n=50, delta="1/20")
    assert (losses.variant, losses.value) == (
        "corrected",
        cx.bound("classical.bentkus", mean="1/7", n=50, delta="1/20").value,
    )
    interval = cx.bound("classical.folk-intervals", count=3, n=50, delta="1/20")
    assert (interval.lower, interval.value) == pytest.approx(stats.binomtest(3, 50).proportion_ci(0.95), abs=1e-12)
    halves = cx.bound("classical.betting-halves", n=10, delta="1/20")
    assert halves.value == pytest.approx(0.05 * (1 + np.log(20)))
    with pytest.raises(cx.InputError, match="n is even"):
        cx.bound("classical.betting-halves", n=9, delta="1/20")
    level = cx.bound("classical.betting-halves", n=10, solve="delta", target="1/20").solutions[0]
    assert level * (1 + np.log(1 / level)) == pytest.approx(0.05)


def test_the_median_of_means_is_an_interval() -> None:
    blocks = cx.bound("classical.median-of-means", true_variance=2, m=10)
    assert (blocks.lower, blocks.value) == pytest.approx((-np.sqrt(0.8), np.sqrt(0.8)))
    assert "but for probability exp(-k/8)" in blocks.reading
    whole = cx.bound("classical.median-of-means", part="delta", true_variance=2, n=100, delta="1/10")
    assert whole.value == -whole.lower == pytest.approx(np.sqrt(64 * np.log(10) / 100))


def test_pinsker_backwards_and_the_information_of_single_examples() -> None:
    p, q = np.array([0.5, 0.3, 0.2]), np.array([0.25, 0.25, 0.5])
    tv, kl = np.abs(p - q).sum() / 2, (p * np.log(p / q)).sum()
    assert kl <= cx.bound("classical.pinsker", part="reverse", TV=tv, min_p=q.min()).value
    single = cx.bound("classical.xu-raginsky", part="single", information=[0.1, 0.2, 0.4])
    assert single.settings["n"] == 3
    assert single.value == pytest.approx(np.sqrt(np.array([0.1, 0.2, 0.4]) / 2).mean())
    with pytest.raises(cx.InputError, match="3 entries and n is 4"):
        cx.bound("classical.xu-raginsky", part="single", information=[0.1, 0.2, 0.4], n=4)
