"""The study of contexts on tables: folds that never meet, probes, checkpoints, ranks."""

from __future__ import annotations

import re
from dataclasses import replace

import distributed
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import RidgeCV

import contextures as cx
from contextures.cli.shown.reproduce import show_tabular
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


# ------------------------------------------------------------------------------------------------------ whole runs
SMALL = {"rows": 200, "k": 5, "draws": 2, "folds": 2}


@pytest.fixture(scope="module")
def two_seeds(tmp_path_factory):
    """A folder of two tables, and the study of them under two seeds."""
    folder = tmp_path_factory.mktemp("study")
    for name, target in (("abalone", X[:, 0] * X[:, 1]), ("cmc", np.where(X[:, 0] > X[:, 1], "yes", "no"))):
        FRAME.assign(__target__=target).to_csv(folder / f"{name}.csv", index=False)
    return folder, cx.reproduce("tabular", data=folder, out=folder / "here", seed=[3, 0], **SMALL)


def test_several_seeds_are_told_apart_and_together(two_seeds, capsys):
    folder, found = two_seeds
    assert found.tables == ["cmc", "abalone"]
    assert found.seeds == (3, 0)
    single = cx.reproduce("tabular", data=folder, datasets=["cmc"], out=folder / "single", seed=0, **SMALL)
    assert single.results[0][0]["errors"] == found.results[1][0]["errors"]
    for method in (*BASELINES, *CONTEXTS):
        errors = found.errors("abalone", method)
        assert errors == [np.mean(run[1]["errors"][method]) for run in found.results]
    rows = pd.read_csv(folder / "here" / "errors.csv")
    assert len(rows) == 2 * (len(BASELINES) + len(CONTEXTS))
    first, second = rows["seed_3"], rows["seed_0"]
    np.testing.assert_allclose(rows["mean"], (first + second) / 2)
    np.testing.assert_allclose(rows["standard_error"], (first - second).abs() / 2)
    assert len(pd.read_csv(folder / "single" / "ranks.csv")["standard_error"].dropna()) == 0
    show_tabular(found)
    shown = capsys.readouterr().out
    assert "seed 3" in shown
    assert str(found.ranked()[0][2]) in shown
    assert "seed 3" in found._repr_html_()


@pytest.mark.parametrize("backend", ["loky", "dask"])
def test_workers_and_a_cluster_give_the_same_study(two_seeds, backend):
    folder, found = two_seeds
    out, settings = folder / backend, {"data": folder, "datasets": ["cmc"], "seed": 3, **SMALL}
    if backend == "loky":
        shared = cx.reproduce("tabular", out=out, jobs=2, **settings)
    else:
        with (
            distributed.LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=":0") as own,
            distributed.Client(own),
        ):
            shared = cx.reproduce("tabular", out=out, backend="dask", **settings)
    assert shared.results[0][0]["errors"] == found.results[0][0]["errors"]


@pytest.mark.parametrize("folds", [2, 3, 5])
def test_too_few_rows_for_boosting_are_refused_with_the_number_that_is_enough(two_seeds, tmp_path, folds):
    settings = {"data": two_seeds[0], "datasets": ["cmc"], "out": tmp_path, "k": 5, "draws": 1, "folds": folds}
    with pytest.raises(
        cx.InputError, match=r"cmc: models learn from \d+ points, half .* of \d+ rows, and rows no less"
    ) as e:
        cx.reproduce("tabular", rows=60, **settings)
    enough = int(re.search(r"a table of (\d+) rows", str(e.value))[1])
    halves = [next(divided(CLASSES, Plan(rows=rows, folds=folds))).half.sum() for rows in (enough - 1, enough)]
    assert [half >= 40 for half in halves] == [False, True]
    with pytest.raises(cx.InputError, match="models learn from 39 points"):
        cx.reproduce("tabular", rows=enough - 1, **settings)
    assert not list(tmp_path.iterdir())


def test_a_study_goes_on_from_its_checkpoints_and_refuses_others(two_seeds, tmp_path, monkeypatch):
    folder, found = two_seeds
    with pytest.raises(cx.InputError, match="resume goes on with it, or give another out"):
        cx.reproduce("tabular", data=folder, out=folder / "here", seed=[3, 0], **SMALL)
    with pytest.raises(cx.InputError, match="made with other settings"):
        cx.reproduce("tabular", data=folder, out=folder / "here", seed=[3, 0], resume=True, **SMALL | {"k": 6})
    for seed in (3, 0):
        (tmp_path / f"seed-{seed}").mkdir()
        for name in ("cmc", "abalone")[: 2 if seed else 1]:
            kept = (folder / "here" / f"seed-{seed}" / f"{name}.json").read_bytes()
            (tmp_path / f"seed-{seed}" / f"{name}.json").write_bytes(kept)
    began = []
    real = errors

    def counted(fold, plan):
        began.append(len(fold.points))
        return real(fold, plan)

    monkeypatch.setattr("contextures.studies.tabular.errors", counted)
    again = cx.reproduce("tabular", data=folder, out=tmp_path, seed=[3, 0], resume=True, **SMALL)
    assert len(began) == 2  # the folds of one table under one seed
    assert again.to_json() == found.to_json()
    (tmp_path / "seed-0" / "cmc.json").write_text("{", encoding="utf-8")
    with pytest.raises(cx.InputError, match=r"cmc\.json is no checkpoint of this study; remove it"):
        cx.reproduce("tabular", data=folder, out=tmp_path, seed=[3, 0], resume=True, **SMALL)


@pytest.mark.parametrize("seed", [[], [1, 1], -1, 1.5, [0, "a"]])
def test_a_seed_that_is_none_is_refused(two_seeds, tmp_path, seed):
    for study in ("tabular", "table1"):
        with pytest.raises(cx.InputError, match="a whole number ≥ 0, or several different ones, are right"):
            cx.reproduce(study, data=two_seeds[0], out=tmp_path, seed=seed)


def test_a_plan_that_cannot_be_kept_is_refused_before_anything_is_computed(two_seeds, tmp_path):
    with pytest.raises(cx.InputError, match="k is 100, and a fold of cmc has 100 points"):
        cx.reproduce("tabular", data=two_seeds[0], out=tmp_path, **SMALL | {"k": 100})
    with pytest.raises(cx.InputError, match="folds at least 2"):
        cx.reproduce("tabular", data=two_seeds[0], out=tmp_path, folds=1)
    assert list(tmp_path.iterdir()) == []
