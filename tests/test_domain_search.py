"""The search of claims on declared domains: what stands, what falls, and families of draws."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy as sp

import contextures as cx
from contextures.verify.search.agreement import disagreement
from tests.declaring import DICE, stated


def test_a_true_claim_stands_and_a_false_one_falls_small() -> None:
    low = cx.Hypothesis("level", DICE.level, "<=", 1)
    true = stated(DICE.domain, cx.Part("mean", DICE.mean, "<=", DICE.top), name="true")
    false = stated(DICE.domain, cx.Part("mean", DICE.mean + DICE.level, "<=", DICE.top), given=(low,), name="false")
    catalogue = cx.Catalogue([true, false])
    report = cx.verify(statements=catalogue, instances=3000)
    assert str(report["mine.true", "printed"].verdict) == "unrefuted"
    assert report["mine.true", "printed"].parts[0].tightness == pytest.approx(1.0)
    (part,) = report["mine.false", "printed"].parts
    assert part.certificate is not None
    assert set(part.certificate["instance"]) == {"p", "f", "level"}
    assert len(part.certificate["instance"]["p"]) == 2
    assert cx.check(part.certificate, catalogue).proves
    spoilt = {**part.certificate, "instance": {**part.certificate["instance"], "level": "0"}}
    assert not cx.check(spoilt, catalogue).proves


def test_results_do_not_depend_on_the_number_of_workers() -> None:
    statement = stated(DICE.domain, cx.Part("mean", DICE.mean, "<=", DICE.top * sp.Rational("99/100")))
    one, two = (cx.verify(statements=cx.Catalogue([statement]), instances=2500, jobs=jobs).to_json() for jobs in (1, 2))
    for document in (one, two):
        for row in document["statements"]:
            row["seconds"] = 0
    assert one == two


def test_families_of_ones_own_are_drawn() -> None:
    def spikes(rng: np.random.Generator, count: int, sizes: dict[str, int]) -> dict[str, Any]:
        f = np.zeros((count, sizes["x"]), dtype=np.int64)
        f[:, 0] = 12_345
        return {"f": f, "level": [Fraction(1, 7)] * count}

    domain = cx.Domain("spikes", dict(DICE.domain.fields), families={"spikes": spikes})
    top = domain.quantity(name="top")(lambda world: world["f"].max(-1))
    domain.quantity(name="level")(lambda world: world["level"])
    statement = stated(domain, cx.Part("p", top, "<=", 10_000))
    report = cx.verify(statements=cx.Catalogue([statement]), instances=700)
    assert str(report.results[0].verdict) == "refuted"
    bad = cx.Domain("bad", dict(DICE.domain.fields), families={"odd": lambda rng, count, sizes: {"f": np.zeros(count)}})
    top = bad.quantity(name="top")(lambda world: world["f"].max(-1))
    assert "the family 'odd' draws 'f'" in disagreement(stated(bad, cx.Part("p", top, "<=", 1)))
