"""The calculator on limits: values, samples, backwards, and bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flint import fmpq

import contextures as cx
from contextures.bounds.formula import Formula
from contextures.theory.catalogue import catalogue
from contextures.theory.typeset import tex_of
from tests.command_line import Run

CLASS = "classical.finite-class"
LIMITS = [
    (id_, variant, part)
    for id_, statement in catalogue.items()
    for variant, claim in statement.variants.items()
    for part in claim.limits
]


@pytest.mark.parametrize(("id_", "variant", "part"), LIMITS)
def test_every_limit_says_what_it_needs_and_what_it_bounds(id_: str, variant: str, part: str) -> None:
    with pytest.raises(cx.InputError, match=r"lacks|assumes") if _needed(id_, variant, part) else _nothing():
        cx.bound(id_, variant=variant, part=part)
    formula = Formula.of(catalogue[id_], variant, part)
    assert "value" in formula.reading
    assert tex_of(formula.expression, formula.vocabulary)


def _needed(id_: str, variant: str, part: str) -> bool:
    return bool(Formula.of(catalogue[id_], variant, part).expression.free_symbols)


def _nothing() -> Any:
    from contextlib import nullcontext

    return nullcontext()


def test_a_limit_is_its_terms() -> None:
    found = cx.bound(CLASS, mean="1/10", n=100, delta="1/20", classes=5)
    assert found.value == pytest.approx(0.1 + np.sqrt(np.log(100) / 200))
    assert sum(found.terms.values()) == pytest.approx(found.value)
    assert "independent draws from one law" in found.assumed


def test_settings_broadcast() -> None:
    found = cx.bound(CLASS, mean=[[0.1], [0.2]], n=[10, 100, 1000], delta="1/20", classes=5)
    assert np.shape(found.value) == (2, 3)


def test_whole_answers_are_exact() -> None:
    found = cx.bound(CLASS, mean="1/10", delta="1/20", classes=5, solve="n", width="1/20")
    (n,) = (int(value) for value in found.solutions)
    below, at = (cx.bound(CLASS, mean="1/10", delta="1/20", classes=5, n=size).value for size in (n - 1, n))
    assert at <= 0.15 < below
    assert found.inverse is not None
    assert found.inverse.solutions[0].exact == str(n)
    largest = cx.bound(CLASS, mean="1/10", delta="1/20", n=n, solve="classes", width="1/20")
    assert largest.solutions == (5.0,)


def test_the_level_of_a_limit_is_where_it_is_claimed() -> None:
    found = cx.bound(CLASS, mean="1/10", n=1000, classes=5, solve="delta", target="3/20")
    again = cx.bound(CLASS, mean="1/10", n=1000, classes=5, delta=found.solutions[0])
    assert again.value == pytest.approx(0.15, abs=1e-12)
    with pytest.raises(cx.InputError, match="at best"):
        cx.bound(CLASS, mean="1/10", n=1000, classes=5, solve="delta", target="1/20")


def test_a_sample_tells_its_settings(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    values = [0, 1, 0.5, 0.25]
    found = cx.bound(CLASS, sample=values, delta="1/20", classes=5)
    assert found.settings["mean"] == pytest.approx(np.mean(values))
    (tmp_path / "losses.csv").write_text("id,loss\na,0\nb,1\nc,0.5\nd,0.25\n")
    words = ("bound", CLASS, "delta=1/20", "classes=5", "--sample", "losses.csv", "--column", "loss", "--json", "-")
    done = run(*words)
    assert json.loads(done.out)["value"] == found.value
    assert "read losses.csv" in done.err


def test_a_sample_is_exact() -> None:
    from contextures.bounds.sample import Sample

    values = [0.1, 0.7, 0.1, 1.0]
    told = Sample.of(values).settings
    assert told["mean"] == fmpq(19, 40)
    assert float(str(told["variance"]).partition("/")[0]) / float(str(told["variance"]).partition("/")[2]) == (
        pytest.approx(np.var(values, ddof=1))
    )
    assert "count" not in told
    assert Sample.of([0, 1, 1]).settings["count"] == 2
    split = Sample.of(values).split(fmpq(1, 2))
    assert split["mean_plus"] - split["mean_minus"] == told["mean"] - fmpq(1, 2)


def test_a_limit_on_another_range_is_the_moved_one() -> None:
    moved = cx.bound("classical.serfling", n=10, population=30, t=2, a=-5, b=5)
    assert moved.value == pytest.approx(float(cx.bound("classical.serfling", n=10, population=30, t="1/5").value))


@pytest.mark.parametrize(
    ("mean", "a", "b", "says"),
    [(1.5, 2, 1, "is not empty"), (3, 0, 2, r"values in \[a, b\]"), (1, 1, 1, "is not empty")],
)
def test_a_range_holds_the_mean(mean: float, a: int, b: int, says: str) -> None:
    with pytest.raises(cx.InputError, match=says):
        cx.bound("classical.hoeffding", mean=mean, a=a, b=b, n=100, delta="1/20")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"mean": "11/10", "n": 9, "delta": "1/20", "classes": 5}, "mean <= 1"),
        ({"mean": "-1/10", "n": 9, "delta": "1/20", "classes": 5}, "0 <= mean"),
        ({"mean": "1/10", "n": 9, "delta": 1, "classes": 5}, "out of its range"),
        ({"mean": "1/10", "n": 9, "delta": 0, "classes": 5}, "out of its range"),
        ({"mean": "1/10", "n": 0, "delta": "1/20", "classes": 5}, "n ≥ 1"),
        ({"mean": "1/10", "n": "3/2", "delta": "1/20", "classes": 5}, "whole number"),
        ({"mean": "1/10", "n": 9, "delta": "1/20"}, "lacks classes"),
        ({"sample": [0, float("nan")], "delta": "1/20", "classes": 5}, "finite number"),
        ({"sample": [0, 1.5], "delta": "1/20", "classes": 5}, "outside of the range"),
        ({"sample": [], "delta": "1/20", "classes": 5}, "shape"),
        ({"sample": [0, 1], "n": 5, "delta": "1/20", "classes": 5}, "both set and told"),
        ({"mean": "1/10", "delta": "1/20", "classes": 5, "solve": "n"}, "come together"),
        ({"part": "nothing", "mean": "1/10"}, "is no part"),
    ],
)
def test_bad_input_is_one_sentence(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(cx.InputError, match=message):
        cx.bound(CLASS, **settings)


def test_bad_input_of_the_command_is_exit_2(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "words.csv").write_text("0\nyes\n")
    for words in (
        (CLASS, "delta=1/20", "classes=5", "--sample", "two.csv"),
        (CLASS, "delta=1/20", "classes=5", "--sample", "words.csv", "--no-such"),
        (CLASS, "delta=1/20", "classes=5", "--sample", "nowhere.csv"),
        (CLASS, "delta=1/20", "classes=5", "--column", "a"),
    ):
        done = run("bound", *words)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("contextures: ")


def test_no_limit_takes_a_sample() -> None:
    with pytest.raises(cx.InputError, match="no limit of a sample"):
        cx.bound("optimality.minimax-value", sample=[0, 1])


def test_what_no_paper_prints_is_not_said_to_be_printed(run: Run) -> None:
    done = run("bound", CLASS, "mean=1/10", "n=100", "delta=1/20", "classes=5")
    assert "printed form" not in done.out
    assert "folklore or reconstructed" in done.out


def test_a_part_that_no_source_prints_says_so_beside_one_that_is_printed(run: Run) -> None:
    at = {"count": 3, "n": 50, "delta": "1/20"}
    assert not cx.bound("classical.clopper-pearson", **at).reconstructed
    assert cx.bound("classical.clopper-pearson", part="interval", **at).reconstructed
    assert cx.bound("classical.pb-kl", part="langford", mean="1/10", KL=1, n=50, delta="1/20").reconstructed
    told = run("bound", "classical.clopper-pearson", "--part", "interval", "count=3", "n=50", "delta=1/20").out
    assert "printed form" not in told
    assert "folklore or reconstructed" in told
    shown = run("show", "classical.clopper-pearson").out
    assert "interval, pvalue, rule-of-three (folklore / reconstructed)" in " ".join(shown.split())


def test_the_parts_that_are_recalled_are_parts() -> None:
    for statement in catalogue.values():
        names = {part.name for part in statement.printed.parts}
        assert set(statement.source.recalled) < names or not statement.source.recalled, statement.id
        assert not (statement.source.recalled and statement.source.reconstructed), statement.id
