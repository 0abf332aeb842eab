"""`contextures mix` and `contextures recommend`, run as others run them."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import contextures as cx
from contextures.cli import application
from contextures.samples import mixed, packing

TABLE = "a,b\n3,1\n1,3\n2,2\n"


@pytest.fixture
def samples(tmp_path):
    values = np.random.default_rng(0).normal(size=(60, 3)) * [4, 2, 1]
    path = tmp_path / "samples.csv"
    path.write_text("u,v,w\n" + "".join(",".join(f"{x:.6f}" for x in row) + "\n" for row in values))
    return path


@pytest.fixture
def saved(tmp_path):
    tables = {"strong": np.eye(4) * 20 + 1, "weak": np.eye(4) + 2}
    paths = []
    for name, table in tables.items():
        paths.append(tmp_path / f"{name}.npz")
        cx.Context.from_table(table).save(paths[-1])
    return paths


def answer(run, *arguments):
    code, out, err = run(*arguments, "--json", "-")
    assert code == 0, err
    return json.loads(out)


@pytest.mark.parametrize("operation", ["mix", "convolve", "concatenate", "product"])
def test_saved_contexts(run, saved, valid, operation):
    document = answer(run, "mix", *saved, "--by", operation)
    valid("mix", document)
    expected = getattr(cx, operation)(*map(cx.load_context, saved))
    assert document["mixture"]["singular_values"] == pytest.approx(expected.singular_values)
    assert document["mixture"]["tau"] == pytest.approx(cx.usefulness(expected).tau)
    assert document["weights"] == ([0.5, 0.5] if operation == "mix" else None)


@pytest.mark.parametrize("operation", ["mix", "convolve", "concatenate", "product"])
def test_mixtures_of_saved_contexts_are_saved(run, saved, tmp_path, operation):
    out = tmp_path / "mixed.npz"
    document = answer(run, "mix", *saved, "--by", operation, "--save", out)
    again = cx.load_context(out)
    assert again.singular_values == pytest.approx(document["mixture"]["singular_values"])
    assert all(isinstance(label, str | int) for label in (*again.row_labels, *again.column_labels))


def test_contexts_of_one_sample_and_back_from_a_file(run, samples, valid, tmp_path):
    out = tmp_path / "mixed.npz"
    arguments = ("mix", samples, "--context", "knn", "--k", 3, "--k", 20, "--weights", "0.25,0.75", "--rank", 30)
    document = answer(run, *arguments, "--save", out)
    valid("mix", document)
    assert [seen["context"] for seen in document["contexts"]] == ["3 nearest neighbours", "20 nearest neighbours"]
    again = cx.load_context(out).spectrum(30)
    assert again.singular_values == pytest.approx(document["mixture"]["singular_values"])
    assert document["preprocessing"]


@pytest.mark.parametrize("operation", ["mix", "convolve"])
def test_implicit_mixtures_of_saved_contexts_and_spectra_extend_to_new_points(run, samples, tmp_path, operation):
    frame = pd.read_csv(samples)
    context, spectrum = cx.knn_context(frame, 20), cx.rbf_context(frame, 0.5).spectrum(30)
    parts, out = [tmp_path / "knn.npz", tmp_path / "rbf.npz"], tmp_path / "mixed.npz"
    context.save(parts[0])
    spectrum.save(parts[1])
    document = answer(run, "mix", *parts, "--by", operation, "--rank", 30, "--save", out)
    again, mixture = cx.load_context(out), getattr(cx, operation)(context, spectrum.context)
    assert again.spectrum(30).singular_values == pytest.approx(document["mixture"]["singular_values"])
    assert again.preprocessing == context.preprocessing
    new = frame.head() + 0.1
    laws = [law.at(new) @ np.eye(law.core.shape[1]) for law in (again, mixture)]
    assert laws[0] == pytest.approx(laws[1], abs=1e-12)
    assert again.spectrum(5).transform(frame) == pytest.approx(again.spectrum(5).left, abs=1e-8)
    assert (
        answer(run, "recommend", *parts, "--rank", 30)["operation"] == cx.recommend(context, spectrum, d0=30).operation
    )


def test_a_mixture_that_no_file_can_hold_is_refused_before_the_work(run, samples, tmp_path, monkeypatch):
    frame = pd.read_csv(samples)
    parts = [tmp_path / "knn.npz", tmp_path / "rbf.npz"]
    cx.knn_context(frame, 20).save(parts[0])
    cx.rbf_context(frame, 0.5).save(parts[1])
    monkeypatch.setattr(packing, "MOST_CELLS", 60 * 60)
    monkeypatch.setattr(cx.DataContext, "spectrum", lambda *_, **__: pytest.fail("a spectrum was computed"))
    for by in ("mix", "recommended"):
        code, out, err = run("mix", *parts, "--by", by, "--save", tmp_path / "mixed.npz")
        assert (code, out) == (2, "")
        assert "an implicit law of 7.2e+03 cells cannot be saved" in err
    assert not (tmp_path / "mixed.npz").exists()


def test_tables(run, tmp_path, valid):
    (tmp_path / "t.csv").write_text(TABLE)
    document = answer(run, "mix", tmp_path / "t.csv", tmp_path / "t.csv", "--table", "--by", "concatenate")
    valid("mix", document)
    context = cx.Context.from_table([[3, 1], [1, 3], [2, 2]])
    assert document["mixture"]["singular_values"] == pytest.approx(cx.concatenate(context, context).singular_values)


@pytest.mark.parametrize("how", ["learned", "optimal"])
def test_weights_that_are_found(run, saved, valid, how):
    document = answer(run, "mix", *saved, "--weights", how, "--dimension", 2, "--steps", 400)
    valid("mix", document)
    best = cx.optimal_weights([cx.load_context(path) for path in saved], 2)
    assert document["learning"]["value"] <= best.upper + 1e-12
    assert best.value - document["learning"]["value"] <= document["learning"]["regret"] + 1e-9


def test_recommendation(run, saved, samples, valid):
    document = answer(run, "recommend", *saved)
    valid("recommend", document)
    found = cx.recommend(*map(cx.load_context, saved))
    assert document["operation"] == found.operation
    assert [seen["tau"] for seen in document["evidence"]] == pytest.approx([seen.tau for seen in found.evidence])
    document = answer(run, "recommend", samples, "--context", "rbf", "--gamma", 0.1, "--gamma", 10)
    valid("recommend", document)
    assert [seen["association"] for seen in document["evidence"]][1] == "strong"
    assert answer(run, "mix", *saved, "--by", "recommended")["operation"] == found.operation


def test_what_is_recommended_can_be_done(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{i},{i % 2},{i % 3}\n" for i in range(30))
    (tmp_path / "classes.csv").write_text("u,two,three\n" + rows)
    made = ("classes.csv", "--context", "label", "--label", "two", "--label", "three", "--rank", 4)
    advice = answer(run, "recommend", *made)
    assert [seen["association"] for seen in advice["evidence"]] == ["strong", "strong"]
    document = answer(run, "mix", *made, "--by", "recommended", "--save", "mixed.npz")
    assert document["operation"] == advice["operation"] == "mix"
    assert cx.load_context("mixed.npz").n_a == 5


def test_no_concatenation_is_recommended_that_cannot_be_made(monkeypatch):
    weak = cx.Context.from_table([[6, 4], [4, 6]])
    assert cx.recommend(weak, weak).operation == "concatenate"
    several = cx.Context.from_conditional(np.tile([[0.006, 0.004], [0.004, 0.006]], 100), [0.5, 0.5])
    found = cx.recommend(*[several] * 4)
    assert found.operation == "mix"
    assert "but a concatenation, which strengthens it, cannot be made (the concatenation has 3.2e+09" in found.reason
    cx.mix(*[several] * 4)
    points = cx.DataContext.from_conditional(sparse.csr_array([[0.6, 0.4], [0.4, 0.6]]))
    monkeypatch.setattr(mixed, "MOST_ENTRIES", 1)
    assert cx.recommend(points, points).operation == "mix"
    other = cx.Context.from_table([[6, 4], [4, 6], [5, 5]])
    with pytest.raises(cx.InputError, match="context 2 has 3 inputs and context 1 has 2"):
        cx.recommend(weak, other)


def test_for_people(run, saved):
    code, out, _ = run("mix", *saved, "--weights", "optimal", "--dimension", 1)
    assert code == 0
    assert "finite context" in out
    code, out, _ = run("recommend", *saved)
    assert code == 0
    assert cx.recommend(*map(cx.load_context, saved)).reason in " ".join(out.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("mix", "SAVED"), "1 context was given; at least two"),
        (("mix", "SAVED", "SAVED", "--by", "blend"), "--by is 'blend'; one of mix, convolve"),
        (("mix", "SAVED", "SAVED", "--by", "convolve", "--weights", "1,1"), "--weights go with a convex combination"),
        (("mix", "SAVED", "SAVED", "--weights", "a,b"), "--weights is 'a,b'"),
        (("mix", "SAVED", "SAVED", "--weights", "1"), "weights has 1 entries; 2"),
        (("mix", "SAVED", "SAVED", "--weights", "0.9,0.9"), "weights sums to 1.8"),
        (("mix", "SAVED", "SAVED", "--weights", "learned", "--dimension", "9"), "d is 9; a whole number from 1 to 3"),
        (("mix", "SAVED", "nothing.npz"), "nothing.npz"),
        (("mix", "SAVED", "SAMPLES"), "is no saved context"),
        (("mix", "SAVED", "SAVED", "--target", "y"), "--target and --categorical go with --context"),
        (("mix", "SAVED", "SAVED", "--k", "3"), "--k goes with --context"),
        (("mix", "SAMPLES", "--context", "knn", "--k", "3", "--gamma", "1"), "--gamma is for --context rbf"),
        (("mix", "SAMPLES", "--context", "knn", "--k", "3"), "1 context was given"),
        (("mix", "SAMPLES", "--context", "knn", "--k", "3", "--k", "61"), "60"),
        (("mix", "SAMPLES", "--context", "knn", "--k", "3", "--k", "0"), "0"),
        (("mix", "SAMPLES", "SAMPLES", "--context", "knn", "--k", "3"), "--context takes one file of samples"),
        (("mix", "SAMPLES", "--context", "rbf", "--gamma", "-1", "--gamma", "1"), "-1"),
        (("mix", "SAMPLES", "--context", "trees", "--k", "3", "--label", "y"), "--k is for --context knn"),
        (("mix", "SAMPLES", "--model", "m.skops"), "--model goes with --context"),
        (("mix", "SAVED", "SAVED", "--mask", "0.3", "--recall", "0.9"), "--mask and --recall go with --context"),
        (
            ("mix", "SAMPLES", "--context", "pairs", "--k", "3", "--k", "4", "--partner", "a", "--partner", "b"),
            "--k and --partner are repeated; one of them is right",
        ),
        (
            ("mix", "SAMPLES", "--context", "rbf", "--gamma", "1", "--gamma", "2", "--jobs", "2"),
            "--jobs is for --context knn",
        ),
        (("mix", "SAMPLES", "--context", "knn", "--k", "3", "--k", "4", "--kept", "9"), "--kept is for --context rbf"),
        (
            ("mix", "SAMPLES", "--context", "knn", "--k", "3", "--k", "4", "--by", "product"),
            "finite contexts are right",
        ),
        (("mix", "SAMPLES", "--context", "knn", "--k", "3", "--k", "4", "--target", "nothing"), "nothing"),
        (("recommend", "SAVED"), "1 context was given"),
        (("recommend", "SAVED", "SAVED", "--rank", "1"), "d0 is 1; at least 2"),
        (("recommend", "SAVED", "SAVED", "--beta", "nan"), "beta"),
        (("recommend", "SAVED", "SAVED", "--json", "/no/such/folder/x.json"), "cannot be written"),
    ],
)
def test_bad_input_is_one_sentence(run, saved, samples, arguments, says):
    names = {"SAVED": saved[0], "SAMPLES": samples}
    code, out, err = run(*(names.get(word, word) for word in arguments))
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_the_commands_are_listed():
    names = {command.name or command.callback.__name__ for command in application().registered_commands}
    assert {"mix", "recommend"} <= names
