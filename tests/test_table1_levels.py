"""Which levels agree with what Table 1 prints: planted ranges are found, and leaving a table out is what it says."""

from __future__ import annotations

import numpy as np
import pytest

from contextures.errors import InputError
from contextures.studies import table1_levels
from contextures.studies.table1 import PRINTED, distance_correlation, pearson_correlation
from contextures.studies.table1_levels import Range, levels

NAMES = ("diabetes", "cmc", "scene", "splice", "spambase", "kr-vs-kp")
KINDS = ("knn", "rbf", "knn-mask", "rbf-mask")


def contexts(seed: int = 0) -> list[dict]:
    rng = np.random.default_rng(seed)
    drawn = {"tau": lambda: 2 + rng.exponential(), "error": rng.normal}
    return [
        {"dataset": name, "context": kind, "level": level, "near_limit": level == 3}
        | {key: draw() for key, draw in drawn.items()}
        for name in NAMES
        for kind in KINDS
        for level in range(35)
    ]


def test_each_range_takes_its_levels():
    rows = contexts()
    found = levels(rows)
    assert found.ranges[0] == Range(0, 35, 0, 35, False)
    assert len(found.ranges) == len(set(found.ranges)) == 2 * 28**2
    each = found.ranges.index(Range(5, 15, 20, 35, True))
    for t, name in enumerate(NAMES):
        mine = [
            row
            for row in rows
            if row["dataset"] == name
            and not row["near_limit"]
            and (5 <= row["level"] < 15 if row["context"].startswith("knn") else 20 <= row["level"] < 35)
        ]
        tau, error = ([row[key] for row in mine] for key in ("tau", "error"))
        expected = pearson_correlation(tau, error), distance_correlation(tau, error)
        assert found.obtained[each, t].tolist() == pytest.approx(expected)


def test_a_planted_range_is_found(monkeypatch):
    rows = contexts()
    planted = Range(10, 20, 5, 25, False)
    first = levels(rows)
    truth = first.obtained[first.ranges.index(planted)]
    monkeypatch.setattr(
        table1_levels,
        "PRINTED",
        {name: PRINTED[name]._replace(pearson=p, distance=d) for name, (p, d) in zip(NAMES, truth, strict=True)},
    )
    found = levels(rows)
    assert found.ranges[found.best] == planted
    chosen, gaps = found.left_out()
    assert {found.ranges[i] for i in chosen} == {planted}
    assert gaps == pytest.approx(0)
    assert found.alike()[0] == found.best
    assert found.mean_alone().mean() > 0.001


def test_the_table_left_out_has_no_say():
    rows = contexts(1)
    found = levels(rows)
    chosen, gaps = found.left_out()
    for t in range(len(NAMES)):
        others = np.delete(found.gaps, t, axis=1).mean(axis=1)
        assert others[chosen[t]] == pytest.approx(others.min())
        assert gaps[t] == found.gaps[chosen[t], t]
        mean = np.delete(found.printed, t, axis=0).mean(axis=0)
        assert found.mean_alone()[t] == pytest.approx(np.square(mean - found.printed[t]).mean())


def test_infinite_values_are_left_out_and_few_tables_refused():
    rows = contexts()
    for row in rows[:30]:
        row["tau"] = None
    found = levels(rows)
    assert np.isfinite(found.obtained).all()
    assert Range(0, 5, 0, 5, False) in found.ranges
    few = [row for row in rows if row["dataset"] != "cmc" or row["level"] in (10, 11, 12)]
    ranges = levels(few).ranges
    assert {(r.k_first <= 10 < r.k_last, r.gamma_first <= 10 < r.gamma_last) for r in ranges} >= {(True, True)}
    assert not any(r.k_first > 10 and r.gamma_first > 10 for r in ranges)
    with pytest.raises(InputError, match="cmc has too few contexts"):
        levels([row for row in rows if row["dataset"] != "cmc" or row["level"] == 1])
    with pytest.raises(InputError, match="of 1 tables"):
        levels([row for row in rows if row["dataset"] == "cmc"])
