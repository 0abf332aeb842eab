"""The metric of a context, association, probes, and the commands on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import Ridge
from sklearn.model_selection import LeaveOneOut, cross_val_predict

import contextures as cx
from contextures import (
    Context,
    DataContext,
    InputError,
    knn_context,
    label_context,
    rbf_context,
    subset_spectrum,
    usefulness,
)
from contextures.samples import probe
from contextures.samples.probe import probe_errors
from contextures.samples.split import Split
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


@pytest.mark.parametrize("values", [[0.9, np.nan], [[0.9, 0.5]], 0.9, ["high"], [0.5j]])
def test_decay_rate_of_what_is_no_spectrum(values: Any) -> None:
    with pytest.raises(InputError, match="singular_values"):
        decay_rate(values)


SEEDED: dict[str, Callable[[Any], Any]] = {
    "masks": lambda seed: knn_context(np.arange(60.0).reshape(-1, 2), 3, mask=0.5, seed=seed),
    "kernels": lambda seed: rbf_context(np.arange(60.0).reshape(-1, 2), seed=seed),
    "spectra": lambda seed: knn_context(np.arange(60.0).reshape(-1, 2), 3).spectrum(2, seed=seed),
    "splits": lambda seed: Split(seed=seed),
    "deviations": lambda seed: kernel_deviation(knn_context(np.arange(60.0).reshape(-1, 2), 3), seed=seed),
}


@pytest.mark.parametrize("seed", [-1, 0.5, "x", None, True])
@pytest.mark.parametrize("use", SEEDED)
def test_a_seed_is_a_whole_number(use: str, seed: Any) -> None:
    with pytest.raises(InputError, match=r"seed is .*; a whole number ≥ 0 is right"):
        SEEDED[use](seed)


@pytest.mark.parametrize("context", [None, [[1, 2], [3, 4]], "smoking"])
def test_what_is_no_context_is_named(context: Any) -> None:
    uses = (
        usefulness, kernel_deviation, lambda c: lipschitz_constant(c, [[0.0]]),
        lambda c: subset_spectrum(c, [1.0, 2.0]), lambda c: cx.save_context(c, "never.npz"),
    )  # fmt: skip
    for use in uses:
        with pytest.raises(InputError, match=f"context is a {type(context).__name__}; a"):
            use(context)
    with pytest.raises(InputError, match="a Spectrum of a DataContext is right"):
        cx.save_spectrum(context, "never.npz")


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
        (("evaluate", "FILE", "--target", "y", "--context", "rbf", "--k", 3), "--k is for --context knn, knn-mask"),
        (("evaluate", "FILE", "--target", "kind", "--task", "regression", "--context", "rbf"), "is no number"),
        (("evaluate", "FILE", "--target", "y", "--context", "rbf", "--pretrain", 0.9), "leave no test rows"),
        (("evaluate", "absent.csv", "--context", "rbf"), "no such file"),
        (("spectrum", "FILE", "--samples"), "--context is needed"),
        (("spectrum", "FILE", "--table", "--context", "knn"), "--context is for --samples"),
        (
            ("spectrum", "FILE", "--target", "y", "--context", "rbf", "--kept", 3),
            "--context and --kept are for --samples",
        ),
        (("spectrum", "FILE", "--jobs", 2), "--jobs is for --samples"),
        (("spectrum", "FILE", "--exact"), "--approximate and --exact are for --samples"),
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
