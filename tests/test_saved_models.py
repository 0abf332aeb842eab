"""Contexts of models are kept with their law; models that lead astray are not read."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import skops.io
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.linear_model import LinearRegression, LogisticRegression, Perceptron
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from sklearn.tree import DecisionTreeClassifier

import contextures as cx
from contextures.samples.stored_models import packed_model, unpacked_model
from tests.points import CLASSES, FRAME, NEW, NEW_FRAME, TEXTS, X, Y, dense

NOMINAL = FRAME[["a"]].assign(up=FRAME.kind.eq("u"))


# ------------------------------------------------------------------------------------------------------------- mixtures
def test_a_concatenation_is_known_at_new_points():
    first, second = cx.knn_context(X, 3), cx.teacher_context(X, LogisticRegression(), CLASSES)
    joint = cx.concatenate(first, second, cx.tree_context(X))
    spectrum = joint.spectrum(10)
    np.testing.assert_allclose(spectrum.transform(X), spectrum.left, atol=1e-8)
    pair = cx.concatenate(first, second)
    known = {tuple(column): j for j, column in enumerate(pair.law.columns.tolist())}
    law = np.zeros((len(NEW), len(known)))
    one, two = dense(first.at(NEW)), dense(second.at(NEW))
    for (a, b), j in known.items():
        law[:, j] = one[:, a] * two[:, b]
    np.testing.assert_allclose(dense(pair.at(NEW)), law / law.sum(axis=1, keepdims=True), atol=1e-12)


MADE = {
    "scarf": (lambda: cx.knn_context(FRAME, 5, corrupt=0.6, draws=7), NEW_FRAME),
    "cutmix": (lambda: cx.rbf_context(X, 0.5, corrupt=0.4, donors="rows", draws=7), NEW),
    "trees": (lambda: cx.tree_context(FRAME), NEW_FRAME),
    "forest": (lambda: cx.tree_context(X, y=CLASSES), NEW),
    "boosting": (lambda: cx.tree_context(X, GradientBoostingClassifier(n_estimators=6), CLASSES), NEW),
    "histograms": (lambda: cx.tree_context(X, HistGradientBoostingClassifier(max_iter=5), CLASSES), NEW),
    "teacher": (lambda: cx.teacher_context(FRAME, y=CLASSES), NEW_FRAME),
    "bins": (lambda: cx.teacher_context(X, make_pipeline(StandardScaler(), LinearRegression()), Y), NEW),
    "views": (lambda: cx.view_context(list("aabbcc"), list("xyyzzx")), [["x"], ["y", "q"], []]),
    "graph": (lambda: cx.graph_context(list("abcad"), list("bcade")), [["a"], {"b": 2, "c": 1}]),
    "words": (lambda: cx.text_context(TEXTS, ngrams=(1, 2)), ["red sky", "nothing"]),
    "column": (lambda: cx.text_context(pd.DataFrame({"t": TEXTS}), "t"), pd.DataFrame({"t": ["red sky"]})),
    "partners": (lambda: cx.pair_context(X, X[:, :2], 5), NEW),
    "mixture": (lambda: cx.mix(cx.tree_context(X), cx.knn_context(X, 5, corrupt=0.5, draws=4)), NEW),
    "convolution": (lambda: cx.convolve(cx.knn_context(X, 5, corrupt=0.5, draws=4), cx.tree_context(X)), NEW),
    "concatenation": (lambda: cx.concatenate(cx.knn_context(X, 5), cx.teacher_context(X, y=CLASSES)), NEW),
}


@pytest.mark.parametrize(("make", "new"), MADE.values(), ids=MADE)
def test_they_are_saved_and_loaded_with_their_law(make, new, tmp_path):
    context = make()
    context.spectrum(8).save(tmp_path / "kept.npz")
    again = cx.load_spectrum(tmp_path / "kept.npz")
    assert repr(again.context) == repr(context)
    np.testing.assert_array_equal(dense(again.context.at(new)), dense(context.at(new)))
    np.testing.assert_allclose(again.transform(new), context.spectrum(8).transform(new), atol=1e-12)
    np.testing.assert_allclose(dense(context.at(new)).sum(axis=1), 1, atol=1e-9)


# ------------------------------------------------------------------------------------------------------------- refusals
class Strange(LogisticRegression):
    """A classifier that no library ships."""


def test_a_model_of_your_own_is_not_kept(tmp_path):
    context = cx.teacher_context(X, Strange(), CLASSES)
    with pytest.raises(cx.InputError, match="which a file cannot hold safely"):
        context.save(tmp_path / "own.npz")
    assert not (tmp_path / "own.npz").exists()
    listed = HistGradientBoostingRegressor(categorical_features=["up"])
    with pytest.raises(cx.InputError, match=r"holds functools\.partial"):
        cx.teacher_context(NOMINAL, listed, Y, preprocess=None).save(tmp_path / "own.npz")
    step = make_pipeline(FunctionTransformer(lambda x: x), LogisticRegression())
    with pytest.raises(cx.InputError, match="cannot"):
        cx.teacher_context(X, step, CLASSES).save(tmp_path / "own.npz")


def planted(model: Any, change: Any) -> Any:
    change(model)
    return np.frombuffer(skops.io.dumps(model), dtype=np.uint8)


def far_child(model: Any) -> None:
    model.tree_.children_left[0] = 10**6


def own_child(model: Any) -> None:
    model.tree_.children_right[0] = 0


def far_column(model: Any) -> None:
    model.tree_.feature[0] = 99


def far_bin(model: Any) -> None:
    model._predictors[0][0].nodes["feature_idx"][0] = 99


def far_leaf(model: Any) -> None:
    model._predictors[0][0].nodes["left"][0] = 10**6


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (DecisionTreeClassifier(), far_child),
        (DecisionTreeClassifier(), own_child),
        (DecisionTreeClassifier(), far_column),
        (HistGradientBoostingClassifier(max_iter=3), far_bin),
        (HistGradientBoostingClassifier(max_iter=3), far_leaf),
    ],
)
def test_a_tree_whose_nodes_lead_astray_is_not_read(model, change):
    with pytest.raises(cx.InputError, match="do not fit together"):
        unpacked_model(planted(model.fit(X, CLASSES), change), "law.model")
    sound = unpacked_model(packed_model(model.fit(X, CLASSES)), "law.model")
    np.testing.assert_array_equal(sound.predict(NEW), model.predict(NEW))


def test_bytes_that_are_no_model_are_refused():
    kept = packed_model(LogisticRegression().fit(X, CLASSES))
    for bad in (kept[: len(kept) // 2], kept.astype(np.int64), np.zeros(9, dtype=np.uint8)):
        with pytest.raises(cx.InputError, match=r"law.model holds no"):
            unpacked_model(bad, "law.model")
    with pytest.raises(cx.InputError, match="no model that can be read"):
        unpacked_model(np.frombuffer(skops.io.dumps(Strange().fit(X, CLASSES)), dtype=np.uint8), "law.model")


def listing() -> Any:
    return HistGradientBoostingClassifier(categorical_features=["up"])


def forest(points: Any) -> Any:
    return RandomForestClassifier(5).fit(points, CLASSES)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: cx.knn_context(X, 3, corrupt=1.0), "corrupt is 1"),
        (lambda: cx.knn_context(X, 3, corrupt=0.5, mask=0.5), "exclude each other"),
        (lambda: cx.knn_context(X, 3, corrupt=0.5, donors="all"), "donors is 'all'"),
        (lambda: cx.rbf_context(X[:, :1], corrupt=0.5), "corruptions need at least two"),
        (lambda: cx.tree_context(X, "forest"), "an estimator of scikit-learn is right"),
        (lambda: cx.tree_context(X, RandomForestClassifier), "an estimator of scikit-learn is right"),
        (lambda: cx.tree_context(X, LogisticRegression(), CLASSES), "has no `apply`"),
        (lambda: cx.tree_context(NOMINAL, listing(), CLASSES, preprocess=None), "splits categories"),
        (lambda: cx.tree_context(X[:, :2], HistGradientBoostingClassifier().fit(X, CLASSES)), "expecting 4 features"),
        (lambda: cx.tree_context(X, RandomForestClassifier()), "is not fitted"),
        (lambda: cx.tree_context(X, RandomForestClassifier(5).fit(X[:, :2], CLASSES)), "expecting 2 features"),
        (lambda: cx.tree_context(X, forest(FRAME[["a", "b"]])), "fitted to a data frame"),
        (lambda: cx.tree_context(FRAME[["b", "a"]], forest(FRAME[["a", "b"]])), "feature names should match"),
        (lambda: cx.tree_context(FRAME[["a", "b"]], forest(X[:, :2])), "fitted to an array, whose columns have no"),
        (lambda: cx.tree_context(X, RandomForestClassifier(5).fit(X, CLASSES), CLASSES), "takes no y"),
        (lambda: cx.teacher_context(X), "one of them is needed"),
        (lambda: cx.teacher_context(X, Perceptron(), CLASSES), "has no `predict_proba`"),
        (lambda: cx.teacher_context(X, y=np.full(120, 2.5)), "predicts one value"),
        (lambda: cx.teacher_context(X, y=CLASSES[:50]), "cannot be fitted"),
        (lambda: cx.teacher_context(X, LinearRegression(), X[:, :2]), "predicts 2 values"),
        (lambda: cx.teacher_context(X, y=CLASSES, bins=0), "bins is 0"),
        (lambda: cx.view_context(["a"], ["x", "y"]), "one for each"),
        (lambda: cx.view_context(["a", None], ["x", "y"]), "missing label at position 1"),
        (lambda: cx.view_context(X, X), "items holds several values at position 0"),
        (lambda: cx.graph_context("ab", "bc"), "sources is of type str; a list of labels"),
        (lambda: cx.graph_context(None, None), "sources is of type NoneType"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"], [1, 0]), "number > 0"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"], order=["a"]), "'b' is not in the order"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"], order=["a", "b", "c"]), "'c' has nothing listed"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"]).at(["x"]), "point 0 is 'x'"),
        (lambda: cx.graph_context(["a"], ["b", "c"]), "two ends of each edge"),
        (lambda: cx.graph_context(["a", "b"], ["b", "c"], [1, -1]), "number > 0"),
        (lambda: cx.text_context(["red", 3]), "document 1 is a int"),
        (lambda: cx.text_context(["red", None]), "document 1 is missing"),
        (lambda: cx.text_context(["red", "blue"]), "no word occurs in 2 documents"),
        (lambda: cx.text_context(["red", "red", "blue"]), "document 2 holds no word"),
        (lambda: cx.text_context(TEXTS, unit="line"), "unit is 'line'"),
        (lambda: cx.text_context(TEXTS, ngrams=(2, 1)), "ngrams is"),
        (lambda: cx.text_context(TEXTS, ngrams=(1,)), "two whole numbers ≥ 1"),
        (lambda: cx.text_context(TEXTS, ngrams=2), "two whole numbers ≥ 1"),
        (lambda: cx.text_context(None), "the documents are NoneType"),
        (lambda: cx.text_context("red apple"), "the documents are str"),
        (lambda: cx.text_context(FRAME), "needs column=NAME"),
        (lambda: cx.text_context(FRAME, "z"), "no column 'z'"),
        (lambda: cx.pair_context(X, X[:50], 5), "120 items and the second 50"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(make, message):
    with pytest.raises(cx.InputError, match=message):
        make()
