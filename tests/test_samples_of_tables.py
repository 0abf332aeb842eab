"""Samples from tables: preprocessing, targets, contexts of data frames; and contexts in files."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

from contextures import (
    Context,
    DataContext,
    InputError,
    knn_context,
    label_context,
    load_context,
    rbf_context,
)
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.saved import load_spectrum, save_context, save_spectrum
from contextures.samples.split import Split
from contextures.samples.tables import read_features, table_of_frame

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(120, 3))
# --------------------------------------------------------------------------------------------------------------- tables
FRAME = pd.DataFrame(
    {
        "size": [1.0, 2.0, np.nan, 4.0, 5.0, 6.0],
        "colour": ["red", "blue", None, "red", "blue", "red"],
        "flag": [True, False, True, True, False, True],
        "same": [7, 7, 7, 7, 7, 7],
        "y": [0.0, 1.0, 0.0, 1.0, 2.0, 1.0],
    }
)


def test_preprocessing_is_what_it_says():
    table = table_of_frame("frame", FRAME, "y")
    assert (table.task, table.categorical) == ("regression", ("colour", "flag"))
    steps = Preprocessor(table.categorical).fit(table.features)
    points = steps.transform(table.features)
    filled = np.array([1, 2, 4, 4, 5, 6])
    assert points[:, 0] == pytest.approx((filled - filled.mean()) / filled.std())
    assert points[:, 1:3].tolist() == [[0, 1], [1, 0], [0, 1], [0, 1], [1, 0], [0, 1]]
    assert steps.groups_ == [[0], [1, 2], [3, 4]]
    text = "; ".join(steps.notes_)
    for part in (
        "constant columns: same",
        "1 numeric",
        "one-hot: colour, flag",
        "1 missing entries replaced by the median",
    ):
        assert part in text
    unseen = FRAME.drop(columns="y").assign(colour="green")
    assert steps.transform(unseen)[:, 1:3].sum() == 0


def test_whole_numbers_are_the_same_category_with_and_without_missing_ones():
    steps = Preprocessor(["c", "7"]).fit(pd.DataFrame({"c": [1, 2, np.nan, 2], 7: [0, 0, 1, 1]}))
    assert steps.groups_ == [[0, 1], [2, 3]]
    assert steps.transform(pd.DataFrame({"c": [1, 2], 7: [1, 0]})).tolist() == [[1, 0, 0, 1], [0, 1, 1, 0]]


def test_a_pipeline_takes_the_place_of_the_preprocessing():
    numbers = FRAME[["y", "same"]]
    steps = Preprocessor(pipeline=make_pipeline(MinMaxScaler())).fit(numbers)
    assert steps.transform(numbers)[:, 0].max() == 1
    assert steps.groups_ == [[0], [1]]


def test_preprocessing_is_that_of_scikit_learn():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"a": rng.normal(5, 3, 60), "b": rng.integers(0, 4, 60), "c": rng.choice(list("xyz"), 60)})
    frame = frame.mask(rng.random(frame.shape) < 0.2)
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    texts = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore"))
    theirs = ColumnTransformer([("n", numbers, ["a", "b"]), ("c", texts, ["c"])], sparse_threshold=0)
    half = frame.iloc[:30]
    expected = theirs.fit(half).transform(frame)
    assert Preprocessor().fit(half).transform(frame) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("make", [lambda x, **s: knn_context(x, 4, **s), lambda x, **s: rbf_context(x, 0.5, **s)])
def test_contexts_take_data_frames_and_new_rows_of_them(make, tmp_path):
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"a": rng.normal(5, 3, 40), 7: rng.normal(size=40), "c": rng.choice(list("xyz"), 40)})
    frame.iloc[3, 0] = np.nan
    steps = Preprocessor().fit(frame)
    context, plain = make(frame), make(steps.transform(frame))
    assert (context.core != plain.core).sum() == 0
    assert context.preprocessing == steps.notes_
    assert plain.preprocessing == ()
    new = frame.iloc[[3, 5]].assign(c=["z", "w"])
    extended = plain.spectrum(3).transform(steps.transform(new))
    assert context.spectrum(3).transform(new) == pytest.approx(extended)
    save_context(context, tmp_path / "c.npz")
    loaded = load_context(tmp_path / "c.npz")
    assert loaded.preprocessing == context.preprocessing
    assert loaded.spectrum(3).transform(new) == pytest.approx(extended)
    masked = make(frame, mask=0.3, draws=4)
    assert (masked.core != make(steps.transform(frame), mask=0.3, draws=4, groups=steps.groups_).core).sum() == 0
    numbers = frame[["a", 7]].fillna(0.0)
    assert (make(numbers, preprocess=None).core != make(numbers.to_numpy()).core).sum() == 0
    scaled = make(numbers.set_axis(["a", "b"], axis=1), preprocess=MinMaxScaler())
    assert (scaled.core != make(MinMaxScaler().fit_transform(numbers.to_numpy())).core).sum() == 0
    with pytest.raises(InputError, match="pipeline of your own"):
        save_context(scaled, tmp_path / "d.npz")
    with pytest.raises(InputError, match="no column 'c'"):
        context.spectrum(3).transform(frame[["a", 7]])
    with pytest.raises(InputError, match="preprocess is 'scale'"):
        make(frame, preprocess="scale")


def test_targets_are_scaled_on_the_rows_they_are_learned_from():
    table = table_of_frame("frame", FRAME.assign(y=["a", "b", "c", "a", "b", "c"]), "y")
    rows = np.array([0, 1, 2, 3])
    outputs = table.outputs(rows)
    assert outputs.shape == (6, 3)
    assert outputs[rows].mean(axis=0) == pytest.approx(0)
    assert np.square(outputs[rows]).sum(axis=1).mean() == pytest.approx(1)


def test_rows_without_a_target_are_dropped_and_tables_are_read_with_their_index(tmp_path):
    FRAME.assign(y=[0, 1, None, 1, 2, 1]).to_csv(tmp_path / "frame.csv", index=False)
    entry = {"frame": {"file": "frame.csv", "task": "classification", "categorical": ["size"]}}
    (tmp_path / "tables.json").write_text(json.dumps(entry), encoding="utf-8")
    table = read_features(tmp_path / "frame.csv", "y")
    assert (len(table.features), table.task, table.categorical) == (5, "classification", ("size", "colour", "flag"))
    assert table.notes == ("dropped 1 rows without a target",)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: table_of_frame("t", FRAME, "z"), "no column 'z'"),
        (lambda: table_of_frame("t", FRAME, "y", task="sorting"), "task is 'sorting'"),
        (lambda: table_of_frame("t", FRAME, "colour", task="regression"), "'red', which is no number"),
        (lambda: table_of_frame("t", FRAME[["y"]], "y"), "no row or no column"),
        (lambda: table_of_frame("t", FRAME, "y", categorical=["z"]), "no column 'z'"),
        (lambda: Preprocessor().fit(FRAME[["same"]]), "every column is constant"),
        (lambda: Preprocessor().fit(FRAME.assign(size=[np.inf, 1, 1, 1, 1, 1])), "infinite"),
        (lambda: Preprocessor([]).fit(FRAME), "'red', which is no number"),
        (lambda: Preprocessor().fit(FRAME.assign(empty=np.nan)), "no entry that is not missing"),
        (lambda: Split(pretrain=0.7, labelled=0.3), "leave no test rows"),
        (lambda: Split().rows(39), "39 rows are too few"),
        (lambda: table_of_frame("t", FRAME.assign(y=1.0), "y").outputs(np.arange(3)), "constant"),
    ],
)
def test_tables_that_cannot_be_used(make, message):
    with pytest.raises(InputError, match=message):
        make()


# ---------------------------------------------------------------------------------------------------------------- files
@pytest.mark.parametrize(
    "context",
    [
        knn_context(np.repeat(CLOUD[:40], 3, axis=0), 2),
        rbf_context(CLOUD, 0.3, dtype=np.float32),
        rbf_context(CLOUD, 0.3, mask=0.4, draws=3, groups=[[0, 2], [1]]),
        knn_context(CLOUD, 5, mask=0.4, draws=3),
        label_context(["a", "b", "a"]),
        DataContext.from_conditional([[0.5, 0.5], [0.1, 0.9]], [0.3, 0.7]),
    ],
    ids=repr,
)
def test_contexts_and_spectra_come_back_from_files(context, tmp_path):
    save_context(context, tmp_path / "context.npz")
    again = load_context(tmp_path / "context.npz")
    assert repr(again) == repr(context)
    first, second = context.spectrum(), again.spectrum()
    assert (first.singular_values == second.singular_values).all()
    save_spectrum(first, tmp_path / "spectrum.npz")
    loaded = load_spectrum(tmp_path / "spectrum.npz")
    assert (loaded.left == first.left).all()
    assert (loaded.complete, loaded.checks) == (first.complete, first.checks)
    new = ["b"] if context.description == "2 classes" else CLOUD[:4] + 0.1
    if context.law is not None:
        assert (loaded.transform(new) == first.transform(new)).all()


def test_finite_contexts_come_back_from_files(tmp_path):
    context = Context.from_table([[1, 0, 2], [0, 0, 0], [3, 0, 4]], row_labels=["a", 2, 3.5])
    context.save(tmp_path / "table.npz")
    again = load_context(tmp_path / "table.npz")
    assert isinstance(again, Context)
    for name in ("joint", "counts", "kept_rows"):
        assert (getattr(again, name) == getattr(context, name)).all()
    for name in ("row_labels", "dropped_columns", "original_shape", "total"):
        assert getattr(again, name) == getattr(context, name)


def test_files_that_hold_no_context(tmp_path):
    (tmp_path / "text.npz").write_text("no archive", encoding="utf-8")
    np.savez(tmp_path / "other.npz", a=np.zeros(3))
    save_context(knn_context(CLOUD, 5), tmp_path / "context.npz")
    for name, message in [
        ("absent.npz", "cannot be read"),
        ("text.npz", "no saved context"),
        ("other.npz", "no saved context"),
    ]:
        with pytest.raises(InputError, match=message):
            load_context(tmp_path / name)
    with pytest.raises(InputError, match="holds a data context"):
        load_spectrum(tmp_path / "context.npz")
    with pytest.raises(InputError, match="cannot be written"):
        save_context(knn_context(CLOUD, 5), tmp_path / "no" / "such.npz")
    with pytest.raises(InputError, match="text or a number"):
        Context.from_table(np.eye(2), row_labels=[(1, 2), None]).save(tmp_path / "labels.npz")
