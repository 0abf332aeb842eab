"""Contexts of corruptions, trees, teachers, views, graphs, words and partners: laws by hand, kept, and refused."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import networkx as nx
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
from contextures.cli import main
from contextures.samples.conditionals import Corrupted
from contextures.samples.corruption import corruptions
from contextures.samples.model_laws import leaves_of
from contextures.samples.stored_models import packed_model, unpacked_model

RNG = np.random.default_rng(3)
X = RNG.normal(size=(120, 4))
NEW = RNG.normal(size=(7, 4))
FRAME = pd.DataFrame(X, columns=list("abcd")).assign(kind=np.where(X[:, 1] > 0, "u", "v"))
NEW_FRAME = pd.DataFrame(NEW, columns=list("abcd")).assign(kind="u")
Y = X[:, 0] + 0.5 * X[:, 1] ** 2
CLASSES = np.digitize(Y, [-0.5, 0.5])
NOMINAL = FRAME[["a"]].assign(up=FRAME.kind.eq("u"))
TEXTS = ["red apple pie", "red rose", "blue sky", "blue sea sky", "red sky apple", "an apple, an apple", "sea and sky"]


def dense(law: Any) -> Any:
    return law @ np.eye(law.shape[1])


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
    holes = np.where(RNG.random(X.shape) < 0.1, np.nan, X)
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


def words_of(text: str) -> list[str]:
    return [word for word in text.replace(",", "").split() if len(word) > 1]


def test_partners_are_neighbours_of_partners_of_neighbours():
    other = X @ RNG.normal(size=(4, 2))
    context = cx.pair_context(X, other, 4)
    near = distances(NEW).argsort(axis=1)[:, :4]
    beside = np.linalg.norm(other[:, None] - other, axis=2).argsort(axis=1)[:, :4]
    law = np.zeros((len(NEW), len(X)))
    for i in range(len(NEW)):
        for j in near[i]:
            law[i, beside[j]] += 1 / 16
    np.testing.assert_allclose(dense(context.at(NEW)), law[:, context.kept_columns], atol=1e-12)


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
    "scarf": (cx.knn_context(FRAME, 5, corrupt=0.6, draws=7), NEW_FRAME),
    "cutmix": (cx.rbf_context(X, 0.5, corrupt=0.4, donors="rows", draws=7), NEW),
    "trees": (cx.tree_context(FRAME), NEW_FRAME),
    "forest": (cx.tree_context(X, y=CLASSES), NEW),
    "boosting": (cx.tree_context(X, GradientBoostingClassifier(n_estimators=6), CLASSES), NEW),
    "histograms": (cx.tree_context(X, HistGradientBoostingClassifier(max_iter=5), CLASSES), NEW),
    "teacher": (cx.teacher_context(FRAME, y=CLASSES), NEW_FRAME),
    "bins": (cx.teacher_context(X, make_pipeline(StandardScaler(), LinearRegression()), Y), NEW),
    "views": (cx.view_context(list("aabbcc"), list("xyyzzx")), [["x"], ["y", "q"], []]),
    "graph": (cx.graph_context(list("abcad"), list("bcade")), [["a"], {"b": 2, "c": 1}]),
    "words": (cx.text_context(TEXTS, ngrams=(1, 2)), ["red sky", "nothing"]),
    "column": (cx.text_context(pd.DataFrame({"t": TEXTS}), "t"), pd.DataFrame({"t": ["red sky"]})),
    "partners": (cx.pair_context(X, X[:, :2], 5), NEW),
    "mixture": (cx.mix(cx.tree_context(X), cx.knn_context(X, 5, corrupt=0.5, draws=4)), NEW),
    "convolution": (cx.convolve(cx.knn_context(X, 5, corrupt=0.5, draws=4), cx.tree_context(X)), NEW),
    "concatenation": (cx.concatenate(cx.knn_context(X, 5), cx.teacher_context(X, y=CLASSES)), NEW),
}


@pytest.mark.parametrize(("context", "new"), MADE.values(), ids=MADE)
def test_they_are_saved_and_loaded_with_their_law(context, new, tmp_path):
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
        (lambda: cx.tree_context(X, RandomForestClassifier()), "cannot be fitted"),
        (lambda: cx.tree_context(X, RandomForestClassifier(5).fit(X[:, :2], CLASSES)), "expecting 2 features"),
        (lambda: cx.tree_context(X, forest(FRAME[["a", "b"]])), "fitted to a data frame"),
        (lambda: cx.tree_context(FRAME[["b", "a"]], forest(FRAME[["a", "b"]])), "feature names should match"),
        (lambda: cx.tree_context(FRAME[["a", "b"]], forest(X[:, :2])), "feature names"),
        (lambda: cx.tree_context(X, RandomForestClassifier(5).fit(X, CLASSES), CLASSES), "takes no y"),
        (lambda: cx.teacher_context(X), "one of them is needed"),
        (lambda: cx.teacher_context(X, Perceptron(), CLASSES), "has no `predict_proba`"),
        (lambda: cx.teacher_context(X, y=np.full(120, 2.5)), "predicts one value"),
        (lambda: cx.teacher_context(X, y=CLASSES[:50]), "cannot be fitted"),
        (lambda: cx.teacher_context(X, LinearRegression(), X[:, :2]), "predicts 2 values"),
        (lambda: cx.teacher_context(X, y=CLASSES, bins=0), "bins is 0"),
        (lambda: cx.view_context(["a"], ["x", "y"]), "one for each"),
        (lambda: cx.view_context(["a", None], ["x", "y"]), "missing label at position 1"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"], [1, 0]), "entries, the least 0"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"], order=["a"]), "'b' is not in the order"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"], order=["a", "b", "c"]), "'c' has nothing listed"),
        (lambda: cx.view_context(["a", "b"], ["x", "y"]).at(["x"]), "point 0 is 'x'"),
        (lambda: cx.graph_context(["a"], ["b", "c"]), "two ends of each edge"),
        (lambda: cx.graph_context(["a", "b"], ["b", "c"], [1, -1]), "number ≥ 0"),
        (lambda: cx.text_context(["red", 3]), "document 1 is a int"),
        (lambda: cx.text_context(["red", None]), "document 1 is missing"),
        (lambda: cx.text_context(["red", "blue"]), "no word occurs in 2 documents"),
        (lambda: cx.text_context(["red", "red", "blue"]), "document 2 holds no word"),
        (lambda: cx.text_context(TEXTS, unit="line"), "unit is 'line'"),
        (lambda: cx.text_context(TEXTS, ngrams=(2, 1)), "ngrams is"),
        (lambda: cx.text_context(FRAME), "needs column=NAME"),
        (lambda: cx.text_context(FRAME, "z"), "no column 'z'"),
        (lambda: cx.pair_context(X, X[:50], 5), "120 items and the second 50"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(make, message):
    with pytest.raises(cx.InputError, match=message):
        make()


# ------------------------------------------------------------------------------------------------------------- commands
TABLE = FRAME.assign(text=[TEXTS[i % len(TEXTS)] for i in range(120)], y=Y)


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command in this process, in a folder with samples; return its exit code, output and errors."""
    monkeypatch.chdir(tmp_path)
    TABLE.to_csv("samples.csv", index=False)
    np.save("partner.npy", X[:, :2])
    (tmp_path / "edges.csv").write_text("u,v,weight\na,b,2\nb,c,1\nc,a,1\n")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["contextures", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run


@pytest.mark.parametrize(
    "options",
    [
        ("knn-scarf", "--k", 8, "--mask", 0.5, "--draws", 4),
        ("rbf-cutmix", "--mask", 0.5, "--draws", 4),
        ("trees",),
        ("trees", "--label", "y"),
        ("trees", "--label", "kind"),
        ("teacher", "--label", "y"),
        ("pairs", "--partner", "partner.npy", "--k", 8),
        ("text", "--label", "text"),
    ],
    ids=str,
)
def test_commands_make_them(run, valid, options):
    code, out, err = run(
        "evaluate", "samples.csv", "--target", "y", "--context", *options, "--rank", 9, "--save", "c.npz", "--json", "-"
    )
    assert code == 0, err
    document = json.loads(out)
    valid("evaluate", document)
    assert document["n_x"] == 72
    code, out, err = run("evaluate", "samples.csv", "--target", "y", "--from", "c.npz", "--rank", 9, "--json", "-")
    assert code == 0, err
    again = json.loads(out)
    for key in ("singular_values", "probe_errors", "compatibility"):
        np.testing.assert_allclose(again[key], document[key], atol=1e-9)
    assert again["rows"] == document["rows"]
    assert run("spectrum", "samples.csv", "--samples", "--target", "y", "--context", *options, "--rank", 2)[0] == 0


@pytest.mark.parametrize("kind", [("trees",), ("teacher", "--label", "kind"), ("text", "--label", "text")], ids=str)
def test_rows_that_such_a_context_has_seen_are_told_from_new_ones(run, kind):
    TABLE[:60].to_csv("seen.csv", index=False)
    TABLE[40:].sample(frac=1, random_state=0).to_csv("later.csv", index=False)
    assert run("spectrum", "seen.csv", "--samples", "--context", *kind, "--target", "y", "--save", "c.npz")[0] == 0
    code, out, err = run("evaluate", "later.csv", "--target", "y", "--from", "c.npz", "--rank", 5, "--json", "-")
    assert code == 0, err
    document = json.loads(out)
    copies = TABLE.text[40:].isin(TABLE.text[:60]).sum() if kind[0] == "text" else 0
    assert document["rows"]["pretrain"] >= 20
    if not copies:
        assert document["rows"] == {"pretrain": 20, "labelled": 30, "test": 30}
        assert "20 of the 80 rows are among the 60 points" in document["preprocessing"][-2]


def test_a_context_of_lists_knows_a_table_row_by_row(run):
    views = cx.view_context([i for i in range(120) for _ in range(2)], [j % 50 for i in range(120) for j in (i, 7 * i)])
    found = cx.evaluate(TABLE, "y", context=views, rank=8)
    assert found.compatibility == pytest.approx(views.compatibility(Y))
    with pytest.raises(cx.InputError, match="known on its 120 points only"):
        cx.evaluate(TABLE[:100], "y", context=views, rank=8)


def test_mixtures_of_models_and_of_partners_in_one_command(run, valid):
    for i in range(2):
        model = RandomForestClassifier(5, random_state=i).fit(FRAME[list("abcd")], CLASSES)
        skops.io.dump(model, f"{i}.skops")
    FRAME[list("abcd")].to_csv("plain.csv", index=False)
    np.save("other.npy", X[:, 1:])
    cases = [
        ("plain.csv", "--context", "trees", "--model", "0.skops", "--model", "1.skops"),
        ("plain.csv", "--context", "pairs", "--k", 5, "--partner", "partner.npy", "--partner", "other.npy"),
        ("plain.csv", "--context", "pairs", "--k", 5, "--k", 8, "--partner", "partner.npy"),
        ("samples.csv", "--target", "y", "--context", "trees", "--label", "kind", "--label", "a"),
    ]
    for by in ("mix", "concatenate"):
        for case in cases:
            code, out, err = run("mix", *case, "--by", by, "--rank", 4, "--json", "-", "--save", "mixed.npz")
            assert code == 0, err
            document = json.loads(out)
            valid("mix", document)
            again = cx.spectrum("mixed.npz", rank=4).singular_values
            np.testing.assert_allclose(document["mixture"]["singular_values"][:4], again, atol=1e-9)
    for case in cases:
        code, out, err = run("recommend", *case, "--rank", 4, "--json", "-")
        assert code == 0, err
        valid("recommend", json.loads(out))


def test_a_context_that_learned_the_target_knows_it_and_never_sees_the_test(run):
    found = {}
    for label in (None, "y"):
        learned = {} if label is None else {"label": label}
        found[label] = cx.evaluate("samples.csv", "y", context="trees", rank=40, **learned).probe_error
    assert found["y"] < found[None]
    split = cx.evaluate("samples.csv", "y", context="trees", label="y", rank=8)
    changed = TABLE.copy()
    first = np.random.default_rng(0).permutation(120)[:72]
    rest = np.setdiff1d(np.arange(120), first)
    changed.loc[rest, "y"] = changed.loc[rest[::-1], "y"].to_numpy()
    other = cx.evaluate(changed, "y", context="trees", label="y", rank=8)
    np.testing.assert_array_equal(other.singular_values, split.singular_values)


def test_graphs_and_views_are_read_from_pairs(run, valid):
    code, out, err = run("spectrum", "edges.csv", "--graph", "--json", "-", "--save", "graph.npz")
    assert code == 0, err
    document = json.loads(out)
    valid("spectrum", document)
    finite = cx.Context.from_graph([[0, 2, 1], [2, 0, 1], [1, 1, 0]])
    np.testing.assert_allclose(document["singular_values"], finite.singular_values, atol=1e-9)
    assert cx.load_context("graph.npz").p_x == pytest.approx(finite.p_x)
    assert cx.spectrum("edges.csv", "views").context.n_x == 3
    assert cx.spectrum([["a", "x"], ["b", "x"], ["b", "z"]], "views").context.n_a == 2


def test_a_fitted_model_is_read_from_a_file(run):
    model = RandomForestClassifier(5, random_state=0).fit(FRAME[list("abcd")], CLASSES)
    skops.io.dump(model, "model.skops")
    FRAME[list("abcd")].to_csv("plain.csv", index=False)
    expected = cx.tree_context(FRAME[list("abcd")], model).spectrum(4).singular_values
    for kind in ("trees", "teacher"):
        code, _, err = run("spectrum", "plain.csv", "--samples", "--context", kind, "--model", "model.skops")
        assert code == 0, err
    found = cx.spectrum("plain.csv", context="trees", model="model.skops", rank=4)
    np.testing.assert_allclose(found.singular_values, expected, atol=1e-9)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--context", "teacher"), "takes --label COL, what it learns, or --model"),
        (("--context", "trees", "--k", 3), "takes neither --k"),
        (("--context", "trees", "--label", "z"), "a column of the samples, or their target, is right"),
        (("--context", "text"), "takes --label COL, the column that holds the documents"),
        (("--context", "text", "--label", "y"), "which would tell new rows their answer"),
        (("--context", "pairs", "--k", 3), "takes --partner FILE and --k"),
        (("--context", "pairs", "--k", 3, "--partner", "short.npy"), "--partner has 5 rows and the samples have 120"),
        (("--context", "knn", "--k", 3, "--partner", "partner.npy"), "--partner is for --context pairs"),
        (("--context", "knn", "--k", 3, "--model", "m.skops"), "--model is for --context trees and teacher"),
        (("--context", "knn-scarf", "--k", 3, "--mask", 1.5), "--mask is 1.5"),
        (("--context", "trees", "--model", "m.skops"), "m.skops cannot be read"),
        (("--context", "trees", "--model", "samples.csv"), "holds no model that can be read"),
    ],
)
def test_bad_options_are_one_sentence(run, arguments, says):
    np.save("short.npy", X[:5])
    code, out, err = run("evaluate", "samples.csv", "--target", "y", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert says in err
