"""`contextures bound`: what it prints, writes and refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

MINIMAX = "optimality.minimax-value"
NUMBERS = ("s_1=9/10", "s_next=0.5")


def test_a_value_with_its_reading(run: Any) -> None:
    code, out, _ = run("bound", MINIMAX, *NUMBERS, "epsilon=1/5")
    assert code == 0
    assert "value 0.3035714286 = 17/56" in out
    assert "value <= error" in out


def test_json_obeys_the_schema(run: Any, valid: Callable[[str, Any], None]) -> None:
    for more in (
        ("epsilon=1/5",),
        ("--solve", "epsilon", "--target", "0.3"),
        ("--sweep", "epsilon=0.1:0.9:5"),
        ("--best", "epsilon"),
    ):
        code, out, _ = run("bound", MINIMAX, *NUMBERS, *more, "--json", "-")
        assert code == 0
        valid("bound", json.loads(out))


def test_solutions(run: Any) -> None:
    code, out, _ = run("bound", MINIMAX, *NUMBERS, "--solve", "epsilon", "--target", "0.3", "--json", "-")
    document = json.loads(out)
    assert code == 0
    assert document["solutions"] == [pytest.approx(1 - (0.81 - 0.3 * 0.56) ** 0.5)]
    assert document["solved"]["kept"] == [[document["solutions"][0], pytest.approx(0.5)]]


def test_comparison_in_one_table_with_the_exact_risk(run: Any, valid: Callable[[str, Any], None]) -> None:
    words = (MINIMAX, "optimality.trace-gap", "--context", "smoking", "d=1", "trace_gap=1/50", "epsilon=4/5")
    code, out, _ = run("bound", *words)
    assert code == 0
    assert MINIMAX in out
    assert "exact value of what is bounded" in out
    _, out, _ = run("bound", *words, "--json", "-")
    document = json.loads(out)
    valid("bound", document)
    lower, upper = document["bounds"]
    assert lower["value"] <= lower["risk"] + 1e-12
    assert upper["risk"] <= upper["value"]


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_a_picture_is_the_same_byte_by_byte(run: Any, tmp_path: Path, suffix: str) -> None:
    pictures = []
    for name in ("first", "second"):
        path = tmp_path / f"{name}.{suffix}"
        words = ("--context", "smoking", "d=1", "--sweep", "epsilon=0.74:0.9:9", "--plot", path)
        assert run("bound", MINIMAX, *words)[0] == 0
        pictures.append(path.read_bytes())
    assert pictures[0] == pictures[1]
    assert len(pictures[0]) > 1000


def test_two_sweeps_make_a_map(run: Any, tmp_path: Path) -> None:
    words = ("s_1=9/10", "--sweep", "epsilon=0.1:0.4:5", "--sweep", "s_next=0.1:0.5:4", "--plot", tmp_path / "map.svg")
    code, out, _ = run("bound", MINIMAX, *words, "--json", "-")
    assert code == 0
    assert [len(row) for row in json.loads(out)["value"]] == [4] * 5
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("epsilon=1/5",), "lacks s_1"),
        ((*NUMBERS, "epsilon=1/5", "nonsense=1"), "no setting 'nonsense'"),
        ((*NUMBERS, "epsilon=3/2"), "out of its range"),
        ((*NUMBERS, "epsilon=9/10"), "assumes below-next"),
        ((*NUMBERS, "epsilon="), "NAME=VALUE"),
        ((*NUMBERS, "s_1=1"), "set twice"),
        ((*NUMBERS, "--solve", "epsilon", "--target", "3"), "no epsilon meets the target"),
        ((*NUMBERS, "--solve", "epsilon"), "come together"),
        ((*NUMBERS, "--solve", "epsilon", "--target", "1/2", "--within", "3"), "START:STOP"),
        ((*NUMBERS, "--sweep", "epsilon=1:0:5"), "START < STOP"),
        ((*NUMBERS, "--sweep", "epsilon=0:1:1"), "points"),
        ((*NUMBERS, "epsilon=1/5", "--sweep", "epsilon=0:1:5"), "both set and swept"),
        ((*NUMBERS, "epsilon=1/5", "--plot", "a.png"), "--plot draws a sweep"),
        ((*NUMBERS, "--sweep", "epsilon=0:1:5", "--plot", "a.doc"), "names no picture"),
        (("optimality.trace-gap", *NUMBERS, "--variant", "printed"), "for one bound"),
        ((*NUMBERS, "epsilon=1/5", "--two-sided"), "--two-sided goes with --compare"),
        ((*NUMBERS, "epsilon=1/5", "--law", "0=1"), "--law goes with --compare"),
        ((*NUMBERS, "--pairs"), "name it"),
        ((*NUMBERS, "--context", "no-such-file.csv"), "cannot be read"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(run: Any, words: tuple[str, ...], said: str) -> None:
    code, out, err = run("bound", MINIMAX, *words)
    assert code == 2
    assert said in err
    assert out == ""
    assert err.count("\n") == 1


def test_limits_side_by_side_are_those_of_compare(run: Any) -> None:
    settings = ("n=40", "delta=0.05", "--law", "0=9/10,1=1/10", "--two-sided")
    assert run("bound", "--compare", "mean", *settings) == run("compare", *settings)


def test_settings_without_a_statement(run: Any) -> None:
    assert run("bound", "epsilon=1")[0] == 2
    assert run("bound", "no.such", "epsilon=1")[0] == 2


def test_the_command_starts_without_what_it_does_not_need() -> None:
    code = "import sys, contextures.cli; assert not {'matplotlib', 'scipy.optimize'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
