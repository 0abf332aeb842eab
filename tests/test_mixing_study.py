"""The study of mixtures: what it counts, and that it goes on where it stopped."""

from __future__ import annotations

import math

import numpy as np
import pytest

import contextures as cx
from contextures.studies import mixing_study
from contextures.studies.mixing_study import OPERATIONS, Pair, as_csv, compare, read_csv, study


def test_a_pair_by_hand():
    strong, weak = cx.Context.from_table(np.eye(6) * 50 + 1), cx.Context.from_table(np.eye(6) + 6)
    pair = compare(weak, strong, "random", "hand", ("weak", "strong"))
    assert pair.tau_1 == cx.usefulness(weak).tau
    assert pair.convolve == pytest.approx(cx.usefulness(cx.convolve(strong, weak)).tau)
    taus = [cx.usefulness(cx.mix(weak, strong, weights=[w, 1 - w])).tau for w in (0.25, 0.5, 0.75)]
    assert (pair.mix, pair.mix_half) == pytest.approx((min(taus), taus[1]))
    assert pair.concatenate == pytest.approx(cx.usefulness(cx.concatenate(weak, strong)).tau)
    assert pair.recommended == cx.recommend(weak, strong).operation


def test_contexts_of_samples_give_what_finite_ones_give():
    points = np.random.default_rng(0).normal(size=(30, 2))
    sampled = [cx.knn_context(points, k) for k in (3, 9)]
    finite = [cx.Context.from_conditional(c.conditional.toarray(), c.p_x) for c in sampled]
    one, two = (compare(*pair, "random", "hand", ("a", "b")) for pair in (sampled, finite))
    for name in ("tau_1", "tau_2", *OPERATIONS, "mix_half"):
        assert getattr(one, name) == pytest.approx(getattr(two, name), abs=1e-7), name


def test_who_wins():
    pair = Pair("random", "k", "a", "b", "weak", "strong", 1.9, 1.8, 1.7, 1.5, 1.6, 1.85, "mix")
    assert (pair.regime, pair.alone, pair.winner) == ("strong + weak", 1.8, "mix")
    assert [pair.wins(operation) for operation in OPERATIONS] == [True, True, False]
    assert Pair("t", "k", "a", "b", "weak", "weak", 1.1, math.inf, 1.2, 1.3, 1.3, 1.4, "mix").winner == "neither"


def test_an_interrupted_study_goes_on(tmp_path, monkeypatch):
    monkeypatch.setattr(mixing_study, "BLOCK", 2)
    table = tmp_path / "t.csv"
    values = np.random.default_rng(0).normal(size=(20, 4))
    table.write_text("a,b,c,__target__\n" + "".join(",".join(map(str, row)) + "\n" for row in values))
    begun: list[str] = []

    def stop(name):
        begun.append(name)
        if len(begun) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        study(tmp_path / "out", blocks=2, tables=[table], progress=stop)
    begun.clear()
    found = study(tmp_path / "out", blocks=2, tables=[table], progress=begun.append)
    assert begun == ["t.same.0", "t.halves.0"]
    assert [pair.source for pair in found[:4]] == ["random"] * 4
    assert {pair.kind for pair in found[4:]} == {"same", "halves"}
    again = study(tmp_path / "out", blocks=2, tables=[table], progress=begun.append)
    assert (again, len(begun)) == (found, 2)


def test_what_is_written_is_read_back(tmp_path):
    pair = Pair("random", "k", "a", "b", "weak", "strong", 1.5, math.inf, 1.25, 2.0, 2.5, 1.75, "mix")
    (tmp_path / "x.csv").write_text(as_csv([pair]))
    assert read_csv(tmp_path / "x.csv") == [pair]
    (tmp_path / "y.csv").write_text("a,b\n1,2\n")
    with pytest.raises(cx.InputError, match=r"y\.csv is none of this study"):
        read_csv(tmp_path / "y.csv")
