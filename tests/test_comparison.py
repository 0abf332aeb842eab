"""Limits side by side, against other libraries, exact answers and bad input."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
from scipy import stats

import contextures as cx
from contextures.bounds import betting, comparison
from contextures.bounds.sample import Sample
from tests.command_line import Run

LOSSES = np.round(np.random.default_rng(0).beta(1, 9, 300), 3)
ERRORS = np.random.default_rng(1).permutation([0] * 193 + [1] * 7)
LEVELS = [0.001, 0.05, 0.3, 0.9]


def rows(found: cx.Comparison) -> dict[str, Any]:
    return {row.name.removeprefix("classical."): row for row in found.rows}


def test_a_sample_of_zeros_and_ones_has_the_binomial_limit_as_the_best() -> None:
    found = cx.compare(count=7, n=200, delta="1/20")
    best = found.best
    assert best is not None
    assert best.id == "classical.clopper-pearson"
    assert best.value == pytest.approx(stats.binomtest(7, 200, alternative="less").proportion_ci(0.95).high, abs=1e-12)
    assert best.excess == pytest.approx(best.value - 7 / 200)
    values = {name: row.value for name, row in rows(found).items()}
    assert values["clopper-pearson"] < values["bentkus"] < values["chernoff-kl"] < values["hoeffding"]


def test_losses_have_no_binomial_limit_and_it_is_said_why() -> None:
    found = cx.compare(mean="3/25", variance="2/25", n=500, delta="1/20")
    row = rows(found)["clopper-pearson"]
    assert row.value is None
    assert "values 0 and 1" in row.why
    assert found.best is not None
    assert found.best.id not in ("classical.bernstein-plug-in", "classical.clopper-pearson-losses")


@pytest.mark.parametrize("two_sided", [False, True])
def test_a_mean_that_coins_may_have_tells_what_the_exact_limit_would_be(two_sided: bool) -> None:
    found, counted = (
        cx.compare(n=100, delta="1/20", two_sided=two_sided, **{k: v}) for k, v in (("mean", "1/20"), ("count", 5))
    )
    exact = rows(counted)["clopper-pearson"]
    why = rows(found)["clopper-pearson"].why
    assert f"{exact.value:.6g}" in why
    assert why.endswith("exactly") == ("worst probability of a miss is δ" in exact.remarks) == (not two_sided)
    assert "no 100 such values" in rows(cx.compare(n=100, delta="1/20", mean="53/1000"))["clopper-pearson"].why


def test_each_limit_says_what_it_needs() -> None:
    needs = cx.compare(mean="1/20", n=100, delta="1/20").needs
    assert needs["the variance of the law, which data do not tell"] == ["classical.bernstein"]
    assert "classical.clopper-pearson" in needs["values 0 and 1"]
    assert "classical.hoeffding" in needs["values in a range that is known before the data"]
    assert len(needs["independent draws from one law"]) == len(comparison.GROUPS["one mean"])


def test_what_does_not_apply_says_what_it_lacks() -> None:
    told = rows(cx.compare(mean="3/25", n=500, delta="1/20"))
    assert "true_variance" in told["bernstein"].why
    assert "variance" in told["empirical-bernstein"].why
    assert "order drawn" in told["betting"].why
    assert all((row.value is None) == (row.why is not None) for row in told.values())


def test_a_refuted_limit_is_apart_and_never_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "contextures.bounds.compare.verdict_of",
        lambda id_, variant, part: "refuted" if id_ in ("classical.hoeffding", "classical.bentkus") else "unrefuted",
    )
    found = cx.compare(mean="3/25", n=500, delta="1/20")
    stand = [row.id for row in found.rows if row.value is not None and not row.refuted]
    applied = [row.id for row in found.rows if row.value is not None]
    assert applied[: len(stand)] == stand
    assert set(applied[len(stand) :]) == {"classical.hoeffding", "classical.bentkus"}
    assert not any(row.best for row in found.rows if row.refuted)
    assert sum(row.best for row in found.rows) == 1


def test_both_sides_are_at_half_the_level_and_mirror_images() -> None:
    found = rows(cx.compare(count=7, n=200, delta="1/20", two_sided=True))
    exact = stats.binomtest(7, 200).proportion_ci(0.95)
    assert (found["clopper-pearson"].lower, found["clopper-pearson"].value) == pytest.approx(exact, abs=1e-12)
    one = cx.bound("classical.hoeffding", mean="7/200", n=200, delta="1/40")
    assert found["hoeffding"].value == one.value
    assert found["hoeffding"].lower == pytest.approx(2 * 7 / 200 - one.value)
    kl = cx.bound("classical.chernoff-kl", part="lower", mean="7/200", n=200, delta="1/40")
    assert found["chernoff-kl"].lower == pytest.approx(kl.value)


def test_a_sample_tells_more_limits(tmp_path: Path) -> None:
    found = rows(cx.compare(sample=LOSSES, delta="1/20"))
    assert {"anderson", "betting", "split-kl", "unexpected-bernstein"} <= {n for n, r in found.items() if r.value}
    assert found["anderson"].value <= found["hoeffding"].value
    assert "gamma = 1/2" in found["unexpected-bernstein"].chosen
    np.savetxt(tmp_path / "losses.txt", LOSSES)
    again = cx.compare(sample=tmp_path / "losses.txt", delta="1/20")
    assert rows(again)["betting"].value == found["betting"].value


def test_anderson_by_hand() -> None:
    z = np.sort(LOSSES)
    n, slack = len(z), np.sqrt(np.log(20) / (2 * len(z)))
    weights = 1 - np.maximum(np.arange(1, n + 1) / n - slack, 0)
    wanted = z[0] + (np.diff([*z, 1.0]) * weights).sum()
    assert cx.bound("classical.anderson", sample=LOSSES, delta="1/20").value == pytest.approx(wanted, abs=1e-12)


def test_a_limit_by_betting_is_where_the_capital_meets_the_level() -> None:
    limit = betting.upper_limit(LOSSES, 0.05)
    placed = betting.stakes(LOSSES, 0.05)
    assert (np.cumprod(1 - placed * (LOSSES - limit)).max()) == pytest.approx(20, rel=1e-6)
    assert (placed >= 0).all()
    assert (placed <= 1).all()
    changed = LOSSES.copy()
    changed[100:] = 0.5
    assert (betting.stakes(changed, 0.05)[:101] == placed[:101]).all()
    assert betting.upper_limit(np.ones(5), 0.05) == 1.0


def test_a_sorted_sample_has_no_limit_by_betting() -> None:
    assert "sorted" in rows(cx.compare(sample=np.sort(LOSSES), delta="1/20"))["betting"].why


def test_limits_move_with_the_range() -> None:
    inner = rows(cx.compare(sample=LOSSES, delta="1/20", two_sided=True))
    outer = rows(cx.compare(sample=10 * LOSSES - 5, delta="1/20", two_sided=True, a=-5, b=5))
    for name in ("hoeffding", "chernoff-kl", "bentkus", "empirical-bernstein", "anderson", "betting"):
        assert outer[name].value == pytest.approx(10 * inner[name].value - 5, abs=1e-8), name
        assert outer[name].lower == pytest.approx(10 * inner[name].lower - 5, abs=1e-8), name


def test_posteriors_and_classes_are_compared_among_themselves() -> None:
    posterior = cx.compare(mean="1/10", n=1000, delta="1/20", KL=3)
    assert {row.id for row in posterior.rows} == {id_ for id_, _ in comparison.GROUPS["every posterior"]}
    assert posterior.best is not None
    family = cx.compare(mean="1/10", n=1000, delta="1/20", classes=10)
    assert {row.id for row in family.rows} == {id_ for id_, _ in comparison.GROUPS["every hypothesis"]}
    assert family.best is not None
    assert family.best.id == "classical.finite-class"


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("count", "n"), [(0, 1), (0, 40), (7, 200), (39, 40), (40, 40), (500, 12345)])
def test_binomial_intervals_agree_with_scipy_and_statsmodels(count: int, n: int, level: float) -> None:
    at = {"count": count, "n": n, "delta": level}
    test = stats.binomtest(count, n)
    exact = cx.bound("classical.clopper-pearson", part="interval", **at)
    assert (exact.lower, exact.value) == pytest.approx(test.proportion_ci(1 - level, "exact"), abs=1e-12)
    wilson = cx.bound("classical.folk-intervals", part="wilson", variant="printed", **at)
    assert (wilson.lower, wilson.value) == pytest.approx(test.proportion_ci(1 - level, "wilson"), abs=1e-12)
    jeffreys = cx.bound("classical.folk-intervals", part="jeffreys", variant="printed", **at)
    if 0 < count < n:
        ends = stats.beta.ppf([level / 2, 1 - level / 2], count + 0.5, n - count + 0.5)
        assert (jeffreys.lower, jeffreys.value) == pytest.approx(tuple(ends), abs=1e-12)
    else:
        assert (jeffreys.lower == 0) or (jeffreys.value == 1)
    proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels is not installed")
    wald = cx.bound("classical.folk-intervals", part="wald", variant="printed", **at)
    share, z = count / n, stats.norm.ppf(1 - level / 2)
    radius = z * np.sqrt(share * (1 - share) / n)
    assert (wald.lower, wald.value) == pytest.approx((share - radius, share + radius), abs=1e-12)
    # statsmodels clips what leaves [0, 1]; the catalogue judges the interval as it is written.
    clipped = proportion.proportion_confint(count, n, level, "normal")
    assert tuple(np.clip((wald.lower, wald.value), 0, 1)) == pytest.approx(clipped, abs=1e-12)
    beta = proportion.proportion_confint(count, n, level, "beta")
    assert (exact.lower, exact.value) == pytest.approx(beta, abs=1e-12)


def test_the_json_document_is_that_of_the_schema(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    schema = json.loads((files("contextures") / "schemas" / "compare.json").read_text(encoding="utf-8"))
    np.savetxt(tmp_path / "errors.txt", ERRORS, fmt="%d")
    for words in (
        ("mean=0.12", "variance=0.08", "n=500", "delta=0.05"),
        ("delta=0.05", "--sample", "errors.txt", "--two-sided"),
        ("mean=0.1", "n=1000", "delta=1/20", "KL=2"),
    ):
        done = run("compare", *words, "--json", "-")
        assert done.code == 0, done.err
        document = json.loads(done.out)
        jsonschema.validate(document, schema)
        assert sum(row["best"] for row in document["limits"]) == 1


def test_the_command_prints_and_draws(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("compare", "count=7", "n=200", "delta=1/20", "--plot", "limits.svg")
    assert "classical.clopper-pearson" in done.out
    assert "does not apply" in done.out
    assert "needed, independent draws from one law: all" in done.out
    assert (tmp_path / "limits.svg").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"n": 10, "mean": "1/2"}, "delta is missing"),
        ({"n": 10, "delta": "1/20"}, "mean is missing"),
        ({"n": 10, "mean": "1/2", "delta": 0}, "out of its range"),
        ({"n": 0, "mean": "1/2", "delta": "1/20"}, "out of its range"),
        ({"n": "5/2", "mean": "1/2", "delta": "1/20"}, "whole number"),
        ({"n": 10, "mean": 2, "delta": "1/20"}, "outside of the range"),
        ({"n": 10, "mean": 2, "delta": "1/20", "a": 3, "b": 1}, "is empty"),
        ({"n": 10, "mean": "1/2", "delta": "1/20", "true_variance": "9/10"}, "true_variance is 9/10; at most 1/4"),
        ({"n": 10, "mean": "1/2", "delta": "1/20", "second_moment": "1/9"}, "below the squared mean 1/4"),
        ({"n": 10, "mean": "1/2", "delta": "1/20", "second_moment": 2}, "second_moment is 2; at most 1"),
        ({"n": 10, "mean": "1/2", "variance": 1, "delta": "1/20"}, "at most 5/18"),
        ({"n": 10, "mean": "1/2", "KL": -1, "delta": "1/20"}, "out of its range"),
        ({"n": 10, "mean": "1/2", "KL": float("inf"), "delta": "1/20"}, "finite"),
        ({"n": 10, "mean": "1/2", "delta": "1/20", "nonsense": 1}, "no setting 'nonsense'"),
        ({"sample": [0.1, float("nan")], "delta": "1/20"}, "finite number"),
        ({"sample": [0.1, 1.7], "delta": "1/20"}, "name the range"),
        ({"sample": [0.1, 0.7], "n": 5, "delta": "1/20"}, "both set and told"),
        ({"n": [10, 20], "mean": "1/2", "delta": "1/20"}, "is an array"),
    ],
)
def test_bad_input_is_one_sentence(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(cx.InputError, match=message):
        cx.compare(**settings)


def test_bad_input_of_the_command_is_exit_2(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (("mean=1/2", "n=10", "delta=2"), ("delta=1/20", "--sample", "nowhere.txt"), ("mean",)):
        done = run("compare", *words)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.strip().splitlines()) == 1


def test_fractional_losses_have_no_binomial_limit() -> None:
    with pytest.raises(cx.InputError, match=r"the sample holds 0\.5"):
        cx.bound("classical.clopper-pearson", sample=[0, 0.5, 1], delta="1/20")
    with pytest.raises(cx.InputError, match="a whole number is right"):
        cx.bound("classical.clopper-pearson", mean="123/1000", n=200, delta="1/20")


def test_a_sample_of_one_value_has_no_variance() -> None:
    assert "variance" not in Sample.of([0.3]).settings
    assert rows(cx.compare(sample=[0.3], delta="1/20"))["empirical-bernstein"].value is None


def test_backwards_answers_are_exact() -> None:
    found = cx.bound("classical.clopper-pearson", count=0, delta="1/20", solve="n", target="1/20")
    assert found.solutions[0] == 59  # 0.95^59 < 1/20 < 0.95^58
    kl = cx.bound("classical.chernoff-kl", mean="1/10", delta="1/20", solve="n", width="1/50")
    n = int(kl.solutions[0])
    below, at = (cx.bound("classical.chernoff-kl", mean="1/10", delta="1/20", n=size).value for size in (n - 1, n))
    assert at <= 0.12 < below
    best = cx.bound("classical.pb-catoni", mean="1/10", n=1000, delta="1/20", KL=2, best="C")
    assert "chosen before the data" in best.assumed[0]
    assert best.value <= cx.bound("classical.pb-catoni", mean="1/10", n=1000, delta="1/20", KL=2, C=1).value
