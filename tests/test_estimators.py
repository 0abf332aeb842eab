"""Frames and arrays of every kind at the door of the library, and estimators as scikit-learn wants them."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import scipy.sparse as sp
from sklearn.base import clone
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, RandomTreesEmbedding
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeRegressor
from sklearn.utils.estimator_checks import check_estimator

import contextures as cx
from contextures.errors import InputError
from contextures.samples.kernels import gaussian_kernel
from contextures.solvers.stkr.transforms import InverseLaplacian
from contextures.solvers.stochastic import StochasticKISE, StochasticSVME

RNG = np.random.default_rng(0)
X = RNG.normal(size=(80, 3)) * [1.0, 100.0, 1.0]
FRAME = pd.DataFrame(X, columns=list("abc"))
PAIRS = X + 0.1 * RNG.normal(size=X.shape)
TWO = np.r_[RNG.normal(-2, 1, (30, 2)), RNG.normal(2, 1, (30, 2))]
TRUTH = np.repeat(["cat", "dog"], 30)
TABLE = np.array([[30, 10], [10, 40]])


# ---------------------------------------------------------------------------------------------------------- estimators
@pytest.mark.parametrize(
    "estimator",
    [
        cx.SVME(),
        cx.KISE(kernel=gaussian_kernel),
        cx.KISE(),
        cx.KernelPCAEncoder(),
        cx.ContextEncoder(),
        cx.ContextEncoder("rbf", n_components=4),
        cx.ContextEncoder("knn-mask", k=5, draws=4),
        cx.ContextEncoder("rbf-cutmix", draws=4),
        cx.ContextEncoder("trees", model=RandomTreesEmbedding(10, random_state=0)),
        cx.ContextEncoder("teacher", model=DecisionTreeRegressor(random_state=0)),
        cx.STKR(),
        cx.STKRClassifier(unlabeled=None),  # −1 is a class of these checks
        cx.STKRCV(betas=(1e-2, 1.0), cv=2),
        cx.STKRClassifierCV(betas=(1e-2, 1.0), cv=2, unlabeled=None),
    ],
    ids=lambda estimator: repr(estimator)[:40],
)
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning", "ignore::FutureWarning")
def test_scikit_learn_accepts_them(estimator: Any) -> None:
    results = check_estimator(estimator, on_fail=None, on_skip=None)
    assert [r["check_name"] for r in results if r["status"] == "failed"] == []
    assert sum(r["status"] == "passed" for r in results) > 40


ENCODERS = [
    cx.SVME(2),
    cx.KISE(2),
    cx.KISE(2, kernel=gaussian_kernel),
    cx.KernelPCAEncoder(2),
    cx.ContextEncoder(k=8, n_components=2),
]


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda encoder: repr(encoder)[:30])
def test_encoders_at_any_place_of_a_pipeline(encoder: Any) -> None:
    y = (X[:, 0] > 0).astype(int)
    first = make_pipeline(clone(encoder), Ridge()).fit(FRAME, y)
    assert np.isfinite(first.predict(FRAME)).all()
    last = make_pipeline(StandardScaler(), clone(encoder)).set_output(transform="pandas")
    out = last.fit_transform(FRAME, y)
    assert list(out.columns) == list(last.get_feature_names_out())
    assert out.shape == (80, 2)
    assert "<div" in last._repr_html_()
    with pytest.raises(ValueError, match="feature names should match"):
        clone(encoder).fit(FRAME, y).transform(FRAME[["b", "a", "c"]])


def test_frames_go_out_where_polars_came_in() -> None:
    polars = pytest.importorskip("polars")
    encoder = cx.ContextEncoder(k=8, n_components=2).set_output(transform="polars")
    out = encoder.fit_transform(polars.DataFrame(FRAME))
    assert isinstance(out, polars.DataFrame)
    assert out.columns == ["contextencoder0", "contextencoder1"]


def test_a_context_is_tuned_like_any_other_step() -> None:
    frame = FRAME.assign(kind=RNG.choice(list("uv"), 80))
    y = X[:, 0] + X[:, 1] / 100
    pipeline = make_pipeline(cx.ContextEncoder(k=8, n_components=16), Ridge())
    search = GridSearchCV(pipeline, {"contextencoder__k": [5, 20], "contextencoder__n_components": [4, 16]}, cv=3)
    assert search.fit(frame, y).best_score_ > 0.3
    assert cross_val_score(pipeline, frame, y, cv=3).shape == (3,)
    parts = make_column_transformer((cx.ContextEncoder(k=8, n_components=4), ["a", "b"]), remainder="drop")
    assert parts.fit_transform(frame).shape == (80, 4)


def test_a_context_encoder_gives_the_singular_functions_of_its_context() -> None:
    encoder = cx.ContextEncoder(k=8, n_components=5).fit(X)
    spectrum = cx.knn_context(X, 8).spectrum(5)
    np.testing.assert_allclose(encoder.transform(X), spectrum.left, atol=1e-10)
    np.testing.assert_array_equal(encoder.singular_values_, spectrum.singular_values)
    for settings in ({"context": "label"}, {"k": 0}, {"n_components": 0}):
        with pytest.raises(InputError):
            cx.ContextEncoder(**settings).fit(X)


@pytest.mark.parametrize("form", ["coo", "csc", "dia", "bsr", "lil", "dok", "csr"])
def test_every_sparse_format(form: str) -> None:
    values = cx.SVME(1).fit(X, PAIRS).singular_values_
    for make in (sp.coo_array, sp.coo_matrix):
        sparse = make(X).asformat(form)
        np.testing.assert_allclose(cx.SVME(1).fit(sparse, PAIRS).singular_values_, values)
        np.testing.assert_allclose(cx.SVME(1).fit(X, make(PAIRS).asformat(form)).singular_values_, values)
    assert cx.Context.from_table(sp.coo_array(TABLE).asformat(form)).total == 90


def test_labels_are_pairs_of_points_that_share_one() -> None:
    points, labels = RNG.normal(size=(12, 3)), np.repeat(["u", "v", "w"], 4)
    pairs = [(i, j) for i in range(12) for j in range(12) if labels[i] == labels[j]]
    first, second = (points[[pair[side] for pair in pairs]] for side in (0, 1))
    by_label = cx.KISE(2).fit(points, labels)
    np.testing.assert_allclose(by_label.eigenvalues_, cx.KISE(2).fit(first, second).eigenvalues_, atol=1e-12)


def test_a_context_of_labels_is_a_transformer() -> None:
    groups = FRAME.assign(group=np.where(X[:, 0] < -0.5, "low", np.where(X[:, 0] < 0.5, "middle", "high")))
    encoder = cx.ContextEncoder("label", column="group", n_components=5).fit(groups)
    assert encoder.singular_values_.tolist() == pytest.approx([1, 1])
    values = encoder.set_output(transform="pandas").transform(groups)
    within = values.groupby(groups.group.to_numpy())
    assert (within.max() - within.min()).to_numpy() == pytest.approx(0, abs=1e-12)
    np.testing.assert_allclose(values.cov(ddof=0), np.eye(2), atol=1e-12)
    polars = pl.DataFrame(groups)
    np.testing.assert_array_equal(clone(encoder).fit(polars).transform(polars), values)
    with pytest.raises(InputError, match="goes by a column of a data frame; column=NAME"):
        cx.ContextEncoder("label").fit(groups)
    with pytest.raises(InputError, match="no column 'kind'"):
        cx.ContextEncoder("label", column="kind").fit(groups)
    with pytest.raises(InputError, match="'new' is none of the 3 classes"):
        encoder.transform(groups.assign(group="new"))


@pytest.mark.parametrize("solver", [StochasticSVME(2, n_batches=5), StochasticKISE(2, n_batches=5)])
def test_stochastic_solvers_know_their_columns(solver: Any) -> None:
    for model in (clone(solver).fit(FRAME, PAIRS), clone(solver).partial_fit(FRAME, PAIRS).partial_fit(FRAME, PAIRS)):
        assert model.feature_names_in_.tolist() == list("abc")
        with pytest.raises(InputError, match="feature names"):
            model.transform(FRAME[["b", "a", "c"]])
        assert list(model.set_output(transform="pandas").transform(FRAME).columns) == list(
            model.get_feature_names_out()
        )


def test_equal_eigenvalues_have_one_basis() -> None:
    """Labels that features tell apart without error: every s_i is 1, and the order of the points changes nothing."""
    labels, order = np.arange(9) % 3, RNG.permutation(9)
    points = RNG.normal(size=(9, 12))
    first, second = cx.KISE(2).fit(points, labels), cx.KISE(2).fit(points[order], labels[order])
    assert first.eigenvalues_ == pytest.approx(1)
    np.testing.assert_allclose(first.transform(points), second.transform(points), atol=1e-9)


def test_nested_settings_and_probabilities() -> None:
    search = GridSearchCV(cx.STKRClassifier(InverseLaplacian(0.5, relative=True)), {"s__eta": [0.5, 0.9]}, cv=3)
    assert search.fit(TWO, TRUTH).best_params_["s__eta"] in (0.5, 0.9)
    for labels in (TRUTH, np.repeat(["u", "v", "w"], 20)):
        model = cx.STKRClassifier().fit(TWO, labels)
        proba = model.predict_proba(TWO)
        np.testing.assert_allclose(proba.sum(axis=1), 1.0)
        assert (proba >= 0).all()
        np.testing.assert_array_equal(model.classes_[proba.argmax(axis=1)], model.predict(TWO))


def test_unlabelled_points_beside_text() -> None:
    some = [str(v) if i % 3 == 0 else -1 for i, v in enumerate(TRUTH)]
    model = cx.STKRClassifier().fit(TWO, some)
    assert model.classes_.tolist() == ["cat", "dog"]
    assert model.labeled_.sum() == 20
    with pytest.raises(InputError, match="text '-1' beside text"):
        cx.STKRClassifier().fit(TWO, np.array(some))
    for missing in (None, np.nan, pd.NA):
        with pytest.raises(InputError, match=r"y\[1\] is missing; -1 marks an unlabelled point"):
            cx.STKRClassifier().fit(TWO, pd.Series([missing if v == -1 else v for v in some], dtype=object))


# ------------------------------------------------------------------------------------------------------ arrays, frames
def test_masked_entries_are_refused() -> None:
    masked = np.ma.masked_array(TABLE, mask=[[0, 0], [0, 1]])
    points = np.ma.masked_array(X, mask=np.zeros_like(X) + (np.arange(80) == 0)[:, None])
    runs: list[Callable[[], Any]] = [
        lambda: cx.Context.from_table(masked),
        lambda: cx.Context.from_graph(masked),
        lambda: cx.knn_context(points, 5),
        lambda: cx.rbf_context(points),
        lambda: cx.SVME(1).fit(points, PAIRS),
        lambda: cx.KISE(1).fit(X, points),
        lambda: cx.cvar(points[:, 0], 0.5),
        lambda: cx.align(points, X),
    ]
    for run in runs:
        with pytest.raises(InputError, match="masked"):
            run()
    assert cx.Context.from_table(np.ma.masked_array(TABLE)).total == 90


def frames() -> list[Any]:
    """The same frame in several libraries."""
    polars, pyarrow = pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    return [polars.DataFrame(FRAME), pyarrow.table(FRAME), FRAME.convert_dtypes(), FRAME.astype({"a": "Float64"})]


def test_all_frames_are_alike() -> None:
    expected = cx.knn_context(FRAME, 5)
    values = cx.SVME(1).fit(X, PAIRS).singular_values_
    for frame in frames():
        found = cx.knn_context(frame, 5)
        np.testing.assert_allclose(found.spectrum(3).singular_values, expected.spectrum(3).singular_values)
        assert found.preprocessing == expected.preprocessing
        np.testing.assert_allclose(cx.SVME(1).fit(frame, PAIRS).singular_values_, values)
        assert (
            cx.evaluate(frame, "c", context="knn", k=5, rank=8).to_json()
            == cx.evaluate(FRAME, "c", context="knn", k=5, rank=8).to_json()
        )


def test_tables_keep_their_labels() -> None:
    polars, xarray = pytest.importorskip("polars"), pytest.importorskip("xarray")
    labels = (("x", "y"), ("a", "b"))
    pandas = pd.DataFrame(TABLE, index=["x", "y"], columns=["a", "b"])
    tables = [
        pandas,
        pandas.astype("Int64"),
        polars.DataFrame({"key": ["x", "y"], "a": [30, 10], "b": [10, 40]}),
        xarray.DataArray(TABLE, coords={"key": ["x", "y"], "column": ["a", "b"]}, dims=("key", "column")),
    ]
    for table in tables:
        context = cx.Context.from_table(table)
        assert (context.row_labels, context.column_labels, context.total) == (*labels, 90)


def test_twins_series_and_arrays_after_frames() -> None:
    with pytest.raises(InputError, match="two columns are called 'a'"):
        cx.knn_context(FRAME.set_axis(["a", "a", "c"], axis=1), 5)
    np.testing.assert_allclose(
        cx.knn_context(FRAME.a, 5).spectrum(2).singular_values,
        cx.knn_context(FRAME[["a"]], 5).spectrum(2).singular_values,
    )
    with pytest.raises(InputError, match="no data frame"):
        cx.knn_context(FRAME, 5).spectrum(2).transform(X)
    assert cx.label_context(pd.Categorical(["a", "b", "a"])).n_a == 2
    for labels in (["a", None], pd.Series(["a", pd.NA], dtype="string"), pd.Categorical(["a", None])):
        with pytest.raises(InputError, match="label 1 is missing"):
            cx.label_context(labels)


@pytest.mark.parametrize(
    "values", [["a", None, "b"], ["a", float("nan"), "b"], pd.Series(["a", pd.NA, "b"], dtype="string")]
)
def test_missing_values_in_pairs(values: Any) -> None:
    with pytest.raises(InputError, match="holds NaN or another missing value"):
        cx.Context.from_pairs(values, [1, 2, 1])
    with pytest.raises(InputError, match="holds NaN or another missing value"):
        cx.Context.from_pairs([1, 2, 1], values)


def test_numbers_of_every_kind() -> None:
    exact = [[Decimal(1), Decimal("2")], [Fraction(3), 4]]
    assert cx.Context.from_table(exact).total == 10
    assert cx.knn_context(FRAME.assign(p=[Decimal(i) for i in range(80)]), 5).preprocessing == (
        "4 numeric columns standardised",
    )
    for dtype in (np.float32, np.float16):
        soft = np.exp(RNG.normal(size=(6, 50))).astype(dtype)
        soft /= soft.sum(axis=1, keepdims=True)
        assert cx.Context.from_conditional(soft, np.full((6, 1), 1 / 6)).shape == (6, 50)
    with pytest.raises(InputError, match=r"row 0 of P sums to 1\.001|1\.00099"):
        cx.Context.from_conditional(np.array([[0.5, 0.501]], dtype=np.float32), [1.0])


def test_functions_and_targets_go_by_label() -> None:
    smoking = cx.load_table("smoking")
    task = pd.Series([0.0, 0.0, 0.0, 1.0, 1.0], index=smoking.row_labels)
    turned = task.iloc[::-1]
    assert cx.compatibility(smoking, turned) == cx.compatibility(smoking, task.to_numpy())
    assert cx.worst_case_error(smoking, turned, 0.9) == cx.worst_case_error(smoking, task.to_numpy(), 0.9)
    with pytest.raises(InputError, match="other labels than the rows"):
        cx.compatibility(smoking, task.set_axis(list("abcde")))
    frame, y = FRAME.set_axis(range(100, 180)), FRAME.a.set_axis(range(100, 180))
    assert cx.evaluate(frame, y, context="knn", k=5, rank=8).prediction is not None
    with pytest.raises(InputError, match="different row labels"):
        cx.evaluate(frame, y.iloc[::-1], context="knn", k=5, rank=8)
    graph = pd.DataFrame([[0, 2, 1], [2, 0, 3], [1, 3, 0]], index=list("uvw"), columns=list("uvw"))
    shuffled = graph[["w", "u", "v"]]
    np.testing.assert_array_equal(cx.Context.from_graph(shuffled).joint, cx.Context.from_graph(graph).joint)


def test_groups_by_name() -> None:
    assert cx.worst_group_risk([1.0, 2.0, 3.0], ["a", "b", "b"]) == 2.5
    assert cx.worst_group_risk([1.0, 2.0, 3.0], [7, 8, 8], [0.5, 0.25, 0.25]) == 2.5
    with pytest.raises(InputError, match=r"groups\[1\] is missing"):
        cx.worst_group_risk([1.0, 2.0, 3.0], ["a", None, "b"])


def test_coordinates_speak_in_labels() -> None:
    smoking = cx.load_table("smoking")
    rows, columns = cx.coordinates(smoking), cx.coordinates(smoking, "columns", principal=False)
    assert (tuple(rows.index), tuple(columns.index)) == (smoking.row_labels, smoking.column_labels)
    np.testing.assert_allclose(
        np.average(rows.to_numpy() ** 2, axis=0, weights=smoking.p_x), smoking.singular_values**2
    )
    turned = rows.iloc[::-1]
    assert cx.ratio_trace(smoking, turned) == pytest.approx(cx.ratio_trace(smoking, rows.to_numpy()))
    with pytest.raises(InputError, match="side is 'x'"):
        cx.coordinates(smoking, "x")


def test_contexts_of_models_learn_y_and_partners_are_y() -> None:
    frame = FRAME.assign(kind=RNG.choice(list("uv"), 80))
    y = np.where(X[:, 0] > 0, "yes", "no")
    encoders = {
        "trees": cx.tree_context(frame, y=y),
        "teacher": cx.teacher_context(frame, y=y),
        "pairs": cx.pair_context(frame, PAIRS, 8),
        "knn-scarf": cx.knn_context(frame, 8, corrupt=0.5, draws=50),
        "rbf-cutmix": cx.rbf_context(frame, corrupt=0.5, donors="rows"),
    }
    for kind, context in encoders.items():
        encoder = cx.ContextEncoder(kind, k=8, mask=0.5, n_components=1)
        values = encoder.fit_transform(frame, PAIRS if kind == "pairs" else y)
        np.testing.assert_allclose(values, context.spectrum(1).left, atol=1e-8)
    ready = RandomForestClassifier(5, random_state=0).fit(FRAME, y)
    assert cx.ContextEncoder("trees", model=ready).fit(FRAME, y).context_.law.law.model is ready
    for kind in ("teacher", "pairs"):
        with pytest.raises(InputError, match="requires y to be passed"):
            cx.ContextEncoder(kind).fit(frame)


def near_and_smooth(points: Any, y: Any) -> Any:
    return cx.mix(cx.knn_context(points, 8), cx.rbf_context(points, 0.4))


def test_a_function_makes_a_context_of_any_kind() -> None:
    encoder = cx.ContextEncoder(near_and_smooth, n_components=5)
    mixed = near_and_smooth(X, None).spectrum(5)
    np.testing.assert_allclose(encoder.fit_transform(X), mixed.left, atol=1e-8)
    np.testing.assert_allclose(encoder.transform(X[:7] + 0.1), mixed.transform(X[:7] + 0.1))
    again = pickle.loads(pickle.dumps(clone(encoder).fit(FRAME)))
    assert again.transform(FRAME).shape == (80, 5)
    search = GridSearchCV(encoder, {"context": [near_and_smooth, "knn"]}, scoring=lambda fitted, X, y=None: 0.0, cv=2)
    assert search.fit(X).best_params_ == {"context": near_and_smooth}
    learned = cx.ContextEncoder(lambda points, y: cx.tree_context(points, y=y), n_components=2)
    assert learned.fit(X, X[:, 0]).spectrum_.transform(X[:3]).shape[0] == 3
    for wrong in (None, 3, lambda points, y: None, lambda points, y: cx.knn_context(points[:50], 5)):
        with pytest.raises(InputError, match=r"a context of the 80 points is right|or a function, is right"):
            cx.ContextEncoder(wrong).fit(X)


def test_a_context_of_words_is_a_step_before_a_classifier() -> None:
    texts = ["red apple pie", "red rose apple", "blue sky", "blue sea sky", "red sky apple", "blue sea"] * 4
    colours = [text.split()[0] for text in texts]
    pipeline = make_pipeline(cx.ContextEncoder("text", n_components=3), LogisticRegression())
    assert cross_val_score(pipeline, texts, colours, cv=3).mean() > 0.9
    frame = pd.DataFrame({"id": range(24), "text": texts})
    columns = cx.ContextEncoder("text", column="text", n_components=3)
    np.testing.assert_allclose(columns.fit_transform(frame), pipeline.fit(texts, colours)[0].transform(texts))
