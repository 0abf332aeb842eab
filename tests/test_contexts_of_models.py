"""Contexts of corruptions, trees, teachers, views, graphs, words and partners: their laws by hand."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import (
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    HistGradientBoostingRegressor,
    RandomForestClassifier,
)
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

import contextures as cx
from contextures.samples.conditionals import Corrupted
from contextures.samples.corruption import corruptions
from contextures.samples.model_laws import leaves_of
from tests.points import CLASSES, FRAME, NEW, NEW_FRAME, TEXTS, X, Y, dense


def distances(points: Any) -> Any:
    return np.linalg.norm(points[:, None] - X, axis=2)


# ----------------------------------------------------------------------------------------------------------- corruption
@pytest.mark.parametrize("donors", ["marginals", "rows"])
def test_a_corruption_averages_the_neighbours_of_corrupted_points(donors):
    context = cx.knn_context(X, 5, corrupt=0.5, donors=donors, draws=6, seed=1)
    law = context.law.law if hasattr(context.law, "kept") else context.law
    assert isinstance(law, Corrupted)
    total = np.zeros((len(NEW), len(X)))
    for replaced, values in zip(law.replaced, law.values, strict=True):
        corrupted = np.where(replaced, values, NEW)
        for i, near in enumerate(distances(corrupted).argsort(axis=1)[:, :5]):
            total[i, near] += 1 / 30
    kept = context.kept_columns
    expected = total[:, kept] / total[:, kept].sum(axis=1, keepdims=True)
    np.testing.assert_allclose(dense(context.at(NEW)), expected, atol=1e-12)


def test_what_a_corruption_replaces_comes_from_the_sample_feature_by_feature():
    groups = [[0], [1, 2], [3]]
    replaced, values = corruptions(X, groups, 0.6, "marginals", 400, 0)
    assert (replaced[:, 1] == replaced[:, 2]).all()
    features = replaced[:, [0, 1, 3]]
    assert (features.sum(axis=1) == 2).all()
    assert features.mean(axis=0) == pytest.approx(2 / 3, abs=0.1)
    rows = {}
    for group in groups:
        for draw in np.flatnonzero(replaced[:, group[0]]):
            (row,) = np.flatnonzero((X[:, group] == values[draw, group]).all(axis=1))
            rows.setdefault(draw, []).append(row)
    assert np.mean([len(set(chosen)) == 1 for chosen in rows.values()]) < 0.1
    whole, taken = corruptions(X, groups, 0.6, "rows", 50, 0)
    for hidden, value in zip(whole, taken, strict=True):
        assert (X[:, hidden] == value[hidden]).all(axis=1).any()


def test_a_corruption_in_a_frame_replaces_all_indicators_of_a_category():
    law = cx.rbf_context(FRAME, 0.5, corrupt=0.3, draws=40).law.law
    pairs = law.replaced[:, 4:]
    assert (pairs[:, 0] == pairs[:, 1]).all()
    assert 0 < pairs[:, 0].mean() < 1


def test_more_corruption_weakens_the_association():
    strengths = [cx.rbf_context(X, 0.5, corrupt=share, draws=200).chi_square for share in (0, 0.25, 0.5, 0.75)]
    assert (np.diff(strengths) < 0).all()


# ---------------------------------------------------------------------------------------------------------------- trees
@pytest.mark.parametrize(
    "model",
    [
        None,
        RandomForestClassifier(9, random_state=0),
        GradientBoostingClassifier(n_estimators=6),
        DecisionTreeClassifier(max_depth=3),
        make_pipeline(StandardScaler(), RandomForestClassifier(5, random_state=0)),
        RandomForestClassifier(9, random_state=0).fit(X[:60], CLASSES[:60]),
    ],
    ids=str,
)
def test_the_kernel_of_trees_is_that_of_shared_leaves(model):
    fitted = hasattr(model, "classes_")
    context = cx.tree_context(X, model, None if fitted else CLASSES)
    model = context.law.law.model
    points = model[:-1].transform(X) if hasattr(model, "steps") else X
    last = model[-1] if hasattr(model, "steps") else model
    trees = last.apply(points).reshape(len(X), -1).astype(int)
    kernel = np.zeros((len(X), len(X)))
    for leaves in trees.T:
        sizes = Counter(leaves.tolist())
        for leaf, size in sizes.items():
            inside = (leaves == leaf).astype(float)
            kernel += np.outer(inside, inside) / trees.shape[1] * len(X) / size
    values = np.linalg.eigvalsh(kernel / len(X))[::-1]
    spectrum = context.spectrum(20)
    found = np.square(spectrum.singular_values)
    np.testing.assert_allclose(found, np.clip(values[1 : 1 + len(found)], 0, 1), atol=1e-9)
    np.testing.assert_allclose(spectrum.transform(X), spectrum.left[:, : spectrum.resolved], atol=1e-8)


@pytest.mark.parametrize(
    "model", [HistGradientBoostingRegressor(max_iter=7), HistGradientBoostingClassifier(max_iter=4)]
)
def test_leaves_of_histogram_boosting_are_those_that_its_predictions_add_up(model):
    holes = np.where(np.random.default_rng(4).random(X.shape) < 0.1, np.nan, X)
    model.fit(holes, CLASSES)
    leaves = leaves_of(model, holes)
    trees = [tree for stage in model._predictors for tree in stage]
    values = np.stack([tree.nodes["value"][leaves[:, t]] for t, tree in enumerate(trees)], axis=1)
    outputs = len(model._predictors[0])
    sums = values.reshape(len(X), -1, outputs).sum(axis=1) + np.ravel(model._baseline_prediction)
    expected = model.decision_function(holes) if outputs > 1 else model.predict(holes)[:, None]
    np.testing.assert_allclose(sums, expected, atol=1e-9)
    context = cx.tree_context(X, model)
    spectrum = context.spectrum(5)
    np.testing.assert_allclose(spectrum.transform(X), spectrum.left, atol=1e-8)


def test_trees_without_a_target_are_cut_at_random_and_learn_nothing_of_it():
    context = cx.tree_context(FRAME)
    assert "RandomTreesEmbedding" in context.description
    assert context.spectrum(5).transform(NEW_FRAME).shape == (7, 5)
    assert "100 trees of RandomForestRegressor" in cx.tree_context(X, y=Y).description


def test_a_point_in_leaves_that_are_empty_is_unknown():
    tree = DecisionTreeClassifier(max_depth=1).fit([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1])
    forest = RandomForestClassifier(20, max_depth=2, random_state=0).fit(X, CLASSES)
    near = X[X[:, 0] > 0]
    context = cx.tree_context(near, forest)
    np.testing.assert_allclose(dense(context.at(NEW)).sum(axis=1), 1)
    alone = cx.tree_context(np.array([[0.0], [0.5], [2.5]]), tree)
    assert alone.spectrum().singular_values == pytest.approx([1])
    half = cx.mix(cx.tree_context(np.array([[0.0], [0.5]]), tree), cx.knn_context(np.array([[0.0], [0.5]]), 1))
    assert dense(half.at([[3.0]])).tolist() == [[0.5, 0.0, 0.5]]


# ------------------------------------------------------------------------------------------------------------- teachers
def test_a_teacher_draws_its_classes():
    model = LogisticRegression().fit(X, CLASSES)
    context = cx.teacher_context(X, model)
    np.testing.assert_allclose(dense(context.at(NEW)), model.predict_proba(NEW), atol=1e-12)
    finite = cx.Context.from_conditional(model.predict_proba(X), np.full(len(X), 1 / len(X)))
    np.testing.assert_allclose(context.spectrum().singular_values, finite.singular_values[:2], atol=1e-9)
    assert cx.teacher_context(FRAME, y=CLASSES).preprocessing[0] == "4 numeric columns standardised"


def test_a_regressor_teaches_the_bin_of_its_prediction():
    context = cx.teacher_context(X, LinearRegression(), Y, bins=4)
    predicted = LinearRegression().fit(X, Y).predict(X)
    edges = np.quantile(predicted, [0.25, 0.5, 0.75])
    assert context.p_a == pytest.approx(np.full(4, 0.25))
    assert dense(context.at(X)).argmax(axis=1).tolist() == np.digitize(predicted, edges).tolist()
    assert context.spectrum().singular_values == pytest.approx(np.ones(3))
    few = cx.teacher_context(X, DecisionTreeClassifier(), CLASSES)
    assert few.n_a == 3
    assert cx.teacher_context(X, y=np.round(Y), bins=50).n_a < 50


def labels_of_a_network():
    return MLPClassifier((3,), max_iter=5, random_state=0).fit(X, np.column_stack([Y > 0, Y > 0.5]))


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda: cx.teacher_context(X, RandomForestClassifier(3).fit(X, np.column_stack([CLASSES, CLASSES]))),
            "RandomForestClassifier predicts 2 classes for a point; one is right",
        ),
        (lambda: cx.teacher_context(X, labels_of_a_network()), "MLPClassifier gives point 0 probabilities of sum"),
        (lambda: cx.teacher_context(X, LinearRegression(), Y, bins=1), "bins is 1; a whole number ≥ 2 is right"),
        (lambda: cx.teacher_context(X, LinearRegression(), Y, bins=2.5), "bins is 2.5; a whole number"),
        (lambda: cx.tree_context("x.npy"), "X is 'x.npy'; an array or a data frame is right"),
        (lambda: cx.tree_context(Path("x.npy"), y=Y), "X is 'x.npy'; an array or a data frame is right"),
        (lambda: cx.teacher_context("x.npy", LinearRegression().fit(X, Y)), "X is 'x.npy'; an array"),
        (lambda: cx.graph_context(["a", "b"], ["b", "c"], [1, -1]), "weights[1] is -1.0; a number > 0 is right"),
        (lambda: cx.view_context(["a", "b"], ["u", "v"], [1, 0]), "weights[1] is 0.0; a number > 0 is right"),
        (lambda: cx.graph_context(["a"], ["b"], [1, 1]), "weights has 2 entries; 1, one for each pair, are right"),
        (lambda: cx.graph_context(["a"], ["b"], order=list("aba")), "order holds 'a' more than once; each node once"),
        (lambda: cx.view_context(["a"], ["u"], order=["a", "a"]), "order holds 'a' more than once; each item once"),
        (lambda: cx.view_context(["a", "b"], ["u", "u"], order=["a"]), "item 'b' is not in the order of points"),
        (lambda: cx.text_context(TEXTS, "text"), "column is 'text', and the documents are a list; a data frame is"),
    ],
)
@pytest.mark.filterwarnings("ignore:Stochastic Optimizer")
def test_what_no_context_can_be_made_of_is_named(make, message):
    with pytest.raises(cx.InputError, match=re.escape(message)):
        make()


# ------------------------------------------------------------------------------------------------- lists, graphs, words
def test_views_of_items_are_pairs_with_items_equally_likely():
    items, views, weights = list("aaabbc"), list("xyzyzz"), [1, 2, 1, 3, 1, 5]
    context = cx.view_context(items, views, weights)
    table = np.array([[1, 2, 1], [0, 3, 1], [0, 0, 5]])
    finite = cx.Context.from_conditional(table / table.sum(axis=1, keepdims=True), np.full(3, 1 / 3))
    np.testing.assert_allclose(context.spectrum().singular_values, finite.singular_values, atol=1e-9)
    law = [[1, 0, 0], [0, 1 / 4, 3 / 4], context.p_a]
    np.testing.assert_allclose(dense(context.at([["x", "q"], {"y": 1, "z": 3}, []])), law)
    ordered = cx.view_context(items, views, weights, order=list("cba"))
    np.testing.assert_array_equal(dense(ordered.conditional), dense(context.conditional)[::-1])


def test_a_graph_is_the_walk_on_it():
    graph = nx.les_miserables_graph()
    edges = [(u, v, data["weight"]) for u, v, data in graph.edges(data=True)]
    context = cx.graph_context(*(list(part) for part in zip(*edges, strict=True)), order=list(graph))
    finite = cx.Context.from_graph(nx.to_numpy_array(graph))
    np.testing.assert_allclose(context.spectrum(20).singular_values, finite.singular_values[:20], atol=1e-8)
    np.testing.assert_allclose(context.p_x, finite.p_x, atol=1e-12)
    spectrum = context.spectrum(6)
    lists = [{other: graph[node][other]["weight"] for other in graph[node]} for node in graph]
    np.testing.assert_allclose(spectrum.transform(lists), spectrum.left, atol=1e-8)
    uniform = cx.graph_context([1, 2, 3], [2, 3, 3], uniform=True)
    assert uniform.p_x == pytest.approx(1 / 3)
    assert dense(uniform.conditional).tolist() == [[0, 1, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]]


def test_words_are_counted():
    context = cx.text_context(TEXTS)
    words = sorted(word for word, times in Counter(w for t in TEXTS for w in set(words_of(t))).items() if times > 1)
    counts = np.array([[words_of(text).count(word) for word in words] for text in TEXTS], dtype=float)
    law = counts / counts.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(dense(context.conditional), law, atol=1e-12)
    spectrum = context.spectrum()
    np.testing.assert_allclose(spectrum.transform(["Red red SKY", "nothing known"])[1], 0, atol=1e-12)
    np.testing.assert_allclose(spectrum.transform(TEXTS), spectrum.left[:, : spectrum.resolved], atol=1e-8)
    frame = pd.DataFrame({"id": range(7), "text": TEXTS})
    np.testing.assert_array_equal(cx.text_context(frame, "text").core.toarray(), context.core.toarray())
    assert cx.text_context(TEXTS, ngrams=(1, 2), unit="char", least=1).n_a > 30


def test_texts_may_hold_half_of_a_surrogate_pair(tmp_path):
    texts = ["a\udcff red", "red \udcff blue", "blue \udcfe"]
    context = cx.text_context(texts, unit="char")
    assert len(set(context.law.marks)) == 3
    context.save(tmp_path / "c.npz")
    law = cx.load_context(tmp_path / "c.npz").at(texts)
    np.testing.assert_array_equal(dense(law), dense(context.conditional))


def words_of(text: str) -> list[str]:
    return [word for word in text.replace(",", "").split() if len(word) > 1]


def test_partners_are_neighbours_of_partners_of_neighbours():
    other = X @ np.random.default_rng(5).normal(size=(4, 2))
    context = cx.pair_context(X, other, 4)
    near = distances(NEW).argsort(axis=1)[:, :4]
    beside = np.linalg.norm(other[:, None] - other, axis=2).argsort(axis=1)[:, :4]
    law = np.zeros((len(NEW), len(X)))
    for i in range(len(NEW)):
        for j in near[i]:
            law[i, beside[j]] += 1 / 16
    np.testing.assert_allclose(dense(context.at(NEW)), law[:, context.kept_columns], atol=1e-12)
