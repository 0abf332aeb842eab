"""Chapter 5.2: what its search finds, and the bounds that are computed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import contextures as cx
from contextures.theory.catalogue import catalogue

THEORY = Path(__file__).resolve().parents[2] / "shared" / "theory" / "5-bounds.md"
REFUTED = {
    "stkr.kernel-metric",
    "stkr.wrong-transform",
    "stkr.minimax",
    "stkr.kernel-pca-approximation",
}


def test_every_statement_of_the_section_is_there():
    if not THEORY.is_file():
        pytest.skip("../shared/theory is not there: the notes are not part of the project")
    rows = dict(re.findall(r"^\| `(stkr\.[a-z0-9-]+)` \| ([^|]*) \|", THEORY.read_text(encoding="utf-8"), re.M))
    assert len(rows) == 12
    encoded = [id_ for id_ in catalogue if id_.startswith("stkr.")]
    assert [id_ for id_ in encoded if id_ in rows] == list(rows)
    for id_, source in rows.items():
        assert catalogue[id_].source.reconstructed == ("(r)" in source)


@pytest.fixture(scope="module")
def report(searched: Callable[..., cx.Report]) -> cx.Report:
    return searched("stkr.*")


def test_the_verdicts(report):
    for result in report.results:
        expected = "refuted" if result.variant == "printed" and result.statement.id in REFUTED else None
        if expected:
            assert result.verdict.value == expected, result.statement.id
        else:
            assert result.verdict.value in ("unrefuted", "constant", "argued", "proved"), result.statement.id
        for part in result.parts:
            assert part.hypotheses_met > 0, (result.statement.id, part.name)
    assert {s.id for s in catalogue.values() if s.chapter == "stkr" and s.corrected} == REFUTED
    assert report.fallen == ()


def test_every_refutation_has_a_certificate_that_is_accepted_and_not_degenerate(report):
    seen = set()
    for result in report.results:
        for document in result.certificates().values():
            assert cx.check(document).proves
            seen.add(document["id"])
            assert not {"K = 0", "f is constant", "s = 0", "dependent columns of Φ"} & set(document["hinges"]), document
            document["rhs"] = {"exact": "12345"}
            assert not cx.check(document).proves
    assert seen == REFUTED


def test_constants_that_fit_are_finite(report):
    constants = {
        (result.statement.id, part.name): part.constant[1]
        for result in report.results
        for part in result.parts
        if part.constant is not None
    }
    assert set(constants) == {
        ("stkr.estimation", "error"),
        ("stkr.wrong-transform", "estimation"),
        ("stkr.kernel-pca-estimation", "error"),
    }
    assert all(0 < value < 1 for value in constants.values())


@pytest.mark.parametrize(
    ("id_", "settings", "expected"),
    [
        ("stkr.minimax", {"s_1": 1, "s_next": "1/4", "d": 3, "epsilon": "5/4", "B": 1}, 1 / 12),
        ("stkr.top-eigenvalue-explicit", {"lambda_1": "1/2", "kappa": 1, "N": 10000, "delta": "1/20"}, None),
        (
            "stkr.approximation",
            {"s_max": 1, "slope_max": 1, "beta": 1, "kappa": 1, "n": 100, "m": 300, "delta": "1/2", "y_square": 100},
            8 / 20 * (2 + np.sqrt(2 * np.log(2))),
        ),
    ],
)
def test_the_bounds_are_computed(id_, settings, expected):
    value = float(np.asarray(cx.bound(id_, **settings).value))
    expected = 0.5 + 0.01 * (1 + np.sqrt(np.log(20) / 2)) if expected is None else expected
    assert value == pytest.approx(expected)
