"""The metric of a context, association, probes, tables of samples, files, and the commands on them."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import LeaveOneOut, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

import contextures as cx
from contextures import (
    Context,
    DataContext,
    InputError,
    knn_context,
    label_context,
    load_context,
    rbf_context,
    usefulness,
)
from contextures.samples import probe
from contextures.samples.preprocessing import Preprocessor
from contextures.samples.probe import probe_errors
from contextures.samples.saved import load_spectrum, save_context, save_spectrum
from contextures.samples.split import Split
from contextures.samples.tables import read_features, table_of_frame
from contextures.samples.usefulness import decay_rate, kernel_deviation, lipschitz_constant

RNG = np.random.default_rng(0)
CLOUD = RNG.normal(size=(120, 3))


def as_finite(context: DataContext) -> Context:
    law = context.conditional
    law = law.toarray() if hasattr(law, "toarray") else np.asarray(law @ np.eye(law.shape[1]))
    return Context.from_conditional(law, context.p_x)


# --------------------------------------------------------------------------------------------------------------- metric
def test_tau_is_its_formula():
    context = cx.load_table("hair_eye")
    squares = context.singular_values**2
    found = usefulness(context, beta=0.7, d0=3)
    expected = [1 / (1 - squares[d]) + 0.7 * squares[:d].sum() / squares.sum() for d in (1, 2)]
    assert found.tau_d == pytest.approx(expected)
    assert (found.tau, found.d_star) == (pytest.approx(min(expected)), int(np.argmin(expected)) + 1)


def test_a_data_context_its_spectrum_and_the_finite_context_agree():
    context = knn_context(CLOUD, 9)
    whole, top = usefulness(as_finite(context), d0=40), usefulness(context, d0=40)
    assert top.tau_d == pytest.approx(whole.tau_d)
    assert usefulness(context.spectrum(40), d0=40).tau == pytest.approx(whole.tau)
    with pytest.raises(InputError, match="holds 39 values; d0 = 40"):
        usefulness(context.spectrum(39), d0=40)


def test_beyond_the_rank_d_ends_where_nothing_is_lost():
    found = usefulness(cx.load_table("smoking"), d0=512)
    assert len(found.tau_d) == 3
    assert found.tau_d[-1] == pytest.approx(2.0)


def test_independence_counts_as_keeping_everything():
    found = usefulness(Context.from_table(np.ones((4, 5))))
    assert found.tau_d == pytest.approx(np.full(3, 2.0))
    assert (found.independent, found.near_limit, found.d_star) == (True, True, 1)


@pytest.mark.parametrize("column", [[1, 2, 3], [1, 3, 7], [2, 5, 11, 13]])
def test_rounding_of_independence_is_independence(column):
    context = Context.from_table(np.outer(column, [1, 2, 5, 9]))
    found = usefulness(context)
    assert found.tau_d == pytest.approx(np.full(len(found.tau_d), 2.0), abs=1e-15)
    assert found.independent
    assert decay_rate(context.singular_values) == np.inf
    joint = np.outer(column, np.full(4, 0.25)) / sum(column)
    sampled = DataContext.from_conditional(joint / joint.sum(axis=1)[:, None], joint.sum(axis=1))
    assert usefulness(sampled).independent
    assert cx.recommend(context, context).evidence[0].tau == 2.0


def test_what_is_not_resolved_from_one_is_one():
    points = np.random.default_rng(0).normal(size=(300, 3))
    for dtype in (np.float32, np.float64):
        spectrum = rbf_context(points, 2e4, dtype=dtype).spectrum(64)
        assert usefulness(spectrum, d0=64).tau == np.inf


def test_unit_singular_values_make_tau_infinite():
    identity = usefulness(Context.from_table(np.eye(5)), d0=4)
    assert (identity.tau, identity.d_star, identity.near_limit) == (np.inf, None, False)
    assert np.isinf(identity.tau_d).all()
    labels = usefulness(label_context([0, 1, 2, 2]))
    assert np.isinf(labels.tau_d).tolist() == [True, False]
    assert labels.tau == pytest.approx(2.0)


@pytest.mark.parametrize(("beta", "d0"), [(-1, 5), (np.nan, 5), (1, 1), (1, 2.5)])
def test_settings_of_the_metric_out_of_range(beta, d0):
    with pytest.raises(InputError):
        usefulness(cx.load_table("smoking"), beta, d0)


def test_decay_rate_of_an_exponential_of_nothing_and_of_ones():
    assert decay_rate(np.exp(-0.3 * np.arange(1, 60) / 2)) == pytest.approx(0.3)
    assert decay_rate(np.ones(5)) == 0
    assert decay_rate(np.zeros(5)) == np.inf


def test_kernel_deviation_and_lipschitz_constant_are_their_definitions():
    for context in (rbf_context(np.repeat(CLOUD[:40], 2, axis=0), 0.5), knn_context(CLOUD, 6)):
        exact = as_finite(context)
        points = np.repeat(CLOUD[:40], 2, axis=0) if context.n_x == 80 else CLOUD
        assert kernel_deviation(context) == pytest.approx(kernel_deviation(exact))
        assert kernel_deviation(exact) == pytest.approx(
            sum(
                p * q * abs(k - 1)
                for p, row in zip(exact.p_x, exact.kernel_x, strict=True)
                for q, k in zip(exact.p_x, row, strict=True)
            )
        )
        assert lipschitz_constant(context, points) == pytest.approx(lipschitz_constant(exact, points))
        x, y = 3, 11
        steepest = np.abs(exact.kernel_x[x] - exact.kernel_x[y]).max() / np.linalg.norm(points[x] - points[y])
        assert lipschitz_constant(context, points) >= steepest
    assert 0 < kernel_deviation(knn_context(CLOUD, 6), sample=30) < 100
    assert np.isnan(lipschitz_constant(label_context([0, 0, 1]), np.zeros((3, 2))))


def test_the_compatibility_of_a_target():
    repeated = np.repeat(CLOUD[:40], 2, axis=0)
    task = RNG.normal(size=80)
    for context in (rbf_context(repeated, 0.5), knn_context(repeated, 6)):
        assert context.compatibility(task) == pytest.approx(cx.compatibility(as_finite(context), task))
    with pytest.raises(InputError, match="constant"):
        rbf_context(repeated, 0.5).compatibility(np.ones(80))


# --------------------------------------------------------------------------------------------------------------- probes
@pytest.mark.parametrize("points", [4096, 7])
def test_one_factorisation_gives_the_ridge_probe_of_every_dimension(points, monkeypatch):
    monkeypatch.setattr(probe, "POINTS", points)
    x, y = RNG.normal(size=(50, 8)), RNG.normal(size=(50, 2))
    other, truth = RNG.normal(size=(30, 8)), RNG.normal(size=(30, 2))
    found = probe_errors(x, y, other, truth, ridges=(0.01, 1.0))
    for d in range(1, 9):
        loo = {}
        for ridge in (0.01, 1.0):
            model = Ridge(alpha=50 * ridge)
            loo[ridge] = np.square(cross_val_predict(model, x[:, :d], y, cv=LeaveOneOut()) - y).mean()
        best = min(loo, key=loo.get)
        error = np.square(Ridge(alpha=50 * best).fit(x[:, :d], y).predict(other[:, :d]) - truth).sum(axis=1).mean()
        assert found.errors[d - 1] == pytest.approx(error)
    assert found.best_error == found.errors[found.best_d - 1]
    assert found.baseline == pytest.approx(np.square(truth - y.mean(axis=0)).sum(axis=1).mean())


def test_a_probe_without_features_is_its_baseline():
    found = probe_errors(np.empty((9, 0)), np.arange(9.0), np.empty((2, 0)), [3.0, 5.0])
    assert (found.best_d, found.best_error, found.baseline) == (0, 1.0, 1.0)


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


# ------------------------------------------------------------------------------------------------------------- commands
@pytest.fixture
def contextures(run):
    """Run the command line."""
    return run


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """A file of 150 samples with a target of each task."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(150, 4))
    frame = pd.DataFrame(x, columns=list("abcd")).assign(
        kind=np.where(x[:, 0] > 0, "up", "down"),
        y=x[:, 1] + 0.1 * rng.normal(size=150),
        c=np.where(x[:, 2] > 0, "p", "q"),
    )
    path = tmp_path_factory.mktemp("samples") / "samples.csv.gz"
    frame.to_csv(path, index=False)
    return path


@pytest.mark.parametrize(
    "options",
    [
        ("--target", "y", "--context", "knn", "--k", 8),
        ("--target", "c", "--context", "rbf", "--gamma", 0.3),
        ("--target", "y", "--context", "knn-mask", "--k", 8, "--draws", 4),
        ("--context", "rbf-mask", "--draws", 4),
        ("--target", "y", "--context", "rbf", "--single", "--rank", 20),
    ],
)
def test_evaluate(contextures, samples, valid, options):
    code, output, errors = contextures("evaluate", samples, *options, "--json", "-")
    assert (code, errors[:5], errors.count("\n")) == (0, "read ", 1)
    answer = json.loads(output)
    valid("evaluate", answer)
    assert answer["complete"]
    if "y" in options and "knn" in options:
        assert answer["probe_error"] < 0.5 < answer["baseline"]
        assert answer["probe_error"] == min(answer["probe_errors"])
        assert answer["rows"] == {"pretrain": 90, "labelled": 30, "test": 30}
    assert (answer["compatibility"] is None) == ("--target" not in options)
    assert contextures("evaluate", samples, *options)[0] == 0


def test_spectrum_of_samples_and_of_saved_contexts(contextures, samples, valid, tmp_path):
    saved = tmp_path / "saved.npz"
    options = ("--samples", "--target", "y", "--context", "knn", "--k", 7, "--save", saved)
    code, output, errors = contextures("spectrum", samples, *options, "--rank", 5, "--json", "-")
    assert (code, errors[:5], errors.count("\n")) == (0, "read ", 1)
    answer = json.loads(output)
    valid("spectrum", answer)
    assert (len(answer["singular_values"]), answer["n_x"], answer["complete"]) == (5, 150, True)
    again = json.loads(contextures("spectrum", saved, "--rank", 5, "--json", "-")[1])
    assert again["singular_values"] == pytest.approx(answer["singular_values"])
    assert "7 nearest neighbours" in contextures("spectrum", saved)[1]
    kept = tmp_path / "kept.npz"
    assert contextures("spectrum", samples, *options[:-2], "--rank", 20, "--save-spectrum", kept)[0] == 0
    shown = json.loads(contextures("spectrum", kept, "--rank", 5, "--json", "-")[1])
    assert shown["singular_values"] == pytest.approx(answer["singular_values"])
    judged = json.loads(contextures("evaluate", kept, "--rank", 20, "--json", "-")[1])
    valid("evaluate", judged)
    assert len(judged["tau_d"]) == 19
    assert contextures("evaluate", kept, "--rank", 21)[0] == contextures("spectrum", kept, "--rank", 21)[0] == 2
    evaluated = json.loads(contextures("evaluate", saved, "--json", "-")[1])
    valid("evaluate", evaluated)
    table = tmp_path / "table.npz"
    assert contextures("spectrum", "smoking", "--table", "--save", table)[0] == 0
    assert json.loads(contextures("spectrum", table, "--json", "-")[1])["total"] == 193
    valid("evaluate", json.loads(contextures("evaluate", table, "--json", "-")[1]))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("evaluate", "FILE", "--target", "z", "--context", "knn", "--k", 3), "has no column 'z'"),
        (("evaluate", "FILE", "--target", "y"), "--context is needed"),
        (("evaluate", "FILE", "--target", "y", "--context", "knn"), "takes --k"),
        (("evaluate", "FILE", "--target", "y", "--context", "knn", "--k", 90), "k is 90 of 90 points"),
        (("evaluate", "FILE", "--target", "y", "--context", "rbf", "--gamma", 0), "gamma is 0.0"),
        (("evaluate", "FILE", "--target", "y", "--context", "rbf", "--k", 3), "takes --gamma, not --k"),
        (("evaluate", "FILE", "--target", "kind", "--task", "regression", "--context", "rbf"), "is no number"),
        (("evaluate", "FILE", "--target", "y", "--context", "rbf", "--pretrain", 0.9), "leave no test rows"),
        (("evaluate", "absent.csv", "--context", "rbf"), "no such file"),
        (("spectrum", "FILE", "--samples"), "--context is needed"),
        (("spectrum", "FILE", "--table", "--context", "knn"), "are for --samples"),
        (("spectrum", "FILE", "--samples", "--table", "--context", "knn"), "only one of"),
        (("spectrum", "FILE", "--samples", "--context", "knn", "--k", 3, "--bootstrap", 9), "need counts"),
        (("reproduce", "table1", "--data", "absent"), "is no folder"),
        (("reproduce", "table1", "--datasets", "iris"), "no table of Table 1"),
        (("reproduce", "table1", "--datasets", "abalone", "--jobs", 0), "--jobs is 0"),
    ],
)
def test_commands_refuse_in_one_sentence(contextures, samples, arguments, message):
    code, output, errors = contextures(*[samples if argument == "FILE" else argument for argument in arguments])
    assert (code, output) == (2, "")
    assert message in errors
    assert errors.count("\n") == 1
