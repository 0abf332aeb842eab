"""The page of errata: genuine ones, those of degenerate cases, and what is none."""

from __future__ import annotations

import dataclasses
import runpy
from pathlib import Path
from typing import Any

import pytest

from contextures import catalogue
from contextures.cli.markdown import side_text
from contextures.theory.statement import Claim, Fault

SCRIPT = runpy.run_path(str(Path(__file__).parents[1] / "docs" / "make_errata.py"))
FALLEN = catalogue["optimality.minimax-value"]


def row(verdict: str, hinges: list[str]) -> dict[str, Any]:
    """A row of the print; two parts fell, the second heads it."""
    parts = [
        {"name": "a", "certificate": "certificates/x.a.json", "hinges": ["s_1 = 1", "d > N − 1"]},
        {"name": "b", "certificate": "certificates/x.json", "hinges": hinges},
    ]
    return {"verdict": verdict, "certificate": "certificates/x.json", "parts": parts}


def test_prints_are_told_apart_by_what_their_leading_counterexample_hinges_on() -> None:
    section, kinds = SCRIPT["section"], SCRIPT["Section"]
    assert section(FALLEN, row("refuted", [])) is kinds.GENUINE
    assert section(FALLEN, row("refuted", ["s_{d+1} = 0"])) is kinds.BOUNDARY
    assert section(FALLEN, row("constant", [])) is kinds.OPEN
    at_boundary = dataclasses.replace(FALLEN, faults=(Fault.BOUNDARY, Fault.ONLY_IF))
    assert section(at_boundary, row("refuted", [])) is kinds.BOUNDARY
    rebuilt = dataclasses.replace(FALLEN, source=dataclasses.replace(FALLEN.source, reconstructed=True))
    assert section(rebuilt, row("refuted", [])) is kinds.RECALLED
    recalled = dataclasses.replace(FALLEN, source=dataclasses.replace(FALLEN.source, recalled=("b",)))
    assert section(recalled, row("refuted", [])) is kinds.RECALLED
    second_hand = dataclasses.replace(FALLEN, source=dataclasses.replace(FALLEN.source, second_hand=True))
    assert section(second_hand, row("refuted", [])) is kinds.ILL_POSED
    ill_posed = dataclasses.replace(FALLEN, printed=Claim("", "", ill_posed="Nothing is said."))
    assert section(ill_posed, {"verdict": "ill-posed", "parts": []}) is kinds.ILL_POSED


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ({"exact": "3/4"}, "3/4"),
        ({"exact": "1234567/7654321"}, "0.1613"),
        ({"lo": "-inf", "hi": "7/10"}, "(a number ≤ 0.7)"),
        ({"lo": "1/2", "hi": "inf"}, "(a number ≥ 0.5)"),
        ({"lo": "-inf", "hi": "-inf"}, "−∞"),
        ({"lo": "0.50000000", "hi": "0.50000001"}, "0.5"),
        ({"lo": "0.5", "hi": "0.8"}, "(a number in [0.5, 0.8])"),
    ],
)
def test_a_side_that_is_only_bounded_is_not_said_to_be_a_number(side: dict[str, str], told: str) -> None:
    assert side_text(side) == told


def test_the_record_of_what_is_ill_posed_has_its_reason_on_the_page() -> None:
    ill_posed = dataclasses.replace(FALLEN, printed=Claim("", "", ill_posed="Nothing is said."))
    rows = {
        (FALLEN.id, "printed"): {"verdict": "ill-posed", "parts": [], "certificate": None},
        (FALLEN.id, "corrected"): {"verdict": "argued", "parts": [], "hypotheses_met": 7},
    }
    told = SCRIPT["entry"](ill_posed, rows)
    assert told.startswith(f"### `{FALLEN.id}`: ill-posed\n")
    assert "Nothing is said." in told
    assert "**Corrected** (argued; 7 instances met its hypotheses)." in told
