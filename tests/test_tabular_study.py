"""The study of contexts on tables: folds that never meet, probes, checkpoints, ranks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import RidgeCV

import contextures as cx
from contextures.samples.tables import table_of_frame
from contextures.studies.tabular import ALPHAS, BASELINES, CONTEXTS, Plan, divided, errors, ranks, run

RNG = np.random.default_rng(0)
X = RNG.normal(size=(240, 4))
FRAME = pd.DataFrame(X, columns=list("abcd")).assign(kind=np.where(X[:, 3] > 0, "u", "v"))
NUMBERS = table_of_frame("numbers", FRAME.assign(y=X[:, 0] * X[:, 1] + 0.1 * X[:, 2]), "y")
CLASSES = table_of_frame("classes", FRAME.assign(y=np.where(X[:, 0] * X[:, 1] > 0, "yes", "no")), "y")
PLAN = Plan(rows=200, k=10, draws=3)


def test_folds_share_no_point_and_take_the_rows_of_the_plan():
    folds = list(divided(NUMBERS, PLAN))
    assert [len(fold.others) for fold in folds] == [67, 67, 66]
    assert all(len(fold.points) + len(fold.others) == 200 for fold in folds)
    seen = np.concatenate([fold.truth for fold in folds])
    assert len(set(seen.tolist())) == 200
    for fold in folds:
        assert not set(fold.target.tolist()) & set(fold.truth.tolist())
        assert fold.points.mean(axis=0)[:4] == pytest.approx(0, abs=1e-12)
        assert int(fold.half.sum()) == len(fold.points) // 2
        assert fold.groups[-1] == [4, 5]


@pytest.mark.parametrize("table", [NUMBERS, CLASSES], ids=lambda table: table.name)
def test_every_method_gives_an_error_and_those_that_can_learn_a_product_do(table):
    fold = next(divided(table, PLAN))
    found = errors(fold, PLAN)
    assert set(found) == {*BASELINES, *CONTEXTS}
    assert all(0 <= value < 1.5 for value in found.values())
    assert found["gradient boosting"] < found["raw features"]
    assert found["kernel"] < found["raw features"]
    model = RidgeCV(ALPHAS).fit(fold.points, fold.target if fold.regression else np.eye(2)[fold.target])
    said = model.predict(fold.others)
    wrong = (
        np.square(said - fold.truth).mean() / np.square(fold.truth - fold.target.mean()).mean()
        if fold.regression
        else np.mean(said.argmax(axis=1) != fold.truth)
    )
    assert found["raw features"] == pytest.approx(wrong)


def test_a_context_that_learned_the_target_saw_half_of_it():
    fold = next(divided(CLASSES, PLAN))
    changed = replace(fold, target=np.where(fold.half, fold.target, 1 - fold.target))
    for name in ("trees", "teacher", "CutMix then trees", "neighbours and teacher"):
        learned, make = CONTEXTS[name]
        assert learned
        first, second = (make(each, PLAN).spectrum(4).singular_values for each in (fold, changed))
        np.testing.assert_array_equal(first, second)


def test_a_table_is_computed_once_and_only_under_one_plan(tmp_path, monkeypatch):
    found = run(NUMBERS, PLAN, tmp_path)
    assert {len(values) for values in found["errors"].values()} == {3}
    monkeypatch.setattr("contextures.studies.tabular.errors", None)
    assert run(NUMBERS, PLAN, tmp_path) == found
    with pytest.raises(cx.InputError, match="made with other settings"):
        run(NUMBERS, replace(PLAN, k=9), tmp_path)
    means = ranks([found, found])
    assert sum(means.values()) == pytest.approx(sum(range(1, len(means) + 1)))
    assert min(means, key=means.get) == min(found["errors"], key=lambda name: np.mean(found["errors"][name]))
